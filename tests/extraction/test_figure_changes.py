"""A difference is no amount of its own: it says which way it goes."""

import pytest

from kb.extraction.figures.changes import change_of
from kb.extraction.figures.taken_back import taken_back
from kb.extraction.quantity import find_quantities


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("The quake killed 31 people, the mayor said, eight more than the ministry counted.", ["", "increase"]),
        ("The league played 14 games fewer than last season.", ["decrease"]),
        ("Rescuers found four more bodies.", ["increase"]),
        ("Twelve fewer cases were reported.", ["decrease"]),
        ("Another nine miners were flown out.", ["increase"]),
        ("At least a further 40 homes burned.", ["increase"]),
        ("Fares rose 7 percent.", ["increase"]),
        ("The toll rose by six to 40.", ["increase", ""]),
        ("The toll rose to 40.", [""]),
        ("Copper slipped $12 to $8,410 a tonne.", ["decrease", ""]),
        ("Shares fell another 3 percent.", ["decrease"]),
        ("The council slashed its staff by 120.", ["decrease"]),
        ("Nurses were promised a 9 percent increase.", ["increase"]),
        ("The bank posted a drop of 12 percent in deposits.", ["decrease"]),
        ("The climber fell 40 metres.", [""]),
        ("Jets dropped 30 bombs.", [""]),
        ("The fund raised $40 million.", [""]),
        ("The flood killed 17 people more than a week ago.", [""]),
        ("More than 300 people fled.", [""]),
        ("The valleys grow 60 percent of the country's tea.", [""]),
        ("The truce holds for another 12 days.", [""]),
        ("Some 300 or more came.", [""]),
        ("The vaccine reached 80 percent.", [""]),
        ("The state raised pensions 15 percent.", ["increase"]),
        ("They cut the price of bread 10 percent.", ["decrease"]),
        ("They cut the 15 percent tariff.", [""]),
        ("It lifted its stake to 15 percent.", [""]),
        ("It raised money from 15 percent of them.", [""]),
        ("Rates rose by a quarter point.", ["increase"]),
        ("The krone weakened 0.6 percent against the euro.", ["decrease"]),
        ("The index closed 1.2 percent higher.", ["increase"]),
        ("The index closed 1.2 percent lower on Friday; bonds lost 2 percent.", ["decrease", "decrease"]),
        ("The mine lost 40 million euros.", [""]),
        ("The party lost 3 percent of its members.", [""]),
        ("The index closed at 1.2 percent.", [""]),
        ("Nine villagers were gunned down by four men.", ["", ""]),
        ("The panel struck down by six votes to three a levy.", ["", ""]),
        ("Two boats picked up by three crews drifted.", ["", ""]),
        ("Arrivals went down by 300.", ["decrease"]),
        ("Deaths were up by 40 on last year.", ["increase"]),
        ("Turnout was pushed up by 3 percent.", ["increase"]),
        ("It employs 44\nFurther layoffs are planned.", [""]),
    ],
)
def test_what_passes_misses_or_moves_another_number_is_a_difference(text: str, change: list[str]) -> None:
    assert [change_of(text, one) for one in find_quantities(text)] == change


@pytest.mark.parametrize(
    ("text", "back"),
    [
        ("She withdrew her earlier figure of 60 dead.", [True]),
        ("The ministry retracted a toll of at least 14.", [True]),
        ("He took back his estimate of 900 marchers and spoke of 300.", [True, False]),
        ("She did not withdraw her figure of 60 dead.", [False]),
        ("The army withdrew a battalion of 60 men.", [False]),
        ("She gave a figure of 60 dead.", [False]),
        ("The coastguard said, lowering an earlier count of 21.", [True]),
        ("The ministry revised the toll to 17 from 21.", [False, True]),
        ("Police corrected the number of injured down from about 40.", [True]),
        ("It said 17 had died, down from an initial 21.", [False, True]),
        ("They raised an earlier toll of 21.", [False]),
        ("The state cut the number of jobs to 17 from 21.", [False, False]),
        ("It lowered its total from 21 shops.", [False]),
        ("Cases were down from an earlier 21.", [False]),
        ("It was down from an earlier estimate of 21.", [True]),
        ("It cut the number of flights by 21.", [False]),
        ("It revised a law of 21 articles.", [False]),
        ("A clerk had typed 310 instead of 130.", [True, False]),
        ("A clerk typed 310 letters a day.", [False]),
        ("Officials at first said 143 were aboard, but corrected the number on Monday.", [True]),
        ("Paz, who initially spoke of 143 dead, later corrected himself.", [True]),
        ("Officials said 143 were aboard, but corrected the record on Monday.", [False]),
        ("Officials said 143 were aboard, but corrected the number on Monday.", [False]),
    ],
)
def test_a_number_that_its_source_takes_back_says_so(text: str, back: list[bool]) -> None:
    assert [taken_back(text, one) for one in find_quantities(text)] == back
