"""Commands that check, and one that makes anew: validate, verify, rebuild."""

import re
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kb.cli import console, options
from kb.cli.exits import Exit
from kb.cli.progress import counting, progress_over
from kb.errors import InputError

if TYPE_CHECKING:
    from kb.service.upkeep.signing import Signed
    from kb.service.upkeep.verifying import Proof


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(short_help="Hold the whole graph to the shapes.")(validate)
    app.command(short_help="Check log and projections for changes.")(verify)
    app.command(short_help="Make the projections again from the log.")(rebuild)


def validate(
    article: Annotated[
        str, typer.Option("--article", metavar="ID", help="Only this article's graph.", show_default=False)
    ] = "",
    as_of: options.AsOf = None,
    home: options.Home = None,
    as_json: options.Json = False,
) -> None:
    """Hold the whole graph to the shapes, article by article, imported graphs as well."""
    from kb.bootstrap import open_knowledge_base
    from kb.service.upkeep.validating import Validation

    checked, failing = 0, []
    with open_knowledge_base(None, options.settings(home=home)) as kb, kb.at(as_of) as moment:
        graphs = Validation(kb, options.bare_id(article), moment)
        for verdict in progress_over(graphs, "validating", total=len(graphs)):
            checked += 1
            if not verdict.conforms:
                failing.append(verdict)
                if not as_json:
                    console.out(f"{verdict.graph}")
                    for line in verdict.lines:
                        console.out(f"  {line}")
    if as_json:
        found = [{"graph": v.graph, "results": list(v.lines)} for v in failing]
        console.out_json({"conforms": not failing, "graphs": checked, "failing": found})
    else:
        console.out(f"{checked:,} graphs, {len(failing):,} do not conform" if failing else _conform(checked))
    if failing:
        raise typer.Exit(Exit.PARTLY)


def verify(
    repair: Annotated[
        bool, typer.Option("--repair", help="Make graph and tables again where they are not what the log says.")
    ] = False,
    against: Annotated[
        str,
        typer.Option("--against", metavar="HASH[@N]", help="A head hash kept elsewhere: the log must contain it."),
    ] = "",
    public_key: Annotated[
        Path | None,
        typer.Option(
            "--public-key", metavar="FILE", help="The log must be what this key's owner signed.", show_default=False
        ),
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", metavar="N", min=1, help="Processes, instead of as many as help.", show_default=False),
    ] = None,
    home: options.Home = None,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Prove that the home is what its log says, and that the log is what was written.

    Walks the hash chain, holds every payload and every stored text to its
    hash, and compares graph and tables with a fresh replay. The log itself is
    never changed, whatever is found.
    """
    from kb.bootstrap import open_knowledge_base
    from kb.service.upkeep.signing import check_signatures
    from kb.service.upkeep.verifying import prove

    head = _head(against)
    key = None
    if public_key is not None:
        from kb.log.signing import public_key as read_key

        key = read_key(public_key)
    with open_knowledge_base(None, options.settings(home=home)) as kb, counting("verifying") as tell:
        proof = prove(kb, jobs=jobs, repair=repair, against=head, on_wait=console.waiting, on_step=tell)
        signed = check_signatures(kb, key) if key is not None else None
    if as_json:
        console.out_json(_as_json(proof, signed))
    else:
        _tell(proof, signed)
    if proof.differences:
        raise typer.Exit(Exit.INTEGRITY)


def _head(against: str) -> tuple[str, int | None] | None:
    """Return the hash and the position in HASH[@N], None for "".

    Raises:
        InputError: it is something else.
    """
    if not against:
        return None
    head, _, at = against.strip().lower().partition("@")
    if not re.fullmatch("[0-9a-f]{64}", head) or (at and not re.fullmatch("[1-9][0-9]*", at)):
        raise InputError(
            f"--against cannot be {against!r}.",
            hint="Give the 64 hex digits that `kb verify` prints as the head hash, and @N behind them if you like.",
        )
    return head, int(at) if at else None


def _as_json(proof: "Proof", signed: "Signed | None") -> dict[str, Any]:
    return {
        "sound": not proof.differences,
        "events": proof.events,
        "head": proof.head,
        "articles": proof.articles,
        "texts": proof.texts,
        "quads": proof.quads,
        "rows": proof.rows,
        "snapshots": proof.snapshots,
        "generations": proof.generations,
        "against": proof.against or None,
        "signed": asdict(signed) if signed else None,
        "differences": [asdict(difference) for difference in proof.differences],
        "repaired": [asdict(difference) for difference in proof.repaired],
    }


def _tell(proof: "Proof", signed: "Signed | None") -> None:
    for difference in proof.differences or proof.repaired:
        console.out(f"{difference.projection} {difference.where}: {difference.what} {difference.value}")
    console.out(_proved(proof))
    if proof.against:
        later = proof.events - proof.against
        console.out(f"The hash given is that of event {proof.against:,}, {later:,} after it")
    if signed:
        console.out(f"Signed up to event {signed.position:,} at {signed.signed_at}, {signed.later:,} after it")
    console.out(_verdict(proof))


def _proved(proof: "Proof") -> str:
    kept = {"snapshots": proof.snapshots, "generations": proof.generations}
    past = "".join(f" and {console.counted(number, name)}" for name, number in kept.items() if number)
    articles = console.counted(proof.articles, "articles")
    if former := proof.texts - proof.articles:  # of what was corrected, or filed anew
        articles += f" and {console.counted(former, 'earlier versions')}"
    return (
        f"{proof.events:,} events chained, {articles}, {proof.quads:,} quads and {proof.rows:,} rows{past} compared. "
        f"Head hash {proof.head}"
    )


def _verdict(proof: "Proof") -> str:
    if proof.differences:
        found = console.counted(len(proof.differences), "differences")
        return f"{found}; `kb verify --repair` mends what is derived from the log"
    if proof.repaired:
        return f"{console.counted(len(proof.repaired), 'differences')} mended; all is as it should be"
    return "All is as it should be"


def rebuild(home: options.Home = None, as_json: options.Json = False) -> None:
    """Throw graph, tables and search index away and make them again from the log."""
    from kb.bootstrap import open_knowledge_base
    from kb.service.upkeep.maintenance import rebuild_home

    with open_knowledge_base(None, options.settings(home=home)) as kb, counting("rebuilding") as tell:
        position = rebuild_home(kb, on_wait=console.waiting, on_progress=tell)
    if as_json:
        console.out_json({"position": position})
    else:
        console.out(f"Made the projections again from {position:,} events")


def _conform(checked: int) -> str:
    return f"{console.counted(checked, 'graphs')} {'conforms' if checked == 1 else 'conform'}"
