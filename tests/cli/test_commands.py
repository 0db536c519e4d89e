"""Every command on a small home; a few of them as processes, the way a shell runs them."""

import csv
import io
import itertools
import json
import sqlite3
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from kb.projections.catalog.schema import FORMAT
from tests.cli.conftest import CommandLine, write_articles

EVENTS = "SELECT ?what { ?event a kb:Event ; rdfs:label ?what } ORDER BY ?what"


def test_init_makes_a_home_once(kb: CommandLine) -> None:
    """The second time says that it is there; another base is refused; the log has two events."""
    first = kb("init", "--base", "https://example.org/news/", "--json")
    assert (first.code, first.json["created"], first.json["base_iri"]) == (0, True, "https://example.org/news/")
    again = kb("init", "--json")
    assert (again.code, again.json["created"], again.json["position"]) == (0, False, 2)
    other = kb("init", "--base", "https://elsewhere.org/", "--json")
    assert other.code == 5
    assert json.loads(other.err)["error"]["code"] == "other-base"


def test_a_base_that_cannot_carry_names_makes_no_home(kb: CommandLine) -> None:
    """It is refused before a folder is made."""
    done = kb("init", "--base", "example.org")
    assert done.code == 3
    assert "is no base IRI" in done.err
    assert "hint: " in done.err
    assert not kb.home.exists()


def test_add_says_what_was_found(filled: CommandLine, tmp_path: Path) -> None:
    """Known articles are said to be known; nothing is added twice."""
    before = filled("status", "--json").json["position"]
    done = filled("add", *write_articles(tmp_path), "--json")

    assert done.code == 0
    assert done.json["known"] == 2
    assert done.json["position"] == before
    assert {article["status"] for article in done.json["articles"]} == {"known"}


def test_add_from_standard_input_with_overrides(kb: CommandLine) -> None:
    """What the command line says beats what the text says."""
    text = "Title: Old\n\nBlue Column attacked Nordhaven Depot on Tuesday, as several people there told reporters.\n"
    done = kb("add", "-", "--title", "New", "--source", "Me", "--published", "2024-05-03", stdin=text)
    assert done.code == 0, done.err
    article = kb("list", "articles", "--json").json[0]
    assert (article["title"], article["source"], article["published"]) == ("New", "Me", "2024-05-03")
    assert done.out.startswith(f"added      article-{article['id']}  New: 2 entities, 1 event")


def test_an_article_without_title_is_listed_by_its_first_words(kb: CommandLine) -> None:
    """And is called standard input while it comes from there, not "-"; long ones are cut at a word."""
    text = "Blue Column attacked Nordhaven Depot on Tuesday, as several people there told reporters."
    done = kb("add", "-", stdin=text)

    assert "  standard input: " in done.out
    assert kb("list", "articles").out.count("Blue Column attacked Nordhaven Depot on Tuesday, as several people") == 1
    assert kb("list", "articles", "--json").json[0]["title"] == ""


@pytest.mark.parametrize(
    ("form", "check"),
    [
        ("json", lambda out: len(json.loads(out)["results"]["bindings"]) == 2),
        ("csv", lambda out: next(csv.DictReader(io.StringIO(out)))["what"].startswith("attack on Nordhaven")),
        ("tsv", lambda out: out.splitlines()[0] == "?what"),
        ("xml", lambda out: out.startswith("<?xml") and "<sparql" in out),
        ("table", lambda out: out.splitlines()[0] == "what" and len(out.splitlines()) == 3),
    ],
)
def test_query_answers_in_every_format(filled: CommandLine, form: str, check: object) -> None:
    """Prefixes need no declaration; only the answer goes to standard output."""
    done = filled("query", "-e", EVENTS, "--format", form)
    assert done.code == 0, done.err
    assert check(done.out), done.out  # type: ignore[operator]


