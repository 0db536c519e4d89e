"""Questions in plain English: which form and slots each has, and that what is not understood is said."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import QuerySolutions, Store

from kb.language.text_keys import name_key, person_key
from kb.projections.catalog.reading import CatalogReader
from kb.query.sparql.prefixes import KNOWN
from kb.service.answering.answer import examples, understand
from kb.service.answering.errors import NotUnderstoodError
from tests.projections.test_catalog_lists import NO_LISTS, made, put

BASE = "http://localhost:8000/"
TODAY = "2026-11-26"
QUESTIONS = Path(__file__).with_name("questions.txt")
NAMES = {
    "person": "William Ruto, Raila Odinga, Wafula Chebukati, Idrissa Bakoye, Didier Deschamps",
    "organisation": "Northern Liberation Front, Al Arabiya",
    "company": "Microsoft, Activision Blizzard",
    "country": "Kenya, Libya, Finland",
    "city": "Derna, Nairobi, Halifax, Muscat",
    "province": "Tindou province",
    "place": "Moussadé",
    "facility": "MV Astrid",
    "office": "office",
    "group": "people",
}
TITLES = "mayor, governor, president, prime minister, chief executive"


def table() -> Iterator[tuple[str, str, str]]:
    """Yield question, form and slots."""
    for line in QUESTIONS.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            question, form, slots = (part.strip() for part in line.split(" | "))
            yield question, form, "" if slots == "-" else slots


@pytest.fixture(scope="module")
def names() -> CatalogReader:
    """A catalog with names and offices alone."""
    connection = made()
    for kind, labels in NAMES.items():
        for label in labels.split(", "):
            identifier = "".join(re.findall(r"\w", label)).lower()
            put(connection, "entities", id=identifier, label=label, type=kind, articles=1, **NO_LISTS)
            for key in {name_key(label), person_key(label)}:
                put(connection, "entity_names", entity=identifier, name=f"{label} {key}", key=key)
            number = connection.execute("INSERT INTO search (title, body) VALUES (?, '')", (label,)).lastrowid
            put(connection, "search_keys", owner=f"entity {identifier}", kind="entity", id=identifier, number=number)
    for title in TITLES.split(", "):
        put(connection, "offices", id=title, title=title, position=1, start=1, standing=1.0)
    return CatalogReader(connection)


@pytest.mark.thorough
@pytest.mark.parametrize(("question", "form", "slots"), [one for one in table() if one[1] != "x"])
def test_a_question_is_understood(names: CatalogReader, question: str, form: str, slots: str) -> None:
    """Its form and slots are those it has for a person; its query is SPARQL that the engine takes."""
    found = understand(question, names, BASE, TODAY)

    assert found.form == form
    for slot in slots.split():
        name, _, word = slot.partition("=")
        assert word.lower() in found.slots.get(name, "").lower(), found.slots
    wanted = {slot.partition("=")[0] for slot in slots.split()} | {"days", "deaths", "pattern", "cues", "kind"}
    assert found.slots.keys() - wanted <= {"since", "until", "reality"}, found.slots
    assert isinstance(Store().query(found.sparql, prefixes=dict(KNOWN)), QuerySolutions)
    assert "#" not in re.sub(r"<[^>]*>", "", found.sparql)


@pytest.mark.parametrize(
    ("question", "note"),
    [
        ("Where was Chebukati?", "Chebukati is taken to be Wafula Chebukati (person), the only one here"),
        ("Who was not arrested in Halifax?", "“not”: this is what articles say did not happen"),
        ("Who wasn't arrested in Halifax?", "“wasn't”: this is what articles say did not happen"),
        ("Did the mayor and Idrissa Bakoye disagree?", "the office mayor was understood and plays no part"),
    ],
)
def test_what_an_answer_leaves_aside_is_noted(names: CatalogReader, question: str, note: str) -> None:
    """A part of a name, a negation, an office: whoever reads the rows knows what was made of them."""
    assert any(note in one for one in understand(question, names, BASE, TODAY).notes)


@pytest.mark.parametrize(("question", "form", "slots"), [one for one in table() if one[1] == "x"])
def test_what_is_not_understood_is_said(names: CatalogReader, question: str, form: str, slots: str) -> None:
    """With the name that nothing has, and forms that come near."""
    with pytest.raises(NotUnderstoodError) as caught:
        understand(question, names, BASE, TODAY)
    assert slots in str(caught.value)
    others = set(caught.value.nearest) - set(examples())  # the question itself with a name that is here
    assert not any(set(caught.value.unknown) & set(one.rstrip("?").split()) for one in others)
    assert not others or caught.value.unknown
    assert caught.value.nearest[0] in caught.value.hint


def test_a_question_with_a_misspelt_name_is_offered_with_the_right_one(names: CatalogReader) -> None:
    """First of all, and a question of its own."""
    with pytest.raises(NotUnderstoodError, match="Did you mean Idrissa Bakoye") as caught:
        understand("What did Idrissa Bakoyo say?", names, BASE, TODAY)
    assert caught.value.nearest[0] == "What did Idrissa Bakoye say?"
    assert understand(caught.value.nearest[0], names, BASE, TODAY).passed_over == ()
    with pytest.raises(NotUnderstoodError) as twice:
        understand("Who is Raila Odnga?", names, BASE, TODAY)  # which is also the example of a form
    assert twice.value.nearest.count("Who is Raila Odinga?") == 1


def test_what_is_passed_over_is_said(names: CatalogReader) -> None:
    """Words that play no part, and names that do not."""
    found = understand("Which politicians condemned the attack?", names, BASE, TODAY)
    assert found.passed_over == ("politicians",)
    two = understand("When was the shooting and the flood in Derna?", names, BASE, TODAY)
    assert any("flood" in note for note in two.notes)


def test_days_are_read_against_the_last_article_about_whom_is_asked(names: CatalogReader) -> None:
    """Without one, against the day of the question."""
    found = understand("What happened in Derna in September?", names, BASE, TODAY)
    assert (found.slots["since"], found.slots["until"]) == ("2026-09-01", "2026-09-30")


@given(st.text(max_size=200))
def test_any_text_is_understood_or_refused(names: CatalogReader, text: str) -> None:
    """Never anything else; what is made of it is a query."""
    try:
        found = understand(text, names, BASE, TODAY)
    except NotUnderstoodError:
        return
    assert isinstance(Store().query(found.sparql, prefixes=dict(KNOWN)), QuerySolutions)


@given(
    st.lists(st.sampled_from(sorted({word for question, _, _ in table() for word in question.split()})), max_size=12)
)
def test_any_words_of_questions_are_understood_or_refused(names: CatalogReader, words: list[str]) -> None:
    """Whatever their order."""
    try:
        found = understand(" ".join(words), names, BASE, TODAY)
    except NotUnderstoodError:
        return
    assert isinstance(Store().query(found.sparql, prefixes=dict(KNOWN)), QuerySolutions)
