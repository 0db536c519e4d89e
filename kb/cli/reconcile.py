"""Commands for services elsewhere: reconcile, accept, reject, list candidates."""

from contextlib import AbstractContextManager
from dataclasses import asdict
from itertools import islice
from typing import TYPE_CHECKING, Annotated

import typer

from kb.cli import console, options
from kb.cli.decide import Reason, tell
from kb.cli.identify import Entity
from kb.cli.lists import Limit, lists
from kb.cli.writing import lent, opened

if TYPE_CHECKING:
    from kb.service.elsewhere.external_ids import ExternalIds

External = Annotated[str, typer.Argument(metavar="ID", help="SCHEME:ID or IRI, as `kb list candidates` shows it.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(short_help="Put entities before a reconciliation service elsewhere.")(reconcile)
    app.command(short_help="Take on an id that a service proposed.")(accept)
    app.command(short_help="Say that an entity is not what a service proposed.")(reject)


def reconcile(
    service: Annotated[str, typer.Option("--service", metavar="URL", help="Address of the service.")],
    kind: Annotated[
        list[str] | None,
        typer.Option("--type", metavar="TYPE", help="Only entities of this type of ours (person, city); repeatable."),
    ] = None,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="At most so many entities.")] = 100,
    batch: Annotated[int, typer.Option("--batch", metavar="N", min=1, max=50, help="So many in one request.")] = 10,
    most: Annotated[
        int, typer.Option("--candidates", metavar="N", min=1, max=50, help="At most so many for each.")
    ] = 5,
    service_type: Annotated[
        str, typer.Option("--as", metavar="ID", help="Only candidates of this type of the service (Q5).")
    ] = "",
    again: Annotated[bool, typer.Option("--again", help="Also those that were put before it already.")] = False,
    accept_matches: Annotated[
        bool,
        typer.Option(
            "--accept-matches",
            help="Take on ids without a person where the service is sure and our own comparison confirms it.",
        ),
    ] = False,
    actor: options.Actor = None,
    home: options.Home = None,
    as_json: options.Json = False,
) -> None:
    """Put entities before a W3C reconciliation service (0.2), and keep whom it takes them for.

    Candidates decide nothing: `kb list candidates` shows them, `kb accept` and `kb reject` decide. Those entities come
    first that most articles name; those that have an id of the service, or were asked about, are passed over.
    """
    from kb.service.elsewhere.reconciling import Wanted
    from kb.service.elsewhere.reconciling import reconcile as ask

    wanted = Wanted(tuple(kind or ()), limit, batch, most, service_type, again, accept_matches)
    with opened(home, actor) as kb:
        done = ask(
            kb,
            service,
            wanted,
            on_wait=console.waiting,
            on_batch=lambda asked, all_: console.say(f"Asked about {asked} of {all_}."),
        )
    if as_json:
        console.out_json(asdict(done))
        return
    if not done.asked:
        console.out("No entity is left to be asked about; --again asks anew.")
        return
    console.out(
        f"{done.name}: candidates for {done.found} of {console.counted(done.asked, 'entities')}, "
        f"{len(done.accepted)} accepted"
    )
    if done.left:
        console.say(f"{done.left} more could be asked about; the same command goes on.")
    if done.found > len(done.accepted):
        console.say("`kb list candidates` shows them, `kb accept ENTITY ID` takes one on.")


def _ids(home: str | None, actor: str | None) -> "AbstractContextManager[ExternalIds]":
    """Lend what decides about ids elsewhere, for somebody."""
    from kb.service.elsewhere.external_ids import external_ids

    return lent(home, actor, external_ids)


def accept(
    entity: Entity,
    external: External,
    same_as: Annotated[
        bool, typer.Option("--same-as", help="As owl:sameAs, the very same thing; else it is skos:exactMatch.")
    ] = False,
    reason: Reason = "",
    actor: options.Actor = None,
    home: options.Home = None,
    as_json: options.Json = False,
) -> None:
    """Take on an id that a service proposed for an entity. `kb undo N` takes it back."""
    with _ids(home, actor) as ids:
        tell(ids.accept(entity, external, reason, same=same_as), as_json)


def reject(
    entity: Entity,
    external: External,
    reason: Reason = "",
    actor: options.Actor = None,
    home: options.Home = None,
    as_json: options.Json = False,
) -> None:
    """Say that an entity is not what a service proposed; it is not proposed again. `kb undo N` takes it back."""
    with _ids(home, actor) as ids:
        tell(ids.reject(entity, external, reason), as_json)


@lists.command(name="candidates")
def list_candidates(
    entity: Annotated[str, typer.Option("--entity", metavar="ID-or-name", help="Only of this entity.")] = "",
    state: Annotated[str, typer.Option("--state", metavar="STATE", help="open, accepted or rejected.")] = "open",
    match: Annotated[bool, typer.Option("--match", help="Only those of which the service is sure.")] = False,
    as_of: options.AsOf = None,
    limit: Limit = 50,
    home: options.Home = None,
    as_json: options.Json = False,
) -> None:
    """List whom services elsewhere take our entities for; what `kb reconcile` brought."""
    from kb.bootstrap import open_knowledge_base
    from kb.service.elsewhere.candidates import STATES, candidates

    options.choices("--state", [state] if state else [], STATES)
    with (
        open_knowledge_base(None, options.settings(home=home)) as kb,
        kb.at(as_of) as moment,
        moment.connection() as connection,
    ):
        wanted = moment.entity_id(entity)
        found = list(islice(candidates(connection, entity=wanted, state=state, match=match), limit or None))
    if as_json:
        console.out_json([asdict(one) for one in found])
        return
    if found:
        console.out_table(
            ("entity", "name", "candidate", "called", "score", "sure", "types"),
            [
                (
                    f"entity-{one.entity}",
                    one.label,
                    one.external,
                    console.cut(f"{one.name}, {one.description}".rstrip(", ")),
                    f"{one.score:g}",
                    "yes" if one.match else "",
                    console.cut(", ".join(one.types), 30),
                )
                for one in found
            ],
        )
    console.say(f"{console.counted(len(found), 'candidates')}." if found else "No such candidate.")
