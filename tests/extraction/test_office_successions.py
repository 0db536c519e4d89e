"""Who had an office before whoever got it: "became chief executive in 2022, succeeding NAME"."""

import pytest

from kb.extraction.builtin import create
from kb.model import Article


@pytest.mark.parametrize(
    ("text", "held"),
    [
        (
            "Ana Paz became chief executive in 2022, succeeding Per Ulrik Hal, a grandson of the founder.",
            {("Ana Paz", "chief executive", "current"), ("Per Ulrik Hal", "chief executive", "former")},
        ),
        (
            "Ana Paz was named governor of Osk on Friday, replacing Ben Sol, who resigned in May.",
            {("Ana Paz", "governor", "current"), ("Ben Sol", "governor", "former")},
        ),
        (
            "Ana Paz became chief executive in 2022, beating Per Ulrik Hal, a grandson of the founder.",
            {("Ana Paz", "chief executive", "current")},
        ),
    ],
)
def test_whom_somebody_succeeded_held_the_office(text: str, held: set[tuple[str, str, str]]) -> None:
    found = create().extract(Article(f"OSLO - Halvor Marine reported a loss on Friday. {text}"))
    names = {entity.id: entity.name for entity in found.entities}

    assert {(names[o.person], o.role, o.status) for o in found.offices} == held
