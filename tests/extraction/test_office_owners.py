"""Whose an office is by what its sentence or paragraph tells besides: a premier's minister, a council's leader."""

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
