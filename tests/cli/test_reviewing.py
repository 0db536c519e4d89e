"""kb review on a terminal and from a pipe, kb list review, explode, move and list members, as a person uses them."""

import os
import pty
import select
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import CommandLine
from tests.service.stories import story

STORIES = (
    story("Ironclads", "Nordhaven Depot", 1),
    story("Ironclads", "Southport Bridge", 9),
    story("Grey Wolf Band", "Westgate Mill", 3),
    story("Grey Wolf Band", "Eastgate Mill", 4),
)


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory, plugged: dict[str, str]) -> Path:
    """A home with two questions about entities, to be copied."""
    folder = tmp_path_factory.mktemp("asking")
    line = CommandLine(folder / "home", plugged)
    for number, text in enumerate(STORIES):
        path = folder / f"{number}.txt"
        path.write_text(text, encoding="utf-8")
        assert line("add", path).code == 0
    return line.home


@pytest.fixture
def home(kb: CommandLine, asking: Path) -> CommandLine:
    """A home of the test's own with two questions about entities."""
    shutil.copytree(asking, kb.home)
    return kb


def _typed(
    kb: CommandLine, keys: bytes, *arguments: str, ask: bytes = b"[q]uit?", enter: bool = False, ahead: bytes = b""
) -> tuple[int, str]:
    """Run on a terminal and press keys, each once the program asks for it; those of *ahead* before it starts."""
    ours, theirs = pty.openpty()
    os.write(ours, ahead)
    process = subprocess.Popen(
        [sys.executable, "-m", "kb.cli.main", *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**kb.env, "KB_HOME": str(kb.home), "TERM": "xterm"},
        start_new_session=True,
    )
    os.close(theirs)
    drawn, asked = b"", 0
    try:
        while select.select([ours], [], [], 60)[0]:
            try:
                part = os.read(ours, 65536)
            except OSError:  # the other end was closed
                break
            drawn += part
            while keys and drawn.count(ask) > asked:
                asked += 1
                os.write(ours, keys[:1] + b"\n" * enter)
                keys = keys[1:]
        return process.wait(timeout=60), drawn.decode()
    finally:
        process.kill()
        os.close(ours)


def test_questions_are_listed(home: CommandLine) -> None:
    """With ids, score, reason; as JSON whole; bad filters are refused."""
    done = home("list", "review", "--kind", "entity")

    assert done.code == 0
    assert "Ironclads" in done.out
    assert "2 questions" in done.err
    rows = home("list", "review", "--kind", "entity", "--json").json
    assert {row["why"] for row in rows} == {"near", "weak"}
    assert all(len(row["sides"]) == 2 and row["parts"] and row["reason"] for row in rows)
    assert len(home("list", "review", "--limit", "1", "--offset", "1", "--json").json) == 1
    assert home("list", "review", "--kind", "cat").code == 3
    assert home("list", "review", "--entity", "Nobody").code == 4


def test_answers_from_a_pipe_are_recorded_and_resumed(home: CommandLine) -> None:
    """Each line one answer with its reason; the next call goes on; a line that is none stops with its number."""
    asks = ("review", "--kind", "entity", "--actor", "ann")
    done = home(*asks, "--why", "near", stdin="same two spellings\n")

    assert done.code == 0, done.err
    assert "1 answer (1 same, 0 different, 0 unsure); 0 open." in done.err
    (row,) = home("list", "decisions", "--json").json
    assert (row["type"], row["actor"]) == ("entities-merged", "person:ann")
    assert "two spellings" in row["what"]
    listed = home("list", "decisions").out
    assert [f"entity-{one} ({name})" in listed for one, name in zip(row["entities"], row["names"], strict=True)] == (
        [True] * 2
    )
    bad = home(*asks, stdin="perhaps\n")
    assert bad.code == 3
    assert "Line 1 is no answer: 'perhaps'" in bad.err
    rest = home(*asks, "--json", stdin="d\n")
    assert rest.code == 0
    assert rest.json["answer"] == "different"
    assert "came apart where the evidence is weakest" in rest.json["said"]
    assert "0 open" in rest.err


def test_an_answer_is_taken_back_in_the_same_sitting(home: CommandLine) -> None:
    """z undoes the last one, which is asked again; without one it says so."""
    done = home("review", "--kind", "entity", "--why", "near", stdin="z\nu\n")
    assert "Nothing was answered yet" in done.err
    assert "1 unsure" in done.err
    assert home("list", "review", "--kind", "entity", "--why", "near", "--json").json == []
    at = home("list", "decisions", "--json").json[0]["position"]
    assert home("undo", str(at)).code == 0
    done = home("review", "--kind", "entity", stdin="same\nundo\nskip\nskip\n")
    assert done.code == 0
    assert "0 answers" in done.err
    assert "2 open" in done.err


@pytest.mark.thorough
def test_one_key_is_an_answer_on_a_terminal(home: CommandLine) -> None:
    """No return key; other keys ask again; both sides and the sentence are on the screen."""
    code, drawn = _typed(home, b"xsq", "review", "--kind", "entity", "--why", "near", "-m", "one band")

    assert code == 0, drawn
    assert drawn.count("«Ironclads»") >= 2
    assert "1 answer (1 same" in drawn
    assert "one band" in home("list", "decisions", "--json").json[0]["what"]


@pytest.mark.thorough
def test_quitting_and_the_end_of_keys_lose_nothing(home: CommandLine) -> None:
    """q after an answer; Ctrl-D at once."""
    code, drawn = _typed(home, b"dq", "review", "--kind", "entity")
    assert code == 0, drawn
    assert "1 answer" in drawn
    code, drawn = _typed(home, b"\x04", "review")
    assert code == 0, drawn
    assert "0 answers" in drawn


@pytest.mark.thorough
def test_keys_that_are_pressed_before_the_first_question_count(home: CommandLine) -> None:
    """Also Ctrl-D, which the terminal keeps as another byte until then."""
    for ahead, said in ((b"xuq", "1 answer (0 same, 0 different, 1 unsure)"), (b"\x04", "0 answers")):
        code, drawn = _typed(home, b"", "review", "--kind", "entity", ahead=ahead)
        assert code == 0, drawn
        assert said in drawn


def test_members_are_listed_moved_and_exploded(home: CommandLine) -> None:
    """As a person does it: look, move one out, put it back, part all."""
    rows = home("list", "members", "Grey Wolf Band", "--json").json
    assert [row["label"] for row in rows] == ["Grey Wolf Band"] * 2
    moved = home("move", rows[1]["name"], "itself", "-m", "another", "--json").json
    entity = rows[0]["entity"]
    assert len(home("list", "members", f"entity-{entity}", "--json").json) == 1
    assert len(home("list", "members", f"entity-{entity}", "--as-of", str(moved["position"] - 1), "--json").json) == 2
    assert home("undo", str(moved["position"])).code == 0
    done = home("explode", f"entity-{entity}")
    assert done.code == 0
    assert "is 2 now" in done.out
    assert home("explode", f"entity-{entity}").code == 5
    assert home("move", f"{rows[0]['name'].partition('#')[0]}#e77", "itself").code == 4
    assert "member" in home("list", "members", f"entity-{entity}").out
    assert [row["type"] for row in home("list", "decisions", "--json").json] == [
        "members-moved", "decision-undone", "members-moved",
    ]  # fmt: skip
