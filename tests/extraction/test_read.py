"""What thirteen articles call untrue is no fact of their graphs; who reads them again finds them in read/."""

from pathlib import Path

import pytest

from kb.extraction.builtin import create
from kb.graph.reality import reality
from kb.sources import read_path
from kb.sources.outcome import Loaded

READ = Path(__file__).parent / "read"


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("name", "clause"),
    [
        ("01-andes-landslide", "a tailings dam had burst"),
        ("04-cup-final", "two supporters had died"),
        ("07-cyclone-live", "the hospital in Port Vila had been evacuated"),
        ("07-cyclone-live", "killed nobody"),
        ("07-cyclone-live", "a tsunami"),
        ("12-ferry", "a navy ship had rammed it"),
        ("12-ferry", "had not issued a storm warning"),
        ("13-argentina-strike", "a bus driver had died"),
        ("13-argentina-strike", "shots near the obelisk"),
    ],
)
def test_what_an_article_calls_untrue_did_not_happen(name: str, clause: str) -> None:
    (loaded,) = read_path(READ / f"{name}.txt")
    assert isinstance(loaded, Loaded)
    text = loaded.article.text
    start = text.index(clause)
    inside = [
        event
        for event in create().extract(loaded.article).events
        for span in (event.trigger, *event.other_mentions)
        if start <= span.start < start + len(clause)
    ]

    assert "occurred" not in {reality(event.polarity, event.modality, []) for event in inside}
