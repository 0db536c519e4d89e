"""Mention candidates: cleaned spans of words that may stand for an entity.

Input: the name and mention proposals of a Document, the gazetteer.
Output: Candidates in text order, read by kb.extraction.names.coreference.
Never: decides which candidates are the same entity.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from kb.extraction.document import Document
from kb.extraction.names.clean import ACRONYM, clean_span
from kb.extraction.names.context import (
    governed,
    hyphened,
    is_area,
    is_known_body,
    is_national,
    is_pair,
    is_people,
    is_place,
    is_qualified,
    located,
    names_body,
    of_place,
    opens_sentence,
    speaks_as_state,
    stray,
    to_its_end,
    without_people,
)
from kb.extraction.names.nobody import is_nobody
from kb.extraction.names.sides import is_club
from kb.extraction.names.state_bodies import owner
from kb.extraction.names.title_words import as_meant, is_title
from kb.language.analysis import Proposal
from kb.language.gazetteer import Gazetteer
from kb.model import Span
from kb.model.extraction import PLACE_TYPES

GROUP_OF_NAME: Final = {"PER": "person", "ORG": "organisation", "LOC": "place"}
DEFAULT_TYPE: Final = {name: name for name in ("person", "organisation", "group", "country", "place")}
PRONOUNS: Final = frozenset(
    (
        "he she it they him her them his hers its their theirs we i us our me my mine ours you your yours "
        "himself herself itself themselves ourselves myself who whom whose which"
    ).split()
)
MANY: Final = frozenset("we us our ours ourselves".split())
NAMED_KINDS: Final = frozenset({"name", "acronym", "adjective", "metonym"})
NAME_FLOOR: Final = 0.5
OWNED: Final = frozenset({"organisation", "group"})
BODIES: Final = frozenset({"EU", "UN"})  # metonyms of a union of countries, not of one

_COMPANY = re.compile(  # the legal form that ends a company's name
    r"\s(?:AB|AG|ASA|A/S|Aps|BV|B\.V\.|Corp|Corporation|GmbH|Inc|JSC|KG|LLC|LLP|Ltd|Limited|N\.?V\.?|Oyj|PJSC|P[Ll][Cc]|Pty|"
    r"S\.?A\.?|S\.A\.B\.|SE|SpA|S\.p\.A\.|Tbk)\.?$"
)
_COMPASS = re.compile(r"(?:(?:north|south)(?:-?(?:east|west))?|east|west)ern|central", re.IGNORECASE)
_HALF_COMPASS = re.compile(r"\b(?:north|south)[-‑–]$", re.IGNORECASE)
_PORT = re.compile(r"port(?:\s(?:city|town))?\s+of\s+(?=[A-Z])")  # "the Libyan port of Osk" is Osk
_RANKED = re.compile(r"(?:Top|Senior|Former|Leading|Prominent|Veteran)\s+(?=[A-Z])")  # "Top Palestinian"
_SIDING = re.compile(r"(?:pro|anti|non)[-‑–]\S+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words that may be a mention.

    Attributes:
        proposal: index into the analysis' proposals; the name layer's where the
            mention layer has none for these words.
        span: characters without article, possessive and quotation marks.
        first, last: token range, end exclusive, of the proposal.
        group: person, organisation, group, country or place.
        kind: as in kb.model.Mention.
        types: entity type -> weight, from the type head and the gazetteer.
        country: ISO 3166-1 code where the words name a country or its people, or say
            whose a body or group is ("Indian troops", "the Swedish embassy", "Kenya's parliament").
        score: probability that this is a mention of the group.
        body: the well-known body that the words name or stand for ("Brussels said"), "" for none.
        unknown: whether no place of that name is known.
        governed: whether it has a governor, as regions have: "the governor of Osk".
        area: whether the name is known for a region and for no town of any size beside it ("Helmand").
    """

    proposal: int
    span: Span
    first: int
    last: int
    group: str
    kind: str
    types: Mapping[str, float]
    country: str
    score: float
    words: str
    body: str = ""
    area: bool = False
    unknown: bool = False
    governed: bool = False

    @property
    def named(self) -> bool:
        """Whether the words are a name rather than a description or pronoun."""
        return self.kind in NAMED_KINDS


