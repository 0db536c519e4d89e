"""Commands that move data out and in: export and import."""

import sys
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from kb.cli import console, options
from kb.errors import InputError, NotFoundError


class Format(StrEnum):
    """What an export is written in; see kb.exporting.formats."""

    TURTLE = "turtle"
    TRIG = "trig"
    NQUADS = "nquads"
    NTRIPLES = "ntriples"
    JSONLD = "jsonld"
    RDFXML = "rdfxml"
    CSV = "csv"
    GEOJSON = "geojson"
    TABLES = "tables"
    PARQUET = "parquet"
    GEXF = "gexf"
    GRAPHML = "graphml"
    FTM = "ftm"
    PLOVER = "plover"
    ACLED = "acled"
    ANNOTATIONS = "annotations"


_Form = Annotated[
    Format | None,
    typer.Option(
        "--format",
        "-f",
        help="How to write it; if left out, as the ending of the file says, else trig.",
        show_default=False,
    ),
]
_Output = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help="Write there, not to standard output (-); for tables a folder or a .zip."
    ),
]
_Article = Annotated[
    str, typer.Option("--article", metavar="ID", help="Only what this article says.", show_default=False)
]
_Entity = Annotated[
    str, typer.Option("--entity", metavar="ID-or-name", help="Only what is known of it.", show_default=False)
]
_About = Annotated[
    str, typer.Option("--about", metavar="ID-or-name", help="An entity and its neighbourhood.", show_default=False)
]
_Hops = Annotated[
    int | None,
    typer.Option("--hops", metavar="N", min=0, max=8, help="How wide that is, 1 if left out.", show_default=False),
]
_Query = Annotated[
    str | None,
    typer.Option(
        "--query",
        metavar="FILE",
        help="SPARQL: the things that a SELECT names, or the graph that a CONSTRUCT makes; - is standard input.",
        show_default=False,
    ),
]
_Classes = Annotated[
    list[str] | None,
    typer.Option("--class", metavar="NAME", help="Only this table; may be repeated.", show_default=False),
]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    from kb.cli import dump  # it takes the formats from here

    app.command(short_help="Write the graph out: RDF, tables, maps, networks, other models.")(export)
    dump.register(app)
    app.command(name="import", short_help="Take RDF in, into a graph of its own.")(import_rdf)


def export(
    form: _Form = None,
    output: _Output = None,
    article: _Article = "",
    entity: _Entity = "",
    about: _About = "",
    hops: _Hops = None,
    query: _Query = None,
    classes: _Classes = None,
    as_of: options.AsOf = None,
    min_confidence: options.MinConfidence = 0.0,
    home: options.Home = None,
) -> None:
    """Write the graph out, sorted, so that two exports can be compared line by line.

    Turtle, N-Triples and RDF/XML hold the union of the graphs; TriG, N-Quads
    and JSON-LD keep each article's graph apart. N-Quads is the canonical form.

    CSV and GeoJSON hold the events alone, one row an event as one article tells
    it, with PLOVER and ACLED codes; tables and parquet all classes, a file each;
    gexf and graphml a network; ftm, plover and acled what those models know.

    A file that is there is replaced when all is written, which is said.
    """
    from kb.bootstrap import open_knowledge_base
    from kb.cli.query import query_text
    from kb.exporting.formats import BY_NAME, form_called, form_of_file
    from kb.service.export.take_away import Part, take

    if output == Path("-"):
        output = None
    named = form_of_file(output.name) if output else None
    chosen = form_called(form.value) if form else named or BY_NAME["trig"]
    text = query_text(query, None) if query is not None else ""
    if query is not None and not text.strip():
        raise InputError(f"The query in {query} is empty.", hint="Write a SELECT or a CONSTRUCT.")
    replaced = options.in_place_of(output)
    with open_knowledge_base(None, options.settings(home=home)) as kb:
        with kb.at(as_of) as moment:
            part = Part(
                article=options.bare_id(article),
                entity=moment.entity_id(entity),
                about=moment.entity_id(about),
                hops=hops,
                query=text,
                classes=tuple(classes or ()),
            )
        done = take(
            kb,
            output or sys.stdout.buffer,
            chosen,
            part,
            as_of=as_of,
            min_confidence=min_confidence,
        )
    sys.stdout.flush()
    console.say(f"Wrote {console.counted(done.count, done.counted)}" + (f" to {output}{replaced}" if output else ""))
    for note in done.notes:
        console.say(note)


def import_rdf(
    file: Annotated[str, typer.Argument(metavar="FILE", help="RDF: .ttl, .nt, .nq, .trig, .rdf, .jsonld; or -.")],
    graph: Annotated[str, typer.Option("--graph", metavar="IRI", help="Name of the graph that takes it up.")],
    form: Annotated[
        str,
        typer.Option("--format", "-f", metavar="NAME", help="turtle, ntriples, nquads, trig, rdfxml or jsonld."),
    ] = "",
    home: options.Home = None,
    as_json: options.Json = False,
) -> None:
    """Take RDF from elsewhere into a graph of its own; importing again under one name replaces it."""
    from kb.bootstrap import open_knowledge_base
    from kb.service.export.exchange import import_file

    settings = options.settings(home=home)
    with TemporaryDirectory(prefix="kb-import-") as folder:
        path = Path(file)
        if file == "-":
            path = Path(folder) / "standard-input"
            path.write_bytes(sys.stdin.buffer.read())
        elif not path.is_file():
            if path.exists():
                raise InputError(f"{file} is no file.", hint="Name a file of RDF.")
            raise NotFoundError(f"There is no file {file}.", hint="Name a file of RDF, or - for standard input.")
        with open_knowledge_base(None, settings, create=True) as kb:
            done = import_file(kb, path, graph, form, origin=file, on_wait=console.waiting)
    if as_json:
        found = {"graph": graph, "triples": done.triples, "position": done.position, "repeated": done.repeated}
        console.out_json(found)
    else:
        console.out(f"Imported {console.counted(done.triples, 'triples')} into <{graph}> as event {done.position}")
        if done.repeated:
            stand = "stands" if done.repeated == 1 else "stand"
            console.say(
                f"{done.repeated:,} of them {stand} in another graph as well. A query over all graphs matches what is "
                "in two of them twice: count with DISTINCT, or ask within GRAPH."
            )
