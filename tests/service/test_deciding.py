"""People decide: what holds then, what is refused with the present state, what survives another reading."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kb.errors import KbError
from kb.events import ClaimAmended, ClaimRetracted, EntitiesLinked, EntitiesMerged, EntityDescribed
from kb.events.streams import RESOLUTION
from kb.log import Append
from kb.model import Article, Extraction
from kb.model.identity import member_id
from kb.service.articles.readings import rereading
from kb.service.articles.stored import LeftArticleError, NoArticleError
from kb.service.curation.acting import act
from kb.service.curation.deciding import Decider, Done, deciding
from kb.service.curation.decisions import Row, decisions
from kb.service.curation.errors import (
    ClaimStateError,
    DecisionStateError,
    EntityStateError,
    MeanwhileError,
    NoSuchClaimError,
    NotADecisionError,
    UnfitAmendmentError,
)
from kb.service.curation.identifying import Identifier, identifying
from kb.service.curation.undoing import undoing
from kb.service.elsewhere.external_ids import TakenExternalIdError
from kb.service.knowledge_base import KnowledgeBase
from kb.service.upkeep.maintenance import verify_home
from tests.service.conftest import add
from tests.service.stand_in import StandIn

pytestmark = pytest.mark.usefixtures("event_types")
STORY = (
    "Title: Raid\nDate: 2024-05-01\n\nBlue Column attacked Nordhaven Depot on Tuesday. 5 killed were counted there. "
    "Ada Lund said: it was a hard night for everybody.\n"
)
OTHER = (
    "Title: More\nDate: 2024-05-02\n\nGrey Wolves attacked Southport Bridge on Tuesday. 7 killed were counted there. "
    "Nobody spoke of it for long, and the town was quiet.\n"
)
COLUMN, DEPOT = "e2", "e3"


@pytest.fixture
def article(kb: KnowledgeBase, tmp_path: Path) -> str:
    """An article read by the stand-in."""
    path = tmp_path / "a.txt"
    path.write_text(STORY, encoding="utf-8")
    return add(kb, path)[0].article  # type: ignore[attr-defined,no-any-return]


@pytest.fixture
def other(kb: KnowledgeBase, article: str, tmp_path: Path) -> str:
    """Another one, of other people."""
    path = tmp_path / "b.txt"
    path.write_text(OTHER, encoding="utf-8")
    return add(kb, path)[0].article  # type: ignore[attr-defined,no-any-return]


def claims(kb: KnowledgeBase, does: Callable[[Decider], Done], actor: str = "person:ann") -> Done:
    with deciding(kb, actor) as decider:
        return does(decider)


def who(kb: KnowledgeBase, does: Callable[[Identifier], Done], actor: str = "person:ann") -> Done:
    with identifying(kb, actor) as identifier:
        return does(identifier)


def undo(kb: KnowledgeBase, position: int, actor: str = "person:ann") -> Done:
    with undoing(kb, actor) as undoer:
        return undoer.undo(position, "changed my mind")


def redo(kb: KnowledgeBase, position: int) -> Done:
    with undoing(kb, "person:ann") as undoer:
        return undoer.redo(position)


def facts(kb: KnowledgeBase, what: str) -> dict[str, str]:
    """Return the facts of a page, by name."""
    return {fact.name: fact.value for section in kb.show(what).sections for fact in section.facts}


def listed(kb: KnowledgeBase, **filters: str) -> list[tuple[int, str]]:
    return [(row.position, row.state) for row in decisions(kb, **filters)]  # type: ignore[arg-type]


def graph(kb: KnowledgeBase) -> set[str]:
    """Return all quads but those of decisions."""
    with kb.as_of(kb.position) as projections:
        return {str(q) for q in projections.graph.store if "graph/decisions" not in str(q.graph_name)}


# -- claims ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("refused", [("amend", "#q1", "nonsense"), ("confirm", "#q9", ""), ("retract", "#zz", "")])
def test_an_error_that_somebody_still_has_keeps_nobody_out(
    kb: KnowledgeBase, article: str, refused: tuple[str, str, str]
) -> None:
    """A server that answers with it, while another request decides; who handles it by deciding otherwise."""
    action, local, value = refused
    try:
        act(kb, action, "person:ann", what=f"{article}{local}", value=value)
    except KbError:
        assert act(kb, "confirm", "person:bob", what=f"{article}#v1").position == kb.position
    else:
        pytest.fail("it was not refused")


def test_an_amendment_shows_everywhere_and_is_taken_back_without_a_trace(kb: KnowledgeBase, article: str) -> None:
    """Page, list and graph have the new value; undone, all is as before."""
    before = graph(kb)
    done = claims(kb, lambda d: d.amend(f"{article}#v1.type", "bombing", "see photo"))

    assert facts(kb, f"{article}#v1")["type"] == "bombing"
    assert [event.type for event in kb.catalog.list_events().items] == ["bombing"]
    assert any("type#bombing" in quad for quad in graph(kb))
    assert verify_home(kb).differences == ()

    undone = undo(kb, done.position)
    assert graph(kb) == before
    assert facts(kb, f"{article}#v1")["type"] == "attack"
    assert redo(kb, done.position).position == undone.position + 1
    assert facts(kb, f"{article}#v1")["type"] == "bombing"


@pytest.mark.parametrize("form", ["member", "item", "field", "claim", "iri", "brackets"])
def test_claims_are_named_as_pages_show_them(kb: KnowledgeBase, article: str, form: str) -> None:
    """By ARTICLE#LOCAL, by the ids of `kb show`, by IRI."""
    page = kb.show(f"{article}#v1")
    claim = next(fact.claim for section in page.sections for fact in section.facts if fact.name == "type")
    named = {
        "member": f"{article}#v1.eventType",
        "item": page.id,
        "field": f"{page.id}.type",
        "claim": claim,
        "iri": f"{kb.base_iri}id/{claim}",
        "brackets": f"<{kb.base_iri}id/{page.id}>",
    }[form]
    claims(kb, lambda d: d.amend(named, "bombing", "x"))
    assert facts(kb, page.id)["type"] == "bombing"
    again = kb.show(f"{article}#v1")
    assert claim in {fact.claim for section in again.sections for fact in section.facts}  # it keeps its name


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("what", "value", "shown"),
    [
        ("q1", "at least 12", "at least 12 killed"),
        ("q1", "20 to 26", "20 to 26 killed"),
        ("v1.time", "2024-04-30", "2024-04-30"),
        ("v1.time", "2024-04-30/2024-05-01", "2024-04-30 to 2024-05-01"),
        ("v1.time", "2024-04", "2024-04-01 to 2024-04-30"),
        ("v1.agent", "Ada Lund", "Ada Lund"),
        ("v1.reality", "planned", "planned"),
        ("v1.reality", "notHappened", "did not happen"),
    ],
)
def test_values_of_every_kind(kb: KnowledgeBase, article: str, what: str, value: str, shown: str) -> None:
    """As people write them."""
    claims(kb, lambda d: d.amend(f"{article}#{what}", value, "x"))
    assert shown in facts(kb, f"{article}#v1").values()
    assert verify_home(kb).differences == ()


