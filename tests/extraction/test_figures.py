"""What a figure counts and which event it measures, where the model gives no link."""

import pytest

from kb.extraction.quantity import find_quantities
from tests.extraction.analyses import Row
from tests.extraction.interpreted import Tree, extraction, mention, one_sentence, trigger


@pytest.mark.parametrize(
    ("text", "number", "tree", "counted"),
    [
        (
            "Floods killed five cows grazing nearby.",
            "five",
            {
                "five": ("NUM", "nummod", "cows"),
                "grazing": ("VERB", "acl", "cows"),
                "nearby": ("ADV", "advmod", "grazing"),
            },
            "cows",
        ),
        ("Floods killed five last year.", "five", {"last": ("ADJ", "amod", "year")}, ""),
        ("Floods killed five more.", "five", {"more": ("ADJ", "amod", "five")}, ""),
        ("Floods killed 20 in a 40-bed ward.", "40", {}, "bed"),
        ("Floods killed five injured.", "five", {"injured": ("VERB", "amod", "five")}, "injured"),
        (
            "Floods killed five of the 12 cows.",
            "five",
            {"of": ("ADP", "case", "cows"), "the": ("DET", "det", "cows"), "12": ("NUM", "nummod", "cows")},
            "cows",
        ),
    ],
)
def test_what_is_counted_is_a_noun_phrase(text: str, number: str, tree: Tree, counted: str) -> None:
    rows = [trigger("killed", "death"), ("figure", "figure", number)]
    whole = {"killed": ("VERB", "root", "killed"), **tree}

    (figure,) = extraction(text, rows, [("measure", "killed", number)], one_sentence(text, whole)).figures

    assert figure.of == counted


def test_what_comes_on_top_is_a_difference() -> None:
    text = "Floods killed five more cows."
    rows = [trigger("killed", "death"), ("figure", "figure", "five")]
    tree: Tree = {"killed": ("VERB", "root", "killed"), "cows": ("NOUN", "obj", "killed")}
    tree |= {"five": ("NUM", "nummod", "cows"), "more": ("ADJ", "amod", "cows")}

    (figure,) = extraction(text, rows, [("measure", "killed", "five")], one_sentence(text, tree)).figures

    assert (figure.value, figure.change) == (5.0, "increase")


@pytest.mark.parametrize(("above", "events"), [("opened", ["opened"]), ("promised", [])])
def test_a_figure_measures_what_it_hangs_from_and_not_beyond_another_verb(above: str, events: list[str]) -> None:
    text = "Ada Obi opened the hall and promised 40 beds."
    found = extraction(
        text,
        [trigger("opened", "other"), ("figure", "figure", "40")],
        [],
        {
            "opened": ("VERB", "root", "opened"),
            "Ada": ("PROPN", "nsubj", "opened"),
            "Obi": ("PROPN", "flat", "Ada"),
            "hall": ("NOUN", "obj", "opened"),
            "the": ("DET", "det", "hall"),
            "and": ("CCONJ", "cc", "promised"),
            "promised": ("VERB", "conj", "opened"),
            "beds": ("NOUN", "obj", above),
            "40": ("NUM", "nummod", "beds"),
        },
    )
    words = {event.id: event.trigger.of(text) for event in found.events}

    assert [words[figure.event] for figure in found.figures] == events


