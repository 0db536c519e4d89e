"""What a number counts: the noun phrase that it belongs to, behind it or elsewhere.

Input: a Document, the words of a number. Output: the words for what is counted, "" for none; read by
kb.extraction.figures.stage.
Never: says a verb, a time or what a preposition brings.
"""

import re
from collections.abc import Sequence
from typing import Final

from spacy.tokens import Span as Tokens

from kb.extraction.document import Document, head_token
from kb.extraction.figures.elided import counted_as_number_of, counted_behind
from kb.extraction.quantity import Quantity
from kb.model import Span

_SMALL_NUMBERS: Final = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|hundred"
_HOW: Final = frozenset("badly critically fatally gravely lightly seriously severely slightly".split())
_PARTITIVE: Final = re.compile(  # "of the site's 1,750 workers"
    r"^(?:out )?of\b ?(?:(?:the|its|their|all|them|us|whom)\b ?)?(?:(?:[\w-]+ ?['’]s? )?(?:[\d,.]+|"
    + _SMALL_NUMBERS
    + r") )?"
)
_OF_NUMBER: Final = re.compile(r"^(?:an? )?(?:[a-z]+ed )?\d[\d,.]*(?: |$)")  # "a planned 45,000 doses"
_POSSESSIVE: Final = frozenset({"its", "their", "his", "her", "our", "my"})
OF_NOTHING: Final = frozenset(  # units of which nothing is counted
    "magnitude knot km_per_hour mile_per_hour metre_per_second degree degree_celsius degree_fahrenheit".split()
)
_STATES: Final = frozenset("dead killed wounded injured missing displaced detained arrested infected".split())
_OWNED: Final = frozenset({"'s", "’s", "'", "’"})
_LESS_MORE: Final = frozenset({"more", "other", "further", "additional"})
_JOINED: Final = re.compile(
    r"[-‑–](?P<noun>(?:member|seat|bed|person|man|woman|strong|pupil|room)s?)\b"
)  # "a 40-bed ward"
_WHEN: Final = re.compile(
    r"(?:(?:this|last|next|each|every|per) )?(?:second|minute|hour|day|night|week|month|quarter|year|decade|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|yesterday|tomorrow|overnight)s?\b|"
    r"(?:this|last|next) (?:january|february|march|april|may|june|july|august|(?:septem|octo|novem|decem)ber)\b",
    re.IGNORECASE,
)
_FURTHER: Final = re.compile(r"^(?:more|further|other|additional|extra)\s+(?=\w)", re.IGNORECASE)
_THEN: Final = re.compile(
    r"\s+(?:(?:this|last|next|each|every) (?:day|night|week|month|quarter|season|year)|overnight|today|yesterday|"
    r"worth)$",
    re.IGNORECASE,
)
_NOTHING: Final = re.compile(  # what counts nothing: "15 more", "20 metres high", "cut the number"
    r"of|more|fewer|less|higher|lower|high|long|tall|deep|wide|thick|old|each|apiece|\W*|others|as [a-z]+|"
    rf"(?:the|over|including|against|and|or) .*|{_SMALL_NUMBERS}|one|(?:feared|presumed|confirmed|reported) \w+|"
    rf"(?:\d+|{_SMALL_NUMBERS}) (?:second|minute|hour|day|week|month|year|decade)s?",
    re.IGNORECASE,
)
_COUNTED_POS: Final = frozenset({"NOUN", "PROPN", "ADJ", "VERB"})


def counted(document: Document, span: Span) -> str:
    """The words for what is counted: the noun phrase that the number belongs to."""
    first, last = document.tokens(span)
    if first >= last:
        return ""
    if joined := _JOINED.match(document.text, span.end) or _JOINED.search(span.of(document.text)):
        return joined["noun"]
    head = head_token(document.doc, first, last)
    phrase = document.doc[last:last]
    above = head.dep_ in ("nummod", "amod", "det", "advmod") and head.head.i >= last
    if above and head.head.pos_ != "ADV":
        phrase = document.doc[last : head.head.i + 1]
    if not above or phrase.text.casefold() in _LESS_MORE:
        end = last
        while end < len(document.doc) and _counts_on(document, last, end):
            end += 1
        phrase = document.doc[last:end]
    phrase = _noun_phrase(phrase)
    words = re.sub(r"\s+", " ", phrase.text).strip(' ,.;:"“”‘’')
    words = _THEN.sub("", _FURTHER.sub("", _OF_NUMBER.sub("", _PARTITIVE.sub("", words))))
    if (
        _WHEN.match(words)
        or _NOTHING.fullmatch(words)
        or (len(phrase) == 1 and phrase[0].pos_ == "VERB" and words.casefold() not in _STATES)
    ):
        return ""
    return words if len(words) <= 80 and words.casefold() not in _HOW else ""


def counted_elsewhere(document: Document, quantity: Quantity, quantities: Sequence[Quantity]) -> str:
    """What a number counts whose noun stands with the next number, or before it: "the number of cases rose to"."""
    if counted_behind(document.text, quantity.span):
        return next((counted(document, q.span) for q in quantities if q.span.start >= quantity.span.end), "")
    return counted_as_number_of(document.text, quantity.span) if quantity.kind == "count" else ""


def _noun_phrase(phrase: Tokens) -> Tokens:
    """The words up to the end of the first noun phrase: nothing from a verb or another preposition on."""
    for n, token in enumerate(phrase):
        named = any(t.pos_ in ("NOUN", "PROPN") for t in phrase[:n])
        if token.lower_ in _STATES and not named:
            continue
        partitive = token.lower_ in ("of", "out") and not named
        participle = token.pos_ == "VERB" and token.dep_ in ("amod", "acl") and n + 1 < len(phrase)
        closes = token.text == "," and (named or phrase[n - 1].lower_ in _STATES)
        closes = closes or token.lemma_ == "have" or (token.pos_ == "VERB" and n > 0 and not participle)
        ends = closes or token.pos_ in ("AUX", "SCONJ", "ADP", "PRON")
        if ends and not partitive and token.lower_ not in _POSSESSIVE:
            return phrase[:n]
    return phrase


def _counts_on(document: Document, first: int, at: int) -> bool:
    """Whether the words for what is counted go on: nouns and adjectives, after "of the 23" or "out of ten"."""
    token = document.doc[at]
    if at - first >= 6:
        return False
    partitive = token.lower_ in ("of", "out", "the", "its", "all") or token.pos_ == "NUM"
    started = any(t.pos_ in _COUNTED_POS for t in document.doc[first:at])
    if token.lower_ in _OWNED:
        return started and at + 1 < len(document.doc) and document.doc[at + 1].pos_ in (*_COUNTED_POS, "NUM")
    owned = token.pos_ == "NUM" and document.doc[at - 1].lower_ in _OWNED
    return token.pos_ in _COUNTED_POS or (partitive and not started) or owned
