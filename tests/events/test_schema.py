"""No event changes its shape under an old version number.

tests/data/events/shapes.json holds field names, types and defaults of every
event type, by schema version. A field that holds its default is not stored,
so a changed default changes what old logs say. After raising VERSION and
writing an upcaster, or while no log of that version can exist anywhere yet,
write the file anew with ``python -m tests.events.test_schema``.
"""

import json
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

from kb.events.codec import EVENT_TYPES
from kb.events.schema import reader, writer
from kb.model import Span

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


if __name__ == "__main__":
    SHAPES.parent.mkdir(parents=True, exist_ok=True)
    earlier = json.loads(SHAPES.read_text(encoding="utf-8")) if SHAPES.exists() else {}
    SHAPES.write_text(json.dumps({**earlier, **today()}, indent=1, sort_keys=True) + "\n", encoding="utf-8")
