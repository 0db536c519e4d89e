"""Whose an office is by what its sentence or paragraph tells besides: a premier's minister, a council's leader."""

import pytest

from kb.model import Span
from tests.extraction.analyses import Row
from tests.extraction.test_offices import body, office, offices, person


def pronoun(words: str, group: str = "person") -> Row:
    return ("mention", group, words, {"kind": "pronoun", "type": group})


def test_a_premiers_foreign_minister_is_of_the_premiers_country() -> None:
    text = "Japan's Prime Minister Ada Obi told Kenya that her foreign minister, Bo Lund, would come."
    rows = [body("Japan", "country"), office("Prime Minister"), person("Ada Obi"), body("Kenya", "country")]
    rows += [pronoun("her"), office("foreign minister"), person("Bo Lund")]
    links = [("holder", "Prime Minister", "Ada Obi"), ("holder", "foreign minister", "Bo Lund")]
    links += [("body", "Prime Minister", "Japan"), ("body", "foreign minister", "Kenya"), ("coref", "her", "Ada Obi")]

    assert [o[2] for o in offices(text, rows, links)] == ["Japan", "Japan"]


def test_a_mayors_minister_is_of_no_town() -> None:
    text = "Bergen Mayor Ada Obi met her foreign minister, Bo Lund."
    rows = [body("Bergen", "place"), office("Mayor"), person("Ada Obi"), pronoun("her")]
    rows += [office("foreign minister"), person("Bo Lund")]
    links = [("holder", "Mayor", "Ada Obi"), ("holder", "foreign minister", "Bo Lund"), ("coref", "her", "Ada Obi")]

    assert [o[2] for o in offices(text, rows, links)] == ["Bergen", ""]


def test_a_partys_leader_of_a_council_leads_the_council() -> None:
    text = "Ada Obi was the Unity leader of the Osk Council. The Unity leader of Kenya left."
    rows = [person("Ada Obi"), body("Unity"), office("leader"), body("Osk Council")]

    assert [o[2] for o in offices(text, rows, [("holder", "leader", "Ada Obi")])] == ["Osk Council"]


def test_a_partys_leader_of_a_town_leads_the_party() -> None:
    text = "Ada Obi was the Unity leader of the old mill."
    rows = [person("Ada Obi"), body("Unity"), office("leader"), body("mill", "place")]

    assert [o[2] for o in offices(text, rows, [("holder", "leader", "Ada Obi")])] == ["Unity"]


def test_who_is_named_as_something_has_it_though_another_office_stands_between() -> None:
    text = "The agency named Ada Obi, its chief scientist, as interim director. Mayor Bo Lund wept."
    rows = [body("agency", "organisation", "nominal"), person("Ada Obi"), office("interim director")]
    rows += [office("Mayor"), person("Bo Lund")]
    wrong = [("holder", "interim director", "Bo Lund"), ("holder", "Mayor", "Bo Lund")]

    assert ("Ada Obi", "interim director") in [o[:2] for o in offices(text, rows, wrong)]


def test_who_only_stands_before_as_is_not_named_to_it() -> None:
    text = "The agency praised Ada Obi, its chief scientist, as interim director Bo Lund wept."
    rows = [body("agency", "organisation", "nominal"), person("Ada Obi"), office("interim director"), person("Bo Lund")]

    assert [o[0] for o in offices(text, rows, [])] == ["Bo Lund"]


def test_a_bare_minister_is_of_the_ministry_of_the_paragraph() -> None:
    text = "The Osk Ministry of Mines said so. Minister Ada Obi wept."
    rows = [body("Osk Ministry of Mines"), office("Minister"), person("Ada Obi")]
    held = [("holder", "Minister", "Ada Obi")]
    apart = (Span(0, text.index(".") + 1), Span(text.index("Minister Ada"), len(text)))

    assert offices(text, rows, held, paragraphs=(Span(0, len(text)),))[0][2] == "Osk Ministry of Mines"
    assert offices(text, rows, held, paragraphs=apart)[0][2] == ""