@pytest.mark.parametrize(
    ("what", "value", "hint"),
    [
        ("v1.type", "attakc", "Did you mean attack"),
        ("v1.time", "2024-02-30", "Write a day as"),
        ("v1.time", "2024-05-02/2024-05-01", "BEGIN/END"),
        ("v1.reality", "perhaps", "occurred"),
        ("v1.reality", "denied", ""),
        ("q1", "a dozen", "Write 26"),
        ("q1", "9 to 3", "lower number first"),
        ("v1.type", " ", "retract"),
    ],
)
def test_a_value_of_another_kind_is_refused(kb: KnowledgeBase, article: str, what: str, value: str, hint: str) -> None:
    """With what to write instead, and nothing recorded."""
    position = kb.position
    with pytest.raises(UnfitAmendmentError) as caught:
        claims(kb, lambda d: d.amend(f"{article}#{what}", value, "x"))
    assert hint in caught.value.hint
    assert kb.position == position


def test_an_entity_of_another_article_can_be_brought_in(kb: KnowledgeBase, article: str, other: str) -> None:
    """It is mentioned there then, for a person said so; undone, it is not."""
    before = graph(kb)
    done = claims(kb, lambda d: d.amend(f"{article}#v1.agent", "Grey Wolves", "x"))
    wolves = kb.show("Grey Wolves")
    assert {fact.ref for section in wolves.sections for fact in section.facts} >= {f"article-{article}"}
    assert facts(kb, f"{article}#v1")["agent"] == "Grey Wolves"
    assert verify_home(kb).differences == ()
    undo(kb, done.position)
    assert graph(kb) == before