@pytest.mark.parametrize(
    ("form", "rdf"),
    [("turtle", RdfFormat.TURTLE), ("ntriples", RdfFormat.N_TRIPLES), ("jsonld", RdfFormat.JSON_LD)],
)
def test_a_graph_comes_in_every_rdf_format(filled: CommandLine, form: str, rdf: RdfFormat) -> None:
    """CONSTRUCT gives as many triples in each; without a format it is Turtle."""
    query = "CONSTRUCT { ?event rdfs:label ?what } WHERE { ?event a kb:Event ; rdfs:label ?what }"
    done = filled("query", "-e", query, "-f", form)
    assert len(list(parse(done.out, format=rdf))) == 2
    assert len(list(parse(filled("query", "-e", query).out, format=RdfFormat.TURTLE))) == 2


def test_of_what_nothing_is_known_no_triple_is_said(filled: CommandLine) -> None:
    """Nothing on standard output, and a word on standard error."""
    done = filled("query", "-e", "DESCRIBE <https://example.org/nobody>")
    assert (done.code, done.out) == (0, "")
    assert "0 triples" in done.err
    assert "0 triples" not in filled("query", "-e", "CONSTRUCT WHERE { ?s a kb:Event }").err


def test_query_from_a_file_and_standard_input(filled: CommandLine, tmp_path: Path) -> None:
    """Three ways to the same answer; none or two of them are an error."""
    file = tmp_path / "q.rq"
    file.write_text(EVENTS, encoding="utf-8")
    by_file, by_stdin = filled.process("query", file), filled.process("query", "-", stdin=EVENTS)
    answers = {by_file.out, by_stdin.out, filled("query", "-e", EVENTS).out}
    assert len(answers) == 1
    assert filled("query").code == 3
    assert filled("query", file, "-e", EVENTS).code == 3
    file.write_text(EVENTS, encoding="utf-8-sig")  # with the mark that some editors write
    assert filled("query", file).out in answers
    missing = filled("query", tmp_path / "none.rq")
    assert missing.code == 4
    assert "There is no file" in missing.err
    assert "none.rq" in missing.err


def test_query_as_of_an_earlier_event(filled: CommandLine) -> None:
    """After the first article only its event is known; an event that the log lacks is an error."""
    log = [json.loads(line) for line in filled("log", "--json").out.splitlines()]
    first = next(entry["position"] for entry in log if entry["type"] == "extraction-recorded")
    assert len(filled("query", "-e", EVENTS, "--as-of", str(first), "-f", "csv").out.splitlines()) == 1 + 1
    assert filled("query", "-e", "ASK { ?event a kb:Event }", "--as-of", "2").out == "no\n"
    late = filled("query", "-e", EVENTS, "--as-of", "9999")
    assert late.code == 4
    assert "Event 9999 is beyond the log's end" in late.err


@pytest.mark.parametrize(
    ("query", "options", "said"),
    [
        ("SELECT ?x { ?x a }", (), "malformed at line 1, column 17"),
        ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", (), "error: "),
        ("SELECT ?x { SERVICE <http://localhost:1/> { ?x ?y ?z } }", (), "SERVICE"),
        (
            "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
            ("--timeout", "0.3"),
            "stopped after 0.3",
        ),
    ],
)
def test_a_query_that_is_refused_or_stopped(
    filled: CommandLine, query: str, options: tuple[str, ...], said: str
) -> None:
    """Exit code 9, the reason in one sentence, what to do in another, nothing on standard output."""
    done = filled("query", "-e", query, *options)
    assert done.code == 9
    assert said in done.err
    assert "hint: " in done.err
    assert done.out == ""


