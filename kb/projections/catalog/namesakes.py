"""What tells entities apart that are called the same: where they lie, what they are, or an article that names them.

Input: the catalog, ids with labels as a list shows them. Output: id -> words, only where two share a label.
Never: looks up what has a label of its own.
"""

import json
from collections import Counter
from collections.abc import Mapping

from kb.projections.catalog.reading import CatalogReader

_TOLD = """
SELECT e.id, w.label, e.description, (
    SELECT title FROM (SELECT a.title, -a.position AS last, a.id FROM members m JOIN articles a ON a.id = m.article
    WHERE m.entity = e.id ORDER BY last, a.id LIMIT 1))
FROM json_each(?) asked JOIN entities e ON e.id = asked.value LEFT JOIN entities w ON w.id = e.within
"""


def told_apart(catalog: CatalogReader, called: Mapping[str, str]) -> dict[str, str]:
    """Return what tells those apart that share a label.

    Args:
        called: id -> label, as they stand beside each other.

    Returns:
        id -> the whole it lies in, else its description, else the title of the last article that names it; the title
        too where the others of its label have the same. Without those of whom nothing of it is known.
    """
    often = Counter(label.casefold() for label in called.values())
    alike = [one for one, label in called.items() if often[label.casefold()] > 1]
    if not alike:
        return {}
    rows = {row[0]: [words for words in row[1:] if words] for row in catalog.rows(_TOLD, [json.dumps(alike)])}
    first = Counter((called[one].casefold(), words[0]) for one, words in rows.items() if words)
    return {
        one: words[0] if first[called[one].casefold(), words[0]] == 1 else words[-1]
        for one, words in rows.items()
        if words
    }