@pytest.mark.parametrize(
    ("town", "words", "unit"),
    [
        ("Bogotá", "40 pesos", "COP"),
        ("Prague", "40 crowns", "CZK"),
        ("Dakar", "40 CFA francs", "XOF"),
        ("Libreville", "40 CFA francs", "XAF"),
        ("Dakar", "40 francs", "XOF"),
        ("Lima", "40 pesos", "peso"),
        ("Lahore", "Rs 40", "PKR"),
        ("Colombo", "Rs. 40 billion", "LKR"),
        ("Kathmandu", "Rs40", "NPR"),
        ("Port Louis", "Rs 40", "MUR"),
        ("Mumbai", "Rs 40", "INR"),
        ("Lima", "Rs 40", "rupee"),
        ("Manila", "P310 million", "PHP"),
        ("Lusaka", "K310,000", "ZMW"),
        ("Lilongwe", "40 kwacha", "MWK"),
        ("Lusaka", "40 kwacha", "ZMW"),
        ("Chisinau", "40 lei", "MDL"),
        ("Bucharest", "40 lei", "RON"),
        ("Lima", "40 lei", "RON"),
        ("Maseru", "40 maloti", "LSL"),
        ("Lima", "40 pounds", "pound"),
    ],
)
def test_a_currency_that_several_countries_have_is_that_of_the_article(town: str, words: str, unit: str) -> None:
    text = f"The city of {town} paid {words}."
    rows = [mention(town, "place"), trigger("paid", "business"), ("figure", "figure", words)]

    (figure,) = extraction(text, rows, [("measure", "paid", words)]).figures

    assert figure.unit == unit


def test_a_quarrel_over_a_sum_says_nothing_about_its_size() -> None:
    found = {q.value: q.comparator for q in find_quantities("They fought over a 40 million contract for over 30 days.")}

    assert found == {40_000_000: "exactly", 30: "more_than"}


@pytest.mark.parametrize(("last", "values"), [("and the Blues four", [21.0]), ("and four councils", [21.0, 4.0])])
def test_a_number_of_another_name_that_shares_the_verb_is_not_of_its_event(last: str, values: list[float]) -> None:
    text = f"The Reds won 21 seats {last}."
    rows = [
        mention("Reds", "organisation"),
        trigger("won", "election"),
        ("figure", "figure", "21"),
        ("figure", "figure", "four"),
    ]
    rows += [mention("Blues", "organisation")] if "Blues" in last else []
    tree: Tree = {"won": ("VERB", "root", "won"), "and": ("CCONJ", "cc", "won")}
    tree |= {"the": ("DET", "det", "won"), "Blues": ("PROPN", "conj", "won")} if "Blues" in last else {}
    found = extraction(text, rows, [("measure", "won", "21"), ("measure", "won", "four")], one_sentence(text, tree))

    assert [figure.value for figure in found.figures] == values


@pytest.mark.parametrize(
    ("text", "numbers", "values"),
    [
        ("The firm cut its margin to between 12% and 14% of sales.", ("between 12%", "14%"), [(12.0, 14.0)]),
        ("The price rose $21 to $1,344.", ("$21", "$1,344"), [(21.0, None), (1344.0, None)]),
    ],
)
def test_a_range_is_one_figure_and_a_step_and_its_end_are_two(
    text: str, numbers: tuple[str, str], values: list[tuple[float, float | None]]
) -> None:
    verb = "cut" if "cut" in text else "rose"
    rows: list[Row] = [trigger(verb, "business"), *(("figure", "figure", number) for number in numbers)]

    found = extraction(text, rows, [("measure", verb, number) for number in numbers]).figures

    assert [(figure.value, figure.upper) for figure in found] == values


def test_a_number_is_of_the_happening_that_it_counts() -> None:
    text = "People were killed in 521 attacks."
    tree: Tree = {
        "killed": ("VERB", "root", "killed"),
        "attacks": ("NOUN", "obl", "killed"),
        "521": ("NUM", "nummod", "attacks"),
        "in": ("ADP", "case", "attacks"),
    }
    rows = [trigger("killed", "death"), trigger("attacks", "attack"), ("figure", "figure", "521")]
    found = extraction(text, rows, [("measure", "killed", "521"), ("measure", "attacks", "521")], tree)
    words = {event.id: event.trigger.of(text) for event in found.events}

    assert [words[figure.event] for figure in found.figures] == ["attacks"]


