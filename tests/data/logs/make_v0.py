"""Writes v0.sqlite, a log as the first format of article-added left it.

Kept to show how the fixture came about. It is not run by the tests: the
fixture must stay what it is when this program's imports change.
Run as ``python -m tests.data.logs.make_v0``.
"""

import json
import sqlite3
import zlib
from dataclasses import astuple, replace
from pathlib import Path

from kb.events import Envelope
from kb.log.chain import GENESIS, digest
from kb.log.sqlite_file import APPLICATION_ID, SCHEMA

EVENTS = (
    ("base", 1, "base-created", 1, {"base_iri": "http://localhost:8000/", "version": "0.0.1"}),
    (
        "article/old-1",
        1,
        "article-added",
        0,
        {
            "article_id": "old-1",
            "body": "The river rose two metres overnight, the mayor said.",
            "date": "2019-05-02",
            "desk": "Local",
            "file": "river.txt",
            "headline": "River rises",
            "link": "https://courier.example/river",
            "publisher": "Valley Courier",
        },
    ),
    ("article/old-2", 1, "article-added", 0, {"article_id": "old-2", "body": "No date is known."}),
)


def main() -> None:
    """Write the fixture beside this file."""
    path = Path(__file__).with_name("v0.sqlite")
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path)
    for statement in SCHEMA:
        connection.execute(statement)
    previous = GENESIS
    for position, (stream, version, kind, schema, fields) in enumerate(EVENTS, 1):
        payload = json.dumps(fields, sort_keys=True, separators=(",", ":")).encode()
        moment = f"2019-05-03T08:00:0{position}.000000Z"
        cause = 1 if position > 1 else 0
        envelope = Envelope(position, stream, version, kind, schema, moment, "person:Ada", cause, payload, previous, "")
        previous = digest(envelope)
        packed = zlib.compress(payload)
        row = replace(envelope, hash=previous)
        connection.execute(
            "INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*astuple(row)[:8], row.previous, row.hash, zlib.crc32(packed), packed),
        )
    connection.commit()
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute("PRAGMA user_version = 1")
    connection.close()


if __name__ == "__main__":
    main()
