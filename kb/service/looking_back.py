"""The timeline of whatever a person names.

Input: a moment of a knowledge base; an id, an IRI or a name. Output: entries of kb.service.timeline.
Never: guesses between several that a name fits.
"""

from typing import TYPE_CHECKING

from kb.service.naming import NothingCalledError
from kb.service.timeline import Entry, of_entity, of_happening

if TYPE_CHECKING:
    from kb.service.asof import Moment
    from kb.service.knowledge_base import KnowledgeBase


def look_back(moment: "Moment | KnowledgeBase", what: str, since: str = "", until: str = "") -> tuple[Entry, ...]:
    """Return the timeline of an entity, an event or a happening.

    Raises:
        NothingCalledError: nothing is called so, or what is has no timeline (an article, a statement).
        SeveralCalledError: several are.
    """
    with moment.shower() as shower:
        page = shower.page(what)
    kind, _, identifier = page.id.partition("-")
    if kind == "entity":
        return of_entity(moment.catalog, identifier, since, until)
    if kind == "event":
        return of_happening(moment.catalog, moment.catalog.get_event(identifier).happening or identifier)
    raise NothingCalledError(what)
