"""Commands that move data out and in: export and import."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kb.cli import console, options


class Format(StrEnum):
    """What an export is written in."""

    TURTLE = "turtle"
    TRIG = "trig"
    NQUADS = "nquads"
    NTRIPLES = "ntriples"
    JSONLD = "jsonld"


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(export)
    app.command(name="import")(import_rdf)


def export(
    form: Annotated[Format, typer.Option("--format", "-f", help="How to write it.")] = Format.TRIG,
    output: options.Output = None,
    article: Annotated[
        str | None, typer.Option("--article", metavar="ID", help="Only what this article says.", show_default=False)
    ] = None,
    entity: Annotated[
        str | None,
        typer.Option("--entity", metavar="ID-or-name", help="Only what is known of this entity.", show_default=False),
    ] = None,
    as_of: options.AsOf = None,
    home: options.Home = None,
) -> None:
    """Write the graph out, sorted, so that two exports can be compared line by line.

    Turtle and N-Triples hold the union of the graphs; TriG, N-Quads and
    JSON-LD keep each article's graph apart.
    """
    from kb.bootstrap import open_knowledge_base
    from kb.service.exchange import export_bytes

    with open_knowledge_base(None, options.settings(home=home)) as kb:
        pieces = export_bytes(kb, form.value, article=article, entity=entity, as_of=as_of)
        if output is None:
            for piece in pieces:
                console.out_bytes(piece)
            return
        written = console.write_file(output, pieces)
    console.say(f"Wrote {written:,} bytes to {output}")


def import_rdf(
    file: Annotated[str, typer.Argument(metavar="FILE", help="RDF: .ttl, .nt, .rdf, .jsonld; - is standard input.")],
    graph: Annotated[str, typer.Option("--graph", metavar="IRI", help="Name of the graph that takes it up.")],
    form: Annotated[
        str, typer.Option("--format", "-f", metavar="NAME", help="turtle, ntriples, rdfxml or jsonld.")
    ] = "",
    home: options.Home = None,
    as_json: options.Json = False,
) -> None:
    """Take RDF from elsewhere into a graph of its own; importing again under one name replaces it."""
    from kb.bootstrap import open_knowledge_base
    from kb.service.exchange import import_file

    with open_knowledge_base(None, options.settings(home=home), create=True) as kb:
        data = sys.stdin.buffer.read() if file == "-" else console.read_file(Path(file))
        done = import_file(kb, data, file, graph, form, on_wait=console.waiting)
    if as_json:
        console.out_json({"graph": graph, "triples": done.triples, "position": done.position})
    else:
        console.out(f"Imported {done.triples:,} triples into <{graph}> as event {done.position}")
