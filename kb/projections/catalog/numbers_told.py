"""Figures of many happenings with who gives them, a few questions for all of them.

Input: the catalog, ids. Output: records of kb.projections.catalog.records; read by kb.service.happenings.conflicts.
Never: asks for each event, figure or statement by itself.
"""

import json
from collections.abc import Collection, Iterable, Mapping

from kb.projections.catalog.reading import CatalogReader
from kb.projections.catalog.records import EventRecord, FigureRecord, Named
from kb.resolution.posts import of_a_place

_THESE = "IN (SELECT value FROM json_each(?))"


def events_with_figures(catalog: CatalogReader, happenings: Collection[str]) -> dict[str, list[EventRecord]]:
    """Return happening, or event that is linked to none -> its events that have figures, those told of last first.

    Args:
        happenings: ids of either kind.

    Returns:
        Events without participants and without those who claim them.
    """
    ids = json.dumps(list(happenings))
    rows = catalog.rows(
        f"SELECT *, -position AS last FROM events WHERE (happening {_THESE} OR (happening = '' AND id {_THESE})) "
        "AND id IN (SELECT event FROM figures) ORDER BY last, start, id",
        [ids, ids],
    )
    figures = _figures(catalog, [row["id"] for row in rows])
    found: dict[str, list[EventRecord]] = {}
    for row in rows:
        told = EventRecord(
            id=row["id"],
            article=row["article"],
            local=row["local"],
            type=row["type"],
            label=row["label"],
            reality=row["reality"],
            modality=row["modality"],
            begin=row["begin"],
            end=row["end"],
            happening=row["happening"],
            confidence=row["confidence"],
            start=row["start"],
            stop=row["stop"],
            figures=tuple(figures.get(row["id"], ())),
        )
        found.setdefault(told.happening or told.id, []).append(told)
    return found


def _figures(catalog: CatalogReader, events: Collection[str]) -> dict[str, list[FigureRecord]]:
    rows = catalog.rows(
        f"SELECT * FROM figures WHERE event {_THESE} ORDER BY position, start, id", [json.dumps(list(events))]
    )
    claimed: dict[str, list[str]] = {}
    for item, statement in catalog.rows(
        f"SELECT item, statement FROM claims_of WHERE item {_THESE} ORDER BY item, statement",
        [json.dumps([row["id"] for row in rows])],
    ):
        claimed.setdefault(item, []).append(statement)
    found: dict[str, list[FigureRecord]] = {}
    for row in rows:
        figure = FigureRecord(
            id=row["id"],
            article=row["article"],
            event=row["event"],
            words=row["words"],
            comparator=row["comparator"],
            value=row["value"],
            upper=row["upper"],
            unit=row["unit"],
            counts=row["counts"],
            whole=row["whole"],
            withdrawn=bool(row["withdrawn"]),
            confidence=row["confidence"],
            start=row["start"],
            end=row["stop"],
            claimed_by=tuple(claimed.get(row["id"], ())),
            part=bool(row["part"]),
            change=row["change"],
        )
        found.setdefault(figure.event, []).append(figure)
    return found


def speakers_of(catalog: CatalogReader, statements: Iterable[str]) -> Mapping[str, list[Named]]:
    """Return statement -> who makes it; statements of nobody named are not there."""
    rows = catalog.rows(
        "SELECT p.statement, p.entity, e.label, e.type FROM statement_people p LEFT JOIN entities e ON e.id = p.entity "
        f"WHERE p.statement {_THESE} AND p.part = 'speaker' AND p.entity <> '' ORDER BY p.statement, p.entity",
        [json.dumps(list(statements))],
    )
    found: dict[str, list[Named]] = {}
    for statement, entity, label, kind in rows:
        found.setdefault(statement, []).append(Named(entity, entity if label is None else label, kind or ""))
    return found


def in_office(catalog: CatalogReader, people: Iterable[str]) -> frozenset[tuple[str, str]]:
    """Return (person, article) of those who hold an office, or act in one, as the article says."""
    rows = catalog.rows(
        f"SELECT DISTINCT person, article FROM offices WHERE person {_THESE} AND status IN ('current', 'acting')",
        [json.dumps(sorted(set(people)))],
    )
    return frozenset((row[0], row[1]) for row in rows)


def bodies_of(catalog: CatalogReader, people: Iterable[str]) -> Mapping[str, frozenset[Named]]:
    """Return person -> the bodies of which any article says that he holds an office, or speaks for them."""
    rows = catalog.rows(
        "SELECT DISTINCT o.person, o.organisation, o.title, e.label, e.type FROM offices o "
        f"LEFT JOIN entities e ON e.id = o.organisation WHERE o.person {_THESE} AND o.organisation <> '' "
        "AND o.status IN ('current', 'acting')",
        [json.dumps(sorted(set(people)))],
    )
    found: dict[str, set[Named]] = {}
    for person, body, title, label, kind in rows:
        if not of_a_place(title):
            found.setdefault(person, set()).add(Named(body, label or "", kind or ""))
    return {person: frozenset(bodies) for person, bodies in found.items()}


def publishers(catalog: CatalogReader, articles: Iterable[str]) -> Mapping[str, tuple[str, str]]:
    """Return article -> its publisher and when it came out, "" for what is unknown."""
    rows = catalog.rows(
        f"SELECT id, source, published FROM articles WHERE id {_THESE}", [json.dumps(sorted(set(articles)))]
    )
    return {row[0]: (row[1], row[2]) for row in rows}
