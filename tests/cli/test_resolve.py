"""kb resolve: a look first, asked on a terminal, written with --yes; and what people's judgements teach."""

import sqlite3
from pathlib import Path

import pytest

from kb.bootstrap import open_knowledge_base
from kb.events import EntitiesLinked
from kb.events.streams import RESOLUTION
from kb.log import Append
from kb.settings import load_settings
from tests.cli.conftest import CommandLine
from tests.cli.test_reviewing import _typed as typed
from tests.service.stand_in import parts
from tests.service.stories import story


@pytest.fixture
def linked(kb: CommandLine, tmp_path: Path) -> CommandLine:
    """A home in which a rule of another day linked two that have nothing in common."""
    for number, text in enumerate(
        (story("Grey Wolf Band", "Westgate Mill", 1), story("Ironclads", "Nordhaven Depot", 9))
    ):
        path = tmp_path / f"{number}.txt"
        path.write_text(text, encoding="utf-8")
        assert kb("add", path).code == 0
    with open_knowledge_base(kb.home, load_settings({"actor": "t"}, {}), parts=parts()) as base:
        rows = sqlite3.connect(base.home.catalog_path).execute(
            "SELECT m.article, m.entity FROM members m JOIN articles a ON a.id = m.article WHERE m.local = 'e1' "
            "ORDER BY a.position"
        )
        (_, entity), (article, _) = rows.fetchall()
        link = EntitiesLinked(entity, (f"{article}#e1",), 7.0, ("an old rule",))
        with base.writing() as projections:
            base.log.append_batch(
                [Append(RESOLUTION, base.log.stream_version(RESOLUTION), [link], "rule:resolution/0")]
            )
            projections.advance(base.log)
    return kb


def test_nothing_is_written_without_being_asked(linked: CommandLine) -> None:
    """From a pipe it shows; --yes writes; then there is nothing more."""
    at = linked("status", "--json").json["position"]

    shown = linked("resolve", "--all")

    assert shown.code == 0
    assert "parted" in shown.out
    assert "Ironclads" in shown.out
    assert "Nothing was written" in shown.err
    assert linked("status", "--json").json["position"] == at
    told = linked("resolve", "--all", "--dry-run", "--json").json
    assert told["written"] == 0
    assert [one["does"] for one in told["changes"]] == ["parted"]
    written = linked("resolve", "--all", "--yes")
    assert "Written up to event" in written.err
    again = linked("resolve", "--all", "--yes")
    assert "0 changes" in again.err
    assert "Nothing was written" not in again.err


@pytest.mark.thorough
def test_on_a_terminal_it_asks(linked: CommandLine) -> None:
    """No leaves all as it is, yes writes."""
    code, drawn = typed(linked, b"n", "resolve", "--all", ask=b"[y/N]", enter=True)
    assert code == 0, drawn
    assert "Nothing was written" in drawn
    code, drawn = typed(linked, b"y", "resolve", "--all", ask=b"[y/N]", enter=True)
    assert code == 0, drawn
    assert "Written up to event" in drawn


def test_what_makes_no_sense_is_refused(linked: CommandLine) -> None:
    """Nothing named, several named, an article that is not there, too few decisions."""
    assert linked("resolve").code == 3
    assert linked("resolve", "--all", "--learn").code == 3
    assert linked("resolve", "--all", "--yes", "--dry-run").code == 3
    assert linked("resolve", "0" * 16).code == 4
    few = linked("resolve", "--learn")
    assert few.code == 5
    assert "People decided too little to learn from" in few.err
