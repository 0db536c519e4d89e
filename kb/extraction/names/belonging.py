"""Bodies of which one is said to belong to another, or to rival it: "Osk Steel Logistics, a unit of Osk Steel".

Input: candidates and the text. Output: of names, the proposals that are another body, however alike it is called; read
by kb.extraction.names.coreference.
Never: says which one another name means.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from kb.extraction.names.stage import Candidate

_KIN: Final = (
    r"(?:unit|subsidiary|arm|branch|division|affiliate|offshoot|daughter|parent|owner|sister|rival|competitor|"
    r"spin-?off|supplier|customer|partner|wing|chapter|successor|predecessor)"
)
_BELONGING: Final = re.compile(
    rf"(?:,\s+|\s+\(|\s+(?:is|was|became)\s+)(?:(?:an?|the|its)\s+)?(?:[\w-]+\s+){{0,3}}{_KIN}\s+(?:company\s+)?of\s+(?:the\s+)?|"
    r"(?:,\s+(?:which\s+is\s+)?|\s+is\s+)(?:(?:wholly|partly|majority|part|jointly)[- ])?owned\s+by\s+(?:the\s+)?|"
    rf"(?:,\s+|\s+and\s+)its\s+(?:[\w-]+\s+){{0,2}}{_KIN}(?:\s+company)?,?\s+(?:the\s+)?",
    re.IGNORECASE,
)

_FORMS: Final = frozenset(  # what is added to a name that is one firm's all the same
    "plc inc incorporated ltd limited llc llp corp corporation co company group holding holdings gmbh ag se sa spa srl "
    "nv bv ab asa as oy oyj kk pjsc ojsc pao oao ooo tbk bhd pty aps doo ad".split()
)
_TOLD: Final = re.compile(r",\s+(?:an?|the)\s")  # behind who is introduced
_NEW: Final = re.compile(r",\s+an?\s+[^,.;:\n]{3,80},\s+(?:which\s+|who\s+)?[a-z]+")  # ", a salmon farmer, said"


def _introduced(bodies: Sequence[Candidate], text: str) -> Iterator[tuple[Candidate, Candidate]]:
    """Yield each body introduced below the title with one of a longer name that is introduced after it.

    "Osk, a shipyard, shut. Osk Seafood, a salmon farmer, said": who has been introduced is introduced no more. "Osk"
    by itself, or "the aid agency Osk", may be short for what comes, and so is what a legal form alone makes longer.
    """
    below = text.find("\n") + 1
    for n, full in enumerate(bodies):
        if " " not in full.words or _NEW.match(text, full.span.end) is None:
            continue
        words = full.words.casefold().split()
        before = [one for one in bodies[:n] if one.span.start >= below]
        if any(one.words.casefold() == full.words.casefold() for one in before):
            continue
        for one in (one for one in before if _TOLD.match(text, one.span.end)):
            short = one.words.casefold().split()
            if short == words[: len(short)] and not _FORMS.issuperset(
                [word.strip(".") for word in words[len(short) :]]
            ):
                yield one, full


def belonging(candidates: Sequence[Candidate], text: str) -> dict[str, frozenset[int]]:
    """Return name, folded -> proposals of the bodies of which the words between say that one is the other's."""
    bodies = sorted((c for c in candidates if c.named and c.group == "organisation"), key=lambda c: c.span.start)
    found: dict[str, set[int]] = {}
    for one, other in pairwise(bodies):
        if _BELONGING.fullmatch(text, one.span.end, other.span.start):
            found.setdefault(one.words.casefold(), set()).add(other.proposal)
            found.setdefault(other.words.casefold(), set()).add(one.proposal)
    for one, other in _introduced(bodies, text):
        found.setdefault(one.words.casefold(), set()).add(other.proposal)
        found.setdefault(other.words.casefold(), set()).add(one.proposal)
    return {words: frozenset(proposals) for words, proposals in found.items()}
