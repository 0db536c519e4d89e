"""Given names that are near, which a person is asked about."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.language.text_keys import person_key
from kb.model import Entity, Extraction, Mention, Office, Span
from kb.resolution import weights as w
from kb.resolution.article import ArticleProfile
from kb.resolution.comparison import match_weight
from kb.resolution.judging import Pairs
from kb.resolution.names.near_given import near_given
from kb.resolution.names.persons import compare_persons
from kb.resolution.profile import Profile, profiles


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Axmed Warsame", "Ahmed Warsame"),
        ("Cabdi Warsame", "Abdi Warsame"),
        ("Hunter Biden", "Хантер Байден"),
        ("Shehbaz Sharif", "Шахбаз Шариф"),
    ],
)
def test_near(one: str, other: str) -> None:
    assert compare_persons(person_key(one), person_key(other)) == "near"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hassan Ali", "Hussein Ali"),
        ("Mohamed Ali", "Mahmoud Ali"),
        ("Mario Rossi", "Maria Rossi"),
        ("Daniel Ortega", "Daniela Ortega"),
        ("Julián Castro", "Joaquín Castro"),
        ("Junichiro Koizumi", "Shinjiro Koizumi"),
    ],
)
def test_brothers_and_sisters_are_not(one: str, other: str) -> None:
    assert compare_persons(person_key(one), person_key(other)) == "given"


def _colonel(article: str, name: str, body: str = "") -> Profile:
    entities = (Entity("e1", "person", name), *((Entity("e2", "armed_force", body),) if body else ()))
    office = Office("o1", "e1", "colonel", Span(0, 1), organisation="e2" if body else "")
    mentions = tuple(Mention(f"m{n}", Span(n, n + 1), "name", one.id) for n, one in enumerate(entities))
    return profiles(
        Extraction(article, "t", "1", entities=entities, mentions=mentions, offices=(office,)), "2026-04-11"
    )["e1"]


def test_the_same_office_beside_a_near_name_is_a_question_and_no_link() -> None:
    weight = match_weight(_colonel("a1", "Ismail Warsame"), _colonel("a2", "Ismacil Warsame"))

    assert w.REVIEW <= weight.bits < w.LINK


def test_whatever_else_speaks_for_it_nothing_but_one_office_of_one_body_makes_a_link() -> None:
    much = {
        "context": frozenset({"name:gobwein", "name:harar", "person:nkurunsisa", "name:port"}),
        "countries": frozenset({"SO"}),
    }
    one, other = (
        replace(_colonel(f"a{n}", name), **much) for n, name in enumerate(("Ismail Warsame", "Ismacil Warsame"))
    )
    assert match_weight(one, other).bits == w.NEAR_MOST

    one, other = (
        replace(_colonel(f"a{n}", name, "Fifth Brigade"), **much)
        for n, name in enumerate(("Ismail Warsame", "Ismacil Warsame"))
    )
    assert match_weight(one, other).bits >= w.LINK


def test_until_a_person_says_two_of_near_names_are_two() -> None:
    known = {
        f"a{n}": ArticleProfile(f"a{n}", {"e1": _colonel(f"a{n}", name)}, {})
        for n, name in ((1, "Ismail Warsame"), (2, "Ismacil Warsame"))
    }
    pairs = Pairs(known.get)

    assert pairs.asked("a1#e1", "a2#e1")
    assert pairs.weak("a1#e1", "a2#e1")


@given(st.lists(st.text(alphabet="abcdeghijkmnsxzu", min_size=1, max_size=9), min_size=2, max_size=2))
def test_symmetric(names: list[str]) -> None:
    assert near_given(*names) is near_given(*names[::-1])
