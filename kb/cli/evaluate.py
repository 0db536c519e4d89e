"""The command evaluate: predictions for texts whose gold somebody else holds."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kb.cli import console, options
from kb.cli.exits import Exit
from kb.cli.named_files import read_file, write_file
from kb.cli.progress import progress_over
from kb.errors import InputError

if TYPE_CHECKING:
    from kb.service.knowledge_base import KnowledgeBase


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command(short_help="Write predictions for texts with gold.")(evaluate)


def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD_DIR", help="Folder with articles/*.txt; nothing else is read.")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where the predictions go.")],
) -> None:
    """Read GOLD_DIR/articles/*.txt in a throw-away home and write what was found as predictions.

    One NAME.json for NAME.txt (seed-gold.json for the text named 000_...), and
    cross-article.json with what was linked across them.
    """
    files = sorted((gold / "articles").glob("*.txt"))
    if not files:
        raise InputError(f"There are no texts in {gold / 'articles'}.", hint="Name the folder that holds articles/.")
    failed = 0
    with _throw_away() as kb:
        keys: dict[str, str] = {}
        names: dict[str, str] = {}
        with kb.adder() as adder:
            for file in progress_over(files, "reading"):
                for outcome in _as_it_is(file):
                    result = adder.add(outcome)
                    if result.error is not None:
                        failed += 1
                        console.report(result.error)
                    else:
                        names[result.article] = file.name
        documents = _predictions(kb, names, keys)
    for name, document in documents.items():
        text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
        out.mkdir(parents=True, exist_ok=True)
        write_file(out / f"{name}.json", [text.encode()])
    console.out(f"Wrote {len(documents)} predictions to {out}")
    if failed:
        raise typer.Exit(Exit.PARTLY)


@contextmanager
def _throw_away() -> "Iterator[KnowledgeBase]":
    """Open a knowledge base that is gone afterwards."""
    from kb.bootstrap import open_knowledge_base

    with TemporaryDirectory(prefix="kb-evaluate-") as folder:
        settings = options.settings(home=folder)
        with open_knowledge_base(folder, settings, create=True) as kb:
            yield kb


def _as_it_is(file: Path) -> Iterator[Any]:
    """Read a text whose every character stays where it is in the file, so that offsets fit."""
    from kb.sources import Loaded, read_path

    raw = read_file(file)
    for outcome in read_path(file):
        if isinstance(outcome, Loaded):
            text = raw.decode(outcome.encoding)
            if text != outcome.article.text:
                moved = text.index(outcome.article.text[:40]) if outcome.article.text[:40] in text else 0
                start = outcome.article.body_start + moved
                outcome = replace(outcome, article=replace(outcome.article, text=text, body_start=start))
        yield outcome


def _predictions(kb: "KnowledgeBase", names: dict[str, str], keys: dict[str, str]) -> dict[str, dict[str, Any]]:
    """Return prediction name -> document, for every article and for the links."""
    from kb.service.export.evaluation import article_prediction, document_key, document_name, links_prediction
    from kb.service.identity.members import latest_extractions, linked_members

    coarse = kb.parts.coarse()
    documents = {}
    for article, extraction in latest_extractions(kb.log):
        if article in names:
            keys[article] = document_key(names[article])
            documents[document_name(names[article])] = article_prediction(extraction, coarse)
    entities, events = linked_members(kb)
    documents["cross-article"] = links_prediction(keys, entities, events)
    return documents
