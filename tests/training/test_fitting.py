"""What is fitted is monotone and says what was right how often."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kb.extraction.calibration import Curve
from training.fitting import binned, calibration_error, curve, isotonic, log_loss

ROWS = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60)
IDENTITY = Curve(1.0, 0.0)


def arrays(rows: list[tuple[float, bool]]) -> tuple[np.ndarray, np.ndarray]:
    """Return scores and judgements."""
    return np.array([score for score, _ in rows]), np.array([float(right) for _, right in rows])


@given(ROWS)
def test_every_map_rises(rows: list[tuple[float, bool]]) -> None:
    """Even where high scores were wrong and low ones right."""
    scores, right = arrays(rows)
    at = np.linspace(0, 1, 50)
    fitted = curve(scores, right, IDENTITY)

    assert fitted.slope >= 0
    for values in ([fitted.chance(float(x)) for x in at], isotonic(scores, right)(at), binned(scores, right)(at)):
        assert all(b >= a - 1e-12 for a, b in pairwise(values))


def test_a_known_map_is_found_again() -> None:
    """10,000 claims whose chance is half the score's log-odds, less one."""
    rng = np.random.default_rng(7)
    scores = rng.uniform(0.02, 0.98, 10_000)
    truth = Curve(0.5, -1.0)
    chances = np.array([truth.chance(float(s)) for s in scores])
    right = (rng.uniform(size=len(scores)) < chances).astype(float)
    found = curve(scores, right, IDENTITY)

    assert abs(found.slope - truth.slope) < 0.06
    assert abs(found.offset - truth.offset) < 0.08
    said = np.array([found.chance(float(s)) for s in scores])
    assert calibration_error(said, right) < 0.02 < calibration_error(scores, right)
    assert log_loss(said, right) < log_loss(scores, right)


def test_with_nothing_to_learn_from_the_map_of_all_kinds_holds() -> None:
    """One claim moves it a little; none not at all."""
    towards = Curve(0.8, 0.3)
    none = np.array([])

    assert curve(none, none, towards) == towards
    moved = curve(np.array([0.9]), np.array([0.0]), towards)
    assert moved.chance(0.9) < towards.chance(0.9)
    assert moved.chance(0.9) > 0.5


def test_calibration_error_is_the_gap_between_said_and_right() -> None:
    """Said 0.9, right half of the time."""
    right = np.array([1.0, 0.0] * 50)

    assert abs(calibration_error(np.full(100, 0.9), right) - 0.4) < 1e-9
    assert calibration_error(np.full(100, 0.5), right) < 1e-9
