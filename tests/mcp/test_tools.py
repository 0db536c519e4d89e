"""Every tool, resource and prompt, asked by the kit's own client in one process; test_transports has the real ways."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client, MCPError
from mcp_types import INVALID_PARAMS

from kb.api.serving.backend import Backend
from kb.mcp import vocabulary
from kb.mcp.resources import guide
from kb.mcp.server import make
from kb.service.ontology import packaged_ontology
from tests.api.conftest import opened

Call = Callable[..., Any]
READS = {
    "search", "terms", "read_article", "article_facts", "read_entity", "read_event", "read_statement", "events",
    "statements", "timeline", "conflicts", "explain", "sparql", "saved_queries", "run_saved_query", "ask",
}  # fmt: skip


class Assistant:
    """Calls tools of a server, each call with a client of its own."""

    def __init__(self, service: Backend, write: bool) -> None:
        self.service = service
        self.write = write

    def do(self, work: Callable[[Client], Any]) -> Any:
        """Return what *work* does with a client."""

        async def main() -> Any:
            async with Client(make(self.service, write=self.write)) as client:
                try:
                    return await work(client)
                except MCPError as error:
                    return error

        found = anyio.run(main)
        if isinstance(found, MCPError):
            raise found
        return found

    def call(self, name: str, /, **arguments: Any) -> Any:
        """Return what a tool answers, as values."""
        found = self.do(lambda client: client.call_tool(name, arguments))
        assert not found.is_error, found.content
        return found.structured_content

    def fails(self, name: str, /, **arguments: Any) -> str:
        """Return what a tool says when it fails."""
        found = self.do(lambda client: client.call_tool(name, arguments))
        assert found.is_error, found.structured_content
        return str(found.content[0].text)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """An assistant at a home of two articles; nothing of this file but the last test writes to it."""
    with opened(tmp_path_factory.mktemp("mcp") / "home") as kb:
        backend = Backend(kb)
        yield Assistant(backend, write=False)
        backend.close()


def test_it_reads_only_and_says_so(assistant: Assistant) -> None:
    """Without leave there is no tool that writes; each says what it does, and what it takes."""
    tools = assistant.do(lambda client: client.list_tools()).tools
    assert {tool.name for tool in tools} == READS
    for tool in tools:
        assert tool.annotations.read_only_hint
        assert tool.description
        assert tool.output_schema
    assert "no tool 'decide'" in assistant.fails("decide", action="confirm", what="x", reason="y")


def test_a_call_that_does_not_fit_is_told_in_words(assistant: Assistant) -> None:
    """Each argument that is wrong, none passed over, and nothing of the library that checks them."""
    assert "Did you mean search?" in assistant.fails("serach", words="x")
    assert "'lmit'. Did you mean limit?" in assistant.fails("search", words="x", lmit=3)
    told = assistant.fails("events", limit=1000, reality="maybe", since="2024-02-30")
    assert told.startswith("events cannot be called so: ")
    assert all(f"{name}: " in told for name in ("limit", "reality", "since"))
    assert "words: field required" in assistant.fails("search")
    assert not re.search(r"pydantic|https?://|\n|Arguments\b", told)


@pytest.mark.thorough
def test_every_citation_is_the_words_of_its_article(assistant: Assistant) -> None:
    """Whatever tool gives it: the article has these words at these characters."""
    event = assistant.call("events", type="attack")["items"][0]
    found = [
        event,
        assistant.call("read_event", event=event["id"]),
        assistant.call("read_entity", entity="Ada Lund"),
        assistant.call("article_facts", article=event["cited"]["article"]),
        assistant.call("read_statement", statement=assistant.call("statements")["items"][0]["id"]),
        assistant.call("statements", speaker="Ada Lund"),
        assistant.call("timeline", what="Nordhaven Depot"),
        assistant.call("conflicts"),
        assistant.call("ask", question="Who attacked Nordhaven Depot?"),
        assistant.call("ask", question="What did Ada Lund say?"),
    ]
    cited = list(_citations(found))
    assert len(cited) > 10
    texts: dict[str, str] = {}
    for one in cited:
        if one["article"] not in texts:
            read = assistant.call("read_article", article=one["article"])
            assert read.get("start", 0) == 0
            assert read["end"] == read["length"] == len(read["text"])
            texts[one["article"]] = read["text"]
        words = " ".join(texts[one["article"]][one["start"] : one["end"]].split())
        assert words == one["words"]
        assert f"«{words}»" in one["context"]


def test_conflicts_of_whoever_is_named(assistant: Assistant) -> None:
    """As `kb conflicts NAME` has them."""
    everything = assistant.call("conflicts")
    article = everything["figures"][0]["values"][0]["cited"]["article"]
    assert everything["contradictions"]
    for name in ("Blue Column", article, everything["figures"][0]["happening"]):
        assert assistant.call("conflicts", what=name) == everything
    nothing = assistant.call("conflicts", what="Ada Lund")
    assert (nothing["figures"], nothing["contradictions"]) == ([], [])


def test_a_view_of_figures_marks_what_it_chooses(assistant: Assistant) -> None:
    found = assistant.call("conflicts", view="highest")

    (figures,) = found["figures"]
    assert [said["value"].split()[0] for said in figures["values"] if said.get("chosen")] == ["7"]
    assert found["view"] == "the highest value that was not withdrawn"
    assert not any(said.get("chosen") for said in assistant.call("conflicts")["figures"][0]["values"])


def _citations(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for one in value:
            yield from _citations(one)
    elif isinstance(value, dict):
        if {"article", "start", "words"} <= value.keys():
            yield value
        for one in value.values():
            yield from _citations(one)


def test_an_article_is_read_in_parts(assistant: Assistant) -> None:
    """The parts make the whole; beyond the end there is none."""
    article = assistant.call("search", words="Nordhaven", kind="article")["items"][0]["id"]
    assert [one["match"] for one in assistant.call("search", words="Nordhavn")["items"]] == ["alike"]
    parts, start = [], 0
    while True:
        part = assistant.call("read_article", article=article, start=start, length=50)
        parts.append(part["text"])
        start = part["end"]
        if start == part["length"]:
            break
    assert "".join(parts) == assistant.call("read_article", article=article)["text"]
    assert "characters" in assistant.fails("read_article", article=article, start=start + 1)


def test_sparql_goes_through_the_gate(assistant: Assistant) -> None:
    """Rows as values, cut where it was asked; updates, SERVICE and nonsense are refused with a reason."""
    found = assistant.call("sparql", query="SELECT ?e ?c { ?e a kb:Event ; kb:confidence ?c }", limit=1)
    assert (len(found["rows"]), found["truncated"]) == (1, True)
    assert isinstance(found["rows"][0]["c"], float | int)
    assert assistant.call("sparql", query="ASK { ?e a kb:Event }")["boolean"] is True
    assert "kb:Event" in assistant.call("sparql", query="CONSTRUCT WHERE { ?e a kb:Event }")["turtle"]
    assert "kb:Event" in assistant.call("sparql", query="ASK { ?e a kb:Evnt }")["warnings"][0]
    assert "^" in assistant.fails("sparql", query="SELECT ?x { ?x a kb:Event")  # a caret under the place
    for bad in ("DELETE WHERE { ?s ?p ?o }", "SELECT * { SERVICE <http://169.254.169.254/> { ?s ?p ?o } }"):
        assert assistant.fails("sparql", query=bad)
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    assert "stopped after 0.2 s" in assistant.fails("sparql", query=slow, timeout=0.2)


def test_a_call_that_is_taken_back_ends_its_query(assistant: Assistant) -> None:
    """Its worker is free for the next one."""

    async def work(client: Client) -> None:
        slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
        for _ in range(3):
            with anyio.move_on_after(0.2):
                await client.call_tool("sparql", {"query": slow})
        with anyio.fail_after(60):
            while any(assistant.service.query_load):
                await anyio.sleep(0.05)

    assistant.do(work)
    assert assistant.call("sparql", query="ASK { ?e a kb:Event }")["boolean"] is True


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("read_entity", {"entity": "Nobody Anywhere"}, "Nobody Anywhere"),
        ("read_event", {"event": "Ada Lund"}, "read_entity"),
        ("events", {"type": "atack"}, "Did you mean attack"),
        ("events", {"since": "last week"}, "since"),
        ("events", {"since": "2025-99-99"}, "month must be in 1..12"),
        ("events", {"limit": 100_000}, "limit"),
        ("timeline", {"what": ""}, "what"),
        ("explain", {"first": "Ada Lund", "second": "event-00000000000000000000"}, "event-00000000000000000000"),
        ("search", {"words": "x", "as_of": "9999"}, "beyond the log's end"),
        ("search", {"words": "x", "kind": "planet"}, "kind"),
        ("events", {"since": "2024-W10"}, "since: it is no day; write it as year-month-day"),
        ("events", {"since": "2024-13"}, "since: month must be in 1..12"),
        ("events", {"since": "2024-05", "until": "2024-04"}, "until 2024-04-30 lies before since 2024-05-01"),
        ("statements", {"since": "2024-05", "until": "2024-04"}, "until 2024-04-30 lies before since 2024-05-01"),
    ],
)
def test_what_goes_wrong_is_said_to_the_assistant(
    assistant: Assistant, tool: str, arguments: dict[str, Any], said: str
) -> None:
    """As an error of the tool, which it can act on, and without a path of this machine."""
    told = assistant.fails(tool, **arguments)
    assert said in told
    assert "/home" not in told


def test_a_month_or_year_is_all_of_it(assistant: Assistant) -> None:
    """As a day is: from its first, until its last."""
    for name, given, day in (("since", "2024", "2024-01-01"), ("until", "2024-02", "2024-02-29")):
        assert assistant.call("events", **{name: given}) == assistant.call("events", **{name: day})


def test_as_it_was_known_before(assistant: Assistant) -> None:
    """Every tool that reads takes a moment."""
    for tool in assistant.do(lambda client: client.list_tools()).tools:
        assert tool.name == "saved_queries" or "as_of" in tool.input_schema["properties"], tool.name
    now = assistant.call("events", type="attack")
    then = assistant.call("events", type="attack", as_of="5")
    assert then["total"] < now["total"]
    one, other = (event["id"] for event in now["items"])
    assert assistant.call("explain", first=one, second=other)["weights"]


def test_saved_queries(assistant: Assistant) -> None:
    """They are listed with what they take; one runs with names for entities, and shows what ran."""
    there = {one["name"]: one for one in assistant.call("saved_queries")["items"]}
    assert {"toll-history", "who-said-what-about"} <= there.keys()
    assert {slot["name"] for slot in there["toll-history"]["parameters"]} >= {"happening", "limit"}
    found = assistant.call("run_saved_query", name="toll-history", parameters={"counts": "killed"})
    assert [row["value"] for row in found["rows"]] == [5, 7]
    assert "killed" in found["sparql"]
    assert "toll-histry" in assistant.fails("run_saved_query", name="toll-histry")
    assert "plcae" in assistant.fails("run_saved_query", name="toll-history", parameters={"plcae": "Derna"})


@pytest.mark.thorough
def test_resources_and_prompts(assistant: Assistant) -> None:
    """The guide, the ontology, articles and things by address; prompts name what was asked about."""
    event = assistant.call("events")["items"][0]
    article = event["cited"]["article"].removeprefix("article-")

    async def work(client: Client) -> dict[str, str]:
        uris = ["kb://guide", "kb://ontology", f"kb://article/{article}", f"kb://event/{event['id']}"]
        return {uri: (await client.read_resource(uri)).contents[0].text for uri in uris}

    texts = assistant.do(work)
    assert texts["kb://guide"] == guide()
    assert "owl:Class" in texts["kb://ontology"]
    assert "Nordhaven" in texts[f"kb://article/{article}"]
    assert event["id"] in texts[f"kb://event/{event['id']}"]
    with pytest.raises(MCPError, match="article-nothing"):
        assistant.do(lambda client: client.read_resource("kb://article/nothing"))
    prompts = assistant.do(lambda client: client.list_prompts()).prompts
    assert {prompt.name for prompt in prompts} == {"check_claim", "profile", "story"}
    told = assistant.do(lambda client: client.get_prompt("profile", {"who": "Ada Lund"}))
    assert "Ada Lund" in told.messages[0].content.text
    for name, given, said in (
        ("profile", {}, "profile needs who"),
        ("profile", {"who": " "}, "profile needs who"),
        ("profile", {"whom": "Ada Lund"}, "no argument 'whom'. Did you mean who?"),
        ("profil", {}, "no prompt 'profil'. Did you mean profile?"),
    ):
        with pytest.raises(MCPError, match=re.escape(said)) as refused:
            assistant.do(lambda client, name=name, given=given: client.get_prompt(name, given))
        assert refused.value.code == INVALID_PARAMS


def test_the_guide_knows_the_ontology(assistant: Assistant) -> None:
    """Every term that it names is one, and each of its queries is right."""
    ontology = packaged_ontology().turtle
    known = {term.name for term in vocabulary.terms(ontology.encode(), "", 10_000).items}
    named = set(re.findall(r"\bkbt?:\w+", guide()))
    assert named - known == set()
    queries = re.findall(r"```sparql\n(.*?)```", guide(), re.DOTALL)
    assert len(queries) == 3
    for query in queries:
        told = assistant.call("sparql", query=query).get("warnings", [])
        assert not [one for one in told if "ontology" in one]


def test_terms_are_found_by_their_words() -> None:
    """By name first, then label, then comment; with and without the prefix."""
    ontology = packaged_ontology().turtle.encode()
    assert vocabulary.terms(ontology, "kb:Event", 5).items[0].name == "kb:Event"
    assert vocabulary.terms(ontology, "shelling", 5).items[0].name == "kbt:shelling"
    assert vocabulary.terms(ontology, "no such word at all", 5).total == 0


def test_decisions_with_leave(assistant: Assistant, tmp_path: Path) -> None:
    """Recorded under the home's actor, with the reason; taken back by undo; refused where the state forbids it."""
    writer = Assistant(assistant.service, write=True)
    event = writer.call("events", type="attack")["items"][0]["id"]
    done = writer.call("decide", action="confirm", what=event, reason="the person asked for it")
    assert done["actor"].startswith("person:")
    assert event in done["said"]
    assert writer.call("decide", action="undo", position=done["position"], reason="it was a mistake")["position"]
    assert "'value'" in writer.fails("decide", action="amend", what=event, reason="no value")
    assert "reason" in writer.fails("decide", action="confirm", what=event, reason="")
    assert "action" in writer.fails("decide", action="erase", what=event, reason="x")
    tool = next(tool for tool in writer.do(lambda client: client.list_tools()).tools if tool.name == "decide")
    assert not tool.annotations.read_only_hint


