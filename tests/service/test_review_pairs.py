"""Which pairs a person may be asked about."""

import pytest

from kb.resolution import weights as w
from kb.resolution.comparison import Part, Weight
from kb.service.review.pairs import asked


@pytest.mark.parametrize(
    ("kind", "bits", "field", "may_be"),
    [
        ("event", -1.0, "same type", True),
        ("event", -1.0, "other class", False),  # a quake and its deaths, alike in a word alone
        ("event", 0.5, "other class", True),  # rules link them: a person may part them
        ("event", w.EVENT_REVIEW - 0.1, "same type", False),
        ("entity", w.REVIEW, "name", True),
        ("entity", w.REVIEW - 0.1, "name", False),
    ],
)
def test_only_what_somebody_would_want_to_know_is_asked(kind: str, bits: float, field: str, may_be: bool) -> None:
    assert asked(kind, Weight((Part(field, bits, field),))) is may_be
