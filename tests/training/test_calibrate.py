"""The command's parts: what it reads, what it judges by, what it writes."""

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

from kb.extraction.calibration import OTHER, load
from training.calibrate import BEGIN, END, Claims, crossed, fitted, only_held_back, put, table, write
from training.prepare import is_dev

MODEL = "a" * 64


def claims() -> Claims:
    """Return 400 events whose chance is their score, each with a place that is right half as often."""
    rng = np.random.default_rng(3)
    scores = np.repeat(rng.uniform(0.05, 0.95, 400), 2)
    place = np.arange(800) % 2 == 1
    right = (rng.uniform(size=800) < scores * np.where(place, 0.5, 1.0)).astype(float)
    return Claims(
        ["place" if p else "event" for p in place],
        scores,
        right,
        np.repeat(np.arange(400) % 10, 2),
        np.where(place, np.arange(800) - 1, -1),
    )


def test_each_article_is_judged_by_maps_that_have_not_seen_it() -> None:
    """A tenth whose judgements are turned round changes the chances of the others, not its own."""
    before = claims()
    mine = before.fold == 4
    other = Claims(
        before.kinds, before.scores, np.where(mine, 1 - before.right, before.right), before.fold, before.within
    )

    assert np.array_equal(crossed(before)[mine], crossed(other)[mine])
    assert not np.array_equal(crossed(before)[~mine], crossed(other)[~mine])


def test_no_claim_is_surer_than_the_one_it_rests_on() -> None:
    """As at run time."""
    held = claims()
    chances = crossed(held)

    assert all(chances[i] <= chances[i - 1] for i in range(1, 800, 2))


def test_the_tables_count_every_claim() -> None:
    """By chance and by kind."""
    held = claims()
    lines = table(held, crossed(held), 40)
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]

    assert sum(int(row[1].replace(",", "")) for row in rows if " to " in row[0]) == 800
    assert {row[0]: row[1] for row in rows if row[0] in ("event", "place")} == {"event": "400", "place": "400"}
    assert "800 claims of 40 held-back articles" in lines[0]


def test_what_is_written_is_what_is_read(tmp_path: Path) -> None:
    """With the hash of the weights."""
    maps = fitted(claims(), np.ones(800, bool))
    write(tmp_path / "c.json", maps, MODEL, 40, 800)
    held = load(tmp_path / "c.json", MODEL)

    assert dict(held.curves) == dict(maps.curves)
    assert set(held.curves) == {"event", "place", OTHER}
    assert json.loads((tmp_path / "c.json").read_text())["articles"] == 40
    assert held.version == hashlib.sha256((tmp_path / "c.json").read_bytes()).hexdigest()[:6]


def test_only_held_back_articles_are_read_with_their_line_numbers() -> None:
    """So that an error names the line of the file."""
    names = [f"grc-{n:02d}" for n in range(40)]
    held, other = next(n for n in names if is_dev(n)), next(n for n in names if not is_dev(n))
    text = f'// head\n@doc {other}\nE A person "Ann"\n@doc {held}\nE B person "Bo"\n'

    assert only_held_back(text) == f'\n\n\n@doc {held}\nE B person "Bo"\n'


def test_the_page_keeps_all_but_what_is_between_the_marks(tmp_path: Path) -> None:
    """And a page without marks is refused."""
    page = tmp_path / "page.md"
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")
    put(page, ["new", "lines"])

    assert page.read_text(encoding="utf-8") == f"before\n{BEGIN}\nnew\nlines\n{END}\nafter\n"
    page.write_text("no marks", encoding="utf-8")
    with pytest.raises(SystemExit, match="has no"):
        put(page, ["new"])
