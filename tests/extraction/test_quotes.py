"""Quotation marks: pairing in many styles, and what a lost mark does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.extraction.layout.quotes import find_quotations, inner_spans
from kb.model.span import Span


def paragraphs(text: str) -> list[Span]:
    spans, at = [], 0
    for part in text.split("\n"):
        if part:
            spans.append(Span(at, at + len(part)))
        at += len(part) + 1
    return spans


def quoted(text: str) -> list[tuple[int, str]]:
    return [(q.depth, " | ".join(p.of(text) for p in q.parts)) for q in find_quotations(text, paragraphs(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We go,” she said. “Now.”", [(0, "We go,"), (0, "Now.")]),
        ('"We go," she said. "Now."', [(0, "We go,"), (0, "Now.")]),
        ("‘We go,’ she said. ‘We don’t wait.’", [(0, "We go,"), (0, "We don’t wait.")]),
        ("'We go,' she said. 'We don't wait.'", [(0, "We go,"), (0, "We don't wait.")]),
        ("«We go», she said.", [(0, "We go")]),
        ("« We go », she said.", [(0, " We go ")]),
        ("„Wir gehen“, sagte sie.", [(0, "Wir gehen")]),
        ("„We go”, she said.", [(0, "We go")]),
        ("»We go«, she said.", [(0, "We go")]),
        ("``We go,'' she said.", [(0, "We go,")]),
        ("''We go,'' she said.", [(0, "We go,")]),
        ("「We go」", [(0, "We go")]),
        ("”We go”, she said.", [(0, "We go")]),
        ("“He said, ‘Go home,’ and left,” she said.", [(0, "He said, ‘Go home,’ and left,"), (1, "Go home,")]),
        ("\"He said, 'Go home,' and left,\" she said.", [(0, "He said, 'Go home,' and left,"), (1, "Go home,")]),
        ("‘He said, “Go home,” and left,’ she said.", [(0, "He said, “Go home,” and left,"), (1, "Go home,")]),
        ("She called it “a farce” and “a shame”.", [(0, "a farce"), (0, "a shame")]),
        ("(“No,” he said.)", [(0, "No,")]),
        ("A “no”—“never”—came.", [(0, "no"), (0, "never")]),
        ('The "big" and the"small"', [(0, "big")]),
        ("‘The workers’ union did not ask us,’ he said.", [(0, "The workers’ union did not ask us,")]),
        ("'The workers' union did not ask us,' he said.", [(0, "The workers' union did not ask us,")]),
        ("The workers' union and the players' union met.", []),
        ("The workers’ union and the players’ union met.", []),
        ("It was the '90s, rock 'n' roll, and 'tis true.", []),
        ("Don't, won't, can't.", []),
        ('A 6" pipe and a 5\'10" man.', []),
        ("“Take the goat’s rope,” he said.", [(0, "Take the goat’s rope,")]),
        ("He said no” and left.", []),
        ("“”", []),
        ('""', []),
    ],
)
def test_marks_of_all_houses(text: str, expected: list[tuple[int, str]]) -> None:
    """Inner text and depth of every quotation."""
    assert quoted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We go.\n“And we stay away,” she said.", [(0, "We go. | And we stay away,")]),
        ('"We go.\n"And we stay away," she said.', [(0, "We go. | And we stay away,")]),
        ("“One.\n“Two.\n“Three,” she said. “Four.”", [(0, "One. | Two. | Three,"), (0, "Four.")]),
        ('He said "we go.\nShe did not.', [(0, "we go.")]),
        ("He said “we go.\nShe did not. “No,” she said.", [(0, "we go."), (0, "No,")]),
        ('"We go. She said. "No," he said.', [(0, "We go. She said."), (0, "No,")]),
        ("“We go. He left. “No,” he said.", [(0, "We go. He left."), (1, "No,")]),
    ],
)
def test_over_paragraphs_and_lost_marks(text: str, expected: list[tuple[int, str]]) -> None:
    """A repeated opening mark carries on; a lost closing mark does no harm beyond its paragraph."""
    assert quoted(text) == expected


def test_a_lost_mark_is_told() -> None:
    """A quotation that the paragraph ended says so."""
    text = 'He said "we go.'
    (found,) = find_quotations(text, paragraphs(text))
    assert not found.closed
    assert inner_spans([found]) == (Span(9, 15),)


@given(st.text(alphabet=st.one_of(st.sampled_from("\"“”„‟«»‹›‘’‚'` .,sA\n"), st.characters()), max_size=200))
def test_any_text(text: str) -> None:
    """Spans lie inside the paragraphs; quotations of one depth do not overlap."""
    blocks = paragraphs(text)
    found = find_quotations(text, blocks)
    for quotation in found:
        for part in quotation.parts:
            assert any(block.covers(part) for block in blocks)
        assert quotation.outer.covers(Span(quotation.parts[0].start, quotation.parts[-1].end))


@pytest.mark.thorough
@pytest.mark.parametrize("unit", ['"', "“", "'", "s’ a", '"a ', ' "a', "«", "“a”", "‘a ", "''"])
def test_a_long_text_of_marks(unit: str) -> None:
    """Pairing is linear."""
    text = unit * (60_000 // len(unit))
    assert all(q.outer.end <= len(text) for q in find_quotations(text, [Span(0, len(text))]))
