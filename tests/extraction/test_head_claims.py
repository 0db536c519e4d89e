"""What a headline says that somebody says is that somebody's, if it speaks in the article."""

import pytest

from kb.extraction.builtin import create
from kb.model import Article

QUAKE = "LIMA - A quake killed 14 people in Osma province on Monday, {} said."


def _said(text: str, words: str) -> list[tuple[list[str], str]]:
    """Return (speakers, basis) of each statement that consists of *words* in the first line."""
    read = create().extract(Article(text, published="2025-05-07"))
    names = {entity.id: entity.name for entity in read.entities}
    line = text.index("\n")
    return [
        ([names[speaker] for speaker in s.speakers], s.basis)
        for s in read.statements
        if s.content and s.content[0].of(text) == words and s.content[0].end <= line
    ]


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("title", "who", "content", "found"),
    [
        ("Police: Quake kills 14 in Peru", "police", "Quake kills 14 in Peru", [(["Police"], "explicit")]),
        ("Quake kills 14 in Peru: officials", "officials", "Quake kills 14 in Peru", [(["officials"], "explicit")]),
        (
            "UN: Quake kills 14 in Peru",
            "the United Nations",
            "Quake kills 14 in Peru",
            [(["United Nations"], "explicit")],
        ),
        ("Quake kills 14 in Peru - report", "officials", "Quake kills 14 in Peru", [([], "unattributed")]),
        (
            "Ombudsman: Quake kills 14",
            "the ombudsman, Nino Beridze,",
            "Quake kills 14",
            [(["Nino Beridze"], "explicit")],
        ),
        ("Relief pours in - joy for officials", "officials", "Relief pours in", []),
        ("Rain in Peru - rescuer who met officials", "officials", "Rain in Peru", []),
        ("Ana Quispe: a life of service", "Ana Quispe", "a life of service", []),
        ("UN: a history of neglect", "the United Nations", "a history of neglect", []),
        ("UN: neglect for 14 years", "the United Nations", "neglect for 14 years", [(["United Nations"], "explicit")]),
        ("Ana Quispe: Quake kills 14 in Peru", "Ana Quispe", "Quake kills 14 in Peru", [(["Ana Quispe"], "explicit")]),
        ("Peru: Quake kills 14 people", "officials", "Quake kills 14 people", []),  # a place speaks for nobody
        ("Police: Quake kills 14 in Peru", "officials", "Quake kills 14 in Peru", []),  # silent in the article
    ],
)
def test_a_headline_s_speaker_says_the_rest_of_it(
    title: str, who: str, content: str, found: list[tuple[list[str], str]]
) -> None:
    assert _said(f"{title}\n\n{QUAKE.format(who)}", content) == found


@pytest.mark.parametrize(
    ("words", "found"),
    [("The lake took the road", [(["Ana Quispe"], "inferred")]), ("The school is gone now", [([], "unattributed")])],
)
def test_a_quotation_in_a_headline_is_of_who_says_it_below(words: str, found: list[tuple[list[str], str]]) -> None:
    text = (
        f"‘{words}’: a village in Peru digs out\n\n"
        "PUNO - ‘The lake took the road and then the school,’ said Ana Quispe, a teacher."
    )

    assert _said(text, words) == found


@pytest.mark.parametrize(("stamped", "speakers"), [(True, ["Obi"]), (False, [])])
def test_what_the_headline_of_an_entry_quotes_is_its_speakers(stamped: bool, speakers: list[str]) -> None:
    lines = [
        "Ghana strike: live",
        "12:20 Obi: “I will not talk to blackmailers”",
        "President Kofi Obi has accused the unions of greed. “They want it all,” he said in Kumasi.",
        "11:05",
        "Two nurses fainted in the queue at Tema, the union said.",
    ]
    text = "\n\n".join(line if stamped else line.removeprefix("12:20 ").replace("11:05", "Tema") for line in lines)

    read = create().extract(Article(text, published="2025-05-07"))
    names = {entity.id: entity.name.split()[-1] for entity in read.entities}

    (said,) = (s for s in read.statements if s.content and "blackmailers" in s.content[0].of(text))
    assert [names[speaker] for speaker in said.speakers] == speakers


def test_a_quotation_that_is_a_heading_is_not_of_who_spoke_before() -> None:
    text = (
        "Live: Typhoon Lawin slams northern Luzon\n\n14:10\nAirport shut\nTuguegarao airport will stay closed until "
        "Tuesday, the civil aviation authority says. At least 46 flights have been cancelled.\n\n12:45\n"
        '"The roof flew away like paper"\nRosario Dumlao, 61, a rice farmer in the town of Gonzaga, spent the night '
        'under a table with her three grandchildren. "The roof flew away like paper," she told us by phone. "We have '
        'eaten nothing since yesterday."\n\n11:20\nArmy sends trucks\nThe president has ordered 60 trucks.'
    )
    read = create().extract(Article(text, published="2025-05-07"))
    names = {entity.id: entity.name.split()[-1] for entity in read.entities}

    said = [s for s in read.statements if "roof" in s.content[0].of(text)]
    assert [[names[speaker] for speaker in s.speakers] for s in said] == [["Dumlao"], ["Dumlao"]]


def test_a_minister_in_the_headline_of_an_entry_is_the_one_who_speaks_below_it() -> None:
    lines = [
        "Ghana strike: live",
        "16:40",
        "Health Minister Ama Sarpong has welcomed the talks. “Nurses are patient,” she told parliament.",
        "12:20 Minister: no pay for strikers",
        "Labour Minister Kofi Obi said that the strikers would get nothing. “It is simple,” he said in Kumasi.",
        "08:00",
        "Good morning. Nurses across Ghana began a strike at midnight.",
    ]
    text = "\n\n".join(lines)

    read = create().extract(Article(text, published="2025-05-07"))
    names = {entity.id: entity.name for entity in read.entities}

    (said,) = (s for s in read.statements if s.content and s.content[0].of(text) == "no pay for strikers")
    assert [names[speaker] for speaker in said.speakers] == ["Kofi Obi"]


@pytest.mark.parametrize(
    ("title", "content"),
    [
        ("Peru says quake killed 14; Chile sends tents", "quake killed 14"),
        ("Peru says quake killed 14 and Chile sends tents", "quake killed 14 and Chile sends tents"),
    ],
)
def test_what_a_headline_says_behind_a_semicolon_is_its_own(title: str, content: str) -> None:
    text = f"{title}\n\nLIMA - A quake shook Peru on Monday, killing 14 people.\n"
    said = create().extract(Article(text)).statements

    assert content in [" ".join(part.of(text) for part in s.content) for s in said]
