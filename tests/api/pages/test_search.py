"""The page of search: what is told beside each thing that was found."""

import re

import pytest

from kb.api.pages import search
from kb.projections.catalog.records import Hit
from tests.api.pages.conftest import Reader


def statements_in(html: str) -> str:
    """Return the list of statements."""
    return html.partition("<h2>Statements</h2>")[2].partition("</ol>")[0]


@pytest.mark.thorough
def test_a_statement_says_whose_it_is_and_where_it_stands(reader: Reader) -> None:
    """The speaker, the publisher and the day; the same words of several are told apart."""
    found = statements_in(reader.page("/search?q=night"))

    assert re.search(
        r'<p class="who"><a [^>]+><bdi>[^<]+</bdi></a>\s*<span class="fine"><bdi>said</bdi></span>.*?'
        r'<p class="meta"><span><bdi>(Wire|Herald)</bdi></span><span>',
        found,
        re.DOTALL,
    )


def test_a_statement_of_nobody_has_no_empty_line(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where neither speaker nor article is known, its words stand alone."""
    hit = Hit("statement", "00000000000000000000", "", "the <b>dam</b> held", 1.0)
    monkeypatch.setattr(search, "find_page", lambda then, words: search.Found([], [], [], [(hit, None, None)]))
    found = statements_in(reader.page("/search?q=dam"))

    assert "held" in found
    assert "meta" not in found


@pytest.mark.thorough
@pytest.mark.parametrize("accept", ["text/html", "application/json", "text/csv", "text/turtle"])
def test_more_than_is_looked_for_is_refused_alike_in_every_format(reader: Reader, accept: str) -> None:
    """A thousand characters are looked for; one more is refused, and the answer says how many are taken."""
    assert reader.http.get("/search", params={"q": "a" * 1000}, headers={"Accept": accept}).status_code == 200
    refused = reader.http.get("/search", params={"q": "a" * 1001}, headers={"Accept": accept})

    assert refused.status_code == 400
    assert "Of 1,001 characters to look for at most 1,000 are taken." in refused.text


@pytest.mark.parametrize("path", ["/search?q=Nordhavn+Depot", "/suggest?q=Nordhavn"])
def test_another_spelling_of_a_name_is_told_from_what_was_typed(reader: Reader, path: str) -> None:
    """What is called so is not told again as what is called much the same."""
    assert "Nordhaven Depot" in reader.get(path).text.partition("Called much the same")[2]
    assert "much the same" not in reader.get(path.replace("Nordhavn", "Nordhaven")).text
