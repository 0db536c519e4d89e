"""Which state a president or minister is of where only what stands around the office tells."""

import pytest

from kb.extraction.names.coreference import cluster_mentions
from kb.extraction.names.entities import build_entities
from kb.extraction.names.stage import collect_mentions
from kb.language.gazetteer import shipped
from kb.model import Span
from tests.extraction.analyses import Row, document
from tests.extraction.interpreted import one_sentence
from tests.extraction.test_offices import body, office, offices, person


def test_a_president_is_of_the_country_and_not_of_its_west() -> None:
    text = "Niger mourned. Raiders had crossed western Niger. President Ada Obi wept."
    rows = [body("Niger", "country"), body("Niger#2", "country"), office("President"), person("Ada Obi")]

    (found,) = offices(text, rows, [("body", "President", "Niger#2"), ("holder", "President", "Ada Obi")])

    assert found[2] == "Niger"


@pytest.mark.parametrize(
    ("seat", "sentence", "whose"),
    [("Kremlin", ", where", "Russia"), ("Kremlin", ". Later", "Kenya"), ("Defence Ministry", ", where", "Kenya")],
)
def test_a_president_named_beside_a_seat_of_power_is_of_its_country(seat: str, sentence: str, whose: str) -> None:
    text = f"Kenya and Russia met. Kenya gave papers to the {seat}{sentence} President Ada Obi read them. Kenya left."
    rows = [body("Kenya", "country"), body("Russia", "country"), body("Kenya#2", "country"), body("Kenya#3", "country")]
    rows += [("mention", "organisation", seat, {"kind": "name", "type": "office"}), office("President")]
    links = [("holder", "President", "Ada Obi")]

    (found,) = offices(text, [*rows, person("Ada Obi")], links)

    assert found[2] == whose


@pytest.mark.parametrize(
    ("word", "head", "whose"), [("would", "agree", "Kenya"), ("would", "raid", "Egypt"), ("did", "agree", "Egypt")]
)
def test_who_says_what_a_country_will_do_is_of_it(word: str, head: str, whose: str) -> None:
    """But not who says that it would attack; the report is from Cairo and Egypt is named most."""
    text = f"CAIRO - Egypt met Egypt. Egypt said so. Prime Minister Ada Obi said Kenya {word} {head}."
    rows: list[Row] = [body(f"Egypt#{n}" if n > 1 else "Egypt", "country") for n in (1, 2, 3)]
    rows += [body("CAIRO", "place"), body("Kenya", "country"), office("Prime Minister"), person("Ada Obi")]
    rows += [("trigger", "attack" if head == "raid" else "agreement", head, {"modality": "possible"})]
    tree = {
        "Kenya": ("PROPN", "nsubj", head),
        word: ("AUX", "aux", head),
        head: ("VERB", "ccomp", "said#2"),
        "said#2": ("VERB", "root", "said#2"),
        "Prime": ("NOUN", "compound", "Obi"),
        "Minister": ("NOUN", "compound", "Obi"),
        "Ada": ("PROPN", "flat", "Obi"),
        "Obi": ("PROPN", "nsubj", "said#2"),
    }
    links = [("holder", "Prime Minister", "Ada Obi"), ("body", "Prime Minister", "Kenya")]
    cairo = document(text, rows).token_span(0, 1)

    (found,) = offices(text, rows, links, filed_at=cairo, tree=tree, score=0.5)

    assert found[2] == whose


@pytest.mark.parametrize(("near", "country"), [("West Bank", "PS"), ("Sahel", "")])
def test_a_province_named_beside_a_town_tells_its_country(near: str, country: str) -> None:
    """Jenin is in the West Bank and no other; "the Sahel" is more than the province of that name."""
    text = f"Troops left Jenin. The {near} was calm."
    doc = document(text, [body("Jenin", "place"), body(near, "place")])
    table = build_entities(doc, cluster_mentions(collect_mentions(doc, shipped()), {}, text), shipped())

    assert table.entities[0].country == country


