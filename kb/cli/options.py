"""Options that several commands share, so that they mean and are called the same everywhere.

Output: annotated types for the commands' signatures, and the settings that
they lead to. Never: opens a home.
"""

from collections.abc import Callable, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any

import typer

from kb.cli import console
from kb.errors import InputError
from kb.settings import Settings, load_settings

Home = Annotated[
    str | None,
    typer.Option(
        "--home",
        metavar="DIR",
        help="Folder of the knowledge base, or postgresql:// address of one, instead of $KB_HOME.",
        show_default=False,
    ),
]
Cache = Annotated[
    str | None,
    typer.Option(
        "--cache",
        metavar="DIR",
        help="Folder for graph and tables of a home on PostgreSQL, instead of $KB_CACHE.",
        show_default=False,
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Answer as JSON.", callback=console.ask_json, is_eager=True)]
Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", help="Say nothing but errors.", callback=console.ask_quiet, is_eager=True)
]


def _moment(given: str | None) -> str | None:
    """Refuse an empty one: `--as-of "$N"` with nothing in it is not now."""
    if given is not None and not given.strip():
        raise typer.BadParameter("it is empty; leave it out to ask about now")
    return given


AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        callback=_moment,
        metavar="N|TIME",
        help="As known after event N of the log, or at a time: 2024-07-05 (all of that day), 2024-07-05T18:30 (UTC).",
        show_default=False,
    ),
]  # read by KnowledgeBase.at, or KnowledgeBase.position_at
MinConfidence = Annotated[
    float,
    typer.Option("--min-confidence", metavar="P", help="Without what is less sure than this chance, 0 to 1."),
]
Actor = Annotated[
    str | None,
    typer.Option(
        "--actor",
        metavar="NAME",
        help="Who decides, as the log will have it, instead of $KB_ACTOR or the name you are logged in with.",
        show_default=False,
    ),
]  # goes into settings(home=home, actor=actor); KnowledgeBase.actor then is who acts
Output = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write there, not to standard output.")
]

_MANY = 40  # words that no hint lists in full
_given: dict[str, Any] = {}


def in_place_of(output: Path | None) -> str:
    """Return what to say of what is at *output*, and will be replaced: asked before that; "" where nothing is."""
    kind = "" if output is None else "file" if output.is_file() else "folder" if output.is_dir() else ""
    return f", in the place of the {kind} that was there" if kind else ""


def remember(**flags: Any) -> None:
    """Keep what stood before the command's name (`kb --home X status`)."""
    _given.clear()
    _given.update({name: value for name, value in flags.items() if value is not None})


def home_named(home: str | None) -> str | None:
    """Return the home that a command names, else the one before the command's name; None where neither does."""
    return home or _given.get("home")


def settings(**flags: Any) -> Settings:
    """Return the settings in force; flags of the command beat those before its name.

    Raises:
        SettingError, InputError: see kb.settings.load_settings.
    """
    return load_settings(_given | {name: value for name, value in flags.items() if value is not None})


def choices(name: str, given: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    """Return *given*, each of which must be one of *known*.

    Raises:
        InputError: one is not; names the option.
    """
    for value in given:
        if value not in known:
            hint = f"Choose from {', '.join(known)}."
            if alike := get_close_matches(value.lower().replace(" ", "_"), known, n=3):
                hint = f"Did you mean {' or '.join(alike)}?" + ("" if len(known) > _MANY else f" {hint}")
            elif len(known) > _MANY:
                hint = "The ontology has no such type; docs/ontology.md lists them."
            raise InputError(f"{name} cannot be {value!r}.", hint=hint)
    return tuple(given)


def bare_id(identifier: str) -> str:
    """Return the id alone, of "article-ID" or the end of an IRI."""
    return identifier.rstrip("/>").rpartition("/")[2].rpartition("-")[2]


def days(since: str, until: str) -> tuple[str, str]:
    """Return --since and --until as days, of a month or year its first and its last; "" for "".

    Raises:
        InputError: one is no day, month or year, or the second lies before the first.
    """
    from kb.model.days import first_day, last_day  # calendar and locale, which no other command needs

    first, last = _day("--since", since, first_day), _day("--until", until, last_day)
    if first and last and last < first:
        raise InputError(f"--until {last} lies before --since {first}.", hint="Give the earlier day to --since.")
    return first, last


def _day(option: str, given: str, read: Callable[[str], str]) -> str:
    try:
        return read(given)
    except ValueError as error:
        hint = "Give it as year-month-day, 2024-05-31, or as a month or year: 2024-05, 2024."
        raise InputError(f"{option} cannot be {given!r}, which is no day.", hint=hint) from error
