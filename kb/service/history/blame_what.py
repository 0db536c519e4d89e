"""What somebody wants to know the reasons of: a triple, or a thing by its id.

Input: a line of N-Quads, N-Triples or Turtle with the usual prefixes; an id, or its digits alone; an IRI, whole or with
a prefix; ARTICLE#LOCAL; one of these with .FIELD. Output: the quads of a store that are meant.
Never: guesses; takes more than one triple.
"""

import re
from collections.abc import Iterator
from typing import Final

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse

from kb.errors import InputError, NotFoundError
from kb.graph import names
from kb.graph.iris import BadIdError, Iris
from kb.service.curation.naming_claims import FIELD_NAMES

_ID: Final = re.compile(r"[a-z]+-(?:[0-9a-f]{16,20}|\d+)\Z")
_BARE: Final = re.compile(r"[0-9a-f]{20}\Z")
_KINDS: Final = ("event", "statement", "figure", "position", "claim", "mention", "time", "phrase")
_MEMBER: Final = re.compile(r"(?:article-)?([0-9a-f]{16})#([\w-]+)\Z")
_PREFIXED: Final = re.compile(r"(\w+):([\w-]+)\Z")
_PART: Final = re.compile(
    r"((?:id:)?(?:event|statement|figure|position)-[0-9a-f]{20}|[0-9a-f]{20}|[\w-]+#\w+)\.(\w+)\Z"
)
_IRI: Final = re.compile(r"<?(https?://[^\s<>\"{}|\\^`]+)>?\Z")
_LOCAL: Final = re.compile(r"[A-Za-z][\w-]*\Z")
_TRIPLE: Final = re.compile(r"(?:<[^>]*>|[\w-]*:\S+)\s+(?:<[^>]*>|[\w-]*:\S+|a)\s+\S")


class NotATripleError(InputError):
    """A text is neither a triple nor an id."""

    code = "not-a-triple"

    def __init__(self, text: str, cause: str) -> None:
        self.text = text
        super().__init__(
            f"{text!r} is no triple: {cause}.",
            hint="Write SUBJECT PREDICATE OBJECT as in N-Triples or Turtle, or give an id such as event-HASH.",
        )


class NotInGraphError(NotFoundError):
    """The graph does not hold what the reasons of were asked for."""

    code = "not-in-graph"

    def __init__(self, what: str, position: int) -> None:
        self.what = what
        self.position = position
        super().__init__(
            f"The graph has nothing like {what!r} as of event {position}.",
            hint="`kb diff` shows when something came or left; --as-of asks about an earlier state.",
        )


def node_of(what: str, iris: Iris) -> NamedNode | None:
    """Return the node that an id, an IRI or ARTICLE#LOCAL names, None if *what* is none of these."""
    plain = what.strip()
    if _ID.match(plain):
        return NamedNode(f"{iris.base}id/{plain}")
    if member := _MEMBER.match(plain):
        try:
            return iris.local(member[1], member[2])
        except BadIdError:
            return None
    iri = _IRI.match(plain)
    prefixed = _PREFIXED.match(plain)
    namespace = _namespaces(iris).get(prefixed[1], "") if prefixed else ""
    try:
        return NamedNode(iri[1] if iri else namespace + prefixed[2] if prefixed and namespace else "")
    except ValueError:  # none, or of the form of one, and yet none: http://[
        return None


def by_digits(store: Store, what: str, iris: Iris) -> NamedNode | None:
    """Return the node of *store* whose digits alone are given, as `--json` of the lists has them; None for none.

    Entities and happenings are left to who knows what they were merged into.
    """
    plain = what.strip()
    if not _BARE.match(plain):
        return None
    nodes = (NamedNode(f"{iris.base}id/{kind}-{plain}") for kind in _KINDS)
    return next((node for node in nodes if any(store.quads_for_pattern(node, None, None, None))), None)


def part_of(what: str) -> tuple[str, str]:
    """Return the thing and the field that THING.FIELD names, as decisions name one part; a field of "" if it does not.

    A field is a property's name, or what people may write instead.
    """
    match = _PART.match(what.strip())
    if not match:
        return what, ""
    field = match[2]
    if field == "status" and match[1].removeprefix("id:").startswith("statement-"):
        return match[1], "statementStatus"
    return match[1], FIELD_NAMES.get(field, field)


def looks_like_triple(what: str) -> bool:
    """Say whether *what* is meant for a triple rather than for a name."""
    return _TRIPLE.match(what.strip()) is not None or _begins_with_id(what)


def _begins_with_id(what: str) -> bool:
    parts = what.split()
    return len(parts) > 2 and _ID.match(parts[0]) is not None


def _namespaces(iris: Iris) -> dict[str, str]:
    return {**names.PREFIXES, "id": f"{iris.base}id/", "graph": f"{iris.base}graph/"}


def triple_of(text: str, iris: Iris) -> Quad:
    """Return the one triple that *text* is; in the default graph if it names none.

    Raises:
        NotATripleError: it is none, or several.
    """
    line = text.strip()
    if _begins_with_id(line):
        raise NotATripleError(text, f"in a triple a thing has a prefix, id:{line.split()[0]}")
    line = line if line.endswith(".") and not line.endswith(("..", "\\.")) else f"{line} ."
    heads = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in _namespaces(iris).items())
    found: list[Quad] = []
    cause = ""
    for document, form in ((line, RdfFormat.N_QUADS), (heads + line, RdfFormat.TURTLE)):
        try:
            found = list(parse(document, format=form))
            break
        except (SyntaxError, ValueError) as error:
            cause = str(error)
    else:
        said = re.sub(r" ?(at line \d+.*|Parser error )", "", cause).strip().rstrip(".")
        raise NotATripleError(text, said or "one of its IRIs is none, or has no scheme")
    if len(found) != 1:
        raise NotATripleError(text, f"{len(found)} triples are too {'many' if found else 'few'}")
    return found[0]


def matching(store: Store, wanted: Quad) -> Iterator[Quad]:
    """Yield the quads of *store* that a triple stands for: that one, or it in every graph."""
    graph = None if isinstance(wanted.graph_name, DefaultGraph) else wanted.graph_name
    value = names.stored(wanted.object) if type(wanted.object).__name__ == "Literal" else wanted.object
    yield from store.quads_for_pattern(wanted.subject, wanted.predicate, value, graph)


def about(store: Store, node: NamedNode) -> Iterator[Quad]:
    """Yield what *store* says of a node: of a claim the triple that it states, of a graph all that it holds."""
    stated = {quad.predicate: quad for quad in store.quads_for_pattern(node, None, None, None)}
    parts = [stated.get(part) for part in (names.SUBJECT, names.PREDICATE, names.OBJECT)]
    if all(parts):
        subject, predicate, value = (part.object for part in parts if part is not None)
        yield from store.quads_for_pattern(subject, predicate, value, stated[names.SUBJECT].graph_name)  # type: ignore[arg-type]
        return
    yield from sorted(store.quads_for_pattern(node, None, None, None), key=str)
    yield from store.quads_for_pattern(None, None, None, node)


def short(quad: Quad, iris: Iris) -> str:
    """Return the triple of a quad as Turtle has it with the usual prefixes, which *triple_of* reads again."""
    known = _namespaces(iris)

    def written(term: object) -> str:
        if isinstance(term, NamedNode):
            for prefix, namespace in known.items():
                local = term.value.removeprefix(namespace)
                if local != term.value and _LOCAL.match(local):
                    return f"{prefix}:{local}"
        return str(term)

    return " ".join(written(term) for term in (quad.subject, quad.predicate, quad.object))
