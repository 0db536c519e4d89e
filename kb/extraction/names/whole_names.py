"""Names that the model cut, or took for another thing, put right by the words beside them.

Input: mention candidates in text order, the text. Output: the candidates, read by kb.extraction.builtin.
"PT" and "Lintas Osk" are one company, "Bank" of "Osk" one bank, "Osk" & "Ales" one firm,
"Islamic State in the Sahel" is one body, "the Christian union ACV" a description and a name;
what is won by 300 votes is a seat and no person.
Pure. Never: makes a name of words of which the model marked none.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from kb.extraction.names.body_kinds import TURNED
from kb.extraction.names.cut_firms import with_cut_firms
from kb.extraction.names.firms import with_firms
from kb.extraction.names.stage import Candidate
from kb.language.text_keys import name_key
from kb.model import Span

_FORMS: Final = frozenset(
    "AO CV JSC OAO OJSC OOO PAO PJSC PT TOO UAB UD ZAO".split()
)  # that a company's name opens with
_BRANCHED: Final = re.compile(  # bodies whose branches are called by where they are
    r"(?:the\s+)?(?:Islamic State|al[- ]Qa[ei]da|Ansar al-\w+|Boko Haram|Hizb(?:ollah|ullah)|Hezbollah)", re.IGNORECASE
)
_OF_PLACES: Final = frozenset("Archdiocese Bank College Diocese Port University".split())  # "Bank of Osk"
_FOR: Final = frozenset(  # bodies that are called by what they are for: "Movement for the Renewal of Osk"
    "Agency Alliance Assembly Association Bureau Campaign Center Centre Coalition Commission Committee Congress "
    "Council Federation Foundation Front Fund Group Initiative Institute League Ministry Movement Network Office "
    "Organisation Organization Party Programme Secretariat Society Union".split()
)
_COMMON_BODY: Final = re.compile(  # which says nothing of whose it is: "Metropolitan Police", "High Court"
    r"(?:(?:Administrative|Central|City|Civil|County|Criminal|District|Federal|Fire|General|High|Magistrates?['’]?|Medical|"
    r"Metropolitan|Military|Municipal|National|Port|Provincial|Regional|State|Stock|Supreme|Traffic|Transport|Water) )"
    r"{1,2}"
    r"(?:Administration|Assembly|Authority|Board|Brigade|Bureau|Commission|Constabulary|Corporation|Council|Court|"
    r"Department|Exchange|Hospital|Office|Police|Service|University)"
)
_STYLES: Final = frozenset(  # in capitals before a name: ranks, and what clergy and nobles are called
    "Admiral Archbishop Ayatollah Bishop Brigadier Brother Captain Cardinal Chief Colonel Commander Commodore "
    "Constable Corporal Dame Doctor Emir Father General Imam Inspector Judge Justice King Lady Lieutenant Lord "
    "Major Marshal Mother Mullah Pastor Pope Prince Princess Private Professor Queen Rabbi Reverend Sergeant "
    "Sheikh Sir Sister Sultan Superintendent".split()
)
_BODIES: Final = frozenset({"group", "organisation"})
_TROOPS: Final = frozenset("forces guards marines officers soldiers troops units".split())
_PARTNERS: Final = frozenset({"organisation", "person"})
_FIRM: Final = re.compile(
    r",\s+an?\s+(?:[\w-]+\s+){0,2}(?:law\s+(?:firm|practice)|partnership|firm\s+of\s+\w+s)"
    r"(?=\s+(?:in|of|from|with|based|that|which)\b|[,.;])"
)
_BRANCH: Final = re.compile(r"\s+in\s+(?:the\s+)(?P<where>[A-Z][\w’'-]*(?:\s+[A-Z][\w’'-]*){0,3})")
_BODY_NOUN: Final = re.compile(
    r"[A-Z][\w-]* (?:[\w-]+ )?(?:agency|alliance|association|bloc|coalition|company|federation|group|militia|movement|"
    r"network|newspaper|party|union)"
)
_INITIALS: Final = re.compile(r"(?:[A-Z]\.){1,4}|[A-Z](?:\.[A-Z]){1,3}|M(?:oh|uh)?d\.?")  # and "Md", short for Mohammad
_PARTY: Final = re.compile(r"\b(?:Communist|Congress|Front|League|Party|Socialist|Workers)\b")
_WING: Final = re.compile(
    r"\s\((?P<wing>(?:[A-Z][\w’'-]*[a-z]\s){0,2}[A-Z][\w’'-]*(?:ists?|List|Left|Right|wing|faction))\)"
)
_ADDRESSED: Final = re.compile(
    r"\b(?:Speaker|President|Senator|Governor|Mayor|Justice|Judge|Premier|Chancellor|Minister|Secretary)\s"
    r"(?P<given>(?!(?:Chief|Delegate|Designate|Elect|Emeritus|General|Judge|Justice|Major|Minister|Pro|Prime|Secretary|"
    r"Senior|Sir|State|Lord|Dame|Dr|Mr|Mrs|Ms)\b)[A-Z][a-z]+)\s$"
)
_LETTERS: Final = re.compile(r"\s\(([A-Z]{3,9})\)")
_CAPITALS: Final = re.compile(r"\b[A-Z]")
_WON: Final = re.compile(r"\b(?:won|wins|winning|contest(?:ed|s|ing))\s+$")
_HELD: Final = re.compile(r"\b(?:lost|loses|losing|held|retain(?:ed|s|ing)|gained|captured)\s+$")
_AS_SEAT: Final = re.compile(
    r"\s*(?:[.;]|,(?!\s+(?:who|an?)\b))|\s+(?:by\s+[\d,]+|by\s+an?\b|with\s+[\d,]+|from\s+the\b|after\s+trailing|narrowly|"
    r"comfortably|unopposed|for\s+the\b)"
)
_GOES_ON: Final = re.compile(  # behind a name: no noun that it would only tell more of
    r"(?=[.,;:)\n]|['’]s\b|$)|\s(?:said|says|has|had|is|was|will|would|to|for|and|on|in|at|over|after|\d|[€$£])"
)
_REACH: Final = 16
_WIDE: Final = 40
_PROSECUTOR: Final = re.compile(r"\b[Dd]irectors? of (?:the )?(?:$|(?=Public))")
_PUBLIC: Final = re.compile(r"Public Prosecutions?$")
_SAID: Final = re.compile(r" Sa[iï]d(?=[,.;]| (?:and|was|is|had|has|said|told|who|of)\b)")  # below a title no verb
_HYPHENED: Final = re.compile(r"[-‑][A-ZÀ-Þ]\w*(?:['’](?!s\b)\w+)?")  # "Ashraf El[-Sayed]"


def with_whole_names(candidates: Sequence[Candidate], text: str) -> tuple[Candidate, ...]:
    """Return the candidates, those that are one name joined, those that are none told apart."""
    return tuple(_seats(with_firms(list(_joined(list(with_cut_firms(candidates, text)), text)), text), text))


def _joined(candidates: Sequence[Candidate], text: str) -> Iterator[Candidate]:
    """Yield the candidates with the parts of one name as one; what lies inside a longer name is dropped."""
    end = 0
    for n, candidate in enumerate(candidates):
        inside = candidate.span.start < end and (candidate.named or _COMMON_BODY.fullmatch(candidate.words))
        if inside or _is_of_title(candidate, text):
            continue
        if _PROSECUTOR.match(candidate.words) and _PUBLIC.search(candidate.words):
            candidate = replace(candidate, kind="nominal", group="person", types={"person": 1.0})
        following = candidates[n + 1] if n + 1 < len(candidates) else None
        if following is not None and _is_style(candidate, following, text):
            continue
        whole = (
            _of_place(candidate, following, text)
            or _branch_in(candidate, following, text)
            or _for_what(candidate, following, text)
            or _of_town(candidate, following, text)
            or _listed(candidate, following, text)
            or _partners(candidate, following, text)
            or _initialled(candidate, following, text)
            or _faction(candidate, following, text)
            or _whole(candidate, following, text)
        )
        if whole.span.end > candidate.span.end:
            end = whole.span.end
        yield whole


def _is_of_title(candidate: Candidate, text: str) -> bool:
    """Whether words in capitals are but the end of a title: "Director of [Public Prosecutions]"."""
    title = _PROSECUTOR.search(text, max(0, candidate.span.start - _REACH), candidate.span.start)
    return title is not None and _PUBLIC.fullmatch(candidate.words) is not None


def _is_style(candidate: Candidate, following: Candidate, text: str) -> bool:
    """Whether a word in capitals only says how to address the person named right behind: "[Commodore] Ana Paz"."""
    persons = candidate.group == following.group == "person" and following.kind == "name"
    styled = persons and candidate.words.rstrip(".") in _STYLES
    return styled and text[candidate.span.end : following.span.start] in (" ", ". ")


def _whole(candidate: Candidate, following: Candidate | None, text: str) -> Candidate:
    """A name as far as it goes; a description that was taken for one is one again."""
    if candidate.kind == "nominal" and candidate.group in _BODIES and candidate.words.casefold() in _TROOPS:
        return _turned(candidate, text)
    if not candidate.named or candidate.group not in _BODIES:
        return _hyphened(candidate, following, text)
    at = candidate.span
    if branch := _BRANCH.match(text, at.end) if _BRANCHED.fullmatch(candidate.words) else None:
        return _longer(candidate, Span(at.start, branch.end()), text)
    if following is None or not following.named or text[at.end : following.span.start] != " ":
        return candidate
    if candidate.words in _FORMS:
        return replace(
            _longer(candidate, Span(at.start, following.span.end), text), kind="name", types={"company": 1.0}
        )
    described = following.group == "organisation" and _BODY_NOUN.fullmatch(candidate.words)
    return replace(candidate, kind="nominal") if described else candidate


def _turned(troops: Candidate, text: str) -> Candidate:
    """Soldiers with the word that tells them from their army's: "[mutinous] soldiers"."""
    word = TURNED.search(text, max(0, troops.span.start - _REACH), troops.span.start)
    return _longer(troops, Span(word.start(), troops.span.end), text) if word else troops


