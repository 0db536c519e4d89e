"""All that resolution needs of one article, and how it is kept.

Input: an article and what was read from it. Output: an ArticleProfile; its text form for the catalog's index, and back.
Pure. What hangs on the ontology (class and line of an event's type) is not kept but looked up when it is read again.
"""

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from functools import lru_cache
from typing import Any, Final

from kb.model import Article, Extraction
from kb.resolution.blocking import blocking_keys
from kb.resolution.callings import callings
from kb.resolution.events.figures import Number
from kb.resolution.events.profile import EventProfile, event_profiles
from kb.resolution.events.retold import filled
from kb.resolution.events.when import dated_by_effects
from kb.resolution.lazy import Each, Whole
from kb.resolution.living import deaths, speaking
from kb.resolution.names.called import nicknames
from kb.resolution.names.renamed import other_names
from kb.resolution.profile import Profile, profiles
from kb.resolution.unlike import unlike

_SETS: Final = frozenset("also bearers countries titles formerly bodies within unlike callings posts".split())
_LOCAL: Final = '"local":'
_KEPT: Final = 16_384  # sets that are shared
_BETWEEN: Final = '},{"'
_DAY: Final = '"day":'
_JSON: Final = json.JSONDecoder()
_EVENT_SETS: Final = frozenset(
    (
        "places around towns villages bound houses stems built sizes lands sites words context doers whom sides causes "
        "effects"
    ).split()
)
_ALWAYS: Final = ("places", "words")  # fields of an event without a default
_FIELDS: Final[Mapping[type, tuple[str, ...]]] = {
    kind: tuple(field.name for field in fields(kind)) for kind in (Profile, EventProfile)
}

