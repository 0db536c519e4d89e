"""Quantities: what is a figure, with value, comparator, unit, and what is none."""

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from kb.extraction.quantity import KINDS, find_quantities, marked_quantity
from kb.model import Span
from kb.model.extraction import COMPARATORS


def read(text: str) -> list[tuple[str, float | None, str]]:
    return [(q.span.of(text), q.value, q.comparator) for q in find_quantities(text)]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("1,234 homes", 1234),
        ("1,234,567 homes", 1_234_567),
        ("1.2 million homes", 1_200_000),
        ("2.3m homes", 2_300_000),
        ("40k homes", 40_000),
        ("1,00,000 homes", 100_000),
        ("12,34,567 homes", 1_234_567),
        ("1.2 lakh homes", 120_000),
        ("three crore homes", 30_000_000),
        ("5 lakh crore homes", 5e12),
        ("10 000 homes", 10_000),
        ("two homes", 2),
        ("twenty-three homes", 23),
        ("twenty three homes", 23),
        ("one hundred and five homes", 105),
        ("eighty-five thousand homes", 85_000),
        ("two hundred thousand homes", 200_000),
        ("twelve hundred homes", 1200),
        ("three million two hundred homes", 3_000_200),
        ("a hundred homes", 100),
        ("a hundred and twenty homes", 120),
        ("a thousand homes", 1000),
        ("a dozen homes", 12),
        ("two dozen homes", 24),
        ("half a dozen homes", 6),
        ("half a million homes", 500_000),
        ("a half million homes", 500_000),
        ("a quarter of a million homes", 250_000),
        ("two and a half million homes", 2_500_000),
        ("2½ million homes", 2_500_000),
        ("1.5 billion homes", 1.5e9),
        ("4,000 homes", 4000),
        ("1500 homes", 1500),
        ("8000 homes", 8000),
        ("five-hundred homes", 500),
    ],
)
def test_values(words: str, value: float) -> None:
    """Digits, words, scales and Indian grouping give one value."""
    text = f"The storm destroyed {words} in the valley."
    ((span, found, comparator),) = read(text)
    assert found == pytest.approx(value)
    assert comparator == "exactly"
    assert words.startswith(span)


