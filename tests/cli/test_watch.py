"""kb watch as a person and a service manager run it: once, for ever, stopped and killed at any moment."""

import json
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import CommandLine
from tests.stub_site import Site, rss, serving

ONE = "Blue Column attacked Nordhaven Depot, and 5 killed were counted."


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """A site with one feed."""
    with serving(Site(pages={"/feed": rss(("1", "http://x/1", ONE))})) as running:
        yield running


def test_once(kb: CommandLine, site: Site, tmp_path: Path) -> None:
    """A folder and a feed; the second time there is nothing new; one bad file keeps nothing out."""
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.txt").write_text("Red Column attacked Sudhaven Depot.")
    sources = [folder, f"{site.address}/feed", "--once", "--settle", "0"]
    private = kb("watch", *sources)
    assert private.code == 1
    assert "--allow-private" in private.err
    done = kb("watch", *sources, "--allow-private", "--source", "Desk", "--actor", "ann")
    assert (done.code, done.out.count("added")) == (0, 1)
    again = kb("watch", *sources, "--allow-private")
    assert (again.code, again.out, again.err.strip()) == (0, "", "Nothing new.")
    (folder / "bad.json").write_text("{")
    failed = kb("watch", *sources, "--allow-private", "--json")
    assert failed.code == 1
    assert [json.loads(line)["error"]["code"] for line in failed.out.splitlines()] == ["unreadable-source"]
    listed = kb("list", "articles", "--json").json
    assert {article["source"] for article in listed} == {"Desk", ""}
    told = kb("log", "--type", "article-added", "--json").out.splitlines()
    assert json.loads(told[-1])["actor"] == "person:ann"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["none"], 4),
        ([""], 4),
        (["."], 0),
        ([".", "--every", "soon"], 3),
        ([".", "--every", "0s"], 3),
        (["ftp://x/"], 4),
        (["http://user:word@127.0.0.1/", "--once"], 1),
    ],
)
def test_what_cannot_be_watched(
    kb: CommandLine, arguments: list[str], code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error says which; a secret in an address is not shown."""
    monkeypatch.chdir(tmp_path)
    done = kb("watch", *arguments, "--once")
    assert done.code == code
    assert "word@" not in done.err


@pytest.mark.thorough
@pytest.mark.parametrize("how", [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.slow), signal.SIGKILL])
def test_stopped_at_any_moment_it_goes_on_where_it_was(kb: CommandLine, how: signal.Signals, tmp_path: Path) -> None:
    """By the keyboard, a service manager or a power cut: every article is in once, and the home is sound."""
    folder = tmp_path / "folder"
    folder.mkdir()
    for number in range(12):
        (folder / f"{number:02}.txt").write_text(f"Blue Column attacked Nordhaven Depot{number}.")
    process = kb.start("watch", folder, "--settle", "0", "--every", "1s")
    assert process.stdout is not None
    for _ in range(3):
        assert process.stdout.readline().startswith("added")
    process.send_signal(how)
    out, err = process.communicate(timeout=60)
    assert "Traceback" not in err
    if how is not signal.SIGKILL:
        assert process.returncode == 130
        assert "Stopped." in err
        told = 3 + out.count("added")  # one may be recorded and not said yet
        assert told <= len(kb("list", "articles", "--limit", "0", "--json").json) <= told + 1
    assert kb("watch", folder, "--settle", "0", "--once").code == 0
    assert len(kb("list", "articles", "--limit", "0", "--json").json) == 12
    assert kb("verify", "--json").code == 0


@pytest.mark.thorough
def test_it_watches_until_it_is_stopped(kb: CommandLine, tmp_path: Path) -> None:
    """What appears while it runs comes in, and others may write meanwhile."""
    folder = tmp_path / "folder"
    folder.mkdir()
    process = kb.start("watch", folder, "--settle", "0", "--every", "0.1s", "--json")
    assert process.stderr is not None
    assert process.stdout is not None
    assert process.stderr.readline().startswith("Watching")
    (folder / "a.txt").write_text(ONE)
    assert json.loads(process.stdout.readline())["status"] == "added"
    (tmp_path / "b.txt").write_text("Red Column attacked Sudhaven Depot.")
    assert kb("add", tmp_path / "b.txt").code == 0
    (folder / "a.txt").write_text(ONE.replace("5", "7"))
    assert json.loads(process.stdout.readline())["status"] == "corrected"
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    assert len(kb("list", "articles", "--json").json) == 2
