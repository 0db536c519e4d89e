"""Offices as news words them: title before the name, apposition after it, "head of", former and acting."""

import re
from collections.abc import Mapping
from dataclasses import replace

import pytest

from kb.extraction.builtin import create
from kb.extraction.names.coreference import cluster_mentions
from kb.extraction.names.entities import build_entities
from kb.extraction.names.stage import collect_mentions
from kb.extraction.offices.stage import find_offices
from kb.language.gazetteer import shipped
from kb.model import Article, Span
from tests.extraction.analyses import Row, document, grow


def person(words: str) -> Row:
    return ("mention", "person", words, {"kind": "name", "type": "person"})


def body(words: str, group: str = "organisation", kind: str = "name") -> Row:
    return ("mention", group, words, {"kind": kind, "type": {"place": "city"}.get(group, group)})


def office(words: str) -> Row:
    return ("office", "office", words, {"status": "current"})


def offices(
    text: str,
    rows: list[Row],
    links: list[tuple[str, str, str]] | None = None,
    *,
    filed_at: Span | None = None,
    paragraphs: tuple[Span, ...] = (),
    tree: Mapping[str, tuple[str, str, str]] | None = None,
    score: float = 0.9,
) -> list[tuple[str, ...]]:
    doc = replace(document(text, rows, links or [], score), filed_at=filed_at)
    doc = replace(doc, paragraphs=paragraphs) if paragraphs else doc
    if tree is not None:
        grow(doc.doc, tree)
    corefs = {r.head: {r.tail: r.score} for r in doc.analysis.relations if r.label == "coref"}
    table = build_entities(doc, cluster_mentions(collect_mentions(doc, shipped()), corefs, text), shipped())

    def name(entity: str) -> str:
        return table.entity(entity).name if entity else ""

    return [
        (name(o.person), o.role, name(o.organisation or o.place or o.country), o.status)
        for o in find_offices(doc, table)
    ]


@pytest.mark.parametrize(
    ("text", "rows", "expected"),
    [
        (
            "Bergen Mayor Kari Lie resigned.",
            [body("Bergen", "place"), office("Mayor"), person("Kari Lie")],
            ("Kari Lie", "Mayor", "Bergen", "current"),
        ),
        (
            "Peruvian President Luis Soto left.",
            [body("Peruvian", "country", "adjective"), office("President"), person("Luis Soto")],
            ("Luis Soto", "President", "Peru", "current"),
        ),
        (
            "Wanjiru Kamau, head of the Coast Guard, agreed.",
            [person("Wanjiru Kamau"), office("head"), body("Coast Guard")],
            ("Wanjiru Kamau", "head", "Coast Guard", "current"),
        ),
        (
            "A spokesman for the Rice Board, Tan Chi, agreed.",
            [office("spokesman"), body("Rice Board"), person("Tan Chi")],
            ("Tan Chi", "spokesman", "Rice Board", "current"),
        ),
        (
            "Former judge Ali Omar spoke.",
            [office("judge"), person("Ali Omar")],
            ("Ali Omar", "judge", "", "former"),
        ),
        (
            "Acting governor Eva Lund spoke.",
            [office("governor"), person("Eva Lund")],
            ("Eva Lund", "governor", "", "acting"),
        ),
    ],
)
def test_the_words_around_a_role_name_holder_body_and_status(
    text: str, rows: list[Row], expected: tuple[str, ...]
) -> None:
    assert offices(text, rows) == [expected]


def test_the_words_beat_the_models_link() -> None:
    text = "Minister Ada Ray met Kofi Boa."
    rows = [office("Minister"), person("Ada Ray"), person("Kofi Boa")]

    assert offices(text, rows, [("holder", "Minister", "Kofi Boa")])[0][0] == "Ada Ray"


def test_a_role_that_nobody_holds_is_no_office() -> None:
    assert offices("The post of mayor is vacant.", [office("mayor")]) == []


def test_a_minister_without_a_country_serves_the_one_the_article_is_about() -> None:
    text = "Chile grieves. Chile buries its dead, and Chile waits. Health Minister Rosa Paz wept."
    rows = [
        *(body(f"Chile#{n}", "country") for n in (1, 2, 3)),
        office("Health Minister"),
        person("Rosa Paz"),
    ]

    assert offices(text, rows) == [("Rosa Paz", "Health Minister", "Chile", "current")]


def test_a_role_marked_in_two_pieces_is_one_office() -> None:
    text = "Deputy foreign minister Ilya Mor left."

    assert offices(text, [office("Deputy"), office("foreign minister"), person("Ilya Mor")]) == [
        ("Ilya Mor", "Deputy foreign minister", "", "current")
    ]


@pytest.mark.parametrize(("relation", "expected"), [("amod", ["provincial prosecutor"]), ("dep", [])])
def test_an_adjective_marked_alone_is_the_whole_role_that_it_is_of(relation: str, expected: list[str]) -> None:
    text = "A provincial prosecutor, Ilya Mor, left."
    tree = {"provincial": ("ADJ", relation, "prosecutor"), "Ilya": ("PROPN", "compound", "Mor")}

    assert [o[1] for o in offices(text, [office("provincial"), person("Ilya Mor")], tree=tree)] == expected


@pytest.mark.parametrize("role", ["Prosecutor General", "Attorney General", "secretary-general"])
def test_a_general_among_civilians_is_no_rank(role: str) -> None:
    first, _, last = role.replace("-", " ").partition(" ")
    marked = [office(first), office(last)] if " " in role else [office(role)]

    assert offices(f"{role} Ana Paz spoke.", [*marked, person("Ana Paz")]) == [("Ana Paz", role, "", "current")]


@pytest.mark.parametrize(
    ("text", "role", "place", "kind"),
    [
        ("Energy minister Ana Paz spoke for the former minister in Osk.", "minister", "Osk", "city"),
        ("The governor, Ana Paz, saw Osk harbour.", "governor", "Osk harbour", "facility"),
        ("The governor, Ana Paz, saw southern Chile.", "governor", "southern Chile", "region"),
    ],
)
def test_a_place_that_has_no_such_office_is_not_its_body(text: str, role: str, place: str, kind: str) -> None:
    where = ("mention", "place", place, {"kind": "name", "type": kind})
    rows = [person("Ana Paz"), office(f"{role}#{text.count(role)}"), where]
    links = [("holder", f"{role}#{text.count(role)}", "Ana Paz"), ("body", f"{role}#{text.count(role)}", place)]

    assert [o[2] for o in offices(text, rows, links)] == [""]


def test_an_office_in_fewer_words_is_the_same_office() -> None:
    text = "Energy minister Ana Paz left. Friends of the minister wept. Deputy governor Eva Lund, the governor, stayed."
    rows = [
        office("Energy minister"),
        person("Ana Paz"),
        office("minister#2"),
        office("Deputy governor"),
        person("Eva Lund"),
        office("governor#2"),
    ]
    links = [("holder", "minister#2", "Ana Paz"), ("holder", "governor#2", "Eva Lund")]

    assert [o[1] for o in offices(text, rows, links)] == ["Energy minister", "Deputy governor", "governor"]


def test_a_rank_between_role_and_name_is_an_office_of_its_own() -> None:
    text = "Coast Guard spokesman Captain Tan Chi agreed."
    rows = [body("Coast Guard"), office("spokesman Captain"), person("Tan Chi")]

    assert offices(text, rows) == [
        ("Tan Chi", "spokesman", "Coast Guard", "current"),
        ("Tan Chi", "Captain", "Coast Guard", "current"),
    ]


def test_who_is_new_in_an_office_holds_it_by_its_name() -> None:
    rows = [office("new chairman"), person("Kofi Lu"), office("New Castle mayor"), person("Ama Lu")]

    found = offices("The new chairman Kofi Lu left. New Castle mayor Ama Lu stayed.", rows)

    assert [o[1] for o in found] == ["chairman", "New Castle mayor"]


