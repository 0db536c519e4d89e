"""Evidence that two entities are one: names in their spellings, offices, countries, kinds of places, context."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.model import Entity, Extraction, Mention, Office, Span
from kb.resolution import weights as w
from kb.resolution.article import ArticleProfile
from kb.resolution.blocking import blocking_keys, name_keys
from kb.resolution.comparison import match_weight
from kb.resolution.judging import Pairs
from kb.resolution.names.bodies import compare_bodies
from kb.resolution.names.persons import compare_persons
from kb.resolution.names.romanise import alike, skeleton
from kb.resolution.profile import Profile, profiles


def article(name: str, entities: list[Entity], offices: list[Office] | None = None) -> dict[str, Profile]:
    mentions = tuple(Mention(f"m{n}", Span(n, n + 1), "name", e.id) for n, e in enumerate(entities, 1))
    read = Extraction(
        name,
        "test",
        "1",
        entities=tuple(entities),
        mentions=mentions,
        offices=tuple(offices or ()),
    )
    return profiles(read, "2025-03-01")


def person(name: str) -> Entity:
    return Entity("e1", "person", name)


def held(role: str, status: str = "current") -> Office:
    return Office("o1", "e1", role, Span(0, 1), organisation="e2", status=status)


def bits(first: dict[str, Profile], second: dict[str, Profile]) -> float:
    return match_weight(first["e1"], second["e1"]).bits


@pytest.mark.parametrize(
    ("name", "spellings"),
    [
        (
            "Zelensky",
            ["Zelenskyy", "Zelenskiy", "Selenskyj", "Зеленський", "Зеленский"],
        ),
        ("Klitschko", ["Klychko", "Klichko", "Klitchko", "Кличко"]),
        ("Toktomambetov", ["Toqtomambetov"]),
        ("Junushalieva", ["Dzhunushalieva"]),
        ("Tchaikovsky", ["Tschaikowski", "Чайковский"]),
        ("Surkhdara", ["Surh-Dara"]),
    ],
)
def test_spellings_of_one_name_have_one_skeleton(name: str, spellings: list[str]) -> None:
    assert {skeleton(s).replace(" ", "") for s in spellings} == {skeleton(name)}


@pytest.mark.parametrize(
    ("one", "other"),
    [("Marin", "Martin"), ("Costa", "Castro"), ("Khan", "Khin"), ("Li", "Lee")],
)
def test_short_names_that_look_alike_are_two(one: str, other: str) -> None:
    assert not alike(one.casefold(), other.casefold()) or skeleton(one) == skeleton(other)


@pytest.mark.parametrize(
    ("one", "other", "agreement"),
    [
        ("volodymyr zelenskyy", "vladimir zelensky", "nickname"),
        ("vitali klitschko", "vitaliy klychko", "spelling"),
        ("helena costa", "armando costa", "given"),
        ("h costa", "helena costa", "initial"),
        ("h costa", "armando costa", "given"),
        ("zhao minhui", "minhui zhao", "order"),
        ("bill harker", "william harker", "nickname"),
        ("w harker", "bill harker", "initial"),
        ("karl johan lindqvist", "karl lindqvist", "part"),
        ("mohammed bin salman", "mohamed salman", "spelling"),
        ("mulonga", "chanda mulonga", "single"),
        ("ana castillo", "ana prieto", "other"),
    ],
)
def test_how_names_of_persons_agree(one: str, other: str, agreement: str) -> None:
    assert compare_persons(one, other) == agreement
    assert compare_persons(other, one) == agreement


@pytest.mark.parametrize(
    ("one", "other", "agreement"),
    [
        ("kasonta copper mine", "kasonta mine", "translated"),
        ("dangora cement plc", "dangora cement", "same"),
        ("cbn", "central bank of nigeria", "acronym"),
        ("orion energy", "orion airlines", "other"),
        ("holosiiv", "holosiivskyi", "spelling"),
        ("air force", "air force command", "common"),
        ("police", "police", "common"),
        ("dnipro", "dnieper", "spelling"),
        ("noor el bahr", "nour al bahr", "spelling"),
        ("deir ez zahr", "deir al zahr", "spelling"),
        ("al ahwar", "el akhbar", "other"),
    ],
)
def test_how_names_of_bodies_agree(one: str, other: str, agreement: str) -> None:
    assert compare_bodies(one, other) == agreement
    assert compare_bodies(other, one) == agreement


def test_same_full_name_and_office_is_one_person() -> None:
    body = Entity("e2", "organisation", "Harbour Authority", country="NZ")

    first, second = (article(a, [person("Mere Tipene"), body], [held("chief executive")]) for a in ("a1", "a2"))

    assert bits(first, second) >= w.LINK


@pytest.mark.parametrize(
    ("role", "body"),
    [
        ("goalkeeper", Entity("e2", "organisation", "Olympique Sud", country="FR")),
        (
            "finance minister",
            Entity("e2", "organisation", "Ministry of Finance", country="SN"),
        ),
    ],
)
def test_namesakes_with_other_offices_and_countries_stay_apart(role: str, body: Entity) -> None:
    tribunal = Entity("e2", "organisation", "Tribunal of Bamako", country="ML")
    judge = article("a1", [person("Moussa Diallo"), tribunal], [held("judge")])
    other = article("a2", [person("Moussa Diallo"), body], [held(role)])

    assert bits(judge, other) < w.REVIEW


def test_a_former_office_is_no_other_office() -> None:
    body = Entity("e2", "company", "Nordvik Bank")
    now = article("a1", [person("Karl Lind"), body], [held("head")])
    later = article("a2", [person("Karl Lind"), body], [held("former head", "former")])

    assert bits(now, later) >= w.LINK


def test_a_common_name_links_only_within_a_country() -> None:
    here, peer, abroad, nowhere = (
        article(a, [Entity("e1", "organisation", "police", country=country)])
        for a, country in (("a1", "KE"), ("a2", "KE"), ("a3", "PE"), ("a4", ""))
    )

    assert bits(here, peer) >= w.LINK
    assert bits(here, abroad) < w.REVIEW
    assert bits(here, nowhere) < w.REVIEW


def test_a_country_is_its_code_whatever_it_is_called() -> None:
    one = article("a1", [Entity("e1", "country", "Ivory Coast", country="CI")])
    two = article("a2", [Entity("e1", "country", "Côte d’Ivoire", country="CI")])

    assert bits(one, two) == w.IDENTIFIED
    assert blocking_keys(one["e1"]) == blocking_keys(two["e1"])


def test_a_town_and_the_district_of_its_name_are_two() -> None:
    town = article("a1", [Entity("e1", "town", "Banderi", country="NP")])
    district = article("a2", [Entity("e1", "district", "Banderi district", country="NP")])
    village = article("a3", [Entity("e1", "village", "Banderi", country="NP")])

    assert bits(town, district) < w.REVIEW
    assert bits(town, village) >= w.LINK


def test_a_surname_alone_links_to_nobody() -> None:
    assert bits(article("a1", [person("Ana Castillo")]), article("a2", [person("Castillo")])) < w.REVIEW


def test_names_that_articles_share_speak_for_one() -> None:
    around = [
        Entity("e2", "person", "Tendai Phiri"),
        Entity("e3", "company", "Nkandu Copper"),
    ]
    alone = article("a1", [Entity("e1", "facility", "Lufwebe")])
    first, second = (article(a, [Entity("e1", "facility", "Lufwebe"), *around]) for a in ("a2", "a3"))

    assert bits(first, second) >= w.LINK > bits(first, alone)


NAMES = st.text(alphabet="abcdeéž -’'.ABCЖ", min_size=1, max_size=14)
TYPES = st.sampled_from(["person", "organisation", "company", "country", "city", "district", "group"])


@given(NAMES, TYPES, NAMES, TYPES, st.sampled_from(["", "KE", "PE"]))
def test_comparing_is_symmetric(name: str, kind: str, other: str, other_kind: str, country: str) -> None:
    first = article("a1", [Entity("e1", kind, name, country=country)])
    second = article("a2", [Entity("e1", other_kind, other)])

    assert match_weight(first["e1"], second["e1"]) == match_weight(second["e1"], first["e1"])
    assert match_weight(first["e1"], replace(first["e1"], article="a3")).bits >= match_weight(
        first["e1"], second["e1"]
    ).bits or not skeleton(name)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ivan Petrov I", "Ivan Petrov II"),
        ("Charles II", "King Charles III"),
        ("Henry VII", "Henry VIII"),
        ("Osk Lund Sr.", "Osk Lund Jr."),
    ],
)
def test_numerals_that_differ_make_two_persons_whatever_else_they_share(one: str, other: str) -> None:
    office = [held("President")]
    body = Entity("e2", "country", "Libya", country="LY")
    first, second, bare = (
        article(a, [person(name), body], office) for a, name in (("a", one), ("b", other), ("c", one.rsplit(" ", 1)[0]))
    )

    assert bits(first, second) <= w.VETO
    assert not any(part.field == "bearer" for part in match_weight(first["e1"], bare["e1"]).parts), "a name without one"


@pytest.mark.parametrize(
    ("one", "other"), [("xx corps", "xix corps"), ("vi corps", "iv corps"), ("ward lund1", "ward lund2")]
)
def test_numbers_that_differ_make_two_bodies(one: str, other: str) -> None:
    assert compare_bodies(one, other) == "other"


@pytest.mark.parametrize(
    ("one", "other"),
    [("3rd division", "third division"), ("ii corps", "2nd corps"), ("channel 4", "channel four")],
)
def test_a_number_is_one_however_it_is_written(one: str, other: str) -> None:
    assert compare_bodies(one, other) == "spelling"


def test_names_that_differ_by_a_digit_are_no_spellings_of_one() -> None:
    assert compare_persons("adam lund1", "adam lund2") in ("given", "other")


def test_one_word_of_two_full_names_of_bodies_is_no_name_in_common() -> None:
    """Government and rebels of one country may each be called by its name; a firm's short name stays its own."""
    rule = article("a1", [Entity("e1", "organisation", "Zarumi government", aliases=("Zarumi",))])
    front = article("a2", [Entity("e1", "organisation", "Zarumi Liberation Front", aliases=("Zarumi",))])
    short = article("a3", [Entity("e1", "organisation", "Zarumi")])
    shop, firm = (
        article(name, [Entity("e1", "company", words, aliases=("Orvex",))])
        for name, words in (("a4", "Orvex Mining Plc"), ("a5", "Orvex Mining"))
    )

    assert bits(rule, front) <= w.VETO
    assert bits(rule, short) > 0
    assert bits(shop, firm) >= w.LINK


