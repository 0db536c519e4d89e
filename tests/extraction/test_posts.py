"""A prime minister is no president: offices that tell persons apart."""

import pytest

from kb.extraction.names.posts import other_post, post_of
from kb.extraction.names.stage import Candidate
from kb.model import Span
from tests.extraction.interpreted import extraction, mention


@pytest.mark.parametrize(
    ("words", "apart"),
    [
        ("prime minister", True),
        ("the prime minister", True),
        ("president", False),
        ("deputy president", True),
        ("party leader", False),  # who may be the president as well
        ("prime minister of the neighbour", False),
    ],
)
def test_one_high_office_is_not_another(words: str, apart: bool) -> None:
    text = "President Ana Osk spoke."
    name = Candidate(0, Span(10, 17), 1, 3, "person", "name", {"person": 1.0}, "", 1.0, "Ana Osk")

    assert other_post(words, [name], text) == apart


def test_a_headlines_prime_minister_is_who_is_called_so() -> None:
    text = "President dismisses prime minister\n\nPresident Ana Osk dismissed Prime Minister Leo Paz on Tuesday."
    rows = [
        mention("President", "person", "nominal"),
        mention("prime minister", "person", "nominal"),
        mention("Ana Osk", "person"),
        mention("Leo Paz", "person"),
        ("office", "office", "Prime Minister", {"status": "current"}),
    ]
    links = [("coref", "Ana Osk", "prime minister"), ("holder", "Prime Minister", "Leo Paz")]
    read = extraction(text, rows, links)
    name = {e.id: e.name for e in read.entities}

    assert [name[m.entity] for m in read.mentions if m.span.of(text) == "prime minister"] == ["Leo Paz"]


@pytest.mark.parametrize(
    ("text", "words", "apart"),
    [
        ("The governor of Niger, Ana Osk, closed all schools.", "bishop", True),
        ("The governor of Niger, Ana Osk, closed all schools.", "governor", False),
        ("A friend of the governor of Niger met Ana Osk.", "bishop", False),
        ("Archbishop Ana Osk spoke.", "bishop", False),
        ("Energy Minister Ana Osk spoke.", "president", True),
        ("Deputy President Ana Osk spoke.", "president", True),
        ("Deputy President Ana Osk spoke.", "deputy president", False),
        ("A deputy met President Ana Osk.", "president", False),
        ("Energy Minister Ana Osk spoke.", "prime minister", False),
        ("Vice President and Energy Minister Ana Osk spoke.", "vice president", False),
        ("Former Energy Minister Ana Osk was elected.", "president", False),
        ("A friend of the Energy Minister met Ana Osk.", "president", False),
    ],
)
def test_the_office_beside_a_name_is_the_office_of_its_bearer(text: str, words: str, apart: bool) -> None:
    at = text.index("Ana Osk")
    name = Candidate(0, Span(at, at + 7), 1, 3, "person", "name", {"person": 1.0}, "", 1.0, "Ana Osk")

    assert other_post(words, [name], text) == apart


def test_a_description_by_office_tells_the_office() -> None:
    held = Candidate(0, Span(0, 17), 0, 3, "person", "nominal", {"person": 1.0}, "", 1.0, "governor of Niger")

    assert other_post("bishop", [held], "governor of Niger")
    assert not other_post("the governor", [held], "")


@pytest.mark.parametrize(
    ("words", "post"),
    [
        ("acting county governor", "governor"),
        ("Deputy governor", "deputy governor"),
        ("deputy finance minister", "deputy finance minister"),
        ("minister of health", "minister"),
        ("engineer", ""),
    ],
)
def test_a_deputys_post_is_his_own(words: str, post: str) -> None:
    assert post_of(words) == post


@pytest.mark.parametrize(
    ("text", "title", "named"),
    [
        ("The French president and the Kenyan president met. French President Leo Paz spoke.", "president#2", False),
        ("Uganda's mayor left. French Mayor Leo Paz spoke.", "mayor#1", False),
        ("The mayor of Leeds left. Leo Paz, mayor of Hull, spoke.", "mayor#1", False),
        ("The president of Hull FC left. Leo Paz, president of Leeds United, spoke.", "president#1", True),
        ("The mayor of Hull left. Leo Paz, mayor of Hull, spoke.", "mayor#1", True),
        ("The French president left. French President Leo Paz spoke.", "president#1", True),
        ("The president left. French President Leo Paz spoke.", "president#1", True),
    ],
)
def test_one_office_of_two_lands_or_towns_is_two_peoples(text: str, title: str, named: bool) -> None:
    """Whatever the model links."""
    rows = [mention(title, "person", "nominal"), mention("Leo Paz", "person")]
    for group, names in (("country", ("French", "Uganda", "Kenyan")), ("place", ("Leeds", "Hull"))):
        for name in names:
            group = "organisation" if "FC" in text else group
            rows += [mention(f"{name}#{n}", group) for n in range(1, text.count(name) + 1)]
    read = extraction(text, rows, [("coref", "Leo Paz", title)])
    (leo,) = (e.id for e in read.entities if e.name == "Leo Paz")

    assert any(m.entity == leo for m in read.mentions if m.kind == "nominal") == named
