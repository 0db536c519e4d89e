"""What the words around a name tell of it: where it begins and ends, and whether it is a place's.

Input: the words of a name, the Document, the gazetteer. Output: spans and answers, read by kb.extraction.names.stage.
Never: makes a name of words that the model did not mark.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from kb.extraction.document import Document
from kb.extraction.names.land_names import is_land
from kb.language.gazetteer import Gazetteer
from kb.language.gazetteer_types import Place
from kb.language.toponyms import REGIONS, SETTLEMENTS
from kb.model import Span

PARTICLES: Final = frozenset(
    (
        "al ap ben bin bint da das de degli dei del dela della den der di do dos du e el i ibn la las le los of ould "
        "para por pour san st te ten ter the und van vom von y zu zum zur"
    ).split()
)
FIRST_NAMES: Final = frozenset(
    {"German", "Germán", "Dane", "Finn", "Roman", "Norman", "Frank"}
)  # and adjectives of peoples
_OPENS_BODY: Final = frozenset(  # first words of bodies' names and of no person's, in languages that news is full of
    (
        "academy agence agencia agência alianza aliança alliance asociación association associação banca banco bank "
        "banque center centre coalition comité commission committee communauté compagnie compañía companhia "
        "confederación cv confederation confédération congress council court department empresa federación federation "
        "fédération frente front fundación fundação grupo institute instituto league ministerio ministry ministère "
        "movement movimiento oao ojsc ooo organisation organization pao partai parti partido partij party pjsc pt "
        "radio serikat sindicato sindikat society syndicat union unión universidad universidade universitas "
        "university université yayasan zao"
    ).split()
)
_BRANCHED: Final = ("islamic state ", "al-qaida in ", "al-qaeda in ", "al qaeda in ")  # "Province" is part of the name
_IS_BODY: Final = re.compile(  # what a name is, told behind it: "NAME, the party that"
    r",\s(?:the|an?)\s(?:[\w-]+\s){0,3}(?:agency|airline|alliance|association|bank|broadcaster|charity|coalition|company|"
    r"federation|firm|group|militia|movement|newspaper|organi[sz]ation|party|retailer|union|weekly)"
    r"(?:,|\s(?:affiliated|backed|based|close\sto|created|established|founded|led|owned|run|set\sup|that|which|whose)\b)"
)
_SEES: Final = frozenset(["archdiocese", "diocese", "eparchy"])
_CLOSES_BODY: Final = frozenset(
    (
        "academy administration agency airlines airways alliance assembly association authority bank board breweries "
        "bureau cement coalition college commission committee confederation congress corps council court energy "
        "federation forces foods foundation front fund government guard holdings industries institute league mining "
        "ministry motors movement network observatory orchestra organisation organization party petroleum police "
        "railways senate shipping society steel telecom tribunal union university"
    ).split()
)
_ARTICLE: Final = re.compile(r"\b(?:the|an?)\s(?:\d+-year-old\s)?$", re.IGNORECASE)
_WITHIN: Final = re.compile(r"\b(?:in|near|outside|around|towards)\s+$", re.IGNORECASE)
_LOCATED: Final = re.compile(r"\b(?:in|near|outside)\s+(?:[A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+)?(?:,\s+|,?\s+and\s+))*$")
_BASED: Final = re.compile(r"[-‑–](?:based|headquartered)\b")
_WORKS_AT: Final = re.compile(  # nobody is an analyst at a town
    r"\b(?i:analyst|economist|strategist|executive|partner|researcher)s?\s(?:[A-Z][\w’'-]+\s){0,3}at\s$"
)
_AGED_OF: Final = re.compile(r"(?:,\s(?:aged\s)?|\()\d{1,2},\s(?:of|from)\s$")  # "Ana Paz, 31, of [Osk Vale]"
_RULED: Final = re.compile(r"\s+(?:[Mm]ayor|[Gg]overnor)\s+[A-Z]")
_GOVERNOR_OF: Final = re.compile(r"\bgovernors?\s+of\s+(?:the\s+)?$", re.IGNORECASE)
_WITH_CASE: Final = re.compile(
    r"(?:\b(?:in|at|of|from|near|to|around|outside|for|by|with|and|or|between|towards?|via|the)|['’]s|[a-z]-|,)\s+$|[-‑–/(]$",
    re.IGNORECASE,
)
_STATES: Final = re.compile(  # what governments do and towns do not
    r"\s+(?:(?:has|had|have)\s+(?:not\s+|also\s+|long\s+|repeatedly\s+)?)?(?:also\s+|later\s+|then\s+)?(?:accuse[ds]|announce[ds]|"
    r"condemn(?:ed|s)|confirm(?:ed|s)|denie[ds]|demand(?:ed|s)|insist(?:ed|s)|pledge[ds]|protest(?:ed|s)|recall(?:ed|s)|"
    r"reject(?:ed|s)|replied|retaliate[ds]|said|says|urge[ds]|vow(?:ed|s)|warn(?:ed|s)|summon(?:ed|s)|expelled|expels|"
    r"responded|dismiss(?:ed|es)|learn(?:ed|t)\s+of|calls?\s+for|called\s+(?:for|on))\b"
)
GIVEN: Final = frozenset({"London", "Paris", "Roma", "Santiago", "Sofia", "Victoria", "Vienna"})  # and names of persons
_OF_NAME: Final = re.compile(r" of [A-Z]")
_SETTLED: Final = frozenset({"village", "town"})
_HOMES: Final = re.compile(r"\s(?:flats?|apartments?|homes?|houses?|shops?|blocks?|buildings?|towers?)$")
_COMPASS: Final = re.compile(r"\b(?:North|South|East|West|Mid)[-‑–]$")
_LED: Final = re.compile(
    r"\s(?:(?:vice|deputy|acting|former|founding|general)[- ])?(?:convener|convenor|chair(?:man|woman|person)?|"
    r"president|chief executive|treasurer|secretary|secretary-general)\s[A-Z][\w’'-]+\s[A-Z]"
)
_BEHIND: Final = re.compile(r"[-‑](?:elect|designate|general|president|minister|chief)\b")
_WORD: Final = re.compile(r"\w+")
_SETTLED_OF: Final = re.compile(r"(?:town|city|village|hamlet)\sof\s(?=[A-Z])")  # "the town of [Osk]"
_POINT: Final = re.compile(r"^(?:(?:north|south)(?:-?(?:east|west))?|east|west)ern |^central ")
BESIDE: Final = 60  # characters before a body in which stands who works there
_BEFORE: Final = re.compile(r"(?<![\w-])[A-Z]{1,6}[-‑–]$")  # "ACT-"


def without_people(span: Span, words: str, gazetteer: Gazetteer) -> Span:
    """Return the span of a person's name without whose national it is: "Kenyan Ben Osk", "New Zealander Ben Osk"."""
    parts = words.split(" ")
    for n in (2, 1):
        name = " ".join(parts[n:])
        people = " ".join(parts[:n])
        if len(parts) > n + 1 and name[:1].isupper() and people not in FIRST_NAMES and gazetteer.nationality(people):
            return Span(span.end - len(name), span.end)
    return span