def _of_place(noun: Candidate, place: Candidate | None, text: str) -> Candidate | None:
    """A noun that names a body with the place behind it, "[Bank] of [Osk]", as one name; None for other words."""
    if noun.words not in _OF_PLACES or place is None or place.kind != "name" or place.group not in ("country", "place"):
        return None
    if text[noun.span.end : place.span.start] != " of ":
        return None
    return replace(_longer(noun, Span(noun.span.start, place.span.end), text), kind="name")


def _of_town(town: Candidate, body: Candidate | None, text: str) -> Candidate | None:
    """A town or land with the body behind it that common words name, "[Osk] [Metropolitan Police]", as one name."""
    if body is None or body.group != "organisation" or not _COMMON_BODY.fullmatch(body.words):
        return None
    if town.kind != "name" or town.group not in ("country", "place") or text[town.span.end : body.span.start] != " ":
        return None
    whole = _longer(body, Span(town.span.start, body.span.end), text)
    return replace(whole, first=town.first, kind="name", country=town.country)


def _branch_in(firm: Candidate, land: Candidate | None, text: str) -> Candidate | None:
    """A firm's name with the land that its branch is called by: "[Vio] [Peru] said"; None for "the EU Peru deal"."""
    named = (
        firm.kind in ("name", "acronym") and not firm.body and (firm.group == "organisation" or _is_unknown_land(firm))
    )
    if not named or land is None or (land.kind, land.group) != ("name", "country") or not land.country:
        return None
    if text[firm.span.end : land.span.start] != " " or _GOES_ON.match(text, land.span.end) is None:
        return None
    whole = _longer(firm, Span(firm.span.start, land.span.end), text)
    return replace(whole, group="organisation", types={"company": 1.0}, country=land.country)


