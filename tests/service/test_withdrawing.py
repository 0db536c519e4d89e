"""Withdrawing: nothing of the article and of what rested on it is left, and all of it comes back."""

from collections.abc import Set

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kb.bootstrap import open_knowledge_base
from kb.events import DecisionUndone, EntitiesLinked, EntitiesMerged
from kb.events.streams import CURATION, RESOLUTION
from kb.projections.verify import verify
from kb.resolution.article import ArticleProfile
from kb.service.articles.correcting import SAME
from kb.service.articles.gone import GoneArticleError
from kb.service.articles.revising import correct
from kb.service.articles.stored import NoArticleError
from kb.service.articles.withdrawing import NoReasonError, NotThereError, withdraw
from kb.service.curation.decisions import decisions
from kb.service.curation.errors import DecisionStateError
from kb.service.curation.identifying import identifying
from kb.service.curation.undoing import undoing
from kb.service.history.blaming import blame
from kb.service.identity.link_region import Regions
from kb.service.knowledge_base import KnowledgeBase
from kb.settings import load_settings
from kb.sources import read_bytes
from tests.service.residue import told
from tests.service.stand_in import parts

NAMES = ("Blue Column", "Nordhaven Depot", "Red Guard", "Oster Mill")
SAYS = ("{0} attacked {1} on Tuesday, and 3 killed were found.", "{0} said: {1} has to answer.", "{1} attacked {0}.")


def story(number: int, say: int = 0, one: int = 0, other: int = 1) -> str:
    """Return an article with two names in it; *number* makes it one of its own."""
    return f"Title: Story {number}\nSource: Paper {number % 2}\n\n" + SAYS[say].format(NAMES[one], NAMES[other])


def put(kb: KnowledgeBase, *texts: str) -> list[str]:
    """Add articles, also those that were taken out, and return their ids."""
    with kb.adder(again=True) as adder:
        return [adder.add(next(read_bytes(text.encode(), "test"))).article for text in texts]


def sound(kb: KnowledgeBase) -> None:
    """The chain holds, and the projections are what a replay gives."""
    kb.log.verify()
    verify(kb.home, kb.log).check()


def test_the_only_article_leaves_nothing_but_the_record(kb: KnowledgeBase) -> None:
    """Neither triple nor list entry nor search hit; as-of before still has it."""
    empty = told(kb.log)
    [article] = put(kb, story(1))
    before, position = told(kb.log), kb.position
    assert before != empty

    done = withdraw(kb, article, "asked by the publisher")

    assert (done.article, done.title, done.actor) == (article, "Story 1", "person:tester")
    assert told(kb.log) == empty
    assert told(kb.log, position) == before
    assert kb.catalog.list_articles(limit=5).total == kb.catalog.list_entities(limit=5).total == 0
    assert kb.catalog.search("Nordhaven") == kb.catalog.search("Story") == ()
    sound(kb)


