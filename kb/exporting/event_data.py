"""Events as rows of event data sets: PLOVER's and ACLED's columns, for code that reads those.

Input: kb.exporting.reading.Graph, the event types with their codes (ontology/types). Output: CSV.
PLOVER: one row an event as one article tells it. ACLED: one row a happening that occurred, whoever tells of it.
Never: guesses a code: what has none is left out and counted by type; what the articles say nothing about is empty.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import IO, Any, Final

from kb.exporting import acled, violence
from kb.exporting.happenings import ACTORS, REAL, UNDERGOERS, Told, geonames, happenings, place_of, told
from kb.exporting.leftovers import Leftovers
from kb.exporting.reading import Graph, Node, entity_type
from kb.exporting.sides import parties, sides
from kb.exporting.tables import cell
from kb.exporting.victims import VICTIMS, Number, by_kind, retold, totals, victims
from kb.graph.vocabulary import KB
from kb.language.event_types import EventTypes

FORMATS: Final = ("plover", "acled")
_SEPARATOR: Final = "; "

# Which kind of interaction a PLOVER type is: PLOVER manual, table of event types.
_QUAD: Final[Mapping[str, str]] = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT", "CONCEDE"), "verbal cooperation"),
    **dict.fromkeys(("COOPERATE", "AID", "RETREAT"), "material cooperation"),
    **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), "verbal conflict"),
    **dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), "material conflict"),
}
# Auxiliary modes of PLOVER for what did not occur.
_AUXILIARY: Final = {
    "planned": "future",
    "hypothetical": "hypothetical",
    "denied": "negation",
    "notHappened": "negation",
}
_RESOLUTION: Final = {
    **dict.fromkeys(("city", "town", "village"), 4),
    **dict.fromkeys(("district",), 3),
    **dict.fromkeys(("region", "province", "state"), 2),
    "country": 1,
}

PLOVER: Final = (
    "id happening date enddate event mode auxiliary quad_code actor actor_type actor_country recipient recipient_type "
    "recipient_country location location_type country geonameid latitude longitude resolution dead injured arrested "
    "event_text confidence source url title published language"
).split()
ACLED: Final = (
    "event_id_cnty event_date end_date year time_precision disorder_type event_type sub_event_type actor1 "
    "assoc_actor_1 inter1 actor2 assoc_actor_2 inter2 interaction iso country admin1 location latitude longitude "
    "geo_precision source source_count notes fatalities fatalities_reported"
).split()


def write_events(graph: Graph, out: IO[bytes], format: str) -> tuple[int, Leftovers]:
    """Write the rows; return how many, and what was left out, by reason.

    Args:
        format: of FORMATS.
    """
    left = Leftovers()
    columns, found = (PLOVER, _plover(graph, left)) if format == "plover" else (ACLED, _acled(graph, left))
    return _csv(columns, found, out), left


def _csv(columns: Sequence[str], rows: Iterable[dict[str, Any]], out: IO[bytes]) -> int:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns)
    writer.writeheader()
    count = 0
    for row in rows:
        writer.writerow({name: cell(value) for name, value in row.items()})
        out.write(text.getvalue().encode())
        text.seek(0)
        text.truncate()
        count += 1
    out.write(text.getvalue().encode())
    return count


def _plover(graph: Graph, left: Leftovers) -> Iterator[dict[str, Any]]:
    types = EventTypes.load()
    for one in told(graph):
        code, mode = types.by_name(one.type).plover if one.type in types else ("", "")
        if not code:
            left.add("events of types that PLOVER has no code for", one.type or "unknown")
            continue
        actors, recipients = parties(graph, one, ACTORS), parties(graph, one, UNDERGOERS)
        begin, end = one.days
        # whom a killing counts stands in its own row, not in that of the riot as well
        counted = victims(graph, one, lambda other: other.type in types and bool(types.by_name(other.type).plover[0]))
        yield {
            "id": one.node.name,
            "happening": one.node.local(KB.happening),
            "date": begin,
            "enddate": end,
            "event": code,
            "mode": mode,
            "auxiliary": _AUXILIARY.get(one.reality, ""),
            "quad_code": _QUAD.get(code, ""),
            **_party("actor", graph, actors),
            **_party("recipient", graph, recipients),
            **_location(graph, place_of(graph, one)),
            **{whom: _range(counted[whom]) if whom in counted else "" for whom in VICTIMS.values()},
            "event_text": graph.label(one.node.iri),
            "confidence": one.node.number(KB.confidence),
            **{name: one.article.one(term) for name, term in _CITED},
        }


_CITED: Final = (
    *(("source", KB.source), ("url", KB.url), ("title", KB.title), ("published", KB.published)),
    ("language", KB.language),
)


def _acled(graph: Graph, left: Leftovers) -> Iterator[dict[str, Any]]:
    for one in happenings(graph):
        real = [each for each in one.told if each.reality in REAL]
        (kind, sub), missing = violence.code(graph, one.type, real)
        if kind and not real:
            missing = "happenings that no article tells of as having occurred"
        if missing:
            left.add(missing, one.type or "unknown")
            continue
        actors, others = sides(graph, one.type, real)
        places = [place for each in real for place in _where(graph, each)]
        begin, end = one.days
        if not (begin or end) or not places:
            left.add("happenings without " + ("any place" if begin or end else "any date"), one.type)
            continue
        place = next((one for one in places if one.one(KB.latitude)), places[0])
        dead = by_kind((victims(graph, each) for each in real), "dead") + retold(graph, real)
        yield {
            "event_id_cnty": one.node.name,
            "event_date": begin,
            "end_date": end,
            "year": begin[:4],
            "time_precision": _precision(begin, end),
            "disorder_type": acled.disorder(kind, sub),
            "event_type": kind,
            "sub_event_type": sub,
            **_acled_actors(graph, kind, (actors, others), place.one(KB.country)),
            **_acled_place(graph, place),
            "source": _SEPARATOR.join(dict.fromkeys(each.article.one(KB.source) for each in real)),
            "source_count": one.node.one(KB.independentSources),
            "notes": graph.label(one.node.iri),
            # the codebook takes the most conservative of numbers that differ
            "fatalities": f"{totals(dead)[0]:g}" if dead else "",
            "fatalities_reported": _SEPARATOR.join(dict.fromkeys(words for _, words, _ in dead)),
        }


def _party(name: str, graph: Graph, who: Sequence[str]) -> dict[str, str]:
    nodes = [graph.node(iri) for iri in who]
    return {
        name: _SEPARATOR.join(graph.label(iri) for iri in who),
        f"{name}_type": _SEPARATOR.join(entity_type(node) for node in nodes),
        f"{name}_country": _SEPARATOR.join(node.one(KB.country) for node in nodes),
    }


def _location(graph: Graph, place: Node | None) -> dict[str, Any]:
    if place is None:
        return {}
    kind = entity_type(place)
    return {
        "location": graph.label(place.iri),
        "location_type": kind,
        "country": place.one(KB.country),
        "geonameid": geonames(place),
        "latitude": place.number(KB.latitude),
        "longitude": place.number(KB.longitude),
        "resolution": _RESOLUTION.get(kind, 5 if kind else ""),
    }


def _where(graph: Graph, one: Told) -> list[Node]:
    """Return the place of an event, or the places that it was done to."""
    place = place_of(graph, one)
    harmed = (graph.node(iri) for iri in one.having(UNDERGOERS)) if place is None else ()
    return [place] if place else [node for node in harmed if KB.Location in node.types or node.one(KB.latitude)]


def _acled_actors(graph: Graph, kind: str, sides: tuple[list[str], list[str]], country: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for number, side in enumerate(sides, 1):
        labels = [graph.label(who) for who in side]
        found |= {f"actor{number}": labels[0] if side else "", f"assoc_actor_{number}": _SEPARATOR.join(labels[1:])}
        found[f"inter{number}"] = acled.inter(graph, side[0], kind, country) if side else ""
    found["interaction"] = acled.interaction(found["inter1"], found["inter2"], alone=not sides[1])
    return found


def _acled_place(graph: Graph, place: Node) -> dict[str, Any]:
    kind = entity_type(place)
    exact = _RESOLUTION.get(kind, 5)
    return {
        "iso": acled.iso(place.one(KB.country)),
        "country": _country(place.one(KB.country)),
        "admin1": _region(graph, place),
        "location": graph.label(place.iri),
        "latitude": place.number(KB.latitude),
        "longitude": place.number(KB.longitude),
        # 1: the very place; 2: part of a region; 3: a larger region
        "geo_precision": "" if place.number(KB.latitude) is None else 1 if exact >= 4 else 2 if exact == 3 else 3,
    }


def _region(graph: Graph, place: Node) -> str:
    """Return the first-level region that a place is or lies in, "" where none is known."""
    at: Node | None = place
    for _ in range(8):
        if at is None:
            break
        if entity_type(at) in ("region", "province", "state"):
            return graph.label(at.iri)
        within = at.one(KB.within)
        at = graph.node(within) if within else None
    return ""


def _range(numbers: Sequence[Number]) -> str:
    values = totals(numbers)
    return "-".join(f"{value:g}" for value in dict.fromkeys((values[0], values[-1])))


def _precision(begin: str, end: str) -> str:
    """Return ACLED's time precision: 1 the day, 2 within a week, 3 within a month, "" where it is less."""
    try:
        days = (date.fromisoformat(end) - date.fromisoformat(begin)).days
    except ValueError:
        return ""
    return next((code for code, most in (("1", 0), ("2", 7), ("3", 31)) if days <= most), "")


@lru_cache(maxsize=512)
def _country(code: str) -> str:
    """Return the English name of a country by its ISO 3166-1 code; the code where it has none."""
    from babel import Locale

    return str(Locale("en").territories.get(code, code)) if code else ""
