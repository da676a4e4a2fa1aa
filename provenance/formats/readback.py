"""Reading the tables of a run back, whichever format they were written in."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.csv as pacsv

from provenance.errors import InputError, UsageError
from provenance.schema import REJECTED, TABLES

SCHEMAS: dict[str, pa.Schema] = {name: schema for name, (schema, _) in TABLES.items()} | {
    "rejected": REJECTED
}
_HINT = "the folder must be the whole output of one run of this version"


def read_table(folder: str | os.PathLike[str], name: str) -> pa.Table:
    """The table ``name`` of a run, in exactly its schema; Parquet first, then JSON lines, CSV.

    Raises:
        UsageError: no table has that name.
        InputError: the file is missing, damaged, or has other columns.
    """
    schema = SCHEMAS.get(name)
    if schema is None:
        raise UsageError(f"a run has no table {name!r}", hint=f"tables: {', '.join(SCHEMAS)}")
    for suffix, read in _READERS.items():
        path = Path(folder) / f"{name}.{suffix}"
        if path.exists():
            try:
                table = read(path, schema)
            except (OSError, ValueError, TypeError, KeyError, pa.ArrowException) as error:
                raise InputError(
                    f"not a table of a run ({error})", file=str(path), hint=_HINT
                ) from error
            return table.combine_chunks()
    raise InputError(f"there is no table {name!r}", file=str(folder), hint=_HINT)


def _read_parquet(path: Path, schema: pa.Schema) -> pa.Table:
    import pyarrow.parquet as pq  # slow to load, and not always needed

    with pq.ParquetFile(path) as file:
        return file.read(columns=schema.names).select(schema.names).cast(schema)


def _read_jsonl(path: Path, schema: pa.Schema) -> pa.Table:
    decode = msgspec.json.Decoder(dict[str, Any]).decode
    with open(path, "rb") as file:
        rows = [decode(line) for line in file]
    columns = [_column([row[field.name] for row in rows], field.type) for field in schema]
    return pa.Table.from_arrays(columns, schema=schema)


def _read_csv(path: Path, schema: pa.Schema) -> pa.Table:
    """Unquoted empty cells are null; a row may be as long as the file."""
    size = max(path.stat().st_size + 1, 1 << 20)
    plain = {field.name: field.type for field in schema if not _is_text_in_csv(field.type)}
    texts = {field.name: pa.large_string() for field in schema if _is_text_in_csv(field.type)}
    table = pacsv.read_csv(
        path,
        read_options=pacsv.ReadOptions(block_size=min(size, 2**31 - 1), use_threads=False),
        parse_options=pacsv.ParseOptions(newlines_in_values=True),
        convert_options=pacsv.ConvertOptions(
            column_types=plain | texts,
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
            include_columns=schema.names,
        ),
    )
    columns = [
        _from_csv(table.column(field.name), field.type) if field.name in texts
        else table.column(field.name)
        for field in schema
    ]  # fmt: skip
    return pa.Table.from_arrays(columns, schema=schema)


_READERS = {"parquet": _read_parquet, "jsonl": _read_jsonl, "csv": _read_csv}


def _is_text_in_csv(kind: pa.DataType) -> bool:
    return bool(pa.types.is_nested(kind) or pa.types.is_timestamp(kind))


def _from_csv(column: pa.ChunkedArray, kind: pa.DataType) -> pa.Array:
    values = column.to_pylist()
    if pa.types.is_nested(kind):
        values = [None if v is None else msgspec.json.decode(v) for v in values]
    return _column(values, kind)


def _column(values: list[Any], kind: pa.DataType) -> pa.Array:
    if pa.types.is_timestamp(kind):
        values = [None if v is None else datetime.fromisoformat(v) for v in values]
    elif _has_float(kind):
        values = [_floats(v, kind) for v in values]
    return pa.array(values, kind)


def _has_float(kind: pa.DataType) -> bool:
    if pa.types.is_list(kind):
        return _has_float(kind.value_type)
    if pa.types.is_struct(kind):
        return any(_has_float(field.type) for field in kind)
    return bool(pa.types.is_floating(kind))


def _floats(value: Any, kind: pa.DataType) -> Any:
    """The value with whole numbers and the texts ``NaN``, ``Infinity`` as floats."""
    if value is None:
        return None
    if pa.types.is_list(kind):
        return [_floats(inner, kind.value_type) for inner in value]
    if pa.types.is_struct(kind):
        return {field.name: _floats(value[field.name], field.type) for field in kind}
    return float(value) if pa.types.is_floating(kind) else value
