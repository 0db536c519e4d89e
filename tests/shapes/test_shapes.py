"""Each shape accepts its valid file and refuses its invalid one for exactly the expected reason."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from kb.resources import resource
from kb.validation.authority import judge
from kb.validation.fast import left_over, uncleared
from kb.validation.shape_files import SH, ShapeSet, parse_shapes
from kb.validation.surroundings import class_tree

FOLDER = Path(__file__).parent
KBSH = "https://w3id.org/newskb/shape#"
FOCUS = "http://example.org/focus"
SHAPES = parse_shapes("\n".join(path.read_text(encoding="utf-8") for path in sorted(resource("shapes").glob("*.ttl"))))
CASES = sorted(path.name for path in FOLDER.iterdir() if (path / "valid.ttl").exists())
RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
OWL_CLASS = ox.NamedNode("http://www.w3.org/2002/07/owl#Class")


def load(path: Path) -> list[ox.Triple]:
    return [*(ox.Triple(q.subject, q.predicate, q.object) for q in ox.parse(path=path)), *class_tree()]


def found(triples: list[ox.Triple], shapes: ShapeSet) -> set[tuple[str, str]]:
    return {(result.focus, result.shape) for result in judge(triples, shapes)}


def reporting_shapes() -> set[str]:
    """Shapes that can be the reason of a result: property shapes by name and node shapes with a message."""
    index = SHAPES.index
    return {
        node.value.removeprefix(KBSH)
        for node, properties in index.out.items()
        if isinstance(node, ox.NamedNode) and (SH + "message" in properties or SH + "path" in properties)
    }


@pytest.mark.parametrize("name", CASES)
def test_the_valid_file_conforms(name: str) -> None:
    triples = load(FOLDER / name / "valid.ttl")

    assert found(triples, SHAPES) == set()
    assert uncleared(triples, SHAPES) == ()


@pytest.mark.thorough
@pytest.mark.parametrize("name", CASES)
def test_the_invalid_file_fails_for_its_own_reason_only(name: str) -> None:
    triples = load(FOLDER / name / "invalid.ttl")

    assert found(triples, SHAPES) == {(FOCUS, KBSH + name)}
    left, bearing = left_over(triples, SHAPES)
    assert ox.NamedNode(FOCUS) in {focus for _, focus in left}
    assert judge(bearing, SHAPES, left) == judge(triples, SHAPES)


def test_every_reporting_shape_has_both_files() -> None:
    assert reporting_shapes() == set(CASES)


def test_every_reporting_shape_has_one_message_and_a_severity() -> None:
    for name in reporting_shapes():
        node = ox.NamedNode(KBSH + name)
        messages = SHAPES.index.values(node, SH + "message")
        assert len(messages) == 1, name
        assert str(messages[0].value).endswith("."), name
        assert SHAPES.index.one(node, SH + "severity") in {ox.NamedNode(SH + s) for s in ("Violation", "Warning")}, name


def test_every_class_of_the_ontology_has_a_shape() -> None:
    targets = {target for _, target in SHAPES.targets}
    supers: dict[str, set[str]] = {}
    for triple in class_tree():
        supers.setdefault(str(triple.subject.value), set()).add(str(triple.object.value))
    classes = {
        triple.subject.value
        for path in resource("ontology").glob("*.ttl")
        for triple in ox.parse(path=path)
        if triple.predicate == RDF_TYPE and triple.object == OWL_CLASS
    }

    def covered(cls: str) -> bool:
        return cls in targets or any(covered(above) for above in supers.get(cls, ()))

    assert {cls for cls in classes if not covered(cls)} == set()
