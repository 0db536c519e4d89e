"""Descriptions that no link ties to a name: by the noun of the one name that has it, by the title of its one holder."""

import pytest

from kb.extraction.builtin import create
from kb.extraction.names.coreference import cluster_mentions
from kb.extraction.names.described import described
from kb.extraction.names.stage import collect_mentions
from kb.language.gazetteer import shipped
from kb.model import Article
from tests.extraction.analyses import Row, document, grow


def clusters(
    text: str,
    rows: list[Row],
    links: list[tuple[str, str, str]] | None = None,
    same: dict[int, dict[int, float]] | None = None,
) -> list[list[str]]:
    doc = document(text, rows, links or [])
    found = collect_mentions(doc, shipped())
    read = cluster_mentions(found, same or {}, text, described=described(doc, found, shipped()))
    return [[m.words for m in c.members] for c in read]


def mention(words: str, group: str, kind: str = "name") -> Row:
    return ("mention", group, words, {"kind": kind, "type": group})


def test_the_court_is_the_one_court_that_is_named() -> None:
    text = "The Harbour Court of Osk sat on Monday. Later the court freed two men."
    rows = [mention("Harbour Court of Osk", "organisation"), mention("court", "organisation", "nominal")]

    assert clusters(text, rows) == [["Harbour Court of Osk", "court"]]


def test_words_of_the_name_before_the_noun_are_the_same_court() -> None:
    text = "The Central Osk Harbour Court sat. Later the harbour court freed two men."
    rows = [mention("Central Osk Harbour Court", "organisation"), mention("harbour court", "organisation", "nominal")]

    assert clusters(text, rows) == [["Central Osk Harbour Court", "harbour court"]]


def test_other_words_before_the_noun_are_another_court() -> None:
    text = "The Central Osk Harbour Court sat. Later the family court freed two men."
    rows = [mention("Central Osk Harbour Court", "organisation"), mention("family court", "organisation", "nominal")]

    assert clusters(text, rows) == [["Central Osk Harbour Court"], ["family court"]]


def test_of_two_courts_none_is_chosen() -> None:
    text = "The Osk Court and the Belt Court sat. Later the court freed two men."
    rows = [
        mention("Osk Court", "organisation"),
        mention("Belt Court", "organisation"),
        mention("court", "organisation", "nominal"),
    ]

    assert clusters(text, rows) == [["Osk Court"], ["Belt Court"], ["court"]]


def test_a_court_that_is_introduced_is_another() -> None:
    text = "The Osk Court sat on Monday. Later a court freed two men."
    rows = [mention("Osk Court", "organisation"), mention("court", "organisation", "nominal")]

    assert clusters(text, rows) == [["Osk Court"], ["court"]]


def test_a_noun_that_anything_can_be_ties_nothing() -> None:
    text = "Nera Town Group sold a mill. Later the group fled."
    rows = [mention("Nera Town Group", "organisation"), mention("group", "organisation", "nominal")]

    assert clusters(text, rows) == [["Nera Town Group"], ["group"]]


def test_the_lieutenant_is_the_one_who_is_called_so() -> None:
    text = "Lieutenant Sabe Worra came home. The lieutenant had been seized at sea."
    rows = [
        ("office", "office", "Lieutenant", {}),
        mention("Sabe Worra", "person"),
        mention("lieutenant", "person", "nominal"),
    ]
    held = [("holder", "Lieutenant", "Sabe Worra")]

    assert clusters(text, rows, held) == [["Sabe Worra", "lieutenant"]]
    assert clusters(text, rows) == [["Sabe Worra"], ["lieutenant"]]


def test_of_two_ministers_none_is_chosen() -> None:
    text = "Trade minister Ada Osk met mines minister Ben Rask. The minister left early."
    rows = [
        ("office", "office", "Trade minister", {}),
        ("office", "office", "mines minister", {}),
        mention("Ada Osk", "person"),
        mention("Ben Rask", "person"),
        mention("minister#3", "person", "nominal"),
    ]
    held = [("holder", "Trade minister", "Ada Osk"), ("holder", "mines minister", "Ben Rask")]

    assert clusters(text, rows, held) == [["Ada Osk"], ["Ben Rask"], ["minister"]]


