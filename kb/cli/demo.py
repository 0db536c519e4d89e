"""The command demo: the bundled articles become a graph, and a page says what it knows."""

import json
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

import typer

from kb.cli import console, demo_queries, options
from kb.cli.exits import Exit
from kb.cli.progress import progress_over
from kb.cli.query import cell

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from kb.service.intake.adding import Result
    from kb.service.knowledge_base import KnowledgeBase

_DISAGREEING: Final = 3  # quantities


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command(short_help="Read the bundled articles; show what is known.")(demo)


def demo(home: options.Home = None) -> None:
    """Read the articles that come with kb and show what is known then.

    Uses a home that is gone afterwards, unless --home names one to keep.
    """
    from kb.bootstrap import open_knowledge_base
    from kb.resources import resource

    home = options.home_named(home)
    with ExitStack() as stack:
        folder = home or stack.enter_context(TemporaryDirectory(prefix="kb-demo-"))
        kb = stack.enter_context(open_knowledge_base(folder, options.settings(home=folder), create=True))
        started = perf_counter()
        results = _read(kb, resource("seeds"))
        page = Page(console.rich_console(width=None), kb)
        page.show(results, perf_counter() - started, keep=home)
    if any(result.error for result in results):
        raise typer.Exit(Exit.PARTLY)


def _read(kb: "KnowledgeBase", folder: Path) -> "list[Result]":
    from kb.sources import Failed, Loaded, read_path

    outcomes = [outcome for outcome in read_path(folder) if isinstance(outcome, Loaded | Failed)]
    with kb.adder(on_wait=console.waiting) as adder:
        return [adder.add(outcome) for outcome in progress_over(outcomes, "reading the seeds")]


