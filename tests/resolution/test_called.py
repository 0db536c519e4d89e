"""Names by which persons are compared: nicknames make further ones, offices none."""

import pytest

from kb.model import Article, Entity, Extraction, Mention, Office, Span
from kb.resolution.article import article_profile
from kb.resolution.comparison import best_names, match_weight
from kb.resolution.folded import title_words
from kb.resolution.names.bodies import compare_bodies
from kb.resolution.names.called import office_alone, persons_names
from kb.resolution.profile import Profile, profiles
from kb.resolution.weights import LINK


def _person(article: str, name: str, *aliases: str) -> Profile:
    entity = Entity("e1", "person", name, aliases=aliases)
    return profiles(Extraction(article, "test", "1", entities=(entity,)))["e1"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (('José Adolfo "Fito" Macías',), ("José Adolfo Macías",)),
        (("José Adolfo Macías Villamar", "Fito"), ("Fito Macías",)),
        (("José Adolfo “Fito” Macías",), ("Fito Macías",)),
        (("Joaquín 'El Chapo' Guzmán",), ("Joaquín Guzmán",)),
    ],
)
def test_a_nickname_that_an_article_gives_stands_in_the_place_of_the_given_name(
    one: tuple[str, ...], other: tuple[str, ...]
) -> None:
    agreement = best_names(_person("a", *one), _person("b", *other))[0]

    assert agreement in ("same", "part")


def test_an_alias_that_is_a_word_of_the_name_is_no_nickname() -> None:
    assert persons_names(("Volodymyr Zelenskyy", "Zelensky")) == ("volodymyr zelenskyy", "zelensky")
    assert persons_names(("Sean O'Brien", "O'Brien")) == ("sean obrien", "obrien")


def test_another_given_name_stays_another_though_one_has_a_nickname() -> None:
    one, other = _person("a", "José Macías", "Fito"), _person("b", "Carlos Macías")

    assert best_names(one, other)[0] == "given"
    assert match_weight(one, other).bits < LINK


@pytest.mark.parametrize(
    ("name", "office"),
    [
        ("Chief Minister", True),
        ("the Deputy Prime Minister", True),
        ("Attorney General", True),
        ("King", False),
        ("Minister Wang", False),
        ("Stephen King", False),
    ],
)
def test_an_office_is_no_name(name: str, office: bool) -> None:
    assert office_alone(name) is office


def test_who_is_called_chief_minister_alone_is_nobody_by_name_and_no_minister_of_the_country() -> None:
    india = Entity("e2", "country", "India", country="IN")
    role = Office("o1", "e1", "Chief Minister", Span(0, 14))
    read = Extraction("a", "test", "1", entities=(Entity("e1", "person", "Chief Minister"), india), offices=(role,))

    assert "e1" not in profiles(read)


@pytest.mark.parametrize(
    ("text", "nickname"),
    [
        ("Adolfo Macías, alias Fito, was caught.", "fito"),
        ("Adolfo Macías, known as “Fito”, was caught.", "fito"),
        ("Adolfo Macías (also known as El Fito) was caught.", "el fito"),
        ("Adolfo Macías, a man known to all as 'Fito', was caught.", "fito"),
        ("Adolfo Macías, known as a quiet man, was caught.", ""),
        ("Adolfo Macías, the head of Fito, was caught.", ""),
    ],
)
def test_the_text_says_what_else_somebody_is_called(text: str, nickname: str) -> None:
    read = Extraction(
        "a",
        "test",
        "1",
        mentions=(Mention("m1", Span(0, 13), "name", "e1"),),
        entities=(Entity("e1", "person", "Adolfo Macías"),),
    )

    names = article_profile(Article(text), read).entities["e1"].names

    assert names[0] == "adolfo macias"
    assert (nickname in names) is bool(nickname)


def test_a_nickname_that_was_read_as_another_person_is_nobody_to_be_linked() -> None:
    text = "Fito held. Adolfo Macías, alias Fito, was caught."
    read = Extraction(
        "a",
        "test",
        "1",
        mentions=(Mention("m1", Span(0, 4), "name", "e1"), Mention("m2", Span(11, 24), "name", "e2")),
        entities=(Entity("e1", "person", "Fito"), Entity("e2", "person", "Adolfo Macías")),
    )

    assert list(article_profile(Article(text), read).entities) == ["e2"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("CM", "Chief Minister"), ("PM", "prime minister"), ("premier", "Prime Minister"), ("boss", "leader")],
)
def test_an_office_is_one_however_short_it_is_said(one: str, other: str) -> None:
    assert title_words(one) == title_words(other)


def test_a_gang_is_the_same_with_and_without_the_word() -> None:
    assert compare_bodies("los choneros gang", "los choneros") == "same"
    assert compare_bodies("los choneros gang", "los lobos gang") == "other"