def test_a_name_told_again_is_not_what_stood_before_it_was_told_first() -> None:
    text = "A central bank cut its rate. Orsa, the refiner, fell. The chief of Orsa left."
    rows = [
        mention("central bank", "organisation", "nominal"),
        mention("Orsa", "organisation"),
        mention("Orsa#2", "organisation"),
    ]
    doc = document(text, rows, [])
    found = collect_mentions(doc, shipped())
    bank, first, again = (c.proposal for c in found)

    assert [[m.words for m in c.members] for c in cluster_mentions(found, {again: {bank: 0.8, first: 0.9}})] == [
        ["central bank"],
        ["Orsa", "Orsa"],
    ]
    linked = {first: {bank: 0.3}, again: {bank: 0.8, first: 0.9}}
    assert [[m.words for m in c.members] for c in cluster_mentions(found, linked)] == [["central bank", "Orsa", "Orsa"]]


def test_an_acting_county_governor_is_the_one_governor_and_nobody_else_whatever_a_link_says() -> None:
    text = "The acting county governor spoke. Ana Paz, a surgeon, hears Governor Bo Lund."
    rows: list[Row] = [
        mention("acting county governor", "person", "nominal"),
        mention("Ana Paz", "person"),
        mention("Bo Lund", "person"),
        ("office", "office", "Governor", {"status": "current"}),
    ]
    wrong = {1: {0: 0.9}}

    found = clusters(text, rows, [("holder", "Governor", "Bo Lund")], wrong)

    assert found == [["acting county governor", "Bo Lund"], ["Ana Paz"]]
    assert clusters(text, rows, same=wrong)[0] == ["acting county governor", "Ana Paz"]


def test_a_deputy_governor_is_not_the_governor() -> None:
    text = "The deputy governor spoke. Governor Bo Lund wept."
    rows: list[Row] = [
        mention("deputy governor", "person", "nominal"),
        mention("Bo Lund", "person"),
        ("office", "office", "Governor", {"status": "current"}),
    ]

    assert clusters(text, rows, [("holder", "Governor", "Bo Lund")]) == [["deputy governor"], ["Bo Lund"]]


def test_the_minister_is_no_deputy_minister_but_who_is_minister_of_a_matter() -> None:
    text = "The minister quit.\n\nMinister of tourism Ana Osk left; deputy minister Leo Paz follows."
    rows: list[Row] = [
        mention("minister", "person", "nominal"),
        mention("Ana Osk", "person"),
        mention("Leo Paz", "person"),
        ("office", "office", "Minister of tourism"),
        ("office", "office", "deputy minister"),
    ]
    links = [("holder", "Minister of tourism", "Ana Osk"), ("holder", "deputy minister", "Leo Paz")]

    assert clusters(text, rows, links) == [["minister", "Ana Osk"], ["Leo Paz"]]


def test_a_headlines_deputy_governor_is_not_the_governor() -> None:
    text = "Deputy governor takes over.\n\nGovernor Ana Osk left; Deputy Governor Leo Paz follows."
    rows: list[Row] = [
        mention("Deputy governor", "person", "nominal"),
        mention("Ana Osk", "person"),
        mention("Leo Paz", "person"),
        ("office", "office", "Governor#2"),
        ("office", "office", "Deputy Governor#1"),
    ]
    links = [("holder", "Governor#2", "Ana Osk"), ("holder", "Deputy Governor#1", "Leo Paz")]

    assert ["Deputy governor", "Ana Osk"] not in clusters(
        text, rows, links, {0: {1: 0.9, 2: 0.8}, 1: {0: 0.9}, 2: {0: 0.8}}
    )


def _links(text: str, rows: list[Row], weights: dict[tuple[str, str], float]) -> dict[int, dict[int, float]]:
    words = [row[2] for row in rows]
    return {
        words.index(one): {words.index(other): w for (o, other), w in weights.items() if o == one} for one, _ in weights
    }


