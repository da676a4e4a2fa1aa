"""Arrow batches as records, whatever their string, time and dictionary types."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa

from provenance.errors import InputError
from provenance.formats.records import Items

_PANDAS_INDEX = re.compile(r"__index_level_\d+__")


def items(batches: Iterable[pa.RecordBatch], file: str) -> Items:
    """The rows of some batches with their numbers from 1, each as ``{column: value}``."""
    first = 1
    for batch in batches:
        names = batch.schema.names
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            reason, hint = f"two columns are named {twice!r}", "rename one of them"
            raise InputError(reason, file=file, hint=hint)
        for number, values in enumerate(_rows(batch), first):
            bad = next((key for key, value in values.items() if value is _NOT_UTF8), None)
            if bad is None:
                yield number, values, None
            else:
                fault = InputError("not UTF-8", file=file, line=number, field=bad)
                yield number, fault, repr(values).encode()
        first += batch.num_rows


class _Marker:
    def __repr__(self) -> str:
        return "<not UTF-8>"


_NOT_UTF8 = _Marker()


def _rows(batch: pa.RecordBatch) -> Iterator[dict[str, Any]]:
    names = [name for name in batch.schema.names if not _PANDAS_INDEX.fullmatch(name)]
    columns = [_values(batch.column(batch.schema.get_field_index(name))) for name in names]
    for row in zip(*columns, strict=True):
        yield dict(zip(names, row, strict=True))


def _values(column: pa.Array) -> list[Any]:
    wanted = _plain(column.type)
    if wanted != column.type:
        column = column.cast(wanted, safe=False)
    try:
        return list(column.to_pylist())
    except UnicodeDecodeError:
        return [_value(scalar) for scalar in column]


def _value(scalar: pa.Scalar) -> Any:
    try:
        return scalar.as_py()
    except UnicodeDecodeError:
        return _NOT_UTF8


def _plain(kind: pa.DataType) -> pa.DataType:
    """The type with times that Python's own can hold, in microseconds."""
    if isinstance(kind, pa.BaseExtensionType):
        return _plain(kind.storage_type)
    if pa.types.is_timestamp(kind):
        return pa.timestamp("us", kind.tz)
    if pa.types.is_duration(kind):
        return pa.duration("us")
    if pa.types.is_time64(kind):
        return pa.time64("us")
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return pa.large_list(_plain(kind.value_type))
    if pa.types.is_struct(kind):
        return pa.struct([field.with_type(_plain(field.type)) for field in kind])
    return kind