def stray(words: str, gazetteer: Gazetteer) -> int:
    """Return where a person's name ends and a word that is part of none begins: 8 in "Belfonte rang"; 0 for none."""
    found = list(re.finditer(r"\S+", words))
    if not found or not found[0][0][0].isupper() or gazetteer.nationality(found[0][0]):
        return 0
    for before, word in pairwise(found):
        if word[0].isalpha() and word[0].islower() and word[0] not in PARTICLES:
            return before.end()
    return 0


def names_body(text: str, span: Span, group: str) -> bool:
    """Say whether a name is a body's by its first or last word, by who leads it behind, or by what is told behind it.

    So for what was taken for a person, and "diocese of Osk" for a place. "Serikat Buruh Osk", "Blue Osk Union",
    "Osk Bagan Manch convener Ana Paz", "Osk Pertama, the party that".
    """
    name = span.of(text).casefold()
    parts = name.split()
    if group in ("person", "place") and _IS_BODY.match(text, span.end):
        return True
    if group == "place" and _WORKS_AT.search(text, max(0, span.start - BESIDE), span.start):
        return True
    if group != "person":
        return group == "place" and len(parts) > 1 and (parts[0] in _SEES or name.startswith(_BRANCHED))
    told = len(parts) > 1 and (parts[0] in _OPENS_BODY or parts[-1] in _CLOSES_BODY)
    return told or (len(parts) > 1 and _LED.match(text, span.end) is not None)


