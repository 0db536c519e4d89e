"""What ACLED calls violence whose kind hangs on whom it is done to: attacks, raids, shootings, ambushes, killings.

Input: kb.exporting.reading.Graph, one happening as its articles tell it. Output: ACLED's event type and sub-event type,
or why it has none; read by kb.exporting.event_data.
Rules of the codebook: harm to people who take no part in fighting, to a place, or to nobody who is named is violence
against civilians, at the hands of an organised group or one unidentified; where armed people are met, it is a battle.
Weapons that strike from afar make it remote violence; a protest in which others than protesters died is none.
Never: takes a death for violence that nobody is told to have done; counts a part beside its whole.
"""

import re
from collections.abc import Iterable
from typing import Final

from kb.exporting.happenings import REAL, Told, one_told
from kb.exporting.reading import Graph, entity_type
from kb.graph.vocabulary import KB
from kb.language.event_types import EventTypes
from kb.language.people_words import ARMED, ATTACKERS, PERSONS, POLICE, UNARMED, forms

BATTLE: Final = ("Battles", "Armed clash")
ON_CIVILIANS: Final = ("Violence against civilians", "Attack")
PROTESTS: Final = "Protests"
EXCESSIVE: Final = (PROTESTS, "Excessive force against protesters")
MOB: Final = ("Riots", "Mob violence")
REMOTE: Final = "Explosions/Remote violence"
NO_TYPE: Final = "happenings of types that ACLED has no event type for"
IN_A_WHOLE: Final = "happenings that are part of another one of the file, or the deaths it caused"
UNDONE: Final = "deaths that no armed group is told to have caused"
BY_PERSONS: Final = "attacks by persons who are no armed group"
OF_THINGS: Final = "abductions of which only things are told to have been taken"
SEARCH: Final = "raids by police in which nobody is told to have been hurt"

# Kinds of attack that hurt nobody by themselves, or have no event type in ACLED.
_OTHER: Final = frozenset({"bomb_planting", "cyberattack", "crowd_control", "stone_throwing", "arson_attack"})
_REMOTE: Final = tuple(  # the codebook's kinds of remote violence, by the weapon
    (re.compile(rf"\b(?:{words})s?\b"), sub)
    for words, sub in (
        (
            "(?:air|drone) ?strike|drone|uav|warplane|fighter jet|helicopter|aircraft|glide bomb|aerial bomb",
            "Air/drone strike",
        ),
        ("missile|rocket|artillery|mortar|shell|howitzer", "Shelling/artillery/missile attack"),
        ("grenade", "Grenade"),
        ("mine|landmine|bomb|explosive|explosive device|car bomb|ied", "Remote explosive/landmine/IED"),
    )
)
_PROTESTER: Final = forms(("protester", "protestor", "demonstrator", "activist", "marcher", "striker"))
_WITH: Final = frozenset({"instrument"})
_HARMED: Final = frozenset({"target", "patient", "theme"})
_BY: Final = frozenset({"agent", "participant", "party"})
_BODIES: Final = frozenset({"armed_force", "group", "organisation", "office", "country", "international_organisation"})
_ARMED_WORD: Final = forms(ARMED | ATTACKERS)
_UNARMED_WORD: Final = forms(UNARMED)
_POLICE_WORD: Final = forms(POLICE)
_PERSON_WORD: Final = forms(PERSONS | {"people", "person", "victim", "member", "other"})
_NOUN: Final = re.compile(r"\b(?!tens|dozens|scores|hundreds|thousands|millions)[a-z]+s\b")  # of what is counted
_ABDUCTION: Final = "Abduction/forced disappearance"


def code(graph: Graph, kind: str, real: Iterable[Told]) -> tuple[tuple[str, str], str]:
    """Return ACLED's (event type, sub-event type) of a happening; ("", "") and the reason where it has none.

    Args:
        kind: local name of its type.
        real: its events that an article tells as having occurred.
    """
    types = EventTypes.load()
    told = tuple(real)
    coded = types.by_name(kind).acled if kind in types else ("", "")
    if coded[1] == _ABDUCTION and _of_things(graph, [who for one in told for who in one.having(_HARMED)]):
        return ("", ""), OF_THINGS
    if not _violent(kind) and not (kind in types and types.is_a(kind, "death")):
        killed = [who for one in told for who in _victims_of(graph, one, ("death",))] if coded[0] == PROTESTS else []
        return (_deadly_protest(graph, told, killed) if killed else coded), "" if coded[0] else NO_TYPE
    hurt = [who for one in told for who in _victims_of(graph, one)]
    missing = _missing(graph, kind, told, hurt)
    if missing or coded[0]:
        return (("", "") if missing else coded), missing
    if (remote := _from_afar(graph, told))[0]:
        return remote, ""
    harmed = [who for one in told for who in one.having(_HARMED)]
    return _by_whom_it_harms(graph, harmed, hurt), ""


