"""Pages: found by id, IRI or name; each fact with its words; the reasons of every link."""

import sqlite3
from pathlib import Path

import pytest

from kb.model import Article, Span
from kb.projections.catalog.article_links import ArticleLinks
from kb.service.curation.deciding import deciding
from kb.service.curation.parting import parting
from kb.service.display.page import quote, sentence_bounds, with_the_one_before
from kb.service.identity.naming import NothingCalledError, SeveralCalledError, called
from kb.service.knowledge_base import KnowledgeBase
from tests.service.conftest import add

TEXTS = {
    "a.txt": "Title: First\nSource: A\n\nBlue Column attacked Nordhaven Depot, and 5 killed were counted on Monday.\n",
    "b.txt": "Title: Second\nSource: B\n\nBlue Column attacked Nordhaven Depot, and 7 killed. Max said: so it was.\n",
}


@pytest.fixture
def told(kb: KnowledgeBase, tmp_path: Path) -> KnowledgeBase:
    """A knowledge base of two articles."""
    folder = tmp_path / "in"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    assert [result.status for result in add(kb, folder)] == ["added", "added"]
    return kb


def test_an_entity_by_every_name_that_it_has(told: KnowledgeBase) -> None:
    """Name whatever the case, id, IRI, and the article's own local id lead to one page."""
    page = told.show("blue column")
    article = told.catalog.list_articles().items[0].id
    assert told.show(page.id) == told.show(page.iri) == told.show(page.id.removeprefix("entity-")) == page
    assert {told.show(f"{article}#e{number}").title for number in (1, 2)} >= {"Blue Column"}
    assert told.entity_id("Blue Column") == page.id.removeprefix("entity-")


def test_links_one_by_one_are_those_of_the_whole_article(told: KnowledgeBase) -> None:
    """Also after a person took one away; of what its article does not have there is none."""
    first, second = (one.id for one in told.catalog.list_articles().items)
    [event] = told.catalog.list_events(article=first).items

    with deciding(told, "person:ann") as decider:
        decider.retract(f"{first}#{event.local}", "a drill")
    with told.as_of(told.position) as projections:
        views = projections.catalog.views
        for article in (first, second):
            single = ArticleLinks(views.tables, article)
            assert dict(single) == views.links(article) != {}
            assert len(single) == len(list(single))
            assert single.get("e99", "") == ""
        assert event.local not in ArticleLinks(views.tables, first)


def test_an_entity_shows_why_its_mentions_were_linked(told: KnowledgeBase) -> None:
    """The decision's reasons, score, rule, and the member's name and article."""
    sections = {section.title: section.facts for section in told.show("Blue Column").sections}
    [why] = sections["Why these are one"]
    assert "“Blue Column” in Second" in why.value
    assert "same name" in why.value
    assert "rule:resolution/" in why.value
    assert len(sections["Took part in"]) == len(sections["Named in"]) == 2


def test_every_fact_of_an_extraction_has_its_words(told: KnowledgeBase) -> None:
    """On each page, whatever is not about the record itself cites characters that read as quoted."""
    texts = {article.id: told for article in told.catalog.list_articles().items}
    ids = [f"article-{article}" for article in texts]
    ids += [f"event-{event.id}" for event in told.catalog.list_events().items]
    ids += [f"statement-{statement.id}" for statement in told.catalog.list_statements().items]
    seen = 0
    stored = {r.event.article_id: r.event.article for r in told.log.read(types=["article-added"])}
    for identifier in ids:
        for section in told.show(identifier).sections:
            for fact in section.facts:
                if (
                    section.title in ("About", "Why these are one", "The same event elsewhere", "Reported")
                    or section.title.startswith("Independent sources")
                    or fact.name == "type"
                ):
                    continue
                assert fact.quotes, (identifier, section.title, fact)
                for words in fact.quotes:
                    assert stored[words.article].text[words.start : words.end] == words.words
                    seen += 1
    assert seen > 15


def test_an_event_shows_each_articles_version_side_by_side(told: KnowledgeBase) -> None:
    """Whichever version is asked for, or the happening: the same lines, one a version, and first and last report."""
    events = [event for event in told.catalog.list_events().items if event.happening]
    happening = events[0].happening
    versions = [event for event in events if event.happening == happening]
    assert len(versions) == 2

    pages = [told.show(name) for name in (f"happening-{happening}", *(f"event-{event.id}" for event in versions))]
    shown = [[one for one in page.sections if one.title.startswith(("Reported", "Side by side"))] for page in pages]
    assert shown[0] == shown[1] == shown[2]
    assert {"Reported", "Side by side: reality"} <= {section.title for section in shown[0]}
    assert shown[0][0].facts[0].value == "2 in 2 articles"
    for section in shown[0][1:]:
        assert {fact.ref for fact in section.facts} == {f"event-{event.id}" for event in versions}
        assert {fact.name for fact in section.facts} == {"A", "B"}


def test_each_claim_of_a_happening_has_its_sources(told: KnowledgeBase) -> None:
    """Both papers say that it happened, one each how many died; the count is the length of the list."""
    event = next(event for event in told.catalog.list_events().items if event.happening and event.figures)
    page = told.show(f"event-{event.id}")
    (section,) = [one for one in page.sections if one.title == "Independent sources, claim by claim"]
    said = {(fact.name, fact.value): [source.name for source in fact.sources] for fact in section.facts}

    assert said["reality", "occurred"] == ["A", "B"]
    assert (said["figure", "5"], said["figure", "7"]) == (["A"], ["B"])