def test_a_rank_of_the_police_is_one_office() -> None:
    rows = [office("Police Superintendent"), person("Kofi Lu")]

    assert [o[:2] for o in offices("Police Superintendent Kofi Lu left.", rows)] == [
        ("Kofi Lu", "Police Superintendent")
    ]


def test_a_role_and_a_rank_side_by_side_are_two() -> None:
    two = [office("spokesman"), office("Captain"), person("Tan Chi")]

    assert [o[1] for o in offices("The spokesman Captain Tan Chi agreed.", two)] == ["spokesman", "Captain"]


def test_of_an_owner_and_what_it_owns_the_office_is_of_the_second() -> None:
    text = "The governor of Peru’s Loreto region, Luis Soto, agreed."
    rows = [office("governor"), body("Peru", "country"), body("Loreto region", "place"), person("Luis Soto")]

    assert offices(text, rows) == [("Luis Soto", "governor", "Loreto region", "current")]


def test_a_country_has_no_mayor_whatever_the_model_links() -> None:
    text = "Mayor Kari Lie flew to Peru."
    rows = [office("Mayor"), person("Kari Lie"), body("Peru", "country")]

    assert offices(text, rows, [("body", "Mayor", "Peru")]) == [("Kari Lie", "Mayor", "", "current")]


def test_the_country_that_a_president_visits_is_not_theirs() -> None:
    text = "President Luis Soto flew to Chile."
    rows = [office("President"), person("Luis Soto"), body("Chile", "country")]

    assert offices(text, rows, [("body", "President", "Chile")])[0][2] == ""
    text = "Peru mourns in Peru and Peru. President Luis Soto flew to Chile."
    rows = [body(f"Peru#{n}", "country") for n in (1, 2, 3)] + rows
    assert offices(text, rows, [("body", "President", "Chile")])[0][2] == "Peru"


def test_a_bank_has_no_minister_and_a_verb_is_no_role() -> None:
    text = "Norges Bank held. Minister Kari Lie, who leads Rød Framtid, agreed in Bergen. Oslo waits. Norway waits."
    rows = [body("Norges Bank"), office("Minister"), person("Kari Lie"), office("leads"), body("Rød Framtid"),
            body("Bergen", "place"), body("Oslo", "place"), body("Norway", "country")]  # fmt: skip
    links = [("body", "Minister", "Norges Bank"), ("body", "leads", "Rød Framtid"), ("holder", "leads", "Kari Lie")]

    assert offices(text, rows, links) == [
        ("Kari Lie", "Minister", "Norway", "current"),
        ("Kari Lie", "leader", "Rød Framtid", "current"),
    ]


def test_a_country_named_only_in_other_sentences_is_not_visited() -> None:
    text = "Norway votes again. King Harald waits."
    rows = [body("Norway", "country"), office("King"), person("Harald")]

    assert offices(text, rows, [("body", "King", "Norway")]) == [("Harald", "King", "Norway", "current")]


def test_a_country_of_the_same_sentence_may_be_visited() -> None:
    text = "King Harald waits while Norway votes."
    rows = [body("Norway", "country"), office("King"), person("Harald")]

    assert offices(text, rows, [("body", "King", "Norway")]) == [("Harald", "King", "", "current")]


def test_the_sentence_before_says_nothing_of_an_offices_status() -> None:
    text = "They paid 400 former rebels.\n\nPresident Bah Ndaw waits."
    rows = [office("President"), person("Bah Ndaw")]

    assert offices(text, rows) == [("Bah Ndaw", "President", "", "current")]


def test_a_body_that_fits_the_office_is_looked_for_behind_one_that_does_not() -> None:
    text = "Norges Bank and Norway agreed, and so did Oslo. Minister Kari Lie left. Mayor Ola Moe stayed."
    rows = [body("Norges Bank"), body("Norway", "country"), body("Oslo", "place"), office("Minister"),
            person("Kari Lie"), office("Mayor"), person("Ola Moe")]  # fmt: skip
    links = [("body", "Minister", "Norges Bank"), ("body", "Minister", "Norway"), ("body", "Mayor", "Oslo")]

    assert [row[2] for row in offices(text, rows, links)] == ["Norway", "Oslo"]


def test_the_president_of_a_union_is_not_the_countrys() -> None:
    text = "The Nurses' Union struck in Oslo. Norway waits. “No,” said its president, Kari Lie. President Ola Moe left."
    rows = [body("Nurses' Union"), body("Oslo", "place"), body("Norway", "country"), office("president"),
            person("Kari Lie"), office("President"), person("Ola Moe")]  # fmt: skip

    assert [row[2] for row in offices(text, rows)] == ["", "Norway"]
    assert [row[2] for row in offices(text, rows, [("body", "president", "Nurses' Union")])] == [
        "Nurses' Union",
        "Norway",
    ]


def test_a_predecessor_held_the_office_of_whom_he_came_before() -> None:
    text = "Economy Minister Ana Ruiz agreed. Her predecessor, Leo Vidal, did not."
    rows = [office("Economy Minister"), person("Ana Ruiz"), office("predecessor"), person("Leo Vidal")]

    assert offices(text, rows) == [
        ("Ana Ruiz", "Economy Minister", "", "current"),
        ("Leo Vidal", "Economy Minister", "", "former"),
    ]


def test_a_predecessor_held_what_the_other_holds_now_not_what_he_once_did() -> None:
    text = "Economy Minister Ana Ruiz agreed. Ruiz, a former judge, came after her predecessor, Leo Vidal, left."
    rows = [office("Economy Minister"), person("Ana Ruiz"), person("Ruiz#2"), office("judge"), office("predecessor"),
            person("Leo Vidal")]  # fmt: skip

    assert offices(text, rows, [("holder", "judge", "Ruiz#2")])[-1] == ("Leo Vidal", "Economy Minister", "", "former")


@pytest.mark.parametrize(
    ("away", "country"),
    [("is on a three-day visit to", ""), ("spoke of", "Norway"), ("opened a visit to", "Norway")],
)
def test_a_minister_is_not_of_the_only_country_where_somebody_is_a_guest(away: str, country: str) -> None:
    text = f"Finance Minister Ana Ruiz quit. Leo Vidal, who {away} Norway, thanked her."
    rows = [office("Finance Minister"), person("Ana Ruiz"), person("Leo Vidal"), body("Norway", "country")]

    assert offices(text, rows)[0][2] == country


@pytest.mark.parametrize(
    ("clause", "former"),
    [
        (", who took over in May from Leo Vidal", True),
        (", who had succeeded General Leo Vidal", True),
        (", who heard from Leo Vidal", False),
        (", who will take over from Leo Vidal", False),
        (", who replaced Leo Vidal in 2019", True),
        (", who replaced Leo Vidal as a judge", False),
        (", who replaced Leo Vidal on the list", False),
    ],
)
def test_whom_somebody_took_over_from_held_the_office(clause: str, former: bool) -> None:
    text = f"Economy Minister Ana Ruiz{clause}, agreed."
    rows = [office("Economy Minister"), person("Ana Ruiz"), person("Leo Vidal")]

    found = offices(text, rows)

    assert (("Leo Vidal", "Economy Minister", "", "former") in found) is former


@pytest.mark.parametrize("style", ["Acting", "Interim", "New"])
def test_whom_somebody_took_over_from_held_the_office_itself(style: str) -> None:
    text = f"{style} president Ana Ruiz, who took over from Leo Vidal, agreed."
    rows = [office(f"{style} president"), person("Ana Ruiz"), person("Leo Vidal")]

    assert ("Leo Vidal", "president", "", "former") in offices(text, rows)


