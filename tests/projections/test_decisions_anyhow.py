"""Any sequence of decisions: undone, all is as before; independent ones commute; no rule overturns a person."""

from itertools import permutations
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, rule

from kb import events as ev
from kb.events.streams import CURATION, RESOLUTION
from kb.graph.claims import Claims, item
from kb.graph.iris import Iris
from kb.log import EventLog
from kb.projections.folding.clusters import canonical, cluster
from kb.projections.folding.curating import judged
from kb.projections.folding.judging import in_force, parted
from kb.projections.folding.parting import adopted
from kb.projections.opening import in_memory
from tests.graph import sample
from tests.projections.worlds import ENTITIES, SETTLED, World, reading, text_of

PERSON = "person:ana"
ITEMS = ("v1", "v2", "v4", "s1", "s2", "q1", "o1")
PARTS = (("v1", "place"), ("v1", "eventType"), ("v1", "patient"), ("s1", "speaker"), ("o1", "holder"), ("q1", "value"))
VALUES = {"place": "e3", "eventType": "flood", "patient": "e2", "speaker": "e3", "holder": "e5", "value": "exactly 9"}


def told(log: EventLog) -> set[str]:
    """Return the graph without the account of decisions."""
    projections = in_memory(log)
    try:
        return {str(q) for q in projections.graph.store if "graph/decisions" not in str(q.graph_name)}
    finally:
        projections.close()


def about(local: str, field: str = "") -> tuple[str, ev.Judged]:
    """Return name and content of a claim of article 0."""
    article, extraction = text_of("0"), reading("0")
    one = item(extraction, local)
    assert one is not None
    parts = Claims(article, extraction, Iris(sample.BASE)).of(one)
    part = next((part for part in parts if part.field == field), None)
    claim = part.claim.value.rpartition("/")[2] if part and part.claim else local
    return f"{article.id}#{claim}", judged(extraction, local, part)


