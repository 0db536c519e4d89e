"""Services that are slow, down, lying or huge, and where a request may go; over real loopback HTTP."""

import socket
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler

import pytest

from kb.sources.asking import Asker, BadAddressError, Bounds, ServiceError
from kb.sources.network import target
from kb.sources.reconciliation import answers, manifest
from tests.stub_service import Stub, plain, serving


@pytest.fixture
def stub() -> Iterator[Stub]:
    """A service that keeps to the protocol unless it is told otherwise."""
    with serving(Stub()) as running:
        yield running


def asker(waits: list[float] | None = None, **bounds: float) -> Asker:
    """One that notes how long it would sleep, and does not."""
    return Asker((), Bounds(**{"pause": 0.0, **bounds}), (waits if waits is not None else []).append)  # type: ignore[arg-type]


def test_a_manifest_and_a_batch(stub: Stub) -> None:
    """Ids come as scheme:id, the best first; what was asked is what the protocol says."""
    stub.knows("Ada Lund", ("Q8", "Ada Lunde", 60, False), ("Q7", "Ada Lund", 97.5, True))
    said = manifest(asker(), stub.address)
    found = answers(asker(), said, ["Ada Lund", "Nobody"], limit=3, kind="Q5")
    assert [(one.external, one.score, one.match, one.types) for one in found[0]] == [
        ("wikidata:Q7", 97.5, True, ("human",)),
        ("wikidata:Q8", 60.0, False, ("human",)),
    ]
    assert found[1] == ()
    assert stub.asked[-1][2] == {
        "q0": {"query": "Ada Lund", "limit": 3, "type": "Q5"},
        "q1": {"query": "Nobody", "limit": 3, "type": "Q5"},
    }


def row(**other: object) -> dict[str, object]:
    return {"id": "Q7", "name": "A", "score": 1, "match": False, **other}


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (plain("<html>"), "no JSON"),
        (plain('{"q0": {"result": [{"id": "Q7", "name": "A", "score": NaN}]}}'), "NaN is no number"),
        (plain('{"q0": {"result": [{"id": "Q7", "name": "A", "score": 1e999}]}}'), "1e999 is no finite number"),
        (plain([]), "no JSON object"),
        (plain({}), "lacks 'q0'"),
        (plain({"q0": {"result": []}, "q7": {"result": []}}), "'q7', which was not asked"),
        (plain({"q0": {}}), "no list of results"),
        (plain({"q0": {"result": [row(id="../../x y")]}}), "is no id of it"),
        (plain({"q0": {"result": [row(id=7)]}}), "no id that could be one"),
        (plain({"q0": {"result": [row(name="")]}}), "no name that could be one"),
        (plain({"q0": {"result": [row(score="high")]}}), "the score 'high'"),
        (plain({"q0": {"result": [row(match="yes")]}}), "match of a result"),
        (plain({"q0": {"result": [row(), row()]}}), "names one id twice"),
        (plain({"q0": {"result": [row(id=f"Q{n + 1}") for n in range(101)]}}), "has 101 results"),
        (plain("[" * 100_000), "no JSON"),
        (plain("gone", 404), "answers 404: gone"),
        (plain("", 302, Location="/elsewhere"), "has moved to"),
    ],
)
def test_an_answer_that_is_none_is_refused_whole(stub: Stub, said: object, why: str) -> None:
    """Nothing is taken of it, and it is not asked for again."""
    service = manifest(asker(), stub.address)
    stub.answers.append(said)  # type: ignore[arg-type]
    with pytest.raises(ServiceError, match=why) as caught:
        answers(asker(), service, ["A"], limit=5)
    assert caught.value.hint
    assert len(stub.asked) == 2


@pytest.mark.parametrize(
    ("change", "why"),
    [({"name": None}, "no name"), ({"identifierSpace": ""}, "no identifierSpace"), ({"versions": ["7"]}, "no version")],
)
def test_a_manifest_that_is_none(stub: Stub, change: dict[str, object], why: str) -> None:
    """It says what is missing."""
    stub.manifest |= change
    with pytest.raises(ServiceError, match=why):
        manifest(asker(), stub.address)


