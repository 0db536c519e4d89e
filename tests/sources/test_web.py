"""Web pages: the article's words, what it says of itself, and pages that hold none."""

import json

import pytest

from kb.sources import ReadOptions
from tests.sources.samples import NOW, failed, loaded, page


def test_a_page_becomes_its_article() -> None:
    """Paragraphs apart by an empty line; no menu, no footer, no script."""
    article = loaded(page(), "html").article

    assert article.text == (
        "Bridge closes\n\n"
        "The old bridge over the Tarn was closed on Monday after engineers found cracks in two pillars, "
        "the council said."
        "\n\n“We could not wait,” said the mayor, Ilse Brandt."
        "\n\nWork is to begin in April and will cost about 3 million euros."
    )
    assert article.title == "Bridge closes"
    assert article.source == "Valley Courier"
    assert article.url == "https://courier.example/bridge"
    assert article.language == "en-GB"
    assert article.body_start == 0


def test_scripts_never_become_text() -> None:
    """Neither in the head nor between paragraphs."""
    text = loaded(page(), "html").article.text

    assert "evil" not in text
    assert "boo" not in text


GRAPH = [
    {"@type": "WebSite", "datePublished": "1999-01-01"},
    {"@type": ["NewsArticle"], "headline": "Old bridge closes", "datePublished": "2024-03-05T07:30:00+02:00"},
]
LD = f'<script type="application/ld+json">{json.dumps({"@graph": GRAPH})}</script>'
META = '<meta property="article:published_time" content="2024-03-06T08:00:00Z">'
DC = '<meta name="DC.date" content="2024-03-08">'
TIME = '<time datetime="2024-03-07T09:00+01:00">Thursday</time>'


@pytest.mark.parametrize(
    ("head", "inside", "published"),
    [
        (LD + META + DC, TIME, "2024-03-05T07:30:00+02:00"),
        (META + DC, TIME, "2024-03-06T08:00:00+00:00"),
        (DC, TIME, "2024-03-07T09:00:00+01:00"),
        (DC, "", "2024-03-08"),
        ("", "", ""),
        (
            '<script type="application/ld+json">{"@type": "NewsArticle", "datePub</script>' + META,
            "",
            "2024-03-06T08:00:00+00:00",
        ),
    ],
)
def test_dates_keep_their_zone_and_their_order_of_trust(head: str, inside: str, published: str) -> None:
    """JSON-LD, then article:published_time, then the article's time element, then other metas; none is guessed."""
    assert loaded(page(head, inside), "html").article.published == published


@pytest.mark.parametrize(
    "markup",
    [
        b"<html><body><nav>Home</nav><script>render()</script></body></html>",
        b"<html><head><title>Log in</title></head><body><form>Name <input> Password <input></form></body></html>",
        b"<html></html>",
        b"<!-- nothing -->",
        b"<p>Short.</p>",
        b"just words, no markup at all",
    ],
)
def test_a_page_without_an_article_is_refused(markup: bytes) -> None:
    """With what may be the reason."""
    failure = failed(markup, "html")

    assert "HTML" in str(failure.error)
    assert "login" in failure.error.hint


def test_hostile_nesting_is_survived() -> None:
    """A page of a hundred thousand open elements is a failure or an article, never a crash."""
    markup = b"<html><body>" + b"<div>" * 100_000 + b"<p>" + b"word " * 50 + b"</p></body></html>"

    from kb.sources import read_bytes

    assert len(list(read_bytes(markup, "x", kind="html", options=ReadOptions(now=NOW)))) == 1


TOLL = (
    "<table><caption>By district</caption><tr><th>District</th><th>Dead</th></tr>"
    "<tr><td>North Tarn</td><td>7</td></tr><tr><td>South Tarn</td><td></td></tr></table>"
)


def _with_table(table: str) -> bytes:
    return page().replace(b"<p>Work is", f"{table}<p>Work is".encode())


def test_rows_of_a_table_are_lines_of_the_text_where_the_page_has_them() -> None:
    """Cells apart by bars, an empty one too; a note says how many, and that nothing is read from them."""
    outcome = loaded(_with_table(TOLL), "html")

    at = outcome.article.text.index("By district")
    rows = "By district\n\nDistrict | Dead\n\nNorth Tarn | 7\n\nSouth Tarn |\n\nWork is to begin"
    assert outcome.article.text[at:].startswith(rows)
    assert outcome.article.text.replace(rows, "Work is to begin") == loaded(page(), "html").article.text
    assert [note.text for note in outcome.notes if note.code == "table"] == [
        "3 rows of tables stay in its text, a line each; no claims are made of those without a sentence."
    ]


def test_a_page_that_is_laid_out_as_a_table_has_no_rows() -> None:
    """Its cells hold prose: it is read as before. What became of tables in it is said, of menus nothing."""
    prose = "The old bridge over the Tarn was closed on Monday after engineers found cracks in two pillars, he said. "
    menu = "<table><tr><td><a href=/>Home</a></td></tr><tr><td><a href=/world>World</a></td></tr></table>"
    laid = "<html><body><table><tr><td>Menu</td><td><p>" + prose * 3 + "</p>{}<p>" + prose + "</p></td></tr></table>"

    plain, links, inner = (loaded(laid.format(inside).encode(), "html") for inside in ("", menu, TOLL))
    bare = loaded(laid.replace("<p>", "<br>").replace("</p>", "<br>").format(TOLL).encode(), "html")

    assert " | " not in plain.article.text + links.article.text + inner.article.text + bare.article.text
    assert [note for one in (plain, links) for note in one.notes if note.code == "table"] == []
    assert "North Tarn" not in inner.article.text
    assert "left out" in next(note.text for note in inner.notes if note.code == "table")
    assert "\n\nNorth Tarn\n\n7\n\n" in bare.article.text
    assert "a line of its own" in next(note.text for note in bare.notes if note.code == "table")


def test_a_bar_within_a_cell_stays() -> None:
    """It is a character like any other."""
    assert "North | East | 7" in loaded(_with_table(TOLL.replace("North Tarn", "North | East")), "html").article.text
