"""What a page's module is given to add its routes to, and to read and answer with.

Input: kb.api.serving.ports.Service, who may write. Output: routes on one router, which kb.api.pages.install puts
before those of the JSON interface.
"""

import re
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import wraps
from typing import Any, Final, TypeVar

from fastapi import APIRouter, Request
from starlette.responses import Response
from starlette.routing import compile_path

from kb.api.pages.assets import Assets
from kb.api.pages.begun import readied
from kb.api.pages.frame import THEME, THEMES, Frame, Moment, NavItem, Recorded
from kb.api.pages.lately import Lately
from kb.api.pages.links import AS_OF
from kb.api.pages.naming import names_in
from kb.api.pages.negotiation import CSV, JSON, TURTLE, CsvRoute, HtmlRoute, TurtleRoute, data_paths
from kb.api.pages.rendering import Renderer
from kb.api.pages.security import TOKEN, Forms, cookie, cookie_name
from kb.api.pages.taken_back import told
from kb.api.serving.ports import Reads, Service
from kb.api.traffic.access import Gatekeeper
from kb.api.traffic.private import secret_of
from kb.api.traffic.visitors import Visitors
from kb.events.streams import CURATION, RESOLUTION
from kb.language.lemma import lemma
from kb.projections.catalog.reading import CatalogReader
from kb.projections.folding.judging import by_person
from kb.query.manner import Manner
from kb.service.answering import spelling
from kb.service.history.asof import position_at

# The main menu, in order; an entry is shown once a module has added a page at its path.
MENU: Final = (
    NavItem("Start", "/"),
    NavItem("Ask", "/ask"),
    NavItem("Articles", "/articles"),
    NavItem("Entities", "/entities"),
    NavItem("Events", "/events"),
    NavItem("Timeline", "/timeline"),
    NavItem("Map", "/map"),
    NavItem("Statements", "/statements"),
    NavItem("Conflicts", "/conflicts"),
    NavItem("Review", "/review"),
    NavItem("Query", "/query"),
    NavItem("Log", "/log"),
    NavItem("Add", "/add"),
    NavItem("Ontology", "/ontology"),
)
T = TypeVar("T")
_KEPT: Final = 200  # values that are made once for a position of the log
_ANSWERS: Final = 24  # answers of queries: looked at as a table, then as a chart, a graph ...
_LINKED_DATA: Final = ("/doc/", "/id/")  # these have endings of their own
Route = Callable[[Callable[..., Any]], Callable[..., Any]]


