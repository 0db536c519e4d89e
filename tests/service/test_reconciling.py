"""Our entities before a service elsewhere: candidates, accepting, refusing, and a service that fails half way."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.events import Candidate, CandidatesFound, EntityAmended
from kb.graph.registry_graph import EntityView
from kb.projections.verify import verify
from kb.service.curation.errors import EntityStateError
from kb.service.curation.undoing import undoing
from kb.service.elsewhere.candidates import candidates
from kb.service.elsewhere.external_ids import (
    BadExternalIdError,
    NoCandidateError,
    Proposed,
    TakenExternalIdError,
    external_ids,
)
from kb.service.elsewhere.reconciling import RULE, BrokenOffError, Reconciled, Wanted, confirmed, reconcile
from kb.service.knowledge_base import KnowledgeBase
from kb.sources import read_bytes
from kb.sources.asking import Asker, Bounds, ServiceError
from tests.stub_service import Stub, plain, serving

NAMES = ("Blue Column", "Nordhaven Depot", "Kasonta Mine", "Tovue Party")


@pytest.fixture
def stub() -> Iterator[Stub]:
    """A service that knows two of the four."""
    with serving(Stub()) as running:
        running.knows("Blue Column", ("Q1", "Blue Column", 99, True), ("Q2", "Blue Column (band)", 60, False))
        running.knows("Kasonta Mine", ("Q3", "Kasonta", 70, True))
        yield running


@pytest.fixture
def filled(kb: KnowledgeBase) -> KnowledgeBase:
    """Four organisations in two articles."""
    for number, pair in enumerate((NAMES[:2], NAMES[2:])):
        story = f"{pair[0]} attacked {pair[1]} on Tuesday with force."
        text = f"Title: Raid {number}\nDate: 2024-05-0{number + 1}\n\n{story}\n"
        with kb.adder() as adder:
            adder.add(next(read_bytes(text.encode(), "test")))
    return kb


def ask(kb: KnowledgeBase, stub: Stub, **wanted: object) -> Reconciled:
    asker = Asker((), Bounds(pause=0.0), lambda _: None)
    return reconcile(kb, stub.address, Wanted(**wanted), asking=asker)  # type: ignore[arg-type]


def listed(kb: KnowledgeBase, **which: object) -> list[Proposed]:
    with kb.at(None) as moment, moment.connection() as connection:
        return list(candidates(connection, **which))  # type: ignore[arg-type]


def external(kb: KnowledgeBase, name: str) -> tuple[str, ...]:
    with kb.at(None) as moment:
        return moment.catalog.get_entity(moment.entity_id(name)).external


def matches(kb: KnowledgeBase, predicate: str) -> set[str]:
    with kb.at(None) as moment:
        found = moment.store().quads_for_pattern(None, None, None, None)
        return {str(quad.object.value) for quad in found if quad.predicate.value.endswith(predicate)}  # type: ignore[union-attr]


def test_candidates_are_kept_and_decide_nothing(filled: KnowledgeBase, stub: Stub) -> None:
    """In batches, each one event; whom the service does not know is not asked about again."""
    done = ask(filled, stub, batch=3)
    assert (done.name, done.asked, done.found, done.accepted, done.left) == ("Stub", 4, 2, (), 0)
    assert len(done.positions) == 2
    assert sorted(stub.names()) == sorted(NAMES)
    assert [(one.label, one.external, one.score, one.state) for one in listed(filled)] == [
        ("Blue Column", "wikidata:Q1", 99.0, "open"),
        ("Blue Column", "wikidata:Q2", 60.0, "open"),
        ("Kasonta Mine", "wikidata:Q3", 70.0, "open"),
    ]
    assert external(filled, "Blue Column") == ()
    assert ask(filled, stub).asked == 0
    assert ask(filled, stub, again=True).asked == 4
    assert ask(filled, stub, again=True, types=("person",)).asked == 0
    verify(filled.home, filled.log).check()


@pytest.mark.parametrize(("same", "predicate"), [(False, "core#exactMatch"), (True, "owl#sameAs")])
def test_accepting_gives_the_id_and_undoing_takes_it(
    filled: KnowledgeBase, stub: Stub, same: bool, predicate: str
) -> None:
    """As skos:exactMatch or owl:sameAs; the event names the service, and follows from what it answered."""
    done = ask(filled, stub)
    with external_ids(filled, "person:judge") as ids:
        taken = ids.accept("Blue Column", "http://www.wikidata.org/entity/Q1", same=same)
    recorded = next(one for one in filled.log.read(types=[EntityAmended.TYPE]))
    assert recorded.envelope.cause == done.positions[0]
    assert isinstance(recorded.event, EntityAmended)
    assert stub.address in recorded.event.reason
    assert external(filled, "Blue Column") == ("wikidata:Q1",)
    assert "http://www.wikidata.org/entity/Q1" in matches(filled, predicate)
    assert [one.external for one in listed(filled, state="accepted")] == ["wikidata:Q1"]
    verify(filled.home, filled.log).check()
    with undoing(filled) as undoer:
        undoer.undo(taken.position)
    assert external(filled, "Blue Column") == ()
    assert not matches(filled, predicate) & {"http://www.wikidata.org/entity/Q1"}
    verify(filled.home, filled.log).check()


def test_what_a_person_refuses_is_not_proposed_again(filled: KnowledgeBase, stub: Stub) -> None:
    """Nor taken on without a person; undoing the refusal opens it."""
    ask(filled, stub)
    with external_ids(filled) as ids:
        refused = ids.reject("Blue Column", "wikidata:Q1", "a band")
        with pytest.raises(EntityStateError, match="was rejected"):
            ids.reject("Blue Column", "wikidata:Q1")
        with pytest.raises(NoCandidateError, match="No service proposed wikidata:Q9"):
            ids.accept("Blue Column", "wikidata:Q9")
    assert ask(filled, stub, again=True, accept=True).accepted == ()
    assert [one.external for one in listed(filled, state="rejected")] == ["wikidata:Q1"]
    with undoing(filled) as undoer:
        undoer.undo(refused.position)
    assert listed(filled, state="rejected") == []
    verify(filled.home, filled.log).check()


def test_only_what_our_own_comparison_confirms_is_taken_on_without_a_person(filled: KnowledgeBase, stub: Stub) -> None:
    """By a rule of that name; a person's word holds over it."""
    done = ask(filled, stub, accept=True)
    blue = filled.entity_id("Blue Column")
    assert done.accepted == ((blue, "wikidata:Q1"),)  # "Kasonta" is sure, and not the same name
    recorded = next(one for one in filled.log.read(types=[EntityAmended.TYPE]))
    assert recorded.envelope.actor == RULE
    with external_ids(filled) as ids:
        ids.set_id("Blue Column", "wikidata:Q77")
    stub.knows("Blue Column", ("Q5", "Blue Column", 99, True))
    assert external(filled, "Blue Column") == ("wikidata:Q77",)
    with external_ids(filled) as ids, pytest.raises(TakenExternalIdError):
        ids.set_id("Tovue Party", "wikidata:Q77")
    verify(filled.home, filled.log).check()


