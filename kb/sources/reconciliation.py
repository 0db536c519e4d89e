"""What a W3C reconciliation service says: its manifest, and its answers to a batch of queries.

Input: decoded JSON of a stranger. Output: checked values with ids as "scheme:id", or ServiceError that says what is
wrong. Never: takes part of an answer; an id, a score or a key that the protocol does not allow spoils all of it.

Source:
    Reconciliation Service API 0.2, W3C Entity Reconciliation Community Group.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from kb.events import Candidate
from kb.model.external import NoIdentifierError, checked, of_iri
from kb.sources.asking import Asker, ServiceError

VERSIONS: Final = ("0.2", "0.1")
_LONGEST: Final = 500
_MOST: Final = 100  # candidates of one query


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a service says of itself.

    Attributes:
        address: where batches go.
        space: beginning of the IRIs of its ids.
    """

    address: str
    name: str
    space: str


def manifest(asker: Asker, address: str) -> Manifest:
    """Return what the service at *address* says of itself.

    Raises:
        ServiceError: it does not answer, or answers no manifest.
        BadAddressError: it may not be asked.
    """
    found, at = asker.get(address)
    if not isinstance(found, dict):
        raise _wrong(address, "its manifest is no JSON object")
    for name in ("name", "identifierSpace", "schemaSpace"):
        if not isinstance(found.get(name), str) or not found[name].strip():
            raise _wrong(address, f"its manifest has no {name}")
    versions = found.get("versions", ["0.1"])
    if not isinstance(versions, list) or not set(VERSIONS).intersection(str(one) for one in versions):
        raise _wrong(address, f"it speaks no version of the protocol that is known ({', '.join(VERSIONS)})")
    return Manifest(at, found["name"][:_LONGEST], found["identifierSpace"].strip())


def answers(
    asker: Asker, service: Manifest, names: Sequence[str], *, limit: int, kind: str = ""
) -> list[tuple[Candidate, ...]]:
    """Return the candidates for each of *names*, the best first.

    Args:
        asker: asks.
        service: whom.
        names: one batch.
        limit: candidates of a name at most.
        kind: id of a type of the service, "" for any.

    Raises:
        ServiceError: it does not answer, or its answer is not what the protocol says.
    """
    queries = {
        f"q{number}": {"query": name, "limit": limit} | ({"type": kind} if kind else {})
        for number, name in enumerate(names)
    }
    found = asker.post(service.address, {"queries": json.dumps(queries, ensure_ascii=False)})
    if not isinstance(found, dict):
        raise _wrong(service.address, "its answer is no JSON object")
    if strange := sorted(set(found) - set(queries)):
        raise _wrong(service.address, f"its answer has {strange[0][:40]!r}, which was not asked")
    if missing := sorted(set(queries) - set(found)):
        raise _wrong(service.address, f"its answer lacks {missing[0]!r}")
    return [_of_query(service, key, found[key])[:limit] for key in queries]


def _of_query(service: Manifest, key: str, value: Any) -> tuple[Candidate, ...]:
    rows = value.get("result") if isinstance(value, dict) else None
    if not isinstance(rows, list):
        raise _wrong(service.address, f"its answer to {key} has no list of results")
    if len(rows) > _MOST:
        raise _wrong(service.address, f"its answer to {key} has {len(rows):,} results")
    found = [_candidate(service, key, row) for row in rows]
    if len({one.external for one in found}) != len(found):
        raise _wrong(service.address, f"its answer to {key} names one id twice")
    return tuple(sorted(found, key=lambda one: (-one.score, one.external)))


def _candidate(service: Manifest, key: str, row: Any) -> Candidate:
    if not isinstance(row, dict):
        raise _wrong(service.address, f"a result of {key} is no JSON object")
    for name in ("id", "name"):
        if not isinstance(row.get(name), str) or not row[name].strip() or len(row[name]) > _LONGEST:
            raise _wrong(service.address, f"a result of {key} has no {name} that could be one")
    score, match = row.get("score", 0), row.get("match", False)
    if isinstance(score, bool) or not isinstance(score, int | float) or not math.isfinite(score):
        raise _wrong(service.address, f"the score {str(score)[:40]!r} of a result of {key} is no number")
    if not isinstance(match, bool):
        raise _wrong(service.address, f"match of a result of {key} is neither true nor false")
    return Candidate(
        _external(service, row["id"].strip()),
        _line(row["name"]),
        float(score),
        match,
        _types(row.get("type", [])),
        _line(row.get("description") or "") if isinstance(row.get("description") or "", str) else "",
    )


def _external(service: Manifest, identifier: str) -> str:
    whole = identifier if identifier.startswith(("http://", "https://")) else f"{service.space}{identifier}"
    try:
        return of_iri(whole) or checked(whole)
    except NoIdentifierError as error:
        raise _wrong(service.address, f"{identifier[:60]!r} is no id of it: {error.reason}") from error


def _types(given: Any) -> tuple[str, ...]:
    rows = given if isinstance(given, list) else [given]
    names = [row.get("name") or row.get("id") if isinstance(row, dict) else row for row in rows]
    return tuple(_line(name) for name in names if isinstance(name, str) and name)[:10]


def _line(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in " ".join(text.split()))[:_LONGEST]


def _wrong(address: str, reason: str) -> ServiceError:
    return ServiceError(
        address, f"does not keep to the protocol: {reason}", "Nothing was taken from it. Tell whoever runs it."
    )