def _is_unknown_land(name: Candidate) -> bool:
    return name.group == "country" and not name.country


def _for_what(noun: Candidate, what: Candidate | None, text: str) -> Candidate | None:
    """A noun that names a body with what the body is for, "[Group] for the [Unity of Osk]", as one name."""
    if noun.words.rpartition(" ")[2] not in _FOR or noun.group not in _BODIES or what is None or what.kind != "name":
        return None
    if what.group not in _BODIES or text[noun.span.end : what.span.start] not in (" for ", " for the "):
        return None
    return replace(_longer(noun, Span(noun.span.start, what.span.end), text), kind="name")


def _listed(first: Candidate, second: Candidate | None, text: str) -> Candidate | None:
    """Two names that one set of letters is short for, "[Osk Doctors], [Nurses and Cooks Union] (ODNCU)", as one."""
    if second is None or not (first.named and second.named) or first.group != second.group != "person":
        return None
    found = _LETTERS.match(text, second.span.end) if text[first.span.end : second.span.start] == ", " else None
    if found is None:
        return None
    one, other = (_CAPITALS.findall(name.words) for name in (first, second))
    opened = bool(one and other) and found[1].startswith("".join(one[:2])) and found[1].endswith(other[-1])
    if not opened or not _spells(one + other, found[1]) or _spells(other, found[1]):
        return None
    return replace(_longer(first, Span(first.span.start, second.span.end), text), kind="name")


