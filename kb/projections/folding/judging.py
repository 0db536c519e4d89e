"""What people decide, in the fold: claims, who is who, what an entity is called; each can be undone and done again.

Input: one Recorded, the Fold that takes it. Output: rows of Tables, kinds as kb.projections.folding.projection lists
them.
Never: lets a rule overturn a person. A decision has a row of its own under its position; undoing turns it off, undoing
the undoing turns it on, and what is on is all that counts.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from kb import events as ev
from kb.events import Recorded
from kb.events.schema import writer
from kb.projections.contract import BadEventError
from kb.projections.folding import listing, outside, parting
from kb.projections.folding.curating import CLAIM, judged_then
from kb.projections.folding.force import PERSON, in_force, key, parted

if TYPE_CHECKING:
    from kb.projections.folding.projection import Fold

__all__ = ["PERSON", "by_person", "decided", "in_force", "key", "parted"]

Turn = Callable[["Fold", dict[str, Any], int, bool], None]
_write_judged: Final = writer(ev.Judged)


def by_person(recorded: Recorded) -> bool:
    """Say whether a person decided it."""
    return recorded.envelope.actor.startswith(PERSON)


def decided(fold: "Fold", recorded: Recorded, kind: str, row: dict[str, Any], *, void: bool = False) -> None:
    """Keep a decision and put it in force; *void*: it has no effect, for it is a rule's against a person's."""
    row = {"kind": kind, **row, "person": by_person(recorded) or row.get("person", False), **_follows(fold, recorded)}
    if void:
        row["void"] = True
    fold.tables.put("decision", key(recorded.position), value=row)
    if not void:
        _TURN[kind](fold, row, recorded.position, True)


def _follows(fold: "Fold", recorded: Recorded) -> dict[str, Any]:
    """Return how a decision is marked that follows from a withdrawal or a list: it is undone and redone with it."""
    cause = recorded.envelope.cause
    row = fold.tables.get("decision", key(cause)) if cause else None
    if not row or row["kind"] not in ("withdrawal", "list"):
        return {}
    fold.tables.put("following", key(cause), key(recorded.position))
    return {row["kind"]: cause}


# -- the steps -------------------------------------------------------------------------------------


def merged(fold: "Fold", recorded: Recorded, event: ev.EntitiesMerged) -> None:
    """Join two ids."""
    if event.entity == event.absorbed:
        raise BadEventError(f"{event.entity} cannot be merged with itself.")
    if fold.tables.get("merge", event.merge_id) is not None:
        raise BadEventError(f"There is a merge {event.merge_id} already.")
    pair = [event.entity, event.absorbed]
    fold.tables.put("merge", event.merge_id, value=[*pair, recorded.position])
    for entity in pair:
        fold.about(entity, recorded)
    void = not by_person(recorded) and bool(parted(fold.tables, *pair))
    decided(fold, recorded, "merge", {"pair": pair}, void=void)


def merge_undone(fold: "Fold", recorded: Recorded, event: ev.MergeUndone) -> None:
    """Part what one merge joined; other merges of the same ids stay in force."""
    merge = fold.tables.get("merge", event.merge_id)
    if merge is None:
        raise BadEventError(f"There is no merge {event.merge_id}.")
    *pair, position = merge
    for entity in pair:
        fold.about(entity, recorded)
    _undo(fold, recorded, position)


def kept_apart(fold: "Fold", recorded: Recorded, event: ev.EntitiesKeptApart) -> None:
    """Keep that two ids look alike and are two."""
    for entity in event.entities:
        fold.about(entity, recorded)
    decided(fold, recorded, "apart", {"pair": list(event.entities)})


def entity_amended(fold: "Fold", recorded: Recorded, event: ev.EntityAmended) -> None:
    """Keep what a person says of an entity."""
    fold.about(event.entity, recorded)
    decided(fold, recorded, "entity", {"entity": event.entity, "field": event.field, "value": event.value})


def candidate_rejected(fold: "Fold", recorded: Recorded, event: ev.CandidateRejected) -> None:
    """Keep that an entity is not what a service elsewhere takes it for."""
    fold.about(event.entity, recorded)
    decided(fold, recorded, "rejection", outside.rejection(event))


def curated(fold: "Fold", recorded: Recorded, event: ev.ClaimConfirmed | ev.ClaimRetracted | ev.ClaimAmended) -> None:
    """Keep what a person decided about a claim, ARTICLE#LOCAL or ARTICLE#claim-HASH."""
    article, local = fold.split(event.claim)
    fold.article(article)
    if not CLAIM.match(local):
        raise BadEventError(f"{event.claim} is no claim that could be decided about.")
    fold.name(article, recorded)
    cause = fold.tables.get("decision", key(recorded.envelope.cause)) or {}
    row: dict[str, Any] = {
        "article": article,
        "claim": local,
        "event": event.TYPE,
        "person": by_person(recorded) or bool(cause.get("person")),
    }
    value, judged = getattr(event, "value", ""), event.judged
    if judged is None:
        judged, value = judged_then(fold.tables, fold.sources, article, local, value)
    if judged is not None:
        row["judged"] = _write_judged(judged)
    if isinstance(event, ev.ClaimAmended):
        row["value"] = value
        row |= {name: text for name, text in (("name", event.name), ("type", event.type)) if text}
    decided(fold, recorded, "claim", row)