def test_a_provinces_minister_is_of_no_country() -> None:
    text = "The Osk province burned. Kenya sent help, provincial health minister Ada Obi said."
    rows: list[Row] = [("mention", "place", "Osk province", {"kind": "name", "type": "province"})]
    rows += [body("Kenya", "country"), office("provincial health minister"), person("Ada Obi")]
    links = [("holder", "provincial health minister", "Ada Obi"), ("body", "provincial health minister", "Kenya")]

    assert offices(text, rows, links)[0][2] == "Osk province"


def test_no_police_has_a_regional_governor() -> None:
    text = "The Osk Police came. Regional governor Ada Obi wept."
    rows = [body("Osk Police"), office("Regional governor"), person("Ada Obi")]
    links = [("holder", "Regional governor", "Ada Obi"), ("body", "Regional governor", "Osk Police")]

    assert offices(text, rows, links)[0][2] == ""


def test_a_governor_is_of_no_state_that_only_a_later_address_names() -> None:
    text = "Gov. Ada Obi spoke. Bo Lund, from Camden, New Jersey, came. Trenton, New Jersey, slept."
    rows: list[Row] = [
        ("mention", "place", name, {"kind": "name", "type": "state"}) for name in ("New Jersey", "New Jersey#2")
    ]
    rows += [office("Gov"), person("Ada Obi")]

    assert offices(text, rows, [("holder", "Gov", "Ada Obi")])[0][2] == ""
    there = "Gov. Ada Obi spoke. Later New Jersey slept. A train left New Jersey."
    assert offices(there, rows, [("holder", "Gov", "Ada Obi")])[0][2] == "New Jersey"


def test_a_chief_executive_is_of_the_company_that_the_article_is_about() -> None:
    text = "Orsa fell. Orsa cut jobs. Orsa sold a mill to Belt. Chief Executive Ada Obi wept."
    names = ["Orsa", "Orsa#2", "Orsa#3", "Belt"]
    rows: list[Row] = [("mention", "organisation", n, {"kind": "name", "type": "company"}) for n in names]
    rows += [office("Chief Executive"), person("Ada Obi")]
    held = [("holder", "Chief Executive", "Ada Obi")]
    parts = (Span(0, 10), Span(11, text.index("Chief")), Span(text.index("Chief"), len(text)))

    assert offices(text, rows, held, paragraphs=parts)[0][2] == "Orsa"
    fewer = [row for row in rows if row[2] != "Orsa#3"]
    assert offices(text, fewer, held, paragraphs=parts)[0][2] == ""


def test_a_partys_leader_of_a_houses_committee_leads_the_committee() -> None:
    text = "The Unity leader of the Osk parliament's mines committee, Ada Obi, wept."
    rows = [body("Unity"), office("leader"), body("Osk parliament"), body("mines committee", kind="nominal")]
    rows += [person("Ada Obi")]

    assert [o[2] for o in offices(text, rows, [("holder", "leader", "Ada Obi")])] == ["mines committee"]


def test_a_ministers_spokesman_speaks_for_no_body_named_before() -> None:
    text = "The Osk Commission met. The minister's spokesman, Ada Obi, wept."
    rows = [body("Osk Commission"), ("mention", "person", "minister", {"kind": "nominal", "type": "person"})]
    rows += [office("spokesman"), person("Ada Obi")]
    links = [("holder", "spokesman", "Ada Obi"), ("body", "spokesman", "Osk Commission")]

    assert [o[2] for o in offices(text, rows, links)] == [""]