class Page:
    """One calm page: a heading a section, at most ten lines each."""

    def __init__(self, out: "Console", kb: "KnowledgeBase") -> None:
        self._out = out
        self._kb = kb

    def show(self, results: "list[Result]", seconds: float, keep: str | None) -> None:
        """Print the page."""
        counts = {
            kind: sum(r.counts.get(kind, 0) for r in results)
            for kind in ("entities", "events", "statements", "figures")
        }
        total = ", ".join(f"{count:,} {kind}" for kind, count in counts.items())
        self._heading(f"What was read: {len(results)} articles in {seconds:.0f} s")
        self._table(
            ("article", "events", "statements", "figures"),
            [
                (r.title or r.origin, *(r.counts.get(k, 0) for k in ("events", "statements", "figures")))
                for r in results
            ],
            right=("events", "statements", "figures"),
        )
        self._line(f"{total}; every one cites the characters it rests on.")
        self._section("Who", demo_queries.PEOPLE, {"name": "person", "as": "office", "articles": "articles"})
        self._section("Where", demo_queries.PLACES, {"name": "place", "country": "country", "events": "events"})
        self._section(
            "What happened", demo_queries.HAPPENINGS, {"begin": "from", "what": "event", "articles": "articles"}
        )
        self._section(
            "Who said what",
            demo_queries.STATEMENTS,
            {"who": "speaker", "how": "verb", "what": "words", "article": "article"},
        )
        self._disagreeing()
        self._heading("Three questions in SPARQL")
        for question, query in demo_queries.QUESTIONS:
            self._line(question, style="bold")
            self._line(_indented(query), style="dim")
            rows, columns = self._ask(query)
            self._table(columns, rows)
            self._line("")
        self._several()
        self._pair()
        self._next(keep)

    def _disagreeing(self) -> None:
        """Show what cannot all be true of one event, as it was reported: what most articles tell of first."""
        from kb.service.happenings.conflicts import conflicts

        self._heading("Figures that disagree")
        found = (one for one in conflicts(self._kb.catalog) if one.odds)
        by_articles = sorted(found, key=lambda one: -len({value.article for value in one.values}))
        rows = [
            (
                one.label,
                value.reported[:16],
                value.told,
                ", ".join(value.said_by) or "the article itself",
                value.source,
            )
            for one in by_articles[:_DISAGREEING]
            for value in one.values
        ]
        if rows:
            self._table(("of", "reported", "figure", "according to", "source"), rows)
        else:
            self._line("No two figures disagree.")

    def _several(self) -> None:
        """Show one event as each article tells it, side by side: nothing is averaged."""
        from kb.service.happenings.told import most_told

        with self._kb.at(None) as moment, moment.connection() as connection:
            found = most_told(connection)
        if found is None:
            return
        self._heading(f"One event, told by {found.articles} articles: {found.label}")
        rows = [
            (one.published[:16], one.source, one.words, one.when, one.where, "; ".join(one.figures) or "none")
            for one in found.versions
        ]
        self._table(("reported", "source", "words", "when", "where", "figures"), rows)

    def _pair(self) -> None:
        """Show why two names in two articles are one."""
        from kb.service.happenings.told import telling_pair

        pair = telling_pair(self._kb)
        if pair is None:
            return
        found, names = pair
        self._heading(f"Why two are one: “{names[0]}” of one article, “{names[1]}” of another")
        self._line(f"{' and '.join(found.pair)}. {found.verdict}")
        self._table(("bits", "because"), [(f"{part.bits:+.1f}", part.words) for part in found.parts], right=("bits",))
        for words in found.would_change:
            self._line(words)

    def _next(self, keep: str | None) -> None:
        home = f" --home {keep}" if keep else ""
        self._heading("Where to go next")
        steps = [
            ("kb add FILE ...", "read articles of your own"),
            (f"kb show{home} NAME", "all that is known of somebody, with the words it came from"),
            (f"kb conflicts{home}, kb explain{home} A B", "figures that disagree; why two are one, or not"),
            (f"kb query{home} -e 'SELECT ...'", "ask anything; docs/queries has examples"),
            (f"kb serve{home} --open", "the same over HTTP: SPARQL, JSON, linked data"),
        ]
        if not keep:
            steps.insert(0, ("kb demo --home DIR", "the same again, in a home that stays"))
        for command, purpose in steps:
            self._line(f"  {command:<36} {purpose}")

    def _section(self, title: str, query: str, columns: dict[str, str], none: str = "Nothing found.") -> None:
        self._heading(title)
        result = self._result(query)
        rows = [
            [cell(binding.get(name), self._kb.base_iri) for name in columns]
            for binding in result["results"]["bindings"]
        ]
        if rows:
            numbers = [columns[name] for name in columns if name in ("articles", "events")]
            self._table(tuple(columns.values()), rows, right=tuple(numbers))
        else:
            self._line(none)

    def _ask(self, query: str) -> tuple[list[list[str]], tuple[str, ...]]:
        result = self._result(query)
        columns = tuple(result["head"]["vars"])
        bindings = result["results"]["bindings"]
        return [[cell(binding.get(name), self._kb.base_iri) for name in columns] for binding in bindings], columns

    def _result(self, query: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self._kb.query(query, format="json").read())
        return found

    def _heading(self, title: str) -> None:
        from rich.rule import Rule
        from rich.text import Text

        self._out.print()
        if self._out.is_terminal:
            self._out.print(Rule(Text(title, style="bold"), align="left", style="dim"))
        else:
            self._out.print(f"== {title}")

    def _line(self, text: str, style: str = "") -> None:
        from rich.text import Text

        self._out.print(Text(console.visible(text), style=style))

    def _table(self, columns: tuple[str, ...], rows: Any, right: tuple[str, ...] = ()) -> None:
        from rich.table import Table
        from rich.text import Text

        table: Table = Table(box=None, pad_edge=False, header_style="dim")
        for name in columns:
            table.add_column(name, justify="right" if name in right else "left", overflow="fold")
        for row in rows:
            table.add_row(*(_cell(value, Text) for value in row))
        self._out.print(table)


def _cell(value: object, text: Any) -> "RenderableType":
    made: RenderableType = text(console.visible(str(value)))
    return made


def _indented(query: str) -> str:
    return "\n".join(f"    {line}" for line in query.splitlines())
