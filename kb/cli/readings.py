"""The commands compare and reextract: what another extractor makes of stored articles."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from kb.cli import console, options
from kb.cli.exits import Exit
from kb.cli.progress import progress_over
from kb.errors import InputError

if TYPE_CHECKING:
    from kb.service.articles.comparing import Comparison, Told
    from kb.service.articles.rereading import Change
    from kb.service.curation.standing import Kept

_PAIR = 2


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(short_help="Show what two extractors read differently.")(compare)
    app.command(short_help="Read stored articles again.")(reextract)


def compare(
    article: Annotated[str, typer.Argument(metavar="ARTICLE", help="A stored article by id or title.")],
    extractors: Annotated[
        str,
        typer.Option(
            "--extractors",
            metavar="A,B",
            help="Two extractors; recorded is the reading in force. Else that and the setting's.",
            show_default=False,
        ),
    ] = "",
    home: options.Home = None,
    as_json: options.Json = False,
) -> None:
    """Read a stored article with two extractors and show what differs; nothing is recorded.

    For each kind of claim: only in the first, only in the second, in both but told differently.
    """
    from kb.bootstrap import named_extractor, open_knowledge_base
    from kb.service.articles.named import article_named
    from kb.service.articles.readings import RECORDED, compare_readings

    settings = options.settings(home=home)
    names = [name.strip() for name in extractors.split(",") if name.strip()]
    if not names:
        names = [RECORDED, settings.extractor]
    if len(names) != _PAIR:
        raise InputError(
            f"--extractors cannot be {extractors!r}.", hint="Give two, as in builtin,spacy:en_core_web_sm."
        )
    with open_knowledge_base(None, settings) as kb:
        both = [None if name == RECORDED else named_extractor(name, settings) for name in names]
        found = compare_readings(kb, article_named(kb, article), both)
    if as_json:
        rejected = dict(zip(("first", "second"), found.rejected, strict=True))
        record = {"article": found.article.id, "title": found.article.title, **_comparison(found.comparison)}
        console.out_json(record | {"rejected": rejected, "notes": list(found.notes)})
        return
    console.out(f"article-{found.article.id}  {found.article.title}".rstrip())
    for name, count in zip((found.comparison.first, found.comparison.second), found.rejected, strict=True):
        console.out(f"  {name}" + (f", {console.counted(count, 'claims')} left out" if count else ""))
    for note in found.notes:
        console.say(f"note: {note}")
    _tell_comparison(found.comparison)


def reextract(
    articles: Annotated[
        list[str] | None, typer.Argument(metavar="[ARTICLE...]", help="Stored articles by id or title.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="All articles of the knowledge base.")] = False,
    extractor: Annotated[
        str, typer.Option("--extractor", metavar="NAME", help="Who reads them; else the setting.", show_default=False)
    ] = "",
    home: options.Home = None,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Read stored articles again and record the new readings; the old ones stay in the log.

    What people decided goes on applying to what is found again; each decision that finds nothing is listed, and kept.
    """
    from kb.bootstrap import named_extractor, open_knowledge_base
    from kb.service.articles.named import article_named
    from kb.service.articles.readings import rereading

    if articles and every:
        raise InputError(
            "Articles are named, and --all is given.", hint="Name articles by id, or give --all, not both."
        )
    if not articles and not every:
        raise InputError("It is not said which articles to read again.", hint="Name articles by id, or give --all.")
    settings = options.settings(home=home)
    changes: list[Change] = []
    with open_knowledge_base(None, settings, on_away=console.away) as kb:
        reader = named_extractor(extractor or settings.extractor, settings)
        named = [article_named(kb, article) for article in articles or ()]
        with rereading(kb, reader, on_wait=console.waiting) as again:
            for article in progress_over(again.articles() if every else named, "reading"):
                changes.append(again.read_again(article))
                if not as_json:
                    _tell_change(changes[-1])
        position = kb.position
    if as_json:
        console.out_json({"position": position, **_counts(changes), "articles": [_change(c) for c in changes]})
    else:
        console.say(_in_words(changes))
    if any(change.error for change in changes):
        raise typer.Exit(Exit.PARTLY)


