"""Tables as files: CSV with a Data Package description, and Parquet; one class, or all in a folder or a zip.

Input: kb.exporting.classes.TABLES and a graph. Output: files in a folder, or the bytes of a zip archive.
CSV is RFC 4180 in UTF-8; a cell that a spreadsheet would take for a formula gets an apostrophe before it.
Never: holds more than a batch of rows; depends on the clock: entries of an archive have the date that zip begins with.
"""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from kb.errors import InputError
from kb.exporting.classes import BY_NAME, TABLES, Row, Table
from kb.exporting.reading import Graph

if TYPE_CHECKING:
    import pyarrow

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_WAITING: Final = 500  # rows of CSV until they are written
_BATCH: Final = 5_000  # rows of one group of a Parquet file
_OLDEST: Final = (1980, 1, 1, 0, 0, 0)
_MODE: Final = 0o644 << 16
_PACKAGE: Final = "datapackage.json"
_FIELD: Final = {"iri": "string", "text": "string", "day": "date", "time": "string"}

Opener = Callable[[str], AbstractContextManager[IO[bytes]]]


class UnknownClassError(InputError):
    """No table is called so."""

    code = "unknown-class"

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"There is no table {name!r}.", hint=f"Take one of {', '.join(BY_NAME)}.")


class NoParquetError(InputError):
    """What writes Parquet is not installed."""

    code = "no-parquet"

    def __init__(self) -> None:
        super().__init__("Parquet needs pyarrow, which is not installed.", hint="pip install 'newskb[parquet]'.")


def table(name: str) -> Table:
    """Return the table called *name*, or of the class of that name: events, Event, kb:Event.

    Raises:
        UnknownClassError: there is none.
    """
    plain = name.removeprefix("kb:").lower()
    found = (BY_NAME.get(one) for one in (name, plain, f"{plain}s", f"{plain.removesuffix('y')}ies"))
    one = next((one for one in found if one is not None), None)
    if one is None:
        raise UnknownClassError(name)
    return one


def write_table(graph: Graph, one: Table, out: IO[bytes], format: str) -> int:
    """Write one table and return how many rows it has.

    Args:
        format: "csv" or "parquet".

    Raises:
        NoParquetError: pyarrow is not there.
    """
    return _parquet(graph, one, out) if format == "parquet" else _csv(graph, one, out)


def write_folder(graph: Graph, folder: Path, format: str, tables: Sequence[Table] = TABLES) -> dict[str, int]:
    """Write tables into *folder*, which is there; return their names with how many rows each has."""

    @contextmanager
    def opened(name: str) -> Iterator[IO[bytes]]:
        with (folder / name).open("wb") as file:
            yield file

    return _write_all(graph, opened, format, tables)


def write_zip(graph: Graph, out: IO[bytes], format: str, tables: Sequence[Table] = TABLES) -> dict[str, int]:
    """Write tables as a zip archive; return their names with how many rows each has."""
    # Parquet is compressed already
    way = zipfile.ZIP_STORED if format == "parquet" else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(out, "w") as archive:

        @contextmanager
        def opened(name: str) -> Iterator[IO[bytes]]:
            entry = zipfile.ZipInfo(name, _OLDEST)
            entry.compress_type, entry.external_attr = way, _MODE
            with archive.open(entry, "w", force_zip64=True) as file:
                yield file

        return _write_all(graph, opened, format, tables)


def _write_all(graph: Graph, opened: Opener, format: str, tables: Sequence[Table]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for one in tables:
        with opened(f"{one.name}.{format}") as file:
            counts[one.name] = write_table(graph, one, file, format)
    with opened(_PACKAGE) as file:
        file.write(json.dumps(_package(tables, format), indent=1).encode() + b"\n")
    return counts


def _csv(graph: Graph, one: Table, out: IO[bytes]) -> int:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([column.name for column in one.columns])
    count = 0
    for row in one.rows(graph):
        writer.writerow([cell(value) for value in row])
        count += 1
        if count % _WAITING == 0:
            _flush(text, out)
    _flush(text, out)
    return count


def _flush(text: io.StringIO, out: IO[bytes]) -> None:
    out.write(text.getvalue().encode())
    text.seek(0)
    text.truncate()


def cell(value: Any) -> Any:
    """Return a value as a cell of CSV: no text that a spreadsheet would run."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _parquet(graph: Graph, one: Table, out: IO[bytes]) -> int:
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise NoParquetError from error
    kinds = {"number": pyarrow.float64(), "integer": pyarrow.int64(), "boolean": pyarrow.bool_()}
    fields = [pyarrow.field(column.name, kinds.get(column.kind, pyarrow.string())) for column in one.columns]
    schema = pyarrow.schema(fields, metadata={"title": one.name, "description": one.about})
    count = 0
    with parquet.ParquetWriter(out, schema, compression="zstd") as writer:
        for rows in _batches(one.rows(graph)):
            count += len(rows)
            writer.write_table(_arrow(pyarrow, schema, rows))
    return count


def _arrow(module: Any, schema: "pyarrow.Schema", rows: list[Row]) -> Any:
    """Return rows as an Arrow table; what has no value is null, and not an empty text."""
    columns = [[None if value == "" else value for value in column] for column in zip(*rows, strict=True)]
    arrays = [module.array(values, type=field.type) for values, field in zip(columns, schema, strict=True)]
    return module.Table.from_arrays(arrays, schema=schema)


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _package(tables: Sequence[Table], format: str) -> dict[str, Any]:
    """Return the tables' description as a Frictionless Data Package."""
    present = {one.name for one in tables}
    resources = []
    for one in tables:
        fields = [{"name": column.name, "type": _FIELD.get(column.kind, column.kind)} for column in one.columns]
        schema: dict[str, Any] = {"fields": fields}
        if one.columns[0].table == "":
            schema["primaryKey"] = one.columns[0].name
        keys = [
            {
                "fields": column.name,
                "reference": {
                    "resource": "" if column.table == one.name else column.table,
                    "fields": BY_NAME[column.table].columns[0].name,
                },
            }
            for column in one.columns
            if column.table in present
        ]
        if keys:
            schema["foreignKeys"] = keys
        resources.append(
            {
                "name": one.name,
                "path": f"{one.name}.{format}",
                "description": one.about,
                "profile": "tabular-data-resource",
                "encoding": "utf-8",
                "schema": schema,
            }
        )
    return {"name": "newskb", "profile": "tabular-data-package", "resources": resources}
