"""The page for questions, over a real server."""

import re

from tests.api.pages.conftest import Reader, links


def test_an_empty_page_offers_questions(reader: Reader) -> None:
    assert len([one for one in links(reader.page("/ask")) if one.startswith("/ask?q=")]) > 10


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


def test_programs_still_get_json(reader: Reader) -> None:
    answer = reader.http.get("/ask?q=Who+attacked+Nordhaven+Depot%3F", headers={"Accept": "*/*"})
    assert answer.json()["sparql"]
