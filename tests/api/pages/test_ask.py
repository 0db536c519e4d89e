"""The page for questions, over a real server."""

import re
import threading
from typing import Any

import pytest

from kb.api.pages import ask as ask_page
from kb.api.pages import begun
from kb.errors import InputError
from tests.api.pages.conftest import Reader, links


def test_an_empty_page_offers_questions(reader: Reader) -> None:
    assert len([one for one in links(reader.page("/ask")) if one.startswith("/ask?q=")]) > 6


def test_examples_are_about_what_the_base_holds_and_each_is_understood(reader: Reader) -> None:
    """None names what only the bundled articles tell of."""
    html = reader.page("/ask")
    offered = html.partition('class="examples"')[2].partition("</details>")[0]
    assert "Blue Column" in offered
    assert not re.search("Derna|Kenya|Ruto|Odinga|Moussad", html)
    for one in links(offered):
        assert "That was not understood" not in reader.page(one)


def test_notes_are_sentences(reader: Reader) -> None:
    """With a full stop, once."""
    html = reader.page("/ask?q=How+many+attacks+were+there%3F")
    notes = [re.sub("<[^>]+>", "", one) for one in re.findall(r'<p class="note">(.*?)</p>', html)]
    assert notes
    assert all(re.search(r"[^.][.?!]”?$", one) for one in notes if not one.startswith("Nothing was made of"))


def test_a_question_is_answered_with_what_it_was_taken_for(reader: Reader) -> None:
    """And leads on to its SPARQL."""
    html = reader.page("/ask?q=Who+attacked+Nordhaven+Depot%3F")

    assert "Understood as" in html
    facts = html.partition('class="facts"')[2].partition("</dl>")[0]
    assert any("/entities/" in one for one in links(facts))
    assert "entity-" not in re.sub(r"<[^>]+>", "", facts)
    assert 'class="answer"' in html
    assert "Blue Column" in html.partition('class="answer"')[2]
    on = next(one for one in links(html) if one.startswith("/query?query="))
    assert "Blue Column" in reader.page(on)


def test_what_is_not_understood_says_so_with_questions_that_are(reader: Reader) -> None:
    """A name that nobody has, and words without a form; markup stays words."""
    for asked in ("Who+attacked+Nowhereville%3F", "purple+monkey", "%3Cscript%3Ealert(1)%3C/script%3E"):
        html = reader.get(f"/ask?q={asked}").text
        assert "That was not understood" in html
        assert 'href="/ask?q=' in html
        assert "<script>alert(1)" not in html


def test_where_no_fact_answers_what_articles_say_stands_in_one_list(reader: Reader) -> None:
    """Under one sentence, each with the article that it leads to; other notes are sentences of their own."""
    html = reader.page("/ask?q=Who+repaired+Nordhaven+Depot%3F")
    assert html.count("No fact answers this.") == 1
    said = html.partition("No fact answers this.")[2].partition("</ul>")[0]
    assert "says: “" in said
    assert any(one.startswith("/articles/") for one in links(said))
    assert "no fact answers this, but" not in html


def test_programs_still_get_json(reader: Reader) -> None:
    answer = reader.http.get("/ask?q=Who+attacked+Nordhaven+Depot%3F", headers={"Accept": "*/*"})
    assert answer.json()["sparql"]


def test_a_question_that_takes_long_is_shown_at_once_and_answered_in_the_same_page(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What stands above the answer comes before there is one; with it the page is as it would have been."""
    path, accepts = "/ask?q=Who+attacked+Nordhaven+Depot%3F", {"Accept": "text/html"}
    at_once = reader.page(path)
    go, real = threading.Event(), ask_page._lately

    def slowly(*given: Any) -> Any:
        assert go.wait(30)
        return real(*given)

    monkeypatch.setattr(begun, "_SOON", 0.01)
    monkeypatch.setattr(ask_page, "_lately", slowly)
    for packing in ("identity", "gzip"):
        go.clear()
        with reader.http.stream("GET", path, headers={**accepts, "Accept-Encoding": packing}) as answer:
            assert answer.status_code == 200
            assert answer.headers.get("content-encoding", "identity") == packing
            assert "default-src 'self'" in answer.headers["content-security-policy"]
            parts = answer.iter_text()
            first = next(parts)
            assert 'value="Who attacked Nordhaven Depot?"' in first
            assert "Understood as" not in first
            go.set()
            assert _unsigned(first + "".join(parts)) == _unsigned(at_once)


def test_a_fault_after_the_beginning_is_told_in_the_page(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    """Escaped; the page ends as one."""
    go = threading.Event()

    def fails(*_: Any) -> Any:
        assert go.wait(30)
        raise InputError("No <b>answer</b>.", hint="Ask again.")

    monkeypatch.setattr(begun, "_SOON", 0.01)
    monkeypatch.setattr(ask_page, "_lately", fails)
    with reader.http.stream("GET", "/ask?q=Who+met+whom%3F", headers={"Accept": "text/html"}) as answer:
        parts = answer.iter_text()
        first = next(parts)
        go.set()
        rest = "".join(parts)
    assert "No &lt;b&gt;answer&lt;/b&gt;. Ask again." in rest
    assert (first + rest).rstrip().endswith("</html>")


def _unsigned(html: str) -> str:
    """Return a page without the tokens of its forms and how long its query took."""
    return re.sub(r'name="csrf" value="[^"]*"|[0-9.]+ (?:ms|s)\b', "", html)
