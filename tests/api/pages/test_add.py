"""The page by which articles go in, over a server of its own."""

import asyncio
import json
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from kb.api.pages.add_each import following
from kb.errors import StorageError
from kb.service.intake.results import Result
from kb.sources.visiting import WEB, visit
from tests import stub_site
from tests.api.conftest import opened, serving
from tests.api.pages.conftest import Reader
from tests.service.stories import story

PAGE = "<!doctype html><title>Depot hit</title><article><h1>Depot hit</h1><p>{}</p></article>"


@pytest.fixture
def fetching(tmp_path: Path) -> Iterator[Reader]:
    """A server whose settings allow it to fetch addresses."""
    with opened(tmp_path / "home", fetch=1) as kb, serving(kb) as made:
        yield Reader(made)


def position(writer: Reader) -> int:
    return int(writer.http.get("/health").json()["position"])


def send(writer: Reader, form: dict[str, str], *files: tuple[str, bytes]):  # type: ignore[no-untyped-def]
    headers = {"Origin": writer.served.address, "Sec-Fetch-Site": "same-origin"}
    parts = [("files", (name, data)) for name, data in files] or [("files", ("", b""))]
    return writer.http.post(
        "/add", data={"csrf": writer.token("/add"), **form}, files=parts, headers=headers, follow_redirects=True
    )


@pytest.mark.thorough
def test_a_text_is_looked_at_without_being_recorded_and_then_added(writer: Reader) -> None:
    """The form keeps what was sent, and one article that went in is shown."""
    text = f"{story('Ironclads', 'Nordhaven Depot', 7)}\n\nخالد said that nobody else was hurt there."
    before = position(writer)
    pasted = {"do": "look", "text": text.replace("\n", "\r\n"), "title": "Depot hit", "source": "Harbour Gazette"}
    looked = send(writer, pasted)  # as a browser sends what is pasted

    assert looked.status_code == 200
    assert "Line ends were changed" not in looked.text
    assert "Nothing of this is recorded yet" in looked.text
    assert re.search(r'<mark class="k-\w+ ">Ironclads</mark>', looked.text)
    assert 'value="Harbour Gazette"' in looked.text
    marked = send(writer, {"do": "look", "text": f"<p>{text}</p>"}).text
    assert "HTML markup was taken off" in marked, "before it is recorded, as after it"
    assert position(writer) == before

    added = send(writer, {"do": "add", "text": text, "title": "Depot hit", "source": "Harbour Gazette"})
    assert "/articles/article-" in str(added.url)
    assert "Depot hit" in added.text
    assert position(writer) > before
    for html in (looked.text, added.text):  # the way of most letters, not of the name it begins with
        assert re.search(r'<p dir="ltr">(?:<[^>]*>)*خالد', html)


@pytest.mark.thorough
def test_what_is_in_already_is_filed_anew_where_the_form_says_otherwise(writer: Reader) -> None:
    """A file that says something else of itself leaves it as it is."""
    text = story("Ironclads", "Nordhaven Depot", 7)
    send(writer, {"do": "add", "text": text, "published": "2024-05-01"})
    known = send(writer, {"do": "add", "text": text, "published": "2024-05-01"})
    filed = send(writer, {"do": "add", "text": text, "published": "2024-05-02"})
    file = send(writer, {"do": "add"}, ("a.json", json.dumps({"text": text, "published": "2024-05-03"}).encode()))

    assert [("filed anew" in one.text, "2024-05-02" in one.text) for one in (known, filed)] == [
        (False, False),
        (True, True),
    ]
    assert "Pasted text" in filed.text
    assert "<strong>known</strong>" in file.text


@pytest.mark.thorough
@pytest.mark.parametrize("do", ["look", "add"])
def test_a_date_that_is_none_is_said_and_nothing_typed_is_lost(writer: Reader, do: str) -> None:
    """It is not passed over: nothing would be dated by it, and nobody would know."""
    before = position(writer)
    text = story("Ironclads", "Nordhaven Depot", 7)
    asked = send(writer, {"do": do, "text": text, "title": "Depot hit", "published": "last week"})

    assert asked.status_code == 400
    assert "is no day that can be told. Give it as year-month-day" in asked.text
    for kept in ('value="last week"', 'value="Depot hit"', text[:40]):
        assert kept in asked.text, kept
    assert position(writer) == before


