"""Which words are one entity: names by their words, descriptions and pronouns by the model's links."""

import pytest

from kb.extraction.names.clean import clean_span
from kb.extraction.names.coreference import cluster_mentions
from kb.extraction.names.genders import gender
from kb.extraction.names.stage import collect_mentions
from kb.extraction.names.whole_names import with_whole_names
from kb.language.gazetteer import shipped
from kb.model import Span
from tests.extraction.analyses import Row, document, grow


def clusters(
    text: str, rows: list[Row], links: list[tuple[str, str, str]] | None = None, *, told: bool = False
) -> list[list[str]]:
    doc = document(text, rows, [("coref", a, b) for _, a, b in links or []])
    by_head: dict[int, dict[int, float]] = {}
    for relation in doc.analysis.relations:
        by_head.setdefault(relation.head, {})[relation.tail] = relation.score
    return [
        [m.words for m in c.members]
        for c in cluster_mentions(collect_mentions(doc, shipped()), by_head, text if told else "")
    ]


def mention(words: str, group: str, kind: str = "name") -> Row:
    return ("mention", group, words, {"kind": kind, "type": {"place": "city"}.get(group, group)})


def test_a_part_of_a_region_is_not_the_region_whatever_the_model_links() -> None:
    text = "Shells hit North Osk. The army holds most of Osk."
    rows = [mention("North Osk", "place"), mention("Osk#2", "place")]

    assert clusters(text, rows, [("same", "Osk#2", "North Osk")]) == [["North Osk"], ["Osk"]]


def test_the_group_is_the_one_that_its_paragraph_calls_so() -> None:
    text = "A local group spoke.\n\nOsk Watch, a group that counts bombs, agreed. Then the group left."
    rows = [mention("group", "organisation", "nominal"), mention("Osk Watch", "organisation")]
    rows += [mention("group#2", "organisation", "nominal"), mention("group#3", "organisation", "nominal")]
    links = [("same", "group#2", "Osk Watch"), ("same", "group#3", "group")]

    assert clusters(text, rows, links, told=True) == [["group"], ["Osk Watch", "group", "group"]]
    again = text.replace("\n\nOsk", " Osk")  # of two in its paragraph the model chooses
    assert clusters(again, rows, links, told=True) == [["group", "group"], ["Osk Watch", "group"]]


@pytest.mark.parametrize(("noun", "group", "one"), [("people", "group", False), ("firm", "organisation", True)])
def test_people_are_no_company(noun: str, group: str, one: bool) -> None:
    text = f"The supplier was Norvik Telecom, the {noun}, it said."
    rows = [mention("Norvik Telecom", "organisation"), mention(noun, group, "nominal")]

    found = clusters(text, rows, [("same", noun, "Norvik Telecom")], told=True)

    assert (len(found) == 1) is one


def test_a_surname_finds_its_full_name() -> None:
    text = "Governor Amara Sesay spoke first. Later Sesay left."
    rows = [mention("Amara Sesay", "person"), mention("Sesay#2", "person")]

    assert clusters(text, rows) == [["Amara Sesay", "Sesay"]]


def test_a_surname_taken_for_a_company_is_still_the_person() -> None:
    text = "Ximena Alta-Rey quit. Alta-Rey blamed the board."
    rows = [mention("Ximena Alta-Rey", "person"), mention("Alta-Rey#2", "organisation")]

    assert clusters(text, rows) == [["Ximena Alta-Rey", "Alta-Rey"]]


@pytest.mark.parametrize(
    ("name", "group", "one"),
    [
        ("Nairumo", "place", True),
        ("Vienna", "place", False),
        ("Nairumo", "country", True),
        ("Jordan", "country", False),
    ],
)
def test_a_surname_taken_for_a_place_that_nothing_knows_is_still_the_person(name: str, group: str, one: bool) -> None:
    text = f"{name}: a good day. Tor {name} sang."

    assert (len(clusters(text, [mention(name, group), mention(f"Tor {name}", "person")])) == 1) is one


@pytest.mark.parametrize(
    ("told", "one"),
    [
        ("Vienna, 28, sang", True),
        ("Fans said Vienna had sung", True),
        ("Fans of Vienna had sung", False),
        ("In Vienna, 28, sang", False),
        ("Vienna police sang", False),
        ("Vienna has sung. Fans wept in Vienna", False),
    ],
)
def test_a_surname_that_is_a_towns_too_is_the_persons_where_it_does_what_persons_do(told: str, one: bool) -> None:
    text = f"Tor Vienna won. {told}."
    rows = [mention("Tor Vienna", "person"), mention("Vienna#2", "place")]

    assert (len(clusters(text, rows, told=True)) == 1) is one
    before = f"{told}. Tor Vienna won."
    rows = [mention("Vienna", "place"), mention("Tor Vienna", "person")]
    assert len(clusters(before, rows, told=True)) == 2


@pytest.mark.parametrize(
    ("behind", "one"), [("accused of theft", True), ("jailed in May", True), ("watched him", False)]
)
def test_who_is_told_of_behind_a_comma_may_be_accused(behind: str, one: bool) -> None:
    text = f"They freed Ana Paz, a banker {behind}."
    rows = [mention("Ana Paz", "person"), mention("banker", "person", "nominal")]

    assert (len(clusters(text, rows, told=True)) == 1) is one


@pytest.mark.parametrize(("article", "one"), [("a", True), ("and a", False)])
def test_a_firm_is_told_of_behind_a_comma_with_its_country(article: str, one: bool) -> None:
    text = f"They met Osk Ports, {article} Saudi operator, on Monday."
    rows = [mention("Osk Ports", "organisation"), mention("Saudi", "country", "adjective"),
            mention("operator", "organisation", "nominal")]  # fmt: skip

    assert (["Osk Ports", "operator"] in clusters(text, rows, told=True)) is one


def test_a_people_that_nothing_knows_is_no_country() -> None:
    doc = document("Fighting between Oskis and Chad.", [mention("Oskis", "country"), mention("Chad", "country")], [])

    assert [c.group for c in collect_mentions(doc, shipped())] == ["group", "country"]


def test_the_first_of_two_surnames_is_enough() -> None:
    text = "Nayra Mamani Choque spoke. Mamani left."
    rows = [mention("Nayra Mamani Choque", "person"), mention("Mamani#2", "person")]

    assert clusters(text, rows) == [["Nayra Mamani Choque", "Mamani"]]


def test_a_surname_of_two_persons_goes_where_the_model_links_it() -> None:
    text = "Juan Ortega met Rosa Ortega. Ortega said nothing."
    rows = [mention("Juan Ortega", "person"), mention("Rosa Ortega", "person"), mention("Ortega#3", "person")]

    assert clusters(text, rows, [("coref", "Ortega#3", "Rosa Ortega")]) == [
        ["Juan Ortega"],
        ["Rosa Ortega", "Ortega"],
    ]


