"""`kb mcp` as assistants meet it: a process on standard input and output, and a server, with the kit's own client."""

import json
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import anyio
import httpx
import httpx2
import pytest
from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client

from kb.api.server import bind, make_server
from kb.api.serving.backend import Backend
from kb.mcp.server import PATH, application
from kb.service.curation.decisions import decisions
from kb.service.knowledge_base import KnowledgeBase
from kb.service.tokens import Tokens
from tests.api.conftest import opened
from tests.cli.conftest import CommandLine, filled, plugged

__all__ = ["filled", "plugged"]
ASK = {"query": "ASK { ?e a kb:Event }"}
HELLO = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "x", "version": "1"}},
}
TAKES = {"Accept": "application/json, text/event-stream"}


def asked(client: Any, work: Callable[[Client], Any]) -> Any:
    """Return what *work* does with a client."""

    async def main() -> Any:
        async with Client(client) as opened:
            return await work(opened)

    return anyio.run(main)


@contextmanager
def listening(line: CommandLine, *arguments: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Run `kb mcp --http` on a free port for the block; give its address."""
    process = line.start("mcp", "--http", "--port", "0", *arguments)
    assert process.stderr is not None
    try:
        said = ""
        while not (found := re.search(r"http://\S+/mcp", said)):
            said = process.stderr.readline()
            assert said, process.communicate()
        yield found[0], process
    finally:
        process.terminate()
        process.communicate(timeout=60)


def test_over_standard_input_and_output(filled: CommandLine, tmp_path: Path) -> None:
    """Nothing but the protocol comes out of it; who hangs up ends it; the home's lock stays free meanwhile."""
    (tmp_path / "c.txt").write_text("Green Column attacked Westhaven Depot.")
    env = {**filled.env, "KB_HOME": str(filled.home)}
    server = StdioServerParameters(command=sys.executable, args=["-m", "kb.cli.main", "mcp"], env=env)

    async def work(client: Client) -> tuple[Any, Any, Any]:
        first = await client.call_tool("sparql", ASK)
        before = await client.call_tool("search", {"words": "Westhaven"})
        added = await anyio.to_thread.run_sync(lambda: filled.process("add", tmp_path / "c.txt"))
        assert added.code == 0, added.err
        return first, before, await client.call_tool("search", {"words": "Westhaven"})

    first, before, after = asked(server, work)
    assert first.structured_content["boolean"] is True
    assert before.structured_content["items"] == []
    assert len(after.structured_content["items"]) == 2  # what another process added meanwhile is seen


@pytest.mark.thorough
def test_over_http_on_this_machine(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Without a token for programs of this machine, but for no page of another site and under no other name."""
    with opened(tmp_path_factory.mktemp("mcp") / "home") as kb, _in_a_thread(kb) as address:
        found = asked(address, lambda client: client.call_tool("sparql", ASK))
        assert found.structured_content["boolean"] is True
        assert "decide" not in {tool.name for tool in asked(address, lambda client: client.list_tools()).tools}
        assert httpx.post(address, json=HELLO, headers=TAKES).status_code == 200
        for header in ({"Origin": "https://evil.example"}, {"Host": "evil.example"}):
            assert httpx.post(address, json=HELLO, headers=TAKES | header).status_code in (403, 421)
        assert httpx.post(address, content="x", headers=TAKES | {"Content-Type": "text/plain"}).status_code == 400
        big = httpx.post(address, content=b"[" * 6_000_000, headers=TAKES | {"Content-Type": "application/json"})
        assert big.status_code == 413


@contextmanager
def _in_a_thread(kb: KnowledgeBase, *, write: bool = False) -> Iterator[str]:
    """Run what `kb mcp --http` runs for the block; give its address."""
    backend = Backend(kb)
    with bind("127.0.0.1", 0, "") as taken:
        port = taken.getsockname()[1]
        tokens = Tokens(kb.home.root)
        server = make_server(application(backend, host="127.0.0.1", port=port, tokens=tokens, write=write))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]})
        thread.start()
        try:
            while not server.started:
                assert thread.is_alive()
                time.sleep(0.02)
            yield f"http://127.0.0.1:{port}{PATH}"
        finally:
            server.should_exit = True
            thread.join()
            backend.close()


def test_over_http_with_tokens(tmp_path_factory: pytest.TempPathFactory) -> None:
    """From the first one on every request carries one, and its owner decides, if it is for writing."""
    with opened(tmp_path_factory.mktemp("mcp") / "home") as kb, _in_a_thread(kb, write=True) as address:
        tokens = Tokens(kb.home.root)
        writer, reader = tokens.new("ann"), tokens.new("bob", "read")
        assert httpx.post(address, json=HELLO, headers=TAKES).status_code == 401
        wrong = httpx.post(address, json=HELLO, headers=TAKES | {"Authorization": "Bearer kb_wrong"})
        assert wrong.status_code == 401
        assert wrong.headers["WWW-Authenticate"].startswith("Bearer")
        done = anyio.run(_decides, address, writer)
        assert done.structured_content["actor"] == "person:ann"
        refused = anyio.run(_decides, address, reader)
        assert refused.is_error
        assert "for reading" in refused.content[0].text
        assert [row.actor for row in decisions(kb)] == ["person:ann"]


async def _decides(address: str, secret: str) -> Any:
    """Confirm an event with a token."""
    async with (
        httpx2.AsyncClient(headers={"Authorization": f"Bearer {secret}"}, timeout=60) as http,
        Client(streamable_http_client(address, http_client=http)) as client,
    ):
        events = await client.call_tool("events", {"type": "attack"})
        event = events.structured_content["items"][0]["id"]
        return await client.call_tool("decide", {"action": "confirm", "what": event, "reason": "seen"})


@pytest.mark.slow
def test_the_command_listens_until_it_is_stopped(plugged: dict[str, str], tmp_path: Path, filled: CommandLine) -> None:
    """`kb mcp --http --write` as a process, with a token of the home."""
    line = CommandLine(tmp_path / "home", plugged)
    assert line("add", filled.home.parent / "articles").code == 0
    secret = line("token", "new", "ann").out.strip()
    with listening(line, "--write") as (address, process):
        assert anyio.run(_decides, address, secret).structured_content["actor"] == "person:ann"
    assert process.returncode == 0
    assert line("list", "decisions", "--json").json[0]["actor"] == "person:ann"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["mcp", "--http", "--host", "0.0.0.0"], 3, "token"),
        (["mcp", "--http", "--host", "203.0.113.9", "--token", "x"], 3, "not possible"),
        (["--home", "none", "mcp"], 4, "none"),
    ],
)
def test_what_it_does_not_start_with(filled: CommandLine, arguments: list[str], code: int, said: str) -> None:
    """It says why, and nothing listens."""
    done = filled(*arguments)
    assert (done.code, said in done.err) == (code, True), done.err


def test_without_the_kit_it_says_what_to_install(filled: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra is optional."""
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    done = filled("mcp")
    assert done.code == 3
    assert "newskb[mcp]" in done.err


@pytest.mark.thorough
def test_a_line_that_is_no_message_is_answered_and_the_next_one_heard(filled: CommandLine) -> None:
    """Whoever waits for an answer to it would wait for ever; JSON-RPC has codes for both."""
    lines = '{bad json\n\n[]\n{"jsonrpc":"2.0","id":1,"method":"ping"}\n'
    env = {**filled.env, "KB_HOME": str(filled.home)}
    with subprocess.Popen(
        [sys.executable, "-m", "kb.cli.main", "mcp"], env=env, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        server.stdin.write(lines)
        server.stdin.flush()
        told = [json.loads(server.stdout.readline()) for _ in range(3)]  # whoever closes first is not answered
        server.stdin.close()

    assert [(one["id"], one.get("error", {}).get("code")) for one in told] == [
        (None, -32700),
        (None, -32600),
        (1, None),
    ]
