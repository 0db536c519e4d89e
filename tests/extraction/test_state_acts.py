"""What states and armed groups do: the type that a phrase can only mean, whatever class the model sees."""

import pytest

from tests.extraction.interpreted import extraction, one_sentence, trigger


@pytest.mark.parametrize(
    ("text", "words", "objects", "coarse", "expected"),
    [
        ("Peru recalled its ambassador", "recalled", ("ambassador", "obj"), "employment", "diplomatic_break"),
        ("Peru recalled its tractors", "recalled", ("tractors", "obj"), "business", "product_recall"),
        ("The ambassador was summoned", "summoned", ("ambassador", "nsubj:pass"), "legal", "diplomatic_break"),
        ("The committee was disbanded", "disbanded", ("committee", "nsubj:pass"), "armed_conflict", "dissolution"),
        ("Troops entered Osk", "entered", ("Osk", "obj"), "armed_conflict", "advance"),
        ("The committee voted", "voted", ("committee", "nsubj"), "regulation", "decision"),
        ("Rebels took 31 men hostage", "took", ("men", "obj"), "crime", "kidnapping"),
        ("Rebels held the crew captive", "held", ("crew", "obj"), "other", "kidnapping"),
        ("Rebels held talks, hostage families said", "held", ("talks", "obj"), "crime", "detention"),
    ],
)
def test_a_phrase_names_its_type(text: str, words: str, objects: tuple[str, str], coarse: str, expected: str) -> None:
    tree = {words: ("VERB", "root", words), objects[0]: ("NOUN", objects[1], words)}
    marks = {",": ("PUNCT", "punct", words)} if "," in text else {}
    found = extraction(f"{text}.", [trigger(words, coarse)], [], {**one_sentence(text, tree), **marks})

    assert [event.type for event in found.events] == [expected]
