"""The reader has not seen what it is judged on."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ARTICLES = ROOT.parent / "shared" / "gold" / "articles"
NEWS = ROOT / "training" / "data"
RUN = 12


def runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1)}


@pytest.mark.skipif(not ARTICLES.is_dir(), reason="needs ../shared/gold/articles, which does not belong to the project")
def test_no_training_text_shares_twelve_words_with_the_articles_it_is_judged_on() -> None:
    """A run of twelve words in both would mean that judged text was trained on."""
    judged: set[tuple[str, ...]] = set()
    for path in sorted(ARTICLES.rglob("*")):
        if path.is_file():
            judged |= runs(path.read_text(encoding="utf-8", errors="replace"))
    assert judged

    for path in sorted(NEWS.rglob("*.src")):
        text = re.sub(r"^\d+\t", "", path.read_text(encoding="utf-8"), flags=re.M)
        assert not runs(text) & judged, path.name


def test_training_text_is_there_to_be_compared() -> None:
    """The test above would pass on an empty folder."""
    assert sum(len(runs(p.read_text(encoding="utf-8"))) for p in NEWS.rglob("*.src")) > 50_000
