"""Homes opened to be written to: for somebody, with a word while the log's server is away or another writes.

Input: --home and --actor as given. Output: the knowledge base, or what decides about it.
Never: opens anything before it is asked; importing it costs nothing.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, TypeVar

from kb.cli import console, options

if TYPE_CHECKING:
    from kb.service.knowledge_base import KnowledgeBase

Lent = TypeVar("Lent")


def opened(home: str | None, actor: str | None, *, create: bool = False) -> "KnowledgeBase":
    """Return a home's knowledge base, opened for *actor*; its errors are those of kb.bootstrap.open_knowledge_base."""
    from kb.bootstrap import open_knowledge_base

    return open_knowledge_base(None, options.settings(home=home, actor=actor), create=create, on_away=console.away)


@contextmanager
def lent(home: str | None, actor: str | None, lend: Callable[..., AbstractContextManager[Lent]]) -> Iterator[Lent]:
    """Lend what *lend* makes of a home: kb.service.curation.deciding.deciding, its parting.parting and the like."""
    with opened(home, actor) as kb, lend(kb, on_wait=console.waiting) as lender:
        yield lender
