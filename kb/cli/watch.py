"""The command watch: folders and feeds are looked at once, or until somebody stops it."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from kb.cli import console, options
from kb.cli.add import tell
from kb.cli.exits import Exit
from kb.cli.stopping import stopped_by_term
from kb.errors import InputError, NotFoundError

if TYPE_CHECKING:
    from kb.service.intake.taking import Told

_DURATION: Final = re.compile(r"(\d+(?:\.\d+)?)\s*(s|m|h|d|)\Z")
_SECONDS: Final = {"": 1.0, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86_400.0}


class NoFolderError(NotFoundError):
    """There is nothing to watch at a path."""

    code = "no-folder"

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(
            f"There is no folder {path or repr(path)}.",
            hint="Make it, or check its spelling; feeds begin with http:// or https://.",
        )


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command(short_help="Watch folders and feeds.")(watch)


def watch(
    sources: Annotated[list[str], typer.Argument(metavar="FOLDER|FEED...", help="Folders, and addresses of feeds.")],
    once: Annotated[bool, typer.Option("--once", help="Look once and end.")] = False,
    every: Annotated[
        str,
        typer.Option("--every", metavar="TIME", help="How often to look (30s, 10m, 1h); feeds 15m, folders 5s."),
    ] = "",
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Feeds may be on this machine and in private networks.")
    ] = False,
    settle: Annotated[
        float, typer.Option("--settle", metavar="SECONDS", min=0, help="Take a file when it has not changed so long.")
    ] = 2.0,
    pages: Annotated[
        bool, typer.Option("--pages", help="Of items that are only summaries, read the pages they link to.")
    ] = False,
    source: Annotated[str, typer.Option(metavar="NAME", help="Publisher, instead of what they say.")] = "",
    actor: options.Actor = None,
    home: options.Home = None,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Watch folders and feeds: what is new is added, what has changed takes its former place as a correction.

    Feeds are RSS, Atom and JSON Feed. It looks again and again until it is stopped with Ctrl-C, or with --once once.
    Where it was is kept in the home, so that it can be stopped and started at any time.
    """
    from kb.bootstrap import open_knowledge_base
    from kb.service.intake.watch_looks import Looker, WatchRules
    from kb.service.intake.watch_state import WatchState
    from kb.service.intake.watching import Watcher
    from kb.sources import ReadOptions
    from kb.sources.fetching import Fetcher, Manners
    from kb.sources.pages import Pages

    rules = WatchRules(duration("--every", every), settle, ReadOptions(source=source))
    names = _names(sources)
    settings = options.settings(home=home, actor=actor)
    teller = _Teller(as_json)
    good = True
    with open_knowledge_base(None, settings, create=True, on_away=console.away) as kb, stopped_by_term():
        manners = Manners(settings.watch_timeout, pause=settings.watch_pause, private=allow_private)
        with WatchState(kb.home.root / "watch.sqlite") as state:
            fetcher = Fetcher(manners)
            reader = Pages(fetcher, rules.options) if pages else None
            watcher = Watcher(Looker(kb, state, fetcher, rules, teller, console.waiting, reader))
            try:
                if once:
                    good = watcher.once(names)
                else:
                    console.say(f"Watching {', '.join(names)}; stop with Ctrl-C.")
                    good = watcher.forever(names)
            except KeyboardInterrupt:
                teller.end()
                raise typer.Exit(Exit.INTERRUPTED) from None
    teller.end()
    if not good:
        raise typer.Exit(Exit.PARTLY)


def _names(sources: list[str]) -> list[str]:
    """Return feeds as they are and folders by their whole path, each once.

    Raises:
        NoFolderError: names the first that is neither.
    """
    from kb.service.intake.watch_looks import is_feed

    for one in sources:
        if not is_feed(one) and (not one.strip() or not Path(one).exists()):  # "" would be the folder that one is in
            raise NoFolderError(one)
    return list(dict.fromkeys(one if is_feed(one) else str(Path(one).absolute()) for one in sources))


def duration(option: str, given: str) -> float | None:
    """Return seconds; None for "".

    Raises:
        InputError: it is no time, or none at all; names the option.
    """
    if not given:
        return None
    found = _DURATION.match(given.strip().lower())
    if found is None or not (seconds := float(found[1]) * _SECONDS[found[2]]):
        raise InputError(f"{option} cannot be {given!r}.", hint="Give a time such as 30s, 10m, 1h or 1d.")
    return seconds


class _Teller:
    """Tells what happens, and in the end how much."""

    def __init__(self, as_json: bool) -> None:
        self._as_json = as_json
        self._counts: dict[str, int] = {}
        self._errors = False

    def __call__(self, told: "Told") -> None:
        self._errors = self._errors or told.error is not None
        if told.result is not None:
            self._counts[told.result.status] = self._counts.get(told.result.status, 0) + 1
        if self._as_json:
            console.out_json_line(_record(told))
            console.flush()
        elif told.result is not None:
            tell(told.result)
        elif told.error is not None:
            console.report(told.error)
        else:
            console.say(f"{told.source}: {told.note}")

    def end(self) -> None:
        """Say how many came in."""
        if self._as_json:
            return
        names = {"known": "known already", "failed": "did not go in"}
        found = [f"{count:,} {names.get(status, status)}" for status, count in self._counts.items()]
        if found or not self._errors:
            console.say(f"{', '.join(found)}." if found else "Nothing new.")


def _record(told: "Told") -> dict[str, Any]:
    record: dict[str, Any] = {"source": told.source}
    if (result := told.result) is not None:
        record |= {"status": result.status, "origin": result.origin, "place": result.place, "article": result.article}
        record |= {"title": result.title, "found": dict(result.counts), "notes": list(result.notes)}
    error = told.error or (told.result.error if told.result else None)
    return (
        record | ({"error": console.error_record(error)} if error else {}) | ({"note": told.note} if told.note else {})
    )
