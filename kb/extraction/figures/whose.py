"""Whose a number is where one verb, said once, has several: "Mwale won [54 percent] and Phiri [43 percent]".

Input: the figures of an article, its entities, its events. Output: the figures, each of such a row with whose it is
among the words for what is counted; read by kb.extraction.builtin.
Never: says so of a number that has its sentence and unit to itself, or of whom no words beside it name.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from kb.extraction.document import Document
from kb.extraction.names.entities import EntityTable
from kb.model import Event, Figure, Mention

DOING: Final = frozenset({"agent", "candidate", "winner", "theme", "participant", "recipient"})
ELECTION: Final = "election"
MONEY: Final = "money"
_BEFORE: Final = re.compile(r",?\s(?:(?:with|on|had|about|some|just|only|nearly)\s)?")
_FOR: Final = re.compile(  # "48 percent [for the former minister, Ana Paz]"
    r"(?:\sof\s(?:the\s)?votes?)?\sfor\s(?:(?:the|its|his|her|an?)\s)?(?:[a-z’'-]+\s){0,3}(?:[a-z’'-]+,\s)?"
)
_LEAD: Final = re.compile(  # what stands before a name that has no verb of its own
    r"(?:,|;|\b(?:and|while|to|against|but|gave|gives|giving|of))\s(?:(?:the|its)\s)?(?:[a-z’'-]+\s){0,3}(?:[a-z’'-]+,\s)?$"
)
REACH: Final = 70  # characters before a name


def with_whose(
    document: Document,
    table: EntityTable,
    events: Sequence[Event],
    figures: Sequence[Figure],
    coarse: Callable[[str], str],
) -> tuple[Figure, ...]:
    """Return *figures*; of several of one kind in a sentence, some beside a name, each says whose it is.

    Left out is one beside a name of its own that nothing sets against another's.

    Args:
        coarse: event type -> its class; votes are for somebody, all else by somebody.
    """
    kept = list(figures)
    elections = {event.id for event in events if coarse(event.type) == ELECTION}
    rows: dict[tuple[int, str], list[int]] = {}
    for n, figure in enumerate(figures):
        rows.setdefault((document.sentence_of[document.tokens(figure.span)[0]], _kind(figure)), []).append(n)
    told: set[int] = set()
    for (_, kind), several in rows.items():
        named = {n: mention for n in several if (mention := _beside(document, table, kept[n])) is not None}
        if len(several) < 2 or not named:
            continue
        others = (n for n in several if n not in named)
        named |= {n: mention for n in others if (mention := _doer(table, events, kept[n])) is not None}
        noun = next((kept[n].of for n in several if kept[n].of), "")
        voted = any(kept[n].event in elections for n in several)
        if len({mention.entity for mention in named.values()}) < 2:
            continue
        change = next((kept[n].change for n in several if kept[n].change), "")
        told |= named.keys()
        for n, mention in named.items():
            whose = _called(document, table, mention)
            if noun or voted or kind == MONEY:
                whose = f"{kept[n].of or noun} {'for' if kept[n].event in elections else 'by'} {whose}".strip()
            kept[n] = replace(kept[n], of=whose, change=kept[n].change or change)
    found = (f for n, f in enumerate(kept) if n in told or not _is_of_another(document, kept[:n], f))
    return tuple(replace(figure, id=f"q{n}") for n, figure in enumerate(found, 1))


def _kind(figure: Figure) -> str:
    return MONEY if len(figure.unit) == len("EUR") and figure.unit.isupper() else figure.unit


def _is_of_another(document: Document, before: Sequence[Figure], figure: Figure) -> bool:
    """Whether a number is right behind a name that shares an earlier one's verb, and nothing more is known of it."""
    first, _ = document.tokens(figure.span)
    sentence = document.sentence_of[first]
    near = (f for f in before if f.event == figure.event)
    if not any(document.sentence_of[document.tokens(f.span)[0]] == sentence for f in near):
        return False
    index = document.filler_at.get(first - 1) if first > 1 else None
    name = document.analysis.proposals[index] if index is not None else None
    beside = name is not None and name.end == first and document.text[figure.span.start - 1] == " "
    if name is None or not beside or document.doc[first - 1].pos_ != "PROPN":
        return False
    lead = next((t for t in reversed(document.doc[: name.start]) if t.pos_ not in ("DET", "ADJ")), None)
    return lead is not None and (lead.text in (",", ";") or lead.pos_ == "CCONJ")


def _beside(document: Document, table: EntityTable, figure: Figure) -> Mention | None:
    """The name right before or behind a number, without a verb of its own."""
    text, span = document.text, figure.span
    for mention in reversed(table.near(span, REACH)):
        described = mention.kind == "nominal" and table.entity(mention.entity).type == "person"
        if mention.kind == "adjective" or (mention.kind == "nominal" and not described):
            continue
        if described and not table.entity(mention.entity).named:
            continue
        start = mention.span.start
        if mention.span.end <= span.start:
            led = _LEAD.search(text, max(0, start - REACH), start)
            if led and _BEFORE.fullmatch(text, mention.span.end, span.start):
                return mention
        elif start >= span.end and _FOR.fullmatch(text, span.end, start):
            return mention
    return None


def _doer(table: EntityTable, events: Sequence[Event], figure: Figure) -> Mention | None:
    """Who does what the verb tells, the last one before the number."""
    event = next((e for e in events if e.id == figure.event), None)
    if event is None:
        return None
    spans = [r.span for r in event.roles if r.role in DOING and r.entity and r.span.start < event.trigger.start]
    last = max(spans, default=None)
    return next((m for m in table.near(last, 0) if m.span.overlaps(last)), None) if last is not None else None


def _called(document: Document, table: EntityTable, mention: Mention) -> str:
    """What a mention is called: the words for a name, the entity's name for a pronoun and "the mayor"."""
    own = mention.span.of(document.text)
    named = mention.kind not in ("pronoun", "nominal")
    return " ".join((own if named else table.entity(mention.entity).name).split())
