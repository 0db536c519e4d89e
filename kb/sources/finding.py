"""The files of a folder that may hold articles, in a settled order.

Input: a path. Output: paths, and what is left alone or out of reach with the reason, read by kb.sources.reading.
Never: opens a file, or follows a link out of the folder.
"""

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from kb.sources.outcome import Failed, MissingSourceError, Skipped, SourceError

SUFFIXES: Final = {
    ".txt": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".xml": "feed",
    ".rss": "feed",
    ".atom": "feed",
    ".md": "markdown",
    ".markdown": "markdown",
}
_DOCUMENTS: Final = frozenset({".pdf", ".doc", ".docx", ".odt", ".rtf", ".epub", ".eml", ".mht"})  # may hold articles
_HOME_MARKER: Final = "home.json"  # in a home beside its log, or its graph where PostgreSQL has the log
_HOME_LOG: Final = "log.sqlite"
_HOME_GRAPH: Final = "graph"


def find_files(path: Path) -> Iterator[Path | Failed | Skipped]:
    """Yield the files of *path*: itself, or all of a folder, sorted, with those left alone or out of reach.

    Hidden files and folders are passed over, homes of knowledge bases said and left alone. Links to folders are not
    followed, and links to files only within *path*: whoever may put something into a folder may not thereby have other
    files of this machine read.
    """
    if not path.is_dir():
        yield path
        return
    denied: list[OSError] = []
    root = os.path.realpath(path)
    for folder, folders, files in os.walk(path, onerror=denied.append):
        if _HOME_MARKER in files and (_HOME_LOG in files or _HOME_GRAPH in folders):
            folders[:] = []
            yield Skipped(shown(Path(folder)), "it is the home of a knowledge base, which holds no files of articles")
            continue
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(name for name in files if not name.startswith(".")):
            file = Path(folder, name)
            if file.is_symlink() and not Path(os.path.realpath(file)).is_relative_to(root):
                yield Skipped(
                    shown(file), "it is a link that leads out of the folder; name it by itself to have it read"
                )
            elif _never_ends(file):
                yield Skipped(shown(file), "it is no file but a pipe, socket or device")
            elif file.stem.casefold() == "readme":
                yield Skipped(shown(file), "a readme is no article; name it by itself to have it read")
            elif file.suffix.lower() in SUFFIXES:
                yield file
            else:
                why = f"{file.suffix or 'a name without suffix'} is no kind of article"
                wanted = file.suffix.lower() in _DOCUMENTS
                yield Skipped(shown(file), why + "; save it as text or HTML to have it read" * wanted)
        while denied:
            yield failed_os(denied.pop(), path)
    yield from (failed_os(error, path) for error in denied)


def _never_ends(file: Path) -> bool:
    """Say whether reading *file* could wait for ever: it is there, and neither a file nor a dangling link."""
    try:
        return not stat.S_ISREG(file.stat().st_mode)
    except OSError:
        return False  # opening it says why


def failed_os(error: OSError, path: Path) -> Failed:
    """Return why a file or folder could not be opened."""
    origin = shown(Path(os.fsdecode(error.filename)) if error.filename else path)
    if isinstance(error, FileNotFoundError):
        return Failed(MissingSourceError(origin), origin)
    reason = (error.strerror or str(error)).lower()
    hint = "It leads back to itself: name the file." if error.errno == errno.ELOOP else "Check its permissions."
    return Failed(SourceError(origin, f"it cannot be opened: {reason}", hint=hint), origin)


def shown(path: Path) -> str:
    """Return *path* as text that can be printed and stored."""
    return os.fsencode(path).decode("utf-8", "replace")
