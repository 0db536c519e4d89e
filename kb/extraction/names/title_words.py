"""Titles and names of which the model marks a part, and what belongs to neither: lands in a charge, a body's fighters.

Input: words; a proposal of a name or mention in its Document. Output: answers, and the proposal as it was meant; read
by kb.extraction.names.stage.
Never: makes a name of words of which the model marked none.
"""

import re
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from kb.extraction.document import Document
from kb.extraction.names.clean import ACRONYM
from kb.language.analysis import Proposal
from kb.language.gazetteer import Gazetteer
from kb.language.people_words import IRREGULARS, TROOPS, forms
from kb.model import Span

_TITLE: Final = re.compile(  # in capitals, and nobody's name
    r"(?:(?:Deputy|Vice|Acting|Former|Prime|Chief|First|Home|Foreign|Finance|Defen[cs]e|Interior|Health|Justice|Education|"
    r"Energy|Agriculture|Transport|Culture|Economy|Trade|Environment|Labou?r|Information|Security|Attorney|Lieutenant|"
    r"Union|State|Regional)[ -])*"
    r"(?:Minister|President|Vice-President|Premier|Governor|Chancellor|Speaker|Governor-General|General Secretary|"
    r"Secretary of State|Home Secretary|Foreign Secretary|Chief Justice|Attorney General|Leader of the Opposition)"
    r"|C[EFOTIM]O|MD|MEP|MP|PM|VP"
    r"|(?:(?:Assistant|Associate|Adjunct|Visiting|Team|General|Executive|Managing|Artistic|Sporting|Technical|Head|Senior|"
    r"Deputy|Group|Chief|Regional|Country|Communications|Marketing|Project|Programme|Program)[ -])+"
    r"(?:Professor|Manager|Director|Coach|Editor|Executive|(?:(?:Executive|Financial|Operating) )?Officer|"
    r"Scientist|Economist)"
)
_OPENS: Final = frozenset(  # a title, and no body's or person's name by itself
    "Attorney Chief Defence Defense Deputy Finance First Foreign Health Home Interior Prime Vice".split()
)
_ARTICLES: Final = frozenset("ad al an ar as ash at az el es".split())
_JOINED: Final = re.compile(r"(?:[-‑]|(?<=[-‑]))[A-Z][\w’'-]+")
_CHARGE: Final = re.compile(  # "Minister for the [Middle East] NAME"
    r"\b(?:minister|secretary|envoy|representative|coordinator|co-ordinator|advis[eo]r|commissioner|director|ambassador|"
    r"commander|rapporteur)\s+(?:for|of|to)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_REACH: Final = 32  # characters before, in which a title with its "for the" stands
_BODIES: Final = frozenset({"ORG", "organisation", "group"})
_FIGHTERS: Final = forms(IRREGULARS | TROOPS | {"fighter", "operative", "extremist"})
_PEOPLE: Final = frozenset({"PER", "person"})
_MOST: Final = 3  # words of a part of the world


def is_title(words: str) -> bool:
    """Say whether words in capitals are only a title: "Chief Minister" of "The Chief Minister announced"."""
    return _TITLE.fullmatch(words) is not None


def as_meant(document: Document, proposal: Proposal, gazetteer: Gazetteer) -> Proposal:
    """Return a proposal for the whole of a title of which it is the first word, and without the land of a charge.

    "The [Foreign] Secretary joined" is a person who is not named; "Minister for the [Middle East Ann Osk]" is Ann Osk,
    and where no name follows the land is one. Of "[Taliban fighters]" the Taliban are what is named.
    """
    span = document.span(proposal)
    words = span.of(document.text)
    whole = _TITLE.match(document.text, span.start) if words in _OPENS else None
    if whole is not None and whole.end() > span.end and not document.text[whole.end() : whole.end() + 1].isalnum():
        end = document.tokens(Span(span.start, whole.end()))[1]
        return replace(proposal, end=end, label="person", attributes=MappingProxyType({}))
    if words.lower().rstrip("-‑") in _ARTICLES and (rest := _JOINED.match(document.text, span.end)):
        kept = {name: value for name, value in proposal.attributes.items() if name != "kind"}
        end = document.tokens(Span(span.start, rest.end()))[1]
        return replace(proposal, end=end, attributes=MappingProxyType(kept))  # "[al]-Osk", of which a part was marked
    if proposal.label in _BODIES and " " in words:
        return _without_fighters(document, proposal, gazetteer)
    if proposal.label in _PEOPLE and _CHARGE.search(document.text, max(0, span.start - _REACH), span.start):
        return _without_land(document, proposal, gazetteer)
    return proposal


def _without_fighters(document: Document, proposal: Proposal, gazetteer: Gazetteer) -> Proposal:
    last = document.doc[proposal.end - 1]
    if proposal.attributes.get("kind", ("name", 1.0))[0] == "nominal" or not _FIGHTERS.fullmatch(last.lower_):
        return proposal
    body = document.token_span(proposal.start, proposal.end - 1).of(document.text)
    known = ACRONYM.fullmatch(body) is not None or gazetteer.organisation(body) is not None
    return replace(proposal, end=proposal.end - 1) if known else proposal


def _without_land(document: Document, proposal: Proposal, gazetteer: Gazetteer) -> Proposal:
    for end in range(min(proposal.end, proposal.start + _MOST), proposal.start, -1):
        words = document.token_span(proposal.start, end).of(document.text)
        if any(place.kind == "region" and place.country is None for place in gazetteer.places(words)):
            if end == proposal.end:
                return replace(proposal, label="place", attributes=MappingProxyType({}))
            return replace(proposal, start=end)
    return proposal
