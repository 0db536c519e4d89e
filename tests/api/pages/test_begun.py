"""Pages that are begun before all of them can be shown, over a real server."""

import pkgutil
import re
import threading
from typing import Any

import pytest

from kb.api.pages import begun, site
from kb.errors import InputError
from tests.api.pages.conftest import Reader


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("path", "held", "above"),
    [
        ("/query?query=SELECT+*+{}&view=graph", "kb.api.pages.query.lately", '<form class="query asked"'),
        ("/queries/who-is?who=Blue+Column", "kb.api.pages.saved.lately", 'value="Blue Column"'),
        ("/diff?from=2&to=9", "kb.api.pages.log.names_in", '<input name="from" required'),
        ("/conflicts?since=2020-01-01", "kb.api.routes.disputes.found", "<h1>Conflicts</h1>"),
        ("/ask?q=Who+attacked+Nordhaven+Depot%3F", "kb.api.pages.ask._lately", 'value="Who attacked Nordhaven Depot?"'),
    ],
)
def test_what_is_asked_is_shown_before_its_answer(
    reader: Reader, path: str, held: str, above: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the page becomes what it would have been, with the styles and scripts of its view."""
    at_once = reader.page(path)
    go, real = threading.Event(), pkgutil.resolve_name(held)

    def slowly(*given: Any) -> Any:
        assert go.wait(30)
        return real(*given)

    monkeypatch.setattr(begun, "_SOON", 0.01)
    monkeypatch.setattr(held, slowly)
    with reader.http.stream("GET", path, headers={"Accept": "text/html"}) as answer:
        parts = answer.iter_text()
        first = next(parts)
        assert above in first
        assert first.endswith("<!-- answer -->")
        go.set()
        rest = "".join(parts)
    for before, whole in ((first, 0), (rest, 2)):
        now = before.partition("<main")[2] if not whole else before[len(_loaded(before)) :]
        then = at_once.partition("<!-- answer -->")[whole]
        then = then.partition("<main")[2] if not whole else then
        assert _unsigned(now).removesuffix("<!-- answer -->") == _unsigned(then)
    head = at_once.partition("</head>")[0]
    assert all(line in first or line in rest for line in re.findall(r"<(?:title|link|script)\b[^\n]*", head))


def _loaded(rest: str) -> str:
    """Return the lines by which a rest begins that belong to a head."""
    found = re.match(r"(?:<(?:link|script)\b[^\n]*\n)*", rest)
    assert found
    return found[0]


def test_a_moment_that_nobody_has_looked_at_shows_its_masthead_at_once(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is made ready is said; with the page come its title, styles and scripts."""
    path = "/query?query=SELECT+*+{}&asOf=9"
    at_once = reader.page(path)
    go = threading.Event()
    _waits(monkeypatch, go)
    for packing in ("identity", "gzip"):
        go.clear()
        with reader.http.stream("GET", path, headers={"Accept": "text/html", "Accept-Encoding": packing}) as answer:
            assert answer.status_code == 200
            parts = answer.iter_text()
            first = next(parts)
            assert "as it was known after event 9" in first
            assert "is being made ready" in first
            assert "<title>" not in first
            assert "<main" not in first
            go.set()
            rest = "".join(parts)
    assert _unsigned(rest.partition("<main")[2]) == _unsigned(at_once.partition("<main")[2])
    head = at_once.partition("</head>")[0]
    for line in re.findall(r"<(?:title|link|script)\b[^\n]*", head):
        assert (line in first) != (line in rest), line


@pytest.mark.parametrize(
    ("path", "status"), [("/entities/entity-0123456789abcdef0123", 404), ("/events?type=nothing", 400), ("/id/x", 303)]
)
def test_what_is_no_page_is_asked_for_again_once_its_moment_is_ready(
    reader: Reader, path: str, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the browser itself, at the same address, where it is told its status."""
    path += "&asOf=8" if "?" in path else "?asOf=8"
    assert reader.http.get(path, headers={"Accept": "text/html"}).status_code == status
    go = threading.Event()
    _waits(monkeypatch, go)
    with reader.http.stream("GET", path, headers={"Accept": "text/html"}) as answer:
        parts = answer.iter_text()
        first = next(parts)
        go.set()
        rest = "".join(parts)
    assert "after event 8" in first
    assert '<meta http-equiv="refresh" content="0">' in rest
    assert rest.rstrip().endswith("</html>")


def test_a_moment_that_cannot_be_made_ready_is_told_in_the_page(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And not asked for again and again."""
    go = threading.Event()
    _waits(monkeypatch, go, InputError("No <b>disk</b>.", hint="Make room."))
    with reader.http.stream("GET", "/events?asOf=7", headers={"Accept": "text/html"}) as answer:
        parts = answer.iter_text()
        next(parts)
        go.set()
        rest = "".join(parts)
    assert "No &lt;b&gt;disk&lt;/b&gt;. Make room." in rest
    assert "refresh" not in rest


def _waits(monkeypatch: pytest.MonkeyPatch, go: threading.Event, fault: Exception | None = None) -> None:
    """Have what is made ready wait for *go*."""
    real = begun.readied

    def readied(request: Any, ready: Any, *pages: Any) -> Any:
        def slowly() -> None:
            assert go.wait(30)
            ready()
            if fault is not None:
                raise fault

        return real(request, slowly, *pages)

    monkeypatch.setattr(begun, "_READY", 0.01)
    monkeypatch.setattr(site, "readied", readied)


def _unsigned(html: str) -> str:
    """Return a page without the tokens of its forms and how long its query took."""
    return re.sub(r'name="csrf" value="[^"]*"|[0-9.]+ (?:ms|s)\b', "", html)
