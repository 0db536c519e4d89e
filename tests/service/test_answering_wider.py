"""A question without an answer is asked more widely, and what was given up is said; what is claimed is found."""

from collections.abc import Callable, Iterator

import pytest
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store

from kb.graph import names
from kb.language.text_keys import name_key
from kb.projections.catalog.reading import CatalogReader
from kb.query.formats import SOLUTIONS
from kb.query.result import QueryResult
from kb.query.sparql.prefixes import KNOWN
from kb.service.answering.answer import meanings, understand
from kb.service.answering.asking import ask
from kb.service.answering.errors import NotUnderstoodError
from kb.service.answering.passages import Passage, named_article, unlike
from tests.projections.test_catalog_lists import NO_LISTS, made, put

BASE = "http://localhost:8000/"
TODAY = "2031-05-06"
TEXT = "Ore fell. Lund Mining, based in Krasne, lost two days. The firm is owned by Zeta Holding. It won the Tarn Cup."
EMPTY = b'{"head":{"vars":["x"]},"results":{"bindings":[]}}'
FULL = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"1"}}]}}'


@pytest.fixture(scope="module")
def catalog() -> CatalogReader:
    """A firm, a town, and an article with its text."""
    connection = made()
    for identifier, label, kind in (
        ("lund", "Lund Mining", "company"),
        ("krasne", "Krasne", "town"),
        ("health", "WHO", "organisation"),
    ):
        put(connection, "entities", id=identifier, label=label, type=kind, articles=1, **NO_LISTS)
        put(connection, "entity_names", entity=identifier, name=label, key=name_key(label))
        row = connection.execute("INSERT INTO search (title, body) VALUES (?, '')", (label,)).lastrowid
        put(connection, "search_keys", owner=f"entity {identifier}", kind="entity", id=identifier, number=row)
    number = connection.execute("INSERT INTO search (title, body) VALUES ('Ore', ?)", (TEXT,)).lastrowid
    put(connection, "search_keys", owner="article a", kind="article", id="a", number=number)
    return CatalogReader(connection)


def _runner(body: Callable[[str], bytes], asked: list[str]) -> Callable[[str], QueryResult]:
    from io import BytesIO

    def run(sparql: str) -> QueryResult:
        asked.append(sparql)
        data = body(sparql)
        return QueryResult("solutions", SOLUTIONS[0], len(data), 1, False, BytesIO(data))

    return run


def _all(question: str, catalog: CatalogReader) -> Iterator[tuple[frozenset[str], tuple[str, ...]]]:
    for one in meanings(question, catalog, BASE, TODAY):
        yield frozenset(one.slots), one.notes


def test_what_is_given_up_is_said_step_by_step(catalog: CatalogReader) -> None:
    """What is counted may end so, then a word be anywhere in the article, the place, the event, the sentence."""
    first, ending, second, third, fourth, fifth = _all("How many trucks did rebels burn near Krasne wantonly?", catalog)

    assert ("words" in first[0], "search" in first[0]) == (True, False)
    assert first[0] == ending[0]
    assert any("ends so" in note for note in ending[1])
    assert "words" not in second[0]
    assert "search" in second[0]
    assert any("nothing is told with “" in note for note in second[1])
    assert ("near" in second[0] or "place" in second[0], "among" in third[0]) == (True, True)
    assert any("nothing is told to be in Krasne" in note for note in third[1])
    assert "type" not in fourth[0]
    assert any("no number is told of a" in note for note in fourth[1])
    assert fifth[0] == frozenset()
    assert any("every word of the question" in note for note in fifth[1])


@pytest.mark.parametrize("question", ["Did rebels shell Krasne overnight?", "How often was Krasne shelled?"])
def test_whether_and_how_often_stay_as_asked(catalog: CatalogReader, question: str) -> None:
    """That nothing fits is their answer."""
    assert len(list(_all(question, catalog))) == 1


def test_what_did_not_happen_is_looked_for_before_the_question_without_its_not(catalog: CatalogReader) -> None:
    """Which of the two was answered is said; where something is asked to be so or not, nothing changes."""
    told, plain, *_ = meanings("Who did not shell Krasne?", catalog, BASE, TODAY)
    (whether, *_) = meanings("Did rebels not shell Krasne?", catalog, BASE, TODAY)

    assert ("notHappened" in told.sparql, "notHappened" in plain.sparql) == (True, False)
    assert any("did not happen" in note for note in told.notes)
    assert not any("passed over" in note for note in told.notes)
    assert any("“not” was passed over" in note for note in plain.notes)
    assert "notHappened" not in whether.sparql


def test_the_first_meaning_with_rows_is_the_answer(catalog: CatalogReader) -> None:
    """None is asked after it, and an answer with rows cites no sentence."""
    asked: list[str] = []
    run = _runner(lambda sparql: FULL if len(asked) == 2 else EMPTY, asked)
    found = ask("How much does Lund Mining pay each worker?", catalog, BASE, run)

    assert found.result.read() == FULL
    assert found.understood.sparql == asked[1]
    assert len(asked) == 2
    assert not any("no fact answers this, but" in note for note in found.understood.notes)


