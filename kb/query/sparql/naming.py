"""Names of graphs, as they are asked for.

Input: an IRI. Output: nothing, or an error.
Pure.
"""

from kb.errors import InputError


def check_iri(iri: str) -> None:
    """Refuse what is no absolute IRI.

    Raises:
        InputError: it is none.
    """
    if ":" not in iri or any(character <= " " or character in '<>"{}|^`\\' for character in iri):
        raise InputError(f"{iri!r} is no absolute IRI.", hint="Name graphs by their full IRIs.")
