"""That the projections of a home stopped before an event: kept in the home, so that every program there can say so.

Input: a ProjectionStoppedError. Output: HOME/stopped.json, read by `kb status`, `kb doctor` and the HTTP service.
Never: decides whether an event can be taken in; the next try does. The file goes when they have caught up; what it says
counts no more once they have, or the log ends before that event, though whoever wrote it died before removing it.
"""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kb import __version__
from kb.log import Home
from kb.log.contract import UnreachableError

if TYPE_CHECKING:
    from kb.projections.contract import ProjectionStoppedError
    from kb.service.held import HeldHome

_log = logging.getLogger("kb.projections")


@dataclass(frozen=True, slots=True)
class Stop:
    """Why the projections do not go on.

    Attributes:
        projection: which one stopped.
        position: of the event before which they stand.
        event_type: its literal type.
        cause: in words.
        hint: what to do where nothing after the event is known.
        version: of kb that could not take it in.
        anew: whether they were being made again: those that were there stayed as they are, however far they stand.
    """

    projection: str
    position: int
    event_type: str
    cause: str
    hint: str
    version: str = __version__
    anew: bool = False

    def __str__(self) -> str:
        verb = "could not be made again: they stopped" if self.anew else "stopped"
        return f"The {self.projection} {verb} before event {self.position} ({self.event_type}): {self.cause}"

    @property
    def advice(self) -> str:
        """What to do."""
        if not self.anew:
            return self.hint
        shown = f"`kb log --after {self.position - 1} --limit 1 --json` shows it"
        return f"Those that are there stay, and go on; {shown}. A newer kb may take it in; `kb rebuild` tries again."


def path_of(home: Home) -> Path:
    """Return where it is kept."""
    return home.root / "stopped.json"


def stop_of(kb: "HeldHome") -> Stop | None:
    """Return why the projections stopped, None if they did not, or are beyond it.

    Raises:
        KbError: see HeldHome.standing.
    """
    stop = _noted(kb.home)
    if stop is None:
        return None
    try:
        if kb.position < stop.position:  # the log was put back since
            return None
    except UnreachableError:
        pass
    if kb.standing() < stop.position:  # those that are there end before it, too
        return replace(stop, anew=False)
    return stop if stop.anew else None


def _noted(home: Home) -> Stop | None:
    try:
        values = json.loads(path_of(home).read_bytes())
        return Stop(**{field.name: values[field.name] for field in fields(Stop) if field.name in values})
    except (OSError, ValueError, AttributeError, TypeError):  # one cut off by a crash is written again by the next try
        return None


@contextmanager
def noting(home: Home, *, anew: bool = False) -> Iterator[None]:
    """Keep it if the projections stop in the block, forget it if they do not; the caller holds the home's lock.

    Args:
        anew: whether they are made again. That this kb cannot do so holds, though those that are there go on.
    """
    from kb.projections.contract import ProjectionStoppedError

    try:
        yield
    except ProjectionStoppedError as error:
        with suppress(OSError):  # the error itself goes on its way
            path_of(home).write_text(json.dumps(asdict(_stop(error, anew=anew))) + "\n", encoding="utf-8")
        raise
    there = _noted(home)
    if there and there.anew and not anew and there.version == __version__:
        return
    with suppress(OSError):
        path_of(home).unlink(missing_ok=True)


def warn(error: "ProjectionStoppedError", standing: int, position: int) -> None:
    """Say that answers come from an earlier state."""
    behind = position - standing
    _log.warning(
        "warning: answers are as of event %s, %s event%s behind the log. %s %s",
        standing, behind, "" if behind == 1 else "s", error, error.hint,
    )  # fmt: skip


def _stop(error: "ProjectionStoppedError", *, anew: bool) -> Stop:
    return Stop(error.projection, error.position, error.event_type, error.cause, error.hint, anew=anew)