def opens_sentence(document: Document, span: Span) -> bool:
    """Say whether one word has its capital from a sentence's start alone: "[Apple] growers", "apple growers" below."""
    first, last = document.tokens(span)
    words = span.of(document.text)
    if last - first != 1 or not document.doc[first].is_sent_start or not words.istitle() or last >= len(document.doc):
        return False
    next_one = document.doc[last].text
    plain = rf"\b{re.escape(words.lower())} {re.escape(next_one)}\b"
    return next_one.islower() and document.doc[last].pos_ == "NOUN" and re.search(plain, document.text) is not None


def is_national(text: str, span: Span, gazetteer: Gazetteer) -> bool:
    """Say whether one word tells of a person whose national it is, and is no name: "the 23-year-old [Kenyan]"."""
    people = span.of(text)
    article = _ARTICLE.search(text, max(0, span.start - 24), span.start)
    return article is not None and " " not in people and gazetteer.nationality(people) is not None


def is_place(document: Document, gazetteer: Gazetteer, span: Span, group: str) -> bool:
    """Say whether what the model takes for a person or a body stands where a place does, and a place is called so.

    Of either, where a firm is based ("Osk-based"). Of a person, one word behind "in" or "near", and any before a mayor
    or governor whose name follows ("San Isidro mayor NAME"), and a capital that nobody in the text is called after.
    """
    words = span.of(document.text)
    aged = group == "person" and _AGED_OF.search(document.text, max(0, span.start - 20), span.start)
    if aged or (group == "person" and (_is_seat(document.text, span, gazetteer) or is_land(document.text, span))):
        return True
    within = (
        group == "person" and " " not in words and _WITHIN.search(document.text, max(0, span.start - 12), span.start)
    )
    ruled = group == "person" and _RULED.match(document.text, span.end)
    return bool(within or ruled or _BASED.match(document.text, span.end)) and bool(gazetteer.places(words))


def _is_seat(text: str, span: Span, gazetteer: Gazetteer) -> bool:
    """Whether one word is a capital beside which no other name stands anywhere: "[Osk] dismissed the findings"."""
    word = span.of(text)
    seat = gazetteer.metonym(word)
    if seat is not None and (" " in word or (seat.kind == "seat" and not seat.ambiguous)):
        return seat.kind == "seat"  # "Downing Street", "the Pentagon"
    if seat is None or seat.ambiguous or (word in GIVEN and not speaks_as_state(text, span)):
        return False
    called = rf"\b[A-Z][\w’'.-]*\s{re.escape(word)}\b|\b{re.escape(word)}(?:\s[A-Z]|,\s\d\d\b)"
    return re.search(called, text) is None


def is_known_body(words: str, group: str, gazetteer: Gazetteer) -> bool:
    """Say whether what the model takes for a place is a well-known body, and no place is called so: "on TikTok"."""
    return group == "place" and gazetteer.organisation(words) is not None and not gazetteer.places(words)


def is_qualified(document: Document, span: Span) -> bool:
    """Say whether an adjective or a name stands before words: "the southern port of Osk", no "the port of Osk"."""
    first, _ = document.tokens(span)
    return first > 0 and document.doc[first - 1].pos_ in ("ADJ", "PROPN")


def located(text: str, span: Span) -> bool:
    """Say whether something is said to be in a town, or in several: "talks in Osk, Doha and [Washington]"."""
    return _LOCATED.search(text, max(0, span.start - 80), span.start) is not None


def governed(text: str, span: Span) -> bool:
    """Say whether a place has a governor, as provinces and states have and towns have not: "the governor of Osk"."""
    return _GOVERNOR_OF.search(text, max(0, span.start - 24), span.start) is not None


def speaks_as_state(text: str, span: Span) -> bool:
    """Say whether a capital stands where its government does: "Osk said", not "people in Osk said"."""
    if _WITH_CASE.search(text, max(0, span.start - 12), span.start):
        return False
    return _STATES.match(text, span.end) is not None