@pytest.mark.parametrize(
    ("one", "other"),
    [("US Geological Survey", "USGS"), ("AU Commission", "African Union Commission"), ("Reserve Bank of Ovu", "RBO")],
)
def test_acronyms_meet_their_long_forms(one: str, other: str) -> None:
    first, second = (article(name, [Entity("e1", "organisation", words)]) for name, words in (("a", one), ("b", other)))

    assert blocking_keys(first["e1"]) & blocking_keys(second["e1"])


def seat(name: str, words: str, country: str = "", about: str = "") -> dict[str, Profile]:
    rows = [Entity("e1", "organisation", words, country=country)]
    return article(name, [*rows, *([Entity("e2", "country", about, country=about)] if about else [])])


def test_names_of_common_words_are_looked_for_in_their_own_country() -> None:
    """A dozen states have a defence ministry; whose country is not said may be of the one that its article is about."""
    ours, turned = seat("a1", "Ministry of Defence", "KE"), seat("a2", "Defence Ministry", "KE")
    told, theirs = seat("a3", "Defence Ministry", about="KE"), seat("a4", "Ministry of Defence", "UG")

    def looked_for(one: dict[str, Profile]) -> set[str]:
        return {key for key in name_keys(one["e1"]) if "=" in key}

    assert looked_for(ours) == looked_for(turned) == looked_for(told)
    assert not looked_for(ours) & looked_for(theirs)


