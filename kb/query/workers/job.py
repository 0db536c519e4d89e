"""One query on its way to a worker: plain values that JSON carries.

Made by kb.query.service, sent by kb.query.workers.pool, run by kb.query.workers.worker.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

from kb.query.sparql.counting import Counting


@dataclass(frozen=True, slots=True)
class Job:
    """What one worker is asked, as it travels.

    Attributes:
        text: the query; form, form_at and datasets are the gate's.
        format: a key of the tables of formats: one for SELECT and ASK, one for CONSTRUCT and DESCRIBE.
        prefixes: defaults, used where the query declares none of that name.
        default_graphs: the protocol's default-graph-uri; they replace FROM.
        named_graphs: the protocol's named-graph-uri.
        time: seconds left; None for no bound. Likewise memory, rows, size.
        network: whether the query may call an allowed endpoint.
        plain: the query with our own properties written out; "" if it uses none.
        sought: IRIs that the graph may lack: as property (first), as class (second), as graph (third).
        values: that its patterns need: property, "" for any, and a literal or <IRI>, as in Turtle.
        points: that the query writes out, for whether they are turned round.
        bounded: the query has a LIMIT of its own within *rows*.
        explain: nothing is evaluated; the result is how it would be, as JSON (kb.query.sparql.plan).
        calls: it may call functions of ours (kb.query.sparql.functions).
        counting: what it counts, if columns can answer it (kb.query.columns).
    """

    text: str
    form: str
    form_at: int
    datasets: tuple[tuple[int, int], ...]
    format: tuple[str, str]
    prefixes: dict[str, str]
    base: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    time: float | None
    memory: int | None
    rows: int | None
    size: int | None
    network: bool
    plain: str = ""
    sought: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]] = ((), (), ())
    values: tuple[tuple[str, str], ...] = ()
    points: tuple[str, ...] = ()
    bounded: bool = False
    explain: bool = False
    calls: bool = True
    counting: Counting | None = None

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Job":
        """Return the job that ``dataclasses.asdict`` made *value* of, arrays made tuples again."""
        fields: dict[str, Any] = {name: tuple(part) if isinstance(part, list) else part for name, part in value.items()}
        fields["datasets"] = tuple((start, end) for start, end in value["datasets"])
        fields["sought"] = tuple(tuple(part) for part in value["sought"])
        fields["values"] = tuple((predicate, written) for predicate, written in value["values"])
        fields["counting"] = Counting.of(value["counting"]) if value["counting"] else None
        return cls(**fields)


_NAMES: Final = tuple(field.name for field in fields(Job) if field.name != "time")


def as_body(job: Job) -> bytes:
    """Return *job* as it travels, as JSON without its time, which travels beside it."""
    return json.dumps({name: getattr(job, name) for name in _NAMES} | {"time": None}, separators=(",", ":")).encode()
