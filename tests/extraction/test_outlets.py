"""Which names are a news outlet's, and which are not."""

import pytest

from kb.extraction.layout.outlets import is_outlet


@pytest.mark.parametrize(
    "name",
    ["Prairie Ledger", "Interfax news agency", "South Seas Radio", "Radio Mosala", "Osk Broadcasting Corporation"],
)
def test_an_outlets_name_says_so(name: str) -> None:
    assert is_outlet(name)


@pytest.mark.parametrize(
    "name", ["Times", "Osk University Press", "Osk Ales", "Ballot Watch Network", "Radiology Board"]
)
def test_other_bodies_are_none(name: str) -> None:
    assert not is_outlet(name)
