"""Whether the words of mentions are the characters of their article, for a whole graph.

Input: an Index. Output: the nodes that may be in doubt, read by kb.validation.fast in the place of one constraint's
answer: SPARQL copies the text for each mention, which of a text twice as long takes four times as long.
Never: leaves a node out that the constraint selects.
"""

from itertools import product
from typing import Final

import pyoxigraph as ox

from kb.graph.vocabulary import KB
from kb.validation.shape_files import Index, Term

WORDS: Final = (
    "SELECT $this WHERE { $this kb:article ?article ; kb:start ?start ; kb:end ?end ; kb:exact ?exact . "
    "?article kb:text ?text . "
    "FILTER(DATATYPE(?start) = xsd:integer && DATATYPE(?end) = xsd:integer && STR(?exact) != "
    "SUBSTR(STR(?text), xsd:integer(?start) + 1, xsd:integer(?end) - xsd:integer(?start))) }"
)
_DIGITS: Final = 18  # of a place in a text; of more than 4,300 Python makes no number


def misquoting(index: Index) -> frozenset[Term]:
    """Return the nodes of which not every reading of article, start, end and words fits."""
    found = set()
    for node, properties in index.out.items():
        if KB.exact in properties:
            texts = [text for article in properties.get(KB.article, ()) for text in index.values(article, KB.text)]
            parts = (properties.get(one, ()) for one in (KB.start, KB.end, KB.exact))
            if not all(_fits(*reading) for reading in product(texts, *parts)):
                found.add(node)
    return frozenset(found)


def _fits(*reading: Term) -> bool:
    text, start, end, exact = (one.value if isinstance(one, ox.Literal) else None for one in reading)
    if text is None or exact is None or start is None or end is None:
        return False
    return all(_is_place(at) for at in (start, end)) and text[int(start) : int(end)] == exact


def _is_place(digits: str) -> bool:
    return digits.isdecimal() and len(digits) <= _DIGITS
