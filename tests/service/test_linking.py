"""Linking through the service: the same clusters in any order, people's decisions kept, why, and figures at odds."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kb.bootstrap import open_knowledge_base
from kb.events import EntitiesKeptApart, EntitiesLinked
from kb.events.streams import RESOLUTION
from kb.log import Append
from kb.service.curation.identifying import identifying
from kb.service.happenings.conflicts import conflicts
from kb.service.happenings.quantity import UnknownViewError
from kb.service.identity.explaining import NotComparableError, explain
from kb.service.identity.members import linked_members
from kb.service.knowledge_base import KnowledgeBase
from kb.settings import load_settings
from kb.sources import read_bytes
from tests.service.stand_in import parts

NAMES = ("Orion Energy", "Orion Energy Plc", "Orion Airlines", "Kasonta Mine", "Kasonta Copper Mine", "Tovue Party")
PAIRS = st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES), st.integers(2, 4)).filter(
    lambda row: row[0] != row[1]
)
NO_SHRINKING = [phase for phase in Phase if phase is not Phase.shrink]


def story(number: int, one: str, other: str, killed: int = 3) -> str:
    return (
        f"Title: Story {number}\nSource: Paper {number}\nDate: 2025-03-0{1 + number % 9}\n\n"
        f"{one} attacked {other} on Tuesday, and {killed} killed were found."
    )


def put(kb: KnowledgeBase, texts: Sequence[str]) -> list[str]:
    with kb.adder() as adder:
        return [adder.add(next(read_bytes(text.encode(), "test"))).article for text in texts]


def clusters(kb: KnowledgeBase) -> set[frozenset[str]]:
    """Who is one, whatever the ids."""
    return {frozenset(members) for groups in linked_members(kb) for members in groups.values() if len(members) > 1}


@pytest.mark.thorough
@settings(max_examples=6, deadline=None, suppress_health_check=[*HealthCheck], phases=NO_SHRINKING)
@given(rows=st.lists(PAIRS, min_size=2, max_size=5, unique=True), data=st.data())
def test_the_order_of_adding_does_not_count(
    tmp_path_factory: pytest.TempPathFactory,
    small_ontology: None,
    rows: list[tuple[str, str, int]],
    data: st.DataObject,
) -> None:
    """Once all are in, any order gives the same clusters."""
    texts = [story(number, *row) for number, row in enumerate(rows)]
    turned = data.draw(st.permutations(texts))
    config = load_settings({"actor": "tester"}, {"XDG_CONFIG_HOME": "/nonexistent"})
    found = []
    for name, order in (("one", texts), ("other", turned)):
        folder = tmp_path_factory.mktemp(name)
        with open_knowledge_base(folder, config, create=True, parts=parts()) as kb:
            put(kb, order)
            found.append(clusters(kb))
    assert found[0] == found[1]


def test_catching_up_in_between_changes_nothing(kb: KnowledgeBase, tmp_path: Path) -> None:
    """What the catalog lags behind by is known all the same."""
    texts = [story(1, "Orion Energy", "Tovue Party"), story(2, "Orion Energy Plc", "Tovue Party")]
    put(kb, texts)
    with open_knowledge_base(tmp_path / "b", kb.settings, create=True, parts=parts()) as other:
        for text in texts:
            put(other, [text])
        assert clusters(other) == clusters(kb) != set()


def test_what_a_person_keeps_apart_stays_apart(kb: KnowledgeBase) -> None:
    """Whatever speaks for one, and whatever comes in later."""
    put(kb, [story(1, "Orion Energy", "Tovue Party"), story(2, "Kasonta Mine", "Orion Airlines")])
    ids = kb.entity_id("Orion Energy"), kb.entity_id("Orion Airlines")
    apart = EntitiesKeptApart(ids, 0.0, ("another firm",))
    kb.log.append_batch([Append(RESOLUTION, kb.log.stream_version(RESOLUTION), [apart], "person:ann")])

    put(kb, [story(3, "Orion Energy Plc", "Tovue Party"), story(4, "Orion Energy", "Orion Airlines")])

    assert kb.entity_id("Orion Energy") != kb.entity_id("Orion Airlines")
    found = explain(kb, f"entity-{ids[0]}", f"entity-{ids[1]}")
    assert not found.one
    assert "A person keeps them apart" in found.verdict


def test_what_a_person_made_one_is_not_one_through_others(kb: KnowledgeBase) -> None:
    texts = [story(n, *names) for n, names in enumerate((("Orion Energy", "Tovue Party"), NAMES[2:4], NAMES[2:5:2]), 1)]
    put(kb, texts)
    ids = kb.entity_id("Orion Energy"), kb.entity_id("Orion Airlines")
    with identifying(kb, "person:ann") as identifier:
        merge = identifier.merge(*(f"entity-{one}" for one in ids)).position

    joined = explain(kb, "Orion Energy", "Orion Airlines")
    linked = explain(kb, "Orion Airlines", "Orion Airlines")

    assert joined.one
    assert joined.verdict.startswith(f"A person made them one (event {merge})")
    assert joined.would_change == (f"Undoing event {merge}.",)
    assert linked.one
    assert "A person" not in linked.verdict


def test_what_a_person_decides_while_articles_are_added_counts_for_the_next(kb: KnowledgeBase) -> None:
    """Another program wrote it between two articles of one run, when all before had been looked up."""
    with kb.adder() as adder:
        texts = [story(1, "Orion Energy", "Tovue Party"), story(2, "Orion Energy", "Kasonta Mine")]
        members = [f"{adder.add(next(read_bytes(text.encode(), 'test'))).article}#e1" for text in texts]
        adder.catch_up()
        away = EntitiesLinked("entity-of-ann", (members[1],), 0.0, ("another firm",))
        kb.log.append_batch([Append(RESOLUTION, kb.log.stream_version(RESOLUTION), [away], "person:ann")])
        adder.add(next(read_bytes(story(3, "Orion Energy", "Kasonta Mine").encode(), "test")))

        assert adder._linker.index.stands_for(members)[members[1]] == "entity-of-ann"


def test_why_two_are_one_and_what_would_turn_it(kb: KnowledgeBase) -> None:
    put(kb, [story(1, "Orion Energy", "Tovue Party"), story(2, "Orion Energy Plc", "Tovue Party")])
    first, second = put(kb, [story(3, "Orion Airlines", "Kasonta Mine"), story(4, "Orion Energy", "Kasonta Mine")])

    one = explain(kb, "Orion Energy", "Orion Energy Plc")
    two = explain(kb, "Orion Energy", "Orion Airlines")

    assert one.one
    assert one.bits >= one.needed
    assert "name" in {part.field for part in one.parts}
    assert any("Without" in line for line in one.would_change)
    assert not two.one
    assert two.bits < two.needed
    assert round(sum(part.bits for part in two.parts), 2) == two.bits
    events = explain(kb, f"{first}#v1", f"{second}#v1")
    assert events.kind == "event"
    with pytest.raises(NotComparableError):
        explain(kb, "Orion Energy", f"{first}#v1")


def test_figures_of_one_happening_that_cannot_all_be_true(kb: KnowledgeBase) -> None:
    """Two tolls of one attack, in the order of their reports; views name their rule."""
    put(kb, [story(1, "Orion Energy", "Tovue Party", 23), story(2, "Orion Energy", "Tovue Party", 26)])
    put(kb, [story(3, "Kasonta Mine", "Orion Airlines", 5)])

    (found,) = conflicts(kb.catalog)

    assert [value.value for value in found.values] == [23, 26]
    assert [value.source for value in found.values] == ["Paper 1", "Paper 2"]
    assert len(found.odds) == 1
    chosen = [view.value for name in ("latest", "highest", "lowest") for view in found.chosen(name)]
    assert chosen == [26, 26, 23]
    with pytest.raises(UnknownViewError):
        found.chosen("mean")
    assert conflicts(kb.catalog, found.happening) == (found,)


def test_articles_with_one_name_in_common_are_compared_weeks_apart(kb: KnowledgeBase) -> None:
    later = story(1, "Orion Energy", "Kasonta Mine").replace("2025-03-02", "2025-03-28")
    other = story(2, "Orion Airlines", "Tovue Party").replace("2025-03-03", "2025-03-28")
    first, second, third = put(kb, [story(1, "Orion Energy", "Tovue Party"), later, other])

    with kb.adder() as adder:
        linker = adder._linker
        profile = linker.index.profile(second)
        assert profile is not None
        linker._regions.entities(linker.index.consider(profile), {})
        assert linker._regions.stories(profile) == [first]
    assert first != third


def test_what_stands_in_the_way_of_two_events_is_named(kb: KnowledgeBase) -> None:
    """Two attacks of one article fit the other's as well: they met, and each is the other's rival."""
    twice = story(1, "Orion Energy", "Tovue Party") + "\n\nOrion Energy attacked Tovue Party, and 3 killed were found."
    first, second = put(kb, [twice, story(2, "Orion Energy", "Tovue Party")])

    found = [explain(kb, f"{first}#{local}", f"{second}#v1") for local in ("v1", "v2")]

    assert [one.one for one in found].count(False) >= 1
    apart = next(one for one in found if not one.one)
    assert apart.bits >= apart.needed, apart
    assert "never met" not in apart.verdict
    assert "as well" in apart.verdict or "contradict" in apart.verdict