def _tell_comparison(comparison: "Comparison") -> None:
    for kind, same in comparison.same.items():
        parts = [(name, [told for told in rows if told.kind == kind]) for name, rows in _parts(comparison)]
        console.out(
            f"{kind}: " + ", ".join([f"{same} alike", *(f"{len(rows)} {name}" for name, rows in parts if rows)])
        )
        for name, rows in parts:
            if rows:
                console.out(f"  {name}:")
            for told in rows:
                console.out(f"    {told.label}{_place(told)}")
                for field, first, second in told.differs:
                    console.out(f"      {field}: {first or '-'} | {second or '-'}")


def _parts(comparison: "Comparison") -> "list[tuple[str, tuple[Told, ...]]]":
    first, second = comparison.first, comparison.second
    if first == second:
        first, second = "the first", "the second"
    return [
        (f"only in {first}", comparison.only_first),
        (f"only in {second}", comparison.only_second),
        ("different", comparison.different),
    ]


def _place(told: "Told") -> str:
    return f"  [{told.start}:{told.end}]" if told.end else ""


def _tell_change(change: "Change") -> None:
    """Print what became of one article: a line, what changed by kind, and the decisions."""
    if change.error is not None:
        console.report(change.error)
    counts = ", ".join(f"{kind} {a} -> {b}" if a != b else f"{kind} {a}" for kind, (a, b) in change.counts.items())
    names = f"{change.before or 'unread'} -> {change.after}" if change.status == "reread" else change.before or "unread"
    console.out(
        f"{change.status:<10} article-{change.article}  {change.title}  ({names})" + f": {counts}" * bool(counts)
    )
    if change.comparison is not None and change.status == "reread":
        told = change.comparison
        found = [
            (len(told.only_second), "new"),
            (len(told.only_first), "gone"),
            (len(told.different), "told differently"),
        ]
        console.out("           " + (", ".join(f"{n} {what}" for n, what in found if n) or "nothing told differently"))
    for kept in change.decisions:
        if kept.outcome == "holds":
            continue
        said = {"not-found": "not found again", "agreed": "no longer needed"}[kept.outcome]
        console.out(f"           decision {kept.position} by {kept.actor} {said}: {kept.type} {kept.what}; {kept.why}")
    if change.rejected:
        console.say(f"           {change.rejected} claims were left out; `kb show article-{change.article}` says why")
    for note in change.notes:
        console.say(f"           note: {note}")


def _comparison(comparison: "Comparison") -> dict[str, Any]:
    return {
        "first": comparison.first,
        "second": comparison.second,
        "same": dict(comparison.same),
        "only_first": [_told(told) for told in comparison.only_first],
        "only_second": [_told(told) for told in comparison.only_second],
        "different": [_told(told) for told in comparison.different],
    }


def _told(told: "Told") -> dict[str, Any]:
    differs = {field: {"first": first, "second": second} for field, first, second in told.differs}
    ids = {name: value for name, value in (("first", told.first), ("second", told.second)) if value}
    record = {"kind": told.kind, **ids, "label": told.label, "start": told.start, "end": told.end}
    return record | ({"differs": differs} if differs else {})


def _change(change: "Change") -> dict[str, Any]:
    return {
        "article": change.article,
        "title": change.title,
        "status": change.status,
        "before": change.before,
        "after": change.after,
        "counts": {kind: {"before": a, "after": b} for kind, (a, b) in change.counts.items()},
        "changes": _comparison(change.comparison) if change.comparison else None,
        "decisions": [_kept(kept) for kept in change.decisions],
        "rejected": change.rejected,
        "notes": list(change.notes),
        "error": console.error_record(change.error) if change.error else None,
    }


def _kept(kept: "Kept") -> dict[str, Any]:
    return {
        "position": kept.position,
        "type": kept.type,
        "actor": kept.actor,
        "what": kept.what,
        "outcome": kept.outcome,
        "why": kept.why,
    }


def _counts(changes: "list[Change]") -> dict[str, int]:
    counts = dict.fromkeys(("reread", "unchanged", "unread", "failed"), 0)
    for change in changes:
        counts[change.status] += 1
    return counts


def _in_words(changes: "list[Change]") -> str:
    said = ", ".join(f"{n} {status}" for status, n in _counts(changes).items() if n) or "no articles"
    lost = sum(kept.outcome == "not-found" for change in changes for kept in change.decisions)
    return f"{said}; {console.counted(lost, 'decisions')} of people found nothing to apply to." if lost else f"{said}."
