"""Which country an article is about: the one that it names far more often than others, or where it was filed.

Input: the entities, where the report was filed.
Output: an entity id or an ISO 3166-1 code, "" for none, read by the stages of offices and of money.
Never: counts a country that is only visited, or that only says where a firm or a person is from.
"""

from collections.abc import Collection
from typing import Final

from kb.extraction.document import Document
from kb.extraction.names.entities import EntityTable
from kb.extraction.offices.states import is_visited
from kb.extraction.quantity.currencies import NAMES as CURRENCIES
from kb.model import Mention, Span
from kb.model.extraction import PLACE_TYPES

DOMINANCE: Final = 1.5
FILED: Final = 3  # mentions, the dateline's own included, that make a report one about where it was filed
HOST: Final = 2  # times as often as it another is told of, where a report is only from the host of a meeting
_PRIVATE: Final = frozenset({"company", "person"})
_BEFORE_NOUNS: Final = frozenset({"amod", "compound"})


def main_country(document: Document, table: EntityTable) -> str:
    """Return the country an article is about, if the article names it; "" otherwise.

    It is half as often again in it as any other, or first, be it in number and where the report was filed or in number
    and in the text. A mention of a place in
    a country counts as one of the country; a country that no gazetteer knows is counted by its name.
    """
    main = _known(document, table)
    named = (m.entity for m in reversed(table.mentions) if table.entity(m.entity).type == "country")
    return next((entity for entity in named if main and main in (entity, table.entity(entity).country)), "")


def main_code(document: Document, table: EntityTable, among: Collection[str] = ()) -> str:
    """Return the ISO 3166-1 code of the country an article is about, as main_country tells; "" for none.

    Args:
        among: codes of the only countries that count, as those with rupees do for "Rs 5 million"; empty for all.
    """
    main = _known(document, table, among)
    return main if main.isupper() else ""


def _known(document: Document, table: EntityTable, among: Collection[str] = ()) -> str:
    """What _main says, worked out once for an article: each minister asks for it."""
    asked = frozenset(among)
    if asked not in table.main_countries:
        table.main_countries[asked] = _main(document, table, among)
    return table.main_countries[asked]


def _main(document: Document, table: EntityTable, among: Collection[str] = ()) -> str:
    """The code of the country an article is about, the entity of one that has none, "" where none stands out."""
    counts: dict[str, int] = {}  # in the order in which the text has them
    for mention in table.mentions:
        code = _country_of(table, mention.entity)
        if code and (not among or code in among) and not is_visited(document, mention):
            if not among and _says_where_from(document, table, mention):
                continue
            counts[code] = counts.get(code, 0) + 1
    ranked = sorted(counts, key=lambda code: -counts[code])
    if not ranked:
        return ""
    town = filed_town(document, table)
    here = _country_of(table, town) if town else ""
    alone = len(ranked) == 1 or counts[ranked[0]] >= DOMINANCE * counts[ranked[1]]
    first = here in ("", ranked[0]) and counts[ranked[0]] > 1 and ranked[0] == next(iter(counts))
    if here != ranked[0] and counts.get(here, 0) >= max(FILED, counts[ranked[0]] / HOST):
        return here  # where the report is from, and of what it tells; who else is named more is another country
    return ranked[0] if alone or first or ranked[0] == here else ""


def _says_where_from(document: Document, table: EntityTable, mention: Mention) -> bool:
    """Whether an adjective tells only where a firm or a person is from, or whose money it is: "the [Ostan] lender"."""
    first, last = document.tokens(mention.span)
    word = document.doc[last - 1]
    if last - first != 1 or word.dep_ not in _BEFORE_NOUNS or word.head.i <= word.i:
        return False
    if word.head.lower_ in CURRENCIES:
        return True
    owner = table.at(Span(word.head.idx, word.head.idx + len(word.head)))
    return bool(owner) and table.entity(owner).type in _PRIVATE


def _country_of(table: EntityTable, entity_id: str) -> str:
    entity = table.entity(entity_id)
    if entity.country:
        return entity.country if entity.type in PLACE_TYPES | {"country"} else ""
    if entity.type == "country" and entity.named:
        return entity.id
    within = table.entity(entity.within) if entity.within and entity.type in PLACE_TYPES else None
    return (within.country or within.id) if within is not None and within.type == "country" else ""


def filed_town(document: Document, table: EntityTable) -> str:
    """Return the place that the dateline names first, "" without a dateline."""
    return table.at(document.filed_at) if document.filed_at is not None else ""
