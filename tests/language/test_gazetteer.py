"""The shipped gazetteer answers for every country, and keeps silent where a name does not decide."""

import sqlite3
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor

import iso3166
import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from kb.language.gazetteer import SHIPPED, Gazetteer
from kb.language.gazetteer_types import Place
from kb.language.names import abbreviation, name_key, written_alike

GAZETTEER = Gazetteer()
ISO2 = sorted(c.alpha2 for c in iso3166.countries)
NO_CAPITAL = {"AQ", "BQ", "BV", "HM", "TK", "UM"}
NO_TOWN = {"AQ", "BV", "HM", "IO", "UM"}
CAPITAL_NOT_SHIPPED = {"NF"}


def rows(statement: str) -> list[tuple[str, ...]]:
    """Return rows straight out of the shipped file."""
    connection = sqlite3.connect(f"{SHIPPED.as_uri()}?mode=ro&immutable=1", uri=True)
    found = connection.execute(statement).fetchall()
    connection.close()
    return found


def found(name: str, near: Collection[str] = (), kind: str | None = None) -> tuple[str, str, str | None] | None:
    """Return name, kind and country of what *name* resolves to."""
    place = GAZETTEER.resolve_place(name, near, kind)
    return (place.name, place.kind, place.country) if place else None


@pytest.mark.parametrize("iso2", [*ISO2, "XK"])
def test_every_country_is_found_by_its_english_name(iso2: str) -> None:
    """CLDR's name leads to the country, and the country's own name back to it."""
    country = GAZETTEER.countries(Locale("en").territories[iso2])

    assert country is not None
    assert country.iso2 == iso2
    assert GAZETTEER.countries(country.name) == country
    assert country.continent in {"AF", "AN", "AS", "EU", "NA", "OC", "SA"}
    assert (country.lat is None) == (country.lon is None)
    assert country.lat is not None or iso2 in NO_TOWN


@pytest.mark.parametrize("iso2", [*ISO2, "XK"])
def test_every_country_has_an_adjective(iso2: str) -> None:
    """At least one adjective is listed."""
    words = rows(f"SELECT norm FROM country_name WHERE kind = 'adjective' AND iso2 = '{iso2}'")

    assert words


@pytest.mark.parametrize("iso2", sorted({*ISO2, "XK"} - NO_CAPITAL - CAPITAL_NOT_SHIPPED))
def test_every_capital_is_found_where_its_country_is_named(iso2: str) -> None:
    """A country that the article names is enough to find its capital."""
    country = GAZETTEER.countries(Locale("en").territories[iso2])
    assert country is not None
    if country.capital_id is None:
        pytest.skip("GeoNames has no town of 5,000 there")

    place = GAZETTEER.resolve_place(country.capital, [iso2])

    assert place is not None
    assert place.country == iso2
    assert place.kind == "country" or place.geonames_id == country.capital_id


@pytest.mark.parametrize(
    ("name", "iso2"),
    [
        *[(name, "US") for name in ("US", "U.S.", "USA", "United States of America", "the United States")],
        *[(name, "GB") for name in ("UK", "the UK", "Britain", "Great Britain", "United Kingdom")],
        ("Holland", "NL"),
        ("Ivory Coast", "CI"),
        ("Côte d’Ivoire", "CI"),
        ("Burma", "MM"),
        ("Swaziland", "SZ"),
        ("DRC", "CD"),
        ("DR Congo", "CD"),
        ("South Korea", "KR"),
        ("North Korea", "KP"),
        ("UAE", "AE"),
        ("Czech Republic", "CZ"),
        ("Czechia", "CZ"),
        ("TÜRKİYE", "TR"),
        ("St. Lucia", "LC"),
        ("Guinea Bissau", "GW"),
        ("Palestine", "PS"),
        ("America", "US"),
        ("Scotland", "GB"),
    ],
)
def test_a_country_answers_to_its_other_names(name: str, iso2: str) -> None:
    """Aliases, acronyms, accents, articles and hyphens lead to one country."""
    country = GAZETTEER.countries(name)

    assert country is not None
    assert country.iso2 == iso2


