"""That the projections of a home stopped before an event: kept in the home, so that every program there can say so.

Input: a ProjectionStoppedError. Output: HOME/stopped.json, read by `kb status`, `kb doctor` and the HTTP service.
Never: decides whether an event can be taken in; the next try does. The file goes when they have caught up.
"""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

from kb import __version__
from kb.log import Home

if TYPE_CHECKING:
    from kb.projections.contract import ProjectionStoppedError

_log = logging.getLogger("kb.projections")


@dataclass(frozen=True, slots=True)
class Stop:
    """Why the projections do not go on.

    Attributes:
        projection: which one stopped.
        position: of the event before which they stand.
        event_type: its literal type.
        cause: in words.
        hint: what to do.
        version: of kb that could not take it in.
    """

    projection: str
    position: int
    event_type: str
    cause: str
    hint: str
    version: str = __version__

    def __str__(self) -> str:
        return f"The {self.projection} stopped before event {self.position} ({self.event_type}): {self.cause}"


def path_of(home: Home) -> Path:
    """Return where it is kept."""
    return home.root / "stopped.json"


def stop_of(home: Home) -> Stop | None:
    """Return why the projections stopped, None if they did not."""
    try:
        values = json.loads(path_of(home).read_bytes())
        return Stop(**{field.name: values[field.name] for field in fields(Stop)})
    except (OSError, ValueError, KeyError, TypeError):  # a note cut off by a crash is written again by the next try
        return None


@contextmanager
def noting(home: Home) -> Iterator[None]:
    """Keep it if the projections stop in the block, forget it if they do not; the caller holds the home's lock."""
    from kb.projections.contract import ProjectionStoppedError

    try:
        yield
    except ProjectionStoppedError as error:
        with suppress(OSError):  # the error itself goes on its way
            path_of(home).write_text(json.dumps(asdict(_stop(error))) + "\n", encoding="utf-8")
        raise
    with suppress(OSError):
        path_of(home).unlink(missing_ok=True)


def warn(error: "ProjectionStoppedError", standing: int, position: int) -> None:
    """Say that answers come from an earlier state."""
    behind = position - standing
    _log.warning(
        "warning: answers are as of event %s, %s event%s behind the log. %s %s",
        standing, behind, "" if behind == 1 else "s", error, error.hint,
    )  # fmt: skip


def _stop(error: "ProjectionStoppedError") -> Stop:
    return Stop(error.projection, error.position, error.event_type, error.cause, error.hint)
