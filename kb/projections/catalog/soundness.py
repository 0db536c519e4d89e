"""Whether the indices of a catalog's file say what its tables say: a list reads the index, a replay compares the table.

Input: a connection to a catalog, or to a file laid over one; a catalog made afresh beside it. Output: what is wrong, in
words; read by kb.projections.verify, kb.projections.past.proof and `kb doctor`.
Never: changes the file; a page that rots in an index makes rows vanish from lists without an error.
"""

import sqlite3
from typing import Final

MOST: Final = 5  # complaints of SQLite about one file

# By term, not by place: texts are numbered in the order in which they came to a file.
_WORDS: Final = (
    "SELECT term FROM (SELECT * FROM temp.{0}_words EXCEPT SELECT * FROM temp.{1}_words) ORDER BY term LIMIT 1"
)


def file_faults(connection: sqlite3.Connection, schema: str = "main") -> list[str]:
    """Return what SQLite finds wrong with the file itself: pages that contradict each other, rows an index lacks.

    Raises:
        sqlite3.DatabaseError: it cannot be read at all.
    """
    lines = [str(line) for (line,) in connection.execute(f"PRAGMA {schema}.integrity_check({MOST})")]
    if lines == ["ok"]:
        return []
    return [found for line in lines for found in line.split("\n") if not found.startswith("***")][:MOST]


def word_faults(connection: sqlite3.Connection, tables: str, fresh: str) -> list[str]:
    """Return how the words by which texts are found differ from those of another catalog with the same texts.

    Args:
        tables, fresh: schemas of that connection: the one that is looked at, and the one to hold it to.

    Raises:
        sqlite3.DatabaseError: the words cannot be read.
    """
    for schema in (tables, fresh):
        connection.execute(f"CREATE VIRTUAL TABLE temp.{schema}_words USING fts5vocab({schema}, search, row)")
    pairs = ((fresh, tables), (tables, fresh))
    terms = {term for one, other in pairs for (term,) in connection.execute(_WORDS.format(one, other))}
    return [f"“{term}” is not found in the texts that have it, or in others" for term in sorted(terms)]
