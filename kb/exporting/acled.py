"""Columns of ACLED that follow from others: the kind of disorder, a country's number, what an actor is to a conflict.

Input: ACLED's event types, codes of countries, kb.exporting.reading.Graph. Output: values, read by
kb.exporting.event_data.
Never: guesses whose soldiers are meant, or for whom armed people without a name fight: their code is empty.
"""

import re
from functools import lru_cache
from typing import Final

from kb.exporting import violence
from kb.exporting.reading import Graph, entity_type
from kb.graph.vocabulary import KB
from kb.language.people_words import POLICE, TROOPS, forms

POLITICAL, DEMONSTRATIONS, STRATEGIC = "Political violence", "Demonstrations", "Strategic developments"
STATE, REBELS, RIOTERS, PROTESTERS, CIVILIANS, EXTERNAL = "1", "2", "5", "6", "7", "8"
_VIOLENT: Final = frozenset({"Battles", "Explosions/Remote violence", "Violence against civilians"})
_DEMONSTRATORS: Final = {"Protests": PROTESTERS, "Riots": RIOTERS}
_REBEL: Final = re.compile(r"\b(?:rebel|insurgent|guerrilla)s?\b")
_SOLDIERS: Final = forms(TROOPS | {"army", "navy", "air force", "military", "armed force"})
_POLICE: Final = forms(POLICE)
# Numbers of countries that have had several, one for each shape that the country once had.
_OF_TODAY: Final = {"DE": "276", "ET": "231", "FR": "250", "SD": "729", "YE": "887"}


def disorder(kind: str, sub: str) -> str:
    """Return the kind of disorder of an event type and its sub-event type."""
    if kind in _VIOLENT or (kind, sub) == violence.MOB:
        return POLITICAL
    if (kind, sub) == violence.EXCESSIVE:
        return f"{POLITICAL}; {DEMONSTRATIONS}"
    return DEMONSTRATIONS if kind in _DEMONSTRATORS else STRATEGIC


@lru_cache(maxsize=512)
def iso(code: str) -> str:
    """Return the number of a country in ISO 3166-1 by its two letters, "" where it has none; without zeros before."""
    from babel.core import get_global

    same = get_global("territory_aliases")
    numbers = [one for one, meant in same.items() if one.isdigit() and list(meant) == [code]]
    return _OF_TODAY.get(code, numbers[0] if len(numbers) == 1 else "").lstrip("0")


def inter(graph: Graph, who: str, kind: str, country: str) -> str:
    """Return the code of what an actor is to a conflict, "" where articles do not say.

    Args:
        who: IRI.
        kind: ACLED's event type; who takes part in a demonstration without arms is what it makes of them.
        country: code of the country where it happened.
    """
    node, label = graph.node(who), graph.label(who).casefold()
    its = node.one(KB.country)
    if _REBEL.search(label):
        return REBELS
    of_state = entity_type(node) in ("country", "office") or _SOLDIERS.search(label) or _POLICE.search(label)
    if of_state:
        at_home = its == country if its and country else bool(_POLICE.search(label))
        return STATE if at_home else EXTERNAL if its and country else ""
    if violence.armed(graph, who):
        return ""
    if kind in _DEMONSTRATORS:
        return _DEMONSTRATORS[kind]
    return CIVILIANS if violence.unarmed(graph, who) else ""


def interaction(first: str, second: str, *, alone: bool) -> str:
    """Return both codes as one, the lower one first; of an actor *alone* with a 0; "" where one is not known."""
    if alone:
        return f"{first}0" if first else ""
    return "".join(sorted((first, second))) if first and second else ""