TypeOf = Callable[[str], tuple[str, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class ArticleProfile:
    """One article as resolution sees it: local id -> profile.

    Attributes:
        named: its context, None to have it from an entity.
        dated: its date, None to have it from an entity or an event.
    """

    article: str
    entities: Mapping[str, Profile]
    events: Mapping[str, EventProfile]
    named: frozenset[str] | None = None
    dated: str | None = None

    @property
    def context(self) -> frozenset[str]:
        """Return the keys of all names in it."""
        if self.named is not None:
            return self.named
        return next(iter(self.entities.values())).context if self.entities else frozenset()

    @property
    def day(self) -> str:
        """Return its date, "" if unknown."""
        if self.dated is not None:
            return self.dated
        first = next(iter(self.entities.values()), None) or next(iter(self.events.values()), None)
        return first.day if first else ""


@dataclass(frozen=True, slots=True)
class Key:
    """A row of the index: under *key* there is an entity of an article of that day."""

    key: str
    day: str
    local: str
    identified: bool


def article_profile(article: Article, extraction: Extraction) -> ArticleProfile:
    """Return the profile of an article."""
    apart, does = unlike(article, extraction), callings(article, extraction)
    died, speak = deaths(article, extraction), speaking(article, extraction)
    called = nicknames(article, extraction) | other_names(article, extraction)
    entities = {
        local: replace(
            one,
            unlike=apart.get(local, one.unlike),
            callings=does.get(local, one.callings),
            died=died.get(local, ""),
            speaks=local in speak,
        )
        if local in apart or local in does or local in died or local in speak
        else one
        for local, one in profiles(extraction, article.published, called).items()
    }
    return ArticleProfile(
        extraction.article,
        {local: one for local, one in entities.items() if not _read_twice(one, entities, called)},
        filled(dated_by_effects(event_profiles(article, extraction))),
    )


def _read_twice(one: Profile, entities: Mapping[str, Profile], called: Collection[str]) -> bool:
    """Say whether somebody has no name but such as another of the article has, of whom the text gives further ones."""
    if not one.names or one.local in called:
        return False
    others = (entities[local] for local in called if local in entities)
    return any(other.group == one.group and set(one.names) <= set(other.names) for other in others)


def keys(profile: ArticleProfile) -> list[Key]:
    """Return the rows under which the entities of an article are found again."""
    return [
        Key(key, one.day, one.local, bool(one.external))
        for one in profile.entities.values()
        for key in sorted(blocking_keys(one))
        if not key.startswith("x:iso3166")
    ]


def typed(profile: ArticleProfile, of_type: TypeOf) -> ArticleProfile:
    """Return the profile with class and line of each event's type as the ontology has them, once they are asked for."""
    return replace(profile, events=Whole(lambda: _typed(profile, of_type)))


def _typed(profile: ArticleProfile, of_type: TypeOf) -> dict[str, EventProfile]:
    found = {}
    for local, event in profile.events.items():
        coarse, types = of_type(event.types[0])
        found[local] = replace(event, coarse=coarse, types=types)
    return found


def dumps(profile: ArticleProfile) -> str:
    """Return the text form, the same for equal profiles."""
    entities = [_plain(one, ("article", "context")) for one in profile.entities.values()]
    events = [_plain(one, ("article", "coarse")) for one in profile.events.values()]
    whole = {"context": sorted(profile.context), "entities": entities, "events": events}
    return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def loads(article: str, text: str, of_type: TypeOf | None = None) -> ArticleProfile:
    """Return the profile of a text form; of most articles that linking meets it asks for one entity, which is read.

    Args:
        article: its id.
        text: as *dumps* gives it.
        of_type: event type -> class and line, as the ontology has them; None to leave both as they were kept.
    """
    head, _, rest = text.partition(',"entities":[')
    entities, _, events = rest.partition('],"events":[')
    context = _set_of(head.removeprefix('{"context":'))
    return ArticleProfile(
        article,
        Each(_Rows(entities), lambda row: _entity(article, context, _JSON.raw_decode(row)[0])),
        Whole(lambda: {row["local"]: _event(article, row, of_type) for row in json.loads(f"[{events[:-1]}")}),
        named=context,
        dated=_dated(rest),
    )


def _set_of(strings: str) -> frozenset[str]:
    """Return the strings of a list, which is cut where none of them has a quote or a backslash: nearly always."""
    if "\\" in strings:
        return frozenset(json.loads(strings))
    return frozenset(strings[2:-2].split('","')) if len(strings) > len("[]") else frozenset()


def _dated(text: str) -> str:
    """Return the first date of entities or events, "" if there is none; no string can hold what is looked for."""
    at = text.find(_DAY)
    return str(_JSON.raw_decode(text, at + len(_DAY))[0]) if at >= 0 else ""


class _Rows(Mapping[str, str]):
    """Local id -> the text of its object, of objects in a row; one is found without taking the row apart.

    No string can hold what is looked for: a quote in one has a backslash before it. No entity has an object in it.
    """

    def __init__(self, objects: str) -> None:
        self._objects = objects
        self._split: dict[str, str] | None = None

    def get(self, local: str, default: Any = None) -> Any:
        """Return the text of one object, *default* if there is none."""
        at = self._at(local)
        if at < 0:
            return default
        start, end = self._objects.rfind(_BETWEEN, 0, at), self._objects.find(_BETWEEN, at)
        return self._objects[start + 2 if start >= 0 else 0 : end + 1 if end >= 0 else None]

    def __getitem__(self, local: str) -> str:
        found: str | None = self.get(local)
        if found is None:
            raise KeyError(local)
        return found

    def __contains__(self, local: object) -> bool:
        return self._at(str(local)) >= 0

    def __iter__(self) -> Iterator[str]:
        return iter(self._whole())

    def __len__(self) -> int:
        return len(self._whole())

    def _at(self, local: str) -> int:
        plain = local.isascii() and local.isalnum()  # as nearly all are
        return self._objects.find(f'{_LOCAL}"{local}"' if plain else _LOCAL + json.dumps(local, ensure_ascii=False))

    def _whole(self) -> dict[str, str]:
        if self._split is None:
            rows = ['{"' + row + "}" for row in self._objects[2:-1].split(_BETWEEN)] if self._objects else []
            self._split = {_JSON.raw_decode(row, row.index(_LOCAL) + len(_LOCAL))[0]: row for row in rows}
        return self._split


def _plain(one: Profile | EventProfile, without: tuple[str, ...]) -> dict[str, Any]:
    """Fields with a value, sets in order."""
    return {
        name: _listed(value) for name in _FIELDS[type(one)] if name not in without and (value := getattr(one, name))
    }


def _listed(value: Any) -> Any:
    if isinstance(value, str | bool):  # as most are
        return value
    if isinstance(value, Number):
        return _listed(asdict(value))
    if isinstance(value, frozenset):
        return sorted(list(item) if isinstance(item, tuple) else item for item in value)
    if isinstance(value, dict):
        return {name: _listed(item) for name, item in value.items()}
    if isinstance(value, tuple | list):
        return [_listed(item) for item in value]
    return value


def _entity(article: str, context: frozenset[str], row: dict[str, Any]) -> Profile:
    for name in _SETS.intersection(row):
        row[name] = _one_set(tuple(row[name]))
    row["names"] = tuple(row.get("names", ()))
    row.setdefault("kind", "")
    return Profile(article=article, context=context, **row)


@lru_cache(maxsize=_KEPT)
def _one_set(items: tuple[Any, ...]) -> frozenset[Any]:
    """Return a set, one for all profiles that say the same: whether two do is then seen at once, and memory less."""
    return frozenset(items)


def _event(article: str, row: dict[str, Any], of_type: TypeOf | None) -> EventProfile:
    for name in _EVENT_SETS.intersection(row):
        row[name] = _one_set(tuple(row[name]))
    made: dict[str, Any] = {name: row.get(name, frozenset()) for name in _ALWAYS}
    coarse, types = of_type(row["types"][0]) if of_type else ("", tuple(row["types"]))
    return EventProfile(
        **{
            "real": False,
            "word": "",
            **row,
            **made,
            "article": article,
            "coarse": coarse,
            "types": types,
            "actors": frozenset((role, local) for role, local in row.get("actors", ())),
            "numbers": tuple(map(_number, row.get("numbers", ()))),
        }
    )


def _number(row: Mapping[str, Any]) -> Number:
    of = frozenset(row["of"])
    return Number(row["low"], row["high"], row["comparator"], row["unit"], of, row["part"], row["change"])