def test_whom_somebody_succeeded_as_mayor_was_mayor() -> None:
    text = "Ana Ruiz succeeded Leo Vidal as mayor of Lom in 2019."
    rows = [person("Ana Ruiz"), person("Leo Vidal"), office("mayor"), body("Lom", "place")]

    assert set(offices(text, rows, [("holder", "mayor", "Ana Ruiz"), ("body", "mayor", "Lom")])) == {
        ("Ana Ruiz", "mayor", "Lom", "current"),
        ("Leo Vidal", "mayor", "Lom", "former"),
    }


@pytest.mark.parametrize(("owner", "whose"), [("the mine's", ""), ("the firm's", "Osk Ales")])
def test_the_director_of_a_mine_is_not_the_only_companys(owner: str, whose: str) -> None:
    text = f"Osk Ales cut jobs.\n\nPolice in Lom held {owner} director, Ana Ruiz."
    rows = [("mention", "organisation", "Osk Ales", {"kind": "name", "type": "company"}), office("director")]

    assert offices(text, [*rows, person("Ana Ruiz")])[0][2] == whose


def test_a_predecessor_of_nobody_is_no_office() -> None:
    text = "Her predecessor, Leo Vidal, did not agree."

    assert offices(text, [office("predecessor"), person("Leo Vidal")]) == []


@pytest.mark.parametrize("role", ["secretary-general", "union president"])
def test_the_kind_of_a_body_before_a_role_is_the_body_named_last(role: str) -> None:
    text = f"The Northern Dockers Union struck. The Harbour Board waited. Union {role} Ada Obi was glad."
    rows = [body("Northern Dockers Union"), body("Harbour Board"), office(role), person("Ada Obi"), office("Union#2")]

    assert offices(text, rows) == [("Ada Obi", role, "Northern Dockers Union", "current")]


@pytest.mark.parametrize(
    ("role", "place", "expected"),
    [
        ("Prime Minister", "province", "Kenya"),  # a province has none
        ("Revenue Minister", "province", "Ostavia"),
        ("Revenue Minister", "organisation", "Kenya"),  # a bank has none
    ],
)
def test_a_minister_is_of_a_state_and_a_prime_minister_of_a_country(role: str, place: str, expected: str) -> None:
    text = f"Floods hit Ostavia, Kenya. In Ostavia on Monday {role} Ada Obi wept. Kenya mourned, and Kenya waited."
    group = "place" if place == "province" else place
    rows: list[Row] = [
        ("mention", group, "Ostavia", {"kind": "name", "type": place}),
        ("mention", group, "Ostavia#2", {"kind": "name", "type": place}),
        *(body(f"Kenya#{n}", "country") for n in (1, 2, 3)),
        office(role),
        person("Ada Obi"),
    ]

    assert offices(text, rows, [("body", role, "Ostavia#2")]) == [("Ada Obi", role, expected, "current")]


def test_an_acronym_between_a_role_and_its_modifier_parts_nothing() -> None:
    rows = [office("Assistant"), body("U.S.", "country", "acronym"), office("Attorney"), person("Rachel Kim")]

    found = offices("Assistant U.S. Attorney Rachel Kim spoke.", rows)

    assert [row[:2] for row in found] == [("Rachel Kim", "Assistant U.S. Attorney")]


def test_a_minister_in_another_country_is_not_given_the_articles_own() -> None:
    text = "Peru waited. Peru voted. Peru slept. In Cairo, Foreign Minister Ada Obi spoke."
    rows = [*(body(f"Peru#{n}", "country") for n in (1, 2, 3)), body("Cairo", "place")]

    assert offices(text, [*rows, office("Foreign Minister"), person("Ada Obi")]) == [
        ("Ada Obi", "Foreign Minister", "", "current")
    ]


@pytest.mark.parametrize(
    ("first", "second", "role"),
    [
        ("deputy", "minister", "deputy minister"),
        ("city", "mayor", "city mayor"),
        ("Lieutenant", "Colonel", "Lieutenant Colonel"),
    ],
)
def test_words_side_by_side_are_one_role(first: str, second: str, role: str) -> None:
    text = f"On Monday {role} Tan Chi agreed."

    assert [o[1] for o in offices(text, [office(first), office(second), person("Tan Chi")])] == [role]


def test_whose_rank_it_is_is_no_role_beside_it() -> None:
    text = "On Monday US Brigadier General Tan Chi agreed."
    rows = [office("US"), body("US", "country"), office("Brigadier General"), person("Tan Chi")]

    assert [o[1] for o in offices(text, rows)] == ["Brigadier General"]


def test_where_a_report_was_filed_decides_between_two_countries() -> None:
    text = "SANTIAGO (Wire) - Peru waits for Peru, Peru hopes. Chile waits, Chile hopes. Health Minister Rosa Paz wept."
    rows = [
        body("SANTIAGO", "place"),
        body("Peru#1", "country"),
        body("Peru#2", "country"),
        body("Peru#3", "country"),
        body("Chile#1", "country"),
        body("Chile#2", "country"),
        office("Health Minister"),
        person("Rosa Paz"),
    ]

    assert offices(text, rows, filed_at=Span(0, 8))[0][2] == "Chile"
    assert offices(text.replace("SANTIAGO", "Peru, too"), [*rows[1:], body("Peru#4", "country")])[0][2] == "Peru"


@pytest.mark.parametrize(
    ("told", "country"),
    [
        ("Peru fears Chile. Peru fears Chile.", "Peru"),
        ("Peru fears Chile. Chile fears Peru, Chile said. Chile left.", ""),
    ],
)
def test_of_countries_named_about_as_often_the_first_told_has_the_president(told: str, country: str) -> None:
    """Not the second told, though it is named more often: the article may be about either."""
    text = f"{told} Peru waits. President Rosa Paz wept."
    rows = [body(f"{name}#{n}", "country") for name in ("Peru", "Chile") for n in range(1, text.count(name) + 1)]

    assert offices(text, [*rows, office("President"), person("Rosa Paz")])[0][2] == country


def test_an_adjective_of_a_side_tells_no_country() -> None:
    text = "In Kyiv the pro-Russian prime minister, Tor Osk, denied it; Ukraine and Kyiv waited for Ukraine."
    rows = [
        body("Kyiv#1", "place"),
        body("Kyiv#2", "place"),
        body("Russian", "country", "adjective"),
        body("Ukraine#1", "country"),
        body("Ukraine#2", "country"),
        office("prime minister"),
        person("Tor Osk"),
    ]

    assert offices(text, rows, [("body", "prime minister", "Russian")])[0][2] == "Ukraine"


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("Ex-minister", "former"),
        ("ex-deputy governor", "former"),
        ("Outgoing mayor", "current"),
        ("Incumbent senator", "current"),
    ],
)
def test_whether_an_office_is_held_is_no_part_of_its_title(words: str, status: str) -> None:
    text = f"{words} Rosa Paz wept."
    title = re.sub(r"^\w+[- ]", "", words)

    assert offices(text, [office(words), person("Rosa Paz")]) == [("Rosa Paz", title, "", status)]


def test_a_crowd_has_no_minister() -> None:
    text = "“The people freed their chief minister,” Tor Osk said."
    rows = [body("people", "group", "nominal"), body("their", "group", "pronoun"), person("Tor Osk")]
    rows += [office("chief minister"), ("mention", "person", "chief minister", {"kind": "nominal", "type": "person"})]
    links = [("coref", "their", "people"), ("holder", "office:chief minister", "mention:chief minister")]

    assert [row[2] for row in offices(text, rows, links)] == [""]


@pytest.mark.parametrize(("title", "province"), [("Chief Minister", "Assam"), ("Governor", "Assam")])
def test_of_several_regions_a_governors_is_the_one_of_the_opening(title: str, province: str) -> None:
    text = f"Floods hit Assam.\n\n{title} Tor Osk wept. Punjab sent boats."
    rows = [body("Assam", "place"), body("Punjab", "place"), office(title), person("Tor Osk")]
    opening = Span(0, text.index("\n"))

    assert offices(text, rows, paragraphs=(opening,))[0][2] == province


