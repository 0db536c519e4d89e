"""The name of an event for reading, as a newspaper would put it, made of the article's own words.

Input: an event with its roles, places and time. Output: "shelling of Pokrovsk, 4 July 2025",
"meeting between Alpha and Beta in Geneva", "deaths in Moussadé", "Zambara “fill”"; read by the graph, the registry and
the catalog.
Pure. Never: adds what neither the article nor the type's name says; gives a number, which articles tell differently;
says who did harm where the article has it from somebody alone.
"""

import re
from calendar import month_name
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Final

from kb.graph.accusing import accused
from kb.graph.label_nouns import FIGHTING, before_doer, before_shared, before_undergone, noun_of
from kb.graph.label_places import place_words
from kb.graph.names import words_of
from kb.graph.told import as_told, pieced
from kb.language.people_words import PERSONS
from kb.model import Entity, Event, Figure, Role, TimeValue

_UNDERGONE: Final = ("target", "patient", "theme")
_SHARED: Final = ("participant", "party", "candidate")
_DONE_BY: Final = ("agent", "judge")
_LONGEST: Final = 60
_MOST_WORDS: Final = 7  # a longer phrase without a name is a clause, not a name of anything
# Types above others whose name is a field and no happening: the article's own word says more.
VAGUE: Final = frozenset(
    "other business communication crime culture disruption economy emergency_measure employment environment health "
    "legal match_result natural_hazard regulation relief science sport transport".split()
)
_UNSURE: Final = 0.35  # of a type that is less sure the article's own word says more
_DONE: Final[Mapping[str, str]] = {"death": "killing", "injury": "wounding"}  # by somebody
_PART_OF: Final = re.compile(r"\bof\s+(?:(?:an?|the)\s+)?$", re.IGNORECASE)
_BODIES: Final = re.compile(r"(?:\w+ )?(?:body|bodies|corpses?)", re.IGNORECASE)  # who died, and nobody's name
_BY_CROWDS: Final = frozenset({"protest", "rally", "strike"})  # by whom goes without saying, at what it does not
_PROTESTING: Final = frozenset("protesters protestors demonstrators strikers marchers".split())
_SITES: Final = frozenset("facility infrastructure building market route".split())  # types of entities
_PLURAL: Final[Mapping[str, str]] = {"death": "deaths", "injury": "injuries", "arrest": "arrests"}  # what is counted
_NUMBER: Final = (
    r"(?:[\d][\d.,]*%?|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|"
    r"seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|"
    r"dozens?|scores?|several|some|many|few|both|all)(?:-(?:one|two|three|four|five|six|seven|eight|nine))?"
)
_OF_THEM: Final = re.compile(
    r"\s+(?:of|among)\s+(?:the\s+)?(?:dead|killed|wounded|injured|victims|missing|arrested|them|those\s\w+)\s+[^.;:!?\n]*",
    re.IGNORECASE,
)
_NEAR: Final = 60  # characters from such a number to the words
_COUNT: Final = re.compile(
    r"^(?:(?:at least|at most|more than|less than|fewer than|up to|as many as|about|around|nearly|almost|over|between|"
    rf"another|further|no|the|and|to|or|of|other|numbers?|total|groups?|crowds?|pairs?|\d+[-–]\d+|{_NUMBER})\s+)+",
    re.IGNORECASE,
)
_COUNTED: Final = re.compile(rf"(?P<joined>(?:\band|\bor|,) )(?:{_NUMBER} (?:other )?)+(?=[a-z])")  # "and two soldiers"
_SOME_OF_THEM: Final = re.compile(rf",?\s+(?:{_NUMBER}|most)\s+of\s+(?:them|whom)\b.*", re.IGNORECASE | re.DOTALL)
_FIRST_OF_THEM: Final = re.compile(  # "the first of them"
    rf"(?:the\s+)?(?:{_NUMBER}|first|last|rest|most|none|each|part)\s+of\s+(?:them|whom|these|those)", re.IGNORECASE
)
_SUM: Final = re.compile(r"(?:[A-Z]{1,3})?[$€£¥₹₦]\s?\d|[A-Z]{1,3}\d[\d.,]*\s(?:thousand|[mb]illion|trillion|[mb]n)\b")
_AMOUNT: Final = r"[^\s\d]{0,4}\d[\d.,]*.*"
_CODE: Final = re.compile(r"[A-Z]{3}")  # of a currency
_PERCENT: Final = re.compile(r"^(?:percent|per cent)\b(?:\s+of\s+(?:the\s+)?|\s*$)", re.IGNORECASE)
_CURRENCY: Final = re.compile(
    r"(?:(?:hundred|thousand|million|billion|trillion)\s+)*(?:[a-z]+\s)?(?:dollars?|euros?|pounds?|yen|yuan|rupees?|francs?|"
    r"pesos?|crowns?|kronor|kroner|rand|naira|birr|kwacha|shillings?|rou?bles?|rubles?|riyals?|dirhams?|dinars?|taka|"
    r"won|baht|ringgit|liras?)(?:\s+(?:in|of|each|a|per)\b.*)?$"
)
_SINGLE: Final = re.compile(
    r"(?:(?:an?|the|one|1|other|another|of|further|both|all|crowds?|groups?|total|to|and|or)\s+)+", re.IGNORECASE
)
_OF_A_COUNTRY: Final = re.compile(r"(?:ian|ean|an|ish|ese|i|ch)s?$")  # "Syrian", "Israelis", "French"
_CASES: Final = frozenset({"of", "in", "at", "from", "for", "on"})
_ONE: Final = re.compile(r"(?:the|an?|its|their|his|her|this|that|another)\s", re.IGNORECASE)  # "the driver"
_ARTICLE: Final = re.compile(r"^(?:the|an?|its|their|his|her|this|that|these|those)\s+", re.IGNORECASE)
_TAKEN: Final = re.compile(r"(?:tak(?:es?|ing|en)|took|assum\w+|bec[ao]m\w*|gets?|got)\b", re.IGNORECASE)
_MANY_PEOPLE: Final = frozenset({"people", "others", "men", "women", "persons", "victims", "members"})
_WHOEVER: Final = frozenset({"", "one", "member", "members"})  # of what, "members of the crew" would tell
_BEHIND_NUMBER: Final = re.compile(rf"\b{_NUMBER}\s+(?:[A-Z][\w’-]*\s+){{0,3}}$")
_ABOARD: Final = frozenset({"on", "aboard", "in", "inside", "of"})  # "28 of the 32 on board"
_ANYBODY: Final = frozenset(
    "people person persons others men women man woman more them they he she it those who victims dead injured wounded "
    "figures figure toll casualties nobody someone somebody anyone no-one none him her us we i you this whom which "
    "that these anything everything something nothing".split()
)


