"""Offices that one person at a time holds: "the mayor of Lviv", "Ukraine's defence minister".

Input: an article's entities and offices. Output: posts as text, kept in profiles and compared by
kb.resolution.holding; keys under which holders are met.
Pure. Never: takes an office that several hold at once (spokesman, deputy, judge), or one whose place is not known.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from kb.language.text_keys import name_key
from kb.model import Entity, Office
from kb.resolution.names.bodies import distinctive
from kb.resolution.names.romanise import skeleton

_LOCAL: Final = frozenset({"mayor", "governor"})
_NATIONAL: Final = frozenset({"president", "chancellor", "king", "queen", "emir", "sultan", "pope"})
_OF_BODY: Final = frozenset({"president", "director", "chairman", "chairwoman", "chief executive", "ceo", "head"})
_PORTFOLIO: Final = frozenset({"minister", "secretary"})  # of something: "health minister"
_OF_REGION: Final = frozenset({"chief", "first"})  # ministers of states and nations within a country
_POLICE: Final = frozenset({"police", "chief"})
_MANY: Final = frozenset(
    "deputy vice assistant junior senior spokesman spokeswoman spokesperson press candidate general permanent "
    "elect designate nominee under parliamentary private honorary".split()
)
_SMALL: Final = frozenset("of the for and a an s".split())
_STATE: Final = frozenset("acting interim caretaker former ex late then outgoing new incumbent current".split())
_ACTING: Final = frozenset({"acting", "interim", "caretaker"})
_SAME: Final = {
    "defense": "defence",
    "premier": "prime minister",
    "pm": "prime minister",
    "cm": "chief minister",
    "labor": "labour",
}
_SETTLEMENTS: Final = frozenset({"city", "town", "village"})


@dataclass(frozen=True, slots=True)
class Post:
    """An office, as an article says of somebody.

    Attributes:
        office: title and place, body or country: what is the same for every holder.
        status: current, acting or former.
        since, until: ISO dates or their beginnings, "" if not said.
    """

    office: str
    status: str
    since: str = ""
    until: str = ""

    def __str__(self) -> str:
        return "|".join((self.status, self.since, self.until, self.office))

    @classmethod
    def of(cls, text: str) -> "Post":
        """Return the post of a text form."""
        status, since, until, office = text.split("|", 3)
        return cls(office, status, since, until)


def posts(person: Entity, offices: Iterable[Office], by_id: Mapping[str, Entity], home: str) -> frozenset[str]:
    """Return the posts of a person as text; of one without a name the one that the words say, none if there are more.

    Args:
        person: of the article.
        offices: the person's.
        by_id: entities of the article.
        home: country that the article is about, "" if there are several or none.
    """
    held = [post for office in offices if (post := _post(office, by_id, home))]
    if person.named:
        return frozenset(map(str, held))
    if not held and (title := _title(person.name)) and (where := _where_else(title, by_id, home)):
        held = [Post(f"{title}@{where}", "acting" if _acting(person.name) else "current")]
    return frozenset({str(held[0])}) if len({post.office for post in held}) == 1 else frozenset()


def _post(office: Office, by_id: Mapping[str, Entity], home: str) -> Post | None:
    title = _title(office.role)
    if not title or office.status not in ("current", "acting", "former"):
        return None
    where = _where(title, office, by_id) or _where_else(title, by_id, home)
    if not where:
        return None
    status = "acting" if office.status == "current" and _acting(office.role) else office.status
    return Post(f"{title}@{where}", status, office.since, office.until)


def _acting(role: str) -> bool:
    return not _ACTING.isdisjoint(name_key(role).split())


def _title(role: str) -> str:
    """The words of a title in order, "" if several may hold the office at once."""
    words = {_SAME.get(word, word) for word in name_key(role).split()} - _SMALL - _STATE
    words = {part for word in words for part in word.split()}
    if words & _MANY or not words:
        return ""
    title = " ".join(sorted(words))
    if words == {"minister", "prime"}:
        return title
    single = len(words) == 1 and words <= _LOCAL | _NATIONAL | _OF_BODY
    portfolio = len(words) > 1 and bool(words & _PORTFOLIO)
    return title if single or portfolio or words in (_POLICE, {"chief", "executive"}) else ""


def _where(title: str, office: Office, by_id: Mapping[str, Entity]) -> str:
    words = set(title.split())
    of_body = title in _OF_BODY or words in ({"chief", "executive"}, _POLICE)
    for local in (office.organisation, office.place, office.country):
        entity = by_id.get(local)
        if entity is None:
            if len(local) == 2 and local.isupper():  # a reader that gives the country's code
                return local
            continue
        if entity.type == "country":
            return entity.country
        if local == office.organisation:
            if of_body and distinctive(name_key(entity.name)):
                return f"{skeleton(name_key(entity.name))} {entity.country}".strip()
            continue  # "the minister of the government": the country says which
        return entity.external or (f"{skeleton(name_key(entity.name))} {entity.country}" if entity.country else "")
    return ""


def _where_else(title: str, by_id: Mapping[str, Entity], home: str) -> str:
    """Where an office is that the text does not say: a mayor's in the one town of the article, a minister's at home."""
    if title == "mayor":
        towns = [one for one in by_id.values() if one.type in _SETTLEMENTS and one.named]
        return towns[0].external if len(towns) == 1 else ""
    words = set(title.split())
    national = title in _NATIONAL or (bool(words & _PORTFOLIO) and not words & _OF_REGION)
    return home if national else ""


def of_a_place(role: str) -> bool:
    """Say whether an office is that of a place, as a mayor's is, so that whoever holds it speaks for no body."""
    return not _LOCAL.isdisjoint(name_key(role).split())


def said(office: str) -> str:
    """Return the title of an office, for people to read."""
    words = office.partition("@")[0].split()
    return " ".join([*(w for w in words if w not in _PORTFOLIO), *(w for w in words if w in _PORTFOLIO)])