@pytest.mark.parametrize("name", ["us", "Us", "uk", "car", "Congo", "Korea", "", "Of", "Chadwick"])
def test_a_word_is_not_a_country(name: str) -> None:
    """A pronoun is no abbreviation, and a name of two countries is neither."""
    assert GAZETTEER.countries(name) is None


@pytest.mark.parametrize(
    ("word", "iso2", "part"),
    [
        ("Russian", "RU", ""),
        ("Russians", "RU", ""),
        ("Dutch", "NL", ""),
        ("Dutchmen", "NL", ""),
        ("Filipino", "PH", ""),
        ("Philippine", "PH", ""),
        ("Emirati", "AE", ""),
        ("Swiss", "CH", ""),
        ("Ivorian", "CI", ""),
        ("Burmese", "MM", ""),
        ("Kosovar", "XK", ""),
        ("Palestinians", "PS", ""),
        ("Taiwanese", "TW", ""),
        ("Swedes", "SE", ""),
        ("Danes", "DK", ""),
        ("Turks", "TR", ""),
        ("Britons", "GB", ""),
        ("Scottish", "GB", "GB-SCT"),
        ("Welsh", "GB", "GB-WLS"),
        ("English", "GB", "GB-ENG"),
        ("Nigerian", "NG", ""),
        ("Nigerien", "NE", ""),
        ("Congolese", "CD", ""),
        ("South Sudanese", "SS", ""),
        ("Sudanese", "SD", ""),
        ("U.S.", "US", ""),
    ],
)
def test_a_nationality_leads_to_its_country(word: str, iso2: str, part: str) -> None:
    """Adjectives and peoples, singular and plural, the parts of the United Kingdom apart."""
    country = GAZETTEER.nationality(word)

    assert country is not None
    assert (country.iso2, country.part) == (iso2, part)


@pytest.mark.parametrize("word", ["Korean", "Virgin Islander", "us", "Russia", "European"])
def test_a_nationality_of_two_or_none_is_no_answer(word: str) -> None:
    """Neither Korea is five times the other; a country's name is no adjective."""
    assert GAZETTEER.nationality(word) is None


@pytest.mark.parametrize(
    ("name", "near", "country"),
    [
        ("Georgia", (), None),
        ("Georgia", ("GE",), "GE"),
        ("Georgia", ("US",), "US"),
        ("Georgia", ("US", "GE"), None),
        ("Lebanon", (), "LB"),
        ("Lebanon", ("US",), "LB"),
        ("Jordan", (), "JO"),
        ("Chad", (), "TD"),
        ("Turkey", (), "TR"),
        ("Paris", (), "FR"),
        ("Paris", ("US",), "FR"),
        ("London", ("US",), "GB"),
        ("London", ("CA",), None),
        ("Tripoli", (), "LY"),
        ("Tripoli", ("LB",), "LB"),
        ("Athens", ("US",), None),
        ("Geneva", ("US",), "CH"),
        ("Davos", (), "CH"),
        ("Birmingham", ("US",), "US"),
        ("Birmingham", ("GB",), "GB"),
        ("Valencia", (), None),
        ("Valencia", ("ES",), "ES"),
        ("Valencia", ("VE",), "VE"),
        ("Springfield", ("US",), None),
        ("Punjab", (), None),
        ("Punjab", ("PK",), "PK"),
        ("Hyderabad", ("PK",), "PK"),
        ("Hyderabad", ("IN",), "IN"),
        ("Rafah", ("PS",), "PS"),
        ("Rafah", ("EG",), "EG"),
        ("Santiago", (), "CL"),
        ("Victoria", (), None),
        ("Victoria", ("SC",), "SC"),
        ("Cambridge", (), None),
    ],
)
def test_named_countries_then_size_decide_between_namesakes(
    name: str, near: tuple[str, ...], country: str | None
) -> None:
    """The countries of the article come first, then a rival-free size, then silence."""
    place = GAZETTEER.resolve_place(name, near)

    assert (place.country if place else None) == country


