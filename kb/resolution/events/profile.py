"""What resolution compares of one event of one article.

Input: an article and what was read from it. Output: EventProfiles, read by kb.resolution.events.happenings.
A profile holds all that is compared; what an event does not say itself it takes over from its cause or its whole, and
then from what the article mostly tells of.
Pure: no I/O.
"""

from bisect import bisect
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kb.model import Article, Entity, Event, Extraction, Figure, Mention, Role
from kb.model.identity import member
from kb.resolution.events import wording
from kb.resolution.events.again import how_counted, one_more
from kb.resolution.events.befallen import UNDERGOING, elided, sides_of, words_for
from kb.resolution.events.dating import days, hours
from kb.resolution.events.figures import Number, number
from kb.resolution.events.journeys import bound_for, is_town
from kb.resolution.events.leading import leads, title_end
from kb.resolution.events.negation import none_of_it
from kb.resolution.events.partial import of_part
from kb.resolution.events.several import counts_several
from kb.resolution.events.where import (
    BUILT,
    holders,
    houses,
    inside_of,
    is_village,
    lands,
    left_behind,
    main_places,
    neighbours,
    stems,
    towns,
)
from kb.resolution.kinds import group_of, place_kind

_REAL: Final = frozenset({"actual", "ongoing", "alleged", "suspended"})
_ACTING: Final = frozenset("agent patient participant recipient party target theme judge candidate".split())
_AT: Final = UNDERGOING | {"origin", "source_place"}  # "hit the Osk jail", "escaped from the Osk jail"


@dataclass(frozen=True, slots=True)
class EventProfile:
    """An event of one article as resolution sees it.

    Attributes:
        article, local: where it is from.
        coarse: class of its type.
        types: its type and those above it.
        word: lemma of its trigger.
        real: whether it took place or goes on, as far as the text says; or did not, where it is denied.
        denied: whether the text says that it did not happen.
        absent: whether it says so of whatever there might have been: "no arrests were made".
        places: local ids of its named places, or of its cause's or whole's if it has none.
        around: local ids of what holds these places.
        beside: local ids of the places near which the text puts these: a village is told by the town beside it.
        towns: local ids of the towns in which these places are, or that they are.
        villages: those of them that are villages, quarters and the like.
        bound: local ids of the towns to which it was on its way.
        houses: words of the names of what is built where it was, or which it befell: "rufina" of a prison.
        stems: words of the names of these places, without those of kind ("market", "province").
        sizes: kinds of these places (region, settlement, river), as far as they are known.
        lands: ISO 3166-1 codes of the places; if they tell none, of those the article tells most of, or of all.
        placed: whether it is its own places, or its cause's or whole's, that say the country.
        sites: lemmas of the words for places without a name ("hospital"), but those for areas ("district").
        actors: (role, local id) of who takes part, by name.
        built: local ids of the ships, bridges and houses with names that it befell.
        doers: lemmas of the words without a name for who did it ("rebels").
        words: lemmas of the words that fill its roles, and of what else the article calls what it befell.
        whom: forms of the words without a name for whom it befell ("herders").
        sides: whose they are, by country code or stem of a name ("Harrari soldiers"); see
        kb.resolution.events.befallen. context: lemmas of the sentences that tell of it.
        numbers: its figures.
        causes: local ids of the events that brought it about or that it is part of.
        effects: local ids of the events of which it is cause or whole.
        begin, end: ISO dates, "" if unknown.
        dated: whether the text itself says when.
        lead: whether the title or the first lines tell of it.
        titled: whether its trigger stands in the title: in the header lines, or in a first line that is the title.
        start: where its trigger begins in the text.
        entry: which entry of a live page tells of it, counted from 1; 0 of any other text, and above the first.
        again: how the text counts it among others of its kind: "second", "again", "" if it does not.
        one_more: whether that puts it, or what brought it about, after others of its kind.
        several: whether the text counts several of its kind as this one ("three strikes").
        hours: from when to when of a day or night it was, see kb.resolution.events.dating.
        day: of the article.
        label: for people to read.
    """

    article: str
    local: str
    coarse: str
    types: tuple[str, ...]
    word: str
    real: bool
    places: frozenset[str]
    actors: frozenset[tuple[str, str]]
    words: frozenset[str]
    numbers: tuple[Number, ...]
    around: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()
    towns: frozenset[str] = frozenset()
    villages: frozenset[str] = frozenset()
    bound: frozenset[str] = frozenset()
    houses: frozenset[str] = frozenset()
    stems: frozenset[str] = frozenset()
    built: frozenset[str] = frozenset()
    lands: frozenset[str] = frozenset()
    placed: bool = False
    sizes: frozenset[str] = frozenset()
    sites: frozenset[str] = frozenset()
    context: frozenset[str] = frozenset()
    doers: frozenset[str] = frozenset()
    whom: frozenset[str] = frozenset()
    sides: frozenset[str] = frozenset()
    causes: frozenset[str] = frozenset()
    effects: frozenset[str] = frozenset()
    denied: bool = False
    absent: bool = False
    again: str = ""
    one_more: bool = False
    several: bool = False
    begin: str = ""
    end: str = ""
    dated: bool = False
    hours: str = ""
    lead: bool = False
    titled: bool = False
    start: int = 0
    entry: int = 0
    day: str = ""
    label: str = ""

    @property
    def member(self) -> str:
        """Return how the log names it."""
        return member(self.article, self.local)