@pytest.mark.parametrize(
    ("words", "value", "comparator"),
    [
        ("at least 12", 12, "at_least"),
        ("At least twelve", 12, "at_least"),
        ("no fewer than 12", 12, "at_least"),
        ("no less than 12", 12, "at_least"),
        ("not less than 12", 12, "at_least"),
        ("a minimum of 12", 12, "at_least"),
        ("12 or more", 12, "at_least"),
        ("50-plus", 50, "at_least"),
        ("50+", 50, "at_least"),
        ("more than 12", 12, "more_than"),
        ("over 12", 12, "more_than"),
        ("well over 12", 12, "more_than"),
        ("upwards of 12", 12, "more_than"),
        ("in excess of 12", 12, "more_than"),
        ("above 12", 12, "more_than"),
        ("less than 12", 12, "less_than"),
        ("fewer than 12", 12, "less_than"),
        ("under 12", 12, "less_than"),
        ("below 12", 12, "less_than"),
        ("at most 12", 12, "at_most"),
        ("no more than 12", 12, "at_most"),
        ("not more than 12", 12, "at_most"),
        ("a maximum of 12", 12, "at_most"),
        ("12 or fewer", 12, "at_most"),
        ("up to 12", 12, "up_to"),
        ("as many as 12", 12, "up_to"),
        ("about 12", 12, "about"),
        ("around 12", 12, "about"),
        ("some 300", 300, "about"),
        ("roughly 12", 12, "about"),
        ("approximately 12", 12, "about"),
        ("an estimated 12", 12, "about"),
        ("60 or so", 60, "about"),
        ("nearly 12", 12, "nearly"),
        ("almost 12", 12, "nearly"),
        ("close to 12", 12, "nearly"),
        ("more than a hundred", 100, "more_than"),
        ("more than a half million", 500_000, "more_than"),
        ("about a dozen", 12, "about"),
        ("at least half a million", 500_000, "at_least"),
        ("at least a", None, ""),
    ],
)
def test_comparators(words: str, value: float | None, comparator: str) -> None:
    """Comparator words belong to the span and name one comparator."""
    text = f"Police counted {words} boats on the lake."
    expected = [] if value is None else [(words, value, comparator)]
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "span", "value", "unit"),
    [
        ("It rose 30 percent.", "30 percent", 30, "percent"),
        ("It rose 30%.", "30%", 30, "percent"),
        ("It rose thirty per cent.", "thirty per cent", 30, "percent"),
        ("It rose 4.5 percentage points.", "4.5 percentage points", 4.5, "percentage_point"),
        ("It rose a quarter of a point.", "a quarter of a point", 0.25, "percentage_point"),
        ("It cost $64.", "$64", 64, "USD"),
        ("It cost $61bn.", "$61bn", 61e9, "USD"),
        ("It cost $14m.", "$14m", 14e6, "USD"),
        ("It cost $1.1 billion.", "$1.1 billion", 1.1e9, "USD"),
        ("It cost US$24 billion.", "US$24 billion", 24e9, "USD"),
        ("A fine of 4.1 billion pesos.", "4.1 billion pesos", 4_100_000_000, "peso"),
        ("It cost A$84 million.", "A$84 million", 84e6, "AUD"),
        ("It cost NZ$300,000.", "NZ$300,000", 300_000, "NZD"),
        ("It cost €3.5m.", "€3.5m", 3.5e6, "EUR"),
        ("It cost £2bn.", "£2bn", 2e9, "GBP"),
        ("It cost ₹5 crore.", "₹5 crore", 5e7, "INR"),
        ("It cost Rs 500 crore.", "Rs 500 crore", 5e9, "rupee"),
        ("It cost Rs. 500.", "Rs. 500", 500, "rupee"),
        ("It cost P310 million.", "P310 million", 310e6, "P"),
        ("It cost N40,000.", "N40,000", 40_000, "NGN"),
        ("It cost K40,000.", "K40,000", 40_000, "K"),
        ("It cost R$38.50.", "R$38.50", 38.5, "BRL"),
        ("It cost 5 million euros.", "5 million euros", 5e6, "EUR"),
        ("It cost 900 yen.", "900 yen", 900, "JPY"),
        ("It cost 60 billion rubles.", "60 billion rubles", 60e9, "RUB"),
        ("It cost 10,000 won.", "10,000 won", 10_000, "KRW"),
        ("It cost 40 Swiss francs.", "40 Swiss francs", 40, "CHF"),
        ("It cost 75 million Kenyan shillings.", "75 million Kenyan shillings", 75e6, "KES"),
        ("It cost 180 million Canadian dollars.", "180 million Canadian dollars", 180e6, "CAD"),
        ("It cost 300,000 pesos.", "300,000 pesos", 300_000, "peso"),
        ("It cost 3 million pounds.", "3 million pounds", 3e6, "GBP"),
        ("It cost EUR 412 million.", "EUR 412 million", 412e6, "EUR"),
        ("It cost 412 million USD.", "412 million USD", 412e6, "USD"),
        ("It lies 35 kilometres away.", "35 kilometres", 35, "km"),
        ("It lies 35km away.", "35km", 35, "km"),
        ("A 31-kilometre road.", "31-kilometre", 31, "km"),
        ("Winds of 185 kilometers per hour.", "185 kilometers per hour", 185, "km_per_hour"),
        ("Winds of 70 km/h.", "70 km/h", 70, "km_per_hour"),
        ("It lasted three days.", "three days", 3, "day"),
        ("A five-day strike.", "five-day", 5, "day"),
        ("A 20-minute delay.", "20-minute", 20, "minute"),
        ("It took half an hour.", "half an hour", 0.5, "hour"),
        ("It took two and a half hours.", "two and a half hours", 2.5, "hour"),
        ("A month-long siege.", "month-long", 1, "month"),
        ("It weighs 14 tonnes.", "14 tonnes", 14, "tonne"),
        ("It covers 40 square kilometres.", "40 square kilometres", 40, "square_km"),
        ("It pumps 2.3 million barrels per day.", "2.3 million barrels per day", 2.3e6, "barrel_per_day"),
        ("A quake of magnitude 7.8.", "magnitude 7.8", 7.8, "magnitude"),
        ("A 7.8-magnitude quake.", "7.8-magnitude", 7.8, "magnitude"),
        ("It fell to minus 30 degrees.", "minus 30 degrees", -30, "degree"),
        ("It fell to -12 degrees Celsius.", "-12 degrees Celsius", -12, "degree_celsius"),
        ("It is three times larger.", "three times", 3, "times"),
        ("Prices doubled.", "doubled", 2, "times"),
        ("A third of the voters left.", "A third", 33.3, "percent"),
        ("Two-thirds of the voters left.", "Two-thirds", 66.7, "percent"),
        ("Three quarters of them left.", "Three quarters", 75, "percent"),
        ("Half of them left.", "Half", 50, "percent"),
        ("One in five left.", "One in five", 20, "percent"),
        ("Only one in ten cases ends so.", "one in ten", 10, "percent"),
    ],
)
def test_units(text: str, span: str, value: float, unit: str) -> None:
    """Money, shares, durations and measures carry their unit, and the span its words."""
    (found,) = find_quantities(text)
    assert (found.span.of(text), found.unit) == (span, unit)
    assert found.value == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "span", "low", "high", "unit"),
    [
        ("It killed 5 to 7 sheep.", "5 to 7", 5, 7, ""),
        ("It killed between 10 and 20 sheep.", "between 10 and 20", 10, 20, ""),
        ("It killed 20-30 sheep.", "20-30", 20, 30, ""),
        ("It killed 20–30 sheep.", "20–30", 20, 30, ""),
        ("It took two to three days.", "two to three days", 2, 3, "day"),
        ("It took two or three days.", "two or three days", 2, 3, "day"),
        ("It costs $3 million to $5 million.", "$3 million to $5 million", 3e6, 5e6, "USD"),
        ("It costs between €500 million and €560 million.", "between €500 million and €560 million", 5e8, 5.6e8, "EUR"),
        ("It costs 5 to 7 million euros.", "5 to 7 million euros", 5e6, 7e6, "EUR"),
        ("It rose 15-20%.", "15-20%", 15, 20, "percent"),
        ("It rose by 3.5 to 4 percent.", "3.5 to 4 percent", 3.5, 4, "percent"),
    ],
)
def test_ranges(text: str, span: str, low: float, high: float, unit: str) -> None:
    """A range is one quantity with both ends; unit and scale of the upper end hold for both."""
    (found,) = find_quantities(text)
    assert (found.span.of(text), found.value, found.upper, found.unit) == (span, low, high, unit)
    assert found.comparator == "at_least"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rose from 12 percent to 14 percent.", [12, 14]),
        ("The index lost 232 points to 6,038.", [232, 6038]),
        ("The house voted 51-49 for it.", [51, 49]),
    ],
)
def test_pairs_that_are_no_range(text: str, expected: list[float]) -> None:
    """A change and a vote are two quantities."""
    assert [q.value for q in find_quantities(text)] == expected


