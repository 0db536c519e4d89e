"""Under what an article is filed: its title, source, address, date, language and id.

Input: a text as kb.sources brought it, the article that is in the log. Output: the text, filed as that one.
Pure. Never: takes away what the new text says of itself.
"""

from dataclasses import replace
from typing import Final

from kb.model import Article
from kb.sources import Loaded
from kb.sources.dates import UNDATED

__all__ = ["filed_as"]

_INHERITED: Final = ("title", "source", "url", "published", "language", "external_id")


def filed_as(new: Loaded, old: Article) -> Loaded:
    """Return a new text filed as the old one was, where it says nothing of its own.

    A note that it has no date goes if the old one has one.
    """
    missing = {name: value for name in _INHERITED if not getattr(new.article, name) and (value := getattr(old, name))}
    kept = tuple(note for note in new.notes if "published" not in missing or not note.text.endswith(UNDATED))
    return replace(new, article=replace(new.article, **missing), notes=kept)
