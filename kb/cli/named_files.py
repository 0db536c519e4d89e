"""Files that a person names on the command line: read whole, written whole or not at all.

Input: a path, bytes. Output: the file, or its bytes; clear errors.
Never: writes over a file of a home.
"""

import os
from collections.abc import Iterable
from pathlib import Path

from kb.errors import InputError


def write_file(path: Path, pieces: Iterable[bytes]) -> int:
    """Write *pieces* to *path*, which appears whole or not at all, or is a device or pipe; return how many bytes.

    Raises:
        StorageError, InputError: it cannot be written.
        OwnFileError: it is a file of a home.
    """
    from kb.log.faults import output_faults, stays
    from kb.log.own_files import check_none_of_a_home

    if path.is_dir():
        raise InputError(f"{path} is a folder.", hint="Name a file in it.")
    if stays(path):
        with output_faults(path), path.open("wb") as file:
            return sum(file.write(piece) for piece in pieces)
    check_none_of_a_home(path)
    path = Path(os.path.realpath(path))
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with output_faults(path):
        try:
            with draft.open("wb") as file:
                written = sum(file.write(piece) for piece in pieces)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    return written


def read_file(path: Path) -> bytes:
    """Return the bytes of a file that the person named.

    Raises:
        InputError: it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise InputError(f"{path} cannot be read: {reason}.", hint="Check the name and its permissions.") from error
