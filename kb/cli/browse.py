"""Commands that look: show and search."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from kb.cli import console, options
from kb.errors import InputError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from kb.service.display.page import Fact, Page, Quote

_SAME = 3  # quotes shown under one fact
_ALIKE = "called much the same"


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(short_help="Show one thing, each fact with its words.")(show)
    app.command(short_help="Search articles, names and statements.")(search)


def show(
    what: Annotated[str, typer.Argument(metavar="ID-or-name", help="An id, an IRI of the graph, or a name.")],
    brief: Annotated[bool, typer.Option("--brief", help="Without the words each fact came from.")] = False,
    min_confidence: options.MinConfidence = 0.0,
    as_of: options.AsOf = None,
    home: options.Home = None,
    as_json: options.Json = False,
) -> None:
    """Show an article, entity, statement or event for reading, each fact with the words it came from.

    An event of which several articles tell has what each tells side by side: time, place,
    participants, reality and figures, and the first and the last report.
    """
    from kb.bootstrap import open_knowledge_base

    with open_knowledge_base(None, options.settings(home=home)) as kb:
        page = kb.show(what, min_confidence, as_of)
    if as_json:
        console.out_json(asdict(page))
    else:
        _print(page, brief)


def search(
    words: Annotated[list[str], typer.Argument(metavar="TEXT...", help="Words that must all be there.")],
    kind: Annotated[
        list[str] | None, typer.Option("--kind", metavar="KIND", help="article, entity or statement; may be repeated.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="At most so many.")] = 20,
    as_of: options.AsOf = None,
    home: options.Home = None,
    as_json: options.Json = False,
) -> None:
    """Search articles, entities and statements for words, the best match first.

    Last come entities that are only called much the same, in another spelling maybe; as JSON their match is "alike".
    """
    from kb.bootstrap import open_knowledge_base
    from kb.projections.catalog.reading import KINDS
    from kb.service.identity.sounding import searched

    wanted = options.choices("--kind", kind or KINDS, KINDS)
    if not " ".join(words).strip():
        raise InputError("There are no words to search for.", hint="Give some: `kb search market attack`.")
    with open_knowledge_base(None, options.settings(home=home)) as kb, kb.at(as_of) as moment:
        hits = searched(moment.catalog, " ".join(words), kinds=wanted, limit=limit)
    if as_json:
        console.out_json([asdict(hit) for hit in hits])
        return
    rows = [
        (f"{hit.kind}-{hit.id}", " ".join(hit.title.split()), " ".join(hit.snippet.split()) or _ALIKE) for hit in hits
    ]
    if rows:
        console.out_table(("id", "title", "words"), rows)
    alike = sum(hit.match == "alike" for hit in hits)
    found = f"{len(rows) - alike} found" if len(rows) > alike else "Nothing holds all of these words"
    console.say(f"{found}; {alike} {_ALIKE}" if alike else found if rows else "Nothing found; try fewer words.")


def _print(page: "Page", brief: bool) -> None:
    out = console.rich_console()
    from rich.text import Text

    out.print(Text(console.visible(page.title), style="bold"))
    if page.subtitle:
        out.print(Text(console.visible(page.subtitle), style="dim"))
    out.print(Text(console.visible(page.iri), style="dim"))
    for section in page.sections:
        out.print()
        out.print(Text(console.visible(section.title), style="bold"))
        for fact in section.facts:
            _print_fact(out, fact, brief)


def _print_fact(out: "Console", fact: "Fact", brief: bool) -> None:
    from rich.padding import Padding
    from rich.text import Text

    line = Text()
    line.append(f"{fact.name}: ", style="cyan")
    line.append(console.visible(fact.value))
    if fact.by:
        line.append(f"  (according to {console.visible(fact.by)})", style="dim")
    if fact.certainty < 1.0:
        line.append(f"  {fact.certainty:.0%}", style="dim")
    for identifier in dict.fromkeys(one for one in (fact.ref, fact.claim) if one):
        line.append(f"  {identifier}", style="dim")
    out.print(Padding(line, (0, 0, 0, 2), expand=False))
    if fact.sources and [one.name for one in fact.sources] != [fact.name]:
        told = "; ".join(f"{one.name} ({one.why})" if one.why else one.name for one in fact.sources)
        words = f"{len(fact.sources)} independent: {console.visible(told)}"
        out.print(Padding(Text(words, style="dim"), (0, 0, 0, 4), expand=False))
    if not brief:
        for quote in fact.quotes[:_SAME]:
            out.print(Padding(_quoted(quote, colour=out.color_system is not None), (0, 0, 0, 4), expand=False))


def _quoted(quote: "Quote", *, colour: bool) -> "Text":
    """Return the sentence with the words marked: by style on a terminal, by ** where there is none."""
    from rich.text import Text

    line = Text("| ", style="dim")
    line.append(console.visible(quote.before))
    words = console.visible(quote.words)
    line.append(words if colour else f"**{words}**", style="bold underline not dim")
    line.append(console.visible(quote.after))
    line.append(f"  [{quote.start}-{quote.end}]")
    return line