def test_of_two_ministers_the_one_that_a_weak_link_tells_is_meant() -> None:
    text = "Farm Minister Ana Paz met Trade Minister Ben Roy. The minister wept."
    rows = [
        mention("Ana Paz", "person"),
        mention("Ben Roy", "person"),
        mention("minister", "person", "nominal"),
        ("office", "office", "Farm Minister", {"status": "current"}),
        ("office", "office", "Trade Minister", {"status": "current"}),
    ]
    held = [("holder", "Farm Minister", "Ana Paz"), ("holder", "Trade Minister", "Ben Roy")]

    linked = clusters(text, rows, held, _links(text, rows, {("minister", "Ben Roy"): 0.3}))
    torn = clusters(text, rows, held, _links(text, rows, {("minister", "Ben Roy"): 0.3, ("minister", "Ana Paz"): 0.2}))

    assert linked == [["Ana Paz"], ["Ben Roy", "minister"]]
    assert torn == [["Ana Paz"], ["Ben Roy"], ["minister"]]


@pytest.mark.parametrize(
    ("style", "called"),
    [("Lt. Gen.", "general"), ("Col.", "colonel"), ("U.S. Rep.", "congresswoman"), ("Bishop", "bishop")],
)
def test_a_rank_before_a_name_says_whom_its_full_word_means(style: str, called: str) -> None:
    text = f"{style} Ana Paz landed. Later the {called} denied it."
    rows = [mention("Ana Paz", "person"), mention(called, "person", "nominal")]

    assert clusters(text, rows) == [["Ana Paz", called]]


def test_the_head_of_another_body_is_somebody_else() -> None:
    text = "Ana Paz is head. Later the head of Ostan Rail denied it."
    rows = [
        mention("Ana Paz", "person"),
        mention("head#2", "person", "nominal"),
        mention("Ostan Rail", "organisation"),
        ("office", "office", "head", {"status": "current"}),
    ]

    assert clusters(text, rows, [("holder", "head", "Ana Paz")]) == [["Ana Paz"], ["head"], ["Ostan Rail"]]


def test_what_somebody_plays_says_whom_its_noun_means() -> None:
    """Though the same noun stands in the title, for nobody."""
    text = "Cup: keeper hurt.\nOsk keeper Ana Paz fell. Later the keeper left."
    rows = [
        mention("keeper", "person", "nominal"),
        mention("Ana Paz", "person"),
        mention("keeper#3", "person", "nominal"),
    ]
    doc = document(text, rows, [])
    grow(doc.doc, {"keeper#2": ("NOUN", "compound", "Ana")})
    found = collect_mentions(doc, shipped())

    read = cluster_mentions(found, {2: {0: 0.9}}, text, described=described(doc, found, shipped()))

    assert [m.span.start for m in next(c for c in read if c.named).members][-1] == text.rindex("keeper")


@pytest.mark.parametrize(("years", "found"), [(27, 1), (28, 0)])
def test_who_is_as_old_is_the_one(years: int, found: int) -> None:
    text = f"Ana Paz, 27, fled. The {years}-year-old student was held."
    rows = [
        ("mention", "person", "Ana Paz", {"kind": "name", "type": "person"}),
        ("mention", "person", "student", {"kind": "nominal", "type": "person"}),
    ]
    doc = document(text, rows)
    name, student = collect_mentions(doc, shipped())

    assert described(doc, [name, student], shipped()).of(student, text) == (
        frozenset({name.proposal}) if found else frozenset()
    )


@pytest.mark.parametrize(("before", "one"), [("his", True), ("that", False)])
def test_somebodys_spokesman_is_who_is_named_as_the_spokesman_later(before: str, one: bool) -> None:
    text = f"It is over, {before} spokesman said. Ana Paz, the spokesman, blamed rain."
    rows = [
        mention("spokesman", "person", "nominal"),
        mention("Ana Paz", "person"),
        mention("spokesman#2", "person", "nominal"),
    ]

    assert (["spokesman", "Ana Paz", "spokesman"] in clusters(text, rows, same={2: {1: 0.9}})) is one