def _deadly_protest(graph: Graph, told: tuple[Told, ...], killed: list[str]) -> tuple[str, str]:
    """Return the event types of a protest in which people died, by who they are; what others did is no protest."""
    if all(_has(_PROTESTER, graph.label(who)) for who in killed):
        return EXCESSIVE
    doers = [who for one in told for who in one.having(_BY)]
    return ON_CIVILIANS if any(_armed(graph, who) for who in doers) else MOB


def _of_things(graph: Graph, taken: list[str]) -> bool:
    """Whether all that was taken are told by a noun that is none for people: 40 boxes; not: at least 40; 40 people."""
    return bool(taken) and all(
        KB.Phrase in graph.node(who).types
        and _has(_NOUN, graph.label(who))
        and not _has(_PERSON_WORD, graph.label(who))
        for who in taken
    )


def _from_afar(graph: Graph, told: tuple[Told, ...]) -> tuple[str, str]:
    """Return the event types of an attack with weapons that strike from afar, by the weapon; ("", "") else."""
    weapons = [graph.label(who).casefold() for one in told for who in one.having(_WITH)]
    found = (sub for words, sub in _REMOTE for weapon in weapons if words.search(weapon))
    return next(((REMOTE, sub) for sub in found), ("", "")) if weapons else ("", "")


def _missing(graph: Graph, kind: str, told: tuple[Told, ...], hurt: list[str]) -> str:
    """Return why violence has no row of its own, "" where it has one."""
    types = EventTypes.load()
    # the dead of an attack are counted in its row: one article that says what killed them is enough
    enough = any if types.is_a(kind, "death") else all
    if told and enough(_in_a_whole(graph, one) for one in told):
        return IN_A_WHOLE
    doers = [who for one in told for who in one.having(_BY)]
    if types.is_a(kind, "death"):
        armed = any(_armed(graph, who) or entity_type(graph.node(who)) in ("group", "country") for who in doers)
        return "" if armed else UNDONE
    if types.by_name(kind).acled[0]:
        return ""
    if doers and not any(_organised(graph, who) for who in doers):
        return BY_PERSONS
    search = types.is_a(kind, "raid") and doers and all(_police(graph, who) for who in doers)
    return SEARCH if search and not hurt else ""


def _by_whom_it_harms(graph: Graph, harmed: list[str], hurt: list[str]) -> tuple[str, str]:
    """Whom it is aimed at decides; where that is a place or nobody, those whom it killed or hurt, if all are armed."""
    for people in (harmed, hurt):
        if any(_unarmed(graph, who) for who in people):
            return ON_CIVILIANS
        if any(_armed(graph, who) for who in people):
            return BATTLE
    return ON_CIVILIANS


def _violent(kind: str) -> bool:
    types = EventTypes.load()
    return kind in types and types.is_a(kind, "attack") and not any(one.name in _OTHER for one in types.lineage(kind))


def _in_a_whole(graph: Graph, one: Told) -> bool:
    """Whether the event belongs to violence of the same article that has a row of its own."""
    types = EventTypes.load()
    for iri in (*one.node.many(KB.partOf), *one.node.many(KB.causedBy)):
        other = one_told(graph, iri)
        if other.reality in REAL and iri != one.node.iri:
            row = types.by_name(other.type).acled[0] if other.type in types else ""
            if _violent(other.type) or row in ("Battles", "Riots", "Protests"):
                return True
    return False


def _victims_of(graph: Graph, one: Told, harms: tuple[str, ...] = ("death", "injury")) -> list[str]:
    """Return who died or was hurt by an event or in it.

    Args:
        harms: the types that count.
    """
    types = EventTypes.load()
    found: list[str] = []
    for predicate in (KB.partOf, KB.causedBy):
        for iri in graph.sources_of(predicate, one.node.iri):
            other = one_told(graph, iri)
            if other.reality in REAL and other.type in types:
                harm = any(types.is_a(other.type, each) for each in harms)
                found += other.having(frozenset({"patient"})) if harm else ()
    return found


def armed(graph: Graph, who: str) -> bool:
    """Say whether somebody bears arms, police among them."""
    return _armed(graph, who) or _police(graph, who)


def unarmed(graph: Graph, who: str) -> bool:
    """Say whether words or its type tell that somebody bears none."""
    return _unarmed(graph, who)


def _armed(graph: Graph, who: str) -> bool:
    return entity_type(graph.node(who)) == "armed_force" or _has(_ARMED_WORD, graph.label(who))


def _unarmed(graph: Graph, who: str) -> bool:
    kind, label = entity_type(graph.node(who)), graph.label(who)
    return kind != "armed_force" and (_has(_UNARMED_WORD, label) or (kind == "person" and not _has(_ARMED_WORD, label)))


def _police(graph: Graph, who: str) -> bool:
    return _has(_POLICE_WORD, graph.label(who))


def _organised(graph: Graph, who: str) -> bool:
    """Whether a doer is armed, a body, or nobody whom words tell to be a person."""
    if _armed(graph, who) or entity_type(graph.node(who)) in _BODIES:
        return True
    return entity_type(graph.node(who)) != "person" and not _has(_PERSON_WORD, graph.label(who))


def _has(nouns: re.Pattern[str], words: str) -> bool:
    return nouns.search(words.casefold()) is not None