class Site:
    """All pages of one server.

    Attributes:
        service: the knowledge base.
        gatekeeper: says who may write.
        visitors: says whose a query is, and what it may cost.
        forms: tokens of forms.
        assets: files that pages load.
        answers: of queries, as they were found lately.
        examples: of questions, whether they are understood.
        router: for routes that are neither page, table nor triples.
    """

    def __init__(self, service: Service, gatekeeper: Gatekeeper, visitors: Visitors, root_path: str = "") -> None:
        self.service = service
        self.gatekeeper = gatekeeper
        self.visitors = visitors
        self.forms = Forms()
        self.assets = Assets()
        self.router = APIRouter(include_in_schema=False)
        self._renderer = Renderer(self.assets, self.forms, root_path)
        self._by_format = {
            name: APIRouter(route_class=kind, include_in_schema=False)
            for name, kind in (("html", HtmlRoute), ("csv", CsvRoute), ("ttl", TurtleRoute))
        }
        self._paths: dict[str, set[str]] = {}  # template -> formats that a page has there
        self._compiled: list[tuple[re.Pattern[str], set[str]]] = []
        self._kept = Lately(_KEPT, once=True)
        self.answers = Lately(_ANSWERS)
        self.examples = Lately(_KEPT)
        self._data_paths: frozenset[str] | None = None

    # -- routes -----------------------------------------------------------------------------------

    def page(self, path: str) -> Route:
        """Return a decorator for what answers a browser at *path*; JSON at the same address is another route's."""
        add = self._add("html", path)
        return lambda answer: add(self._readied(answer))

    def table(self, path: str) -> Route:
        """Return a decorator for what answers with CSV at *path*."""
        return self._add(CSV, path)

    def triples(self, path: str) -> Route:
        """Return a decorator for what answers with Turtle at *path*."""
        return self._add(TURTLE, path)

    def _add(self, format: str, path: str) -> Route:
        self._paths.setdefault(path, set()).add(format)
        methods = ["GET", "HEAD"] if path.startswith(_LINKED_DATA) else ["GET"]  # where other formats know HEAD, too
        return self._by_format[format].api_route(path, methods=methods, name=f"{format} of {path}")

    def _readied(self, answer: Callable[..., Response]) -> Callable[..., Response]:
        """Return what answers as *answer* does, with the masthead first where a moment has to be made ready."""

        @wraps(answer)
        def answered(**given: Any) -> Response:
            request: Request = given["request"]
            moment = request.query_params.get(AS_OF, "")
            if not moment or "hx-request" in request.headers:
                return answer(**given)

            def ready() -> None:
                with self.service.at(moment) as then, then.catalog():
                    pass

            def above() -> Response:
                position = position_at(self.service.log, moment) or 0
                frame = replace(self.bare_frame(request), moment=self._moment(position), behind=self.service.behind)
                return self.show(request, "making.html", replace(frame, token=self.forms.token(request)))

            return readied(request, ready, lambda: answer(**given), above)

        return answered

    def routers(self) -> Iterator[APIRouter]:
        """Yield the routers, those first that match for one format alone."""
        yield from self._by_format.values()
        yield self.router

    def takes(self, path: str, ending: str) -> bool:
        """Say whether *path* with an ending is a page in that format; JSON there is of the path without it."""
        if path.startswith(_LINKED_DATA) and ending != "html":
            return False
        format = "html" if ending == JSON else ending
        return any(pattern.match(path) for pattern, formats in self._patterns() if format in formats)

    def _patterns(self) -> list[tuple[re.Pattern[str], set[str]]]:
        if len(self._compiled) != len(self._paths):
            self._compiled = [(compile_path(path)[0], formats) for path, formats in self._paths.items()]
        return self._compiled

    # -- reading and answering --------------------------------------------------------------------

    @contextmanager
    def reading(self, request: Request) -> Iterator[tuple[Reads, Frame]]:
        """Lend what can be read at the moment that a request asks about, with the frame of its page.

        Raises:
            BadMomentError, NoSuchMomentError: of the parameter asOf.
        """
        with self.service.at(request.query_params.get(AS_OF, "")) as then:
            yield then, self.frame(request, then)

    def manner(self, request: Request, rows: int | None = None) -> Manner:
        """Return how queries of a page are run: a token, in the header or the cookie, lifts limits of those without."""
        secret = secret_of(request.headers.get("authorization", "")) or cookie(request, TOKEN)
        visitor = self.visitors.bearing(request, secret)
        return Manner(client=visitor.client, rows=rows, budget=visitor.budget)

    def query_seconds(self, request: Request) -> float | None:
        """Return how long a query of this visitor may run; None for as long as it takes."""
        budget = self.manner(request).budget
        return budget.time if budget is not None else self.service.query_seconds

    def frame(self, request: Request, then: Reads | None = None) -> Frame:
        """Return the frame of a page; without *then* of one that is about now."""
        behind = self.service.behind  # before anything is read: else it may say nothing of what was read too early
        with (then or self.service).catalog() as catalog:
            position, course = catalog.position, catalog.course
            empty = not catalog.rows("SELECT 1 FROM articles LIMIT 1")
        past = then is not None and bool(request.query_params.get(AS_OF))
        bare = self.bare_frame(request)
        return replace(
            bare,
            position=position,
            course=course,
            empty=empty,
            moment=self._moment(position) if past else None,
            token=self.forms.token(request),
            may_write=not past and (bare.signed_in or not bare.sign_in),
            behind=behind or self.service.behind,
            recorded=None if past else self._recorded(request),
            formats=tuple(name for name in (JSON, CSV, TURTLE) if self._has(request, name)),
        )

    def bare_frame(self, request: Request) -> Frame:
        """Return a frame that needs nothing of the knowledge base; enough for a page about a fault."""
        theme = cookie(request, THEME)
        return Frame(
            path=request.url.path,
            parameters=tuple(request.query_params.multi_items()),
            nav=tuple(item for item in MENU if "html" in self._paths.get(item.path, ())),
            theme=theme if theme in THEMES else "",
            theme_cookie=cookie_name(request, THEME),
            sign_in=self.gatekeeper.asks,
            signed_in=self.gatekeeper.asks and self.gatekeeper.knows(cookie(request, TOKEN)),
        )

    def show(self, request: Request, template: str, frame: Frame, status: int = 200, **values: Any) -> Response:
        """Answer with a page."""
        return self._renderer.page(request, template, frame, status, **values)

    def kept(self, key: Hashable, make: Callable[[], T], lasts: Callable[[T], bool] = lambda _: True) -> T:
        """Return what was made for a key, or make it; the key holds all that it depends on, the log's course too.

        What does not last, as *lasts* says, is made again for whoever asks next.
        """
        return self._kept.kept(key, make, lasts)

    def warm(self) -> None:
        """Load forms and spelling of words, compile the templates and pack the files now, not with the first page."""
        lemma("killed", "VERB")
        spelling.ready()
        self._renderer.compile()
        self.assets.pack()

    def text(self, template: str, **values: Any) -> str:
        """Return a template filled in, for a part that needs no frame."""
        return self._renderer.text(template, **values)

    def _moment(self, position: int) -> Moment:
        if not position:
            return Moment(0, "")
        envelope = next(iter(self.service.log.envelopes(after=position - 1)))
        return Moment(position, envelope.recorded_at)

    def _recorded(self, request: Request) -> Recorded | None:
        """Return the decision that *done* names, if it is one."""
        given = request.query_params.get("done", "")
        if not (given.isascii() and given.isdigit() and 0 < len(given) < 16):
            return None
        position = int(given)
        row = next(self.service.decisions(before=position + 1), None)
        with self.service.catalog() as catalog:
            if row is not None and row.position == position:
                said = told(self.service.log, next(self.service.log.read(after=position - 1, limit=1)))
                called = names_in(catalog, [said.words], self.service.log)
                undone = row.state == "undone"
                return Recorded(position, row.type, said.words, undone, row.article, called, said.again)
            if position <= catalog.position:
                return None
            return self._being_taken_in(position, catalog)

    def _being_taken_in(self, position: int, catalog: CatalogReader) -> Recorded | None:
        """Return a decision that the log has and the catalog does not know yet, None if it is none."""
        one = next(self.service.log.read(after=position - 1, limit=1), None)
        if one is None or one.envelope.stream not in (CURATION, RESOLUTION) or not by_person(one):
            return None
        said = told(self.service.log, one)
        names = names_in(catalog, [said.words], self.service.log)
        return Recorded(position, one.envelope.type, said.words, False, "", names, said.again)

    def _has(self, request: Request, format: str) -> bool:
        route = request.scope.get("route")
        path = getattr(route, "path", "")
        if self._data_paths is None:
            self._data_paths = data_paths(request.app.routes)
        if format == JSON:
            return path in self._data_paths
        ended = {f"{path}.{format}", f"{path}.{{ending}}"}
        return format in self._paths.get(path, ()) or bool(ended & self._data_paths)
