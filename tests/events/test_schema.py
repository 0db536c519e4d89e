"""No event changes its shape under an old version number.

tests/data/events/shapes.json holds field names, types and defaults of every
event type, by schema version. A field that holds its default is not stored,
so a changed default changes what old logs say. After raising VERSION and
writing an upcaster, or while no log of that version can exist anywhere yet,
write the file anew with ``python -m tests.events.test_schema``.
"""

import json
from collections.abc import Mapping
from dataclasses import MISSING, FrozenInstanceError, dataclass, field, fields, is_dataclass, make_dataclass
from functools import cache
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.events.codec import EVENT_TYPES
from kb.events.compiled import suits
from kb.events.schema import ShapeError, reader, writer
from kb.model import Span
from tests.events.strategies import of

SHAPES = Path(__file__).parents[1] / "data" / "events" / "shapes.json"


def shape(kind: type) -> dict[str, str]:
    """Return "name: type" -> default of a dataclass, nested ones inside."""
    found: dict[str, str] = {}
    for name, hint in get_type_hints(kind).items():
        specs = [spec for spec in fields(kind) if spec.name == name]
        if not specs:
            continue  # TYPE and VERSION belong to the class
        spec = specs[0]
        default = spec.default_factory() if spec.default_factory is not MISSING else spec.default
        found[f"{name}: {_name(hint)}"] = "required" if default is MISSING else json.dumps(default, default=_plain)
        for inner in (hint, *get_args(hint)):
            if is_dataclass(inner) and inner is not Span:
                found |= {f"{name}.{key}": value for key, value in shape(inner).items()}  # type: ignore[arg-type]
    return found


def _name(hint: Any) -> str:
    return hint.__name__ if isinstance(hint, type) and not get_args(hint) else str(hint).replace("collections.abc.", "")


def _plain(value: Any) -> Any:
    return dict(value)


def today() -> dict[str, dict[str, str]]:
    """Return the shapes of all events, by type and version."""
    return {f"{kind.TYPE} {kind.VERSION}": shape(kind) for kind in EVENT_TYPES.values()}  # type: ignore[attr-defined]


def test_shapes_change_with_their_version_only() -> None:
    """See the head of this file for what to do."""
    kept = json.loads(SHAPES.read_text(encoding="utf-8"))

    assert {key: value for key, value in today().items() if kept.get(key) != value} == {}


def test_what_a_schema_cannot_tell_apart_is_refused() -> None:
    """A union of two things, or a type JSON has no form for, fails when the class is compiled, not on a log."""
    from dataclasses import make_dataclass

    for hint in (int | str, int | str | None, set, complex):
        kind = make_dataclass("Odd", [("field", hint)])
        with pytest.raises(TypeError, match="No way"):
            writer(kind)
        with pytest.raises(TypeError, match="No way"):
            reader(kind)


def _classes() -> set[type]:
    """Return the classes of events, and those of what is in them, but for spans, which are lists when stored."""
    found, waiting = set(), set(EVENT_TYPES.values())
    while waiting:
        found.add(kind := waiting.pop())
        hints = [get_type_hints(kind)[spec.name] for spec in fields(kind)]
        inner = {one for hint in hints for one in (hint, *get_args(hint)) if is_dataclass(one) and one is not Span}
        waiting |= inner - found  # type: ignore[arg-type]
    return found


@cache
def _slow(kind: type) -> Any:
    """Return a class of the same fields without slots, which no function is written for."""
    hints = get_type_hints(kind)
    specs = [
        (one.name, hints[one.name], field(default=one.default, default_factory=one.default_factory))  # type: ignore[arg-type]
        for one in fields(kind)
    ]
    return make_dataclass(kind.__name__, specs)


def _outcome(kind: type, value: Any) -> Any:
    try:
        made = reader(kind)(value)
    except ShapeError as error:
        return str(error)
    return [getattr(made, one.name) for one in fields(kind)]


@pytest.mark.thorough
@pytest.mark.parametrize("kind", sorted(_classes(), key=lambda one: one.__name__))
@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_a_function_written_for_a_class_takes_and_refuses_what_going_field_by_field_does(
    kind: Any, data: st.DataObject
) -> None:
    """The instance, or the words that say what is wrong, with any field lost, added or of another type."""
    assert suits(kind)
    assert not suits(_slow(kind))
    whole = data.draw(of(kind))
    value = writer(kind)(whole)
    read = reader(kind)(value)
    assert (type(read), read) == (kind, whole)
    with pytest.raises(FrozenInstanceError):
        setattr(read, fields(kind)[0].name, "another")

    name = data.draw(st.sampled_from([*(one.name for one in fields(kind)), "other"]))
    odd = data.draw(st.sampled_from([None, True, 7, 7.5, "text", [], [3], [5, 2], [[1, 2]], ["a", 1], {}, {"a": 1}]))
    for spoilt in (value | {name: odd}, {key: one for key, one in value.items() if key != name}, odd):
        assert _outcome(kind, spoilt) == _outcome(_slow(kind), spoilt)


def test_a_class_that_checks_its_fields_is_made_by_its_constructor() -> None:
    """What is no span by its order is refused as before, and so is what any class refuses by itself."""

    @dataclass(frozen=True, slots=True)
    class Even:
        number: int

        def __post_init__(self) -> None:
            if self.number % 2:
                raise ShapeError("odd")

    assert reader(Even)({"number": 4}) == Even(4)
    with pytest.raises(ShapeError, match="odd"):
        reader(Even)({"number": 3})
    for wrong in ([4, 4], [-1, 2], [1], [True, 2], "ab"):
        with pytest.raises(ShapeError):
            reader(Span)(wrong)
    assert (reader(Span)([2, 5]), type(reader(Span)([2, 5]))) == (Span(2, 5), Span)


def test_two_instances_share_no_default_that_may_change() -> None:
    """A default that is made anew each time is made anew here too."""

    @dataclass(frozen=True, slots=True)
    class Holder:
        of: Mapping[str, str] = field(default_factory=dict)

    assert reader(Holder)({}) == Holder()
    assert reader(Holder)({}).of is not reader(Holder)({}).of


if __name__ == "__main__":
    SHAPES.parent.mkdir(parents=True, exist_ok=True)
    earlier = json.loads(SHAPES.read_text(encoding="utf-8")) if SHAPES.exists() else {}
    SHAPES.write_text(json.dumps({**earlier, **today()}, indent=1, sort_keys=True) + "\n", encoding="utf-8")
