"""Erasing a person: the names are in no file any more, all else of the articles stays, the chain holds."""

from collections import Counter
from dataclasses import replace

import pytest

from kb.events import (
    ClaimAmended,
    ClaimConfirmed,
    ClaimRetracted,
    DecisionUndone,
    EntitiesKeptApart,
    EntitiesMerged,
    EntityAmended,
    PayloadErased,
)
from kb.events.streams import CURATION, RESOLUTION, article_stream
from kb.model import Article, Entity, Extraction, Mention, Span
from kb.model.identity import member_id
from kb.projections.folding.curating import judged
from kb.projections.verify import verify
from kb.service.articles.withdrawing import NoReasonError, withdraw
from kb.service.erasure import people as erasing_people
from kb.service.erasure.people import NamingReasonError, erase_person, foresee
from kb.service.erasure.whom import NoNameError, NotAPersonError
from kb.service.history.asof import erased_up_to
from kb.service.identity.naming import NothingCalledError, SeveralCalledError
from kb.service.knowledge_base import KnowledgeBase
from kb.sources import read_bytes
from tests.service.conftest import Open
from tests.service.stand_in import StandIn
from tests.service.test_withdrawing import put
from tests.service.words import places_of

FULL, SURNAME, ALIAS = "Quarzella Zorndike", "Zorndike", "Quixo"
FIRST = (
    "Title: Zorndike speaks\nSource: Gazette\nAuthor: Quarzella Zorndike\n\n"
    "Quarzella Zorndike attacked Blue Column on Tuesday, and 47 killed were found. Zorndike said: Oster Mill has to "
    "answer. Quixo attacked Red Guard. They met in QUARZELLA ZORNDIKE street, as they do."
)
SECOND = (
    "Title: Elsewhere\nSource: Herald\n\nQuarzella\nZorndike attacked Red Guard on Monday, and 3 killed were found. "
    "Blue Column attacked Oster Mill."
)
OTHER = "Title: Third\nSource: Herald\n\nBlue Column attacked Red Guard on Friday, and 9 killed were found by all."
WORDS = (FULL, SURNAME, ALIAS, "Klabautermann")


class People(StandIn):
    """The stand-in that knows one person by three names, and her namesakes by theirs."""

    def extract(self, article: Article) -> Extraction:
        """Return what the stand-in finds, with the person as one entity."""
        found = super().extract(article)
        names = {entity.name: entity.id for entity in found.entities}
        first = article.text.find("Quarzella\nZorndike")
        her = [names[name] for name in (FULL, SURNAME, ALIAS) if name in names and "Karla" not in article.text]
        mentions = list(found.mentions)
        if first >= 0:
            mentions.append(Mention("m90", Span(first, first + len(FULL)), "name", her[0]))
        entities: list[Entity] = []
        for entity in found.entities:
            if entity.id in her[1:]:
                continue
            if entity.id in her[:1]:
                entity = replace(entity, type="person", name=FULL, aliases=(SURNAME, ALIAS), external="wikidata:Q4711")
            elif entity.name.startswith("Karla"):
                entity = replace(entity, type="person")
            entities.append(entity)

        def one(local: str) -> str:
            return her[0] if local in her else local

        return replace(
            found,
            entities=tuple(entities),
            mentions=tuple(replace(mention, entity=one(mention.entity)) for mention in mentions),
            statements=tuple(replace(said, speakers=tuple(map(one, said.speakers))) for said in found.statements),
            events=tuple(
                replace(event, roles=tuple(replace(role, entity=one(role.entity)) for role in event.roles))
                for event in found.events
            ),
        )


@pytest.fixture
def reader() -> StandIn:
    """A reader that knows persons."""
    return People()


def decide(kb: KnowledgeBase, stream: str, *events: object) -> int:
    """Record a person's decisions and return the position of the last."""
    recorded = kb.log.append(stream, kb.log.stream_version(stream), events, actor="person:tester")  # type: ignore[arg-type]
    kb.catch_up()
    return recorded[-1].position


def sound(kb: KnowledgeBase) -> None:
    """The chain holds, and the projections are what a replay gives."""
    kb.log.verify()
    kb.catch_up()
    verify(kb.home, kb.log).check()


