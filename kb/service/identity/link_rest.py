"""Members that nobody looked at and that go where all goes that was looked at of what they stand for.

Input: Moves; whom the members of the region stand for; the index. Output: whole moves, read by
kb.service.identity.linking.
Never: decides who is one. Of an entity with many members few are looked at, and stay one: an identifier that gives
all of it another id, or an entity that two turn out to be, must not leave the rest behind under the id of before.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Final

from kb.model.identity import external_id
from kb.projections.folding.tables import Tables
from kb.resolution.planning import Move
from kb.service.identity.judged import judged
from kb.service.identity.link_ids import identified
from kb.service.identity.link_index import LinkIndex

_MOST: Final = 100_000  # members of one id


def whole_moves(
    found: Collection[Move], now: Mapping[str, str], article: str, index: LinkIndex, tables: Tables
) -> Iterator[Move]:
    """Yield moves, each with those that stand for an id of which all that were looked at are among its members.

    What a person placed stays, and so does all of an id that an identifier gives to one of those that were not looked
    at.

    Args:
        found: moves of members of a region.
        now: member -> the canonical id it stands for, of all that were looked at.
        article: the one that is being linked.
        index: of what is known.
        tables: of the catalog.
    """
    new = f"{article}#" if found and index.is_new(article) else ""  # for the ids of its own nobody else can stand
    for move in found:
        moved = set(move.members)
        ids = {now[name] for name in moved if not new or not name.startswith(new)} - {move.target}
        ids -= {entity for name, entity in now.items() if name not in moved} if ids else set()
        rest = {name: entity for entity in sorted(ids) for name in _others(entity, now, index)}
        if rest:
            _, _, placed = judged(tables, rest)
            move = Move(move.target, (*move.members, *sorted(rest.keys() - placed)))
        yield move


def _others(entity: str, now: Mapping[str, str], index: LinkIndex) -> list[str]:
    names = [name for name in index.members(entity, _MOST) if name not in now]
    return [] if any(_named_by(entity, name, index) for name in names) else names


def _named_by(entity: str, name: str, index: LinkIndex) -> bool:
    profile = index.entity(name)
    return profile is not None and identified(profile) and external_id(profile.external) == entity
