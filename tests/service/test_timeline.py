"""Happenings in the order of time, each with every article's version."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from kb.bootstrap import open_knowledge_base
from kb.model import Article, Entity, Event, Extraction, Mention, Role, Span, TimeValue
from kb.service.happenings.timeline import Entry
from kb.service.history.looking_back import look_back
from kb.service.identity.naming import NothingCalledError
from kb.service.knowledge_base import KnowledgeBase, Parts
from kb.settings import load_settings
from kb.sources import read_bytes
from tests.service.stand_in import parts

TEXT = "Alba Corp raided Norton Quarter in Borville. Later Alba Corp met Cato Union. Alba Corp fell."


class Told:
    """An extractor that finds a raid on a day, a meeting before it, and a collapse without a date."""

    name = "told"
    version = "1"
    model = ""
    languages = ("en",)

    def extract(self, article: Article) -> Extraction:
        """Return three events of one body, one of them in a quarter of a town."""

        def span(words: str, nth: int = 0) -> Span:
            at = -1
            for _ in range(nth + 1):
                at = article.text.index(words, at + 1)
            return Span(at, at + len(words))

        entities = (
            Entity("e1", "organisation", "Alba Corp"),
            Entity("e2", "district", "Norton Quarter", within="e3"),
            Entity("e3", "town", "Borville"),
            Entity("e4", "organisation", "Cato Union"),
        )
        mentions = tuple(
            Mention(f"m{i}", span(entity.name), "name", entity.id, 0.9) for i, entity in enumerate(entities, 1)
        )
        day = TimeValue(span("Later"), "2031-05-06", "2031-05-06", "2031-05-06", "2031-05-06", "day", "relative")
        before = replace(
            day, **dict.fromkeys(("earliest_begin", "latest_begin", "earliest_end", "latest_end"), "2031-05-01")
        )
        agent, other = Role("agent", span("Alba Corp"), "e1"), Role("participant", span("Cato Union"), "e4")
        quarter = span("Norton Quarter")
        events = (
            Event("v1", "raid", span("raided"), roles=(agent,), places=("e2",), place_spans=(quarter,), time=day),
            Event("v2", "meeting", span("met"), roles=(agent, other), time=before),
            Event("v3", "collapse", span("fell"), roles=(agent,)),
        )  # fmt: skip
        return Extraction(article.id, "told", "1", "", mentions, entities, (), (), events, ())


class Joined(Told):
    """The meeting is part of the raid, the collapse was caused by the meeting; neither names anybody."""

    name = "joined"

    def extract(self, article: Article) -> Extraction:
        """Return the three events with what joins them."""
        found = super().extract(article)
        raid, meeting, collapse = found.events
        meeting = replace(meeting, roles=(), time=None, part_of="v1")
        return replace(found, extractor="joined", events=(raid, meeting, replace(collapse, roles=(), causes=("v2",))))


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """A home with one article."""
    yield from _home(tmp_path_factory, Told)


@pytest.fixture(scope="module")
def joined(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """A home with one article whose events are joined."""
    yield from _home(tmp_path_factory, Joined)


def _home(tmp_path_factory: pytest.TempPathFactory, extractor: type[Told]) -> Iterator[KnowledgeBase]:
    home = tmp_path_factory.mktemp("timeline") / "home"
    told = replace(parts(), extractor=extractor)
    assert isinstance(told, Parts)
    with open_knowledge_base(home, replace(load_settings({}, {}), home=str(home)), create=True, parts=told) as opened:
        with opened.adder() as adder:
            for outcome in read_bytes(TEXT.encode(), "told", kind="text"):
                result = adder.add(outcome)
                assert result.error is None
        yield opened


def test_what_happened_is_in_the_order_of_time(kb: KnowledgeBase) -> None:
    """The earlier first, what has no date last."""
    found = look_back(kb, "Alba Corp")

    assert [(entry.begin, entry.events[0].type) for entry in found] == [
        ("2031-05-01", "meeting"),
        ("2031-05-06", "raid"),
        ("", "collapse"),
    ]
    assert [entry.roles for entry in found] == [("agent",)] * 3
    assert len(found[0].articles) == 1


def test_a_place_has_what_happened_within_it(kb: KnowledgeBase) -> None:
    """The town's timeline has the raid on its quarter."""
    found = look_back(kb, "Borville")

    assert [entry.events[0].type for entry in found] == ["raid"]
    assert [place.label for place in found[0].places] == ["Norton Quarter"]
    assert found[0].roles == ("place",)


