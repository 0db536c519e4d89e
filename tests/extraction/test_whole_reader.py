"""What holds for the built-in extractor whatever the text: claims rest on words, and on nothing but the text."""

from functools import lru_cache
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.events.codec import encode
from kb.events.extraction import ExtractionRecorded
from kb.extraction.builtin import create
from kb.model import Article, Extraction, Span
from kb.resources import resource
from kb.service.intake.soundness import unsound
from kb.sources import read_path
from kb.sources.decoding import storable
from kb.sources.outcome import Loaded

SEEDS = ("01-moussade-attack-wire", "04-derna-flood-first-days", "08-nordhavn-guarani-release", "13-gallant-interview")
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
PIECES = st.sampled_from(
    "Mayor Ada Obi|said|“|”|\"|'|.|, who|in Vienna|on Monday|killed|at least 7 people|\n\n|\f|Title: x\n|\u202e|\u200b|"
    "(|:|VIENNA, May 3 (Wire) — |She|the ministry|€5m|😀|مرحبا|—|10:32 |- ".split("|")
)


@lru_cache
def seed(name: str) -> Article:
    """One of the bundled articles."""
    loaded = next(iter(read_path(Path(resource("seeds")) / f"{name}.txt")))
    assert isinstance(loaded, Loaded)
    return loaded.article


def read(text: str, published: str = "") -> Extraction:
    """Read a text as an article, and check that every claim rests on words of it."""
    extraction = create().extract(Article(text, published=published))
    assert unsound(extraction, text) == {}
    words = {mention.span.of(text) for mention in extraction.mentions}
    assert all(name.strip() for name in words)
    assert all(entity.name.strip() for entity in extraction.entities)
    return extraction


def stored(extraction: Extraction) -> bytes:
    """The bytes that would be recorded."""
    return encode(ExtractionRecorded(extraction.article, extraction))


@pytest.mark.thorough
@given(ANY_TEXT)
@settings(max_examples=60)
def test_any_text_yields_claims_that_hold_their_words(text: str) -> None:
    """Whatever the characters."""
    read(storable(text)[0], "2024-05-01")


@pytest.mark.thorough
@given(st.lists(PIECES, max_size=60))
@settings(max_examples=60)
def test_any_order_of_news_yields_claims_that_hold_their_words(pieces: list[str]) -> None:
    """The same for what looks like news, and the same bytes the second time."""
    text = storable(" ".join(pieces))[0]

    assert stored(read(text)) == stored(read(text))


@pytest.mark.thorough
@pytest.mark.parametrize("name", SEEDS)
def test_the_same_article_twice_gives_the_same_bytes(name: str) -> None:
    """Also when another was read between."""
    first = stored(create().extract(seed(name)))
    read("A storm sank two boats off Vienna. “It was bad,” Mayor Ada Obi said.")

    assert stored(create().extract(seed(name))) == first


@pytest.mark.thorough
@pytest.mark.parametrize(("one", "other"), list(permutations(SEEDS[:3], 2)))
@pytest.mark.parametrize("mark", ["\n\f", "\n\n* * *\n\n"])
def test_two_articles_in_one_text_do_not_mix(one: str, other: str, mark: str) -> None:
    """Whoever speaks in the second is named or described there; its claims are those that it has alone."""
    first, second = seed(one), seed(other)
    text = first.text.rstrip() + mark + second.text
    border = len(text) - len(second.text)
    whole = create().extract(Article(text, published=first.published, body_start=first.body_start))

    assert unsound(whole, text) == {}
    inside = {mention.entity for mention in whole.mentions if mention.span.start >= border}
    for statement in whole.statements:
        if statement.content and statement.content[0].start >= border:
            assert set(statement.speakers) <= inside
    alone = create().extract(second)
    assert claims(whole, border) == claims(alone, 0)
    assert claims(whole, 0, border) == claims(create().extract(first), 0)


def claims(extraction: Extraction, start: int, end: int = 1 << 30) -> list[object]:
    """What is said between two offsets, without ids."""

    def inside(span: Span) -> bool:
        return start <= span.start < end

    events = [
        (e.type, e.trigger.start - start, e.time and (e.time.earliest_begin, e.time.latest_end), len(e.roles))
        for e in extraction.events
        if inside(e.trigger)
    ]
    said = [
        (s.content[0].start - start, s.mode, len(s.speakers), s.speaker_span and s.speaker_span.start - start)
        for s in extraction.statements
        if s.content and inside(s.content[0])
    ]
    figures = [(f.span.start - start, f.value, f.unit) for f in extraction.figures if inside(f.span)]
    mentions = [(m.span.start - start, m.kind) for m in extraction.mentions if inside(m.span)]
    return [events, said, figures, mentions]


def test_a_surname_of_the_second_article_is_not_the_first_ones_person() -> None:
    """A full name in both is."""
    first = (
        "Mayor opens bridge\n\nTALVA, March 3 (Wire) — Mayor Rosa Lind opened a bridge. Tom Reed of Talva watched.\n"
    )
    second = "Storm sinks boats\n\nOSTERO, March 7 (Wire) — Lind said two boats sank. Tom Reed, a sailor, was saved.\n"
    text = f"{first}\n\f{second}"
    extraction = read(text, "2025-03-03")
    where: dict[str, set[str]] = {}
    for mention in extraction.mentions:
        words = mention.span.of(text)
        for name in ("Lind", "Tom Reed"):
            if name in words:
                where.setdefault(name, set()).add(mention.entity)

    assert len(where["Lind"]) == 2
    assert len(where["Tom Reed"]) == 1
