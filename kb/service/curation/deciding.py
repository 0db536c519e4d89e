"""People decide about claims: confirm, retract, amend.

Input: what a person writes, who that is and why. Output: one event, and Done for reading.
Never: records a decision that the present state does not allow, or that would leave the article's graph unfit;
nothing is recorded then. A later person may overturn an earlier one; the event names the one that it overturns.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from kb.events import ClaimAmended, ClaimConfirmed, ClaimRetracted, DomainEvent, Judged
from kb.events.streams import CURATION
from kb.graph.curation import Curation
from kb.graph.trimming import LAST
from kb.log import Append
from kb.model.extraction import ACTOR_TYPES, ENTITY_TYPES, PLACE_TYPES
from kb.model.identity import borrowed
from kb.projections.folding.curating import curations, judged, links_of
from kb.projections.opening import Projections
from kb.service.curation.amendments import Value, parsed
from kb.service.curation.errors import (
    ClaimStateError,
    Earlier,
    MeanwhileError,
    NoSuchClaimError,
    UnfitAmendmentError,
)
from kb.service.curation.fitting import Decision, refuse_unfit
from kb.service.curation.naming_claims import ClaimNamer, Named
from kb.service.display.showing import Shower
from kb.service.history.following import check
from kb.service.knowledge_base import KnowledgeBase, OnWait

_PLACES: Final = PLACE_TYPES | {"country"}
_FILLERS: Final = {
    "place": _PLACES,
    "jurisdiction": _PLACES,
    "holder": frozenset({"person"}),
    "organization": ACTOR_TYPES - {"person"},
    "speaker": ACTOR_TYPES,
    "addressee": ACTOR_TYPES,
}
_BY_TYPE: Final = {
    ClaimConfirmed.TYPE: "was confirmed",
    ClaimRetracted.TYPE: "was retracted",
    ClaimAmended.TYPE: "was amended",
}


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a decision.

    Attributes:
        position: of its event.
        actor: who decided.
        said: what holds now, one sentence.
        overturns: decisions of others that hold no more.
        article: that it is about, "" if about none.
    """

    position: int
    actor: str
    said: str
    overturns: tuple[Earlier, ...] = ()
    article: str = ""