def test_a_country_is_one_entity_under_every_word_for_it() -> None:
    text = "The Dutch cabinet fell. The Netherlands votes in May, and The Hague denied a delay."
    rows = [
        mention("Dutch", "country", "adjective"),
        mention("The Netherlands", "country"),
        mention("The Hague", "country", "metonym"),
    ]

    assert clusters(text, rows) == [["Dutch", "Netherlands", "Hague"]]


def test_an_acronym_finds_its_words() -> None:
    text = "The Lagos Water Board raised prices. LWB blamed costs."
    rows = [mention("Lagos Water Board", "organisation"), mention("LWB", "organisation", "acronym")]

    assert clusters(text, rows) == [["Lagos Water Board", "LWB"]]


@pytest.mark.parametrize(
    ("text", "name", "acronym", "one"),
    [
        ("The Sahel Union condemned it. The NLF denied it.", "Sahel Union", "NLF", False),
        ("The National Liberation Army condemned it. The ELN denied it.", "National Liberation Army", "ELN", True),
        ("Sailors Beyond Osk (QRF) left.", "Sailors Beyond Osk", "QRF", True),
        ("The CAO, or Osk Harbour Pilots, left.", "Osk Harbour Pilots", "CAO", True),
    ],
)
def test_an_acronym_of_other_words_is_another_body_whatever_the_model_links(
    text: str, name: str, acronym: str, one: bool
) -> None:
    rows = [mention(name, "organisation"), mention(acronym, "organisation", "acronym")]

    assert (len(clusters(text, rows, [("coref", acronym, name)], told=True)) == 1) == one


def test_a_pronoun_without_antecedent_is_dropped_and_one_with_it_kept() -> None:
    text = "Nurse Ada Obi arrived. She rested, he slept."
    rows = [mention("Ada Obi", "person"), mention("She", "person", "pronoun"), mention("he", "person", "pronoun")]

    assert clusters(text, rows, [("coref", "She", "Ada Obi")]) == [["Ada Obi", "She"]]


def test_the_troops_of_two_countries_are_not_one() -> None:
    text = "Pakistani troops opened fire. Indian troops had fired first, and the troops fell silent."
    rows = [
        mention("Pakistani troops", "organisation", "nominal"),
        mention("Indian troops", "organisation", "nominal"),
        mention("troops#3", "organisation", "nominal"),
    ]
    links = [("coref", "Indian troops", "Pakistani troops"), ("coref", "troops#3", "Indian troops")]

    assert clusters(text, rows, links) == [["Pakistani troops"], ["Indian troops", "troops"]]


def test_a_village_named_with_and_without_its_kind_is_one_though_taken_for_a_person() -> None:
    text = "The shell hit Osk village. The headman of Osk spoke."
    rows = [mention("Osk village", "place"), ("mention", "person", "Osk#2", {"kind": "name", "type": "person"})]

    assert clusters(text, rows) == [["Osk village", "Osk"]]


def test_what_stands_after_in_and_is_a_place_is_no_person() -> None:
    """Only one word that the gazetteer knows: "in Ada Obi" says nothing."""
    text = "Three were hurt in Leh, and she believes in Ada Obi."
    rows = [mention("Leh", "person"), mention("Ada Obi", "person")]
    found = collect_mentions(document(text, rows), shipped())

    assert [(c.words, c.group) for c in found] == [("Leh", "place"), ("Ada Obi", "person")]


def test_what_a_or_an_introduces_is_new_unless_only_the_title_named_it() -> None:
    """ "Bridge falls" and "A bridge fell" are one, "In 2017 a bridge fell" is another."""
    text = "Bridge falls\n\nA road bridge fell on Monday. In 2017, a bridge fell in Osk. The bridge was old."
    rows = [mention(w, "place", "nominal") for w in ("Bridge", "road bridge", "bridge#2", "bridge#3")]
    links = [
        ("coref", "road bridge", "Bridge"),
        ("coref", "bridge#2", "road bridge"),
        ("coref", "bridge#3", "road bridge"),
    ]

    assert clusters(text, rows, links, told=True) == [["Bridge", "road bridge", "bridge"], ["bridge"]]


def test_a_given_name_taken_for_a_body_is_still_the_person() -> None:
    text = "Ulla Brandt chairs it. He told Ulla in August."
    rows = [mention("Ulla Brandt", "person"), mention("Ulla#2", "organisation")]

    assert clusters(text, rows) == [["Ulla Brandt", "Ulla"]]


def test_a_personal_pronoun_is_never_a_town() -> None:
    text = "Visby flooded. She rested."
    rows = [mention("Visby", "place"), mention("She", "person", "pronoun")]

    assert clusters(text, rows, [("coref", "She", "Visby")]) == [["Visby"]]


@pytest.mark.parametrize(
    ("words", "of"),
    [("Basel Rovers, who are third, say so.", "Rovers"), ("Obi of Basel Rovers, who left, says so.", "Obi")],
)
def test_who_right_behind_a_body_is_the_body_unless_somebody_is_of_it(words: str, of: str) -> None:
    """Though the model links it to a person: of a club one says "who", too."""
    text = f"Obi was banned. {words}"
    rows = [mention("Obi", "person"), mention("Basel Rovers", "organisation"), mention("who", "person", "pronoun")]

    (found,) = [one for one in clusters(text, rows, [("coref", "who", "Obi")], told=True) if "who" in one]

    assert found[0].endswith(of)


def test_two_towns_with_different_names_stay_two_whatever_the_model_links() -> None:
    text = "Rain hit Arendal. Rain hit Tvedestrand."
    rows = [mention("Arendal", "place"), mention("Tvedestrand", "place")]

    assert clusters(text, rows, [("coref", "Tvedestrand", "Arendal")]) == [["Arendal"], ["Tvedestrand"]]


def test_article_possessive_and_marks_leave_a_span() -> None:
    text = "the “Red Sea” port's U.S. office’s"

    def cleaned(words: str) -> str | None:
        start = text.index(words)
        span = clean_span(text, Span(start, start + len(words)))
        return span.of(text) if span else None

    assert cleaned("the “Red Sea”") == "Red Sea"
    below = "Zenvolt\nZenvolt Energy Plc"  # "About Zenvolt" stands above
    assert clean_span(below, Span(0, len(below))) == Span(8, len(below))
    wrapped = "Zenvolt\nEnergy Plc"
    assert clean_span(wrapped, Span(0, len(wrapped))) == Span(0, len(wrapped))
    assert cleaned("port's") == "port"
    assert cleaned("U.S.") == "U.S."
    assert cleaned("office’s") == "office"
    assert cleaned("”") is None


