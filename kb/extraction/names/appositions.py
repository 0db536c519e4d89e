"""Descriptions beside the names that they are of: "NAME, the port operator," and "the driver, NAME,".

Input: mention candidates, the text. Output: proposal of a description -> proposal of its name, read by
kb.extraction.names.coreference.
Pure. Never: takes a list for an apposition.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from kb.extraction.names.forms import ADMINISTRATIVE
from kb.extraction.names.place_kinds import PLACE_WORDS, VEHICLES
from kb.extraction.names.stage import Candidate

NATIONS: Final = frozenset(  # what a country is called
    (
        "ally archipelago country democracy donor economy emirate exporter federation government home host importer "
        "island kingdom member monarchy nation neighbor neighbour partner power producer republic state sultanate "
        "supplier territory"
    ).split()
)
NAMED: Final = frozenset({"person", "organisation"})
_BUILT: Final = frozenset({"facility", "infrastructure", "market", "route"})
REACH: Final = 40  # characters before a description in which its article stands
_APPOSED: Final = re.compile(  # not ", hit the": an article opens the description, but for "once the"
    r",\s+(?!(?:and|or|but)\b)(?:(?:once|then|now|also|formerly|still|long|later|perhaps|himself|herself|itself)\s+)?"
    r"(?:(?:the|a|an|its|their)\s+)?(?:(?!(?:the|an?)\b)[\w’'-]+\s+){0,3}?",
    re.IGNORECASE,
)
_DOES: Final = re.compile(
    r",\s+(?!(?:its|perhaps)\b)[a-z]+(?:s|ed)\s"
)  # "Ana Paz of the Osk Front, accuses soldiers of"
_PARTED: Final = re.compile(r"\n\s*\n")  # a by-line's "NAME, court reporter" is not who the story begins with
_TITLE_BEFORE: Final = re.compile(  # a bare noun is its name's title: "said coach NAME", not "the man NAME saw"
    r"(?:[\n.,:;“”\"]\s*|(?:\b(?:said|says|told|his|her|its|their|by|from|of|with|and|to|for|but)|['’]s)\s+)$"
)
ANYONE: Final = frozenset("man woman boy girl person one child people teenager".split())
_OF_AGE: Final = re.compile(r",\s+(?:aged\s+)?\d{1,3},\s+(?:an?|the)\s+(?:[\w’'-]+\s+){0,3}?")
_THE: Final = re.compile(r"\b(?:the|its|their|his|her|whose|an?|['’]s)\s+(?:[\w-]+\s+){0,2}\Z", re.IGNORECASE)
_TITLED: Final = re.compile(r",\s(?:the\slate\s)?(?:[A-Z][a-z]*\.?\s){0,3}")  # "the ruler, Captain NAME,"
_CLOSED_NAME: Final = re.compile(  # "the referee, NAME of Osk,"
    r"(?:\s(?:of|from)\s(?:the\s)?[^\s,.;:()“”\"]{2,30}(?:\s[^\s,.;:()“”\"]{2,30}){0,4})?,(?!\s+(?:and|or)\b)"
)
_OF: Final = re.compile(r"\s(?:of|for)\s(?:(?!and\b)[\w’'-]+\s){0,4}[\w’'-]+,\s")
_WHOSE: Final = re.compile(r"(?:['’]s?)?\s(?:[\w-]+\s){0,2}")
_ARTICLED: Final = re.compile(r",\s(?:an?|the)\s")
_BASED: Final = re.compile(r"[-‑–](?:based|headquartered|listed)\s(?:[\w-]+\s){0,3}")
_AND: Final = re.compile(r"\sand\s(?:an?|the)\s(?:[\w-]+\s){0,2}")
_ONCE: Final = re.compile(r"(?:(?:former|retired|veteran|long-?time)\s|ex-)(?:[\w’'-]+\s){1,5}")
_WORD_END: Final = re.compile(r"\s")
_AGAIN: Final = re.compile(r",\s+an?\s+(?:[\w-]+\s+){0,3}?", re.IGNORECASE)
_AGED: Final = re.compile(r"\s+(?:of|aged)\s+\d|,\s+(?:aged\s+)?\d\d?,|\s+in\s+(?:his|her)\s+\w+(?:ies|s)\b")
_CLOSED: Final = re.compile(
    r"\s*,|\s+(?:of|for|in|that|which|based|with|from|at|who|whose|led|run|known|close|loyal|\w+ed\s(?:with|to|by))\b"
)
_DONE_TO: Final = re.compile(r"\s+\w+ed\s(?:of|in|for|on|as|over|since|during|after|at|last)\b")

_PEOPLE: Final = re.compile(r"(?:people|men|women|persons|sources|officials|residents|witnesses)$", re.IGNORECASE)


def appositions(candidates: Sequence[Candidate], text: str) -> dict[int, int]:
    """Return description -> its name: "NAME, the port operator,", "the port of NAME", "the ferry NAME"."""
    found: dict[int, int] = {}
    for first, second in pairwise(candidates):
        between = text[_close(first, text) : second.span.start]
        groups = {first.group, second.group}
        if _PARTED.search(between):
            continue
        if second.group == "group" and first.group == "organisation" and _PEOPLE.search(second.words):
            continue  # "the supplier was NAME, two people with knowledge of it told"
        if len(groups) > 1 and not groups <= {"organisation", "country", "group"} and groups != {"place", "country"}:
            continue
        aged = _is_aged(first, second, between, text)
        if aged or _same_told_twice(first, second, between, text):
            found[second.proposal] = first.proposal
        elif first.named and second.kind == "nominal" and _APPOSED.fullmatch(between) and not _DOES.match(between):
            done_to = _ARTICLED.match(between) and _DONE_TO.match(text, second.span.end)  # ", a banker accused of"
            if (done_to or _CLOSED.match(text, second.span.end)) and (first.group != "country" or _is_nation(second)):
                found[second.proposal] = first.proposal
        elif _introduces(first, second, between, text) or _called(first, second, between, text):
            found[first.proposal] = second.proposal
    return (
        _holders(candidates, text)
        | found  # "said Ana Paz, the mother of one of the victims, Ben Paz,"
        | _behind_bodies(candidates, text)
        | _both(candidates, text)
        | _based(candidates, text)
    )


def _close(name: Candidate, text: str) -> int:
    """Return where a name ends, with the bracket that holds it: "the Osk Front ([OF]), an affiliate of"."""
    end = name.span.end
    bracketed = name.named and text[name.span.start - 1 : name.span.start] == "(" and text[end : end + 1] == ")"
    return end + 1 if bracketed else end


def _behind_bodies(candidates: Sequence[Candidate], text: str) -> dict[int, int]:
    """Description -> name, where whose it is stands between: "NAME, a former Pfizer executive,"."""
    found: dict[int, int] = {}
    for name, body, described in zip(candidates, candidates[1:], candidates[2:], strict=False):
        if name.kind != "name" or described.kind != "nominal" or not name.group == described.group in NAMED:
            continue
        if name.group != "person" and body.kind != "adjective":
            continue  # "NAME, a Saudi port operator,"
        whose = body.named and body.group != "person" and _WHOSE.fullmatch(text, body.span.end, described.span.start)
        beside = whose and _APPOSED.fullmatch(text, name.span.end, body.span.start)
        if beside and _ARTICLED.match(text, name.span.end) and _CLOSED.match(text, described.span.end):
            found[described.proposal] = name.proposal
    return found


def _based(candidates: Sequence[Candidate], text: str) -> dict[int, int]:
    """Description -> name, where its seat stands between: "his company, Osk-based NAME,"."""
    return {
        described.proposal: name.proposal
        for described, seat, name in zip(candidates, candidates[1:], candidates[2:], strict=False)
        if (described.kind, name.kind) == ("nominal", "name")
        and described.group == name.group == "organisation"
        and text[described.span.end : seat.span.start] == ", "
        and _BASED.fullmatch(text, seat.span.end, name.span.start)
    }


def _both(candidates: Sequence[Candidate], text: str) -> dict[int, int]:
    """Descriptions -> name, where "and" joins two of it: "NAME, a nurse and a member of"."""
    found: dict[int, int] = {}
    for name, first, second in zip(candidates, candidates[1:], candidates[2:], strict=False):
        kinds = (name.kind, first.kind, second.kind) == ("name", "nominal", "nominal")
        if not kinds or not name.group == first.group == second.group == "person":
            continue
        beside = _ARTICLED.match(text, name.span.end) and _APPOSED.fullmatch(text, name.span.end, first.span.start)
        beside = beside or _OF_AGE.fullmatch(text, name.span.end, first.span.start)
        joined = beside and _AND.fullmatch(text, first.span.end, second.span.start)
        if joined and _CLOSED.match(text, second.span.end):
            found |= {first.proposal: name.proposal, second.proposal: name.proposal}
    return found


def _introduces(description: Candidate, name: Candidate, between: str, text: str) -> bool:
    """Whether a name stands between commas behind its description: "the driver, NAME,", "the ruler, Captain NAME,"."""
    if description.kind != "nominal" or name.kind != "name" or not description.group == name.group in NAMED:
        return False
    the = _THE.search(text, max(0, description.span.start - REACH), description.span.start)
    return bool(the and _TITLED.fullmatch(between) and _CLOSED_NAME.match(text, name.span.end))


def _holders(candidates: Sequence[Candidate], text: str) -> dict[int, int]:
    """Description -> name, where what the office is of stands between: "the minister of police, NAME,"."""
    names = {c.span.start: c for c in candidates if c.kind == "name" and c.group == "person"}
    found: dict[int, int] = {}
    for candidate in candidates:
        if candidate.kind != "nominal" or candidate.group != "person":
            continue
        of, start = _OF.match(text, candidate.span.end), candidate.span.start
        name = _beside(names, text, of.end()) if of is not None else None
        told = name is not None and _THE.search(text, max(0, start - REACH), start)
        if name is not None and told and _CLOSED_NAME.match(text, name.span.end):
            found[candidate.proposal] = name.proposal
    return found


def _beside(names: Mapping[int, Candidate], text: str, at: int) -> Candidate | None:
    """The name that stands at a place, or behind what its bearer was: "[former Osk minister] NAME"."""
    once = _ONCE.match(text, at)
    starts = (m.end() for m in _WORD_END.finditer(text, at, once.end())) if once else ()
    return names.get(at) or next((names[start] for start in starts if start in names), None)


def _same_told_twice(first: Candidate, second: Candidate, between: str, text: str) -> bool:
    """Whether a person is described again with the age: "the first patient, a pregnant woman of 34,"."""
    if first.kind != "nominal" or second.kind != "nominal" or first.group != "person" or second.group != "person":
        return False
    return _AGAIN.fullmatch(between) is not None and _AGED.match(text, second.span.end) is not None


def _is_aged(first: Candidate, second: Candidate, between: str, text: str) -> bool:
    """Whether an age stands between somebody and what else he is: "NAME, 51, a nurse", "the premier, 51, a former"."""
    if second.kind != "nominal" or {first.group, second.group} != {"person"} or not _OF_AGE.fullmatch(between):
        return False
    told = first.kind == "nominal" and _THE.search(text, max(0, first.span.start - REACH), first.span.start)
    return first.named or bool(told and not _AGED.match(text, second.span.end))


def _is_nation(description: Candidate) -> bool:
    """Whether a description can be of a country: not "In Osk, [fighters] of the NLF"."""
    words = description.words.casefold().split()
    return any(word in NATIONS or word.removesuffix("s") in NATIONS for word in (words[0], words[-1]))


def _is_kind(place: Candidate) -> bool:
    """Whether a description says what the place named after "of" is: "the port of", not "the capital of".

    Nor "the hospital of": what is built in a town is another place.
    """
    noun = place.words.casefold().split()[-1]
    return noun in ADMINISTRATIVE or (noun in PLACE_WORDS and (noun == "port" or PLACE_WORDS[noun] not in _BUILT))


def _is_title(description: Candidate, text: str) -> bool:
    """Whether a noun without an article stands before a person's name, and says what he or she is."""
    start = description.span.start
    bare = _TITLE_BEFORE.search(text, max(0, start - REACH), start) is not None
    return bare and description.words.casefold().rpartition(" ")[2] not in ANYONE


def _called(description: Candidate, name: Candidate, between: str, text: str) -> bool:
    """Whether a name says what a place, a vehicle or a body is called: "the port of NAME", "the ferry NAME"."""
    if description.kind != "nominal" or not name.named:
        return False
    if between == " ":
        firm = description.group == name.group == "organisation"  # "the shipowner NAME"
        title = description.group == name.group == "person" and _is_title(description, text)
        vehicle = description.words.casefold().rpartition(" ")[2] in VEHICLES
        if firm and name.kind == "acronym":
            return True  # "the retailer LPP"
        return name.kind == "name" and (firm or title or vehicle)
    return between == " of " and description.group == name.group == "place" and _is_kind(description)
