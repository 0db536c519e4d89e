"""What stands around a name: whose place it is, a mayor behind it, capitals before its hyphen."""

import pytest

from kb.extraction.names.stage import collect_mentions
from kb.language.gazetteer import shipped
from tests.extraction.analyses import Row, document
from tests.extraction.interpreted import extraction, mention


def entities(text: str, rows: list[Row]) -> dict[str, tuple[str, str]]:
    return {e.name: (e.type, e.country) for e in extraction(text, rows, []).entities}


def island(words: str) -> Row:
    return ("mention", "place", words, {"kind": "name", "type": "island"})


def test_a_place_that_a_country_owns_lies_in_it_whatever_is_called_so_elsewhere() -> None:
    text = "A ferry sank off Tanzania's Pemba island on Monday."
    rows = [mention("Tanzania", "country"), island("Pemba island")]

    assert entities(text, rows)["Pemba island"] == ("island", "TZ")


def test_the_town_in_an_islands_name_tells_nothing_if_no_country_of_it_is_named() -> None:
    text = "Tanzania sent divers. A ferry sank off Pemba island."
    rows = [mention("Tanzania", "country"), island("Pemba island")]

    assert entities(text, rows)["Pemba island"] == ("island", "")


def test_a_name_before_a_mayor_is_a_place() -> None:
    text = "Police arrested San Isidro mayor Rodo Alvar. Pilar Santos watched."
    rows = [mention("San Isidro", "person"), mention("Rodo Alvar", "person"), mention("Pilar Santos", "person")]

    found = entities(text, rows)

    assert found["San Isidro"][0] in ("place", "town", "city")
    assert found["Rodo Alvar"][0] == found["Pilar Santos"][0] == "person"


def test_a_person_of_no_places_name_stays_a_person_before_a_mayor() -> None:
    text = "Police asked Rodo Alvar mayor Pilar Santos about it."
    rows = [mention("Rodo Alvar", "person"), mention("Pilar Santos", "person")]

    assert entities(text, rows)["Rodo Alvar"][0] == "person"


def test_capitals_before_the_hyphen_are_part_of_a_partys_name() -> None:
    text = "The opposition ABC-Umoja party called for talks."

    assert list(entities(text, [mention("Umoja party", "organisation")])) == ["ABC-Umoja party"]


def test_a_name_of_its_own_before_the_hyphen_stays_apart() -> None:
    text = "The EU-Umoja party summit called for talks."
    rows = [mention("EU", "organisation", "acronym"), mention("Umoja party", "organisation")]

    assert "Umoja party" in entities(text, rows)


@pytest.mark.parametrize("name", ["Serikat Buruh Osk", "PT Lautan Osk", "Blue Osk Union", "Sindicato Obrero Osk"])
def test_a_name_that_opens_or_ends_as_bodies_names_do_is_no_persons(name: str) -> None:
    text = f"Their union, {name}, went on. Pilar Union-Paz, Osk Banka and Ana Partido Paz did not."
    rows = [mention(words, "person") for words in (name, "Pilar Union-Paz", "Osk Banka", "Ana Partido Paz")]

    found = entities(text, rows)

    assert found[name][0] == "organisation"
    assert {found[words][0] for words in ("Pilar Union-Paz", "Osk Banka", "Ana Partido Paz")} == {"person"}


def test_a_name_cut_behind_a_hyphen_is_read_to_its_end() -> None:
    text = "BP left its partner OSK-BP in May."
    rows: list[Row] = [("mention", "organisation", "OSK-", {"kind": "acronym", "type": "company"})]

    assert list(entities(text, rows)) == ["OSK-BP"]


@pytest.mark.parametrize("name", ["Greece", "Mexico"])
def test_a_country_is_one_whatever_kind_of_place_the_model_saw(name: str) -> None:
    text = f"A clinic in {name} closed."

    assert entities(text, [mention(name, "place")])[name][0] == "country"


@pytest.mark.parametrize("name", ["Xinhua news agency", "Reuters", "Guardian newspaper"])
def test_an_outlet_is_a_platform_whatever_else_is_known_of_it(name: str) -> None:
    text = f"The official {name} said so."

    assert {kind for kind, _ in entities(text, [mention(name, "organisation")]).values()} == {"platform"}