def test_names_of_common_words_meet_in_any_order_and_contradict_across_countries() -> None:
    ours, turned, theirs = (
        seat("a1", "Ministry of Defence", "KE"),
        seat("a2", "Defence Ministry", "KE"),
        seat("a3", "Defence Ministry", "UG"),
    )

    assert blocking_keys(ours["e1"]) & blocking_keys(turned["e1"])
    assert blocking_keys(ours["e1"]) & blocking_keys(theirs["e1"])
    assert bits(ours, theirs) <= w.VETO


def test_a_ministry_is_short_for_nothing_where_its_country_is_known() -> None:
    """Only "Supreme Court" without a country may be a link between two; "Police" may be of any town."""
    names = {"a1": ("Ministry of Defence", "KE"), "a2": ("Defence Ministry", "KE"), "a3": ("Defence Ministry", "")}
    names |= {"a4": ("Police", "KE"), "a5": ("Police", "KE")}
    known = {key: ArticleProfile(key, seat(key, *told), {}) for key, told in names.items()}
    pairs = Pairs(known.get)

    assert not pairs.weak("a1#e1", "a2#e1")
    assert pairs.weak("a1#e1", "a3#e1")
    assert pairs.weak("a4#e1", "a5#e1")


def test_letters_that_are_short_for_two_bodies_are_no_name_in_common() -> None:
    """One country's two bodies, of which articles give letters and long form; the country is cut from a long form."""
    land = Entity("e2", "country", "Nigeria", country="NG")

    def of(article_: str, *aliases: str) -> dict[str, Profile]:
        return article(article_, [Entity("e1", "organisation", "NPA", aliases=aliases, country="NG"), land])

    pension, ports = of("a1", "National Pension Agency"), of("a2", "Nigerian Ports Authority")

    assert bits(pension, ports) <= w.VETO
    assert bits(pension, of("a3", "National Pension Agency")) >= w.LINK
    assert bits(pension, of("a4")) >= w.LINK  # who gives the letters alone may mean it
    translated = of("a5", "Organismo Estatal de Rentas")  # of which they are not the letters
    assert bits(pension, translated) >= w.LINK


