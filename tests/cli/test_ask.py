"""Questions and saved queries as commands, and questions that a language model makes queries of."""

import json

import pytest

from tests.cli.conftest import CommandLine
from tests.extraction.llm_stub import served


def test_a_question_is_answered_and_its_query_shown(filled: CommandLine) -> None:
    """The answer on standard output, what was understood on standard error; the query gives the same answer."""
    told = filled("ask", "who", "attacked", "Nordhaven Depot?", "-f", "csv", "--sparql")
    assert told.code == 0
    assert told.out.splitlines()[1].startswith("Blue Column,agent,")
    assert "Understood: who brings about events: attack" in told.err
    assert "one: Nordhaven Depot" in told.err
    sparql = told.err.partition("SPARQL:\n")[2]
    assert filled("query", "-e", sparql, "-f", "csv").out == told.out
    body = filled("ask", "What did Ada Lund say?", "--json").json
    assert (body["form"], body["passed_over"]) == ("speech", [])
    assert body["answer"]["results"]["bindings"][0]["content"]["value"].startswith("it was a hard night")
    before = filled("ask", "What did Ada Lund say?", "--as-of", "2")  # nobody had named her
    assert (before.code, "Ada" in before.err) == (3, True)


def test_the_query_does_not_push_the_answer_off_the_screen(filled: CommandLine) -> None:
    """It is one line that says how to see it; as JSON it is there."""
    told = filled("ask", "who", "attacked", "Nordhaven Depot?")
    query = filled("ask", "who", "attacked", "Nordhaven Depot?", "--json").json["sparql"]
    assert (
        told.err.splitlines()[-1] == f"SPARQL: {len(query.splitlines())} lines ran; the same with --sparql prints them."
    )
    assert "SELECT" not in told.err


def test_what_is_not_understood_is_bad_input(filled: CommandLine) -> None:
    """With forms that are; nothing on standard output."""
    told = filled("ask", "How tall is the Eiffel Tower?")
    assert (told.code, told.out) == (3, "")
    assert "Nothing here is called 'Eiffel Tower'." in told.err
    assert "Ask like" in told.err


def test_a_model_makes_a_query_of_what_no_form_fits(filled: CommandLine) -> None:
    """Its query is shown and marked; a question that a form fits is not sent."""
    query = "SELECT ?t { ?a kb:title ?t } ORDER BY ?t LIMIT 1"
    with served((200, json.dumps({"sparql": query, "means": "titles"}))) as stub:
        env = {"KB_LLM_URL": stub.url, "KB_LLM_MODEL": "tiny"}
        told = filled("ask", "--llm", "-f", "csv", "Enumerate headings alphabetically", **env)
        assert (told.code, told.out) == (0, "t\r\nMore dead after raid\r\n"), told.err
        assert query in told.err
        assert "language model's" in told.err
        assert "Enumerate headings" in stub.asked[0]["messages"][-1]["content"]
        assert "hard night" not in str(stub.asked)  # no article goes out
        assert filled("ask", "--llm", "What did Ada Lund say?", **env).code == 0
        assert len(stub.asked) == 1


@pytest.mark.thorough
@pytest.mark.parametrize(
    "bad",
    [
        "DELETE WHERE { ?s ?p ?o }",
        "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT ?s { ?s ?p ?o ",
        "ASK {}",
        "SELECT * {" + "(" * 300,
    ],
)
def test_what_the_gate_refuses_is_asked_again_once(filled: CommandLine, bad: str) -> None:
    """With the reason."""
    good = json.dumps({"sparql": "SELECT ?t { ?a kb:title ?t }", "means": "titles"})
    wrong = json.dumps({"sparql": bad, "means": "x"})
    with served((200, wrong), (200, good)) as stub:
        env = {"KB_LLM_URL": stub.url, "KB_LLM_MODEL": "tiny"}
        assert filled("ask", "--llm", "Enumerate headings", **env).code == 0
        assert "That fails:" in stub.asked[1]["messages"][-1]["content"]


def test_a_model_that_only_fails_is_said(filled: CommandLine) -> None:
    """After the second answer; nothing runs."""
    wrong = json.dumps({"sparql": "DELETE WHERE { ?s ?p ?o }", "means": "x"})
    with served((200, wrong)) as stub:
        env = {"KB_LLM_URL": stub.url, "KB_LLM_MODEL": "tiny"}
        told = filled("ask", "--llm", "Enumerate headings", **env)
        assert (told.code, told.out, len(stub.asked)) == (3, "", 2)
        assert "no query that may run" in told.err
        assert "DELETE WHERE { ?s ?p ?o }" in told.err


def test_a_model_may_put_a_fence_around_its_json(filled: CommandLine) -> None:
    """Many do, whatever they were told."""
    fenced = "```json\n" + json.dumps({"sparql": "SELECT ?t { ?a kb:title ?t }", "means": "titles"}) + "\n```"
    with served((200, fenced)) as stub:
        told = filled("ask", "--llm", "Enumerate headings", KB_LLM_URL=stub.url, KB_LLM_MODEL="tiny")
        assert (told.code, len(stub.asked)) == (0, 1), told.err