@pytest.mark.parametrize(("before", "name"), [("the Libyan", "Osk"), ("the southern", "Osk"), ("the", "port of Osk")])
def test_a_described_port_of_a_name_is_the_town(before: str, name: str) -> None:
    text = f"Floods hit {before} port of Osk."
    adjective = before.rsplit(maxsplit=1)[-1]
    rows = [mention("port of Osk", "place")]
    read = extraction(
        text, rows, [], {adjective: ("ADJ" if " " in before else "DET", "amod", "port"), "port": ("NOUN", "obj", "hit")}
    )

    assert [e.name for e in read.entities] == [name]


def test_the_compass_before_a_hyphen_is_part_of_a_places_name() -> None:
    text = "Rain fell in the North-Western Province of Zambia."
    rows = [mention("North", "place"), mention("Western Province", "place"), mention("Zambia", "country")]

    assert [name for name in entities(text, rows) if name != "Zambia"] == ["North-Western Province"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Police in Peru arrested the governor of Junín.", "region"),
        ("Police in Peru arrested the mayor of Junín.", "town"),
        ("Police in Peru arrested the governor of Lima.", "city"),
    ],
)
def test_what_has_a_governor_is_the_region_of_that_name_unless_it_is_a_capital(text: str, kind: str) -> None:
    name = text.removesuffix(".").rsplit(maxsplit=1)[-1]
    rows = [mention("Peru", "country"), mention(name, "place")]

    assert entities(text, rows)[name] == (kind, "PE")


def test_what_the_article_calls_a_town_is_one_though_it_has_a_governor() -> None:
    text = "Peru waited for the governor of Junín. The town slept."
    rows = [mention("Peru", "country"), mention("Junín", "place"), mention("town", "place", "nominal")]

    found = extraction(text, rows, [("coref", "town", "Junín")]).entities

    assert [e.type for e in found if e.name == "Junín"] == ["town"]


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("Police left. Brazzaville said no case had been found.", {"country"}),
        ("Police left. Brazzaville has rejected the charge.", {"country"}),
        ("A nurse in Brazzaville said so.", {"city"}),
        ("The mayor of Brazzaville denied it.", {"city"}),
        ("Police left. Brazzaville lost power.", {"city"}),
    ],
)
def test_a_capital_that_speaks_is_its_state(text: str, types: set[str]) -> None:
    found = extraction(text, [mention("Brazzaville", "place")], []).entities

    assert {e.type for e in found if e.country == "CG"} == types


@pytest.mark.parametrize(("title", "persons"), [("Chief Minister", []), ("Stephen Minister", ["Stephen Minister"])])
def test_a_title_in_capitals_is_nobody_s_name(title: str, persons: list[str]) -> None:
    found = extraction(f"The {title} wept.", [mention(title, "person")], [])

    assert [e.name for e in found.entities if e.named] == persons


@pytest.mark.parametrize(
    ("behind", "kind"),
    [
        ("the party founded by Ana Paz,", "organisation"),
        ("a rice company that", "organisation"),
        ("the party leader,", "person"),
    ],
)
def test_a_name_is_a_body_s_where_it_is_told_behind(behind: str, kind: str) -> None:
    text = f"Osk Pertama para Nera, {behind} said no."

    assert [found[0] for found in entities(text, [mention("Osk Pertama para Nera", "person")]).values()] == [kind]


def test_whose_a_province_is_is_no_part_of_its_name() -> None:
    found = entities("The Canadian province of Nera burned.", [mention("Canadian province of Nera", "place")])

    assert list(found) == ["province of Nera"]


def test_a_branch_of_islamic_state_is_a_body_whatever_it_calls_itself() -> None:
    found = entities("Islamic State Nera Province fled.", [mention("Islamic State Nera Province", "place")])

    assert found["Islamic State Nera Province"][0] != "province"


def test_one_letter_before_the_hyphen_is_part_of_a_name() -> None:
    assert list(entities("The N-Umoja party won.", [mention("Umoja party", "organisation")])) == ["N-Umoja party"]


def test_where_a_firm_is_based_is_a_place_and_no_firm() -> None:
    text = "His company, Piraeus-based Lund Shipping, denied it."
    rows = [
        mention("company", "organisation", "nominal"),
        mention("Piraeus", "organisation"),
        mention("Lund Shipping", "organisation"),
    ]

    read = extraction(text, rows, [("coref", "Piraeus", "company")])

    assert {e.name: e.type for e in read.entities} == {"Piraeus": "city", "Lund Shipping": "organisation"}
    (firm,) = (e.id for e in read.entities if e.name == "Lund Shipping")
    assert next(m.entity for m in read.mentions) == firm


