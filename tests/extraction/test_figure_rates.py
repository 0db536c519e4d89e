"""A rate keeps what it is measured by; a part keeps its whole."""

import pytest

from kb.extraction.figures.rates import owned_whole, rated_unit
from kb.extraction.quantity import find_quantities
from tests.extraction.analyses import document


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Osk Mills paid $12.50 per share", "USD per share"),
        ("The blockade costs 3 million euros a day", "EUR per day"),
        ("It expects annual savings of about $4 million", "USD per year"),
        ("The rent is $900 monthly", "USD per month"),
        ("Osk Mills reported an annual profit of $4 million", "USD"),
        ("Osk Mills paid $12 a-piece", "USD"),
        ("Rice is $12 per kilo", "USD per kilo"),
        ("Prices rose 7 per cent", "percent"),
        ("Prices rose 7 percent a year", "percent per year"),
        ("Sales rose to $5 billion from $4.6 billion a year", "USD"),
        ("It earned $4.6 billion a year earlier", "USD"),
        ("It lost 3 percent a day later", "percent"),
        ("It paid 3 million euros a family after a march", "EUR per family"),
        ("Forty cows a day died", ""),
        ("Murders rose to 31 per 100,000 inhabitants", "per 100,000 inhabitants"),
        ("The city has 31 per 100,000 inhabitants and", "per 100,000 inhabitants"),
        ("The naira fell to 1,512 to the dollar", "NGN per dollar"),
        ("The Lebanese pound stood at 89,500 per dollar", "LBP per dollar"),
        ("The rand closed at 20.40 against the euro", "ZAR per euro"),
        ("The rand lost 4 percent against the euro", "percent"),
        ("The pound stood at 48 to the dollar", ""),
        ("The dollar was sold at 48 to the dollar", ""),
        ("The naira fell. Traders sold 40 to the dollar", ""),
    ],
)
def test_money_and_shares_keep_what_they_are_set_against(text: str, unit: str) -> None:
    quantity = find_quantities(document(text, []).doc)[0]

    assert rated_unit(text, quantity, quantity.unit) == unit


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("About 300 of Osk Mills' 4,100 jobs will go", 4100.0),
        ("Some 12 of the mill’s 80 looms burned", 80.0),
        ("Some 12 of Osk's 3 looms burned", None),
        ("Some 12 of the city's looms burned", None),
        ("Twelve cows of Osk's 80 died", None),
    ],
)
def test_a_part_has_the_whole_that_a_possessive_parts_from_it(text: str, whole: float | None) -> None:
    quantity = find_quantities(document(text, []).doc)[0]

    assert owned_whole(text, quantity) == whole
