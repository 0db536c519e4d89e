"""kb: news articles in, a knowledge graph with evidence out.

``from kb import KnowledgeBase`` opens one from Python; docs/python.md. Importing kb alone imports nothing else.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kb.scripting.knowledge_base import KnowledgeBase

__version__ = "0.1.0"
__all__ = ["KnowledgeBase", "__version__"]


def __getattr__(name: str) -> object:
    if name == "KnowledgeBase":
        from kb.scripting.knowledge_base import KnowledgeBase

        return KnowledgeBase
    raise AttributeError(f"module 'kb' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), "KnowledgeBase"])
