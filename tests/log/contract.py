"""What every backend of the log must pass: subclass EventLogContract and give it a ``log`` fixture."""

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.errors import ConflictError, InputError, StorageError
from kb.events import ArticleAdded, BaseCreated, EntitiesLinked, Envelope, Erased, PayloadErased
from kb.log import Append, EventLog, InMemoryEventLog
from kb.log.chain import GENESIS, BrokenChainError, StreamConflictError, digest, payload_digest
from kb.log.contract import LogMovedError, NotEmptyError
from tests.events import strategies
from tests.log.samples import added, withdrawn


class EventLogContract:
    """Tests of kb.log.contract.EventLog. The clock of ``log`` is samples.ticking()."""

    def test_an_empty_log_holds_nothing(self, log: EventLog) -> None:
        """Position 0, no envelopes, a sound chain of none."""
        assert log.position() == 0
        assert list(log.read()) == list(log.envelopes()) == []
        assert log.stream_version("article/a") == 0
        assert log.verify() == 0

    def test_a_glance_is_the_position_or_says_that_it_cannot_tell(self, log: EventLog) -> None:
        """At once, also after others have written."""
        seen = log.glance()
        assert seen in (log.position(), None)
        log.append("article/a", 0, [added("a")], actor="rule:import/1")
        assert log.glance() == (None if seen is None else log.position())

    def test_the_hash_of_any_event_is_told(self, log: EventLog) -> None:
        """None before the first and beyond the last."""
        log.append("article/a", 0, [added("a"), withdrawn("a")], actor="person:Ada")
        hashes = [envelope.hash for envelope in log.envelopes()]
        assert [log.hash_at(position) for position in (-1, 0, 1, 2, 3)] == ["", "", *hashes, ""]

    def test_what_is_appended_is_read_back(self, log: EventLog) -> None:
        """Positions run over the whole log, versions within the stream."""
        first = log.append("article/a", 0, [added("a"), withdrawn("a")], actor="person:Ada")
        second = log.append("article/b", 0, [added("b")], actor="rule:import/1", cause=2)

        everything = list(log.read())
        assert everything == [*first, *second]
        assert [recorded.position for recorded in everything] == [1, 2, 3]
        assert [recorded.envelope.stream_version for recorded in everything] == [1, 2, 1]
        assert [recorded.envelope.cause for recorded in everything] == [0, 0, 2]
        assert [recorded.envelope.type for recorded in everything] == [
            "article-added",
            "article-withdrawn",
            "article-added",
        ]
        assert everything[2].event == added("b")
        assert (log.position(), log.stream_version("article/a"), log.stream_version("article/b")) == (3, 2, 1)

    def test_envelopes_carry_canonical_payload_clock_and_actor(self, log: EventLog) -> None:
        """The clock is asked once a batch and told in UTC with microseconds."""
        log.append("article/a", 0, [withdrawn("a"), withdrawn("a")], actor="person:Ada")

        one, two = log.envelopes()
        assert json.loads(one.payload) == {"article_id": "a", "reason": "asked by the publisher"}
        assert one.recorded_at == two.recorded_at == "2026-03-01T12:00:01.000000Z"
        assert one.actor == "person:Ada"
        assert one.schema_version == 1

    def test_envelopes_are_chained(self, log: EventLog) -> None:
        """Each names the hash of the one before; the first names 64 zeros."""
        log.append("article/a", 0, [added("a")], actor="person:Ada")
        log.append("article/b", 0, [added("b"), withdrawn("b")], actor="person:Ada")

        chain = list(log.envelopes())
        assert [envelope.previous for envelope in chain] == [GENESIS, chain[0].hash, chain[1].hash]
        assert all(envelope.hash == digest(envelope) for envelope in chain)
        assert all(digest(replace(envelope, cause=1)) != envelope.hash for envelope in chain)
        assert all(payload_digest(envelope.salt, envelope.payload) == envelope.payload_hash for envelope in chain)
        assert len({envelope.salt for envelope in chain}) == 3
        assert log.verify() == 3

    def test_a_clock_that_goes_back_changes_no_order(self, log: EventLog, monkeypatch: pytest.MonkeyPatch) -> None:
        """Positions tell it, the chain holds, and each time is kept as the clock told it."""
        log.append("article/a", 0, [added("a")], actor="person:Ada")
        monkeypatch.setattr(log, "_clock", lambda: datetime(1999, 12, 31, tzinfo=UTC))
        log.append("article/b", 0, [added("b")], actor="person:Ada")
        monkeypatch.undo()
        log.append("article/a", 1, [withdrawn("a")], actor="person:Ada")

        told = [(e.position, e.recorded_at[:4]) for e in log.envelopes()]
        assert told == [(1, "2026"), (2, "1999"), (3, "2026")]
        assert [recorded.position for recorded in log.read(after=1)] == [2, 3]
        assert log.verify() == 3

    def test_a_wrong_expected_version_is_a_conflict(self, log: EventLog) -> None:
        """Nothing goes in, and the error knows both versions."""
        log.append("article/a", 0, [added("a")], actor="person:Ada")

        for expected in (0, 2):
            with pytest.raises(ConflictError) as caught:
                log.append("article/a", expected, [withdrawn("a")], actor="person:Ada")
            assert isinstance(caught.value, StreamConflictError)
            assert (caught.value.expected, caught.value.actual) == (expected, 1)
        assert log.position() == 1

    def test_a_batch_goes_in_whole_across_streams(self, log: EventLog) -> None:
        """One transaction, one order; a part may name an earlier part as its cause."""
        log.append("base", 0, [withdrawn("x")], actor="person:Ada")

        recorded = log.append_batch(
            [
                Append("article/a", 0, [added("a")], "person:Ada"),
                Append("extraction/a", 0, [withdrawn("a"), withdrawn("a")], "extractor:builtin/1", caused_by=0),
                Append("resolution", 0, [EntitiesLinked("e", ("a#e1",), 3.0)], "rule:name/1", caused_by=1),
                Append("article/a", 1, [withdrawn("a")], "person:Ada", cause=1),
            ]
        )

        assert [item.position for item in recorded] == [2, 3, 4, 5, 6]
        assert [item.envelope.cause for item in recorded] == [0, 2, 2, 4, 1]
        assert list(log.read(after=1)) == list(recorded)
        assert log.stream_version("article/a") == 2

    def test_a_batch_with_a_conflict_leaves_nothing(self, log: EventLog) -> None:
        """Not even its parts that fit."""
        log.append("resolution", 0, [withdrawn("x")], actor="rule:name/1")

        with pytest.raises(ConflictError):
            log.append_batch(
                [
                    Append("article/a", 0, [added("a")], "person:Ada"),
                    Append("resolution", 0, [withdrawn("y")], "rule:name/1"),
                ]
            )

        assert log.position() == 1
        assert log.stream_version("article/a") == 0
        log.append("article/a", 0, [added("a")], actor="person:Ada")
        assert log.verify() == 2

    def test_an_event_that_cannot_be_stored_leaves_nothing(self, log: EventLog) -> None:
        """The event before it in the batch stays out too."""
        bad = EntitiesLinked("e", ("a#e1",), float("inf"))

        with pytest.raises(InputError, match="entities-linked"):
            log.append("resolution", 0, [withdrawn("a"), bad], actor="rule:name/1")
        assert log.position() == 0

    @pytest.mark.parametrize(
        ("batch", "reason"),
        [
            ([], "nothing to append"),
            ([Append("article/a", 0, [], "person:Ada")], "nothing to append"),
            ([Append("article/a", 0, [withdrawn("a")], "")], "Not a name for an actor"),
            ([Append("article/\n", 0, [withdrawn("a")], "person:Ada")], "Not a name for a stream"),
            ([Append("article/\udc80", 0, [withdrawn("a")], "person:Ada")], "Not a name for a stream"),
            ([Append("article/a", 0, [withdrawn("a")], "person:Ada", cause=-1)], "No event has the position -1"),
            ([Append("article/a", 0, [withdrawn("a")], "person:Ada", cause=7)], "No event has the position 7"),
            ([Append("article/a", 0, [withdrawn("a")], "person:Ada", caused_by=0)], "cannot be caused by part 0"),
        ],
    )
    def test_what_no_log_can_hold_is_refused(self, log: EventLog, batch: list[Append], reason: str) -> None:
        """By name, and with nothing written."""
        with pytest.raises(InputError, match=reason):
            log.append_batch(batch)
        assert log.position() == 0

    def test_reading_filters_by_place_stream_and_type(self, log: EventLog) -> None:
        """Filters combine; the limit counts what passes them."""
        batch: list[Append] = []
        for number in range(200):
            batch.append(Append(f"article/{number % 3}", number // 3, [added("a")], "person:Ada"))
            batch.append(Append("curation", number, [withdrawn("a")], "person:Ada"))
        log.append_batch(batch)

        def positions(**how: object) -> list[int]:
            return [recorded.position for recorded in log.read(**how)]  # type: ignore[arg-type]

        assert positions() == list(range(1, 401))
        assert positions(after=398) == [399, 400]
        assert positions(limit=0) == []
        assert positions(limit=150) == list(range(1, 151))
        assert positions(stream="article/1") == list(range(3, 401, 6))
        assert positions(stream="article/1", after=300, limit=2) == [303, 309]
        assert positions(stream="curation", limit=140) == list(range(2, 281, 2))
        assert positions(types={"article-added"}, after=10, limit=3) == [11, 13, 15]
        assert positions(types={"article-added", "article-withdrawn"}, after=397) == [398, 399, 400]
        assert positions(types={"article-added"}, stream="curation") == []
        assert positions(types=()) == []
        assert positions(stream="nowhere") == []

    def test_events_of_a_stretch_are_counted_by_type_and_actor(self, log: EventLog) -> None:
        """After the one, up to the other; a stretch of nothing has none."""
        for number, actor in enumerate(("rule:import/1", "person:Ada", "person:Ada", "rule:import/1")):
            event = withdrawn("a") if number == 2 else added("a")
            log.append("article/a", number, [event], actor=actor)

        assert log.counts(0, 4) == {
            ("article-added", "rule:import/1"): 2,
            ("article-added", "person:Ada"): 1,
            ("article-withdrawn", "person:Ada"): 1,
        }
        assert log.counts(1, 3) == {("article-added", "person:Ada"): 1, ("article-withdrawn", "person:Ada"): 1}
        assert log.counts(2, 2) == log.counts(4, 9) == {}

    def test_reading_goes_on_while_others_append(self, log: EventLog) -> None:
        """A reader holds no lock between two events; what comes meanwhile it may see or not."""
        log.append("article/a", 0, [added("a"), withdrawn("a")], actor="person:Ada")
        reading = log.read()

        assert next(reading).position == 1
        log.append("article/b", 0, [added("b")], actor="person:Ada")
        assert [recorded.position for recorded in reading] in ([2], [2, 3])

    def test_waiting_ends_with_the_next_append(self, log: EventLog) -> None:
        """A subscriber is woken; without news it returns after its timeout."""
        assert log.wait(0, timeout=0.01) == 0
        appending = threading.Timer(0.05, lambda: log.append("article/a", 0, [added("a")], actor="person:Ada"))
        appending.start()
        try:
            assert log.wait(0, timeout=30) == 1
        finally:
            appending.join()
        assert log.wait(0, timeout=30) == 1

    def test_threads_appending_at_once_lose_nothing(self, log: EventLog) -> None:
        """Every event of every thread is there, once, in an unbroken chain."""

        def work(name: str) -> None:
            for version in range(20):
                log.append(f"article/{name}", version, [withdrawn(f"{name}{version}")], actor="person:Ada")

        threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert log.verify() == 80
        assert len({recorded.event for recorded in log.read()}) == 80

    @settings(max_examples=20, suppress_health_check=[*HealthCheck])
    @given(
        batch=st.lists(strategies.events.filter(lambda event: not isinstance(event, Erased)), min_size=1, max_size=3)
    )
    def test_any_event_survives_storage(self, log: EventLog, batch: list[object]) -> None:
        """Also with lone surrogates, NUL and every script inside."""
        before = log.position()

        log.append("any", log.stream_version("any"), batch, actor="person:Ada")  # type: ignore[arg-type]

        assert [recorded.event for recorded in log.read(after=before)] == batch
        assert log.verify() == before + len(batch)

    # -- erasure ------------------------------------------------------------------------------

    def test_an_erased_payload_is_gone_and_the_chain_holds(self, log: EventLog) -> None:
        """The envelope stays with its hash; what stood there reads as erased."""
        log.append("article/a", 0, [added("a"), withdrawn("a")], actor="person:Ada")
        log.append("article/b", 0, [added("b")], actor="person:Ada")
        before = list(log.envelopes())

        recorded = log.erase([Append("base", 0, [Erased((1,), "a court's order")], "person:Ada")])

        assert [item.position for item in recorded] == [4]
        assert [item.event for item in log.read()] == [
            PayloadErased("article-added"),
            withdrawn("a"),
            added("b"),
            Erased((1,), "a court's order"),
        ]
        gone = next(iter(log.envelopes()))
        assert gone == replace(before[0], payload=b"", salt=b"")
        assert gone.erased
        assert list(log.envelopes())[1:3] == before[1:]
        assert log.verify() == log.check_end() == 4
        assert [item.position for item in log.read(types={ArticleAdded.TYPE})] == [1, 3]
        log.append("article/a", 2, [added("a")], actor="person:Ada")
        assert log.verify() == 5

    def test_erasing_again_and_more_leaves_what_is_erased(self, log: EventLog) -> None:
        """One batch may hold other events too; several erasures may name one position."""
        log.append("article/a", 0, [added("a"), withdrawn("a"), withdrawn("a")], actor="person:Ada")
        log.erase([Append("base", 0, [Erased((3,), "one")], "person:Ada")])

        log.erase(
            [
                Append("article/a", 3, [withdrawn("a")], "person:Ada"),
                Append("base", 1, [Erased((1, 3), "two")], "person:Ada", caused_by=0),
            ]
        )
        log.scrub()

        assert [item.position for item in log.read() if isinstance(item.event, PayloadErased)] == [1, 3]
        assert log.verify() == 6

    def test_what_is_erased_while_the_chain_is_walked_is_no_damage(
        self, log: EventLog, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Its payload was read before, and the event that erased it after."""
        log.append("article/a", 0, [added("a")], actor="person:Ada")
        walk = log.envelopes

        def slowly(after: int = 0) -> Iterator[Envelope]:
            yield next(walk(after))
            log.erase([Append("curation", 0, [Erased((1,), "law")], "person:Ada")])
            yield from walk(after + 1)

        monkeypatch.setattr(log, "envelopes", slowly)
        assert log.verify() == 2

    @pytest.mark.parametrize(
        ("positions", "reason"),
        [
            ((), "nothing to erase"),
            ((0,), "No event has the position 0"),
            ((4,), "No event has the position 4"),
            ((5,), "No event has the position 5"),
            ((2, 99), "No event has the position 99"),
            ((1,), r"Event 1 \(base-created\) cannot be erased"),
            ((3,), r"Event 3 \(erased\) cannot be erased"),
        ],
    )
    def test_what_cannot_be_erased_is_refused(self, log: EventLog, positions: tuple[int, ...], reason: str) -> None:
        """By name; nothing is recorded and nothing is gone."""
        log.append("base", 0, [BaseCreated("http://localhost/", "1")], actor="person:Ada")
        log.append("article/a", 0, [added("a")], actor="person:Ada")
        log.erase([Append("base", 1, [Erased((2,), "asked for")], "person:Ada")])
        before = list(log.envelopes())

        with pytest.raises(InputError, match=reason):
            log.erase([Append("base", 2, [Erased(positions, "asked for")], "person:Ada")])
        assert list(log.envelopes()) == before

    def test_an_erasure_goes_through_erase_alone(self, log: EventLog) -> None:
        """Else the log would say that something is gone which is there."""
        log.append("article/a", 0, [added("a")], actor="person:Ada")

        with pytest.raises(InputError, match=r"recorded by EventLog\.erase"):
            log.append("base", 0, [Erased((1,), "asked for")], actor="person:Ada")
        with pytest.raises(InputError, match=r"recorded by EventLog\.erase"):
            log.erase([Append("base", 0, [withdrawn("a")], "person:Ada")])
        with pytest.raises(ConflictError):
            log.erase([Append("base", 7, [Erased((1,), "asked for")], "person:Ada")])
        assert [item.event for item in log.read()] == [added("a")]

    # -- taking over another log --------------------------------------------------------------

    def test_another_log_is_taken_over_as_it_is(self, log: EventLog) -> None:
        """Hashes, times, salts and gaps; and it goes on from there."""
        other = InMemoryEventLog()
        other.append("article/a", 0, [added("a"), withdrawn("a")], actor="person:Ada")
        other.erase([Append("base", 0, [Erased((1,), "asked for")], "person:Ada")])

        assert log.adopt(other.envelopes()) == 3

        assert list(log.envelopes()) == list(other.envelopes())
        assert list(log.read()) == list(other.read())
        log.append("article/a", 2, [added("a")], actor="person:Ada")
        log.erase([Append("base", 1, [Erased((1, 2), "asked for")], "person:Ada")])
        assert log.verify() == 5

    def test_a_broken_log_is_not_taken_over(self, log: EventLog) -> None:
        """Neither a changed payload, nor one that nobody erased, nor one that is there again; nothing stays."""
        other = InMemoryEventLog()
        other.append("article/a", 0, [added("a"), withdrawn("a")], actor="person:Ada")
        whole = list(other.envelopes())
        other.erase([Append("base", 0, [Erased((1,), "asked for")], "person:Ada")])
        erased = list(other.envelopes())
        old = replace(whole[0], salt=b"", payload_hash="")
        for chain, position, reason in (
            ([whole[0], replace(whole[1], payload=whole[1].payload + b" ")], 2, "payload does not match"),
            ([whole[0], replace(whole[1], payload=b"", salt=b"")], 2, "no event erased it"),
            ([whole[0], *erased[1:]], 1, "is there again"),
            ([replace(erased[0], salt=whole[0].salt), *erased[1:]], 1, "payload is missing"),
            (erased[1:], 1, "envelope is missing"),
            ([replace(old, hash=digest(old))], 1, "log format 1"),
        ):
            with pytest.raises(BrokenChainError, match=reason) as caught:
                log.adopt(iter(chain))
            assert caught.value.position == position
            assert log.position() == 0

    def test_only_an_empty_log_takes_over_another(self, log: EventLog) -> None:
        """What it holds stays."""
        log.append("article/a", 0, [added("a")], actor="person:Ada")

        with pytest.raises(NotEmptyError, match="1 event already"):
            log.adopt(iter(()))
        assert log.verify() == 1

    def test_a_closed_log_says_so(self, log: EventLog) -> None:
        """Closing twice is harmless; using it afterwards is an error."""
        log.close()
        log.close()

        with pytest.raises(StorageError, match="closed"):
            log.append("article/a", 0, [added("a")], actor="person:Ada")
        with pytest.raises(StorageError, match="closed"):
            log.position()

    def test_what_rests_on_the_whole_log_goes_in_only_at_its_end(self, log: EventLog) -> None:
        """A decision taken before somebody else wrote is refused, though its own stream is as expected."""
        log.append("article/a", 0, [added("a")], actor="person:Ada")
        decision = [Append("resolution", 0, [EntitiesLinked("e", ("a#e1",), 3.0)], "rule:name/1")]
        log.append("article/b", 0, [added("b")], actor="person:Bob")

        with pytest.raises(LogMovedError) as caught:
            log.append_batch(decision, at=1)
        assert (caught.value.at, caught.value.position) == (1, 2)
        assert log.position() == 2

        assert log.append_batch(decision, at=2)[0].position == 3

    def test_a_turn_is_given_on(self, log: EventLog) -> None:
        """Also after a block that failed; appending inside it works."""
        with pytest.raises(KeyError), log.turn():
            raise KeyError
        with log.turn():
            log.append("article/a", 0, [added("a")], actor="person:Ada")
        with log.turn():
            assert log.position() == 1
