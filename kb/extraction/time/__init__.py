"""When: time expressions of a text and the days they mean."""

from kb.extraction.time.anchors import NOWHERE, Anchor, anchor_of, at_stamp
from kb.extraction.time.expression import TimeExpression
from kb.extraction.time.finder import best_for, find_times
from kb.extraction.time.resolution import resolve, resolve_noted

__all__ = [
    "NOWHERE",
    "Anchor",
    "TimeExpression",
    "anchor_of",
    "at_stamp",
    "best_for",
    "find_times",
    "resolve",
    "resolve_noted",
]
