"""A person's decision changes what the graph holds, and nothing of the extraction."""

from pyoxigraph import Quad, Store

from kb.graph import names
from kb.graph.article_graph import article_quads
from kb.graph.curation import Curation, curate
from kb.graph.iris import Iris
from tests.graph import sample

ARTICLE = sample.article()
QUADS = article_quads(ARTICLE, sample.extraction(), {"e1": "c1", "e5": "p9"}, sample.BASE)
IRIS = Iris(sample.BASE)
PLACE = (IRIS.event(ARTICLE.id, "v1"), names.kb("place"), IRIS.entity("c1"))
CLAIM = IRIS.claim(ARTICLE.id, *map(str, PLACE))


def decided(*decisions: Curation) -> Store:
    """Return the sample's graph after decisions."""
    store = Store()
    store.extend(curate(QUADS, decisions, ARTICLE.id, sample.BASE))
    return store


def local(node: object) -> str:
    """Return the last segment of an IRI."""
    return str(node).rstrip(">").rpartition("/")[2]


def test_no_decision_changes_nothing() -> None:
    """The same quads in the same order."""
    assert curate(QUADS, (), ARTICLE.id, sample.BASE) == QUADS


def test_retracted_claim_takes_its_triple_along() -> None:
    """The place goes; who was killed stays."""
    store = decided(Curation(local(CLAIM), "claim-retracted"))

    assert Quad(*PLACE, IRIS.article_graph(ARTICLE.id)) not in store
    assert not list(store.quads_for_pattern(CLAIM, None, None, None))
    assert list(store.quads_for_pattern(PLACE[0], names.kb("patient"), None, None))


def test_retracted_event_takes_its_claims_and_what_points_at_it_along() -> None:
    """No triple names it any more."""
    store = decided(Curation("v1", "claim-retracted"))

    assert not list(store.quads_for_pattern(PLACE[0], None, None, None))
    assert not list(store.quads_for_pattern(None, None, PLACE[0], None))
    assert list(store.quads_for_pattern(IRIS.event(ARTICLE.id, "v4"), None, None, None))


def test_confirmed_event_is_certain() -> None:
    """All its claims get certainty 1; those of others keep theirs."""
    store = decided(Curation("v1", "claim-confirmed"))
    certainties = {
        quad.object.value
        for claim in store.quads_for_pattern(None, names.SUBJECT, PLACE[0], None)
        for quad in store.quads_for_pattern(claim.subject, names.kb("certainty"), None, None)
    }

    assert certainties == {"1"}
    everything = {quad.object.value for quad in store.quads_for_pattern(None, names.kb("certainty"), None, None)}
    assert {"0.95", "0.8"} <= everything


def test_amended_claim_has_the_other_value_in_both_places() -> None:
    """The triple and the claim about it; what it rests on stays."""
    other = IRIS.entity("p9")
    store = decided(Curation(local(CLAIM), "claim-amended", other.value))

    assert Quad(PLACE[0], PLACE[1], other, IRIS.article_graph(ARTICLE.id)) in store
    assert Quad(*PLACE, IRIS.article_graph(ARTICLE.id)) not in store
    assert [quad.object for quad in store.quads_for_pattern(CLAIM, names.OBJECT, None, None)] == [other]
    assert list(store.quads_for_pattern(CLAIM, names.kb("evidence"), None, None))


def test_later_decisions_see_earlier_ones() -> None:
    """Amended, then retracted: the amended triple goes."""
    other = IRIS.entity("p9")
    store = decided(Curation(local(CLAIM), "claim-amended", other.value), Curation(local(CLAIM), "claim-retracted"))

    assert not list(store.quads_for_pattern(PLACE[0], names.kb("place"), None, None))