def test_a_place_is_no_person_and_an_event_type_not_optional(kb: KnowledgeBase, article: str) -> None:
    """What cannot stand there is said."""
    with pytest.raises(UnfitAmendmentError, match="Ada Lund is an organisation"):
        claims(kb, lambda d: d.amend(f"{article}#v1.place", "Ada Lund", "x"))
    with pytest.raises(ClaimStateError, match="cannot be taken away by itself"):
        claims(kb, lambda d: d.retract(f"{article}#v1.type", "x"))


def test_a_later_person_overturns_an_earlier_one_and_both_are_on_record(kb: KnowledgeBase, article: str) -> None:
    """Confirmed by one, retracted by another, confirmed by the first again."""
    first = claims(kb, lambda d: d.confirm(f"{article}#v1"))
    second = claims(kb, lambda d: d.retract(f"{article}#v1", "a drill"), "person:ben")
    assert [e.position for e in second.overturns] == [first.position]
    assert list(kb.catalog.list_events().items) == []
    third = claims(kb, lambda d: d.confirm(f"{article}#v1"))
    assert [(e.position, e.actor) for e in third.overturns] == [(second.position, "person:ben")]
    assert len(kb.catalog.list_events().items) == 1
    assert [r.envelope.cause for r in kb.log.read(types=[ClaimRetracted.TYPE])] == [first.position]
    assert {position for position, _ in listed(kb)} == {first.position, second.position, third.position}


def test_the_present_state_is_said(kb: KnowledgeBase, article: str) -> None:
    """What is decided already, what is gone, what was never there."""
    (event,) = kb.catalog.list_events().items
    done = claims(kb, lambda d: d.retract(f"{article}#v1", "a drill"))
    cases: list[tuple[Callable[[Decider], Done], type[KbError], str]] = [
        (lambda d: d.retract(f"{article}#v1", "x"), ClaimStateError, f"already by event {done.position} by person:ann"),
        (
            lambda d: d.amend(f"{article}#v1", "bombing", "x"),
            ClaimStateError,
            f"was retracted by event {done.position}",
        ),
        (lambda d: d.amend(f"{article}#v1.time", "2024", "x"), ClaimStateError, "was retracted by event"),
        (lambda d: d.amend(event.id, "bombing", "x"), ClaimStateError, "was retracted by event"),
        (lambda d: d.confirm(f"{article}#q1"), ClaimStateError, "left the graph with what it rested on"),
        (lambda d: d.confirm(f"{article}#v9"), NoSuchClaimError, "has no v9"),
        (lambda d: d.confirm("event-" + "0" * 20), NoSuchClaimError, "names no claim"),
        (lambda d: d.confirm("claim-" + "0" * 20), NoSuchClaimError, "names no claim"),
        (lambda d: d.confirm("Ada Lund"), NoSuchClaimError, "names no claim"),
        (lambda d: d.confirm("0" * 16 + "#v1"), NoArticleError, "no article"),
    ]
    position = kb.position
    for does, error, words in cases:
        with pytest.raises(error, match=words):
            claims(kb, does)
    assert kb.position == position


def test_of_several_retractions_the_one_in_force_is_named(kb: KnowledgeBase, article: str) -> None:
    """Not the first, which a confirmation overturned."""
    claims(kb, lambda d: d.retract(f"{article}#v1", "a drill"))
    claims(kb, lambda d: d.confirm(f"{article}#v1"))
    last = claims(kb, lambda d: d.retract(f"{article}#v1", "a drill, for all that"))
    with pytest.raises(ClaimStateError, match=rf"^event-\w+ was retracted by event {last.position} by person:ann"):
        claims(kb, lambda d: d.amend(f"{article}#v1.time", "2024", "x"))


