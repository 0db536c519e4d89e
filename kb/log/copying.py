"""Copies a log from one home to another, whatever stores them, with the same hashes.

Input: two homes, the second without a log or with an empty one.
Output: the same envelopes there: positions, times, salts, hashes.
Never: changes the first; leaves a part of a copy where an error ended it.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from kb.errors import InputError, NotFoundError
from kb.events import Envelope, Erased
from kb.log.backup import ErasedMeanwhileError
from kb.log.chain import BrokenChainError
from kb.log.contract import EventLog, NotEmptyError
from kb.log.home import resolve_home
from kb.log.postgres_address import is_address, veiled
from kb.log.remote_home import open_home

OnProgress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Copied:
    """What was copied.

    Attributes:
        source, target: names of the homes.
        position: of the last event.
        head: hash of the last event, the same in both.
    """

    source: str
    target: str
    position: int
    head: str


def copy_log(source: str, target: str, cache: str = "", on_progress: OnProgress | None = None) -> Copied:
    """Copy the log of the home *source* to the home *target*, which is made.

    Args:
        source, target: folders or addresses, see kb.log.remote_home.open_home.
        cache: see there.
        on_progress: called with the position reached and the last one.

    Raises:
        NotFoundError: there is no home, or no log in it.
        NotEmptyError: the target has events.
        BrokenChainError: the source is damaged, or of an older format.
        ErasedMeanwhileError: an event of the source was erased meanwhile.
        InputError: both are the same.
    """
    if _place(source) == _place(target):
        raise InputError(f"{veiled(source)} would be copied to itself.", hint="Name another home with --to.")
    origin = open_home(source, cache)
    if not origin.has_log():
        raise NotFoundError(f"There is no log in {origin.name}.", hint="Name a home with --from.")
    with closing(origin.event_log(read_only=True)) as log:
        last = log.position()
        fresh = not is_address(target) and not Path(str(_place(target))).exists()
        place = open_home(target, cache, create=True)
        try:
            with closing(place.event_log()) as copy:
                if there := copy.position():
                    raise NotEmptyError(there, place.name)
                reached = copy.adopt(_counted(log, last, on_progress))
                head = copy.hash_at(reached)
        except BaseException as error:
            if fresh:
                shutil.rmtree(place.root, ignore_errors=True)
            if isinstance(error, BrokenChainError) and any(log.read(after=last, limit=1, types=[Erased.TYPE])):
                raise ErasedMeanwhileError(error.position) from error
            raise
        if head != log.hash_at(reached):
            raise BrokenChainError(reached, "the copy ends with another hash")
    return Copied(origin.name, place.name, reached, head)


def _counted(log: EventLog, last: int, on_progress: OnProgress | None) -> Iterator[Envelope]:
    for envelope in log.envelopes():
        yield envelope
        if on_progress and (envelope.position % 100 == 0 or envelope.position == last):
            on_progress(envelope.position, last)


def _place(home: str) -> str | Path:
    """Return what two names of one home have in common."""
    return home if is_address(home) else resolve_home(home, {}).resolve()
