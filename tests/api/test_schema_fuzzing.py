"""schemathesis on the whole OpenAPI: whatever is sent, no route answers with an error of its own."""

import json
from collections import Counter
from collections.abc import Iterator
from urllib.parse import quote

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.api.conftest import Served, opened, serving

ENDLESS = {"/log/stream"}  # a stream of events does not end by itself
BUSY = {503, 504, 507}  # too much at once, too long, too large: said with a reason
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
EXAMPLES = 12  # a route


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server that is written to, with short limits."""
    home = tmp_path_factory.mktemp("fuzzed") / "home"
    with opened(home, query_timeout=2.0, query_memory_mb=256) as kb, serving(kb) as made:
        yield made


@pytest.mark.slow
def test_no_route_answers_with_an_error_of_its_own(fuzzed: Served) -> None:
    """By GET and by POST, with what the schema allows and with what it does not."""
    schema = schemathesis.openapi.from_dict(fuzzed.client.get("/openapi.json").json())
    found: Counter[tuple[str, int]] = Counter()
    bad: list[str] = []
    for result in schema.get_all_operations():
        operation = result.ok()
        if operation.path in ENDLESS:
            continue
        either = st.one_of(
            operation.as_strategy(generation_mode=schemathesis.GenerationMode.POSITIVE),
            operation.as_strategy(generation_mode=schemathesis.GenerationMode.NEGATIVE),
        )

        @given(case=either)
        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
            derandomize=True,
            database=None,
        )
        def send(case: schemathesis.Case) -> None:
            answer = case.call(base_url=fuzzed.address, timeout=60)
            found[case.path, answer.status_code] += 1
            if answer.status_code >= 500 and (answer.status_code not in BUSY or not reason(answer.content)):
                bad.append(f"{case.method} {case.formatted_path} {answer.status_code} {answer.content[:200]!r}")

        send()
    assert not bad, "\n".join(bad)
    assert len({path for path, _ in found}) > 20
    assert any(status < 300 for _, status in found)


def reason(body: bytes) -> str:
    """Why a server is busy, as its problem says."""
    try:
        return str(json.loads(body).get("reason", ""))
    except ValueError:
        return ""


@pytest.mark.slow
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(path=TEXT, query=TEXT)
def test_no_address_does(fuzzed: Served, path: str, query: str) -> None:
    """Also one that no schema knows."""
    address = f"{fuzzed.address}/{quote(path, safe='/')}?{quote(query, safe='=&')}"
    assert httpx.get(address, timeout=60).status_code < 500