def test_a_place_that_no_gazetteer_has_is_one_by_its_name() -> None:
    """Whatever kind of inhabited place; names that many places bear are in gazetteers."""
    rest = Entity("e2", "person", "Ana Osk"), Entity("e2", "person", "Bo Ril")
    town, again = (article(f"a{n}", [Entity("e1", "city", "Tavreh"), other]) for n, other in enumerate(rest, 1))

    assert bits(town, again) >= w.LINK
    listed = article("a3", [Entity("e1", "city", "Tavreh", country="XK", external="geonames:1"), rest[1]])
    assert bits(town, listed) < w.LINK
    assert bits(town, article("a4", [Entity("e1", "market", "Tavreh"), rest[1]])) < w.LINK
    assert bits(town, article("a5", [Entity("e1", "city", "Tavrech"), rest[1]])) < w.LINK


def test_a_land_that_no_gazetteer_has_is_one_whatever_it_is_taken_for() -> None:
    """Countries have codes; of one that has none the next article says that it is a region, or a town."""
    land = article("a1", [Entity("e1", "country", "Merkovia"), Entity("e2", "city", "Lodrin")])
    town = article("a2", [Entity("e1", "city", "Merkovia"), Entity("e2", "city", "Lodrin")])

    assert land["e1"].group == "place"
    assert blocking_keys(land["e1"]) & blocking_keys(town["e1"])
    assert bits(land, town) >= w.LINK
    known = article("a3", [Entity("e1", "country", "Georgia", country="GE"), Entity("e2", "city", "Lodrin")])
    assert bits(known, article("a4", [Entity("e1", "state", "Georgia", country="US")])) <= w.VETO