@pytest.mark.parametrize("name", ["Reading", "Nice", "Mobile", "Of", "Split", "Bath", "Orange", "Most"])
def test_a_common_word_needs_its_country(name: str) -> None:
    """ "Reading" is a town only in an article that names its country."""
    assert GAZETTEER.places(name)
    assert GAZETTEER.resolve_place(name) is None


@pytest.mark.parametrize(
    ("name", "near"),
    [("Reading", "GB"), ("Nice", "FR"), ("Mobile", "US"), ("Of", "TR"), ("Split", "HR"), ("Most", "CZ")],
)
def test_a_common_word_is_a_town_where_its_country_is_named(name: str, near: str) -> None:
    """With the country the same words resolve."""
    place = GAZETTEER.resolve_place(name, [near])

    assert place is not None
    assert place.country == near


@pytest.mark.parametrize(
    ("name", "code"),
    [("Lebanon, Ohio", "US-OH"), ("Lebanon, OH", "US-OH"), ("Paris, Texas", "US-TX"), ("Springfield, Ill.", "US-IL")],
)
def test_a_qualifier_after_a_comma_decides(name: str, code: str) -> None:
    """A state by name, postal code or agency abbreviation picks the town in it."""
    place = GAZETTEER.resolve_place(name)

    assert place is not None
    assert place.admin1 == code


def test_a_qualifier_that_fits_nothing_is_no_answer() -> None:
    """There is no Kharkiv in Bavaria, and the Kharkiv elsewhere is not it."""
    assert GAZETTEER.resolve_place("Kharkiv, Bavaria") is None
    assert found("Kharkiv, Ukraine") == ("Kharkiv", "city", "UA")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Kiev", "Kyiv"),
        ("Kharkov", "Kharkiv"),
        ("Bombay", "Mumbai"),
        ("Calcutta", "Kolkata"),
        ("Peking", "Beijing"),
        ("Saigon", "Ho Chi Minh City"),
        ("Rangoon", "Yangon"),
        ("Odessa", "Odesa"),
        ("Leningrad", "Saint Petersburg"),
        ("St. Petersburg", "Saint Petersburg"),
        ("Cologne", "Köln"),
        ("al-Fashir", "El Fasher"),
    ],
)
def test_an_old_or_foreign_spelling_finds_the_city(old: str, new: str) -> None:
    """Both spellings are one place."""
    place = GAZETTEER.resolve_place(old)

    assert place is not None
    assert place.name == new


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Donetsk", ("Donetsk", "city", "UA")),
        ("Donetsk region", ("Donetsk Oblast", "region", "UA")),
        ("Kherson Oblast", ("Kherson Oblast", "region", "UA")),
        ("Kursk region", ("Kursk Oblast", "region", "RU")),
        ("Hubei province", ("Hubei", "province", "CN")),
        ("province of Hubei", ("Hubei", "province", "CN")),
        ("Bavaria", ("Bavaria", "state", "DE")),
        ("Washington", ("Washington", "city", "US")),
        ("Washington state", ("Washington", "state", "US")),
        ("New York", ("New York City", "city", "US")),
        ("Quebec", ("Quebec", "province", "CA")),
        ("city of Homs", ("Homs", "city", "SY")),
        ("Luxembourg", ("Luxembourg", "country", "LU")),
        ("West Bank", ("West Bank", "region", "PS")),
        ("Gaza", ("Gaza Strip", "region", "PS")),
        ("Donbass", ("Donbas", "region", "UA")),
        ("Crimea", ("Crimea", "region", "UA")),
        ("Kashmir", ("Kashmir", "region", None)),
        ("Darfur", ("Darfur", "region", "SD")),
        ("Tigray", ("Tigray", "region", "ET")),
        ("Chechnya", ("Chechnya", "region", "RU")),
        ("Middle East", ("Middle East", "region", None)),
        ("the Sahel", ("Sahel", "region", None)),
        ("Red Sea", ("Red Sea", "sea", None)),
        ("River Nile", ("Nile", "river", None)),
        ("Yangtze", ("Yangtze", "river", "CN")),
        ("Mount Everest", ("Everest", "mountain", None)),
        ("Lampedusa", ("Lampedusa", "island", "IT")),
        ("Scotland", ("Scotland", "region", "GB")),
    ],
)
def test_regions_and_areas_are_told_from_towns(name: str, expected: tuple[str, str, str | None]) -> None:
    """A word for the kind of place, or the lack of one, decides between town and region."""
    assert found(name) == expected


