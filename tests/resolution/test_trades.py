"""Words for a trade, in whatever language and at whatever place of a name."""

import pytest

from kb.language.text_keys import name_key
from kb.language.word_rows import GIVEN_NAMES, TRADE_WORDS, rows
from kb.resolution.blocking import blocking_keys
from kb.resolution.names.bodies import compare_bodies
from kb.resolution.profile import Profile


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Minera Puka Orqo", "Puka Orqo Mining"),
        ("Banco Santander", "Santander Bank"),
        ("Universidad de Chile", "University of Chile"),
        ("Compañía Minera Antamina", "Antamina Mining Company"),
        ("British Telecom", "British Telecommunications plc"),
    ],
)
def test_one_body_in_two_languages(one: str, other: str) -> None:
    assert (
        compare_bodies(name_key(one), name_key(other)) == compare_bodies(name_key(other), name_key(one)) == "translated"
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Puka Orqo Bank", "Minera Puka Orqo"),  # another trade
        ("Bank of Chile", "Universidad de Chile"),
        ("Banco Central", "Central Bank"),  # of which country?
        ("Ministerio de Defensa", "Ministry of Defence"),
        ("Universidad Católica de Chile", "University of Chile"),
        ("Société Générale", "General Company"),
    ],
)
def test_two_bodies(one: str, other: str) -> None:
    for names in ((one, other), (other, one)):
        assert compare_bodies(*map(name_key, names)) in ("other", "common")


def test_tables_have_no_word_in_two_lines_and_no_line_of_one_word() -> None:
    trades = list(rows(TRADE_WORDS))
    words = [word for row in trades for word in dict.fromkeys(row)]

    assert len(words) == len(set(words))
    assert all(len(set(row)) > 1 for row in (*trades, *rows(GIVEN_NAMES)))


def test_a_hard_c_is_met_under_k_as_well() -> None:
    one, other = (
        Profile(article=article, local="e1", group="place", type="town", kind="settlement", label=name, names=(name,))
        for article, name in (("a1", "quillacocha"), ("a2", "killaqocha"))
    )

    assert blocking_keys(one) & blocking_keys(other)