def _spells(capitals: Sequence[str], letters: str) -> bool:
    """Whether letters are found among capitals in their order."""
    left = iter(capitals)
    return all(letter in left for letter in letters)


def _partners(first: Candidate, second: Candidate | None, text: str) -> Candidate | None:
    """Two names as that of one firm: "Osk & Ales", "Osk and Ales, a law firm"; None for other words."""
    if first.kind == "name" and first.group == "person" and " & " in first.words:
        return replace(first, group="organisation", types={"company": 1.0})
    if second is None or "name" not in (first.kind, second.kind) or not {first.group, second.group} <= _PARTNERS:
        return None
    between = text[first.span.end : second.span.start]
    firm = between == " and " and _FIRM.match(text, second.span.end) is not None
    if between != " & " and not firm:
        return None
    whole = _longer(first, Span(first.span.start, second.span.end), text)
    if _each_alone(text, whole.span, (first.words, second.words)):
        return None  # "Paz & Bell meet", both told of below
    return replace(whole, kind="name", group="organisation", types={"company": 1.0})


def _each_alone(text: str, whole: Span, names: Sequence[str]) -> bool:
    """Whether the last word of each of several names also stands elsewhere than in the words that join them."""
    elsewhere = text.replace(whole.of(text), "")
    return all(re.search(rf"\b{re.escape(name.split()[-1])}\b", elsewhere) for name in names)


def _initialled(first: Candidate, second: Candidate | None, text: str) -> Candidate | None:
    """Initials and the name right behind them as one person's: "[K.P.] [Sharma Osk]"; None for other words."""
    if second is None or second.kind != "name" or second.group != "person" or not _INITIALS.fullmatch(first.words):
        return None
    if text[first.span.end : second.span.start] not in (" ", ". "):
        return None
    return _longer(replace(second, first=first.first), Span(first.span.start, second.span.end), text)


def _faction(party: Candidate, wing: Candidate | None, text: str) -> Candidate | None:
    """A party with the wing in brackets that is part of its name: "the [Communist Party of Osk] ([Marxist])"."""
    named = party.kind == "name" and party.group in _BODIES and _PARTY.search(party.words) is not None
    bracket = _WING.match(text, party.span.end) if named else None
    if bracket is None or (wing is not None and party.span.end < wing.span.start < bracket.start("wing")):
        return None
    return _longer(party, Span(party.span.start, bracket.end()), text)


def _hyphened(person: Candidate, following: Candidate | None, text: str) -> Candidate:
    """A person's name with what stands behind its hyphen, where that is none of its own, or a family name "Said"."""
    named = person.kind == "name" and person.group == "person"
    if (
        named
        and " " in person.words
        and (given := _ADDRESSED.search(text, max(0, person.span.start - _WIDE), person.span.start))
    ):
        return _longer(person, Span(given.start("given"), person.span.end), text)  # "Speaker [Dev] Raj Osk"
    rest = _HYPHENED.match(text, person.span.end) if named and " " in person.words else None
    if rest is None and named and person.span.start > text.find("\n"):
        rest = _SAID.match(text, person.span.end)
    if rest is None or (following is not None and following.span.start < rest.end()):
        return person
    return _longer(person, Span(person.span.start, rest.end()), text)


def _longer(candidate: Candidate, span: Span, text: str) -> Candidate:
    return replace(candidate, span=span, words=" ".join(span.of(text).split()), body="")


def _seats(candidates: list[Candidate], text: str) -> Iterator[Candidate]:
    """Yield the candidates, what somebody won by votes a place: "won Osk by 300 votes", then "lost Ales" as well."""
    longer = [set(name_key(c.words).split()) for c in candidates if c.group == "person" and " " in c.words]

    def seat(candidate: Candidate, verb: re.Pattern[str]) -> bool:
        if candidate.group != "person" or candidate.kind != "name" or " " in candidate.words:
            return False
        start, key = candidate.span.start, name_key(candidate.words)
        taken = verb.search(text, max(0, start - _REACH), start) is not None
        return taken and _AS_SEAT.match(text, candidate.span.end) is not None and not any(key in o for o in longer)

    election = any(seat(c, _WON) for c in candidates)
    for candidate in candidates:
        if election and (seat(candidate, _WON) or seat(candidate, _HELD)):
            yield replace(candidate, group="place", types={"place": 1.0})
        else:
            yield candidate