@pytest.mark.parametrize(("opening", "whose"), [("In Odesa two", "Odesa"), ("Near Odesa two", "Kherson region")])
def test_a_regional_head_is_of_where_his_sentence_opens(opening: str, whose: str) -> None:
    text = f"The Kherson region burned. {opening} were hurt, regional head Ada Obi said. The Sumy region slept."
    rows: list[Row] = [
        ("mention", "place", f"{n} region", {"kind": "name", "type": "region"}) for n in ("Kherson", "Sumy")
    ]
    rows += [body("Odesa", "place"), office("regional head"), person("Ada Obi")]

    opening_paragraph = (Span(0, text.index(".")),)
    (found,) = offices(text, rows, [("holder", "regional head", "Ada Obi")], paragraphs=opening_paragraph)

    assert found[2] == whose


def test_where_two_countries_act_as_one_a_president_is_of_neither_by_that() -> None:
    text = "Egypt and Chad called for a truce. Later President Ada Obi, whom Mali met, wept. Mali left Mali."
    rows = [body("Egypt", "country"), body("Chad", "country"), office("President"), person("Ada Obi")]
    rows += [body("Mali", "country"), body("Mali#2", "country"), body("Mali#3", "country")]
    tree = {
        "Egypt": ("PROPN", "nsubj", "called"),
        "and": ("CCONJ", "cc", "Chad"),
        "Chad": ("PROPN", "conj", "Egypt"),
        "called": ("VERB", "root", "called"),
    }

    (found,) = offices(text, rows, [("holder", "President", "Ada Obi")], tree=tree)

    assert found[2] != "Egypt"


@pytest.mark.parametrize(
    ("adjective", "noun", "kind", "whose"),
    [
        ("Kenyan", "lender", "company", ""),
        ("Kenyan", "shillings", "", ""),
        ("Kenyan", "army", "armed_force", "Kenya"),
    ],
)
def test_a_minister_is_of_no_country_that_only_a_firm_or_money_is_of(
    adjective: str, noun: str, kind: str, whose: str
) -> None:
    text = f"The mill was built by the {adjective} {noun}. Finance Minister Ada Obi warned the town."
    rows = [body(adjective, "country"), office("Finance Minister"), person("Ada Obi")]
    rows += [("mention", "organisation", noun, {"kind": "nominal", "type": kind})] if kind else []
    tree = {adjective: ("ADJ", "amod", noun), noun: ("NOUN", "obl", "built")}

    (found,) = offices(text, rows, [("holder", "Finance Minister", "Ada Obi")], tree=tree)

    assert found[2] == whose


def test_a_minister_is_of_whoever_will_do_it_and_not_of_who_asked() -> None:
    text = "Egypt will wait at her ally Chad request Prime Minister Ada Obi said"
    rows = [body("Egypt", "country"), body("Chad", "country"), office("Prime Minister"), person("Ada Obi")]
    tree = {
        "Egypt": ("PROPN", "nsubj", "wait"),
        "will": ("AUX", "aux", "wait"),
        "wait": ("VERB", "ccomp", "said"),
        "Chad": ("PROPN", "nmod:poss", "request"),
        "request": ("NOUN", "obl", "wait"),
        "said": ("VERB", "root", "said"),
    }
    links = [("holder", "Prime Minister", "Ada Obi"), ("body", "Prime Minister", "Chad")]

    (found,) = offices(text, rows, links, tree=one_sentence(text, tree))

    assert found[2] == "Egypt"


@pytest.mark.parametrize(
    ("words", "whose"), [("the Chadian opposition left", "Chad"), ("the opposition left", "Egypt")]
)
def test_an_opposition_leader_is_of_whose_opposition_was_told_of(words: str, whose: str) -> None:
    text = f"Egypt met Egypt. After {words}, the opposition leader Ada Obi wept."
    rows = [body("Egypt", "country"), body("Egypt#2", "country"), office("opposition leader"), person("Ada Obi")]
    rows += [body("Chadian", "country", "adjective")] if "Chadian" in words else []

    (found,) = offices(text, rows, [("holder", "opposition leader", "Ada Obi")])

    assert found[2] == whose


