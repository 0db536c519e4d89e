"""What the pages of lists have in common: what is asked for, chips, facets, the part that is shown, CSV and Turtle.

Input: a request with the parameters of kb.api.lists, which a page takes as JSON does.
Output: values for templates; answers.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError
from starlette.responses import Response, StreamingResponse

from kb.api.lists import params
from kb.api.lists.kinds import LISTS
from kb.api.pages.frame import Frame
from kb.api.pages.negotiation import TURTLE
from kb.api.pages.site import Site
from kb.api.pages.wording import became, country, day, language, spaced
from kb.api.schemas.shapes import bare, qualified
from kb.api.serving.ports import Listing, Reads
from kb.errors import InputError, NotFoundError
from kb.projections.catalog.facets import Facet, facets
from kb.projections.catalog.namesakes import told_apart
from kb.projections.catalog.reading import CatalogReader

ON_A_PAGE: Final = 40
IN_A_FILE: Final = 1000
_DESCRIBED: Final = 200  # things of one query, which names each three times: the text of a query has a limit
_OWN: Final = frozenset({"done", "hide", "at", "against", "by", "of"})  # parameters of pages, which no list knows
_SAID: Final[Mapping[str, Callable[[str], str]]] = {
    "type": spaced,
    "reality": became,
    "country": country,
    "language": language,
}
_WORDS: Final[Mapping[str, Callable[[str], str]]] = {
    "day": day,
    "country": country,
    "language": language,
    "term": spaced,
}  # kind of a filter -> its values in words
_OF_ENTITIES: Final = ("actor", "place", "entity")  # facets
_ID: Final = re.compile(r"[a-z]+-[0-9a-f]{16,20}\Z")
_MODELS: Final[Mapping[str, type[params.Asked]]] = {
    "articles": params.ArticlesAsked,
    "entities": params.EntitiesAsked,
    "events": params.EventsAsked,
    "statements": params.StatementsAsked,
    "figures": params.FiguresAsked,
    "offices": params.OfficesAsked,
}
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would work out; as kb.api.lists.formats has it
_DESCRIBE: Final = """CONSTRUCT {{ ?s ?p ?o }} WHERE {{
  {{ VALUES ?s {{ {iris} }} ?s ?p ?o . BIND(1 AS ?turn) }}
  UNION {{
    {{ SELECT DISTINCT ?s {{ VALUES ?thing {{ {iris} }} ?thing ?any ?s FILTER(!STRSTARTS(STR(?s), STR(kb:))) }} }}
    MINUS {{ VALUES ?s {{ {iris} }} }}
    VALUES ?p {{ rdfs:label skos:prefLabel }} ?s ?p ?o . BIND(2 AS ?turn)
  }}
}} ORDER BY ?turn ?s ?p ?o"""


class BadFilterError(InputError):
    """A parameter in the address of a page has a value of another kind."""

    code = "bad-filter"

    def __init__(self, name: str, given: str, wanted: str) -> None:
        self.name = name
        self.given = given
        super().__init__(f"{given[:80]!r} is no {name}.", hint=f"Give {wanted}, or leave it out.")


@dataclass(frozen=True, slots=True)
class Filter:
    """Something by which a list can be narrowed, as chips and facets call it.

    Attributes:
        name: of the parameter in addresses.
        label: in words.
        kind: "entity", "article" or "event": the value may be the id of one; "day": a date; "country" and
            "language": an ISO code; "term": a name of the model, which is written with underscores; "" for words.
    """

    name: str
    label: str
    kind: str = ""

    def words(self, then: Reads, given: str) -> str:
        """Return a value for reading."""
        if self.kind in _WORDS:
            return _WORDS[self.kind](given)
        if self.kind in ("entity", "article", "event") and _ID.match(given):
            try:
                record = then.record(self.kind, bare(self.kind, given))
            except NotFoundError:
                return given
            return str(getattr(record, "title" if self.kind == "article" else "label")) or given
        return given


@dataclass(frozen=True, slots=True)
class FacetLink:
    """A value of a facet: what changes in the address, in words, how many are left, whether it is in force.

    *apart*: what tells it from another of the same name, "" where there is none.
    """

    changes: Mapping[str, str]
    label: str
    count: int
    current: bool
    apart: str = ""


@dataclass(frozen=True, slots=True)
class FacetPart:
    """A facet with its values."""

    name: str
    title: str
    values: tuple[FacetLink, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page of a list was asked for: the parameters, and the arguments of the catalog that they make."""

    table: str
    model: params.Asked
    arguments: Mapping[str, Any]


def asked(request: Request, then: Reads, table: str) -> Asked:
    """Return what a request asks of a list; a page takes what JSON at the same address takes.

    Raises:
        RequestValidationError: a parameter that no list has, or a value of another kind.
        InputError, NotFoundError, ConflictError: of a filter; says which and why.
    """
    given = {name: value for name, value in request.query_params.items() if name not in _OWN}
    model: BaseModel
    try:
        model = _MODELS[table].model_validate(given)
    except ValidationError as error:
        raise RequestValidationError(error.errors()) from error
    with then.catalog() as catalog:
        return Asked(table, model, LISTS[table].filters(catalog, then.base_iri, model))


def window(request: Request) -> dict[str, str]:
    """Return since and until of a request as days, "" for none; a page takes what JSON takes.

    Raises:
        RequestValidationError: one is no day, month or year.
    """
    given = {name: request.query_params[name] for name in ("since", "until") if request.query_params.get(name)}
    try:
        return params.Window.model_validate(given).model_dump()
    except ValidationError as error:
        raise RequestValidationError(error.errors()) from error


