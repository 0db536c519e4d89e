"""Events of the base stream: the knowledge base as a whole."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class BaseCreated:
    """A home was made."""

    TYPE: ClassVar[str] = "base-created"
    VERSION: ClassVar[int] = 1

    base_iri: str
    version: str
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class OntologyAdopted:
    """The ontology's text from here on; as-of sees the terms of its time."""

    TYPE: ClassVar[str] = "ontology-adopted"
    VERSION: ClassVar[int] = 1

    sha256: str
    turtle: str


@dataclass(frozen=True, slots=True)
class GraphImported:
    """RDF from elsewhere came in, into a graph of its own."""

    TYPE: ClassVar[str] = "graph-imported"
    VERSION: ClassVar[int] = 1

    graph: str
    ntriples: str  # sorted, blank nodes replaced by minted IRIs
    origin: str


@dataclass(frozen=True, slots=True)
class GraphDropped:
    """An imported graph left."""

    TYPE: ClassVar[str] = "graph-dropped"
    VERSION: ClassVar[int] = 1

    graph: str
    reason: str


@dataclass(frozen=True, slots=True)
class Erased:
    """Personal data was erased from earlier events, as the law may demand."""

    TYPE: ClassVar[str] = "erased"
    VERSION: ClassVar[int] = 1

    positions: tuple[int, ...]
    reason: str
