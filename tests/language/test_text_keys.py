"""Keys of names: accents go where they are read without them, and stay where they are letters."""

import pytest

from kb.language.text_keys import name_key


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("The García-Márquez Prize", "garcia marquez prize"),
        ("Valéry Giscard d’Estaing’s", "valery giscard destaing"),
        ("U.S. Navy", "us navy"),
        ("नरेन्द्र मोदी", "नरेन्द्र मोदी"),
        ("김정은", "김정은"),
        ("ガンディー", "ガンディー"),
        ("خامنه\u200cای", "خامنهای"),
        ("ОАО «Газпром»", "оао газпром"),
    ],
)
def test_what_a_name_is_compared_under(name: str, key: str) -> None:
    assert name_key(name) == key
