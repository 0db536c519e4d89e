"""The command add: files, folders and standard input become articles of the knowledge base."""

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kb.cli import console, options
from kb.cli.exits import Exit, exit_code
from kb.cli.progress import progress_over

if TYPE_CHECKING:
    from kb.service.intake.adding import Result
    from kb.service.knowledge_base import KnowledgeBase
    from kb.sources.outcome import Outcome

    Elsewhere = tuple[int, Outcome, Mapping[str, tuple[str, str]]]  # number of its result, and see refile

_LONG = 50_000  # characters beyond which reading takes long enough to wonder


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command(short_help="Read articles: files, folders, standard input.")(add)


def add(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Files or folders; - is standard input.")],
    published: Annotated[
        str, typer.Option("--published", "--date", metavar="DATE", help="Publication date, instead of what they say.")
    ] = "",
    source: Annotated[str, typer.Option(metavar="NAME", help="Publisher, instead of what they say.")] = "",
    title: Annotated[str, typer.Option(metavar="TEXT", help="Title, instead of what they say.")] = "",
    url: Annotated[str, typer.Option(metavar="URL", help="Address, instead of what they say.")] = "",
    revision: Annotated[
        bool, typer.Option("--revision", help="Same id or URL, other text: add it as the publisher's correction.")
    ] = False,
    again: Annotated[bool, typer.Option("--again", help="Take in what was withdrawn or erased, too.")] = False,
    home: options.Home = None,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Read articles into the knowledge base; the same article twice is one article.

    Takes .txt, .md, .html, .json, .jsonl and .xml (RSS, Atom), and folders of them.
    Says for each what was found, or why it did not go in. One that is in already
    is filed anew if --published, --source, --title or --url say otherwise. One that
    was withdrawn or erased stays out, unless --again takes it in again.
    """
    from kb.bootstrap import open_knowledge_base
    from kb.service.articles.refiling import SAID, otherwise_said
    from kb.sources import ReadOptions, read_paths

    wanted = ReadOptions(published=published, source=source, title=title, url=url)
    said = [name for name in SAID if getattr(wanted, name)]
    settings = options.settings(home=home)
    results: list[Result] = []
    elsewhere: dict[str, Elsewhere] = {}  # by article: known, to be filed anew, once however often it comes
    unfinished: Outcome | None = None
    before, begun, told, stopped = 0, 0, 0, False
    with open_knowledge_base(None, settings, create=True, on_away=console.away) as kb:
        with kb.adder(revision=revision, again=again, on_wait=console.waiting) as adder:
            outcomes = read_paths(paths, wanted, stdin=sys.stdin.buffer)
            try:
                for outcome in progress_over(outcomes, "reading", total=_expected(paths)):
                    unfinished, before, begun = outcome, adder.position, begun + 1
                    _announce(outcome, settings.max_characters)
                    result = adder.add(outcome)
                    results.append(result)
                    known = result.status == "known" and result.article not in elsewhere
                    if known and (changes := otherwise_said(adder.catalog, outcome, said)):
                        elsewhere[result.article] = (len(results) - 1, outcome, changes)
                    elif not as_json:
                        tell(result)
                    told = begun
            except KeyboardInterrupt:  # what is recorded stays; the projections catch up with it when this block ends
                stopped = True
                if unfinished is not None and len(results) < begun and adder.recorded_since(before, unfinished):
                    results.append(_just_recorded(unfinished))
                for result in results[told:]:
                    if not as_json:
                        tell(result)
            if len(results) == begun:
                unfinished = None
            position = adder.position
        if not stopped:
            try:
                _file_anew(kb, elsewhere.values(), results, quiet=as_json)
            except KeyboardInterrupt:  # the rest stay as they were
                stopped = True
            position = kb.position
    _report(results, position, unfinished, stopped=stopped, as_json=as_json)
    if stopped:
        raise typer.Exit(Exit.INTERRUPTED)
    if (code := _code(results)) != Exit.DONE:
        raise typer.Exit(code)


def _report(
    results: "list[Result]", position: int, unfinished: "Outcome | None", *, stopped: bool, as_json: bool
) -> None:
    """Say what became of all of them."""
    from kb.sources.dates import UNDATED

    if as_json:
        console.out_json(_summary(results, position) | _stop(stopped, unfinished))
        return
    if stopped:
        console.say(_stopped_in_words(results, unfinished))
    elif not any(result.article or result.error or result.out for result in results):
        console.say("No article was found there; kb reads .txt, .md, .html, .json, .jsonl and .xml.")
    elif len(results) > 1:
        console.say(_in_words(results))
    if any(note.endswith(UNDATED) for result in results if result.status == "added" for note in result.notes):
        console.say("hint: Add it again with --date 2024-05-17, the day it appeared, and its days are known.")


def _file_anew(
    kb: "KnowledgeBase",
    elsewhere: "Iterable[Elsewhere]",
    results: "list[Result]",
    *,
    quiet: bool,
) -> None:
    """File what is in already under what was said of it."""
    from kb.service.articles.refiling import refile

    for index, outcome, changes in elsewhere:
        results[index] = refile(kb, outcome, changes, console.waiting)
        if not quiet:
            tell(results[index])


def _code(results: "list[Result]") -> Exit:
    """Return the exit code: as of any command if all that was given is not there, else whether all went in."""
    errors = [result.error for result in results if result.error is not None]
    if errors and len(errors) == len(results) and all(exit_code(one) == Exit.NOT_FOUND for one in errors):
        return Exit.NOT_FOUND
    return Exit.PARTLY if errors or not any(result.article for result in results) else Exit.DONE


def _expected(paths: list[str]) -> int | None:
    """Return how many articles may come: files, and lines of JSON Lines; None for standard input or no terminal."""
    from kb.sources import find_files

    if not sys.stderr.isatty() or any(path in ("", "-") for path in paths):
        return None
    count = 0
    for path in paths:
        for found in find_files(Path(path)):
            if isinstance(found, Path) and found.suffix.lower() in (".jsonl", ".ndjson") and found.is_file():
                with found.open("rb") as file:
                    count += sum(1 for _ in file)
            else:
                count += 1
    return count


def _announce(outcome: "Outcome", most: int) -> None:
    """Say what is being read before a long silence; nothing of what has more characters than are read."""
    from kb.sources import on_one_line

    article = getattr(outcome, "article", None)
    if article is not None and _LONG < len(article.text) <= most:
        console.say(f"Reading {on_one_line(outcome.origin)}: {len(article.text):,} characters, which takes a while ...")


def tell(result: "Result") -> None:
    """Print what became of one article, in one line and its notes."""
    from kb.sources import on_one_line

    if result.error is not None:
        console.report(result.error)
        return
    where = on_one_line(result.where)
    if result.status == "skipped":
        console.say(f"skipped    {where}: {result.notes[0]}" + (f" {result.out.hint}" if result.out else ""))
        return
    found = ", ".join(console.counted(count, name) for name, count in result.counts.items() if count)
    found = found or ("nothing found" if result.counts else "")
    called = result.title or ("standard input" if where == "-" else where)
    console.out(f"{result.status:<10} article-{result.article}  {called}" + f": {found}" * bool(found))
    if result.rejected:
        told = "claims failed validation and were left out; `kb log` keeps them"
        console.say(f"           {where}: {result.rejected} {told}")
    for note in result.notes:
        console.say(f"           {where}: {note}")


def _just_recorded(outcome: "Outcome") -> "Result":
    """Return the result for an article whose recording ended just when the person stopped."""
    from kb.service.intake.adding import Result
    from kb.sources import Loaded

    assert isinstance(outcome, Loaded)
    article = outcome.article
    return Result("added", outcome.origin, outcome.place, article.id, article.title)


def _stop(stopped: bool, unfinished: "Outcome | None") -> dict[str, Any]:
    """Return for a run that was stopped what it was at and did not record; nothing for one that ended."""
    return {"stopped": True, "not_recorded": unfinished.origin if unfinished else ""} if stopped else {}


def _stopped_in_words(results: "list[Result]", unfinished: "Outcome | None") -> str:
    recorded = sum(result.status in ("added", "corrected") for result in results)
    unread = f", nor is {unfinished.origin}" if unfinished else ""
    return f"{console.counted(recorded, 'articles')} recorded; what comes after is not{unread}. Run it again to go on."


def _summary(results: "list[Result]", position: int) -> dict[str, Any]:
    return {
        "position": position,
        **_counts(results),
        "articles": [
            {
                "status": result.status,
                "origin": result.origin,
                "place": result.place,
                "article": result.article,
                "title": result.title,
                "found": dict(result.counts),
                "rejected": result.rejected,
                "notes": list(result.notes),
                "error": console.error_record(result.error) if result.error else None,
            }
            for result in results
        ],
    }


def _counts(results: "list[Result]") -> dict[str, int]:
    counts = dict.fromkeys(("added", "corrected", "refiled", "known", "skipped", "failed"), 0)
    for result in results:
        counts[result.status] += 1
    return counts


def _in_words(results: "list[Result]") -> str:
    names = {"refiled": "filed anew", "known": "known already", "failed": "did not go in"}
    return ", ".join(f"{n} {names.get(status, status)}" for status, n in _counts(results).items() if n) + "."