@pytest.mark.parametrize(
    ("court", "kind", "expected"),
    [
        ("Osk District Court", "organisation", ""),
        ("International Criminal Court", "organisation", "International Criminal Court"),
        ("Osk Bar", "organisation", "Osk Bar"),
    ],
)
def test_a_prosecutor_stands_before_a_court_and_is_of_none_but_an_international_one(
    court: str, kind: str, expected: str
) -> None:
    text = f"The {court} met. Prosecutor Ada Obi asked for 20 years."
    rows = [body(court, kind), office("Prosecutor"), person("Ada Obi")]

    assert offices(text, rows, [("body", "Prosecutor", court)]) == [("Ada Obi", "Prosecutor", expected, "current")]


def test_a_prosecutor_at_a_court_that_the_words_name_is_of_none() -> None:
    text = "Ada Obi, the prosecutor at the Osk Special Court, left."
    rows = [person("Ada Obi"), office("prosecutor"), body("Osk Special Court")]

    assert [o[2] for o in offices(text, rows, [])] == [""]


@pytest.mark.parametrize(("whose", "expected"), [("Its", "Osk Aid"), ("The", "Zambia")])
def test_who_represents_a_body_somewhere_is_of_the_body(whose: str, expected: str) -> None:
    text = f"Osk Aid sent vaccine. {whose} representative in Zambia, Ada Obi, spoke."
    rows = [body("Osk Aid"), office("representative"), body("Zambia", "country"), person("Ada Obi")]
    rows += [pronoun("Its", "organisation")] if whose == "Its" else []
    links = [("holder", "representative", "Ada Obi"), *([("coref", "Its", "Osk Aid")] if whose == "Its" else [])]

    assert [o[2] for o in offices(text, rows, links)] == [expected]


@pytest.mark.parametrize(
    ("named", "holders"),
    [
        ("Ada Obi and Bo Lund", ["Ada Obi", "Bo Lund"]),
        ("Ada Obi, Bo Lund and Cy Dahl", ["Ada Obi", "Bo Lund", "Cy Dahl"]),
        ("Ada Obi, saw Bo Lund and Cy Dahl", ["Ada Obi"]),
        ("Ada Obi, Bo Lund", ["Ada Obi"]),
    ],
)
def test_an_office_in_the_plural_is_that_of_each_who_is_named(named: str, holders: list[str]) -> None:
    text = f"Two directors of Osk Foods, {named}, left."
    rows = [
        office("directors"),
        body("Osk Foods"),
        *(person(n) for n in ("Ada Obi", "Bo Lund", "Cy Dahl") if n in named),
    ]
    tree = {"directors": ("NOUN", "nsubj", "left"), "left": ("VERB", "root", "left")}

    found = offices(text, rows, [("holder", "directors", "Ada Obi")], tree=tree)

    assert [o[:3] for o in found] == [(holder, "director", "Osk Foods") for holder in holders]


@pytest.mark.parametrize("role", ["headquarters chief", "chief of operations"])
def test_a_plural_in_a_role_that_one_person_has_is_part_of_it(role: str) -> None:
    text = f"The {role}, Ada Obi and Bo Lund left."
    tree = {"chief": ("NOUN", "nsubj", "left"), "left": ("VERB", "root", "left")}
    tree |= {word: ("NOUN", "nmod", "chief") for word in role.split() if word not in ("chief", "of")}
    rows = [office(role), person("Ada Obi"), person("Bo Lund")]

    assert [o[:2] for o in offices(text, rows, [("holder", role, "Ada Obi")], tree=tree)] == [("Ada Obi", role)]


@pytest.mark.parametrize(("marked", "role"), [("auditor", "auditor-general"), ("editor", "editor-in-chief")])
def test_a_role_goes_on_behind_its_hyphen(marked: str, role: str) -> None:
    text = f"The {role}, Ada Obi, left."

    assert [o[:2] for o in offices(text, [office(marked), person("Ada Obi")])] == [("Ada Obi", role)]


def test_a_governor_general_is_the_countrys_and_no_treasurys() -> None:
    text = "In Tuvalu the treasury closed. Tuvalu wept. Governor-General Ada Obi spoke."
    treasury = ("mention", "organisation", "treasury", {"kind": "nominal", "type": "office"})
    rows = [*(body(f"Tuvalu#{n}", "country") for n in (1, 2)), treasury, office("Governor-General"), person("Ada Obi")]

    found = offices(text, rows, [("body", "Governor-General", "treasury")])

    assert [o[:3] for o in found] == [("Ada Obi", "Governor-General", "Tuvalu")]


