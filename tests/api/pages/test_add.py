"""The page by which articles go in, over a server of its own."""

import json
import re

from tests.api.pages.conftest import Reader
from tests.service.stories import story


def position(writer: Reader) -> int:
    return int(writer.http.get("/health").json()["position"])


def send(writer: Reader, form: dict[str, str], *files: tuple[str, bytes]):  # type: ignore[no-untyped-def]
    headers = {"Origin": writer.served.address, "Sec-Fetch-Site": "same-origin"}
    parts = [("files", (name, data)) for name, data in files] or [("files", ("", b""))]
    return writer.http.post(
        "/add", data={"csrf": writer.token("/add"), **form}, files=parts, headers=headers, follow_redirects=True
    )


def test_a_text_is_looked_at_without_being_recorded_and_then_added(writer: Reader) -> None:
    """The form keeps what was sent, and one article that went in is shown."""
    text = story("Ironclads", "Nordhaven Depot", 7)
    before = position(writer)
    looked = send(writer, {"do": "look", "text": text, "title": "Depot hit", "source": "Harbour Gazette"})

    assert looked.status_code == 200
    assert "Nothing of this is recorded yet" in looked.text
    assert re.search(r'<mark class="k-\w+ ">Ironclads</mark>', looked.text)
    assert 'value="Harbour Gazette"' in looked.text
    assert position(writer) == before

    added = send(writer, {"do": "add", "text": text, "title": "Depot hit", "source": "Harbour Gazette"})
    assert "/articles/article-" in str(added.url)
    assert "Depot hit" in added.text
    assert position(writer) > before


def test_files_go_in_together_and_each_says_what_became_of_it(writer: Reader) -> None:
    """A bad one does not keep the others out, and is named."""
    lines = "\n".join(json.dumps({"text": story("Ironclads", place, n)}) for n, place in enumerate(("Osk", "Ivar"), 1))
    done = send(
        writer,
        {"do": "add"},
        ("two.jsonl", lines.encode()),
        ("one.txt", story("Grey Wolf Band", "Westgate Mill", 3).encode()),
        ("bad.json", b'{"text": '),
    )

    assert done.text.count("<strong>added</strong>") == 3
    assert done.text.count("<strong>failed</strong>") == 1
    assert "bad.json" in done.text


def test_nothing_sent_is_said_and_a_form_of_another_site_is_refused(writer: Reader) -> None:
    assert "Paste a text, or choose files." in send(writer, {"do": "add"}).text
    before = position(writer)
    foreign = writer.http.post(
        "/add", data={"text": "x", "csrf": writer.token("/add")}, headers={"Origin": "https://elsewhere.example"}
    )
    assert foreign.status_code == 403
    assert position(writer) == before


def test_what_a_text_says_is_escaped_where_it_is_looked_at(writer: Reader) -> None:
    looked = send(writer, {"do": "look", "text": story("Ironclads", "Osk", 1) + " <script>alert(1)</script>"})
    assert "<script>alert(1)" not in looked.text
