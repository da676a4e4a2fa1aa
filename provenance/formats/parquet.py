"""Parquet, one row group after the other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pyarrow as pa

from provenance.errors import EmptyInputError, InputError
from provenance.formats.arrowrows import items
from provenance.formats.records import Items, Meter, cannot_read
from provenance.formats.sources import SourceFile

if TYPE_CHECKING:
    import pyarrow.parquet as pq

_BATCH = 4096
_HINT = "write the file again; Parquet ends in its own index, so a part of a file cannot be read"


def read(source: SourceFile, meter: Meter, max_article_bytes: int) -> Items:
    """The rows of a Parquet file; ``line`` is the row from 1. No row at all is no fault.

    Of the bytes read, each row group counts its share of the rows.
    """
    import pyarrow.parquet as pq  # with what it brings along slow to load, and not always needed

    row = 0
    try:
        if source.size == 0:
            raise EmptyInputError("the file is empty", file=source.path, hint="remove it")
        with open(source.path, "rb") as raw, pq.ParquetFile(raw) as file:
            total = file.metadata.num_rows
            counted = 0
            for item in items(_batches(file), source.path):
                row += 1
                share = source.size * row // total
                meter.count += share - counted
                counted = share
                yield item
            meter.count += source.size - counted
    except InputError as error:
        yield None, error, b""
    except OSError as error:
        if error.errno is None:
            yield row + 1, _damaged(source.path, row, error), b""
        else:
            yield None, cannot_read(source.path, error), b""
    except pa.ArrowException as error:
        yield row + 1, _damaged(source.path, row, error), b""


def _batches(file: pq.ParquetFile) -> Iterator[pa.RecordBatch]:
    # Group by group: a batch over the border of two would be lost with the second.
    for group in range(file.num_row_groups):
        yield from file.iter_batches(batch_size=_BATCH, row_groups=[group])


def _damaged(file: str, row: int, error: Exception) -> InputError:
    if row:
        reason = f"damaged Parquet: nothing can be read after row {row} ({error})"
        return InputError(reason, file=file, line=row + 1, hint=_HINT)
    return InputError(f"not a Parquet file, or a damaged one ({error})", file=file, hint=_HINT)
