"""What is wrong with the parameters of a request, in words.

Input: a request, and what FastAPI found wrong with it. Output: where and what, for the problem that answers it;
the refusal of parameters that a route does not take.
Never: passes on words of a library that name neither the parameter nor what would do.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, Final, get_args, get_origin

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel

from kb.api.traffic.unheard import once
from kb.model.days import WRITTEN

_FOLDED: Final = re.compile(r"[_-]")  # how words are joined says nothing
_CHOICES: Final = re.compile(r"\^\(([a-z|]+)\)\$")  # a pattern that only lists words
_ID: Final = re.compile(r"\^\(?\[a-z\]\+-")  # a pattern of ids: a kind, a hyphen, and what follows
_WORDS: Final[Mapping[str, str]] = {  # by pydantic's name of the fault, whose own words are about Python
    "model_type": "an object is needed, {...}",
    "model_attributes_type": "an object is needed, {...}",
    "dict_type": "an object is needed, {...}",
    "list_type": "a list is needed, [...]",
    "string_type": "a text is needed",
    "string_too_short": "it is empty",
    "missing": "it is needed",
}
_ALIKE: Final = 0.6  # of 1, how like a parameter an unknown one must be to be taken for it


def told(request: Request, errors: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Return where each error is ("query.typ") and what it is, a sentence; an unknown parameter with those known."""
    return [{"where": ".".join(str(part) for part in one["loc"]), "what": _what(request, one)} for one in errors]


def not_json(error: RequestValidationError) -> str:
    """Return where a body stops being JSON and why, a sentence; "" where it is JSON, or none was sent."""
    fault = next((one for one in error.errors() if one["type"] == "json_invalid"), None)
    if fault is None:
        return ""
    sent, at = str(error.body or ""), int(fault["loc"][-1])
    line, column = sent.count("\n", 0, at) + 1, at - sent.rfind("\n", 0, at)
    return f"The body is no JSON: line {line}, column {column}: {fault['ctx']['error']}."


def _what(request: Request, error: Mapping[str, Any]) -> str:
    if error["type"] != "extra_forbidden":
        return worded(error)
    name, kind = str(error["loc"][-1]), "parameter" if error["loc"][0] == "query" else "field"
    known = sorted(_known(request, str(error["loc"][0]))) if len(error["loc"]) == 2 else []
    if not known:
        return f"There is no {kind} {name[:80]!r} here"
    return f"There is no {kind} {name[:80]!r}.{meant(name, known)} There are {', '.join(known)}"


def worded(error: Mapping[str, Any]) -> str:
    """Return what is wrong with a value, in words of those who send it, and what would do."""
    given, facts = error.get("input"), error.get("ctx") or {}
    if error["type"] == "string_pattern_mismatch":
        shown = repr(given)[:80]
        if facts.get("pattern") == WRITTEN:
            return f"{shown} is no day; write it as year-month-day, 2024-07-05, or as a month or year, 2024-07, 2024"
        pattern = str(facts.get("pattern", ""))
        if choices := _CHOICES.fullmatch(pattern):
            return f"{shown} is none of {', '.join(filter(None, choices[1].split('|')))}"
        if _ID.match(pattern):
            return f"{shown} is no id, as in entity-8501c74ea29cab27ea77; /search?q= finds the ids of names"
        return f"{shown} has characters that cannot stand here"
    return _WORDS.get(str(error["type"]), str(error["msg"]).removeprefix("Value error, "))


def meant(name: str, known: Iterable[str]) -> str:
    """Return " Did you mean ...?" with the known name most like *name*, "" if none is like it."""
    folded = {_FOLDED.sub("", one.lower()): one for one in known}
    alike = get_close_matches(_FOLDED.sub("", name[:80].lower()), folded, n=1, cutoff=_ALIKE)
    return f" Did you mean {folded[alike[0]]}?" if alike else ""


async def only_known(request: Request) -> None:
    """Refuse parameters that the route of *request* does not take: passed over, the answer would look like another.

    Raises:
        RequestValidationError: as for a route whose parameters are a model that forbids others.
        GivenTwiceError: one that is no list stands there twice, and one of the two would be passed over.
    """
    if not request.scope["query_string"]:
        return
    given, known = request.query_params.multi_items(), set(_known(request, "query"))
    strange = dict.fromkeys(name for name, _ in given if name not in known)
    if strange:
        raise RequestValidationError([{"type": "extra_forbidden", "loc": ("query", name)} for name in strange])
    several = _several(request)
    once((name, value) for name, value in given if name not in several)


def _several(request: Request) -> frozenset[str]:
    """Return the parameters of a route that may stand there more than once."""
    fields = getattr(getattr(request.scope.get("route"), "dependant", None), "query_params", ())
    return frozenset(one.alias for one in fields if _is_list(one.field_info.annotation))


def _is_list(annotation: Any) -> bool:
    return any(get_origin(one) in (list, tuple) for one in (annotation, *get_args(annotation)))


def _known(request: Request, where: str) -> Iterator[str]:
    """Yield the names of what a route takes in its query or its body."""
    route = request.scope.get("route")
    dependant = getattr(route, "dependant", None)
    fields = getattr(dependant, "query_params" if where == "query" else "body_params", ())
    for field in fields:
        model = field.field_info.annotation
        if isinstance(model, type) and issubclass(model, BaseModel):
            yield from (one.alias or name for name, one in model.model_fields.items())
        else:
            yield field.alias