@pytest.mark.parametrize(
    ("phrase", "counted"),
    [
        ("six more bodies from the mud", "bodies"),
        ("six other members of it", "members"),
        ("six sacks last year", "sacks"),
        ("six overnight", ""),
        ("six of a planned 450 doses", "doses"),
        ("six last May", ""),
        ("six “ bodies”", "bodies"),
    ],
)
def test_what_is_counted_is_without_more_and_when(phrase: str, counted: str) -> None:
    text = f"They found {phrase}."
    rows = [trigger("found", "relief"), ("figure", "figure", "six")]
    tree: Tree = {"found": ("VERB", "root", "found"), "six": ("NUM", "nummod", "more" if "more" in phrase else "found")}
    tree |= {"more": ("ADJ", "obj", "found")} if "more" in phrase else {}
    tree |= {word: ("ADP", "case", "found") for word in ("from", "of") if word in phrase.split()}

    (figure,) = extraction(text, rows, [("measure", "found", "six")], one_sentence(text, tree)).figures

    assert figure.of == counted


@pytest.mark.parametrize(("phrase", "event"), [("three days of heavy rain", "rain"), ("three days of repairs", "slid")])
def test_a_stretch_of_time_measures_what_lasted_so_long(phrase: str, event: str) -> None:
    """Whatever the model links it to, where the words name a happening right behind."""
    text = f"A slope slid after {phrase}."
    rows = [trigger("slid", "natural_hazard"), ("figure", "figure", "three days")]
    rows += [trigger("rain", "natural_hazard")] if "rain" in phrase else []
    tree: Tree = {"slid": ("VERB", "root", "slid"), "of": ("ADP", "case", "days")}
    tree |= {"heavy": ("ADJ", "amod", "rain")} if "rain" in phrase else {}

    found = extraction(text, rows, [("measure", "slid", "three days")], one_sentence(text, tree))
    triggers = {e.id: e.trigger.of(text) for e in found.events}

    assert [triggers[figure.event] for figure in found.figures] == [event]


@pytest.mark.parametrize(
    ("text", "number", "counted"),
    [
        ("Floods killed 900 others.", "900", ""),
        ("Floods killed twice as many.", "twice", ""),
        ("Floods killed 900 had wounds.", "900", ""),
        ("Floods killed 900 injured, the mayor said.", "900", "injured"),
    ],
)
def test_what_names_nothing_is_not_what_is_counted(text: str, number: str, counted: str) -> None:
    tree: Tree = {"killed": ("VERB", "root", "killed"), number: ("NUM", "obj", "killed")}
    tree |= {"as": ("ADV", "advmod", "many"), "many": ("ADJ", "obj", "killed")} if "many" in text else {}
    tree |= {number: ("NUM", "nummod", "wounds"), "had": ("VERB", "amod", "wounds")} if "wounds" in text else {}
    tree |= {number: ("NUM", "nummod", "mayor"), "mayor": ("NOUN", "obj", "killed")} if "mayor" in text else {}
    rows = [trigger("killed", "death"), ("figure", "figure", number)]

    (figure,) = extraction(text, rows, [("measure", "killed", number)], one_sentence(text, tree)).figures

    assert figure.of == counted


def test_of_so_many_per_so_many_the_first_number_is_the_figure() -> None:
    """Whatever the model marks, the second number only says among how many."""
    text = "Murders in Osk rose to 31 per 100,000 inhabitants last year."
    rows = [trigger("Murders", "death"), ("figure", "figure", "31 per 100,000")]

    (figure,) = extraction(text, rows, [("measure", "Murders", "31 per 100,000")]).figures

    assert (figure.value, figure.unit, figure.of) == (31.0, "per 100,000 inhabitants", "")


@pytest.mark.parametrize(("gap", "link", "kept"), [(" ", 0.58, True), ("\n\n", 0.58, False), ("\n\n", 0.9, True)])
def test_a_figure_in_another_paragraph_measures_only_what_it_is_surely_linked_to(
    gap: str, link: float, kept: bool
) -> None:
    text = f"Osk rallies\n\nThe crown rose.{gap}Labour has 53 seats."
    rows = [trigger("rose", "business"), ("figure", "figure", "53")]

    read = extraction(text, rows, [("measure", "rose", "53")], score=link)

    assert bool(read.figures) is kept