@pytest.mark.parametrize("role", ["Home Minister", "State Minister for Labour"])
def test_no_embassy_has_a_minister(role: str) -> None:
    text = f"Egypt met Egypt. The US embassy wept. {role} Ada Obi spoke."
    rows = [body("Egypt", "country"), body("Egypt#2", "country"), office(role), person("Ada Obi")]
    rows += [("mention", "organisation", "US embassy", {"kind": "name", "type": "office"})]

    (found,) = offices(text, rows, [("holder", role, "Ada Obi"), ("body", role, "US embassy")])

    assert found[2] == "Egypt"


@pytest.mark.parametrize(
    ("whose", "country"),
    [("Kenya's President", "Kenya"), ("Kenya's longest river", "Egypt"), ("The Kenyan government", "Kenya")],
)
def test_the_opposition_is_of_whose_president_is_told_of_just_before(whose: str, country: str) -> None:
    text = f"Egypt met Egypt. {whose} waited. Opposition leader Ada Obi wept."
    land = "Kenyan" if "Kenyan" in whose else "Kenya"
    rows = [body("Egypt", "country"), body("Egypt#2", "country"), office("Opposition leader"), person("Ada Obi")]
    rows += [("mention", "country", land, {"kind": "adjective" if land == "Kenyan" else "name", "type": "country"})]

    (found,) = offices(text, rows, [("holder", "Opposition leader", "Ada Obi")])

    assert found[2] == country


@pytest.mark.parametrize(
    ("before", "role", "country"),
    [
        ("World Skating", "president", ""),
        ("A local", "lawmaker", ""),
        ("A new", "lawmaker", "Kenya"),
        ("On Monday", "president", "Kenya"),
        ("On Monday", "President", "Kenya"),
        ("Then the", "president", "Kenya"),
    ],
)
def test_a_president_of_what_a_name_before_says_is_not_the_lands(before: str, role: str, country: str) -> None:
    text = f"Kenya met Kenya. {before} {role} Ada Obi wept."
    rows = [body("Kenya", "country"), body("Kenya#2", "country"), office(role), person("Ada Obi")]
    name = before.rsplit(maxsplit=1)[-1]
    tree = one_sentence(
        text, {"met": ("VERB", "root", "met"), name: ("DET" if name.islower() else "PROPN", "dep", "met")}
    )

    (found,) = offices(text, rows, [("holder", role, "Ada Obi")], tree=tree)

    assert found[2] == country


@pytest.mark.parametrize(
    ("there", "whose"), [("In Yerevan clerks marched.", "Armenia"), ("Yerevan clerks marched.", "Georgia")]
)
def test_a_president_is_of_where_his_paragraph_opens(there: str, whose: str) -> None:
    text = f"Georgia met Georgia over Georgia and Armenia.\n\n{there} Former president Ada Obi called it a defeat."
    rows = [body(f"Georgia#{n}", "country") for n in (1, 2, 3)] + [body("Armenia", "country"), body("Yerevan", "place")]
    rows += [office("president"), person("Ada Obi")]

    (found,) = offices(text, rows, [("holder", "president", "Ada Obi")])

    assert found[2] == whose


@pytest.mark.parametrize(("noun", "whose"), [("government", "Kenya"), ("guest", "")])
def test_what_a_countrys_government_does_its_president_tells(noun: str, whose: str) -> None:
    text = f"President Ada Obi said Kenya {noun} opened camps"
    rows = [body("Kenya", "country"), office("President"), person("Ada Obi")]
    tree = {
        "said": ("VERB", "root", "said"),
        "Kenya": ("PROPN", "nmod:poss", noun),
        noun: ("NOUN", "nsubj", "opened"),
        "opened": ("VERB", "ccomp", "said"),
    }
    links = [("holder", "President", "Ada Obi"), ("body", "President", "Kenya")]

    (found,) = offices(text, rows, links, tree=one_sentence(text, tree))

    assert found[2] == whose


def test_a_president_is_not_of_where_the_paragraph_only_opens() -> None:
    """Of Geneva's country the article does not tell."""
    text = "Kenya met Kenya over Kenya.\n\nIn Geneva envoys met. President Ada Obi called it a defeat."
    rows = [body(f"Kenya#{n}", "country") for n in (1, 2, 3)] + [body("Geneva", "place")]
    rows += [office("President"), person("Ada Obi")]

    (found,) = offices(text, rows, [("holder", "President", "Ada Obi")])

    assert found[2] == "Kenya"