@pytest.mark.parametrize(("towns", "expected"), [(["Bergen"], "Bergen"), (["Bergen", "Oslo"], "")])
def test_a_mayor_without_a_town_is_of_the_only_one(towns: list[str], expected: str) -> None:
    text = f"Rain fell on {' and '.join(towns)}. Mayor Kari Lie wept."
    rows = [*(body(town, "place") for town in towns), office("Mayor"), person("Kari Lie")]

    assert [o[2] for o in offices(text, rows)] == [expected]


@pytest.mark.parametrize(("relation", "expected"), [("nsubj", "Osk Ales"), ("obj", "")])
def test_a_spokeswoman_speaks_for_the_body_that_acted_before(relation: str, expected: str) -> None:
    text = "Osk Ales denied this. Beer was sold, spokeswoman Kari Lie said."
    rows = [body("Osk Ales"), office("spokeswoman"), person("Kari Lie")]
    tree = {"denied": ("VERB", "ROOT", "denied"), "Ales": ("PROPN", relation, "denied")}

    assert [o[2] for o in offices(text, rows, tree=tree)] == [expected]


def test_an_office_is_of_the_team_and_not_of_whose_team_it_is() -> None:
    text = "The head of the UN team, Tan Chi, agreed."
    rows = [office("head"), body("UN team", kind="nominal"), body("UN", kind="acronym"), person("Tan Chi")]

    assert offices(text, rows) == [("Tan Chi", "head", "UN team", "current")]


@pytest.mark.parametrize(
    "text",
    [
        "Osk Ales denied this. Luis Soto waits, his spokesman Tan Chi said.",
        "Osk Ales denied this.\n\nBeer was sold, spokesman Tan Chi said.",
    ],
)
def test_his_spokesman_and_one_of_another_paragraph_do_not_speak_for_the_body_before(text: str) -> None:
    rows = [body("Osk Ales"), office("spokesman"), person("Tan Chi")]
    tree = {"denied": ("VERB", "ROOT", "denied"), "Ales": ("PROPN", "nsubj", "denied")}

    assert [o[2] for o in offices(text, rows, tree=tree)] == [""]


@pytest.mark.parametrize(
    ("text", "rows", "expected"),
    [
        (
            "The Rice Board fell. Its chair, Tan Chi, left.",
            [body("Rice Board"), body("Its", kind="pronoun"), office("chair"), person("Tan Chi")],
            "Rice Board",
        ),
        (
            "Senator Ada Ray of Ohio left Peru.",
            [office("Senator"), person("Ada Ray"), body("Ohio", "place"), body("Peru", "country")],
            "Ohio",
        ),
        (
            "Sen. Ada Ray, D-Ohio, left.",
            [office("Sen"), person("Ada Ray"), body("Ohio", "place")],
            "Ohio",
        ),
        (
            "Tan Chi, head of the flooded part of the Osk region, left.",
            [person("Tan Chi"), office("head"), body("part", "place", "nominal"), body("Osk region", "place")],
            "Osk region",
        ),
        (
            "A police spokesman for the Osk Guard, Tan Chi, left.",
            [body("police", kind="nominal"), office("police spokesman"), body("Osk Guard"), person("Tan Chi")],
            "Osk Guard",
        ),
    ],
)
def test_the_body_is_what_the_words_beside_the_role_or_the_name_give(text: str, rows: list[Row], expected: str) -> None:
    doc_links = [("coref", "Its", "Rice Board")] if "Its" in text else []

    assert [o[2] for o in offices(text, rows, doc_links)] == [expected]


def test_the_role_of_the_name_right_behind_it_is_not_that_of_one_before() -> None:
    text = "Ada Ray, no relation to the minister Kofi Ray, left."

    assert [o[0] for o in offices(text, [person("Ada Ray"), office("minister"), person("Kofi Ray")])] == ["Kofi Ray"]


def test_an_office_told_with_its_country_once_is_not_another_country_s_elsewhere() -> None:
    text = "Chile waits, and Chile hopes. Peruvian President Luis Soto left Chile. President Luis Soto wept."
    rows = [
        *(body(f"Chile#{n}", "country") for n in (1, 2, 3)),
        body("Peruvian", "country", "adjective"),
        office("President#1"),
        person("Luis Soto#1"),
        office("President#2"),
        person("Luis Soto#2"),
    ]

    assert [o[1:3] for o in offices(text, rows)] == [("President", "Peru")]


def test_a_premier_where_provinces_have_premiers_is_not_the_country_s() -> None:
    rows = [*(body(f"Canada#{n}", "country") for n in (1, 2)), office("Premier"), person("Ada Ray")]

    assert offices("Canada waits, and Canada hopes. Premier Ada Ray left.", rows)[0][2] == ""


def test_a_counterpart_has_the_same_role_elsewhere() -> None:
    text = "Chilean Water Minister Rosa Paz met her Peruvian counterpart, Luis Soto, on Monday."
    rows = [
        body("Chilean", "country", "adjective"),
        office("Water Minister"),
        person("Rosa Paz"),
        body("Peruvian", "country", "adjective"),
        office("counterpart"),
        person("Luis Soto"),
    ]

    assert offices(text, rows) == [
        ("Rosa Paz", "Water Minister", "Chile", "current"),
        ("Luis Soto", "Water Minister", "Peru", "current"),
    ]


def test_a_rank_is_a_force_s_and_no_province_s() -> None:
    text = "The governor of Loreto, Colonel Luis Soto, left."
    rows = [office("governor"), body("Loreto", "place"), office("Colonel"), person("Luis Soto")]

    assert [o[1:3] for o in offices(text, rows)] == [("governor", "Loreto"), ("Colonel", "")]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("The union nominated Tan Chi for chairman.", "candidate"),
        ("Tan Chi is running for mayor.", "candidate"),
        ("Tan Chi resigned on Monday as chairman.", "former"),
        ("Tan Chi was named chairman.", "current"),
        ("Rosa Paz accepted a resignation and appointed Tan Chi as chairman.", "current"),
        ("Rosa Paz dismissed a rival, naming Tan Chi as chairman.", "current"),
        ("Rosa Paz dismissed Tan Chi as chairman.", "former"),
    ],
)
def test_the_verb_before_an_office_says_whether_it_is_held(text: str, status: str) -> None:
    role = "mayor" if "mayor" in text else "chairman"

    assert [o[3] for o in offices(text, [person("Tan Chi"), office(role)], [("holder", role, "Tan Chi")])] == [status]


@pytest.mark.parametrize(
    "before", ["Rebels fired rockets as", "Two ministers resigned as", "Rosa Paz was nominated for a prize as"]
)
def test_as_before_a_role_and_its_name_opens_a_clause(before: str) -> None:
    assert offices(f"{before} Mayor Tan Chi spoke.", [office("Mayor"), person("Tan Chi")])[0][3] == "current"


@pytest.mark.parametrize("before", ["Tan Chi got a standing ovation for the", "Tan Chi ranked third as"])
def test_words_that_only_begin_like_a_candidacy_are_none(before: str) -> None:
    rows = [person("Tan Chi"), office("mayor")]

    assert offices(f"{before} mayor.", rows, [("holder", "mayor", "Tan Chi")])[0][3] == "current"


def test_somebody_s_spokeswoman_speaks_for_no_body_named_before() -> None:
    text = "The Rice Board spoke of Tan Chi. A spokeswoman for Tan Chi, Ada Ray, left."
    rows = [body("Rice Board"), person("Tan Chi#1"), office("spokeswoman"), person("Tan Chi#2"), person("Ada Ray")]

    assert offices(text, rows)[0][:3] == ("Ada Ray", "spokeswoman", "")


