"""Tests of kb.service.history.earlier: events of the log from its end."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.events import Envelope, GraphDropped, Recorded
from kb.events.codec import event_of
from kb.log import EventLog, InMemoryEventLog, memory
from kb.service.history.earlier import earlier
from kb.service.history.following import Chosen, NoSuchStreamError

ACTORS = ("person:Ann", "person:Bo", "rule:link/1", "rule:linked/2")
WRITTEN = st.lists(st.tuples(st.sampled_from(ACTORS), st.sampled_from(("list/a", "list/b"))), max_size=30)


def written(events: list[tuple[str, str]]) -> EventLog:
    """Return a log in memory of what some did, each in one of two streams."""
    log = InMemoryEventLog()
    for number, (actor, stream) in enumerate(events):
        log.append(stream, log.stream_version(stream), [GraphDropped(f"urn:{number}", "it is old")], actor=actor)
    return log


def one_by_one(log: EventLog, before: int, chosen: Chosen, actor: str) -> Iterator[Recorded]:
    """Yield what fits, by reading all there is."""
    for recorded in reversed(list(log.read())):
        fits = chosen.stream in (None, recorded.envelope.stream) and actor.casefold() in recorded.envelope.actor.lower()
        if fits and recorded.position < (before or log.position() + 1):
            yield recorded


@given(WRITTEN, st.sampled_from(("", "ann", "RULE:LINK", "link/1", "nobody")), st.integers(0, 31), st.integers(1, 9))
def test_what_somebody_did_is_what_all_there_is_has_of_it(
    events: list[tuple[str, str]], actor: str, before: int, most: int
) -> None:
    """Whoever did it, wherever one begins."""
    log = written(events)
    for stream in (None, *{stream for _, stream in events}):
        chosen = Chosen(stream=stream)
        found = earlier(log, before, chosen, actor, most=most)
        wanted = list(one_by_one(log, before, chosen, actor))
        assert list(found.events) == wanted[:most]
        assert len(wanted) <= most or found.down_to >= wanted[most].position


def test_what_others_did_is_not_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reading is long, and who made it stands outside."""
    log = written([("person:Ann", "list/a"), *[("rule:link/1", "list/b")] * 40, ("person:Ann", "list/a")])
    read: list[int] = []

    def counted(envelope: Envelope) -> object:
        read.append(envelope.position)
        return event_of(envelope)

    monkeypatch.setattr(memory, "event_of", counted)
    assert [one.position for one in earlier(log, 0, Chosen(), "ann", most=50).events] == [42, 1]
    assert read == [1, 42]
    assert not earlier(log, 0, Chosen(), "nobody", most=50).events
    assert read == [1, 42]


def test_a_stream_that_is_not_there_is_told_whoever_is_asked_for() -> None:
    """As where nobody is."""
    log = written([("person:Ann", "list/a")] * 3)
    for actor in ("", "ann"):
        with pytest.raises(NoSuchStreamError):
            earlier(log, 0, Chosen(stream="list/none"), actor, most=5)
