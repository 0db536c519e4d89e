"""Questions in a few words, of a kind, and with days that are those of who asks: what they answer."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from kb import KnowledgeBase
from kb.log.chain import utc_now

FLOOD = """Flood in western Ghana kills at least 23

VARNA BRIDGE, Ghana, Nov 3 2026 - At least 23 people were killed after floods swept through the town of Varna Bridge
overnight, Mayor Helena Prado said on Tuesday. The civil defence agency put the death toll at 19.

"The river rose faster than anybody could run," Prado told reporters.

President Luis Aro of Ghana will visit Varna Bridge on Thursday.
"""
COURT = """Helsinki court jails former bank director over fraud

HELSINKI, Nov. 9, 2026 - A court in Helsinki on Monday sentenced Mika Laaksonen, the former director of Pohja Savings
Bank, to four years in prison for fraud. His lawyer, Petri Halme, said he would appeal.

The Financial Supervisory Authority fined Pohja Savings Bank 2.5 million euros in March. Two other directors will be
charged on November 20.
"""
RAID = """Gunmen kill seven miners in Peru's La Libertad, police say

LIMA, Peru, Aug. 22, 2026 - Gunmen attacked a gold mine in Pataz, in Peru's northern region of La Libertad, on Friday
night, killing seven miners and wounding three, police said.
"""


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """A flood, a sentence, a raid."""
    with KnowledgeBase(tmp_path_factory.mktemp("short") / "home", create=True, actor="ann") as made:
        for text, day in ((FLOOD, "11-03"), (COURT, "11-09"), (RAID, "08-22")):
            made.add_text(text, published=f"2026-{day}")
        yield made


def _values(kb: KnowledgeBase, question: str, column: str) -> set[str]:
    return {str(row[column]) for row in kb.ask(question) if row[column] is not None}


def test_a_number_is_of_the_event_that_its_sentence_goes_on_to_tell(kb: KnowledgeBase) -> None:
    """The killing is told first in the title; the wounded of the same sentence are no answer."""
    found = kb.ask("How many people were killed in Pataz?")
    assert {str(row["value"]) for row in found} == {"7"}
    assert not any("every word of the question" in note for note in found.notes)


@pytest.mark.thorough
def test_a_list_of_what_happened_needs_no_verb(kb: KnowledgeBase) -> None:
    """\"Events in" is "show events in"; what is planned for then is among them, but did not happen."""
    listed = _values(kb, "Events in November 2026", "what")
    assert listed == _values(kb, "Show events in November 2026", "what")
    planned = {str(row["what"]) for row in kb.ask("Events in November 2026") if str(row["reality"]) == "planned"}
    happened = _values(kb, "What happened in November 2026?", "what")
    assert planned
    assert happened == listed - planned


@pytest.mark.thorough
def test_last_month_is_that_of_who_asks(kb: KnowledgeBase) -> None:
    """And not of the last article; where that came out before, a note says when."""
    today = utc_now().date()
    first = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    found = kb.ask("What happened in Peru last month?")
    assert found.slots["since"] == first.isoformat()
    last = [note for note in found.notes if "the last article that names Peru is of 2026-08-22" in note]
    assert bool(last) == (first.isoformat() > "2026-08-22")
    assert kb.ask("What happened in Peru in August?").slots["since"] == "2026-08-01"


@pytest.mark.thorough
def test_a_country_is_where_it_happened(kb: KnowledgeBase) -> None:
    """Without a word for it, and where it does or suffers nothing itself; then a note says so."""
    assert "23" in _values(kb, "death toll Ghana flood", "value")
    visit = kb.ask("Who will visit Ghana?")
    assert any("visit by Luis Aro" in str(row["what"]) for row in visit)
    assert any("nothing is told of Ghana itself" in note for note in visit.notes)


def test_all_of_a_kind_are_listed(kb: KnowledgeBase) -> None:
    """Those in a place, if one is named; nobody else is."""
    assert _values(kb, "Which people are mentioned?", "name") == {
        "Helena Prado",
        "Luis Aro",
        "Mika Laaksonen",
        "Petri Halme",
    }
    assert _values(kb, "Which companies are mentioned?", "name") == {"Pohja Savings Bank"}
    assert "Helsinki" in _values(kb, "Which cities in Finland are mentioned?", "name")
    assert "Lima" not in _values(kb, "Which cities in Finland are mentioned?", "name")


def test_which_asks_who_it_was(kb: KnowledgeBase) -> None:
    """By what the noun says, where it is a class; else whoever it was."""
    assert _values(kb, "Which group attacked the mine?", "who") == {"Gunmen"}
    assert _values(kb, "Which company was fined?", "who") == {"Pohja Savings Bank"}


@pytest.mark.thorough
def test_a_lawyer_of_somebody_is_not_that_person(kb: KnowledgeBase) -> None:
    """No office says so; the sentence that does is quoted, and no other office is shown."""
    for question in ("Who is Mika Laaksonen's lawyer?", "Who is the lawyer of Mika Laaksonen?"):
        found = kb.ask(question)
        assert not list(found)
        assert any("His lawyer, Petri Halme" in note for note in found.notes)
    assert _values(kb, "Which office does Mika Laaksonen hold?", "person") == {"Mika Laaksonen"}


def test_reporters_are_told_and_hold_no_office(kb: KnowledgeBase) -> None:
    """Whom something is said to stands behind "to" or "told"."""
    assert _values(kb, "Who spoke to reporters?", "speaker") == {"Helena Prado"}
    assert _values(kb, "Who told reporters about the river?", "speaker") == {"Helena Prado"}


def test_what_a_form_rests_on_is_no_word_that_plays_no_part(kb: KnowledgeBase) -> None:
    """\"Conflicting" and "tolls" are what is asked for."""
    found = kb.ask("What are the conflicting death tolls in Varna Bridge?")
    assert list(found)
    assert not any("plays no part" in note for note in found.notes)


def test_where_something_else_was_is_no_answer(kb: KnowledgeBase) -> None:
    """No sentence says where gunmen went; where somebody else did is not told instead."""
    assert not list(kb.ask("Where do the gunmen come from?"))


@pytest.mark.thorough
def test_who_is_ill_is_not_answered_by_the_dead_of_the_same_sentence(tmp_path: Path) -> None:
    """No number of the ill is told of there; the sentence is quoted, and its dead are told of to who asks for them."""
    text = "LUKAVA, Fiji - Fiji shut its schools on Friday after nine children died of cholera in two weeks.\n"
    with KnowledgeBase(tmp_path / "home", create=True, actor="ann") as made:
        made.add_text(text, published="2026-03-07")

        assert _values(made, "How many cases of cholera in Fiji?", "value") == set()
        assert any("nine children" in note for note in made.ask("How many cases of cholera in Fiji?").notes)
        assert _values(made, "How many deaths of cholera in Fiji?", "value") == {"9"}
