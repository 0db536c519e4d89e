"""What is refused says the present state, and what would change it: of single parts of claims, of what is one by
several merges, of what several texts told of that are gone."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kb.errors import KbError
from kb.projections.verify import verify
from kb.service.articles.gone import GoneArticleError
from kb.service.articles.readings import rereading
from kb.service.articles.revising import correct
from kb.service.articles.stored import LeftArticleError
from kb.service.articles.withdrawing import withdraw
from kb.service.curation.acting import act
from kb.service.curation.decisions import decisions
from kb.service.curation.errors import ClaimStateError, EntityStateError, NoSuchClaimError, UnfitAmendmentError
from kb.service.curation.things import LeftGraphError
from kb.service.display.page import Fact
from kb.service.knowledge_base import KnowledgeBase
from kb.sources import read_bytes
from tests.service.conftest import add
from tests.service.test_rereading import Second

pytestmark = pytest.mark.usefixtures("event_types")
STORY = (
    "Title: Raid\nDate: 2024-05-01\n\nBlue Column attacked Nordhaven Depot on Tuesday. 5 killed were counted there. "
    "Ada Lund said: it was a hard night for everybody.\n"
)


@pytest.fixture
def article(kb: KnowledgeBase, tmp_path: Path) -> str:
    """An article read by the stand-in."""
    path = tmp_path / "a.txt"
    path.write_text(STORY, encoding="utf-8")
    return str(add(kb, path)[0].article)  # type: ignore[attr-defined]


def refused(kb: KnowledgeBase, kind: type[KbError], action: str, **words: object) -> str:
    """Return what an action is refused with; nothing is recorded then."""
    before = kb.position
    with pytest.raises(kind) as caught:
        act(kb, action, **words)  # type: ignore[arg-type]
    assert kb.position == before
    return f"{caught.value} {caught.value.hint}"


def test_a_part_that_was_retracted_is_named_by_its_field_still(kb: KnowledgeBase, article: str) -> None:
    """By whom, and what brings it back; confirming it does."""
    time = f"{article}#v1.time"
    act(kb, "amend", what=time, value="2024-04-30")
    done = act(kb, "retract", what=time)
    for action, value in (("retract", ""), ("amend", "2024-05-01")):
        said = refused(kb, ClaimStateError, action, what=time, value=value)
        assert f"by event {done.position} by" in said
        assert f"`kb undo {done.position}`" in said
    act(kb, "confirm", what=time)
    assert "2024-04-30" in _facts(kb)
    act(kb, "amend", what=time, value="2024-05-01")


def test_a_retraction_that_found_nothing_any_more_stands_in_nobodys_way(kb: KnowledgeBase, article: str) -> None:
    """It was of a value that was taken back; what is there now can be retracted all the same."""
    agent = f"{article}#v1.agent"
    amended = act(kb, "amend", what=agent, value="Nordhaven Depot")
    act(kb, "retract", what=agent)
    act(kb, "undo", position=amended.position)
    assert "agent: Blue Column" in _facts(kb)
    act(kb, "retract", what=agent)
    assert "agent" not in _facts(kb)


def test_a_part_of_what_was_retracted_is_not_the_whole(kb: KnowledgeBase, article: str) -> None:
    """To confirm the speaker of a statement that left does not bring the statement back."""
    done = act(kb, "retract", what=f"{article}#s1")
    said = refused(kb, ClaimStateError, "confirm", what=f"{article}#s1.speaker")
    assert f"was retracted by event {done.position}" in said
    act(kb, "confirm", what=f"{article}#s1")


@pytest.mark.parametrize(
    ("kind", "words"), [("entity", "`kb rename`"), ("happening", "event-ID"), ("article", "it is an article")]
)
def test_what_is_no_claim_is_told_apart_from_what_is_not_there(kb: KnowledgeBase, kind: str, words: str) -> None:
    """An entity is here; it only is no claim."""
    assert words in refused(kb, NoSuchClaimError, "confirm", what=f"{kind}-" + "0" * 16)


def test_values_are_named_where_one_is_none_of_them(kb: KnowledgeBase, article: str) -> None:
    """As are events by the ids that pages have."""
    assert "Take one of decrease, increase." in refused(
        kb, UnfitAmendmentError, "amend", what=f"{article}#q1.change", value="up"
    )
    event = f"event-{kb.catalog.list_events().items[0].id}"
    assert "it is the event itself" in refused(kb, UnfitAmendmentError, "amend", what=f"{event}.partOf", value=event)
    assert f"{event} cannot be without it" in refused(kb, ClaimStateError, "retract", what=f"{event}.reality")


def test_of_several_merges_the_ones_that_join_the_two_are_named(kb: KnowledgeBase, tmp_path: Path) -> None:
    """And of these the one that parts them, whatever was merged after."""
    for number, name in enumerate(("Ada Lund", "Bo Falk", "Cy Moor")):
        path = tmp_path / f"{number}.txt"
        path.write_text(
            f"Title: Note {number}\nDate: 2024-05-0{number + 1}\n\n{name} said: all is well {number}.\n", "utf-8"
        )
        add(kb, path)
    first = act(kb, "merge", what="Ada Lund", value="Bo Falk")
    last = act(kb, "merge", what="Cy Moor", value="Ada Lund")
    ways: list[Callable[[str, str], str]] = [
        lambda one, other: refused(kb, EntityStateError, "keep-apart", what=one, value=other),
        lambda one, other: refused(kb, EntityStateError, "merge", what=one, value=other),
    ]
    for way in ways:
        said = way("Ada Lund", "Bo Falk")
        assert f"event {first.position} by" in said
        assert f"event {last.position} " not in said
        assert f"`kb undo {first.position}` parts them" in said
        assert f"`kb undo {last.position}` parts them" in way("Bo Falk", "Cy Moor")
        assert "Both are entity-" in way("Bo Falk", "Bo Falk")
    act(kb, "undo", position=first.position)
    act(kb, "keep-apart", what="Ada Lund", value="Bo Falk")


def test_of_several_texts_that_are_gone_the_last_says_why_something_is(kb: KnowledgeBase, article: str) -> None:
    """A corrected one that told of it too is not the reason when the text in its place was withdrawn."""
    person = next(row for row in kb.catalog.list_entities().items if row.label == "Ada Lund")
    new = correct(kb, article, list(read_bytes(STORY.replace("5 killed", "7 killed").encode(), "test"))).article
    assert f"`kb show article-{new}`" in refused(kb, LeftArticleError, "confirm", what=f"{article}#v1")
    at = withdraw(kb, new, "pulled").position
    with pytest.raises(GoneArticleError, match=f"article-{new} was withdrawn by event {at} ") as caught:
        kb.show(f"entity-{person.id}")
    assert f"`kb undo {at}` brings it back" in str(caught.value.hint)
    said = refused(kb, LeftGraphError, "merge", what=f"entity-{person.id}", value=f"entity-{person.id}")
    assert f"article-{new} did, and has left it by event {at}" in said
    assert f"`kb undo {at}`" in said


def _all_facts(kb: KnowledgeBase) -> list[Fact]:
    sections = kb.show(f"event-{kb.catalog.list_events().items[0].id}").sections
    return [fact for section in sections for fact in section.facts]


def _facts(kb: KnowledgeBase) -> str:
    return "\n".join(f"{fact.name}: {fact.value}" for fact in _all_facts(kb))


# -- how decisions stand --------------------------------------------------------------------------


def states(kb: KnowledgeBase) -> list[str]:
    """Return how each decision stands, the first that was taken first."""
    return [f"{row.state} {row.why}".strip() for row in reversed(list(decisions(kb)))]


def test_a_decision_of_which_a_later_one_leaves_nothing_is_overruled(kb: KnowledgeBase, article: str) -> None:
    """And holds again when that one is undone; a text that is corrected changes nothing of it."""
    time = f"{article}#v1.time"
    first = act(kb, "amend", what=time, value="2024-04-30")
    second = act(kb, "amend", what=time, value="2024-04-29")
    assert states(kb) == [f"overruled by event {second.position}", "holds"]
    correct(kb, article, list(read_bytes(STORY.replace("hard night", "long night").encode(), "test")))
    assert states(kb)[0] == f"overruled by event {second.position}"
    act(kb, "undo", position=second.position)
    assert next(row.state for row in decisions(kb) if row.position == first.position) == "holds"


def test_what_an_entity_was_called_typed_and_kept_from_is_overruled_too(kb: KnowledgeBase, article: str) -> None:
    """By another name, another type, another id of the scheme, a merge."""
    for action, one, other in (
        ("rename", "Ada B. Lund", "A. Lund"),
        ("set-type", "person", "organisation"),
        ("set-id", "wikidata:Q1", "wikidata:Q2"),
    ):
        entity = next(f"entity-{row.id}" for row in kb.catalog.list_entities().items if "Lund" in row.label)
        act(kb, action, what=entity, value=one)
        last = act(kb, action, what=entity, value=other)
        assert states(kb)[-2:] == [f"overruled by event {last.position}", "holds"]
    act(kb, "set-id", what=entity, value="viaf:7")
    assert states(kb)[-2:] == ["holds", "holds"]
    act(kb, "keep-apart", what="Blue Column", value="Nordhaven Depot")
    merge = act(kb, "merge", what="Blue Column", value="Nordhaven Depot")
    assert states(kb)[-2:] == [f"overruled by event {merge.position}", "holds"]


def test_what_is_lost_is_told_by_names(kb: KnowledgeBase, article: str, tmp_path: Path) -> None:
    """Not by the ids that an article has for what was brought into it."""
    path = tmp_path / "b.txt"
    path.write_text("Title: More\nDate: 2024-05-02\n\nGrey Wolves attacked Southport Bridge on Friday.\n", "utf-8")
    add(kb, path)
    wolves = next(row.id for row in kb.catalog.list_entities().items if row.label == "Grey Wolves")
    done = act(kb, "amend", what=f"{article}#v1.agent", value="Grey Wolves")
    act(kb, "retract", what=f"{article}#v1.agent")
    act(kb, "undo", position=done.position)
    assert states(kb)[1] == f"lost the reading says Blue Column there, not entity-{wolves}"


# -- what an article does not name ----------------------------------------------------------------


def test_who_and_where_may_be_given_where_the_article_names_none(kb: KnowledgeBase, article: str) -> None:
    """In any order, each taken back by itself, and a claim like any other then."""
    act(kb, "set-type", what="Nordhaven Depot", value="building")
    nothing = _facts(kb)
    where = act(kb, "amend", what=f"{article}#v1.place", value="Nordhaven Depot")
    taken = act(kb, "retract", what=f"{article}#v1.place")
    act(kb, "amend", what=f"{article}#v1.instrument", value="Ada Lund")
    assert "place" not in _facts(kb)
    act(kb, "undo", position=taken.position)
    act(kb, "confirm", what=f"{article}#v1.place")
    witness = act(kb, "amend", what=f"{article}#v1.observer", value="Ada Lund")
    facts = _facts(kb).splitlines()
    assert {"place: Nordhaven Depot", "instrument: Ada Lund", "observer: Ada Lund"} <= {*facts}
    verify(kb.home, kb.log).check()
    for done in (where, witness):
        act(kb, "undo", position=done.position)
    facts = _facts(kb).splitlines()
    assert "instrument: Ada Lund" in facts
    assert not {fact for fact in facts if fact.startswith(("place", "observer"))}
    act(kb, "retract", what=f"{article}#v1.instrument")
    assert _facts(kb) == nothing


def test_what_was_given_gives_way_to_nothing_that_is_read_later(kb: KnowledgeBase, article: str) -> None:
    """A person's word holds where another reading has its own; what an event may be given is said."""
    act(kb, "amend", what=f"{article}#v1.observer", value="Ada Lund")
    claim = next(fact.claim for fact in _all_facts(kb) if fact.name == "observer")
    act(kb, "confirm", what=claim)
    with rereading(kb, Second()) as again:
        again.read_again(article)
    assert "observer: Ada Lund" in _facts(kb).splitlines()
    assert states(kb) == ["holds", "holds"]
    said = refused(kb, NoSuchClaimError, "amend", what=f"{article}#v1.nonsense", value="x")
    assert "eventType, reality, time, place, partOf, causedBy; or a role, as agent or target, of addressee" in said
