"""Last stage: cross-references closed, nothing left that points nowhere.

Input: an Extraction of the stages. Output: the same with claims named by
their statements, empty entities dropped, ids dense and in text order.
Pure.
"""

from collections.abc import Mapping
from dataclasses import replace

from kb.model import Extraction


def finish(extraction: Extraction) -> Extraction:
    """Return *extraction* with statements naming the events they claim, and only entities that something uses.

    An unnamed entity that takes part in nothing is words without a claim; it
    and its mentions are dropped.
    """
    claims: dict[str, list[str]] = {}
    for event in extraction.events:
        for source in event.sources:
            claims.setdefault(source, []).append(event.id)
    statements = tuple(
        replace(s, claims=tuple(claims.get(s.id, ())) if s.status == "reported" else ()) for s in extraction.statements
    )
    extraction = replace(extraction, statements=statements)
    used = _used(extraction)
    kept = [e for e in extraction.entities if e.named or e.id in used]
    ids = {entity.id: f"e{n}" for n, entity in enumerate(kept, 1)}
    return _renamed(replace(extraction, entities=tuple(kept)), ids)


def _used(extraction: Extraction) -> set[str]:
    used = {e.within for e in extraction.entities}
    for office in extraction.offices:
        used |= {office.person, office.organisation, office.place, office.country}
    for statement in extraction.statements:
        used |= {*statement.speakers, *statement.addressees, statement.medium, statement.place}
    for event in extraction.events:
        used |= {*event.places, *(role.entity for role in event.roles)}
    return used - {""}


def _renamed(extraction: Extraction, ids: Mapping[str, str]) -> Extraction:
    mentions = [m for m in extraction.mentions if m.entity in ids]
    return replace(
        extraction,
        mentions=tuple(replace(m, id=f"m{n}", entity=ids[m.entity]) for n, m in enumerate(mentions, 1)),
        entities=tuple(replace(e, id=ids[e.id], within=ids.get(e.within, "")) for e in extraction.entities),
        offices=tuple(
            replace(
                o,
                person=ids[o.person],
                organisation=ids.get(o.organisation, ""),
                place=ids.get(o.place, ""),
                country=ids.get(o.country, ""),
            )
            for o in extraction.offices
        ),
        statements=tuple(
            replace(
                s,
                speakers=tuple(ids[e] for e in s.speakers),
                addressees=tuple(ids[e] for e in s.addressees),
                medium=ids.get(s.medium, ""),
                place=ids.get(s.place, ""),
            )
            for s in extraction.statements
        ),
        events=tuple(
            replace(
                v,
                places=tuple(ids[e] for e in v.places),
                roles=tuple(replace(r, entity=ids.get(r.entity, "")) for r in v.roles),
            )
            for v in extraction.events
        ),
    )
