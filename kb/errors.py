"""Errors of the knowledge base: facts as attributes, one sentence, one next step.

Exit codes live in kb.cli.exits, HTTP statuses in kb.api.traffic.problems; nowhere else.
"""

from collections.abc import Callable


class KbError(Exception):
    """Something the user can act on.

    Attributes:
        code: literal name, stable across versions.
        hint: what to do next, one sentence; "" if there is nothing to do.
    """

    code = "error"

    def __init__(self, message: str, *, hint: str = "") -> None:
        self.hint = hint
        super().__init__(message)
        if hint:
            self.add_note(hint)  # a traceback shows it: scripts and notebooks print nothing else

    def __reduce__(self) -> "tuple[Callable[..., KbError], tuple[object, ...]]":
        """Cross from one process to another with all facts; subclasses take other arguments than *args*."""
        return _again, (type(self), self.args, self.__dict__)


def _again(kind: type[KbError], args: tuple[object, ...], facts: dict[str, object]) -> KbError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(facts)
    return error


class NotFoundError(KbError):
    """What was asked for is not there."""

    code = "not-found"


class InputError(KbError):
    """Something given cannot be read: an article, a query, a file, a setting."""

    code = "bad-input"


class ConflictError(KbError):
    """Somebody else changed it first, or it exists with other contents."""

    code = "conflict"


class LockedError(KbError):
    """Another process holds the home and did not let go in time."""

    code = "locked"


class StorageError(KbError):
    """The home cannot be read or written: disk full, read-only, corrupt, too new."""

    code = "storage"


class IntegrityError(KbError):
    """The log or a projection does not hold what it should; says where."""

    code = "integrity"


class QueryRefusedError(KbError):
    """A query was refused before it ran, or stopped for its cost.

    Attributes:
        reason: malformed, refused, too-large, time-limit, overload, memory.
    """

    code = "query"

    def __init__(self, message: str, *, reason: str, hint: str = "") -> None:
        self.reason = reason
        super().__init__(message, hint=hint)
