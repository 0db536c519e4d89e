"""Questions as they are typed in a newsroom, of articles that do not use their words."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kb import KnowledgeBase

FIRST = """Ferry sinks off Norland, at least 31 dead

PORT HESS, July 14 - At least 31 people were killed after a passenger ferry sank off Port Hess in Norland on Monday,
the coast guard said. Rescuers pulled 140 people from the water.

Transport Minister Helena Brook said the government had opened an investigation.
"""
SECOND = """Norland ferry toll rises to 46

PORT HESS, July 16 - The death toll from the sinking of the ferry off Port Hess in Norland rose to 46 on Thursday,
Health Minister Ivo Sant said. The fishermen's union said at least 58 people had died.

Anton Falk, the chief executive of Hess Lines, denied any wrongdoing.
"""
THIRD = """Brennholt to buy Castellan Foods for 4.2 billion euros

HAMBURG, Sept 3 - German retailer Brennholt AG has agreed to buy Dutch food maker Castellan Foods, the companies said.
"""
FOURTH = """Velora United beat Kestrel City 3-1 to win the Northern Cup

KESTREL, May 24 - Velora United beat Kestrel City 3-1 in the final of the Northern Cup on Sunday.
"""


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """A toll that grows and is disputed, a takeover that is planned, a final."""
    with KnowledgeBase(tmp_path_factory.mktemp("newsroom") / "home", create=True, actor="ann") as made:
        for text, day in ((FIRST, "07-14"), (SECOND, "07-16"), (THIRD, "09-03"), (FOURTH, "05-24")):
            made.add_text(text, published=f"2026-{day}")
        yield made


def _values(kb: KnowledgeBase, question: str, column: str) -> set[str]:
    return {str(row[column]) for row in kb.ask(question) if row[column] is not None}


@pytest.mark.thorough
@pytest.mark.parametrize(
    "question", ["How many people were killed in the ferry disaster?", "How many died in the disaster in Port Hess?"]
)
def test_a_disaster_need_not_be_called_one(kb: KnowledgeBase, question: str) -> None:
    """The articles write of a ferry that sank; the note says what was given up."""
    assert "31" in _values(kb, question, "value")
    assert any("no toll is told of a natural hazard" in note for note in kb.ask(question).notes)


@pytest.mark.thorough
def test_how_many_more_shows_the_amounts_where_no_difference_is_told(kb: KnowledgeBase) -> None:
    """Each with who gives it; what stands after "than" narrows nothing."""
    between = kb.ask("How many more people died according to the union than the health minister?")
    assert {"46", "58"} <= {str(row["value"]) for row in between}
    assert any("the difference is not worked out" in note for note in between.notes)
    plain = kb.ask("How many more people were killed in Port Hess?")
    assert any("no difference is told" in note for note in plain.notes)
    assert "31" in {str(row["value"]) for row in plain}
    assert kb.ask("How many more bodies were found?").form == "figures"
    assert not any("difference" in note for note in kb.ask("How many people were killed in Port Hess?").notes)


@pytest.mark.thorough
def test_who_disagrees_on_a_toll_is_who_gives_the_numbers(kb: KnowledgeBase) -> None:
    """Only of happenings whose figures disagree."""
    assert {"Ivo Sant", "fishermen's union"} <= _values(kb, "Who disagrees on the death toll?", "said_by")
    assert "contradictionKind" in kb.ask("Who disagrees on the death toll?").sparql


def test_a_count_without_a_noun_is_of_what_happened(kb: KnowledgeBase) -> None:
    """In "how many were rescued" nothing called "were" is counted."""
    assert _values(kb, "How many were rescued?", "value") == {"140"}


def test_an_office_may_be_told_without_its_country(kb: KnowledgeBase) -> None:
    """Its article names the country."""
    found = kb.ask("Who is the transport minister of Norland?")
    assert {row["person"] for row in found} == {"Helena Brook"}
    assert not list(kb.ask("Who is the chief executive of Brennholt?")), "another firm's is no answer"


@pytest.mark.thorough
def test_officials_of_a_country_hold_an_office_that_is_no_firm_s(kb: KnowledgeBase) -> None:
    """They are whom the question is about, not what they spoke about."""
    spoke = _values(kb, "Which officials of Norland spoke?", "speaker")
    assert {"Helena Brook", "Ivo Sant"} <= spoke
    assert "Anton Falk" not in spoke
    assert _values(kb, "Which ministers of Norland spoke?", "speaker") <= spoke
    assert _values(kb, "What did officials of Norland say?", "speaker") == spoke


def test_what_has_no_day_is_of_the_day_of_its_report(kb: KnowledgeBase) -> None:
    """A purchase that is planned has none; of another month it is not."""
    found = kb.ask("What did Brennholt do to Castellan Foods in September?")
    assert any("purchase" in str(row["what"]) for row in found)
    assert any("this was reported then" in note for note in found.notes)
    assert not list(kb.ask("What did Brennholt do to Castellan Foods in March?"))


def test_what_changed_is_what_was_recorded(kb: KnowledgeBase) -> None:
    """On the days of recording, whatever the articles' own; of somebody it is what happened to them."""
    found = kb.ask("What changed since yesterday?")
    assert [row["type"] for row in found].count("article-added") == 4
    positions = [int(str(row["at"])) for row in found]
    assert positions == sorted(positions, reverse=True)
    assert list(kb.ask("What is new?")) == list(found)
    assert not list(kb.ask("What changed before 2 May 2020?"))
    assert kb.ask("What changed in Norland?").form != "changed"
    assert "deaths" in str([row["what"] for row in kb.ask("What is new in Port Hess?")])