def test_where_no_meaning_has_rows_the_sentence_of_an_article_is_shown(catalog: CatalogReader) -> None:
    """The one that has the word that is asked for, though the name stands in another."""
    asked: list[str] = []
    found = ask("Who owns Lund Mining?", catalog, BASE, _runner(lambda _: EMPTY, asked))

    assert found.result.read() == EMPTY
    assert found.understood.sparql == asked[0]
    said = "no fact answers this, but article-a (Ore) says: “The firm is owned by Zeta Holding.”"
    assert said in found.understood.notes


def test_an_article_without_title_is_named_by_its_id_alone() -> None:
    """Empty brackets say nothing."""
    assert named_article("a1", "Ore") == "article-a1 (Ore)"
    assert named_article("a1", "") == "article-a1"
    assert Passage("a1", "", "It rained.", 2, True, True, ()).note == "article-a1 says: “It rained.”"


def test_sentences_that_say_the_same_are_shown_once_unless_their_numbers_differ() -> None:
    """Papers carry one report in nearly the same words; another number is another claim."""
    texts = (
        "At least 17 people drowned in Krasne when the dam burst on Sunday night.",
        "At least 17 people drowned in Krasne as the dam burst on Sunday night.",
        "At least 19 people drowned in Krasne when the dam burst on Sunday night.",
    )
    found = [Passage(f"a{n}", "", text, 2, True, True, ()) for n, text in enumerate(texts)]

    assert [one.article for one in unlike(found)] == ["a0", "a2"]


def test_a_name_that_only_articles_have_narrows_to_them(catalog: CatalogReader) -> None:
    """With a note; one that no article has is refused."""
    found = understand("Who won the Tarn Cup?", catalog, BASE, TODAY)
    assert {"tarn", "cup"} <= set(found.slots.values())
    assert any("Tarn is no name here; the answer is of articles" in note for note in found.notes)
    with pytest.raises(NotUnderstoodError, match="Nothing here is called 'Osmo'"):
        understand("Who won the Osmo Cup?", catalog, BASE, TODAY)


def test_initials_that_are_the_letters_of_a_word_are_no_such_word(catalog: CatalogReader) -> None:
    """They name somebody, or nobody here; not so at the beginning, or where all is in capitals."""
    assert understand("What did the WHO say?", catalog, BASE, TODAY).slots["speaker"].endswith("health")
    with pytest.raises(NotUnderstoodError, match="Nothing here is called 'US'"):
        understand("What did the US say?", catalog, BASE, TODAY)
    for question in ("Who tells us about Krasne?", "WHO said what?", "WHO SAID WHAT TO US?"):
        understand(question, catalog, BASE, TODAY)


def test_a_name_that_begins_like_one_that_is_here_names_that(catalog: CatalogReader) -> None:
    """Articles have words that begin so; who was meant is offered beside their answer."""
    found = understand("How many people were killed in Krasn?", catalog, BASE, TODAY)
    assert any(note.startswith("Krasn is no name here, but Krasne is; ") for note in found.notes), found.notes


def test_what_was_understood_of_a_refused_question_is_said(catalog: CatalogReader) -> None:
    """And what was not."""
    with pytest.raises(NotUnderstoodError) as caught:
        understand("What is the population of Krasne?", catalog, BASE, TODAY)
    assert "understood were Krasne" in str(caught.value)
    assert "not understood population" in str(caught.value)


@pytest.mark.parametrize(
    ("question", "words", "answers"),
    [
        ("Who claimed responsibility for the bombing?", "claimed responsibility", ["Group one"]),
        ("Who claimed responsibility for the bombing?", "blamed", []),
        ("Who is responsible for the bombing?", "claimed responsibility", ["Group one"]),
        ("Who is responsible for the bombing?", "blamed", ["Group one"]),
        ("Who is responsible for the bombing?", "praised", []),
    ],
)
def test_who_claims_an_attack_is_found_by_what_its_article_calls_it(
    catalog: CatalogReader, question: str, words: str, answers: list[str]
) -> None:
    """It claims "the attack", which its article also calls a bombing; a claim of something else is not meant."""

    def node(name: str) -> NamedNode:
        return NamedNode(f"{BASE}id/{name}")

    store = Store()
    quads = [(names.event_type("bombing"), NamedNode(KNOWN["skos"] + "broader"), names.event_type("attack"))]
    for name, kind, start in (("one", "bombing", 10), ("two", "kidnapping", 50)):
        event, said, span, mention = (node(f"{part}-{name}") for part in ("event", "statement", "span", "mention"))
        group, cue = node(f"group-{name}"), node(f"cue-{name}")
        quads += [
            (event, names.kb("eventType"), names.event_type(kind)),
            (event, names.kb("article"), node("article")),
            (event, names.kb("mention"), mention),
            (said, names.TYPE, names.kb("Statement")),
            (said, names.kb("article"), node("article")),
            (said, names.kb("contentSpan"), span),
            (said, names.kb("cue"), cue),
            (said, names.kb("content"), Literal("responsibility for the act")),
            (said, names.kb("speaker"), group),
            (cue, names.kb("exact"), Literal(words)),
            (group, names.LABEL, Literal(f"Group {name}")),
        ]
        for place, begin, end in ((span, start, start + 20), (mention, start + 5, start + 9)):
            quads += [(place, names.kb("start"), Literal(begin)), (place, names.kb("end"), Literal(end))]
    store.extend(Quad(*quad) for quad in quads)
    found = understand(question, catalog, BASE, TODAY)

    rows = store.query(found.sparql, prefixes=dict(KNOWN))
    assert isinstance(rows, QuerySolutions)
    assert [row["speaker"].value for row in rows] == answers
    assert any("does not say that they did it" in note for note in found.notes) == ("is responsible" in question)


