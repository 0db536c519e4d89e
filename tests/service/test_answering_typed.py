"""Questions as people type them: misspelt, with the numbers of what was said, of games and of days."""

from collections.abc import Iterator

import pytest

from kb import KnowledgeBase

RAID = """Raiders kill 14 at Kolm depot

KOLM, May 2 - Raiders killed 14 people at a depot in Kolm in Norland on Saturday, Governor Ada Lund said.
Police chief Ivo Sant said 9 people had died.

Defence Minister Helena Brook blamed the Free River Army. The Free River Army denied that its fighters had taken part.
About 300 people fled Kolm, the Norland Red Cross said. Olga Tamm declared a state of emergency in Norland.

Olga Tamm, the president of Norland, told Channel Five that schools would stay closed.
The dockers' union demanded a raise of 12 percent.
"""
GAME = """Velora beat Kestrel in the final

KESTREL, May 24 - Velora United beat Kestrel City 3-1 in the final of the Northern Cup on Sunday.
Anton Falk, the coach of Velora United, praised his players.
"""


STRIKE = """Strike at the port of Tarn

TARN, May 16 - Some 450 dockworkers went on strike in Tarn on Monday.
Police arrested two men in Tarn on Thursday. A fire destroyed a warehouse in Tarn on May 6.
"""


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """A raid with rival tolls, and a final."""
    with KnowledgeBase(tmp_path_factory.mktemp("typed") / "home", create=True, actor="ann") as made:
        made.add_text(RAID, published="2026-05-03")
        made.add_text(GAME, published="2026-05-24")
        made.add_text(STRIKE, published="2026-05-16")
        yield made


def _values(kb: KnowledgeBase, question: str, column: str) -> set[str]:
    return {str(row[column]) for row in kb.ask(question) if row[column] is not None}


@pytest.mark.thorough
@pytest.mark.parametrize("question", ["How many peple were kiled in Kolm?", "how many people were kileld in kolm"])
def test_a_misspelt_word_is_read_as_what_was_meant(kb: KnowledgeBase, question: str) -> None:
    """The answer is that of the question as it was meant, and says so."""
    asked = kb.ask(question)
    assert {"14", "9"} <= {str(row["value"]) for row in asked}
    assert any("is read as “killed”" in note for note in asked.notes)
    assert asked.question == question


@pytest.mark.thorough
def test_a_word_of_an_article_is_no_misspelling(kb: KnowledgeBase) -> None:
    """Neither names nor words that English has are touched."""
    for question in ("who attacked kolm", "What did the dockers demand?", "What happened in Norland?"):
        assert not any("is read as" in note for note in kb.ask(question).notes)


@pytest.mark.thorough
def test_what_is_counted_may_end_in_the_word(kb: KnowledgeBase) -> None:
    """Dockworkers are workers, which is said; who is counted by the very word needs no such note."""
    asked = kb.ask("How many workers went on strike?")
    assert {str(row["value"]) for row in asked} == {"450"}
    assert any("ends so" in note for note in asked.notes)
    assert not any("ends so" in note for note in kb.ask("How many dockworkers went on strike?").notes)


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("order", "there", "not_there", "day"),
    [
        ("after", "arrest", "fire", "from 2026-05-11 on"),
        ("since", "arrest", "fire", "from 2026-05-11 on"),
        ("before", "fire", "arrest", "until 2026-05-10"),
    ],
)
def test_something_that_happened_gives_the_days(
    kb: KnowledgeBase, order: str, there: str, not_there: str, day: str
) -> None:
    """What was on the other side of it is left out, and the note says which happening was taken."""
    asked = kb.ask(f"What happened in Tarn {order} the strike?")
    told = " ".join(str(row["what"]) for row in asked)
    assert there in told
    assert not_there not in told
    assert any(day in note and "strike" in note for note in asked.notes)


@pytest.mark.parametrize(
    ("question", "note"),
    [
        ("What happened in Tarn before the flood?", "no day is known for “before the flood”"),
        ("What happened in Tarn after talks failed?", "no day is known for “after talks failed”"),
        ("What happened before Velora United?", "“before Velora United” gives no day"),
    ],
)
def test_an_order_without_a_day_is_said_to_play_no_part(kb: KnowledgeBase, question: str, note: str) -> None:
    """The rows are those of the question without it."""
    asked = kb.ask(question)
    assert any(note in one for one in asked.notes)
    assert list(asked)


