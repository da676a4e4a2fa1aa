"""What a possible source lacks of an article, counting what a third version has."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from provenance.kernels.compiled import attested, components
from provenance.stages.columns import csr, list_column
from provenance.stages.likeness import likeness

Sets = list[set[int]]


def _column(sets: Sets) -> pa.Array:
    sizes = np.cumsum([0, *map(len, sets)])
    values = np.array([v for one in sets for v in sorted(one)], np.uint32)
    return list_column((sizes, values), pa.uint32())


def _pairs(*rows: tuple[int, int]) -> np.ndarray:
    return np.array(rows, np.int32).reshape(-1, 2)


def test_what_an_article_has_alone_counts_for_nothing() -> None:
    """1 and 2 are cut from 0 in different places; 1 has an addition of its own."""
    sets: Sets = [set(range(10)), {*range(6), 90, 91}, set(range(3, 10))]
    pairs = _pairs((0, 1), (0, 2), (1, 2))
    shared = [(6, 6), (7, 7), (3, 3)]
    held = np.array(
        [[s / len(sets[a]), t / len(sets[b])]
         for (s, t), (a, b) in zip(shared, pairs.tolist(), strict=True)]
    )  # fmt: skip
    facts: Sets = [{1, 2, 3}, {1, 2, 8}, {2, 3}]
    table = pa.table(
        {"shingles": _column(sets), "content": _column(sets)}
        | {"numbers": _column(facts), "quotes": _column([set(), {5}, {5}])}
    )
    made = likeness(table, pairs, held, np.zeros((3, 2)))
    # 1 from 0 lacks nothing though 1 has two of its own; 1 from 2 lacks three.
    assert made.missing.tolist() == [[4, 0], [3, 0], [3, 4]]
    assert made.lost.tolist() == [[2, 4], [0, 3], [4, 5]]
    assert made.words.tolist() == made.lost.tolist()
    # Facts count alike: 1 and 2 share a quote that 0 lacks; 8 stands in 1 alone.
    assert made.facts.tolist() == [[1, 1], [1, 1], [1, 1]]


def _kin(size: int, pairs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    label = components(size, pairs)
    rows = np.argsort(label, kind="stable")
    return rows, label[rows]


def test_articles_that_no_pair_connects_attest_nothing() -> None:
    sets: Sets = [{1, 2, 3}, {1, 2}, {3}, set()]
    assert attested(*csr(_column(sets)), *_kin(4, _pairs((0, 1)))).tolist() == [2, 2, 0, 0]
    assert attested(*csr(_column(sets)), *_kin(4, _pairs())).tolist() == [0, 0, 0, 0]


rows = st.lists(st.sets(st.integers(0, 12)), min_size=2, max_size=9)


@given(rows, st.data())
def test_it_counts_as_plain_sets_do(sets: Sets, data: st.DataObject) -> None:
    ends = st.integers(0, len(sets) - 1)
    links = data.draw(st.lists(st.tuples(ends, ends).filter(lambda e: e[0] < e[1]), unique=True))
    group = list(range(len(sets)))
    for a, b in links:
        group = [group[a] if g == group[b] else g for g in group]
    wanted = [
        len(one & set().union(*(o for k, o in enumerate(sets) if k != i and group[k] == group[i])))
        for i, one in enumerate(sets)
    ]
    kin = _kin(len(sets), _pairs(*links))
    assert attested(*csr(_column(sets)), *kin).tolist() == wanted