@pytest.mark.parametrize(
    ("marked", "name"),
    [
        ("Belfonte rang", "Belfonte"),
        ("Pereyra gone", "Pereyra"),
        ("Osama bin Said", "Osama bin Said"),
        ("Pieter van der Berg", "Pieter van der Berg"),
        ("Omar al-Said", "Omar al-Said"),
        ("Ada Obi", "Ada Obi"),
    ],
)
def test_a_persons_name_ends_before_a_word_of_no_name(marked: str, name: str) -> None:
    found = collect_mentions(document(f"{marked} on Monday.", [mention(marked, "person")]), shipped())

    assert [c.words for c in found] == [name]


def test_a_seat_that_speaks_is_its_union_and_the_town_is_another() -> None:
    text = "Brussels warned Malta. The European Union met in Brussels. The EU agreed."
    rows = [
        ("mention", "organisation", "Brussels", {"kind": "metonym", "type": "international_organisation"}),
        mention("European Union", "organisation"),
        mention("Brussels#2", "place"),
        mention("EU", "organisation", "acronym"),
    ]

    assert clusters(text, rows) == [["Brussels", "European Union", "EU"], ["Brussels"]]


def test_a_party_taken_for_a_person_is_the_party() -> None:
    text = "The Blue Dawn party won. Blue Dawn celebrated."
    rows = [mention("Blue Dawn party", "organisation"), mention("Blue Dawn#2", "person")]

    assert clusters(text, rows) == [["Blue Dawn party", "Blue Dawn"]]


@pytest.mark.parametrize(("noun", "together"), [("miners", False), ("drivers", True)])
def test_a_group_of_another_noun_needs_a_sure_link(noun: str, together: bool) -> None:
    text = f"The drivers struck on Monday. Later {noun} marched."
    rows = [mention("drivers", "group", "nominal"), mention(noun + ("#2" if together else ""), "group", "nominal")]
    doc = document(text, rows)
    candidates = collect_mentions(doc, shipped())

    found = cluster_mentions(candidates, {1: {0: 0.6}})

    assert len(found) == (1 if together else 2)


def test_a_date_is_no_name() -> None:
    assert clusters("OSLO (Sept 3): Shops shut.", [mention("Sept 3", "organisation")]) == []


def test_a_court_is_no_police_whatever_the_model_links() -> None:
    text = "Dorset Police acted. The court agreed."
    rows = [mention("Dorset Police", "organisation"), mention("court", "organisation", "nominal")]

    assert clusters(text, rows, [("coref", "court", "Dorset Police")]) == [["Dorset Police"], ["court"]]


def test_a_legal_form_makes_a_company_of_a_name_taken_for_a_person() -> None:
    doc = document("Holzner AG sued.", [mention("Holzner AG", "person")])

    ((candidate),) = collect_mentions(doc, shipped())

    assert (candidate.group, dict(candidate.types)) == ("organisation", {"company": 1.0})


def test_a_market_is_not_the_town_that_it_is_called_after() -> None:
    text = "Ostava market burnt. Ostava mourned."
    rows = [mention("Ostava market", "place"), mention("Ostava#2", "place")]

    assert clusters(text, rows) == [["Ostava market"], ["Ostava"]]


@pytest.mark.parametrize(("noun", "together"), [("port", True), ("capital", False), ("hospital", False)])
def test_only_a_word_for_its_kind_describes_the_place_named_after_of(noun: str, together: bool) -> None:
    text = f"Rain fell on the {noun} of Ostava in May."
    rows = [mention(noun, "place", "nominal"), mention("Ostava", "place")]

    assert clusters(text, rows, told=True) == ([[noun, "Ostava"]] if together else [[noun], ["Ostava"]])


@pytest.mark.parametrize(("name", "together"), [("Helmand", True), ("Tillabéri", False)])
def test_a_province_needs_no_word_for_it_unless_a_town_bears_its_name(name: str, together: bool) -> None:
    text = f"{name} province waits. Rain fell in {name} too."
    rows = [mention(f"{name} province", "place"), mention(f"{name}#2", "place")]

    assert len(clusters(text, rows)) == (1 if together else 2)


@pytest.mark.parametrize(("words", "name"), [("U.S.-led", "U.S."), ("Osk-based", "Osk"), ("D-Ohio", "Ohio")])
def test_a_name_ends_where_a_hyphen_says_what_it_does(words: str, name: str) -> None:
    span = clean_span(words, Span(0, len(words)))

    assert span is not None
    assert span.of(words) == name


@pytest.mark.parametrize("words", ["Coca-Cola", "al-Shabaab", "Guinea-Bissau", "Stratford-upon-Avon"])
def test_other_hyphens_part_no_name(words: str) -> None:
    assert clean_span(words, Span(0, len(words))) == Span(0, len(words))


def test_a_capital_that_stands_for_its_country_is_the_country() -> None:
    text = "Iran agreed. Teheran waits."

    assert clusters(text, [mention("Iran", "country"), mention("Teheran", "country")]) == [["Iran", "Teheran"]]


@pytest.mark.parametrize("group", ["person", "country"])
def test_the_same_words_are_one_thing_though_the_model_wavers(group: str) -> None:
    text = "Kalmaro agreed. Later Kalmaro left."
    rows = [mention("Kalmaro", "organisation"), mention("Kalmaro#2", group)]

    assert clusters(text, rows) == [["Kalmaro", "Kalmaro"]]


@pytest.mark.parametrize(
    ("text", "home"),
    [
        ("Officer Juan Ortega met the judge, Rosa Ortega. Officer Ortega left.", "Juan Ortega"),
        ("Officer Juan Ortega met the judge, Rosa Ortega. Judge Ortega left.", "Rosa Ortega"),
        ("Rosa Ortega, no relation to Juan Ortega, left. Ortega wept.", "Rosa Ortega"),
        ("The envoy Juan Ortega met Rosa Ortega and an envoy. Ortega left.", "Rosa Ortega"),
    ],
)
def test_a_surname_of_two_persons_goes_by_title_and_by_who_was_told_of_last(text: str, home: str) -> None:
    rows = [mention(words, "person") for words in ("Juan Ortega", "Rosa Ortega", "Ortega#3")]

    assert [home, "Ortega"] in clusters(text, rows, told=True)


@pytest.mark.parametrize(("other", "home"), [("Rosa Ortega-Lind", "Juan Ortega"), ("Rosa Ortega", "Rosa Ortega")])
def test_a_surname_is_first_of_all_whoever_s_whole_surname_it_is(other: str, home: str) -> None:
    text = f"Juan Ortega met {other}. Ortega left."
    rows = [mention(words, "person") for words in ("Juan Ortega", other, "Ortega#3")]

    assert [home, "Ortega"] in clusters(text, rows, told=True)