def test_a_number_narrows_what_was_said(kb: KnowledgeBase) -> None:
    """Who gives another number is no answer."""
    assert _values(kb, "Who said 9 people had died?", "speaker") == {"Ivo Sant"}
    assert _values(kb, "Who says that 14 people were killed?", "speaker") == {"Ada Lund"}


def test_whom_somebody_blames_is_no_question_who_blames_them(kb: KnowledgeBase) -> None:
    """The name before the verb is who speaks."""
    assert _values(kb, "Who did Helena Brook blame?", "speaker") == {"Helena Brook"}


def test_a_denial_need_not_name_what_it_is_of(kb: KnowledgeBase) -> None:
    """Articles write that fighters had no part in it; the note says what was given up."""
    asked = kb.ask("Who denied the raid?")
    assert {str(row["speaker"]) for row in asked} == {"Free River Army"}
    assert any("with “raid” itself" in note for note in asked.notes)
    assert _values(kb, "Who denied involvement in the raid?", "speaker") == {"Free River Army"}


def test_what_somebody_is_told_on_a_channel_is_said_to_it(kb: KnowledgeBase) -> None:
    """Whatever the graph takes a channel for."""
    assert _values(kb, "Who spoke to Channel Five?", "speaker") == {"Olga Tamm"}


def test_what_somebody_wants_is_what_they_demand(kb: KnowledgeBase) -> None:
    """But "I want to know" is no demand."""
    assert any("12 percent" in one for one in _values(kb, "What does the union want?", "content"))
    assert "dockers' union" in str(_values(kb, "Who wants a raise?", "speaker")).replace("dockers’", "dockers'")
    assert kb.ask("I want to know who Ada Lund is").form == "who is"


def test_those_who_flee_are_displaced(kb: KnowledgeBase) -> None:
    """As those who are told to be driven out."""
    assert "300" in _values(kb, "How many people fled Kolm?", "value")


@pytest.mark.thorough
def test_the_result_of_a_match_is_no_election(kb: KnowledgeBase) -> None:
    """A result is of what stands after it, and who lost is whom others beat."""
    match = kb.ask("What was the result of the match?")
    assert match.slots["type"] == "match result"
    assert "words" not in match.slots  # that it is told with "match", its name says
    assert kb.ask("What was the result of the election?").slots["type"] == "election result"
    assert _values(kb, "Who lost the final?", "who") == {"Kestrel City"}


@pytest.mark.thorough
def test_what_is_declared_comes_about_by_it(kb: KnowledgeBase) -> None:
    """Whoever declares a state of emergency brings it about; whoever declares something void says so."""
    assert _values(kb, "Who declared a state of emergency?", "who") == {"Olga Tamm"}
    assert kb.ask("When was a state of emergency declared?").slots["type"] == "state of emergency"
    assert kb.ask("Who declared the final void?").form == kb.ask("Who announced the final?").form


def test_what_an_officer_does_is_the_office(kb: KnowledgeBase) -> None:
    """Who coached a team is its coach."""
    assert _values(kb, "Who coached Velora United?", "person") == {"Anton Falk"}


def test_an_office_that_nobody_says_somebody_holds(kb: KnowledgeBase) -> None:
    """The offices that are told are shown, with a note that the one asked about is not among them."""
    asked = kb.ask("Is Ada Lund the president of Norland?")
    assert any("nothing says that Ada Lund is president" in note for note in asked.notes)
    assert "president" not in {str(row["office"]) for row in asked}
    assert kb.ask("Is Olga Tamm the president of Norland?")[0]["office"] == "president"


def test_a_count_of_others_is_no_count_of_children(kb: KnowledgeBase) -> None:
    """What is counted is never given up."""
    assert len(kb.ask("How many children were killed in Kolm?")) == 0


@pytest.mark.thorough
def test_a_week_has_seven_days(kb: KnowledgeBase) -> None:
    """From the Monday before the day that is named."""
    asked = kb.ask("What happened in Norland in the week of 2 May 2026?")
    assert asked.slots["days"] == "week of 2 May 2026"
    assert {day in asked.sparql for day in ("2026-04-27", "2026-05-03")} == {True}
    assert kb.ask("all raids since April 2026").slots["since"] == "2026-04-01"
    assert kb.ask("all raids after April 2026").slots["since"] == "2026-05-01"
    assert kb.ask("all raids after 7 April 2026").slots["since"] == "2026-04-08"
    assert kb.ask("all raids after 3 pm on 7 April 2026").slots["since"] == "2026-04-07"
