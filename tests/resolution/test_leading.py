"""Where an article's title ends: header lines, a first line that repeats the title, or nowhere in the text."""

import pytest

from kb.model import Article
from kb.resolution.events.leading import title_end

TITLE = "Quake kills four in Osk"


@pytest.mark.parametrize(
    ("text", "body_start", "end"),
    [
        (f"Title: {TITLE}\n\nA quake killed four.", len(TITLE) + 9, len(TITLE) + 9),
        (f"{TITLE}\n\nA quake killed four.", 0, len(TITLE)),
        (f"\n{TITLE}\r\nA quake killed four.", 0, len(TITLE) + 1),
        (f"{TITLE} on Monday, officials said.", 0, 0),
        ("A quake killed four.", 0, 0),
    ],
)
def test_where_the_title_ends(text: str, body_start: int, end: int) -> None:
    assert title_end(Article(text, TITLE, body_start=body_start)) == end


def test_without_a_title_nothing_is_one() -> None:
    assert title_end(Article("\nA quake killed four.")) == 0
