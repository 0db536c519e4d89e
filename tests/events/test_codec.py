"""Every event survives its writing, byte for byte; what is not an event is refused with its reason."""

import json
from dataclasses import dataclass
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb import events
from kb.errors import InputError
from kb.events.codec import EVENT_TYPES, NewerVersionError, PayloadError, decode, encode, upcast
from kb.model import Article, Extraction, Figure, Mention, Span
from tests.events import strategies


@pytest.mark.parametrize("kind", EVENT_TYPES.values(), ids=EVENT_TYPES)
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_every_event_type_survives_a_round_trip(kind: type, data: st.DataObject) -> None:
    """Decoding gives an equal event, and encoding that gives the same bytes."""
    event = data.draw(strategies.of(kind))

    payload = encode(event)
    back = decode(event.TYPE, event.VERSION, payload)

    assert back == event
    assert type(back) is kind
    assert encode(back) == payload


@given(strategies.events)
def test_payloads_are_canonical_json(event: events.DomainEvent) -> None:
    """Valid UTF-8, sorted keys, no spaces: the same whoever writes it."""
    payload = encode(event)
    value = json.loads(payload.decode("utf-8"))

    assert list(value) == sorted(value)
    assert payload == encode(event)


def test_every_event_class_is_registered_by_its_literal_type() -> None:
    """No class can be forgotten: the registry holds what kb.events names."""
    classes = {getattr(events, name) for name in events.__all__}
    with_type = {kind for kind in classes if isinstance(getattr(kind, "TYPE", None), str)} - {events.PayloadErased}

    assert set(EVENT_TYPES.values()) == with_type
    assert EVENT_TYPES["article-added"] is events.ArticleAdded
    assert all(EVENT_TYPES[kind.TYPE] is kind for kind in with_type)


def test_defaults_are_left_out_and_spans_are_pairs() -> None:
    """A small event is a small payload."""
    extraction = Extraction(
        "a1",
        "builtin",
        "1",
        mentions=(Mention("m1", Span(3, 7), "name", "e1"),),
        figures=(Figure("q1", "v1", Span(1, 2), "exactly", 7),),
    )

    assert encode(events.ExtractionRecorded("a1", extraction)) == (
        b'{"article_id":"a1","extraction":{"article":"a1","extractor":"builtin",'
        b'"figures":[{"comparator":"exactly","event":"v1","id":"q1","span":[1,2],"value":7.0}],'
        b'"mentions":[{"entity":"e1","id":"m1","kind":"name","span":[3,7]}],"version":"1"}}'
    )


def test_lone_surrogates_survive_as_valid_utf8() -> None:
    """The payload is valid UTF-8 and the text comes back code point by code point."""
    event = events.ArticleAdded("a1", Article("before \ud83d after \udc00"), "x.json")

    payload = encode(event)

    assert b"\\ud83d" in payload
    assert payload.decode("utf-8")
    assert decode("article-added", 1, payload) == event


def test_split_surrogate_pairs_are_refused_with_the_way_out() -> None:
    """JSON would join them and shift every offset behind."""
    with pytest.raises(InputError, match="surrogate pair") as caught:
        encode(events.ArticleAdded("a1", Article("\ud83d\ude00"), "-"))
    assert "utf-16" in caught.value.hint


def test_numbers_that_are_not_finite_are_refused() -> None:
    """JSON has no NaN."""
    with pytest.raises(InputError, match="entities-linked"):
        encode(events.EntitiesLinked("e", ("a#e1",), float("nan")))


def test_a_class_that_is_no_event_is_refused() -> None:
    """A namesake of a registered type is no event either."""

    @dataclass(frozen=True)
    class Impostor:
        TYPE: ClassVar[str] = "article-withdrawn"
        VERSION: ClassVar[int] = 1

    with pytest.raises(TypeError, match="Impostor"):
        encode(Impostor())


@pytest.mark.parametrize(("event_type", "version"), [("article-dreamt", 1), ("article-added", 99)])
def test_newer_events_are_said_to_be_newer(event_type: str, version: int) -> None:
    """Neither skipped nor half read."""
    with pytest.raises(NewerVersionError, match="written by a newer version") as caught:
        decode(event_type, version, b"{}")
    assert (caught.value.event_type, caught.value.version) == (event_type, version)
    assert "Update kb" in caught.value.hint


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (b"{", "no JSON"),
        (b"\xff", "no JSON"),
        (b"[]", "ArticleWithdrawn is no object but list"),
        (b'{"article_id":"a"}', "ArticleWithdrawn lacks reason"),
        (b'{"article_id":"a","reason":"r","x":1}', "has no field 'x'"),
        (b'{"article_id":1,"reason":"r"}', "ArticleWithdrawn.article_id: int instead of str"),
    ],
)
def test_payloads_that_are_not_the_event_say_why(payload: bytes, reason: str) -> None:
    """The message names class and field."""
    with pytest.raises(PayloadError) as caught:
        decode("article-withdrawn", 1, payload)
    assert reason in caught.value.reason


@pytest.mark.parametrize("span", ["[7,3]", "[1]", '["1",2]', "{}", "[true,3]"])
def test_impossible_spans_are_refused(span: str) -> None:
    """A span read from the log is as strict as one made in code."""
    payload = (
        '{"article_id":"a","extraction":{"article":"a","extractor":"x","version":"1",'
        f'"mentions":[{{"id":"m1","span":{span},"kind":"name","entity":"e1"}}]}}}}'
    )
    with pytest.raises(PayloadError, match="mentions"):
        decode("extraction-recorded", 1, payload.encode())


def test_version_0_of_article_added_is_read_today() -> None:
    """Renamed fields move, further ones become metadata, empty ones vanish; the id is that of the text."""
    old = (
        b'{"article_id":"a1","body":"Text.","date":"2022-02-24","link":"",'
        b'"publisher":"Wire","desk":"World","file":"a.txt"}'
    )

    assert decode("article-added", 0, old) == events.ArticleAdded(
        Article("Text.").id,
        Article("Text.", source="Wire", published="2022-02-24", metadata={"desk": "World"}),
        "a.txt",
    )


def test_upcasters_chain_version_by_version() -> None:
    """Version 1 to 3 passes through 2; a missing step or a field it needs is named."""
    steps = {
        ("t", 1): lambda old: {"b": old["a"]},
        ("t", 2): lambda old: {"c": old["b"] + 1},
    }

    assert upcast("t", 1, {"a": 1}, target=3, upcasters=steps) == {"c": 2}
    with pytest.raises(PayloadError, match="no upcaster leads from version 3 to 4"):
        upcast("t", 1, {"a": 1}, target=4, upcasters=steps)
    with pytest.raises(PayloadError, match="version 1 cannot be upcast"):
        upcast("t", 1, {}, target=3, upcasters=steps)
