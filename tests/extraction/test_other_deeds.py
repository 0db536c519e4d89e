"""What two do, each by a verb of its own, is two happenings, whatever the model joins."""

import pytest

from tests.extraction.analyses import Row
from tests.extraction.interpreted import extraction, mention, trigger


@pytest.mark.parametrize(
    ("doer", "word", "part", "events"),
    [("Obi", "signed", "VERB", 2), ("Osk", "signed", "VERB", 1), ("Obi", "accession", "NOUN", 1)],
)
def test_deeds_of_two_are_two(doer: str, word: str, part: str, events: int) -> None:
    text = f"Osk joined the pact.\n\n{'Obi' if doer == 'Obi' else 'It'} {word} at noon."
    rows: list[Row] = [mention("Osk", "country"), trigger("joined", "agreement"), trigger(word, "agreement")]
    rows += [mention("Obi", "person")] if doer == "Obi" else []
    links = [("agent", "joined", "Osk"), ("agent", word, doer), ("same", word, "joined")]
    tree = {
        "Osk": ("PROPN", "nsubj", "joined"),
        "joined": ("VERB", "root", "joined"),
        word: (part, "root", word),
    }

    assert len(extraction(text, rows, links, tree).events) == events
