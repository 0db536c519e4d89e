"""Commands about the home as a whole: init, status, doctor."""

from typing import Annotated

import typer

from kb.cli import console, options
from kb.cli.exits import Exit


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(init)
    app.command(short_help="Say what it holds and how it is.")(status)
    app.command(short_help="Check installation and home; say what to do.")(doctor)


def init(
    base: Annotated[
        str | None,
        typer.Option("--base", metavar="IRI", help="Base IRI of every name that the graph gives.", show_default=False),
    ] = None,
    home: options.Home = None,
    as_json: options.Json = False,
) -> None:
    """Make an empty knowledge base. `kb add` does it too, with the default base IRI."""
    from kb.bootstrap import open_knowledge_base

    with open_knowledge_base(None, options.settings(home=home, base_iri=base), create=True) as kb:
        kb.catch_up()
        if as_json:
            found = {"home": kb.home.name, "base_iri": kb.base_iri, "position": kb.position, "created": kb.new}
            console.out_json(found)
            return
        if not kb.new:
            console.out(f"There is a knowledge base in {kb.home.name} already, with base IRI {kb.base_iri}")
            return
        console.out(f"Made a knowledge base in {kb.home.name}")
        console.say(f"Its names begin with {kb.base_iri}; if you publish it, that is where they should answer.")
        console.say("Next: `kb add FILE`, then `kb list events` or `kb query -e 'SELECT ...'`.")


def status(home: options.Home = None, as_json: options.Json = False) -> None:
    """Say what the knowledge base holds, how it is, and which settings are in force."""
    from kb.bootstrap import open_knowledge_base
    from kb.service.status import describe

    with open_knowledge_base(None, options.settings(home=home)) as kb:
        found = describe(kb)
    if as_json:
        console.out_json(found)
    else:
        for name in ("home", "base_iri", "version", "position"):
            console.out(f"{name.replace('_', ' '):<12} {found[name]}")
        console.out(f"{'health':<12} {found['health']}")
        for problem in found["problems"]:
            console.out(f"{'':<12} {problem}")
        console.out()
        console.out_table(("holds", "count"), found["counts"].items(), right=frozenset({"count"}))
        console.out()
        sizes = [(name, f"{size:,}") for name, size in found["sizes"].items()]
        console.out_table(("file", "bytes"), sizes, right=frozenset({"bytes"}))
        console.out()
        rows = [(row["name"], row["value"], row["origin"]) for row in found["settings"]]
        console.out_table(("setting", "value", "from"), rows)
    if found["problems"]:
        raise typer.Exit(Exit.PARTLY)


def doctor(home: options.Home = None, as_json: options.Json = False) -> None:
    """Check installation, home, permissions, disk and versions, and say what to do."""
    from kb.cli.doctor_checks import examine

    settings = options.settings(home=home)
    findings = list(examine(settings))
    if as_json:
        console.out_json([{"check": f.check, "ok": f.ok, "found": f.found, "advice": f.advice} for f in findings])
    else:
        for finding in findings:
            console.out(f"{'ok  ' if finding.ok else 'BAD '} {finding.check}: {finding.found}")
            if finding.advice:
                console.out(f"     -> {finding.advice}")
    if not all(finding.ok for finding in findings):
        raise typer.Exit(Exit.PARTLY)
