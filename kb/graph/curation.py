"""What people decided about claims, applied to what was read from an article.

Input: an extraction and the decisions in force, in log order. Output: the extraction as it stands after them, which
claims they made certain, and which decisions find nothing to apply to. Graph, catalog and pages are all made of it.
Pure. Never: changes what was recorded; drops a decision: one that finds nothing says why, and may find it in another
reading; lets a rule overturn a person. An undone decision simply is not among the input.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

from pyoxigraph import BlankNode, NamedNode, Quad, Triple

from kb.events import ClaimAmended, ClaimRetracted, Judged
from kb.graph.amending import FIELDS, UnfitValueError, amended, given_at, put
from kb.graph.article_graph import article_quad_set
from kb.graph.claims import PHRASE, Claims, Item, Part, item, items, spans_of
from kb.graph.iris import Iris
from kb.graph.overruling import Overruling, Place
from kb.graph.pruning import prune
from kb.graph.trimming import LAST, trimmed
from kb.model import Article, Event, Extraction, Figure, Office, Span, Statement
from kb.model.identity import lender

_SHARE: Final = 0.4  # of the words of two things that must be common, as kb.service.articles.aligning has it


@dataclass(frozen=True, slots=True)
class Curation:
    """One decision in force.

    Attributes:
        position: of its event.
        kind: literal type of the event.
        claim: local id under which the claim was known: v1, s1, q1, o1, or claim-HASH.
        judged: which claim that is, by content.
        value, name, type: of an amendment, see ClaimAmended.
        person: whether a person decided it, or a rule that carries a person's decision on.
    """

    position: int
    kind: str
    claim: str
    judged: Judged
    value: str = ""
    name: str = ""
    type: str = ""
    person: bool = True


@dataclass(frozen=True, slots=True)
class Curated:
    """A reading as people left it.

    Attributes:
        extraction: without what they retracted, with what they amended.
        certain: claims that they made certain, and things all claims about which are so.
        renamed: claim as its value would name it -> the name by which it was decided about.
        lost: position of a decision that finds nothing to apply to -> why, in words.
        agreed: positions of amendments that the reading itself says.
        overruled: position of a decision of which a later one leaves nothing -> position of that one.
        gone: local ids that were retracted, and those that went along.
    """

    extraction: Extraction
    certain: frozenset[NamedNode] = frozenset()
    renamed: Mapping[NamedNode, NamedNode] = field(default_factory=lambda: MappingProxyType({}))
    lost: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))
    agreed: frozenset[int] = frozenset()
    overruled: Mapping[int, int] = field(default_factory=lambda: MappingProxyType({}))
    gone: frozenset[str] = frozenset()


def curate(article: Article, extraction: Extraction, decisions: Sequence[Curation], iris: Iris) -> Curated:
    """Return *extraction* with *decisions* applied in order."""
    if not decisions:
        return Curated(extraction)
    draft = _Draft(article, extraction, iris)
    for decision in decisions:
        draft.take(decision)
    return draft.finished()


def curated_quads(
    article: Article, curated: Curated, links: Mapping[str, str], base: str, *, recorded: int = 0
) -> tuple[Quad, ...]:
    """Return the graph of one article as people left it; see article_quads."""
    return tuple(sorted(curated_quad_set(article, curated, links, base, recorded=recorded), key=str))


def curated_quad_set(
    article: Article, curated: Curated, links: Mapping[str, str], base: str, *, recorded: int = 0
) -> set[Quad]:
    """Return the graph of one article as people left it, in no order."""
    quads = article_quad_set(article, curated.extraction, links, base, recorded=recorded, certain=curated.certain)
    to = curated.renamed
    if not to:
        return quads

    def called(node: NamedNode | BlankNode | Triple) -> NamedNode | BlankNode | Triple:
        return to.get(node, node) if isinstance(node, NamedNode) else node

    return {Quad(called(q.subject), q.predicate, q.object, q.graph_name) for q in quads}


def find(article: Article, extraction: Extraction, judged: Judged) -> Item | None:
    """Return the item that was judged, known by its words; None if the reading does not have it."""
    same = item(extraction, judged.local)
    if same is not None and (not judged.spans or _common(judged.spans, spans_of(same)) > 0):
        return same
    scored = [(_common(judged.spans, spans_of(one)), -n, one) for n, one in enumerate(items(extraction, judged.kind))]
    best = max(scored, key=lambda row: row[:2], default=(0.0, 0, None))
    return best[2] if best[0] >= _SHARE else None


class _Draft:
    """A reading while decisions are applied to it; what is retracted goes at the end, so that order counts only
    between decisions about one thing."""

    def __init__(self, article: Article, extraction: Extraction, iris: Iris) -> None:
        self._article = article
        self._iris = iris
        self._raw = extraction
        self._now = extraction
        self._retracted: dict[Place, Curation] = {}
        self._confirmed: dict[Place, Curation] = {}
        self._by_person: set[Place] = set()
        self._renamed: dict[NamedNode, NamedNode] = {}
        self._lost: dict[int, str] = {}
        self._agreed: set[int] = set()
        self._overruling = Overruling()

    def take(self, decision: Curation) -> None:
        """Apply one decision, or note why it finds nothing."""
        judged = decision.judged
        one = find(self._article, self._now, judged)
        if one is None:
            self._lost[decision.position] = f"the reading has no such {judged.kind}"
        elif not judged.field:
            self._judge((one.id, "", 0), decision)
        elif (one.id, "", 0) in self._retracted and decision.kind != ClaimRetracted.TYPE:
            self._lost[decision.position] = f"the {judged.kind} itself was retracted by decision {self._whole(one.id)}"
        else:
            self._take_part(one, decision)

    def _whole(self, local: str) -> int:
        return self._retracted[local, "", 0].position

    def _judge(self, place: Place, decision: Curation) -> None:
        """Keep what holds of one thing: the last decision, but none of a rule against a person's."""
        if not decision.person and place in self._by_person:
            self._lost[decision.position] = "a person decided otherwise"
            return
        if decision.person:
            self._by_person.add(place)
        self._retracted.pop(place, None)
        self._confirmed.pop(place, None)
        kept = self._retracted if decision.kind == ClaimRetracted.TYPE else self._confirmed
        kept[place] = decision
        self._overruling.take(place, decision.position, decision.kind, decision.value)

    def _take_part(self, one: Item, decision: Curation) -> None:
        judged, kind = decision.judged, decision.kind
        parts = [p for p in self._parts(one) if p.field == judged.field]
        part = self._find_part(parts, decision)
        if part is None:
            says = "; ".join(sorted(self._plain(p) for p in parts)) or "nothing"
            was = self._plain(Part(one.id, judged.field, judged.value, judged.words)) or "nothing"
            self._lost[decision.position] = f"the reading says {says} there, not {was}"
            return
        place = (part.local, part.field, part.index)
        if kind != ClaimAmended.TYPE:
            self._judge(place, decision)
            return
        if not decision.person and place in self._by_person:
            self._lost[decision.position] = "a person decided otherwise"
            return
        self._amend(part, place, decision)

    def _amend(self, part: Part, place: Place, decision: Curation) -> None:
        value = decision.value
        try:
            now = amended(self._article, self._now, part, value, decision.name, decision.type)
        except UnfitValueError as error:
            self._lost[decision.position] = str(error)
            return
        if _same(part, value):
            self._agreed.add(decision.position)
        others = {p.claim for p in self._claims(self._now).all() if (p.local, p.field, p.index) != place}
        self._now = now
        self._judge(place, decision)
        one = item(now, part.local)
        made = next((p for p in self._parts(one) if (p.local, p.field, p.index) == place), None) if one else None
        self._renamed = {new: old for new, old in self._renamed.items() if new != part.claim or new in others}
        if made is not None and made.claim is not None and decision.claim.startswith("claim-"):
            known = self._iris.local(self._article.id, decision.claim)
            if made.claim not in others and made.claim != known:
                self._renamed[made.claim] = known

    def _find_part(self, parts: list[Part], decision: Curation) -> Part | None:
        """Return which of the parts of one field was judged."""
        judged = decision.judged
        same = [p for p in parts if p.value == judged.value]
        near = [p for p in parts if p.words and judged.words and p.words.overlaps(judged.words)]
        if both := [p for p in same if p in near] or same:
            return both[0]
        if decision.kind != ClaimAmended.TYPE:
            plain = [p for p in near if PHRASE in p.value and PHRASE in judged.value and p.field != "time"]
            return plain[0] if plain else None
        if near:
            return near[0]
        if len(parts) == 1:
            return parts[0]
        one = judged.field in FIELDS.get(judged.kind, ())
        if parts or not one:
            return None
        found = find(self._article, self._now, judged)
        return Part(found.id, judged.field, "", index=given_at(found, judged.field)) if found else None

    def _parts(self, one: Item) -> list[Part]:
        return self._claims(self._now).of(one)

    def _claims(self, extraction: Extraction) -> Claims:
        return Claims(self._article, extraction, self._iris)

    def _plain(self, part: Part) -> str:
        names = {entity.id: entity.name for entity in self._now.entities}
        if part.words and PHRASE in part.value and part.field != "time":
            return f"“{part.words.of(self._article.text)}”"
        entity = lender(part.value)
        return names.get(part.value, f"entity-{entity}" if entity else part.value)

    def finished(self) -> Curated:
        """Return what holds after all decisions."""
        certain: set[NamedNode] = set()
        for local, name, index in self._confirmed:
            one = item(self._now, local)
            if one is None:
                continue
            if not name:
                self._now = put(self._now, sure(one))
                certain.add(self._iris.local(self._article.id, local))
                continue
            here = (p.claim for p in self._parts(one) if (p.local, p.field, p.index) == (local, name, index))
            certain.update(claim for claim in here if claim is not None)
        stays, gone = trimmed(self._now, [place for place in self._retracted if place[1]])
        whole = [local for local, name, _ in self._retracted if not name or name in LAST]
        before = {one.id for kind in ("event", "statement", "figure", "office") for one in items(self._raw, kind)}
        stays, _ = prune(stays, [*whole, *gone])
        after = {one.id for kind in ("event", "statement", "figure", "office") for one in items(stays, kind)}
        return Curated(
            stays,
            frozenset(certain),
            MappingProxyType(self._renamed),
            MappingProxyType(self._lost),
            frozenset(self._agreed),
            MappingProxyType(self._overruling.by()),
            frozenset(before - after),
        )


def sure(one: Item) -> Item:
    """Return an item of which nothing is unsure."""
    match one:
        case Event():
            return replace(
                one,
                confidence=1.0,
                roles=tuple(replace(role, confidence=1.0) for role in one.roles),
                reality_confidence=None,
                place_confidences=(),
                time_confidence=None,
                link_confidence=None,
                source_confidence=None,
            )
        case Statement():
            return replace(
                one, confidence=1.0, speaker_confidence=None, medium_confidence=None, addressee_confidence=None
            )
        case Figure() | Office():
            return replace(one, confidence=1.0)


def _same(part: Part, value: str) -> bool:
    return part.value == (value.partition(" ")[2] if part.field == "time" else value)


def _common(first: Sequence[Span], second: Iterable[Span]) -> float:
    """Return the best share of the longer of two spans that both have."""
    return max(
        (
            max(0, min(a.end, b.end) - max(a.start, b.start)) / max(a.end - a.start, b.end - b.start)
            for b in second
            for a in first
        ),
        default=0.0,
    )