def test_the_page_of_the_docs_has_every_tool(assistant: Assistant) -> None:
    """docs/mcp.md: a row for each tool, each resource and prompt named, settings that are JSON."""
    page = (Path(__file__).parents[2] / "docs" / "mcp.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`.+?) \|", page, re.MULTILINE)
    assert {name for row in rows for name in re.findall(r"`(\w+)`", row)} == READS | {"decide"}
    for block in re.findall(r"```json\n(.*?)```", page, re.DOTALL):
        json.loads(block)
    for prompt in assistant.do(lambda client: client.list_prompts()).prompts:
        assert f"`{prompt.name}`" in page
    resources = assistant.do(lambda client: client.list_resources()).resources
    assert all(str(one.uri) in page for one in resources)


def test_questions_are_answered_or_said_not_to_be(assistant: Assistant) -> None:
    """With what was understood, the query, and for each row the words; as it was known at a moment, too."""
    told = assistant.call("ask", question="Who attacked Nordhaven Depot?")
    assert {row["who"] for row in told["rows"]} == {"Blue Column"}
    assert told["means"] == "who brings about events: attack"
    assert len(told["citations"]) == len(told["rows"])
    assert all(told["citations"])
    assert assistant.call("sparql", query=told["sparql"])["rows"] == told["rows"]
    assert "Nothing here is called 'Ada Lund'" in assistant.fails("ask", question="Who is Ada Lund?", as_of="1")
    assert "Ask like" in assistant.fails("ask", question="What is the meaning of life?")
    for wrong in ({}, {"question": ""}, {"question": "x" * 501}, {"question": 7}, {"question": "Who?", "limit": 0}):
        assert assistant.fails("ask", **wrong)
