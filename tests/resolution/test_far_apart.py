"""Words that are soon seen to be two: never such as a comparison would find one."""

from itertools import combinations

import pytest

from benchmarks.scale_world import World
from kb.language.numerals import same_number
from kb.language.text_keys import name_key
from kb.resolution.names import bodies
from kb.resolution.names.exonyms import exonym
from kb.resolution.names.far_apart import far_apart
from kb.resolution.names.romanise import alike

SAID = (
    "kyiv kiev kyjiw moscow moskva munich munchen third iii 3 three 12th al el ash police policia university "
    "universidad holosiivskyi holosiiv lvivska lviv changsha changji "
    "ministry ministerstvo zelenskyy selenskyj wroclaw breslau "
    "north nord harbour harbor niger nigeria quezon kesonn xuzhou schuzhou a12 b12 мінськ minsk القاهرة cairo"
).split()


def test_what_is_far_apart_is_alike_in_nothing() -> None:
    """In no spelling, as no adjective, number or name of one town, whichever comes first."""
    world = World(3)
    made = {
        word for item in list(world.items.values())[:4000:29] for form in item.forms for word in name_key(form).split()
    }
    words = sorted({*made, *SAID})
    far = 0
    for one, other in combinations(words, 2):
        assert far_apart(one, other) == far_apart(other, one)
        if far_apart(one, other):
            far += 1
            assert not alike(one, other)
            assert not bodies._adjective(one, other)
            assert not same_number(one, other)
            assert not (exonym(one) and exonym(one) == exonym(other))

    assert far > len(words) ** 2 / 8  # a quarter of all pairs at least: else it spares nothing


@pytest.mark.parametrize(
    ("one", "other", "far"),
    [
        ("police", "university", True),
        ("selenskyj", "zelenskyy", False),
        ("lviv", "lvivska", False),
        ("kiev", "kyjiw", False),
        ("third", "iii", False),
        ("мінськ", "harbour", False),
    ],
)
def test_what_is_compared_in_full(one: str, other: str, far: bool) -> None:
    """Adjectives, spellings, numbers, towns with several names, words of other scripts."""
    assert far_apart(one, other) == far
