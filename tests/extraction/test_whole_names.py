"""Names that the model cut are joined, descriptions taken for names told apart, seats that are won are no persons."""

import pytest

from tests.extraction.analyses import Row
from tests.extraction.interpreted import extraction, mention
from tests.extraction.test_coreference import clusters


def entities(text: str, rows: list[Row], links: list[tuple[str, str, str]] | None = None) -> dict[str, str]:
    return {e.name: e.type for e in extraction(text, rows, links or []).entities}


@pytest.mark.parametrize("name", ["Islamic State in the Osk Province", "al-Qaeda in the Osk Peninsula"])
def test_a_branch_is_called_by_where_it_is(name: str) -> None:
    body, place = name.split(" in the ")
    rows = [mention(body, "organisation"), mention(place, "place")]

    assert list(entities(f"Police said {name} claimed the raid.", rows)) == [name]


def test_md_opens_a_name_and_is_nobody_told_of_before() -> None:
    rows: list[Row] = [mention("Md Tor Lund", "person"), mention("Md#2", "person"), mention("Tan Chi", "person")]

    assert set(entities("Md Tor Lund was held. Magistrate Md Tan Chi agreed.", rows)) == {"Md Tor Lund", "Md Tan Chi"}


def test_where_any_other_body_is_is_no_part_of_its_name() -> None:
    rows = [mention("Red Cross", "organisation"), mention("Osk Province", "place")]

    assert len(entities("The Red Cross in the Osk Province sent tents.", rows)) == 2


@pytest.mark.parametrize("kind", ["name", "nominal"])
def test_a_body_is_called_by_what_it_is_for(kind: str) -> None:
    rows = [mention("Front", "organisation", kind), mention("Renewal of Osk", "organisation")]

    assert list(entities("Police blamed the Front for the Renewal of Osk.", rows)) == ["Front for the Renewal of Osk"]


def test_what_a_body_did_for_another_is_no_part_of_its_name() -> None:
    rows = [mention("Front", "organisation"), mention("Osk Union", "organisation")]

    assert len(entities("The Front fought for the Osk Union.", rows)) == 2


def test_a_legal_form_opens_a_companys_name() -> None:
    rows = [mention("PT", "organisation"), mention("Osk Samudra", "person")]

    assert entities("The operator, PT Osk Samudra, paid. Its ship sank.", rows) == {"PT Osk Samudra": "company"}


def test_a_body_and_a_person_side_by_side_are_two_without_a_legal_form() -> None:
    rows = [mention("BBC", "organisation"), mention("Ana Ruiz", "person")]

    assert len(entities("For the BBC Ana Ruiz wept.", rows)) == 2


def test_a_description_with_a_capital_before_an_acronym_is_of_that_body() -> None:
    text = "The Christian union OSK called off its strike. OSK said so."
    rows = [mention("Christian union", "organisation"), mention("OSK#1", "organisation", "acronym")]
    rows += [mention("OSK#2", "organisation", "acronym")]
    links = [("coref", "OSK#1", "Christian union")]

    assert entities(text, rows, links) == {"OSK": "organisation"}


def test_what_is_won_by_votes_is_a_place_and_so_is_what_another_lost() -> None:
    text = "Ana Ruiz won Oskella by 300 votes; Tor Lund lost Portvell."
    rows = [mention(words, "person") for words in ("Ana Ruiz", "Oskella", "Tor Lund", "Portvell")]

    assert entities(text, rows) == {"Ana Ruiz": "person", "Oskella": "place", "Tor Lund": "person", "Portvell": "place"}


@pytest.mark.parametrize(
    "text",
    [
        "Tor Lund won Ana a medal; the club lost Oskar to injury.",
        "The club lost Oskar, who was hurt, and kept Ana.",
        "Ana Ruiz won. Police held Ruiz after the vote; Oskar won Ruiz over.",
    ],
)
def test_who_is_lost_or_held_without_an_election_is_a_person(text: str) -> None:
    rows = [mention(words, "person") for words in ("Ana", "Oskar")]

    assert set(entities(text, rows).values()) == {"person"}


def test_two_towns_of_a_dateline_are_two_and_a_country_with_and_is_one() -> None:
    assert set(entities("OSLO and TURKU, June 18 (Wire) - Shops closed.", [])) >= {"Oslo", "Turku"}
    assert "Tobago" not in entities("TRINIDAD and TOBAGO, June 18 (Wire) - Shops closed.", [])


SON = "Minister Babul Osk resigned. Champa Lund won; his son Babul lost."


def test_a_son_with_the_given_name_of_another_is_no_mention_of_him() -> None:
    rows = [mention("Babul Osk", "person"), mention("Champa Lund", "person"), mention("Babul#2", "person")]
    rows += [mention("son", "person", "nominal")]

    assert set(entities(SON, rows, [("coref", "Babul#2", "son")])) == {"Babul Osk", "Champa Lund", "Babul"}