def test_dates_bound_it_and_leave_out_what_has_none(kb: KnowledgeBase) -> None:
    """Only what may have been in the days asked for."""
    found = look_back(kb, "Alba Corp", since="2031-05-03")

    assert [entry.events[0].type for entry in found] == ["raid"]


def test_without_a_name_it_is_of_all_that_is_told(kb: KnowledgeBase) -> None:
    """In the order of time, nobody's part in it told; bounded by days as that of an entity is."""
    told = look_back(kb, "")

    assert [(one.begin, one.roles) for one in told] == [("2031-05-01", ()), ("2031-05-06", ()), ("", ())]
    assert [one.begin for one in look_back(kb, "", since="2031-05-02")] == ["2031-05-06"]


def test_the_days_bound_the_timeline_of_an_event_too(kb: KnowledgeBase) -> None:
    raid = next(one for one in look_back(kb, "") if one.begin == "2031-05-06")
    around = look_back(kb, f"event-{raid.events[0].id}")

    assert raid.id in {one.id for one in around}
    assert look_back(kb, f"event-{raid.events[0].id}", until="2031-04-30") == ()


def test_an_event_has_its_happening_on_its_timeline(kb: KnowledgeBase) -> None:
    """By the id of the event."""
    event = look_back(kb, "Borville")[0].events[0]

    assert [entry.events[0].id for entry in look_back(kb, f"event-{event.id}")] == [event.id]


def _joins(entries: tuple[Entry, ...]) -> dict[str, list[tuple[str, str]]]:
    """Return type -> kind and type of what it is joined to."""
    types = {entry.id: entry.events[0].type for entry in entries}
    return {
        entry.events[0].type: [(one.kind, types.get(one.id, one.label)) for one in entry.joins] for entry in entries
    }


def test_what_is_joined_to_a_happening_is_on_its_timeline(joined: KnowledgeBase) -> None:
    """Its part, though it names neither place nor actor, and what that part caused, both said to be so."""
    raid = look_back(joined, "Borville")[0].events[0]

    for event in (raid, joined.catalog.list_events(type="collapse").items[0]):
        found = look_back(joined, f"event-{event.id}")
        assert _joins(found) == {"raid": [], "meeting": [("part of", "raid")], "collapse": [("caused by", "meeting")]}
        assert [entry.roles for entry in found if entry.events[0].type != "raid"] == [(), ()]


def test_a_place_has_what_is_part_of_what_happened_there_one_step_far(joined: KnowledgeBase) -> None:
    """The part of the raid without a place of its own, not what that caused."""
    assert _joins(look_back(joined, "Borville")) == {"raid": [], "meeting": [("part of", "raid")]}


def test_what_is_joined_is_bounded_by_the_dates_too(joined: KnowledgeBase) -> None:
    """A part without a date is left out where dates are asked for, as any other."""
    assert _joins(look_back(joined, "Borville", since="2031-05-03")) == {"raid": []}
    assert look_back(joined, "Borville", until="2031-05-03") == ()


def test_events_are_joined_in_the_catalog_from_either_side(joined: KnowledgeBase) -> None:
    """The part with its whole, the effect with its cause, each once."""
    events = {event.type: event for event in joined.catalog.list_events().items}

    links = joined.catalog.event_links([event.id for event in events.values()])
    assert {(link.link, link.event, link.other) for link in links} == {
        ("partOf", events["meeting"].id, events["raid"].id),
        ("causedBy", events["collapse"].id, events["meeting"].id),
    }
    assert joined.catalog.event_links([events["collapse"].id]) == tuple(one for one in links if one.link == "causedBy")


def test_what_has_no_timeline_is_said(kb: KnowledgeBase) -> None:
    """An article is no happening; nobody of the name is nobody."""
    article = kb.catalog.list_articles().items[0].id
    for what in (f"article-{article}", "Nobody at All"):
        with pytest.raises(NothingCalledError):
            look_back(kb, what)