@pytest.mark.parametrize(
    ("text", "value", "whole"),
    [
        ("14 of the 23 patients left.", 14, 23),
        ("Six out of ten districts were hit.", 6, 10),
        ("Seven of the city's ten districts were hit.", 7, None),
        ("2,150 of its 2,406 stations closed.", 2150, 2406),
        ("Nine of all 12 judges agreed.", 9, 12),
    ],
)
def test_parts_of_a_whole(text: str, value: float, whole: float | None) -> None:
    """The part knows its whole."""
    found = find_quantities(text)[0]
    assert (found.value, found.whole) == (value, whole)


@pytest.mark.parametrize(
    ("text", "span", "comparator"),
    [
        ("Dozens fled.", "Dozens", "vague"),
        ("Hundreds of thousands fled.", "Hundreds of thousands", "vague"),
        ("Tens of thousands fled.", "Tens of thousands", "vague"),
        ("Scores of people fled.", "Scores", "vague"),
        ("Several hundred people fled.", "Several hundred", "vague"),
        ("Several people fled.", "Several", "vague"),
        ("Many people fled.", "Many", "vague"),
        ("He said that many people fled.", "many", "vague"),
        ("A few people fled.", "A few", "vague"),
        ("A handful fled.", "A handful", "vague"),
        ("A number of people fled.", "A number", "vague"),
        ("They fought for years.", "years", "vague"),
        ("It cost millions of dollars.", "millions of dollars", "vague"),
        ("The vast majority fled.", "majority", "vague"),
        ("A majority fled.", "majority", "more_than_half"),
        ("More than half fled.", "More than half", "more_than_half"),
    ],
)
def test_vague_amounts(text: str, span: str, comparator: str) -> None:
    """Amounts without a number have no value, unless they mean more than half."""
    (found,) = find_quantities(text)
    assert (found.span.of(text), found.comparator) == (span, comparator)
    assert (found.value is None) == (comparator == "vague")