def counts(kb: KnowledgeBase) -> Counter[str]:
    """How much the catalog tells, by kind, and what of it names nobody."""
    found: Counter[str] = Counter()
    for row in kb.catalog.list_articles(limit=50).items:
        found["articles"] += 1
        for kind in ("entities", "events", "statements", "figures", "offices"):
            found[kind] += getattr(row, kind)
    for entity in kb.catalog.list_entities(limit=50).items:
        found[f"{entity.id} in {entity.articles}"] += 1
        if entity.type != "person":
            found[f"{entity.label} {entity.id}"] += 1
    for event in kb.catalog.list_events(limit=50).items:
        found[f"{event.type} {event.start} {event.stop} {event.happening} {event.reality}"] += 1
        found.update(f"{role.role} {role.entity.id if role.entity else role.words}" for role in event.participants)
        found.update(f"{figure.value} {figure.counts} {figure.start}" for figure in event.figures)
    for said in kb.catalog.list_statements(limit=50).items:
        found[f"{said.mode} {said.content}"] += 1
    return found


def text_of(kb: KnowledgeBase, article: str) -> str:
    """Return an article's stored text, as it came in last."""
    return next(iter(kb.log.read(stream=article_stream(article)))).event.article.text  # type: ignore[attr-defined,no-any-return]


def test_no_file_of_the_home_holds_the_names_and_all_else_stays(kb: KnowledgeBase) -> None:
    """Names, aliases, the surname where she was meant, title and byline; not one entity, event or figure less."""
    put(kb, FIRST, SECOND, OTHER)
    her = kb.entity_id(FULL)
    assert kb.catalog.get_entity(her).articles == 2
    before, position = counts(kb), kb.position
    assert set(places_of(WORDS, kb.home.root)) == {FULL, SURNAME, ALIAS}

    done = erase_person(kb, ALIAS, "court order", None)

    sound(kb)
    assert counts(kb) == before
    assert (done.entity, done.position, len(done.articles)) == (her, position + 1, 2)
    assert done.mentions >= 8
    entity = kb.catalog.get_entity(her)
    assert (entity.label, entity.aliases, entity.external) == (done.label, (), ())
    assert kb.catalog.search(SURNAME) == ()
    for old, new in done.articles.items():
        assert old != new
        assert kb.show(f"article-{new}").id == f"article-{new}"
    texts = [text_of(kb, new) for new in done.articles.values()]
    assert texts[0] == FIRST.replace("QUARZELLA ZORNDIKE", FULL).replace(FULL, "█████████ ████████").replace(
        "Zorndike ", "████████ "
    ).replace(ALIAS, "█████")
    assert len(texts[1]) == len(SECOND)
    assert erased_up_to(kb.log, position) == len(done.positions)
    events = {recorded.position: recorded.event for recorded in kb.log.read()}
    assert all(isinstance(events[at], PayloadErased) for at in done.positions)
    kb.close()
    assert places_of((*WORDS, "Q4711", "Quarzella"), kb.home.root) == {}