def part(then: Reads, what: Asked, *, most: int = ON_A_PAGE) -> Listing[Any]:
    """Return the part of a list that is asked for; *most* rows unless a limit is given."""
    limit = what.model.limit if "limit" in what.model.model_fields_set else most
    with then.catalog() as catalog:
        return LISTS[what.table].page(catalog, then.base_iri, what.model, limit=limit, cursor=what.model.cursor)


def facets_of(site: Site, then: Reads, frame: Frame, what: Asked, titles: Mapping[str, str]) -> list[FacetPart]:
    """Return the facets of a list, those of *titles* in its order; counted once for each position of the log.

    Args:
        titles: name of a facet -> its title.
    """
    with then.catalog() as catalog:
        key = (catalog.course, what.table, repr(sorted(what.arguments.items())))
        found, apart = site.kept(key, lambda: _counted(catalog, what))
    by_name = {one.name: one for one in found}
    return [facet_part(frame, by_name[name], title, apart) for name, title in titles.items() if name in by_name]


def _counted(catalog: CatalogReader, what: Asked) -> tuple[tuple[Facet, ...], dict[str, str]]:
    found = facets(catalog, what.table, what.arguments)
    return found, apart_of(catalog, found)


def apart_of(catalog: CatalogReader, found: Iterable[Facet]) -> dict[str, str]:
    """Return what tells apart the entities of a facet that are called the same, by their ids."""
    apart: dict[str, str] = {}
    for one in found:
        if one.name in _OF_ENTITIES:
            apart |= told_apart(catalog, {value.parameters[one.name]: value.label for value in one.values}, day)
    return apart


def facet_part(frame: Frame, one: Facet, title: str, apart: Mapping[str, str] = MappingProxyType({})) -> FacetPart:
    """Return a facet as the page *frame* is of shows it, under a title; *apart*: entity's id -> what tells it apart."""
    values = []
    for value in one.values:
        kind = "entity" if one.name in _OF_ENTITIES else ""
        changes = {name: qualified(kind, given) if kind else given for name, given in value.parameters.items()}
        current = all(frame.given(name) == given for name, given in changes.items())
        label = _SAID.get(one.name, str)(value.label)
        told = apart.get(value.parameters[one.name], "") if kind else ""
        values.append(FacetLink({**changes, "cursor": ""}, label, value.count, current, told))
    return FacetPart(one.name, title, tuple(values))


def chips(then: Reads, frame: Frame, filters: Sequence[Filter]) -> list[tuple[str, str, str]]:
    """Return the filters in force: parameter, label, value in words."""
    return [(f.name, f.label, f.words(then, value)) for f in filters if (value := frame.given(f.name))]


def as_csv(
    request: Request,
    columns: Sequence[str],
    rows: Iterable[Mapping[str, Any]],
    following: str = "",
    by: str = "cursor",
) -> Response:
    """Answer with a table, a row for each of *rows*; several values of one cell are joined by "; ".

    Args:
        following: value of the parameter *by* with which the next part is asked for, "" where there is none.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([cell(row.get(name)) for name in columns])
    name = request.url.path.strip("/").replace("/", "-") or "start"
    headers = {"Vary": "Accept", "Content-Disposition": f'attachment; filename="{name}.csv"'}
    headers |= _goes_on(request, "csv", following, by)
    return Response(text.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def _goes_on(request: Request, ending: str, following: str, by: str = "cursor") -> dict[str, str]:
    query = request.url.include_query_params(**{by: following}).query
    return {"Link": f'<{request.url.path}.{ending}?{query}>; rel="next"'} if following else {}


def list_as_turtle(request: Request, then: Reads, table: str) -> Response:
    """Answer with what the graph says of the things of a list's part; says how many there are, and where it goes on."""
    found = part(then, asked(request, then, table))
    answer = as_turtle(then, [f"{LISTS[table].kind}-{one.id}" for one in found.items])
    answer.headers.update({"X-Kb-Total": str(found.total), **_goes_on(request, TURTLE, found.next)})
    return answer


def as_turtle(then: Reads, identifiers: Sequence[str]) -> Response:
    """Answer with what the graph says of things, "KIND-ID" each, and how what they name is called."""
    result = then.query(_describing(then, identifiers[:_DESCRIBED]), format="turtle")
    headers = {"Vary": "Accept", "X-Kb-Position": str(result.position), "Content-Type": result.media_type}
    if len(identifiers) <= _DESCRIBED:
        return StreamingResponse(result.chunks(), headers=headers)
    parts = [result.read()]
    for start in range(_DESCRIBED, len(identifiers), _DESCRIBED):
        with then.query(_describing(then, identifiers[start : start + _DESCRIBED]), format="turtle") as more:
            parts.append(more.read())
    return Response(b"".join(parts), headers=headers)


def _describing(then: Reads, identifiers: Iterable[str]) -> str:
    return _DESCRIBE.format(iris=" ".join(f"<{then.base_iri}id/{one}>" for one in identifiers))


def cell(value: Any) -> str:
    """Return a value as a cell of a table has it: nothing that a spreadsheet would work out."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return "; ".join(cell(one) for one in value)
    if isinstance(value, dict):
        return cell(value.get("label") or value.get("id"))
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else str(value)