def test_a_description_by_a_title_is_of_the_one_who_has_it_whomever_the_model_links() -> None:
    text = "Ana Paz spoke. Senator Tor Lund came. The senator asked why. A senator left."
    rows = [
        mention("Ana Paz", "person"),
        mention("Tor Lund", "person"),
        mention("senator", "person", "nominal"),
        mention("senator#2", "person", "nominal"),
        ("office", "office", "Senator", {}),
    ]
    held = [("holder", "Senator", "Tor Lund")]

    assert clusters(text, rows, held, {2: {0: 0.7}}) == [["Ana Paz"], ["Tor Lund", "senator"], ["senator"]]


def test_who_was_described_so_before_stays_with_whom_the_model_links() -> None:
    text = "A senator, Ana Paz, spoke. Senator Tor Lund came. The senator asked why."
    rows = [
        mention("senator", "person", "nominal"),
        mention("Ana Paz", "person"),
        mention("Tor Lund", "person"),
        mention("senator#2", "person", "nominal"),
        ("office", "office", "Senator", {}),
    ]

    found = clusters(text, rows, [("holder", "Senator", "Tor Lund")], {1: {0: 0.9}, 3: {0: 0.7}})
    assert found == [["senator", "Ana Paz", "senator"], ["Tor Lund"]]


def test_the_new_premier_is_not_who_was_it_before() -> None:
    text = "Prime minister Ana Paz won. Former prime minister Tor Lund wept. The new prime minister left."
    rows = [
        mention("Ana Paz", "person"),
        mention("Tor Lund", "person"),
        mention("prime minister#2", "person", "nominal"),
        ("office", "office", "Prime minister", {}),
        ("office", "office", "prime minister", {}),
    ]
    held = [("holder", "Prime minister", "Ana Paz"), ("holder", "prime minister", "Tor Lund")]

    assert clusters(text, rows, held) == [["Ana Paz", "prime minister"], ["Tor Lund"]]


def test_the_minister_is_no_prime_minister_beside_one_of_mines() -> None:
    text = "Prime minister Ana Paz met mines minister Tor Lund. The minister wept."
    rows = [
        mention("Ana Paz", "person"),
        mention("Tor Lund", "person"),
        mention("minister#3", "person", "nominal"),
        ("office", "office", "Prime minister", {}),
        ("office", "office", "mines minister", {}),
    ]
    held = [("holder", "Prime minister", "Ana Paz"), ("holder", "mines minister", "Tor Lund")]

    assert clusters(text, rows, held) == [["Ana Paz"], ["Tor Lund", "minister"]]


@pytest.mark.parametrize(
    ("before", "called", "one"),
    [("Osk", "city", True), ("Osk and Ruvu", "city", False), ("Osk", "city of Ruvu", False), ("Osk", "harbour", False)],
)
def test_the_city_is_the_only_town_named_before(before: str, called: str, one: bool) -> None:
    text = f"Rain fell on {before}. The mayor of the {called} fled."
    town, noun = {"kind": "name", "type": "city"}, called.partition(" ")[0]
    rows: list[Row] = [("mention", "place", name, town) for name in before.split(" and ")]
    rows.append(("mention", "place", noun, {"kind": "nominal", "type": "city"}))

    assert (["Osk", noun] in clusters(text, rows)) is one


@pytest.mark.parametrize(("first", "one"), [("Chad", True), ("Chad and Niger", False)])
def test_the_country_is_the_only_one_named_before(first: str, one: bool) -> None:
    text = f"Rain fell on {first}. Half of the country was flooded."
    rows: list[Row] = [mention(name, "country") for name in first.split(" and ")]
    rows.append(mention("country", "country", "nominal"))

    assert (["Chad", "country"] in clusters(text, rows)) is one


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("A man from Chicago was shot dead in a small city on Friday. Police said the city had mourned.", "city"),
        ("A man was shot dead in Chicago on Friday.\n\nThe mayor said the city would mourn.", "Chicago"),
    ],
)
def test_the_city_is_no_other_than_the_nameless_one_told_of(told: str, name: str) -> None:
    found = create().extract(Article(f"Shooting\n\n{told}", published="2026-07-14"))
    names = {entity.id: entity.name for entity in found.entities}
    start = len("Shooting\n\n") + told.index("the city") + len("the ")

    assert [names[m.entity] for m in found.mentions if m.span.start == start] == [name]