def test_what_kind_of_ship_it_is_is_no_part_of_its_name() -> None:
    ship, again, other = (
        article(f"a{n}", [Entity("e1", "facility", name), Entity("e2", "city", "Osk", country="KE")])
        for n, name in enumerate(("tanker Osk Falcon", "MV Osk Falcon", "tanker Blue Falcon"), 1)
    )

    assert ship["e1"].names == ("osk falcon",)
    assert bits(ship, again) > bits(ship, other) + 10
    assert article("a4", [Entity("e1", "facility", "Ferry")])["e1"].names == ("ferry",)
    assert article("a4", [Entity("e1", "facility", "KM Osk Falcon ferry")])["e1"].names == ("osk falcon",)
    assert article("a4", [Entity("e1", "facility", "Osk Falcon Ferry")])["e1"].names == ("osk falcon ferry",)
    assert article("a5", [Entity("e1", "facility", "tanker Sea Falcon")])["e1"].kind == "facility"
    assert article("a6", [Entity("e1", "facility", "Osk river port")])["e1"].kind == "port"


def test_a_district_may_be_called_a_region_but_is_no_province_of_its_name() -> None:
    """Which "North Osk" is, an article may leave open; that it is a province nobody says of a district."""

    def told(number: str, kind: str, name: str) -> dict[str, Profile]:
        return article(number, [Entity("e1", kind, name, country="PK"), Entity("e2", "city", "Lodrin")])

    district = told("a1", "district", "North Osk district")

    assert bits(district, told("a2", "region", "North Osk")) >= w.LINK
    assert bits(told("a2", "region", "North Osk"), district) >= w.LINK
    for kind, name in (("province", "North Osk"), ("region", "North Osk region"), ("city", "North Osk")):
        assert bits(district, told("a3", kind, name)) < w.LINK


def test_towns_of_one_name_in_two_provinces_are_two() -> None:
    """What is told to lie in a district may lie in another's region, and a country holds all its towns."""

    def told(number: str, holder: str, kind: str, country: str = "") -> dict[str, Profile]:
        town = Entity("e1", "town", "Osk", country="PE", within="e2")
        return article(number, [town, Entity("e2", kind, holder, country=country)])

    north = told("a1", "Norte province", "province")

    assert bits(north, told("a2", "Norte", "province")) >= w.LINK
    assert bits(north, told("a2", "Sur province", "province")) < w.VETO
    assert w.VETO < bits(north, told("a2", "Sur", "town")) < w.LINK
    assert bits(north, told("a2", "Sur", "district")) >= w.LINK
    assert bits(north, told("a2", "Peru", "country", "PE")) >= w.LINK


@pytest.mark.parametrize(
    ("one", "other", "agreement"),
    [
        ("Taro coal mine", "Taro mine", "translated"),
        ("Osk nuclear power plant", "Osk plant", "translated"),
        ("Taro coal mine", "Taro gold mine", "other"),
        ("Taro coal mine", "Taro plant", "other"),
        ("Taro coal mine", "Ulan mine", "other"),
        ("Taro coal mine", "Taro", "part"),
        ("North Taro mine", "Taro mine", "part"),
    ],
)
def test_a_site_is_one_without_what_it_is_for(one: str, other: str, agreement: str) -> None:
    names = one.casefold(), other.casefold()
    assert compare_bodies(*names) == compare_bodies(*names[::-1]) == agreement


def test_letters_of_a_body_tell_that_two_hold_one_office() -> None:
    """One article writes the agency's name out and gives its letters, the next has nothing but the letters."""
    full = Entity("e2", "organisation", "Osk Emergency Relief Agency", aliases=("OERA",))
    short, others = Entity("e2", "organisation", "OERA"), Entity("e2", "organisation", "OARE")
    first, second, third = (
        article(name, [person("Aliyu Danso"), body], [held("spokesman")])
        for name, body in (("a1", full), ("a2", short), ("a3", others))
    )

    assert bits(first, second) >= w.LINK
    assert bits(first, third) < bits(first, second) - 5
