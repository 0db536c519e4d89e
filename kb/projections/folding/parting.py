"""What turning a decision on and off does in the fold: merges, links, moves of members, looks at pairs, weights.

Input: the row that kb.projections.folding.judging keeps of a decision; the Fold. Output: rows of Tables, kinds as
kb.projections.folding.projection lists them; what they say of a pair, and of weights.
Never: knows whether a decision is in force; kb.projections.folding.judging turns it.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from kb.projections.folding.clusters import canonical, reach
from kb.projections.folding.force import in_force, key
from kb.projections.folding.tables import Tables

if TYPE_CHECKING:
    from kb.projections.folding.projection import Fold


def turn_move(fold: "Fold", row: dict[str, Any], position: int, on: bool) -> None:
    """Put members where a decision puts them, or back; part merges, or join them again."""
    for merge in row["merges"]:
        _turn_merge(fold, merge, position, on)
    for member, target in zip(row["members"], row["targets"], strict=True):
        relink(fold, member, target, position, on)
    named = {row["entity"], *row["targets"]}
    for entity in sorted(named):
        if on:
            group = {"other": "", "by": position, "person": bool(row["person"]), "group": True}
            fold.tables.put("parted", entity, f"{key(position)} ", group)
        else:
            fold.tables.delete("parted", entity, f"{key(position)} ")
    fold.touched.entities |= named


def _turn_merge(fold: "Fold", merge: int, position: int, on: bool) -> None:
    """Turn a merge off with the decision that parts it, or to what it was before."""
    tables, name, kept = fold.tables, key(merge), key(position)
    if on:
        if not in_force(tables, merge):
            return
        tables.put("parting", kept, name, tables.get("force", name))
        tables.put("force", name, value={"on": False, "by": position})
    else:
        if name not in tables.keys("parting", kept):
            return
        before = tables.get("parting", kept, name)
        tables.delete("parting", kept, name)
        if (tables.get("force", name) or {}).get("by") != position:
            return
        if before is None:
            tables.delete("force", name)
        else:
            tables.put("force", name, value=before)
    fold.touched.records.add(merge)
    turn_merge(fold, tables.get("decision", name), merge, not on)


def turn_merge(fold: "Fold", row: dict[str, Any], position: int, on: bool) -> None:
    """Join the two ids of a merge, or part them."""
    pair = row["pair"]
    with _joining(fold, pair):
        for entity in pair:
            if on:
                fold.tables.put("edge", entity, key(position), pair)
            else:
                fold.tables.delete("edge", entity, key(position))


@contextmanager
def _joining(fold: "Fold", pair: Sequence[str]) -> Iterator[None]:
    """Touch what names any id of the two clusters, which the block joins or parts.

    Articles are touched that name another canonical id after it: of those whose id stays nothing is told otherwise.
    """
    fold.settle()
    before = _canonicals(fold, pair)
    fold.around(before, ())
    yield
    after = _canonicals(fold, pair)
    fold.around(after, [one for one, stands in after.items() if before.get(one) != stands])


def _canonicals(fold: "Fold", pair: Sequence[str]) -> dict[str, str]:
    joined = {one for each in pair for one in reach(fold.tables, each)}
    return {one: canonical(fold.tables, one) for one in joined}


def turn_link(fold: "Fold", row: dict[str, Any], position: int, on: bool) -> None:
    """Have a link of members hold, or not."""
    for member in row["members"]:
        relink(fold, member, row["target"], position, on)


def relink(fold: "Fold", member: str, target: str, position: int, on: bool) -> None:
    """Have one decision about a member hold, or not; the last that does says for whom it stands."""
    article, local = fold.split(member)
    fold.touched.records |= {int(position) for position in fold.tables.keys("linking", member)}
    fold.touched.records |= {int(position) for position in fold.tables.keys("into", target)}
    if on:
        fold.tables.put("linking", member, key(position), target)
    else:
        fold.tables.delete("linking", member, key(position))
    made = fold.tables.items("linking", member)
    if fold.tables.get("member", article, local) is None:
        return

    def change() -> None:
        if made:
            fold.tables.put("link", article, local, made[-1][1])
        else:
            fold.tables.delete("link", article, local)

    fold.rework(article, change)


# -- looking at pairs ------------------------------------------------------------------------------


def turn_open(fold: "Fold", row: dict[str, Any], position: int, on: bool) -> None:
    """Have a pair count as looked at, or not."""
    one, other = row["open"]
    if on:
        fold.tables.put("open", one, f"{other} {key(position)}", [row["score"], row["against"]])
    else:
        fold.tables.delete("open", one, f"{other} {key(position)}")


def looked_at(tables: Tables, one: str, other: str) -> tuple[float, float] | None:
    """Return what spoke for and against a pair when somebody last could not say whether it is one; None if nobody."""
    rows = [row for key, row in tables.items("open", one) if key.partition(" ")[0] == other]
    return (float(rows[-1][0]), float(rows[-1][1])) if rows else None


# -- weights ---------------------------------------------------------------------------------------


def turn_weights(fold: "Fold", row: dict[str, Any], position: int, on: bool) -> None:
    """Have weights hold from now on, or not: the last that do count."""
    if on:
        kept = {name: row[name] for name in ("entities", "events", "shift", "event_shift")}
        fold.tables.put("weights", "", key(position), kept)
    else:
        fold.tables.delete("weights", "", key(position))


def adopted(tables: Tables) -> tuple[int, dict[str, Any]] | None:
    """Return the weights that hold, with the position of the event that says so; None for those of the package."""
    rows = tables.items("weights", "")
    return (int(rows[-1][0]), dict(rows[-1][1])) if rows else None
