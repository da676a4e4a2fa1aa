"""Columns that grow are what Arrow makes of the same values at once, wherever they stand."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from itertools import chain
from typing import Any

import made_news as news
import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st
from test_flow import piles

from provenance.engines.local import LocalEngine
from provenance.memory.columns import Columns
from provenance.memory.order import reordered
from provenance.memory.pile import Piling
from provenance.memory.room import Room
from provenance.model import Article
from provenance.schema import INPUT
from provenance.stages.crediting import CREDIT

_text = st.text("aé漢\U0001f600", max_size=3)
_credit = st.fixed_dictionaries(
    {
        "outlet": st.none() | _text,
        "form": _text,
        "weight": st.none() | st.floats(allow_nan=False),
        "start": st.integers(0, 9),
        "end": st.none() | st.integers(0, 9),
    }
)
_moment = st.integers(0, 10**9).map(lambda s: datetime.fromtimestamp(s, UTC))
KINDS: list[tuple[pa.DataType, st.SearchStrategy[Any]]] = [
    (pa.string(), _text),
    (pa.large_string(), _text),
    (pa.bool_(), st.booleans()),
    (pa.int32(), st.integers(-9, 9)),
    (pa.uint64(), st.integers(0, 2**64 - 1)),
    (pa.float64(), st.floats(allow_nan=False)),
    (pa.timestamp("us", tz="UTC"), _moment),
    (pa.list_(pa.string()), st.lists(st.none() | _text, max_size=3)),
    (pa.list_(pa.int64()), st.lists(st.integers(0, 9), max_size=3)),
    (pa.large_list(pa.uint32()), st.lists(st.integers(0, 9), max_size=3)),
    (pa.list_(pa.uint32(), 2), st.lists(st.integers(0, 9), min_size=2, max_size=2)),
    (pa.list_(CREDIT), st.lists(_credit, max_size=2)),
]
limits = st.sampled_from([None, 0, 100_000])


@given(st.data(), limits)
def test_columns_are_what_was_appended(data: st.DataObject, limit: int | None) -> None:
    kind, values = data.draw(st.sampled_from(KINDS))
    batches = data.draw(st.lists(st.lists(st.none() | values, max_size=5), min_size=1, max_size=4))
    schema = pa.schema([("x", kind)])
    with tempfile.TemporaryDirectory() as folder:
        growing = Columns(Room(limit, folder), schema)
        for rows in batches:
            begin = data.draw(st.integers(0, 2))  # slices begin anywhere within their buffers
            whole = pa.array([*rows[:begin], *rows], kind)
            part = whole.slice(len(rows[:begin]))
            growing.append(pa.record_batch([part], schema=schema))
        made = growing.done()
        made.validate(full=True)
        assert made.column("x").num_chunks == 1
        assert made.column("x").to_pylist() == pa.array([*chain(*batches)], kind).to_pylist()


@given(st.lists(st.lists(st.integers(0, 99), max_size=9), max_size=9), limits, st.data())
def test_columns_that_are_popped_grow_no_more(
    lists: list[list[int]], limit: int | None, data: st.DataObject
) -> None:
    numbers = pa.array(range(len(lists)), pa.int64())
    whole = pa.table({"a": pa.array(lists, pa.list_(pa.int64())), "b": numbers})
    rows = np.array(data.draw(st.lists(st.integers(0, len(lists) - 1)) if lists else st.just([])))
    with tempfile.TemporaryDirectory() as folder:
        room = Room(limit, folder)
        growing = Columns(room, whole.schema)
        for batch in whole.to_batches():
            growing.append(batch)
        assert growing.pop(["b"]).column("b").to_pylist() == [*range(len(lists))]
        for batch in whole.select(["a"]).to_batches():
            growing.append(batch)
        assert growing.done().to_pydict() == {"a": lists + lists}
        found = reordered(whole, rows.astype(np.int64), room)
        assert found.column("a").to_pylist() == [lists[row] for row in rows.tolist()]
        assert found.column("b").to_pylist() == rows.tolist()


@given(piles(), st.integers(1, 5), limits, st.data())
def test_a_pile_gives_its_rows_in_any_order(
    articles: list[Article], chunk: int, limit: int | None, data: st.DataObject
) -> None:
    batches = news.batches(articles, chunk)
    drawn = data.draw(st.lists(st.integers(0, len(articles) - 1), max_size=8))
    rows = np.array(drawn, np.int64)
    with tempfile.TemporaryDirectory() as folder:
        growing = Piling(Room(limit, folder))
        for batch in batches:
            growing.append(batch)
        pile = growing.done()
        assert [*pile.batches(4096)] == batches
        some = pile.take(rows)
        assert some.num_rows == len(rows) and some.table().schema.equals(INPUT)
        assert some.table().to_pylist() == pa.Table.from_batches(batches).take(rows).to_pylist()
        assert all(batch.num_rows <= 3 for batch in some.batches(3))
        again = some.take(np.arange(len(rows))[::-1])
        assert again.table().to_pylist() == some.table().to_pylist()[::-1]


@settings(max_examples=25)
@given(piles(), st.sampled_from([0, 30_000]), st.integers(1, 3), st.booleans())
def test_a_budget_changes_nothing(
    pile: list[Article], limit: int, batch: int, only_copies: bool
) -> None:
    plain = news.flow(pile, only_copies=only_copies)
    with tempfile.TemporaryDirectory() as folder:
        engine = LocalEngine(2, room=Room(limit, folder), batch=batch)
        other = news.flow(pile, engine=engine, chunk=2, only_copies=only_copies)
        assert news.said(plain.tables) == news.said(other.tables)
        assert plain.ledger.counts == other.ledger.counts


@given(st.integers(0, 3), limits)
def test_nothing_below_a_null_is_null(count: int, limit: int | None) -> None:
    kind = pa.list_(pa.uint32(), 2)
    column = pa.FixedSizeListArray.from_arrays(
        pa.array([1, 2] * count, pa.uint32()), 2, mask=pa.array([True] * count, pa.bool_())
    )
    with tempfile.TemporaryDirectory() as folder:
        growing = Columns(Room(limit, folder), pa.schema([("x", kind)]))
        growing.append(pa.record_batch([column], ["x"]))
        found = growing.done().column("x").combine_chunks()
        assert found.null_count == count
        assert found.values.to_numpy().tolist() == [1, 2] * count