@pytest.mark.parametrize(
    ("first", "again", "entities"),
    [
        ("the central bank", "the central bank", 1),
        ("the central bank", "a central bank", 2),
        ("the central bank", "the savings bank", 2),
        ("the bank", "the bank", 2),  # one word tells too little without a link
    ],
)
def test_a_body_in_the_same_words_is_the_same(first: str, again: str, entities: int) -> None:
    text = f"Last week {first} put the gap at 2 billion. Ada Obi once led {again}."
    words, later = (part.partition(" ")[2] for part in (first, again))
    rows = [mention(words, "organisation", "nominal")]
    rows += [mention(f"{later}#2" if later == words else later, "organisation", "nominal")]

    assert len(clusters(text, rows)) == entities


def test_of_two_bodies_in_the_same_words_none_is_chosen() -> None:
    text = "Osk's central bank waited. Ula's central bank did not. Ada Obi once led the central bank."
    rows = [mention(f"central bank{n}", "organisation", "nominal") for n in ("", "#2", "#3")]

    assert len(clusters(text, rows)) == 3


@pytest.mark.parametrize(
    ("words", "other", "home"),
    [
        ("the capital", "Kathmandu", ["Pokhara"]),
        ("the capital", "Biratnagar", ["Pokhara", "capital"]),  # which may be of a province
        ("the capital of Gandaki", "Kathmandu", ["Pokhara", "capital"]),
        ("its capital", "Kathmandu", ["Pokhara", "capital"]),
    ],
)
def test_the_capital_is_no_other_town_where_a_countrys_capital_is_named(
    words: str, other: str, home: list[str]
) -> None:
    text = f"From {other} he went to Pokhara, and rents in {words} fell."
    rows = [mention(other, "city"), mention("Pokhara", "city"), mention("capital", "city", "nominal")]
    rows = [(layer, "place", named, told) for layer, _, named, told in rows]

    assert home in clusters(text, rows, same={2: {1: 0.9}})


@pytest.mark.parametrize(
    ("between", "one"),
    [(" sat late. Nobody came.\n\nThe Osk Harbour Court", False), (" or, in full, the Osk Harbour Court", True)],
)
def test_a_body_is_not_called_by_a_name_that_comes_sentences_later(between: str, one: bool) -> None:
    text = f"Hearings\nThey spoke. The court{between} rose."
    rows = [mention("court", "organisation", "nominal"), mention("Osk Harbour Court", "organisation")]

    assert (len(clusters(text, rows)) == 1) is one


@pytest.mark.parametrize(("article", "one"), [("an", False), ("the", True)])
def test_a_prison_of_a_town_is_one_of_several(article: str, one: bool) -> None:
    text = f"The prison burned. She fled from {article} Osk prison."
    rows = [mention("prison", "place", "nominal"), mention("Osk prison", "place")]

    assert (len(clusters(text, rows)) == 1) is one


@pytest.mark.parametrize(
    ("described", "one"),
    [
        ("The new premier, 51, a former vice president of the Bank of Osk, said no.", True),
        ("The premier said no.", True),
        ("A premier of Norway said no.", False),
        ("Another banker, 51, a premier, said no.", False),
    ],
)
def test_the_premier_is_who_was_named_prime_minister(described: str, one: bool) -> None:
    text = f"The officers named a banker, Ilidio Te, prime minister on Wednesday.\n\n{described}"
    read = create().extract(Article(text, published="2026-12-02"))
    named = next(e.id for e in read.entities if e.name == "Ilidio Te")
    at = text.index("premier")

    assert any(m.entity == named and m.span.start <= at < m.span.end for m in read.mentions) == one