def event_label(text: str, event: Event, entities: Mapping[str, Entity], figures: Iterable[Figure]) -> str:
    """Return the label of *event*.

    Args:
        text: the article's stored text.
        entities: local id -> entity of the same article.
        figures: those of the same article; whether those of *event* are of more than one, and claimed, is looked at.
    """
    figures = [figure for figure in figures if figure.event == event.id]
    vague = event.type in VAGUE or event.confidence < _UNSURE
    roles = [role for role in event.roles if not _is_some_of_them(text, role, figures)]
    roles = [role for role in roles if vague or not _is_money(text, role, figures)]
    undergone = _Named.of(text, roles, _UNDERGONE, entities)
    shared = _Named.of(text, event.roles, _SHARED, entities)
    actors = _Named.of(text, () if accused(event, figures) else event.roles, _DONE_BY, entities)
    actors.words = [words for words in actors.words if words not in undergone.words]
    if event.type == "appointment" and not undergone.words and _TAKEN.match(event.trigger.of(text)):
        undergone, actors = actors, undergone  # who takes office is appointed
    if vague:
        words = as_told(text, event, entities, _within)
        beside = [] if actors.words else shared.words  # "Ada Obi appeared [with Tom Ojwang]": who is no object
        done = undergone.lost and actors.words and event.trigger.of(text).endswith("ed")
        if done and not words:  # "has now played 26 matches": without their number
            label = f"{_joined(undergone.words)} {event.trigger.of(text)} by {_joined(actors.words)}"
        else:
            label = words or pieced(text, event, _joined(actors.words), _joined(undergone.words or beside))
    else:
        if event.type in _PLURAL and not undergone.one:
            told = event.trigger.of(text).casefold() == _PLURAL[event.type]
            counted = any(_is_many(figure) for figure in figures)
            undergone.many = undergone.many or told or counted
        kind = _kind(text, event, undergone)
        if kind == "election":
            actors.words = []  # who votes, or has won
        label = _noun(kind, undergone, shared, actors)
    place = _short(place_words(text, event, entities, [label]))
    when = _when(event.time)
    return label + (f" {place}" if place else "") + (f", {when}" if when else "")


