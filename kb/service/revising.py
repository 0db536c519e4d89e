"""A publisher's new text of a stored article comes in, whatever its address and id say.

Input: an opened knowledge base, the id of an article, one outcome of kb.sources. Output: kb.service.adding.Result.
Never: loses what the earlier text was filed under: source, address, date and id stay where the new one says nothing.
"""

from dataclasses import replace

from kb.errors import ConflictError, InputError
from kb.model import Article
from kb.service.adding import Result
from kb.service.knowledge_base import KnowledgeBase, OnWait
from kb.service.withdrawing import live_row
from kb.sources import Loaded, Outcome

_INHERITED = ("title", "source", "url", "published", "language", "external_id")


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
    """The new text is stored already: an article takes the place of another only once."""

    code = "stored-text"

    def __init__(self, article: str, replaced_by: str) -> None:
        self.article = article
        self.replaced_by = replaced_by
        state = f"an earlier text, which article-{replaced_by} took the place of" if replaced_by else "in the graph"
        super().__init__(
            f"This is the text of article-{article}, {state}.",
            hint="Nothing was recorded. A text that comes back needs a new word, such as a note of the publisher.",
        )


def correct(kb: KnowledgeBase, article: str, outcomes: list[Outcome], on_wait: OnWait | None = None) -> Result:
    """Put a new text in the place of an article.

    Args:
        kb: opened for writing; its actor is who adds.
        article: id of the article in the graph.
        outcomes: what was read of the new text; exactly one.

    Raises:
        OneTextError: none, or several.
        NoArticleError, NotThereError: see kb.service.withdrawing.live_row.
        StoredTextError: it is the text of another article, or an earlier one of an article corrected since.
    """
    if len(outcomes) != 1:
        raise OneTextError(len(outcomes))
    outcome = outcomes[0]
    with kb.adder(on_wait=on_wait) as adder:
        row = live_row(adder.catalog, article)
        if isinstance(outcome, Loaded):
            stored = adder.catalog.sources.article(int(str(row["position"])))
            outcome = replace(outcome, article=_filed(outcome.article, stored))
            other = adder.catalog.views.article_row(outcome.article.id)
            if other and outcome.article.id != article and not other.get("withdrawn"):
                raise StoredTextError(outcome.article.id, str(other.get("replaced_by", "")))
        return adder.add(outcome, corrects=article)


def _filed(new: Article, old: Article) -> Article:
    missing = {name: getattr(old, name) for name in _INHERITED if not getattr(new, name)}
    return replace(new, **missing)