@pytest.mark.parametrize(("noun", "alone"), [("mills", True), ("mill", False), ("works", False)])
def test_it_is_not_what_is_told_as_many(noun: str, alone: bool) -> None:
    rows = [mention(noun, "place", "nominal"), mention("it", "place", "pronoun")]
    found = clusters(f"She ran the {noun} until a storm damaged it.", rows, [("coref", "it", noun)])

    assert found == ([[noun]] if alone else [[noun, "it"]])


def test_half_of_a_surname_is_enough_where_nobody_else_bears_it() -> None:
    rows = [mention(words, "person") for words in ("Rosa Ortega-Lind", "Ortega#2")]

    assert clusters("Rosa Ortega-Lind came. Ortega left.", rows) == [["Rosa Ortega-Lind", "Ortega"]]


def test_he_is_no_spokeswoman_whatever_the_model_links() -> None:
    text = "The spokeswoman met a driver. He left."
    rows = [
        mention("spokeswoman", "person", "nominal"),
        mention("driver", "person", "nominal"),
        mention("He", "person", "pronoun"),
    ]

    assert clusters(text, rows, [("coref", "He", "spokeswoman"), ("coref", "He", "driver")]) == [
        ["spokeswoman"],
        ["driver", "He"],
    ]


@pytest.mark.parametrize(
    ("words", "told"),
    [("Mrs Osk", "she"), ("his mother", "she"), ("mother of the boy", "she"), ("a spokesman", ""), ("Mr Osk", "he")],
)
def test_what_tells_a_gender_is_the_noun_or_the_title(words: str, told: str) -> None:
    assert gender(words) == told


@pytest.mark.parametrize("name", ["Regina King", "Faith Prince", "Mary Queen"])
def test_a_name_tells_no_gender_but_by_its_title(name: str) -> None:
    rows = [mention(name, "person"), mention("She", "person", "pronoun"), mention("He", "person", "pronoun")]

    assert gender(name, named=True) == ""
    for pronoun in ("She", "He"):
        found = clusters(f"{name} sang. She left. He left.", rows, [("coref", pronoun, name)])
        assert [name, pronoun] in found


@pytest.mark.parametrize(("words", "kept"), [("federal", False), ("former", False), ("Peruvian", True)])
def test_an_adjective_that_names_nothing_is_no_entity(words: str, kept: bool) -> None:
    doc = document(f"A {words} judge spoke.", [mention(words, "country", "adjective")])
    grow(doc.doc, {words: ("ADJ", "amod", "judge")})

    assert bool(collect_mentions(doc, shipped())) is kept


def test_the_description_before_a_name_between_commas_is_of_the_name() -> None:
    text = "Ada Obi met a driver. The driver, Juan Osk, left."
    rows = [
        mention("Ada Obi", "person"),
        mention("driver", "person", "nominal"),
        mention("driver#2", "person", "nominal"),
        mention("Juan Osk", "person"),
    ]

    assert clusters(text, rows, [("coref", "driver#2", "Ada Obi")], told=True) == [
        ["Ada Obi"],
        ["driver"],
        ["driver", "Juan Osk"],
    ]


def test_a_person_told_of_anew_is_nobody_named_before_and_after() -> None:
    text = "Ada Obi jailed Juan Osk and a driver. Osk wept."
    rows = [
        mention("Ada Obi", "person"),
        mention("Juan Osk", "person"),
        mention("driver", "person", "nominal"),
        mention("Osk#2", "person"),
    ]

    assert ["driver"] in clusters(text, rows, [("coref", "Osk#2", "driver")], told=True)


def test_a_place_that_no_gazetteer_knows_is_the_company_of_that_name() -> None:
    text = "Ruvulux Devices fell. Ruvulux will close a plant in Lima."
    rows = [mention("Ruvulux Devices", "organisation"), mention("Ruvulux#2", "place"), mention("Lima", "place")]

    assert clusters(text, rows) == [["Ruvulux Devices", "Ruvulux"], ["Lima"]]


@pytest.mark.parametrize("people", ["New Zealander", "Kenyan"])
def test_whose_national_one_is_is_no_part_of_the_name(people: str) -> None:
    text = f"The referee, {people} Ben Osk, left."
    doc = document(text, [mention(f"{people} Ben Osk", "person")])

    assert [c.words for c in collect_mentions(doc, shipped())] == ["Ben Osk"]


@pytest.mark.parametrize("name", ["Germán Vargas Soto", "Finn Erik Lund"])
def test_a_given_name_that_is_also_a_people_stays(name: str) -> None:
    assert clusters(f"{name} won.", [mention(name, "person")]) == [[name]]


@pytest.mark.parametrize(("near", "whose"), [(0.5, "Ben Rask"), (0.4, "Ada Obi")])
def test_he_is_who_was_named_in_the_paragraph_where_the_model_hesitates(near: float, whose: str) -> None:
    text = "Ada Obi left town.\n\nBen Rask spoke. Later he wept."
    doc = document(
        text, [mention("Ada Obi", "person"), mention("Ben Rask", "person"), mention("he", "person", "pronoun")]
    )
    found = collect_mentions(doc, shipped())
    ada, ben, he = (c.proposal for c in found)

    made = cluster_mentions(found, {he: {ada: 0.8, ben: near}}, text)

    assert next(c.members[0].words for c in made if len(c.members) > 1) == whose


@pytest.mark.parametrize(
    ("text", "together"),
    [
        ("Vote counted\n\nAn alliance won, officials said. The Blue Wave party lost.", False),
        ("Vote counted\n\nThe alliance, which calls itself the Blue Wave party, lost.", True),
    ],
)
def test_a_body_is_not_named_sentences_after_its_description(text: str, together: bool) -> None:
    """The winner of one sentence is not whoever loses in the next, whatever the model links."""
    rows = [mention("alliance", "organisation", "nominal"), mention("Blue Wave party", "organisation")]
    found = clusters(text, rows, [("coref", "Blue Wave party", "alliance")], told=True)

    assert found == ([["alliance", "Blue Wave party"]] if together else [["alliance"], ["Blue Wave party"]])


def test_a_body_told_of_before_the_person_who_bears_its_name_keeps_it() -> None:
    """ "Halden" is the company until a Halden is named."""
    text = "Halden Foods grew. Halden bought a mill. Its founder's son, Per Halden, retired."
    rows = [mention("Halden Foods", "organisation"), mention("Halden#2", "person"), mention("Per Halden", "person")]

    assert clusters(text, rows) == [["Halden Foods", "Halden"], ["Per Halden"]]