def test_a_son_whose_family_name_another_bears_is_who_is_named_with_it() -> None:
    text = SON.replace("Champa Lund", "Champa Osk")
    rows = [mention("Babul Osk", "person"), mention("Champa Osk", "person"), mention("Babul#2", "person")]

    assert set(entities(text, rows)) == {"Babul Osk", "Champa Osk"}


@pytest.mark.parametrize(("text", "one"), [(" of 34,", True), (", 34,", True), (", a nurse and others", False)])
def test_who_is_described_again_with_the_age_is_one_person(text: str, one: bool) -> None:
    rows = [mention("first patient", "person", "nominal"), mention("pregnant woman", "person", "nominal")]
    found = clusters(f"The first patient, a pregnant woman{text} died.", rows, told=True)

    assert (len(found) == 1) is one


@pytest.mark.parametrize("word", ["both", "each other", "neither"])
def test_words_that_only_share_out_who_was_named_are_nobody_else(word: str) -> None:
    rows = [mention("two clubs", "group", "nominal"), mention(word, "group", "nominal")]

    assert clusters(f"The two clubs met and {word} lost.", rows) == [["two clubs"]]


@pytest.mark.parametrize(
    ("text", "marked", "name"),
    [
        ("Then Ashraf El-Sayed's car burned.", "Ashraf El", "Ashraf El-Sayed"),
        ("The Osk-Ruvu talks failed.", "Osk", "Osk"),
        ("The Ana Paz-era law fell.", "Ana Paz", "Ana Paz"),
    ],
)
def test_a_persons_name_goes_on_behind_a_hyphen(text: str, marked: str, name: str) -> None:
    assert list(entities(text, [mention(marked, "person")])) == [name]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bank of Ghana Governor Ana Ruiz spoke.", ["Ana Ruiz", "Bank of Ghana"]),
        ("Bank in Ghana, Ana Ruiz spoke.", ["Ana Ruiz", "Ghana"]),
    ],
)
def test_a_bank_is_called_by_the_country_behind_of(text: str, expected: list[str]) -> None:
    rows = [mention("Bank", "organisation", "nominal"), mention("Ghana", "country"), mention("Ana Ruiz", "person")]

    assert sorted(entities(text, rows)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Marks & Oduya cut jobs.", {"Marks & Oduya": "company"}),
        ("Marks and Oduya, a law firm in Osk, cut jobs.", {"Marks and Oduya": "company"}),
        ("Marks and Oduya, a bank in Osk, merged.", {"Marks": "organisation", "Oduya": "organisation"}),
        ("Marks & Oduya met. Marks left. Oduya wept.", {"Marks": "organisation", "Oduya": "organisation"}),
        ("Marks and Oduya, a bank clerk, wept.", {"Marks": "organisation", "Oduya": "organisation"}),
        ("Marks and Oduya cut jobs.", {"Marks": "organisation", "Oduya": "organisation"}),
    ],
)
def test_two_names_are_one_firms_where_the_words_say_so(text: str, expected: dict[str, str]) -> None:
    assert entities(text, [mention("Marks", "organisation"), mention("Oduya", "organisation")]) == expected


def test_a_name_with_an_ampersand_is_no_persons() -> None:
    assert entities("The shop was Khan & Sons of Osk.", [mention("Khan & Sons", "person")]) == {
        "Khan & Sons": "company"
    }


def test_a_land_that_no_gazetteer_has_is_named_where_it_acts() -> None:
    text = "Orumia signed the treaty."

    (land,) = extraction(text, [mention("Orumia", "country", "metonym")], []).entities

    assert (land.name, land.type, land.named) == ("Orumia", "country", True)


@pytest.mark.parametrize(("letters", "names"), [("ODNCU", 1), ("NCU", 2), ("OXU", 2)])
def test_what_one_set_of_letters_is_short_for_is_one_name(letters: str, names: int) -> None:
    rows = [mention("Osk Doctors", "organisation"), mention("Nurses and Cooks Union", "organisation")]

    found = entities(f"The Osk Doctors, Nurses and Cooks Union ({letters}) left.", rows)

    assert len(found) == names


@pytest.mark.parametrize(("full", "one"), [("National Rescue Agency", 1), ("Agency", 2)])
def test_a_body_is_called_for_short_in_brackets(full: str, one: int) -> None:
    rows = [mention(full, "organisation"), mention("Basarnas", "organisation")]

    assert len(entities(f"Divers of the {full} (Basarnas) left.", rows)) == one


def test_initials_are_part_of_the_name_behind_them() -> None:
    rows = [mention("K.P.", "organisation"), mention("Sharma Oskar", "person")]

    assert entities("The vote made way for K.P. Sharma Oskar on Friday.", rows) == {"K.P. Sharma Oskar": "person"}


