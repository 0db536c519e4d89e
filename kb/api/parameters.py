"""What is wrong with the parameters of a request, in words.

Input: a request, and what FastAPI found wrong with it. Output: where and what, for the problem that answers it.
Never: passes on words of a library that name neither the parameter nor what would do.
"""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, Final

from fastapi import Request
from pydantic import BaseModel

_ALIKE: Final = 0.6  # of 1, how like a parameter an unknown one must be to be taken for it


def told(request: Request, errors: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Return where each error is ("query.typ") and what it is, a sentence; an unknown parameter with those known."""
    return [{"where": ".".join(str(part) for part in one["loc"]), "what": _what(request, one)} for one in errors]


def _what(request: Request, error: Mapping[str, Any]) -> str:
    if error["type"] != "extra_forbidden":
        return str(error["msg"])
    name, kind = str(error["loc"][-1]), "parameter" if error["loc"][0] == "query" else "field"
    known = sorted(_known(request, str(error["loc"][0]))) if len(error["loc"]) == 2 else []
    if not known:
        return f"There is no {kind} {name[:80]!r} here"
    folded = {one.lower().replace("_", ""): one for one in known}
    alike = get_close_matches(name.lower().replace("_", ""), folded, n=1, cutoff=_ALIKE)
    meant = f" Did you mean {folded[alike[0]]}?" if alike else ""
    return f"There is no {kind} {name[:80]!r}.{meant} There are {', '.join(known)}"


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
