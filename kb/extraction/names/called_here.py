"""Bodies that a paragraph describes twice in one word: "Osk Watch, a group that counts, said so. The [group] added".

Input: a description, the clusters so far. Output: the cluster so described before it in its paragraph; read by
kb.extraction.names.coreference.
Pure. Never: chooses between two that are described so.
"""

import re
from collections.abc import Mapping
from typing import Final

from kb.extraction.names.agreement import agrees
from kb.extraction.names.cluster import Cluster
from kb.extraction.names.naming import foreign
from kb.extraction.names.rivals import Rivals
from kb.extraction.names.stage import Candidate

_THE: Final = re.compile(r"\bthe\s+$", re.IGNORECASE)


def so_called_here(candidate: Candidate, home: Mapping[int, Cluster], rivals: Rivals, text: str) -> list[int]:
    """Return the id of the one body or crowd that the paragraph described in the same words before; [] for none."""
    if candidate.group not in ("organisation", "group") or not _THE.search(text, 0, candidate.span.start):
        return []
    begin, words = text.rfind("\n", 0, candidate.span.start) + 1, candidate.words.casefold()
    so_called = {
        id(c): c
        for c in home.values()
        for m in c.members
        if m.kind == "nominal" and begin <= m.span.start < candidate.span.start and m.words.casefold() == words
    }
    fitting = [c for c in so_called.values() if agrees(candidate, c) and not foreign(candidate, c)]
    return [id(c) for c in fitting if not rivals.bars(candidate, c.members)] if len(fitting) == 1 else []
