"""Parts of a land that a model takes for persons or for other bodies: told by the words beside them."""

import pytest

from kb.extraction.names.agreement import agrees
from kb.extraction.names.body_kinds import can_be
from kb.extraction.names.cluster import Cluster
from kb.extraction.names.coreference import cluster_mentions
from kb.extraction.names.described import described
from kb.extraction.names.land_names import is_land
from kb.extraction.names.rivals import rivals_of
from kb.extraction.names.same_words import as_elsewhere
from kb.extraction.names.stage import Candidate, collect_mentions
from kb.language.gazetteer import shipped
from kb.model import Span
from tests.extraction.analyses import Row, document, grow
from tests.extraction.test_whole_reader import read


def mention(words: str, group: str, kind: str = "name") -> Row:
    return ("mention", group, words, {"kind": kind, "type": group})


@pytest.mark.parametrize(
    ("text", "name", "land"),
    [
        ("She won the seat of Ana Paz in May.", "Ana Paz", False),
        ("In a letter to Osun, where he asked for help, he said so.", "Osun", False),
        ("Ana Osun spoke. Osun, where others saw a risk, saw none.", "Osun", False),
        ("Votes were lost in the ward of Cwm Osk.", "Cwm Osk", True),
        ("The trial of Cwm Osk began.", "Cwm Osk", False),
        ("Oskol, where he began, gets 2 million.", "Oskol", True),
        ("Oskol, who began there, gets 2 million.", "Oskol", False),
    ],
)
def test_a_constituency_is_nobody(text: str, name: str, land: bool) -> None:
    start = text.index(name)

    assert is_land(text, Span(start, start + len(name))) == land


def test_a_seat_of_power_in_two_words_is_nobody() -> None:
    rows = [mention("Downing Street", "person"), mention("Ana Paz", "person")]

    found = collect_mentions(document("Downing Street said so. Ana Paz agreed.", rows), shipped())

    assert [c.group for c in found] == ["country", "person"]


@pytest.mark.parametrize(("first", "group"), [("Oskol", "organisation"), ("Chad", "country")])
def test_a_country_that_nothing_knows_is_the_body_called_so(first: str, group: str) -> None:
    text = f"He left {first} for 9 million. A coach of {first} wept."
    rows = [mention(first, "country"), mention(f"{first}#2", "organisation")]

    found = as_elsewhere(collect_mentions(document(text, rows), shipped()), shipped())

    assert next(c.group for c in found) == group


@pytest.mark.parametrize(
    ("words", "name", "same"),
    [
        ("high court", "Supreme Court", False),
        ("high court", "High Court of Osk", True),
        ("high court", "Osk Court", True),
        ("criminal court", "Supreme Court", True),
        ("appeals court", "Osk Court of Appeals", True),
    ],
)
def test_a_court_of_one_rank_is_no_court_of_another(words: str, name: str, same: bool) -> None:
    assert can_be(words, [name]) == same


@pytest.mark.parametrize(("code", "same"), [("UY", False), ("SA", True)])
def test_a_republic_is_no_kingdom(code: str, same: bool) -> None:
    def named(words: str, kind: str, country: str) -> Candidate:
        return Candidate(0, Span(0, 1), 0, 1, "country", kind, {"country": 1.0}, country, 1.0, words)

    land = Cluster()
    land.members.append(named("Osk", "name", code))

    assert agrees(named("kingdom", "nominal", ""), land) == same


@pytest.mark.parametrize(("once", "one"), [("A former mayor", True), ("A mayor", False)])
def test_a_former_mayor_is_another_than_the_mayor_of_today(once: str, one: bool) -> None:
    text = f"{once} was jailed. Ana Paz, 58, wept. Mayor Ben Sol was glad."
    rows: list[Row] = [
        mention("mayor", "person", "nominal"),
        mention("Ana Paz", "person"),
        mention("Ben Sol", "person"),
        ("office", "", "Mayor", {}),
    ]
    doc = document(text, rows, [("holder", "Mayor", "Ben Sol")])
    found = collect_mentions(doc, shipped())
    read = cluster_mentions(found, {1: {0: 0.9}}, text, described=described(doc, found, shipped()))

    assert (["mayor", "Ana Paz"] in [[m.words for m in c.members] for c in read]) == one


def test_there_is_in_the_place_that_its_paragraph_names() -> None:
    text = "Crowds marched to Lom square.\n\nA bus burned in Osk. Nobody was hurt there."
    rows = [mention("Lom", "place"), mention("Osk", "place"), mention("there", "place", "nominal")]

    def told(near: float) -> list[list[str]]:
        read = cluster_mentions(collect_mentions(document(text, rows), shipped()), {2: {0: 0.6, 1: near}}, text)
        return [[m.words for m in c.members] for c in read]

    assert told(0.25) == [["Lom"], ["Osk", "there"]]
    assert told(0.1) == [["Lom", "there"], ["Osk"]]


@pytest.mark.parametrize(("verb", "apart"), [("expects", True), ("says", False)])
def test_what_somebody_expects_to_fall_is_something_else(verb: str, apart: bool) -> None:
    text = f"The bank {verb} it will fall."
    rows = [mention("bank", "organisation", "nominal"), mention("it", "organisation", "pronoun")]
    doc = document(text, rows)
    grow(doc.doc, {"bank": ("NOUN", "nsubj", verb), verb: ("VERB", "root", verb), "it": ("PRON", "nsubj", "fall")})
    found = collect_mentions(doc, shipped())
    read = cluster_mentions(found, {1: {0: 0.9}}, text, rivals_of(doc, found))

    assert len(read[0].members) == (1 if apart else 2)


def test_those_who_beat_somebody_are_not_those_they_beat() -> None:
    text = "Those who beat them need to know."
    rows = [mention("Those", "group", "nominal"), mention("them", "group", "pronoun")]
    doc = document(text, rows)
    grow(
        doc.doc,
        {
            "Those": ("PRON", "nsubj", "need"),
            "who": ("PRON", "nsubj", "beat"),
            "beat": ("VERB", "acl:relcl", "Those"),
            "them": ("PRON", "obj", "beat"),
            "need": ("VERB", "root", "need"),
        },
    )
    found = collect_mentions(doc, shipped())
    read = cluster_mentions(found, {1: {0: 0.9}}, text, rivals_of(doc, found))

    assert [[m.words for m in c.members] for c in read] == [["Those"]]


@pytest.mark.parametrize(
    ("where", "name"),
    [
        ("south-western Colombia", "south-western Colombia"),
        ("north-eastern Nigeria", "north-eastern Nigeria"),
        ("western Colombia", "western Colombia"),
    ],
)
def test_half_a_point_of_the_compass_before_a_hyphen_is_of_the_region(where: str, name: str) -> None:
    """Only "western Colombia" was the place."""
    found = read(f"OSK - Rescuers pulled two people from the mud in {where} on Thursday.")
    assert [entity.name for entity in found.entities if entity.type == "region"] == [name]