class Decider:
    """Records decisions about claims. The caller holds the home's lock; projections have caught up.

    Args:
        kb: the home.
        projections: of it.
        actor: who decides, "person:NAME".
    """

    def __init__(self, kb: KnowledgeBase, projections: Projections, actor: str) -> None:
        self._kb = kb
        self._projections = projections
        self._catalog = projections.catalog
        self._actor = actor
        self._namer = ClaimNamer(projections, kb.iris)

    def confirm(self, what: str, reason: str = "", seen: int = 0) -> Done:
        """Make a claim certain; one that was retracted is back.

        Args:
            what: see kb.service.curation.naming_claims.
            reason: why.
            seen: position of the log that the person looked at; 0: the last.

        Raises:
            NoSuchClaimError, SeveralClaimsError, LeftArticleError: see ClaimNamer.find.
            ClaimStateError: the same person confirmed it already, or what it is a part of was retracted.
            MeanwhileError: somebody decided about it after *seen*.
        """
        named = self._namer.find(what)
        earlier = self._earlier(named, seen)
        self._whole_stands(named, earlier)
        if any(d.kind == ClaimConfirmed.TYPE and self._by(d).actor == self._actor for d in earlier[-1:]):
            raise self._already(named, earlier[-1])
        if named.part is not None and not named.part.value:
            raise NoSuchClaimError(what, "the article does not say any")
        event = ClaimConfirmed(self._claim(named), reason, self._judged(named))
        return self._record(named, event, [d for d in earlier if d.kind == ClaimRetracted.TYPE], "is certain")

    def retract(self, what: str, reason: str, seen: int = 0) -> Done:
        """Take a claim out of the graph; raises as confirm, and UnfitAmendmentError for what cannot be without it."""
        named = self._namer.find(what)
        earlier = self._earlier(named, seen)
        self._whole_stands(named, earlier)
        if earlier and earlier[-1].kind == ClaimRetracted.TYPE:
            raise self._already(named, earlier[-1])
        if named.part is None and named.local in named.curated.gone:
            raise self._gone(named)
        if named.part is not None and not named.part.value:
            raise NoSuchClaimError(what, "the article does not say any")
        if named.part is not None and named.part.field in LAST:
            state = f"cannot be taken away by itself: {named.whole} cannot be without it"
            hint = f"Amend it, or retract {named.whole} as a whole."
            raise ClaimStateError(named.words, state, None, hint)
        event = ClaimRetracted(self._claim(named), reason, self._judged(named))
        return self._record(named, event, [d for d in earlier if d.kind != ClaimRetracted.TYPE], "left the graph")

    def amend(self, what: str, value: str, reason: str, seen: int = 0) -> Done:
        """Put another value in a claim's place.

        Raises:
            as confirm, and
            UnfitAmendmentError: the value is not of the kind that belongs there, or the shapes refuse it.
            NothingCalledError, SeveralCalledError: it names no entity, or several.
        """
        named = self._main_part(self._namer.find(what))
        earlier = self._earlier(named, seen)
        self._whole_stands(named, earlier)
        part = named.part
        assert part is not None
        if earlier and earlier[-1].kind == ClaimRetracted.TYPE:
            hint = f"`kb undo {earlier[-1].position}` or `kb confirm` brings it back; then amend it."
            raise ClaimStateError(named.words, "was retracted", self._by(earlier[-1]), hint)
        new = parsed(part.field, value, lambda text: self._entity(named, text), lambda text: self._event(named, text))
        if part.value and part.value == (new.value.partition(" ")[2] if part.field == "time" else new.value):
            state = f"is {new.name or value} already"
            raise ClaimStateError(named.words, state, None, "`kb confirm` makes it certain.")
        event = ClaimAmended(self._claim(named), new.value, reason, self._judged(named), new.name, new.type)
        said = f"is {new.name or value} now"
        return self._record(named, event, [d for d in earlier if d.kind != ClaimRetracted.TYPE], said)

    # -- what is there ----------------------------------------------------------------------------

    def _main_part(self, named: Named) -> Named:
        """Return the part that amending a whole means: the type of an event, the number of a figure."""
        if named.part is not None or named.local in named.curated.gone:
            if named.part is None:
                raise self._gone(named)
            return named
        main = {"v": "eventType", "q": "value", "o": "roleTitle"}.get(named.local[:1])
        if main is None:
            raise NoSuchClaimError(named.words, f"say which part, as {named.article.id}#{named.local}.speaker")
        return self._namer.find(f"{named.article.id}#{named.local}.{main}")

    def _earlier(self, named: Named, seen: int) -> list[Curation]:
        """Return people's decisions on exactly this claim that hold, in order.

        Refuse if one came after *seen*, also one on a part of it or on what it is a part of.
        """
        of_all = curations(self._catalog.tables, named.article.id)
        of_it = [decision for decision in of_all if decision.judged.local == named.local]
        found = [decision for decision in of_it if self._same(decision, named)]
        check(self._kb.log, seen)
        near = [one for one in of_it if named.part is None or not one.judged.field or one in found]
        if seen and near and near[-1].position > seen:
            raise MeanwhileError(named.words, seen, self._by(near[-1]), self._kb.log.position())
        return [decision for decision in found if decision.position not in named.curated.lost]

    def _same(self, decision: Curation, named: Named) -> bool:
        ours, theirs = named.part, decision.judged
        if ours is None:
            return not theirs.field
        if ours.field != theirs.field:
            return False
        near = bool(ours.words and theirs.words and ours.words.overlaps(theirs.words))
        return decision.claim == named.claim or ours.value == theirs.value or near

    def _whole_stands(self, named: Named, earlier: list[Curation]) -> None:
        if named.part is not None and named.local in named.curated.gone:
            raise self._gone(named)
        if named.part is None and named.local in named.curated.gone and not earlier:
            raise self._gone(named)

    def _gone(self, named: Named) -> ClaimStateError:
        """Return the error for what left the graph, by itself or with what it rested on."""
        retracted = [d for d in curations(self._catalog.tables, named.article.id) if d.kind == ClaimRetracted.TYPE]
        mine = [d for d in retracted if d.judged.local == named.local or not d.judged.field]
        own = [d for d in mine if d.judged.local == named.local and not d.judged.field]
        by = next(reversed(own or mine), None)
        state = "was retracted" if own else "left the graph with what it rested on, which was retracted"
        hint = f"`kb undo {by.position}` brings it back." if by else "`kb list decisions` shows what was decided."
        whole = named if named.part is None else self._namer.find(f"{named.article.id}#{named.local}")
        return ClaimStateError(whole.words, state, self._by(by) if by else None, hint)

    def _already(self, named: Named, decision: Curation) -> ClaimStateError:
        hint = f"`kb undo {decision.position}` takes that back."
        return ClaimStateError(named.words, f"{_BY_TYPE[decision.kind]} already", self._by(decision), hint)

    def _by(self, decision: Curation) -> Earlier:
        recorded = self._catalog.sources.recorded(decision.position)
        return Earlier(decision.position, recorded.envelope.actor, str(getattr(recorded.event, "reason", "")))

    # -- values -----------------------------------------------------------------------------------

    def _entity(self, named: Named, text: str) -> Value:
        """Return an entity of the base: the article's own if it names it, else one that is brought in."""
        shower = Shower(self._catalog.connection, self._kb.log, self._kb.iris)
        canonical = shower.entity_id(text)
        extraction = named.curated.extraction
        links = links_of(self._catalog.tables, named.article.id, extraction)
        found = [Value(e.id, e.name, e.type) for e in extraction.entities if links[e.id] == canonical]
        view = self._catalog.views.view(canonical)
        brought = Value(borrowed(canonical), getattr(view, "label", text), getattr(view, "type", ""))
        field = named.part.field if named.part else ""
        if brought.type and brought.type not in _FILLERS.get(field, ENTITY_TYPES):
            kind = brought.type.replace("_", " ")
            what = f"{brought.name} is {'an' if kind[0] in 'aeiou' else 'a'} {kind}"
            raise UnfitAmendmentError(named.words, text, what, "If its type is wrong: `kb set-type ENTITY TYPE`.")
        return found[0] if found else brought

    def _event(self, named: Named, text: str) -> str:
        other = self._namer.find(text)
        if other.article.id != named.article.id or not other.local.startswith("v"):
            why = "it is no event of the same article"
            raise UnfitAmendmentError(named.words, text, why, "Events of several articles are joined by `kb merge`.")
        if other.local == named.local:
            raise UnfitAmendmentError(named.words, text, "it is the event itself")
        return other.local

    # -- recording --------------------------------------------------------------------------------

    def _claim(self, named: Named) -> str:
        return f"{named.article.id}#{named.claim}"

    def _judged(self, named: Named) -> Judged:
        gone = named.local in named.curated.gone
        return judged(named.raw if gone else named.curated.extraction, named.local, named.part)

    def _record(self, named: Named, event: Decision, against: list[Curation], said: str) -> Done:
        refuse_unfit(self._kb, self._catalog.tables, named, event)
        overturns = tuple(by for d in against if (by := self._by(d)).actor != self._actor)
        cause = against[-1].position if against else 0
        position = record(self._kb, self._projections, event, self._actor, cause)
        return Done(position, self._actor, f"{named.words} {said}.", overturns, named.article.id)


def record(
    kb: KnowledgeBase, projections: Projections, event: DomainEvent, actor: str, cause: int = 0, stream: str = CURATION
) -> int:
    """Append one decision and bring the projections along; return its position."""
    batch = [Append(stream, kb.log.stream_version(stream), [event], actor, cause=cause)]
    position = kb.log.append_batch(batch)[-1].position
    if kb.on_decided:
        kb.on_decided(position)
    projections.advance(kb.log)
    return position


@contextmanager
def deciding(kb: KnowledgeBase, actor: str = "", on_wait: OnWait | None = None) -> Iterator[Decider]:
    """Hold the home's lock and decide about claims: ``with deciding(kb) as decider: decider.confirm(...)``.

    Args:
        kb: the home.
        actor: who decides; "" for the knowledge base's own.
        on_wait: see KnowledgeBase.writing.
    """
    with kb.writing(on_wait) as projections:
        yield Decider(kb, projections, actor or kb.actor)
