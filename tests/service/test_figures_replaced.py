"""A toll that one source gives again in a later report is told as a history, on the command line and in the graph."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kb.bootstrap import open_knowledge_base
from kb.cli.main import app
from kb.service.happenings.conflicts import conflicts
from kb.service.knowledge_base import KnowledgeBase
from kb.settings import load_settings
from tests.service.conftest import add

FIRST = """Title: Mine collapse in Orvat kills seven
Published: 2025-05-05T18:00:00Z
Source: Orvat Gazette

ORVAT, Kazakhstan, May 5 - A coal mine collapsed near the town of Orvat on Monday, killing seven people, \
the emergency ministry said.
"""
SECOND = """Title: Toll of Orvat mine collapse rises to 12
Published: 2025-05-06T18:00:00Z
Source: Steppe Wire

ORVAT, Kazakhstan, May 6 - Twelve people were killed when a coal mine collapsed near the town of Orvat on Monday, \
the emergency ministry said on Tuesday.

The miners' union said that 19 people were killed.
"""


@pytest.fixture
def told(tmp_path: Path) -> Iterator[KnowledgeBase]:
    with open_knowledge_base(tmp_path / "home", load_settings({}, {}), create=True) as kb:
        for number, text in enumerate((FIRST, SECOND)):
            path = tmp_path / f"{number}.txt"
            path.write_text(text, "utf-8")
            add(kb, path)
        yield kb


def test_the_earlier_toll_is_replaced_and_no_rival_of_the_union_s(told: KnowledgeBase) -> None:
    (toll,) = [one for one in conflicts(told.catalog) if "death" in one.label or "killing" in one.label]
    by_figure = {value.figure: value for value in toll.values}

    assert [(value.value, value.said_by) for value in toll.values] == [
        (7.0, ("emergency ministry",)),
        (12.0, ("emergency ministry",)),
        (19.0, ("miners' union",)),
    ]
    assert [by_figure[v.replaced_by].value if v.replaced_by else None for v in toll.values] == [12.0, None, None]
    assert [{by_figure[one].value for one in pair} for pair in toll.odds] == [{12.0, 19.0}]
    assert toll.values[0].also  # the title's seven


def test_the_command_says_by_what_it_was_replaced(told: KnowledgeBase, tmp_path: Path) -> None:
    said = CliRunner().invoke(app, ["conflicts", "--home", str(tmp_path / "home")]).stdout

    assert "replaced by Twelve on 2025-05-06" in said


def test_the_graph_holds_only_what_stands_to_contradict(told: KnowledgeBase) -> None:
    query = 'SELECT ?because WHERE { ?c kb:contradictionKind "figure" ; kb:because ?because }'
    with told.at(None) as moment:
        answer = moment.store().query(f"PREFIX kb: <https://w3id.org/newskb#> {query}", use_default_graph_as_union=True)
        because = [row["because"].value for row in answer]  # type: ignore[union-attr, index]

    assert not [one for one in because if "seven" in one.casefold()]
