"""Filters whose values are a closed list: a value that is none of them is refused, not answered with nothing.

Input: the words of a filter. Output: none, or the error that names the values there are.
Pure. Never: guesses which one was meant; it only says so.
"""

from collections.abc import Set
from difflib import get_close_matches
from typing import Final

from kb.errors import InputError
from kb.graph.words import COMPARATOR
from kb.model.extraction import ENTITY_TYPES, MODES, OFFICE_STATUS, ROLES

REALITIES: Final = frozenset("occurred ongoing planned hypothetical denied notHappened".split())
VALUES: Final = {
    "entity type": ENTITY_TYPES,
    "reality": REALITIES,
    "role": ROLES,
    "mode": MODES,
    "comparator": frozenset(iri.rpartition("#")[2] for iri in COMPARATOR.values()),
    "status": OFFICE_STATUS,
}


class NoSuchValueError(InputError):
    """A filter asks for what nothing can be."""

    code = "no-such-value"

    def __init__(self, what: str, given: str, known: Set[str]) -> None:
        self.what = what
        self.given = given
        self.known = tuple(sorted(known))
        folded = {one.lower().replace("_", ""): one for one in self.known}
        alike = get_close_matches(given.lower().replace("_", "").replace(" ", ""), folded, n=1)
        meant = f"Did you mean {folded[alike[0]]}? " if alike else ""
        super().__init__(f"There is no {what} {given[:60]!r}.", hint=f"{meant}There are {', '.join(self.known)}.")


def check(what: str, given: str) -> str:
    """Return a value of a closed list as it was given; "" asks for nothing.

    Args:
        what: a key of VALUES.

    Raises:
        NoSuchValueError: it is none of them; names them.
    """
    if given and given not in VALUES[what]:
        raise NoSuchValueError(what, given, VALUES[what])
    return given
