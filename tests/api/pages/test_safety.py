"""What keeps pages safe: escaping, headers, forms that only a page of the server may send, vendored files."""

import hashlib
import json
import re

import httpx
import pytest
from fastapi import Request
from fastapi.testclient import TestClient
from jinja2 import UndefinedError

from kb.api.app import create_app
from kb.api.pages.advice import Advice
from kb.api.pages.assets import FOLDER, Assets
from kb.api.pages.links import local
from kb.api.pages.rendering import TEMPLATES, Renderer
from kb.api.pages.security import TOKEN, Forms, cookie_name
from kb.bootstrap import open_knowledge_base
from kb.errors import StorageError
from kb.service.tokens import Tokens
from kb.settings import load_settings
from tests.api.conftest import FAST, Served, serving
from tests.api.pages.conftest import ACCEPT, Reader, links
from tests.service.stand_in import parts

VENDORED = json.loads((FOLDER / "vendor/vendored.json").read_text(encoding="utf-8"))


def test_every_vendored_file_is_the_one_that_was_published() -> None:
    """With package, version, licence and hash; and nothing lies there that the list does not name."""
    for one in VENDORED:
        assert hashlib.sha256((FOLDER / "vendor" / one["file"]).read_bytes()).hexdigest() == one["sha256"], one["file"]
        assert (FOLDER / "vendor" / one["licence_text"]).read_text(encoding="utf-8").strip()
        assert all(one[name] for name in ("package", "version", "path", "licence"))
    named = {one["file"] for one in VENDORED} | {one["licence_text"] for one in VENDORED} | {"vendored.json"}
    there = {
        path.relative_to(FOLDER / "vendor").as_posix() for path in (FOLDER / "vendor").rglob("*") if path.is_file()
    }
    assert there == named


def test_the_notice_names_what_is_vendored() -> None:
    """Each package once."""
    notice = (FOLDER.parents[3] / "NOTICE").read_text(encoding="utf-8")
    assert {one["package"] for one in VENDORED} == set(re.findall(r"^  ([\w.@/-]+) [\d.]+ \(", notice, re.M))


def test_own_scripts_and_styles_name_no_other_host() -> None:
    """Nor do templates."""
    own = [path for path in FOLDER.rglob("*.*") if "vendor" not in path.parts]
    for path in [*own, *TEMPLATES.rglob("*.html")]:
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.findall(r"(?:https?:)?//[a-z0-9-]+\.[a-z]", text), path.name


def test_templates_have_no_inline_script_or_style() -> None:
    """The policy would refuse it."""
    for path in TEMPLATES.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.findall(r"<style|\sstyle=|\son\w+=|javascript:|hx-on", text), path.name
        assert not re.findall(r"<script(?![^>]*\ssrc=)", text), path.name
        assert "|safe" not in text.replace(" ", ""), path.name


def test_what_a_template_prints_is_escaped_and_what_it_lacks_is_an_error() -> None:
    """For every template."""
    renderer = Renderer(Assets(), Forms())
    hostile = Advice("<script>alert(1)</script>")
    assert "&lt;script&gt;" in renderer.text("problem_part.html", told=hostile)
    with pytest.raises(UndefinedError):
        renderer.text("problem_part.html")


@pytest.mark.thorough
def test_pages_have_a_strict_policy(reader: Reader) -> None:
    """No wildcard, nothing inline, no framing, no guessing of types."""
    for path in ("/articles", "/events", "/nothing-here"):
        headers = reader.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert not re.findall(r"\*|unsafe|https?:|data:", policy)
        assert headers["x-content-type-options"] == "nosniff"
        assert "Accept" in headers["vary"]


