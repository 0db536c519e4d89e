"""What the pages of lists have in common: filters read from an address, chips, the part that is shown, CSV and Turtle.

Input: a request, the filters that a list knows. Output: what kb.api.ports.Reads takes; answers.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from fastapi import Request
from starlette.responses import Response, StreamingResponse

from kb.api.pages.frame import Frame
from kb.api.pages.wording import day, spaced
from kb.api.ports import Reads, Window
from kb.api.shapes import bare
from kb.errors import InputError, NotFoundError

ON_A_PAGE: Final = 40
IN_A_FILE: Final = 1000
_ID: Final = re.compile(r"(?:[a-z]+-)?[0-9a-f]{16,20}\Z")
_DESCRIBE: Final = "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ VALUES ?s {{ {iris} }} ?s ?p ?o }} ORDER BY ?s ?p ?o"


class BadFilterError(InputError):
    """A filter in the address of a page has a value of another kind."""

    code = "bad-filter"

    def __init__(self, name: str, given: str, wanted: str) -> None:
        self.name = name
        self.given = given
        super().__init__(f"{given[:80]!r} is no {name}.", hint=f"Give {wanted}, or leave it out.")


@dataclass(frozen=True, slots=True)
class Filter:
    """Something by which a list can be narrowed.

    Attributes:
        name: of the parameter in addresses.
        label: in words.
        key: of the argument that it is for readers; *name* if empty.
        kind: "entity", "article", "event" or "happening": the value is the id of one; "day": a date; "term": a name of
            the model, which is written with underscores; "" for words.
    """

    name: str
    label: str
    key: str = ""
    kind: str = ""

    def value(self, given: str) -> str:
        """Return what is given to a reader.

        Raises:
            BadFilterError: it is of another kind.
        """
        if self.kind == "day":
            try:
                return date.fromisoformat(given).isoformat()
            except ValueError as error:
                raise BadFilterError(self.label, given, "a day as 2024-07-05") from error
        if self.kind in ("entity", "article", "event", "happening"):
            if not _ID.match(given):
                raise BadFilterError(self.label, given, f"an id as {self.kind}-0123456789abcdef0123")
            return bare(self.kind, given)
        return given

    def words(self, then: Reads, given: str) -> str:
        """Return a value for reading."""
        if self.kind == "day":
            return day(given)
        if self.kind == "term":
            return spaced(given)
        if self.kind in ("entity", "article", "event"):
            try:
                record = then.record(self.kind, bare(self.kind, given))
            except NotFoundError:
                return given
            return str(getattr(record, "title" if self.kind == "article" else "label")) or given
        return given


def asked(request: Request, filters: Sequence[Filter]) -> dict[str, str]:
    """Return the filters that a request gives, as readers take them; empty ones are none.

    Raises:
        BadFilterError: one has a value of another kind.
    """
    given = request.query_params
    return {
        one.key or one.name: one.value(value) for one in filters if (value := given.get(one.name, "").strip()[:1000])
    }


def chips(then: Reads, frame: Frame, filters: Sequence[Filter]) -> list[tuple[str, str, str]]:
    """Return the filters in force: parameter, label, value in words."""
    return [(f.name, f.label, f.words(then, value)) for f in filters if (value := frame.given(f.name))]


def window(request: Request, most: int = ON_A_PAGE) -> Window:
    """Return which part of a list is asked for.

    Raises:
        BadFilterError: *limit* is no number from 1 to 1000.
    """
    limit = request.query_params.get("limit", "")
    if limit and not (limit.isascii() and limit.isdigit() and 1 <= int(limit[:9]) <= IN_A_FILE):
        raise BadFilterError("limit", limit, f"a number from 1 to {IN_A_FILE}")
    return Window(int(limit) if limit else most, request.query_params.get("cursor", "")[:1000])


def as_csv(
    request: Request, columns: Sequence[str], rows: Iterable[Mapping[str, Any]], following: str = ""
) -> Response:
    """Answer with a table, a row for each of *rows*; several values of one cell are joined by "; "."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(row.get(name)) for name in columns])
    name = request.url.path.strip("/").replace("/", "-") or "start"
    headers = {"Vary": "Accept", "Content-Disposition": f'attachment; filename="{name}.csv"'}
    if following:
        path = f"{request.url.path}.csv"
        query = request.url.include_query_params(cursor=following).query
        headers["Link"] = f'<{path}?{query}>; rel="next"'
    return Response(text.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def as_turtle(then: Reads, identifiers: Sequence[str]) -> Response:
    """Answer with what the graph says of things, "KIND-ID" each."""
    iris = " ".join(f"<{then.base_iri}id/{one}>" for one in identifiers)
    result = then.query(_DESCRIBE.format(iris=iris), format="turtle")
    headers = {"Vary": "Accept", "X-Kb-Position": str(result.position), "Content-Type": result.media_type}
    return StreamingResponse(result.chunks(), headers=headers)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return "; ".join(_cell(one) for one in value)
    if isinstance(value, dict):
        return _cell(value.get("label") or value.get("id"))
    return str(value)
