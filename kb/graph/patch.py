"""What changed between two states of the graph, as an RDF Patch.

Input: the quads that left and those that came, as sorted N-Quads lines; what the patch is called.
Output: the text of an RDF Patch (https://afs.github.io/rdf-delta/rdf-patch.html), as Apache Jena and rdflib read it:
headers, one transaction, deletions before additions, each in the order of its N-Quads lines.
Pure. Never: writes a comment, a prefix or a blank node: the same change gives the same bytes.
"""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

MEDIA_TYPE: Final = "application/rdf-patch"
_NAMES: Final = uuid.UUID("0b9a8a5e-3d3c-5c0e-9d55-6a3b1f0c7c11")  # the space of this project's patch ids


def patch_id(before: str, after: str) -> str:
    """Return the IRI of the patch that leads from one state of the log to another; each is named by its hash."""
    return uuid.uuid5(_NAMES, f"{before} {after}").urn


def rdf_patch(gone: Iterable[bytes], come: Iterable[bytes], headers: Mapping[str, str]) -> Iterator[bytes]:
    """Yield the lines of a patch.

    Args:
        gone, come: N-Quads lines with their line feeds, each once, in order.
        headers: word -> RDF term as N-Triples writes it; "id" comes first.
    """
    for word, term in sorted(headers.items(), key=lambda header: (header[0] != "id", header[0])):
        yield f"H {word} {term} .\n".encode()
    yield b"TX .\n"
    for line in gone:
        yield b"D " + line
    for line in come:
        yield b"A " + line
    yield b"TC .\n"
