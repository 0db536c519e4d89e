"""Which claims of an extraction are right, by the annotation of the same text.

Input: one document of annot.py's form, an Extraction of its text.
Output: Judged claims, read by training/calibrate.py.
Rules, stricter than a scorer's where half right would count: docs/reading.md has them in a table.
Never: changes a score; looks at more than one document.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kb.extraction import calibration as kinds
from kb.graph.reality import reality
from kb.model import Event, Extraction, Figure, Office, Role, Span, Statement
from training.prepare import FOLD

Gold = Mapping[str, Any]
Pair = tuple[int, int]

STOPWORDS = frozenset("a an the of for in to s".split())
SAME_COMPARATOR = {"up_to": "at_most", "nearly": "about", "more_than_half": "more_than"}


@dataclass(frozen=True, slots=True)
class Judged:
    """One claim: its kind, its score, whether it is right; *within* is the index of the claim it cannot exceed."""

    kind: str
    score: float
    right: bool
    within: int = -1


def pair(span: Mapping[str, int]) -> Pair:
    """Return a gold span as (start, end)."""
    return span["start"], span["end"]


def overlap(a: Pair, b: Pair) -> float:
    """Return the shared part of two spans' union."""
    common = min(a[1], b[1]) - max(a[0], b[0])
    return common / (max(a[1], b[1]) - min(a[0], b[0])) if common > 0 else 0.0


def same_span(a: Pair, b: Pair) -> float:
    """Return how well two mentions agree: half of their characters, or the last word; else 0."""
    share = overlap(a, b)
    return share if share >= 0.5 or (share > 0 and a[1] == b[1]) else 0.0


def greedy(pairs: Iterable[tuple[float, Any, Any]]) -> list[tuple[Any, Any]]:
    """Return one-to-one pairs of (weight, left key, right key), heavier ones first."""
    left, right, out = set(), set(), []
    for weight, a, b in sorted(pairs, key=lambda row: (-row[0], str(row[1]), str(row[2]))):
        if weight > 0 and a not in left and b not in right:
            left.add(a)
            right.add(b)
            out.append((a, b))
    return out