@pytest.mark.parametrize(("country", "told"), [("Philippines", "Philippines"), ("Peru", "")])
def test_a_secretary_is_a_minister_where_they_are_called_so(country: str, told: str) -> None:
    rows = [*(body(f"{country}#{n}", "country") for n in (1, 2)), office("Transport Secretary"), person("Ada Ray")]

    assert offices(f"{country} waits, {country} hopes. Transport Secretary Ada Ray left.", rows)[0][2] == told


@pytest.mark.parametrize(("verb", "status"), [("will act as", "acting"), ("was sworn in as", "current")])
def test_who_acts_as_or_is_sworn_in_as_something_is_it(verb: str, status: str) -> None:
    rows = [person("Tan Chi"), office("governor")]

    assert offices(f"Tan Chi {verb} governor.", rows, [("holder", "governor", "Tan Chi")])[0][3] == status


def test_a_minister_serves_a_country_that_no_gazetteer_knows_where_it_is_named_most() -> None:
    text = "Karvenia waits, and Karvenia hopes. Chile watches. Health Minister Rosa Paz wept."
    rows = [
        *(body(f"Karvenia#{n}", "country") for n in (1, 2)),
        body("Chile", "country"),
        office("Health Minister"),
        person("Rosa Paz"),
    ]

    assert offices(text, rows)[0][2] == "Karvenia"


@pytest.mark.parametrize("name", ["Ministry of Industry", "industry ministry"])
def test_a_minister_has_the_ministry_of_his_matter(name: str) -> None:
    text = f"Crates left with the consent of the {name}. Industry Minister Jana Novak left."
    rows = [
        ("mention", "organisation", name, {"kind": "name", "type": "office"}),
        office("Industry Minister"),
        person("Jana Novak"),
    ]

    assert offices(text, rows)[0][2] == name


def test_a_minister_has_no_ministry_of_another_matter() -> None:
    text = "Crates left with the consent of the Ministry of Trade. Industry Minister Jana Novak left."
    rows = [
        ("mention", "organisation", "Ministry of Trade", {"kind": "name", "type": "office"}),
        office("Industry Minister"),
        person("Jana Novak"),
    ]

    assert offices(text, rows)[0][2] == ""


@pytest.mark.parametrize(
    ("text", "role", "place"),
    [
        ("Ohio waits, and the United States helps. Gov. Ada Ray left.", "Gov", "Ohio"),
        ("Ohio waits, and the United States helps. state Sen. Ada Ray left.", "state Sen", "Ohio"),
        ("In Punjab the United States helps. Chief Minister Ada Ray left.", "Chief Minister", "Punjab"),
    ],
)
def test_what_only_a_state_has_is_of_the_state_and_not_of_the_country(text: str, role: str, place: str) -> None:
    state: Row = ("mention", "place", place, {"kind": "name", "type": "state"})
    rows = [state, body("United States", "country"), office(role), person("Ada Ray")]

    assert offices(text, rows, [("body", role, "United States")]) == [("Ada Ray", role, place, "current")]


@pytest.mark.parametrize(
    ("near", "expected"),
    [("Ruvu", "Ruvu"), ("northern Peru", "Assam"), ("Ruvu Valley", "Assam"), ("North Carolina", "North Carolina")],
)
def test_of_several_regions_without_an_opening_a_governors_is_the_last_before(near: str, expected: str) -> None:
    text = f"It rained.\n\nAssam had floods. {near} had none. Governor Tor Osk wept. Kasai sent boats."
    places = [("mention", "place", words, {"kind": "name", "type": "region"}) for words in ("Assam", near, "Kasai")]
    rows: list[Row] = [*places, office("Governor"), person("Tor Osk")]

    assert offices(text, rows, paragraphs=(Span(0, 10),))[0][2] == expected


@pytest.mark.parametrize(
    ("title", "role"), [("Health Minister Dr Ada Ray", "Health Minister"), ("Mayor Ms. Ada Ray", "Mayor")]
)
def test_a_style_between_role_and_name_parts_nothing(title: str, role: str) -> None:
    rows = [person("Tan Chi"), office(role), person("Ada Ray")]

    assert [o[0] for o in offices(f"Tan Chi left. {title} stays.", rows, [("holder", role, "Tan Chi")])] == ["Ada Ray"]


def test_a_president_elect_is_of_the_country() -> None:
    text = "Bolivia voted, and Bolivia waits. President-elect Ada Ray spoke."
    rows = [*(body(f"Bolivia#{n}", "country") for n in (1, 2)), office("President-elect"), person("Ada Ray")]

    assert offices(text, rows) == [("Ada Ray", "President-elect", "Bolivia", "elect")]


def test_a_seat_before_a_body_is_not_the_body() -> None:
    text = "Ada Ray, chief economist at the Accra-based consultancy Volta Research, spoke."
    rows = [person("Ada Ray"), office("chief economist"), body("Accra", "place"), body("Volta Research")]

    assert [o[2] for o in offices(text, rows)] == ["Volta Research"]


@pytest.mark.parametrize("role", ["counterpart", "opposite number"])
def test_a_counterpart_is_not_who_has_the_role_himself(role: str) -> None:
    text = f"Banker Ada Ray spoke. Pakistan's foreign minister, Tan Chi, called his Indian {role}."
    rows = [
        office("Banker"),
        person("Ada Ray"),
        body("Pakistan", "country"),
        office("foreign minister"),
        person("Tan Chi"),
        body("Indian", "country", "adjective"),
        office(role),
    ]

    assert [o[:2] for o in offices(text, rows, [("holder", role, "Tan Chi")])] == [
        ("Ada Ray", "Banker"),
        ("Tan Chi", "foreign minister"),
    ]


def test_who_takes_over_a_role_has_it_in_the_same_body() -> None:
    text = "She sacked the commander of the Osk Guard, Tan Chi, and named Luis Soto as acting commander."
    rows = [office("commander"), body("Osk Guard"), person("Tan Chi"), person("Luis Soto"), office("acting commander")]

    assert [o[1:] for o in offices(text, rows, [("holder", "acting commander", "Luis Soto")])] == [
        ("commander", "Osk Guard", "current"),
        ("acting commander", "Osk Guard", "acting"),
    ]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Tan Chi, who led the guard during the war, spoke.", "former"),
        ("Tan Chi, who once led the guard, spoke.", "former"),
        ("Tan Chi, who led the guard, spoke.", "current"),
        ("The guard, led by Tan Chi until noon, sang.", "current"),
    ],
)
def test_a_verb_of_holding_says_whether_it_is_over(text: str, status: str) -> None:
    assert [o[3] for o in offices(text, [person("Tan Chi"), office("led")], [("holder", "led", "Tan Chi")])] == [status]


@pytest.mark.parametrize(
    ("verb", "status"),
    [("will become", "elect"), ("becomes", "elect"), ("is set to become", "candidate"), ("became", "current")],
)
def test_who_becomes_something_is_not_it_yet(verb: str, status: str) -> None:
    rows = [person("Tan Chi"), office("governor")]

    assert offices(f"Tan Chi {verb} governor.", rows, [("holder", "governor", "Tan Chi")])[0][3] == status


def test_a_caretaker_of_a_school_acts_for_nobody() -> None:
    rows = [office("caretaker"), person("Tan Chi")]

    assert [o[3] for o in offices("The caretaker, Tan Chi, spoke.", rows)] == ["current"]


@pytest.mark.parametrize("role", ["acting police commissioner", "provincial police chief"])
def test_the_kind_of_a_body_inside_a_role_is_the_body_named_last(role: str) -> None:
    rows = [body("Osk police"), office(role), person("Tan Chi")]

    assert [o[2] for o in offices(f"Osk police left. The {role}, Tan Chi, spoke.", rows)] == ["Osk police"]