@pytest.mark.thorough
def test_decisions_that_hold_the_name_are_said_without_it_and_go_on_holding(kb: KnowledgeBase) -> None:
    """Claims, merges, kept-apart, labels; what was undone stays undone; undoings of what goes go with it."""
    first, second, other = put(kb, FIRST, SECOND, OTHER)
    her, column, mill = kb.entity_id(FULL), kb.entity_id("Blue Column"), kb.entity_id("Oster Mill")
    row = kb.catalog.list_events(article=first, limit=9).items[0]
    reading = _reading(kb, first)
    decide(kb, CURATION, ClaimConfirmed(f"{first}#{row.local}", f"{FULL} told me", judged(reading, row.local)))
    retracted = ClaimRetracted(f"{second}#q1", "no such number", judged(_reading(kb, second), "q1"))
    decide(kb, CURATION, retracted, ClaimConfirmed(f"{other}#v1", f"seen by {FULL}", judged(_reading(kb, other), "v1")))
    undone = decide(kb, CURATION, EntityAmended(column, "label", f"{FULL}'s Column", ""))
    decide(kb, CURATION, DecisionUndone(undone, f"{FULL} lied"))
    stays = decide(kb, CURATION, EntityAmended(column, "label", "Blue Column of the north", ""))
    decide(kb, CURATION, DecisionUndone(stays, f"asked by {FULL}"))
    decide(kb, CURATION, EntityAmended(her, "label", "Klabautermann", ""))
    decide(kb, CURATION, EntityAmended(her, "external", "wikidata:Q4711", ""))
    decide(kb, RESOLUTION, EntitiesMerged("m1", column, mill, 0.0, (f"{FULL} owns both",)))
    decide(kb, RESOLUTION, EntitiesKeptApart((her, column), 0.0, (f"{SURNAME} is a person",)))
    before = counts(kb)
    figures = len(kb.catalog.figures())
    assert set(places_of(WORDS, kb.home.root)) == set(WORDS)

    done = erase_person(kb, her, "asked", None)

    sound(kb)
    assert places_of((*WORDS, "Q4711"), kb.home.root) == {}
    assert counts(kb) == before
    assert len(kb.catalog.figures()) == figures
    assert kb.catalog.get_entity(mill).id == column
    assert kb.catalog.get_entity(column).label == "Blue Column"
    assert kb.catalog.get_entity(her).label == done.label
    assert done.left == ()
    with kb.writing() as projections:
        tables = projections.catalog.tables
        held = {article: [row for _, row in tables.items("curation", article)] for article in tables.parts("curation")}
        assert {key: len(rows) for key, rows in held.items() if rows} == {
            done.articles[first]: 1,
            done.articles[second]: 1,
            other: 1,
        }
        assert all(row["person"] for rows in held.values() for row in rows)
        assert [row["other"] for _, row in tables.items("parted", her)] == [column]


def _reading(kb: KnowledgeBase, article: str) -> Extraction:
    with kb.writing() as projections:
        row = projections.catalog.views.article_row(article) or {}
        return projections.catalog.sources.extraction(int(row["extraction"]))


@pytest.mark.thorough
def test_all_revisions_and_withdrawn_articles_lose_the_name(kb: KnowledgeBase) -> None:
    """A revision that does not name her goes on with its chain; what was withdrawn stays so and comes back by undo."""
    address = "URL: https://x.example/zorndike\n"
    first = put(kb, FIRST.replace("Author", f"{address}Author"))[0]
    with kb.adder(revision=True) as adder:
        text = OTHER.replace("Source", f"{address}Source")
        second = adder.add(next(read_bytes(text.encode(), "test"))).article
    third = put(kb, SECOND)[0]
    withdraw(kb, third, f"{FULL} asked for it")
    told = counts(kb)

    done = erase_person(kb, FULL, "asked", None)

    sound(kb)
    assert places_of(WORDS, kb.home.root) == {}
    assert set(done.articles) == {first, second, third}
    assert counts(kb) == told
    assert [row.id for row in kb.catalog.list_articles(limit=9).items] == [done.articles[second]]
    with kb.writing() as projections:
        row = projections.catalog.views.article_row(done.articles[third]) or {}
        assert (projections.catalog.views.article_row(done.articles[second]) or {})["replaces"] == done.articles[first]
    decide(kb, CURATION, DecisionUndone(int(row["withdrawn"]), "back"))
    sound(kb)
    assert kb.catalog.list_articles(limit=9).total == 2
    assert kb.catalog.get_entity(done.entity).label == done.label


def test_namesakes_keep_their_names_and_are_said(kb: KnowledgeBase) -> None:
    """Another person of the surname, in an article of her own and beside."""
    karla = "Title: Karla\n\nKarla Zorndike attacked Red Guard on Monday, and 3 killed were found there by somebody."
    first, other = put(kb, FIRST, karla)

    done = erase_person(kb, FULL, "asked", None)

    sound(kb)
    assert list(done.articles) == [first]
    assert places_of([FULL, ALIAS], kb.home.root) == {}
    assert kb.catalog.get_entity(kb.entity_id("Karla Zorndike")).articles == 1
    assert f"article-{other}" in done.left[0]


def test_articles_that_differ_in_the_name_alone_stay_two(kb: KnowledgeBase) -> None:
    """Texts that are the same without it get other placeholders."""
    one = put(kb, FIRST)[0]
    two = put(kb, FIRST.replace(FULL, f"{ALIAS}rab Zornlocke").replace("Quixorab Zornlocke", "QUARZELLA ZORNDIKE", 1))[
        0
    ]
    done = erase_person(kb, FULL, "asked", None)
    assert one in done.articles
    assert len(set(done.articles.values())) == len(done.articles)
    assert two in done.articles
    sound(kb)


