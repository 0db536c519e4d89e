"""Where the command line's words go: data to standard output, talk to standard error.

Input: rows, JSON values, errors. Output: text that suits where it lands: a
terminal gets colour and its own width, a pipe gets whole lines without.
Never: writes talk to standard output; imports rich before something needs it.
"""

import errno
import json
import logging
import os
import re
import select
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from kb.errors import KbError, StorageError

if TYPE_CHECKING:
    from rich.console import Console

    from kb.log.contract import UnreachableError

PIPE_WIDTH: Final = 10_000
# What a terminal obeys: control characters, and marks that turn the order of letters round.
_OBEYED: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


@dataclass(slots=True)
class _Mode:
    json: bool = False
    quiet: bool = False


_mode = _Mode()


def reset() -> None:
    """Forget what an earlier command line of this process asked for."""
    _mode.json = _mode.quiet = False


def ask_json(wanted: bool) -> bool:
    """Note that this command line wants JSON, so that its errors are JSON as well."""
    _mode.json = _mode.json or wanted
    return wanted


def ask_quiet(wanted: bool) -> bool:
    """Note that this command line wants no talk but errors."""
    _mode.quiet = _mode.quiet or wanted
    return wanted


def prepare_streams() -> None:
    """Let no character end the program: what a stream cannot hold is written as an escape.

    Streams that are closed become the null device, before a file of the home gets their number.
    """
    if sys.stdin is None:
        sys.stdin = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115 - held to the end
    if sys.stdout is None:
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def flush() -> None:
    """Write out what standard output still holds; a reader who has gone wants no more.

    Raises:
        StorageError: there is no room for it.
    """
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _discard_output()
    except OSError as error:
        raise_if_full(error)
        raise


def raise_if_full(error: OSError) -> None:
    """Raise what *error* means if it is a full disk that no part of the home lies on.

    Raises:
        StorageError: as said.
    """
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        _discard_output()
        raise StorageError(
            "There is no room where standard output or temporary files are written.",
            hint="Free some space there, or write elsewhere.",
        ) from error


def _discard_output() -> None:
    """Let what still waits for standard output go nowhere, so that the end of the process does not try again."""
    null = os.open(os.devnull, os.O_WRONLY)
    with suppress(OSError):
        os.dup2(null, sys.stdout.fileno())
    os.close(null)


def reader_gone() -> bool:
    """Say whether nobody reads standard output any more: a pipe whose other end is closed."""
    try:
        number = sys.stdout.fileno()
    except (OSError, ValueError):
        return False
    poll = select.poll()
    poll.register(number, 0)
    return any(state & (select.POLLERR | select.POLLNVAL) for _, state in poll.poll(0))


def visible(text: str) -> str:
    """Return *text* with what a terminal would obey written as escapes: an article's words do not move the cursor."""
    return _OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def out(text: str = "") -> None:
    """Print one line of data."""
    sys.stdout.write(visible(text) + "\n")


def counted(count: int, plural: str) -> str:
    """Return "1 entity", "2 entities"."""
    single = f"{plural[:-3]}y" if plural.endswith("ies") else plural[:-1]
    return f"{count:,} {single if count == 1 else plural}"


def cut(text: str, wide: int = 70) -> str:
    """Return *text* in one line of at most *wide* characters, for a column of a table."""
    flat = " ".join(text.split())
    return flat if len(flat) <= wide else flat[: wide - 1] + "…"


def out_bytes(data: bytes) -> None:
    """Print data that is already encoded."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def out_json(value: Any) -> None:
    """Print one JSON document, two spaces deep on a terminal, one line otherwise."""
    # Between quotes the escapes are JSON's own: the value stays the same.
    out(json.dumps(value, ensure_ascii=False, indent=2 if sys.stdout.isatty() else None, default=str))


def out_json_line(value: Any) -> None:
    """Print one JSON value on a line of its own."""
    out(json.dumps(value, ensure_ascii=False, default=str))


def say(text: str) -> None:
    """Tell the person something that is not data."""
    if not _mode.quiet:
        sys.stderr.write(visible(text) + "\n")
        sys.stderr.flush()


class _Saying(logging.Handler):
    """Tells the person what a part of kb wants said beside its answer, each thing once a command."""

    def __init__(self) -> None:
        super().__init__()
        self.said: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        """Say one thing."""
        if (text := record.getMessage()) not in self.said:
            self.said.add(text)
            say(f"note: {text}")


_saying = _Saying()


def listen() -> None:
    """Have what kb notes about the past said to the person."""
    _saying.said.clear()
    noted = logging.getLogger("kb.past")
    if _saying not in noted.handlers:
        noted.addHandler(_saying)
        noted.propagate = False


def waiting(holder: str) -> None:
    """Tell the person why nothing happens for now."""
    say(f"Waiting for {holder}, which is writing to this knowledge base ...")


def away(error: "UnreachableError", seconds: float) -> None:
    """Tell the person that the log's server is waited for, and how long."""
    say(f"Waiting for the database {error.address}, at most {seconds:g} s: {error.reason} ...")


def report(error: KbError) -> None:
    """Tell the person what went wrong and what to do."""
    if _mode.json:
        sys.stderr.write(json.dumps({"error": error_record(error)}, ensure_ascii=False) + "\n")
        return
    mark = "error:"
    if sys.stderr.isatty() and not os.environ.get("NO_COLOR"):
        mark = f"\x1b[1;31m{mark}\x1b[0m"
    sys.stderr.write(f"{mark} {visible(str(error))}\n")
    for line in getattr(error, "excerpt", "").splitlines():
        sys.stderr.write(f"  {visible(line)}\n")
    if error.hint:
        sys.stderr.write(f"hint: {visible(error.hint)}\n")


def error_record(error: KbError) -> dict[str, str]:
    """Return an error as JSON values."""
    return {"code": error.code, "message": str(error), "hint": error.hint}


def rich_console(*, width: int | None = None) -> "Console":
    """Return a rich console on standard output; plain and wide where that is no terminal."""
    from rich.console import Console

    if sys.stdout.isatty():
        return Console(highlight=False, width=width)
    return Console(file=sys.stdout, highlight=False, width=width or PIPE_WIDTH, color_system=None)


def out_table(columns: Sequence[str], rows: Iterable[Sequence[Any]], *, right: frozenset[str] = frozenset()) -> None:
    """Print *rows* under *columns*; those in *right* are flush right. In a pipe each row is one line."""
    cells = [["" if cell is None else visible(str(cell)) for cell in row] for row in rows]
    if sys.stdout.isatty():
        _rich_table(columns, cells, right)
        return
    widths = [max([len(name), *(len(row[i]) for row in cells)]) for i, name in enumerate(columns)]
    for row in (list(columns), *cells):
        padded = (
            cell.rjust(width) if name in right else cell.ljust(width)
            for cell, width, name in zip(row, widths, columns, strict=True)
        )
        out("  ".join(padded).rstrip())


def _rich_table(columns: Sequence[str], rows: Sequence[Sequence[str]], right: frozenset[str]) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold", show_edge=False)
    for name in columns:
        justify: Literal["left", "right"] = "right" if name in right else "left"
        table.add_column(name, justify=justify, overflow="fold", no_wrap=name == "id")  # an id is copied whole
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    rich_console().print(table)
