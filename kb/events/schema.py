"""How a dataclass of kb.events or kb.model is written as plain JSON values and read back.

Input: dataclasses whose fields are str, int, float, bool, Optional of those,
tuples, string mappings, spans and other such dataclasses.
Output: a pair of functions a class, compiled once from its type hints, used by
kb.events.codec.
Never: knows event names, versions or bytes.
"""

import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass, replace
from functools import cache
from types import MappingProxyType
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from kb.events.compiled import Form, Reader, compiled, draft_of, suits
from kb.model import Span

Writer = Callable[[Any], Any]

_SCALARS: Final = (str, int, bool)
_PLAIN: Final = (*_SCALARS, float)  # what is taken as it is
_SPAN_DRAFT: Final = draft_of(Span)


class ShapeError(ValueError):
    """A value has not the shape that its field's type asks for."""


def writer(kind: type) -> Writer:
    """Return the function that turns an instance of dataclass *kind* into JSON values.

    A field that holds its default is left out. A span becomes ``[start, end]``.
    """
    return _dataclass_writer(kind)


def reader(kind: type) -> Reader:
    """Return the function that makes an instance of *kind* from JSON values.

    It raises ShapeError, naming class and field, where a value is missing,
    unknown or of another type: nothing is converted or guessed.
    """
    return _dataclass_reader(kind)


@cache
def _hints(kind: type) -> Mapping[str, Any]:
    """Resolve the hints of *kind* once."""
    return get_type_hints(kind)


@cache
def _defaults(kind: type) -> Mapping[str, Any]:
    """Map each optional field of *kind* to its default value."""
    found: dict[str, Any] = {}
    for spec in fields(kind):
        if spec.default is not MISSING:
            found[spec.name] = spec.default
        elif spec.default_factory is not MISSING:
            found[spec.name] = spec.default_factory()
    return found


@cache
def _dataclass_writer(kind: type) -> Writer:
    if kind is Span:
        return lambda span: [span.start, span.end]
    defaults = _defaults(kind)
    plan = [(spec.name, _writer(_hints(kind)[spec.name]), spec.name in defaults) for spec in fields(kind)]

    def write(value: Any) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for name, convert, optional in plan:
            item = getattr(value, name)
            if optional and item == defaults[name]:
                continue
            out[name] = convert(item)
        return out

    return write


def _writer(hint: Any) -> Writer:
    """Return the writer for one type hint."""
    origin, args = get_origin(hint), get_args(hint)
    if hint is float:
        return float  # 7 and 7.0 are equal; only one of them is canonical
    if hint in _SCALARS:
        return lambda value: value
    if origin in (Union, types.UnionType):
        inner = _writer(_optional(hint, args))
        return lambda value: None if value is None else inner(value)
    if origin is tuple:
        return _tuple_writer(args)
    if origin is not None and issubclass(origin, Mapping):
        return dict
    if is_dataclass(hint):
        return _dataclass_writer(hint)  # type: ignore[arg-type]
    raise TypeError(f"No way to write {hint!r} as JSON.")


def _tuple_writer(args: tuple[Any, ...]) -> Writer:
    if len(args) == 2 and args[1] is Ellipsis:
        one = _writer(args[0])
        return lambda value: [one(item) for item in value]
    each = [_writer(arg) for arg in args]
    return lambda value: [write(item) for write, item in zip(each, value, strict=True)]


@cache
def _dataclass_reader(kind: type) -> Reader:
    if kind is Span:
        return _read_span
    readers = {spec.name: _reader(_hints(kind)[spec.name]) for spec in fields(kind)}
    required = frozenset(readers) - frozenset(_defaults(kind))
    name = kind.__name__

    def checked(value: Any) -> Any:
        if type(value) is not dict:
            raise ShapeError(f"{name} is no object but {type(value).__name__}")
        arguments: dict[str, Any] = {}
        for key, item in value.items():
            convert = readers.get(key)
            if convert is None:
                raise ShapeError(f"{name} has no field {key!r}")
            try:
                arguments[key] = convert(item)
            except ShapeError as error:
                raise ShapeError(f"{name}.{key}: {error}") from None
        missing = required - arguments.keys()
        if missing:
            raise ShapeError(f"{name} lacks {', '.join(sorted(missing))}")
        return kind(**arguments)

    if not suits(kind):
        return checked
    return compiled(kind, [_form(_hints(kind)[spec.name]) for spec in fields(kind)], checked, (ShapeError,))


