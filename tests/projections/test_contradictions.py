"""Claims about one happening that cannot both be true: found, and told apart from what can."""

from dataclasses import replace

import pytest

from kb.graph.curation import Curated
from kb.graph.iris import Iris
from kb.model import Article, Entity, Event, Extraction, Figure, Role, Span, TimeValue
from kb.projections import opening
from kb.projections.folding.curating import LinksAsked, curated_reading, links_of
from kb.projections.folding.sources import LogSources
from kb.projections.graph.contradictions import contradictions
from kb.projections.graph.opposition import Contradiction
from kb.projections.graph.telling import Telling, told_of
from tests.projections.worlds import SETTLED, World

IRIS = Iris("http://example.org/")
TEXT = "Red Hand shelled Alba on Monday, killing 20 people."
DAY = TimeValue(Span(25, 31), *("2031-05-05",) * 4, "day", "relative")


def entity(local: str, kind: str, name: str, **more: str) -> Entity:
    return Entity(local, kind, name, **more)  # type: ignore[arg-type]


def telling(article: str, event: Event, entities: tuple[Entity, ...] = (), figures: tuple[Figure, ...] = ()) -> Telling:
    """One article's version; an entity is the same in two articles where its name is."""
    text = Article(TEXT + article, published="2031-05-06")
    extraction = Extraction(text.id, "test", "1", "", (), entities, (), (), (event,), figures)
    return Telling(text, Curated(extraction), event.id, {one.id: one.name for one in entities})


EVENT = Event("v1", "shelling", Span(9, 16))


def found(one: Telling, other: Telling) -> list[Contradiction]:
    there = contradictions(told_of([one, other], IRIS))
    assert [each.kind for each in there] == [each.kind for each in contradictions(told_of([other, one], IRIS))]
    return list(there)


def test_what_happened_to_one_and_not_to_the_other() -> None:
    (odd,) = found(telling("a", EVENT), telling("b", replace(EVENT, polarity="negative")))

    assert odd.kind == "happened"
    assert "did not happen" in odd.reason
    assert found(telling("a", EVENT), telling("b", replace(EVENT, modality="planned"))) == []


def test_what_came_to_pass_after_it_had_not_contradicts_nothing() -> None:
    """Who has not conceded on Tuesday concedes on Wednesday; that he did so on Monday is another matter."""
    not_yet = telling("b", replace(EVENT, polarity="negative"))  # of the sixth

    def on(day: str) -> Telling:
        return telling("a", replace(EVENT, time=TimeValue(DAY.words, day, day, day, day, "day", "relative")))

    assert found(on("2031-05-07"), not_yet) == []
    assert [each.kind for each in found(on("2031-05-06"), not_yet)] == ["happened"]
    assert [each.kind for each in found(on("2031-05-05"), not_yet)] == ["happened"]


@pytest.mark.parametrize(("days", "kinds"), [(0, []), (1, []), (3, ["time"])])
def test_two_times(days: int, kinds: list[str]) -> None:
    """A day may be lost between time zones."""
    stamp = f"2031-05-{5 + days:02}"
    other = TimeValue(DAY.words, stamp, stamp, stamp, stamp, "day", "relative")

    odd = found(telling("a", replace(EVENT, time=DAY)), telling("b", replace(EVENT, time=other)))

    assert [each.kind for each in odd] == kinds


def test_a_time_of_which_the_words_say_nothing_contradicts_nothing() -> None:
    late = ("2031-06-05",) * 4
    inferred, open_ = TimeValue(None, *late, "day", "inferred"), TimeValue(DAY.words, late[0], "", "", "", "day")

    for time in (inferred, open_):
        assert found(telling("a", replace(EVENT, time=DAY)), telling("b", replace(EVENT, time=time))) == []


def test_two_towns_but_not_a_town_and_its_quarter() -> None:
    at = replace(EVENT, places=("e1",), place_spans=(Span(17, 21),))
    alba, bora = entity("e1", "town", "Alba"), entity("e1", "town", "Bora")
    quarter = (entity("e1", "town", "Norton", within="e2"), entity("e2", "town", "Alba"))

    (odd,) = found(telling("a", at, (alba,)), telling("b", at, (bora,)))

    assert odd.kind == "place"
    assert odd.reason.endswith("Alba; Bora")
    assert found(telling("a", at, (alba,)), telling("b", at, quarter)) == []


