"""The page for SPARQL, over a real server."""

import json
import re
from html import unescape
from urllib.parse import quote

import pytest

from kb.api.pages import query as page_of_queries
from kb.api.pages.query import ROWS
from tests.api.conftest import Served
from tests.api.pages.conftest import Reader, links

DATED = 'SELECT ?e ?day { ?e a kb:Event BIND("2031-05-06"^^xsd:date AS ?day) }'


def asked(reader: Reader, query: str, **more: str) -> str:
    rest = "".join(f"&{name}={quote(value)}" for name, value in more.items())
    return reader.get(f"/query?query={quote(query)}{rest}").text


@pytest.mark.thorough
def test_an_empty_page_offers_a_query_and_ready_made_ones(reader: Reader) -> None:
    """The one in the field finds something, and each ready-made one has a page."""
    html = reader.page("/query")
    first = unescape(html.partition("<textarea")[2].partition(">")[2].partition("</textarea>")[0])

    assert 'class="found"' in asked(reader, first)
    assert html.count('href="/queries/') > 20
    assert reader.page("/queries").count('href="/queries/') > 20


@pytest.mark.thorough
def test_a_ready_made_query_is_a_form_with_its_answer(reader: Reader) -> None:
    """With what was given kept, and a way on to the SPARQL."""
    empty = reader.page("/queries/events-of-type")
    assert 'name="type"' in empty
    example = next(one for one in links(empty) if one.startswith("/queries/events-of-type?type="))
    assert "For example:" not in reader.page(example)
    vain = reader.page("/queries/who-is?who=Nobody+Known")
    assert "/search?q=Nobody+Known" in links(vain)
    assert "`kb" not in vain
    answer = reader.get("/queries/events-of-type?type=attack").text
    assert 'value="attack"' in answer
    assert 'class="answer"' in answer
    on = re.search(r'href="(/query\?query=[^"]+)">Go on in SPARQL', answer)
    assert on
    assert "kbt:attack" in reader.page(unescape(on[1])) or "type#attack" in reader.page(unescape(on[1]))


def test_what_cannot_be_asked_is_said_beside_the_form(reader: Reader) -> None:
    """The value stands there still; an unknown query is a page that says so."""
    answer = reader.get("/queries/events-of-type?type=atack&limit=0").text
    assert "That cannot be asked" in answer
    assert 'value="atack"' in answer
    assert reader.get("/queries/no-such-one").status_code == 404


def test_an_answer_is_a_table_with_links_names_and_downloads(reader: Reader) -> None:
    """A thing leads to its page under its label."""
    html = asked(reader, "SELECT ?e { ?e a kb:Event } LIMIT 3")

    found = re.search(r'<a class="thing" href="(/events/event-[^"]+)" title="[^"]+">([^<]+)</a>', html)
    assert found
    assert not found[2].startswith("event-")
    assert reader.get(found[1]).status_code == 200
    assert re.search(r'href="(/sparql\?query=[^"]+format=csv)"', html)