def test_a_spokeswoman_speaks_for_whom_the_sentence_before_goes_by() -> None:
    text = "Power is back, according to Osk Light. Spokeswoman Ada Ray spoke."
    rows = [body("Osk Light"), office("Spokeswoman"), person("Ada Ray")]

    assert [o[2] for o in offices(text, rows)] == ["Osk Light"]


@pytest.mark.parametrize(("told", "country"), [(2, "Kiribati"), (1, "China")])
def test_a_report_filed_where_it_tells_of_is_of_that_country_though_another_is_named_more(
    told: int, country: str
) -> None:
    text = f"Tarawa - {'Kiribati waits. ' * told}{'China helps. ' * 6}Health Minister Rosa Paz wept."
    rows = [body("Tarawa", "place"), *(body(f"Kiribati#{n}", "country") for n in range(1, told + 1))]
    rows += [*(body(f"China#{n}", "country") for n in range(1, 7)), office("Health Minister"), person("Rosa Paz")]

    assert offices(text, rows, filed_at=Span(0, 6)) == [("Rosa Paz", "Health Minister", country, "current")]


def test_who_is_sworn_in_as_something_is_it_and_who_is_replaced_was() -> None:
    text = "Tan Chi swore in Ada Ray as attorney general, replacing Luis Soto."
    rows = [person("Tan Chi"), person("Ada Ray"), office("attorney general"), person("Luis Soto")]

    found = offices(text, rows, [("holder", "attorney general", "Luis Soto")])

    assert [(who, status) for who, _, _, status in found] == [("Ada Ray", "current"), ("Luis Soto", "former")]


def test_who_replaces_somebody_as_something_is_it_as_the_model_says() -> None:
    text = "Tan Chi replaced Ada Ray as attorney general."
    rows = [person("Tan Chi"), person("Ada Ray"), office("attorney general")]

    found = offices(text, rows, [("holder", "attorney general", "Tan Chi")])

    assert [(who, status) for who, _, _, status in found] == [("Tan Chi", "current"), ("Ada Ray", "former")]


@pytest.mark.parametrize(
    ("role", "country", "told"),
    [
        ("Chief Justice", "Kenya", "Kenya"),
        ("Attorney General", "Kenya", "Kenya"),
        ("Attorney General", "United States", ""),
    ],
)
def test_a_chief_justice_is_the_country_s_and_an_attorney_general_where_states_have_none(
    role: str, country: str, told: str
) -> None:
    rows = [*(body(f"{country}#{n}", "country") for n in (1, 2)), office(role), person("Ada Ray")]

    assert offices(f"{country} waits, {country} hopes. {role} Ada Ray left.", rows)[0][2] == told


def test_a_country_that_ends_the_name_of_a_bank_has_not_its_governor() -> None:
    rows = [body("Kenya", "country"), office("Governor"), person("Ada Ray")]

    assert offices("The Central Bank of Kenya Governor Ada Ray spoke.", rows)[0][2] == ""


def test_a_country_with_a_president_gets_no_second_one_by_guess() -> None:
    text = "Tarawa - Kiribati waits. Kiribati hopes. Kiribati President Ada Ray wept. President Tan Chi laughed."
    rows = [body("Tarawa", "place"), *(body(f"Kiribati#{n}", "country") for n in (1, 2, 3))]
    rows += [office("President#1"), person("Ada Ray"), office("President#2"), person("Tan Chi")]

    found = {o[0]: o[2] for o in offices(text, rows, filed_at=Span(0, 6))}
    assert found == {"Ada Ray": "Kiribati", "Tan Chi": ""}


def test_a_president_who_says_what_a_country_must_do_is_its_own() -> None:
    rows = [office("President"), person("Ada Ray"), body("Kenya", "country")]
    tree = {"Kenya": ("PROPN", "nsubj", "save"), "save": ("VERB", "ccomp", "said"), "said": ("VERB", "root", "said")}
    tree |= {"Ray": ("PROPN", "nsubj", "said"), "must": ("AUX", "aux", "save"), ".": ("PUNCT", "punct", "said")}
    tree |= {"President": ("NOUN", "compound", "Ray"), "Ada": ("PROPN", "flat", "Ray")}

    found = offices("President Ada Ray said Kenya must save.", rows, [("body", "President", "Kenya")], tree=tree)
    assert [o[2] for o in found] == ["Kenya"]


def test_a_mayor_is_of_no_state() -> None:
    rows = [("mention", "place", "Ohio", {"kind": "name", "type": "state"}), office("mayor"), person("Ada Ray")]

    found = offices("In Ohio the mayor, Ada Ray, wept.", rows, [("body", "mayor", "Ohio")])
    assert [o[2] for o in found] == [""]


def test_its_country_director_is_of_the_body_and_of_no_country() -> None:
    text = "Relief Now came. Its country director, Ada Ray, wept."
    rows = [body("Relief Now"), body("Its", kind="pronoun"), office("country director"), person("Ada Ray")]
    rows += [body("country", "country", "nominal")]

    assert [o[2] for o in offices(text, rows, [("coref", "Its", "Relief Now")])] == ["Relief Now"]


def test_the_chief_of_a_country_s_largest_lender_is_the_lender_s() -> None:
    text = "The chief executive of Iceland's second-largest lender, Ada Ray, left."
    rows = [office("chief executive"), body("Iceland", "country"), body("lender", kind="nominal"), person("Ada Ray")]

    assert [o[2] for o in offices(text, rows)] == ["lender"]


def test_the_mayor_s_sister_is_no_mayor() -> None:
    rows = [person("Ada Ray"), office("mayor"), office("treasurer")]

    found = offices("Ada Ray, the mayor's sister and treasurer of the club, left.", rows)
    assert "mayor" not in [o[1] for o in found]


def test_who_is_named_after_a_spokeswoman_for_an_official_is_the_spokeswoman() -> None:
    rows = [office("spokeswoman"), office("district prosecutor"), person("Ada Ray")]

    found = offices("A spokeswoman for the district prosecutor, Ada Ray, confirmed it.", rows)
    assert [o[1] for o in found] == ["spokeswoman"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Osk Foods lost. Chief executive Ada Ray wept.", "Osk Foods"),
        ("Osk Foods lost to Tor Ales. Chief executive Ada Ray wept.", ""),
    ],
)
def test_a_chief_executive_beside_no_body_is_of_the_one_company(text: str, told: str) -> None:
    companies = [("mention", "organisation", n, {"kind": "name", "type": "company"}) for n in ("Osk Foods", "Tor Ales")]
    rows: list[Row] = [row for row in companies if row[2] in text]

    assert [o[2] for o in offices(text, [*rows, office("Chief executive"), person("Ada Ray")])] == [told]


def test_the_current_mayor_is_of_the_town_whose_former_mayor_is_told_of() -> None:
    text = "Recife - A former mayor of Olinda, Tor Paz, fell. The current mayor, Ada Ray, wept."
    rows = [body("Recife", "place"), office("mayor#1"), body("Olinda", "place"), person("Tor Paz")]
    rows += [office("mayor#2"), person("Ada Ray")]

    found = {o[0]: o[2] for o in offices(text, rows, filed_at=Span(0, 6))}
    assert found == {"Tor Paz": "Olinda", "Ada Ray": "Olinda"}


def test_of_whom_somebody_is_no_relation_holds_the_office_alone() -> None:
    """The link of the model is to the subject; "no relation of the minister, Ana Osk" leaves it with her."""
    text = "Teacher Petr Osk is no relation of the minister of the same name."
    rows = [office("Teacher"), person("Petr Osk"), office("minister")]
    assert offices(text, rows, [("holder", "minister", "Petr Osk")]) == [("Petr Osk", "Teacher", "", "current")]

    text = "Petr Osk is no relation of the minister, Ana Osk, he said."
    rows = [person("Petr Osk"), office("minister"), person("Ana Osk")]
    assert offices(text, rows) == [("Ana Osk", "minister", "", "current")]


