"""Readers of dataclasses as functions written for each class, since replays and pages spend most of their time in them.

Input: the fields of a dataclass, each with what its values must be; what says what is wrong with a value.
Output: a function from JSON values to an instance, for kb.events.schema.
Never: takes a value that *checked* would refuse, or another for it; runs anything that comes from a log: the text of a
function is made of names of fields of our own classes alone.

A frozen dataclass sets each field by object.__setattr__, which takes several times as long as setting it. So the fields
are set on an instance of a class of the same slots, whose __class__ is then the dataclass itself; the data model of
Python allows this where slots are the same.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import MISSING, Field, dataclass, fields
from typing import Any, Final

Reader = Callable[[Any], Any]
_ABSENT: Final = object()


@dataclass(frozen=True, slots=True)
class Form:
    """What the values of a field must be.

    Attributes:
        exact: the type of a value that is taken as it is, None where *read* makes it.
        read: makes a value, or refuses it.
        many: whether the value is a list of these, which becomes a tuple.
        nullable: whether it may be None instead.
    """

    exact: type | None
    read: Reader
    many: bool = False
    nullable: bool = False


def suits(kind: type) -> bool:
    """Say whether an instance of a dataclass is nothing but its fields: slots, and no checks when it is made."""
    names = tuple(spec.name for spec in fields(kind))
    plain = all(spec.init for spec in fields(kind)) and not hasattr(kind, "__post_init__")
    return plain and kind.__bases__ == (object,) and getattr(kind, "__slots__", None) == names


def draft_of(kind: type) -> Any:
    """Return a class with the slots of *kind* whose instances may be written."""
    return type(f"{kind.__name__}Draft", (), {"__slots__": kind.__slots__})  # type: ignore[attr-defined]


def compiled(kind: type, forms: Sequence[Form], checked: Reader, refusals: tuple[type[Exception], ...]) -> Reader:
    """Return the function that makes an instance of *kind*.

    Args:
        kind: a dataclass that suits.
        forms: of its fields, in their order.
        checked: does the same slowly, and says what is wrong; asked wherever anything is.
        refusals: raised by *Form.read*.
    """
    known: dict[str, Any] = {
        **{"kind": kind, "draft": draft_of(kind), "checked": checked, "absent": _ABSENT},
        "refusals": (KeyError, TypeError, AttributeError, *refusals),
    }
    lines = list(_lines(list(zip(fields(kind), forms, strict=True)), known))
    exec(compile("\n".join(lines), f"<reader of {kind.__name__}>", "exec"), known)
    read: Reader = known["read"]
    return read


def _lines(specs: Sequence[tuple[Field[Any], Form]], known: dict[str, Any]) -> Iterator[str]:
    """Yield the lines of a function, and add the names that they use to those *known*."""
    required = sum(_required(spec) for spec, _ in specs)
    yield "def read(value):"
    yield " try:"
    yield f"  get, found, made = value.get, {required}, draft()"
    for number, (spec, form) in enumerate(specs):
        known[f"read_{number}"], known[f"exact_{number}"] = form.read, form.exact
        if _required(spec):
            yield f"  item = value[{spec.name!r}]"
            yield from _taken(form, number, "  ")
        else:
            made = spec.default_factory is not MISSING
            known[f"default_{number}"] = spec.default_factory if made else spec.default
            yield f"  item = get({spec.name!r}, absent)"
            yield f"  if item is absent: item = default_{number}{'()' if made else ''}"
            yield "  else:"
            yield "   found += 1"
            yield from _taken(form, number, "   ")
        yield f"  made.{spec.name} = item"
    yield "  if found != len(value): return checked(value)"
    yield "  made.__class__ = kind"
    yield "  return made"
    yield " except refusals:"
    yield "  return checked(value)"


def _required(spec: Field[Any]) -> bool:
    return spec.default is MISSING and spec.default_factory is MISSING


def _taken(form: Form, number: int, indent: str) -> Iterator[str]:
    """Yield the lines that make *item* what a field holds."""
    if form.nullable:
        yield f"{indent}if item is not None:"
        indent += " "
    if form.many:
        yield f"{indent}if type(item) is not list: return checked(value)"
        if form.exact:
            yield f"{indent}for one in item:"
            yield f"{indent} if type(one) is not exact_{number}: return checked(value)"
            yield f"{indent}item = tuple(item)"
        else:
            yield f"{indent}item = tuple([read_{number}(one) for one in item])"
    elif form.exact:
        yield f"{indent}if type(item) is not exact_{number}: item = read_{number}(item)"
    else:
        yield f"{indent}item = read_{number}(item)"
