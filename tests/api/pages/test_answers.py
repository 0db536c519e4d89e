"""Results of queries as tables, charts and timelines."""

import json

import pytest

from kb.api.pages.answers import BARS, WIDE, Cell, Chart, Naming, Table, chart, solutions, triples

BASE = "http://localhost:8000/"
XSD = "http://www.w3.org/2001/XMLSchema#"
NAMING = Naming(BASE, {"kb": "https://w3id.org/newskb#"})


def table(columns: list[str], *rows: dict[str, dict[str, str]]) -> Table:
    return solutions(json.dumps({"head": {"vars": columns}, "results": {"bindings": list(rows)}}).encode(), NAMING)


def number(value: object) -> dict[str, str]:
    return {"type": "literal", "value": str(value), "datatype": f"{XSD}integer"}


def words(value: str) -> dict[str, str]:
    return {"type": "literal", "value": value}


@pytest.mark.parametrize(
    ("found", "cell"),
    [
        (
            {"type": "uri", "value": f"{BASE}id/entity-eecab103315f404373e8"},
            Cell(
                "entity-eecab103315f404373e8",
                "iri",
                "/entities/entity-eecab103315f404373e8",
                f"{BASE}id/entity-eecab103315f404373e8",
            ),
        ),
        (
            {"type": "uri", "value": "https://w3id.org/newskb#Event"},
            Cell("kb:Event", "iri", "", "https://w3id.org/newskb#Event", term="kb:Event"),
        ),
        (
            {"type": "uri", "value": "javascript:alert(1)"},
            Cell("javascript:alert(1)", "iri", "", "javascript:alert(1)"),
        ),
        ({"type": "literal", "value": "hola", "xml:lang": "es"}, Cell("hola", "words", "", "es")),
        ({"type": "literal", "value": "x", "datatype": f"{XSD}integer"}, Cell("x", "words", "", f"{XSD}integer")),
        (
            {"type": "literal", "value": "2031-05-07", "datatype": f"{XSD}date"},
            Cell("2031-05-07", "day", "", f"{XSD}date"),
        ),
        ({"type": "bnode", "value": "b0"}, Cell("_:b0", "blank")),
    ],
)
def test_a_value_is_shown_as_what_it_is(found: dict[str, str], cell: Cell) -> None:
    assert table(["x"], {"x": found}).rows == ((cell,),)


def test_what_is_not_bound_is_an_empty_cell() -> None:
    assert table(["x", "y"], {"y": words("a")}).rows[0][0] == Cell()


def charted(found: Table) -> Chart:
    drawn = chart(found)
    assert drawn is not None
    return drawn


def test_an_ask_is_yes_or_no() -> None:
    assert solutions(b'{"head": {}, "boolean": false}', NAMING).rows == ((Cell("no", "words"),),)


def test_triples_are_rows_of_three_each_once() -> None:
    """The engine sends some of them again."""
    sent = f'<{BASE}id/event-0123456789abcdef0123> <https://w3id.org/newskb#n> "3"^^<{XSD}integer> .\n'
    found = triples(f"{sent}{sent}".encode(), NAMING)

    assert len(found.rows) == 1
    assert [cell.text for cell in found.rows[0]] == ["event-0123456789abcdef0123", "kb:n", "3"]
    assert found.things == {"event-0123456789abcdef0123"}
    assert found.called({"event-0123456789abcdef0123": "fire"}).rows[0][0].text == "fire"


def test_a_chart_is_of_the_first_numbers_and_long_ones_are_cut() -> None:
    found = table(["n", "what"], *({"n": number(n), "what": words(f"w{n}")} for n in range(BARS + 5)))

    drawn = charted(found)

    assert found.views == ("table", "chart")
    assert (drawn.of, drawn.counted, drawn.zero, len(drawn.bars)) == ("what", "n", 0.0, BARS)
    assert (drawn.bars[-1].label.text, drawn.bars[-1].end, drawn.bars[0].end) == (f"w{BARS - 1}", 100.0, 0.0)


