"""Articles in the fold: their texts, what was read from them, and to whom their members are linked.

Input: one Recorded, the Fold that takes it. Output: rows of Tables, kinds as kb.projections.folding.projection lists
them.
Never: forgets a link that still fits what was read; decides whether a withdrawal holds (kb.projections.folding.judging
does).
"""

from typing import TYPE_CHECKING

from kb import events as ev
from kb.events import Recorded
from kb.projections.contract import BadEventError
from kb.projections.folding import grounds, judging, members, telling
from kb.projections.folding.force import key

if TYPE_CHECKING:
    from kb.projections.folding.projection import Fold


def added(fold: "Fold", recorded: Recorded, event: ev.ArticleAdded | ev.ArticleCorrected) -> None:
    """Keep where the article's text is, and what listings need of it.

    Raises:
        BadEventError: the text is not the one that its id stands for.
    """
    if event.article.id != event.article_id:
        raise BadEventError(f"The text of article {event.article_id!r} has the hash {event.article.id}.")
    row = {
        "position": recorded.position,
        "source": event.article.source,
        "published": event.article.published,
    }
    if isinstance(event, ev.ArticleCorrected):
        row["replaces"] = event.replaces
    earlier = fold.tables.get("article", event.article_id) or {}
    if "extraction" in earlier:  # the same text came in again: what was read from it still holds
        row["extraction"] = earlier["extraction"]
    fold.rework(event.article_id, lambda: fold.tables.put("article", event.article_id, value=row))
    fold.name(event.article_id, recorded)
    fold.touched.records |= {int(position) for position in fold.tables.keys("named", event.article_id)}
    telling.refresh_of(fold, event.article_id)
    for local in fold.tables.keys("member", event.article_id):
        own = fold.own(event.article_id, local)
        fold.touched.records |= {int(position) for position in fold.tables.keys("into", own)}
    _touch_former(fold, event.article_id)


def corrected(fold: "Fold", recorded: Recorded, event: ev.ArticleCorrected) -> None:
    """Put the new revision in and take the old one out."""
    fold.tables.put("former", event.article_id, event.replaces, 1)
    added(fold, recorded, event)
    mark(fold, event.replaces, "replaced_by", event.article_id)


def mark(fold: "Fold", article: str, name: str, value: object) -> None:
    """Put *name* into an article's row, or take it out if *value* is empty, and touch all that hangs on it."""
    row = fold.article(article)
    if value:
        row[name] = value
    else:
        row.pop(name, None)
    fold.rework(article, lambda: fold.tables.put("article", article, value=row))
    fold.touched.records |= {int(position) for position in fold.tables.keys("named", article)}
    telling.refresh_of(fold, article)
    _touch_former(fold, article)


def _touch_former(fold: "Fold", article: str) -> None:
    """Touch the texts before one: what took their place is told only while the graph has it."""
    waiting, seen = [article], {article}
    while waiting:
        for former in fold.tables.keys("former", waiting.pop()):
            if former not in seen:
                seen.add(former)
                waiting.append(former)
    fold.touched.articles |= seen


def read(fold: "Fold", recorded: Recorded, event: ev.ExtractionRecorded) -> None:
    """Put what was read in the place of what was read before; links that still fit stay."""
    article = event.article_id
    row = fold.article(article)
    new = members.rows(fold.sources.article(row["position"]), event.extraction)
    old = dict(fold.tables.items("member", article))
    links = members.carried(old, new, dict(fold.tables.items("link", article)))
    again = "extraction" in row
    row["extraction"] = recorded.position

    def change() -> None:
        fold.tables.put("article", article, value=row)
        fold.tables.clear("member", article)
        fold.tables.clear("link", article)
        for local, value in new.items():
            fold.tables.put("member", article, local, value)
        for local, entity in links.items():
            fold.tables.put("link", article, local, entity)
        fold.recurate(article)

    fold.rework(article, change)
    fold.name(article, recorded)
    if again and old != new:  # links rest on what their members are, an id elsewhere for one
        fold.touched.records |= {int(position) for position in fold.tables.keys("named", article)}
        for local, was in old.items():
            grounds.lost(fold.tables, f"{article}{members.SEPARATOR}{local}", was, new.get(local) or {})


def rejected(fold: "Fold", recorded: Recorded, event: ev.ExtractionRejected) -> None:
    """Keep that it happened; what was rejected is in the log only."""
    fold.article(event.article_id)
    fold.name(event.article_id, recorded)


def linked(fold: "Fold", recorded: Recorded, event: ev.EntitiesLinked | ev.HappeningsLinked) -> None:
    """Give members a canonical id; the last decision holds."""
    target = event.entity if isinstance(event, ev.EntitiesLinked) else event.happening
    by_article: dict[str, list[str]] = {}
    for member in event.members:
        article, local = fold.split(member)
        by_article.setdefault(article, []).append(local)
    for article, locals_ in by_article.items():
        for local in locals_:
            if fold.tables.get("member", article, local) is None:
                raise BadEventError(f"No extraction has the member {article}#{local}.")
        kept = judging.linked(fold, recorded, article, locals_, target)
        fold.link(article, kept, target)
        fold.name(article, recorded)
        rows = [fold.tables.get("member", article, local) or {} for local in kept]
        if not all(grounds.identified(row, target) for row in rows):
            fold.tables.put("into", target, key(recorded.position))
