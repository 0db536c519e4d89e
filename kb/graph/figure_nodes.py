"""The nodes of figures and of offices.

Input: kb.model.Figure, kb.model.Office. Output: triples in an ArticleBuilder, as docs/graph.md lists them.
Pure. Never: chooses between two figures; each stands with who claims it.
"""

from pyoxigraph import NamedNode

from kb.graph import names, words
from kb.graph.builder import ArticleBuilder, Term
from kb.model import Figure, Office


def add_figure(graph: ArticleBuilder, figure: Figure) -> None:
    """Put *figure* into the graph.

    Raises:
        DanglingReferenceError: it names something that the extraction does not have.
    """
    node = graph.iris.figure(graph.id, figure.id)
    claimants = graph.claimants(figure.sources)
    add = graph.add
    add(node, names.TYPE, names.kb("Figure"))
    add(node, names.LABEL, names.text(figure.words(graph.article.text)))
    add(node, names.kb("comparator"), names.node(words.COMPARATOR[figure.comparator]))
    add(node, names.kb("article"), graph.node)
    add(node, names.kb("evidence"), graph.span(figure.span))
    add(node, names.kb("confidence"), names.decimal(figure.confidence, places=4))
    for claimant in claimants:
        add(node, names.kb("claimedBy"), claimant)
    for term, number in (("value", figure.value), ("upperValue", figure.upper), ("whole", figure.whole)):
        if number is not None:
            add(node, names.kb(term), names.decimal(number))
    if figure.unit:
        add(node, names.kb("unit"), names.text(figure.unit))
    if figure.of:
        add(node, names.kb("counts"), names.text(figure.of))
    if figure.change:
        add(node, names.kb("change"), names.kb(figure.change))
    if figure.withdrawn:
        add(node, names.kb("withdrawn"), names.true())
    event = graph.event(figure.event)
    add(node, names.kb("event"), event)
    graph.claim(
        event,
        names.kb("figure"),
        node,
        evidence=(figure.span,),
        claimants=claimants,
        certainty=figure.confidence,
    )


def add_office(graph: ArticleBuilder, office: Office) -> None:
    """Put *office* into the graph.

    Raises:
        DanglingReferenceError: it names something that the extraction does not have.
    """
    node = graph.iris.position(graph.id, office.id)
    graph.add(node, names.TYPE, names.kb("Position"))
    graph.add(node, names.LABEL, names.text(f"{graph.entity_value(office.person).name}, {office.role}"))
    graph.add(node, names.kb("positionStatus"), names.node(words.POSITION_STATUS[office.status]))
    graph.add(node, names.kb("article"), graph.node)
    graph.add(node, names.kb("evidence"), graph.span(office.span))
    graph.add(node, names.kb("confidence"), names.decimal(office.confidence, places=4))
    if office.since:
        graph.add(node, names.kb("since"), names.date(office.since))
    if office.until:
        graph.add(node, names.kb("until"), names.date(office.until))
    holder = graph.entity(office.person)
    _claim(graph, node, "holder", holder, office, office.person)
    _claim(graph, node, "roleTitle", names.text(office.role), office)
    if office.organisation:
        _claim(graph, node, "organization", graph.entity(office.organisation), office, office.organisation)
    for local in dict.fromkeys(local for local in (office.place, office.country) if local):
        if graph.is_entity(local):
            _claim(graph, node, "jurisdiction", graph.entity(local), office, local)
        else:  # a bare ISO 3166-1 code
            graph.add(node, names.kb("country"), names.text(local))


def _claim(
    graph: ArticleBuilder, node: NamedNode, predicate: str, value: Term, office: Office, local: str = ""
) -> None:
    graph.claim(
        node,
        names.kb(predicate),
        value,
        evidence=(office.span,),
        claimants=(graph.node,),
        certainty=office.confidence,
        named=graph.own(local) if local else None,
    )
