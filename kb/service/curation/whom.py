"""Whom or what a filter or a question names, by id, IRI or name; what type of event it names.

Input: the catalog of a moment; words as a person writes them. Output: canonical ids, local names of types.
Never: guesses between several that a name fits; makes a page to find it out.
"""

import re
from difflib import get_close_matches
from typing import Final

from kb.errors import InputError
from kb.language.event_types import EventTypes
from kb.language.lemma import lemma
from kb.language.text_keys import name_key
from kb.model.external import found_in
from kb.projections.catalog.connection import NoSuchRecordError
from kb.projections.catalog.reading import CatalogReader
from kb.projections.catalog.records import EntityRecord
from kb.service.identity.naming import NothingCalledError, SeveralCalledError

_MEANT: Final = 3  # names that are offered for one that nothing has
_ID: Final = re.compile(r"(?:entity-)?([0-9a-f]{20})\Z|entity-(.+)\Z")


class NoSuchTypeError(InputError):
    """The ontology has no such type of event."""

    code = "no-such-event-type"

    def __init__(self, given: str, alike: list[str]) -> None:
        self.given = given
        self.alike = alike
        meant = f"Did you mean {' or '.join(alike)}?" if alike else "docs/event-types.md lists them."
        super().__init__(f"There is no event type {given!r}.", hint=meant)


def entity_id(catalog: CatalogReader, base: str, what: str) -> str:
    """Return the canonical id of an entity, "" for "".

    An id is taken as it is where nothing has it: nothing is there with it, which a list says by being empty.

    Args:
        base: base IRI of the home.
        what: an id, an IRI of the home, a name or alias, whatever the case, or an id elsewhere.

    Raises:
        NothingCalledError: nothing has this name.
        SeveralCalledError: several things have; names them.
    """
    plain = what.strip().removeprefix("<").removesuffix(">")
    if not plain:
        return ""
    plain = plain.removeprefix(f"{base}id/")
    if match := _ID.match(plain):
        given = match[1] or match[2]
        try:
            return catalog.get_entity(given).id
        except NoSuchRecordError:
            return given
    found = catalog.entities_named(plain)
    if not found and (external := found_in(plain)):
        found = catalog.entities_identified(external)
    if not found:
        raise NothingCalledError(what, _having(catalog, plain))
    return the_one(what, found).id


def _having(catalog: CatalogReader, name: str) -> tuple[str, ...]:
    """Return the labels of entities whose name has *name* as a part: "Lula" is one of a longer one's words."""
    within = f" {name_key(name)} "
    alike = catalog.entities_alike(name)
    labels = [one.label for one in alike if any(within in f" {name_key(n)} " for n in (one.label, *one.aliases))]
    return tuple(dict.fromkeys(labels))[:_MEANT]


def the_one(what: str, found: tuple[EntityRecord, ...]) -> EntityRecord:
    """Return the only one that has a name.

    Raises:
        NothingCalledError, SeveralCalledError: none has, or several have.
    """
    if not found:
        raise NothingCalledError(what)
    if len(found) > 1:
        raise SeveralCalledError(what, tuple(f"entity-{one.id} {described(one)}" for one in found))
    return found[0]


def described(one: EntityRecord) -> str:
    """Return a name with what tells it from its namesakes."""
    apart = ", ".join(part for part in (one.type.replace("_", " "), one.country) if part)
    return f"{one.label} ({apart})" if apart else one.label


def event_type(given: str) -> str:
    """Return the local name of an event type named by it, by its label, or by a word for it; "" for "".

    Raises:
        NoSuchTypeError: the ontology has none; names those that look alike.
    """
    words = given.strip().removeprefix("kbt:").rpartition("#")[2]
    if not words:
        return ""
    types = EventTypes.load()
    name = "_".join(words.lower().replace("-", " ").split())
    if name in types:
        return name
    *before, last = words.lower().split()
    for pos in ("NOUN", "VERB"):  # "attacks", "attacked"
        plain = " ".join([*before, lemma(last, pos)])
        if found := types.for_phrase(plain, pos):
            return found[0].name
        if plain.replace(" ", "_") in types:
            return plain.replace(" ", "_")
    raise NoSuchTypeError(given, get_close_matches(name, sorted(kind.name for kind in types), n=3))


def with_subtypes(name: str) -> tuple[str, ...]:
    """Return an event type and all below it, by local name; none for ""."""
    if not name:
        return ()
    types = EventTypes.load()
    return (name, *sorted(kind.name for kind in types if kind.name != name and types.is_a(kind.name, name)))


def named_types(given: str, subtypes: bool = True) -> tuple[str, ...]:
    """Return the local names of the event types that a filter asks for, none for "".

    Args:
        given: one type, see *event_type*, or several with commas between.
        subtypes: with all below them.

    Raises:
        NoSuchTypeError: the ontology has one of them not.
    """
    names = [name for one in given.split(",") if (name := event_type(one))]
    return tuple(dict.fromkeys(kind for name in names for kind in (with_subtypes(name) if subtypes else (name,))))
