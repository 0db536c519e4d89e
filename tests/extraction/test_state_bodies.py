"""Bodies that every state has are told apart by whose they are."""

import pytest

from kb.extraction.builtin import create
from kb.extraction.names.state_bodies import owner
from kb.language.gazetteer import shipped
from kb.model import Article, Span


@pytest.mark.parametrize(
    ("text", "words", "code"),
    [
        ("Kenya's Foreign Ministry protested.", "Foreign Ministry", "KE"),
        ("The Ugandan army crossed the river.", "army", "UG"),
        ("The Defence Ministry in Kampala denied it.", "Defence Ministry", "UG"),
        ("The Supreme Court of Zambia ruled.", "Supreme Court", "ZM"),
        ("Units of the Ugandan armed forces withdrew.", "armed forces", "UG"),
        ("The Foreign Ministry protested.", "Foreign Ministry", ""),
        ("Kenya's Lakeside Brewing Company closed.", "Lakeside Brewing Company", ""),
        ("On Monday the Foreign Ministry protested.", "Foreign Ministry", ""),
        ("Two Ugandan villagers fled.", "villagers", "UG"),
        ("The South Korean firm agreed.", "firm", "KR"),
        ("In Uganda, villagers fled.", "villagers", ""),
        ("The Nordic firm agreed.", "firm", ""),
        ("Ten Central American villagers fled.", "villagers", ""),
        ("The West Indian firm agreed.", "firm", ""),
        ("Latin American governments protested.", "governments", ""),
        ("The Latin American army crossed the river.", "army", ""),
        ("An American firm agreed.", "firm", "US"),
        ("Kenyan and Ugandan villagers fled.", "villagers", ""),
        ("Kenyan, Ugandan border guards clash", "border guards", ""),
        ("Kenya's space agency put it off.", "space agency", "KE"),
        ("The Ugandan athletics federation answered.", "athletics federation", "UG"),
        ("Kenya's Lakeside news agency closed.", "news agency", ""),
        ("Speaking of Kenyan, and Ugandan soldiers.", "soldiers", ""),
    ],
)
def test_the_country_beside_a_common_body_is_whose_it_is(text: str, words: str, code: str) -> None:
    """Before it or behind it; none where none or two stand there, or where the name is the body's own."""
    start = text.index(words)
    assert owner(text, Span(start, start + len(words)), shipped()) == code


def test_two_states_ministries_are_two() -> None:
    """Each accuses the other, and a president whom the text puts in one capital is not the other country's."""
    text = (
        "NAIROBI, May 3 (Lake Wire) — Kenya and Uganda accused each other on Tuesday of firing on fishing boats.\n\n"
        "Kenya's Foreign Ministry said Ugandan marines had shot at two boats near Migingo island.\n\n"
        "The Foreign Ministry in Kampala said Kenyan police had fired first.\n\n"
        "In Kampala, President Moses Okello warned that Uganda would defend its waters.\n"
    )
    read = create().extract(Article(text, published="2025-05-03"))
    ministries = {e.id: e.country for e in read.entities if e.name == "Foreign Ministry"}
    assert sorted(ministries.values()) == ["KE", "UG"]
    said = {ministries[e]: s.content[0].of(text) for s in read.statements for e in s.speakers if e in ministries}
    assert said["KE"].startswith("Ugandan marines")
    assert said["UG"].startswith("Kenyan police")
    countries = {e.id: e.name for e in read.entities}
    president = next(o for o in read.offices if o.role == "President")
    assert countries.get(president.country, "") in ("Uganda", "")
