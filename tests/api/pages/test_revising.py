"""Withdrawal and publisher's correction on their pages: what moves is said first, then one event, then the way back."""

import re
from pathlib import Path

import pytest

from tests.api.conftest import opened, serving
from tests.api.pages.conftest import Reader

pytestmark = pytest.mark.thorough


def first(writer: Reader) -> str:
    items = writer.served.client.get("/articles", params={"source": "Wire"}).json()["items"]
    return str(items[0]["id"])


def textarea(html: str) -> str:
    found = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", html, re.DOTALL)
    assert found
    return found[1]


def test_an_article_is_withdrawn_after_what_leaves_is_said_and_comes_back(writer: Reader) -> None:
    """Its page leads there; names that it alone has are listed; undo brings all of it back."""
    article = first(writer)
    assert f'href="/articles/{article}/withdrawal"' in writer.page(f"/articles/{article}")
    page = writer.page(f"/articles/{article}/withdrawal")
    alone = writer.served.client.get(f"/articles/{article}/withdrawal").json()["alone"]
    assert [one["label"] for one in alone] == ["Ada Lund"]
    assert "Ada Lund" in page
    assert "as 1 other article tells it" in page

    before = writer.served.kb.position
    assert writer.send(f"/articles/{article}/withdraw", {"reason": " "}).status_code == 400
    assert writer.served.kb.position == before
    title = writer.served.client.get(f"/articles/{article}").json()["title"]
    done = writer.send(f"/articles/{article}/withdraw", {"reason": "asked by the publisher"})
    assert "article withdrawn" in done.text
    assert f"<bdi>{title}</bdi></a>: asked by the publisher" in done.text, "which one, as well where it is no more"
    assert f"<bdi>{title}</bdi></a>: asked by the publisher" in writer.page("/log")
    position = re.search(r'name="position" value="(\d+)"', done.text)
    assert position
    assert writer.get(f"/articles/{article}").status_code == 410
    writer.send("/decide", {"action": "undo", "position": position[1], "back": "/articles"})
    assert "Ada Lund" in writer.page(f"/articles/{article}")
    then = writer.page(f"/articles/{article}/withdrawal?asOf={before}")
    assert "<textarea" not in then
    assert 'name="reason"' not in then


def test_a_correction_is_looked_at_recorded_and_taken_back(writer: Reader) -> None:
    """What changed is marked; nothing is recorded by looking; the earlier text is put back under its own id."""
    article = first(writer)
    text = textarea(writer.page(f"/articles/{article}/correction"))
    changed = text.replace("At least 5 killed", "At least 8 killed").replace("\n", "\r\n")  # as browsers send it
    before = writer.served.kb.position
    same = writer.send(f"/articles/{article}/correct", {"do": "record", "text": text.replace("\n", "\r\n")})
    assert "nothing would change" in same.text
    looked = writer.send(f"/articles/{article}/correct", {"do": "look", "text": changed})
    assert "<del>5</del><ins>8</ins>" in looked.text
    assert "No longer claimed" in looked.text
    assert "Record the correction" in looked.text
    assert writer.served.kb.position == before

    done = writer.send(f"/articles/{article}/correct", {"do": "record", "text": changed})
    new = str(done.url).rpartition("/")[2].partition("?")[0]
    assert new != article
    assert "this text took the place of the earlier one" in done.text
    assert writer.get(f"/articles/{article}").status_code == 410
    back = writer.page(f"/articles/{new}/correction?back={article}")
    assert textarea(back) == text
    returned = writer.send(f"/articles/{new}/correct", {"do": "record", "text": textarea(back)})
    assert f"/articles/{article}" in str(returned.url)


def test_what_cannot_take_its_place_is_said_beside_the_text(writer: Reader) -> None:
    """An empty one, another article's; what was typed is still there, and nothing is recorded."""
    one, other = (row["id"] for row in writer.served.client.get("/articles").json()["items"])
    text = textarea(writer.page(f"/articles/{other}/correction"))
    before = writer.served.kb.position
    said = writer.send(f"/articles/{one}/correct", {"do": "record", "text": text})
    assert said.status_code == 400
    assert "text of another article" in said.text
    assert textarea(said.text) == text
    assert writer.send(f"/articles/{one}/correct", {"do": "record", "text": ""}).status_code == 400
    assert writer.served.kb.position == before


@pytest.mark.parametrize(("scope", "status"), [("write", 403), ("admin", 200)])
def test_withdrawing_needs_the_scope_that_programs_need(tmp_path: Path, scope: str, status: int) -> None:
    """Who may write and not more is told so."""
    from kb.service.tokens import Tokens

    with opened(tmp_path / "home") as kb, serving(kb, token="s3cret") as made:
        browser = Reader(made)
        browser.send("/sign-in", {"token": Tokens(kb.home.root).new("ana", scope)})
        article = first(browser)
        assert browser.send(f"/articles/{article}/withdraw", {"reason": "asked"}).status_code == status
