"""The words that fill a role: the noun phrase whole, without the clause that tells more of it.

Input: words that the model marked as the filler of a role, the tree.
Output: the words to take, read by kb.extraction.events.roles.
Never: reaches into another clause.
"""

import re
from typing import Final

from spacy.tokens import Token

from kb.extraction.document import Document, head_token
from kb.extraction.names.entities import EntityTable
from kb.extraction.names.sides import player_behind
from kb.language.analysis import Proposal
from kb.model import Span

_HYPHENED: Final = re.compile(r"(?:[-‑–]\w+)+")
_MONEY: Final = re.compile(
    r"(?:(?:US|A|C|NZ|HK|S|R)?\$|[€£¥₹₦₱]|\b(?:N|K|P|R|Rs|KSh|CFA)(?=\s?\d+(?:[.,]\d+)*\s?(?:million|billion|[mb]n)))\s?\d+(?:[.,]\d+)*(?:\s?(?:thousand|million|billion|trillion|crore|lakh|[mb]n?|tn|k)\b)?"
)
_ONE_OF: Final = re.compile(
    r"\b(?:an?|another|one|two|three|four|five|six|seven|eight|nine|ten|\d+|many|several|some|young|old|fellow)\s$",
    re.IGNORECASE,
)
MONEY_REACH: Final = 24  # characters that a sum may go on for
PRENOMINAL: Final = frozenset({"amod", "nummod", "compound", "det", "nmod:poss"})
AMOUNTS: Final = frozenset(
    "dozen dozens score scores hundred hundreds thousand thousands million millions most many some several all half "
    "none few majority number group rest".split()
)
REACH: Final = 5  # words from what was marked to the noun that it belongs to
AT: Final = frozenset({"on", "against"})
BEHIND: Final = 4  # words from "on" to the head of what is attacked
PHRASE: Final = 8  # words that a noun phrase goes on for
NOUNS: Final = frozenset({"NOUN", "PROPN"})
BEFORE: Final = frozenset({"DET", "ADJ", "NUM", "PRON", "PART"})  # a noun, in its phrase
TIME: Final = 0.5  # how likely words are a time
GENITIVE: Final = frozenset({"'s", "’s"})
RELATIVE: Final = frozenset({"that", "which", "who", "whom", "whose", "where"})


def whole_words(document: Document, span: Span) -> Span:
    """Return *span* as a noun phrase: on to its noun ("a stray [bullet]", "dozens [of families]"), up to its clause.

    A number's part goes on to what is counted, a part to its whole ("[at] least nine weavers", "one [of its buses]").
    A clause behind the noun is left out ("a bus [packed with passengers]",
    "the lorry [that burned]").
    """
    if (cut := _HYPHENED.match(document.text, span.end)) is not None:
        span = Span(span.start, cut.end())  # "military non[-alignment]"
    span = _sum(document.text, span)
    first, last = _counted(document, *document.tokens(span))
    if first >= last:
        return span
    span = Span(min(span.start, document.doc[first].idx), max(span.end, document.token_span(first, last).end))
    head = head_token(document.doc, first, last)
    end = _with_noun(head, last)
    end = _with_whole(document, first, last) if end == last else end
    if any(token in document.trigger_tokens for token in range(last, end)):
        end = last  # what happens is no filler: "a drone [strike]"
    if end == last:
        end = _before_clause(document, head, first, last)
    end = _without_time(document, first, _to_name_end(document, _closed(document, first, end)))
    return Span(span.start, document.token_span(first, end).end) if end != last else span


def _to_name_end(document: Document, end: int) -> int:
    """Where the name ends that words break off in: "shares in Osk [Steel]"."""
    index = document.filler_at.get(end - 1)
    held = document.analysis.proposals[index] if index is not None else None
    named = held is not None and held.layer in ("mention", "name") and document.doc[held.end - 1].pos_ == "PROPN"
    return held.end if held is not None and named and held.end < end + REACH else end


def _without_time(document: Document, first: int, end: int) -> int:
    """Where words end before the time that they run on into: "47 million euros [last year]"."""
    told = (p for _, p in document.analysis.layer("time") if first < p.start < end <= p.end and p.score >= TIME)
    return next((p.start for p in told), end)


def _counted(document: Document, first: int, last: int) -> tuple[int, int]:
    """Tokens that are part of a number, with all of it and the noun that it counts: "[at] least eight policemen"."""
    for _, figure in document.analysis.layer("figure"):
        if figure.start <= first < last <= figure.end:
            return figure.start, max(figure.end, _noun_phrase(document, figure.end))
    return first, last


def _with_whole(document: Document, first: int, last: int) -> int:
    """Where the noun phrase behind "of" ends: "one [of its buses]"; *last* where there is none."""
    doc = document.doc
    behind = last if doc[last - 1].lower_ == "of" else last + 1
    if behind - 1 <= first or behind >= len(doc) or doc[behind - 1].lower_ != "of":
        return last
    return max(last, _noun_phrase(document, behind))


def _noun_phrase(document: Document, first: int) -> int:
    """Where a noun phrase ends that begins at a token, told by the order of words; *first* where none begins."""
    end, paragraph = first, document.paragraph(document.doc[first - 1].idx)
    for token in document.doc[first : first + PHRASE]:
        if token.i in document.trigger_tokens or document.paragraph(token.idx) != paragraph:
            break
        if token.pos_ == "PRON" and token.dep_ != "nmod:poss":
            return token.i + 1 if end == first else end
        if token.pos_ in NOUNS:
            end = token.i + 1
        elif (end > first and token.lower_ not in GENITIVE) or (token.pos_ not in BEFORE and token.dep_ != "amod"):
            break
    return end