@pytest.mark.parametrize(
    ("wing", "name"),
    [("Unified Marxist", "Communist Party of Osk (Unified Marxist)"), ("CPO", "Communist Party of Osk")],
)
def test_a_wing_in_brackets_is_part_of_its_party(wing: str, name: str) -> None:
    rows = [mention("Communist Party of Osk", "organisation"), mention(wing, "organisation")]

    assert name in entities(f"The Communist Party of Osk ({wing}) left.", rows)


@pytest.mark.parametrize(("title", "name"), [("Speaker", "Dev Raj Oskar"), ("Attorney", "Raj Oskar")])
def test_what_stands_between_a_title_and_a_name_is_of_the_name(title: str, name: str) -> None:
    assert list(entities(f"It was late, {title} Dev Raj Oskar said.", [mention("Raj Oskar", "person")])) == [name]


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        (["Osk Rail No. 3", "Building Group"], "Osk Rail No. 3 Building Group"),
        (["Osk Rail No. 3", "Works", "Norway", "Company Limited"], "Osk Rail No. 3 Works (Norway) Company Limited"),
        (["Osk Cement", "Norway) Co., Ltd"], "Osk Cement (Norway) Co., Ltd."),
        (["Osk Mining"], "Osk Mining, Inc."),
        (["Osk Mining"], "Osk Mining Pte. Ltd."),
    ],
)  # fmt: skip
def test_a_firm_is_called_by_its_number_its_land_and_its_form(parts: list[str], whole: str) -> None:
    groups = ["place" if part == "Norway" else "organisation" for part in parts]

    assert list(entities(f"Police said {whole} built it.", list(map(mention, parts, groups)))) == [whole]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Osk Rail (Norway) left Osk Works.", ["Osk Rail", "Osk Works"]),
        ("Osk Rail Limited Edition sets sold out at Osk Works.", ["Osk Rail", "Osk Works"]),
        ("Osk Rail Osk Works", ["Osk Rail", "Osk Works"]),  # no number: two firms of a list
    ],
)
def test_what_stands_behind_a_firm_is_no_part_of_its_name(text: str, names: list[str]) -> None:
    assert list(entities(text, [mention(name, "organisation") for name in names])) == names


def test_soldiers_who_rose_against_the_army_are_none_of_it() -> None:
    rows = [mention("Osk Army", "organisation"), mention("soldiers", "organisation", "nominal")]

    def army(text: str) -> list[str]:
        read = extraction(text, rows, [("coref", "soldiers", "Osk Army")])
        return [one.span.of(text) for one in read.mentions]

    assert army("The Osk Army sent tanks, and weary soldiers fled.") == ["Osk Army", "soldiers"]
    assert army("The Osk Army sent tanks, and mutinous soldiers fled.") == ["Osk Army"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Police fined O9 Peru 8 million crowns.", "O9 Peru"),
        ("Police praised Norvik Peru, a lender.", "Norvik Peru"),
    ],
)
def test_a_firms_branch_is_called_by_its_land(text: str, name: str) -> None:
    rows = [mention(name.split(maxsplit=1)[0], "organisation"), mention("Peru", "country")]

    assert [(e.name, e.type) for e in extraction(text, rows, []).entities if e.name == name] == [(name, "company")]


@pytest.mark.parametrize("text", ["Police praised the EU Peru deal.", "Police praised Norvik. Peru is glad."])
def test_a_land_that_tells_of_something_else_is_no_part_of_a_name(text: str) -> None:
    rows = [mention("EU" if "EU" in text else "Norvik", "organisation"), mention("Peru", "country")]

    assert len(entities(text, rows)) == 2


@pytest.mark.parametrize(
    ("name", "one"),
    [
        ("Osk Metropolitan Police", True),
        ("Osk City Council", True),
        ("Osk Stock Exchange", True),
        ("Osk Harbour Pilots", False),
        ("Osk Red Cross", False),
    ],
)
def test_a_body_that_common_words_name_is_called_by_its_town(name: str, one: bool) -> None:
    town, body = name.split(" ", 1)
    found = entities(f"Later {name} said no.", [mention(town, "place"), mention(body, "organisation")])

    assert list(found) == ([name] if one else [town, body])
    assert not one or found[name] == "organisation"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Its owner, Osk Coal Co., Ltd., was fined.", "Osk Coal Co., Ltd."),
        ("Its owner, Osk Steel Corp., Inc., was fined.", "Osk Steel Corp., Inc."),
        ("Its owner is Osk Coal. Ltd firms were fined.", "Osk Coal"),
    ],
)
def test_a_firms_form_stands_behind_a_dot_and_a_comma(text: str, name: str) -> None:
    rows = [mention(name.split(".", maxsplit=1)[0], "organisation")]
    form = name.rpartition(", ")[2].rstrip(".")
    rows += [mention(form, "organisation")] if ", " in name else []

    assert [one.rstrip(".") for one in entities(text, rows)] == [name.rstrip(".")]
