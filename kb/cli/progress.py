"""A progress bar with rate and remaining time, on a terminal only; it is talk, so it stands on standard error."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sized
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from rich.progress import ProgressColumn

T = TypeVar("T")


def progress_over(items: Iterable[T], verb: str, total: int | None = None) -> Iterator[T]:
    """Yield *items*, showing how far it is.

    Args:
        items: anything; its length is the total unless *total* says it.
        verb: what is done with each.
        total: how many there are, None if that is not known.
    """
    if total is None and isinstance(items, Sized):
        total = len(items)
    if not sys.stderr.isatty() or (total is not None and total < 2):
        yield from items
        return
    from rich.console import Console
    from rich.progress import Progress

    # What goes to standard output may be moved above the bar only if it goes to the terminal, too.
    shared = sys.stdout.isatty()
    with Progress(*_columns(verb), console=Console(stderr=True), transient=True, redirect_stdout=shared) as bar:
        task = bar.add_task(verb, total=total, rate="")
        for done, item in enumerate(items, 1):
            yield item
            speed = bar.tasks[0].speed
            more = done if total is not None and done > total else total  # an estimate may be too low
            bar.update(task, completed=done, total=more, rate=f"{speed:.1f}/s" if speed else "")


@contextmanager
def counting(verb: str) -> Iterator[Callable[[int, int], None]]:
    """Lend a function that is told how much of how much is done, and shows it.

    Args:
        verb: what is done.
    """
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(*_columns(verb), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(verb, total=None, rate="")

        def tell(done: int, total: int) -> None:
            speed = bar.tasks[0].speed
            bar.update(task, completed=done, total=total, rate=f"{speed:.1f}/s" if speed else "")

        yield tell


def _columns(verb: str) -> "tuple[ProgressColumn, ...]":
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn

    return (
        TextColumn(verb),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
