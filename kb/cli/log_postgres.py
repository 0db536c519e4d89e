"""The commands log setup-postgres and log once: what many machines need that share a log."""

import signal
import subprocess
from typing import TYPE_CHECKING, Annotated

import typer

from kb.cli import console, options
from kb.errors import InputError

if TYPE_CHECKING:
    from kb.log.postgres_address import Address


def register(group: typer.Typer) -> None:
    """Add the commands of this module."""
    group.command(name="setup-postgres", short_help="Make tables and roles on PostgreSQL.")(setup_postgres)
    group.command(
        name="once",
        short_help="Run a task on one machine at a time.",
        context_settings={"allow_interspersed_args": False},
    )(once)


def setup_postgres(
    only_print: Annotated[bool, typer.Option("--print", help="Print the SQL and do nothing.")] = False,
    home: options.Home = None,
) -> None:
    """Make the log's tables in a PostgreSQL database, and roles with no more rights than each needs.

    The user must be allowed to make roles, and own the tables if they are
    there already. Running it again changes nothing.
    """
    from kb.log.postgres_schema import ROLES, roles, tables

    address = _address(home)
    if only_print:
        console.out(f"CREATE SCHEMA {address.schema};\n{tables(address.schema)}\n{roles(address.schema)}".strip())
        return
    from kb.log.postgres_inspection import set_up

    set_up(address)
    names = [f"{address.schema}_{role}" for role in ROLES]
    console.out(f"Made tables and roles in {address.shown}: {', '.join(names)}")
    console.say(f"Give them to users: GRANT {names[2]} TO ada;  {names[2]} appends, {names[3]} reads,")
    console.say(f"{names[1]} erases too, {names[0]} owns the tables. None of them can log in by itself.")


def once(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of the task.")],
    command: Annotated[list[str], typer.Argument(metavar="COMMAND...", help="What to run, with its arguments.")],
    wait: Annotated[
        float, typer.Option(metavar="SECONDS", min=0, help="Wait so long while another machine does the task.")
    ] = 0.0,
    home: options.Home = None,
) -> None:
    """Run a command while no other machine that shares the log runs a task of the same name.

    If one does, nothing is run and the exit code is 6. Otherwise it is that of
    the command, which is stopped if the database stays away for so long that
    another machine may take over.
    """
    from kb.log.leases import Leases

    address = _address(home)
    with Leases(address).hold(name, wait=wait, on_wait=lambda who: console.say(f"Waiting for {who} ...")) as lease:
        try:
            process = subprocess.Popen(command)
        except OSError as error:
            raise InputError(
                f"{command[0]} cannot be run: {error.strerror}.", hint="Write the command behind the task's name."
            ) from error
        while True:
            try:
                code = process.wait(timeout=1.0)
                break
            except subprocess.TimeoutExpired:
                if not lease.held:
                    process.send_signal(signal.SIGTERM)
                    process.wait()
                    lease.check()
            except KeyboardInterrupt:  # the command got it too, and ends as it sees fit
                continue
    raise typer.Exit(code if code >= 0 else 128 - code)


def _address(home: str | None) -> "Address":
    """Return the address of the home that is asked for.

    Raises:
        InputError: it is a folder.
    """
    from kb.log.postgres_address import is_address, parse_address

    chosen = options.settings(home=home).home
    if not is_address(chosen):
        raise InputError(
            f"{chosen or 'The home'} is no database, and only machines that share one need this.",
            hint="Name it with --home postgresql://USER@HOST/DATABASE.",
        )
    return parse_address(chosen)
