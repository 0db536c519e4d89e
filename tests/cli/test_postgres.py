"""The command line on a home whose log lies on PostgreSQL."""

import json
import os
import signal
import subprocess
import time
from pathlib import Path
from threading import Event

import pytest

from kb.cli import log_postgres
from kb.events import codec
from kb.log import leases
from kb.log.leases import Lease, LeaseLostError
from kb.service.knowledge_base import KnowledgeBase
from kb.service.upkeep import verifying
from tests.cli.conftest import CommandLine, Ran, write_articles
from tests.postgres import Cluster


def machine(url: str, folder: Path, env: dict[str, str]) -> CommandLine:
    """Return the command line of a machine: one home for all, a cache folder for each."""
    return CommandLine(url, {**env, "KB_CACHE": str(folder)})  # type: ignore[arg-type]


@pytest.mark.thorough
def test_every_command_works_as_on_a_folder(cluster: Cluster, filled: CommandLine, tmp_path: Path) -> None:
    """A log that was copied there gives the same answers, byte for byte, and so does its backup."""
    there = machine(cluster.url(), tmp_path / "cache", filled.env)
    copied = there("log", "copy", "--from", filled.home, "--to", str(there.home), "--json")
    assert copied.code == 0, copied.err

    for command in (
        ("export", "--format", "nquads"),
        ("list", "articles"),
        ("list", "events", "--json"),
        ("search", "attack"),
        ("query", "-e", "SELECT (count(*) AS ?n) WHERE { ?e a kb:Event }"),
        ("query", "--as-of", "5", "-e", "SELECT (count(*) AS ?n) WHERE { ?s ?p ?o }"),
        ("log", "--json"),
        ("validate",),
        ("verify",),
    ):
        one, other = filled(*command), there(*command)
        assert (other.code, other.out) == (one.code, one.out), command
    assert there("rebuild").code == 0
    assert there("verify").code == 0
    status = there("status", "--json").json
    assert (status["home"], status["health"]) == (str(there.home), "good")
    assert status["sizes"]["log"] > 0
    home = next(row for row in there("doctor", "--json").json if row["check"] == "home")
    assert "PostgreSQL" in home["found"]
    assert "kb may erase" in home["found"]
    assert "fsync" in home["advice"]  # which the tests' own server runs without

    assert there("backup", tmp_path / "b.kb").code == 0
    back = CommandLine(tmp_path / "back", filled.env)
    assert back("restore", tmp_path / "b.kb", "--json").json["head"] == copied.json["head"]


@pytest.mark.thorough
def test_what_one_machine_adds_the_other_has(cluster: Cluster, plugged: dict[str, str], tmp_path: Path) -> None:
    """With its next command; an article is known on both, and who is who goes on."""
    url = cluster.url()
    one, two = (machine(url, tmp_path / name, plugged) for name in ("one", "two"))
    first, second = write_articles(tmp_path / "in")
    assert one("init").out == f"Made a knowledge base in {url}\n"

    assert one("add", first, "--json").json["added"] == 1
    assert two("add", first, second, "--json").json["known"] == 1
    listed = [line("list", "entities", "--json").out for line in (one, two)]
    assert listed[0] == listed[1]
    alone = CommandLine(tmp_path / "alone", plugged)
    assert alone("add", first, second).code == 0
    names = [
        sorted(row["label"] for row in json.loads(out)) for out in (listed[0], alone("list", "entities", "--json").out)
    ]
    assert names[0] == names[1]


