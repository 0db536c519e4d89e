"""What a spelling that the gazetteer has not is worth: pairs out of the gazetteer, the same every time."""

import pytest

from kb.resolution import weights as w
from kb.resolution.names.spelt import nearness
from training.name_pairs import some_pairs
from training.place_spellings import MOST, linking_bits, neighbours, spellings, towns


@pytest.mark.thorough
def test_spellings_of_one_town_are_nearer_than_names_of_neighbours() -> None:
    """Without anything in common hardly a third of the neighbours would be linked, and most towns."""
    known = towns()
    one, two = (some_pairs(pairs, MOST) for pairs in (spellings(known), neighbours(known)))

    assert len(one) == len(two) == MOST
    assert sum(nearness(*pair) == "far" for pair in one) < 0.4 * MOST
    assert sum(nearness(*pair) == "far" for pair in two) > 0.6 * MOST
    linked = [sum(linking_bits(*pair) + w.NO_CONTEXT >= w.LINK for pair in pairs) for pairs in (one, two)]
    assert linked[0] > 2 * linked[1]