def test_a_bar_says_once_what_it_is_of() -> None:
    """A thing's own label, which queries ask for beside it, is no more than its name."""
    named = {"type": "uri", "value": f"{BASE}id/entity-eecab103315f404373e8"}
    found = table(["who", "label", "n"], {"who": named, "label": words("Ada Ruiz"), "n": number(3)})
    (bar,) = charted(found.called({"entity-eecab103315f404373e8": "Ada Ruiz"})).bars
    assert (bar.label.text, bar.more) == ("Ada Ruiz", "")


def test_numbers_below_zero_are_drawn_to_its_other_side() -> None:
    """One without end fills the side that it lies on, what is no number has no bar."""
    told = [float(n) for n in ("-5", "15", "0", "inf", "-inf", "nan")]
    drawn = charted(table(["a", "n"], *({"a": words(f"{n}"), "n": number(n)} for n in told)))

    assert drawn.zero == 25.0
    assert [(bar.begin, bar.end) for bar in drawn.bars] == [
        (0.0, 25.0), (25.0, 100.0), (25.0, 25.0), (25.0, 100.0), (0.0, 25.0), (25.0, 25.0),
    ]  # fmt: skip


def test_a_column_that_mixes_kinds_makes_no_chart() -> None:
    assert table(["a", "n"], {"a": words("x"), "n": number(1)}, {"a": words("y"), "n": words("many")}).views == (
        "table",
    )


def test_for_people_empty_columns_are_left_out_and_ids_are_kinds() -> None:
    """Whoever wrote a query keeps its columns; what has a name keeps that."""
    thing = {"type": "uri", "value": f"{BASE}id/figure-eecab103315f404373e8"}
    named = {"type": "uri", "value": f"{BASE}id/entity-eecab103315f404373e8"}
    found = table(["said_by", "upper", "figure"], {"said_by": named, "figure": thing}, {"figure": thing})
    shown = found.called({"entity-eecab103315f404373e8": "Ada Ruiz"}).shown

    assert shown.columns == ("said by", "figure")
    assert [[cell.text for cell in row] for row in shown.rows] == [["Ada Ruiz", "figure"], ["", "figure"]]
    assert shown.rows[0][1].path == found.rows[0][2].path != ""
    assert found.columns == ("said_by", "upper", "figure")


def test_a_column_is_as_wide_as_what_stands_in_it_asks() -> None:
    """Numbers stand under a heading at their side; short words take no more room than they need."""
    found = table(
        ["n", "mixed", "short", "long", "none"],
        {"n": number(1), "mixed": number(2), "short": words("Derna"), "long": words("w" * (WIDE + 1))},
        {"mixed": words("many"), "long": words("w")},
    )

    assert found.kinds == ("number", "", "", "wide", "")


def thing(name: str) -> dict[str, str]:
    return {"type": "uri", "value": f"{BASE}id/{name}"}


def test_what_a_thing_is_called_leads_to_it_and_is_not_said_again() -> None:
    """A kind of thing over a column and in each of its rows says nothing; where a name is lacking the column stays."""
    figure, happening = "figure-5ce6700b4675301babda", "happening-8b775a4522fc8aafd354"
    row = {"words": words("forty"), "what": words("flood"), "happening": thing(happening), "figure": thing(figure)}
    told = table(["words", "what", "happening", "figure"], row).shown
    unnamed = {name: cell for name, cell in row.items() if name != "what"}
    partly = table(["words", "what", "happening", "figure"], row, unnamed).shown

    assert told.columns == ("words", "what")
    assert [(cell.text, cell.path) for cell in told.rows[0]] == [
        ("forty", f"/doc/{figure}.html"),
        ("flood", f"/events/{happening}"),
    ]
    assert partly.columns == ("words", "what", "happening")
    assert [cell.text for cell in partly.rows[1]] == ["forty", "", "happening"]
