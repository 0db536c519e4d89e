"""kb verify, sign, keys, upgrade: what was changed is found out, what is derived is mended, the log is left alone."""

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from pyoxigraph import Store

from kb.log import Append, Home, SqliteEventLog, format1
from kb.log.backup import read
from kb.log.chain import Head, seal
from kb.log.sqlite_file import APPLICATION_ID
from kb.log.sqlite_rows import INSERT, row_of
from kb.projections.catalog.schema import FORMAT as CATALOG_FORMAT
from kb.service.upkeep.upgrading import upgrade
from tests.cli.conftest import CommandLine


@pytest.fixture
def copied(filled: CommandLine, tmp_path: Path) -> CommandLine:
    """A copy of the filled home, to be damaged."""
    shutil.copytree(filled.home, tmp_path / "copy")
    return CommandLine(tmp_path / "copy", filled.env)


def _log_bytes(line: CommandLine) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(line.home / "log.sqlite")
    rows = connection.execute("SELECT * FROM event ORDER BY position").fetchall()
    connection.close()
    return rows


def _drop_quad(line: CommandLine) -> None:
    store = Store(str(line.home / "graph"))
    store.remove(next(quad for quad in store if quad.predicate.value.endswith("#exact")))
    store.flush()


def _change_row(line: CommandLine) -> None:
    connection = sqlite3.connect(line.home / "catalog.sqlite")
    connection.execute("UPDATE articles SET title = 'Another'")
    connection.commit()
    connection.close()


def _tear_graph(line: CommandLine) -> None:
    (line.home / "graph" / "CURRENT").write_text("nonsense", encoding="utf-8")


def _tear_catalog(line: CommandLine) -> None:
    for path in line.home.glob("catalog.sqlite*"):
        path.unlink()
    (line.home / "catalog.sqlite").write_bytes(b"no database at all " * 500)


@pytest.mark.thorough
def test_in_processes_it_finds_what_it_finds_in_one(copied: CommandLine) -> None:
    """The same counts and differences, however many jobs."""
    sound = [copied("verify", "--json", "--jobs", str(jobs)).json for jobs in (1, 2)]
    assert sound[0] == sound[1]
    assert sound[0]["sound"]
    assert sound[0]["articles"] == 2

    _drop_quad(copied)
    _change_row(copied)
    found = [copied("verify", "--json", "--jobs", str(jobs)) for jobs in (1, 2)]
    assert [done.code for done in found] == [8, 8]
    assert {(row["projection"], row["what"]) for row in found[0].json["differences"]} >= {
        ("graph", "missing"),
        ("catalog", "missing"),
    }
    assert sorted(map(str, found[0].json["differences"])) == sorted(map(str, found[1].json["differences"]))


@pytest.mark.thorough
@pytest.mark.parametrize("damage", [_drop_quad, _change_row, _tear_graph, _tear_catalog])
def test_what_is_derived_is_repaired(copied: CommandLine, damage: object) -> None:
    """And the log is byte for byte what it was."""
    before = _log_bytes(copied), copied("verify", "--json").json
    damage(copied)  # type: ignore[operator]
    assert copied("verify").code in (7, 8)

    done = copied("verify", "--repair", "--json")
    assert done.code == 0, done.err
    assert done.json["repaired"]
    assert copied("verify", "--json").json == before[1]
    assert _log_bytes(copied) == before[0]


def test_a_damaged_log_is_not_repaired(copied: CommandLine) -> None:
    """What cannot be made again is left as evidence; the projections stay."""
    _forge(copied, rechain=False)
    graph = sorted(path.name for path in (copied.home / "graph").iterdir())
    done = copied("verify", "--repair")

    assert done.code == 8
    assert "damaged at position 3" in done.err
    assert sorted(path.name for path in (copied.home / "graph").iterdir()) == graph


def _change_log(path: Path, *statements: str) -> None:
    """Change rows of the log, as somebody can who takes its triggers off and puts them on again."""
    connection = sqlite3.connect(path)
    triggers = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        connection.execute(statement)
    for _, sql in triggers:
        connection.execute(sql)
    connection.commit()
    connection.close()


def _forge(line: CommandLine, *, rechain: bool) -> None:
    """Change what an article says, as somebody with write access to the file can; *rechain*: hide it well."""
    log = SqliteEventLog(line.home / "log.sqlite")
    events = list(log.read())
    log.close()
    path = line.home / "log.sqlite"
    if not rechain:
        _change_log(path, "UPDATE event SET actor = 'person:Eve' WHERE position = 3")
        return
    for file in line.home.glob("log.sqlite*"):
        file.unlink()
    forged = SqliteEventLog(path, create=True)
    for recorded in events:
        at = recorded.envelope
        forged.append(at.stream, at.stream_version - 1, [recorded.event], actor="person:Eve")
    forged.close()