def _form(hint: Any) -> Form:
    """Return what the values of a field of one type hint must be."""
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return replace(_form(_optional(hint, args)), nullable=True)
    if origin is tuple and len(args) == 2 and args[1] is Ellipsis:
        one = _form(args[0])
        if not (one.many or one.nullable):
            return replace(one, many=True)
    return Form(hint if hint in _PLAIN else None, _reader(hint))


def _reader(hint: Any) -> Reader:
    """Return the reader for one type hint."""
    origin, args = get_origin(hint), get_args(hint)
    if hint is float:
        return _read_float
    if hint in _SCALARS:
        return _exact(hint)
    if origin in (Union, types.UnionType):
        inner = _reader(_optional(hint, args))
        return lambda value: None if value is None else inner(value)
    if origin is tuple:
        return _tuple_reader(args)
    if origin is not None and issubclass(origin, Mapping):
        return _read_mapping
    if is_dataclass(hint):
        return _dataclass_reader(hint)  # type: ignore[arg-type]
    raise TypeError(f"No way to read {hint!r} from JSON.")


def _tuple_reader(args: tuple[Any, ...]) -> Reader:
    if len(args) == 2 and args[1] is Ellipsis:
        one = _reader(args[0])
        return lambda value: tuple([one(item) for item in _list(value)])
    each = [_reader(arg) for arg in args]

    def read(value: Any) -> tuple[Any, ...]:
        if len(_list(value)) != len(each):
            raise ShapeError(f"{len(value)} values instead of {len(each)}")
        return tuple(convert(item) for convert, item in zip(each, value, strict=True))

    return read


def _exact(kind: type) -> Reader:
    def read(value: Any) -> Any:
        if type(value) is not kind:  # bool is an int; here it is not
            raise ShapeError(f"{type(value).__name__} instead of {kind.__name__}")
        return value

    return read


def _read_float(value: Any) -> float:
    if type(value) not in (int, float):
        raise ShapeError(f"{type(value).__name__} instead of a number")
    return float(value)


def _read_span(value: Any) -> Span:
    if type(value) is list and len(value) == 2:
        start, end = value
        if type(start) is int and type(end) is int and 0 <= start < end:
            made = _SPAN_DRAFT()
            made.start, made.end = start, end
            made.__class__ = Span
            return made  # type: ignore[no-any-return]
    return _checked_span(value)


def _checked_span(value: Any) -> Span:
    if len(_list(value)) != 2 or type(value[0]) is not int or type(value[1]) is not int:
        raise ShapeError("a span is [start, end]")
    try:
        return Span(value[0], value[1])
    except ValueError as error:
        raise ShapeError(str(error)) from None


def _read_mapping(value: Any) -> Mapping[str, str]:
    if type(value) is not dict or any(type(item) is not str for item in value.values()):
        raise ShapeError("not a mapping of strings")
    return MappingProxyType(value)


def _list(value: Any) -> list[Any]:
    if type(value) is not list:
        raise ShapeError(f"{type(value).__name__} instead of a list")
    return value


def _optional(hint: Any, args: tuple[Any, ...]) -> Any:
    """Return the X of ``X | None``; other unions have no place in an event."""
    inner = [arg for arg in args if arg is not type(None)]
    if len(inner) != 1 or len(args) != 2:
        raise TypeError(f"No way to tell the members of {hint!r} apart in JSON.")
    return inner[0]