def test_only_events_that_rested_on_the_article_are_compared_anew(
    kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whose names alone did has its events left as they are: comparing those of all who share a name takes minutes."""
    compared: list[str] = []
    real = Regions.events

    def counted(self: Regions, own: ArticleProfile, fixed: Set[str] = frozenset()) -> set[str]:
        compared.append(own.article)
        return real(self, own, fixed)

    named, *others = put(kb, story(1, say=1), *(story(number) for number in range(2, 6)))
    monkeypatch.setattr(Regions, "events", counted)
    withdraw(kb, named, "it says a name and tells of no event that others tell of")
    assert compared == []
    withdraw(kb, others[0], "it tells of an event that the others tell of")
    assert set(compared) == set(others[1:])
    sound(kb)


def test_the_first_to_name_an_entity_leaves_and_the_entity_stays_with_its_id(kb: KnowledgeBase) -> None:
    """It is told of by the others alone: names, counts, and no link to what is gone."""
    first, second = put(kb, story(1), story(2, say=1))
    entity = kb.entity_id("Blue Column")
    assert kb.catalog.get_entity(entity).articles == 2

    withdraw(kb, first, "asked")

    assert kb.entity_id("Blue Column") == entity
    assert kb.catalog.get_entity(entity).articles == 1
    assert not [line for line in told(kb.log) if "entities-linked" in line]
    assert [record.id for record in kb.catalog.list_articles(limit=5).items] == [second]
    sound(kb)


@pytest.mark.thorough
@pytest.mark.parametrize("what", ["article-{0}", "{0}#q1", "figure"])
def test_who_asks_why_it_is_there_is_told_that_it_left(kb: KnowledgeBase, what: str) -> None:
    """The article, or what it alone told of; before it left there is an answer."""
    [article] = put(kb, story(1))
    name = what.format(article)
    if what == "figure":
        name = kb.iris.local(article, "q1").value.rpartition("/")[2]
    before = kb.position
    assert blame(kb, name)

    withdraw(kb, article, "asked")

    with pytest.raises(GoneArticleError, match=f"withdrawn by event {before + 1} "):
        blame(kb, name)
    assert blame(kb, name, as_of=before)


@pytest.mark.thorough
def test_a_merge_that_only_the_article_gave_a_side_to_rests(kb: KnowledgeBase) -> None:
    """A person's merge of two names: one side left, so there is nothing to merge; undone, it is one again."""
    first, _ = put(kb, story(1, one=0, other=2), story(2, one=1, other=2))
    alone = told(kb.log)
    assert alone
    one, other = kb.entity_id("Blue Column"), kb.entity_id("Nordhaven Depot")
    kb.log.append(
        RESOLUTION, kb.log.stream_version(RESOLUTION), [EntitiesMerged("m1", one, other)], actor="person:tester"
    )
    kb.catch_up()
    merged = told(kb.log)
    assert kb.entity_id("Nordhaven Depot") == one

    done = withdraw(kb, first, "asked")
    assert kb.entity_id("Nordhaven Depot") == other
    sound(kb)
    undone = DecisionUndone(done.position, "a mistake")
    kb.log.append(CURATION, kb.log.stream_version(CURATION), [undone], actor="person:tester")
    kb.catch_up()

    assert told(kb.log) == merged
    sound(kb)


@pytest.mark.thorough
def test_what_two_were_linked_by_is_decided_anew(kb: KnowledgeBase) -> None:
    """Two names that only the withdrawn article held together are two entities again; undoing joins them."""
    texts = [story(1), story(2, say=1), story(3, say=0, one=2, other=3)]
    first, _, third = put(kb, *texts)
    catalog_entity = kb.entity_id("Blue Column")
    kb.log.append(
        RESOLUTION,
        kb.log.stream_version(RESOLUTION),
        [EntitiesLinked(catalog_entity, (f"{third}#e1",), 7.0, ("only the first article says so",))],
        actor="rule:resolution/1",
    )
    kb.catch_up()
    assert kb.catalog.get_entity(catalog_entity).articles == 3
    before = told(kb.log)

    done = withdraw(kb, first, "asked")

    assert done.relinked >= 1
    with kb.catalog_connection() as connection:
        rows = connection.execute("SELECT entity FROM members WHERE article = ? AND local = 'e1'", (third,))
        assert rows.fetchone()[0] != catalog_entity
    assert not [line for line in told(kb.log) if "only the first article" in line]
    sound(kb)
    kb.log.append(CURATION, kb.log.stream_version(CURATION), [DecisionUndone(done.position, "")], actor="person:x")
    kb.catch_up()
    assert told(kb.log) == before
    sound(kb)


@pytest.mark.thorough
def test_what_a_person_merged_stays_one_when_an_article_that_names_it_is_corrected_or_leaves(kb: KnowledgeBase) -> None:
    """Though one article names both: a rule that links others anew takes what was merged for one."""
    _, two, three = put(kb, story(1, one=2, other=0), story(2, one=3, other=0), story(3, one=0, other=1))
    for name in ("Red Guard", "Nordhaven Depot"):
        with identifying(kb, "person:ann") as decider:
            decider.merge(name, "Blue Column", "another name of it")
    before = [(row.id, row.label, row.articles) for row in kb.catalog.list_entities().items]
    assert [row[1:] for row in before] == [("Blue Column", 3), ("Oster Mill", 1)]

    [new] = read_bytes((story(2, one=3, other=0) + " More is to come.").encode(), "test")
    correct(kb, two, [new])
    assert [(row.id, row.label, row.articles) for row in kb.catalog.list_entities().items] == before
    sound(kb)

    withdraw(kb, three, "asked")
    assert [(row.label, row.articles) for row in kb.catalog.list_entities().items] == [
        ("Blue Column", 2),
        ("Oster Mill", 1),
    ]
    sound(kb)
    assert kb.entity_id("Red Guard") == kb.entity_id("Blue Column")


def test_what_is_one_since_a_text_was_corrected_goes_on_saying_so(kb: KnowledgeBase) -> None:
    """Another article that named it leaves: nothing is decided anew about it, as where that one never came."""
    texts = [
        story(1, one=0, other=1),
        story(2, say=1, one=3, other=1),
        story(3, one=3, other=2),
        story(4, one=1, other=3),
    ]
    ids = put(kb, *texts)
    [new] = read_bytes((texts[3] + " More is to come.").encode(), "test")
    correct(kb, ids[3], [new])
    same = [line for line in told(kb.log) if SAME in line]
    withdraw(kb, ids[1], "asked")
    assert len([line for line in told(kb.log) if SAME in line]) == len(same) > 0


Story = tuple[int, int, int]
NO_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)  # each example is two homes: shrinking takes minutes
STORIES = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 3), st.integers(0, 3)).filter(lambda s: s[1] != s[2]),
    min_size=1,
    max_size=5,
)


