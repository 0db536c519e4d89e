"""The timeline of whatever a person names, and the happenings that it is about.

Input: a moment of a knowledge base; an id, an IRI or a name. Output: entries of kb.service.happenings.timeline; ids.
Never: guesses between several that a name fits.
"""

from collections.abc import Collection
from typing import TYPE_CHECKING, Final

from kb.service.happenings.timeline import Entry, of_all, of_entity, of_happening
from kb.service.identity.naming import NothingCalledError

if TYPE_CHECKING:
    from kb.service.history.asof import Moment
    from kb.service.knowledge_base import KnowledgeBase

_MOST: Final = 10_000  # events of one article


def look_back(moment: "Moment | KnowledgeBase", what: str, since: str = "", until: str = "") -> tuple[Entry, ...]:
    """Return the timeline of an entity, an event or a happening; "": of all that is told.

    Raises:
        NothingCalledError: nothing is called so, or what is has no timeline (an article, a statement).
        SeveralCalledError: several are.
    """
    if not what:
        return of_all(moment.catalog, since, until)
    with moment.shower() as shower:
        page = shower.page(what)
    kind, _, identifier = page.id.partition("-")
    if kind == "entity":
        return of_entity(moment.catalog, identifier, since, until)
    if kind == "event":
        happening = moment.catalog.get_event(identifier).happening or identifier
        return of_happening(moment.catalog, happening, since, until)
    raise NothingCalledError(what)


def happenings_of(moment: "Moment | KnowledgeBase", what: str) -> str | Collection[str]:
    """Return the id of the happening that is named, or of all that an entity's timeline or an article has.

    Of an event that is linked to no happening it is the event's own id.

    Raises:
        NothingCalledError: nothing is called so, or it is about no happening (a statement).
        SeveralCalledError: several are.
    """
    with moment.shower() as shower:
        page = shower.page(what)
    kind, _, identifier = page.id.partition("-")
    catalog = moment.catalog
    if kind == "entity":
        return {one.id for one in of_entity(catalog, identifier)}
    if kind == "article":
        events = catalog.list_events(article=identifier, limit=_MOST).items
        return {event.happening or event.id for event in events}
    if kind == "event":
        return catalog.get_event(identifier).happening or identifier
    raise NothingCalledError(what)
