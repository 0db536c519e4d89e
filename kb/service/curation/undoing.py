"""Decisions taken back, and put in force again.

Input: the position of a decision. Output: one decision-undone event, and Done for reading.
Never: removes anything from the log; undoes what is undone. Undoing an undoing puts the decision in force again.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from kb.events import DecisionUndone, DomainEvent
from kb.events.streams import CURATION
from kb.log import Append
from kb.projections.folding.judging import key
from kb.projections.folding.views import Views
from kb.projections.opening import Projections
from kb.service.articles.withdrawing import added_again
from kb.service.curation.deciding import Done
from kb.service.curation.errors import DecisionStateError, Earlier, NotADecisionError
from kb.service.curation.repeated import CORRECTION, repetitions
from kb.service.history.asof import erased_by
from kb.service.history.journal import in_words
from kb.service.knowledge_base import KnowledgeBase, OnWait

_KINDS: Final[Mapping[str, str]] = {
    "claim": "decision",
    "merge": "merge",
    "apart": "keeping apart",
    "entity": "decision",
    "link": "link",
    "withdrawal": "withdrawal",
    "move": "parting",
    "open": "open pair",
    "weights": "adoption of weights",
    "list": "version of a list",
    "rejection": "rejection",
}


class Undoer:
    """Takes decisions back. The caller holds the home's lock; projections have caught up."""

    def __init__(self, kb: KnowledgeBase, projections: Projections, actor: str) -> None:
        self._kb = kb
        self._projections = projections
        self._tables = projections.catalog.tables
        self._sources = projections.catalog.sources
        self._actor = actor

    def undo(self, position: int, reason: str = "") -> Done:
        """Take a decision back; one that took another back puts that one in force again.

        Raises:
            NotADecisionError: there is no event there, or it decides nothing that could be undone.
            DecisionStateError: it is not in force; says since which event.
        """
        position, row = self._decision(position)
        root, on = (int(row["root"]), bool(row["on"])) if row["kind"] == "undo" else (position, True)
        state = self._tables.get("force", key(root))
        self._refuse_overtaken(position, root)
        if row.get("void"):
            raise DecisionStateError(
                position, "never had an effect: a person had decided otherwise", "Nothing to undo."
            )
        if row["kind"] == "undo" and (state is None or int(state["by"]) != position):
            by = self._by(int(state["by"])) if state else None
            raise DecisionStateError(
                position, f"was taken back by {by}", f"`kb undo {by.position}` takes that back." if by else "", root
            )
        if row["kind"] != "undo" and state is not None and not state["on"]:
            by = self._by(int(state["by"]))
            raise DecisionStateError(
                position, f"is undone already, by {by}", f"`kb redo {position}` puts it in force again.", by.position
            )
        return self._turn(position, root, not on, reason)

    def redo(self, position: int, reason: str = "") -> Done:
        """Put a decision that was undone in force again.

        Raises:
            NotADecisionError: as undo.
            DecisionStateError: it is in force, or is itself an undoing.
        """
        position, row = self._decision(position)
        if row["kind"] == "undo":
            state = self._tables.get("force", key(int(row["root"])))
            last = int(state["by"]) if state else position  # it may have been taken back itself
            hint = f"`kb undo {last}` takes {'it back' if last == position else f'back event {last}, which undid it'}."
            raise DecisionStateError(position, f"takes back event {row['root']}, and is not done again", hint)
        self._refuse_overtaken(position, position)
        state = self._tables.get("force", key(position))
        if state is None or state["on"]:
            since = f", again since event {state['by']}" if state else ""
            raise DecisionStateError(position, f"is in force{since}", f"`kb undo {position}` takes it back.")
        if (self._tables.get("decision", key(int(state["by"]))) or {}).get("kind") == "move":
            by = self._by(int(state["by"]))
            hint = f"`kb undo {by.position}` takes all of that back; `kb merge` joins the two anew."
            raise DecisionStateError(position, f"was parted by {by}", hint, by.position)
        return self._turn(int(state["by"]), position, True, reason)

    def _turn(self, position: int, root: int, on: bool, reason: str) -> Done:
        done = self._record(position, root, on, reason)
        what = self._sources.recorded(root)
        row = self._tables.get("decision", key(root)) or {}
        kind = _KINDS.get(str(row.get("kind")), "decision")
        told = f"{what.envelope.type} {in_words(what.event)}"
        said = f"The {kind} of event {root} ({told}) is {'in force again' if on else 'undone'}."
        by = self._by(root if not on else position)
        return Done(done, self._actor, said, (by,) if by.actor != self._actor else (), str(row.get("article", "")))

    def _record(self, position: int, root: int, on: bool, reason: str) -> int:
        """Record one undoing, and the same of all that repeats the decision for other texts of the article."""
        version = self._kb.log.stream_version(CURATION)
        batch = [Append(CURATION, version, [DecisionUndone(position, reason)], self._actor, cause=position)]
        others: list[DomainEvent] = []
        for one in repetitions(self._tables, self._sources, root):
            state = self._tables.get("force", key(one)) or {"on": True}
            if one != root and bool(state["on"]) != on:
                others.append(DecisionUndone(int(state["by"]) if on else one, reason))
        if others:
            batch.append(Append(CURATION, version + 1, others, CORRECTION, caused_by=0))
        done = self._kb.log.append_batch(batch)[0].position
        if self._kb.on_decided:
            self._kb.on_decided(done)
        self._projections.advance(self._kb.log)
        return done

    def _decision(self, position: int) -> tuple[int, dict[str, Any]]:
        """Return position and row of a decision; of one that only repeats another, those of the other."""
        row = self._row(position)
        if row["kind"] == "claim":
            position = repetitions(self._tables, self._sources, position)[0]
        return position, self._row(position)

    def _refuse_overtaken(self, position: int, root: int) -> None:
        """Refuse to turn a withdrawal after which the article was added again: done again it would take that out."""
        row = self._tables.get("decision", key(root)) or {}
        if row.get("kind") != "withdrawal":
            return
        if added := added_again(Views(self._tables), str(row["article"]), root):
            at, text = added
            state = f"is about article-{row['article']} as it was before event {at} added article-{text}"
            hint = f"`kb withdraw {text} --reason ...` takes out what is there now."
            raise DecisionStateError(position, state, hint, at)

    def _row(self, position: int) -> dict[str, Any]:
        last = self._kb.log.position()
        if not 0 < position <= last:
            raise NotADecisionError(position, "", last)
        row = self._tables.get("decision", key(position))
        if row is None:
            at = self._sources.recorded(position).envelope
            raise NotADecisionError(position, f"{at.type} by {at.actor}", last, erased_by(self._kb.log, position))
        return dict(row)

    def _by(self, position: int) -> Earlier:
        recorded = self._sources.recorded(position)
        reason = getattr(recorded.event, "reason", "") or "; ".join(getattr(recorded.event, "reasons", ()))
        return Earlier(position, recorded.envelope.actor, str(reason))


@contextmanager
def undoing(kb: KnowledgeBase, actor: str = "", on_wait: OnWait | None = None) -> Iterator[Undoer]:
    """Hold the home's lock and take decisions back; see kb.service.curation.deciding.deciding."""
    with kb.writing(on_wait) as projections:
        yield Undoer(kb, projections, actor or kb.actor)
