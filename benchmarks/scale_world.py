"""An invented world that news is written about, and its articles with what a perfect reader would take from each.

Input: a seed. Output: Written articles: an Article, its Extraction, and who each of its entities is in truth; read by
benchmarks.linking_scale.
Deterministic: number N of a seed is the same however many are written. Entities follow Zipf's law, within stories that
several articles tell, and outside them. Planted: namesakes in one country and in two, towns of one name, typing
errors, romanisations, scripts, initials, acronyms and short forms, offices that change hands. A ministry or an army is
told with its country where the article is about another one: what a text does not say nobody can read from it.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate
from typing import Final

from benchmarks.scale_names import LANGUAGE, Name, persons, written
from kb.model import Article, Entity, Event, Extraction, Figure, Mention, Office, Role, Span, Statement, TimeValue

BEGIN: Final = date(2023, 1, 1)
DAYS: Final = 730
STORY_DAYS: Final = 21
PERSONS: Final = 2_600  # of each country, where its pool has as many
BODIES: Final = 600
TOWNS: Final = 400
_NAMESAKES: Final = 0.03
_PLACED: Final = 0.85  # of the events whose town an article names
_SURE: Final = 0.9  # a reader is certain of nothing
_TITLES: Final = (
    ("mayor", "town"), ("police chief", "town"), ("governor", "town"), ("defence minister", "country"),
    ("foreign minister", "country"), ("health minister", "country"), ("prime minister", "country"),
    ("spokesman", "body"), ("director", "body"), ("chairman", "body"), ("judge", "town"), ("editor", "body"),
)  # fmt: skip
_COUNTRIES: Final = {
    "UA": "Ukraine", "RU": "Russia", "GE": "Georgia", "GR": "Greece", "DE": "Germany", "AT": "Austria",
    "GB": "United Kingdom", "US": "United States", "ES": "Spain", "MX": "Mexico", "TR": "Turkey", "KR": "South Korea",
}  # fmt: skip
_SEATS: Final = ("Ministry of Defence", "Foreign Ministry", "Health Ministry", "Supreme Court", "Central Bank", "Army")
_BRANCHES: Final = (
    "Energy", "Steel Works", "Airlines", "Shipping Company", "Mining Group", "Textile Factory", "Insurance",
    "Broadcasting Service", "Football Club", "Human Rights Watch Group", "Farmers Union", "Railway Workers Union",
)  # fmt: skip
_TOWN_BODIES: Final = ("City Council", "Police Department", "University Hospital", "Chamber of Commerce")
_SYLLABLES: Final = "ba do ka le mi no pa ru sa te vo zi kor lan mer nal por sel tor van dra gri kle mo".split()
_TYPES: Final = ("attack", "death", "meeting", "arrival", "fire", "protest", "explosion")


@dataclass(frozen=True, slots=True)
class Item:
    """A person, body or town as it is in truth.

    Attributes:
        truth: its id.
        forms: names by which articles call it, the first its own; a person's are made anew each time.
        terms: offices of a person in turn, (first day, title, kind of holder, truth id of town or body, "" a country).
    """

    truth: str
    group: str
    country: str
    forms: tuple[str, ...] = ()
    name: Name | None = None
    external: str = ""
    terms: tuple[tuple[int, str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """What several articles tell of: where, from which day, and who has a part in it."""

    country: str
    day: int
    cast: tuple[Item, ...]
    happenings: tuple[tuple[str, int, int, Item], ...]  # type, day, toll, town


@dataclass(frozen=True, slots=True)
class Written:
    """An article, what is read from it, and truth: local id -> id in truth, of entities and events."""

    article: Article
    extraction: Extraction
    truth: dict[str, str]


@dataclass
class _Lines:
    """Text as it is written, and the spans in it."""

    parts: list[str] = field(default_factory=list)
    length: int = 0

    def put(self, text: str) -> Span:
        """Append and return where it stands."""
        start = self.length
        self.parts.append(text)
        self.length += len(text)
        return Span(start, self.length)


class World:
    """Countries with their persons, bodies and towns."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        rng = random.Random(seed)
        self.codes = list(_COUNTRIES)
        self.items: dict[str, Item] = {}
        self._pools: dict[tuple[str, str], list[Item]] = {}
        for code in self.codes:
            self._towns(code, rng)
            self._bodies(code, rng)
        for code in self.codes:
            self._people(code, rng)
        for code in self.codes:
            rng.shuffle(self._pools["person", code])  # how well known one is says nothing about the namesake
        self._cumulative = {size: list(accumulate(1 / (n + 2) for n in range(size))) for size in self._sizes()}
        self._stories: dict[int, Story] = {}

    def _sizes(self) -> set[int]:
        return {len(pool) for pool in self._pools.values()} | {len(self.codes)}

    def _add(self, item: Item) -> Item:
        self.items[item.truth] = item
        self._pools.setdefault((item.group, item.country), []).append(item)
        return item

    def _towns(self, code: str, rng: random.Random) -> None:
        made: set[str] = set()
        earlier = [
            pool[n] for (group, _), pool in self._pools.items() if group == "place" for n in range(0, len(pool), 9)
        ]
        while len(made) < TOWNS:
            name = "".join(rng.sample(_SYLLABLES, rng.choice((3, 3, 4)))).capitalize()
            if earlier and rng.random() < _NAMESAKES:
                name = rng.choice(earlier).forms[0]
            if name in made:
                continue
            made.add(name)
            known = rng.random() < 0.5
            external = f"geonames:9{self.codes.index(code):02}{len(made):05}" if known else ""
            self._add(Item(f"town {code} {len(made)}", "place", code, (name,), external=external))

    def _bodies(self, code: str, rng: random.Random) -> None:
        towns = self._pools["place", code]
        for seat in _SEATS:
            turned = f"{seat.removeprefix('Ministry of ')} Ministry" if seat.startswith("Ministry of") else seat
            forms = (seat, turned, f"{seat} of {_COUNTRIES[code]}")
            self._add(Item(f"body {code} {seat}", "organisation", code, forms))
        made: set[str] = set()
        while len(made) < BODIES:
            if rng.random() < 0.4:
                full = f"{rng.choice(towns).forms[0]} {rng.choice(_TOWN_BODIES)}"
                forms: tuple[str, ...] = (full,)
            else:
                brand = "".join(rng.sample(_SYLLABLES, 3)).capitalize()
                full = f"{brand} {rng.choice(_BRANCHES)}"
                words = full.split()
                acronym = "".join(word[0] for word in words)
                forms = (full, f"{full} Plc") + ((acronym,) if len(words) > 2 and rng.random() < 0.2 else ())
            if full in made:
                continue
            made.add(full)
            self._add(Item(f"body {code} {len(made)}", "organisation", code, forms))

    def _people(self, code: str, rng: random.Random) -> None:
        count = 0
        others = [c for c in self.codes if LANGUAGE[c] == LANGUAGE[code] and c != code]
        for name in persons(LANGUAGE[code], PERSONS, rng):
            for at in (code, *self._doubles(code, others, rng)):
                count += 1
                terms = self._terms(at, rng)
                self._add(Item(f"person {code} {count}", "person", at, name=name, terms=terms))

    def _doubles(self, code: str, others: list[str], rng: random.Random) -> list[str]:
        """Countries of further persons of one name."""
        if rng.random() >= _NAMESAKES:
            return []
        return [rng.choice(others) if others and rng.random() < 0.5 else code]

    def _terms(self, code: str, rng: random.Random) -> tuple[tuple[int, str, str, str], ...]:
        """Offices in turn; who changes goes on in the same country."""
        if rng.random() < 0.3:
            return ()
        count = rng.choice((1, 1, 1, 2, 2, 3))
        days = [0, *sorted(rng.randrange(60, DAYS) for _ in range(count - 1))]
        found = []
        for day in days:
            title, of = rng.choice(_TITLES)
            pool = self._pools["place" if of == "town" else "organisation", code]
            found.append((day, title, of, "" if of == "country" else rng.choice(pool).truth))
        return tuple(found)

    def draw(self, group: str, code: str, rng: random.Random) -> Item:
        """Return an entity of a country by Zipf's law."""
        pool = self._pools[group, code]
        return rng.choices(pool, cum_weights=self._cumulative[len(pool)])[0]

    def country(self, rng: random.Random) -> str:
        """Return a country by Zipf's law."""
        return rng.choices(self.codes, cum_weights=self._cumulative[len(self.codes)])[0]

    def story(self, number: int) -> Story:
        """Return a story by its number."""
        if number not in self._stories:
            rng = random.Random(f"{self._seed} story {number}")
            code = self.country(rng)
            groups = ("person",) * 6 + ("organisation",) * 4 + ("place",) * 4
            cast = tuple(dict.fromkeys(self.draw(group, code, rng) for group in groups))
            day = rng.randrange(DAYS - STORY_DAYS)
            towns = [item for item in cast if item.group == "place"]
            happenings = tuple(
                (rng.choice(_TYPES), day + rng.randrange(7), rng.randrange(2, 90), rng.choice(towns)) for _ in range(3)
            )
            self._stories[number] = Story(code, day, cast, happenings)
        return self._stories[number]

    def articles(self, count: int, first: int = 0) -> Iterator[Written]:
        """Yield articles FIRST to FIRST + COUNT, in no order of their days."""
        for number in range(first, first + count):
            yield self._article(number)

    def _article(self, number: int) -> Written:
        rng = random.Random(f"{self._seed} article {number}")
        story, told = None, 0
        if rng.random() < 0.7:  # twelve articles a story on average, however many articles there are
            told = rng.randrange(max(number // 8, 1) + 1)
            story = self.story(told)
        code = story.country if story else self.country(rng)
        day = story.day + rng.randrange(STORY_DAYS) if story else rng.randrange(DAYS)
        items = rng.sample(story.cast, min(len(story.cast), 7)) if story else []
        for group, least in (("person", 4), ("organisation", 3), ("place", 3)):
            while sum(item.group == group for item in items) < least:
                item = self.draw(group, code if rng.random() < 0.85 else self.country(rng), rng)
                if item not in items:
                    items.append(item)
        return _Writer(self, rng, number, BEGIN + timedelta(day)).article(items, code, story, told)


class _Writer:
    """Writes one article and what is read from it."""

    def __init__(self, world: World, rng: random.Random, number: int, day: date) -> None:
        self._world, self._rng, self._number, self._day = world, rng, number, day
        self._lines = _Lines()
        self._entities: list[Entity] = []
        self._mentions: list[Mention] = []
        self._offices: list[Office] = []
        self._truth: dict[str, str] = {}
        self._local: dict[str, str] = {}
        self._about = ""  # country

    def article(self, items: list[Item], code: str, story: Story | None, told: int) -> Written:
        """Return the article about *items*."""
        places = [item for item in items if item.group == "place"]
        self._about = code
        self._country(code)
        for item in [*places, *(item for item in items if item.group == "organisation")]:
            self._name(item)
        for item in items:
            if item.group == "person":
                self._person(item)
        events, figures = self._events(items, story, told)
        statements = self._statement(items)
        text = "".join(self._lines.parts)
        article = Article(text, title=f"News {self._number}", source=f"Paper {self._number % 97}", language="en",
                          published=self._day.isoformat())  # fmt: skip
        extraction = Extraction(
            article.id, "truth", "1", "", tuple(self._mentions), tuple(self._entities), tuple(self._offices),
            statements, events, figures,
        )  # fmt: skip
        return Written(article, extraction, self._truth)

    def _add(self, truth: str, entity_type: str, written_as: str, **fields: str) -> str:
        local = f"e{len(self._entities) + 1}"
        span = self._lines.put(written_as)
        self._entities.append(Entity(local, entity_type, written_as, **fields))  # type: ignore[arg-type]
        self._mentions.append(Mention(f"m{len(self._mentions) + 1}", span, "name", local))
        self._truth[local] = truth
        self._local[truth] = local
        return local

    def _country(self, code: str) -> str:
        truth = f"country {code}"
        if truth not in self._local:
            self._add(truth, "country", _COUNTRIES[code], country=code)
            self._lines.put(".\n")
        return self._local[truth]

    def _name(self, item: Item) -> str:
        if item.truth in self._local:
            return self._local[item.truth]
        rng = self._rng
        form = item.forms[0]
        if len(item.forms) > 1 and rng.random() < 0.3:
            form = rng.choice(item.forms[1:])
        known = rng.random()
        foreign_seat = item.forms[-1].endswith(_COUNTRIES[item.country]) and item.country != self._about
        told = known < 0.75 or foreign_seat or form.endswith(_COUNTRIES[item.country])
        country = item.country if told else ""
        if item.group == "place":
            external = item.external if known < 0.7 else ""
            local = self._add(item.truth, "city" if known < 0.9 else "place", form, country=country, external=external)
        else:
            local = self._add(item.truth, "organisation", form, country=country)
        self._lines.put(".\n")
        return local

    def _person(self, item: Item) -> None:
        assert item.name is not None
        full = written(item.name, self._rng)
        if self._rng.random() < 0.02:
            full = full.split()[-1]
        local = self._add(item.truth, "person", full)
        term = next((term for term in reversed(item.terms) if term[0] <= (self._day - BEGIN).days), None)
        if term is not None and self._rng.random() < 0.6:
            _, title, of, holder = term
            self._lines.put(", ")
            span = self._lines.put(title)
            where: dict[str, str] = {}
            if of == "country":
                self._lines.put(" of ")
                where = {"country": self._country(item.country)}
            elif self._rng.random() < 0.8:
                self._lines.put(" of ")
                where = {"place" if of == "town" else "organisation": self._name(self._world.items[holder])}
            self._offices.append(Office(f"o{len(self._offices) + 1}", local, title, span, confidence=_SURE, **where))
        self._lines.put(".\n")

    def _events(
        self, items: list[Item], story: Story | None, told: int
    ) -> tuple[tuple[Event, ...], tuple[Figure, ...]]:
        rng = self._rng
        day = (self._day - BEGIN).days
        rows = list(enumerate(story.happenings)) if story else []
        towns = [item for item in items if item.group == "place"]
        rows = (
            rng.sample(rows, 2)
            if rows
            else [(-n, (rng.choice(_TYPES), day - 1, rng.randrange(2, 90), rng.choice(towns))) for n in (1, 2)]
        )
        cast = [item for item in (story.cast if story else items) if item in items]
        events, figures = [], []
        for number, (kind, when, toll, town) in rows:
            if when > day:
                continue
            actor = next((item for item in cast if item.group == "person"), None)
            where = (self._name(town),) if rng.random() < _PLACED else ()
            self._lines.put("On that day ")
            trigger = self._lines.put(kind)
            self._lines.put(" left ")
            count = self._lines.put(str(toll + rng.choice((0, 0, 0, 1, 3))))
            self._lines.put(" people ")
            words = self._lines.put("behind")
            self._lines.put(".\n")
            local = f"v{len(events) + 1}"
            stamp = (BEGIN + timedelta(when)).isoformat()
            time = TimeValue(words, stamp, stamp, stamp, stamp, "day", "relative")
            roles = (Role("participant", trigger, entity=self._local[actor.truth]),) if actor else ()
            events.append(Event(local, kind, trigger, roles=roles, places=where, time=time, confidence=_SURE))
            value = float("".join(self._lines.parts)[count.start : count.end])
            figures.append(
                Figure(f"q{len(figures) + 1}", local, count, "exactly", value, of="people", confidence=_SURE)
            )
            self._truth[local] = f"happening {told} {number}" if story else f"event {self._number} {number}"
        return tuple(events), tuple(figures)

    def _statement(self, items: list[Item]) -> tuple[Statement, ...]:
        speaker = next(item for item in items if item.group == "person")
        words = self._lines.put(f"It was article {self._number}")
        self._lines.put(", it was ")
        cue = self._lines.put("said")
        self._lines.put(".\n")
        return (Statement("s1", (words,), "indirect", (self._local[speaker.truth],), cue=cue, confidence=_SURE),)
