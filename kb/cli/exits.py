"""What the exit code of a command means. The one table; docs/cli.md repeats it and a test holds the two together.

Input: an error of kb.errors. Output: the code that kb.cli.main exits with.
Never: is decided anywhere else.
"""

from enum import IntEnum

from kb.errors import (
    ConflictError,
    InputError,
    IntegrityError,
    KbError,
    LockedError,
    NotFoundError,
    QueryRefusedError,
    StorageError,
)


class Exit(IntEnum):
    """Codes below 64 mean that the command said what is wrong; 70 is a fault of kb itself."""

    DONE = 0
    PARTLY = 1
    USAGE = 2
    BAD_INPUT = 3
    NOT_FOUND = 4
    CONFLICT = 5
    LOCKED = 6
    STORAGE = 7
    INTEGRITY = 8
    QUERY = 9
    FAULT = 70
    INTERRUPTED = 130


MEANING = {
    Exit.DONE: "all was done; every article went in; everything checked conforms",
    Exit.PARTLY: "done, but not all: an article did not go in, the graph does not conform, the doctor found something",
    Exit.USAGE: "the command line is wrong",
    Exit.BAD_INPUT: "a file, query, setting or address given cannot be used",
    Exit.NOT_FOUND: "there is no such home, article, entity, statement, event or file",
    Exit.CONFLICT: "it exists with other contents, its state forbids it, several have that name, or others were first",
    Exit.LOCKED: "another process holds the home and did not let go in time",
    Exit.STORAGE: "the home cannot be read or written: disk full, read-only, corrupt, written by a newer version",
    Exit.INTEGRITY: "the log or a projection does not hold what it should",
    Exit.QUERY: "the query was refused, or stopped at its limit of time, rows or memory",
    Exit.FAULT: "an error of kb itself; please report it",
    Exit.INTERRUPTED: "stopped from the keyboard",
}

_BY_ERROR: dict[type[KbError], Exit] = {
    NotFoundError: Exit.NOT_FOUND,
    InputError: Exit.BAD_INPUT,
    ConflictError: Exit.CONFLICT,
    LockedError: Exit.LOCKED,
    StorageError: Exit.STORAGE,
    IntegrityError: Exit.INTEGRITY,
    QueryRefusedError: Exit.QUERY,
}


def exit_code(error: KbError) -> Exit:
    """Return the code for *error*: that of its nearest class in the table, else FAULT."""
    for kind in type(error).__mro__:
        if kind in _BY_ERROR:
            return _BY_ERROR[kind]
    return Exit.FAULT
