"""The graph as entities of FollowTheMoney, one JSON object a line.

Input: kb.exporting.reading.Graph. Output: lines that Aleph and OpenSanctions' tools read; the schemata are those of
followthemoney 4.11: Person, Organization, Company, PublicBody, LegalEntity, Address, Article, Event, Position,
Occupancy, Documentation.
Never: makes a fact of what is planned, denied or hypothetical: the model has no word for that, so it is left out and
counted; so are statements and figures, for which it has no schema.
"""

import json
import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime
from typing import IO, Final

from kb.exporting.happenings import ACTORS, UNDERGOERS, happenings, is_entity, place_of
from kb.exporting.leftovers import Leftovers
from kb.exporting.reading import Graph, Node, entity_type, last
from kb.graph import names
from kb.graph.vocabulary import KB
from kb.model.extraction import PLACE_TYPES
from kb.model.identity import digest

_SCHEMA: Final[Mapping[str, str]] = {
    "person": "Person",
    "organisation": "Organization",
    "company": "Company",
    "armed_force": "PublicBody",
    "office": "PublicBody",
    "international_organisation": "Organization",
    "group": "LegalEntity",
    "platform": "Organization",
    "country": "PublicBody",
    **dict.fromkeys(PLACE_TYPES, "Address"),
}
_CITIES: Final = frozenset({"city", "town", "village"})
_REGIONS: Final = frozenset({"region", "province", "district"})
_QID: Final = re.compile(r"Q[1-9]\d*\Z")
_STATUS: Final = {"current": "current", "acting": "current", "former": "ended"}
_DATES: Final = frozenset({"publishedAt", "date", "startDate", "endDate"})
_YEAR: Final = re.compile(r"[12]\d{3}(?!\d)")  # those that the model has

Properties = dict[str, list[str]]


def write_entities(graph: Graph, out: IO[bytes]) -> tuple[int, Leftovers]:
    """Write the entities; return how many, and what was left out, by reason."""
    left = Leftovers()
    count = 0
    for identifier, schema, properties in _all(graph, left):
        given = {
            name: list(dict.fromkeys(found)) for name, values in properties.items() if (found := _known(name, values))
        }
        line = {"id": identifier, "schema": schema, "properties": given}
        out.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
        count += 1
    for name, cls in (("statements", KB.Statement), ("figures", KB.Figure)):
        if skipped := sum(1 for _ in graph.names(cls)):
            left.add(f"{name}, which FollowTheMoney has no schema for", count=skipped)
    return count, left


def _known(name: str, values: list[str]) -> list[str]:
    return [known for value in values if (known := _date(value) if name in _DATES else value)]


def _date(value: str) -> str:
    """Return a date or time as the model writes it, times in UTC without a zone; "" for a year that it cannot have."""
    if "T" in value:
        moment = datetime.fromisoformat(value)
        try:
            moment = moment.astimezone(UTC) if moment.tzinfo else moment
        except OverflowError:  # beyond the year 9999, or before the first
            return ""
        value = moment.replace(tzinfo=None).isoformat(timespec="seconds")
    return value if _YEAR.match(value) else ""


def _all(graph: Graph, left: Leftovers) -> Iterator[tuple[str, str, Properties]]:
    for node in graph.entities():
        schema = _SCHEMA.get(entity_type(node))
        if schema is None:
            left.add("entities whose type is not known")
            continue
        yield node.name, schema, _entity(graph, node, schema)
        for article in node.many(KB.mentionedIn):
            if graph.chosen is None or article in graph.chosen:
                made = f"mention-{digest(node.iri, article)}"
                yield made, "Documentation", {"entity": [node.name], "document": [last(article)], "role": ["mentioned"]}
    for node in graph.of(KB.Article):
        yield node.name, "Article", _article(node)
    yield from _events(graph, left)
    with closing(sqlite3.connect("")) as posts:  # a file without a name, gone with the connection
        posts.execute("CREATE TABLE post (id TEXT PRIMARY KEY) WITHOUT ROWID")
        for node in graph.of(KB.Position):
            for one in _office(graph, node, left):
                if one[1] != "Position" or posts.execute("INSERT OR IGNORE INTO post VALUES (?)", one[:1]).rowcount:
                    yield one


