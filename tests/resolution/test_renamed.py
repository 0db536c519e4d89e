"""Other names of bodies and places that an article gives."""

import pytest

from kb.model import Article, Entity, Extraction, Mention, Span
from kb.resolution.article import ArticleProfile, article_profile
from kb.resolution.comparison import match_weight
from kb.resolution.names.renamed import other_names
from kb.resolution.weights import LINK


def read(text: str, *names: str, kind: str = "company") -> tuple[Article, Extraction]:
    article = Article(text, published="2026-05-12")
    entities = tuple(Entity(f"e{n}", kind, name) for n, name in enumerate(names, 1))
    spans = [Span(text.index(name), text.index(name) + len(name)) for name in names]
    mentions = tuple(Mention(f"m{n}", span, "name", f"e{n}") for n, span in enumerate(spans, 1))
    return article, Extraction(article.id, "test", "1", entities=entities, mentions=mentions)


def profile(text: str, *names: str) -> ArticleProfile:
    return article_profile(*read(text, *names))


@pytest.mark.parametrize(
    ("text", "name", "other"),
    [
        ("Vero, formerly known as Norvik Telecom, said so.", "Vero", "Norvik Telecom"),
        ("Arrano Bank (formerly Caja de Ahorros de Urdin) fell.", "Arrano Bank", "Caja de Ahorros de Urdin"),
        ("Norvik Telecom, now called Vero, grew.", "Norvik Telecom", "Vero"),
        ("Lirabad, previously known as the New Town of Hesk.", "Lirabad", "New Town of Hesk"),
        ("Vero, which was formerly called “Norvik Telecom”, grew.", "Vero", "Norvik Telecom"),
    ],
)
def test_what_something_was_called_before_is_another_name_of_it(text: str, name: str, other: str) -> None:
    assert other_names(*read(text, name)) == {"e1": (other,)}


@pytest.mark.parametrize(
    "text",
    [
        "Vero, formerly part of Norvik Telecom, said so.",
        "Vero, formerly owned by Norvik Telecom, said so.",
        "Vero, formerly Norvik Telecom's phone arm, said so.",
        "Vero, now Latvia's largest, said so.",
        "Vero called Norvik Telecom on Monday.",
        "Vero said so. Norvik Telecom, formerly known as Balta, did not.",
    ],
)
def test_what_it_belonged_to_is_no_name_of_it(text: str) -> None:
    assert other_names(*read(text, "Vero")) == {}


def test_a_person_gets_no_name_by_what_he_was() -> None:
    assert other_names(*read("Ana Cruz, formerly Minister, said so.", "Ana Cruz", kind="person")) == {}


def test_a_renamed_body_is_linked_under_its_old_name() -> None:
    """Also where the reader took the old name for another body: that one is linked to nobody."""
    text = "RIGA - Vero, formerly known as Norvik Telecom, cut jobs, Jana Ozola said."
    before = profile("RIGA - Norvik Telecom will cut jobs, Jana Ozola said.", "Norvik Telecom", "Jana Ozola")
    for after in (profile(text, "Vero", "Jana Ozola"), profile(text, "Vero", "Norvik Telecom", "Jana Ozola")):
        assert match_weight(before.entities["e1"], after.entities["e1"]).bits >= LINK
        assert [one.label for one in after.entities.values()] == ["Vero", "Jana Ozola"]
