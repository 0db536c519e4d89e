"""What a definite description is of, where no link tells: the one name of its noun, the one holder of its title.

Input: mention candidates, the text, the offices of a Document, the gazetteer.
Output: the proposals of the names that "the court" or "the lieutenant" can be of, read by
kb.extraction.names.coreference.
Never: chooses between two.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import Final

from spacy.tokens import Token

from kb.extraction.document import Document
from kb.extraction.names.ages import age
from kb.extraction.names.posts import plain_post, post_of
from kb.extraction.names.stage import Candidate
from kb.language.gazetteer import Gazetteer

HOLDS: Final = 0.5  # how likely a link from an office to its holder must be
REACH: Final = 12  # characters before a description in which its article stands
BODIES: Final = frozenset({"organisation", "place"})
_THE: Final = re.compile(
    r"\b(?:the|this|that)\s+(?:(?:new|newly[\s-]\w+|current|incumbent|incoming|outgoing|sitting)\s+)?$", re.IGNORECASE
)
_OWNED: Final = re.compile(r"(?:\b(?:his|her|its|their|an?)|['’]s)\s+$", re.IGNORECASE)
_KNOWN: Final = re.compile(r",\sthe\s")
_AN: Final = re.compile(r"\b(?:an?|another|one|former|ex)[\s-]+$", re.IGNORECASE)
_REST: Final = re.compile(r"\s(?:of|for|on|in|from|at|to)\s|,")
_OF: Final = re.compile(r"\s+(?:of|for)\s")  # "the head of the union" is no other head
_SECOND: Final = re.compile(  # no minister is meant by a deputy's title, nor by that of a head of government
    r"(?:deputy|vice|assistant|associate|junior)\b|(?:prime|chief|first) minister\b"
)
_ONCE: Final = re.compile(r"(?:\b(?:former|late|retired|then)\s+|\bex-)$", re.IGNORECASE)
_STYLE: Final = re.compile(r"\b([A-Z][a-z]+)\.?\s+$")
_STYLES: Final = {  # a word right before a name -> what whoever has it is called
    "gen": ("general",),
    "general": ("general",),
    "brig": ("brigadier",),
    "col": ("colonel",),
    "colonel": ("colonel",),
    "capt": ("captain",),
    "captain": ("captain",),
    "maj": ("major",),
    "major": ("major",),
    "adm": ("admiral",),
    "admiral": ("admiral",),
    "sgt": ("sergeant",),
    "cmdr": ("commander",),
    "rep": ("representative", "congressman", "congresswoman", "lawmaker"),
    "sen": ("senator", "lawmaker"),
    "senator": ("senator",),
    "gov": ("governor",),
    "rev": ("pastor", "reverend"),
    "bishop": ("bishop",),
    "judge": ("judge",),
    "justice": ("judge", "justice"),
}
_SAME: Final = {  # one office by another word
    "prime minister": ("premier",),
    "premier": ("prime minister",),
    "head": ("chief",),
    "chief": ("head",),
    "chief executive": ("ceo",),
    "ceo": ("chief executive",),
    "spokesman": ("spokesperson",),
    "spokeswoman": ("spokesperson",),
}
_THE_AGED: Final = re.compile(r"\bthe\s+(?:\d{1,3}[-‐‑ ]year[-‐‑ ]old,?\s+(?:[\w’'-]+\s+){0,3})?$", re.IGNORECASE)
OLD: Final = 56  # characters of "the 34-year-old former shop"
_TOWNS: Final = frozenset({"city", "town", "village"})  # which of them a place is called differs from text to text
_LANDS: Final = _TOWNS | {"country", "province", "district", "island"}
_LANDED: Final = BODIES | {"country"}
_BARE: Final = frozenset({"police"})  # which needs no "the"
_ONE: Final = _BARE | frozenset("airline army government military ministry navy opposition parliament union".split())
_VAGUE: Final = frozenset(  # nouns that stand for others as often as for the one that is called so
    "area border city coast company country district group house level member nation people place province region road "
    "side site state system town village world zone".split()
)


@dataclass(frozen=True, slots=True)
class Described:
    """Whom descriptions can be of.

    Attributes:
        nouns: a noun, folded -> proposals of names that end in it ("court": "the Constitutional Court of Veldania"),
            with the words of each, folded.
        titles: a title or its last word, folded -> proposals of the names of its holders.
        ages: years -> proposals of the names of those who are that old.
        known: a title, folded -> where the name of whoever was told of by it before stands, and that name's proposal:
            "his spokesman said. ... Ana Paz, the spokesman, blamed".
        lands: a noun for towns, countries or lands -> where the names of such stand, and their proposals: "the city" is
            the only one named before. Under "capital" the capitals of countries.
        told: several words, folded -> where bodies and places are described by them, and the proposals.
    """

    nouns: Mapping[str, Mapping[int, frozenset[str]]] = field(default_factory=dict)
    titles: Mapping[str, frozenset[int]] = field(default_factory=dict)
    ages: Mapping[int, frozenset[int]] = field(default_factory=dict)
    known: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    lands: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
    told: Mapping[str, Mapping[int, int]] = field(default_factory=dict)

    def bars(self, candidate: Candidate, members: Iterable[Candidate], text: str) -> bool:
        """Say whether others are named with the high office that a description tells, and none of *members* is.

        "The acting governor" is no hospital's director where a "Governor Ana Paz" is named; "the capital" is no other
        town where a country's capital is.
        """
        if candidate.kind != "nominal":
            return False
        holders, start = self._capitals(candidate, text), candidate.span.start
        once = _ONCE.search(text, max(0, start - REACH), start)  # "a former mayor" is who was one, not who is
        if candidate.group == "person" and not once and (post := post_of(candidate.words)):
            holders = self.titles.get(post, frozenset())
        theirs = {member.proposal for member in members if member.kind == "name"}
        return bool(holders and theirs) and holders.isdisjoint(theirs)

    def _capitals(self, candidate: Candidate, text: str) -> frozenset[int]:
        """The names that can be meant by "the capital", none for other words, "the capital of Osk" among them."""
        start, end = candidate.span.start, candidate.span.end
        the = candidate.words.casefold() == "capital" and _THE.search(text, max(0, start - REACH), start)
        return frozenset(self.lands.get("capital", {}).values()) if the and not _OF.match(text, end) else frozenset()

    def of(self, candidate: Candidate, text: str) -> frozenset[int]:
        """Return the proposals of what a definite description is of by its words: names, or what was told before."""
        before = text[max(0, candidate.span.start - REACH) : candidate.span.start]
        headline = candidate.span.end <= text.find("\n")  # where articles are left out
        if candidate.kind == "nominal" and (
            whose := self._of_age(candidate, text) or self._named_later(candidate, before)
        ):
            return whose
        bare = (headline or candidate.words.casefold() in _BARE) and not _AN.search(before)
        if candidate.kind != "nominal" or not (_THE.search(before) or bare):
            return frozenset()
        words = candidate.words.casefold()
        if candidate.group == "person":
            if _OF.match(text, candidate.span.end) and not post_of(words):
                return frozenset()
            return self.titles.get(words) or self.titles.get(plain_post(words), frozenset())
        if candidate.group not in _LANDED:
            return frozenset()
        return self._of_noun(candidate, words.split(), text) or self._told_before(candidate, words)

    def _of_noun(self, candidate: Candidate, told: Sequence[str], text: str) -> frozenset[int]:
        """The names of bodies and places that a noun is of; of a town's, those of the towns named before."""
        if len(told) == 1 and told[0] in _LANDS and candidate.group != "organisation":
            if _OF.match(text, candidate.span.end) or _another(told[0]).search(text, 0, candidate.span.end):
                return frozenset()
            return frozenset(name for at, name in self.lands.get(told[0], {}).items() if at < candidate.span.start)
        names = self.nouns.get(told[-1], {})
        return frozenset(proposal for proposal, theirs in names.items() if theirs.issuperset(told))

    def _told_before(self, candidate: Candidate, words: str) -> frozenset[int]:
        """The descriptions before it in the same words, where these are several, or one body has them: "the army".

        Of such bodies told of twice in an annotated article 900 of 990 are one.
        """
        told = self.told.get(words, {}) if (" " in words or words in _ONE) and candidate.group in BODIES else {}
        return frozenset(proposal for at, proposal in told.items() if at < candidate.span.start)

    def _named_later(self, candidate: Candidate, before: str) -> frozenset[int]:
        """The name of whoever is told of as somebody's: "his spokesman" is "NAME, the spokesman," below."""
        where, name = self.known.get(candidate.words.casefold(), (0, -1))
        owned = candidate.group == "person" and candidate.span.start < where and _OWNED.search(before)
        return frozenset((name,)) if owned else frozenset()

    def _of_age(self, candidate: Candidate, text: str) -> frozenset[int]:
        """The names of those who are as old as somebody definite: "the 27-year-old student" is "NAME, 27"."""
        before = text[max(0, candidate.span.start - OLD) : candidate.span.start]
        if not self.ages or candidate.group != "person" or not _THE_AGED.search(before):
            return frozenset()
        return self.ages.get(age(candidate, text), frozenset())