def test_a_service_that_fails_at_once_leaves_nothing_and_later_what_it_said(filled: KnowledgeBase, stub: Stub) -> None:
    """Whole batches only; the same command goes on."""
    before = filled.log.position()
    stub.answers += [plain({**stub.manifest}), plain("{")]
    with pytest.raises(ServiceError):
        ask(filled, stub)
    assert filled.log.position() == before
    usual = {"q0": {"result": []}, "q1": {"result": []}}
    stub.answers += [plain({**stub.manifest}), plain(usual), plain({"q0": {"result": []}})]
    with pytest.raises(BrokenOffError, match="2 entities were asked before") as caught:
        ask(filled, stub, batch=2)
    assert (caught.value.done.asked, filled.log.position()) == (2, before + 1)
    assert ask(filled, stub).asked == 2
    assert len(list(filled.log.read(types=[CandidatesFound.TYPE]))) == 2


def test_ids_have_forms_and_owners(filled: KnowledgeBase) -> None:
    """A place's id is none of an organisation; a scheme that nobody knows is taken as it is."""
    with external_ids(filled) as ids:
        for wrong in ("wikidata:42", "geonames:Kyiv", "Q42", "geonames:703448", "http://exa mple/"):
            with pytest.raises(BadExternalIdError):
                ids.set_id("Blue Column", wrong)
        ids.set_id("Blue Column", "https://www.wikidata.org/wiki/Q42")
        ids.set_id("Blue Column", "mine:7")
        with pytest.raises(EntityStateError, match="has wikidata:Q42 already"):
            ids.set_id("Blue Column", "wikidata:Q42")
        assert "not wikidata:Q42" in ids.set_id("Blue Column", "wikidata:Q43").said
        ids.set_id("Blue Column", "wikidata:")
        with pytest.raises(EntityStateError, match="no id of wikidata already"):
            ids.set_id("Blue Column", "wikidata:")
    assert external(filled, "Blue Column") == ("mine:7",)


SCORES = st.floats(-1000, 1000, allow_nan=False)


@given(
    st.lists(
        st.tuples(st.sampled_from(["Ada Lund", "Lund, Ada", "Lund", "Bea Holm"]), SCORES, st.booleans()), max_size=4
    )
)
def test_nothing_doubtful_is_ever_confirmed(rows: list[tuple[str, float, bool]]) -> None:
    """Whatever a service answers: one sure candidate, in the lead, with a whole name of ours."""
    given_ = tuple(
        sorted(
            (Candidate(f"wikidata:Q{n + 1}", name, score, match) for n, (name, score, match) in enumerate(rows)),
            key=lambda one: (-one.score, one.external),
        )
    )
    found = confirmed(EntityView("x", "Ada Lund", "person"), given_)
    if found is not None:
        assert found.match
        assert [one for one in given_ if one.match] == [found]
        assert found.name in ("Ada Lund", "Lund, Ada")
        assert all(found.score >= one.score for one in given_)