def linked(fold: "Fold", recorded: Recorded, article: str, locals_: list[str], target: str) -> list[str]:
    """Keep who linked which members of an article, and return those that the link holds for."""
    made = f"{article}#"
    kept = list(locals_)
    if not by_person(recorded):
        kept = [local for local in locals_ if not parted(fold.tables, fold.own(article, local), target)]
    for local in kept:
        fold.touched.records |= {int(position) for position in fold.tables.keys("linking", made + local)}
        fold.tables.put("linking", made + local, key(recorded.position), target)
    row = fold.tables.get("decision", key(recorded.position)) or {
        "kind": "link",
        "target": target,
        "members": [],
        **_follows(fold, recorded),
    }
    row["person"] = by_person(recorded)
    row["members"] = [*row["members"], *(made + local for local in kept)]
    fold.tables.put("decision", key(recorded.position), value=row)
    return kept


def decision_undone(fold: "Fold", recorded: Recorded, event: ev.DecisionUndone) -> None:
    """Take a decision back; or put one in force again, by taking back what took it back."""
    _undo(fold, recorded, event.decision)


def _undo(fold: "Fold", recorded: Recorded, position: int) -> None:
    row = fold.tables.get("decision", key(position))
    if row is None:
        raise BadEventError(f"Event {position} is no decision that could be undone.")
    root, on = (int(row["root"]), not row["on"]) if row["kind"] == "undo" else (position, False)
    void = on == in_force(fold.tables, root)
    own: dict[str, Any] = {"kind": "undo", "root": root, "on": on, "person": by_person(recorded)}
    if void:
        own["void"] = True
    fold.tables.put("decision", key(recorded.position), value=own)
    fold.touched.records |= {root, position}
    if void:
        return
    what = fold.tables.get("decision", key(root))
    fold.tables.put("force", key(root), value={"on": on, "by": recorded.position})
    _TURN[what["kind"]](fold, what, root, on)
    pair = [tuple(what["pair"])] if what["kind"] == "merge" else _linked_pairs(fold, what)
    if not what["person"]:
        for one, other in pair:  # a person who takes a rule's merge back says that the two are not one
            _part(fold, one, other, recorded.position, person=by_person(recorded), on=not on)
            if on:
                _unpart_all(fold, one, other, root)


def _linked_pairs(fold: "Fold", what: dict[str, Any]) -> list[tuple[str, ...]]:
    if what["kind"] != "link":
        return []
    return [(fold.own(*fold.split(member)), what["target"]) for member in what["members"]]


# -- on and off ------------------------------------------------------------------------------------


def _turn_claim(fold: "Fold", row: dict[str, Any], position: int, on: bool) -> None:
    article = row["article"]

    def change() -> None:
        if on:
            kept = {name: value for name, value in row.items() if name not in ("kind", "article")}
            fold.tables.put("curation", article, key(position), kept)
        else:
            fold.tables.delete("curation", article, key(position))
        fold.recurate(article)

    fold.rework(article, change)


def _turn_apart(fold: "Fold", row: dict[str, Any], position: int, on: bool) -> None:
    one, other = row["pair"]
    _part(fold, one, other, position, person=bool(row["person"]), on=on)


def _part(fold: "Fold", one: str, other: str, position: int, *, person: bool, on: bool) -> None:
    for first, second in ((one, other), (other, one)):
        if on:
            fold.tables.put("parted", first, f"{key(position)} {second}", _apart_row(second, position, person))
        else:
            fold.tables.delete("parted", first, f"{key(position)} {second}")
        standing = [row["by"] for _, row in fold.tables.items("parted", first) if row["other"] == second]
        if standing:
            fold.tables.put("apart", first, second, max(standing))
        else:
            fold.tables.delete("apart", first, second)
    fold.touched.entities |= {one, other}


def _apart_row(other: str, position: int, person: bool) -> dict[str, Any]:
    return {"other": other, "by": position, "person": person}


def _unpart_all(fold: "Fold", one: str, other: str, root: int) -> None:
    """Forget that a person parted what is in force again: only what was said by undoing *root*."""
    for name, row in fold.tables.items("parted", one):
        undo = fold.tables.get("decision", key(int(row["by"]))) or {}
        if row["other"] == other and undo.get("kind") == "undo" and undo.get("root") == root and name:
            _part(fold, one, other, int(row["by"]), person=True, on=False)


def _turn_entity(fold: "Fold", row: dict[str, Any], position: int, on: bool) -> None:
    kept = {name: row[name] for name in ("field", "value", "person")}
    if on:
        fold.tables.put("amendment", row["entity"], key(position), kept)
    else:
        fold.tables.delete("amendment", row["entity"], key(position))
    fold.touched.entities.add(row["entity"])


def _turn_withdrawal(fold: "Fold", row: dict[str, Any], position: int, on: bool) -> None:
    fold.withdraw(row["article"], position if on else 0)
    _turn_followers(fold, position, on)


def _turn_list(fold: "Fold", row: dict[str, Any], position: int, on: bool) -> None:
    listing.turn(fold, row, position, on)
    _turn_followers(fold, position, on)


def _turn_followers(fold: "Fold", position: int, on: bool) -> None:
    for follower in fold.tables.keys("following", key(position)):
        if in_force(fold.tables, int(follower)):
            what = fold.tables.get("decision", follower)
            _TURN[what["kind"]](fold, what, int(follower), on)


_TURN: Final[dict[str, Turn]] = {
    "claim": _turn_claim,
    "merge": parting.turn_merge,
    "apart": _turn_apart,
    "entity": _turn_entity,
    "link": parting.turn_link,
    "withdrawal": _turn_withdrawal,
    "list": _turn_list,
    "rejection": outside.turn,
    "move": parting.turn_move,
    "open": parting.turn_open,
    "weights": parting.turn_weights,
}
