"""What the dataset is: VoID with statistics, DCAT with everything that can be downloaded.

Input: counts by class and by property, addresses, files. Output: triples without blank nodes, for machines that look
for data sets; the JSON-LD context of the vocabulary.
Pure.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from kb.exporting.formats import FORMS, Form
from kb.exporting.reading import last
from kb.graph import names
from kb.graph.vocabulary import FRAME_NAMESPACE, NAMESPACE, ONTOLOGY

VOID: Final = "http://rdfs.org/ns/void#"
DCAT: Final = "http://www.w3.org/ns/dcat#"
SPDX: Final = "http://spdx.org/rdf/terms#"
_FOAF: Final = "http://xmlns.com/foaf/0.1/"
_FORMATS: Final = "http://www.w3.org/ns/formats/"
_MEDIA: Final = "https://www.iana.org/assignments/media-types/"
_FEATURES: Final = {
    "turtle": "Turtle",
    "trig": "TriG",
    "nquads": "N-Quads",
    "ntriples": "N-Triples",
    "jsonld": "JSON-LD",
    "rdfxml": "RDF_XML",
}
PREFIXES: Final = {**names.PREFIXES, "void": VOID, "dcat": DCAT, "foaf": _FOAF, "spdx": SPDX}
CLASSES: Final = "SELECT ?term (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?term } GROUP BY ?term"
PROPERTIES: Final = "SELECT ?term (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?term ?o } } GROUP BY ?term"
EXAMPLE: Final = """
SELECT ?term (COUNT(?article) AS ?n) WHERE { ?term kb:mentionedIn ?article }
GROUP BY ?term ORDER BY DESC(?n) ?term LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Download:
    """A file that can be had.

    Attributes:
        address: of it, absolute.
        size, sha256: of its bytes; 0 and "" where it is made when it is asked for.
    """

    form: Form
    address: str
    size: int = 0
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is counted.

    Attributes:
        classes: class -> its nodes.
        properties: property -> its triples, all graphs added up.
        modified: when the last event was recorded, ISO 8601.
        example: IRI of a thing that the graph says much about, "" for none.
    """

    position: int
    modified: str
    classes: Mapping[str, int] = field(default_factory=dict)
    properties: Mapping[str, int] = field(default_factory=dict)
    example: str = ""


def counted(answer: bytes) -> dict[str, int]:
    """Return the answer to CLASSES or PROPERTIES, in SPARQL's JSON, as a table; also the one to EXAMPLE."""
    rows = json.loads(answer)["results"]["bindings"]
    return {row["term"]["value"]: int(row["n"]["value"]) for row in rows if row.get("term", {}).get("type") == "uri"}


def downloads(base: str) -> tuple[Download, ...]:
    """Return what /export.ENDING answers with."""
    return tuple(Download(form, f"{base}export.{form.ending}") for form in FORMS)


def description(base: str, facts: Facts, files: Iterable[Download]) -> list[Triple]:
    """Return the description of the dataset as triples."""
    made = _Made(base)
    made.dataset(facts)
    made.partitions(facts)
    for file in files:
        made.distribution(file)
    return made.triples