def test_numerals_that_differ_make_two_persons_and_a_name_without_one_fits_either() -> None:
    text = "President Ivan Osk I met President Ivan Osk II in Lund. Ivan Osk left."
    rows = [mention(words, "person") for words in ("Ivan Osk I", "Ivan Osk II", "Ivan Osk#3")]

    found = clusters(text, rows, [("coref", "Ivan Osk II", "Ivan Osk I")])

    assert sorted(found) == [["Ivan Osk I"], ["Ivan Osk II", "Ivan Osk"]]


def test_it_is_whom_the_sentence_before_is_about_where_the_model_finds_several_likely() -> None:
    text = "Osk Doctors blamed the Ruvu Front. The Ruvu Front denied it. In a post, it spoke of a mistake."
    rows = [
        mention("Osk Doctors", "organisation"),
        mention("Ruvu Front", "organisation"),
        mention("Ruvu Front#2", "organisation"),
        mention("it#2", "organisation", "pronoun"),
    ]
    links = [("coref", "it#2", "Osk Doctors"), ("coref", "it#2", "Ruvu Front#2")]

    assert ["Ruvu Front", "Ruvu Front", "it"] in clusters(text, rows, links, told=True)


def test_a_union_told_by_kind_and_name_is_its_name() -> None:
    """ "The miners' union UMA": what the sentence before names first is the name."""
    text = "Ruvu Copper closed. The miners' union UMA counted 19 dead. Its secretary left."
    rows = [
        mention("Ruvu Copper", "organisation"),
        mention("miners' union", "organisation", "nominal"),
        mention("UMA", "organisation", "acronym"),
        mention("Its", "organisation", "pronoun"),
    ]
    links = [("coref", "Its", "Ruvu Copper"), ("coref", "Its", "miners' union"), ("coref", "Its", "UMA")]

    assert "Its" in next(c for c in clusters(text, rows, links, told=True) if "UMA" in c)


@pytest.mark.parametrize(
    ("between", "one"),
    [
        (", better known as ", True),
        (", alias ", True),
        (", 28, known as ", True),
        (", known in the camp as ", True),
        (" (a.k.a. ", True),
        (" met ", False),
        (", known to ", False),
    ],
)
def test_a_nickname_told_beside_a_name_is_of_the_same_person(between: str, one: bool) -> None:
    text = f"Tor Lind{between}Ziko, left. Ziko sang."
    rows = [mention("Tor Lind", "person"), mention("Ziko#1", "person"), mention("Ziko#2", "person")]

    assert (clusters(text, rows, told=True) == [["Tor Lind", "Ziko", "Ziko"]]) is one


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        ("(Nasdaq: NVK)", [["Vero Telecom", "NVK"]]),
        ("(NVK)", [["Vero Telecom"], ["NVK"]]),
        ("beat Nasdaq: NVK", [["Vero Telecom"], ["Nasdaq"], ["NVK"]]),
    ],
)
def test_a_firm_is_what_it_is_called_at_an_exchange(listed: str, expected: list[list[str]]) -> None:
    text = f"Vero Telecom {listed} rose."
    rows = [mention("Vero Telecom", "organisation"), mention("NVK", "group")]
    rows += [mention("Nasdaq", "organisation")] if "Nasdaq" in listed else []

    assert clusters(text, rows, told=True) == expected


@pytest.mark.parametrize(
    ("between", "behind", "former"),
    [
        (", formerly known as ", " said", {"Norvik Telecom"}),
        (" (formerly ", ") said", {"Norvik Telecom"}),
        (", which was until 2019 called “", "” said", {"Norvik Telecom"}),
        (", which changed its name from ", " in May, said", {"Norvik Telecom"}),
        (", now known as ", ", said", {"Vero"}),
        (" was renamed ", " in May, it said", {"Vero"}),
        (" changed its name to ", " in May, it said", {"Vero"}),
        (", formerly ", "’s phone arm, said", None),
        (", formerly known as ", "’s phone arm, said", None),
        (", formerly part of ", ", said", None),
        (", now ", ", said", None),
        (" named ", " in its suit, it said", None),
    ],
)
def test_what_it_was_called_before_is_an_older_name_of_it(between: str, behind: str, former: set[str] | None) -> None:
    text = f"Vero{between}Norvik Telecom{behind} so."
    rows = [mention("Vero", "organisation"), mention("Norvik Telecom", "organisation")]
    doc = document(text, rows, [])
    found = cluster_mentions(collect_mentions(doc, shipped()), {}, text)

    assert [c.former for c in found if c.former] == ([former] if former else [])
    assert len(found) == (1 if former else 2)


def test_what_a_description_was_called_is_an_older_name_of_it() -> None:
    text = "Vero lost. The bank, which was known as Norvik Telecom until June, must pay."
    rows = [mention("Vero", "organisation"), mention("bank", "organisation", "nominal")]
    rows.append(mention("Norvik Telecom", "organisation"))

    assert clusters(text, rows, [("coref", "bank", "Vero")], told=True) == [["Vero", "bank", "Norvik Telecom"]]


def test_whose_name_changed_is_told_by_its_pronoun() -> None:
    text = "Vero, which changed its name from Norvik Telecom, grew."
    rows = [mention("Vero", "organisation"), mention("its", "organisation", "pronoun")]
    rows.append(mention("Norvik Telecom", "organisation"))

    assert clusters(text, rows, [("coref", "its", "Vero")], told=True) == [["Vero", "its", "Norvik Telecom"]]


def test_a_nickname_inside_a_name_makes_nobody_else_of_it() -> None:
    text = "Tor “the Heron” Lind fled. Later Tor Lind wept."
    rows = [mention("Tor “the Heron” Lind", "person"), mention("Tor Lind", "person")]

    assert len(clusters(text, rows)) == 1


@pytest.mark.parametrize(
    ("group", "quoted", "one"), [("group", True, True), ("group", False, False), ("country", True, False)]
)
def test_what_a_person_is_called_in_quotation_marks_is_no_crowds_name(group: str, quoted: bool, one: bool) -> None:
    name = "“Ziko”" if quoted else "Ziko"
    text = f"Tor Lind, known as {name}, left. Ziko sang."
    rows = [mention("Tor Lind", "person"), mention("Ziko#1", group), mention("Ziko#2", group)]

    assert (clusters(text, rows, told=True) == [["Tor Lind", "Ziko", "Ziko"]]) is one


def test_a_rebel_known_by_a_name_bears_it() -> None:
    text = "A rebel known as Ziko left."
    rows = [mention("rebel", "person", "nominal"), mention("Ziko", "person")]

    assert clusters(text, rows, told=True) == [["rebel", "Ziko"]]


