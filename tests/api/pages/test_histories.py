"""Figures that changed from report to report, on the command line, as data and on the pages: after what contradicts."""

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kb.bootstrap import open_knowledge_base
from kb.cli.main import app
from kb.settings import load_settings
from tests.api.conftest import serving
from tests.api.pages.conftest import Reader

pytestmark = pytest.mark.thorough

REPLACED = (
    ("2025-05-05", "Lumo Herald", "Seven people were killed on Monday when a bus plunged into a ravine near Lumo, "
     "police said."),
    ("2025-05-06", "Ridge Post", "Twelve people were killed on Monday when a bus plunged into a ravine near Lumo, "
     "police said on Tuesday."),
)  # fmt: skip
FOLLOWED = (
    ("2025-07-14", "Coast Wire", "At least 11 people were killed on Monday when a tenement collapsed in Dabrin, the "
     "fire brigade said."),
    ("2025-07-15", "Dabrin Times", "The collapse of a tenement in Dabrin on Monday killed 19 people, the mayor said on "
     "Tuesday."),
)  # fmt: skip
OPPOSED = (
    ("2025-09-01", "Sennar Echo", "Four people were killed on Monday in a fire at a cotton mill in Sennar, the owner "
     "said."),
    ("2025-09-02", "Union Voice", "Nine people were killed on Monday in a fire at a cotton mill in Sennar, the "
     "workers' union said on Tuesday."),
)  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a base in which the contradiction came first, so that the list of what was told last has it last."""
    home = tmp_path_factory.mktemp("histories") / "home"
    with open_knowledge_base(home, load_settings({}, {}), create=True) as kb, serving(kb) as made:
        for day, source, text in (*OPPOSED, *FOLLOWED, *REPLACED):
            body = {"text": text, "id": f"{source} {day}", "published": day, "source": source, "title": text[:30]}
            sent = made.client.post("/articles", json=body)
            assert sent.is_success, sent.text
    return home


@pytest.fixture
def reader(home: Path) -> Iterator[Reader]:
    with open_knowledge_base(home, load_settings({}, {})) as kb, serving(kb) as made:
        yield Reader(made)


def test_the_command_names_contradictions_and_then_histories(home: Path) -> None:
    told = CliRunner().invoke(app, ["conflicts", "--home", str(home)])
    rows = json.loads(CliRunner().invoke(app, ["conflicts", "--json", "--home", str(home)]).stdout)

    assert [(one["state"], [value["value"] for value in one["values"]]) for one in rows] == [
        ("contradiction", [4, 9]),
        ("history", [11, 19]),
        ("history", [7, 12]),
    ]
    heads = re.findall(r"^(\w+ \(\d+\)): ", told.stdout, re.MULTILINE)
    assert heads == ["contradictions (1)", "histories (2)"]
    assert "Seven (replaced by Twelve on 2025-05-06), police" in told.stdout
    assert "1 contradiction, 2 histories" in told.stderr


def test_the_page_shows_histories_after_what_contradicts(reader: Reader) -> None:
    """Each with its question; what was replaced says by what and when, and nothing is said to contradict none."""
    html = reader.page("/conflicts")
    shown = html.split('<article class="conflict"')[1:]

    assert [re.findall(r'<p class="value"><bdi>(.*?)</bdi>', one) for one in shown] == [
        ["Four", "Nine"],
        ["Seven", "Twelve"],
        ["At least 11", "19"],
    ]
    assert ["How the figure changed" in one for one in shown] == [False, True, True]
    assert re.search(r"replaced by <bdi>Twelve</bdi>, .*?6 May 2025", shown[1])
    assert "replaced" not in shown[2]
    assert "contradicts none" not in html
    assert "1 event with contradictions" in html
    assert '<a href="/conflicts?kind=history">2 events of which figures only changed</a>' in html


def test_a_kind_has_histories_alone_and_contradictions_alone(reader: Reader) -> None:
    """On the page, as JSON and as a table."""
    for kind, numbers in (("history", {"Seven", "Twelve", "At least 11", "19"}), ("figure", {"Four", "Nine"})):
        page = reader.page(f"/conflicts?kind={kind}")
        data = reader.http.get(f"/conflicts?kind={kind}", headers={"Accept": "*/*"}).json()
        rows = list(csv.DictReader(io.StringIO(reader.http.get(f"/conflicts.csv?kind={kind}").text)))

        assert set(re.findall(r'<p class="value"><bdi>(.*?)</bdi>', page)) == numbers
        assert {value["words"] for one in data["items"] for value in one["values"]} == numbers
        assert {row["account"] for row in rows} == numbers
        assert {row["kind"] for row in rows} == {kind}
    assert data["contradictions"] != []
    assert reader.http.get("/conflicts?kind=history", headers={"Accept": "*/*"}).json()["contradictions"] == []


def test_a_table_says_by_what_and_when_a_figure_was_replaced(reader: Reader) -> None:
    rows = csv.DictReader(io.StringIO(reader.http.get("/conflicts.csv").text))

    assert {row["account"]: (row["replaced_by"], row["replaced_on"][:10]) for row in rows if row["replaced_by"]} == {
        "Seven": ("Twelve", "2025-05-06")
    }


def test_the_event_s_page_says_by_what_and_when(reader: Reader) -> None:
    items = reader.http.get("/conflicts?kind=history", headers={"Accept": "*/*"}).json()["items"]
    (replaced,) = [one for one in items if one["values"][0]["words"] == "Seven"]
    html = reader.page(f"/events/{replaced['values'][0]['event']}")

    assert re.search(r"replaced by <bdi>twelve</bdi>, .*?6 May 2025", html)
    assert "changed, no contradiction" in html