def hyphened(document: Document, span: Span) -> Span:
    """Return the span of a body's name with the capitals before its hyphen: "ABC-Unity", of which a part was marked.

    Only where these are no name of their own to the model: "the US-ASEAN summit" has two.
    """
    text = document.text
    before = _BEFORE.search(text, max(0, span.start - 12), span.start)
    if before is None or not text[span.start].isupper():
        return span
    wider = Span(before.start(), span.end)
    apart = (document.span(p) for layer in ("name", "mention") for _, p in document.analysis.layer(layer))
    return span if any(wider.start <= other.start < other.end < span.start for other in apart) else wider


def to_its_end(document: Document, span: Span, *, described: bool) -> Span:
    """Return the span of words that were cut up to where they end: "TNK-" of "TNK-BP", "finance" of "finance minister".

    Args:
        described: whether they describe a person and go on behind a hyphen or to the noun that they stand before.
    """
    text = document.text
    if text[span.end - 1] in "-‑–":
        rest = _WORD.match(text, span.end)
        return Span(span.start, rest.end()) if rest else Span(span.start, span.end - 1)
    behind = _BEHIND.match(text, span.end) if described else None
    if not described or behind is not None:
        return Span(span.start, behind.end()) if behind is not None else span
    last = document.doc[document.tokens(span)[1] - 1]
    noun = last.head
    beside = noun.i == last.i + 1 and text[span.end : noun.idx] == " "
    return (
        Span(span.start, noun.idx + len(noun)) if beside and noun.pos_ == "NOUN" and last.dep_ == "compound" else span
    )


def of_place(text: str, span: Span, gazetteer: Gazetteer) -> Span:
    """Return the span of a place's name with the compass before its hyphen, without the people or land whose it is.

    "North-" of "North-Western Province"; "province of Osk" of "Canadian province of Osk", or "province" alone; "Osk" of
    "Osk flats", and a region without the village in it, "Oskshire village", as headlines have it; "Osk" of "Osk, Peru".
    """
    town, comma, land = span.of(text).partition(", ")
    if comma == "" and (settled := _SETTLED_OF.match(town)):
        return Span(span.start + settled.end(), span.end)
    land = _POINT.sub("", land)
    if comma and (gazetteer.countries(land) or any(place.kind in REGIONS for place in gazetteer.places(land))):
        return Span(span.start, span.start + len(town))
    whose, _, rest = span.of(text).partition(" ")
    if (homes := _HOMES.search(span.of(text))) and gazetteer.places(span.of(text)[: homes.start()]):
        return Span(span.start, span.start + homes.start())
    region, _, noun = span.of(text).rpartition(" ")
    if noun in _SETTLED and (known := gazetteer.places(region)) and all(p.kind in REGIONS for p in known):
        return Span(span.start, span.start + len(region))
    named = " of " in rest or _OF_NAME.match(text, span.end) is not None
    if rest[:1].islower() and named and gazetteer.nationality(whose):
        return Span(span.end - len(rest), span.end)
    before = _COMPASS.search(text, max(0, span.start - 8), span.start)
    return Span(before.start(), span.end) if before and text[span.start].isupper() else span


def is_area(known: Sequence[Place]) -> bool:
    """Say whether a name is known for a region, and for no town of any size beside it."""
    largest = max((place.population for place in known if place.kind in SETTLEMENTS), default=0)
    return any(place.kind in REGIONS and place.population >= 20 * largest for place in known)


def is_pair(words: str, gazetteer: Gazetteer) -> bool:
    """Say whether words are two lands that something is of, and neither: "the [UK-France] summit"."""
    lands = re.split(r"[-‑–]", words)
    return len(lands) == 2 and all(one and (gazetteer.countries(one) or gazetteer.nationality(one)) for one in lands)


def is_people(words: str, gazetteer: Gazetteer) -> bool:
    """Say whether what is taken for a country is a plural that nothing knows: "fighting between [Oskis] and Chad"."""
    plural = words.endswith("s") and " " not in words and not words.isupper()
    known = gazetteer.countries(words) or gazetteer.nationality(words) or gazetteer.metonym(words)
    return plural and known is None and not gazetteer.places(words)