def _kind(text: str, event: Event, undergone: "_Named") -> str:
    """The type, or the noun that its word is of: a tree "fell", but "the roof of a school fell" is damage to it."""
    part = any(_PART_OF.search(text, max(0, r.span.start - _NEAR), r.span.start) for r in event.roles)
    sites = bool(undergone.words) and undergone.sites == undergone.words
    noun = noun_of(event.type, event.trigger.of(text), undergone=bool(undergone.words), sites=sites)
    return event.type if part and noun == "fall" else noun


def _noun(kind: str, undergone: "_Named", shared: "_Named", actors: "_Named") -> str:
    """Type first: "attack on Krasne by gunmen", "meeting between Alpha and Beta", "deaths"."""
    label = (_DONE.get(kind) if actors.words else None) or (kind if "-" in kind else words_of(kind))
    if kind in _PLURAL and undergone.many and not (kind in _DONE and actors.words):
        label = _PLURAL[kind]
    if kind in _BY_CROWDS:
        actors.words = [words for words in actors.words if words.casefold() not in _PROTESTING]
        if undergone.sites and undergone.sites == undergone.words:
            label, undergone.words = f"{label} at {_joined(undergone.sites)}", []
    if kind in _PLURAL and undergone.crowd:  # one of the many who is told of is not all of them
        undergone.words = [words for words in undergone.words if words not in undergone.persons]
    if kind == "death":
        undergone.words = [words for words in undergone.words if not _BODIES.fullmatch(words)]
    told = [] if kind == "goal" else _not_in(label, undergone.words)  # of what it was shot is none of its name
    if kind in FIGHTING and told and actors.words:
        return f"{label} between {_joined(actors.words)} and {_joined(told)}"
    if kind == "phone_call" and actors.words and len(shared.words) == 1:
        return f"{label} between {_joined(actors.words)} and {shared.words[0]}"
    if told:
        label += f" {'of' if actors.words and kind in _DONE else before_undergone(kind)} {_joined(told)}"
    elif undergone.words:
        pass
    elif len(shared.words) > 1:
        label += f" between {_joined(shared.words)}"
    elif shared.words:
        label += f" {before_shared(kind, named=shared.named)} {shared.words[0]}"
    by = before_doer(kind, undergone=bool(told))
    return f"{label} {by} {_joined(actors.words)}" if actors.words and by else label


def _is_some_of_them(text: str, role: Role, figures: Iterable[Figure]) -> bool:
    """Whether words tell only of some of those counted: "two of the dead were [welders]"."""
    return any(
        figure.span.end <= role.span.start <= figure.span.end + _NEAR
        and _OF_THEM.fullmatch(text, figure.span.end, role.span.start)
        for figure in figures
    )


def _is_money(text: str, role: Role, figures: Iterable[Figure]) -> bool:
    """Whether words are a sum and nothing else, in whatever currency: "repay [9 million soles]"."""
    sums = (f.span for f in figures if _CODE.fullmatch(f.unit) and role.span.covers(f.span))
    return any(not text[role.span.start : s.start].strip() and not text[s.end : role.span.end].strip() for s in sums)


def _is_many(figure: Figure) -> bool:
    """Whether more than one is counted: "17 died", "up to 12", "dozens"; not "3 days", nor "two more than before"."""
    if figure.unit or figure.change or figure.withdrawn:
        return False
    return figure.value is None or max(figure.value, figure.upper or 0) > 1


def _plural(found: re.Match[str]) -> str:
    return _PLURAL[found[0]]


def called_together(labels: Iterable[str]) -> dict[str, str]:
    """Return label -> label in which one death is deaths, if another of *labels* tells of deaths.

    What happened is told in articles that count and in such that do not: "death in Osk" of the one is then "deaths in
    Osk". Who is said to have died ("death of Ada Obi") stays one.
    """
    told = set(labels)
    many = [kind for kind, plural in _PLURAL.items() if any(re.match(rf"{plural}\b", one) for one in told)]
    single = re.compile(rf"(?:{'|'.join(many)})(?= (?:in|at|on) |,|$)") if many else None
    return {one: single.sub(_plural, one, count=1) if single and single.match(one) else one for one in told}


def _not_in(label: str, words: list[str]) -> list[str]:
    """Return who or what is undergone without what *label* says: "recovery of bodies" is not "of bodies" again."""
    left: Iterable[str] = words
    if any(label.casefold() in one.casefold() for one in words):  # seldom, and the pattern is another for each label
        said = rf"(?:(?:the|an?)\s+)?(?:[\w-]+\s+){{0,2}}?{re.escape(label)}"
        repeated = re.compile(rf"{said}(?:\s+of\s+(?:the\s+)?(?:{_AMOUNT})?|$)", re.IGNORECASE)
        left = (repeated.sub("", one, count=1) if repeated.match(one) else one for one in words)
    ending = f" {label}".casefold()
    return list(
        dict.fromkeys(one for one in left if one and not ending.endswith(f" {_ARTICLE.sub('', one)}".casefold()))
    )


