"""A figure is taken back where the words around it say so, and nowhere else."""

import pytest

from kb.extraction.figures.taken_back import taken_back
from kb.extraction.quantity import find_quantities


@pytest.mark.parametrize(
    ("text", "back"),
    [
        ("It had said at dawn that the fire covered 900 hectares but later withdrew the number.", True),
        ("Ana Paz wrote that the number of dead had risen to nine, but her office deleted the post.", True),
        ("The toll was earlier put at 19. The railway said two bodies had been counted twice.", True),
        ("An earlier statement which spoke of five dead had counted one body twice.", True),
        ("Floods\nCorrection: in an earlier post we said that 17 boats had sunk.", True),
        ("It had said that 40 would come but later withdrew the bill.", False),
        ("Police said nine had died, but the mayor did not delete the post.", False),
        ("The toll was earlier put at 19. The railway said no body had been counted twice.", False),
        ("The toll was put at 19. Later two votes had been counted twice.", False),
        ("Floods\nIn an earlier post we said that 17 boats had sunk.", False),
        ("It said that 12 had left, and removed the posts of critics.", False),
    ],
)
def test_a_number_is_taken_back_by_the_words_around_it(text: str, back: bool) -> None:
    assert taken_back(text, find_quantities(text)[0]) is back