def test_a_decision_that_came_meanwhile_is_not_passed_over(kb: KnowledgeBase, article: str) -> None:
    """Who decides may say what they had seen."""
    seen = kb.position
    claims(kb, lambda d: d.amend(f"{article}#v1", "bombing", "x"), "person:ben")
    with pytest.raises(MeanwhileError, match="decided about after event"):
        claims(kb, lambda d: d.amend(f"{article}#v1", "shelling", "x", seen=seen))
    with pytest.raises(MeanwhileError, match="decided about after event"):
        claims(kb, lambda d: d.confirm(f"{article}#v1", seen=seen))  # the whole, of which a part is another now
    claims(kb, lambda d: d.amend(f"{article}#v1.time", "2024", "x", seen=seen))  # another part
    seen = claims(kb, lambda d: d.confirm(f"{article}#v1"), "person:ben").position - 1
    with pytest.raises(MeanwhileError, match="decided about after event"):
        claims(kb, lambda d: d.amend(f"{article}#v1.time", "2025", "x", seen=seen))
    claims(kb, lambda d: d.confirm(f"{article}#s1", seen=seen))  # about something else


def test_nothing_of_a_withdrawn_article_is_decided(kb: KnowledgeBase, article: str) -> None:
    """Until it is back."""
    from kb.events import ArticleWithdrawn
    from kb.events.streams import article_stream

    stream = article_stream(article)
    batch = [Append(stream, kb.log.stream_version(stream), [ArticleWithdrawn(article, "legal")], "person:ann")]
    position = kb.log.append_batch(batch)[-1].position
    with pytest.raises(LeftArticleError, match=f"was withdrawn by event {position}"):
        claims(kb, lambda d: d.amend(f"{article}#v1", "bombing", "x"))
    undo(kb, position)
    claims(kb, lambda d: d.amend(f"{article}#v1", "bombing", "x"))


# -- undo ------------------------------------------------------------------------------------------


def test_undo_and_redo_say_where_they_stand(kb: KnowledgeBase, article: str) -> None:
    """Each once; undoing an undoing is doing it again."""
    done = claims(kb, lambda d: d.confirm(f"{article}#v1"))
    with pytest.raises(DecisionStateError, match="is in force"):
        redo(kb, done.position)
    undone = undo(kb, done.position)
    with pytest.raises(DecisionStateError, match=f"is undone already, by event {undone.position}"):
        undo(kb, done.position)
    again = undo(kb, undone.position)
    assert "in force again" in again.said
    with pytest.raises(DecisionStateError, match=f"was taken back by event {again.position}"):
        undo(kb, undone.position)
    with pytest.raises(DecisionStateError, match="not done again") as once:
        redo(kb, undone.position)
    assert once.value.hint == f"`kb undo {again.position}` takes back event {again.position}, which undid it."
    with pytest.raises(DecisionStateError, match="not done again") as twice:
        redo(kb, again.position)
    assert twice.value.hint == f"`kb undo {again.position}` takes it back."
    with pytest.raises(NotADecisionError, match="is base-created"):
        undo(kb, 1)
    with pytest.raises(NotADecisionError, match=f"its last is {kb.position}"):
        undo(kb, kb.position + 1)


# -- who is who ------------------------------------------------------------------------------------


def test_merge_and_its_undoing(kb: KnowledgeBase, article: str, other: str) -> None:
    """The absorbed id answers; undone, both are as before."""
    before = graph(kb)
    wolves = member_id(other, "e1")
    done = who(kb, lambda i: i.merge("Blue Column", "Grey Wolves", "one gang"))
    assert kb.show(f"entity-{wolves}").title == "Blue Column"
    with pytest.raises(EntityStateError, match=f"one already.*event {done.position}"):
        who(kb, lambda i: i.merge("Blue Column", f"entity-{wolves}"))
    with pytest.raises(EntityStateError, match=f"one already.*event {done.position}"):
        who(kb, lambda i: i.keep_apart("Blue Column", f"entity-{wolves}"))
    parted = who(kb, lambda i: i.unmerge(f"entity-{wolves}"))
    assert graph(kb) == before
    by = f"event {done.position} merged entity-{wolves} into entity-.*undone by event {parted.position}"
    for one in ("Blue Column", f"entity-{wolves}"):
        with pytest.raises(EntityStateError, match=by) as refused:
            who(kb, lambda i, one=one: i.unmerge(one))
        assert refused.value.position == parted.position
        assert f"`kb redo {done.position}`" in refused.value.hint


