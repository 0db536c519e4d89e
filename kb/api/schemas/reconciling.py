"""What a client of the reconciliation service sends.

Input: JSON of the parameters queries and extend. Output: checked values for kb.api.routes.reconcile, or BadBatchError.
Pure.

Source:
    Reconciliation Service API 0.2, W3C Entity Reconciliation Community Group.
"""

import json
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from kb.api.schemas.parameters import worded
from kb.errors import InputError


class BadBatchError(InputError):
    """A batch of queries or an extension is not what the protocol says."""

    code = "bad-batch"

    def __init__(self, parameter: str, reason: str) -> None:
        self.parameter = parameter
        self.reason = reason
        super().__init__(
            f"The parameter {parameter} cannot be read: {reason}.",
            hint="See the Reconciliation Service API 0.2, and docs/linking-elsewhere.md for examples.",
        )


class Reference(BaseModel):
    """An entity as a value of a property."""

    id: str
    name: str = ""


Given = str | float | bool | Reference


class PropertyValue(BaseModel):
    """One property of whom is looked for."""

    pid: str
    v: Given | list[Given]

    def writings(self) -> list[str]:
        """Return the values as text."""
        found = self.v if isinstance(self.v, list) else [self.v]
        return [
            one.id if isinstance(one, Reference) else f"{one:g}" if isinstance(one, float) else str(one)
            for one in found
        ]


class Asked(BaseModel):
    """One query of a batch."""

    model_config = ConfigDict(extra="ignore")

    query: str = Field("", max_length=2000)
    type: str | list[str] = ""
    limit: int = Field(10, ge=1, le=100)
    properties: list[PropertyValue] = Field(default_factory=list, max_length=50)
    type_strict: Annotated[str, Field(pattern="^(any|all|should)$")] = "any"

    @model_validator(mode="after")
    def _asks_something(self) -> "Asked":
        if not self.query and not self.properties:
            raise ValueError("neither query nor properties")
        return self


class Wanted(BaseModel):
    """One property of an extension."""

    id: str


class Extension(BaseModel):
    """Which values of which entities are wanted."""

    ids: list[str]
    properties: list[Wanted]


_BATCH: Final = TypeAdapter(dict[str, Any])
_QUERY: Final = TypeAdapter(Asked)
EXTENSION: Final = TypeAdapter(Extension)


def read(parameter: str, adapter: TypeAdapter[Any], text: str) -> Any:
    """Return the JSON *text* of *parameter* as *adapter* has it.

    Raises:
        BadBatchError: it is something else; says where.
    """
    try:
        return adapter.validate_python(json.loads(text))
    except ValidationError as error:
        raise BadBatchError(parameter, _first(error)) from error
    except (ValueError, RecursionError) as error:
        raise BadBatchError(parameter, f"it is no JSON ({error})") from error


def read_batch(text: str) -> dict[str, Asked | BadBatchError]:
    """Return the queries of a batch, each as it can be asked or with what is wrong with it.

    Raises:
        BadBatchError: it is no batch, or no query of it can be asked.
    """
    found: dict[str, Asked | BadBatchError] = {}
    for name, one in read("queries", _BATCH, text).items():
        try:
            found[name] = _QUERY.validate_python(one)
        except ValidationError as error:
            found[name] = BadBatchError("queries", _first(error, name))
    bad = [one for one in found.values() if isinstance(one, BadBatchError)]
    if bad and len(bad) == len(found):
        raise bad[0]
    return found


def _first(error: ValidationError, *within: str) -> str:
    first = error.errors()[0]
    loc = [str(part) for part in first["loc"] if part != "function-after"]
    what = worded(first)
    if "v" in loc:  # pydantic tells of each kind that a value may be
        loc, what = loc[: loc.index("v") + 1], "a text, a number, true or false, {id}, or a list of these is needed"
    where = ".".join((*within, *loc))
    return f"{where}: {what}" if where else what
