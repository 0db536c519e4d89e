"""Commands that move data out and in: export and import."""

import sys
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from kb.cli import console, options
from kb.errors import InputError


class Format(StrEnum):
    """What an export is written in."""

    TURTLE = "turtle"
    TRIG = "trig"
    NQUADS = "nquads"
    NTRIPLES = "ntriples"
    JSONLD = "jsonld"
    CSV = "csv"
    GEOJSON = "geojson"


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(short_help="Write the graph out as RDF, or its events as a table or a map.")(export)
    app.command(name="import", short_help="Take RDF in, into a graph of its own.")(import_rdf)


def export(
    form: Annotated[Format, typer.Option("--format", "-f", help="How to write it.")] = Format.TRIG,
    output: options.Output = None,
    article: Annotated[
        str, typer.Option("--article", metavar="ID", help="Only what this article says.", show_default=False)
    ] = "",
    entity: Annotated[
        str, typer.Option("--entity", metavar="ID-or-name", help="Only what is known of it.", show_default=False)
    ] = "",
    as_of: options.AsOf = None,
    min_confidence: options.MinConfidence = 0.0,
    home: options.Home = None,
) -> None:
    """Write the graph out, sorted, so that two exports can be compared line by line.

    Turtle and N-Triples hold the union of the graphs; TriG, N-Quads and
    JSON-LD keep each article's graph apart. N-Quads is the canonical form.

    CSV and GeoJSON hold the events alone, one row an event as one article tells
    it, with PLOVER and ACLED codes; GeoJSON those at places with coordinates.
    """
    from kb.bootstrap import open_knowledge_base
    from kb.projections.export import Scope
    from kb.service.exchange import export_events, export_graph

    if article and entity:
        raise InputError("Give --article or --entity, not both.", hint="Leave one of them out.")
    with open_knowledge_base(None, options.settings(home=home)) as kb:
        with kb.at(as_of) as moment:
            scope = Scope(article=options.bare_id(article), entity=moment.entity_id(entity))
            if form in (Format.CSV, Format.GEOJSON):
                count = export_events(moment, output or sys.stdout.buffer, form.value, scope, min_confidence)
                sys.stdout.flush()
                console.say(f"Wrote {console.counted(count, 'events')}" + (f" to {output}" if output else ""))
                return
        count = export_graph(kb, output or sys.stdout.buffer, form.value, scope, as_of, min_confidence)
    sys.stdout.flush()
    what = "quads" if form in (Format.TRIG, Format.NQUADS, Format.JSONLD) else "triples"
    console.say(f"Wrote {console.counted(count, what)}" + (f" to {output}" if output else ""))


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
    from kb.service.exchange import import_file

    settings = options.settings(home=home)
    with TemporaryDirectory(prefix="kb-import-") as folder:
        path = Path(file)
        if file == "-":
            path = Path(folder) / "standard-input"
            path.write_bytes(sys.stdin.buffer.read())
        elif not path.is_file():
            raise InputError(
                f"{file} is no file." if path.exists() else f"There is no file {file}.", hint="Name a file of RDF."
            )
        with open_knowledge_base(None, settings, create=True) as kb:
            done = import_file(kb, path, graph, form, origin=file, on_wait=console.waiting)
    if as_json:
        console.out_json({"graph": graph, "triples": done.triples, "position": done.position})
    else:
        console.out(f"Imported {console.counted(done.triples, 'triples')} into <{graph}> as event {done.position}")
