"""What an article tells first: where its title ends, and what of its story is the lead.

Input: an article. Output: places in its text; read by kb.resolution.events.profile.
Pure. Never: looks for a title that the source does not give.
"""

from typing import Final

from kb.model import Article, Span

LEAD: Final = 320  # characters of story in which an article tells what it is about


def title_end(article: Article) -> int:
    """Return where the title ends: with the header lines, or with the line that repeats the title, as HTML has it."""
    head = article.text[article.body_start :]
    begin = len(head) - len(head.lstrip())
    end = begin + len(article.title)
    if not article.title or head[begin:end] != article.title or head[end : end + 1] not in ("", "\n", "\r"):
        return article.body_start
    return article.body_start + end


def leads(article: Article, span: Span) -> bool:
    """Say whether words stand in the title or in the lead."""
    if article.title and span.of(article.text) in article.title and span.start < article.body_start:
        return True
    return span.start < article.body_start + LEAD