@pytest.mark.parametrize(
    "text",
    [
        "He was born on 4 July 1976.",
        "On July 4 the shops were shut.",
        "On July 4, 2025, the shops were shut.",
        "From 3 to 5 May the shops were shut.",
        "The 12th of May was a holiday.",
        "The flood of 2022 was worse.",
        "In 1999 nobody knew.",
        "By 2030 it will be gone.",
        "It began in the 1990s.",
        "The 2019-2021 plan failed.",
        "It happened on 2025-07-04.",
        "It happened at 5 a.m. on Friday.",
        "It happened at 14:30 GMT.",
        "It happened at 0300 UTC.",
        "It happened at five o'clock.",
        "Maria Sol, 34, was hurt.",
        "Maria Sol (34) was hurt.",
        "A man aged 34 was hurt.",
        "She died at 88.",
        "Painter dead at 71 after a fall.",
        "The 34-year-old was hurt.",
        "Its nine-month profit rose, and shares hit a ten-month high.",
        "She is 34 years old.",
        "Most were children under 15.",
        "The team won 3-2.",
        "The team lost the match 0-3.",
        "The first, the 2nd and the 30th.",
        "A third term is not allowed.",
        "It is a third attempt.",
        "The second half was dull.",
        "They sold the Boeing 737.",
        "An F-16 crashed.",
        "Covid-19 and the G7 and the MH17.",
        "They use 5G.",
        "Article 5 of the treaty.",
        "No. 10 said nothing.",
        "Flight 370 is lost.",
        "Call +44 20 7946 0958 now.",
        "Call 555-014-2368 now.",
        "She lives at 12 Harbour Street now.",
        "One of the men was hurt.",
        "No one was hurt.",
        "This one was hurt.",
        "It is open 24/7.",
        "The Nikkei 225 fell.",
        "A one-way street.",
        "Some people left.",
        "Version 3.2.1 came out.",
    ],
)
def test_what_is_no_figure(text: str) -> None:
    """Dates, clock times, years, ages, ordinals, scores, names and numbers to dial count nothing."""
    assert [q.span.of(text) for q in find_quantities(text) if q.comparator != "vague"] == []


def test_a_doc_is_read_like_its_text() -> None:
    """A spaCy Doc gives the same quantities as its text."""
    text = "At least 12 boats and $3m sank."
    assert find_quantities(spacy.blank("en")(text)) == find_quantities(text)


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("0123456789 ,.-–$%aAone ½/")), max_size=200))
def test_any_text(text: str) -> None:
    """Spans lie inside, in order, apart; values are finite; words come from the closed lists."""
    last = 0
    for found in find_quantities(text):
        assert last <= found.span.start < found.span.end <= len(text)
        last = found.span.end
        assert found.kind in KINDS
        assert found.comparator in COMPARATORS
        assert (found.value is None) == (found.comparator == "vague")
        assert found.upper is None or (found.value is not None and found.upper > found.value)


