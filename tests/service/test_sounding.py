"""Names that somebody looks for in another spelling than the articles have."""

from collections.abc import Collection

import pytest

from kb.projections.catalog.records import EntityRecord
from kb.service.identity.sounding import sounding


def entity(label: str, type: str) -> EntityRecord:
    return EntityRecord(label, label, type, "", "", None, None, None, (), (), (), 1)


ENTITIES = (
    entity("Volodymyr Zelenskiy", "person"),
    entity("Kari Brække", "person"),
    entity("Anna Patten", "person"),
    entity("Tromsø", "city"),
    entity("Hizbullah", "group"),
    entity("Łódź", "city"),
)


class Catalog:
    """Has whoever there is under any key."""

    def __init__(self) -> None:
        self.asked: list[Collection[str]] = []

    def entities_keyed(self, keys: Collection[str], *, limit: int = 100) -> tuple[EntityRecord, ...]:
        self.asked.append(keys)
        return ENTITIES[:limit]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("zelensky", ["Volodymyr Zelenskiy"]),
        ("Volodymyr Zelensky", ["Volodymyr Zelenskiy"]),
        ("Zelensky Volodymyr", ["Volodymyr Zelenskiy"]),
        ("Braekke", ["Kari Brække"]),
        ("Tromso", ["Tromsø"]),
        ("Hezbollah", ["Hizbullah"]),
        ("Lodz", ["Łódź"]),
        ("Putin", []),
        ("Zelen", []),
        ("Karin Braekken", []),
        ("Volodymyr Brække", []),
    ],
)
def test_other_spellings_of_a_name_find_it(typed: str, found: list[str]) -> None:
    """Neither the beginning of another name nor a name that shares a word with it."""
    assert [one.label for one in sounding(Catalog(), typed, limit=9)] == found  # type: ignore[arg-type]


@pytest.mark.parametrize("typed", ["", "bra", "one two three four five six seven", "?!"])
def test_what_is_no_name_is_not_looked_for(typed: str) -> None:
    catalog = Catalog()
    assert sounding(catalog, typed, limit=9) == ()  # type: ignore[arg-type]
    assert catalog.asked == []
