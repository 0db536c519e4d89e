"""Which fields of rows are wanted, and what goes with them.

Input: names with commas between. Output: fields; records that rows name, once each, by id.
Never: passes over a name that it does not know.
"""

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import Any, Final

from kb.api.lists.kinds import LISTS, ListKind
from kb.api.lists.rows import MODELS, row
from kb.errors import InputError
from kb.projections.catalog.reading import CatalogReader

_AT_ONCE: Final = 400  # ids in one question to the catalog
_TABLE_OF: Final = {one.kind: one.table for one in LISTS.values()}


class NoSuchFieldError(InputError):
    """Rows have no such field, or nothing of that name goes with them."""

    code = "no-such-field"

    def __init__(self, what: str, given: str, known: Sequence[str]) -> None:
        self.given = given
        self.known = tuple(known)
        alike = get_close_matches(given, known, n=1)
        meant = f"Did you mean {alike[0]}? " if alike else ""
        there = f"There is {', '.join(known)}." if known else "There is none here."
        super().__init__(f"The parameter {what} does not know {given[:60]!r}.", hint=f"{meant}{there}")


def chosen(given: str, kind: ListKind) -> tuple[str, ...]:
    """Return the fields that are wanted, in the order asked for; all for "".

    Raises:
        NoSuchFieldError: there is no such field.
    """
    known = tuple(MODELS[kind.kind].model_fields)
    return _names("fields", given, known) or known


def included(
    catalog: CatalogReader, base: str, kind: ListKind, given: str, rows: Sequence[dict[str, Any]]
) -> dict[str, dict[str, Any]]:
    """Return what goes with rows: id -> its own row.

    Raises:
        NoSuchFieldError: nothing of that name goes with them.
    """
    found: dict[str, dict[str, Any]] = {}
    for name in _names("include", given, tuple(kind.include)):
        field, other = kind.include[name]
        wanted = dict.fromkeys(one for fields in rows for one in _ids(fields[field], other))
        found |= {one["id"]: one for one in records(catalog, base, other, list(wanted))}
    return found


def records(catalog: CatalogReader, base: str, kind: str, ids: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Yield the rows of those ids that there are, in no order."""
    bare = [one.removeprefix(f"{kind}-") for one in ids]
    read = getattr(catalog, f"list_{_TABLE_OF[kind]}")
    for at in range(0, len(bare), _AT_ONCE):
        for record in read(ids=bare[at : at + _AT_ONCE], limit=_AT_ONCE).items:
            yield row(base, kind, record)


def _ids(value: Any, kind: str) -> Iterable[str]:
    """Return the ids of one kind in a field: an id, ids, somebody named, or those who take part."""
    for one in value if isinstance(value, list) else [value]:
        named = one.get("entity", one) if isinstance(one, dict) else one
        identifier = named["id"] if isinstance(named, dict) else named
        if identifier and identifier.startswith(f"{kind}-"):
            yield identifier


def _names(what: str, given: str, known: Sequence[str]) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(part.strip() for part in given.split(",") if part.strip()))
    for name in names:
        if name not in known:
            raise NoSuchFieldError(what, name, known)
    return names