@pytest.mark.parametrize(("work", "kind"), [("Analyst Tor Lund at", "organisation"), ("Nurse Tor Lund at", "city")])
def test_analysts_work_at_bodies(work: str, kind: str) -> None:
    text = f"{work} Norvika was glad."

    assert entities(text, [mention("Norvika", "place")])["Norvika"][0] == kind


def test_a_body_that_is_known_is_no_platform_whatever_the_model_saw() -> None:
    text = "Human Rights Watch was glad."
    rows: list[Row] = [("mention", "organisation", "Human Rights Watch", {"kind": "name", "type": "platform"})]

    assert entities(text, rows)["Human Rights Watch"][0] == "organisation"


def _mention(text: str, words: str, group: str) -> tuple[str, str, str]:
    """The first candidate: its words, group and kind."""
    rows = [("mention", group, words, {"kind": "name", "type": {"place": "city"}.get(group, group)})]
    found = collect_mentions(document(text, rows, []), shipped())
    return (found[0].words, found[0].group, found[0].kind) if found else ("", "", "")


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Guards wept. Dushanbe dismissed the findings.", "Dushanbe", ("Dushanbe", "country", "metonym")),
        ("He flew to Dushanbe on Monday.", "Dushanbe", ("Dushanbe", "place", "name")),
        ("Ada Dushanbe sang. Dushanbe dismissed the song.", "Dushanbe#2", ("Dushanbe", "person", "name")),
        ("Later Dushanbe, 47, dismissed the song.", "Dushanbe", ("Dushanbe", "person", "name")),
        ("Her daughter Sofia sang.", "Sofia", ("Sofia", "person", "name")),
        ("Cllr York wept.", "Cllr York", ("York", "person", "name")),
        ("Cllr Ada York wept.", "Cllr", ("", "", "")),
    ],
)
def test_what_is_taken_for_a_person(text: str, words: str, expected: tuple[str, str, str]) -> None:
    assert _mention(text, words, "person") == expected


def test_a_well_known_platform_is_no_town() -> None:
    assert _mention("She posted it on TikTok.", "TikTok", "place")[:2] == ("TikTok", "organisation")
    assert _mention("She lives in Bergen.", "Bergen", "place")[:2] == ("Bergen", "place")


def test_a_rank_behind_initials_is_no_part_of_a_body() -> None:
    assert _mention("RCMP Supt. Ada Obi wept.", "RCMP Supt", "organisation")[0] == "RCMP"
    assert _mention("Osk Capt. Ada Obi wept.", "Osk Capt", "organisation")[0] == "Osk Capt"


def test_a_country_told_of_as_an_island_is_the_country() -> None:
    text = "A lake lies under Greenland. Osk sleeps. Greenland protested."
    rows = [island("Greenland"), island("Osk"), mention("Greenland#2", "country")]

    found = extraction(text, rows, []).entities
    assert [(e.name, e.type) for e in found] == [("Greenland", "country"), ("Osk", "island")]


def test_a_peoples_region_of_a_name_is_not_called_after_the_people() -> None:
    text = "A bus fell in the Peruvian region of Ayacucho. The Peruvian region slept."
    rows = [("mention", "place", f"Peruvian region{n}", {"kind": "name", "type": "region"}) for n in ("", "#2")]
    found = collect_mentions(document(text, rows, []), shipped())

    assert [c.words for c in found] == ["region", "Peruvian region"]


@pytest.mark.parametrize(
    ("name", "group", "kind"),
    [
        ("Comoros", "group", "country"),
        ("Comoros", "place", "country"),
        ("Georgia", "place", "place"),
        ("Comorians", "group", "group"),
        ("Osk Pirates", "group", "group"),
    ],
)
def test_what_only_a_country_is_called_is_it_whatever_the_model_saw(name: str, group: str, kind: str) -> None:
    """A state of that name, a people and a band that none is called after are themselves."""
    assert _mention(f"Later the {name} voted.", name, group)[1:2] == (kind,)


@pytest.mark.parametrize(
    ("before", "kind"),
    [
        ("Bo Lund, 31, of", "place"),
        ("Bo Lund, aged 31, from", "place"),
        ("Bo Lund, a cousin of", "person"),
        ("Bo Lund, 31, son of", "person"),
    ],
)
def test_what_somebody_of_an_age_is_from_is_a_place(before: str, kind: str) -> None:
    rows = [mention("Bo Lund", "person"), mention("Edda Vale", "person")]

    assert entities(f"{before} Edda Vale, wept.", rows)["Edda Vale"][0] == kind