class Deciding(RuleBasedStateMachine):
    """People and a rule decide in any order; at the end all is taken back."""

    made = Bundle("made")

    @initialize()
    def begin(self) -> None:
        """Two articles, linked, and one merge by a rule."""
        self.world = World().run(SETTLED)
        self.before = told(self.world.log)
        self.projections = in_memory(self.world.log)
        self.decisions: list[int] = []
        self.merges = 0

    def put(self, stream: str, event: Any, actor: str = PERSON) -> int:
        """Record one event and take it in."""
        position = self.world.put(stream, event, actor=actor)
        self.projections.advance(self.world.log)
        self.decisions.append(position)
        return position

    @rule(target=made, local=st.sampled_from(ITEMS), kind=st.sampled_from([ev.ClaimConfirmed, ev.ClaimRetracted]))
    def judge(self, local: str, kind: Any) -> int:
        """Confirm or retract a whole."""
        name, content = about(local)
        return self.put(CURATION, kind(name, "because", content))

    @rule(target=made, part=st.sampled_from(PARTS), kind=st.sampled_from(["confirm", "retract", "amend"]))
    def judge_part(self, part: tuple[str, str], kind: str) -> int:
        """Confirm, retract or amend one part."""
        name, content = about(*part)
        if kind == "amend":
            return self.put(CURATION, ev.ClaimAmended(name, VALUES[part[1]], "because", content))
        return self.put(CURATION, (ev.ClaimConfirmed if kind == "confirm" else ev.ClaimRetracted)(name, "x", content))

    @rule(
        target=made,
        one=st.sampled_from(ENTITIES),
        other=st.sampled_from(ENTITIES),
        by=st.sampled_from([PERSON, "rule:x/1"]),
    )
    def merge(self, one: str, other: str, by: str) -> Any:
        """A person joins what they like, a rule what no person parted."""
        if one == other:
            return multiple()
        self.merges += 1
        tables = self.projections.catalog.tables
        apart = canonical(tables, one) != canonical(tables, other) and parted(tables, one, other)
        position = self.put(RESOLUTION, ev.EntitiesMerged(f"n{self.merges}", one, other), by)
        if apart and by != PERSON:
            assert not in_force(tables, position)
            assert canonical(tables, one) != canonical(tables, other)
            self.decisions.remove(position)
            return multiple()
        return position

    @rule(target=made, one=st.sampled_from(ENTITIES), other=st.sampled_from(ENTITIES))
    def keep_apart(self, one: str, other: str) -> Any:
        """Two are not one."""
        return self.put(RESOLUTION, ev.EntitiesKeptApart((one, other))) if one != other else multiple()

    @rule(
        target=made,
        entity=st.sampled_from(ENTITIES),
        said=st.sampled_from(
            [("label", "Elsewhere"), ("label", "Nowhere"), ("type", "city"), ("external", "wikidata:Q7")]
        ),
    )
    def amend_entity(self, entity: str, said: tuple[str, str]) -> int:
        """Another name, type or id."""
        return self.put(CURATION, ev.EntityAmended(entity, *said))

    @rule(
        target=made,
        moves=st.lists(
            st.tuples(st.sampled_from("01"), st.sampled_from(["e1", "e2"]), st.sampled_from(ENTITIES)),
            min_size=1,
            max_size=3,
        ),
        part=st.booleans(),
    )
    def move(self, moves: list[tuple[str, str, str]], part: bool) -> int:
        """Members stand for others, and merges may be parted with that."""
        tables = self.projections.catalog.tables
        members = {f"{text_of(number).id}#{local}": target for number, local, target in moves}
        entity = canonical(tables, next(iter(members.values())))
        merges = sorted({int(at) for one in cluster(tables, entity).members for at, _ in tables.items("edge", one)})
        event = ev.MembersMoved(entity, tuple(members), tuple(members.values()), tuple(merges) if part else ())
        position = self.put(RESOLUTION, event)
        for merge in event.merges:
            assert not in_force(tables, merge)
        others = {*event.targets, entity}
        for one in others:
            for other in others - {one}:
                assert parted(tables, one, other)
        return position

    @rule(target=made, one=st.sampled_from(ENTITIES), other=st.sampled_from(ENTITIES))
    def leave_open(self, one: str, other: str) -> int:
        """Somebody cannot say: nothing of the graph changes."""
        return self.put(CURATION, ev.PairLeftOpen((one, other), 4.0))

    @rule(target=made, scale=st.floats(0.5, 2))
    def adopt(self, scale: float) -> int:
        """Weights are fitted anew."""
        return self.put(RESOLUTION, ev.WeightsAdopted((ev.FieldScale("name+", scale),)))

    @rule(position=made)
    def undo(self, position: int) -> None:
        """Take back what is in force."""
        if in_force(self.projections.catalog.tables, position):
            self.put(CURATION, ev.DecisionUndone(position, "no"))
            self.decisions.pop()

    @rule(position=made)
    def redo(self, position: int) -> None:
        """Take back the undoing of what is not."""
        state = self.projections.catalog.tables.get("force", f"{position:015d}")
        if state and not state["on"]:
            self.put(CURATION, ev.DecisionUndone(state["by"], "after all"))
            self.decisions.pop()

    @invariant()
    def people_hold(self) -> None:
        """What people call an entity last is its label."""
        if not hasattr(self, "world"):
            return
        tables, views = self.projections.catalog.tables, self.projections.catalog.views
        for entity in ENTITIES:
            rows = [row for _, row in tables.items("amendment", entity) if row["field"] == "label"]
            view = views.view(entity)
            if rows and view is not None and canonical(tables, entity) == entity and not getattr(view, "absorbed", ()):
                assert view.label == rows[-1]["value"]

    def teardown(self) -> None:
        """Incremental and replayed agree; with all undone, newest or oldest first, the graph is as before."""
        if not hasattr(self, "world"):
            return
        now = {str(q) for q in self.projections.graph.store if "graph/decisions" not in str(q.graph_name)}
        assert now == told(self.world.log)
        order = self.decisions if len(self.decisions) % 2 else self.decisions[::-1]
        tables = self.projections.catalog.tables
        while left := [position for position in order if in_force(tables, position)]:  # a move parts merges until then
            for position in left:
                self.world.put(CURATION, ev.DecisionUndone(position, "all"), actor=PERSON)
                self.projections.advance(self.world.log)
        assert adopted(tables) is None
        self.projections.close()
        assert told(self.world.log) == self.before


TestDeciding = pytest.mark.thorough(Deciding.TestCase)
TestDeciding.settings = settings(max_examples=12, stateful_step_count=12, deadline=None)


@pytest.mark.thorough
def test_the_order_of_independent_decisions_does_not_matter() -> None:
    """Each about something else: all orders give one graph."""
    place, kind = about("v1", "place"), about("v4", "eventType")
    independent = [
        (CURATION, ev.ClaimRetracted(place[0], "no", place[1])),
        (CURATION, ev.ClaimAmended(kind[0], "fire", "see photo", kind[1])),
        (RESOLUTION, ev.EntitiesMerged("n1", "cc", "dd")),
        (CURATION, ev.EntityAmended("aa", "label", "Elsewhere")),
    ]
    graphs = set()
    for order in permutations(independent):
        world = World().run(SETTLED)
        for stream, event in order:
            world.put(stream, event, actor=PERSON)
        graphs.add(frozenset(told(world.log)))
    assert len(graphs) == 1
