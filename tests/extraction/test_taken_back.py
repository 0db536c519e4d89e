"""A figure is taken back where the words around it say so, and nowhere else."""

import pytest

from kb.extraction.figures.taken_back import taken_back
from kb.extraction.quantity import find_quantities


@pytest.mark.parametrize(
    ("text", "back"),
    [
        ("The army withdrew an earlier statement that 40 rebels had died.", True),
        ("The army did not withdraw its statement that 40 rebels had died.", False),
        ("The army took back the town and said in a statement that 40 rebels had died.", False),
        ("The ministry's earlier count of 61 deaths was a mistake, she said.", True),
        ("He said earlier reports of 24 dead had been mistaken.", True),
        ("An initial statement that put the dead at 19 was wrong.", True),
        ("The agency had said 52 people were dead but later said that figure had been wrong.", True),
        ("The guard first spoke of 9 hurt, but said on Sunday that this was an error.", True),
        ("The ministry's earlier count of 61 deaths was right, she said.", False),
        ("The ministry's earlier count of 61 deaths was no mistake, she said.", False),
        ("The count of 61 deaths was given, and the map was wrong.", False),
        ("The agency had said 52 people were dead but later said that the map had been wrong.", False),
        ("The agency says 52 people are dead but said that figure was wrong in 2004.", False),
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
