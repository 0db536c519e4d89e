"""A denial that repeats nothing is about what the accusation before it claims."""

import pytest

from kb.extraction.builtin import create
from kb.extraction.protocol import Extractor
from kb.model import Article


@pytest.fixture(scope="module")
def reader() -> Extractor:
    return create()


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("told", "denied", "events"),
    [
        (
            "Peru's Defence Ministry said Chilean forces shelled the village of Osk. Chile denied the charge.",
            "denied",
            ["shelled"],
        ),
        (  # an accusation, not what was said last
            "The mayor of Osk, Lin Ho, accused the army of burning nine houses. “They shot my brother,” he told "
            "reporters. Captain Issa Obi, a spokesman for the army, rejected the accusation.",
            "rejected",
            ["burning"],
        ),
        ("Lin Ho said the dam would hold. Issa Obi denied that rebels had shelled Osk.", "denied", []),
    ],
)
def test_what_a_denial_is_about(reader: Extractor, told: str, denied: str, events: list[str]) -> None:
    found = reader.extract(Article(told, published="2025-05-07"))

    (denial,) = [s for s in found.statements if s.cue is not None and s.cue.of(told) == denied]

    assert [e.trigger.of(told) for e in found.events if e.id in denial.about] == events
    assert all(e.polarity == "positive" for e in found.events if e.id in denial.about)


def test_what_was_said_before_the_last_accusation_is_not_denied(reader: Extractor) -> None:
    """Whether or not the reader finds an event in the accusation itself."""
    told = (
        "Aircraft bombed a camp of the Northern Front near Osk, an army spokesman said. Colonel Yusuf Barakat said "
        "that the rebels themselves had fired on the market. The Northern Front rejected the accusation."
    )
    found = reader.extract(Article(told, published="2025-05-07"))

    (denial,) = [s for s in found.statements if s.cue is not None and s.cue.of(told) == "rejected"]

    assert "bombed" not in [e.trigger.of(told) for e in found.events if e.id in denial.about]
