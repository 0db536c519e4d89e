"""Hypothesis strategies for events, made from their own type hints."""

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from kb.events.codec import EVENT_TYPES
from kb.model import Span


def _joined(text: str) -> str:
    """Join surrogate halves that stand side by side, as kb.sources does."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


texts = st.text(st.characters(exclude_categories=()), max_size=12).map(_joined)
spans = st.tuples(st.integers(0, 10**7), st.integers(1, 10**4)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))
_SCALARS = {
    str: texts,
    int: st.integers(-(2**53), 2**53),
    float: st.floats(allow_nan=False, allow_infinity=False),
    bool: st.booleans(),
    Span: spans,
}


def of(hint: Any) -> st.SearchStrategy[Any]:
    """Return a strategy for the values of one type hint."""
    origin, args = get_origin(hint), get_args(hint)
    if hint in _SCALARS:
        return _SCALARS[hint]
    if origin in (Union, types.UnionType):
        return st.one_of(st.none() if arg is type(None) else of(arg) for arg in args)
    if origin is tuple and args[-1] is Ellipsis:
        return st.lists(of(args[0]), max_size=2).map(tuple)
    if origin is tuple:
        return st.tuples(*(of(arg) for arg in args))
    if origin is not None and issubclass(origin, Mapping):
        return st.dictionaries(texts, texts, max_size=2)
    assert is_dataclass(hint)
    hints = get_type_hints(hint)
    required = {f.name: of(hints[f.name]) for f in fields(hint)}
    return st.builds(hint, **required)


events = st.one_of(of(kind) for kind in EVENT_TYPES.values())