def test_unmerging_what_was_never_merged_names_no_event(kb: KnowledgeBase, article: str) -> None:
    """Nor one that a merge of others undid."""
    with pytest.raises(EntityStateError, match=r"No merge of [^:]* is in force\.") as refused:
        who(kb, lambda i: i.unmerge("Blue Column"))
    assert refused.value.position == 0


@pytest.mark.parametrize(("kept", "absorbed"), [("Blue Column", "Grey Wolves"), ("Grey Wolves", "Blue Column")])
def test_a_merge_says_what_it_is_called_then(kb: KnowledgeBase, other: str, kept: str, absorbed: str) -> None:
    """By the name that the page has, which may be that of the absorbed one."""
    done = who(kb, lambda i: i.merge(kept, absorbed))
    label = kb.show(kept).title

    assert (f"and called {label}; `kb rename`" in done.said) is (label != kept), done.said
    assert label in (kept, absorbed)


def test_what_cannot_be_one_is_not_merged(kb: KnowledgeBase, article: str, other: str) -> None:
    """A person and a place; two of which a type is wrong are merged once it is right."""
    who(kb, lambda i: i.set_type("Ada Lund", "person"))
    who(kb, lambda i: i.set_type("Nordhaven Depot", "facility"))
    with pytest.raises(EntityStateError, match="cannot be one: person and facility"):
        who(kb, lambda i: i.merge("Ada Lund", "Nordhaven Depot"))
    who(kb, lambda i: i.set_type("Nordhaven Depot", "person"))
    who(kb, lambda i: i.merge("Ada Lund", "Nordhaven Depot"))


def test_a_merge_overturns_a_keeping_apart_and_says_so(kb: KnowledgeBase, article: str, other: str) -> None:
    """By a later person; undone, the two are kept apart again."""
    apart = who(kb, lambda i: i.keep_apart("Blue Column", "Grey Wolves", "two flags"))
    with pytest.raises(EntityStateError, match=f"kept apart already, by event {apart.position}"):
        who(kb, lambda i: i.keep_apart("Grey Wolves", "Blue Column"))
    merged = who(kb, lambda i: i.merge("Blue Column", "Grey Wolves"), "person:ben")
    assert [e.position for e in merged.overturns] == [apart.position]
    undo(kb, merged.position)
    with pytest.raises(EntityStateError, match="kept apart already"):
        who(kb, lambda i: i.keep_apart("Blue Column", "Grey Wolves"))


def test_names_types_and_ids_are_given_and_taken_back(kb: KnowledgeBase, article: str, other: str) -> None:
    """The old name stays one of its names; an id belongs to one."""
    before = graph(kb)
    renamed = who(kb, lambda i: i.rename("Blue Column", "The Column"))
    assert kb.show("The Column").title == "The Column"
    assert kb.show("Blue Column").title == "The Column"
    with pytest.raises(EntityStateError, match="is called The Column already"):
        who(kb, lambda i: i.rename("The Column", "The Column"))
    first = who(kb, lambda i: i.set_id("The Column", "wikidata:Q1"))
    second = who(kb, lambda i: i.set_id("The Column", "wikidata:Q2"))
    assert facts(kb, "The Column")["same as"] == "wikidata:Q2"
    with pytest.raises(TakenExternalIdError, match="wikidata:Q2 is the id of entity-"):
        who(kb, lambda i: i.set_id("Grey Wolves", "wikidata:Q2"))
    third = who(kb, lambda i: i.set_id("The Column", "wikidata:"))
    assert "same as" not in facts(kb, "The Column")
    for done in (third, first, second, renamed):
        undo(kb, done.position)
    assert graph(kb) == before


