"""The commands log setup-postgres and log once: what many machines need that share a log."""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from threading import Event
from typing import TYPE_CHECKING, Annotated, Final

import typer

from kb.cli import console, options
from kb.errors import InputError

if TYPE_CHECKING:
    from kb.log.leases import Lease
    from kb.log.postgres_address import Address

_LOOK: Final = 0.5  # seconds between looks at the lease
_NOTICE: Final = 6.0  # seconds before the lease runs out, in which the command may end by itself


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
    the command, which is told to end, then killed, if the database stays away
    until another machine may take over. KB_LEASE_TOKEN is a number for the
    command, higher each time: whoever has seen a higher one refuses it, where
    this program itself was stopped, or killed, for half a minute.
    """
    from kb.log.leases import Leases

    address = _address(home)
    with Leases(address).hold(name, wait=wait, on_wait=lambda who: console.say(f"Waiting for {who} ...")) as lease:
        told = Event()
        before = signal.signal(signal.SIGTERM, lambda *_: told.set())
        try:
            code = _ended(_begun(command, lease), lease, told)
        finally:
            signal.signal(signal.SIGTERM, before)
    raise typer.Exit(code if code >= 0 else 128 - code)


def _begun(command: list[str], lease: "Lease") -> "subprocess.Popen[bytes]":
    """Start a command in a group of its own, with all that it starts; at a terminal in ours, which has the keys."""
    group = None if sys.stdin is not None and sys.stdin.isatty() else 0
    try:
        return subprocess.Popen(command, env={**os.environ, "KB_LEASE_TOKEN": str(lease.token)}, process_group=group)
    except OSError as error:
        raise InputError(
            f"{command[0]} cannot be run: {error.strerror}.", hint="Write the command behind the task's name."
        ) from error


def _ended(process: "subprocess.Popen[bytes]", lease: "Lease", told: Event) -> int:
    """Return how the process ended; each time that *told* is set it is told to.

    Raises:
        LeaseLostError: it was ended, before anybody else could have the lease.
    """
    from kb.log.leases import LeaseLostError

    grouped = _is_grouped(process.pid)

    def send(number: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number) if grouped else process.send_signal(number)

    while True:
        try:
            return process.wait(timeout=_LOOK)
        except subprocess.TimeoutExpired:
            if told.is_set():
                told.clear()
                send(signal.SIGTERM)
            if lease.left > _NOTICE:
                continue
        except KeyboardInterrupt:  # the command gets it too, and ends as it sees fit
            if grouped:
                send(signal.SIGINT)
            continue
        send(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=max(0.0, lease.left - _LOOK))
        send(signal.SIGKILL)  # of a group what the command started too
        process.wait()
        raise LeaseLostError(lease.name)


def _is_grouped(process: int) -> bool:
    """Whether a process leads a group of its own; of one that is gone it makes no difference."""
    with suppress(ProcessLookupError):
        return os.getpgid(process) == process
    return False


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