def event_profiles(article: Article, extraction: Extraction) -> dict[str, EventProfile]:
    """Return local id -> profile of every event.

    Class and line of the types are not filled in; see kb.resolution.article.typed.

    Args:
        article: its text and date.
        extraction: what was read from it.
    """
    by_id = {event.id: event for event in extraction.events}
    entities = {entity.id: entity for entity in extraction.entities}
    figures: dict[str, list[Figure]] = {}
    for figure in elided(article.text, extraction.figures):
        figures.setdefault(figure.event, []).append(figure)
    parts = frozenset(one.id for one in extraction.figures if of_part(article.text, one, extraction))
    main = main_places(extraction.events, entities)
    mentions = [m for m in extraction.mentions if _acts(entities[m.entity])]
    called = wording.called(article.text, extraction.mentions)
    inside = inside_of(article.text, extraction.mentions, entities)
    near = neighbours(article.text, extraction.mentions, entities)
    found = {
        event.id: _profile(
            article, event, by_id, entities, figures.get(event.id, ()), parts, main, mentions, called, inside, near
        )
        for event in extraction.events
    }
    towns_named = [m for m in extraction.mentions if m.kind == "name" and is_town(entities[m.entity])]
    for event in extraction.events:
        if bound := bound_for(article.text, event, entities, towns_named):
            found[event.id] = replace(found[event.id], bound=bound)
    effects: dict[str, set[str]] = {}
    for one in found.values():
        for cause in one.causes:
            effects.setdefault(cause, set()).add(one.local)
    found |= {local: replace(found[local], effects=frozenset(those)) for local, those in effects.items()}
    begins = wording.entries(article.text)
    found |= {local: replace(one, entry=bisect(begins, one.start)) for local, one in found.items() if begins}
    more = {local for local, one in found.items() if one_more(one.again)}
    more |= {local for local, one in found.items() if one.causes & more}
    return found | {local: replace(found[local], one_more=True) for local in more}


def _profile(
    article: Article,
    event: Event,
    by_id: Mapping[str, Event],
    entities: Mapping[str, Entity],
    figures: Iterable[Figure],
    parts: frozenset[str],
    main: frozenset[str],
    mentions: Sequence[Mention],
    called: Mapping[str, Sequence[str]],
    inside: frozenset[str],
    near: Mapping[str, Collection[str]],
) -> EventProfile:
    whole = [by_id[i] for i in (event.part_of, *event.causes) if i in by_id]
    begin, end, dated = days(article.text, event, whole)
    left = left_behind(event, entities)
    given = event.places or left or tuple(dict.fromkeys(place for other in whole for place in other.places))
    places = frozenset(place for place in given if place in entities and entities[place].named)
    spans = (event.trigger, *event.other_mentions)
    there = towns(places, entities, inside.union(left))
    return EventProfile(
        article=article.id,
        local=event.id,
        coarse="",
        types=(event.type,),
        word=wording.word_of(article.text, event.trigger),
        real=event.modality in _REAL,
        denied=event.polarity != "positive",
        absent=none_of_it(article.text, event),
        places=places,
        around=frozenset(holder for place in places for holder in holders(place, entities)) - places,
        beside=frozenset(other for place in places for other in near.get(place, ())) - places,
        towns=there,
        villages=frozenset(town for town in there if is_village(entities[town])),
        houses=houses((*places, *(role.entity for role in event.roles if role.role in _AT)), entities),
        stems=frozenset(word for place in places for word in stems(entities[place].name)),
        sizes=frozenset(place_kind(entities[place])[0] for place in places) - {""},
        lands=lands(places, entities) or lands(main, entities),
        placed=bool(lands(places, entities)),
        sites=wording.sites(article.text, event, entities),
        actors=frozenset(_actors(event.roles, entities, mentions)),
        built=frozenset(
            role.entity for role in event.roles if role.role in UNDERGOING and _built(role.entity, entities)
        ),
        words=wording.words_of(article.text, event.roles, figures, entities, called),
        doers=wording.doers(article.text, event.roles, entities),
        whom=words_for(article.text, event.roles, entities) - wording.SMALL,
        sides=sides_of(article.text, event.roles, figures, entities),
        context=frozenset(form for span in spans for form in wording.sentence(article.text, span)) - wording.SMALL,
        numbers=tuple(number(f, part=f.id in parts) for f in figures if f.value is not None and not f.withdrawn),
        causes=frozenset(other.id for other in whole),
        again=how_counted(article.text, spans),
        several=counts_several(article.text, event, figures, by_id.values()),
        begin=begin,
        end=end,
        dated=dated,
        hours=hours(event),
        lead=any(leads(article, span) for span in spans),
        titled=event.trigger.start < title_end(article),
        start=event.trigger.start,
        day=article.published[:10],
        label=f"{event.type} “{event.trigger.of(article.text)}”",
    )


def _built(local: str, entities: Mapping[str, Entity]) -> bool:
    return local in entities and entities[local].named and entities[local].type in BUILT


def _acts(entity: Entity) -> bool:
    return entity.named and group_of(entity.type) in ("person", "organisation")


def _actors(
    roles: Iterable[Role], entities: Mapping[str, Entity], mentions: Sequence[Mention]
) -> Iterator[tuple[str, str]]:
    """Yield who takes part by name; of words that are nobody's name, whom they name: "shares in Osk Ales"."""
    for role in roles:
        if role.role not in _ACTING:
            continue
        if role.entity in entities:
            if entities[role.entity].named:
                yield role.role, role.entity
        elif not role.event:
            yield from ((role.role, m.entity) for m in mentions if role.span.covers(m.span))