@pytest.mark.thorough
def test_a_forged_log_chained_anew_is_found_out(copied: CommandLine, tmp_path: Path) -> None:
    """Its chain is sound, and yet it is neither what was signed nor what the kept hash says."""
    assert copied("keys", "new", tmp_path / "key").code == 0
    signed = copied("sign", "--key", tmp_path / "key", "--json").json
    kept = f"{signed['head']}@{signed['position']}"
    assert copied("verify", "--public-key", tmp_path / "key.pub", "--against", kept).code == 0

    _forge(copied, rechain=True)
    assert copied("verify", "--repair").code == 0  # nothing else would tell

    done = copied("verify", "--public-key", tmp_path / "key.pub", "--json")
    assert done.code == 8
    assert json.loads(done.err)["error"]["code"] == "forged"
    for head in (kept, signed["head"]):
        done = copied("verify", "--against", head, "--json")
        assert done.code == 8
        assert json.loads(done.err)["error"]["code"] == "other-history"


def test_a_log_cut_off_behind_is_found_out(copied: CommandLine, tmp_path: Path) -> None:
    """What was signed is not there."""
    copied("keys", "new", tmp_path / "key")
    copied("sign", "--key", tmp_path / "key")
    _change_log(
        copied.home / "log.sqlite",
        "DELETE FROM event WHERE position = (SELECT max(position) FROM event)",
        "UPDATE sqlite_sequence SET seq = seq - 1 WHERE name = 'event'",
    )
    copied("rebuild")

    assert copied("verify").code == 0
    done = copied("verify", "--public-key", tmp_path / "key.pub")
    assert done.code == 8
    assert "the log ends at event" in done.err


@pytest.mark.thorough
def test_who_signed_what_is_said(copied: CommandLine, tmp_path: Path) -> None:
    """Unsigned, by another, and how many events came after."""
    copied("keys", "new", tmp_path / "key")
    copied("keys", "new", tmp_path / "other")
    done = copied("verify", "--public-key", tmp_path / "key.pub")
    assert (done.code, "not signed" in done.err) == (8, True)

    position = copied("sign", "--key", tmp_path / "key", "--json").json["position"]
    (tmp_path / "late.txt").write_text(
        "Title: Late\n\nRed Guard attacked Depot North. " + "More. " * 30, encoding="utf-8"
    )
    assert copied("add", tmp_path / "late.txt").code == 0
    signed = copied("verify", "--public-key", tmp_path / "key.pub", "--json").json["signed"]
    assert signed["position"] == position
    assert signed["later"] == copied("status", "--json").json["position"] - position
    done = copied("verify", "--public-key", tmp_path / "other.pub")
    assert (done.code, "with 1 other key" in done.err) == (8, True)


@pytest.mark.thorough
def test_a_changed_signature_is_found_out(copied: CommandLine, tmp_path: Path) -> None:
    """It is neither taken nor passed over; a line that a crash cut off is."""
    copied("keys", "new", tmp_path / "key")
    copied("sign", "--key", tmp_path / "key")
    path = copied.home / "signatures.jsonl"
    good = path.read_text(encoding="utf-8")
    path.write_text(good + good[:40], encoding="utf-8")
    assert copied("verify", "--public-key", tmp_path / "key.pub").code == 0
    for end in (good[:40], good.rstrip()):
        path.write_text(good + end, encoding="utf-8")
        assert copied("sign", "--key", tmp_path / "key").code == 0
        assert copied("verify", "--public-key", tmp_path / "key.pub").code == 0
        assert len(path.read_text(encoding="utf-8").splitlines()) == 2 + end.endswith("}")

    values = json.loads(good)
    path.write_text(json.dumps(values | {"position": values["position"] - 1}) + "\n", encoding="utf-8")
    done = copied("verify", "--public-key", tmp_path / "key.pub")
    assert (done.code, "not made with this key" in done.err) == (8, True)
    path.write_text("nonsense\n" + good, encoding="utf-8")
    done = copied("verify", "--public-key", tmp_path / "key.pub")
    assert (done.code, "line 1 is no signature" in done.err) == (7, True)


def test_signatures_go_with_the_backup(copied: CommandLine, tmp_path: Path) -> None:
    """The restored home is signed."""
    copied("keys", "new", tmp_path / "key")
    copied("sign", "--key", tmp_path / "key")
    copied("backup", tmp_path / "b.kb")
    there = CommandLine(tmp_path / "there", copied.env)
    there("restore", tmp_path / "b.kb")

    assert there("verify", "--public-key", tmp_path / "key.pub").code == 0