def _sum(text: str, span: Span) -> Span:
    """A sum of money whole: "$", "$75" or "75 million" of "$75 million"."""
    for found in _MONEY.finditer(text, max(0, span.start - 4), span.end + MONEY_REACH):
        if found.start() <= span.start < found.end() and span.end <= found.end():
            return Span(found.start(), found.end())
    return span


def _with_noun(head: Token, last: int) -> int:
    """Where the noun ends that the words tell of or count, *last* if they hold it."""
    if head.dep_ == "advmod" and head.head.pos_ == "NUM":
        head = head.head  # "nearly [400 schools]"
    noun = head.head
    inside = head.dep_ in PRENOMINAL and noun.pos_ in ("NOUN", "PROPN") and head.pos_ in ("ADJ", "NUM", "DET", "NOUN")
    gap = head.doc[last : noun.i] if last <= noun.i < last + REACH else None
    if inside and gap is not None and all(t.pos_ not in ("VERB", "ADP", "PUNCT") or t.text == "-" for t in gap):
        return noun.i + 1
    if head.lower_ in AMOUNTS or head.pos_ == "NUM":
        for child in head.children:
            behind = child.dep_ == "nmod" and last < child.i <= last + REACH
            if behind and any(c.dep_ == "case" and c.lower_ == "of" and c.i == last for c in child.children):
                return child.i + 1
    return last


def _closed(document: Document, first: int, end: int) -> int:
    """Where words end that broke off before their noun: "roof of a [church]", "the owner [of]"."""
    while end > first + 1:
        last = document.doc[end - 1]
        noun = last.head
        if last.dep_ in PRENOMINAL and last.pos_ in ("DET", "PRON") and end <= noun.i < end + REACH:
            return noun.i + 1
        if last.pos_ not in ("ADP", "DET", "CCONJ", "SCONJ"):
            break
        end -= 1
    return end


def _before_clause(document: Document, head: Token, first: int, last: int) -> int:
    """Where a clause behind the noun begins, *last* if there is none."""
    if head.pos_ not in ("NOUN", "PROPN"):
        return last
    for token in document.doc[head.i + 1 : last]:
        if token.lower_ in RELATIVE or (token.pos_ == "VERB" and token.dep_.startswith("acl")):
            end = token.i
            while end > first + 1 and document.doc[end - 1].pos_ in ("PUNCT", "ADV", "AUX", "PART", "ADP", "CCONJ"):
                end -= 1
            return end
    return last


def noun_behind(document: Document, span: Span, verb: Token) -> Span | None:
    """Return the noun that a name only tells of: "army [post]" in "stormed an army post"; None where it is its own.

    Args:
        verb: what the words fill a role of.
    """
    first, last = document.tokens(span)
    if first < last and (player := player_behind(document.text, span)) is not None:
        return player  # "the Osk Stars [forward] beat him", whatever the tree makes of "forward"
    if first >= last or verb.pos_ != "VERB":
        return None
    head = head_token(document.doc, first, last)
    noun = head.head
    own = head.dep_ != "compound" or noun.pos_ != "NOUN" or noun.i != last or noun.i in document.trigger_tokens
    return None if own or noun.head.i != verb.i else document.token_span(noun.i, noun.i + 1)


def is_nationality(document: Document, table: EntityTable, span: Span, entity: str) -> bool:
    """Return whether an adjective of a country only says whose somebody is: "[Oskan] Ana Paz", "three [Oskans]"."""
    if not entity or table.entity(entity).type != "country":
        return False
    if not any(mention.kind == "adjective" and mention.span == span for mention in table.near(span, 0)):
        return False
    text, last = document.text, document.tokens(span)[1]
    behind = document.doc[last] if last < len(document.doc) else None
    if behind is not None and behind.pos_ in ("NOUN", "ADJ", "PROPN"):
        other = table.at(Span(span.end + 1, span.end + 2)) if text[span.end : span.end + 1] == " " else ""
        return bool(other) and table.entity(other).type == "person" and table.entity(other).named
    return _ONE_OF.search(text, max(0, span.start - MONEY_REACH), span.start) is not None


def right_behind(document: Document, proposal: Proposal) -> int | None:
    """Return what "on" right behind a noun of attack brings, wherever the tree hangs it: "an attack on [Osk]"."""
    doc = document.doc
    if proposal.end >= len(doc) or doc[proposal.end - 1].pos_ != "NOUN" or doc[proposal.end].lower_ not in AT:
        return None
    for token in doc[proposal.end + 1 : proposal.end + 1 + BEHIND]:
        if (tail := document.filler_at.get(token.i)) is not None:
            return tail if document.analysis.proposals[tail].layer != "time" else None
        if token.pos_ not in ("DET", "ADJ", "PROPN", "NOUN", "NUM"):
            return None
    return None


def is_whereabouts(document: Document, first: int, other: int) -> bool:
    """Return whether a place is joined to what is none: "an ambush of a convoy and [Osk]" was no ambush of Osk."""
    proposals = document.analysis.proposals
    return proposals[other].label == "place" != proposals[first].label
