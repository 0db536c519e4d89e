"""A publisher's new text of a stored article comes in, whatever its address and id say.

Input: an opened knowledge base, the id of an article, one outcome of kb.sources. Output:
kb.service.intake.adding.Result.
Never: says what the new text is filed under; kb.service.intake.adding has it stay as it was where it says nothing.
"""

from kb.errors import ConflictError, InputError
from kb.projections.folding.revisions import revisions
from kb.service.articles.withdrawing import live_row
from kb.service.intake.adding import Result
from kb.service.knowledge_base import KnowledgeBase, OnWait
from kb.sources import Loaded, Outcome


class OneTextError(InputError):
    """What is to correct one article is none, or several."""

    code = "one-text"

    def __init__(self, count: int) -> None:
        self.count = count
        super().__init__(
            f"A correction is one text; there {'is none' if not count else f'are {count}'}.",
            hint="Name one file with the article's new text.",
        )


class StoredTextError(ConflictError):
    """The new text is stored already, as that of another article."""

    code = "stored-text"

    def __init__(self, article: str, replaced_by: str) -> None:
        self.article = article
        self.replaced_by = replaced_by
        state = f"which article-{replaced_by} took the place of" if replaced_by else "which is in the graph"
        super().__init__(
            f"This is the text of another article, article-{article}, {state}.",
            hint="Nothing was recorded. Withdraw one of the two, or name the article that this is the text of.",
        )


class NotEarlierError(ConflictError):
    """What is to come back is no earlier text of the article."""

    code = "not-earlier"

    def __init__(self, article: str, wanted: str, earlier: tuple[str, ...]) -> None:
        self.article = article
        self.wanted = wanted
        self.earlier = earlier
        known = " and ".join(f"article-{one}" for one in earlier)
        super().__init__(
            f"article-{wanted} is no earlier text of article-{article}"
            + (f", which had {known}." if known else ", which was never corrected."),
            hint="Name one of its earlier texts, or give the new one." if known else "Give the new text.",
        )


def correct(
    kb: KnowledgeBase,
    article: str,
    outcomes: list[Outcome],
    on_wait: OnWait | None = None,
    *,
    reason: str = "",
    actor: str = "",
) -> Result:
    """Put a new text in the place of an article; an earlier one of it may come back.

    Args:
        kb: opened for writing.
        article: id of the article in the graph.
        outcomes: what was read of the new text; exactly one.
        reason: why, for the log.
        actor: who adds, "person:NAME"; the knowledge base's own actor if it is not said.

    Raises:
        OneTextError: none, or several.
        NoArticleError, NotThereError: see kb.service.articles.withdrawing.live_row.
        StoredTextError: it is the text of another article.
    """
    if len(outcomes) != 1:
        raise OneTextError(len(outcomes))
    outcome = outcomes[0]
    with kb.adder(actor=actor, on_wait=on_wait) as adder:
        live_row(adder.catalog, article)
        if isinstance(outcome, Loaded):
            other = adder.catalog.views.article_row(outcome.article.id)
            own = revisions(article, adder.catalog.views.article_row)
            if other and outcome.article.id not in own and not other.get("withdrawn"):
                raise StoredTextError(outcome.article.id, str(other.get("replaced_by", "")))
        return adder.add(outcome, corrects=article, reason=reason.strip())


def put_back(
    kb: KnowledgeBase,
    article: str,
    earlier: str,
    on_wait: OnWait | None = None,
    *,
    reason: str = "",
    actor: str = "",
) -> Result:
    """Correct an article back to an earlier text of it, which the log has.

    Args:
        earlier: id of that text.
        others: as *correct* takes them.

    Raises:
        NotEarlierError: it is none.
        NoArticleError, NotThereError: see kb.service.articles.withdrawing.live_row.
    """
    with kb.writing(on_wait) as projections:
        live_row(projections.catalog, article)
        row_of = projections.catalog.views.article_row
        texts = tuple(one for one in revisions(article, row_of) if one != article)
        row = row_of(earlier)
        if earlier not in texts or row is None:
            raise NotEarlierError(article, earlier, texts)
        text = projections.catalog.sources.article(int(row["position"]))
    return correct(kb, article, [Loaded(text, "log")], on_wait, reason=reason, actor=actor)