def test_a_model_is_told_of_words_that_the_ontology_does_not_have(filled: CommandLine) -> None:
    """Once, where no row came of them; who asked is told too where they stay. What is sent back has a bound."""
    wrong = json.dumps({"sparql": "SELECT ?t { ?a kb:heading ?t }", "means": "x", "pad": "y" * 10_000})
    good = json.dumps({"sparql": "SELECT ?t { ?a kb:title ?t }", "means": "titles"})
    with served((200, wrong), (200, good)) as stub:
        env = {"KB_LLM_URL": stub.url, "KB_LLM_MODEL": "tiny"}
        told = filled("ask", "--llm", "-f", "csv", "Enumerate headings", **env)
        assert (told.code, len(stub.asked)) == (0, 2), told.err
        assert "More dead after raid" in told.out
        assert "kb:heading" in stub.asked[1]["messages"][-1]["content"]
        assert len(stub.asked[1]["messages"][-2]["content"]) <= 4000
    with served((200, wrong)) as stub:
        told = filled("ask", "--llm", "Enumerate headings", KB_LLM_URL=stub.url, KB_LLM_MODEL="tiny")
        assert (told.code, len(stub.asked)) == (0, 2)
        assert "kb:heading" in told.err.partition("SPARQL")[0]


def test_a_query_of_a_model_that_is_stopped_is_shown(filled: CommandLine) -> None:
    """Or nobody would know what took so long."""
    query = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?a != ?d && ?b != ?g) }"
    with served((200, json.dumps({"sparql": query, "means": "much"}))) as stub:
        env = {"KB_LLM_URL": stub.url, "KB_LLM_MODEL": "tiny"}
        told = filled("ask", "--llm", "--timeout", "0.5", "Enumerate headings", **env)
        assert (told.code != 0, len(stub.asked)) == (True, 1)
        assert query in told.err


def test_a_model_that_is_not_set_up_is_said(filled: CommandLine) -> None:
    """Which setting is missing; an answer that is no JSON is none."""
    assert "llm_url" in filled("ask", "--llm", "Enumerate headings").err
    with served((200, "no JSON")) as stub:
        told = filled("ask", "--llm", "Enumerate headings", KB_LLM_URL=stub.url, KB_LLM_MODEL="tiny")
        assert told.code == 3


def test_saved_queries_of_the_package_need_no_home(kb: CommandLine, filled: CommandLine) -> None:
    """They are listed, described and printed, and it is said why there are no others; asking one needs a home."""
    listed = kb("saved", "--json")
    assert (listed.code, listed.json) == (0, filled("saved", "--json").json)
    assert "There is no knowledge base at" in listed.err
    assert kb("saved", "mentioned-with", "--about").out == filled("saved", "mentioned-with", "--about").out
    assert kb("saved", "mentioned-with", "--text").out == filled("saved", "mentioned-with", "--text").out
    assert kb("saved", "mentioned-with", "who=Blue Column").code == kb("saved", "no-such", "--about").code == 4
    assert not kb.home.exists()
    assert filled("saved").err.count("There is no knowledge base") == 0


def test_saved_queries_are_listed_and_asked(filled: CommandLine) -> None:
    """Table, CSV, text; what cannot be is said with the exit code of bad input."""
    listed = filled("saved", "--json")
    assert len(listed.json["items"]) >= 20
    assert "who-said-what-about" in filled("saved").out
    told = filled("saved", "mentioned-with", "--param", "who=Blue Column", "-f", "csv")
    assert told.out.splitlines()[1].startswith("Nordhaven Depot,2,")
    text = filled("saved", "mentioned-with", "-p", "who=Blue Column", "--text").out
    assert filled("query", "-e", text, "-f", "csv").out == told.out
    assert "everything" in filled("saved", "mentioned-with", "--about").out
    assert filled("saved", "mentioned-with", "who=Blue Column", "-f", "csv").out == told.out
    assert filled("saved", "mentioned-with", "limit=5", "Blue Column", "-f", "csv").out == told.out
    for arguments, said in (
        (("mentioned-with", "Blue Column", "places"), "Which parameter of mentioned-with is 'places'?"),
        (("mentioned-with", "Blue Column", "who=Kyiv"), "is 'Blue Column'?"),
        (("mentioned-with", "-p", "Kyiv"), "Write NAME=VALUE. It has who (entity), kind (everything|people|"),
        (("mentioned-with", "=Kyiv"), "Which parameter of mentioned-with is '=Kyiv'?"),
        (("who-is", "Kyiv", "x"), "It has who (entity)."),
        (("mentioned-with", "who=Kyiv", "-p", "who=Lviv"), "The parameter who is given twice."),
        (("mentioned-with", "wo=Kyiv"), "Did you mean who? It has who (entity), kind (everything|people|"),
        (("mentioned-with", "kind=people"), "For example who=William Ruto. It also has kind (everything|people|"),
    ):
        assert said in filled("saved", *arguments).err
    for arguments, code in (
        (("mentioned-with",), 3),
        (("mentioned-with", "-p", "who"), 3),
        (("mentioned-with", "-p", "who=Nobody"), 4),
        (("nothing",), 4),
    ):
        assert filled("saved", *arguments).code == code