def _entity(graph: Graph, node: Node, schema: str) -> Properties:
    kind = entity_type(node)
    country = node.one(KB.country).lower()
    same = (*node.many(names.EXACT_MATCH.value), *node.many(names.SAME_AS.value))
    found: Properties = {
        "name": [graph.label(node.iri)],
        "alias": list(node.many(KB.alias)),
        "country": [country],
        "summary": list(node.many(KB.description)),
        "sourceUrl": [node.iri],
        "wikidataId": [last(iri) for iri in same if "wikidata.org" in iri and _QID.match(last(iri))],
    }
    if schema == "Address":
        within = node.one(KB.within)
        found |= {
            "full": [", ".join(part for part in (graph.label(node.iri), graph.label(within)) if part)],
            "latitude": [node.one(KB.latitude)],
            "longitude": [node.one(KB.longitude)],
            "city": [graph.label(node.iri)] if kind in _CITIES else [],
            "region": [graph.label(node.iri)] if kind in _REGIONS else [],
            "state": [graph.label(node.iri)] if kind == "state" else [],
        }
    return found


def _article(node: Node) -> Properties:
    return {
        "title": [node.one(KB.title)],
        "publisher": [node.one(KB.source)],
        "publishedAt": [node.one(KB.publishedAt) or node.one(KB.published)],
        "language": [_LANGUAGES.get(node.one(KB.language), "")],
        "sourceUrl": [node.one(KB.url) or node.iri],
    }


def _events(graph: Graph, left: Leftovers) -> Iterator[tuple[str, str, Properties]]:
    for one in happenings(graph):
        if not one.real:
            left.add("happenings that no article tells of as having occurred")
            continue
        first, end = one.days
        involved = [iri for iri in one.having(ACTORS | UNDERGOERS) if _schema(graph, iri) not in ("", "Address")]
        places = [place for told in one.told if (place := place_of(graph, told))]
        yield (
            one.node.name,
            "Event",
            {
                "name": [graph.label(one.node.iri)],
                "keywords": [names.words_of(one.type)],
                "date": [first] if first == end else [],
                "startDate": [first] if first != end else [],
                "endDate": [end] if first != end else [],
                "location": [graph.label(place.iri) for place in places],
                "addressEntity": [place.name for place in places if _schema(graph, place.iri) == "Address"],
                "country": [place.one(KB.country).lower() for place in places],
                "involved": [last(iri) for iri in involved],
                "proof": [told.article.name for told in one.told if told.article.iri],
                "sourceUrl": [told.article.one(KB.url) for told in one.told],
                "publisher": [told.article.one(KB.source) for told in one.told],
            },
        )


def _office(graph: Graph, node: Node, left: Leftovers) -> Iterator[tuple[str, str, Properties]]:
    holder, body, title = node.one(KB.holder), node.one(KB.organization), node.one(KB.roleTitle)
    if _schema(graph, holder) != "Person" or not title:
        left.add("offices without a person or a title")
        return
    where = body or node.one(KB.jurisdiction)
    called = ", ".join(part for part in (title, graph.label(where)) if part)
    post = f"post-{digest(title.lower(), where)}"
    status = node.local(KB.positionStatus)
    country = node.one(KB.country) or (graph.node(where).one(KB.country) if where else "")
    posted: Properties = {"name": [called], "country": [country.lower()]}
    if _schema(graph, body) in ("Organization", "Company", "PublicBody"):
        posted["organization"] = [last(body)]
    yield post, "Position", posted
    if status not in _STATUS:
        left.add("offices that are sought and not held")
        return
    article = node.one(KB.article)
    held: Properties = {
        "holder": [last(holder)],
        "post": [post],
        "startDate": [node.one(KB.since)],
        "endDate": [node.one(KB.until)],
        "status": [_STATUS[status]],
        "proof": [last(article)] if article else [],
    }
    yield node.name, "Occupancy", held


def _schema(graph: Graph, iri: str) -> str:
    """Return the schema of an entity, "" for what is none."""
    if not iri or not is_entity(graph, iri):
        return ""
    return _SCHEMA.get(entity_type(graph.node(iri)), "")


_LANGUAGES: Final[Mapping[str, str]] = {
    **{"ar": "ara", "de": "deu", "en": "eng", "es": "spa", "fr": "fra", "it": "ita", "nl": "nld", "pl": "pol"},
    **{"pt": "por", "ru": "rus", "tr": "tur", "uk": "ukr", "zh": "zho"},
}
