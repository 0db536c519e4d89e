"""The command explain: why two things are one or two."""

from dataclasses import asdict
from typing import Annotated

import typer

from kb.cli import console, options


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command(short_help="Say why two things are one or two.")(explain)


def explain(
    first: Annotated[
        str,
        typer.Argument(metavar="A", help="An entity or event by id, IRI or name."),
    ],
    second: Annotated[
        str,
        typer.Argument(metavar="B", help="The other one; ARTICLE#LOCAL is one article's own."),
    ],
    as_of: options.AsOf = None,
    home: options.Home = None,
    as_json: options.Json = False,
) -> None:
    """Say why A and B are one or two: what speaks for it and against it, field by field, and what would turn it.

    Weights are in bits: each bit doubles the odds that the two are one. Of two
    entities or events that several articles tell of, the pair that speaks most for one is weighed.
    """
    from kb.bootstrap import open_knowledge_base
    from kb.service.identity.explaining import explain as weighed

    with open_knowledge_base(None, options.settings(home=home)) as kb:
        found = weighed(kb, first, second, as_of)
    if as_json:
        console.out_json(asdict(found))
        return
    console.out(f"{found.first.id} {found.first.label}")
    console.out(f"{found.second.id} {found.second.label}")
    console.out("")
    console.out(found.verdict)
    for part in sorted(found.parts, key=lambda part: -part.bits):
        console.out(f"  {part.bits:+6.1f}  {part.words}")
    console.out(f"  {found.bits:+6.1f}  in all, of {' and '.join(found.pair)}")
    if found.would_change:
        console.out("")
        console.out("What would change it")
        for line in found.would_change:
            console.out(f"  {line}")