def test_who_gives_a_name_is_who_bears_it() -> None:
    text = "A guard, who gave his name only as Ziko, left."
    rows = [mention("guard", "person", "nominal"), mention("his", "person", "pronoun"), mention("Ziko", "person")]

    assert clusters(text, rows, [("coref", "his", "guard")], told=True) == [["guard", "his", "Ziko"]]
    text = "Tor Lind, who gave his name as Ziko, left."
    rows[0] = mention("Tor Lind", "person")
    assert len(clusters(text, rows, [("coref", "his", "Tor Lind")], told=True)) == 2


def test_a_nickname_of_a_person_is_no_towns() -> None:
    text = "Osk, known as Ziko, sleeps."

    assert len(clusters(text, [mention("Osk", "place"), mention("Ziko", "person")], told=True)) == 2


def test_a_front_is_the_national_front_of_whom_it_may_be() -> None:
    text = "The National Front of Dockers met. The Front won."
    rows = [mention("National Front of Dockers", "organisation"), mention("Front#2", "organisation")]

    assert clusters(text, rows) == [["National Front of Dockers", "Front"]]


def test_two_surnames_taken_for_a_body_are_the_persons() -> None:
    text = "Ana Lima Paz left. Lima Paz lost."
    rows = [mention("Ana Lima Paz", "person"), mention("Lima Paz#2", "organisation")]

    assert clusters(text, rows) == [["Ana Lima Paz", "Lima Paz"]]


@pytest.mark.parametrize("behind", [" with the port", " from Osk", ", left", " who left"])
def test_what_somebody_is_stands_beside_the_name(behind: str) -> None:
    """However the description goes on; no link of the model is wanted."""
    text = f"They met Ada Obi, an officer{behind}, and went."
    rows = [mention("Ada Obi", "person"), mention("officer", "person", "nominal")]

    assert clusters(text, rows, told=True) == [["Ada Obi", "officer"]]


@pytest.mark.parametrize(("between", "one"), [(", 34, a", True), (", aged 34, the", True), (", 34, and a", False)])
def test_what_somebody_is_stands_behind_his_age(between: str, one: bool) -> None:
    text = f"The dead were Ada Obi{between} driver."
    rows = [mention("Ada Obi", "person"), mention("driver", "person", "nominal")]

    assert (len(clusters(text, rows, told=True)) == 1) is one


@pytest.mark.parametrize(
    ("told", "one"), [("minister of police, Ada Obi,", True), ("minister of police and Ada Obi", False)]
)
def test_whose_office_is_told_stands_behind_what_it_is_of(told: str, one: bool) -> None:
    rows = [mention("minister", "person", "nominal"), mention("Ada Obi", "person")]

    found = clusters(f"The {told} left.", rows, told=True)

    assert found == ([["minister", "Ada Obi"]] if one else [["minister"], ["Ada Obi"]])


@pytest.mark.parametrize(("between", "one"), [(", accuses", False), (", urged", False), (", a listed", True)])
def test_whom_a_body_accuses_it_is_not(between: str, one: bool) -> None:
    text = f"The Osk Front{between} soldiers of a plot."
    rows = [mention("Osk Front", "organisation"), mention("soldiers", "organisation", "nominal")]

    assert (len(clusters(text, rows, told=True)) == 1) is one


def test_what_stands_behind_a_name_is_its_bearers_and_not_the_next_ones() -> None:
    text = "It was Ana Lom, the mother of a victim, Ada Obi, who said so."
    rows = [mention("Ana Lom", "person"), mention("mother", "person", "nominal"), mention("Ada Obi", "person")]

    assert clusters(text, rows, told=True) == [["Ana Lom", "mother"], ["Ada Obi"]]


@pytest.mark.parametrize(("words", "one"), [("two", False), ("engineer", True)])
def test_several_are_no_one_person(words: str, one: bool) -> None:
    text = f"Ada Obi came. The {words} left."
    rows = [mention("Ada Obi", "person"), mention(words, "person", "nominal")]

    assert clusters(text, rows, [("coref", words, "Ada Obi")]) == (
        [["Ada Obi", words]] if one else [["Ada Obi"], [words]]
    )


@pytest.mark.parametrize(("title", "pronoun"), [("Ms.", "him"), ("Mr", "she")])
def test_a_title_before_a_name_says_who_no_pronoun_is(title: str, pronoun: str) -> None:
    text = f"{title} Paz left. Lund saw {pronoun}."
    rows: list[Row] = [
        ("mention", "person", "Paz", {"kind": "name", "type": "person"}),
        ("mention", "person", pronoun, {"kind": "pronoun", "type": "person"}),
    ]
    found = collect_mentions(document(text, rows), shipped())

    assert [[m.words for m in c.members] for c in cluster_mentions(found, {1: {0: 0.9}}, text)] == [["Paz"]]
    assert len(cluster_mentions(found, {1: {0: 0.9}}, text.removeprefix(title))[0].members) == 2


@pytest.mark.parametrize(
    ("noun", "group", "together"),
    [("member", "organisation", True), ("fighters", "group", False), ("oil producer", "organisation", True)],
)
def test_only_what_a_country_can_be_is_told_of_it_behind_a_comma(noun: str, group: str, together: bool) -> None:
    text = f"In Burkina Faso, {noun} of a bloc, nothing moved."

    found = clusters(text, [mention("Burkina Faso", "country"), mention(noun, group, "nominal")], told=True)

    assert (["Burkina Faso", noun] in found) is together


def test_a_known_movement_is_one_whether_taken_for_a_group_or_a_body() -> None:
    text = "M23 took Osk. The M23 left."

    found = clusters(text, [mention("M23", "group"), mention("M23#2", "organisation")])

    assert found == [["M23", "M23"]]


def test_an_article_marked_alone_is_no_name() -> None:
    text = "Obi told The Lake Wire."

    rows = [mention("Obi", "person"), mention("The", "organisation"), mention("Lake Wire", "organisation")]
    found = clusters(text, rows)

    assert found == [["Obi"], ["Lake Wire"]]


@pytest.mark.parametrize(
    ("told", "first", "home"),
    [
        ("bank", "Nera Cement", "Banco Osk"),  # of the two in its own paragraph
        ("bank", "Nera Bank", "Nera Bank"),  # called a bank
        ("state bank", "Nera Cement", "Nera Cement"),  # not told by one bare noun
    ],
)
def test_a_bare_noun_is_what_its_paragraph_names(told: str, first: str, home: str) -> None:
    text = f"{first} lost money.\nBanco Osk said little. The {told} closed."
    rows = [
        mention(first, "organisation"),
        mention("Banco Osk", "organisation"),
        mention(told, "organisation", "nominal"),
    ]
    links = {2: {0: 0.6, 1: 0.4}}
    doc = document(text, rows, [])

    read = [[m.words for m in c.members] for c in cluster_mentions(collect_mentions(doc, shipped()), links, text)]

    assert [home, told] in read