def test_a_busy_service_is_asked_again_when_it_says(stub: Stub) -> None:
    """Retry-After in seconds; three times in all; not if it would take too long."""
    waits: list[float] = []
    stub.answers += [plain("", 429, Retry_After="7"), plain("", 503)]
    assert manifest(asker(waits), stub.address).name == "Stub"
    assert waits == [7.0, 1.0]
    stub.answers += [plain("", 503)] * 3
    with pytest.raises(ServiceError, match="answers 503; it was asked 3 times"):
        manifest(asker(), stub.address)
    stub.answers.append(plain("", 429, Retry_After="3600"))
    with pytest.raises(ServiceError, match="asks to wait 3600 seconds"):
        manifest(asker(), stub.address)


def test_a_service_that_drips_is_left_alone(stub: Stub) -> None:
    """The time counts over the whole answer, not from byte to byte."""

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        try:
            for _ in range(40):
                handler.wfile.write(b" ")
                handler.wfile.flush()
                time.sleep(0.05)
        except OSError:
            pass

    stub.answers.append(drip)
    with pytest.raises(ServiceError, match="takes longer than"):
        manifest(asker(timeout=0.2, tries=1), stub.address)


def test_a_service_that_is_huge_or_down(stub: Stub) -> None:
    """No more is read than may be; nobody there is said so."""
    stub.answers.append(plain(" " * 10_000))
    with pytest.raises(ServiceError, match="more than 1,000 bytes"):
        manifest(asker(most_bytes=1000), stub.address)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        free = f"http://127.0.0.1:{taken.getsockname()[1]}/"
    with pytest.raises(ServiceError, match="cannot be reached; it was asked 3 times"):
        manifest(asker(), free)


def test_redirects_are_followed_to_where_anybody_may_go(stub: Stub) -> None:
    """Never from elsewhere to a private address, never for ever."""
    stub.answers.append(plain("", 301, Location="http://10.0.0.1/"))
    with pytest.raises(BadAddressError, match="which is private"):
        manifest(asker(), stub.address)
    stub.answers.append(plain("", 301, Location=stub.address))
    with pytest.raises(BadAddressError, match="which is private"):
        manifest(asker(), stub.address)
    allowed = Asker(("127.0.0.1",), Bounds(pause=0.0))
    stub.answers.append(plain("", 307, Location="/other"))
    assert manifest(allowed, stub.address).address.endswith("/other")
    stub.answers += [plain("", 307, Location="/again")] * 4
    with pytest.raises(ServiceError, match="redirects more than 3 times"):
        manifest(allowed, stub.address)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("ftp://example.org/", "no http or https"),
        ("file:///etc/passwd", "no http or https"),
        ("http://", "no http or https"),
        ("http://[::1", "no address"),
        ("http://a:b@127.0.0.1/", "a user name or a password"),
        ("http://10.1.2.3/", "10.1.2.3 is a private address"),
        ("http://169.254.169.254/latest/meta-data", "a private address"),
        ("http://[fd00::1]/", "fd00::1 is a private address"),
        ("http://nobody.invalid/", "nobody knows the host"),
    ],
)
def test_where_a_request_may_not_go(url: str, why: str) -> None:
    """Said before anything is sent."""
    with pytest.raises(BadAddressError, match=why):
        target(url)


def test_a_private_host_that_a_setting_names_may_be_asked() -> None:
    """By name, and no other."""
    assert target("http://10.1.2.3:8080/x?y=1", ("10.1.2.3",)).path == "/x?y=1"
    with pytest.raises(BadAddressError):
        target("http://10.1.2.4/", ("10.1.2.3",))


def test_between_two_requests_there_is_a_pause(stub: Stub) -> None:
    """However many batches there are."""
    waits: list[float] = []
    patient = asker(waits, pause=30.0)
    patient.get(stub.address)
    patient.get(stub.address)
    assert len(waits) == 1
    assert 20 < waits[0] <= 30