def test_two_armies_but_not_an_army_and_its_country() -> None:
    by = replace(EVENT, roles=(Role("agent", Span(0, 8), "e1"),))
    red, blue = entity("e1", "armed_force", "Red Army", country="UA"), entity("e1", "armed_force", "Blue", country="MD")
    country = entity("e1", "country", "Ukraine", country="UA")

    assert [each.kind for each in found(telling("a", by, (red,)), telling("b", by, (blue,)))] == ["actor"]
    assert found(telling("a", by, (red,)), telling("b", by, (country,))) == []


def test_figures_unless_compatible_or_taken_back() -> None:
    def told(name: str, value: float, comparator: str = "exactly", *, withdrawn: bool = False) -> Telling:
        figure = Figure("q1", "v1", Span(41, 43), comparator, value, of="people", withdrawn=withdrawn)
        return telling(name, EVENT, (), (figure,))

    assert [each.kind for each in found(told("a", 20), told("b", 26))] == ["figure"]
    assert found(told("a", 20, "at_least"), told("b", 26)) == []
    assert found(told("a", 20, withdrawn=True), told("b", 26)) == []


@pytest.mark.parametrize(
    ("kind", "day", "kinds"), [("missing", 7, []), ("missing", 6, ["figure"]), ("death", 7, ["figure"])]
)
def test_who_is_missing_is_counted_anew_each_day(kind: str, day: int, kinds: list[str]) -> None:
    """27 on one day and 24 on the next can both be true; of one day, or of the dead, they cannot."""
    event = replace(EVENT, type=kind)
    one, other = (
        telling(name, event, figures=(Figure("q1", "v1", Span(41, 43), "exactly", number, of="people"),))
        for name, number in (("a", 27.0), ("b", 24.0))
    )
    other = replace(other, article=replace(other.article, published=f"2031-05-0{day}"))

    assert [each.kind for each in found(one, other)] == kinds


def test_two_amounts_that_both_articles_give_are_of_two_things() -> None:
    """ "40 km away, 25 km deep" in both contradicts nothing; one depth in each does, and so do two tolls in both."""

    def told(name: str, unit: str, *values: float) -> Telling:
        figures = tuple(
            Figure(f"q{n}", "v1", Span(41, 43), "exactly", value, unit=unit) for n, value in enumerate(values)
        )
        return telling(name, EVENT, (), figures)

    assert found(told("a", "km", 40, 25), told("b", "km", 40, 25)) == []
    assert [each.kind for each in found(told("a", "km", 40), told("b", "km", 25))] == ["figure"]
    assert [each.kind for each in found(told("a", "", 40, 25), told("b", "", 40, 25))] == ["figure", "figure"]


def test_a_number_with_a_fraction_counts_nobody() -> None:
    """The magnitude is at odds with no toll."""

    def told(name: str, value: float) -> Telling:
        return telling(name, EVENT, (), (Figure("q1", "v1", Span(41, 43), "exactly", value),))

    assert found(told("a", 6.9), told("b", 20)) == []
    assert [each.kind for each in found(told("a", 6.9), told("b", 6.8))] == ["figure"]


def test_links_that_are_asked_for_are_those_of_all() -> None:
    """One by one, after merges; of what the article has not there is none."""
    log = World().run(list(SETTLED)).log
    projections = opening.in_memory(log, log.position())
    try:
        tables, sources = projections.catalog.tables, LogSources(log)
        compared = 0
        for article in tables.parts("article"):
            read = curated_reading(tables, sources, article)
            assert read is not None
            whole = links_of(tables, article, read[1].extraction)
            asked = LinksAsked(tables, article, read[1].extraction)
            assert dict(asked) == whole
            assert len(asked) == len(whole)
            assert asked.get("e99", "nobody") == "nobody"
            compared += len(whole)
        assert compared > 3
    finally:
        projections.close()
