"""In which order a list may be had, by name.

Input: "begin" or "-begin", as a person asks. Output: an Order for kb.projections.catalog.paging.
Pure. Each order ends in the id, so that no two rows are alike and a cursor says exactly where a part ended; the catalog
has an index for each, so that a part costs the same in a base of any size. Names are in order as they are filed:
without case, accents and a leading article.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType
from typing import Final

from kb.errors import InputError


@dataclass(frozen=True, slots=True)
class Order:
    """How rows follow one another.

    Attributes:
        name: as asked for; a cursor holds for one order only.
        keys: SQL expressions that together are unique.
        down: whether the highest come first, of every key.
    """

    name: str
    keys: tuple[str, ...]
    down: bool = False

    @property
    def by(self) -> str:
        """The terms of ORDER BY."""
        return ", ".join(f"{key} DESC" if self.down else key for key in self.keys)


class BadOrderError(InputError):
    """No list can be had in such an order."""

    code = "bad-order"

    def __init__(self, given: str, known: Sequence[str]) -> None:
        self.given = given
        alike = get_close_matches(given.lstrip("-"), known, n=1)
        meant = f"Did you mean {alike[0]}? " if alike else ""
        super().__init__(
            f"This list cannot be sorted by {given[:60]!r}.",
            hint=f"{meant}It can by {', '.join(known)}; a minus before it turns the order around.",
        )


NUMBERS: Final = frozenset(
    {"-position", "start", "begin = ''", "standing", "-articles", "coalesce(value, 9e999)", "coalesce(value, -9e999)"}
)  # keys that are numbers; all others are texts
_READ: Final = ("-position", "start", "id")  # those of the last added article first, in the order of its text
_EARLIEST: Final = ("begin = ''", "begin", "id")  # what has no day comes last, either way

ORDERS: Final[Mapping[str, Mapping[str, Order]]] = MappingProxyType(
    {
        "articles": {
            "added": Order("added", ("-position", "id"), down=True),
            "-added": Order("-added", ("-position", "id")),
            "published": Order("published", ("published", "id")),
            "-published": Order("-published", ("published", "id"), down=True),
        },
        "entities": {
            "articles": Order("articles", ("-articles", "filed", "id"), down=True),
            "-articles": Order("-articles", ("-articles", "filed", "id")),
            "label": Order("label", ("filed", "id")),
            "-label": Order("-label", ("filed", "id"), down=True),
        },
        "events": {
            "added": Order("added", _READ, down=True),
            "-added": Order("-added", _READ),
            "begin": Order("begin", _EARLIEST),
            "-begin": Order("-begin", ("begin", "id"), down=True),
            "confidence": Order("confidence", ("standing", "id")),
            "-confidence": Order("-confidence", ("standing", "id"), down=True),
        },
        "statements": {
            "added": Order("added", _READ, down=True),
            "-added": Order("-added", _READ),
            "confidence": Order("confidence", ("standing", "id")),
            "-confidence": Order("-confidence", ("standing", "id"), down=True),
        },
        "figures": {
            "added": Order("added", _READ, down=True),
            "-added": Order("-added", _READ),
            "value": Order("value", ("coalesce(value, 9e999)", "id")),
            "-value": Order("-value", ("coalesce(value, -9e999)", "id"), down=True),
            "confidence": Order("confidence", ("standing", "id")),
            "-confidence": Order("-confidence", ("standing", "id"), down=True),
        },
        "offices": {
            "added": Order("added", _READ, down=True),
            "-added": Order("-added", _READ),
            "since": Order("since", ("since", "id")),
            "-since": Order("-since", ("since", "id"), down=True),
        },
    }
)
USUAL: Final[Mapping[str, str]] = MappingProxyType(
    {table: "-articles" if table == "entities" else "-added" for table in ORDERS}
)


def order(table: str, given: str) -> Order:
    """Return the order that a list is asked for in; "" is the usual one.

    Raises:
        BadOrderError: the list has none of that name.
    """
    known = ORDERS[table]
    if not given:
        return known[USUAL[table]]
    if given not in known:
        raise BadOrderError(given, [name for name in known if not name.startswith("-")])
    return known[given]