def test_the_hint_says_what_kind_of_place_is_meant() -> None:
    """The same name is a river or a city by the words around it."""
    assert found("Dnipro", ["UA"], "river") == ("Dnipro", "river", None)
    assert found("Dnipro", ["UA"], "city") == ("Dnipro", "city", "UA")
    assert found("Kherson", ["UA"], "region") == ("Kherson Oblast", "region", "UA")
    assert found("Kherson", ["UA"], "sea") is None


def test_places_come_by_prominence_with_their_facts() -> None:
    """Countries first, then capitals, then size; ids, positions and regions are filled."""
    first, *others = GAZETTEER.places("Paris")

    assert first == Place(
        name="Paris",
        kind="city",
        countries=("FR",),
        admin1="FR-IDF",
        admin1_name="Île-de-France",
        iso_3166_2=None,
        lat=48.8534,
        lon=2.3488,
        population=first.population,
        geonames_id=2988507,
        capital=True,
        match="name",
        share=first.share,
    )
    assert {p.country for p in others} >= {"US"}
    assert GAZETTEER.places("Georgia")[0].kind == "country"
    sizes = [p.population for p in others if p.match != "variant"]
    assert sizes == sorted(sizes, reverse=True)


def test_a_small_town_needs_its_country() -> None:
    """A lone match proves nothing: most small places are not in the file."""
    assert found("Chasiv Yar") is None
    assert found("Chasiv Yar", ["FR"]) is None
    assert found("Chasiv Yar", ["UA"]) == ("Chasiv Yar", "town", "UA")


@pytest.mark.parametrize(
    ("name", "country", "kind", "ambiguous"),
    [
        ("Moscow", "RU", "capital", False),
        ("Kiev", "UA", "capital", False),
        ("Washington", "US", "capital", False),
        ("Beijing", "CN", "capital", False),
        ("Tehran", "IR", "capital", False),
        ("Islamabad", "PK", "capital", False),
        ("New Delhi", "IN", "capital", False),
        ("the Kremlin", "RU", "seat", False),
        ("White House", "US", "seat", False),
        ("Downing Street", "GB", "seat", False),
        ("Elysée", "FR", "seat", False),
        ("Pentagon", "US", "seat", False),
        ("Zhongnanhai", "CN", "seat", False),
        ("Brussels", "EU", "seat", True),
        ("Victoria", "SC", "capital", True),
    ],
)
def test_capitals_and_seats_stand_for_who_governs(name: str, country: str, kind: str, ambiguous: bool) -> None:
    """ "Moscow said" is Russia speaking; a name that may mean more says so."""
    metonym = GAZETTEER.metonym(name)

    assert metonym is not None
    assert (metonym.country, metonym.kind, metonym.ambiguous) == (country, kind, ambiguous)


@pytest.mark.parametrize("name", ["Singapore", "Kharkiv", "Frankfurt am Main", ""])
def test_other_names_are_no_metonyms(name: str) -> None:
    """A city that is its own country, or no seat of government, stands for nobody."""
    assert GAZETTEER.metonym(name) is None