@given(
    st.lists(
        st.sampled_from(
            "a half one two of the 23 million - to and between $ % or more dozen third in 2022 percent ,".split()
        )
    )
)
def test_any_number_words(words: list[str]) -> None:
    """No order of number words breaks the reader."""
    for found in find_quantities(" ".join(words)):
        assert found.value is None or abs(found.value) < 1e40


@pytest.mark.thorough
@pytest.mark.parametrize(
    "unit", ["1", "1,", "1,000,", "one ", "a ", "million ", "1 to ", "$", "2-", "half a ", "12:30 ", "tens of "]
)
def test_long_texts_end(unit: str) -> None:
    """Reading is linear whatever is repeated."""
    text = unit * (60_000 // len(unit))
    assert all(q.span.end <= len(text) for q in find_quantities(text))


def test_two_of_three_is_some_of_a_whole() -> None:
    first, *_ = find_quantities("Two of three lines and 90 of 200 trains stand.")

    assert (first.value, first.whole) == (2, 3)


@pytest.mark.parametrize(
    ("words", "value"), [("4.1 billion pesos", 4_100_000_000), ("$1.1bn", 1_100_000_000), ("2.3 million", 2_300_000)]
)
def test_a_scaled_number_is_exactly_what_is_written(words: str, value: int) -> None:
    (found,) = find_quantities(f"It cost {words}.")

    assert found.value == value


@pytest.mark.parametrize(
    ("text", "value", "whole"),
    [
        ("The party won 16 of 36 there.", 16, 36),
        ("It sent 1,760 of a planned 45,000 doses.", 1760, 45000),
        ("A crowd of 300 of 2024 stayed.", 300, None),
    ],
)
def test_of_how_many(text: str, value: float, whole: float | None) -> None:
    """A part knows its whole, also of two numbers in digits and behind "a planned"."""
    assert (value, whole) in {(q.value, q.whole) for q in find_quantities(text)}


@pytest.mark.parametrize(("text", "values"), [("Its 2032 dollar bond fell.", []), ("It cost 2032 dollars.", [2032])])
def test_the_year_of_a_bond_is_no_sum(text: str, values: list[float]) -> None:
    """A debt is named after the year in which it falls due."""
    assert [q.value for q in find_quantities(text)] == values


@pytest.mark.parametrize("text", ["The P5 powers met.", "He rode the N7 and the K2."])
def test_a_letter_and_a_small_number_are_a_name(text: str) -> None:
    """Five permanent members, a road and a mountain are no sums."""
    assert find_quantities(text) == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("She scored three in seven minutes.", ("three", 3.0, "exactly")),
        ("Three in seven voters stayed at home.", ("Three in seven", 42.9, "exactly")),
        ("The firm took control over four mines.", ("four", 4.0, "exactly")),
        ("The firm sold over four mines.", ("over four", 4.0, "more_than")),
        ("He handed over four mines.", ("four", 4.0, "exactly")),
        ("He paid over four euros.", ("over four euros", 4.0, "more_than")),
        ("Drones were downed over four regions.", ("four", 4.0, "exactly")),
        ("Debris exploded over two districts.", ("two", 2.0, "exactly")),
        ("Drones downed over four planes.", ("over four", 4.0, "more_than")),
        ("The fire destroyed over 40 homes.", ("over 40", 40.0, "more_than")),
        ("The quake destroyed over 40 villages.", ("over 40", 40.0, "more_than")),
        ("The bank estimated half that.", ("half", 50.0, "exactly")),
        ("It fed an estimated half of them.", ("an estimated half", 50.0, "about")),
        ("The margin is plus or minus 2.5 percent.", ("minus 2.5 percent", 2.5, "exactly")),
        ("It grew by minus 2.5 percent.", ("minus 2.5 percent", -2.5, "exactly")),
    ],
)
def test_what_only_looks_like_a_share_a_comparison_or_a_loss(text: str, found: tuple[str, float, str]) -> None:
    assert read(text)[0] == found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Profit fell to 702 million kroner from 1.05 billion a year earlier.", ["krone", "krone"]),
        ("They were offered $23 million each, three million less than in May.", ["USD", "USD"]),
        ("Sales rose to $3 billion from two million visitors.", ["USD", ""]),
        ("It lost $3.1 billion, against a net profit of 640 million a year earlier.", ["USD", "USD"]),
        ("It cost $4 million. Two million less was expected.", ["USD", ""]),
        ("It paid $4 million to six families and set aside 12 million more.", ["USD", "", "USD"]),
        ("He was offered $4.5 million; Osk will not sell for less than 12 million.", ["USD", "USD"]),
        ("Osk sold him for $4 million and signed two men for 12 million.", ["USD", "", "USD"]),
        ("It made $4 million; analysts had expected 12 million.", ["USD", "USD"]),
        ("It paid $4 million for 12 million masks.", ["USD", ""]),
        ("It paid $4 million. It set aside 12 million more.", ["USD", "USD"]),
        ("It paid $4 million. Rivals had bid 3 million euros, and Osk spent 12 million.", ["USD", "EUR", "EUR"]),
        ("Osk has $4 million and 3 million euros. It spent 12 million.", ["USD", "EUR", ""]),
        ("The mill cost 20 billion ringgit ($4.2 billion). Rivals spent 12 billion.", ["MYR", "USD", "MYR"]),
        ("It spends 9 billion crowns ($1 billion) this year, up from 7 billion last year.", ["crown", "USD", "crown"]),
        ("It paid $4 million. Police had expected 12 million.", ["USD", ""]),
        ("It cost 3 million Fijian dollars and 9 million Namibian dollars.", ["FJD", "NAD"]),
        ("It owes 3 million Fiji dollars and paid 2 million dollars.", ["FJD", "FJD"]),
        ("It owes 3 million Fiji dollars ($1 million) and 2 million US dollars.", ["FJD", "USD", "USD"]),
        ("It owes 3 million Fiji dollars, 2 million US dollars and 4 million dollars.", ["FJD", "USD", "USD"]),
        ("It paid 4 million dollars, then 3 million East Caribbean dollars.", ["USD", "XCD"]),
        ("It owes 3 million Fiji dollars (1 million dollars) and paid 2 million dollars.", ["FJD", "USD", "FJD"]),
        ("It owes 3 million Fiji dollars, or about 1 million dollars.", ["FJD", "USD"]),
        ("It owes 3 million Fiji dollars, and 1 million dollars more.", ["FJD", "FJD"]),
        ("It paid $4 million and offered 12 million doses.", ["USD", ""]),
        ("It paid $4 million and counted 12 million.", ["USD", ""]),
        ("The loan is worth CFA 12 billion (EUR 18.3 million).", ["XOF", "EUR"]),
        ("Cocoa costs 4,900 pounds sterling a tonne.", ["GBP"]),
        ("He paid QR50 million, BD 3.5 million and Tsh 2 billion.", ["QAR", "BHD", "TZS"]),
        ("The BD 5 is a camera.", []),
    ],
)
def test_sums_of_many_currencies(text: str, expected: list[str]) -> None:
    """A bare sum beside money is in its currency, unless it counts something."""
    assert [q.unit for q in find_quantities(text)] == expected


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Deaths from fever have passed 60.", ("passed 60", 60.0, "more_than")),
        ("Cases crossed 3,000 on Monday.", ("crossed 3,000", 3000.0, "more_than")),
        ("The toll rose past 60.", ("past 60", 60.0, "more_than")),
        ("They died at 12 hospitals.", ("12", 12.0, "exactly")),
        ("It put the dead at 19.", ("19", 19.0, "exactly")),
        ("The council passed 12 bylaws.", ("12", 12.0, "exactly")),
        ("Deaths rose. The council passed 12 bylaws.", ("12", 12.0, "exactly")),
        ("The march went on. It led past 12 houses.", ("12", 12.0, "exactly")),
    ],
)
def test_what_a_tally_passes_it_is_more_than(text: str, found: tuple[str, float, str]) -> None:
    assert read(text) == [found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("They asked for 50m naira.", [("50m naira", 5e7, "NGN")]),
        ("They paid 3bn rupees and 5m US dollars.", [("3bn rupees", 3e9, "rupee"), ("5m US dollars", 5e6, "USD")]),
        ("She swam 50m freestyle.", [("50m", 50.0, "metre")]),
        ("Apia paid 2.4 million tala and 900 vatu.", [("2.4 million tala", 2.4e6, "WST"), ("900 vatu", 900.0, "VUV")]),
        ("A quarter point rise was expected.", [("A quarter point", 0.25, "percentage_point")]),
        ("It was a half-point cut.", [("a half-point", 0.5, "percentage_point")]),
        ("He made a third point.", []),
    ],
)
def test_letters_before_money_are_scales_and_parts_of_a_point_measure(
    text: str, found: list[tuple[str, float, str]]
) -> None:
    assert [(q.span.of(text), q.value, q.unit) for q in find_quantities(text)] == found


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("They turned away applicants over 40, a court heard.", []),
        ("Three children have died, all of them under two and unvaccinated.", [3]),
        ("Voting is compulsory for citizens between 18 and 64.", []),
        ("Support among voters between 40 and 45 percent is stable.", [40]),
        ("They fined residents over 40 cows.", [40]),
    ],
)
def test_how_old_people_are_is_no_count(text: str, values: list[float]) -> None:
    assert [q.value for q in find_quantities(text)] == values


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("They had dug 600 of the 850 metres.", "metre"),
        ("They had saved 600 of the 850 miners.", ""),
        ("They had saved two of the 12-kilometre race's runners.", ""),
        ("They had 3 of the 8 hours left.", ""),
    ],
)
def test_a_part_is_measured_as_its_whole(text: str, unit: str) -> None:
    assert find_quantities(text)[0].unit == unit


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The bank cut its target from 101 to 92 francs.", [(101, "franc"), (92, "franc")]),
        ("They received nine and seven years.", [(9, "year"), (7, "year")]),
        ("It fined them 40, 50 and 60 euros.", [(40, "EUR"), (50, "EUR"), (60, "EUR")]),
        ("It killed four and two years later it reopened.", [(4, ""), (2, "year")]),
        ("It hired four and paid seven euros.", [(4, ""), (7, "EUR")]),
        ("The fire grew to 6,800 hectares by noon from 1,100 on Thursday.", [(6800, "hectare"), (1100, "hectare")]),
        ("Support rose to 5 percent from about 4 in May.", [(5, "percent"), (4, "percent")]),
        ("It cut its forecast from 94 to 81 million dollars.", [(94_000_000, "USD"), (81_000_000, "USD")]),
        ("It cut its forecast from 940,000 to 1 million dollars.", [(940_000, "USD"), (1_000_000, "USD")]),
        ("The river reached 31 metres, up from 19 on Monday.", [(31, "metre"), (19, "metre")]),
        ("The queue grew to nine kilometres from 14 villages.", [(9, "km"), (14, "")]),
        ("They drove 5 km from 3 camps.", [(5, "km"), (3, "")]),
        ("It fell to 92 francs. Guests came from 40 in May.", [(92, "franc"), (40, "")]),
        ("The institute put the magnitude at 6.2.", [(6.2, "magnitude")]),
        ("The order of magnitude was 40 on any scale.", [(40, "")]),
        ("The winner gets 2.07 million U.S. dollars.", [(2_070_000, "USD")]),
        ("It sent 2 million U.S. rifles.", [(2_000_000, "")]),
    ],
)
def test_a_number_has_the_unit_of_the_one_that_it_is_told_with(text: str, expected: list[tuple[float, str]]) -> None:
    assert [(q.value, q.unit) for q in find_quantities(text)] == expected