class _Made:
    """Collects triples."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.node = NamedNode(base)
        self.triples: list[Triple] = []

    def add(self, subject: NamedNode, predicate: str, *values: NamedNode | Literal) -> None:
        self.triples += [Triple(subject, NamedNode(predicate), value) for value in values]

    def dataset(self, facts: Facts) -> None:
        node, base = self.node, self.base
        self.add(node, names.TYPE.value, NamedNode(f"{VOID}Dataset"), NamedNode(f"{DCAT}Dataset"))
        self.add(node, f"{names.DCT}title", Literal("News knowledge base", language="en"))
        said = (
            "What news articles say: who did what to whom, where and when; who said what; with the words it rests on."
        )
        self.add(node, f"{names.DCT}description", Literal(said, language="en"))
        self.add(node, f"{names.DCT}modified", names.date_time(facts.modified))
        self.add(node, names.kb("logPosition").value, names.integer(facts.position))
        self.add(node, f"{VOID}sparqlEndpoint", NamedNode(f"{base}sparql"))
        self.add(node, f"{VOID}uriSpace", Literal(f"{base}id/"))
        self.add(node, f"{VOID}vocabulary", *map(NamedNode, (NAMESPACE, names.PROV, names.DCT, names.PREFIXES["skos"])))
        self.add(node, f"{VOID}feature", *(NamedNode(_FORMATS + name) for name in _FEATURES.values()))
        self.add(node, f"{names.DCT}conformsTo", NamedNode(ONTOLOGY))
        if facts.example:
            self.add(node, f"{VOID}exampleResource", NamedNode(facts.example))
        service, catalog = NamedNode(f"{base}sparql"), NamedNode(f"{base}dcat#catalog")
        self.add(service, names.TYPE.value, NamedNode(f"{DCAT}DataService"))
        self.add(service, f"{names.DCT}title", Literal("SPARQL", language="en"))
        self.add(service, f"{DCAT}endpointURL", service)
        self.add(service, f"{DCAT}servesDataset", node)
        self.add(catalog, names.TYPE.value, NamedNode(f"{DCAT}Catalog"))
        self.add(catalog, f"{names.DCT}title", Literal("News knowledge base", language="en"))
        self.add(
            catalog, f"{names.DCT}description", Literal("The data set, its files and its endpoint.", language="en")
        )
        self.add(catalog, f"{DCAT}dataset", node)
        self.add(catalog, f"{DCAT}service", service)

    def partitions(self, facts: Facts) -> None:
        node = self.node
        self.add(node, f"{VOID}triples", names.integer(sum(facts.properties.values())))
        self.add(node, f"{VOID}classes", names.integer(len(facts.classes)))
        self.add(node, f"{VOID}properties", names.integer(len(facts.properties)))
        self.add(node, f"{VOID}documents", names.integer(facts.classes.get(names.kb("Article").value, 0)))
        for kind, terms, counts in (
            ("class", facts.classes, "entities"),
            ("property", facts.properties, "triples"),
        ):
            for number, (term, count) in enumerate(sorted(terms.items()), start=1):
                part = NamedNode(f"{self.base}.well-known/void#{kind}-{number}")
                self.add(node, f"{VOID}{kind}Partition", part)
                self.add(part, VOID + kind, NamedNode(term))
                self.add(part, VOID + counts, names.integer(count))

    def distribution(self, file: Download) -> None:
        address = NamedNode(file.address)
        self.add(self.node, f"{DCAT}distribution", address)
        if file.form.kind == "rdf":
            self.add(self.node, f"{VOID}dataDump", address)
        self.add(address, names.TYPE.value, NamedNode(f"{DCAT}Distribution"))
        self.add(address, f"{names.DCT}title", Literal(f"{file.form.name}: {file.form.about}", language="en"))
        self.add(address, f"{DCAT}downloadURL", address)
        self.add(address, f"{DCAT}mediaType", NamedNode(_MEDIA + file.form.media_type.partition(";")[0]))
        if file.sha256:
            checksum = NamedNode(f"{file.address}#sha256")
            self.add(address, f"{DCAT}byteSize", names.integer(file.size))
            self.add(address, f"{SPDX}checksum", checksum)
            self.add(checksum, f"{SPDX}algorithm", NamedNode(f"{SPDX}checksumAlgorithm_sha256"))
            self.add(checksum, f"{SPDX}checksumValue", Literal(file.sha256))


@lru_cache(maxsize=4)
def context(ontology: bytes) -> bytes:
    """Return the JSON-LD context of the vocabulary: prefixes, and each term with the type of its values.

    Args:
        ontology: in Turtle.
    """
    said: dict[str, dict[str, str]] = {}
    for quad in parse(ontology, format=RdfFormat.TURTLE):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            said.setdefault(quad.subject.value, {})[f"{quad.predicate.value} {quad.object.value}"] = quad.object.value
    terms: dict[str, Any] = {}
    prefixes = {**names.PREFIXES, "kbf": FRAME_NAMESPACE}
    for iri, facts in sorted(said.items()):
        if iri.startswith(NAMESPACE):
            terms[last(iri)] = _term(iri, facts)
    terms |= {"id": "@id", "type": "@type", "label": "rdfs:label", "sameAs": {"@id": "owl:sameAs", "@type": "@id"}}
    return json.dumps({"@context": prefixes | terms}, ensure_ascii=False, indent=1).encode() + b"\n"


def _term(iri: str, facts: Mapping[str, str]) -> str | dict[str, str]:
    name = f"kb:{last(iri)}"
    if f"{names.TYPE.value} {names.OWL}ObjectProperty" in facts:
        return {"@id": name, "@type": "@id"}
    ranges = [value for key, value in facts.items() if key.startswith(f"{names.RDFS}range ")]
    if f"{names.TYPE.value} {names.OWL}DatatypeProperty" in facts and len(ranges) == 1 and ranges[0] != _STRING:
        return {"@id": name, "@type": f"xsd:{last(ranges[0])}" if ranges[0].startswith(names.XSD) else ranges[0]}
    return name


_STRING: Final = f"{names.XSD}string"
