"""Tests of kb.service.tokens: what decides whether a secret is somebody's, and that it takes one way for all.

No test of time: a comparison in constant time is hmac's, and what can go wrong is the way to it.
"""

import asyncio
import hmac
from pathlib import Path
from typing import Any

import pytest
from fastapi import Request
from starlette.types import Message, Receive, Scope, Send

from kb.api.traffic.access import Gatekeeper
from kb.api.traffic.private import Private
from kb.api.traffic.visitors import Visitors
from kb.service.tokens import Tokens

SERVER = "the server's own secret"
HEX = 64


class Comparisons:
    """Stands for hmac.compare_digest: keeps what was compared, and says what it is told to say, or the truth."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str]] = []
        self.says: bool | None = None

    def __call__(self, one: str, other: str) -> bool:
        self.seen.append((one, other))
        return hmac.compare_digest(one, other) if self.says is None else self.says


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> Comparisons:
    """Every comparison of a secret."""
    standing = Comparisons()

    class Standing:
        compare_digest = staticmethod(standing)

    for where in ("tokens", "secret"):
        monkeypatch.setattr(f"kb.service.{where}.hmac", Standing)
    return standing


def doors(tokens: Tokens) -> dict[str, Any]:
    """Whatever lets a bearer in, by name: each says whether it does."""
    gatekeeper, visitors = Gatekeeper(SERVER, tokens), Visitors(SERVER, tokens)

    def private(secret: str) -> bool:
        passed: list[Scope] = []

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            passed.append(scope)

        async def receive() -> Message:
            return {"type": "http.request"}

        async def send(message: Message) -> None:
            pass

        asyncio.run(Private(app, SERVER, tokens)(requested(secret).scope, receive, send))
        return bool(passed)

    return {
        "home": lambda secret: bool(tokens.owner(secret)),
        "writing": gatekeeper.knows,
        "reading": lambda secret: visitors(requested(secret)).known,
        "private": private,
    }


def requested(secret: str) -> Request:
    """A request that brings a secret."""
    header = (b"authorization", f"Bearer {secret}".encode("latin-1"))
    return Request({"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": [header]})


def test_a_comparison_of_two_hashes_decides_and_nothing_before_it(tmp_path: Path, compared: Comparisons) -> None:
    """Of a home's tokens and of the server's own: were all found equal, any secret would do, and none were none."""
    tokens = Tokens(tmp_path)
    known = tokens.new("ann")
    for name, door in doors(tokens).items():
        for secret in (known, SERVER, "nobody's", "x"):
            compared.says = None
            assert door(secret) is (secret == known or (secret == SERVER and name != "home")), (name, secret)
            for verdict in (True, False):
                compared.says = verdict
                assert door(secret) is verdict, (name, secret)


def test_who_is_unknown_goes_the_way_of_who_is_known(tmp_path: Path, compared: Comparisons) -> None:
    """Every token of the home is compared, whichever it is; what is compared has one length, whatever was given."""
    tokens = Tokens(tmp_path)
    known = [tokens.new(name) for name in ("ann", "bea", "cem")]
    wrong = ["kb_", known[0][:-1], known[0] + "x", "é" * 5_000, known[0].upper()]
    ways = {}
    for name, door in doors(tokens).items():
        for secret in (*known, SERVER, *wrong):
            compared.seen.clear()
            door(secret)
            assert {(len(one), len(other)) for one, other in compared.seen} == {(HEX, HEX)}, (name, secret)
            ways[name, secret] = len(compared.seen)

    for name in doors(tokens):
        assert len({ways[name, secret] for secret in known}) == 1, name
        assert len({ways[name, secret] for secret in (SERVER, *wrong)}) == 1, name
    assert {ways["home", secret] for secret in (*known, *wrong)} == {len(known)}