@pytest.mark.parametrize("behind", [" of Osk,", ","])
def test_a_description_before_a_name_is_of_it_though_a_place_follows(behind: str) -> None:
    text = f"Dan Ilic blamed the referee, Amina Juma{behind} for it."
    rows = [mention("Dan Ilic", "person"), mention("referee", "person", "nominal"), mention("Amina Juma", "person")]

    read = clusters(text, rows, [("coref", "referee", "Dan Ilic")], told=True)

    assert read == [["Dan Ilic"], ["referee", "Amina Juma"]]


@pytest.mark.parametrize(("told", "apart"), [("combined company", True), ("mining company", False)])
def test_what_a_merger_would_make_is_none_of_those_that_merge(told: str, apart: bool) -> None:
    text = f"Nera Ores spoke of the {told}."
    rows = [mention("Nera Ores", "organisation"), mention(told, "organisation", "nominal")]

    read = clusters(text, rows, [("coref", told, "Nera Ores")])

    assert read == ([["Nera Ores"], [told]] if apart else [["Nera Ores", told]])


@pytest.mark.parametrize(
    ("fuller", "together"), [("Southern District of Texas", False), ("State of Texas", True), ("Texas state", True)]
)
def test_a_part_of_a_state_is_not_the_state(fuller: str, together: bool) -> None:
    text = f"Texas sued. The {fuller} followed."
    rows = [mention("Texas", "place"), mention(fuller, "place")]

    assert len(clusters(text, rows)) == (1 if together else 2)


def test_a_surname_told_apart_from_another_s_is_one_of_those_named() -> None:
    text = "Mayor Eva Hill spoke. Hill left. Robert Hill agreed. Mr. Hill, who is no relation to the mayor, paid."
    rows = [mention("Eva Hill", "person"), mention("Hill#2", "person"), mention("Robert Hill", "person")]

    read = clusters(text, [*rows, mention("Hill#4", "person")], told=True)

    assert read == [["Eva Hill", "Hill"], ["Robert Hill", "Hill"]]


@pytest.mark.parametrize(
    ("marked", "text", "whole"),
    [
        ("finance", "She named Ben as her finance minister on Monday.", "finance minister"),
        ("prosecutor", "Ben, the prosecutor-general, wept.", "prosecutor-general"),
        ("driver", "Ben, the driver who fled, wept.", "driver"),
    ],
)
def test_a_description_goes_on_to_its_noun(marked: str, text: str, whole: str) -> None:
    doc = document(text, [mention(marked, "person", "nominal")], [])
    grow(doc.doc, {"finance": ("NOUN", "compound", "minister")} if marked == "finance" else {})

    assert [c.words for c in collect_mentions(doc, shipped())] == [whole]


def test_a_diocese_is_a_body() -> None:
    doc = document("He heads the diocese of Osk.", [mention("diocese of Osk", "place")], [])

    assert [c.group for c in collect_mentions(doc, shipped())] == ["organisation"]


@pytest.mark.parametrize("rank", ["", "Captain ", "the late "])
def test_a_rank_may_stand_between_a_description_and_its_name(rank: str) -> None:
    text = f"Osk's ruler, {rank}Amina Juma, wept."
    rows = [mention("ruler", "person", "nominal"), mention("Amina Juma", "person")]

    assert clusters(text, rows, [], told=True) == [["ruler", "Amina Juma"]]


def test_a_body_named_between_commas_is_what_is_described_before() -> None:
    text = "Ana Paz, whose party, Blue Dawn, lost, wept."
    rows = [
        mention("Ana Paz", "person"),
        mention("party", "organisation", "nominal"),
        mention("Blue Dawn", "organisation"),
    ]

    assert ["party", "Blue Dawn"] in clusters(text, rows, [], told=True)


@pytest.mark.parametrize(("between", "one"), [(", a ", True), (", and a ", False)])
def test_what_a_body_is_goes_on_with_whom_it_sides(between: str, one: bool) -> None:
    text = f"NLO{between}group allied with Osk, fled."
    rows = [mention("NLO", "organisation", "acronym"), mention("group", "organisation", "nominal")]

    assert (["NLO", "group"] in clusters(text, rows, [], told=True)) is one


@pytest.mark.parametrize(("title", "kept"), [("Commodore", False), ("Ruiz", True)])
def test_how_one_is_addressed_is_no_other_person(title: str, kept: bool) -> None:
    rows = [mention(title, "person"), mention("Ana Paz", "person")]
    found = with_whole_names(collect_mentions(document(f"{title} Ana Paz wept.", rows), shipped()), f"{title} Ana Paz")

    assert (title in [c.words for c in found]) is kept


def test_whose_national_somebody_is_names_nobody() -> None:
    text = "Ana Paz left. The 23-year-old Kenyan wept."
    rows = [mention("Ana Paz", "person"), mention("Kenyan", "person")]

    assert clusters(text, rows, [("coref", "Kenyan", "Ana Paz")]) == [["Ana Paz", "Kenyan"]]


@pytest.mark.parametrize(("told", "one"), [("a former Nera executive,", True), ("and a Nera executive,", False)])
def test_whose_somebody_is_may_stand_between_the_name_and_what_he_is(told: str, one: bool) -> None:
    text = f"Ana Paz, {told} wept."
    rows = [
        mention("Ana Paz", "person"),
        mention("Nera", "organisation"),
        mention("executive", "person", "nominal"),
    ]

    assert (["Ana Paz", "executive"] in clusters(text, rows, [], told=True)) is one


@pytest.mark.parametrize(("joined", "one"), [(" and a ", True), (" and her ", False)])
def test_who_is_told_of_twice_behind_the_name_is_one(joined: str, one: bool) -> None:
    text = f"Ana Paz, a lawyer{joined}member of Unity, wept."
    rows = [
        mention("Ana Paz", "person"),
        mention("lawyer", "person", "nominal"),
        mention("member", "person", "nominal"),
    ]

    assert (["Ana Paz", "lawyer", "member"] in clusters(text, rows, told=True)) is one