@pytest.mark.parametrize(
    ("role", "name", "whose"),
    [
        ("ambassador", "Osk Relief Fund", ""),
        ("director", "Osk Relief Fund", "Osk Relief Fund"),
        ("opposition deputy", "Ruling Alliance", ""),
        ("deputy", "Ruling Alliance", "Ruling Alliance"),
    ],
)
def test_who_cannot_be_of_a_body_is_not(role: str, name: str, whose: str) -> None:
    text = f"The {name} sent tents. The {role}, Ada Obi, thanked it."
    rows = [body(name), office(role), person("Ada Obi")]
    links = [("holder", role, "Ada Obi"), ("body", role, name)]

    assert [o[2] for o in offices(text, rows, links)] == [whose]


@pytest.mark.parametrize(("relation", "who"), [("obl", "Ada Obi"), ("appos", "Bo Lund")])
def test_a_verb_before_an_office_gives_it_to_its_own_subject(relation: str, who: str) -> None:
    text = "Ada Obi with Bo Lund, will stay as chair."
    rows = [person("Ada Obi"), person("Bo Lund"), office("chair")]
    tree = {
        "Ada": ("PROPN", "nsubj", "stay"),
        "Obi": ("PROPN", "flat", "Ada"),
        "with": ("ADP", "case", "Bo"),
        "Bo": ("PROPN", relation, "Ada"),
        "Lund": ("PROPN", "flat", "Bo"),
        "will": ("AUX", "aux", "stay"),
        "stay": ("VERB", "root", "stay"),
        "as": ("ADP", "case", "chair"),
        "chair": ("NOUN", "obl", "stay"),
    }
    found = offices(text, rows, [("holder", "chair", "Ada Obi")], tree=tree)

    assert [o[0] for o in found] == [who]


@pytest.mark.parametrize(
    ("named", "kind", "whose"),
    [("Bank of Kenya", "organisation", "Bank of Kenya"), ("Forum of Kenya", "organisation", "")],
)
def test_a_governor_of_whom_no_province_is_told_is_the_central_banks(named: str, kind: str, whose: str) -> None:
    text = f"The {named} cut rates. Governor Ada Obi spoke."
    rows = [body(named, kind), office("Governor"), person("Ada Obi")]

    assert [o[2] for o in offices(text, rows, [("holder", "Governor", "Ada Obi")])] == [whose]


def test_a_police_minister_is_of_no_police() -> None:
    text = "The Osk police fled. Police Minister Ada Obi spoke."
    rows = [body("Osk police"), office("Police Minister"), person("Ada Obi")]

    assert [o[2] for o in offices(text, rows, [("holder", "Police Minister", "Ada Obi")])] == [""]


def test_a_charge_daffaires_has_the_whole_of_his_title() -> None:
    text = "They summoned the chargé d'affaires, Ada Obi, on Monday."
    rows = [office("chargé"), person("Ada Obi")]

    assert [o[1] for o in offices(text, rows, [("holder", "chargé", "Ada Obi")])] == ["chargé d'affaires"]


@pytest.mark.parametrize(("role", "whose"), [("opposition leader", ""), ("finance director", "Osk Ales")])
def test_no_firm_has_an_opposition(role: str, whose: str) -> None:
    text = f"Osk Ales sent tents. The {role}, Ada Obi, thanked it."
    rows: list[Row] = [("mention", "organisation", "Osk Ales", {"kind": "name", "type": "company"})]
    rows += [office(role), person("Ada Obi")]
    links = [("holder", role, "Ada Obi"), ("body", role, "Osk Ales")]

    assert [o[2] for o in offices(text, rows, links)] == [whose]
