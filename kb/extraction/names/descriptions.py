"""What an article says behind a name of whoever bears it: "NAME, a pharmacist from Osk,".

Input: the members of a cluster, its type, a Document. Output: the words, "" for none, read by
kb.extraction.names.entities.
Never: takes the clause behind a name for it ("in NAME, the company said"); tells a place or a body that it is a man.
"""

import re
from collections.abc import Iterable
from typing import Final

from spacy.tokens import Span as Tokens

from kb.extraction.document import Document, head_token
from kb.extraction.names.stage import Candidate
from kb.language.people_words import PERSONS, forms
from kb.model import Span
from kb.model.extraction import PLACE_TYPES

LONGEST: Final = 14  # words
_APPOSITION: Final = re.compile(
    r",\s+(?P<what>(?:an?|the)\s+(?:[^,.;:()“”\"\n]|(?<=\b[A-Z])\.(?=\s)|(?<=\d)[,.](?=\d)){3,90}?)"
    r"(?=,(?!\d)|(?<!\b[A-Z])\.(?:\s|\Z))",
    re.IGNORECASE,
)
_ARTICLE: Final = re.compile(r"(?:an?|the)\s+", re.IGNORECASE)
_SUBJECTS: Final = frozenset({"nsubj", "nsubj:pass", "nsubj:outer"})
_PEOPLE: Final = forms(PERSONS - {"police", "crew", "staff", "captive", "local", "national", "native", "guide"})
_WHO: Final = re.compile(r"\bwhom?\b")
_POSTS: Final = re.compile(r"commissioner|governor|president|commander|spokes\w+|director|chief|leader|head\b")


def description(document: Document, members: Iterable[Candidate], kind: str) -> str:
    """Return the apposition that follows a name, "" if the article gives none.

    Args:
        members: of one cluster.
        kind: the type of the entity that they are.
    """
    for member in members:
        match = _APPOSITION.match(document.text, member.span.end) if member.kind == "name" else None
        if match is None or len(match["what"].split()) > LONGEST:
            continue
        first, last = document.tokens(Span(match.start("what"), match.end("what")))
        if first >= last or _tells_more(document.doc[first:last]):
            continue
        person = _is_somebody(document, first, last) or (kind in PLACE_TYPES and _WHO.search(match["what"]))
        if kind == "person" or not person:
            return _ARTICLE.sub("", " ".join(match["what"].split()), count=1)
    return ""


def _tells_more(words: Tokens) -> bool:
    """Whether a clause stands there, with a subject that is no relative pronoun's: "the firm said", "a drone fell"."""
    inside = range(words.start, words.end)
    return any(
        t.dep_ in _SUBJECTS and t.head.i in inside and t.head.i > t.i and not t.head.dep_.startswith("acl")
        for t in words
    )


def _is_somebody(document: Document, first: int, last: int) -> bool:
    """Whether the noun of a description is a person's, or a people's: "a Dane whom nobody named"."""
    noun = head_token(document.doc, first, last)
    return bool(_PEOPLE.fullmatch(noun.lower_) or _POSTS.fullmatch(noun.lower_))