def test_who_won_is_not_who_lost(kb: KnowledgeBase) -> None:
    """Though both play in the match, and the cup is known by the words of its article alone."""
    assert _values(kb, "Who won the Northern Cup?", "who") == {"Velora United"}


def test_articles_are_found_by_words_where_no_name_is_given(kb: KnowledgeBase) -> None:
    """Words for events count too: those that an article has."""
    ferry = _values(kb, "Which articles are about the ferry?", "title")
    assert ferry == {FIRST.partition("\n")[0], SECOND.partition("\n")[0]}
    assert _values(kb, "Which articles tell of an investigation?", "title") == {FIRST.partition("\n")[0]}


@pytest.mark.parametrize("question", ["Who disputes the toll?", "Did anyone deny the death toll?"])
def test_who_denies_a_toll_gives_another(kb: KnowledgeBase, question: str) -> None:
    """The figures that disagree, with who gives them."""
    assert {"Ivo Sant", "fishermen's union"} <= _values(kb, question, "said_by")
    assert kb.ask(question).means.startswith("figures of the killed that disagree")


def test_a_short_title_is_the_long_one(kb: KnowledgeBase) -> None:
    """Articles write it in full."""
    assert _values(kb, "who is the ceo of hess lines", "person") == {"Anton Falk"}


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("question", "form"),
    [
        ("Who met the victims?", "who"),
        ("What do we know about Hess Lines?", "who is"),
        ("What did Anton Falk do?", "what"),
        ("whats the death toll", "casualties"),
    ],
)
def test_a_word_does_not_make_another_question(kb: KnowledgeBase, question: str, form: str) -> None:
    """Victims who are met are no toll, what we "do" know is nothing done."""
    reply = kb.ask(question)
    assert reply.form == form
    assert reply.passed_over == ()


@pytest.mark.thorough
def test_how_a_toll_grew_is_no_other_number(kb: KnowledgeBase) -> None:
    """Neither what was paid nor who was rescued: figures of the killed, in the order of reports."""
    told = kb.ask("How did the death toll change?")
    assert told.means == "figures of the killed, report by report"
    asked = {row["figure"] for row in kb.ask("How many people were killed?")}
    assert {row["figure"] for row in told} == asked
    assert not any("toll was understood and plays no part" in note for note in told.notes)


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("What is the highest death toll?", "58"),
        ("What is the lowest death toll reported?", "31"),
        ("What is the latest toll of the dead?", "46"),
    ],
)
def test_which_number_comes_first_is_what_was_asked(kb: KnowledgeBase, question: str, first: str) -> None:
    """No article has the words "highest" and "source"; all numbers are told, each with whose it is."""
    answer = kb.ask(question)
    assert (answer.form, str(answer[0]["value"]), answer.passed_over) == ("casualties", first, ())
    assert {"31", "46", "58"} <= {str(row["value"]) for row in answer}
    assert _values(kb, "What are the sources for the death toll?", "value") == {str(row["value"]) for row in answer}


@pytest.mark.thorough
@pytest.mark.parametrize(
    "question",
    ["Who reported the sinking?", "What are the sources for the sinking?"],
)
def test_who_reported_it_is_whose_articles_tell_of_it(kb: KnowledgeBase, question: str) -> None:
    """And not who takes part in it; who said it is another question."""
    answer = kb.ask(question)
    assert (answer.form, answer.passed_over) == ("sources", ())
    assert all("sink" in str(row["what"]) for row in answer)
    assert len({str(row["published"]) for row in answer}) == 2
    assert kb.ask("Which source said 58 people had died?").form == "speech"


def test_who_holds_an_office_comes_before_who_held_it(tmp_path: Path) -> None:
    """Also where the later report tells of the one who left."""
    with KnowledgeBase(tmp_path / "home", create=True, actor="ann") as kb:
        kb.add_text("Harbour Minister Lena Orsk opened the quay at Hess, she said.", published="2026-03-01")
        kb.add_text("Former harbour minister Abel Tront was arrested at Hess, police said.", published="2026-05-01")
        rows = list(kb.ask("Who is the harbour minister?"))
    assert [(row["person"], row["status"]) for row in rows] == [("Lena Orsk", "current"), ("Abel Tront", "former")]


def test_how_many_of_one_kind_leaves_the_others_of_their_event_out(tmp_path: Path) -> None:
    """Whoever asks for the raiders is not given the soldiers; numbers without a kind, and of people, stay."""
    text = (
        "BARKA, May 18 - Six soldiers and 14 raiders were killed when gunmen stormed an army post at Barka on Monday, "
        "the army said."
    )
    with KnowledgeBase(tmp_path / "home", create=True, actor="ann") as kb:
        kb.add_text(text, published="2026-05-18")
        assert _values(kb, "How many raiders were killed in Barka?", "value") == {"14"}
        assert _values(kb, "How many soldiers were killed in Barka?", "value") == {"6"}
        assert _values(kb, "How many people were killed in Barka?", "value") == {"6", "14"}


def test_a_post_that_is_named_is_no_office(tmp_path: Path) -> None:
    """What is asked is who attacked it."""
    text = "BARKA, May 18 - Gunmen attacked an army post near Barka on Monday, the regional police said."
    with KnowledgeBase(tmp_path / "home", create=True, actor="ann") as kb:
        kb.add_text(text, published="2026-05-18")
        assert _values(kb, "Which group attacked the army post?", "who") == {"Gunmen"}
