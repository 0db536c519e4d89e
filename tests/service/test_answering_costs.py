"""What the templates of questions cost does not grow with what the graph holds besides."""

import time

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from kb.service.answering.answer import _template, _trimmed

KB = "https://w3id.org/newskb#"
BESIDE = (100, 10_000)  # happenings that are at odds, too, and nobody asked about
ASKED = 60  # events that have


def graph(beside: int) -> Store:
    """Return events of happenings that are at odds, and others."""
    store = Store()

    def say(subject: str, predicate: str, object: NamedNode | Literal) -> None:
        store.add(Quad(NamedNode(f"urn:{subject}"), NamedNode(f"{KB}{predicate}"), object))

    for number in range(ASKED):
        say(f"event{number}", "eventType", NamedNode(f"{KB}asked"))
        say(f"event{number}", "happening", NamedNode(f"urn:at-odds{number}"))
        owner = f"at-odds{number}" if number % 2 else f"event{number}"
        say(owner, "contradiction", NamedNode(f"urn:odds{number}"))
        say(f"odds{number}", "contradictionKind", Literal("figure" if number % 3 else "time"))
    for number in range(beside):
        say(f"other{number}", "happening", NamedNode(f"urn:beside{number}"))
        say(f"beside{number}", "contradiction", NamedNode(f"urn:odds-beside{number}"))
        say(f"odds-beside{number}", "contradictionKind", Literal("figure"))
    return store


def filters(flag: str) -> str:
    """Return the lines of the template for figures that a flag adds."""
    without = _trimmed(_template("figures"), set()).splitlines()
    return "\n".join(line for line in _trimmed(_template("figures"), {flag}).splitlines() if line not in without)


@pytest.mark.parametrize("flag", ["contested"])
def test_a_filter_costs_what_it_looks_at(flag: str) -> None:
    """Figures that disagree, each event's own and its happening's: not all that is at odds once an event."""
    query = f"PREFIX kb: <{KB}> SELECT ?event {{ ?event kb:eventType kb:asked {filters(flag)} }}"
    spent = []
    for beside in BESIDE:
        store = graph(beside)
        began = time.process_time()
        found = {str(row["event"]) for row in store.query(query)}  # type: ignore[union-attr]
        spent.append(time.process_time() - began)
        assert found == {f"<urn:event{number}>" for number in range(ASKED) if number % 3}
    assert spent[1] < 10 * spent[0] + 0.05
