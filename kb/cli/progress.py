"""A progress bar with rate and remaining time, on a terminal only; it is talk, so it stands on standard error."""

import sys
from collections.abc import Iterable, Iterator, Sized
from typing import TypeVar

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
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn(verb),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    # What goes to standard output may be moved above the bar only if it goes to the terminal, too.
    shared = sys.stdout.isatty()
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=shared) as bar:
        task = bar.add_task(verb, total=total, rate="")
        for done, item in enumerate(items, 1):
            yield item
            speed = bar.tasks[0].speed
            more = done if total is not None and done > total else total  # an estimate may be too low
            bar.update(task, completed=done, total=more, rate=f"{speed:.1f}/s" if speed else "")
