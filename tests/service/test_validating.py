"""What the registry is judged with: the classes of what it names, and of what it describes only its own."""

from pyoxigraph import NamedNode, Quad, Store

from kb.graph import names
from kb.graph.iris import Iris
from kb.graph.registry_graph import EntityView, entity_quads, replaced_quads
from kb.service.upkeep.validating import _types
from tests.graph import sample

IRIS = Iris(sample.BASE)


def test_an_absorbed_entity_brings_in_no_class_that_articles_give_the_one_it_is_now() -> None:
    """An official, by an article, whose office is in that article's graph and not in the registry."""
    kept, absorbed, event = IRIS.entity("kept"), IRIS.entity("gone"), IRIS.event("0" * 16, "v1")
    article, registry = IRIS.article_graph("0" * 16), IRIS.registry_graph()
    told = Quad(IRIS.happening("h"), names.kb("reportedBy"), event, registry)
    store = Store()
    own = [*entity_quads(EntityView("kept", "Ada Lund", "person"), sample.BASE), told]
    own += replaced_quads(absorbed, kept, sample.BASE)
    store.extend(own)
    store.add(Quad(kept, names.TYPE, names.kb("Official"), article))
    store.add(Quad(event, names.TYPE, names.kb("Event"), article))

    found = [quad.object for quad in _types(store, own)]
    assert found == [names.kb("Event")]
    assert NamedNode(names.kb("Official").value) not in found
