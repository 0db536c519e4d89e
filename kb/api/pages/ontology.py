"""The vocabulary for people: every class, property, value and type of event, as adopted at the moment asked about, each
with an example from the base.

Input: the ontology in Turtle. Output: a page with an anchor for each term; programs get RDF from
kb.api.routes.datasets.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from fastapi import Request
from pyoxigraph import Literal, NamedNode, RdfFormat, parse
from starlette.responses import Response

from kb.api.pages.site import Site
from kb.api.pages.term_examples import Examples, examples
from kb.api.serving.ports import Reads
from kb.graph import names
from kb.graph.vocabulary import FRAME_NAMESPACE, NAMESPACE, TYPE_NAMESPACE
from kb.query.sparql.prefixes import KNOWN

_SKOS: Final = names.PREFIXES["skos"]
_OWNED: Final = (TYPE_NAMESPACE, FRAME_NAMESPACE, NAMESPACE)
_GROUPS: Final = (
    ("classes", "Classes", frozenset({f"{names.OWL}Class"})),
    (
        "properties",
        "Properties",
        frozenset({f"{names.OWL}ObjectProperty", f"{names.OWL}DatatypeProperty", f"{names.RDF}Property"}),
    ),
    ("types", "Types of events", frozenset({f"{NAMESPACE}EventType"})),
    ("frames", "Role frames", frozenset({f"{NAMESPACE}RoleFrame"})),
)
_SAID: Final = {  # what is shown of a term, and how it is called
    f"{names.RDFS}subClassOf": "kind of",
    f"{names.RDFS}subPropertyOf": "kind of",
    f"{_SKOS}broader": "kind of",
    f"{names.RDFS}domain": "of",
    f"{names.RDFS}range": "value",
    f"{names.OWL}inverseOf": "inverse",
    f"{NAMESPACE}roleFrame": "roles",
    f"{NAMESPACE}ploverType": "PLOVER",
    f"{NAMESPACE}ploverMode": "PLOVER mode",
    f"{NAMESPACE}acledEvent": "ACLED",
    f"{NAMESPACE}acledSubEvent": "ACLED sub-event",
    f"{_SKOS}closeMatch": "close to",
    f"{_SKOS}exactMatch": "same as",
}
_ANCHORS: Final = ("main", "q", "suggestions", "recorded", "as-of", "terms")  # of the page itself
_TEXTS: Final = (  # label, comment, example
    (f"{_SKOS}prefLabel", names.LABEL.value),
    (f"{_SKOS}definition", f"{names.RDFS}comment"),
    (f"{_SKOS}example",),
)


@dataclass(frozen=True, slots=True)
class Term:
    """One term as it is shown.

    Attributes:
        name: as written in queries ("kb:Event"), also the anchor.
        short: the name without its prefix ("Event"), the anchor that one writes by hand; "" where another term has it,
            of equals the first in the order of the page.
        facts: (what is said, how it is written, anchor of the term that it is, "" for none).
    """

    name: str
    iri: str
    label: str
    comment: str
    example: str
    facts: tuple[tuple[str, str, str], ...]
    short: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Terms of one kind."""

    anchor: str
    title: str
    terms: tuple[Term, ...]


def groups(turtle: bytes) -> tuple[Group, ...]:
    """Return the terms of an ontology, by kind and name; those of no kind are values."""
    said: dict[str, dict[str, list[str]]] = {}
    for quad in parse(turtle, format=RdfFormat.TURTLE):
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(_OWNED):
            value = quad.object
            if isinstance(value, NamedNode | Literal):
                said.setdefault(quad.subject.value, {}).setdefault(quad.predicate.value, []).append(value.value)
    known = {iri: _short(iri) for iri in said}
    kinds: dict[str, list[Term]] = {anchor: [] for anchor in (*(anchor for anchor, _, _ in _GROUPS), "values")}
    for iri, facts in sorted(said.items(), key=lambda item: known[item[0]].lower()):
        types = set(facts.get(names.TYPE.value, ()))
        kind = next((anchor for anchor, _, of in _GROUPS if types & of), "values")
        kinds[kind].append(_term(iri, facts, known))
    titles = {anchor: title for anchor, title, _ in _GROUPS} | {"values": "Values"}
    taken = {*titles, *_ANCHORS}
    return tuple(
        Group(anchor, titles[anchor], tuple(_anchored(terms, taken))) for anchor, terms in kinds.items() if terms
    )


def _anchored(terms: Iterable[Term], taken: set[str]) -> Iterator[Term]:
    """Yield terms with their short anchors, which are taken from then on."""
    for term in terms:
        short = term.name.partition(":")[2]
        yield term if short in taken else replace(term, short=short)
        taken.add(short)


def _term(iri: str, facts: dict[str, list[str]], known: dict[str, str]) -> Term:
    label, comment, example = (
        next((facts[predicate][0] for predicate in predicates if predicate in facts), "") for predicates in _TEXTS
    )
    return Term(known[iri], iri, label, comment, example, tuple(_facts(facts, known)))


def _facts(facts: dict[str, list[str]], known: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    for predicate, called in _SAID.items():
        for value in sorted(facts.get(predicate, ())):
            yield called, known.get(value) or _short(value), known.get(value, "")


def _short(iri: str) -> str:
    """Return an IRI as queries write it."""
    prefixes: Iterable[tuple[str, str]] = (("kbf", FRAME_NAMESPACE), *KNOWN.items(), *names.PREFIXES.items())
    fitting = [(prefix, start) for prefix, start in prefixes if iri.startswith(start)]
    if not fitting:
        return iri
    prefix, start = max(fitting, key=lambda one: len(one[1]))
    return f"{prefix}:{iri.removeprefix(start)}"


def terms_of(site: Site, then: Reads) -> tuple[Group, ...]:
    """Return the terms of the ontology that holds at a moment, by kind; made once for each text of it."""
    turtle = then.ontology()
    return site.kept(("ontology", turtle), lambda: groups(turtle))


def examples_of(site: Site, then: Reads, course: str, found: Iterable[Group]) -> Examples:
    """Return an example from the base for each term that it has one of; looked up once for each position of the log."""
    terms = {group.anchor: [term.iri for term in group.terms] for group in found}
    made = site.kept(("examples of terms", course), lambda: examples(then, terms))
    return made


def add(site: Site) -> None:
    """Add the routes."""

    @site.page("/ontology")
    def page(request: Request) -> Response:
        """Show the vocabulary."""
        with site.reading(request) as (then, frame):
            found = terms_of(site, then)
            return site.show(
                request, "ontology.html", frame, groups=found, examples=examples_of(site, then, frame.course, found)
            )
