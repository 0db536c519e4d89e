"""Other names and marks leave every mark of the gold where it is."""

import random

from training.augment import Stock, names_of, renamed, styled
from training.documents import Document, Span

STOCK = Stock(
    [
        Document(
            "x",
            "a",
            "Ngozi Adeyemi left Tromsdal .".split(),
            [0],
            [False] * 5,
            names=["B-PER", "I-PER", "O", "B-LOC", "O"],
        ),
        Document(
            "x", "b", "Jan van Dijk left .".split(), [0], [False] * 5, names=["B-PER", "I-PER", "I-PER", "O", "O"]
        ),
    ]
)


def article() -> Document:
    words = "Ada Obi of Jordan met Michael Jordan in Osk ; Obi smiled .".split()
    spans = [
        Span("mention", "person", 0, 1, {"kind": "name", "type": "person"}),
        Span("mention", "country", 3, 3, {"kind": "name", "type": "country"}),
        Span("mention", "person", 5, 6, {"kind": "name", "type": "person"}),
        Span("mention", "place", 8, 8, {"kind": "name", "type": "village"}),
        Span("mention", "person", 10, 10, {"kind": "name", "type": "person"}),
    ]
    return Document("news", "n", words, [0], [False] * len(words), spans=spans)


def test_the_stock_holds_names_of_persons_and_towns_by_their_part() -> None:
    assert (STOCK.given, STOCK.family, STOCK.places) == (["Ngozi"], ["Adeyemi"], ["Tromsdal"])
    assert list(names_of(article())) == []


def test_a_person_is_renamed_everywhere_and_a_word_of_two_kinds_keeps_its_name() -> None:
    drawn = {" ".join(renamed(article(), STOCK, random.Random(seed))) for seed in range(40)}

    assert drawn == {
        " ".join(article().words),
        "Ngozi Adeyemi of Jordan met Ngozi Jordan in Tromsdal ; Adeyemi smiled .",
    }


def test_quotation_marks_alternate_and_begin_anew_in_each_paragraph() -> None:
    words = ['"', "No", '"', "he", "didn't", '"', "Yes"]
    fresh = [False, False, False, False, False, True, False]
    drawn = {" ".join(styled(words, fresh, random.Random(seed))) for seed in range(20)}

    assert drawn == {" ".join(words), "“ No ” he didn’t “ Yes"}
