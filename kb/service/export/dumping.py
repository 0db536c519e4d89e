"""A dump: the whole graph at one position, in every form, with checksums and a description.

Input: an opened knowledge base, a folder. Output: FOLDER/POSITION with a file for each form, SHA256SUMS and dataset.ttl
(VoID, DCAT), and FOLDER/latest, which leads to it.
Never: shows half a dump; lets `latest` lead to nothing; removes a folder that it did not make.
"""

import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from kb.errors import InputError
from kb.events import Erased
from kb.exporting import describing
from kb.exporting.formats import FORMS, Form
from kb.exporting.tables import NoParquetError
from kb.log.backup import ErasedMeanwhileError
from kb.log.faults import UnwritableError, output_faults
from kb.projections.files.rdf import UnwritableTripleError, turtle
from kb.projections.removing import remove
from kb.service.export.part import CutAnswerError
from kb.service.export.take_away import take
from kb.service.knowledge_base import KnowledgeBase
from kb.service.upkeep.folders import whole_folder

SUMS: Final = "SHA256SUMS"
DESCRIPTION: Final = "dataset.ttl"
LATEST: Final = "latest"
FOLDER: Final = "dumps"  # of a home; what a server shows
_LINE: Final = re.compile(r"([0-9a-f]{64})  ([A-Za-z0-9._-]+)\Z")
_NAMES: Final = frozenset({SUMS, DESCRIPTION, *(f"kb.{form.ending}" for form in FORMS)})

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class DumpFile:
    """One file of a dump."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Dump:
    """A dump that is there whole.

    Attributes:
        folder: where it lies; its name is the position.
        files: by name.
        left: forms that could not be written here, with the reason.
    """

    folder: Path
    position: int
    files: tuple[DumpFile, ...]
    left: tuple[str, ...] = ()


class NothingToKeepError(InputError):
    """It was asked to keep no dump at all."""

    code = "nothing-to-keep"

    def __init__(self, keep: int) -> None:
        self.keep = keep
        super().__init__(f"{keep} dumps cannot be kept.", hint="Give 1 or more.")


def dump(
    kb: KnowledgeBase,
    folder: Path,
    forms: Sequence[Form] = FORMS,
    *,
    keep: int | None = None,
    tell: Tell = lambda name: None,
) -> Dump:
    """Write the whole graph as it is now into FOLDER/POSITION, and have FOLDER/latest lead there.

    Args:
        keep: how many dumps stay, this one among them; older ones are removed. None: all.
        tell: called with the name of each file before it is written.

    Raises:
        NothingToKeepError: *keep* is below 1.
        ErasedMeanwhileError: something was erased while it was written; nothing of it stays.
        StorageError: it cannot be written.
    """
    if keep is not None and keep < 1:
        raise NothingToKeepError(keep)
    with kb.at() as moment:
        position = moment.position
    with output_faults(folder):
        folder.mkdir(parents=True, exist_ok=True)
    place, left = folder / str(position), []
    with whole_folder(place, _NAMES) as draft:
        found: list[tuple[Form, DumpFile]] = []
        for form in forms:
            file = draft / f"kb.{form.ending}"
            tell(file.name)
            try:
                with file.open("wb") as out:
                    take(kb, out, form, as_of=position)
            except (NoParquetError, UnwritableTripleError) as error:
                file.unlink()
                left.append(f"{form.name}: {error} {error.hint}")
                continue
            found.append((form, _summed(file)))
        _describe(kb, draft / DESCRIPTION, position, found)
        files = (*(file for _, file in found), _summed(draft / DESCRIPTION))
        sums = "".join(f"{file.sha256}  {file.name}\n" for file in sorted(files, key=lambda file: file.name))
        (draft / SUMS).write_text(sums, encoding="utf-8")
    gone = next(kb.log.read(after=position, limit=1, types=[Erased.TYPE]), None)
    if gone is not None and isinstance(gone.event, Erased):  # who erased may have looked for dumps before
        remove(place)
        raise ErasedMeanwhileError(min(gone.event.positions))
    _lead(folder, position)
    if keep is not None:
        _prune(folder, position, keep)
    return Dump(place, position, tuple(sorted(files, key=lambda file: file.name)), tuple(left))


def _prune(folder: Path, position: int, keep: int) -> None:
    """Remove all but the last *keep*, and what is left of one whose removal was broken off."""
    for left in folder.glob("*.gone"):
        if left.stem.isdecimal():
            shutil.rmtree(left)
    for old in islice(dumps(folder), keep, None):
        if old.position != position and {one.name for one in old.folder.iterdir()} <= _NAMES:
            remove(old.folder)


def dumps(folder: Path) -> Iterator[Dump]:
    """Yield the dumps in *folder*, the last first; a folder without checksums is none."""
    if not folder.is_dir():
        return
    places = sorted((one for one in folder.iterdir() if one.name.isdecimal()), key=lambda one: -int(one.name))
    for place in places:
        if (found := read(place)) is not None:
            yield found


def read(place: Path) -> Dump | None:
    """Return the dump in a folder, None if there is none."""
    sums = place / SUMS
    if not place.name.isdecimal() or not sums.is_file():
        return None
    lines = (_LINE.match(line) for line in sums.read_text(encoding="utf-8").splitlines())
    files = tuple(
        DumpFile(found[2], (place / found[2]).stat().st_size, found[1])
        for found in lines
        if found and (place / found[2]).is_file()
    )
    return Dump(place, int(place.name), files)


def _summed(file: Path) -> DumpFile:
    with file.open("rb") as data:
        return DumpFile(file.name, file.stat().st_size, hashlib.file_digest(data, "sha256").hexdigest())


def _describe(kb: KnowledgeBase, file: Path, position: int, found: Sequence[tuple[Form, DumpFile]]) -> None:
    """Write the description, with the addresses at which a server of this home has the files."""
    here = f"{kb.base_iri}{FOLDER}/{position}/"
    files = [describing.Download(form, here + one.name, one.size, one.sha256) for form, one in found]
    facts = facts_of(kb, position)
    file.write_bytes(turtle(describing.description(kb.base_iri, facts, files), describing.PREFIXES))


def facts_of(kb: KnowledgeBase, position: int) -> describing.Facts:
    """Count what the graph held at a position."""
    asked = {}
    for name in ("CLASSES", "PROPERTIES", "EXAMPLE"):
        with kb.query(getattr(describing, name), format="json", as_of=position) as answer:
            if answer.truncated:
                raise CutAnswerError
            asked[name] = describing.counted(answer.read())
    at = next((one.recorded_at for one in kb.log.envelopes(after=max(position - 1, 0))), "")
    example = next(iter(asked["EXAMPLE"]), "")
    return describing.Facts(position, at, asked["CLASSES"], asked["PROPERTIES"], example)


def _lead(folder: Path, position: int) -> None:
    """Have *folder*/latest lead to a dump; it leads to the one before until then."""
    link, draft = folder / LATEST, folder / f".{LATEST}.{os.getpid()}.part"
    if link.exists() and not link.is_symlink():
        raise UnwritableError(link, "it is there, and no link")
    with output_faults(link):
        draft.unlink(missing_ok=True)
        draft.symlink_to(str(position), target_is_directory=True)
        draft.replace(link)
