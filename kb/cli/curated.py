"""Commands for curated lists: add-list, withdraw-list, list lists."""

import hashlib
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kb.cli import console, options
from kb.cli.exits import Exit
from kb.cli.lists import lists
from kb.cli.writing import opened
from kb.errors import InputError, NotFoundError

if TYPE_CHECKING:
    from kb.service.lists.listing import ListChange

_SHOWN = 20


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(name="add-list", short_help="Take a curated list of actors or places in, to link to.")(add_list)
    app.command(name="withdraw-list", short_help="Take a curated list out of the graph.")(withdraw_list)


def add_list(
    file: Annotated[str, typer.Argument(metavar="FILE", help="CSV, FollowTheMoney JSON Lines or Turtle; or -.")],
    name: Annotated[
        str, typer.Option("--name", metavar="NAME", help="What to call the list, instead of the file's name.")
    ] = "",
    form: Annotated[str, typer.Option("--format", "-f", metavar="NAME", help="csv, ftm or turtle.")] = "",
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help="Leave out rows that cannot be taken, and name them.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change, and record nothing.")] = False,
    actor: options.Actor = None,
    home: options.Home = None,
    as_json: options.Json = False,
) -> None:
    """Take a curated list in: entities with names, ids elsewhere and offices, that articles are linked to.

    A list of the same name is a new version: rows that are gone leave, the others stay as they are. The same file
    again changes nothing. A file that is only named like that of another list needs --name. One bad row keeps the
    whole list out, unless --skip-bad leaves such rows out.
    """
    from kb.service.lists.listing import add_list as take_in
    from kb.sources.lists import FORMS, form_of, read_list

    options.choices("--format", [form] if form else [], tuple(FORMS))
    data = _bytes(file)
    read = read_list(data, file, form)
    with opened(home, actor, create=True) as kb:
        done = take_in(
            kb,
            read,
            name or _named(file),
            form=form or form_of(file),
            origin=Path(file).name,
            sha256=hashlib.sha256(data).hexdigest(),
            chosen=bool(name),
            skip_bad=skip_bad,
            dry_run=dry_run,
            on_wait=console.waiting,
        )
    if as_json:
        console.out_json(_sent(done) | {"dry_run": dry_run})
    else:
        _tell(done, dry_run)
    if done.bad:
        raise typer.Exit(Exit.PARTLY)


def withdraw_list(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of a list, as `kb list lists` shows it.")],
    reason: Annotated[str, typer.Option("--reason", "-m", metavar="TEXT", help="Why; it stays in the log.")] = "",
    actor: options.Actor = None,
    home: options.Home = None,
    as_json: options.Json = False,
) -> None:
    """Take a curated list out of the graph; what was linked to it is decided anew. `kb undo` brings it back."""
    from kb.service.lists.listing import withdraw_list as take_out

    with opened(home, actor) as kb:
        done = take_out(kb, name, reason, on_wait=console.waiting)
    if as_json:
        console.out_json(_sent(done))
        return
    console.out(f"The list {name} with {console.counted(done.removed, 'rows')} was withdrawn.")
    console.say(f"Event {done.position} has it. `kb undo {done.position}` takes it back.")


@lists.command(name="lists")
def list_lists(as_of: options.AsOf = None, home: options.Home = None, as_json: options.Json = False) -> None:
    """List the curated lists in force, and how many of their entities articles name."""
    from kb.bootstrap import open_knowledge_base
    from kb.service.lists.listing import lists as in_force

    with (
        open_knowledge_base(None, options.settings(home=home)) as kb,
        kb.at(as_of) as moment,
        moment.connection() as connection,
    ):
        found = in_force(connection, kb.log)
    if as_json:
        console.out_json([asdict(one) for one in found])
        return
    if not found:
        console.say("No list. `kb add-list FILE` brings one.")
        return
    console.out_table(
        ("name", "rows", "named", "form", "file", "since", "event"),
        [(one.name, one.entries, one.named, one.form, one.origin, one.recorded_at[:10], one.position) for one in found],
    )


def _bytes(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read()
    path = Path(file)
    if not path.exists():
        raise NotFoundError(f"There is no file {file}.", hint="Name a file, or - for standard input.")
    if not path.is_file():
        raise InputError(f"{file} is no file.", hint="Name a file, or - for standard input.")
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error.strerror}.", hint="Check its permissions.") from error


def _named(file: str) -> str:
    if file == "-":
        raise InputError("A list from standard input has no name.", hint="Give --name NAME.")
    return Path(file).name.partition(".")[0].casefold().replace(" ", "-")


def _sent(done: "ListChange") -> dict[str, object]:
    return asdict(done) | {"bad": [{"line": one.line, "reason": one.reason} for one in done.bad]}


def _tell(done: "ListChange", dry_run: bool) -> None:
    parts = [("new", done.added), ("changed", done.changed), ("gone", done.removed), ("as before", done.kept)]
    counts = ", ".join(f"{count:,} {word}" for word, count in parts if count)
    if not done.position and not dry_run:
        console.out(f"The list {done.name} is there already, row for row; nothing was recorded.")
    else:
        console.out(f"{done.name}: {counts}" + (" (nothing was recorded)" if dry_run else ""))
    for row in done.bad[:_SHOWN]:
        console.say(f"Left out: {row}")
    if len(done.bad) > _SHOWN:
        console.say(f"... and {console.counted(len(done.bad) - _SHOWN, 'rows')} more; --json names all.")
    for note in done.notes[:_SHOWN]:
        console.say(f"{note[:1].upper()}{note[1:]}.")
    if len(done.notes) > _SHOWN:
        console.say(f"... and {console.counted(len(done.notes) - _SHOWN, 'notes')} more; --json names all.")
    if done.position:
        linked = console.counted(done.linked, "entities")
        console.say(f"Linked: {linked} of articles or of offices.")
        console.say(f"Event {done.position} has it. `kb undo {done.position}` takes it back.")
