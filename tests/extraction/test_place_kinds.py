"""What kind of place a name says it is."""

import pytest

from kb.extraction.names.place_kinds import told_kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Ruvu River", "river"),
        ("River Ruvu", "river"),
        ("Province of Osk", "province"),
        ("Ruvu District Hospital", "facility"),
        ("Ruvu jail", "facility"),
        ("Ruvu refinery", "facility"),
        ("National Road 1", "route"),
        ("Sinjar mountains", "mountain"),
        ("Black Sea coast", "area"),
        ("Mabira forest", "area"),
        ("Port Sudan", ""),
        ("Ruvu", ""),
    ],
)
def test_the_head_of_a_name_says_its_kind(name: str, kind: str) -> None:
    assert told_kind(name) == kind