def test_show_gives_each_fact_with_its_words(filled: CommandLine) -> None:
    """By name, by id, by IRI: the same page; the words are marked in their sentence."""
    by_name = filled("show", "Blue Column")
    assert by_name.code == 0, by_name.err
    page = filled("show", "Blue Column", "--json").json
    assert filled("show", page["id"]).out == filled("show", page["iri"]).out == by_name.out
    assert "agent: attack on Nordhaven Depot by Blue Column (happened)" in by_name.out
    assert "**Blue Column** attacked Nordhaven Depot on Tuesday" in by_name.out
    why = next(section for section in page["sections"] if section["title"] == "Why these are one")
    assert "same name “blue column”" in why["facts"][0]["value"]


def test_show_an_event_a_statement_an_article(filled: CommandLine) -> None:
    """Each kind has its page, and a figure stands with its event."""
    event = filled("list", "events", "--json").json[0]
    page = filled("show", f"event-{event['id']}")
    assert "7 killed" in page.out or "5 killed" in page.out
    statement = filled("list", "statements", "--json").json[0]
    page = filled("show", f"statement-{statement['id']}")
    assert "Ada Lund said: **it was a hard night for everybody here**." in page.out
    article = filled("list", "articles", "--json").json[0]
    page = filled("show", article["id"])
    assert page.out.splitlines()[0] == article["title"]
    assert "What happened" in page.out


def test_show_of_nothing_says_so(filled: CommandLine) -> None:
    """Exit code 4, as text and as JSON."""
    assert filled("show", "Nobody Known").code == 4
    done = filled("show", "entity-" + "0" * 20, "--json")
    assert done.code == 4
    assert json.loads(done.err)["error"]["code"] == "nothing-called"


def test_lists_filter(filled: CommandLine) -> None:
    """By publisher, date, participant, speaker and words; the limit is said."""
    assert [a["source"] for a in filled("list", "articles", "--source", "wire", "--json").json] == ["Wire"]
    assert filled("list", "articles", "--since", "2024-05-02", "--json").json[0]["source"] == "Herald"
    assert len(filled("list", "events", "--entity", "Nordhaven Depot", "--role", "target", "--json").json) == 2
    assert filled("list", "events", "--entity", "Nordhaven Depot", "--role", "agent", "--json").json == []
    assert len(filled("list", "statements", "--speaker", "Ada Lund", "--json").json) == 1
    assert [e["label"] for e in filled("list", "entities", "--name", "lund", "--json").json] == ["Ada Lund"]
    limited = filled("list", "entities", "--limit", "1")
    assert len(limited.out.splitlines()) == 2
    assert "1 of 3 entities; --limit 0 shows all" in limited.err
    assert filled("list", "events", "--entity", "Nobody").code == 4


def test_search_finds_words(filled: CommandLine) -> None:
    """In titles, texts, names and statements; operators of the engine are only words."""
    assert {hit["kind"] for hit in filled("search", "hard", "night", "--json").json} == {"article", "statement"}
    assert filled("search", "lund", "--kind", "entity", "--json").json[0]["title"] == "Ada Lund"
    assert filled("search", '"OR* NEAR(').code == 0
    alike = filled("search", "Nordhavn")
    assert "called much the same" in alike.out
    assert alike.err.strip() == "Nothing holds all of these words; 1 called much the same"
    assert "alike" not in filled("search", "Nordhaven").out
    assert filled("search", "x", "--kind", "nothing").code == 3
    nothing = filled("search", " ", "")
    assert (nothing.code, "no words to search for" in nothing.err) == (3, True)


