"""Commands that carry a whole knowledge base: backup, restore, upgrade."""

import sys
from contextlib import AbstractContextManager, ExitStack, closing, nullcontext
from functools import partial
from pathlib import Path
from typing import IO, Annotated

import typer

from kb.cli import console, options
from kb.cli.progress import counting
from kb.errors import InputError


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(short_help="Write the whole log to one file.")(backup)
    app.command(short_help="Make a home from a backup.")(restore)
    app.command(short_help="Bring a home to today's formats.")(upgrade)


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="File to write; - is standard output.")],
    force: Annotated[bool, typer.Option("--force", help="Replace FILE if it is there.")] = False,
    home: options.Home = None,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Write the whole log to one compressed file, while others may go on writing to the knowledge base.

    Graph and catalog are not in it: they follow from the log, and `kb restore`
    makes them again. The file appears whole or not at all; one that is there is
    kept and the command refused, unless --force has it replaced.
    """
    from kb.bootstrap import open_knowledge_base
    from kb.service.upkeep.backup import back_up, back_up_to

    to_stdout = str(file) == "-"
    with open_knowledge_base(None, options.settings(home=home)) as kb, counting("backing up") as tell:
        manifest = back_up(kb, sys.stdout.buffer, tell) if to_stdout else back_up_to(kb, file, tell, replace=force)
    if to_stdout:
        console.flush()
    if as_json and not to_stdout:
        console.out_json({"file": str(file), "position": manifest.position, "head": manifest.head})
    else:
        size = "" if to_stdout else f", {file.stat().st_size:,} bytes"
        console.say(f"Backed up {manifest.position:,} events{size}. Head hash {manifest.head}")


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup; - is standard input.")],
    erased_in: Annotated[
        str | None,
        typer.Option(
            "--erased-in",
            metavar="HOME",
            help="The home that the backup was made of: what it erased since is erased from the new one.",
        ),
    ] = None,
    home: options.Home = None,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Make a new home (--home) from a backup, on this machine or another, by this version of kb or a later one.

    Every event is verified as it is read, the whole at the end. A home that
    holds something is refused; after an error or an abort nothing is left.
    No backup knows what was erased after it was made: --erased-in names who
    does, the home that it was made of. Articles out of which a person's name
    was taken there go whole, for the text without the name is not in the backup.
    """
    from kb.bootstrap import open_knowledge_base
    from kb.log import resolve_home
    from kb.log.postgres_address import is_address
    from kb.log.remote_home import open_home
    from kb.service.upkeep.backup import restore as restore_home

    settings = options.settings(home=home)
    chosen = settings.home
    if is_address(chosen):
        raise InputError(
            "A backup is restored into a folder, not into a database.",
            hint="Restore it into one, then take its log there: `kb log copy --from FOLDER --to ADDRESS`.",
        )
    root = resolve_home(chosen, {})
    with ExitStack() as stack:
        forget = None
        if erased_in:
            old = stack.enter_context(closing(open_home(erased_in, settings.cache).event_log(read_only=True)))
            forget = (old, partial(open_knowledge_base, settings=settings))
        stream, tell = stack.enter_context(_opened(file)), stack.enter_context(counting("restoring"))
        name = "standard input" if str(file) == "-" else str(file)
        found = restore_home(stream, name, root, tell, share=settings.generations_percent / 100, forget=forget)
    if as_json:
        console.out_json(
            {
                "home": str(found.root),
                "base_iri": found.manifest.base_iri,
                "position": found.manifest.position,
                "head": found.head,
                "made_by": found.manifest.made_by,
                "made_at": found.manifest.made_at,
                "erased_again": list(found.again.articles) if found.again else [],
            }
        )
        return
    console.out(f"Restored {found.manifest.position:,} events to {found.root}")
    console.say(f"The backup was made at {found.manifest.made_at} by kb {found.manifest.made_by}.")
    if found.again:
        what = console.counted(len(found.again.articles), "articles")
        console.say(f"Erased again, as {erased_in} did since: {what}, {console.counted(found.again.events, 'events')}.")
    elif erased_in:
        console.say(f"{erased_in} has erased nothing of it since.")
    else:
        console.say(
            "What was erased from the original since then is here again: erase it here, too, or remove this home. "
            "`kb restore --erased-in HOME` does it, where that original is still there."
        )
    if found.head != found.old_head and not found.again:
        console.say(f"Its log was brought to today's format: the head hash was {found.old_head} and is {found.head}.")


def upgrade(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")] = False,
    home: options.Home = None,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Bring a home that an earlier version of kb made to today's formats; the old files are kept beside the new.

    A log of format 1 works without it, but nothing can be erased from it.
    Hashes change, events do not; both head hashes are recorded.
    Graph and tables of an earlier format are made again from the log.
    """
    from dataclasses import asdict

    from kb.bootstrap import open_knowledge_base
    from kb.service.upkeep.maintenance import rebuild_home
    from kb.service.upkeep.upgrading import needed, stale
    from kb.service.upkeep.upgrading import upgrade as upgrade_home

    settings = options.settings(home=home)
    with open_knowledge_base(None, settings) as kb:
        place, derived = kb.home, stale(kb)
    if dry_run:
        steps = needed(place)
    else:
        with counting("upgrading") as tell:
            steps = upgrade_home(place, settings.lock_timeout, console.waiting, tell)
        if derived:
            with open_knowledge_base(None, settings) as kb, counting("rebuilding") as tell:
                rebuild_home(kb, console.waiting, tell)
    steps += derived
    if as_json:
        console.out_json({"dry_run": dry_run, "steps": [asdict(step) for step in steps]})
        return
    for step in steps:
        done = "sealed anew" if step.what == "log" else "taken in again"
        would = f"would be {done}" if dry_run else done
        console.out(f"{step.what}: format {step.found} to {step.known}, {step.events:,} events {would}")
        if step.old_head:
            console.out(f"old head hash {step.old_head}")
        if step.new_head:
            console.out(f"new head hash {step.new_head}")
            console.say(f"The old file is kept: {step.kept}")
    if not steps:
        console.out("All has today's format")


def _opened(file: Path) -> AbstractContextManager[IO[bytes]]:
    if str(file) == "-":
        return nullcontext(sys.stdin.buffer)
    try:
        return file.open("rb")
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise InputError(f"{file} cannot be read: {reason}.", hint="Check the name and its permissions.") from error