@pytest.mark.parametrize(
    ("name", "full", "kind"),
    [
        ("UN", "United Nations", "international_organisation"),
        ("U.N.", "United Nations", "international_organisation"),
        ("the UN", "United Nations", "international_organisation"),
        ("Nato", "North Atlantic Treaty Organization", "international_organisation"),
        ("WHO", "World Health Organization", "international_organisation"),
        ("OPEC", "Organization of the Petroleum Exporting Countries", "international_organisation"),
        ("Doctors Without Borders", "Médecins Sans Frontières", "organisation"),
        ("AFP", "Agence France-Presse", "platform"),
        ("Telegram", "Telegram", "platform"),
        ("X", "X", "platform"),
    ],
)
def test_an_organisation_answers_to_name_and_acronym(name: str, full: str, kind: str) -> None:
    """Full names, acronyms with and without dots, and common short forms."""
    organisation = GAZETTEER.organisation(name)

    assert organisation is not None
    assert (organisation.name, organisation.type) == (full, kind)


@pytest.mark.parametrize("name", ["who", "Who", "un", "ice", "x", "RSF", "PA", ""])
def test_words_and_shared_acronyms_are_no_organisation(name: str) -> None:
    """An acronym counts only in capitals, and not at all if two bodies share it."""
    assert GAZETTEER.organisation(name) is None


def test_no_wikidata_id_is_malformed_or_given_to_two_bodies() -> None:
    """X and Twitter are one platform; every other id is used once."""
    items = rows("SELECT wikidata, name FROM organisation WHERE wikidata <> ''")
    ids = [item for item, name in items if name != "Twitter"]

    assert all(item[0] == "Q" and item[1:].isdigit() for item in ids)
    assert len(ids) == len(set(ids))


def test_every_place_lies_on_the_globe_and_names_its_country() -> None:
    """Positions are in range, towns have one country, and names point at places that exist."""
    assert rows("SELECT id FROM place WHERE abs(lat) > 900000 OR abs(lon) > 1800000") == []
    assert rows("SELECT p.id FROM place p LEFT JOIN country c ON c.iso2 = p.country WHERE p.id > 0 AND c.iso2 IS NULL"
                " AND p.country <> ''") == []  # fmt: skip
    assert rows("SELECT norm FROM name WHERE place NOT IN (SELECT id FROM place)") == []
    assert rows("SELECT code FROM place WHERE code <> '' GROUP BY code HAVING count(*) > 1") == []
    assert SHIPPED.stat().st_size < 6_200_000


@given(
    st.text(st.characters(), max_size=80),
    st.lists(st.sampled_from(ISO2), max_size=3),
    st.sampled_from([None, "city", "sea", "?"]),
)
def test_any_string_is_answered(name: str, near: list[str], kind: str | None) -> None:
    """Nothing raises, and what is found is one of the places of that name."""
    GAZETTEER.countries(name)
    GAZETTEER.nationality(name)
    GAZETTEER.metonym(name)
    GAZETTEER.organisation(name)
    place = GAZETTEER.resolve_place(name, near, kind)
    assert place is None or "," in name or place in GAZETTEER.places(name)


@given(st.text(max_size=80))
def test_a_key_is_its_own_key(name: str) -> None:
    """Folding twice is folding once, but for a leading article that was doubled."""
    key = name_key(name)

    assert key == key.strip()
    if key.split(" ")[0] != "the":
        assert name_key(key) == key


@given(st.text(max_size=12))
def test_an_abbreviation_is_written_like_itself(alias: str) -> None:
    """Whatever must be met letter for letter meets itself."""
    assert written_alike(alias, abbreviation(alias))


def test_threads_share_one_gazetteer() -> None:
    """Each thread has its own connection to the file."""
    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(lambda _: GAZETTEER.countries("Ukraine"), range(64)))

    assert len(answers) == 1