class _Named:
    """Who has some roles, in words; *many* if there was a number or a plural, a *crowd* if of nobody in particular."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.persons: list[str] = []  # of these words, what names or describes persons
        self.sites: list[str] = []  # and what names or describes roads, gates and buildings
        self.many = False
        self.crowd = False
        self.named = False
        self.lost = False  # all words there are had a number
        self.one = False  # a person is named, or somebody told of as one

    @classmethod
    def of(cls, text: str, roles: Iterable[Role], wanted: tuple[str, ...], entities: Mapping[str, Entity]) -> "_Named":
        found = cls()
        rows = [role for name in wanted for role in roles if role.role == name and not role.event]
        bare = 0
        for role in rows:
            entity = entities.get(role.entity)
            if entity is not None and entity.named:
                words, found.named = entity.name, True
                found.one = found.one or entity.type == "person"
            else:
                words, many = _without_number(_within(text, entity.name if entity else role.span.of(text)))
                found.many = found.many or many
                bare += bool(words) and (
                    many or _BEHIND_NUMBER.search(text, max(0, role.span.start - _NEAR), role.span.start) is not None
                )
                found.crowd = found.crowd or (many and not words)
                found.one = found.one or bool(_ONE.match(words))
            if entity is not None and words:
                found.persons += [_short(words)] if entity.type == "person" else []
                found.sites += [_short(words)] if entity.type in _SITES else []
            if words and words not in found.words:
                found.words.append(_short(words))
        found.lost = 0 < len(found.words) == bare
        return found


def _without_number(words: str) -> tuple[str, bool]:
    """Return a phrase without its number, and whether it is of more than one; "" if nobody in particular is meant."""
    flat = " ".join(_SOME_OF_THEM.sub("", words).split())
    if _SUM.match(flat) or _FIRST_OF_THEM.fullmatch(flat):
        return "", False
    counted = _COUNT.match(flat + " ")
    many = bool(counted) and not _SINGLE.fullmatch(counted[0] if counted else "")
    bare = flat[counted.end() :] if counted and many else flat
    bare = _PERCENT.sub("", _COUNTED.sub(r"\g<joined>", bare))
    core = _ARTICLE.sub("", bare).casefold()
    if counted and _CURRENCY.match(core):
        return "", False
    if core in _WHOEVER or core.split(" ", 1)[0] in _ANYBODY | _ABOARD:
        return "", many or core in _MANY_PEOPLE
    return ("" if len(bare.split()) > _MOST_WORDS else bare), many


def _within(text: str, words: str) -> str:
    """Return words as they stand within a sentence, though in the text they begin one; a name keeps its capital."""
    at = text.find(words)
    begins = at >= 0 and (not (before := text[:at].rstrip(" “\"'‘(")) or before[-1] in ".!?:\n")
    first, *rest = words.split() or [""]
    if not begins:
        return words
    if (
        not _ARTICLE.match(words)
        and not (first.casefold() in PERSONS and not rest)
        and not (rest and rest[0] in _CASES and first[1:2].islower())  # "Shares in Osk"
        and (not first[1:2].islower() or _OF_A_COUNTRY.search(first) or any(word[:1].isupper() for word in rest))
    ):
        return words
    return words[:1].lower() + words[1:]


def _when(time: TimeValue | None) -> str:
    """Return the day, month or year in which a happening lies as a whole, "" if it is less sure than that."""
    if time is None or not (time.earliest_begin and time.latest_end):
        return ""
    begin, end = date.fromisoformat(time.earliest_begin[:10]), date.fromisoformat(time.latest_end[:10])
    if end - begin <= timedelta(days=1) and end >= begin:
        return f"{begin.day} {month_name[begin.month]} {begin.year}"
    if (begin.year, begin.month) == (end.year, end.month):
        return f"{month_name[begin.month]} {begin.year}"
    return str(begin.year) if begin.year == end.year else ""


def _joined(words: list[str]) -> str:
    more = " and others" if len(words) > 2 else ""
    return (", " if more else " and ").join(words[:2]) + more


def _short(words: str) -> str:
    flat = " ".join(words.split())
    if len(flat) <= _LONGEST:
        return flat
    cut = flat[: _LONGEST - 1]
    whole = cut.rsplit(" ", 1)[0]
    return (whole if 2 * len(whole) > _LONGEST else cut) + "…"  # a word that fills the line is broken: no "in…"