@pytest.mark.thorough
@settings(max_examples=5, deadline=None, suppress_health_check=[*HealthCheck], phases=NO_SHRINKING)
@given(before=STORIES, after=STORIES, data=st.data())
def test_withdrawing_after_anything_is_never_having_added(
    tmp_path_factory: pytest.TempPathFactory,
    small_ontology: None,
    before: list[Story],
    after: list[Story],
    data: st.DataObject,
) -> None:
    """At HEAD, but for the record of it and ids that were minted; and what comes later finds no trace either."""
    config = load_settings({"actor": "tester"}, {"XDG_CONFIG_HOME": "/nonexistent"})
    texts = [story(number, *what) for number, what in enumerate(before)]
    later = [story(100 + number, *what) for number, what in enumerate(after)]
    which = data.draw(st.integers(0, len(texts) - 1))
    rest = texts[:which] + texts[which + 1 :]
    folder = tmp_path_factory.mktemp("pair")
    with (
        open_knowledge_base(folder / "with", config, create=True, parts=parts()) as one,
        open_knowledge_base(folder / "without", config, create=True, parts=parts()) as other,
    ):
        ids = put(one, *texts)
        put(other, *rest)
        withdraw(one, ids[which], "asked")
        assert told(one.log) == told(other.log)
        put(one, *later)
        put(other, *later)
        assert told(one.log) == told(other.log)
        sound(one)


def test_a_withdrawal_before_the_article_came_again_is_not_turned(kb: KnowledgeBase) -> None:
    """Undone and redone it would take out what was added since."""
    [article] = put(kb, story(1))
    done = withdraw(kb, article, "asked")
    put(kb, story(1))
    there = told(kb.log)

    for turn in ("undo", "redo"):
        with undoing(kb) as undoer, pytest.raises(DecisionStateError, match=f"added article-{article}") as caught:
            getattr(undoer, turn)(done.position)
        assert "kb withdraw" in caught.value.hint

    [row] = decisions(kb)
    assert (row.state, row.why) == ("undone", f"event {done.position + 1} added article-{article}")
    assert told(kb.log) == there
    assert kb.catalog.list_articles(limit=5).total == 1


def test_the_page_of_an_entity_tells_of_what_is_in_force_alone(kb: KnowledgeBase) -> None:
    """Neither a link to a withdrawn article, nor a merge that rests or was undone."""
    _, second = put(kb, story(1), story(2, say=1, other=3))
    assert why(kb, "Blue Column") != ()
    withdraw(kb, second, "asked")
    assert why(kb, "Blue Column") == ()

    with identifying(kb, "person:ann") as decider:
        done = decider.merge("Blue Column", "Nordhaven Depot", "one")
    assert len(why(kb, "Blue Column")) == 1
    with undoing(kb) as undoer:
        undoer.undo(done.position)
    assert why(kb, "Blue Column") == ()
    sound(kb)


def why(kb: KnowledgeBase, name: str) -> tuple[str, ...]:
    """Return what an entity's page gives as reasons for its being one."""
    with kb.shower() as shower:
        page = shower.page(name)
    return tuple(fact.value for part in page.sections if part.title == "Why these are one" for fact in part.facts)


def test_what_cannot_be_withdrawn_says_how_things_stand(kb: KnowledgeBase) -> None:
    """Unknown, withdrawn already, without a reason: nothing is recorded."""
    [article] = put(kb, story(1))
    with pytest.raises(NoArticleError):
        withdraw(kb, "0" * 16, "asked")
    with pytest.raises(NoReasonError, match="needs a reason"):
        withdraw(kb, article, "  ")
    done = withdraw(kb, article, "asked")
    position = kb.position

    with pytest.raises(NotThereError, match=f"was withdrawn already, by event {done.position}") as caught:
        withdraw(kb, article, "asked again")
    assert f"kb undo {done.position}" in caught.value.hint
    assert kb.position == position
