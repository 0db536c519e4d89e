"""Whom an event befell, as far as the text says without a name: kinds of people, and whose they are.

Input: an article's text with its events, entities and figures; two events of two articles. Output: words for an
event's patients and the sides they are of; whether two events' patients can be the same people. Read by
kb.resolution.events.profile and kb.resolution.events.happenings.
Pure. Six herders whom one side says were killed and five soldiers whom the other mourns are two happenings of one
clash, however alike day and place are. Never: says that two are one; takes a kind for another that it may be part of.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import product
from typing import Final

from rapidfuzz.distance import Prefix

from kb.language.people_words import CIVILIANS, IRREGULARS, POLICE, TROOPS
from kb.model import Entity, Figure, Role, Span
from kb.resolution.events.counted import PEOPLE, WHOLE, kind_of
from kb.resolution.events.figures import word_forms
from kb.resolution.names.romanise import skeleton

UNDERGOING: Final = frozenset({"patient", "target", "theme", "recipient"})
COUNTING: Final = frozenset({"death", "injury", "displacement"})  # what figures of such an event count it befell
_OF_A_KIND: Final = {"troops": TROOPS, "police": POLICE, "irregulars": IRREGULARS, "civilians": CIVILIANS}
_CONTESTED: Final = frozenset({"irregulars", "civilians"})  # one side's militants are another's villagers
_ALIKE: Final = frozenset({"troops", "police"})  # one newsroom's troops are another's police
_PROPER: Final = re.compile(r"\b[A-Z][^\W\d_]*[^\W\d_A-Z][^\W\d_]*")  # "Turkish", not "US"
_FROM: Final = r"\s+from\s+(?:the\s+)?([A-Z][^\W\d_]+)"  # "soldiers from Turkey"
_REACH: Final = 40  # characters behind a phrase that are looked at
_BREAK: Final = re.compile(r"[.!?;][\"”’)]*\s|\n")
_STEM: Final = 4  # letters that an adjective and the name it comes from begin with alike
_ELIDED: Final = 60  # characters between "five soldiers" and the "nine" that are soldiers too


def elided(text: str, figures: Sequence[Figure]) -> list[Figure]:
    """Return figures with what a bare number counts: "killing five soldiers and wounding nine" wounds nine soldiers.

    Args:
        text: of the article.
        figures: of all its events.
    """
    found: list[Figure] = []
    before: Figure | None = None
    for figure in sorted(figures, key=lambda one: one.span.start):
        if figure.of or figure.unit or figure.value is None:
            before = figure if figure.of and not figure.unit and _people(word_forms(figure.of)) else None
        elif before is not None and figure.event != before.event:
            between = text[before.span.end : figure.span.start]
            if len(between) <= _ELIDED and not _BREAK.search(between):
                figure = replace(figure, of=before.of)
        found.append(figure)
    return found


def words_for(text: str, roles: Iterable[Role], entities: Mapping[str, Entity]) -> frozenset[str]:
    """Return the forms of the words without a name for whom an event befell."""
    return frozenset(form for phrase in _phrases(text, roles, entities) for form in word_forms(phrase))


def sides_of(
    text: str, roles: Iterable[Role], figures: Iterable[Figure], entities: Mapping[str, Entity]
) -> frozenset[str]:
    """Return whose the people are whom an event befell: country codes, or stems of what the article has a name for.

    "Harrari soldiers" are of Harrar if the article names it, and of its country if that is known.
    """
    told = [
        *(text[span.start : span.end + _REACH] for span in _spans(roles, entities)),
        *(text[figure.span.end : figure.span.end + len(figure.of) + _REACH] for figure in figures if figure.of),
    ]
    phrases = [*_phrases(text, roles, entities), *(figure.of for figure in figures if not figure.unit)]
    phrases = [phrase for phrase in phrases if _people(word_forms(phrase))]
    words = {word for phrase in phrases for word in _PROPER.findall(phrase)}
    words |= {
        found[1]
        for phrase in phrases
        for near in told
        if (found := re.search(re.escape(phrase) + _FROM, near)) is not None
    }
    return frozenset(side for word in words if (side := _side(word, entities)))


def _phrases(text: str, roles: Iterable[Role], entities: Mapping[str, Entity]) -> Iterator[str]:
    yield from (span.of(text) for span in _spans(roles, entities))


def _spans(roles: Iterable[Role], entities: Mapping[str, Entity]) -> Iterator[Span]:
    for role in roles:
        if role.role in UNDERGOING and not role.event and not getattr(entities.get(role.entity), "named", False):
            yield role.span


def _people(words: frozenset[str]) -> bool:
    return bool(words) and kind_of(words, "death") not in (None, WHOLE)


def _side(word: str, entities: Mapping[str, Entity]) -> str:
    """Return the country of the name that a word comes from, or else its stem; "" if the article names nothing so."""
    own = skeleton(word.casefold())
    best, found = 0, ""
    for entity in entities.values():
        name = skeleton(entity.name.casefold()) if entity.named and entity.type != "person" else ""
        shared = Prefix.similarity(own, name) if name and " " not in name else 0
        if shared >= max(_STEM, min(len(own), len(name)) - 2) and (shared, entity.country) > (best, found[1:]):
            best, found = shared, f"={entity.country}" if entity.country else own
    return found


def others_told(
    first: Collection[str], second: Collection[str], about: str, counted: tuple[Iterable[frozenset[str]], ...]
) -> bool:
    """Say whether two events tell of patients of kinds that exclude one another, both telling of no other.

    Args:
        first, second: forms of the words for whom they befell.
        about: class of both, "" if they have two.
        counted: of each, what its figures count.
    """
    figures = [frozenset().union(*of) if about in COUNTING else frozenset[str]() for of in counted]
    return _exclude(frozenset(first) | figures[0], frozenset(second) | figures[1])


@lru_cache(maxsize=16384)
def _exclude(one: frozenset[str], other: frozenset[str]) -> bool:
    if PEOPLE & (one | other):  # "ten people, among them two soldiers": the others may be anybody
        return False
    groups = [_groups(side) for side in (one, other)]
    return all(groups) and all(a != b and {a, b} != _ALIKE for a, b in product(*groups))


def called_otherwise(first: frozenset[str], second: frozenset[str]) -> bool:
    """Say whether what two events count may be the same people, whom one calls militants and the other civilians."""
    return {frozenset(_groups(first)), frozenset(_groups(second))} == {frozenset([one]) for one in _CONTESTED}


def _groups(words: frozenset[str]) -> list[str]:
    return [group for group, kind in _OF_A_KIND.items() if words & kind]


def other_sides(first: frozenset[str], second: frozenset[str]) -> bool:
    """Say whether two events befell people of two sides; a code and a stem are not compared."""
    if not first or not second:
        return False
    known = {side.startswith("=") for side in (*first, *second)}
    return len(known) == 1 and not any(_one_side(a, b) for a, b in product(first, second))


def _one_side(one: str, other: str) -> bool:
    return one == other or Prefix.similarity(one, other) >= max(_STEM, min(len(one), len(other)) - 2)
