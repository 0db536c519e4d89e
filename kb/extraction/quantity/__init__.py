"""Numbers and vague amounts: what a text counts and measures."""

from kb.extraction.quantity.finder import find_quantities
from kb.extraction.quantity.marked import marked_quantity
from kb.extraction.quantity.values import KINDS, Quantity

__all__ = ["KINDS", "Quantity", "find_quantities", "marked_quantity"]
