"""What is told in one breath happened at one time; what is told of something else did not."""

import pytest

from kb.extraction.builtin import create
from kb.extraction.protocol import Extractor
from kb.model import Article


@pytest.fixture(scope="module")
def reader() -> Extractor:
    return create()


def first_day(reader: Extractor, text: str, word: str) -> str:
    """The day on which an event begins at the earliest, "" for none."""
    found = [e for e in reader.extract(Article(text, published="2026-11-24")).events if e.trigger.of(text) == word]
    assert found, f"no event on {word}"
    return found[0].time.earliest_begin[:10] if found[0].time is not None else ""


@pytest.mark.parametrize(
    ("text", "word", "day"),
    [
        ("President Ana Paz flew to Osk on Monday morning and met relatives of the victims.", "met", "2026-11-23"),
        ("Omar Paz was arrested at Osk airport on Monday as he boarded a plane for Dubai.", "boarded", "2026-11-23"),
        (
            "Gunmen stormed a school in Osk on Friday. They took 303 pupils and beat a guard.",
            "took",
            "2026-11-20",
        ),
        (
            "Gunmen stormed a school in Osk on Friday. They took 303 pupils and beat a guard.",
            "beat",
            "2026-11-20",
        ),
        (
            "A court in Osk jailed a driver on Monday for nine years and ordered him to pay 2 million euros.",
            "ordered",
            "2026-11-23",
        ),
        ("Police held four men after that bombing on 3 May in Osk, which killed nine.", "bombing", "2026-05-03"),
    ],
)
def test_what_is_told_with_a_dated_happening_has_its_time(reader: Extractor, text: str, word: str, day: str) -> None:
    assert first_day(reader, text, word) == day


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("A court in Osk awarded the families money in August; they called it an insult and appealed.", "appealed"),
        ("Gunmen stormed a school in Osk on Friday. They had taken 303 pupils from Ruvu.", "taken"),
        ("Gunmen stormed a school in Osk on Friday.\n\nThey took 303 pupils from a village near Ruvu.", "took"),
        ("Gunmen have stormed schools in Osk since 2014. They took 303 pupils from one near Ruvu.", "took"),
        ("Omar Paz was arrested in May, held for two months and released on bail.", "released"),
        ("Omar Paz left Osk on Monday and crossed into Ruvu on the night of the blast.", "crossed"),
    ],
)
def test_what_is_told_of_another_time_is_not(reader: Extractor, text: str, word: str) -> None:
    """A clause of others, a past perfect, another paragraph, a stretch of years, a night of its own."""
    assert first_day(reader, text, word) == ""


@pytest.mark.parametrize(
    ("lead", "day"),
    [
        ("Gunmen stormed a market in Osk on Monday and raided a bank, police said.", "2026-11-23"),
        ("Gunmen have stormed a market in Osk and raided a bank, police said.", ""),
        ("Gunmen fled from Osk on Monday, police said.", ""),
        ("Gunmen stormed a market in Osk on Monday. The mayor resigned on Sunday, police said.", ""),
    ],
)
def test_what_the_title_tells_is_of_the_one_day_of_the_first_paragraph(reader: Extractor, lead: str, day: str) -> None:
    """Of its own type, where the paragraph tells of one day alone."""
    text = f"Osk rebels raid market\n\n{lead}\n\nVoters in the town sang."

    assert first_day(reader, text, "raid") == day
