"""The command list decisions: what people decided, and what of it finds nothing to apply to any more."""

import re
from dataclasses import asdict
from itertools import islice
from typing import TYPE_CHECKING, Annotated

import typer

from kb.cli import console, options
from kb.cli.lists import Limit, lists

if TYPE_CHECKING:
    from kb.service.curation.decisions import Row


def register(app: typer.Typer) -> None:
    """Nothing to add to *app*: the command is one of `kb list`."""


@lists.command()
def decisions(
    lost: Annotated[bool, typer.Option("--lost", help="Only those that find nothing to apply to any more.")] = False,
    state: Annotated[
        str, typer.Option("--state", metavar="STATE", help="holds, agreed, overruled, lost, undone, void or undoes.")
    ] = "",
    actor: Annotated[str, typer.Option("--by", metavar="NAME", help="Only of this person.")] = "",
    article: Annotated[str, typer.Option("--article", metavar="ID", help="Only about claims of this article.")] = "",
    entity: Annotated[str, typer.Option("--entity", metavar="ID-or-name", help="Only about this entity.")] = "",
    as_of: options.AsOf = None,
    limit: Limit = 50,
    home: options.Home = None,
    as_json: options.Json = False,
) -> None:
    """List what people decided, the last first, and how each decision stands.

    One that finds nothing to apply to (its claim is in no reading any more, its entity in no article) is lost until
    it finds it again; it is never dropped.
    """
    from kb.bootstrap import open_knowledge_base
    from kb.service.curation.decisions import STATES
    from kb.service.curation.decisions import decisions as listed

    options.choices("--state", [state] if state else [], STATES)
    with open_knowledge_base(None, options.settings(home=home)) as kb:
        wanted = "lost" if lost else state
        at = kb.position_at(as_of)
        with kb.at(at) as moment:
            about = moment.entity_id(entity)
        rows = listed(kb, state=wanted, actor=actor, article=options.bare_id(article), entity=about, as_of=at)
        found = list(islice(rows, limit or None))
    if as_json:
        console.out_json([asdict(row) for row in found])
        return
    if found:
        columns = ("event", "when", "who", "decision", "stands")
        console.out_table(
            columns,
            [
                (
                    row.position,
                    row.recorded_at[:16].replace("T", " "),
                    row.actor.removeprefix("person:"),
                    f"{row.type} {_named(row.what, row)}",
                    row.state + (f": {_named(row.why, row)}" if row.why else ""),
                )
                for row in found
            ],
        )
    console.say(f"{console.counted(len(found), 'decisions')}." if found else "No such decision.")


def _named(said: str, row: "Row") -> str:
    """Return what is said of a decision, with what each entity is called behind its id."""
    for identifier, name in zip(row.entities, row.names, strict=True):
        if name:
            said = re.sub(rf"(?<=entity-){identifier}\b", lambda found, name=name: f"{found[0]} ({name})", said)  # type: ignore[misc]
    return said
