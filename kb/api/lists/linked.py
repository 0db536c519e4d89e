"""Rows of lists as JSON-LD: the same triples as in the graph, and no others.

Input: rows of kb.api.lists.rows. Output: nodes, and the context that says what their keys mean.
Pure. Never: a key that is not in the context; a triple that the graph lacks: a test asks it for each.
"""

from typing import Any, Final

from kb.graph import words
from kb.graph.vocabulary import KB, NAMESPACE, TYPE_NAMESPACE

Row = dict[str, Any]
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"


def _node(iri: str) -> Row:
    return {"@id": iri, "@type": "@id"}


def _typed(iri: str, kind: str) -> Row:
    return {"@id": iri, "@type": f"{_XSD}{kind}"}


_NODES: Final = (
    "article happening source figure reality modality speaker addressee mode asserts nestedIn statementStatus event "
    "comparator change claimedBy holder organization positionStatus within eventType"
).split()
_TEXTS: Final = "title language content unit counts roleTitle alias country description".split()

CONTEXT: Final[Row] = {
    "kb": NAMESPACE,
    "kbt": TYPE_NAMESPACE,
    "id": "@id",
    "type": "@type",
    "label": "http://www.w3.org/2000/01/rdf-schema#label",
    **{name: _node(f"{NAMESPACE}{name}") for name in _NODES},
    **{iri.removeprefix(NAMESPACE): _node(iri) for iri in dict.fromkeys(words.ROLE.values())},
    **{name: f"{NAMESPACE}{name}" for name in _TEXTS},
    "sourceName": KB.source,
    "url": _typed(KB.url, "anyURI"),
    "published": _typed(KB.published, "date"),
    "begin": _typed(KB.begin, "date"),
    "end": _typed(KB.end, "date"),
    "since": _typed(KB.since, "date"),
    "until": _typed(KB.until, "date"),
    "confidence": _typed(KB.confidence, "decimal"),
    "latitude": _typed(KB.latitude, "decimal"),
    "longitude": _typed(KB.longitude, "decimal"),
    "value": _typed(KB.value, "decimal"),
    "upperValue": _typed(KB.upperValue, "decimal"),
    "withdrawn": _typed(KB.withdrawn, "boolean"),
}


def node(base: str, kind: str, row: Row) -> Row:
    """Return a row as a node in the terms of CONTEXT."""
    made = {"id": row["iri"]} | _MAKERS[kind](base, row)
    return {name: value for name, value in made.items() if value not in ("", None, [])}


def _iri(base: str, identifier: str) -> str:
    return f"{base}id/{identifier}" if identifier else ""


def _iris(base: str, found: Any) -> list[str]:
    return [_iri(base, one["id"] if isinstance(one, dict) else one) for one in found if one]


def _number(value: float | None, places: int | None = None) -> str | None:
    """Return a decimal as the graph writes it, as text: a JSON number would be read as a double."""
    from kb.graph.names import decimal

    return None if value is None else decimal(value, places=places).value


def _article(base: str, row: Row) -> Row:
    return {
        "type": "kb:Article",
        "title": row["title"],
        "sourceName": row["source"],
        "url": row["url"],
        "published": row["published"][:10],
        "language": row["language"],
    }


def _entity(base: str, row: Row) -> Row:
    return {
        "type": words.ENTITY_CLASS.get(row["type"], ""),
        "label": row["label"],
        "alias": row["aliases"],
        "country": row["country"],
        "description": row["description"],
        "within": _iris(base, [row["within"]]),
        "latitude": _number(row["latitude"]),
        "longitude": _number(row["longitude"]),
    }


def _event(base: str, row: Row) -> Row:
    roles: dict[str, list[str]] = {}
    for one in row["participants"]:
        who = one["entity"]["id"] if one["entity"] else one["event"]
        if who:
            roles.setdefault(one["role"], []).append(_iri(base, who))
    return {
        "type": "kb:Event",
        "label": row["label"],
        "eventType": f"kbt:{row['type']}",
        "reality": f"kb:{row['reality']}",
        "modality": f"kb:{row['modality']}",
        "begin": row["begin"],
        "end": row["end"],
        "article": _iri(base, row["article"]),
        "happening": _iri(base, row["happening"]),
        "confidence": _number(row["confidence"], 4),
        "figure": _iris(base, row["figures"]),
        "source": _iris(base, row["claimed_by"]),
        **roles,
    }


def _statement(base: str, row: Row) -> Row:
    return {
        "type": "kb:Statement",
        "content": row["content"],
        "mode": words.MODE[row["mode"]],
        "statementStatus": words.STATEMENT_STATUS[row["status"]],
        "speaker": _iris(base, row["speakers"]),
        "addressee": _iris(base, row["addressees"]),
        "asserts": _iris(base, row["asserts"]),
        "nestedIn": _iri(base, row["nested_in"]),
        "article": _iri(base, row["article"]),
        "confidence": _number(row["confidence"], 4),
    }


def _figure(base: str, row: Row) -> Row:
    return {
        "type": "kb:Figure",
        "label": row["words"],
        "comparator": f"kb:{row['comparator']}",
        "value": _number(row["value"]),
        "upperValue": _number(row["upper"]),
        "unit": row["unit"],
        "counts": row["counts"],
        "change": f"kb:{row['change']}" if row["change"] else "",
        "withdrawn": True if row["withdrawn"] else None,
        "event": _iri(base, row["event"]),
        "article": _iri(base, row["article"]),
        "claimedBy": _iris(base, row["claimed_by"]),
        "confidence": _number(row["confidence"], 4),
    }


def _office(base: str, row: Row) -> Row:
    return {
        "type": "kb:Position",
        "holder": _iris(base, [row["person"]]),
        "roleTitle": row["title"],
        "organization": _iris(base, [row["organisation"]]),
        "positionStatus": words.POSITION_STATUS[row["status"]],
        "since": row["since"][:10],
        "until": row["until"][:10],
        "article": _iri(base, row["article"]) if row["article"].startswith("article-") else "",
    }


_MAKERS: Final = {
    "article": _article,
    "entity": _entity,
    "event": _event,
    "statement": _statement,
    "figure": _figure,
    "position": _office,
}
