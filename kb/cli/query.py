"""The command query: one SPARQL question, answered by a worker process that can be stopped."""

import json
import sys
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from kb.cli import console, options
from kb.errors import InputError, NotFoundError
from kb.query.sparql.prefixes import KNOWN

_SHORT = {iri: prefix for prefix, iri in KNOWN.items()}


class Format(StrEnum):
    """How an answer is written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    TSV = "tsv"
    XML = "xml"
    TURTLE = "turtle"
    NTRIPLES = "ntriples"
    JSONLD = "jsonld"


_File = Annotated[str | None, typer.Argument(metavar="[FILE]", help="A file with the query; - is standard input.")]
_Expression = Annotated[
    str | None, typer.Option("--execute", "-e", metavar="SPARQL", help="The query itself.", show_default=False)
]
_Explain = Annotated[
    bool, typer.Option("--explain", help="Do not run it: show how it would be evaluated, with estimates of rows.")
]
_Limit = Annotated[
    int | None,
    typer.Option("--limit", metavar="N", min=1, help="At most so many rows or triples.", show_default=False),
]
_Timeout = Annotated[
    float | None, typer.Option("--timeout", metavar="SECONDS", min=0.01, help="Stop it then.", show_default=False)
]


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(query)


def query(
    file: _File = None,
    expression: _Expression = None,
    form: Annotated[Format, typer.Option("--format", "-f", help="How to write the answer.")] = Format.TABLE,
    as_json: options.Json = False,
    explain: _Explain = False,
    limit: _Limit = None,
    as_of: options.AsOf = None,
    min_confidence: options.MinConfidence = 0.0,
    timeout: _Timeout = None,
    home: options.Home = None,
) -> None:
    """Ask the graph a question in SPARQL.

    The prefixes of the ontology (kb: and kbt:) and the usual ones (rdf:, rdfs:,
    xsd:, owl:, skos:, prov: ...) need no declaration, nor do id: and graph: for
    things and graphs of the home. What is no table, the answer to CONSTRUCT or
    DESCRIBE, comes in Turtle.
    """
    from kb.bootstrap import open_knowledge_base
    from kb.query.manner import Manner

    form = Format.JSON if as_json and form is Format.TABLE else form
    text = query_text(file, expression)
    with open_knowledge_base(None, options.settings(home=home, query_timeout=timeout)) as kb:
        if explain:
            plan = kb.explain_query(text, as_of=as_of, min_confidence=min_confidence)
            if form is Format.JSON:
                console.out_json(plan)
            else:
                print_plan(plan)
            return
        told: list[str] = []

        def tell(warnings: Sequence[str]) -> None:
            told.extend(warnings)
            for warning in warnings:
                console.say(f"warning: {warning}")

        answer = kb.query(
            text,
            format="" if form is Format.TABLE else form.value,
            as_of=as_of,
            min_confidence=min_confidence,
            manner=Manner(rows=limit, tell=tell),
        )
        with answer:
            if form is Format.TABLE and answer.kind != "triples":
                print_answer(json.loads(answer.read()), kb.base_iri)
            else:
                for chunk in answer.chunks():
                    console.out_bytes(chunk)
                if not answer.size:
                    console.say("0 triples")
        for warning in answer.warnings:
            if warning not in told:
                console.say(f"warning: {warning}")
        if answer.truncated:
            more = "ask for less at a time, or raise query_rows" if limit is None else "--limit cut it"
            console.say(f"There is more than the limit allows; {more}.")


def print_plan(plan: Mapping[str, Any]) -> None:
    """Print how a query would be evaluated: steps, indented, with estimated rows; then what is noteworthy."""
    rows = [
        ("  " * step["depth"] + step["what"], "" if step["rows"] is None else f"{step['rows']:,}{'+' * step['more']}")
        for step in plan["steps"]
    ]
    console.out_table(("step", "rows (estimate)"), rows, right=frozenset({"rows (estimate)"}))
    console.say(plan["note"])
    for warning in plan["warnings"]:
        console.say(f"warning: {warning}")


def query_text(file: str | None, expression: str | None) -> str:
    """Return the query from where the command line says it is.

    Raises:
        NotFoundError: there is no such file.
        InputError: from nowhere, from two places, or from a file that cannot be read.
    """
    if (file is None) == (expression is None):
        raise InputError(
            "Give one query: a file, or -e and the query itself.",
            hint="kb query -e 'SELECT ?label { ?event a kb:Event ; rdfs:label ?label }'",
        )
    if expression is not None:
        return expression
    try:
        return sys.stdin.read() if file == "-" else Path(str(file)).read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise NotFoundError(f"There is no file {file}.", hint="To give the query itself, use -e.") from error
    except UnicodeDecodeError as error:
        raise InputError(f"The query in {file} is not UTF-8.", hint="Save it as UTF-8.") from error
    except OSError as error:
        raise InputError(
            f"The query file {file} cannot be read: {error.strerror}.", hint="To give the query itself, use -e."
        ) from error


def print_answer(result: dict[str, Any], base: str) -> None:
    """Print a SPARQL JSON result as a table; IRIs of well-known namespaces are shortened."""
    if "boolean" in result:
        console.out("yes" if result["boolean"] else "no")
        return
    columns = result["head"]["vars"]
    rows = [[cell(binding.get(name), base) for name in columns] for binding in result["results"]["bindings"]]
    numbers = {
        name
        for name in columns
        if rows and all(is_number(binding[name]) for binding in result["results"]["bindings"] if name in binding)
    }
    console.out_table(columns, rows, right=frozenset(numbers))
    console.say(f"{len(rows):,} row{'' if len(rows) == 1 else 's'}")


def cell(term: dict[str, str] | None, base: str) -> str:
    """Return a term of a result for reading."""
    if term is None:
        return ""
    value = term["value"]
    if term["type"] == "uri":
        if long := max((long for long in KNOWN.values() if value.startswith(long)), key=len, default=""):
            return f"{_SHORT[long]}:{value.removeprefix(long)}"
        return value.removeprefix(f"{base}id/") if value.startswith(f"{base}id/") else value
    return " ".join(value.split())


def is_number(term: dict[str, str]) -> bool:
    """Say whether a term is a numeric literal."""
    kinds = ("integer", "decimal", "double", "float", "int", "long")
    return term["type"] == "literal" and term.get("datatype", "").rpartition("#")[2] in kinds
