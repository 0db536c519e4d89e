"""The ontology as one text, so that the log can hold the terms of its time.

Input: the Turtle files that the package brings. Output: one Turtle document
and its hash, for the event ontology-adopted.
"""

import hashlib

from kb.events import OntologyAdopted
from kb.resources import resource


def packaged_ontology() -> OntologyAdopted:
    """Return the ontology of this version: its files one after another, in the order of their paths.

    Raises:
        MissingResourceError: the package is incomplete.
    """
    folder = resource("ontology")
    files = sorted(folder.rglob("*.ttl"), key=lambda path: path.relative_to(folder).as_posix())
    turtle = "\n".join(path.read_text(encoding="utf-8") for path in files)
    return OntologyAdopted(hashlib.sha256(turtle.encode()).hexdigest(), turtle)
