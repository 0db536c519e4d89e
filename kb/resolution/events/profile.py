"""What resolution compares of one event of one article.

Input: an article and what was read from it. Output: EventProfiles, read by kb.resolution.events.happenings.
A profile holds all that is compared; what an event does not say itself it takes over from its cause or its whole, and
then from what the article mostly tells of.
Pure: no I/O.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kb.model import Article, Entity, Event, Extraction, Figure, Mention, Role, Span
from kb.model.identity import member
from kb.resolution.events.again import how_counted, one_more
from kb.resolution.events.befallen import UNDERGOING, elided, sides_of, words_for
from kb.resolution.events.dating import days, hours
from kb.resolution.events.figures import Number, number, word_form, word_forms
from kb.resolution.events.leading import leads, title_end
from kb.resolution.events.negation import none_of_it
from kb.resolution.events.partial import of_part
from kb.resolution.events.several import counts_several
from kb.resolution.events.struck import said_by_name
from kb.resolution.events.where import BUILT, holders, houses, inside_of, lands, main_places, stems, towns
from kb.resolution.kinds import AREAS, group_of, place_kind

REACH: Final = 240  # characters of a sentence on either side of a trigger that are looked at
_REAL: Final = frozenset({"actual", "ongoing", "alleged", "suspended"})
_ACTING: Final = frozenset("agent patient participant recipient party target theme judge candidate".split())
_AT: Final = UNDERGOING | {"origin", "source_place"}  # "hit the Osk jail", "escaped from the Osk jail"
_END: Final = re.compile(r"[.!?][\"”’)]*\s|\n\s*\n")
_SMALL: Final = frozenset(
    (
        "the and for from with that this their his her its was were has had have been who which more "
        "than least about some into over after before people person man woman men women other "
        "another first two three four five six seven eight nine ten say tell not but when where while "
        "will would could can may also day week month year monday tuesday wednesday thursday friday "
        "saturday sunday night morning evening title published she they him them out all only there"
    ).split()
)


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
        towns: local ids of the towns in which these places are, or that they are.
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
    towns: frozenset[str] = frozenset()
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
    called = _called(article.text, extraction.mentions)
    inside = inside_of(article.text, extraction.mentions, entities)
    found = {
        event.id: _profile(
            article, event, by_id, entities, figures.get(event.id, ()), parts, main, mentions, called, inside
        )
        for event in extraction.events
    }
    effects: dict[str, set[str]] = {}
    for one in found.values():
        for cause in one.causes:
            effects.setdefault(cause, set()).add(one.local)
    found |= {local: replace(found[local], effects=frozenset(those)) for local, those in effects.items()}
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
) -> EventProfile:
    whole = [by_id[i] for i in (event.part_of, *event.causes) if i in by_id]
    begin, end, dated = days(article.text, event, whole)
    given = event.places or tuple(dict.fromkeys(place for other in whole for place in other.places))
    places = frozenset(place for place in given if place in entities and entities[place].named)
    spans = (event.trigger, *event.other_mentions)
    return EventProfile(
        article=article.id,
        local=event.id,
        coarse="",
        types=(event.type,),
        word=_word(article.text, event.trigger),
        real=event.modality in _REAL,
        denied=event.polarity != "positive",
        absent=none_of_it(article.text, event),
        places=places,
        around=frozenset(holder for place in places for holder in holders(place, entities)) - places,
        towns=towns(places, entities, inside),
        houses=houses((*places, *(role.entity for role in event.roles if role.role in _AT)), entities),
        stems=frozenset(word for place in places for word in stems(entities[place].name)),
        sizes=frozenset(place_kind(entities[place])[0] for place in places) - {""},
        lands=lands(places, entities) or lands(main, entities),
        placed=bool(lands(places, entities)),
        sites=_sites(article.text, event, entities),
        actors=frozenset(_actors(event.roles, entities, mentions)),
        built=frozenset(
            role.entity for role in event.roles if role.role in UNDERGOING and _built(role.entity, entities)
        ),
        words=_words(article.text, event.roles, figures, entities, called),
        doers=_doers(article.text, event.roles, entities),
        whom=words_for(article.text, event.roles, entities) - _SMALL,
        sides=sides_of(article.text, event.roles, figures, entities),
        context=frozenset(form for span in spans for form in _sentence(article.text, span)) - _SMALL,
        numbers=tuple(number(f, part=f.id in parts) for f in figures if f.value is not None and not f.withdrawn),
        causes=frozenset(other.id for other in whole),
        again=how_counted(article.text, spans),
        several=counts_several(article.text, event, figures),
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


def _sites(text: str, event: Event, entities: Mapping[str, Entity]) -> frozenset[str]:
    unnamed = [entities[place].name for place in event.places if place in entities and not entities[place].named]
    spans = [span.of(text) for span in event.place_spans]
    return frozenset(form for words in (*unnamed, *spans) for form in word_forms(words)) - _SMALL - AREAS


def _word(text: str, span: Span) -> str:
    words = re.findall(r"\w+", span.of(text))
    return word_form(words[0]) if words else ""


def _called(text: str, mentions: Iterable[Mention]) -> dict[str, list[str]]:
    """Return local id -> the words without a name by which an article speaks of an entity: "Route 12", the bus."""
    found: dict[str, list[str]] = {}
    for mention in mentions:
        if mention.kind == "nominal":
            found.setdefault(mention.entity, []).append(mention.span.of(text))
    return found


def _words(
    text: str,
    roles: Collection[Role],
    figures: Iterable[Figure],
    entities: Mapping[str, Entity],
    called: Mapping[str, Sequence[str]],
) -> frozenset[str]:
    """Return the forms of the words for who takes part and what is counted, and of all for what a blow hit."""
    hit = [role.entity for role in roles if role.role in UNDERGOING and role.entity]
    spans = [r.span.of(text) for r in roles] + [f.of for f in figures] + [w for one in hit for w in called.get(one, ())]
    names = [entities[one].name for one in hit if _built(one, entities)]
    found = frozenset(form for words in spans for form in word_forms(words)) - _SMALL
    return found.union(*map(said_by_name, names))


def _doers(text: str, roles: Iterable[Role], entities: Mapping[str, Entity]) -> frozenset[str]:
    unnamed = [
        role for role in roles if role.role == "agent" and not getattr(entities.get(role.entity), "named", False)
    ]
    return frozenset(form for role in unnamed for form in word_forms(role.span.of(text))) - _SMALL


def _sentence(text: str, span: Span) -> set[str]:
    """The forms of the words, names included, of the sentence around a trigger."""
    floor = max(0, span.start - REACH)
    left = max((m.end() for m in _END.finditer(text, floor, span.start)), default=floor)
    right = _END.search(text, span.end, span.end + REACH)
    words = re.findall(r"[^\W\d_]{3,}", text[left : right.start() if right else span.end + REACH])
    return {word_form(word) for word in words}
