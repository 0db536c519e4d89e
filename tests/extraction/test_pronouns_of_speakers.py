"""Who a "she" that speaks is: not whom the question was about, nor the lawyer through whom it was said."""

import pytest

from tests.extraction.test_whole_reader import read


def speakers(text: str) -> list[tuple[str, ...]]:
    found = read(text)
    names = {entity.id: entity.name for entity in found.entities}
    return [tuple(names[one] for one in statement.speakers) for statement in found.statements]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "OSK - Mayor Rosa Paz said the budget was late.\n\n"
            "“We start in May,” Paz said. Asked whether Juan Ruiz would stay, she declined to answer.",
            ["Rosa Paz", "Rosa Paz", "Rosa Paz"],
        ),
        (
            "OSK - Mayor Rosa Paz said the budget was late.\n\nAsked about it, Juan Ruiz declined to comment.",
            ["Rosa Paz", "Juan Ruiz"],
        ),
        (
            "OSK - Juan Ruiz, who denied the charge, was not in court. Through a lawyer he said that he was ill.",
            ["Juan Ruiz", "Juan Ruiz"],
        ),
        (
            "OSK - Juan Ruiz was not in court. Through his lawyer, Cecil Mutis, he has denied any part in it.",
            ["Juan Ruiz"],
        ),
        ("OSK - In a message sent via Osknet, Juan Ruiz said that the funds were frozen.", ["Juan Ruiz"]),
        (
            "OSK - The agency's head, Carl Abt, said the funds were frozen.\n\n"
            "Senator Tom Ojwang said the governor herself must explain. “She signed the cheques,” he said.",
            ["Carl Abt", "Tom Ojwang", "Tom Ojwang"],
        ),
        (
            "OSK - The head of the rescue service, Carl Abt, said that three miners were missing. A count of 15 dead "
            "given by the mayor of Osk, Tom Ojwang, was wrong because two had been counted twice, he said.",
            ["Carl Abt", "Carl Abt"],
        ),
        (
            "OSK - The head of the rescue service, Carl Abt, said that three miners were missing. One of the "
            "miners, Tom Ojwang, was asleep, he told reporters in hospital.",
            ["Carl Abt", "Tom Ojwang"],
        ),
    ],
)
def test_a_pronoun_that_speaks_is_who_spoke_last(text: str, expected: list[str]) -> None:
    assert speakers(text) == [(name,) for name in expected]
