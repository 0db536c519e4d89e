"""The forms in which the graph is taken away: names, endings, media types.

Input: a name or an ending. Output: a Form; read by the command line, the HTTP service and dumps.
Pure.
"""

from dataclasses import dataclass
from typing import Final

from kb.errors import InputError


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write the graph.

    Attributes:
        name: as ``--format`` has it.
        ending: of files, without the dot; also of the address /export.ENDING.
        media_type: as a Content-Type header has it.
        kind: which writer: rdf, events, tables, network, entities, coded, annotations.
        counts: what is counted, a plural.
        about: what it is for, a clause.
        also: further endings of the address.
    """

    name: str
    ending: str
    media_type: str
    kind: str
    counts: str
    about: str
    also: tuple[str, ...] = ()


_UTF8: Final = "; charset=utf-8"
FORMS: Final = (
    Form("turtle", "ttl", f"text/turtle{_UTF8}", "rdf", "triples", "RDF to read; the union of all graphs"),
    Form("trig", "trig", "application/trig", "rdf", "quads", "RDF to read, graph by graph"),
    Form("nquads", "nq", "application/n-quads", "rdf", "quads", "the canonical form: a sorted line for each quad"),
    Form("ntriples", "nt", "application/n-triples", "rdf", "triples", "a sorted line for each triple"),
    Form("jsonld", "jsonld", "application/ld+json", "rdf", "quads", "expanded JSON-LD, graph by graph"),
    Form("rdfxml", "rdf", "application/rdf+xml", "rdf", "triples", "RDF/XML, for older tools"),
    Form("csv", "csv", f"text/csv{_UTF8}; header=present", "events", "events", "events as one flat table"),
    Form("geojson", "geojson", "application/geo+json", "events", "events", "events on a map (RFC 7946)"),
    Form("tables", "csv.zip", "application/zip", "tables", "rows", "a CSV file for each class", ("zip",)),
    Form("parquet", "parquet.zip", "application/zip", "tables", "rows", "a Parquet file for each class"),
    Form("gexf", "gexf", "application/gexf+xml", "network", "nodes", "who has to do with whom, for Gephi"),
    Form("graphml", "graphml", "application/graphml+xml", "network", "nodes", "the same, for yEd and Cytoscape"),
    Form("ftm", "ftm.json", "application/json+ftm", "entities", "entities", "FollowTheMoney, for Aleph", ("ftm",)),
    Form("plover", "plover.csv", f"text/csv{_UTF8}; header=present", "coded", "events", "events with PLOVER's codes"),
    Form(
        "acled", "acled.csv", f"text/csv{_UTF8}; header=present", "coded", "happenings", "happenings as ACLED has them"
    ),
    Form(
        "annotations",
        "anno.jsonld",
        'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"',
        "annotations",
        "annotations",
        "every mention as a Web Annotation",
    ),
)
BY_NAME: Final = {form.name: form for form in FORMS}
ONE_TABLE: Final = Form(
    "parquet", "parquet", "application/vnd.apache.parquet", "tables", "rows", "one class as a Parquet file"
)  # over HTTP and by a file's name; `--format parquet` with one class writes it too
USUAL_TABLE: Final = "events"  # which class that is, where none is named
BY_ENDING: Final = {ending: form for form in FORMS for ending in (form.ending, *form.also)}


class UnknownFormError(InputError):
    """Nothing is exported in this form."""

    code = "unknown-format"

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"There is no format {name!r}.", hint=f"Take one of {', '.join(BY_NAME)}.")


def form_called(name: str) -> Form:
    """Return the form with this name.

    Raises:
        UnknownFormError: there is none.
    """
    if name not in BY_NAME:
        raise UnknownFormError(name)
    return BY_NAME[name]


def form_of_file(name: str) -> Form | None:
    """Return the form that a file's ending stands for, the first of several that share one; None for an unknown one."""
    for form in sorted((*FORMS, ONE_TABLE), key=lambda one: -len(one.ending)):
        if name.lower().endswith(tuple(f".{ending}" for ending in (form.ending, *form.also))):
            return form
    return None