@pytest.mark.thorough
def test_a_machine_of_an_older_version_reads_on_and_adds_nothing(
    cluster: Cluster, plugged: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says which event it does not know; once it knows it, its graph is that of the others."""
    url = cluster.url()
    newer, older = (machine(url, tmp_path / name, plugged) for name in ("newer", "older"))
    first, second = write_articles(tmp_path / "in")
    assert newer("add", first).code == 0
    before = older("list", "articles")
    article = newer("list", "articles", "--json").json[0]["id"]
    assert newer("withdraw", article, "--reason", "test").code == 0
    position = newer("status", "--json").json["position"]

    with monkeypatch.context() as patched:
        known = {name: kind for name, kind in codec.EVENT_TYPES.items() if name != "article-withdrawn"}
        patched.setattr(codec, "EVENT_TYPES", known)
        read, added, found = older("list", "articles"), older("add", second), older("doctor")
    assert (read.code, read.out) == (0, before.out)
    assert f"before event {position} (article-withdrawn)" in read.err
    assert (added.code, f"before event {position} (article-withdrawn)" in added.err) == (8, True)
    assert (found.code, f"before event {position} (article-withdrawn)" in found.out) == (1, True)

    assert older("add", second).code == 0
    assert older("export", "--format", "nquads").out == newer("export", "--format", "nquads").out
    assert older("verify").code == 0


@pytest.mark.thorough
def test_machines_that_add_at_once_make_nothing_twice(
    cluster: Cluster, plugged: dict[str, str], tmp_path: Path
) -> None:
    """Each article is in once, and an entity that all of them name is one."""
    url = cluster.url()
    lines = [machine(url, tmp_path / f"machine{number}", plugged) for number in range(3)]
    assert lines[0]("init").code == 0
    (tmp_path / "in").mkdir()
    for number in range(24):
        text = f"Title: {number}\n\nBlue Column attacked Nordhaven Depot, {number} killed, several people there said.\n"
        (tmp_path / "in" / f"{number:02}.txt").write_text(text, encoding="utf-8")
    files = sorted((tmp_path / "in").iterdir())
    shares = [files[:12], files[6:18], files[12:]]  # some come to two machines
    started = [line.start("add", *share, "--json") for line, share in zip(lines, shares, strict=True)]
    ended = [process.communicate(timeout=600) for process in started]

    assert [process.returncode for process in started] == [0, 0, 0], ended
    assert sum(json.loads(out)["added"] for out, _ in ended) == 24
    exports = {line("export", "--format", "nquads").out for line in lines}
    assert len(exports) == 1
    entities = lines[0]("list", "entities", "--json").json
    assert sorted((row["label"], row["articles"]) for row in entities) == [
        ("Blue Column", 24),
        ("Nordhaven Depot", 24),
    ]
    assert lines[1]("verify").code == 0


@pytest.mark.parametrize(
    ("home", "arguments", "code", "said"),
    [
        ("postgresql://127.0.0.1:1/kb", ("list", "articles"), 7, "cannot be reached"),
        ("{nowhere}", ("status",), 4, "no database"),
        ("{empty}", ("list", "articles"), 4, "no log in the schema"),
        ("{empty}", ("restore", "b.kb"), 3, "restored into a folder"),
        ("postgresql://ada:hunter2@h/kb?schema=A-B", ("status",), 3, "no address of a log"),
        ("folder", ("log", "once", "task", "true"), 3, "is no database"),
        ("folder", ("log", "setup-postgres"), 3, "is no database"),
    ],
)
def test_a_home_that_cannot_be_used_says_why(
    cluster: Cluster,
    plugged: dict[str, str],
    tmp_path: Path,
    home: str,
    arguments: tuple[str, ...],
    code: int,
    said: str,
) -> None:
    """One sentence, one hint, no password."""
    empty = cluster.url()
    line = machine(home.format(empty=empty, nowhere=empty.replace("/kb?", "/nowhere?")), tmp_path, plugged)
    done = line(*arguments)
    assert done.code == code, done.err
    assert said in done.err
    assert "hint: " in done.err
    assert "hunter2" not in done.err


@pytest.mark.thorough
def test_an_administrator_makes_roles(cluster: Cluster, plugged: dict[str, str], tmp_path: Path) -> None:
    """The SQL that is printed is what is run; a reader's `kb add` is refused, a writer's is not."""
    url = cluster.url()
    schema = url.rpartition("=")[2]
    admin = machine(url, tmp_path / "admin", plugged)
    printed = admin("log", "setup-postgres", "--print")
    assert printed.out.startswith(f"CREATE SCHEMA {schema};")
    cluster.psql(printed.out)
    assert admin("log", "setup-postgres").code == 0
    cluster.psql(
        f"CREATE ROLE {schema}_ada LOGIN IN ROLE {schema}_writer; CREATE ROLE {schema}_bo LOGIN IN ROLE {schema}_reader"
    )
    writer, reader = (
        machine(cluster.url(schema, f"{schema}_{name}"), tmp_path / name, plugged) for name in ("ada", "bo")
    )
    article, other = write_articles(tmp_path / "in")

    assert writer("init").code == 0
    assert writer("add", article).code == 0
    assert len(reader("list", "articles", "--json").json) == 1
    assert reader("verify").code == 0
    refused = reader("add", other)
    assert refused.code == 7, refused.err
    assert "permission denied" in refused.err
    assert "psycopg" not in refused.err
    assert "may only read" in reader("doctor").out


@pytest.mark.thorough
def test_an_erasure_locks_out_nobody(cluster: Cluster, plugged: dict[str, str], tmp_path: Path) -> None:
    """Who may not have the table written anew is told so if he erased; all others go on with new projections."""
    url = cluster.url()
    schema = url.rpartition("=")[2]
    assert machine(url, tmp_path / "admin", plugged)("log", "setup-postgres").code == 0
    for who, role in (("wim", "writer"), ("rea", "reader"), ("era", "eraser")):
        cluster.psql(f"CREATE ROLE {schema}_{who} LOGIN IN ROLE {schema}_{role}")
    writer, reader, eraser = (
        machine(cluster.url(schema, f"{schema}_{who}"), tmp_path / who, plugged) for who in ("wim", "rea", "era")
    )
    article, other = write_articles(tmp_path / "in")
    assert writer("init").code == writer("add", article).code == 0
    [row] = reader("list", "articles", "--json").json

    erased = eraser("erase", row["id"], "--reason", "court order", "--yes")
    assert erased.code == 7
    assert "VACUUM FULL" in erased.err

    for line in (eraser, reader, writer):
        listed = line("list", "articles", "--json")
        assert (listed.code, listed.json, listed.err) == (0, [], "")
    assert writer("add", other).code == 0
    assert reader("rebuild").code == 0
    assert len(reader("list", "articles", "--json").json) == 1


@pytest.mark.thorough
@pytest.mark.parametrize("meanwhile", ["add", "erase"])
def test_what_another_machine_does_is_no_difference(
    cluster: Cluster, plugged: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, meanwhile: str
) -> None:
    """It adds, or erases, after the one that verifies has caught up."""
    url = cluster.url()
    one, two = (machine(url, tmp_path / name, plugged) for name in ("one", "two"))
    first, second = write_articles(tmp_path / "in")
    assert one("add", first).code == 0
    article = one("list", "articles", "--json").json[0]["id"]
    words = ("add", second) if meanwhile == "add" else ("erase", article, "--reason", "law", "--yes")
    done: list[Ran] = []
    caught_up = KnowledgeBase.catch_up

    def slowly(self: KnowledgeBase) -> bool:
        stands = caught_up(self)
        if not done:
            done.append(Ran(0, "", ""))
            done.append(two(*words))
        return stands

    with monkeypatch.context() as patched:
        patched.setattr(verifying, "_SMALL", 10**6)
        patched.setattr(KnowledgeBase, "catch_up", slowly)
        verified = one("verify")
    assert done[1].code == 0, done[1].err
    assert (verified.code, "All is as it should be" in verified.out + verified.err) == (0, True), verified


@pytest.mark.thorough
def test_a_task_runs_once(cluster: Cluster, plugged: dict[str, str], tmp_path: Path) -> None:
    """Its exit code is the command's; a second machine is told who does it."""
    line = machine(cluster.url(), tmp_path, plugged)
    assert line("init").code == 0
    done = line.process("log", "once", "task", "sh", "-c", "echo done --json; exit 3")
    assert (done.code, done.out) == (3, "done --json\n")
    assert line("log", "once", "task", str(tmp_path / "nowhere")).code == 3
    task = line.start("log", "once", "task", "sh", "-c", "echo $$; exec sleep 600")
    assert task.stdout is not None
    began = int(task.stdout.readline())
    try:
        busy = line("log", "once", "task", "echo", "no")
        assert (busy.code, busy.out) == (6, "")
        assert "is done by process" in busy.err
    finally:
        os.kill(began, signal.SIGTERM)
        task.communicate(timeout=60)
    assert task.returncode == 128 + 15
    assert line("log", "once", "--wait", "60", "task", "true").code == 0


@pytest.mark.thorough
def test_a_task_is_told_to_end_with_its_program(cluster: Cluster, plugged: dict[str, str], tmp_path: Path) -> None:
    """And nobody waits for its lease to run out; each holder has a higher number."""
    line = machine(cluster.url(), tmp_path, plugged)
    assert line("init").code == 0
    task = line.start("log", "once", "task", "sh", "-c", "echo $KB_LEASE_TOKEN; exec sleep 600")
    assert task.stdout is not None
    assert int(task.stdout.readline()) == 1
    task.terminate()
    task.communicate(timeout=60)
    assert task.returncode == 128 + 15
    again = line.process("log", "once", "task", "sh", "-c", "echo $KB_LEASE_TOKEN")
    assert (again.code, again.out) == (0, "2\n")


@pytest.mark.thorough
@pytest.mark.parametrize("ends", ["exec sleep 600", "trap '' TERM; echo; while :; do sleep 0.1; done"])
def test_a_task_has_ended_before_another_machine_may_begin(monkeypatch: pytest.MonkeyPatch, ends: str) -> None:
    """By itself, or killed."""
    monkeypatch.setattr(log_postgres, "_LOOK", 0.1)
    with subprocess.Popen(["sh", "-c", ends], stdout=subprocess.DEVNULL) as process:
        lease = Lease("task", 1, leases._now() + 2.0)
        with pytest.raises(LeaseLostError):
            log_postgres._ended(process, lease, Event())
        assert process.returncode is not None
        assert lease.held


def test_what_a_task_started_ends_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another machine begins when it is told that the lease is lost: nothing of this one goes on, nor is it a loop."""
    monkeypatch.setattr(log_postgres, "_LOOK", 0.1)
    lease = Lease("task", 1, leases._now() + 2.0)
    process = log_postgres._begun(["sh", "-c", f"sleep 600 & echo $! > {tmp_path}/number; wait; true"], lease)
    with pytest.raises(LeaseLostError):
        log_postgres._ended(process, lease, Event())

    assert not _runs(int((tmp_path / "number").read_text()))


def test_a_task_is_told_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many programs take a second signal for an order to drop everything."""
    monkeypatch.setattr(log_postgres, "_LOOK", 0.1)
    lease, told = Lease("task", 1, leases._now() + 60.0), Event()
    counting = (
        f"trap 'echo told >> {tmp_path}/times' TERM; touch {tmp_path}/ready; for i in 1 2 3 4 5 6; do sleep 0.2; done"
    )
    process = log_postgres._begun(["sh", "-c", counting], lease)
    while not (tmp_path / "ready").exists():
        time.sleep(0.05)
    told.set()

    assert log_postgres._ended(process, lease, told) == 0
    assert (tmp_path / "times").read_text() == "told\n"


def _runs(process: int) -> bool:
    """Whether a process is there and has not ended; one that nobody asks for may stay as a name."""
    for _ in range(50):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return False
        state = subprocess.run(["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False)
        if not state.stdout.strip().startswith(("S", "R", "D", "T")):
            return False
        time.sleep(0.1)
    return True
