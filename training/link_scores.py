"""How well entities and events are linked across the articles of a LinkSet.

Input: LinkSets, what was read from their articles, and which items were linked.
Output: pairs found, missed and wrong; read by benchmarks/linking.py.
Pure. Pairs are of items in two articles. What the reader did not find counts as
missed end to end, and is left out of the second figure, "of what was read". What a reading has twice of one article, in
its title and in its text, is wrong in neither place where one of them is right; what a set has as "also" neither.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations, product

from kb.model import Extraction, Span
from training.links import LinkSet, Ref

Item = tuple[str, str]  # article key, local id
Pair = frozenset[Item]


@dataclass
class Counts:
    """Pairs of one kind, and forbidden pairs that were tested and broken."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    unread: int = 0
    tested: int = 0
    broken: int = 0
    errors: list[str] = field(default_factory=list)

    def add(self, other: "Counts") -> None:
        """Add another set's counts."""
        for name in ("right", "wrong", "missed", "unread", "tested", "broken"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.errors += other.errors

    @property
    def precision(self) -> float:
        """Share of the links made that are right; 1 if none was made."""
        return self.right / max(self.right + self.wrong, 1) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Share of the pairs that were linked, those included that the reader did not find."""
        return self.right / max(self.right + self.missed + self.unread, 1)

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        return 2 * self.right / max(2 * self.right + self.wrong + self.missed + self.unread, 1)

    @property
    def f1_of_read(self) -> float:
        """The same without the pairs that the reader did not find."""
        return 2 * self.right / max(2 * self.right + self.wrong + self.missed, 1)


def score(
    links: LinkSet,
    extractions: Mapping[str, Extraction],
    entity_clusters: Iterable[Iterable[Item]],
    event_clusters: Iterable[Iterable[Item]],
) -> dict[str, Counts]:
    """Return the counts for "entities" and "events"."""
    return {
        "entities": _score(
            links, "entities", Aligner(extractions, events=False), links.entities, links.entities_apart, entity_clusters
        ),
        "events": _score(
            links,
            "events",
            Aligner(extractions, events=True),
            links.events,
            links.events_apart,
            event_clusters,
            links.also,
        ),
    }


class Aligner:
    """Finds the item of a reading that a reference means."""

    def __init__(self, extractions: Mapping[str, Extraction], *, events: bool) -> None:
        self._spans: dict[str, list[tuple[str, Span, bool]]] = {}
        self.words: dict[Item, str] = {}
        for key, extraction in extractions.items():
            rows = self._spans.setdefault(key, [])
            if events:
                for event in extraction.events:
                    rows += [(event.id, span, n == 0) for n, span in enumerate((event.trigger, *event.other_mentions))]
                    self.words[key, event.id] = event.type
            else:
                named = {entity.id: entity.name for entity in extraction.entities if entity.named}
                kinds = ("name", "acronym", "adjective", "metonym")
                rows += [
                    (m.entity, m.span, m.kind in kinds[:2])
                    for m in extraction.mentions
                    if m.kind in kinds and m.entity in named
                ]
                self.words |= {(key, local): name for local, name in named.items()}

    def find(self, ref: Ref) -> Item | None:
        """Return the item with most of the reference's spans; a tie goes to the nearest fit, then the first."""
        key, spans = ref
        votes: dict[str, float] = {}
        for wanted in spans:
            for local, span, main in self._spans.get(key, ()):
                common = min(wanted.end, span.end) - max(wanted.start, span.start)
                if common > 0:
                    fit = common / (max(wanted.end, span.end) - min(wanted.start, span.start))
                    votes[local] = votes.get(local, 0.0) + fit + 0.01 * main
        if not votes:
            return None
        return key, min(votes, key=lambda local: (-votes[local], len(local), local))


def _score(
    links: LinkSet,
    kind: str,
    align: Aligner,
    groups: list[list[Ref]],
    apart: list[tuple[Ref, Ref]],
    predicted: Iterable[Iterable[Item]],
    also: Iterable[list[Ref]] = (),
) -> Counts:
    counts = Counts()
    group_of: dict[Item, set[int]] = {}
    wanted: set[Pair] = set()
    for number, refs in enumerate(groups):
        found = {align.find(ref) for ref in refs}
        items = {item for item in found if item is not None}
        for item in items:
            group_of.setdefault(item, set()).add(number)
        pairs = {frozenset(pair) for pair in combinations(sorted(items), 2) if pair[0][0] != pair[1][0]}
        expected = sum(1 for a, b in combinations(refs, 2) if a[0] != b[0])
        counts.unread += expected - min(expected, len(pairs))
        wanted |= pairs
    made: set[Pair] = set()
    twice: set[Pair] = set()  # pairs of what one article's reading has twice, of which another pair is right
    for cluster in predicted:
        by_article: dict[str, list[Item]] = {}
        for item in sorted(set(cluster)):
            by_article.setdefault(item[0], []).append(item)
        for first, second in combinations(by_article.values(), 2):
            pairs = {frozenset(pair) for pair in product(first, second)}
            made |= pairs
            if pairs & wanted:
                twice |= {pair for pair in pairs if any(item not in group_of for item in pair)}
    counts.right = len(made & wanted)
    counts.missed = len(wanted - made)
    for refs in also:
        items = {item for ref in refs if (item := align.find(ref)) is not None}
        twice |= {frozenset(pair) for pair in combinations(sorted(items), 2)}
    wrong = {pair for pair in made - wanted - twice if _is_wrong(pair, group_of, links.strict and kind == "events")}
    counts.wrong = len(wrong)
    for name, rows in (("MISSED", wanted - made), ("WRONG", wrong)):
        counts.errors += [f"{links.name} {kind} {name} {_show(pair, align)}" for pair in sorted(rows, key=sorted)]
    for one, other in apart:
        first, second = align.find(one), align.find(other)
        if first is None or second is None:
            continue
        counts.tested += 1
        if first == second or frozenset((first, second)) in made:
            counts.broken += 1
            counts.errors.append(f"{links.name} {kind} FORBIDDEN {_show(frozenset((first, second)), align)}")
    return counts


def _is_wrong(pair: Pair, group_of: Mapping[Item, set[int]], strict: bool) -> bool:
    one, other = (group_of.get(item, set()) for item in pair)
    if strict or (one and other):
        return not one & other
    return False


def _show(pair: Pair, align: Aligner) -> str:
    return " = ".join(f"{key}:{local} {align.words.get((key, local), '')!r}" for key, local in sorted(pair))