NOBODY: Final = Described()


@cache
def _another(noun: str) -> re.Pattern[str]:
    """What brings in a nameless one of a noun, "a small town", not "Osk, a town" or "Osk is a town"."""
    others = r"(?:an?|another|one|some|a\s+nearby)"
    return re.compile(rf"(?<!, )(?<!\bis )(?<!\bwas )\b{others}\s+(?:[\w-]+\s+){{0,3}}?{noun}\b", re.IGNORECASE)


def described(document: Document, candidates: Sequence[Candidate], gazetteer: Gazetteer) -> Described:
    """Return the nouns of the names of bodies and places, the titles of those who hold an office."""
    nouns: dict[str, dict[int, frozenset[str]]] = {}
    for candidate in candidates:
        if candidate.kind == "name" and candidate.group in BODIES:
            words = candidate.words.casefold().split()
            head = _REST.split(" ".join(words))[0].split()
            start = candidate.span.start
            if candidate.words.rpartition(" ")[2].islower() and _AN.search(document.text, max(0, start - REACH), start):
                continue  # "fled from an [Osk prison]": one of several
            if len(words) > 1 and head and head[-1] not in _VAGUE:
                nouns.setdefault(head[-1], {})[candidate.proposal] = frozenset(words)
    named = {c.proposal: c for c in candidates if c.kind == "name" and c.group == "person"}
    titles: dict[str, set[int]] = {}
    former: dict[str, set[int]] = {}
    styled = (*_styled(document.text, named.values()), *_plied(document, named.values()))
    for title, holder, held in [*_held(document), *((title, holder, True) for title, holder in styled)]:
        if holder in named:
            for called in {title, _office(title), *_SAME.get(title, ())}:
                (titles if held else former).setdefault(called, set()).add(holder)
    ages: dict[int, set[int]] = {}
    for name in named.values():
        if years := age(name, document.text):
            ages.setdefault(years, set()).add(name.proposal)
    return Described(
        nouns,
        {title: frozenset(holders) for title, holders in (former | titles).items()},
        {years: frozenset(whose) for years, whose in ages.items()},
        _known(candidates, document.text),
        _lands(candidates, gazetteer),
        _told(candidates),
    )


