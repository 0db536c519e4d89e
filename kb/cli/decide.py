"""Commands by which people decide about claims, and take decisions back: confirm, retract, amend, undo, redo."""

from contextlib import AbstractContextManager
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from kb.cli import console, options
from kb.cli.writing import lent

if TYPE_CHECKING:
    from kb.service.curation.deciding import Decider, Done
    from kb.service.curation.undoing import Undoer

Claim = Annotated[
    str,
    typer.Argument(
        metavar="CLAIM",
        help="claim-ID, event-ID, statement-ID, figure-ID or position-ID as `kb show` prints them, an IRI, or "
        "ARTICLE#LOCAL; .FIELD behind it names one part (event-ID.time).",
    ),
]
Reason = Annotated[str, typer.Option("--reason", "-m", metavar="TEXT", help="Why; kept with the decision.")]
Seen = Annotated[
    int,
    typer.Option(
        "--seen",
        metavar="N",
        min=0,
        help="Refuse if somebody decided about the same after event N.",
        show_default=False,
    ),
]


def _position(given: str | int) -> int:
    """Read the position of an event.

    Raises:
        BadParameter: it is none.
    """
    text = str(given).strip()
    if not (text.isascii() and text.isdigit() and int(text)):
        raise typer.BadParameter(
            f"{text!r} is no position of an event, which is a whole number from 1 on; `kb list decisions` shows what "
            "people decided, `kb log` all events, with positions."
        )
    return int(text)


Position = Annotated[
    int, typer.Argument(metavar="N", parser=_position, help="Position of the decision, as `kb log` has it.")
]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(short_help="Say that a claim is right.")(confirm)
    app.command(short_help="Take a claim out of the graph.")(retract)
    app.command(short_help="Put another value in a claim's place.")(amend)
    app.command(short_help="Take a decision back.")(undo)
    app.command(short_help="Put an undone decision in force again.")(redo)


def _decider(home: str | None, actor: str | None) -> "AbstractContextManager[Decider]":
    """Lend what decides about claims in a home, for somebody."""
    from kb.service.curation.deciding import deciding

    return lent(home, actor, deciding)


def _undoer(home: str | None, actor: str | None) -> "AbstractContextManager[Undoer]":
    """Lend what takes decisions back in a home, for somebody."""
    from kb.service.curation.undoing import undoing

    return lent(home, actor, undoing)


def confirm(
    claim: Claim,
    reason: Reason = "",
    seen: Seen = 0,
    actor: options.Actor = None,
    home: options.Home = None,
    as_json: options.Json = False,
) -> None:
    """Say that a claim is right: it is certain from now on. One that was retracted is back."""
    with _decider(home, actor) as decider:
        tell(decider.confirm(claim, reason, seen), as_json)


def retract(
    claim: Claim,
    reason: Reason = "",
    seen: Seen = 0,
    actor: options.Actor = None,
    home: options.Home = None,
    as_json: options.Json = False,
) -> None:
    """Say that a claim is wrong: it leaves the graph, with what rests on it; the log keeps it.

    It stays away when the article is read again, by whatever extractor.
    """
    with _decider(home, actor) as decider:
        tell(decider.retract(claim, reason, seen), as_json)


def amend(
    claim: Claim,
    value: Annotated[
        str,
        typer.Argument(
            metavar="VALUE",
            help="What belongs there: an event type, an entity by id or name, a day (2024-05-31), BEGIN/END, "
            "a number (at least 26), a word.",
        ),
    ],
    reason: Reason = "",
    seen: Seen = 0,
    actor: options.Actor = None,
    home: options.Home = None,
    as_json: options.Json = False,
) -> None:
    """Put another value in a claim's place. Of an event as a whole that is its type, of a figure its number."""
    with _decider(home, actor) as decider:
        tell(decider.amend(claim, value, reason, seen), as_json)


def undo(
    position: Position,
    reason: Reason = "",
    actor: options.Actor = None,
    home: options.Home = None,
    as_json: options.Json = False,
) -> None:
    """Take a decision back, of yours or of somebody else, or a rule's merge or link; both stay on record.

    Undoing an undoing puts the decision in force again.
    """
    with _undoer(home, actor) as undoer:
        tell(undoer.undo(position, reason), as_json)


def redo(
    position: Position,
    reason: Reason = "",
    actor: options.Actor = None,
    home: options.Home = None,
    as_json: options.Json = False,
) -> None:
    """Put a decision that was undone in force again."""
    with _undoer(home, actor) as undoer:
        tell(undoer.redo(position, reason), as_json)


def tell(done: "Done", as_json: bool) -> None:
    """Print what became of a decision."""
    if as_json:
        console.out_json(asdict(done))
        return
    console.out(f"{done.position}  {done.said}")
    for earlier in done.overturns:
        console.say(f"note: this overturns {earlier}")
    console.say(f"`kb undo {done.position}` takes it back.")
