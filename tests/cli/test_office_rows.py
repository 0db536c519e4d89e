"""Rows of `kb list offices`: of what somebody holds an office."""

import pytest

from kb.cli.lists import _office_row
from kb.projections.catalog.records import Named, OfficeRecord


@pytest.mark.parametrize(
    ("body", "country", "shown"),
    [("", "Zambara", "Zambara"), ("Harbour Board", "Zambara", "Harbour Board"), ("", "", "")],
)
def test_an_office_of_a_country_says_which(body: str, country: str, shown: str) -> None:
    """A minister is one of a country, where no body or place is named beside it."""
    organisation = Named("o", body) if body else None
    record = OfficeRecord(
        "p", "a", Named("w", "Ana Ruiz"), "health minister", organisation, None, "z", "current", "", "", 0, 1
    )

    assert _office_row(record, country)[2] == shown
