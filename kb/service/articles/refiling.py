"""An article that is in comes again with another date or source that a person says: it is filed under that.

Input: an opened knowledge base, an outcome of kb.sources. Output: the events of a withdrawal and of an addition, two
appends; a Result.
Never: changes the text, or the ids of what it tells; takes what a file says of itself for what a person says.
"""

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

from kb.errors import KbError
from kb.projections.folding.standing import Standing
from kb.service.articles.stored import NoArticleError
from kb.service.articles.withdrawing import NotThereError, withdraw
from kb.service.curation.undoing import undoing
from kb.service.intake.results import Result
from kb.service.knowledge_base import KnowledgeBase, OnWait
from kb.sources import Loaded, Outcome

SAID: Final = ("published", "source", "title", "url")  # fields of Article that a person may say
DATING: Final = frozenset(  # codes of notes on what an article is dated by
    {"no-date", "date-from-text", "ambiguous-date", "unreadable-date", "partial-date", "future-date", "zone"}
)


def otherwise_said(standing: Standing, given: Outcome, said: Collection[str]) -> Mapping[str, tuple[str, str]]:
    """Return what of *said* the stored article has otherwise: name -> (there, given); empty if it is not in the graph.

    Args:
        standing: the catalog.
        given: the same text, with what was said of it.
        said: those of SAID that a person said.
    """
    if not isinstance(given, Loaded):
        return MappingProxyType({})
    row = standing.views.article_row(given.article.id) or {}
    if not row.get("position") or row.get("withdrawn") or row.get("replaced_by"):
        return MappingProxyType({})
    stored = standing.sources.article(int(row["position"]))
    pairs = {name: (str(getattr(stored, name)), str(getattr(given.article, name))) for name in said}
    return MappingProxyType({name: pair for name, pair in pairs.items() if pair[1] and pair[0] != pair[1]})


def refile(
    kb: KnowledgeBase,
    given: Outcome,
    changes: Mapping[str, tuple[str, str]],
    on_wait: OnWait | None = None,
    *,
    actor: str = "",
) -> Result:
    """File an article anew: it is withdrawn, and added again with what *changes* says.

    All else stays as it is stored, also that it corrects an earlier text. What was decided about it goes on applying,
    as for any text that is added again. If it cannot be added the withdrawal is undone; if the program is killed in
    between, the article is withdrawn, and the log says what for: added again it is back, with the ids that it had.

    Args:
        kb: opened for writing.
        given: the same text, with what was said of it.
        changes: see otherwise_said.
        actor: who says so, "person:NAME"; the knowledge base's own actor if it is not said.

    Raises:
        HomeBusyError, StorageError: see withdraw.
    """
    if not isinstance(given, Loaded):
        raise TypeError(f"{type(given).__name__} is no article")
    told = ", ".join(f"{name} {new} ({old or 'none'} before)" for name, (old, new) in changes.items())
    try:
        left = withdraw(kb, given.article.id, f"filed anew: {told}", on_wait, actor=actor)
    except (NoArticleError, NotThereError) as error:  # somebody else took it out just now
        return Result("failed", given.origin, given.place, given.article.id, given.article.title, error=error)
    try:
        with kb.adder(again=True, actor=actor, on_wait=on_wait) as adder:
            row = adder.catalog.views.article_row(given.article.id) or {}
            filed, corrects = _with(adder.catalog, row, given, changes), str(row.get("replaces", ""))
            result = adder.add(filed, corrects=corrects, reason=f"filed anew: {told}")
    except BaseException:
        with suppress(KbError):  # it is in already, or what is at fault is raised; the log says what is withdrawn
            _back(kb, left.position, actor)
        raise
    if result.error is not None:
        _back(kb, left.position, actor)
    if result.status not in ("added", "corrected"):  # somebody else added it meanwhile
        return result
    note = f"It was in already; filed anew: {told}. Event {left.position} withdrew it as it was."
    return replace(result, status="refiled", notes=(note, *result.notes))


def _with(standing: Standing, row: Mapping[str, Any], given: Loaded, changes: Mapping[str, tuple[str, str]]) -> Loaded:
    """Return the article as it is stored but for *changes*; what is noted of its date goes with another date."""
    stored = standing.sources.article(int(row["position"]))
    said: dict[str, Any] = {name: new for name, (_, new) in changes.items()}
    notes = tuple(note for note in given.notes if "published" in changes or note.code not in DATING)
    return replace(given, article=replace(stored, **said), notes=notes)


def _back(kb: KnowledgeBase, position: int, actor: str) -> None:
    with undoing(kb, actor) as undoer:
        undoer.undo(position, "it could not be filed anew")
