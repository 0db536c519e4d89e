"""The command ask: a question in plain English."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from kb.cli import console, options
from kb.cli.query import Format, print_answer

if TYPE_CHECKING:
    from kb.query.service import QueryResult
    from kb.service.answering.answer import Understood


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command(short_help="Ask a question in plain English.")(ask)


def ask(
    question: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="QUESTION...", help="The question, quoted or not; without one: all forms.", show_default=False
        ),
    ] = None,
    form: Annotated[Format, typer.Option("--format", "-f", help="How to write the answer.")] = Format.TABLE,
    llm: Annotated[
        bool,
        typer.Option("--llm", help="Have the language model of the settings write SPARQL where no form fits."),
    ] = False,
    sparql: Annotated[bool, typer.Option("--sparql", help="Print the SPARQL that ran, whole.")] = False,
    as_of: options.AsOf = None,
    min_confidence: options.MinConfidence = 0.0,
    timeout: Annotated[
        float | None, typer.Option("--timeout", metavar="SECONDS", min=0.01, help="Stop it then.", show_default=False)
    ] = None,
    home: options.Home = None,
    as_json: options.Json = False,
) -> None:
    """Ask a question in plain English; the answer comes first, then what was understood; --sparql shows what ran.

    No model is needed: names are those of the base, event words those of the ontology. What is not understood is
    said, with questions that are.
    """
    from kb.bootstrap import open_knowledge_base
    from kb.service.answering.answer import examples
    from kb.service.answering.asking import ask as asked
    from kb.service.answering.asking import ask_model

    if not question:
        for one in examples():
            console.out(one)
        return
    settings = options.settings(home=home, query_timeout=timeout)
    text = " ".join(question)
    with open_knowledge_base(None, settings) as kb, kb.at(as_of) as moment:
        wanted = "json" if form is Format.TABLE or as_json else form.value

        def run(query: str) -> "QueryResult":
            return kb.query(query, format=wanted, as_of=as_of, min_confidence=min_confidence)

        if llm:
            from kb.extraction.llm.extractor import chat_service

            found = ask_model(text, moment.catalog, kb.base_iri, run, chat_service(settings), kb.limits, _show)
        else:
            found = asked(text, moment.catalog, kb.base_iri, run)
        with found.result as result:
            if as_json:
                console.out_json(asdict(found.understood) | {"answer": json.loads(result.read())})
                return
            if form is Format.TABLE:
                print_answer(json.loads(result.read()), kb.base_iri)
            else:
                for chunk in result.chunks():
                    console.out_bytes(chunk)
        _explain(found.understood, whole=sparql or llm)


def _explain(understood: "Understood", *, whole: bool) -> None:
    """Say what was understood, after the answer, on standard error: standard output is the answer alone."""
    console.say(f"Understood: {understood.means}")
    for name, value in understood.slots.items():
        console.say(f"  {name}: {value}")
    if understood.passed_over:
        console.say(f"Passed over: {', '.join(understood.passed_over)}")
    for note in understood.notes:
        console.say(f"Note: {note}.")
    if whole:
        _show(understood.sparql)
    else:  # dozens of lines would push a short answer off the screen
        lines = console.counted(len(understood.sparql.splitlines()), "lines")
        console.say(f"SPARQL: {lines} ran; the same with --sparql prints them.")


def _show(sparql: str) -> None:
    console.say("SPARQL:")
    for line in sparql.splitlines():
        console.say(f"  {line}")
