"""Markdown as articles: front matter, marks, and what in a folder is no article."""

from pathlib import Path

import pytest

from kb.sources import Loaded, Skipped, read_path
from kb.sources.reading import sniff
from tests.sources.samples import ENGLISH, OPTIONS, failed, loaded

CLIPPING = """---
title: "River rises"
source: Valley Courier
Date: 2026-03-04
link: 'https://courier.example/river'
tags:
  - flood
  - Tarnov
---

# River rises

The river **Sola** rose by [two metres](https://x.example/m), the *mayor* of Tarnov said.
People left.

- Homes stand in `water`.
- ![a boat](boat.jpg) No one is hurt.

> "We wait," she said.
"""


def test_front_matter_names_the_article_and_marks_are_taken_off() -> None:
    """Title, publisher, day and address come from it; the text has the words alone, each item a paragraph."""
    article = loaded(CLIPPING.encode(), "markdown").article

    assert (article.title, article.source, article.published) == ("River rises", "Valley Courier", "2026-03-04")
    assert article.url == "https://courier.example/river"
    assert article.metadata == {"tags": "flood, Tarnov"}
    assert article.text == (
        "The river Sola rose by two metres, the mayor of Tarnov said. People left.\n\n"
        'Homes stand in water.\n\nNo one is hurt.\n\n"We wait," she said.'
    )


def test_a_heading_that_comes_first_is_the_title() -> None:
    """Without front matter too; a rule in the middle of the text is none."""
    article = loaded(f"# Bridge *closes*\n\n{ENGLISH}\n---\n\ntitle: no title\n".encode(), "markdown").article

    assert article.title == "Bridge closes"
    assert article.text == f"{ENGLISH.strip()}\n\ntitle: no title"


@pytest.mark.parametrize("text", ["---\ntitle: A\n---\n", "# Only a heading\n", "---\ntitle: A\n---\n\n![](a.jpg)\n"])
def test_no_text_is_said(text: str) -> None:
    """A title alone is no article."""
    assert failed(text.encode(), "markdown").error.reason == "it holds front matter or a heading but no text"  # type: ignore[attr-defined]


@pytest.mark.parametrize("front", ["---\n---\n", "---\r\n---\r\n"])
def test_empty_front_matter_is_taken_off(front: str) -> None:
    """It says nothing and is not text."""
    assert loaded(f"{front}{ENGLISH}".encode(), "markdown").article.text == ENGLISH.strip()


def test_front_matter_tells_markdown_without_a_name() -> None:
    """On standard input, also with the line ends of Windows; a rule or unknown names do not."""
    assert sniff(CLIPPING.encode()) == "markdown"
    assert sniff(CLIPPING.replace("\n", "\r\n").encode()) == "markdown"
    assert sniff(b"---\nRiver rises\n---\nText.") == "text"
    assert sniff(b"---\nweather: wet\n---\nText.") == "text"


def test_of_a_folder_all_is_read_but_a_readme(tmp_path: Path) -> None:
    """It tells of the folder; named by itself it is read."""
    for name in ("a.md", "README.md"):
        (tmp_path / name).write_text(ENGLISH)

    readme, article = read_path(tmp_path, OPTIONS)

    assert isinstance(readme, Skipped)
    assert readme.reason == "a readme is no article; name it by itself to have it read"
    assert isinstance(article, Loaded)
    assert isinstance(next(read_path(tmp_path / "README.md", OPTIONS)), Loaded)