def test_officials_of_two_peoples_are_two_though_the_model_takes_them_for_one() -> None:
    text = "Kenyan officials agreed. Ugandan officials refused. Later the officials left."
    rows = [mention(words, "group", "nominal") for words in ("officials", "officials#2", "officials#3")]
    links = [("coref", "officials#2", "officials"), ("coref", "officials#3", "officials#2")]

    found = clusters(text, rows, links, told=True)

    assert found == [["officials"], ["officials", "officials"]]


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("The police fired. A police spokesman denied it.", False),
        ("The police fired. A police then came.", True),
    ],
)
def test_a_body_before_who_is_of_it_is_none_that_the_article_introduces(text: str, apart: bool) -> None:
    rows = [mention("police", "organisation", "nominal"), mention("police#2", "organisation", "nominal")]
    rows += [mention("spokesman", "person", "nominal")] if "spokesman" in text else []

    found = clusters(text, rows, [("coref", "police#2", "police")], told=True)

    assert (["police"] in found) is apart


@pytest.mark.parametrize(
    ("text", "group", "of_group"),
    [
        ("Osk saw the guards who came.", "group", True),
        ("Osk saw the guards whose boat sank.", "group", True),
        ("Osk, of the guards, who came.", "group", False),
        ("Osk led the guards who was ill.", "group", False),
    ],
)
def test_several_people_are_who_a_pronoun_right_behind_is_of(text: str, group: str, of_group: bool) -> None:
    pronoun = "whose" if "whose" in text else "who"
    rows = [mention("Osk", "person"), mention("guards", group, "nominal"), mention(pronoun, "person", "pronoun")]

    found = clusters(text, rows, [("coref", pronoun, "Osk")], told=True)

    assert (["guards", pronoun] in found) is of_group
    assert (["Osk", pronoun] in found) is not of_group


@pytest.mark.parametrize(
    ("second", "home"),
    [("The Kenyan firm", "Aveno"), ("A Kenyan firm", ""), ("The Swedish firm", ""), ("The Ugandan firm", "Osk Foods")],
)
def test_the_firm_of_a_people_is_the_one_told_of_with_their_name(second: str, home: str) -> None:
    """No link tells; what is new, or of a third people, is neither."""
    text = f"The Ugandan miller Osk Foods and the Kenyan brewer Aveno merged. {second} fell."
    rows = [
        ("mention", "organisation", words, {"kind": kind, "type": "company"})
        for words, kind in (("miller", "nominal"), ("Osk Foods", "name"), ("brewer", "nominal"), ("Aveno", "name"))
    ]
    rows.append(("mention", "organisation", "firm", {"kind": "nominal", "type": "company"}))

    found = clusters(text, rows, [("coref", "Osk Foods", "miller"), ("coref", "Aveno", "brewer")], told=True)

    assert next((cluster[-2] for cluster in found if cluster[-1] == "firm" and len(cluster) > 1), "") == home


@pytest.mark.parametrize(
    ("between", "noun", "one"),
    [
        (", hit the", "mill", False),
        (", then burned a", "mill", False),
        (", court reporter\n\nA", "mill", False),
        (", once the", "mill", True),
        (", the old copper", "mill", True),
    ],
)
def test_an_article_behind_other_words_opens_no_apposition(between: str, noun: str, one: bool) -> None:
    text = f"They came to Osk{between} {noun}, and left."
    rows = [mention("Osk", "place"), mention(noun, "place", "nominal")]

    assert (len(clusters(text, rows, told=True)) == 1) is one


@pytest.mark.parametrize(
    ("before", "noun", "one"),
    [
        ('"I won," said', "coach", True),
        ("They thanked his", "lawyer", True),
        ("They thanked the", "lawyer", False),
        ("It was said by", "man", False),
    ],
)
def test_a_bare_noun_before_a_persons_name_is_his_title(before: str, noun: str, one: bool) -> None:
    text = f"{before} {noun} Tor Lind."

    assert (
        len(clusters(text, [mention(noun, "person", "nominal"), mention("Tor Lind", "person")], told=True)) == 1
    ) is one


@pytest.mark.parametrize(
    ("last", "whose"),
    [("Bo Lund paid him before he fell.", "Bo Lund"), ("Bo Lund told Tor Osk that he fell.", "")],
)
def test_he_is_the_only_one_of_those_likely_who_stands_before_in_his_sentence(last: str, whose: str) -> None:
    text = f"Tor Osk shouted. {last}"
    rows = [mention("Tor Osk", "person"), mention("Bo Lund", "person"), mention("he", "person", "pronoun")]
    rows += [mention("Tor Osk#2", "person")] if not whose else []
    links = [("coref", "he", "Tor Osk"), ("coref", "he", "Bo Lund")]

    (found,) = [one for one in clusters(text, rows, links, told=True) if "he" in one]

    assert ("Bo Lund" in found) is bool(whose)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Fire\nOne man, Omar Said, fell.", "Omar Said"),
        ("Fire\nOne man, Omar Said was told, fell.", "Omar Said"),
        ("Fire Was Small, Omar Said, but Hot\nIt burned.", "Omar"),
        ("Fire\nIt burned, Omar said, for hours.", "Omar"),
    ],
)
def test_a_family_name_that_is_said_is_part_of_the_name(text: str, name: str) -> None:
    found = with_whole_names(collect_mentions(document(text, [mention("Omar", "person")]), shipped()), text)

    assert [c.words for c in found] == [name]


@pytest.mark.parametrize(("told", "one"), [("real name is", True), ("old friend is", False)])
def test_whose_real_name_is_told_has_it(told: str, one: bool) -> None:
    text = f"Izo, whose {told} Omar Lind, spoke."
    rows = [mention("Izo", "person"), mention("whose", "person", "pronoun"), mention("Omar Lind", "person")]

    assert (["Izo", "whose", "Omar Lind"] in clusters(text, rows, [("coref", "whose", "Izo")], told=True)) is one


@pytest.mark.parametrize(
    ("before", "words", "left"),
    [
        ("", "Datuk Seri Omar Lind", "Omar Lind"),
        ("", "Tan Sri Omar Lind", "Omar Lind"),
        ("Datuk ", "Seri Omar Lind", "Omar Lind"),
        ("", "Sri Lind", "Sri Lind"),
        ("", "Tan Lind", "Tan Lind"),
    ],
)
def test_how_a_malaysian_is_addressed_is_no_part_of_the_name(before: str, words: str, left: str) -> None:
    text = f"They met {before}{words}."
    span = clean_span(text, Span(text.index(words), text.index(words) + len(words)))

    assert (span.of(text) if span is not None else "") == left


@pytest.mark.parametrize(
    ("behind", "one"), [(", VAPÚ, said it had looked.", True), (", VAPÚ, and others looked.", False)]
)
def test_letters_between_commas_are_a_bodys_own(behind: str, one: bool) -> None:
    text = f"The Water and Soil Agency{behind}"
    rows = [mention("Water and Soil Agency", "organisation"), mention("VAPÚ", "organisation")]

    assert (len(clusters(text, rows, told=True)) == 1) is one
