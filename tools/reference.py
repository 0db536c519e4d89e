"""Write docs/ontology.md and docs/event-types.md from ontology/.

    python -m tools.reference

Input: the Turtle files of the ontology. Output: two pages for reading, with a
diagram; a test asks that they are up to date.
Never: run at run time.
"""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kb.language.event_types import EventType, EventTypes

ROOT: Final = Path(__file__).resolve().parent.parent
PREFIXES: Final = {
    "https://w3id.org/newskb#": "kb:",
    "https://w3id.org/newskb/type#": "kbt:",
    "http://www.w3.org/2002/07/owl#": "owl:",
    "http://www.w3.org/2000/01/rdf-schema#": "rdfs:",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf:",
    "http://www.w3.org/2004/02/skos/core#": "skos:",
    "http://www.w3.org/2001/XMLSchema#": "xsd:",
    "http://www.w3.org/ns/prov#": "prov:",
    "http://www.w3.org/ns/oa#": "oa:",
    "http://www.w3.org/ns/org#": "org:",
    "http://www.w3.org/2006/time#": "time:",
    "http://www.w3.org/2003/01/geo/wgs84_pos#": "wgs84:",
    "http://www.opengis.net/ont/geosparql#": "geo:",
    "http://xmlns.com/foaf/0.1/": "foaf:",
    "http://purl.org/dc/terms/": "dcterms:",
    "https://schema.org/": "schema:",
    "http://www.w3.org/ns/dcat#": "dcat:",
    "http://qudt.org/schema/qudt/": "qudt:",
    "http://semanticweb.cs.vu.nl/2009/11/sem/": "sem:",
}
ALIGNMENTS: Final = (
    ("skos:closeMatch", "≈"),
    ("skos:broadMatch", "⊂≈"),
    ("skos:relatedMatch", "~"),
    ("rdfs:subClassOf", "⊂"),
    ("rdfs:subPropertyOf", "⊂"),
)
CORE: Final = (
    "Article Mention Claim Statement Event Happening Figure Time Position Phrase Actor Location Entity".split()
)

ONTOLOGY_HEAD: Final = """# The ontology

Written by `python -m tools.reference` from `ontology/`; do not edit.
Namespace `https://w3id.org/newskb#`, prefix `kb:`. How the terms are put together is in [graph.md](graph.md),
the event types are in [event-types.md](event-types.md).
Alignments: ≈ close match, ⊂ narrower than (subclass or sub-property), ⊂≈ broad match, ~ related."""

TYPES_HEAD: Final = """# Event types

Written by `python -m tools.reference` from `ontology/types/`; do not edit.
Namespace `https://w3id.org/newskb/type#`, prefix `kbt:`. COUNT types.
A new one is a few lines of Turtle in `ontology/types/` and no code:

```turtle
kbt:dust_storm a kb:EventType ;
    skos:broader kbt:storm ;
    skos:prefLabel "dust storm"@en ;
    skos:definition "Wind carries dust over a wide area."@en ;
    kb:triggerNoun "dust storm" .
```

(`KB_ONTOLOGY` names another folder than the package's: a copy with your own files in it.) What is an event at all, and
of which coarse class, the built-in reader's model tells: a type names events within its class by their triggers, and
only a phrase, not a noun or verb alone, moves one from class to class. Happenings that no class has, such as bees
that swarm, need an extractor that tells of them ([extractors.md](extractors.md)).

Coarse class and role frame come from the type above where a type states none. In bold: the triggers for which a type
comes first among those of its class that share them. Roles: what a generic role of the reader becomes, where it
changes its name. PLOVER and ACLED: only where events of the type are coded so there."""

Node = dict[str, list[str]]


def short(iri: str) -> str:
    """Return an IRI with its prefix."""
    for namespace, prefix in PREFIXES.items():
        if iri.startswith(namespace):
            return prefix + iri.removeprefix(namespace)
    return iri


def read(path: Path) -> dict[str, Node]:
    """Return subject -> predicate -> objects of one file, all with prefixes, in the file's order."""
    nodes: dict[str, Node] = defaultdict(lambda: defaultdict(list))
    for triple in ox.parse(path=path):
        value = triple.object
        written = short(value.value) if isinstance(value, ox.NamedNode) else getattr(value, "value", str(value))
        nodes[short(str(triple.subject.value))][short(triple.predicate.value)].append(written)
    return nodes


def title(path: Path) -> str:
    """Return the comment that opens a file."""
    return path.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")


