"""Deciding on the command line: ids as `kb show` prints them, who decides, exit codes, undo."""

import re
from pathlib import Path

import pytest

from tests.cli.conftest import CommandLine, write_articles


@pytest.fixture
def two(kb: CommandLine, tmp_path: Path) -> CommandLine:
    """A home of two articles, to write to."""
    assert kb("add", *write_articles(tmp_path / "articles")).code == 0
    return kb


def claim_of(kb: CommandLine, event: str, name: str) -> str:
    """Return the id at the end of a fact's line."""
    line = next(line for line in kb("show", event, "--brief").out.splitlines() if line.strip().startswith(f"{name}:"))
    return line.split()[-1]


def test_lists_print_the_ids_that_deciding_takes(two: CommandLine) -> None:
    """As JSON they are bare; a field may stand behind."""
    bare = two("list", "events", "--json").json[0]["id"]

    assert two("confirm", bare).out.split()[0].isdigit()
    assert two("amend", f"{bare}.time", "2024-05-01").code == 0
    assert two("confirm", "0" * 20).code == 4
    assert [row["type"] for row in two("list", "decisions", "--json").json] == ["claim-amended", "claim-confirmed"]


def test_show_prints_the_ids_that_deciding_takes(two: CommandLine) -> None:
    """Amend the agent by its claim, see it, undo it; who decided is in the log."""
    event = f"event-{two('list', 'events', '--json').json[0]['id'].removeprefix('event-')}"
    claim = claim_of(two, event, "agent")
    assert re.fullmatch(r"claim-[0-9a-f]{20}", claim)
    done = two("amend", claim, "Nordhaven Depot", "-m", "mixed up", "--actor", "ann", "--json")
    assert done.code == 0, done.err
    assert done.json["actor"] == "person:ann"
    assert "agent: Nordhaven Depot" in two("show", event, "--brief").out
    assert claim_of(two, event, "agent") == claim

    rows = two("list", "decisions", "--json").json
    assert [(row["actor"], row["state"], row["position"]) for row in rows] == [
        ("person:ann", "holds", done.json["position"])
    ]
    assert two("undo", str(done.json["position"]), KB_ACTOR="person:ben").code == 0  # as the log writes it
    assert "agent: Blue Column" in two("show", event, "--brief").out
    assert [row["actor"] for row in two("list", "decisions", "--json").json] == ["person:ben", "person:ann"]
    assert [row["actor"] for row in two("list", "decisions", "--by", "ben", "--json").json] == ["person:ben"]


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["amend", "EVENT.time", "2024-02-30"], 3, "no date or time"),
        (["amend", "EVENT", "attakc"], 3, "no such event type"),
        (["retract", "event-00000000000000000000"], 4, "names no claim"),
        (["merge", "Nobody", "Ada Lund"], 4, "Nothing here is called"),
        (["merge", "Ada Lund", "Ada Lund"], 5, "Both are"),
        (["unmerge", "Ada Lund"], 5, "No merge of"),
        (["rename", "Ada Lund", " "], 3, "cannot be called"),
        (["rename", "Ada Lund", "x" * 5_000], 3, "5,000 characters is too long; it begins with 'xxx"),
        (["set-type", "Ada Lund", "wizard"], 3, "no entity type"),
        (["set-id", "Ada Lund", "Q42"], 3, "no id for it"),
        (["set-id", "Ada Lund", "http://localhost:8000/id/entity-0123456789abcdef0123"], 3, "of this knowledge base"),
        (["undo", "1"], 4, "no decision that can be undone"),
        (["redo", "999"], 4, "its last is"),
        (["undo", "0"], 2, ""),
    ],
)
def test_what_cannot_be_decided_is_refused(filled: CommandLine, words: list[str], code: int, said: str) -> None:
    """With the exit code of its kind, and a hint; nothing is recorded."""
    event = f"event-{filled('list', 'events', '--json').json[0]['id'].removeprefix('event-')}"
    position = filled("status", "--json").json["position"]
    done = filled(*(word.replace("EVENT", event) for word in words))
    assert done.code == code, done.err
    assert said in done.err
    assert code == 2 or "hint:" in done.err
    assert filled("status", "--json").json["position"] == position


def test_tokens_are_made_listed_and_revoked(two: CommandLine) -> None:
    """The secret is printed once, and kept nowhere."""
    secret = two("token", "new", "ann").out.strip()
    assert secret.startswith("kb_")
    path = two.home / "tokens.json"
    assert secret not in path.read_text(encoding="utf-8")
    assert path.stat().st_mode & 0o077 == 0
    assert two("token", "new", "Ann").code == 5
    assert [token["name"] for token in two("token", "list", "--json").json] == ["ann"]
    assert two("token", "revoke", "ben").code == 4
    assert two("token", "revoke", "ann").code == 0
    assert two("token", "list", "--json").json == []