def test_a_hash_that_was_kept_is_told_with_its_event(filled: CommandLine) -> None:
    """And how many came since, be it given with its position or without."""
    rows = [json.loads(line) for line in filled("log", "--json").out.splitlines()]
    last, third = rows[-1], rows[2]
    said = filled("verify", "--against", third["hash"]).out
    assert f"The hash given is that of event 3, {len(rows) - 3} after it" in said
    assert f"of event {len(rows)}, 0 after it" in filled("verify", "--against", f"{last['hash']}@{len(rows)}").out
    assert filled("verify", "--against", third["hash"], "--json").json["against"] == 3
    plain = filled("verify", "--json").json
    assert plain["against"] is None


@pytest.mark.parametrize("given", ["x", "ab" * 31, "ab" * 32 + "@", "ab" * 32 + "@0", "ab" * 32 + "@x"])
def test_what_is_no_hash_is_refused(filled: CommandLine, given: str) -> None:
    """Before anything is verified; a trailing @ alone counts as none."""
    done = filled("verify", "--against", given)

    assert done.code == (8 if given.endswith("@") else 3)
    assert "hint:" in done.err


# --- upgrade -----------------------------------------------------------------------------------


@pytest.fixture
def old(filled: CommandLine, tmp_path: Path) -> CommandLine:
    """A home whose log has format 1, with the events of the filled one."""
    shutil.copytree(filled.home, tmp_path / "old")
    path = tmp_path / "old" / "log.sqlite"
    source = SqliteEventLog(path)
    events = list(source.read())
    source.close()
    for file in path.parent.glob("log.sqlite*"):
        file.unlink()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    for statement in format1.SCHEMA:
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute("PRAGMA user_version = 1")
    head = Head()
    for recorded in events:
        at = recorded.envelope
        head.streams[at.stream] = at.stream_version - 1
        moment = datetime.fromisoformat(at.recorded_at)
        batch = [Append(at.stream, at.stream_version - 1, [recorded.event], at.actor, at.cause)]
        (sealed,) = seal(batch, head, moment, salt=None)
        connection.execute(INSERT[1], row_of(sealed.envelope, 1))
    connection.commit()
    connection.close()
    return CommandLine(tmp_path / "old", filled.env)


def _format(path: Path) -> int:
    connection = sqlite3.connect(path)
    found = int(connection.execute("PRAGMA user_version").fetchone()[0])
    connection.close()
    return found


def test_a_dry_run_changes_nothing(old: CommandLine) -> None:
    """It says what would be done."""
    before = (old.home / "log.sqlite").read_bytes()
    done = old("upgrade", "--dry-run", "--json")

    assert done.code == 0, done.err
    (step,) = done.json["steps"]
    assert (step["found"], step["known"], step["events"], step["new_head"]) == (
        1,
        2,
        old("status", "--json").json["position"],
        "",
    )
    assert (old.home / "log.sqlite").read_bytes() == before


