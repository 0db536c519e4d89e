"""One happening as each article tells it: a line a version, in the order of the reports, nothing averaged."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from kb.graph.iris import Iris
from kb.model import Article, Entity, Event, Extraction, Figure, Role, Span
from kb.service.display.page import Section
from kb.service.display.reading import Reading
from kb.service.happenings.versions import UNTOLD, Report, reported, side_by_side

IRIS = Iris("https://example.org/")


def told(
    source: str, published: str, number: int = 0, polarity: str = "positive", place: bool = False
) -> tuple[Reading, str]:
    """One article that tells of a raid, perhaps with a number and a place."""
    text = f"Alba Corp raided Norton; {number} were hurt, {source} wrote."
    article = Article(text, source=source, published=published)
    who, where, count = (Span(text.index(w), text.index(w) + len(w)) for w in ("Alba Corp", "Norton", f"{number} were"))
    event = Event(
        "v1", "raid", Span(10, 16), polarity=polarity, roles=(Role("agent", who, "e1", confidence=0.8),),
        places=("e2",) if place else (), place_spans=(where,) if place else (),
        place_confidences=(0.7,) if place else (),
    )  # fmt: skip
    figures = (Figure("q1", "v1", count, "exactly", float(number), of="hurt"),) if number else ()
    entities = (Entity("e1", "organisation", "Alba Corp"), Entity("e2", "town", "Norton"))
    read = Extraction(article.id, "told", "1", "", (), entities, (), (), (event,), figures)
    return Reading(article, read, IRIS, {"e1": "0" * 20, "e2": "1" * 20}), "v1"


def lines(sections: tuple[Section, ...], title: str) -> list[tuple[str, str]]:
    """Return name and value of the facts of one section."""
    [section] = [one for one in sections if one.title == f"Side by side: {title}"]
    return [(fact.name, fact.value) for fact in section.facts]


def test_every_version_has_its_own_line_with_its_words() -> None:
    """Figures, reality, place and participants as each article has them; what it does not tell is said to be so."""
    versions = [told("Beta", "2031-05-07", 26, place=True), told("Alba", "2031-05-06", 23), told("Cato", "", 0)]
    sections = side_by_side(versions)

    names = ["Alba, 2031-05-06", "Beta, 2031-05-07", "Cato"]
    assert lines(sections, "figures") == list(zip(names, ("23 hurt", "26 hurt", UNTOLD), strict=True))
    assert lines(sections, "place") == list(zip(names, (UNTOLD, "Norton", UNTOLD), strict=True))
    assert lines(sections, "who and what") == [(name, "agent: Alba Corp") for name in names]
    assert all(fact.quotes for section in sections for fact in section.facts)
    assert {fact.ref for section in sections for fact in section.facts} == {one.ref(local) for one, local in versions}
    [place] = [fact for one in sections for fact in one.facts if one.title.endswith("place") and fact.value == "Norton"]
    assert place.certainty == 0.7
    assert [quote.words for quote in place.quotes] == ["Norton"]


def test_what_no_version_tells_has_no_section() -> None:
    """No time in either, no figure: no such lines; a denial stands beside what it denies."""
    sections = side_by_side([told("Alba", "2031-05-06"), told("Beta", "2031-05-07", polarity="negative")])

    assert [section.title for section in sections] == ["Side by side: who and what", "Side by side: reality"]
    assert [value for _, value in lines(sections, "reality")] == ["happened", "did not happen"]


def test_two_articles_of_one_publisher_and_day_are_told_apart() -> None:
    """By the title, or by the id where there is none."""
    sections = side_by_side([told("Alba", "2031-05-06", 23), told("Alba", "2031-05-06", 26)])

    names = [name for name, _ in lines(sections, "figures")]
    assert len(set(names)) == 2
    assert all(name.startswith("Alba, 2031-05-06, article-") for name in names)


@given(st.lists(st.integers(1, 400), min_size=2, max_size=6, unique=True), st.randoms())
def test_the_order_of_the_versions_changes_nothing(numbers: list[int], chance: Random) -> None:
    """Any order of the same versions gives the same page, and every number is in it as told."""
    versions = [told(f"S{number}", f"2031-05-{number % 28 + 1:02}", number) for number in numbers]
    expected = side_by_side(versions)
    chance.shuffle(versions)

    assert side_by_side(versions) == expected
    assert {value for _, value in lines(expected, "figures")} == {f"{number} hurt" for number in numbers}


def test_the_span_of_reports_is_of_all_versions_also_of_those_not_compared() -> None:
    """First and last by the day of the article; who has no day is listed; what is left out is said."""
    reports = [
        Report("a" * 16, "2031-05-07", "Beta", "Later"),
        Report("b" * 16, "2031-05-06T08:00:00Z", "Alba", ""),
        Report("b" * 16, "2031-05-06T08:00:00Z", "Alba", ""),
        Report("c" * 16, "", "", ""),
        Report("d" * 16, "2031-05-07T00:30:00+03:00", "Dora", "Not last: the evening before in UTC"),
    ]
    section = reported("0" * 20, reports, 2)

    assert [(fact.name, fact.value, fact.ref) for fact in section.facts] == [
        ("versions", "5 in 4 articles", "happening-" + "0" * 20),
        ("side by side", "the first 2 of them", ""),
        ("first report", "2031-05-06T08:00:00Z, Alba", "article-" + "b" * 16),
        ("last report", "2031-05-07, Beta, Later", "article-" + "a" * 16),
        ("without a date", "no title", "article-" + "c" * 16),
    ]
