"""Write kb/graph/vocabulary.py from ontology/*.ttl.

    python -m tools.vocabulary

Input: the terms of the ontology. Output: one constant a term, so that a typing
error in a term is found by the type checker and no RDF library is needed.
Never: run at run time.
"""

from pathlib import Path
from typing import Final

import pyoxigraph as ox

ROOT: Final = Path(__file__).resolve().parent.parent
TARGET: Final = ROOT / "kb" / "graph" / "vocabulary.py"
KB: Final = "https://w3id.org/newskb#"
RDF_TYPE: Final = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
SECTIONS: Final = (("Class", "Classes"), ("Property", "Properties"), ("", "Individuals"))

HEADER: Final = '''"""The terms of the ontology as plain strings. Written by tools/vocabulary.py; do not edit.

Input: ontology/*.ttl. Output: full IRIs, read wherever triples are made or
asked for; kb.graph.words maps the words of kb.model to them.
Pure: constants only, no RDF library.
"""

from typing import Final

NAMESPACE: Final = "https://w3id.org/newskb#"
TYPE_NAMESPACE: Final = "https://w3id.org/newskb/type#"
FRAME_NAMESPACE: Final = "https://w3id.org/newskb/frame#"
ONTOLOGY: Final = "https://w3id.org/newskb"
TYPE_SCHEME: Final = "https://w3id.org/newskb/type"


class KB:
    """Every term of the namespace kb:, as its full IRI."""
'''


def terms(folder: Path) -> dict[str, str]:
    """Return local name -> section ("Class", "Property", "") of every kb: term that *folder* describes."""
    found: dict[str, str] = {}
    for path in sorted(folder.glob("*.ttl")):
        for triple in ox.parse(path=path):
            subject = triple.subject
            if (
                triple.predicate != RDF_TYPE
                or not isinstance(subject, ox.NamedNode)
                or not subject.value.startswith(KB)
            ):
                continue
            kind = str(triple.object)
            section = "Class" if kind.endswith("#Class>") else "Property" if kind.endswith("Property>") else ""
            found[subject.value.removeprefix(KB)] = section
    return found


def render(folder: Path) -> str:
    """Return the module's text."""
    names = terms(folder)
    lines = [HEADER.rstrip("\n")]
    for section, title in SECTIONS:
        lines += ["", f"    # {title}"]
        lines += [f'    {name}: Final = "{KB}{name}"' for name in sorted(names) if names[name] == section]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write the module."""
    TARGET.write_text(render(ROOT / "ontology"), encoding="utf-8")


if __name__ == "__main__":
    main()
