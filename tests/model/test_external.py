"""Ids elsewhere: their forms, and the IRIs that they stand for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.model.external import SCHEMES, NoIdentifierError, checked, iri_of, of_iri


@pytest.mark.parametrize(
    ("given_", "found"),
    [
        ("wikidata:Q42", "wikidata:Q42"),
        (" geonames:703448 ", "geonames:703448"),
        ("http://www.wikidata.org/entity/Q42", "wikidata:Q42"),
        ("https://www.wikidata.org/wiki/Q42", "wikidata:Q42"),
        ("https://sws.geonames.org/703448/", "geonames:703448"),
        ("https://www.geonames.org/703448/kyiv.html", "geonames:703448"),
        ("https://example.org/people/7", "iri:https://example.org/people/7"),
        ("iri:https://sws.geonames.org/7/", "geonames:7"),
        ("ftm:NK-7", "ftm:NK-7"),
    ],
)
def test_ids_come_in_one_form(given_: str, found: str) -> None:
    """However a person or a file writes them."""
    assert checked(given_) == found


@pytest.mark.parametrize(
    "wrong",
    ["", "Q42", "wikidata:42", "wikidata:Q042", "wikidata:Q", "geonames:Kyiv", "geonames:0", "geonames:-1", "x: y",
     "WIKIDATA:Q1", "https://exa mple.org/", "iri:javascript:alert(1)", "iso3166:ua", "a\nb:c"],
)  # fmt: skip
def test_what_has_not_the_form_of_its_scheme_is_none(wrong: str) -> None:
    """The reason names the form."""
    with pytest.raises(NoIdentifierError):
        checked(wrong)


@given(st.integers(1, 10**9))
def test_ids_and_iris_lead_to_each_other(number: int) -> None:
    """So that nothing is known by two names."""
    for external in (f"wikidata:Q{number}", f"geonames:{number}", f"viaf:{number}"):
        assert of_iri(iri_of(external)) == external == checked(iri_of(external))


def test_examples_have_their_own_form() -> None:
    """They stand in messages."""
    assert [checked(scheme.example) for scheme in SCHEMES.values()] == [one.example for one in SCHEMES.values()]