def test_of_two_presidents_one_country_has_the_surer() -> None:
    text = "The Peruvian President Ana Paz assured President Bo Lund of this."
    rows = [body("Peruvian", "country", "adjective"), office("President"), person("Ana Paz")]
    rows += [office("President#2"), person("Bo Lund")]
    links = [("body", "President#2", "Peruvian"), ("holder", "President#2", "Bo Lund")]

    assert [(row[0], row[2]) for row in offices(text, rows, links)] == [("Ana Paz", "Peru"), ("Bo Lund", "")]


def test_a_president_is_of_where_the_report_is_from_though_the_model_half_sees_another() -> None:
    text = "LIMA - Peru waits, Peru hopes. Chile's Prime Minister, Bo Lund, telephoned President Rosa Paz."
    rows = [body("LIMA", "place"), body("Peru", "country"), body("Peru#2", "country"), body("Chile", "country")]
    rows += [office("Prime Minister"), person("Bo Lund"), office("President"), person("Rosa Paz")]
    doubted = [("body", "President", "Chile"), ("holder", "President", "Rosa Paz")]

    assert offices(text, rows, doubted, filed_at=Span(0, 4), score=0.5)[1][2] == "Peru"
    assert offices(text, rows, doubted, filed_at=Span(0, 4))[1][2] == "Chile"


def test_who_is_told_after_and_is_another() -> None:
    text = "The commander, Ana Paz, and his deputy were suspended."
    rows = [office("commander"), person("Ana Paz"), office("deputy")]

    assert [row[:2] for row in offices(text, rows)] == [("Ana Paz", "commander")]
    assert [row[:2] for row in offices(text.replace("and his", "his"), rows)][1:] == [("Ana Paz", "deputy")]


def test_a_body_s_name_is_no_role_and_the_chairman_is_its_own() -> None:
    text = "The chairman of the Peruvian Joint Staff Board, Rosa Paz, left."
    rows = [office("chairman"), body("Peruvian", "country", "adjective"), body("Joint Staff Board")]
    rows += [office("Joint Staff Board"), person("Rosa Paz")]

    assert offices(text, rows) == [("Rosa Paz", "chairman", "Joint Staff Board", "current")]


def test_a_minister_with_a_rank_is_the_country_s() -> None:
    text = "Niger mourned. Niger buried 30 men. Defence Minister General Ada Obi wept."
    rows = [body("Niger", "country"), body("Niger#2", "country"), office("Defence Minister General"), person("Ada Obi")]

    found = offices(text, rows, [("holder", "Defence Minister General", "Ada Obi")])

    assert ("Ada Obi", "Defence Minister", "Niger", "current") in found


def test_of_two_generals_in_a_sentence_each_has_his_own_army() -> None:
    text = "The Osk Army sent Gen Ada Obi and the others Gen Ben Roy."
    rows = [body("Osk Army"), office("Gen"), person("Ada Obi"), office("Gen#2"), person("Ben Roy")]

    found = offices(text, rows, [("body", "Gen", "Osk Army")])

    assert found == [("Ada Obi", "Gen", "Osk Army", "current"), ("Ben Roy", "Gen", "", "current")]


def test_only_the_rank_is_retired() -> None:
    text = "Osk Mills chairman Brig. Gen. (retd) Ada Obi quit."
    rows = [body("Osk Mills"), office("chairman Brig. Gen"), person("Ada Obi")]

    found = offices(text, rows, [("holder", "chairman Brig. Gen", "Ada Obi")])

    assert [(role, status) for _, role, _, status in found] == [("chairman", "current"), ("Brig. Gen", "former")]


def test_a_chief_inspector_runs_no_company() -> None:
    text = "Osk Bus paid. Ada Obi, the chief inspector, was glad."
    rows = [body("Osk Bus"), office("chief inspector"), person("Ada Obi")]
    rows[0] = ("mention", "organisation", "Osk Bus", {"kind": "name", "type": "company"})

    assert offices(text, rows) == [("Ada Obi", "chief inspector", "", "current")]


def test_its_director_for_a_region_is_of_the_body() -> None:
    text = "The Osk Fund left. Its director for Africa, Ada Obi, wept."
    rows = [body("Osk Fund"), body("Its", kind="pronoun"), office("director for Africa"), body("Africa", "place")]

    found = offices(text, [*rows, person("Ada Obi")], [("coref", "Its", "Osk Fund")])

    assert found == [("Ada Obi", "director for Africa", "Osk Fund", "current")]


@pytest.mark.parametrize(("role", "whose"), [("deputy treasurer", "Osk Fund"), ("deputy director", "")])
def test_a_deputy_is_of_the_body_whose_first_is_told(role: str, whose: str) -> None:
    text = f"Osk Fund treasurer Kari Lie quit. Ada Obi, the {role}, wept."
    rows = [body("Osk Fund"), office("treasurer"), person("Kari Lie"), person("Ada Obi"), office(role)]

    assert offices(text, rows)[-1] == ("Ada Obi", role, whose, "current")


@pytest.mark.parametrize(
    ("does", "status"),
    [("dismissed", "current"), ("was dismissed by", "former"), ("sacked amid doubts about", "former")],
)
def test_who_dismisses_others_is_in_office(does: str, status: str) -> None:
    text = f"President Ada Obi {does} Ben Roy."
    rows = [("office", "office", "President", {"status": "former"}), person("Ada Obi"), person("Ben Roy")]

    assert offices(text, rows) == [("Ada Obi", "President", "", status)]


def test_who_is_called_by_what_the_body_is_called_is_of_it() -> None:
    text = "The coastguard came late. Coastguard commander Ada Obi denied it. Trade Minister Ben Roy left."
    rows = [body("coastguard", kind="nominal"), office("Coastguard commander"), person("Ada Obi")]

    assert offices(text, rows) == [("Ada Obi", "Coastguard commander", "coastguard", "current")]


def test_the_governor_of_a_country_s_capital_is_the_capital_s() -> None:
    text = "Kinshasa mourned. The governor of the Congolese capital, Ada Obi, wept."
    rows = [body("Kinshasa", "place"), office("governor"), body("Congolese", "country", "adjective")]
    rows += [body("capital", "place", "nominal"), person("Ada Obi")]

    assert offices(text, rows, [("coref", "capital", "Kinshasa")])[0][2] == "Kinshasa"


def test_a_governor_is_of_no_town_that_a_weak_link_tells() -> None:
    text = "Governor Ada Obi imposed a curfew on Bergen. Bergen slept."
    rows = [office("Governor"), person("Ada Obi"), body("Bergen", "place"), body("Bergen#2", "place")]

    assert offices(text, rows, [("body", "Governor", "Bergen#2")], score=0.2) == [
        ("Ada Obi", "Governor", "", "current")
    ]


def test_a_finance_director_is_of_no_country() -> None:
    text = "Taiwan spoke. Finance director Ada Obi left."
    rows = [body("Taiwan", "country"), office("Finance director"), person("Ada Obi")]

    found = offices(text, rows, [("body", "Finance director", "Taiwan")])

    assert found == [("Ada Obi", "Finance director", "", "current")]


def test_whoever_leads_a_body_somewhere_is_the_body_s() -> None:
    text = "Osk Fund's Peru director Ada Obi wept."
    rows = [body("Osk Fund"), body("Peru", "country"), office("director"), person("Ada Obi")]

    assert offices(text, rows) == [("Ada Obi", "director", "Osk Fund", "current")]


def test_a_country_has_a_chief_medical_officer() -> None:
    text = "Taiwan's chief medical officer Ada Obi left."
    rows = [body("Taiwan", "country"), office("chief medical officer"), person("Ada Obi")]

    assert offices(text, rows)[0][2] == "Taiwan"


