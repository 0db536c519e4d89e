"""Curated lists of actors and places: CSV, FollowTheMoney JSON Lines, Turtle.

Input: the bytes of a file. Output: a ReadList: entries, and each row that is none with its line and the reason.
Never: guesses a type, drops a row in silence, or takes half of a row.
"""

from kb.sources.lists.outcome import BadListError, BadRow, ReadList
from kb.sources.lists.reading import FORMS, form_of, read_list

__all__ = ["FORMS", "BadListError", "BadRow", "ReadList", "form_of", "read_list"]
