"""What an earlier text claimed, and what takes its place."""

from dataclasses import replace

from kb.graph.former import former_claims
from kb.model import Article, Event, Extraction, Figure, Span, Statement

OLD = Article("Nine people died at Oster Quay, the guard said.\nThe harbour is shut.")
NEW = Article(
    "Eleven people died at Oster Quay, the guard said.\nThe harbour is shut.\n"
    "An earlier version of this article said that nine people had died."
)


def span(article: Article, words: str) -> Span:
    """Return where words stand."""
    start = article.text.index(words)
    return Span(start, start + len(words))


def reading(article: Article, *counts: tuple[str, float, bool]) -> Extraction:
    """Return a reading in which so many died, as told each time by nobody named; a flag says that it was taken back."""
    figures = tuple(
        Figure(f"q{n}", "v1", span(article, word), "exactly", value, of="people", withdrawn=back)
        for n, (word, value, back) in enumerate(counts)
    )
    statements = tuple(
        Statement(f"s{n}", (span(article, f"{word} people"),), "indirect", status="retracted" if back else "reported")
        for n, (word, _, back) in enumerate(counts)
    )
    event = Event("v1", "deaths", span(article, "died"))
    return Extraction(article.id, "made-up", "1", "", events=(event,), figures=figures, statements=statements)


def test_a_note_of_what_was_said_before_takes_no_figures_place() -> None:
    """The publisher's own note repeats the old number: the new one is what came in its place."""
    old = reading(OLD, ("Nine", 9.0, False))
    new = reading(NEW, ("Eleven", 11.0, False), ("nine", 9.0, True))

    found = {one.claim.id: one.successor for one in former_claims((NEW, new), (OLD, old))}
    assert {name: one.id if one else None for name, one in found.items()} == {"q0": "q0", "s0": "s0"}
    assert found["q0"] == new.figures[0]


def test_what_may_be_either_has_none_in_its_place() -> None:
    """Two numbers that both hold where there was one: nothing says which of them was corrected."""
    told = Article(f"{NEW.text}\nTwelve people died, police said.")
    new = reading(told, ("Eleven", 11.0, False), ("Twelve", 12.0, False))
    old = replace(reading(OLD, ("Nine", 9.0, False)), statements=())

    assert [one.successor for one in former_claims((told, new), (OLD, old))] == [None]


def test_what_was_taken_back_in_both_is_no_former_one() -> None:
    """Its sentence changed elsewhere."""
    told = Article(NEW.text.replace("this article", "this report"))
    before, now = (reading(text, ("Eleven", 11.0, False), ("nine", 9.0, True)) for text in (NEW, told))

    assert list(former_claims((told, now), (NEW, before))) == []
