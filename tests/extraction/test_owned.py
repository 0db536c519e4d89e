"""Descriptions with an owner: whose party it is, who founded it."""

import pytest

from kb.extraction.builtin import create
from kb.extraction.names.coreference import cluster_mentions
from kb.extraction.names.owned import owned
from kb.extraction.names.stage import collect_mentions
from kb.language.gazetteer import shipped
from kb.model import Article
from tests.extraction.analyses import Row, document, grow

Links = list[tuple[str, str, str]]


def clusters(
    text: str, rows: list[Row], links: Links, same: dict[int, dict[int, float]], verb: str = ""
) -> list[list[str]]:
    doc = document(text, rows, links)
    if verb:
        grow(doc.doc, {verb: ("VERB", "root", verb)})
    found = collect_mentions(doc, shipped())
    read = cluster_mentions(found, same, text, owned=owned(doc, found))
    return [[m.words for m in c.members] for c in read]


def mention(words: str, group: str, kind: str = "name") -> Row:
    return ("mention", group, words, {"kind": kind, "type": group})


@pytest.mark.parametrize(("office", "home"), [(True, "Nera"), (False, "Osk Front")])
def test_his_party_is_the_one_whose_founder_he_is_whatever_the_model_links(office: bool, home: str) -> None:
    text = "The Osk Front lost. Nera's founder, Tor Lund, spoke. His party won."
    rows = [
        mention("Osk Front", "organisation"),
        mention("Nera", "organisation"),
        mention("Tor Lund", "person"),
        mention("His", "person", "pronoun"),
        mention("party", "organisation", "nominal"),
    ]
    links: Links = [("body", "founder", "Nera"), ("holder", "founder", "Tor Lund")]
    rows += [("office", "office", "founder")] if office else []

    read = clusters(text, rows, links if office else [], {3: {2: 0.9}, 4: {0: 0.9}})

    assert next(words for words in read if "party" in words)[0] == home


def test_his_party_is_no_bank_of_which_he_was_the_head() -> None:
    text = "Tor Lund, head of Bank Nera, spoke. His party won."
    rows = [
        mention("Tor Lund", "person"),
        mention("Bank Nera", "organisation"),
        mention("His", "person", "pronoun"),
        mention("party", "organisation", "nominal"),
    ]
    rows[1] = mention("Nera Bank", "organisation")
    text = text.replace("Bank Nera", "Nera Bank")
    links: Links = [("body", "head", "Nera Bank"), ("holder", "head", "Tor Lund")]

    read = clusters(text, [*rows, ("office", "office", "head")], links, {2: {0: 0.9}})

    assert ["party"] in read


def test_her_party_is_the_one_that_is_named_behind_whose() -> None:
    text = "The Osk Front lost. Ana Paz, whose party, Popular Force, won, spoke. Her party has two seats."
    rows = [
        mention("Osk Front", "organisation"),
        mention("Ana Paz", "person"),
        mention("whose", "person", "pronoun"),
        mention("party", "organisation", "nominal"),
        mention("Popular Force", "organisation"),
        mention("Her", "person", "pronoun"),
        mention("party#2", "organisation", "nominal"),
    ]

    read = clusters(text, rows, [], {2: {1: 0.9}, 5: {1: 0.9}, 6: {0: 0.9}})

    assert ["party", "Popular Force", "party"] in read


@pytest.mark.parametrize(("verb", "founder"), [("founded", "Tor Lund"), ("praised", "founder")])
def test_the_founder_is_who_founded_it(verb: str, founder: str) -> None:
    text = f"Nera, {verb} by Tor Lund, won. The party's founder wept."
    rows = [
        mention("Nera", "organisation"),
        ("trigger", "politics", verb),
        mention("Tor Lund", "person"),
        mention("party", "organisation", "nominal"),
        mention("founder", "person", "nominal"),
    ]
    links: Links = [("agent", verb, "Tor Lund"), ("patient", verb, "Nera")]

    read = clusters(text, rows, links, {2: {0: 0.9}}, verb)

    assert next(words for words in read if "founder" in words)[0] == founder


@pytest.mark.parametrize(("office", "home"), [(True, "Hungary"), (False, "Georgia")])
def test_his_country_is_the_one_whose_minister_he_is_whatever_the_model_links(office: bool, home: str) -> None:
    text = "Georgia left. Hungary minister Ana Paz spoke. Her country would wait."
    rows = [mention("Georgia", "country"), mention("Hungary", "country"), mention("Ana Paz", "person")]
    rows += [mention("Her", "person", "pronoun"), mention("country", "country", "nominal")]
    rows += [("office", "office", "minister")]
    links: Links = [("body", "minister", "Hungary"), ("holder", "minister", "Ana Paz")] if office else []

    read = clusters(text, rows, links, {3: {2: 0.9}, 4: {0: 0.9}})

    assert next(words for words in read if "country" in words)[0] == home


@pytest.mark.parametrize(
    ("whose", "one"),
    [("Nana Obi of the Alliance for Change", True), ("Nana Obi of the Finance Ministry", False)],
)
def test_her_party_is_the_one_that_she_is_said_to_be_of(whose: str, one: bool) -> None:
    text = f"OSK - The New Dream party beat {whose} on Monday.\n\nObi said no. Her party boycotted parliament."
    read = create().extract(Article(text, published="2026-10-05"))
    body = {entity.id: entity.name for entity in read.entities}
    hers = [body[m.entity] for m in read.mentions if m.span.start == text.rindex("party")]

    assert (hers == ["Alliance for Change"]) == one
    assert hers != ["Finance Ministry"]