def test_files_go_in_together_and_each_says_what_became_of_it(writer: Reader) -> None:
    """A bad one does not keep the others out, and is named."""
    lines = "\n".join(json.dumps({"text": story("Ironclads", place, n)}) for n, place in enumerate(("Osk", "Ivar"), 1))
    done = send(
        writer,
        {"do": "add"},
        ("two.jsonl", lines.encode()),
        ("one.txt", story("Grey Wolf Band", "Westgate Mill", 3).encode()),
        ("bare.txt", b"Blue Column attacked Nordhaven Depot at noon, and 9 killed were counted there.\n"),
        ("bad.json", b'{"text": '),
    )

    assert done.text.count("<strong>added</strong>") == 4
    assert done.text.count("<strong>failed</strong>") == 1
    assert done.text.count("bad.json") == 1, "its name is said once"
    assert re.search(r'<a href="/articles/article-\w+"><bdi>bare\.txt</bdi></a>', done.text), "it has no title"


def test_more_files_than_go_at_once_are_counted_and_not_passed_over(
    writer: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kb.api.pages.add.FILES", 2)
    files = [(f"{n}.txt", story("Ironclads", place, n).encode()) for n, place in enumerate(("Osk", "Ivar", "Elm"), 1)]
    done = send(writer, {"do": "add"}, *files)
    assert done.text.count("<strong>added</strong>") == 2
    assert "1 file was not looked at" in done.text


def test_a_file_is_told_article_by_article_as_it_is_recorded(writer: Reader) -> None:
    """Lines of JSON; what cannot go in is one of them; a form of another site is refused."""
    lines = [json.dumps({"text": story("Ironclads", place, n)}) for n, place in enumerate(("Osk", "Ivar"), 1)]
    form = {"csrf": writer.token("/add")}
    headers = {"Origin": writer.served.address, "Sec-Fetch-Site": "same-origin"}

    def sent(data: bytes) -> list[dict[str, str]]:
        with writer.http.stream(
            "POST", "/add/file", data=form, files={"file": ("n.jsonl", data)}, headers=headers
        ) as answer:
            assert answer.headers["content-type"].startswith("application/x-ndjson")
            return [json.loads(line) for line in answer.iter_lines()]

    told = sent("\n".join([*lines, '{"text": ']).encode())
    assert [one["status"] for one in told] == ["added", "added", "failed"]
    assert "/articles/article-" in told[0]["html"]
    assert [one["status"] for one in sent(lines[0].encode())] == ["known"]
    refused = writer.http.post(
        "/add/file", data=form, files={"file": ("a.txt", b"x")}, headers={"Origin": "https://e.example"}
    )
    assert refused.status_code == 403


class Three:
    """Three articles that are recorded one by one, the second when it may go on."""

    def __init__(self) -> None:
        self.recorded: list[int] = []
        self.go_on, self.ended = threading.Event(), threading.Event()

    def take(self, told: Callable[[Result], None]) -> None:
        for number in range(3):
            self.recorded.append(number)
            told(Result("added", "n.jsonl"))
            self.go_on.wait(10)
        self.ended.set()


def test_what_was_sent_is_recorded_to_its_end_though_nobody_waits() -> None:
    """Who leaves after the first article leaves the others to be recorded."""
    sent = Three()

    async def leave() -> None:
        results = following("n.jsonl", sent.take)
        await anext(results)
        await results.aclose()
        sent.go_on.set()
        await asyncio.to_thread(sent.ended.wait, 10)

    asyncio.run(leave())
    assert sent.recorded == [0, 1, 2]


def test_what_was_sent_is_recorded_to_its_end_though_the_server_stops() -> None:
    """Whose loop is closed already when the next article is told of."""
    sent = Three()

    loop = asyncio.new_event_loop()
    loop.run_until_complete(anext(following("n.jsonl", sent.take)))
    loop.close()
    sent.go_on.set()
    assert sent.ended.wait(10)
    assert sent.recorded == [0, 1, 2]


def test_a_fault_that_takes_the_whole_of_a_file_is_its_result() -> None:
    async def told() -> list[Result]:
        def take(_told: Callable[[Result], None]) -> None:
            raise StorageError("The disk is full.")

        return [one async for one in following("n.jsonl", take)]

    (one,) = asyncio.run(told())
    assert (one.status, one.origin, str(one.error)) == ("failed", "n.jsonl", "The disk is full.")


def test_nothing_sent_is_said_and_a_form_of_another_site_is_refused(reader: Reader) -> None:
    assert "Paste a text, or choose files." in send(reader, {"do": "add"}).text
    before = position(reader)
    foreign = reader.http.post(
        "/add", data={"text": "x", "csrf": reader.token("/add")}, headers={"Origin": "https://elsewhere.example"}
    )
    assert foreign.status_code == 403
    assert position(reader) == before


def test_what_a_text_says_is_escaped_where_it_is_looked_at(reader: Reader) -> None:
    looked = send(reader, {"do": "look", "text": story("Ironclads", "Osk", 1) + " <script>alert(1)</script>"})
    assert "<script>alert(1)" not in looked.text


def test_an_address_is_fetched_only_where_the_settings_allow_it(reader: Reader) -> None:
    """The field is not there, and who sends it all the same is told so."""
    assert 'name="page"' not in reader.page("/add")
    refused = send(reader, {"do": "add", "page": "https://news.example/1"})
    assert refused.status_code == 400
    assert "fetches no addresses" in refused.text


def test_who_gives_a_web_address_alone_is_told_what_it_is_for(reader: Reader, fetching: Reader) -> None:
    """It says where a pasted text is from; a page is fetched by the field for that, or by nothing here."""
    off = send(reader, {"do": "add", "url": "https://news.example/1"})
    assert "fetches no addresses. Paste the text of the page" in off.text
    assert 'value="https://news.example/1"' in off.text
    on = send(fetching, {"do": "add", "url": "https://news.example/1"})
    assert "write it under “Address of a page”" in on.text
    assert "name the address of a page, or choose files" in send(fetching, {"do": "add"}).text


def test_a_private_address_is_never_fetched_whatever_the_settings(fetching: Reader) -> None:
    """This machine, private networks, metadata services, other ports, other schemes: nothing is asked, all is said."""
    before = position(fetching)
    for address in (
        f"{fetching.served.address}/health", "http://127.0.0.1/", "http://localhost/", "http://[::1]/",
        "http://10.0.0.1/", "http://169.254.169.254/latest/meta-data/", "http://[::ffff:127.0.0.1]/", "http://0/",
        "http://[64:ff9b::7f00:1]/", "http://2130706433/", "https://8.8.8.8:8080/", "file:///etc/passwd",
        "http://user:secret@8.8.8.8/",
    ):  # fmt: skip
        said = send(fetching, {"do": "look", "page": address})
        assert said.status_code == 400, address
        assert "cannot be asked" in said.text, address
        assert "--allow" not in said.text
    assert position(fetching) == before


def test_a_page_is_looked_at_and_added_by_its_address(fetching: Reader) -> None:
    """This machine may be asked because the test says so: the seam is not in the settings."""
    text = story("Ironclads", "Nordhaven Depot", 7)
    with stub_site.serving(stub_site.Site()) as site:
        site.pages = {"/one": PAGE.format(text).encode(), "/picture": b"\x89PNG"}
        site.headers = {"/one": {"Content-Type": "text/html"}, "/picture": {"Content-Type": "image/png"}}
        fetching.served.backend._visit = partial(visit, manners=replace(WEB, private=True, ports=frozenset()))

        looked = send(fetching, {"do": "look", "page": f"{site.address}/one"})
        assert "Nothing of this is recorded yet" in looked.text
        assert f'value="{site.address}/one"' in looked.text
        assert "is no text but image/png" in send(fetching, {"do": "add", "page": f"{site.address}/picture"}).text
        added = send(fetching, {"do": "add", "page": f"{site.address}/one"})

    assert "/articles/article-" in str(added.url)
    assert "Depot hit" in added.text
