"""What an article says, as plain values. Imports nothing but the standard library."""

from kb.model.article import Article
from kb.model.extraction import (
    Entity,
    Event,
    Extraction,
    Figure,
    Mention,
    Office,
    Role,
    Statement,
    TimeValue,
)
from kb.model.span import Span

__all__ = [
    "Article",
    "Entity",
    "Event",
    "Extraction",
    "Figure",
    "Mention",
    "Office",
    "Role",
    "Span",
    "Statement",
    "TimeValue",
]