@pytest.mark.parametrize(
    ("text", "words", "value", "unit"),
    [
        ("She was jailed for eight years and four months.", "eight years and four months", 100, "month"),
        ("More than a year and two months went by.", "More than a year and two months", 14, "month"),
    ],
)
def test_years_and_months_are_one_time(text: str, words: str, value: float, unit: str) -> None:
    (one,) = find_quantities(text)
    assert (one.span.of(text), one.value, one.unit) == (words, value, unit)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("It took two years and 12 days.", [2, 12]),
        ("It lasted seven hours and 56 minutes.", [7, 56]),
        ("They sat two weeks, three days of it in bed.", [2, 3]),
        ("It took two months and at least three days.", [2, 3]),
        ("Two dead and three days later", [2]),
    ],
)
def test_other_times_side_by_side_are_two(text: str, values: list[float]) -> None:
    assert [q.value for q in find_quantities(text)][: len(values)] == values


@pytest.mark.parametrize(
    ("text", "comparator"),
    [
        ("The lorry ran over two children.", "exactly"),
        ("The families were spread over five districts.", "exactly"),
        ("Drones were shot down overnight over four Osk regions.", "exactly"),
        ("The bank will lend it 40 million dollars over three years.", "exactly"),
        ("The talks lasted over three years.", "more_than"),
        ("They were held for over two hours.", "more_than"),
        ("The fire destroyed over 40 homes.", "more_than"),
        ("By the count of the Red Cross 118 civilians died.", "exactly"),
    ],
)
def test_over_compares_only_where_it_says_how_many(text: str, comparator: str) -> None:
    assert find_quantities(text)[-1].comparator == comparator


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("Osk promised 120 million euros, down from 187 last year.", 187e6, "EUR"),
        ("The loser earned 14 million dollars, the winner three.", 3e6, "USD"),
        ("The owners put their losses at 61 million pesos. The union counts 38.", 38e6, "peso"),
        ("The haul was valued at 2 billion yen; the insurer has paid out 1.8.", 1.8e9, "JPY"),
        ("The fire cost 5 million euros and killed 12.", 12, ""),
        ("The bank lost 5 million euros. Police counted 12 cars.", 12, ""),
        ("The bank lost 5 million euros, Osk 12 jobs.", 12, ""),
        ("The bank lost 400 million euros. The union counts 3.", 3, ""),  # too far off
        ("The bank lost 5 million euros. It was fined. The union counts 3.", 3, ""),
    ],
)
def test_a_bare_number_is_in_the_millions_that_it_is_set_beside(text: str, value: float, unit: str) -> None:
    last = find_quantities(text)[-1]
    assert (last.value, last.unit) == (pytest.approx(value), unit)