def topics(folder: Path) -> Iterator[tuple[Path, dict[str, Node]]]:
    """Yield the topic files in the order for reading."""
    order = "article evidence claim actor place position statement event role figure time event-type".split()
    paths = {path.stem: path for path in folder.glob("*.ttl") if path.stem != "ontology"}
    for stem in sorted(paths, key=lambda stem: (order.index(stem) if stem in order else len(order), stem)):
        yield paths[stem], read(paths[stem])


def ontology_page(folder: Path) -> str:
    """Return docs/ontology.md."""
    pages = list(topics(folder))
    lines = [
        *ONTOLOGY_HEAD.splitlines(),
        "",
        *_diagram(pages),
    ]
    for path, nodes in pages:
        lines += [
            "",
            f"## {title(path)}",
            "",
            "| term | what it is | example | from → to | aligned with |",
            "|---|---|---|---|---|",
        ]
        lines += [_term(name, node) for name, node in nodes.items() if name.startswith("kb:")]
    return "\n".join(lines) + "\n"


def _term(name: str, node: Node) -> str:
    kind = node["rdf:type"][0]
    own = ", ".join(node["rdf:type"]) if kind.startswith("kb:") else "class" if kind == "owl:Class" else ""
    domain, range_ = (" or ".join(node.get(p, ["any"])) for p in ("rdfs:domain", "rdfs:range"))
    reach = f"{domain} → {range_}" if kind.endswith("Property") else own
    links = [f"{sign} {value}" for predicate, sign in ALIGNMENTS for value in node.get(predicate, ())]
    cells = (f"`{name}`", node["rdfs:comment"][0], node["skos:example"][0], reach, "; ".join(links))
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _diagram(pages: list[tuple[Path, dict[str, Node]]]) -> Iterator[str]:
    yield from ("```mermaid", "classDiagram")
    for _, nodes in pages:
        for name, node in nodes.items():
            local = name.removeprefix("kb:")
            if local in CORE:
                for above in node.get("rdfs:subClassOf", ()):
                    if above.removeprefix("kb:") in CORE:
                        yield f"    {above.removeprefix('kb:')} <|-- {local}"
            for domain in node.get("rdfs:domain", ()):
                for range_ in node.get("rdfs:range", ()):
                    ends = domain.removeprefix("kb:"), range_.removeprefix("kb:")
                    if set(ends) <= set(CORE):
                        yield f"    {ends[0]} --> {ends[1]} : {local}"
    yield "    Claim --> Mention : evidence"
    yield "    Event --> Actor : agent, target ..."
    yield "    Event --> Phrase : instrument ..."
    yield "    Event --> Location : place"
    yield "    Event --> Time : time"
    yield "```"


def event_types_page(types: EventTypes) -> str:
    """Return docs/event-types.md."""
    lines = [
        *TYPES_HEAD.replace("COUNT", str(len(types))).splitlines(),
    ]
    by_class: dict[str, list[EventType]] = defaultdict(list)
    for kind in types:
        by_class[kind.coarse].append(kind)
    for coarse in sorted(by_class):
        lines += [
            "",
            f"## {coarse}",
            "",
            "| type | what it is | verbs | nouns and other words | roles | PLOVER | ACLED |",
            "|---|---|---|---|---|---|---|",
        ]
        lines += [_type(kind) for kind in _in_order(by_class[coarse], types)]
    return "\n".join(lines) + "\n"


def _in_order(kinds: list[EventType], types: EventTypes) -> list[EventType]:
    return sorted(kinds, key=lambda kind: [above.name for above in reversed(types.lineage(kind.name))])


def _type(kind: EventType) -> str:
    def triggers(lemmas: frozenset[str]) -> str:
        return ", ".join(f"**{lemma}**" if lemma in kind.main else lemma for lemma in sorted(lemmas))

    roles = ", ".join(f"{role} → {becomes}" for role, becomes in kind.frame.items() if role != becomes)
    name = "· " * kind.depth + f"`{kind.name}`"
    outside = [f"{first}: {second}" if second else first for first, second in (kind.plover, kind.acled)]
    cells = (name, kind.definition, triggers(kind.verbs), triggers(kind.nouns | kind.words), roles, *outside)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def pages() -> dict[Path, str]:
    """Return path -> text of each page that this tool writes."""
    folder = ROOT / "ontology"
    return {
        ROOT / "docs" / "ontology.md": ontology_page(folder),
        ROOT / "docs" / "event-types.md": event_types_page(EventTypes.load(folder)),
    }


def main() -> None:
    """Write the pages."""
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
