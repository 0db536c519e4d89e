"""Tests of kb.extraction.layout.parts: where one article of a text ends and the next begins."""

import pytest

from kb.extraction.builtin import SEVERAL, create
from kb.extraction.layout.parts import parts_of
from kb.model import Article

FIRST = "Mayor opens bridge\n\nTALVA, March 3 (Wire) — Mayor Rosa Lind opened the bridge on Monday.\n\nShe was glad.\n"
STORY = "The storm hit the coast on Friday, and two boats sank near the harbour.\n\nNobody was hurt, he said.\n"
HEADERS = "Title: Storm sinks boats\nSource: Herald\nDate: 2025-06-07\n\n" + STORY


def starts(text: str, **known: str) -> list[str]:
    """The first line of every part."""
    return [part.article.text.lstrip().partition("\n")[0] for part in parts_of(Article(text, **known))]


@pytest.mark.parametrize("mark", ["\n\f", "\n\n\f\n", "-30-\n\f", "\n\f\n\f\n"])
@pytest.mark.parametrize(
    "second",
    [
        "Storm sinks boats\n\n" + STORY,
        "By Tom Reed\n\n" + STORY,
        "OSTERO, June 7 (Wire) — " + STORY,
        "Published 7 June 2025\n\n" + STORY,
        HEADERS,
    ],
)
def test_a_head_behind_a_form_feed_opens_an_article(mark: str, second: str) -> None:
    """Headline, by-line, dateline, publication line, header."""
    text = FIRST + mark + second
    parts = parts_of(Article(text))

    assert len(parts) == 2
    assert parts[1].article.text == second
    assert all(text[part.start :].startswith(part.article.text) for part in parts)


@pytest.mark.parametrize(
    "second",
    [
        STORY,
        "boats were lost in the storm.\n\n" + STORY,
        "“It was a hard night,” said the harbour master.\n\n" + STORY,
        "Mayor opens bridge\n\n" + STORY,
    ],
)
def test_a_page_goes_on_where_no_head_stands(second: str) -> None:
    """A page of the same article, whose head may be the article's title again."""
    assert len(starts(FIRST + "\n\f" + second)) == 1


def test_a_head_that_every_page_has_is_none() -> None:
    """Its number does not matter."""
    pages = [f"The Daily Herald, page {number}\n\n{STORY}" for number in (1, 2, 3)]

    assert len(starts("\f".join(pages))) == 1


@pytest.mark.parametrize("rule", ["* * *", "-----", "###", "-30-", "=====\n=====", "ENDS", "[page break]"])
def test_behind_a_rule_a_headline_needs_more(rule: str) -> None:
    """Stories have rules inside."""
    inside = f"{FIRST}\n{rule}\n\nStorm sinks boats\n\n{STORY}"
    dated = f"{FIRST}\n{rule}\n\nStorm sinks boats\n\nOSTERO, June 7 (Wire) — {STORY}"

    assert starts(inside) == ["Mayor opens bridge"]
    assert starts(dated) == ["Mayor opens bridge", "Storm sinks boats"]
    assert starts(f"{FIRST}\n{rule}\n\n{HEADERS}") == ["Mayor opens bridge", "Title: Storm sinks boats"]


@pytest.mark.parametrize(
    ("second", "published"),
    [
        (HEADERS, "2025-06-07"),
        ("Storm sinks boats\n\nPublished 7 June 2025\n\n" + STORY, "2025-06-07"),
        ("Storm sinks boats\n\nOSTERO, March 7 (Wire) — " + STORY, "2024-03-07"),
        ("Storm sinks boats\n\nOSTERO, September 7 (Wire) — " + STORY, ""),
        ("Storm sinks boats\n\n" + STORY, "2024-03-03T08:00"),
    ],
)
def test_the_second_article_has_its_own_day(second: str, published: str) -> None:
    """Its own words decide; a dateline far from the file's date leaves it without one."""
    first, other = parts_of(Article(FIRST + "\f" + second, title="Mayor opens bridge", published="2024-03-03T08:00"))

    assert (first.article.published, first.article.title) == ("2024-03-03T08:00", "Mayor opens bridge")
    assert other.article.published == published


def test_the_header_of_the_second_is_no_text_of_it() -> None:
    """Its body begins behind the header lines."""
    other = parts_of(Article(FIRST + "\f" + HEADERS))[1].article

    assert other.text[other.body_start :].strip() == STORY.strip()
    assert other.title == "Storm sinks boats"


@pytest.mark.parametrize("text", ["", "\f", "\f\f\n\f", "* * *", "\fTitle: x", FIRST, FIRST + "\f", "\f" + FIRST])
def test_what_holds_one_article_stays_one(text: str) -> None:
    """And is handed on as it is."""
    article = Article(text)

    assert [(part.start, part.article) for part in parts_of(article)] == [(0, article)]


def test_several_articles_in_one_text_are_said() -> None:
    """One is not."""
    assert create().extract(Article(FIRST)).notes == ()
    assert create().extract(Article(FIRST + "\n\f" + HEADERS)).notes == (SEVERAL.format(2),)
