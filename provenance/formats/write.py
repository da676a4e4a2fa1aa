"""Writing the tables of a run, byte for byte the same each time."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Literal, TypeAlias

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from provenance.errors import UsageError
from provenance.formats.atomic import atomic_file, atomic_folder
from provenance.formats.readback import read_table
from provenance.stages.columns import at_once

__all__ = ["TableFormat", "atomic_file", "atomic_folder", "read_table", "write_tables"]

TableFormat: TypeAlias = Literal["parquet", "jsonl", "csv"]

ROW_GROUP = 65_536
_BATCH = 8_192
_MICROSECONDS = pa.timestamp("us", "UTC")
_SELDOM_TWICE = {"id", "a", "b", "derived", "representative", "origin", "story", "family", "title"}
_PLAIN, _HUGE = 1e-4, 1e16  # repr and the encoder differ in how they write exponents only


def write_tables(
    tables: Mapping[str, pa.Table], folder: str | os.PathLike[str], format: TableFormat = "parquet"
) -> None:
    """Write each table to ``folder/NAME.FORMAT``; equal tables give equal bytes.

    - ``parquet``: zstd, row groups of 65,536 rows, statistics, no metadata but the schema.
    - ``jsonl``: keys in the order of the schema, times as ISO 8601 in UTC with ``Z``, floats as
      ``repr`` writes them; NaN and infinities as the texts ``NaN``, ``Infinity``, ``-Infinity``.
    - ``csv``: lists and structs as JSON text, times as ISO 8601. Null is an empty cell, an empty
      text is ``""``; other texts are quoted too.

    Raises:
        UsageError: an unknown format.
        OSError: the system refuses; :func:`atomic_folder` around it says so in plain words.
    """
    if format not in _WRITERS:
        raise UsageError(f"unknown format {format!r}", hint="use parquet, jsonl or csv")

    def write(name: str) -> None:
        # How a table is cut into chunks must not show in the file.
        whole = tables[name].replace_schema_metadata(None).combine_chunks()
        _WRITERS[format](whole, Path(folder) / f"{name}.{format}")

    # Parquet leaves the interpreter alone; the largest first, so that none is left for the end.
    at_once(*(partial(write, name) for name in sorted(tables, key=lambda n: -tables[n].nbytes)))


def _write_parquet(table: pa.Table, path: Path) -> None:
    import pyarrow.parquet as pq  # slow to load, and not always needed

    pq.write_table(
        table,
        path,
        row_group_size=ROW_GROUP,
        compression="zstd",
        compression_level=1,
        version="2.6",
        write_statistics=True,
        write_page_index=False,
        # A table of distinct values takes time and room where few come twice.
        use_dictionary=[
            path
            for field in table.schema
            for path, kind in _leaves(field.name, field.type)
            if path not in _SELDOM_TWICE
            and not pa.types.is_floating(kind)
            and not pa.types.is_temporal(kind)
        ],
    )


def _leaves(path: str, kind: pa.DataType) -> Iterator[tuple[str, pa.DataType]]:
    """The columns that Parquet makes of a column, by their paths."""
    if pa.types.is_struct(kind):
        for field in kind:
            yield from _leaves(f"{path}.{field.name}", field.type)
    elif pa.types.is_list(kind):
        yield from _leaves(f"{path}.list.element", kind.value_type)
    else:
        yield path, kind


def _write_jsonl(table: pa.Table, path: Path) -> None:
    names = table.schema.names
    encode = msgspec.json.Encoder().encode_lines
    with open(path, "wb") as file:
        for batch in table.to_batches(_BATCH):
            columns = [_json_values(column) for column in batch.columns]
            rows = [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]
            file.write(encode(rows))


def _write_csv(table: pa.Table, path: Path) -> None:
    columns = [_csv_column(column) for column in table.columns]
    flat = pa.table(dict(zip(table.schema.names, columns, strict=True)))
    pacsv.write_csv(flat, path, pacsv.WriteOptions(batch_size=_BATCH, quoting_style="needed"))


_WRITERS = {"parquet": _write_parquet, "jsonl": _write_jsonl, "csv": _write_csv}


def _csv_column(column: pa.ChunkedArray) -> pa.ChunkedArray:
    kind = column.type
    if pa.types.is_nested(kind):
        texts = [None if v is None else _json(v) for v in column.to_pylist()]
        return pa.chunked_array([pa.array(texts, pa.large_string())])
    if pa.types.is_timestamp(kind):
        return pa.chunked_array([pa.array(_json_values(column), pa.string())])
    return column


def _json_values(column: pa.Array | pa.ChunkedArray) -> list[Any]:
    """The values of a column as the JSON encoder writes them right."""
    if pa.types.is_timestamp(column.type):
        return _moments(column)
    values: list[Any] = column.to_pylist()
    kind = column.type
    if pa.types.is_floating(kind):
        for row in np.flatnonzero(_is_odd(column)).tolist():
            values[row] = _floats(values[row])
    elif pa.types.is_list(kind) and pa.types.is_floating(kind.value_type):
        for row, place in _odd_places(column):
            values[row][place] = _floats(values[row][place])
    elif _has_odd(column):
        values = [_floats(value) for value in values]
    return values


def _moments(column: pa.Array | pa.ChunkedArray) -> list[str | None]:
    """Moments as ISO 8601 in UTC with ``Z``; microseconds where there are some."""
    known = np.asarray(column.is_valid()).tolist()
    micros = pc.fill_null(pc.cast(column.cast(_MICROSECONDS), pa.int64()), 0).to_numpy()
    texts = np.datetime_as_string(micros.astype("datetime64[us]"), unit="us").tolist()
    whole = (micros % 1_000_000 == 0).tolist()
    return [
        f"{text[:-7] if even else text}Z" if there else None
        for text, even, there in zip(texts, whole, known, strict=True)
    ]


def _odd_places(column: pa.Array) -> list[tuple[int, int]]:
    """Row and place of each odd float in lists of floats."""
    at = np.flatnonzero(_is_odd(column.flatten()))
    rows = pc.list_parent_indices(column).to_numpy()[at]
    lengths = pc.fill_null(pc.list_value_length(column), 0).to_numpy()
    places = at - (np.cumsum(lengths) - lengths)[rows]
    return list(zip(rows.tolist(), places.tolist(), strict=True))


def _is_odd(column: pa.Array | pa.ChunkedArray) -> np.ndarray:
    size = np.abs(column.to_numpy(zero_copy_only=False).astype(np.float64))  # NaN for null
    odd: np.ndarray = ~((size >= _PLAIN) & (size < _HUGE)) & (size != 0)
    return odd


def _has_odd(column: pa.Array | pa.ChunkedArray) -> bool:
    """Whether an odd float stands anywhere in a column."""
    kind = column.type
    if pa.types.is_floating(kind):
        return bool(_is_odd(column).any())
    if pa.types.is_list(kind):
        return _has_odd(pc.list_flatten(column))
    if pa.types.is_struct(kind):
        return any(_has_odd(pc.struct_field(column, i)) for i in range(kind.num_fields))
    return False


def _floats(value: Any) -> Any:
    """A value with its odd floats as ``repr`` writes them, or as texts: JSON knows no NaN."""
    if isinstance(value, dict):
        return {key: _floats(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_floats(inner) for inner in value]
    if not isinstance(value, float) or value == 0 or _PLAIN <= abs(value) < _HUGE:
        return value
    if math.isfinite(value):
        return msgspec.Raw(repr(value).encode())
    return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"


def _json(value: Any) -> str:
    return msgspec.json.encode(_floats(value)).decode()