def test_a_rule_overturns_no_person(kb: KnowledgeBase, article: str, other: str) -> None:
    """It may merge, link and describe; what people said goes on holding."""
    column, wolves = member_id(article, COLUMN), member_id(other, "e1")
    who(kb, lambda i: i.keep_apart("Blue Column", "Grey Wolves"))
    who(kb, lambda i: i.rename("Blue Column", "The Column"))
    who(kb, lambda i: i.set_type("The Column", "armed_force"))
    rule = "rule:eager/1"
    for event in (
        EntitiesMerged("m9", column, wolves, 99.0),
        EntitiesLinked(wolves, (f"{article}#{COLUMN}",), 99.0),
        EntityDescribed(column, "Column Ltd", "company"),
    ):
        kb.log.append_batch([Append(RESOLUTION, kb.log.stream_version(RESOLUTION), [event], rule)])
    kb.catch_up()
    assert kb.show(f"entity-{column}").title == "The Column"
    assert facts(kb, f"entity-{column}")["type"] == "armed force"
    assert kb.show(f"entity-{wolves}").title == "Grey Wolves"
    assert verify_home(kb).differences == ()


def test_a_rules_merge_that_a_person_took_back_is_not_made_again(kb: KnowledgeBase, article: str, other: str) -> None:
    """Not by that rule, nor by another."""
    column, wolves = member_id(article, COLUMN), member_id(other, "e1")

    def merge(name: str, actor: str) -> int:
        batch = [Append(RESOLUTION, kb.log.stream_version(RESOLUTION), [EntitiesMerged(name, column, wolves)], actor)]
        position = kb.log.append_batch(batch)[-1].position
        kb.catch_up()
        return position

    undo(kb, merge("m1", "rule:one/1"))
    merge("m2", "rule:two/1")
    assert kb.show(f"entity-{wolves}").title == "Grey Wolves"
    merge("m3", "person:ben")
    assert kb.show(f"entity-{wolves}").title == "Blue Column"


def test_linking_respects_what_people_decided(kb: KnowledgeBase, article: str, tmp_path: Path) -> None:
    """A link that a person took back is not made again when the article is read again; a new article knows the type."""
    path = tmp_path / "c.txt"
    path.write_text(STORY.replace("Tuesday", "Wednesday"), encoding="utf-8")
    second = add(kb, path)[0].article  # type: ignore[attr-defined]
    links = [r for r in kb.log.read(types=[EntitiesLinked.TYPE]) if f"{second}#{COLUMN}" in r.event.members]  # type: ignore[attr-defined]
    assert links
    undo(kb, links[-1].position)
    assert kb.show(f"{second}#{COLUMN}").id != kb.show(f"{article}#{COLUMN}").id
    with rereading(kb, Wider()) as again:
        again.read_again(second)
    assert kb.show(f"{second}#{COLUMN}").id != kb.show(f"{article}#{COLUMN}").id
    late = list(kb.log.read(after=links[-1].position, types=[EntitiesLinked.TYPE]))
    assert not [r for r in late if f"{second}#{COLUMN}" in r.event.members]  # type: ignore[attr-defined]


# -- other readings --------------------------------------------------------------------------------


class Wider(StandIn):
    """Finds the same with wider triggers, other ids, and without what it is told to leave out."""

    name = "wider"

    def __init__(self, without: str = "") -> None:
        super().__init__()
        self.without = without

    def extract(self, article: Article) -> Extraction:
        """Return what the stand-in finds, turned round."""
        found = super().extract(article)
        gone = {entity.id for entity in found.entities if entity.name == self.without}
        events = tuple(
            replace(
                v,
                trigger=replace(v.trigger, end=v.trigger.end + 1),
                roles=tuple(r for r in v.roles if r.entity not in gone),
            )
            for v in found.events
        )
        return replace(
            found,
            extractor=self.name,
            events=events,
            mentions=tuple(m for m in found.mentions if m.entity not in gone),
            entities=tuple(e for e in found.entities if e.id not in gone),
        )


def lost(kb: KnowledgeBase) -> list[Row]:
    return list(decisions(kb, state="lost"))