@pytest.mark.parametrize(
    ("text", "words", "value", "unit"),
    [
        ("The bells rang for an hour.", "an hour", 1, "hour"),
        ("The lake rose to within a metre of it.", "a metre", 1, "metre"),
        ("The Canoe party has 48 per cent and Order and Faith 39.", "39", 39, ""),
        ("The army put the dead at one and left.", "one", 1, ""),
        ("They met in May 2019.", "2019", None, ""),
        ("It turned down applicants over 40.", "40", None, ""),
        ("A teacher left.", "A", None, ""),
    ],
)
def test_what_the_reader_marks_is_read_where_rules_see_no_number(
    text: str, words: str, value: float | None, unit: str
) -> None:
    start = text.index(words)
    found = marked_quantity(text, Span(start, start + len(words)))
    assert (found.value, found.unit) == (value, unit) if found else value is None


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ('Inflation "hit 7,5 percent".', 7.5, "percent"),
        ("It weighs 12,25 kg.", 12.25, "kg"),
        ("In 2019, 5 percent left.", 5, "percent"),
        ("It took 1,25,000 euros.", 125_000, "EUR"),
        ("He must pay 2.5 million kroner in damages and 300,000 in costs.", 300_000, "krone"),
        ("It cost 2.5 million kroner and 300,000 in the city saw it.", 300_000, ""),
        ("The president won 52.3 percent of the vote, his rival 44.", 44, "percent"),
        ("The party won 52 percent of the vote and 44 seats.", 44, ""),
    ],
)
def test_a_number_in_the_unit_of_another_or_with_a_decimal_comma(text: str, value: float, unit: str) -> None:
    last = find_quantities(text)[-1]
    assert (last.value, last.unit) == (value, unit)
