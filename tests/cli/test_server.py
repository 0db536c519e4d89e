"""`kb serve` as a process: it answers, says when it cannot, and ends when told."""

import json
import re
import signal
import socket
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import CommandLine


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the browser of these tests writes what it is opened on."""
    return tmp_path_factory.mktemp("browser") / "opened.txt"


@pytest.fixture(scope="module")
def address(filled: CommandLine, opened: Path) -> Iterator[str]:
    """The address of a server on the filled home, on a free port; a browser was opened on it."""
    browser = opened.with_name("browser")
    browser.write_text(f'#!/bin/sh\necho "$1" > "{opened}.new" && mv "{opened}.new" "{opened}"\n', encoding="utf-8")
    browser.chmod(0o755)
    process = filled.start("serve", "--port", "0", "--open", BROWSER=str(browser))
    assert process.stderr is not None
    line = process.stderr.readline()
    found = re.search(r"http://127\.0\.0\.1:\d+/", line)
    assert found, line
    yield found[0]
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=600)
    assert process.returncode in (0, 130)


def _get(url: str, accept: str = "application/json") -> bytes:
    with urllib.request.urlopen(urllib.request.Request(url, headers={"Accept": accept}), timeout=600) as answer:
        body: bytes = answer.read()
    return body


@pytest.mark.thorough
def test_it_answers_queries_and_lists(filled: CommandLine, address: str) -> None:
    """The same events as on the command line."""
    query = urllib.parse.quote("SELECT ?e { ?e a kb:Event }")
    found = json.loads(_get(f"{address}sparql?query={query}", "application/sparql-results+json"))
    listed = filled("list", "events", "--json").json
    assert {row["e"]["value"] for row in found["results"]["bindings"]} == {event["iri"] for event in listed}
    assert json.loads(_get(f"{address}events"))["total"] == len(listed)
    assert json.loads(_get(f"{address}health"))["position"] == filled("status", "--json").json["position"]


@pytest.mark.thorough
def test_it_opens_a_browser_where_it_answers(address: str, opened: Path) -> None:
    """Once it answers, so that the first page is there."""
    end = time.monotonic() + 600
    while not opened.exists():
        assert time.monotonic() < end
        assert json.loads(_get(f"{address}health"))["position"] > 0
    assert opened.read_text(encoding="utf-8").strip() == address
    assert b"<h1" in _get(address, "text/html")


def test_it_goes_on_after_a_hostile_query(address: str) -> None:
    """A deep query is refused with a status of its own, the next one is answered."""
    deep = urllib.parse.quote("ASK " + "{" * 3000 + "}" * 3000)
    with pytest.raises(urllib.error.HTTPError) as caught:
        _get(f"{address}sparql?query={deep}")
    assert caught.value.code in (400, 413)
    assert json.loads(_get(f"{address}sparql?query=ASK%20%7B%7D"))["boolean"] is True


@pytest.mark.thorough
def test_where_programs_read_the_log_each_line_is_for_them(filled: CommandLine) -> None:
    """The first says where the server is, the others what was asked."""
    process = filled.start("serve", "--port", "0", KB_LOG_FORMAT="json")
    assert process.stderr is not None
    first = json.loads(process.stderr.readline())
    assert (first["message"], first["logger"]) == ("serving", "kb.api")
    assert json.loads(_get(f"{first['address']}health"))["status"]
    process.send_signal(signal.SIGTERM)
    _, rest = process.communicate(timeout=600)

    lines = [json.loads(line) for line in rest.splitlines()]
    assert [line["path"] for line in lines if line["logger"] == "kb.access"] == ["/health"]


def test_a_port_in_use_is_said(filled: CommandLine) -> None:
    """Exit code 5, which port, what to do."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = filled("serve", "--port", str(port))
    assert done.code == 5
    assert f"127.0.0.1:{port}" in done.err
    assert "--port" in done.err


def test_other_machines_are_let_in_with_a_token_only(filled: CommandLine) -> None:
    """Exit code 3, and how to give one."""
    done = filled("serve", "--host", "0.0.0.0", "--port", "0")
    assert done.code == 3
    assert "--token" in done.err
