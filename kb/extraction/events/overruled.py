"""Fillers of an event that another filler, or the clause they stand in, rules out: "gunmen of [a militia] shot".

Input: the fillers of one event, its word, the tree.
Output: those that stay, read by kb.extraction.events.roles.
Never: adds a filler, or weighs how sure one is.
"""

import re
from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from spacy.tokens import Token

from kb.extraction.document import Document, head_token
from kb.extraction.quantity.currencies import NAMES
from kb.model import Span

F = TypeVar("F")

CONDITIONAL: Final = frozenset({"if", "unless"})
OWNED: Final = frozenset({"agent", "patient", "participant"})
OWNING: Final = frozenset({"nmod", "nmod:poss"})
BEFORE_NOUN: Final = frozenset({"amod", "compound"})
RELATIVE: Final = frozenset({"that", "which", "who", "whom", "whose"})
_MONEY: Final = re.compile(
    r"[$€£¥₹₦₱]|\b(?:dollars?|euros?|pounds?|rupees|naira|crowns|francs|pesos|yen|yuan|rand|roubles|rubles|lei|birr"
    r"|shillings?|dinars?|liras?)\b|^[\d.,]+ (?:million|billion)$"
)
_SUM: Final = re.compile(
    r"\d[\d.,]*\s(?:(?:thousand|million|billion|trillion|m|mn|bn|lakh|crore)\s)?"
    rf"(?:{'|'.join(map(re.escape, NAMES))})\b"
)
_OWNS: Final = re.compile(r"['’]s?\s(?:[a-z-]+\s)?")  # whatever the tree makes of it
BEFORE: Final = 24  # characters of a sum before the currency's name


def standing(
    document: Document, fillers: Sequence[F], shape: Callable[[F], tuple[str, Span, str]], triggers: Sequence[Token]
) -> list[F]:
    """Return the fillers that stand.

    Out go a condition ("if it rains"), what only tells of another filler of the
    role ("its harbour" beside "it"), a sum beside whoever is made to pay it, what a
    clause tells of the event's subject ("the driver, who saw [a man], was
    released") and what a word before another event's noun says ("approved an [emergency] loan").

    Args:
        fillers: of one event.
        shape: a filler's role, its words and its entity or event, "" for neither.
        triggers: the words that name the event.
    """
    shaped = [(filler, *shape(filler)) for filler in fillers]
    heads = [head_token(document.doc, *document.tokens(span)) for _, _, span, _ in shaped]
    kept = []
    for (filler, role, span, known), head in zip(shaped, heads, strict=True):
        beside = [(s, h) for (_, r, s, _), h in zip(shaped, heads, strict=True) if r == role and s != span]
        if role == "circumstance":
            out = _is_condition(head, span.of(document.text))
        else:
            out = _aside(head, triggers) or (role in OWNED and any(_tells_of(head, o) for _, o in beside))
            out = out or any(_OWNS.fullmatch(document.text, span.end, s.start) for s, _ in beside if s.start > span.end)
        if role == "patient":
            text = document.text
            paid = _is_money(text, span) and any(not _is_money(text, other) for other, _ in beside)
            out = out or paid or (not known and _is_before_event(document, head))
        if not out:
            kept.append(filler)
    return kept


def _is_money(text: str, span: Span) -> bool:
    """Whether words are a sum, or the currency of one: "1.2 million [soles]"."""
    sums = _SUM.finditer(text, max(0, span.start - BEFORE), span.end)
    return _MONEY.search(span.of(text)) is not None or any(found.end() > span.start for found in sums)


def _is_condition(head: Token, words: str) -> bool:
    """Whether words, or the clause that an event's word heads, begin with "if"."""
    marked = head.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ in CONDITIONAL for c in head.children)
    return marked or words.split(maxsplit=1)[0].casefold() in CONDITIONAL


def _tells_of(inner: Token, outer: Token) -> bool:
    """Whether words hang from others as their owner or what they are of."""
    above = (t for t in inner.ancestors if outer.is_ancestor(t))
    return outer.is_ancestor(inner) and all(t.dep_ in OWNING for t in (inner, *above))


def _aside(filler: Token, triggers: Sequence[Token]) -> bool:
    """Whether words stand in a relative clause about what the event's verb is said of, and are not its pronoun."""
    for trigger in triggers:
        if trigger.pos_ != "VERB" or not trigger.is_ancestor(filler):
            continue
        above = [t for t in filler.ancestors if trigger.is_ancestor(t)]
        return filler.lower_ not in RELATIVE and any(t.dep_ == "acl:relcl" for t in (filler, *above))
    return False


def _is_before_event(document: Document, word: Token) -> bool:
    """Whether a word before a noun only says more of the event that the noun names."""
    noun = word.head
    return word.dep_ in BEFORE_NOUN and noun.i > word.i and noun.i in document.trigger_tokens
