"""What the tools take, how they say what went wrong, and at which moment they read.

Output: annotated types, whose descriptions an assistant reads; context managers.
Never: gives away where on this machine files lie.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Final

from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import ToolAnnotations
from pydantic import AfterValidator, Field

from kb.api.serving.ports import Reads, Service
from kb.api.traffic.problems import without_paths
from kb.errors import KbError
from kb.model.days import WRITTEN, first_day, last_day

READS: Final = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
WRITES: Final = ToolAnnotations(
    read_only_hint=False, destructive_hint=False, idempotent_hint=False, open_world_hint=False
)

What = Annotated[str, Field(min_length=1, max_length=2000, description="By id (entity-HASH ...), IRI or name.")]
Limit = Annotated[int, Field(ge=1, le=200, description="At most so many.")]
Facts = Annotated[int, Field(ge=1, le=500, description="Facts of one section at most.")]
Sure = Annotated[float, Field(ge=0, le=1, description="Without what the reading is less sure of.")]


_WRITTEN: Final = f"{WRITTEN}|^$"
Since = Annotated[
    str,
    Field(pattern=_WRITTEN, description="On that day or later: 2024-05-31, or a month or year; empty for none."),
    AfterValidator(first_day),
]
Until = Annotated[
    str,
    Field(pattern=_WRITTEN, description="On that day or earlier: 2024-05-31, or a month or year; empty for none."),
    AfterValidator(last_day),
]
AsOf = Annotated[
    str,
    Field(max_length=40, description="As known after an event of the log (120) or at a time (2024-07-05); empty: now."),
]


@contextmanager
def said() -> Iterator[None]:
    """Have an error that the assistant can act on said to it."""
    try:
        yield
    except KbError as error:
        told = " ".join(part for part in without_paths(error) if part)
        excerpt = getattr(error, "excerpt", "")
        raise ToolError(f"{told}\n{excerpt}" if excerpt else told) from error


@contextmanager
def at(service: Service, as_of: str) -> Iterator[Reads]:
    with said(), service.at(as_of) as then:
        yield then
