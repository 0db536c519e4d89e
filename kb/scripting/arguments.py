"""What scripts hand over, looked at before it is used: text where text is due, numbers where numbers are.

Input: any Python object. Output: the same, with its type known. Pure.
A type that is wrong is told in the caller's words; without this the message would be about a method of strings.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Final

from kb.errors import InputError
from kb.model.days import first_day, last_day

Day = str | date
_MOST: Final = 40  # characters of a value that a message shows
_HINTS: Final[Mapping[type, str]] = {
    bytes: "Decode it first: value.decode().",
    int: "Ids are text, as rows and things have them in the attribute id.",
}


class WrongTypeError(InputError):
    """An argument is of a type that it cannot have.

    Attributes:
        name: of the argument.
        value: what was given.
    """

    code = "wrong-type"

    def __init__(self, name: str, value: object, wanted: str) -> None:
        self.name = name
        self.value = value
        shown = repr(value)
        shown = shown if len(shown) <= _MOST else f"{shown[:_MOST]}…"
        hint = next((hint for kind, hint in _HINTS.items() if isinstance(value, kind)), "") if wanted == "text" else ""
        super().__init__(f"{name} must be {wanted}, not {type(value).__name__}: {shown}", hint=hint)


def text(name: str, value: object) -> str:
    """Return *value* if it is text; raises WrongTypeError."""
    if not isinstance(value, str):
        raise WrongTypeError(name, value, "text")
    return value


def seconds(name: str, value: object) -> float | None:
    """Return *value* if it is None or a number of seconds above 0.

    Raises:
        WrongTypeError: it is no number.
        InputError: it is 0, less, or not a number.
    """
    if value is None:
        return None
    number = _number(name, value)
    if not number > 0:
        raise InputError(f"{name} must be above 0 seconds; {value} is not.", hint="None leaves it to the settings.")
    return number


def confidence(value: object) -> float:
    """Return *value* if it is a number; kb.projections.graph.confident says which may be; raises WrongTypeError."""
    return _number("min_confidence", value)


def _number(name: str, value: object) -> float:
    if isinstance(value, bool) or not hasattr(value, "__float__"):
        raise WrongTypeError(name, value, "a number")
    return float(value)


def one_of(name: str, given: str, known: Iterable[str]) -> None:
    """Refuse a value that no record can have.

    Raises:
        InputError: as said, with those that look alike.
    """
    allowed = sorted(known)
    if given and given not in allowed:
        alike = get_close_matches(text(name, given).lower().replace(" ", "_"), allowed, n=3)
        hint = f"Did you mean {' or '.join(alike)}?" if alike else f"Known are {', '.join(allowed[:12])} ..."
        raise InputError(f"{name} cannot be {given!r}.", hint=hint)


def since_day(given: Day) -> str:
    """Return a day in ISO form, of a month or year its first; "" for "".

    Raises:
        InputError: it is none.
    """
    return _iso_day(given, first_day)


def until_day(given: Day) -> str:
    """Return a day in ISO form, of a month or year its last; "" for "".

    Raises:
        InputError: it is none.
    """
    return _iso_day(given, last_day)


def _iso_day(given: Day, read: Callable[[str], str]) -> str:
    try:
        return read(given) if isinstance(given, str) else given.isoformat()[:10] if given else ""
    except ValueError as error:
        hint = "Give a date, or year-month-day, 2024-05-31, or a month or year: 2024-05, 2024."
        raise InputError(f"{given!r} is no day.", hint=hint) from error