def test_an_upgrade_keeps_every_event_and_the_old_file(old: CommandLine) -> None:
    """Hashes change; both heads are recorded; doing it twice is doing it once."""
    source = SqliteEventLog(old.home / "log.sqlite", read_only=True)
    events = list(source.read())
    source.close()
    done = old("upgrade", "--json")

    assert done.code == 0, done.err
    (step,) = done.json["steps"]
    assert step["old_head"] == events[-1].envelope.hash != step["new_head"]
    assert (_format(old.home / "log.sqlite"), _format(old.home / "log.sqlite.format1")) == (2, 1)
    kept = SqliteEventLog(old.home / "log.sqlite.format1", read_only=True)
    assert list(kept.read()) == events
    kept.close()
    target = SqliteEventLog(old.home / "log.sqlite", read_only=True)
    assert [(item.event, item.envelope.recorded_at) for item in target.read()] == [
        (item.event, item.envelope.recorded_at) for item in events
    ]
    target.close()
    (line,) = (old.home / "upgrades.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["old_head"] == step["old_head"]
    assert old("upgrade", "--json").json["steps"] == []
    assert old("verify").code == 0


def test_an_upgrade_that_was_killed_is_done_again(old: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Until the new log takes its place all is of the old one; its signatures lie where they belong then."""
    (old.home / "signatures.jsonl").write_text("of the old chain\n", encoding="utf-8")
    replace = Path.replace

    def killed(self: Path, target: Path) -> Path:
        if self.name == "log.sqlite.new":
            raise SystemExit
        return replace(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", killed)
        with pytest.raises(SystemExit):
            upgrade(Home.open(old.home))
    assert _format(old.home / "log.sqlite") == 1

    (step,) = old("upgrade", "--json").json["steps"]
    lines = [json.loads(line) for line in (old.home / "upgrades.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [line["old_head"] for line in lines] == [step["old_head"]] * 2
    assert lines[-1]["new_head"] == step["new_head"] == old("verify", "--json").json["head"]
    assert (old.home / "signatures.format1.jsonl").read_text(encoding="utf-8") == "of the old chain\n"
    assert not (old.home / "signatures.jsonl").exists()


def test_an_upgrade_makes_projections_of_an_earlier_format_again(kb: CommandLine) -> None:
    """A dry run says so and does nothing."""
    kb("init")
    path = kb.home / "catalog.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {CATALOG_FORMAT - 1}")
    connection.close()
    dry = kb("upgrade", "--dry-run", "--json").json["steps"]

    assert _format(path) == CATALOG_FORMAT - 1
    assert kb("upgrade", "--json").json["steps"] == dry
    (step,) = dry
    assert (step["what"], step["found"], step["known"]) == ("projections", CATALOG_FORMAT - 1, CATALOG_FORMAT)
    assert step["events"] == kb("status", "--json").json["position"]
    assert _format(path) == CATALOG_FORMAT
    assert kb("verify").code == 0
    assert "All has today's format" in kb("upgrade").out


@pytest.mark.parametrize("copied_by", ["kb", "another tool"])
def test_a_log_that_somebody_has_open_is_not_exchanged(old: CommandLine, copied_by: str) -> None:
    """Whoever reads there would go on reading the old one; also where the file had lost its write-ahead mode."""
    if copied_by != "kb":
        with closing(sqlite3.connect(old.home / "log.sqlite")) as connection:
            assert connection.execute("PRAGMA journal_mode = DELETE").fetchone() == ("delete",)
    server = SqliteEventLog(old.home / "log.sqlite")
    assert server.position() > 3
    done = old("upgrade")
    server.close()

    assert done.code == 6
    assert f"has {old.home / 'log.sqlite'} open" in done.err
    assert _format(old.home / "log.sqlite") == 1
    assert not (old.home / "log.sqlite.format1").exists()


def test_a_damaged_old_log_is_left_alone(old: CommandLine) -> None:
    """It says where."""
    _change_log(old.home / "log.sqlite", "UPDATE event SET actor = 'person:Eve' WHERE position = 2")
    before = (old.home / "log.sqlite").read_bytes()
    done = old("upgrade")

    assert done.code == 8
    assert "position 2" in done.err
    assert (old.home / "log.sqlite").read_bytes() == before


def test_a_backup_of_an_old_home_restores_to_todays_format(old: CommandLine, tmp_path: Path) -> None:
    """The way from one machine and version to another."""
    done = old("backup", tmp_path / "b.kb", "--json")
    assert done.code == 0, done.err
    there = CommandLine(tmp_path / "there", old.env)
    restored = there("restore", tmp_path / "b.kb")

    assert restored.code == 0, restored.err
    assert f"the head hash was {done.json['head']}" in restored.err
    assert _format(there.home / "log.sqlite") == 2
    assert there("verify").code == 0
    with (tmp_path / "b.kb").open("rb") as stream:
        manifest, envelopes = read(stream, "b.kb")
        assert (manifest.log_format, len(list(envelopes))) == (1, manifest.position)


@pytest.mark.thorough
def test_a_state_of_the_past_is_held_to_a_replay(copied: CommandLine) -> None:
    """What --as-of has kept is compared too; one that was changed is named, and thrown away on repair."""
    position = copied("status", "--json").json["position"] - 1
    before = copied("list", "articles", "--as-of", str(position), "--json").json
    sound = copied("verify", "--json").json
    assert sound["sound"]
    assert sound["snapshots"] == 1

    (rows,) = copied.home.glob("past/*/rows.sqlite")  # what is laid over the catalog, and what of that it hides
    connection = sqlite3.connect(rows)
    connection.executemany("INSERT OR IGNORE INTO gone_article VALUES (?)", [(one["id"],) for one in before])
    connection.commit()
    connection.close()

    found = copied("verify", "--json")
    assert found.code != 0
    assert {one["projection"] for one in found.json["differences"]} == {f"snapshot of event {position}: catalog"}
    assert copied("verify", "--repair", "--json").json["repaired"]
    assert copied("verify", "--json").json["sound"]
    assert copied("list", "articles", "--as-of", str(position), "--json").json == before
