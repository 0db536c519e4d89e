"""Who tells of a happening on his own, and who says each thing that is said of it, in the graph."""

from dataclasses import replace

import pytest
from pyoxigraph import Store

from kb.graph import names
from kb.graph.curation import Curated
from kb.graph.iris import Iris
from kb.graph.registry_graph import HappeningView
from kb.model import Article, Entity, Event, Extraction, Figure, Span, Statement
from kb.projections.graph.telling import Telling, told_of
from kb.projections.graph.vouching import backed, vouched

IRIS = Iris("http://example.org/")
VIEW = HappeningView("f" * 20, "shelling", "shelling of Alba", ())
ALBA = Entity("e1", "city", "Alba")
BRAN = Entity("e1", "city", "Bran")
OWN = {
    "Vey Post": "Shells fell on Alba at night; our reporter counted twenty dead in the ruins of the old school there.",
    "Echo": "Alba was shelled. Doctors at the hospital, whom we met this morning, treated people all night.",
}
PAPERS = (("Vey Post", "It rained."), ("Sollen Echo", "The river rose."))
EVENT = Event("v1", "shelling", Span(0, 6), places=("e1",), place_spans=(Span(16, 20),))


def telling(
    source: str, text: str, place: Entity = ALBA, speaker: str = "", killed: float = 0, **event: str
) -> Telling:
    article = Article(text, "", source, published="2031-05-06")
    entities = (place, Entity("e2", "person", speaker)) if speaker else (place,)
    said = Statement("s1", (Span(0, 20),), "indirect", ("e2",), claims=("v1",))
    told = replace(EVENT, sources=("s1",) if speaker else (), **event)  # type: ignore[arg-type]
    figures = (Figure("q1", "v1", Span(0, 6), "exactly", killed, of="dead"),) if killed else ()
    extraction = Extraction(article.id, "test", "1", "", (), entities, (), (said,) if speaker else (), (told,), figures)
    return Telling(article, Curated(extraction), "v1", {one.id: one.name.casefold() for one in entities})


def graph(*tellings: Telling) -> tuple[int, Store]:
    count, quads = vouched(VIEW, told_of(tellings, IRIS), IRIS)
    store = Store()
    store.extend(quads)
    assert vouched(VIEW, told_of(tellings[::-1], IRIS), IRIS) == (count, quads)
    counted = {q.subject: int(q.object.value) for q in quads if q.predicate == names.kb("independentSources")}  # type: ignore[union-attr]
    assert {one.node: len(one.voices) for one in backed(VIEW.id, tellings, IRIS)} == counted
    return count, store


def claims(store: Store) -> dict[tuple[str, str], tuple[int, int]]:
    """Predicate and value -> count of independent sources, claims."""
    rows = store.query(
        "PREFIX kb: <https://w3id.org/newskb#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>"
        "SELECT ?p ?o ?n (COUNT(DISTINCT ?source) AS ?listed) (COUNT(DISTINCT ?claim) AS ?made) { GRAPH ?g {"
        "?happening kb:canonicalClaim ?c . ?c rdf:predicate ?p ; rdf:object ?o ; kb:independentSources ?n ;"
        "kb:independentSource ?source ; kb:sharedClaim ?claim } } GROUP BY ?c ?p ?o ?n"
    )
    found = {}
    for p, o, n, listed, made in rows:  # type: ignore[union-attr, misc]
        assert n.value == listed.value, "the list has as many as are counted"
        found[p.value.rpartition("#")[2], o.value.rpartition("/")[2].rpartition("#")[2]] = (
            int(n.value),
            int(made.value),
        )
    return found


def test_each_value_has_its_own_sources() -> None:
    count, store = graph(
        telling("Vey Post", OWN["Vey Post"], killed=20), telling("Echo", OWN["Echo"], place=BRAN, killed=23)
    )

    found = claims(store)

    assert count == 2
    assert found["place", "entity-alba"] == found["place", "entity-bran"] == (1, 1)
    assert found["figure", "20"] == found["figure", "23"] == (1, 1)
    assert found["reality", "occurred"] == (2, 2)


@pytest.mark.parametrize("speaker", ["", "Governor"])
def test_what_repeats_or_quotes_one_counts_once(speaker: str) -> None:
    text = OWN["Vey Post"]
    count, store = graph(
        *(telling(source, text + more, speaker=speaker) for source, more in (("A", ""), ("B", " It rained.")))
    )

    (why,) = store.quads_for_pattern(None, names.kb("oneSourceBecause"), None, None)

    assert count == 1
    assert why.object.value == ("one speaker" if speaker else "one text")
    assert claims(store)["place", "entity-alba"] == (1, 2)
    assert len(list(store.quads_for_pattern(None, names.kb("restsOn"), None, None))) == 2
    assert len(list(store.quads_for_pattern(None, names.kb("voice"), None, None))) == bool(speaker)


def test_who_denies_it_is_a_source_of_the_denial_alone() -> None:
    count, store = graph(
        telling("Vey Post", OWN["Vey Post"]), telling("Echo", OWN["Echo"], speaker="General", polarity="negative")
    )

    assert count == 1
    assert claims(store)["reality", "occurred"] == (1, 1)
    assert {n for (field, _), n in claims(store).items() if field == "reality"} == {(1, 1)}
    assert len(list(store.quads_for_pattern(None, names.TYPE, names.kb("IndependentSource"), None))) == 2


def test_who_is_called_alike_in_one_text_is_one_speaker_and_in_two_is_two() -> None:
    """ "Officials" whom two papers have from one report, and those of a report of its own."""
    text = OWN["Vey Post"]
    printed = [telling(paper, f"{text} {end}", speaker="Officials", killed=20) for paper, end in PAPERS]
    apart = telling("Echo", OWN["Echo"], speaker="Officials", killed=20)
    tellings = [
        replace(one, links=one.links | {"e2": f"officials-{number}"}) for number, one in enumerate((*printed, apart))
    ]

    count, store = graph(*tellings[:2])
    assert count == 1
    assert claims(store)["figure", "20"][0] == 1

    count, store = graph(*tellings)
    assert count == 2
    assert claims(store)["figure", "20"][0] == 2
