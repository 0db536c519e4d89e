"""Which of the places linked to an event it happened at.

Input: places with their words and scores. Output: those kept, read by kb.extraction.events.roles.
Pure. Never: adds a place.

Of 63 places besides the likeliest one 13 were right on held-back articles, nearly all of them enumerated with it;
of 52 that the words put elsewhere (below) 6 were.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from spacy.tokens import Token

from kb.extraction.clause_owners import (
    in_description,
    in_other_clause,
    is_of_comers,
    is_of_judgement,
    is_of_speaker,
    is_of_voters,
    only_counts_from,
)
from kb.extraction.dating.clauses import is_parted
from kb.extraction.document import Document, head_token
from kb.extraction.events.place_owners import are_told_of, is_anothers, own_place
from kb.extraction.events.tolls import NUMBER
from kb.extraction.names.entities import EntityTable
from kb.language.analysis import Proposal
from kb.model import Entity, Event, Span

LEAD: Final = 3  # tokens that open a sentence
LED: Final = 2  # tokens of "residents of"
SETTLED: Final = frozenset({"city", "town", "village", "country", "region", "province", "state", "district"})
WIDE: Final = frozenset({"region", "province", "state", "district", "country", "area"})
TOWNS: Final = frozenset({"city", "town", "village"})
LEADING: Final = frozenset({"the", "a", "village", "town", "city", "of", "settlement", "port"})
IN: Final = frozenset({"in", "at", "near", "on", "off", "outside"})
SUBJECTS: Final = frozenset({"nsubj", "nsubj:pass"})
ALIKE: Final = 0.2  # between the links of two places of which the finer one is taken
NOT_THERE: Final = (
    in_description,
    in_other_clause,
    is_of_comers,
    is_of_voters,
    is_of_speaker,
    is_of_judgement,
    only_counts_from,
)
_IN: Final = re.compile(r",?\s(?:in|of)\s(?:the\s)?(?:[^\W\d_]+(?:['’]s)?\s){0,2}(?:[^\W\d_]+['’]s\s)?", re.IGNORECASE)
_NEAR: Final = re.compile(
    r"(?:\sof\s[^\W\d_][\w’-]*)?,?\s"
    r"(?:near|not far from|outside|off|(?:north|south|east|west)(?:-?(?:east|west))?\sof)\s(?:[^\W\d_]+\s){0,4}",
    re.IGNORECASE,
)
_OPENS: Final = re.compile(r"\s*In\s+(?:the\s+)?(?:[^\W\d_]+['’]s\s+)?")
_COMPOUND: Final = re.compile(r"[-‐‑](?!(?:wide|area|region|side)\b)[a-z]")  # "Oslo-listed", "Osk-born"
_LISTED: Final = re.compile(  # "killing 12 in Osk and seven in Ruvu" as well
    r"\s*(?:,|,?\s(?:and|or|as well as)\s)\s*(?:(?:(?:another|about|some|at least|more than)\s)?"
    rf"(?:{NUMBER}|another|dozens|hundreds|several|many|others)\s(?:(?:people|more|others)\s)?(?=(?:in|near|at|on)\s))?"
    r"(?:(?:in|near|at|on)\s+)?(?:the\s+)?",
    re.IGNORECASE,
)


def where(
    document: Document,
    table: EntityTable,
    places: list[tuple[str, Span, float]],
    triggers: Sequence[Proposal] = (),
) -> list[tuple[str, Span, float]]:
    """Return the likeliest place and those in one enumeration with it, without what the text puts another of them in.

    Args:
        places: (entity id, words, how sure) of all that the model links.
        triggers: of the event.
    """
    heads = [head_token(document.doc, p.start, p.end) for p in triggers]
    places = [
        row
        for row in places
        if not _elsewhere(document, table, row[0], row[1])
        and _COMPOUND.match(document.text, row[1].end) is None
        and not _anothers(document, row[1], heads)
        and not is_anothers(document, row[1], triggers)
    ]
    near = [row for row in places if not _is_parted(document, row[1], triggers)]
    told = near or [row for row in places if are_told_of(document, row[1], triggers)]
    places = _in_own_clause(document, told, heads)
    if len(places) == 1 and (own := own_place(document, table, places[0][1], triggers)) is not None:
        places = [(*own, places[0][2])]
    if len(places) < 2:
        return [_nearer(document, table, row, heads) for row in places]
    rows = sorted(places, key=lambda row: row[1])
    at = rows.index(_likeliest(table, rows))
    first, last = at, at
    while first and _and(document, rows[first - 1][1], rows[first][1]):
        first -= 1
    while last + 1 < len(rows) and _and(document, rows[last][1], rows[last + 1][1]):
        last += 1
    kept = rows[first : last + 1]
    around = {table.entity(place).within for place, *_ in kept}
    rows = [row for row in places if row in kept and row[0] not in around]
    return [_nearer(document, table, rows[0], heads)] if len(rows) == 1 else rows


def _likeliest(table: EntityTable, rows: Sequence[tuple[str, Span, float]]) -> tuple[str, Span, float]:
    """The place that the model rather links; of nearly as likely ones a named town rather than the land around it.

    Nor "a roadblock" rather than the town that it is near, which is known elsewhere.
    """
    best = max(rows, key=lambda row: (row[2], -row[1].start))
    whole = table.entity(best[0])
    near = [row for row in rows if row[2] >= best[2] - ALIKE]
    if inner := [row for row in near if table.entity(row[0]).named and table.entity(row[0]).within == best[0]]:
        return max(inner, key=lambda row: (row[2], -row[1].start))  # "off Ruvu in Osk", of whatever kind Osk is
    if whole.type not in WIDE and whole.named:
        return best
    return max(
        (row for row in near if _is_town_of(table, row[0], whole)), key=lambda r: (r[2], -r[1].start), default=best
    )


def _is_town_of(table: EntityTable, place: str, whole: Entity) -> bool:
    """Whether a place is a named town, and not of another country than *whole*."""
    town = table.entity(place)
    if whole.type == "country" and town.country != whole.country:
        return False  # of unknown towns nothing says that they lie there
    return town.type in TOWNS and town.named and (not whole.country or town.country in ("", whole.country))


def finer(
    document: Document,
    table: EntityTable,
    places: Sequence[tuple[str, Span, float]],
    others: Sequence[tuple[str, Span, float]],
) -> list[tuple[str, Span, float]]:
    """Return *places*, one that holds another which the event befell given up for that: "besieged Osk, in Lom".

    So is the region that a sentence opens with: "In Lom, a bomb hit [Osk]"; and what the town lies near.
    """
    settled = [row for row in others if table.entity(row[0]).type in SETTLED]
    inner = {table.entity(row[0]).within: row for row in reversed(settled)}
    opened = (next((o for o in settled if _inner(document, table, row, o)), row) for row in places)
    return [inner.get(old[0], new) for old, new in zip(places, opened, strict=True)]


def _inner(document: Document, table: EntityTable, row: tuple[str, Span, float], o: tuple[str, Span, float]) -> bool:
    beside = _NEAR.fullmatch(document.text[o[1].end : row[1].start]) is not None  # "took [Osk], near Ruvu"
    return beside or _within(document, table, row, o)


def narrowed(document: Document, table: EntityTable, events: Sequence[Event]) -> list[Event]:
    """Return *events*; what came of one in a town is there and not all over the region: "In Lom, two died in [Osk]"."""
    by_id = {event.id: event for event in events}
    done = []
    for event in events:
        cause = next((by_id[c] for c in event.causes if c in by_id), None)
        if cause is not None and len(event.places) == len(cause.places) == 1:
            region = (event.places[0], event.place_spans[0], 1.0)
            if _within(document, table, region, (cause.places[0], cause.place_spans[0], 1.0)):
                event = replace(event, places=cause.places, place_spans=cause.place_spans)
        done.append(event)
    return done


def _within(
    document: Document, table: EntityTable, region: tuple[str, Span, float], town: tuple[str, Span, float]
) -> bool:
    """Whether a sentence opens with "In" a region, and a town of no other country stands behind it."""
    (first, _), (at, _) = document.tokens(region[1]), document.tokens(town[1])
    whole, part = table.entity(region[0]), table.entity(town[0])
    if whole.type not in WIDE or part.type not in TOWNS or part.country not in ("", whole.country):
        return False
    start = document.doc[first].sent.start_char
    opens = _OPENS.fullmatch(document.text[start : region[1].start]) is not None
    return opens and first < at and document.doc[at].sent.start_char == start


def _in_own_clause(
    document: Document, places: list[tuple[str, Span, float]], heads: Sequence[Token]
) -> list[tuple[str, Span, float]]:
    """The places without those that another event's verb parts from one that stands behind its own word.

    "A court in [Lom] jailed a man for a raid in Osk": of the raid Osk alone.
    """
    if len(places) < 2 or len(heads) != 1:
        return places
    event, verbs = heads[0], document.trigger_tokens
    at = [document.tokens(words)[0] for _, words, _ in places]
    here = [n for n in at if event.i < n < event.sent.end]
    if not any(not any(t.i in verbs and t.pos_ == "VERB" for t in document.doc[event.i + 1 : n]) for n in here):
        return places
    parted = [
        event.sent.start <= n < event.i and any(t.i in verbs and t.pos_ == "VERB" for t in document.doc[n : event.i])
        for n in at
    ]
    return [row for row, gone in zip(places, parted, strict=True) if not gone]


def _nearer(
    document: Document, table: EntityTable, row: tuple[str, Span, float], heads: Sequence[Token]
) -> tuple[str, Span, float]:
    """A region's place, or the town in it that the sentence names beside it or behind the event.

    "raided [Osk], in the Lom district", "In the Lom district raiders burned a mill near [Osk]".
    """
    place, words, score = row
    if table.entity(place).type not in WIDE:
        return row
    for mention in reversed(table.near(words)):
        town = table.entity(mention.entity)
        part = town.type == "district" != table.entity(place).type  # "in the Lom district of Ruvu"
        if not (town.type in TOWNS or part) or not town.named or mention.kind != "name":
            continue
        if town.country and table.entity(place).country not in ("", town.country):
            continue
        beside = mention.span.end < words.start and _IN.fullmatch(document.text[mention.span.end : words.start])
        if beside or (not part and any(_led_to(document, words, mention.span, head) for head in heads)):
            return town.id, mention.span, score
    return row


def _led_to(document: Document, region: Span, town: Span, head: Token) -> bool:
    """Whether a sentence opens with a region and names a town behind its event, no other verb between."""
    first, last = document.tokens(town)
    if not region.start < head.idx < town.start or first >= last or document.doc[first].sent.start != head.sent.start:
        return False
    opening = document.tokens(region)[0]
    if any(t.pos_ in ("VERB", "AUX") or t.text == ";" for t in document.doc[head.i + 1 : first]):
        return False
    case = next((t for t in reversed(document.doc[head.i + 1 : first]) if t.lower_ in IN), None)
    if case is None or any(t.lower_ not in LEADING and t.pos_ != "ADJ" for t in document.doc[case.i + 1 : first]):
        return False
    return not any(t.pos_ == "VERB" for t in document.doc[head.sent.start : opening])


def _and(document: Document, one: Span, other: Span) -> bool:
    return _LISTED.fullmatch(document.text[one.end : other.start]) is not None


def _elsewhere(document: Document, table: EntityTable, place: str, words: Span) -> bool:
    """Whether the words put no event there: what burns or is reopened is no place of it, "from Osk" leads away.

    Nor does a nation that only tells of somebody: "the Peruvian president was tried", not "Peruvian police shot two".
    """
    first, last = document.tokens(words)
    if first >= last:
        return False
    head = head_token(document.doc, first, last)
    if head.dep_ in SUBJECTS:
        return table.entity(place).type not in SETTLED
    if head.dep_ == "amod" and head.pos_ == "ADJ":
        opens = head.i - head.sent.start < LEAD and head.head.dep_ == "nsubj"
        return head.head.i not in document.trigger_tokens and not opens
    return any(child.dep_ == "case" and child.lower_ == "from" for child in head.children)


def _anothers(document: Document, words: Span, heads: Sequence[Token]) -> bool:
    """Whether a place is that of people or of a matter: "[residents of Osk] danced", "a trial [over a road in Osk]"."""
    first, last = document.tokens(words)
    if first >= last:
        return False
    place = head_token(document.doc, first, last)
    here = [head for head in heads if head.sent.start == place.sent.start]
    return bool(here) and all(_parted(document, words, place, head) for head in here)


def _is_parted(document: Document, words: Span, triggers: Sequence[Proposal]) -> bool:
    """Whether a relative clause keeps a place to itself, or an event: "Obi, who was [elected] in May, spoke in Osk"."""
    first, last = document.tokens(words)
    here = [p for p in triggers if first < last and document.sentence_of[p.start] == document.sentence_of[first]]
    return bool(here) and all(is_parted(document, words, p) for p in here)


def _parted(document: Document, words: Span, place: Token, head: Token) -> bool:
    if any(no(document, words, head) for no in NOT_THERE):
        return True
    if place.i >= LED and document.doc[place.i - 1].lower_ == "of" and _is_group(document, document.doc[place.i - 2]):
        return True
    chain = _up_to(place, head)
    return head.pos_ in ("NOUN", "PROPN") and any(_case(token) in ("over", "about") for token in chain)


def _up_to(place: Token, head: Token) -> list[Token]:
    """The tokens between a place and an event that it hangs from; none where it does not."""
    above: list[Token] = []
    token = place
    while token.head.i != head.i:
        if token.head.i == token.i:
            return []
        token = token.head
        above.append(token)
    return above


def _case(token: Token) -> str:
    return next((child.lower_ for child in token.children if child.dep_ == "case"), "")


def _is_group(document: Document, noun: Token) -> bool:
    filler = document.filler_at.get(noun.i)
    return filler is not None and noun.pos_ == "NOUN" and document.analysis.proposals[filler].label == "group"