def collect_mentions(document: Document, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """Return the mention candidates of *document*, by place in the text; only a name may nest in a description.

    The mention head proposes; names that it missed come from the name head.
    Kind and country are corrected by what the words are: a pronoun is a
    pronoun, and an adjective of a country names that country.
    """
    marked = document.analysis.layer("mention")
    taken = [found for index, proposal in marked if (found := _candidate(document, gazetteer, index, proposal))]
    named = {token for c in taken if c.named for token in range(c.first, c.last)}
    for index, proposal in document.analysis.layer("name"):
        if proposal.score < NAME_FLOOR or not named.isdisjoint(range(proposal.start, proposal.end)):
            continue
        if candidate := _candidate(document, gazetteer, index, proposal):
            taken.append(candidate)
            named.update(range(candidate.first, candidate.last) if candidate.named else ())
    return tuple(_apart(sorted(taken, key=lambda c: (c.span.start, -c.span.end))))


def _apart(candidates: Iterable[Candidate]) -> Iterable[Candidate]:
    """Drop a candidate that crosses the one before or lies in it, save a name inside a description."""
    kept: list[Candidate] = []
    farthest: Candidate | None = None  # the one that ends last; no other can hold what comes
    for candidate in candidates:
        holder = farthest if farthest is not None and farthest.span.end > candidate.span.start else None
        nests = holder is not None and not holder.named and candidate.named and holder.span.covers(candidate.span)
        if holder is None or (nests and holder.span != candidate.span):
            kept.append(candidate)
            if farthest is None or candidate.span.end > farthest.span.end:
                farthest = candidate
    return kept


def _candidate(document: Document, gazetteer: Gazetteer, index: int, proposal: Proposal) -> Candidate | None:
    proposal = as_meant(document, proposal, gazetteer)
    span = clean_span(document.text, document.span(proposal))
    if span is None or not any(c.isalpha() for c in span.of(document.text)):
        return None
    words = span.of(document.text)
    if is_nobody(document.text, span) or is_pair(words, gazetteer):
        return None
    port = _PORT.match(words) if is_qualified(document, span) else None
    if port is not None:
        span = Span(span.start + port.end(), span.end)
        words = span.of(document.text)
    if (ranked := _RANKED.match(words)) and gazetteer.nationality(words[ranked.end() :]):
        span = Span(span.start + ranked.end(), span.end)
        words = span.of(document.text)
    if proposal.label in ("PER", "person") and words.count(" ") > 1:
        span = without_people(span, words, gazetteer)
        words = span.of(document.text)
    named = proposal.label in ("PER", "ORG") or proposal.attributes.get("kind", ("", 0.0))[0] == "name"
    person = named and proposal.label in ("PER", "person")
    if person and not names_body(document.text, span, "person") and (end := stray(words, gazetteer)):
        span = Span(span.start, span.start + end)
        words = span.of(document.text)
    group = GROUP_OF_NAME.get(proposal.label, proposal.label)
    if named and group == "organisation":
        span = hyphened(document, span)
        words = span.of(document.text)
    if named and group == "place":
        span = of_place(document.text, span, gazetteer)
        words = span.of(document.text)
    span = to_its_end(document, span, described=group == "person" and not named)
    words = span.of(document.text)
    national = group == "person" and is_national(document.text, span, gazetteer)  # "the 23-year-old Kenyan"
    kind = "nominal" if national else _kind(words, proposal)
    if opens_sentence(document, span) or _only_tells(document, proposal, words, of_people=group == "group"):
        return None
    if kind == "pronoun" and words.casefold() in MANY and not _spoken(document, span):
        return None  # whoever writes the article
    placed = port is not None or (
        group in ("person", "organisation") and kind == "name" and is_place(document, gazetteer, span, group)
    )
    group = "place" if placed else group
    group = "group" if group == "country" and kind == "name" and is_people(words, gazetteer) else group
    company = kind == "name" and _COMPANY.search(words) is not None
    club = kind == "name" and group in ("person", "place") and is_club(document.text, span, group, gazetteer)
    body = kind == "name" and (names_body(document.text, span, group) or is_known_body(words, group, gazetteer))
    body = company or club or body
    group = "organisation" if body else group
    types = {"company": 1.0} if company else {DEFAULT_TYPE[group]: 0.3}
    if "type" in proposal.attributes and not (placed or body):
        value, probability = proposal.attributes["type"]
        types[value] = types.get(value, 0.0) + probability
    candidate = Candidate(
        index, span, proposal.start, proposal.end, group, kind, types, "", proposal.score, " ".join(words.split())
    )
    candidate = _as_told(candidate, document.text, gazetteer)
    whose = _whose(candidate, gazetteer) or (owner(document.text, span, gazetteer) if group in OWNED else "")
    candidate = _with_gazetteer(replace(candidate, country=whose) if whose else candidate, gazetteer)
    return _part_of_country(document, candidate)


def _as_told(candidate: Candidate, text: str, gazetteer: Gazetteer) -> Candidate:
    """A place as the words beside it tell: a capital that speaks is its state, who has a governor is a region."""
    if candidate.kind == "metonym" and located(text, candidate.span):
        candidate = replace(candidate, group="place", kind="name", types={"city": 1.0})
    if candidate.group != "place":
        return candidate
    seat = candidate.kind == "name" and gazetteer.metonym(candidate.words) is not None
    kind = "metonym" if seat and speaks_as_state(text, candidate.span) else candidate.kind
    return replace(candidate, kind=kind, governed=governed(text, candidate.span))


def _only_tells(document: Document, proposal: Proposal, words: str, *, of_people: bool) -> bool:
    """Whether the words are an adjective that names nothing: "federal", "[unpaid] workers", but not "the [unpaid]"."""
    first = document.analysis.doc[proposal.start]
    alone = words == words.lower() and " " not in words
    if of_people:
        return alone and first.dep_ == "amod" and first.head.i == proposal.end
    return (alone and first.pos_ == "ADJ") or _SIDING.fullmatch(words) is not None


def _spoken(document: Document, span: Span) -> bool:
    return document.quotation_at(span) is not None or any(turn.words.covers(span) for turn in document.turns)


def _kind(words: str, proposal: Proposal) -> str:
    lowered = words.casefold()
    if lowered in PRONOUNS and words not in ("US", "IT", "WHO"):
        return "pronoun"
    kind = proposal.attributes["kind"][0] if "kind" in proposal.attributes else ""
    titled = proposal.label in ("PER", "person") and is_title(words)  # "The Chief Minister wept"
    if ACRONYM.fullmatch(words) and not titled:
        return kind if kind in ("metonym", "name") and len(words) > 5 else "acronym"
    kind = "name" if kind in ("", "pronoun", "acronym") else kind
    return "nominal" if kind == "name" and (words == lowered or titled) else kind


def _with_gazetteer(candidate: Candidate, gazetteer: Gazetteer) -> Candidate:
    """Let the gazetteer say which country the words name, if they name one and nothing else fits better."""
    if candidate.kind in ("nominal", "pronoun"):
        return candidate
    words = candidate.words
    seat = candidate.kind == "metonym" or (candidate.group == "country" and not gazetteer.countries(words))
    if seat and (metonym := gazetteer.metonym(words)):
        if metonym.country not in BODIES:
            of_it = replace(candidate, group="country", types={"country": 1.0}, country=metonym.country)
            return of_it if candidate.kind == "acronym" else replace(of_it, kind="metonym")
        return replace(candidate, group="organisation", body=metonym.institution)
    known = gazetteer.organisation(words) if candidate.group in ("organisation", "group") else None
    candidate = replace(candidate, body=known.name) if known is not None else candidate
    nationality, country = gazetteer.nationality(words), gazetteer.countries(words)
    if country and candidate.group == "group" and candidate.kind == "name" and not nationality:
        candidate = replace(candidate, group="country")  # "the Comoros has known"
    peopled = candidate.group in ("country", "group", "organisation") or candidate.kind == "adjective"
    peopled = peopled or (nationality is not None and candidate.group == "place" and not gazetteer.places(words))
    if peopled and nationality and not country:
        of_it = replace(candidate, country=nationality.iso2)
        people = words.endswith("s") and candidate.kind != "adjective"  # the Russians: people, not the state
        return of_it if people else replace(of_it, group="country", kind="adjective", types={"country": 1.0})
    if country and candidate.group in ("country", "place", "organisation"):
        likely_region = max(candidate.types, key=lambda t: candidate.types[t]) in PLACE_TYPES - {
            "place",
            "island",
            "region",
        }
        alone = all(place.kind == "country" for place in gazetteer.places(words))  # no town or region is called so
        if candidate.group == "country" or alone or not likely_region:
            return replace(candidate, group="country", types={"country": 1.0}, country=country.iso2)
    places = gazetteer.places(words) if candidate.group == "place" else ()
    return replace(candidate, area=is_area(places), unknown=not places) if candidate.group == "place" else candidate


def _part_of_country(document: Document, candidate: Candidate) -> Candidate:
    """A country's name after a point of the compass is a region of it: "eastern Ukraine", "south-western Peru"."""
    before = document.analysis.doc[candidate.first - 1] if candidate.first else None
    if candidate.group != "country" or candidate.kind != "name" or before is None:
        return candidate
    if not _COMPASS.fullmatch(before.text) or document.text[before.idx + len(before) : candidate.span.start] != " ":
        return candidate
    half = _HALF_COMPASS.search(document.text, max(0, before.idx - 8), before.idx)
    span = Span(half.start() if half else before.idx, candidate.span.end)
    first = document.tokens(span)[0]
    region = replace(candidate, span=span, first=first, group="place", types={"region": 1.0})
    return replace(region, country="", words=span.of(document.text))


def _whose(candidate: Candidate, gazetteer: Gazetteer) -> str:
    """The one country whose adjective stands before the noun, "" for none or several."""
    if candidate.group not in ("organisation", "group", "person") or candidate.kind == "pronoun":
        return ""
    before = [word for word in candidate.words.split()[:-1] if word[0].isupper()]
    found = {country.iso2 for word in before if (country := gazetteer.nationality(word))}
    return found.pop() if len(found) == 1 else ""
