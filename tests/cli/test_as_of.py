"""--as-of on every command that reads: the answer is the one of then, whatever came since."""

import pytest

from tests.cli.conftest import CommandLine, write_articles
from tests.cli.test_documentation import LEAVES

WRITE = {
    *("init", "add", "import", "confirm", "retract", "amend", "undo", "redo", "merge", "unmerge", "keep-apart"),
    *("add-list", "withdraw-list", "reconcile", "accept", "reject"),
    *(
        "rename",
        "set-type",
        "set-id",
        "explode",
        "move",
        "review",
        "resolve",
        "reextract",
        "correct",
        "withdraw",
        "erase",
        "token new",
        "watch",
        "token revoke",
    ),
}
OF_NOW = {  # what tells of the home and the log themselves, of several moments, or of none
    *(
        "list review",
        "status",
        "doctor",
        "verify",
        "rebuild",
        "backup",
        "restore",
        "upgrade",
        "keys new",
        "sign",
        "serve",
        "mcp",
    ),
    *("dump", "log", "log copy", "log setup-postgres", "log once", "diff", "token list", "evaluate", "demo", "compare"),
}
READ = {
    "query": (("-e", "SELECT ?l { ?x rdfs:label ?l } ORDER BY ?l", "-f", "csv"),),
    "saved": (("mentioned-with", "-p", "who=Blue Column", "-f", "csv"),),
    "ask": (("Who attacked Nordhaven Depot?", "-f", "csv"),),
    "show": (("Blue Column",), ("Nordhaven Depot", "--json")),
    "timeline": (("Nordhaven Depot",),),
    "explain": (("ARTICLE#e1", "OTHER#e1"),),
    "conflicts": (("--all",),),
    "search": (("Nordhaven",),),
    "export": (("-f", "nquads"), ("-f", "csv"), ("--article", "ARTICLE")),
    "validate": (("--json",),),
    "blame": (("Blue Column",),),
    "list articles": (("--json",),),
    "list entities": (("--json",),),
    "list events": (("--json",),),
    "list figures": (("--json",),),
    "list offices": (("--json",),),
    "list statements": (("--json",),),
    "list members": (("Blue Column",),),
    "list lists": (("--json",),),
    "list candidates": (("--json",),),
    "list decisions": (("--json",), ("--entity", "Blue Column")),
}
LATER = "Blue Column attacked Nordhaven Depot again, and 11 killed were counted. Ada Lund said: it goes on and on here."


def test_every_command_that_reads_takes_it() -> None:
    """A new command must say which of the three it is."""
    known = (WRITE, OF_NOW, READ.keys())
    assert [name for name in LEAVES if sum(name in kind for kind in known) != 1] == []
    taking = {name for name, command in LEAVES.items() if any("--as-of" in one.opts for one in command.params)}
    assert taking == set(READ)


@pytest.fixture(scope="module")
def changed(
    tmp_path_factory: pytest.TempPathFactory, plugged: dict[str, str]
) -> tuple[CommandLine, int, dict[tuple[str, ...], str], dict[str, str]]:
    """A home in which much changed, the event before that, what every command said then, and ids for *READ*."""
    folder = tmp_path_factory.mktemp("changed")
    kb = CommandLine(folder / "home", plugged)
    kb("add", *write_articles(folder / "articles"))
    (folder / "bodies.csv").write_text("id,type,name\nwikidata:Q1,organisation,Blue Column\n", encoding="utf-8")
    assert kb("add-list", folder / "bodies.csv").code == 0
    entities = kb("list", "entities", "--json").json
    assert kb("rename", f"entity-{entities[0]['id']}", "The Column", "-m", "shorter").code == 0
    articles = [row["id"] for row in kb("list", "articles", "--json").json]
    ids = {"ARTICLE": articles[0], "OTHER": articles[1]}
    then = kb("status", "--json").json["position"]
    said = {}
    for line in _lines(ids):
        done = kb(*line)
        assert done.code == 0, (line, done.err)
        said[line] = done.out

    (folder / "later.txt").write_text(LATER, encoding="utf-8")
    event = kb("list", "events", "--json").json[0]["id"]
    assert kb("add", folder / "later.txt").code == 0
    assert kb("undo", str(then), "-m", "too short").code == 0
    assert kb("retract", f"event-{event}", "-m", "a drill").code == 0
    assert kb("withdraw-list", "bodies", "-m", "no longer kept").code == 0
    assert kb("merge", f"entity-{entities[1]['id']}", _alike(entities)).code == 0
    assert kb("withdraw", articles[0], "--reason", "by its publisher").code == 0
    return kb, then, said, ids


def _alike(entities: list[dict[str, str]]) -> str:
    """Another entity of the second one's type, or the first that can be merged with it."""
    kept = entities[1]
    return next(f"entity-{one['id']}" for one in entities if one["type"] == kept["type"] and one["id"] != kept["id"])


def _lines(ids: dict[str, str]) -> list[tuple[str, ...]]:
    def filled_in(word: str) -> str:
        name, mark, local = word.partition("#")
        return ids.get(name, name) + mark + local

    return [(*name.split(), *map(filled_in, rest)) for name, some in READ.items() for rest in some]


@pytest.mark.thorough
def test_the_answer_is_the_one_of_then(
    changed: tuple[CommandLine, int, dict[tuple[str, ...], str], dict[str, str]],
) -> None:
    """Of every command, byte for byte; and now it is another one, or the test would see nothing."""
    kb, then, said, _ = changed
    unchanged = {line[:2] for line, before in said.items() if kb(*line).out == before}
    for line, before in said.items():
        assert kb(*line, "--as-of", str(then)).out == before, line
    # This reader finds no office; all is valid; no service is asked.
    assert unchanged <= {("list", "offices"), ("list", "candidates"), ("validate", "--json")}


@pytest.mark.parametrize("name", sorted(READ))
def test_a_moment_that_the_log_does_not_reach(filled: CommandLine, name: str) -> None:
    """Beyond the end, before the beginning, still to come, or none: the log's reach is said, and nothing printed."""
    line = (*name.split(), *(word.replace("ARTICLE", "a").replace("OTHER", "b") for word in READ[name][0]))
    for moment, code, word in (
        ("9999", 4, "beyond the log's end"),
        ("-1", 4, "before the log's beginning"),
        ("1999-12-31", 4, "before the log's beginning"),
        ("9999-12-31", 4, "in the future"),
        ("soon", 3, "neither the number of an event nor a time"),
    ):
        done = filled(*line, "--as-of", moment)
        assert (done.code, done.out) == (code, ""), (line, moment, done.err)
        assert word in done.err
        assert "The log goes from event 1" in done.err