@pytest.mark.thorough
def test_exports_are_the_same_twice_and_after_a_rebuild(kb: CommandLine, tmp_path: Path) -> None:
    """Byte for byte, in every format; what is exported parses; --article and --entity are parts of it."""
    kb("add", *write_articles(tmp_path / "in"))
    whole = {form: kb("export", "-f", form).out for form in ("nquads", "trig", "turtle", "ntriples", "jsonld")}
    rebuilt = kb("rebuild", "--json")
    assert rebuilt.code == 0
    assert {form: kb("export", "-f", form).out for form in whole} == whole
    lines = whole["nquads"].splitlines()
    assert lines == sorted(lines)
    article = kb("list", "articles", "--json").json[0]["id"]
    part = kb("export", "-f", "nquads", "--article", f"article-{article}").out.splitlines()
    assert part
    assert set(part) < set(lines)
    about = kb("export", "-f", "nquads", "--entity", "Ada Lund").out.splitlines()
    assert about
    assert set(about) < set(lines)
    out = tmp_path / "graph.nq"
    assert kb("export", "-f", "nquads", "-o", out).out == ""
    assert out.read_text(encoding="utf-8") == whole["nquads"]
    assert kb("export", "-f", "nquads", "--as-of", "2").out != whole["nquads"]
    assert kb("export", "--article", "0123456789abcdef").code == 4


def test_an_import_lives_in_its_own_graph_and_survives_a_rebuild(kb: CommandLine, tmp_path: Path) -> None:
    """Through the log: as-of an earlier event it is not there. What is ours is refused."""
    file = tmp_path / "data.ttl"
    file.write_text("<urn:a> <urn:b> [ <urn:c> 1 ] .", encoding="utf-8")
    done = kb("import", file, "--graph", "https://example.org/g", "--json")
    assert (done.code, done.json["triples"], done.json["position"], done.json["repeated"]) == (0, 2, 3, 0)
    ask = ("query", "-e", "ASK { GRAPH <https://example.org/g> { <urn:a> <urn:b>/<urn:c> 1 } }")
    assert kb(*ask).out == "yes\n"
    assert kb("rebuild").code == 0
    assert kb(*ask).out == "yes\n"
    assert kb(*ask, "--as-of", "2").out == "no\n"
    assert kb("import", file, "--graph", "http://localhost:8000/graph/registry").code == 5
    bad = tmp_path / "bad.ttl"
    bad.write_text("<urn:a> <urn:b> .", encoding="utf-8")
    broken = kb("import", bad, "--graph", "https://example.org/g")
    assert broken.code == 3
    assert "bad.ttl:1" in broken.err
    posing = tmp_path / "posing.ttl"
    posing.write_text("<urn:f> a <https://w3id.org/newskb#Figure> .", encoding="utf-8")
    assert kb("import", posing, "--graph", "https://example.org/h").code == 3
    assert kb("status", "--json").json["position"] == 3
    again = kb("import", file, "--graph", "https://example.org/other")
    assert "1 of them" not in again.err  # a blank node is another one in each graph
    file.write_text("<urn:a> <urn:b> 1 , 2 .", encoding="utf-8")
    kb("import", file, "--graph", "https://example.org/g")
    file.write_text("<urn:a> <urn:b> 1 .", encoding="utf-8")
    assert "1 of them stands in another graph as well" in kb("import", file, "--graph", "https://example.org/other").err


def test_validate_and_verify_pass_on_what_add_made(filled: CommandLine) -> None:
    """The shapes hold, the chain holds, the projections are what a replay gives."""
    validated = filled("validate", "--json")
    assert (validated.code, validated.json["conforms"], validated.json["graphs"]) == (0, True, 4)
    verified = filled("verify", "--json")
    assert (verified.code, verified.json["sound"]) == (0, True)


def test_the_log_is_readable_and_whole(filled: CommandLine) -> None:
    """One line an event; as JSON lines each with its payload and hash; filters narrow it."""
    lines = filled("log", "--json").out.splitlines()
    entries = [json.loads(line) for line in lines]
    assert [entry["position"] for entry in entries] == list(range(1, len(entries) + 1))
    assert all(b["previous"] == a["hash"] for a, b in itertools.pairwise(entries))
    assert entries[2]["event"]["article"]["title"] in {"Raid on Nordhaven", "More dead after raid"}
    assert len(filled("log").out.splitlines()) == len(entries)
    added = filled("log", "--type", "article-added", "--json").out.splitlines()
    assert len(added) == 2
    assert len(filled("log", "--after", "2", "--limit", "1").out.splitlines()) == 1


