"""A publisher's correction: what holds of the earlier text goes on holding where the new one has the same sentences.

Input: the catalog with the earlier text, the new text and what was read from it. Output: who is who, and people's
decisions on claims, as events to be recorded with the correction; the decisions that find nothing.
Never: carries a decision to words that changed: those are to be looked at again, and are listed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from kb.events import (
    ClaimAmended,
    ClaimConfirmed,
    ClaimRetracted,
    DomainEvent,
    EntitiesLinked,
    HappeningsLinked,
    Judged,
)
from kb.events.streams import CURATION
from kb.graph.alignment import Alignment
from kb.graph.iris import Iris
from kb.log import Append
from kb.model import Article, Extraction, Span
from kb.model.identity import member, own_id
from kb.projections.folding import members
from kb.projections.folding.curating import curated_reading, curations
from kb.projections.folding.grounds import identified
from kb.projections.folding.standing import Standing
from kb.resolution.decision import RULE
from kb.service.curation.repeated import CORRECTION, repetitions
from kb.service.history.journal import in_words
from kb.service.retelling import Retelling

SAME: Final = "the text before its correction tells of the same"

Claim = ClaimConfirmed | ClaimRetracted | ClaimAmended


@dataclass(frozen=True, slots=True)
class Carried:
    """What moves from the earlier text to the new one.

    Attributes:
        standing: local id in the new reading -> canonical id, of what both texts tell of.
        links: actor -> links that say so.
        claims: position of a person's decision -> the same about the new text.
        lost: positions of people's decisions on words that changed, or that were read differently, and that had an
            effect on the earlier text, with the decisions in words.
    """

    standing: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, tuple[DomainEvent, ...]] = field(default_factory=dict)
    claims: Mapping[int, DomainEvent] = field(default_factory=dict)
    lost: Mapping[int, str] = field(default_factory=dict)

    @property
    def decisions(self) -> tuple[DomainEvent, ...]:
        """The links, whoever made them."""
        return tuple(event for events in self.links.values() for event in events)

    @property
    def notes(self) -> tuple[str, ...]:
        """What a person has to look at again, a sentence each."""
        about = "is about words that were corrected: look again"
        return tuple(f"The decision of event {at} ({said}) {about}." for at, said in self.lost.items())

    def appends(self, version: int) -> list[Append]:
        """Return the claims for the stream of curation, which has *version* events; each follows from its original."""
        rows = enumerate(self.claims.items(), version)
        return [Append(CURATION, at, [event], CORRECTION, cause=position) for at, (position, event) in rows]


def carry(catalog: Standing, earlier: str, article: Article, extraction: Extraction) -> Carried:
    """Return what moves from the text *earlier*, which the catalog has, to its correction.

    Args:
        catalog: caught up, with the earlier text in the graph.
        earlier: its id, "" for an article that corrects none.
        article: the new text.
        extraction: what was read from it.
    """
    row = catalog.views.article_row(earlier) or {}
    if not row.get("extraction") or row.get("replaced_by") == article.id:  # comes again: all has moved already
        return Carried()
    alignment = Alignment(catalog.sources.article(int(row["position"])).text, article.text)
    same = _same_members(catalog, earlier, members.rows(article, extraction), alignment)
    standing: dict[str, str] = {}
    links: dict[str, list[DomainEvent]] = {}
    for old, new in same.items():
        target = str(catalog.tables.get("link", earlier, old) or own_id(earlier, old))
        kept = catalog.tables.get("member", earlier, old) or {}
        if identified(kept, target):
            continue
        standing[new] = target
        kind = HappeningsLinked if kept.get("is") == "happening" else EntitiesLinked
        link = kind(target, (member(article.id, new),), 0.0, (SAME,))
        links.setdefault(linked_by(catalog, member(earlier, old)), []).append(link)
    claims, lost = _claims(catalog, earlier, article, extraction, alignment, same)
    return Carried(standing, {actor: tuple(events) for actor, events in links.items()}, claims, lost)


def _same_members(
    catalog: Standing, earlier: str, new: Mapping[str, members.Row], alignment: Alignment
) -> dict[str, str]:
    """Return local id before -> local id now, of what both readings have once, at words that stand in both texts."""

    def unique(rows: Mapping[str, members.Row], moved: bool) -> dict[Any, str]:
        found: dict[Any, list[str]] = {}
        for local, row in rows.items():
            sign: Any = members.signature(row)
            if moved and row["is"] == "happening":
                at = alignment.moved(Span(*row["at"]))
                sign = ("happening", row["type"], at.start, at.end) if at else None
            found.setdefault(sign, []).append(local)
        return {sign: locals_[0] for sign, locals_ in found.items() if sign and len(locals_) == 1}

    before, after = unique(dict(catalog.tables.items("member", earlier)), True), unique(new, False)
    return {local: after[sign] for sign, local in before.items() if sign in after}


def linked_by(catalog: Standing, name: str) -> str:
    """Return who made the link in force of a member: a person by name, else the rule."""
    made = catalog.tables.items("linking", name)
    row = (catalog.tables.get("decision", made[-1][0]) or {}) if made else {}
    return catalog.sources.recorded(int(made[-1][0])).envelope.actor if row.get("person") else RULE


def _claims(
    catalog: Standing,
    earlier: str,
    article: Article,
    extraction: Extraction,
    alignment: Alignment,
    same: Mapping[str, str],
) -> tuple[dict[int, DomainEvent], dict[int, str]]:
    retelling = Retelling(article, extraction, Iris(catalog.views.base()))
    found: dict[int, DomainEvent] = {}
    lost: dict[int, str] = {}
    reading = curated_reading(catalog.tables, catalog.sources, earlier)
    idle = {*reading[1].lost, *reading[1].overruled} if reading else set()
    there = {decision.position for decision in curations(catalog.tables, article.id)}
    for decision in curations(catalog.tables, earlier):
        same_decision = repetitions(catalog.tables, catalog.sources, decision.position)
        if not there.isdisjoint(same_decision):
            continue  # the text comes back, and what was decided about it is in force again
        recorded = catalog.sources.recorded(decision.position)
        event = recorded.event
        judged, value = _moved(decision.judged, alignment, same), same.get(decision.value, decision.value)
        local = retelling.local(replace(decision, judged=judged, value=value)) if judged else ""
        if not local or not isinstance(event, Claim):
            if decision.position not in idle:
                lost[same_decision[0]] = f"{recorded.envelope.type} {in_words(event)}"
            continue
        changes: dict[str, Any] = {"claim": f"{article.id}#{local}", "judged": judged}
        if isinstance(event, ClaimAmended):
            changes["value"] = value
        found[decision.position] = replace(event, **changes)
    return found, lost


def _moved(judged: Judged, alignment: Alignment, same: Mapping[str, str]) -> Judged | None:
    spans = [alignment.moved(span) for span in judged.spans]
    words = alignment.moved(judged.words) if judged.words else None
    if not spans or None in spans or (judged.words and words is None):
        return None
    kept = tuple(span for span in spans if span)
    return replace(judged, spans=kept, words=words, value=same.get(judged.value, judged.value), local="")
