"""Backups of a knowledge base: its log as one stream, and a home made from one.

Input: an opened knowledge base, or a stream of kb.log.backup. Output: a stream or file; a home.
Never: takes a lock that writers need; lets an unfinished file or home be seen; restores what does not verify.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from kb import __version__
from kb.errors import ConflictError
from kb.events import Envelope
from kb.log import EventLog, Home
from kb.log import backup as stream_of
from kb.log.backup import ErasedMeanwhileError, Manifest
from kb.log.chain import Head, stamp, utc_now
from kb.log.format1 import resealed
from kb.log.own_files import check_none_of_a_home
from kb.projections import opening
from kb.service.erasure.again import Again, erase_again, erased_since
from kb.service.knowledge_base import KnowledgeBase
from kb.service.upkeep.drafts import whole_file, whole_folder
from kb.service.upkeep.signing import keep, signatures

_ATTEMPTS: Final = 5

OnEnvelope = Callable[[int, int], None]
"""Told the position that was reached and the last one."""

Forget = tuple[EventLog, Callable[[Path], KnowledgeBase]]


class HomeNotEmptyError(ConflictError):
    """A backup was to be restored over something."""

    code = "home-not-empty"

    def __init__(self, root: Path, *, has_log: bool = False) -> None:
        self.root = root
        super().__init__(
            f"{root} is there already and is not empty; a backup is restored into a home of its own.",
            hint="Name a new one with --home."
            + (f" What {root} erased since the backup goes there, too, by --erased-in {root}." if has_log else ""),
        )


class BackupInTheWayError(ConflictError):
    """A backup was to be written over something."""

    code = "backup-in-the-way"

    def __init__(self, path: Path) -> None:
        self.path = path
        file = path.is_file()
        super().__init__(
            f"{path} is there already." if file else f"{path} is there already and is no file.",
            hint="Name another file, or have this one replaced with --force." if file else "Name a file.",
        )


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored.

    Attributes:
        manifest: of the backup.
        root: the new home.
        old_head: hash of the last event as the backup had it.
        head: as the home has it; another one if the log was brought to today's format, or something erased again.
        again: what was erased again.
    """

    manifest: Manifest
    root: Path
    old_head: str
    head: str
    again: Again | None = None


def back_up(kb: KnowledgeBase, out: IO[bytes], on_envelope: OnEnvelope | None = None) -> Manifest:
    """Write the log as it stands now; who adds meanwhile is neither held up nor in it.

    Raises:
        BrokenChainError: the log is damaged.
        ErasedMeanwhileError: a payload was erased meanwhile.
    """
    position = kb.position
    last = next(kb.log.envelopes(position - 1))
    manifest = Manifest(
        base_iri=kb.base_iri,
        position=position,
        head=last.hash,
        log_format=2 if last.payload_hash else 1,
        made_at=stamp(utc_now()),
        made_by=__version__,
        signatures=tuple(signatures(kb.home)),
    )
    stream_of.write(out, manifest, _told(kb.log.envelopes(), position, on_envelope))
    return manifest


def back_up_to(
    kb: KnowledgeBase, path: Path, on_envelope: OnEnvelope | None = None, *, replace: bool = False
) -> Manifest:
    """Write the backup to a file, which appears whole or not at all.

    Args:
        kb: what is backed up.
        path: the file.
        on_envelope: told of progress.
        replace: whether it may take the place of a file that is there, which is often an older backup.

    Raises:
        BackupInTheWayError: something is there already.
        OwnFileError: it is a file of a home, this one or another.
        BrokenChainError: the log is damaged.
        ErasedMeanwhileError: payloads were erased again and again meanwhile.
        DiskFullError, UnwritableError, DraftBusyError: see kb.service.upkeep.drafts.whole_file.
    """
    if path.exists() and not (replace and path.is_file()):
        raise BackupInTheWayError(path)
    check_none_of_a_home(path)
    with whole_file(path) as file:
        for attempt in range(_ATTEMPTS):
            try:
                return back_up(kb, file, on_envelope)
            except ErasedMeanwhileError:
                if attempt == _ATTEMPTS - 1:
                    raise
                file.seek(0)
                file.truncate()
    raise AssertionError("unreachable")


def restore(
    stream: IO[bytes],
    name: str,
    root: Path,
    on_envelope: OnEnvelope | None = None,
    *,
    share: float = 0.0,
    forget: Forget | None = None,
) -> Restored:
    """Make a home from a backup: log, then graph and catalog, verified as it is read and as a whole.

    Args:
        stream: the backup, read once from beginning to end.
        name: what messages call it.
        root: folder of the new home, missing or empty.
        on_envelope: told of progress.
        share: of generations of the graph, so that the past lies near at once; see kb.projections.opening.rebuild.
        forget: the log that the backup was made of, and how the home is opened to erase what that erased since.

    Raises:
        HomeNotEmptyError: there is something at *root*.
        BackupDamagedError, NewerBackupError: see kb.log.backup.read; nothing is left at *root*.
        OtherLogError: the backup was not made of the log that *forget* names.
        StorageError: disk full, read-only.
    """
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise HomeNotEmptyError(root, has_log=root.is_dir() and Home(root, writable=False).log_path.exists())
    manifest, envelopes = stream_of.read(stream, name)
    gone = erased_since(forget[0], manifest.position, manifest.head) if forget else {}
    envelopes = _told(envelopes, manifest.position, on_envelope)
    if manifest.log_format == 1:
        envelopes = resealed(envelopes, Head())
    with whole_folder(root) as draft:
        home = Home.open(draft, create=True)
        with closing(home.event_log()) as log:
            log.adopt(envelopes)
            log.verify()
            with home.write_lock():
                opening.rebuild(home, log, share=share)
            keep(home, manifest.signatures, resealed=manifest.log_format == 1)
        again = None
        if forget and gone:
            with forget[1](draft) as kb:
                again = erase_again(kb, gone)
        with closing(home.event_log(read_only=True)) as log:
            head = next(log.envelopes(log.position() - 1)).hash
    return Restored(manifest, root, manifest.head, head, again)


def _told(envelopes: Iterable[Envelope], last: int, on_envelope: OnEnvelope | None) -> Iterator[Envelope]:
    for envelope in envelopes:
        yield envelope
        if on_envelope:
            on_envelope(envelope.position, last)
