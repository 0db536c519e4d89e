"""Words in capitals that name nobody: posts, ratings of debt, zones of time, exchanges, storms."""

import pytest

from kb.extraction.names.stage import collect_mentions
from kb.language.gazetteer import shipped
from tests.extraction.analyses import document, grow


@pytest.mark.parametrize(
    ("words", "label", "kinds"),
    [
        ("Team Manager", "person", ["nominal"]),
        ("Assistant Professor", "person", ["nominal"]),
        ("Chief Operating Officer", "person", ["nominal"]),
        ("CFO", "person", ["nominal"]),
        ("Ana Manager", "person", ["name"]),
        ("BB+", "organisation", []),
        ("Baa2", "organisation", []),
        ("BB", "organisation", ["acronym"]),
    ],
)
def test_a_post_describes_and_a_rating_is_nobody(words: str, label: str, kinds: list[str]) -> None:
    text = f"They spoke of {words} again."
    doc = document(text, [("mention", label, words, {"kind": "name", "type": label})])

    assert [found.kind for found in collect_mentions(doc, shipped())] == kinds


@pytest.mark.parametrize(
    ("text", "words", "kinds"),
    [
        ("Updated at 18:40 local time (GMT+11).", "GMT+11", []),
        ("Updated at 18:40 CEST.", "CEST", []),
        ("The union CEST called for a strike.", "CEST", ["acronym"]),
        ("Norvik Telecom (Nasdaq: NVT) fell.", "Nasdaq", []),
        ("The exchange (Nasdaq) fell.", "Nasdaq", ["name"]),
        ("Cyclone Ilsa tore roofs off. Ilsa has weakened.", "Ilsa#2", []),
        ("Tropical Storm Ilsa tore roofs off. Ilsa Brandt wept.", "Ilsa Brandt", ["name"]),
        ("The nurse Ilsa wept.", "Ilsa", ["name"]),
        ("Cyclone Osk: 20 dead. Roofs fell in Osk.", "Osk#2", ["name"]),
    ],
)
def test_a_zone_of_time_an_exchange_and_a_storm_are_nobody(text: str, words: str, kinds: list[str]) -> None:
    doc = document(text, [("mention", "organisation", words, {"kind": "name", "type": "organisation"})])

    assert [found.kind for found in collect_mentions(doc, shipped())] == kinds


@pytest.mark.parametrize(
    ("text", "head", "kinds"),
    [("They saw unpaid labourers.", "labourers", []), ("They saw unpaid.", "saw", ["nominal"])],
)
def test_an_adjective_before_those_whom_it_describes_is_no_crowd(text: str, head: str, kinds: list[str]) -> None:
    doc = document(text, [("mention", "group", "unpaid", {"kind": "nominal", "type": "group"})])
    grow(doc.doc, {"unpaid": ("ADJ", "amod" if head == "labourers" else "obj", head)})

    assert [found.kind for found in collect_mentions(doc, shipped())] == kinds


@pytest.mark.parametrize(
    ("text", "words", "kinds"),
    [
        ("An LPG tanker overturned.", "LPG", []),
        ("The PLG fled.", "PLG", ["acronym"]),
        ("The High Commissioner spoke.", "High", []),
        ("The High Hotel burned.", "High", ["name"]),
        ("He was charged under section 12 of the Osk Penal Code.", "Osk Penal Code", []),
        ("They were held under various sections of the Osk Penal Code.", "Osk Penal Code", []),
        ("Two sections of the Osk Penal Corps fled.", "Osk Penal Corps", ["name"]),
    ],
)
def test_a_fuel_and_a_law_under_whose_section_one_is_charged_are_nobody(
    text: str, words: str, kinds: list[str]
) -> None:
    doc = document(text, [("mention", "organisation", words, {"kind": "name", "type": "organisation"})])

    assert [found.kind for found in collect_mentions(doc, shipped())] == kinds