def test_the_second_of_two_may_be_named_in_the_article_and_that_is_said(catalog: CatalogReader) -> None:
    """Who buys "the firm" has no event with the firm's name in it."""
    first, *others = _all("How much did Lund Mining pay for Krasne?", catalog)

    assert {"one", "other"} <= first[0]
    wide = next(one for one in others if "among" in one[0])
    assert "other" not in wide[0]
    assert any(note.startswith("no number is told with") for note in wide[1])


@pytest.fixture(scope="module")
def told() -> CatalogReader:
    """An article with a header, and two events: one where the text tells of trucks, one elsewhere."""
    connection = made()
    header, text = "Title: Ore\n\n", "Ore fell on Monday. Rebels burned nine trucks. The firm paid five fines."
    number = connection.execute("INSERT INTO search (title, body) VALUES ('Ore', ?)", (text,)).lastrowid
    put(connection, "search_keys", owner="article a", kind="article", id="a", number=number)
    length = len(header + text)
    put(connection, "articles", id="a", title="Ore", length=length, position=1, extraction_position=2, notes="[]")
    for name, word in (("burning", "burned"), ("fining", "paid")):
        at = (header + text).index(word)
        put(connection, "events", id=name, article="a", start=at, stop=at + len(word), position=2, participants="[]",
            figures="[]", claimed_by="[]")  # fmt: skip
    return CatalogReader(connection)


def test_a_wider_answer_is_of_what_the_sentence_with_most_words_tells(told: CatalogReader) -> None:
    """What stands elsewhere in the article is no answer; the sentence is quoted. First what is counted may end so."""
    asked: list[str] = []
    found = ask(
        "How many trucks did rebels burn?", told, BASE, _runner(lambda sparql: FULL if len(asked) > 2 else EMPTY, asked)
    )

    assert "(truck)(e?s)?" in asked[1]
    assert "VALUES ?event { <http://localhost:8000/id/event-burning> }" in asked[2]
    assert "event-fining" not in asked[2]
    assert any("Rebels burned nine trucks." in note for note in found.understood.notes)


def test_any_number_of_a_sentence_counts_only_if_it_has_every_word(told: CatalogReader) -> None:
    """“Wantonly” is in none: the last, widest meaning is not asked."""
    whole: list[str] = []
    ask("How many trucks did rebels burn?", told, BASE, _runner(lambda _: EMPTY, whole))
    partly: list[str] = []
    ask("How many trucks did rebels burn wantonly?", told, BASE, _runner(lambda _: EMPTY, partly))

    assert "FILTER(REGEX(CONCAT" not in whole[-1]
    assert all("FILTER(REGEX(CONCAT" in sparql for sparql in partly)


def test_a_count_of_happenings_has_what_an_article_says_of_their_number(told: CatalogReader) -> None:
    """Beside it, and only where a sentence has every word."""
    for question, said in (
        ("How many burned cars were there?", False),
        ("How many burnings of trucks were there?", True),
    ):
        found = ask(question, told, BASE, _runner(lambda _: FULL, []))
        assert any("Rebels burned nine trucks." in note for note in found.understood.notes) == said, found.understood


def test_days_are_kept_where_the_article_names_the_place(catalog: CatalogReader) -> None:
    """What was then, in an article that names the place, comes before what has no day at all."""
    first, second, *_ = _all("What happened in Krasne from 3 to 5 May 2031?", catalog)
    assert {"place", "since", "until"} <= first[0]
    assert {"among", "since", "until"} <= second[0]
    assert any("nothing is told to be in Krasne" in note for note in second[1])


def test_what_is_planned_is_no_answer_to_what_has_happened(catalog: CatalogReader) -> None:
    """Unless nothing else is, and then the note says so."""
    meant = list(meanings("Who founded Lund Mining?", catalog, BASE, TODAY))
    assert "kb:planned" in meant[0].sparql
    assert "kb:planned" not in meant[1].sparql
    assert any("this is what is planned" in note for note in meant[1].notes)
