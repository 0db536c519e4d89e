"""A log that was put back to an earlier state and went on: what rests on what it lost is not answered from."""

import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import CommandLine, write_articles
from tests.postgres import Cluster
from tests.service.words import places_of

COUNT = ("query", "-e", "SELECT (count(*) AS ?n) WHERE { ?e a kb:Event }")


def refused(kb: CommandLine, article: Path) -> None:
    """No command answers from the old projections, or records what rests on them, and all say what helps."""
    before = kb("log", "--json").out
    for command in (COUNT, ("list", "articles"), ("search", "raid"), ("add", article), ("verify",)):
        done = kb(*command)
        assert (done.code, "another event" in done.err) == (8, True), (command, done)
        assert "`kb rebuild`" in done.err
    assert kb("log", "--json").out == before
    status = kb("status", "--json").json
    assert (status["health"], "another event" in status["problems"][0]) == ("bad", True)
    found = next(row for row in kb("doctor", "--json").json if row["check"] == "projections")
    assert (found["ok"], "another event" in found["found"]) == (False, True)


@pytest.mark.thorough
@pytest.mark.parametrize("more", [1, 2])
def test_a_log_file_that_was_exchanged_is_found(plugged: dict[str, str], tmp_path: Path, more: int) -> None:
    """One that has gone as far as the projections, and one that has gone farther."""
    one, two = (CommandLine(tmp_path / name, plugged) for name in ("one", "two"))
    first, second = write_articles(tmp_path / "in")
    assert one("init").code == 0
    shutil.copytree(one.home, two.home)
    assert one("add", first).code == 0
    other = tmp_path / "in" / "other.txt"
    other.write_text(first.read_text().replace("5 killed", "6 killed"))
    for article in (other, second)[:more]:
        assert two("add", article).code == 0
    assert (two("status", "--json").json["position"] > one("status", "--json").json["position"]) is (more == 2)

    shutil.copy(two.home / "log.sqlite", one.home / "log.sqlite")
    refused(one, second)
    assert one("verify", "--repair").code == 0
    assert one("export", "--format", "nquads").out == two("export", "--format", "nquads").out
    assert one("status", "--json").json["health"] == "good"


@pytest.mark.thorough
def test_what_the_other_course_erased_goes_with_the_old_projections(plugged: dict[str, str], tmp_path: Path) -> None:
    """No event after those that they have taken in says so, and a moment of the past was kept with its words."""
    one, two = (CommandLine(tmp_path / name, plugged) for name in ("one", "two"))
    first, second = write_articles(tmp_path / "in")
    assert one("add", first).code == 0
    article = one("list", "articles", "--json").json[0]["id"]
    assert one("list", "articles", "--as-of", "3").code == 0
    shutil.copytree(one.home, two.home)
    assert one("add", second).code == 0
    assert two("erase", article, "--reason", "law", "--yes").code == 0
    position = one("status", "--json").json["position"]
    assert two("status", "--json").json["position"] < position
    for number in range(3):
        other = tmp_path / "in" / f"{number}.txt"
        other.write_text(
            f"Grey Wolf attacked Old Mill on day {number}. {number + 2} killed were counted by all of them.\n"
        )
        assert two("add", other).code == 0
    assert "Ada Lund" in places_of(["Ada Lund"], one.home)

    shutil.copy(two.home / "log.sqlite", one.home / "log.sqlite")
    assert one("list", "articles").code == 8
    assert one("rebuild").code == 0
    assert places_of(["Ada Lund"], one.home) == {}
    assert one("verify").code == 0


def test_projections_beyond_the_log_are_no_good_state(filled: CommandLine, tmp_path: Path) -> None:
    """Said by status as by doctor."""
    kb = CommandLine(tmp_path / "home", filled.env)
    shutil.copytree(filled.home, kb.home)
    fresh = CommandLine(tmp_path / "fresh", filled.env)
    assert fresh("init").code == 0
    shutil.copy(fresh.home / "log.sqlite", kb.home / "log.sqlite")
    status = kb("status", "--json").json
    assert (status["health"], "the log ends at 2" in status["problems"][0]) == ("bad", True)


@pytest.mark.thorough
def test_a_server_that_lost_its_last_events_is_found(cluster: Cluster, plugged: dict[str, str], tmp_path: Path) -> None:
    """A machine that had them does not go on from them, where another has recorded others in their places."""
    url = cluster.url()
    one, two = (CommandLine(url, {**plugged, "KB_CACHE": str(tmp_path / name)}) for name in ("a", "b"))  # type: ignore[arg-type]
    first, second = write_articles(tmp_path / "in")
    assert one("init").code == 0
    assert one("add", first).code == 0
    schema = url.rpartition("=")[2]
    cluster.psql(
        f"SET search_path = {schema}; ALTER TABLE event DISABLE TRIGGER USER; DELETE FROM event WHERE position > 2; "
        "UPDATE head SET position = 2, hash = (SELECT hash FROM event WHERE position = 2); "
        "ALTER TABLE event ENABLE TRIGGER USER"
    )
    assert two("add", second).code == 0

    refused(one, first)
    assert one("rebuild").code == 0
    assert one("add", first).code == 0
    assert one("export", "--format", "nquads").out == two("export", "--format", "nquads").out
    assert one("verify").code == 0
