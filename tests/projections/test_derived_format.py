"""What a log becomes has a format: rules that make something else of the same log raise it; homes are then made anew.

Otherwise a home of the version before would go on with half of what it holds by the former rules, and `kb verify`
would call it damaged. `seeds.sqlite` is a log of the bundled articles with a few decisions; it stays as it is.
"""

import hashlib
import json
import shutil
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from kb.graph.iris import Iris
from kb.log.sqlite import SqliteEventLog
from kb.projections.catalog.schema import COMPARED, FORMAT
from kb.projections.files.export import canonical_lines
from kb.projections.opening import in_memory

FOLDER: Final = Path(__file__).parents[1] / "data" / "derived"
KNOWN: Final = FOLDER / "seeds.json"
AGAIN: Final = "python -m tests.projections.test_derived_format"


def derived(folder: Path) -> dict[str, object]:
    """Return the format, and hashes of the graph without the ontology and of the tables, that the log becomes.

    Args:
        folder: an empty one; the log is opened in a copy there.
    """
    log = SqliteEventLog(Path(shutil.copy(FOLDER / "seeds.sqlite", folder)))
    made = in_memory(log)
    try:
        ontology = f"{Iris(str(json.loads(next(log.envelopes()).payload)['base_iri'])).ontology_graph()} .\n".encode()
        lines = (line for line in canonical_lines(made.graph.store) if not line.endswith(ontology))
        rows = (
            repr([round(cell, 6) if isinstance(cell, float) else cell for cell in row]).encode() + b"\n"
            for table, key in COMPARED.items()
            for row in made.catalog.connection.execute(f"SELECT * FROM {table} ORDER BY {', '.join(key)}")
        )
        return {"format": FORMAT, "graph": _hash(lines), "tables": _hash(rows)}
    finally:
        made.close()
        log.close()


def _hash(lines: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for line in lines:
        digest.update(line)
    return digest.hexdigest()


def test_what_a_log_becomes_is_what_its_format_says(tmp_path: Path) -> None:
    """Other hashes: raise kb.projections.catalog.schema.FORMAT, say there what is new, and run the line of AGAIN."""
    assert derived(tmp_path) == json.loads(KNOWN.read_text(encoding="utf-8")), (
        f"The same log becomes something else: raise kb.projections.catalog.schema.FORMAT above {FORMAT}"
        f" (once between two releases will do), then run {AGAIN}."
    )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        now = derived(Path(scratch))
    before = json.loads(KNOWN.read_text(encoding="utf-8")) if KNOWN.exists() else {}
    if before != now and before.get("format") == FORMAT:
        sys.exit(f"Raise kb.projections.catalog.schema.FORMAT above {FORMAT} first.")
    KNOWN.write_text(json.dumps(now, indent=2) + "\n", encoding="utf-8")
