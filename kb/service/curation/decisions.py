"""What people decided, and how each decision stands: in force, undone, or with nothing to apply to any more.

Input: the catalog and the log. Output: Row values, the newest first, for lists and for review.
Never: leaves a decision out because it finds nothing now; that is what review is for.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from kb.graph.curation import Curated
from kb.model.external import scheme_of
from kb.projections.folding.clusters import cluster
from kb.projections.folding.curating import curated_reading
from kb.projections.folding.judging import PERSON, in_force, key
from kb.projections.folding.revisions import last, later
from kb.projections.folding.sources import LogSources
from kb.projections.folding.tables import Tables
from kb.projections.folding.views import Views
from kb.service.articles.withdrawing import added_again
from kb.service.curation.joined import chains
from kb.service.curation.repeated import repetitions
from kb.service.history.asof import AsOf
from kb.service.history.journal import in_words
from kb.service.knowledge_base import KnowledgeBase

_IDS: Final = frozenset({"external", "same"})
STATES: Final = ("holds", "agreed", "overruled", "lost", "undone", "void", "undoes")


@dataclass(frozen=True, slots=True)
class Row:
    """One decision of a person.

    Attributes:
        position: of its event.
        recorded_at: when, UTC.
        actor: who.
        type: of the event.
        what: the event in words.
        state: one of STATES; lost: in force, and nothing it could apply to; agreed: the reading says so itself;
            overruled: in force, and a later decision leaves nothing of it.
        why: why it is lost, overruled or undone; which decision it undoes.
        article: id of the article that it is about, "" for entities.
        entities: canonical ids that it is about.
        names: what articles call each of these, "" where none tells of it any more.
    """

    position: int
    recorded_at: str
    actor: str
    type: str
    what: str
    state: str
    why: str = ""
    article: str = ""
    entities: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


def decisions(
    kb: KnowledgeBase,
    *,
    state: str = "",
    actor: str = "",
    article: str = "",
    entity: str = "",
    before: int = 0,
    as_of: AsOf = None,
) -> Iterator[Row]:
    """Yield people's decisions, the newest first.

    Args:
        kb: an opened home.
        state: only those that stand so; one of STATES.
        actor: only of this one, with or without "person:".
        article: only about claims of this article.
        entity: only about this canonical id.
        before: only before this position; 0 for all.
        as_of: how they stood at that moment; None for now.

    Raises:
        BadMomentError, NoSuchMomentError: see kb.service.history.asof.position_at.
    """
    with kb.at(as_of) as moment, moment.connection() as connection:
        tables = Tables(connection)
        reviewer = _Reviewer(tables, LogSources(kb.log))
        for position in _positions(tables, before):
            row = reviewer.row(position)
            if row is None or (state and row.state != state) or (article and row.article != article):
                continue
            if actor and row.actor not in (actor, f"{PERSON}{actor}"):
                continue
            if entity and entity not in row.entities:
                continue
            yield row


def _positions(tables: Tables, before: int) -> list[int]:
    found = [int(part) for part in tables.parts("decision")]
    return [position for position in reversed(found) if not before or position < before]


class _Reviewer:
    def __init__(self, tables: Tables, sources: LogSources) -> None:
        self._tables = tables
        self._views = Views(tables)
        self._sources = sources
        self._curated: dict[str, Curated | None] = {}

    def row(self, position: int) -> Row | None:
        """Return how a person's decision stands; None for a rule's."""
        kept = self._tables.get("decision", key(position))
        if kept is None or not kept["person"]:
            return None
        recorded = self._sources.recorded(position)
        at = recorded.envelope
        if not at.actor.startswith(PERSON):
            return None
        state, why = self._state(position, kept)
        article, entities = self._about(kept)
        names, what = tuple(map(self._views.own_label, entities)), in_words(recorded.event)
        return Row(position, at.recorded_at, at.actor, at.type, what, state, why, article, entities, names)

    def _about(self, kept: dict[str, Any]) -> tuple[str, tuple[str, ...]]:
        if kept["kind"] == "undo":
            kept = self._tables.get("decision", key(int(kept["root"]))) or {}
        entities = [*kept.get("pair", ()), *([kept["entity"]] if "entity" in kept else ()), *kept.get("targets", ())]
        entities += [one for one in kept.get("open", ()) if "#" not in one]
        return str(kept.get("article", "")), tuple(dict.fromkeys(entities))

    def _state(self, position: int, kept: dict[str, Any]) -> tuple[str, str]:
        if kept.get("void"):
            return "void", "it changed nothing"
        if kept["kind"] == "undo":
            return self._of_undoing(position, kept)
        if why := self._undone(position, kept):
            return "undone", why
        if kept["kind"] in ("claim", "move"):
            return self._of_move(kept) if kept["kind"] == "move" else self._of_claim(position, kept["article"])
        gone = [one for one in self._about(kept)[1] if not self._views.entity_is_live(one)]
        if gone:
            return "lost", f"no article names {' or '.join(f'entity-{one}' for one in gone)} any more"
        by = self._overruled(position, kept)
        return ("overruled", f"by event {by}") if by else ("holds", "")

    def _overruled(self, position: int, kept: dict[str, Any]) -> int:
        """Return the later decision that leaves nothing of one about entities, 0 for none."""
        if kept["kind"] == "apart" and all("#" not in one for one in kept["pair"]):
            ways = chains(self._tables, *kept["pair"])
            return max((way[-1] for way in ways), default=0)
        if kept["kind"] != "entity":
            return 0
        together = cluster(self._tables, kept["entity"]).members
        rows = [row for one in together for row in self._tables.items("amendment", one)]
        later = [int(at) for at, row in rows if int(at) > position and row["person"] and _same_place(row, kept)]
        last = max(later, default=0)
        said = self._tables.get("decision", key(last)) or {}
        return last if last and said.get("value") != kept["value"] else 0

    def _undone(self, position: int, kept: dict[str, Any]) -> str:
        state = self._tables.get("force", key(position))
        if state is not None and not state["on"]:
            return f"by event {state['by']}"
        if kept["kind"] == "withdrawal" and (added := added_again(self._views, kept["article"], position)):
            return f"event {added[0]} added article-{added[1]}"
        return ""

    def _of_undoing(self, position: int, kept: dict[str, Any]) -> tuple[str, str]:
        now = self._tables.get("force", key(int(kept["root"]))) or {}
        if now.get("by") == position:
            return "undoes", f"event {kept['root']} is {'in force again' if kept['on'] else 'undone'}"
        return "undone", f"by event {now.get('by')}"

    def _of_move(self, kept: dict[str, Any]) -> tuple[str, str]:
        left = [one for one in kept["members"] if not self._views.article_is_live(one.partition("#")[0])]
        if len(left) == len(kept["members"]):
            return "lost", f"no article in the graph has {' or '.join(left)} any more"
        return "holds", ""

    def _of_left(self, position: int, article: str) -> tuple[str, str]:
        """Say how a decision on an article stands that left the graph: its words may stand in the text in force."""
        for one in reversed(repetitions(self._tables, self._sources, position)):
            now = str((self._tables.get("decision", key(one)) or {}).get("article"))
            if one != position and self._views.article_is_live(now) and in_force(self._tables, one):
                state, why = self._of_claim(one, now)
                return state, why or f"repeated for article-{now} by event {one}"
        row_of = self._views.article_row
        if (newer := list(later(article, row_of))[-1]) != article and not last(article, row_of).get("withdrawn"):
            return "lost", f"article-{article} was corrected, and its words do not stand in article-{newer}"
        return "lost", f"article-{article} is not in the graph any more"

    def _of_claim(self, position: int, article: str) -> tuple[str, str]:
        if not self._views.article_is_live(article):
            return self._of_left(position, article)
        if article not in self._curated:
            found = curated_reading(self._tables, self._sources, article)
            self._curated[article] = found[1] if found else None
        curated = self._curated[article]
        if curated is None:
            return "lost", "nothing is read from the article"
        if why := curated.lost.get(position):
            return "lost", why
        if by := curated.overruled.get(position):
            return "overruled", f"by event {repetitions(self._tables, self._sources, by)[0]}"
        return ("agreed", "the reading says so itself") if position in curated.agreed else ("holds", "")


def _same_place(row: dict[str, Any], other: dict[str, Any]) -> bool:
    """Say whether two amendments of an entity are of the same: one name, one type, one id of each scheme elsewhere."""
    if {row["field"], other["field"]} <= _IDS:
        return scheme_of(row["value"]) == scheme_of(other["value"])
    return bool(row["field"] == other["field"])