def test_what_is_spelt_almost_like_it_is_offered(told: KnowledgeBase) -> None:
    label = next(one.label for one in told.catalog.list_entities(limit=50).items if len(one.label) > 6)
    misspelt = label[:2] + label[3:]

    with pytest.raises(NothingCalledError) as told_so:
        told.show(misspelt)

    assert label in told_so.value.meant
    assert f"Did you mean {told_so.value.meant[0]}" in (told_so.value.hint or "")


NAMED = (("1", "Ilse Quintaro Berg"), ("2", "Port Authority"), ("2", "Water Board"))


@pytest.mark.parametrize(
    ("asked", "offered"),
    [
        ("Quintarro", ("Ilse Quintaro Berg",)),
        ("Ilsa Quintaro", ("Ilse Quintaro Berg",)),
        ("Water Bord", ("Port Authority",)),  # by what it is called as well
        ("Quincy", ()),
        ("?!", ()),
    ],
)
def test_a_slip_in_a_part_of_a_name_finds_who_has_it(asked: str, offered: tuple[str, ...]) -> None:
    """A surname misspelt means its bearer, a first name and surname the one who has more names."""
    names = sqlite3.connect(":memory:")
    names.executescript(
        "CREATE TABLE entities (id, label, type, country, articles); CREATE TABLE entity_names (entity, name, key);"
        "CREATE TABLE articles (id, title, position); CREATE TABLE events (id, label, article)"
    )
    names.executemany("INSERT INTO entities VALUES (?, ?, 'organisation', '', 1)", NAMED[:2])
    names.executemany("INSERT INTO entity_names VALUES (?, ?, lower(?2))", NAMED)

    with pytest.raises(NothingCalledError) as nobody:
        called(names, asked)

    assert nobody.value.meant == offered


def test_nothing_and_several_are_said(told: KnowledgeBase, tmp_path: Path) -> None:
    """A name that nobody has; one that two have; an id that was never given."""
    with pytest.raises(NothingCalledError) as nobody:
        told.show("Somebody Else")
    assert nobody.value.meant == ()
    with pytest.raises(NothingCalledError):
        told.show("event-" + "0" * 20)
    path = tmp_path / "c.txt"
    path.write_text(
        "Title: Blue Column\n\nNobody was seen on the road for many days, people of the town told us there.\n"
    )
    add(told, path)
    with pytest.raises(SeveralCalledError) as caught:
        told.show("Blue Column")
    assert {name.split()[0].partition("-")[0] for name in caught.value.found} == {"entity", "article"}


def test_namesakes_that_look_alike_are_told_apart_by_where_they_are_told_of(told: KnowledgeBase) -> None:
    """Two things of one name, type and country."""
    with parting(told, "person:ann") as parter:
        parter.explode("Blue Column", "two of them")

    with pytest.raises(SeveralCalledError) as caught:
        told.show("Blue Column")

    assert sorted(name.rpartition(", ")[2] for name in caught.value.found) == ["“First”", "“Second”"]


@pytest.mark.parametrize(
    ("text", "words", "sentence"),
    [
        ("One here. Two there. Three.", "Two", "Two there. "),
        ('He said "No." She left.', "She", "She left."),
        ("The U.N. spoke", "spoke", "The U.N. spoke"),
        (
            "ROME, Oct. 12 (Wire) - Mr. John F. Doe fell on Nov. 3. He rose.",
            "fell",
            "ROME, Oct. 12 (Wire) - Mr. John F. Doe fell on Nov. 3. ",
        ),
        ("They live in the U.S. She left on No. 5. In Oct. They met.", "She", "She left on No. 5. "),
        ("It was in Oct. They met.", "They", "They met."),
        ("Title\n\nBody text", "Body", "Body text"),
        ("no end at all", "end", "no end at all"),
        ('One. He said "No."\n\nThree.', 'said "No."', 'He said "No."\n\n'),
        (f"{'a ' * 3000}word{' b' * 3000}", "word", f"{'a ' * 1000}word{' b' * 1000}"),
    ],
)
def test_the_sentence_around_words(text: str, words: str, sentence: str) -> None:
    """Cut at sentence ends and blank lines, never inside the words."""
    start = text.index(words)
    left, right = sentence_bounds(text, Span(start, start + len(words)))
    assert text[left:right] == sentence


def test_a_sentence_is_told_with_the_one_before_but_not_with_the_header() -> None:
    text = "Title: It burned\n\nA man set fire.\n\nMr. Oak denied it. Nobody spoke."
    article = Article(text, body_start=text.index("A man"))
    at = text.index("denied it")
    assert with_the_one_before(article, Span(at, at + 9)) == "A man set fire. Mr. Oak denied it."
    first = text.index("set fire")
    assert with_the_one_before(article, Span(first, first + 8)) == "A man set fire."


@pytest.mark.parametrize(
    ("words", "said"), [("Gunmen", "Gunmen kill 17 at market"), ("Wire", "Wire"), ("Soldiers", "Soldiers came.")]
)
def test_words_in_a_header_are_quoted_with_the_value_of_their_line(words: str, said: str) -> None:
    """Neither with the name of the line nor with the lines below; and no sentence of the text begins in the header."""
    text = "Title: Gunmen kill 17 at market\nSource: Wire\nDate: 2026-03-10\n\nSoldiers came. They left."
    article = Article(text, body_start=text.index("Soldiers"))
    start = text.index(words)
    found = quote(article, Span(start, start + len(words)))
    assert found.before + found.words + found.after == said


def test_a_quote_of_a_very_long_sentence_is_cut_around_the_words() -> None:
    """The words stay whole, both sides say that they were cut."""
    text = "word " * 400 + "HERE " + "word " * 400
    found = quote(Article(text), Span(2000, 2004))
    assert found.words == "HERE"
    assert found.before.startswith("…")
    assert found.after.endswith("…")
    assert len(found.before) < 250 > len(found.after)
