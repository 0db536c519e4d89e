"""Local ids that stay with the thing they name when an article is read again.

Input: what was read of an article so far, and a new extraction of it.
Output: the new extraction, in which what was found before has the id that it
had, and what is new has one that the article never used.
Pure. So IRIs, links, merges and decisions about claims go on meaning what they
meant, and an IRI is never used for something else.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from kb.graph.pruning import item_ids
from kb.model import Extraction, Statement
from kb.service.articles.aligning import align

_NUMBERED: Final = re.compile(r"([a-z])(\d+)\Z")
_PREFIX: Final = {"mentions": "m", "entities": "e", "offices": "o", "statements": "s", "events": "v", "figures": "q"}


def renumber(history: Sequence[Extraction], new: Extraction) -> Extraction:
    """Return *new* with the ids of *history*.

    Args:
        history: all earlier extractions of the article, the oldest first. What
            the last one lacks and an earlier one had gets its old id again.
        new: as the extractor made it, before it was vetted. An id that it
            names and does not have stays one that nothing has.
    """
    if not history:
        return new
    ids: dict[str, str] = {}
    for old in reversed(history):
        for own, known in align(old, new).items():
            if own not in ids and known not in ids.values():
                ids[own] = known
    used = _highest(history)
    for kind, prefix in _PREFIX.items():
        for item in getattr(new, kind):
            if item.id not in ids:
                used[prefix] += 1
                ids[item.id] = f"{prefix}{used[prefix]}"
    taken = set(ids.values())

    def to(local: str) -> str:
        if not local or local in ids:
            return ids.get(local, "")
        return f"{local}?" if local in taken else local

    return _renamed(new, to)


def _highest(history: Sequence[Extraction]) -> Counter[str]:
    """Return prefix -> the highest number that any extraction used."""
    found: Counter[str] = Counter()
    for extraction in history:
        for local in item_ids(extraction):
            if match := _NUMBERED.match(local):
                found[match[1]] = max(found[match[1]], int(match[2]))
    return found


def _renamed(new: Extraction, to: Callable[[str], str]) -> Extraction:
    def each(locals_: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(to(local) for local in locals_)

    return replace(
        new,
        mentions=tuple(replace(m, id=to(m.id), entity=to(m.entity)) for m in new.mentions),
        entities=tuple(replace(e, id=to(e.id), within=to(e.within)) for e in new.entities),
        offices=tuple(
            replace(
                o,
                id=to(o.id),
                person=to(o.person),
                organisation=to(o.organisation),
                place=to(o.place),
                country=to(o.country),
            )
            for o in new.offices
        ),
        statements=tuple(_statement(s, to) for s in new.statements),
        events=tuple(
            replace(
                v,
                id=to(v.id),
                roles=tuple(replace(r, entity=to(r.entity), event=to(r.event)) for r in v.roles),
                places=each(v.places),
                part_of=to(v.part_of),
                causes=each(v.causes),
                sources=each(v.sources),
            )
            for v in new.events
        ),
        figures=tuple(replace(q, id=to(q.id), event=to(q.event), sources=each(q.sources)) for q in new.figures),
    )


def _statement(s: Statement, to: Callable[[str], str]) -> Statement:
    return replace(
        s,
        id=to(s.id),
        speakers=tuple(to(local) for local in s.speakers),
        medium=to(s.medium),
        addressees=tuple(to(local) for local in s.addressees),
        nested_in=to(s.nested_in),
        claims=tuple(to(local) for local in s.claims),
        about=tuple(to(local) for local in s.about),
        place=to(s.place),
    )
