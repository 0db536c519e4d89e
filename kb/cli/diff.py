"""The command diff: what changed between two positions of the log, and why."""

import sys
from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from kb.cli import console, options
from kb.cli.named_files import write_file

if TYPE_CHECKING:
    from kb.service.history.diff_told import Entry, Group, Item
    from kb.service.history.differing import Diff

_MARK = {"added": "+", "gone": "-", "changed": "~"}


class Format(StrEnum):
    """What a diff is written in."""

    TEXT = "text"
    JSON = "json"
    PATCH = "patch"


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command(short_help="Show what changed between two events, and why.")(diff)


def diff(
    start: Annotated[
        str, typer.Argument(metavar="FROM", help="An event, 0 for the empty log; or a time as --as-of has it.")
    ],
    goal: Annotated[str, typer.Argument(metavar="[TO]", help="The same; left out: the last event.")] = "",
    form: Annotated[
        Format, typer.Option("--format", "-f", help="For reading, as JSON, or as an RDF Patch.")
    ] = Format.TEXT,
    output: options.Output = None,
    home: options.Home = None,
    as_json: options.Json = False,
) -> None:
    """Show what changed in the graph from one event of the log to another, each change with the event that made it.

    From a later event to an earlier one it is the other way round. The RDF
    Patch turns the N-Quads export at FROM into the one at TO, line by line.
    """
    from kb.bootstrap import open_knowledge_base
    from kb.service.history.differing import differing

    stopped: OSError | None = None
    with open_knowledge_base(None, options.settings(home=home)) as kb, differing(kb, start, goal) as found:
        chosen = Format.JSON if as_json else form
        if output:
            replaced = options.in_place_of(output)
            write_file(output, _pieces(found, chosen))
            console.say(f"Wrote {output}{replaced}")
        else:
            stopped = _print(_pieces(found, chosen))
    if stopped:
        raise stopped


def _print(pieces: Iterable[bytes]) -> OSError | None:
    """Print until nobody takes more; returns why, which is no fault of the files that the pieces come from."""
    for piece in pieces:
        try:
            sys.stdout.buffer.write(piece)
        except OSError as error:
            return error
    return None


def _pieces(found: "Diff", form: Format) -> Iterable[bytes]:
    if form is Format.PATCH:
        return found.patch()
    if form is Format.JSON:
        return (piece.encode() for piece in found.json())
    return (f"{console.visible(line)}\n".encode(errors="backslashreplace") for line in _told(found))


def _told(found: "Diff") -> Iterable[str]:
    gone = come = 0
    reasons: set[int] = set()
    for group in found.groups():
        gone, come = gone + len(group.gone), come + len(group.come)
        reasons.update(group.gone.values(), group.come.values())
        yield from _group(group)
    if found.start == found.goal or not (gone or come):
        yield f"Nothing changed between event {found.start} and event {found.goal}."
        return
    yield "why"
    yield from (f"  {event.words}" for event in found.why(reasons))
    yield f"From event {found.start} to event {found.goal}: {console.counted(come, 'quads')} came, {gone:,} left."


def _group(group: "Group") -> Iterable[str]:
    if group.kind in ("record", "actor", "position"):  # the events themselves: they stand under "why"
        return
    quads = f"(-{len(group.gone):,} +{len(group.come):,} quads)"
    yield " ".join(part for part in (group.id or group.kind, group.label, quads) if part)
    for item in group.items:
        yield from _item(item)
    if not group.items:
        positions = sorted({*group.gone.values(), *group.come.values()})
        yield f"  ~ spans, claims and other things beside the facts  {_events(positions)}"


def _item(item: "Item") -> Iterable[str]:
    every = {entry.why for entry in item.entries}
    shared = every.pop() if len(every) == 1 else None
    label = "" if item.label == item.id else item.label
    parts = [f"  {_MARK[item.change]} {item.id}", label, _events(shared) if shared else ""]
    yield "  ".join(part for part in parts if part)
    for entry in item.entries:
        yield f"      {_entry(entry)}" + ("" if shared else f"  {_events(entry.why)}")


def _entry(entry: "Entry") -> str:
    def shown(value: object) -> str:
        text, ref = getattr(value, "text", ""), getattr(value, "ref", "")
        return f"{text} ({ref})" if ref and ref != text else text

    if entry.change == "changed":
        return f"~ {entry.name}: {shown(entry.was)} -> {shown(entry.now)}"
    return f"{_MARK[entry.change]} {entry.name}: {shown(entry.now or entry.was)}"


def _events(positions: Iterable[int]) -> str:
    return "[" + ", ".join(map(str, positions)) + "]"