def test_status_has_position_counts_health_and_settings(filled: CommandLine) -> None:
    """As JSON, with where each setting came from."""
    found = filled("status", "--json", KB_QUERY_TIMEOUT="7").json
    assert found["health"] == "good"
    assert found["position"] == found["projections"] == len(filled("log").out.splitlines())
    assert found["counts"]["articles"] == 2
    setting = next(row for row in found["settings"] if row["name"] == "query_timeout")
    assert setting == {"name": "query_timeout", "value": 7.0, "origin": "environment KB_QUERY_TIMEOUT"}


def test_home_by_flag_in_both_places(filled: CommandLine, tmp_path: Path) -> None:
    """Before the command's name or after it, it beats $KB_HOME."""
    position = filled("status", "--json").json["position"]
    elsewhere = {"KB_HOME": str(tmp_path / "none")}
    assert filled("--home", filled.home, "status", "--json", **elsewhere).json["position"] == position
    assert filled("status", "--home", filled.home, "--json", **elsewhere).json["position"] == position
    missing = filled("status", **elsewhere)
    assert missing.code == 4
    assert "kb init" in missing.err


def test_doctor_passes_on_a_good_home_and_advises_on_a_bad_one(filled: CommandLine, tmp_path: Path) -> None:
    """Every check has a name and a finding; a marker that is no JSON is found."""
    good = filled("doctor", "--json")
    assert (good.code, {finding["ok"] for finding in good.json}) == (0, {True}), good.out
    bad = tmp_path / "bad"
    bad.mkdir()
    (bad / "home.json").write_text("{", encoding="utf-8")
    done = filled("doctor", "--home", bad, "--json")
    assert done.code == 1
    assert "home" in {finding["check"] for finding in done.json if not finding["ok"]}


def test_doctor_finds_a_catalog_of_an_earlier_format(kb: CommandLine) -> None:
    """Lists refuse it, so that it is no good home."""
    kb("init")
    with sqlite3.connect(kb.home / "catalog.sqlite") as connection:
        connection.execute(f"PRAGMA user_version = {FORMAT - 1}")
    connection.close()
    done = kb("doctor", "--json")

    found = next(finding for finding in done.json if finding["check"] == "projections")
    assert (done.code, found["ok"]) == (1, False)
    assert "of an earlier kb" in found["found"]


def test_a_graph_of_an_earlier_format_answers_no_query(kb: CommandLine) -> None:
    """It would answer as that version did; status does not call it good."""
    kb("init")
    with sqlite3.connect(kb.home / "catalog.sqlite") as connection:
        connection.execute(f"PRAGMA user_version = {FORMAT - 1}")
    connection.close()
    done = kb("query", "-e", "ASK {}")
    status = kb("status", "--json").json

    assert (done.code, done.out) == (7, "")
    assert "kb upgrade" in done.err
    assert status["health"] == "bad"
    assert "of an earlier kb" in status["problems"][0]
    assert kb("upgrade").code == 0
    assert kb("query", "-e", "ASK {}").code == 0
    assert kb("rebuild").code == 0
    assert kb("query", "-e", "ASK {}").code == 0


def test_a_wrong_command_line_is_a_usage_error(kb: CommandLine) -> None:
    """Exit code 2, and nothing is made."""
    assert kb("nonsense").code == 2
    assert kb("add").code == 2
    assert kb("query", "-e", "ASK {}", "--format", "pdf").code == 2
    assert not kb.home.exists()


def test_no_colour_in_a_pipe(filled: CommandLine) -> None:
    """No escape ever reaches a pipe, whatever the terminal is called."""
    for arguments in (("show", "Ada Lund"), ("list", "events"), ("status",), ("--help",)):
        done = filled.process(*arguments, TERM="xterm-256color", FORCE_COLOR="")
        assert "\x1b" not in done.out + done.err