class Judge:
    """Aligns one extraction with its gold."""

    def __init__(self, gold: Gold, found: Extraction, coarse: Callable[[str], str]) -> None:
        self.gold = gold
        self.found = found
        self.coarse = coarse
        self.text: str = gold["text"]
        self.rows: list[Judged] = []
        self._units()
        self._events_aligned()
        self._statements_aligned()

    def judged(self) -> list[Judged]:
        """Return every claim of the extraction, judged; a claim's *within* comes before it."""
        self._mentions()
        self._offices()
        for statement in self.found.statements:
            self._statement(statement)
        for event in self.found.events:
            self._event(event)
        for figure in self.found.figures:
            self._figure(figure)
        return self.rows

    def _add(self, kind: str, score: float | None, right: bool, within: int = -1) -> int:
        if score is not None:
            self.rows.append(Judged(kind, score, right, within))
        return len(self.rows) - 1

    # -- alignment --------------------------------------------------------------------------------

    def _units(self) -> None:
        """Pair mentions, then entities by the mentions that they share."""
        gold = [(pair(m), e["id"]) for e in self.gold["entities"] for m in e["mentions"]]
        mine = [((m.span.start, m.span.end), m.id, m.entity) for m in self.found.mentions]
        near = [(same_span(g, p), n, m) for n, (g, _) in enumerate(gold) for p, m, _ in mine]
        self.mention_gold = {m: gold[n][1] for n, m in greedy(near)}
        shared = Counter((self.mention_gold[m], e) for _, m, e in mine if m in self.mention_gold)
        self.unit = {e: g for g, e in greedy((count, g, e) for (g, e), count in shared.items())}
        self.spans_of = {e["id"]: [pair(m) for m in e["mentions"]] for e in self.gold["entities"]}

    def _events_aligned(self) -> None:
        def weight(g: Gold, p: Event) -> float:
            theirs = [pair(s) for s in (g["trigger"], *g["other_mentions"])]
            mine = [(s.start, s.end) for s in (p.trigger, *p.other_mentions)]
            touching = any(overlap(a, b) > 0 for b in mine for a in theirs[:1]) or any(
                overlap(a, b) > 0 for b in mine[:1] for a in theirs
            )
            return touching * ((4.0 if g["cls"] == self.coarse(p.type) else 1.0) + overlap(theirs[0], mine[0]))

        rows = [(weight(g, p), g["id"], p.id) for g in self.gold["events"] for p in self.found.events]
        self.event = {p: g for g, p in greedy(rows)}
        self.gold_event = {g["id"]: g for g in self.gold["events"]}
        self.predicted = {p.id: p for p in self.found.events}
        right = [p for p, g in self.event.items() if self.gold_event[g]["cls"] == self.coarse(self.predicted[p].type)]
        self.told = frozenset(right)

    def _statements_aligned(self) -> None:
        silent = "not_reported_content"

        def weight(g: Gold, p: Statement) -> float:
            if (g["status"] == silent) != (p.status == silent):
                return 0.0
            if p.status == silent:
                cues = [pair(s) for s in g.get("cue", [])]
                return float(any(overlap(c, (p.cue.start, p.cue.end)) > 0 for c in cues)) if p.cue else 0.0
            share = f1(letters(self.text, map(pair, g["content"])), letters(self.text, spans(p.content)))
            return share if share >= 0.8 else 0.0

        rows = [(weight(g, p), g["id"], p.id) for g in self.gold["statements"] for p in self.found.statements]
        self.statement = {p: g for g, p in greedy(rows)}
        self.gold_statement = {g["id"]: g for g in self.gold["statements"]}

    def _same(self, local: str, span: Span | None, ref: str | None, words: Pair | None) -> bool:
        """Say whether a filler is the gold's: the same unit, or words that are one of its mentions."""
        if ref is not None and local and self.unit.get(local) == ref:
            return True
        places = [words] if words else self.spans_of.get(ref or "", [])
        return span is not None and any(same_span((span.start, span.end), p) > 0 for p in places)

    # -- claims -----------------------------------------------------------------------------------

    def _mentions(self) -> None:
        types = {e["id"]: e["type"] for e in self.gold["entities"]}
        for mention in self.found.mentions:
            known = self.mention_gold.get(mention.id)
            right = known is not None and self.unit.get(mention.entity) == known
            self._add(kinds.of_mention(mention), mention.confidence, right)
        for entity in self.found.entities:
            right = types.get(self.unit.get(entity.id, "")) == entity.type
            self._add(kinds.of_entity(entity), entity.confidence, right)

    def _offices(self) -> None:
        def words(role: str) -> set[str]:
            return set(re.findall(r"\w+", role.casefold())) - STOPWORDS

        def weight(g: Gold, p: Office) -> float:
            if self.unit.get(p.person) != g["person"]:
                return 0.0
            texts = [g["role"], *re.split(r"[,()]", g["role"])]
            texts += [self.text[slice(*pair(g["role_span"]))]] if "role_span" in g else []
            share = max(f1(words(t), words(p.role)) for t in texts)
            return share if share >= 0.5 else 0.0

        rows = [(weight(g, p), n, p.id) for n, g in enumerate(self.gold["officials"]) for p in self.found.offices]
        known = {p: self.gold["officials"][n] for n, p in greedy(rows)}
        for office in self.found.offices:
            g = known.get(office.id)
            given = {self.unit.get(local) for local in (office.organisation, office.place, office.country) if local}
            wanted = {g[key] for key in ("org", "place", "country") if g[key]} if g else set()
            body = bool(given & wanted) if wanted else not given
            self._add("office", office.confidence, g is not None and body and g["status"] == office.status)

    def _statement(self, statement: Statement) -> None:
        g = self.gold_statement.get(self.statement.get(statement.id, ""))
        said = self._add("statement", statement.confidence, g is not None)
        if statement.speakers:
            units = {self.unit.get(local, "") for local in statement.speakers}
            right = g is not None and units == set(g["speaker"])
            self._add("speaker", statement.speaker_confidence, right, said)
        for key, locals_, span, score in (
            ("medium", (statement.medium,), statement.medium_span, statement.medium_confidence),
            ("addressee", statement.addressees, statement.addressee_span, statement.addressee_confidence),
        ):
            wanted = (g.get(key) or []) if g is not None else []
            right = any(
                self._same(local, span, x if isinstance(x, str) else None, None if isinstance(x, str) else pair(x))
                for x in wanted
                for local in locals_
            )
            self._add("channel", score, right, said)

    def _event(self, event: Event) -> None:
        g = self.gold_event[self.event[event.id]] if event.id in self.told else None
        told = self._add("event", event.confidence, g is not None)
        real = g is not None and reality(g["polarity"], g["modality"], []) == reality(
            event.polarity, event.modality, []
        )
        self._add("reality", event.reality_confidence, real, told)
        for role in event.roles:
            self._add(kinds.of_role(role), role.confidence, g is not None and self.fills(role, g), told)
        for place, score in zip(event.places, event.place_confidences, strict=True):
            self._add("place", score, g is not None and self.unit.get(place) in g["place"], told)
        if event.time is not None:
            self._add("time", event.time_confidence, g is not None and self._time(event, g), told)
        if event.sources:
            said = {self.statement.get(s) for s in event.sources}
            right = g is not None and any(
                s in g["source"] or g["id"] in self.gold_statement[s]["claims"] for s in said if s
            )
            self._add("source", event.source_confidence, right, told)
        if event.link_confidence is not None:
            self._add("whole or cause", event.link_confidence, g is not None and self._linked(event, g), told)

    def fills(self, role: Role, g: Gold) -> bool:
        """Say whether the annotated event has the role's filler in a role of the same group."""
        group = FOLD.get(role.role, role.role)
        for r in g["roles"]:
            if FOLD.get(r["role"], r["role"]) != group:
                continue
            if role.event:
                if role.event in self.event and self.event[role.event] == r.get("ref"):
                    return True
            elif self._same(role.entity, role.span, r.get("ref"), pair(r["span"]) if "span" in r else None):
                return True
        return False

    def _time(self, event: Event, g: Gold) -> bool:
        """Say whether its words are the gold's; a time taken from the whole is judged by the whole's words."""
        words = event.time.words if event.time else None
        if words is None:
            alike = [v.time.words for v in self.found.events if v.time and v.time.words and v.id in self._above(event)]
            words = alike[0] if alike else None
        return words is not None and any(
            overlap((words.start, words.end), pair(s)) > 0 for s in g.get("time", {}).get("span", [])
        )

    def _above(self, event: Event) -> set[str]:
        seen: set[str] = set()
        at = [event.part_of, *event.causes]
        while at:
            other = at.pop()
            if other in self.predicted and other not in seen:
                seen.add(other)
                at += [self.predicted[other].part_of, *self.predicted[other].causes]
        return seen

    def _linked(self, event: Event, g: Gold) -> bool:
        whole = not event.part_of or self.event.get(event.part_of) == g["part_of"]
        return whole and all(self.event.get(cause) == g["cause"] for cause in event.causes)

    def _figure(self, figure: Figure) -> None:
        right = any(
            overlap((figure.span.start, figure.span.end), pair(q["span"])) > 0
            and same_number(figure, q)
            and self.event.get(figure.event) == q["event"]
            for q in self.gold["quantities"]
        )
        self._add("figure", figure.confidence, right)


def same_number(figure: Figure, q: Gold) -> bool:
    """Say whether value and comparator agree; either end of a range will do."""
    if q["value"] is None or figure.value is None:
        return q["value"] is None and figure.value is None
    ends = [(figure.value, figure.comparator)]
    if figure.upper is not None:
        ends = [(figure.value, "at_least"), (figure.upper, "at_most"), *ends]
    wanted = SAME_COMPARATOR.get(q["comparator"], q["comparator"])
    return any(math.isclose(v, q["value"], rel_tol=1e-6) and SAME_COMPARATOR.get(c, c) == wanted for v, c in ends)


def spans(parts: Sequence[Span]) -> Iterator[Pair]:
    """Yield spans as (start, end)."""
    return ((part.start, part.end) for part in parts)


def letters(text: str, parts: Iterable[Pair]) -> set[int]:
    """Return the offsets of the letters and digits of *parts*."""
    return {i for a, b in parts for i in range(a, b) if text[i].isalnum()}


def f1(a: set[Any], b: set[Any]) -> float:
    """Return twice the shared items by all items."""
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0