@pytest.mark.thorough
def test_pages_load_from_this_server_alone_and_files_stay_for_ever(reader: Reader) -> None:
    """Their addresses change with their contents."""
    loaded = [one for one in links(reader.page("/articles")) if one.startswith("/static/")]
    assert len(loaded) >= 4
    for address in loaded:
        answer = reader.http.get(address.partition("#")[0])
        assert answer.status_code == 200, address
        assert "immutable" in answer.headers["cache-control"]
        assert answer.headers["x-content-type-options"] == "nosniff"
    digest = loaded[0].split("/")[2]
    for wrong in (f"/static/{digest}/../site.py", f"/static/{digest}/%2e%2e/site.py", "/static/0000/site.css"):
        assert reader.get(wrong).status_code == 404, wrong


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ("/events?type=fire#x", "/events?type=fire#x"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/", "/"),
        ("/\\elsewhere.example/", "/"),
        ("/ok\nSet-Cookie: a", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_a_form_leads_back_to_this_server_alone(given: str, path: str) -> None:
    """Whatever *back* says."""
    assert local(given) == path


FORM = {"action": "rename", "value": "The Column", "back": "/entities"}


def test_a_form_decides_says_so_and_can_be_undone(writer: Reader) -> None:
    """Without a script: the page comes back with what was recorded, and undoing it leads back too."""
    entity = writer.served.client.get("/entities").json()["items"][0]["id"]
    done = writer.send("/decide", {**FORM, "what": entity})
    assert done.status_code == 200
    assert "Recorded as event" in done.text
    assert "The Column" in done.text
    position = re.search(r'name="position" value="(\d+)"', done.text)
    assert position
    undone = writer.send("/decide", {"action": "undo", "position": position[1], "back": "/entities"})
    assert undone.status_code == 200
    assert "The Column" not in [one["label"] for one in writer.served.client.get("/entities").json()["items"]]


@pytest.mark.thorough
def test_no_other_page_can_send_a_form(writer: Reader) -> None:
    """Another origin, no token, another session's token, another site: nothing is recorded."""
    entity = writer.served.client.get("/entities").json()["items"][0]["id"]
    before = writer.served.kb.position
    form = {**FORM, "what": entity}
    assert writer.send("/decide", form, origin="https://elsewhere.example").status_code == 403
    assert writer.send("/decide", form, origin="null").status_code == 403
    assert writer.send("/decide", {**form, "csrf": "a.b"}).status_code == 400
    other = Reader(writer.served)
    assert writer.send("/decide", {**form, "csrf": other.token()}).status_code == 400
    bare = httpx.post(f"{writer.served.address}/decide", data=form, headers={"Accept": ACCEPT})
    assert bare.status_code == 400
    cross = {"Sec-Fetch-Site": "cross-site"}
    token = writer.token()
    assert writer.http.post("/decide", data={**form, "csrf": token}, headers=cross).status_code == 403
    assert writer.served.kb.position == before


@pytest.mark.thorough
def test_who_must_have_a_token_signs_in(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Reading is open; deciding wants the token, which is kept where no script reads it; the log has the name."""
    home = tmp_path_factory.mktemp("signed") / "home"
    settings = load_settings(FAST, {})
    with open_knowledge_base(home, settings, create=True, parts=parts()) as kb, serving(kb, token="s3cret") as made:
        browser = Reader(made)
        assert "Sign in" in browser.page("/articles")
        form = {"action": "rename", "what": "x", "value": "y"}
        assert browser.send("/decide", form).status_code == 401
        assert browser.send("/sign-in", {"token": "wrong"}).status_code == 401
        reads = Tokens(kb.home.root).new("reader", "read")
        told = browser.send("/sign-in", {"token": reads})
        assert told.status_code == 403
        assert "The token is for read" in told.text
        signed = browser.send("/sign-in", {"token": "s3cret", "back": "/articles"})
        assert "Sign out" in signed.text
        cookie = next(c for c in browser.http.cookies.jar if c.name.startswith("kb-token-"))
        assert cookie.has_nonstandard_attr("HttpOnly")
        assert browser.send("/decide", form).status_code == 404  # it got as far as looking for x
        api = browser.http.post("/decisions/rename", json={"what": "x", "value": "y"})
        assert api.status_code == 401  # a cookie opens no route of programs
        assert "Sign in" in browser.send("/sign-out", {"back": "/articles"}).text


@pytest.mark.thorough
def test_servers_of_one_host_keep_their_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A browser has one jar for all ports of a host: who signs in at one server is signed in at the other still."""
    folder, settings = tmp_path_factory.mktemp("two"), load_settings(FAST, {})
    with (
        open_knowledge_base(folder / "one", settings, create=True, parts=parts()) as one,
        open_knowledge_base(folder / "two", settings, create=True, parts=parts()) as two,
        serving(one, token="of-the-first") as first,
        serving(two, token="of-the-second") as second,
    ):
        browser, other = Reader(first), Reader(second)
        other.http.cookies.jar = browser.http.cookies.jar
        assert "Sign out" in browser.send("/sign-in", {"token": "of-the-first", "back": "/articles"}).text
        assert "Sign in" in other.page("/articles")
        assert "Sign out" in other.send("/sign-in", {"token": "of-the-second", "back": "/articles"}).text
        assert 'data-theme="dark"' in other.send("/theme", {"theme": "dark", "back": "/articles"}).text

        assert "Sign out" in browser.page("/articles")
        assert "data-theme=" not in browser.page("/articles")
        assert "Sign in" in browser.send("/sign-out", {"back": "/articles"}).text
        assert "Sign out" in other.page("/articles")


@pytest.mark.parametrize(
    ("host", "below", "name"),
    [
        ("kb.example.org", "", "kb-token"),
        ("kb.example.org:8001", "", "kb-token-8001"),
        ("[::1]:8001", "/desk/kb", "kb-token-8001!desk!kb"),
        ("[fe80::8001]", "", "kb-token"),
        ("kb.example.org", "/desk", "kb-token!desk"),
        ("kb.example.org", "/desk.kb", "kb-token!desk.kb"),
        ("kb.example.org:8x", "", "kb-token"),
        ("", "", "kb-token"),
    ],
)
def test_a_cookie_is_named_by_port_and_path(host: str, below: str, name: str) -> None:
    """As the browser has them; whatever a client says its host is."""
    scope = {"type": "http", "headers": [(b"host", host.encode())], "kb.below": below}
    assert cookie_name(Request(scope), TOKEN) == name


def test_a_theme_is_kept(served: Served) -> None:
    """In a cookie, so that the next page has it from the first byte."""
    browser = Reader(served)
    assert '<html lang="en">' in browser.page("/articles")
    assert '<html lang="en" data-theme="dark">' in browser.send("/theme", {"theme": "dark", "back": "/articles"}).text


def test_a_fault_is_a_page_that_needs_nothing_of_the_base() -> None:
    """While the base cannot be read, a browser is told so, and programs get the problem; no path of the machine."""

    class Broken:
        """A service that cannot read its home."""

        base_iri = "http://localhost:8000/"
        behind = ""

        def at(self, _moment: str) -> None:
            """Fail as a home that is gone does."""
            raise StorageError("The catalog /srv/secret/home/catalog.sqlite cannot be read.", hint="Run `kb doctor`.")

    client = TestClient(create_app(Broken()), base_url="http://localhost", raise_server_exceptions=False)  # type: ignore[arg-type]
    page = client.get("/events", headers={"Accept": ACCEPT})
    assert page.status_code == 503
    assert "<h1>Not available just now</h1>" in page.text
    assert "Run <code>kb doctor</code>. Request " in page.text
    assert "/srv/secret" not in page.text
    assert "default-src 'self'" in page.headers["content-security-policy"]
    assert client.get("/events").json()["code"] == "storage"
