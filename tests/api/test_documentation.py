"""docs/http.md says what the service does; what the pages show of curl runs."""

import re
import shlex
from collections.abc import Mapping
from pathlib import Path

import httpx
import pytest

from kb.api.traffic.problems import BY_REASON
from kb.service.tokens import Tokens
from tests.api.conftest import Served

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "http.md").read_text(encoding="utf-8")
_HOST = re.compile(r"(?:http://)?(?:127\.0\.0\.1|localhost):8000")
# Each page whose commands a test runs, and which: README.md is the tour's (tests/tools/test_tour.py).
HERE = ("history.md", "http.md", "independence.md", "linking-elsewhere.md", "withdrawal.md", "sparql.md")
ELSEWHERE = {
    "ask.md": "tests/api/test_saved.py",
    "export.md": "tests/api/test_exports.py",
    "lists.md": "tests/api/test_saved.py",
    "queries.md": "tests/api/test_saved.py",
}
MINISTERS = "id,type,name\nx:1,organisation,Blue Column\n"


def test_the_table_of_statuses_is_the_one_in_the_code() -> None:
    """Reason and status, no more and no fewer."""
    assert {
        reason: int(status) for reason, status in re.findall(r"^\| ([a-z-]+) \| (\d+) \|$", PAGE, re.M)
    } == BY_REASON


@pytest.mark.thorough
def test_every_route_is_named(served: Served) -> None:
    """Also one that is added later."""
    for path in served.client.get("/openapi.json").json()["paths"]:
        stem = re.sub(r"/\{\w+\}$", "", path)  # "/articles" stands for each of them too
        named = {"ending": "ENDING", "kind": "KIND", "number": "N", "position": "N"}
        assert re.sub(r"\{(\w+)\}", lambda found, names=named: names.get(found[1], "ID"), stem) in PAGE, path


def commands(page: str) -> list[list[str]]:
    """Return each call of curl that a page shows on lines of its own, as words."""
    lines, found = (DOCS / page).read_text(encoding="utf-8").splitlines(), []
    for at, line in enumerate(lines):
        if re.match(r"\s*(?:\$ )?curl ", line):
            text = line.strip().removeprefix("$ ")
            while text.endswith("\\") or text.count("'") % 2:
                at += 1
                text = f"{text.removesuffix(chr(92))}\n{lines[at]}"
            found.append(shlex.split(text))
    return found


def sent(client: httpx.Client, words: list[str], files: Mapping[str, str]) -> tuple[int, str]:
    """Send what a call of curl sends; return the status, and of a stream (-N) what it begins with."""
    rest, headers, method, url = iter(words[1:]), {}, "", ""
    data: dict[str, str] | str = {}
    for word in rest:
        if word == "-H":
            name, _, value = next(rest).partition(": ")
            headers[name] = value
        elif word == "-X":
            method = next(rest)
        elif word == "--data-urlencode":
            assert isinstance(data, dict)
            name, _, value = next(rest).partition("=")
            data[name] = value
        elif word == "-d":
            data = next(rest)
        elif word == "--data-binary":
            data = files[next(rest).removeprefix("@")]
        elif not word.startswith("-"):
            assert _HOST.match(word), words
            url = _HOST.sub("", word)
        else:
            assert word in ("-s", "-N"), word
    method = method or ("POST" if data else "GET")
    body = {"data": data} if isinstance(data, dict) else {"content": data}
    with client.stream(method, url, headers=headers, timeout=60, **body) as answer:
        if "-N" in words:
            return answer.status_code, next(answer.iter_text())
        return answer.status_code, answer.read().decode()


@pytest.mark.thorough
def test_what_the_pages_show_of_curl_is_answered(writable: Served) -> None:
    """Ids, names and moments are this home's; all else is sent as it is shown, and none is an error."""
    client, tokens = writable.client, Tokens(writable.kb.home.root)
    first, second = (row["id"] for row in client.get("/articles").json()["items"])
    event = client.get("/events").json()["items"][0]["id"]
    stands = {"event-[0-9a-f]{20}": event, "claim-[0-9a-f]{20}": event, "2026-03-10": "bombing"}
    stands |= {"2024-07-05": "9", "asOf=120": "asOf=9", "after=36": "after=1", '"seen": 219': '"seen": 9'}
    for page in HERE:
        shown = commands(page)
        assert shown, page
        if page == "http.md":
            stands |= {r"\$TOKEN": tokens.new("ann"), r"\$ADMIN": tokens.new("ben", "admin")}
        elif page == "withdrawal.md":  # this machine's own calls bring no token
            tokens.revoke("ann")
            tokens.revoke("ben")
            changed = client.post(f"/articles/{second}/correction", json={"text": "Blue Column attacked Alba again."})
            stands |= {"article-9b0d11c2a4e6f870": changed.json()["id"], 'article-4f0c2d3e9a7b1c58"': f'{second}"'}
            stands |= {"article-4f0c2d3e9a7b1c58": first}
        for words in shown:
            known = [_placed(word, stands) for word in words]
            status, said = sent(client, known, {"ministers.csv": MINISTERS})
            assert status in (200, 201), (words, said)
            assert '"error"' not in said, (words, said)


def _placed(word: str, stands: Mapping[str, str]) -> str:
    for shown, known in stands.items():
        word = re.sub(shown, known, word)
    return word


def test_every_page_with_a_call_of_curl_has_a_test_that_sends_it() -> None:
    """A page that shows its first call has to be named here."""
    shown = {page.relative_to(DOCS).as_posix() for page in DOCS.rglob("*.md") if commands(str(page))}
    assert shown == {*HERE, *ELSEWHERE}
    for page, module in ELSEWHERE.items():
        assert page in (DOCS.parent / module).read_text(encoding="utf-8")
