"""What can be wrong with a saved query, and with what it is asked for."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from kb.errors import InputError, NotFoundError


def written(known: Mapping[str, str]) -> str:
    """Return parameters with their types, for an error."""
    return ", ".join(f"{name} ({kind})" for name, kind in known.items())


class NoSuchSavedQueryError(NotFoundError):
    """No saved query has this name."""

    code = "no-such-saved-query"

    def __init__(self, name: str, known: Sequence[str]) -> None:
        self.name = name
        alike = [one for one in known if name and name in one][:3] or get_close_matches(name, known, n=2)
        meant = f"Did you mean {' or '.join(alike)}? " if alike else ""
        super().__init__(f"There is no saved query {name[:80]!r}.", hint=f"{meant}`kb saved`, or /queries, lists them.")


class BadSavedQueryError(InputError):
    """A file is no saved query: says which line, and why."""

    code = "bad-saved-query"

    def __init__(self, file: str, line: int, why: str) -> None:
        self.file = file
        self.line = line
        self.why = why
        where = f"line {line} of {file}" if line else file
        super().__init__(
            f"The saved query in {where} cannot be used: {why}.", hint="docs/queries.md says how one is written."
        )


class UnknownParameterError(InputError):
    """The query has no such parameter."""

    code = "unknown-parameter"

    def __init__(self, query: str, given: str, known: Mapping[str, str]) -> None:
        self.given = given
        alike = get_close_matches(given, known, n=1)
        meant = f"Did you mean {alike[0]}? " if alike else ""
        there = f"It has {written(known)}." if known else "It has none."
        super().__init__(f"The query {query} has no parameter {given[:80]!r}.", hint=f"{meant}{there}")


class NamelessParameterError(InputError):
    """A value has no name, and there is no parameter left that the query cannot do without."""

    code = "nameless-parameter"

    def __init__(self, query: str, given: str, known: Mapping[str, str]) -> None:
        self.given = given
        there = f"It has {written(known)}." if known else "It has none."
        super().__init__(f"Which parameter of {query} is {given[:80]!r}?", hint=f"Write NAME=VALUE. {there}")


class MissingParameterError(InputError):
    """The query cannot do without a parameter that is not given."""

    code = "missing-parameter"

    def __init__(self, query: str, name: str, about: str, example: str, known: Mapping[str, str]) -> None:
        self.name = name
        rest = {one: kind for one, kind in known.items() if one != name}
        more = f" It also has {written(rest)}." if rest else ""
        super().__init__(
            f"The query {query} needs the parameter {name}: {about}.", hint=f"For example {name}={example}.{more}"
        )


class BadParameterError(InputError):
    """A parameter has a value that it cannot have."""

    code = "bad-parameter"

    def __init__(self, name: str, given: str, why: str, hint: str) -> None:
        self.name = name
        self.given = given
        super().__init__(f"The parameter {name} cannot be {given[:80]!r}: {why}.", hint=hint)
