"""A number keeps of how many it is, where the whole is told elsewhere in its sentence."""

import pytest

from kb.extraction.figures.wholes import said_to_be, whole_apart, whole_told
from kb.extraction.quantity import find_quantities
from kb.model import Figure, Span
from tests.extraction.analyses import document, grow


@pytest.mark.parametrize(
    ("text", "part", "counts_itself", "whole"),
    [
        ("Of the 62 aboard, 41 were found.", 41, False, 62),
        ("Police said that of 62 aboard, 41 were found and 9 drowned.", 9, False, 62),
        ("Of the 62 aboard, 41 were found by 3 boats.", 3, True, None),
        ("It sold 62 tickets and 41 were used.", 41, False, None),
        ("The storm killed 27 people, 11 of them children.", 11, False, 27),
        ("It felled 27 trees, 11 of which were oaks.", 11, False, 27),
        ("They held 27 people, 12 of them monks and 11 of them nuns.", 11, False, 27),
        ("Nine people were hurt, 11 of them badly.", 11, False, None),
        ("It felled 27 trees, of which only 11 were oaks.", 11, False, 27),
        ("It sank 27 boats, of which the owner knew, and 11 rafts.", 11, True, None),
        ("They held 160 men, including 34 monks.", 34, True, 160),
        ("They held 160 men and fined 34 monks.", 34, True, None),
        ("They held 160 men and 34 of those arrested were monks.", 34, False, None),
        ("They held 160 men, 34 of those in Osk.", 34, False, 160),
        ("Of the 160 held few spoke. 34 were monks.", 34, False, None),
        ("They drove 160 km, including 34 monks.", 34, True, None),
        ("They held 160 men. Including 34 monks, it was quiet.", 34, True, None),
    ],
)
def test_of_how_many_it_is(text: str, part: float, counts_itself: bool, whole: float | None) -> None:
    quantities = find_quantities(text)
    at = next(n for n, quantity in enumerate(quantities) if quantity.value == part)
    found = whole_apart(text, quantities[at], quantities[:at], counts_itself=counts_itself)

    assert (found.value if found else None) == whole


@pytest.mark.parametrize(
    ("text", "pos", "kind"),
    [
        ("The storm killed 27 people, 11 of them children.", "NOUN", "children"),
        ("The storm hurt 27 people, 11 of them badly.", "ADV", ""),
        ("The storm killed 27 people, 11 of them swimming home.", "VERB", ""),
    ],
)
def test_what_a_part_is_said_to_be(text: str, pos: str, kind: str) -> None:
    said = document(text, [])
    grow(said.doc, {word: (pos, "dep", word) for word in text[text.index("them") + 5 : -1].split()})

    assert said_to_be(said, Span(text.index("11"), text.index("11") + 2)) == kind


@pytest.mark.parametrize(
    ("text", "event", "whole"),
    [
        ("Three nurses and two drivers were among the dead.", "v1", 19.0),
        ("Three nurses were also among those killed.", "v1", 19.0),
        ("Three nurses were among the guests.", "v1", None),
        ("Three nurses were among the dead.", "v2", None),
    ],
)
def test_who_is_among_the_dead_is_a_part_of_them(text: str, event: str, whole: float | None) -> None:
    quantity = next(iter(find_quantities(document(text, []).doc)))
    dead = Figure("q1", "v1", Span(0, 2), "at_least", 19.0, None, "", "people", None)

    assert whole_told(text, quantity, event, [dead]) == whole