@pytest.mark.parametrize(("behind", "whose"), [("", "Osk Ales"), (" for the president", "")])
def test_a_spokesman_for_somebody_speaks_for_no_body_told_before(behind: str, whose: str) -> None:
    text = f"Osk Ales denied this. A spokesman{behind} did not reply."
    rows = [body("Osk Ales"), ("mention", "person", "spokesman", {"kind": "nominal", "type": "person"})]
    tree = {
        "Ales": ("PROPN", "nsubj", "denied"),
        "Osk": ("PROPN", "compound", "Ales"),
        "denied": ("VERB", "root", "denied"),
    }

    found = offices(
        text, [*rows, office("spokesman")], [("holder", "office:spokesman", "mention:spokesman")], tree=tree
    )

    assert found == [("spokesman", "spokesman", whose, "current")]


def test_an_office_of_the_next_sentence_is_not_of_whom_the_sentence_before_ends_with() -> None:
    text = "Nothing ends, said Tor Lund, a former police captain. Ruiz's campaign chief wept."
    rows = [person("Tor Lund"), ("mention", "person", "campaign chief", {"kind": "nominal", "type": "person"})]
    links = [("holder", "office:campaign chief", "mention:campaign chief")]

    assert offices(text, [*rows, office("campaign chief")], links)[0][0] == "campaign chief"


@pytest.mark.parametrize(("before", "region"), [("a driver from", ""), ("a fire in", "Rajasthan")])
def test_a_region_that_somebody_is_from_is_not_the_governors(before: str, region: str) -> None:
    text = f"He told of {before} Rajasthan. Governor Ana Paz wept."
    rows: list[Row] = [("mention", "place", "Rajasthan", {"kind": "name", "type": "state"}), person("Ana Paz")]

    assert offices(text, [*rows, office("Governor")]) == [("Ana Paz", "Governor", region, "current")]


@pytest.mark.parametrize("word", ["ally", "acting"])
def test_an_ally_has_no_office(word: str) -> None:
    assert offices(f"His {word}, Ana Paz, wept.", [person("Ana Paz"), office(word)]) == []


@pytest.mark.parametrize("word", ["far-right", "opposition", "ruling"])
def test_a_party_behind_whose_country_it_is_is_the_body(word: str) -> None:
    text = f"Ada Obi, leader of Germany's {word} Unity, wept."
    rows = [person("Ada Obi"), office("leader"), body("Germany", "country"), body("Unity")]

    assert offices(text, rows, [("holder", "leader", "Ada Obi")]) == [("Ada Obi", "leader", "Unity", "current")]


@pytest.mark.parametrize(
    ("text", "role", "expected"),
    [
        ("The mayor, Ana Ruiz, appointed Jon Dahl as acting treasurer.", "acting treasurer", "Jon Dahl"),
        ("The owner, Ana Ruiz, picked Jon Dahl as interim director.", "interim director", "Jon Dahl"),
        ("Ana Ruiz, having named Jon Dahl chairman, left.", "chairman", "Jon Dahl"),
        ("Ana Ruiz, once appointed as treasurer, met Jon Dahl.", "treasurer", "Ana Ruiz"),
        ("The board appointed Jon Dahl after Ana Ruiz, its former treasurer, left.", "treasurer", "Ana Ruiz"),
    ],
)
def test_who_is_made_something_has_it_not_who_makes_him_so(text: str, role: str, expected: str) -> None:
    """Also where whoever does it stands between commas right before the verb, as a holder would before his office."""
    rows = [person("Ana Ruiz"), person("Jon Dahl"), office(role)]
    rows = sorted(rows, key=lambda row: text.index(row[2]))
    assert [row[0] for row in offices(text, rows)] == [expected]


def test_whose_former_chief_somebody_was_is_the_body() -> None:
    text = "Osk raided the Rice Bank, whose former governor Tan Chi fled."
    rows = [body("Osk", "place"), body("Rice Bank"), ("mention", "organisation", "whose", {"kind": "pronoun"})]
    rows += [office("governor"), person("Tan Chi")]
    links = [("coref", "whose", "Rice Bank"), ("body", "governor", "Osk")]

    assert offices(text, rows, links) == [("Tan Chi", "governor", "Rice Bank", "former")]


@pytest.mark.parametrize(
    ("text", "holder"),
    [
        ("Tan Chi, the spokesman for the governor of Osk, Ana Ruiz, told them so.", "Tan Chi"),
        ("They heard Tan Chi, the spokesman for the guild of Osk, Ana Ruiz, told them so.", "Ana Ruiz"),
        ("The envoy, H.E. Tan Chi, the spokesman of the guild, H.E. Ana Ruiz, met.", "Ana Ruiz"),
    ],
)
def test_a_sentence_opens_with_who_speaks_for_somebody_else(text: str, holder: str) -> None:
    found = offices(text, [person("Tan Chi"), office("spokesman"), person("Ana Ruiz")])

    assert [o[0] for o in found] == [holder]


@pytest.mark.parametrize("word", ["Md", "retd", "Hon"])
def test_what_only_styles_a_name_is_no_office(word: str) -> None:
    assert offices(f"Then {word} Tan Chi spoke.", [office(word), person("Tan Chi")]) == []


@pytest.mark.parametrize("style", ["H.E. ", "Hon. "])
def test_a_style_is_no_part_of_a_name(style: str) -> None:
    text = f"The envoy of the guild, {style}Tan Chi, met them."

    assert offices(text, [office("envoy"), person(f"{style}Tan Chi")])[0][:2] == ("Tan Chi", "envoy")


def test_hon_without_a_point_may_be_a_name() -> None:
    """Hon Hai makes telephones; Petr Hon writes."""
    assert (
        offices("The envoy of the guild, Hon Hai, met them.", [office("envoy"), person("Hon Hai")])[0][0] == "Hon Hai"
    )


@pytest.mark.parametrize("word", ["resident", "Villager", "eyewitness"])
def test_who_lives_there_or_saw_it_holds_no_office(word: str) -> None:
    text = f"It came late, {word} Ana Ruiz said."
    assert offices(text, [office(word), person("Ana Ruiz")]) == []
    coordinator = f"It came late, {word} coordinator Ana Ruiz said."
    assert [row[1] for row in offices(coordinator, [office(f"{word} coordinator"), person("Ana Ruiz")])] != []


@pytest.mark.parametrize(("body_name", "whose"), [("Osk Prize", ""), ("Osk Price Board", "Osk Price Board")])
def test_who_won_a_prize_holds_no_office_of_it(body_name: str, whose: str) -> None:
    text = f"The archbishop Ada Obi and the {body_name} were praised."
    rows = [body(body_name, "organisation"), office("archbishop"), person("Ada Obi")]
    links = [("holder", "archbishop", "Ada Obi"), ("body", "archbishop", body_name)]

    (found,) = offices(text, rows, links)

    assert found[2] == whose


@pytest.mark.parametrize(("role", "whose"), [("chief economist", "Rice Bank"), ("envoy", "Peru")])
def test_an_economist_for_a_land_is_the_banks_who_pays(role: str, whose: str) -> None:
    text = f"Ana Ruiz, {role} for Peru at the Rice Bank, agreed."
    rows = [person("Ana Ruiz"), office(role), body("Peru", "country"), body("Rice Bank")]

    assert offices(text, rows)[0][:3] == ("Ana Ruiz", role, whose)


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Kenya's embassy in Chad urged the junta of General Ana Paz to spare no effort.", ""),
        ("Nigerian General Ana Paz said the war was over.", "Nigeria"),
        ("Kenya's General Ana Paz said the war was over.", "Kenya"),
    ],
)
def test_a_rank_is_of_the_land_right_before_it_alone(text: str, country: str) -> None:
    read = create().extract(Article(text))
    names = {entity.id: entity.name for entity in read.entities}

    assert [names.get(office.country, "") for office in read.offices if office.role == "General"] == [country]