def _lands(candidates: Iterable[Candidate], gazetteer: Gazetteer) -> dict[str, dict[int, int]]:
    found: dict[str, dict[int, int]] = {}
    for candidate in candidates:
        if candidate.named and candidate.group in ("place", "country"):
            likeliest = max(candidate.types, key=lambda kind: candidate.types[kind], default="")
            kind = "country" if candidate.group == "country" else likeliest
            for noun in _TOWNS if kind in _TOWNS else {kind} & _LANDS:
                found.setdefault(noun, {})[candidate.span.start] = candidate.proposal
            if kind != "country" and any(place.capital for place in gazetteer.places(candidate.words)):
                found.setdefault("capital", {})[candidate.span.start] = candidate.proposal
    return found


def _told(candidates: Iterable[Candidate]) -> dict[str, dict[int, int]]:
    found: dict[str, dict[int, int]] = {}
    for candidate in candidates:
        if candidate.kind == "nominal" and candidate.group in BODIES:
            found.setdefault(candidate.words.casefold(), {})[candidate.span.start] = candidate.proposal
    return found


def _known(candidates: Sequence[Candidate], text: str) -> dict[str, tuple[int, int]]:
    """Titles that one description told before, of whoever is then named with "the" and it: "Ana Paz, the agent,"."""
    found: dict[str, tuple[int, int]] = {}
    for name, title in pairwise(candidates):
        words = title.words.casefold()
        if name.kind != "name" or title.kind != "nominal" or not name.group == title.group == "person":
            continue
        closed = _KNOWN.fullmatch(text, name.span.end, title.span.start) and text[title.span.end :][:1] == ","
        if closed and sum(c.words.casefold() == words for c in candidates if c.span.start < name.span.start) == 1:
            found.setdefault(words, (name.span.start, name.proposal))
    return found


def _office(title: str) -> str:
    """Return the noun of a title, the whole of a deputy's: "minister" of "minister of tourism"."""
    if _SECOND.match(title):
        return title
    return (_REST.split(title)[0].split() or [title])[-1]


def _styled(text: str, names: Iterable[Candidate]) -> Iterator[tuple[str, int]]:
    """Yield what a rank or an abbreviated title before a name says in full: "general" of "Lt. Gen. Ana Paz"."""
    for name in names:
        found = _STYLE.search(text, max(0, name.span.start - REACH), name.span.start)
        for title in _STYLES.get(found[1].casefold(), ()) if found else ():
            yield title, name.proposal


def _plied(document: Document, names: Iterable[Candidate]) -> Iterator[tuple[str, int]]:
    """Yield the noun right before a name, what somebody does: "goalkeeper" of "Osk goalkeeper Ana Paz"."""
    for name in names:
        before = document.doc[name.first - 1] if name.first else None
        beside = before is not None and document.text[before.idx + len(before) : name.span.start] == " "
        if before is not None and beside and before.pos_ == "NOUN" and _is_common(before):
            yield before.lower_, name.proposal


def _is_common(noun: Token) -> bool:
    return noun.text.islower() or bool(noun.is_sent_start)


def _held(document: Document) -> Iterable[tuple[str, int, bool]]:
    """Yield titles, the proposals of their holders' names, and whether these still hold them."""
    for index, office in document.analysis.layer("office"):
        span = document.span(office)
        title = span.of(document.text).casefold().strip()
        held = _ONCE.search(document.text, max(0, span.start - REACH), span.start) is None
        for link in document.relations_of.get(index, ()):
            if title and link.label == "holder" and link.score >= HOLDS:
                yield title, link.tail, held