def test_decisions_hold_when_entities_are_merged_and_articles_read_again(
    kb: KnowledgeBase, article: str, other: str
) -> None:
    """The claim of a role keeps its decision whoever its entity is, and whatever the words' boundaries are."""
    claims(kb, lambda d: d.retract(f"{article}#v1.agent", "not they"))
    claims(kb, lambda d: d.amend(f"{article}#v1.type", "bombing", "x"))
    who(kb, lambda i: i.merge("Grey Wolves", "Blue Column"))
    assert "agent" not in facts(kb, f"{article}#v1")
    with rereading(kb, Wider()) as again:
        change = again.read_again(article)
    assert {kept.outcome for kept in change.decisions} == {"holds"}
    assert "agent" not in facts(kb, f"{article}#v1")
    assert facts(kb, f"{article}#v1")["type"] == "bombing"
    assert lost(kb) == []
    assert verify_home(kb).differences == ()


def test_what_finds_nothing_is_listed_until_it_is_found(kb: KnowledgeBase, article: str) -> None:
    """Never dropped."""
    done = claims(kb, lambda d: d.retract(f"{article}#v1.agent", "not they"))
    renamed = who(kb, lambda i: i.rename("Blue Column", "The Column"))
    with rereading(kb, Wider(without="Blue Column")) as again:
        change = again.read_again(article)
    assert {kept.position for kept in change.decisions if kept.outcome == "not-found"} == {
        done.position,
        renamed.position,
    }
    found = {row.position: row.why for row in lost(kb)}
    assert found[done.position] == "the reading says nothing there, not e2"
    assert "no article names entity-" in found[renamed.position]
    with rereading(kb, StandIn()) as again:
        again.read_again(article)
    assert lost(kb) == []
    assert "agent" not in facts(kb, f"{article}#v1")
    assert kb.show("The Column").title == "The Column"


def test_a_break_off_while_reading_again_leaves_article_and_decisions_as_they_were(
    kb: KnowledgeBase, article: str, other: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first is in its new reading, the second in its old one; both obey."""
    claims(kb, lambda d: d.amend(f"{article}#v1.type", "bombing", "x"))
    claims(kb, lambda d: d.amend(f"{other}#v1.type", "bombing", "x"))
    before = graph(kb)
    append = kb.log.append_batch

    def broken(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with rereading(kb, Wider()) as again:
        again.read_again(article)
        monkeypatch.setattr(kb.log, "append_batch", broken)
        with pytest.raises(KeyboardInterrupt):
            again.read_again(other)
    monkeypatch.setattr(kb.log, "append_batch", append)
    assert [event.type for event in kb.catalog.list_events().items] == ["bombing", "bombing"]
    assert {quad for quad in before if f"article-{other}" in quad} <= graph(kb)
    assert verify_home(kb).differences == ()


def test_old_events_name_claims_by_canonical_ids_and_still_apply(kb: KnowledgeBase, article: str, other: str) -> None:
    """As they were written before decisions kept what they judged: found by what the name meant at its place."""
    from kb.events.codec import decode

    who(kb, lambda i: i.merge("Grey Wolves", "Blue Column"))
    iris = kb.iris
    wolves = member_id(other, "e1")
    event, agent = iris.event(article, "v1"), "https://w3id.org/newskb#agent"
    claim = iris.claim(article, str(event), f"<{agent}>", str(iris.entity(wolves))).value.rpartition("/")[2]
    old = decode("claim-retracted", 1, f'{{"claim":"{article}#{claim}","reason":"no"}}'.encode())
    assert isinstance(old, ClaimRetracted)
    kb.log.append_batch([Append("curation", kb.log.stream_version("curation"), [old], "person:ann")])
    kb.catch_up()
    assert "agent" not in facts(kb, f"{article}#v1")
    who(kb, lambda i: i.unmerge("Grey Wolves"))
    assert "agent" not in facts(kb, f"{article}#v1")
    assert lost(kb) == []


def test_a_decision_that_an_old_event_takes_about_nothing_is_kept_and_listed(kb: KnowledgeBase, article: str) -> None:
    """It named no claim that there was."""
    old = ClaimAmended(f"{article}#claim-{'0' * 20}", "x", "y")
    kb.log.append_batch([Append("curation", kb.log.stream_version("curation"), [old], "person:ann")])
    assert [row.state for row in decisions(kb)] == ["lost"]