@pytest.mark.thorough
def test_what_cannot_be_erased_is_refused_and_nothing_happens(kb: KnowledgeBase) -> None:
    """No such name, several, no person, no reason, a reason that names her; a look ahead changes nothing."""
    put(kb, FIRST)
    her, position = kb.entity_id(FULL), kb.position
    for what, error in (
        ("Nobody Atall", NothingCalledError),
        ("0" * 20, NothingCalledError),
        ("Red Guard", NotAPersonError),
    ):
        with pytest.raises(error):
            erase_person(kb, what, "asked", None)
    with pytest.raises(NoReasonError):
        erase_person(kb, FULL, " ", None)
    with pytest.raises(NamingReasonError):
        erase_person(kb, her, f"{SURNAME} asked", None)
    planned = foresee(kb, FULL)
    assert kb.position == position
    assert places_of([FULL], kb.home.root)
    done = erase_person(kb, f"entity-{her}", "asked", None)
    assert planned.names == (FULL, ALIAS, SURNAME)
    assert (planned.articles, planned.mentions, planned.positions) == (done.articles, done.mentions, done.positions)
    with pytest.raises(NoNameError):
        erase_person(kb, her, "asked", None)
    with pytest.raises(NothingCalledError):
        erase_person(kb, FULL, "asked", None)


@pytest.mark.thorough
def test_several_of_one_name_are_asked_about(kb: KnowledgeBase) -> None:
    """By the usual error; each goes by its id, and two who were erased stay two."""
    first, second = put(kb, FIRST, SECOND)
    her = kb.entity_id(FULL)
    with kb.writing() as projections:
        row = dict(projections.catalog.views.links(second))
        local = next(local for local, entity in row.items() if entity == her)
    from kb.events import EntitiesLinked

    apart = member_id(second, local)
    decide(kb, RESOLUTION, EntitiesLinked(apart, (f"{second}#{local}",), 0.0))
    with pytest.raises(SeveralCalledError):
        erase_person(kb, FULL, "asked", None)
    done = erase_person(kb, her, "asked", None)
    assert list(done.articles) == [first]
    assert f"article-{second}" in done.left[0]
    again = erase_person(kb, apart, "asked", None)
    sound(kb)
    assert places_of(WORDS, kb.home.root) == {}
    assert done.label != again.label
    assert {kb.catalog.get_entity(one).articles for one in (her, apart)} == {1}


@pytest.mark.thorough
def test_an_interrupted_erasure_is_ended_by_who_comes_next(
    opened: Open, kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The log lost the names at once; the projections lose them when the home is opened."""
    put(kb, FIRST, SECOND)
    before = counts(kb)
    monkeypatch.setattr(erasing_people, "finish", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        erase_person(kb, FULL, "asked", None)
    assert places_of([FULL], kb.home.root)
    kb.close()

    again = opened()
    assert counts(again) == before
    assert places_of(WORDS, again.home.root) == {}
    sound(again)


def test_her_name_in_an_amendment_elsewhere_goes(kb: KnowledgeBase) -> None:
    """A person said that it was she, in an article that does not name her."""
    _, other = put(kb, FIRST, OTHER)
    her = kb.entity_id(FULL)
    decide(
        kb,
        CURATION,
        ClaimAmended(
            f"{other}#v1", f"entity-{her}", "she it was", judged(_reading(kb, other), "v1"), SURNAME, "person"
        ),
    )
    erase_person(kb, FULL, "asked", None)
    sound(kb)
    assert places_of(WORDS, kb.home.root) == {}


def test_an_article_that_nobody_read_loses_the_full_name_alone(kb: KnowledgeBase) -> None:
    """A single word there may be anybody's: it stays, and that is said."""
    unread = (
        "Title: Zorndike\n\nNobody says what quarzella zorndike did on that day, and nobody wants to know, at least."
    )
    _, other, town = put(
        kb, FIRST, unread, "Title: Town\n\nThe town of Zorndike lies where the river comes from the hills."
    )
    done = erase_person(kb, FULL, "asked")
    sound(kb)
    assert set(places_of([FULL, ALIAS], kb.home.root)) == set()
    assert other in done.articles
    assert "█████████ ████████ did on that day" in text_of(kb, done.articles[other])
    assert town in done.left[0]
