"""The two passes over the texts: sketches of all articles as they are read, details where wanted.

Each text is read once for its sketches, beside the reading of the next, and once more, later, if
it is compared with another one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from provenance.engines.protocol import Dataset, Engine
from provenance.formats.kept import Ledger
from provenance.memory.order import reordered
from provenance.recipe import Recipe
from provenance.schema import input_batch
from provenance.stages.columns import at_once, single
from provenance.stages.details import BESIDE, READ, detail_batch
from provenance.stages.lines import LINES, repeated_lines, with_repeated
from provenance.stages.sketches import CARRIED, READ_AGAIN, sketch_articles, sketch_columns


class Sketched(NamedTuple):
    """What is known once all is read.

    ``articles`` as read; their rows in the ``order`` of their ids; and ``sketches`` of all in that
    order (:mod:`provenance.stages.sketches`).
    """

    articles: Dataset
    order: np.ndarray
    sketches: pa.Table


def sketched(
    batches: Iterable[pa.RecordBatch], recipe: Recipe, engine: Engine, ledger: Ledger
) -> Sketched:
    """Read, clean and sketch.

    The lines that a publisher repeats are known when all is read. By then every article is sketched
    as if there were none; those that have one are sketched again.
    """
    with ledger.stage("read"):
        work = partial(sketch_articles, repeated=None, recipe=recipe)
        articles, made = engine.scan(_at_least_one(batches), work)
    with ledger.stage("clean"):
        lines, cleaned = engine.gather(made, LINES), engine.gather(made, CARRIED)
        repeated, (order, carried) = at_once(
            partial(repeated_lines, lines, recipe.cleaning), partial(_by_id, cleaned, engine)
        )
        ledger.counts["repeated_lines"] = len(repeated.anywhere) + len(repeated.by_source)
        place = np.arange(carried.num_rows)
        rows = with_repeated(lines, repeated)
        if len(rows):
            again = partial(sketch_columns, repeated=repeated, recipe=recipe)
            masked = cleaned.select(["mask"]).take(rows)
            taken = engine.take(articles, rows, masked, names=READ_AGAIN)
            engine.add(made, engine.map("clean", again, taken))
            place[rows] = carried.num_rows + np.arange(len(rows))
        del cleaned  # what stands in order now; its room is wanted
        sketches = reordered(engine.gather(made), place[order], engine.room)
    for name in carried.column_names:
        sketches = sketches.append_column(name, carried.column(name))
    return Sketched(articles, order, sketches)


def _by_id(cleaned: pa.Table, engine: Engine) -> tuple[np.ndarray, pa.Table]:
    """The order of the ids, and the articles in it."""
    order = pc.sort_indices(single(cleaned, "id")).to_numpy()
    return order, reordered(cleaned, order, engine.room)


def detailed(
    read: Sketched,
    rows: np.ndarray,
    recipe: Recipe,
    engine: Engine,
    ledger: Ledger,
    *,
    keep_texts: bool,
) -> pa.Table:
    """What else is to be known of some articles: rows of the sketches, rising.

    Without ``keep_texts`` the articles cannot be read again.
    """
    work = partial(detail_batch, settings=recipe.fingerprints)
    with ledger.stage("fingerprint"):
        beside = read.sketches.select(BESIDE)
        beside = beside if len(rows) == beside.num_rows else beside.take(rows)
        wanted = engine.take(
            read.articles, read.order[rows], beside, names=READ, last=not keep_texts
        )
        return engine.gather(engine.map("fingerprint", work, wanted))


def _at_least_one(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The batches; one without rows where there is none (every record may have been set aside)."""
    empty = True
    for batch in batches:
        empty = False
        yield batch
    if empty:
        yield input_batch(())