def test_a_phrase_is_called_what_it_says_and_by_its_id_while_no_query_is_answered(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Words that name nobody have their label in the graph alone."""
    with served.backend.at("") as then:
        result = then.query("SELECT ?s ?l { ?s a kb:Figure ; rdfs:label ?l } LIMIT 1")
        row = json.loads(result.read())["results"]["bindings"][0]  # here no phrase stands for anybody: a figure does
        name, label = row["s"]["value"].rpartition("/")[2], row["l"]["value"]
        assert page_of_queries._phrases(then, [name]) == {name: label}
        assert page_of_queries._phrases(then, []) == {}
        monkeypatch.setattr(page_of_queries, "_CALLED", "SELECT { %s")
        assert page_of_queries._phrases(then, [name]) == {}


def test_views_are_offered_where_the_columns_allow_them(reader: Reader) -> None:
    """And one that is not is a table."""
    counts = "SELECT ?t (COUNT(?e) AS ?n) { ?e kb:eventType ?t } GROUP BY ?t"
    assert 'class="bars"' in asked(reader, counts, view="chart")
    assert 'class="rows dated"' in asked(reader, DATED, view="timeline")
    assert 'class="found"' in asked(reader, "SELECT ?s { ?s a kb:Event }", view="chart")


def test_a_map_has_no_empty_column(reader: Reader) -> None:
    """What else a row says has one where some row says more."""
    spots = "SELECT * { VALUES (?what ?lat ?lon%s) { ('Rijeka' 45.3 14.4%s) } }"
    assert '<th scope="col">More</th>' not in asked(reader, spots % ("", ""), view="map")
    html = asked(reader, spots % (" ?more", " 'a port'"), view="map")
    assert '<th scope="col">More</th>' in html
    assert "<td><bdi>a port</bdi></td>" in html


def test_a_mistake_is_shown_at_its_place_and_the_text_is_kept(reader: Reader) -> None:
    """With status 400, as for programs."""
    answer = reader.get("/query?query=" + quote("SELECT ?x WHERE {\n  ?x a }"))

    assert answer.status_code == 400
    assert "mistake in line 2" in answer.text
    assert 'data-line="2"' in answer.text
    assert "SELECT ?x WHERE {\n  ?x a }" in answer.text


def test_updates_are_refused_and_what_articles_say_is_escaped(reader: Reader) -> None:
    assert "No answer" in asked(reader, "DELETE WHERE { ?s ?p ?o }") or "mistake" in asked(
        reader, "DELETE WHERE { ?s ?p ?o }"
    )
    html = asked(reader, 'SELECT ("<script>alert(1)</script>" AS ?x) {}')
    assert "<script>alert(1)" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_long_answers_are_cut_and_say_so(reader: Reader) -> None:
    """A download has the rest."""
    html = asked(reader, "SELECT * { ?s ?p ?o }")

    assert 1 < html.count("<tr>") <= ROWS + 1
    assert f"the first {ROWS} are shown" in html


def test_nothing_found_says_what_to_do(reader: Reader) -> None:
    assert "Nothing fits" in asked(reader, "SELECT * { ?s kb:begin '1' }")


def test_the_editor_is_told_prefixes_and_terms(reader: Reader) -> None:
    told = reader.get("/query/terms").json()

    assert told["prefixes"]["kb"] == "https://w3id.org/newskb#"
    names = [row[0] for row in told["terms"]]
    assert {"kb:Event", "kb:eventType", "kb:speaker", "kbt:attack", "kb:denied", "rdfs:label"} <= set(names)
    assert len(names) == len(set(names))
    assert all(meaning for name, _, meaning in told["terms"] if name.startswith("kbt:"))


def test_an_earlier_moment_has_its_own_answer(reader: Reader) -> None:
    now = asked(reader, "SELECT (COUNT(*) AS ?n) { ?a a kb:Article }")
    then = asked(reader, "SELECT (COUNT(*) AS ?n) { ?a a kb:Article }", asOf="1")

    assert re.search(r'<td class="number">(\d+)</td>', then)[1] == "0"  # type: ignore[index]
    assert re.search(r'<td class="number">(\d+)</td>', now)[1] != "0"  # type: ignore[index]
    assert "as it was known" in then


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The queries that pages run from now on."""
    found: list[str] = []
    run = page_of_queries.run
    monkeypatch.setattr(
        page_of_queries, "run", lambda then, text, manner: (found.append(text), run(then, text, manner))[1]
    )
    return found


def test_the_next_view_of_an_answer_runs_no_query(reader: Reader, ran: list[str]) -> None:
    """As long as nothing came in; what finds something else each time, or went wrong, is asked again."""
    pair = "SELECT ?e ?t ?n { ?e kb:eventType ?t BIND(3 AS ?n) } LIMIT 7"
    pages = [asked(reader, pair, view=view) for view in ("table", "chart", "graph")]

    assert ran == [pair]
    assert ['aria-current="true">Table' in pages[0], 'class="bars"' in pages[1]] == [True, True]
    for again in ("SELECT (NOW() AS ?now) {}", "SELECT ?a { ?a a "):
        ran.clear()
        asked(reader, again)
        asked(reader, again)
        assert ran == [again, again]


def test_whether_something_is_so_is_said_in_a_word(reader: Reader) -> None:
    """No table of one row; the data is to be had as ever."""
    for query, word in (("ASK { ?e a kb:Event }", "Yes"), ("ASK { ?e a kb:Nothing }", "No")):
        html = asked(reader, query)
        assert f'<h2 id="answer">{word}</h2>' in html
        assert 'class="found"' not in html
        assert 'class="empty"' not in html
