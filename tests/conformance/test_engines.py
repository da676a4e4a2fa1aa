"""What every engine has to hold: the verbs of the protocol, and byte-equal runs.

A new engine joins by one line in :data:`ENGINES`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import made_news as news
import numpy as np
import pyarrow as pa
import pytest

from provenance import dataflow
from provenance.engines import local
from provenance.engines.local import LocalEngine
from provenance.engines.protocol import Engine
from provenance.formats import write_tables
from provenance.memory.room import Room
from provenance.model import Article
from provenance.recipe import Recipe

ENGINES: dict[str, Callable[..., Engine]] = {
    "local-1": lambda **options: LocalEngine(1, **options),
    "local-2": lambda **options: LocalEngine(2, **options),
    "local-5": lambda **options: LocalEngine(5, **options),
    "filed": lambda **options: LocalEngine(2, room=Room(0), **options),
    "helped": lambda **options: LocalEngine(3, helped_from=0, **options),
}
OUTLETS = (None, "Harbour Daily Courier", "Veltria Times")


@pytest.fixture(params=ENGINES)
def make(request: pytest.FixtureRequest) -> Iterator[Callable[..., Engine]]:
    made: list[Engine] = []

    def one(**options: Any) -> Engine:
        made.append(ENGINES[request.param](**options))
        return made[-1]

    yield one
    for engine in made:
        engine.rest()


def _batches(count: int, rows: int = 3) -> list[pa.RecordBatch]:
    return [
        pa.record_batch({"n": pa.array(range(k * rows, (k + 1) * rows), pa.int64())})
        for k in range(count)
    ]


def _doubled(batch: pa.RecordBatch) -> pa.RecordBatch:
    return pa.record_batch({"n": pa.array([2 * n for n in batch.column("n").to_pylist()])})


def test_it_has_a_name(make: Callable[..., Engine]) -> None:
    assert make().name.isidentifier()


def test_scan_map_gather_keep_the_order(make: Callable[..., Engine]) -> None:
    engine = make()
    data, _ = engine.scan(iter(_batches(40)), _doubled)
    doubled = engine.map("double", _doubled, data)
    assert engine.gather(doubled).column("n").to_pylist() == list(range(0, 240, 2))
    assert engine.gather(data).column("n").to_pylist() == list(range(120)), "data stays usable"


def test_what_is_made_while_reading_is_what_is_made_after_it(make: Callable[..., Engine]) -> None:
    engine = make()
    data, doubled = engine.scan(iter(_batches(40)), _doubled)
    assert engine.gather(doubled).equals(engine.gather(engine.map("double", _doubled, data)))
    assert engine.gather(data).column("n").to_pylist() == list(range(120))
    with pytest.raises(ArithmeticError, match="of this batch"):
        engine.scan(iter(_batches(30)), _fails)


def _squared(batch: pa.RecordBatch) -> pa.RecordBatch:
    n = np.asarray(batch.column("n"))
    return pa.record_batch({"n": n, "squared": n * n, "half": n / 2})


def test_what_is_made_grows_and_its_columns_are_taken_out(make: Callable[..., Engine]) -> None:
    engine = make()
    data, made = engine.scan(iter(_batches(40)), _squared)
    assert engine.gather(made, ["half"]).column("half").to_pylist() == [n / 2 for n in range(120)]
    some = engine.take(data, np.array([5, 3]))
    engine.add(made, engine.map("again", _squared, some))
    whole = engine.gather(made)
    assert whole.column_names == ["n", "squared"]
    assert whole.column("squared").to_pylist() == [n * n for n in [*range(120), 5, 3]]


@pytest.mark.parametrize("last", [False, True])
def test_taken_rows_have_more_columns_beside_them(make: Callable[..., Engine], last: bool) -> None:
    engine = make()
    data, _ = engine.scan(iter(_batches(40)), _doubled)
    rows = np.arange(120)[::-1]
    beside = pa.table({"name": [str(n) for n in rows.tolist()]})
    taken = engine.take(data, rows, beside, last=last)
    found = engine.gather(engine.map("same", _same, taken))
    assert found.column("n").to_pylist() == rows.tolist()
    assert found.column("name").equals(beside.column("name"))


@pytest.mark.parametrize("names", [["half"], ["squared", "n"], None])
def test_taken_rows_have_the_columns_that_are_wanted(
    make: Callable[..., Engine], names: list[str] | None
) -> None:
    engine = make()
    data, _ = engine.scan(map(_squared, _batches(40)), _same)
    rows = np.array([3, 99, 0])
    taken = engine.take(data, rows, pa.table({"name": ["c", "z", "a"]}), names=names)
    found = engine.gather(engine.map("same", _same, taken))
    assert found.column_names == [*(names or ("n", "squared", "half")), "name"]
    whole = engine.gather(data).take(pa.array(rows))
    for name in found.column_names[:-1]:
        assert found.column(name).to_pylist() == whole.column(name).to_pylist()


def _same(batch: pa.RecordBatch) -> pa.RecordBatch:
    return batch


def test_take_gives_rows_in_any_order(make: Callable[..., Engine]) -> None:
    engine = make()
    data, _ = engine.scan(iter(_batches(40)), _doubled)
    rows = np.array([7, 119, 0, 7])
    taken = engine.take(data, rows)
    assert engine.gather(taken).column("n").to_pylist() == rows.tolist()
    doubled = engine.gather(engine.map("double", _doubled, taken)).column("n").to_pylist()
    assert doubled == [14, 238, 0, 14]
    assert engine.gather(engine.take(data, rows[:0])).num_rows == 0


@pytest.mark.parametrize("rows", [0, 1, 2047, 2048, 2049, 7000])
def test_pair_covers_every_row_once(make: Callable[..., Engine], rows: int) -> None:
    def each(begin: int, end: int) -> np.ndarray:
        assert 0 <= begin < end <= rows
        return np.stack([np.arange(begin, end), np.arange(begin, end) + 1], 1).astype(np.int32)

    found = make().pair("pair", each, rows)
    assert found.dtype == np.int32
    assert found.tolist() == [[k, k + 1] for k in range(rows)]


@pytest.mark.parametrize("most", [1 << 22, 1000])
def test_of_pairs_fewer_are_kept_whenever_many_have_come(
    make: Callable[..., Engine], most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local, "_FINDS", most)
    asked = []

    def each(begin: int, end: int) -> np.ndarray:
        return np.stack([np.arange(begin, end), np.arange(begin, end) % 5], 1).astype(np.int64)

    def thirds(found: np.ndarray) -> np.ndarray:
        asked.append(len(found))
        kept: np.ndarray = found[found[:, 0] % 3 == 0]
        return kept

    found = make().pair("pair", each, 20_000, thirds)
    assert found.tolist() == [[k, k % 5] for k in range(0, 20_000, 3)]
    assert (max(asked) < 20_000) == (most == 1000)
    assert len(asked) == 1 or most == 1000


@pytest.mark.parametrize("size", [0, 1, 65_536, 140_000])
def test_join_keeps_the_order_of_the_pairs(make: Callable[..., Engine], size: int) -> None:
    pairs = np.stack([np.arange(size), np.arange(size)[::-1]], 1).astype(np.int32)
    table = make().join("join", lambda part: pa.table({"a": part[:, 0]}), pairs)
    assert table.schema.names == ["a"]
    assert np.array_equal(table.column("a").to_numpy(), pairs[:, 0])


def test_components_are_named_by_their_smallest_member(make: Callable[..., Engine]) -> None:
    pairs = np.array([[4, 2], [2, 5], [1, 0]], np.int32)
    label = make().components(7, pairs)
    assert label.dtype == np.int32
    assert label.tolist() == [0, 0, 2, 3, 2, 2, 6]
    assert make().components(3, np.empty((0, 2), np.int32)).tolist() == [0, 1, 2]


def _fails(batch: pa.RecordBatch) -> pa.RecordBatch:
    if batch.column("n")[0].as_py() >= 9:
        raise ArithmeticError("of this batch")
    return batch


def test_an_error_of_a_stage_reaches_the_caller(make: Callable[..., Engine]) -> None:
    engine = make()
    with pytest.raises(ArithmeticError, match="of this batch"):
        engine.gather(engine.map("fail", _fails, engine.scan(iter(_batches(30)), _doubled)[0]))


def test_progress_is_told_of_every_unit(make: Callable[..., Engine]) -> None:
    heard: list[tuple[str, int, int | None]] = []
    engine = make(progress=lambda *given: heard.append(given))
    data, _ = engine.scan(iter(_batches(4)), _doubled)
    engine.gather(engine.map("double", _doubled, data))
    assert [h for h in heard if h[0] == "read"] == [("read", n, None) for n in (3, 6, 9, 12)]
    assert [h for h in heard if h[0] == "double"] == [("double", n, 12) for n in (3, 6, 9, 12)]


def _pile() -> list[Article]:
    """Ninety articles: copies, edits, excerpts, rewrites, footers, and some without words."""
    texts = []
    for base in range(9):
        half = "\n".join(news.sentences(base)[:4])
        texts += [news.text(base), news.text(base), half, news.retold(base)]
        texts += [news.edited(base, by=k) for k in range(3)]
        texts += [f"{news.text(base)}\n{news.CREDIT}", f"{news.text(base)}\n{news.DISCLOSURE}"]
        alone = f"According to the Ostmark Gazette, {news.text(50 + base)}\n{news.sentence_of(7)}"
        texts += ["..." if base % 4 == 0 else alone]
    return [
        Article(
            id=f"{(k * 37) % 90:02}",
            text=text,
            source=OUTLETS[k % 3],
            published_at=None if k % 5 == 0 else news.at((k * 7) % 48),
        )
        for k, text in enumerate(texts)
    ]


def _digests(engine: Engine, chunk: int, only: bool, folder: Path) -> dict[str, str]:
    made = news.flow(_pile(), engine=engine, chunk=chunk, only_copies=only)
    out = {}
    for kind in ("parquet", "jsonl", "csv"):
        target = folder / f"{kind}-{chunk}-{only}-{id(engine)}"
        target.mkdir()
        write_tables(made.tables, target, kind)  # type: ignore[arg-type]
        for path in sorted(target.iterdir()):
            out[path.name] = sha256(path.read_bytes()).hexdigest()
    return out


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bool], dict[str, str]]:
    @cache
    def of(only: bool) -> dict[str, str]:
        return _digests(LocalEngine(1), 4096, only, tmp_path_factory.mktemp("expected"))

    return of


@pytest.mark.parametrize("only", [False, True])
@pytest.mark.parametrize("chunk", [7, 4096])
def test_a_whole_run_writes_the_same_bytes(
    make: Callable[..., Engine],
    expected: Callable[[bool], dict[str, str]],
    chunk: int,
    only: bool,
    tmp_path: Path,
) -> None:
    found = _digests(make(), chunk, only, tmp_path)
    assert len(found) == 12
    assert found == expected(only)


def test_the_pile_of_this_suite_has_something_of_everything() -> None:
    made = news.flow(_pile())
    counts = made.ledger.counts
    assert counts["without_words"] == 3
    assert counts["identical"] >= 9
    assert counts["repeated_lines"] >= 1
    assert counts["candidates_rewrites"] > 0
    relations = set(made.tables["matches"].column("relation").to_pylist())
    assert relations >= {"duplicate", "near_duplicate", "excerpt", "rewrite"}
    sources = made.tables["derivations"].column("source").to_pylist()
    assert any(s.startswith("unseen:") for s in sources)
    assert any(not s.startswith("unseen:") for s in sources)


def test_articles_come_back_as_they_were_read(make: Callable[..., Engine]) -> None:
    pile = news.batches(_pile(), 11)
    _, articles = dataflow.run(iter(pile), Recipe(), make())
    held: Any = make().gather(articles)
    assert held.equals(pa.Table.from_batches(pile))
