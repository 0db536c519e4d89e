"""Sentences as news writes numbers, read by the built-in reader: value, comparator, unit, what is counted, event."""

from functools import cache

import pytest

from kb.extraction.builtin import create
from kb.extraction.protocol import Extractor
from kb.model import Article, Figure

CASES: list[tuple[str, list[str]]] = [
    (
        "Between 20 and 30 people were hurt when a bus overturned near Osk on Monday, police said.",
        ["20 to 30 at_least of people on hurt"],
    ),
    (
        "At least 34 miners were killed and as many as 60 injured in the blast.",
        ["34 at_least of miners on killed", "60 up_to of injured on injured"],
    ),
    ("Up to 4,000 people fled the town overnight, the mayor said.", ["4000 up_to of people on fled"]),
    ("Some 40 homes were destroyed by the fire.", ["40 about of homes on destroyed"]),
    (
        "Dozens were arrested after the march, and scores of shops were looted.",
        ["vague on arrested", "vague of shops on looted"],
    ),
    ("A third of the crew has been rescued.", ["33.3 percent of crew on rescued"]),
    (
        "Fourteen of the 23 hostages were freed on Friday.",
        ["14 of hostages of all 23 on freed", "23 of hostages on freed"],
    ),
    ("The party won 31 seats, three more than in 2019.", ["31 of seats on won", "3 increase on won"]),
    ("The death toll rose to 45 on Tuesday.", ["45 on death toll"]),
    ("Unemployment rose from 12 percent to 19 percent last year.", ["12 percent on rose", "19 percent on rose"]),
    (
        "The bank raised its rate by half a percentage point to 4.5 percent.",
        ["0.5 percentage_point increase on raised", "4.5 percent on raised"],
    ),
    ("The company bought the mine for 1.2bn euros.", ["1200000000 EUR on bought"]),
    ("The ministry fined the builder Rs 5 crore.", ["50000000 rupee on fined"]),
    (
        "The bill was passed by 211 votes to 198, with 12 abstentions.",
        ["211 of votes on passed", "198 of votes on passed", "12 of abstentions on passed"],
    ),
    ("Temperatures reached 47.5 degrees Celsius in Osk on Sunday.", ["47.5 degree_celsius on reached"]),
    (
        "A magnitude 6.4 earthquake struck off the coast on Monday, killing two people.",
        ["6.4 magnitude on earthquake", "2 of people on killing"],
    ),
    ("A 45-year-old man was arrested on 3 May 2021 at 6.30 p.m.", []),
    ("United beat City 3-1 and moved up to second place.", []),
    ("It was the third explosion in two weeks.", []),
    (
        "The convoy stopped 12 kilometres from the border after a journey of nine hours.",
        ["12 km on stopped", "9 hour on journey"],
    ),
    ("The plant will produce 40,000 cars a year.", ["40000 of cars on produce"]),
    ("No casualties were reported in the attack.", []),
    ("A man was killed when a shell hit his house.", []),
    (
        "Five soldiers and two civilians were killed in the ambush.",
        ["5 of soldiers on killed", "2 of civilians on killed"],
    ),
    (
        "The flood killed 112 people, 40 of them children.",
        ["112 of people on killed", "40 of children of all 112 on killed"],
    ),
    (
        "The rebels said 60 soldiers were killed; the army put its dead at nine.",
        ["60 of soldiers on killed", "9 on killed"],
    ),
    ("Police first said 17 had died but later revised the toll to 15.", ["17 withdrawn on died", "15 on died"]),
    ("The attack came a year after a bombing in Osk that killed 52 people.", ["52 of people on killed"]),
    (
        "More than 20 but fewer than 30 workers were trapped when the shaft collapsed.",
        ["20 more_than of workers on trapped", "30 less_than of workers on trapped"],
    ),
    (
        "About half of the 800 workers were laid off.",
        ["50 about percent of workers on laid off", "800 of workers on laid off"],
    ),
    ("Twenty-one thousand people were displaced by the fighting.", ["21000 of people on displaced"]),
    ("The storm displaced 1,00,000 people in the delta.", ["100000 of people on displaced"]),
    ("Twice as many people voted as in 2019.", ["2 times on voted"]),
    ("Hundreds of thousands of people marched through the capital on Saturday.", ["vague of people on marched"]),
    ("The army lost 3 tanks and two dozen trucks in the battle.", ["3 of tanks on lost", "24 of trucks on lost"]),
    ("Shares in Osk Bank fell 8.1 percent to 14.20 pounds.", ["8.1 percent decrease on fell", "14.2 pound on fell"]),
    (
        "The court ordered him to pay 2.5 million kroner in damages and 300,000 in costs.",
        ["2500000 krone on pay", "300000 krone on damages"],
    ),
    ("Thieves stole paintings worth an estimated 18 million dollars.", ["18000000 about USD on stole"]),
    ("She was sentenced to seven years and six months in prison.", ["90 month on sentenced"]),
    ("All 14 people aboard were killed when the helicopter crashed.", ["14 of people on killed"]),
    (
        "Of the 62 passengers aboard, 41 were rescued.",
        ["62 of passengers on rescued", "41 of passengers of all 62 on rescued"],
    ),
    (
        "The quake injured over 300 people and damaged nearly 2,000 houses.",
        ["300 more_than of people on injured", "2000 nearly of houses on damaged"],
    ),
    ("One in five voters stayed at home.", ["20 percent of voters on stayed"]),
    ("Two-thirds of the members voted to strike.", ["66.7 percent of members on voted"]),
    ("The government will cut 10,000 jobs by 2027.", ["10000 of jobs on cut"]),
    ("An additional 1,500 troops will be sent to the border.", ["1500 of troops increase on sent"]),
    ("Fewer than 100 protesters turned up.", ["100 less_than of protesters on turned up"]),
    ("The blaze burned 4,500 hectares of forest.", ["4500 hectare of forest on burned"]),
    ("Not a single person was hurt.", []),
    ("The ship, carrying 27,000 tonnes of grain, sank off Osk.", ["27000 tonne of grain on sank"]),
    (
        "The strike cost the company 2 million to 3 million pounds a day.",
        ["2000000 to 3000000 at_least GBP per day on strike"],
    ),
    ("About one million barrels of oil spilled into the bay.", ["1000000 about barrel of oil on spilled"]),
    (
        "The number of cases climbed past 5,000, with 230 deaths.",
        ["5000 more_than of cases on climbed", "230 of deaths on deaths"],
    ),
    (
        "The president won 52.3 percent of the vote, his rival 44.",
        ["52.3 percent of vote on won", "44 percent on vote"],
    ),
    ("Turnout was 61 percent, up from 58 percent four years ago.", ["61 percent on Turnout", "58 percent on Turnout"]),
    (
        "At least six people, including three children, died in the fire.",
        ["6 at_least of people on died", "3 of children of all 6 on died"],
    ),
    (
        "The airline cancelled 140 of its 300 flights.",
        ["140 of flights of all 300 on cancelled", "300 of flights on cancelled"],
    ),
    ("Prosecutors asked for a sentence of 15 to 20 years.", ["15 to 20 at_least year on sentence"]),
    ("The gunmen killed 11 people, then fled with four cars.", ["11 of people on killed", "4 of cars on fled"]),
    ("The loan of $640 million will be paid over three years.", ["640000000 USD on loan", "3 year on paid"]),
    (
        "The ministry said 1,204 people had died, 37 more than on Thursday.",
        ["1204 of people on died", "37 increase on died"],
    ),
    (
        "The union said 90 percent of its 12,000 members had walked out; the company put it at 60 percent.",
        ["90 percent of members on walked out", "12000 of members on walked out", "60 percent on walked out"],
    ),
    ("He was fined £500 and banned from driving for 18 months.", ["500 GBP on fined", "18 month on banned"]),
    (
        "The company will pay $1.2 billion over six years to settle 4,300 lawsuits.",
        ["1200000000 USD on pay", "4300 of lawsuits on settle"],
    ),
    (
        "Gunmen abducted 27 pupils, of whom 11 have since escaped.",
        ["27 of pupils on abducted", "11 of pupils of all 27 on escaped"],
    ),
    ("Nobody was hurt, but 14 cars were destroyed.", ["14 of cars on destroyed"]),
    (
        "The army said it had withdrawn an earlier statement that 40 rebels had been killed.",
        ["40 of rebels withdrawn on killed"],
    ),
    ("Fuel prices rose by 15 to 20 percent in a week.", ["15 to 20 at_least percent increase on rose"]),
    ("More than 3.5 million Sudanese have fled since the war began.", ["3500000 more_than of Sudanese on fled"]),
    (
        "The court sentenced the two brothers to 12 and 15 years in prison.",
        ["12 year on sentenced", "15 year on sentenced"],
    ),
    (
        "Profit fell 12 percent to 3.4 billion yen from 3.9 billion a year earlier.",
        ["12 percent decrease on fell", "3400000000 JPY on fell", "3900000000 JPY on fell"],
    ),
]


@cache
def extractor() -> Extractor:
    return create()


def told(figure: Figure, word: str) -> str:
    """Return a figure as one line; "exactly" goes without saying."""
    value = "" if figure.value is None else f"{figure.value:.12g}"
    value += f" to {figure.upper:.12g}" if figure.upper else ""
    words = (
        value,
        figure.comparator if figure.comparator != "exactly" else "",
        figure.unit,
        f"of {figure.of}" if figure.of else "",
        f"of all {figure.whole:g}" if figure.whole else "",
        figure.change,
        "withdrawn" if figure.withdrawn else "",
        f"on {word}",
    )
    return " ".join(filter(None, words))


@pytest.mark.thorough
@pytest.mark.parametrize(("text", "figures"), CASES)
def test_figures_of_a_sentence(text: str, figures: list[str]) -> None:
    found = extractor().extract(Article(text, published="2026-11-20"))
    words = {event.id: event.trigger.of(text) for event in found.events}
    assert [told(figure, words[figure.event]) for figure in found.figures] == figures
