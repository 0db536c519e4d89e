"""The Service Description of the SPARQL endpoint, and the dataset's VoID, as triples.

Input: address of the endpoint, base IRI. Output: RDF in the format asked for; read by SPARQL clients.
"""

from typing import Final

import pyoxigraph as ox

from kb.graph.vocabulary import NAMESPACE
from kb.query.formats import SOLUTIONS, TRIPLES
from kb.query.sparql.extensions import FUNCTIONS, NAMES
from kb.query.workers.worker import GRAPH_FORMATS

_SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_VOID: Final = "http://rdfs.org/ns/void#"
_FORMATS: Final = "http://www.w3.org/ns/formats/"
_SIMPLE: Final = "http://www.w3.org/ns/entailment/Simple"
_RDF_TYPE: Final = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_FORMAT_NAMES: Final = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "turtle": "Turtle",
    "ntriples": "N-Triples",
    "jsonld": "JSON-LD",
    "rdfxml": "RDF_XML",
    "trig": "TriG",
    "nquads": "N-Quads",
}


def service_description(endpoint: str, base: str, format: str) -> bytes:
    """Return the description of *endpoint* in *format* (a name of kb.query.formats).

    Nodes have IRIs below the endpoint's, so that nobody meets a blank node.
    """
    service, dataset = ox.NamedNode(endpoint), ox.NamedNode(f"{endpoint}#dataset")
    default = ox.NamedNode(f"{endpoint}#default-graph")

    def sd(name: str) -> ox.NamedNode:
        return ox.NamedNode(_SD + name)

    triples = [
        ox.Triple(service, _RDF_TYPE, sd("Service")),
        ox.Triple(service, sd("endpoint"), service),
        ox.Triple(service, sd("supportedLanguage"), sd("SPARQL11Query")),
        ox.Triple(service, sd("feature"), sd("UnionDefaultGraph")),
        ox.Triple(service, sd("defaultDataset"), dataset),
        ox.Triple(dataset, _RDF_TYPE, sd("Dataset")),
        ox.Triple(dataset, _RDF_TYPE, ox.NamedNode(f"{_VOID}Dataset")),
        ox.Triple(dataset, sd("defaultGraph"), default),
        ox.Triple(dataset, ox.NamedNode(f"{_VOID}sparqlEndpoint"), service),
        ox.Triple(dataset, ox.NamedNode(f"{_VOID}uriSpace"), ox.Literal(f"{base}id/")),
        ox.Triple(default, _RDF_TYPE, sd("Graph")),
    ]
    for property, kind, names in (("extensionFunction", "Function", FUNCTIONS), ("propertyFeature", "Feature", NAMES)):
        for own in (ox.NamedNode(NAMESPACE + name) for name in sorted(names)):
            triples += [ox.Triple(service, sd(property), own), ox.Triple(own, _RDF_TYPE, sd(kind))]
    triples.append(ox.Triple(service, sd("defaultEntailmentRegime"), ox.NamedNode(_SIMPLE)))
    triples += [
        ox.Triple(service, sd("resultFormat"), ox.NamedNode(_FORMATS + _FORMAT_NAMES[known.name]))
        for known in (*SOLUTIONS, *TRIPLES)
    ]
    return (
        ox.serialize(triples, format=GRAPH_FORMATS[format], prefixes={"sd": _SD, "void": _VOID, "kb": NAMESPACE}) or b""
    )
