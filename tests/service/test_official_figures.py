"""Which bodies speak for a state, so that their figures are official."""

import pytest

from kb.projections.catalog.records import Named
from kb.service.happenings.conflicts import authority


@pytest.mark.parametrize(
    ("kind", "label", "official"),
    [
        ("office", "health directorate", True),
        ("organisation", "National Civil Defence Institute", True),
        ("organisation", "Ministry of Health", True),
        ("organisation", "Sarnovo fire brigade", True),
        ("organisation", "National Search and Rescue Agency", True),
        ("organisation", "disaster management authority", True),
        ("organisation", "Osk news agency", False),
        ("organisation", "Human Rights Commission", False),
        ("company", "Army Surplus Traders", False),
        ("person", "Ana Osk", False),
    ],
)
def test_who_speaks_for_the_state(kind: str, label: str, official: bool) -> None:
    assert authority(Named("e1", label, kind)) is official
