"""The kernels equal the libraries and the mathematics that they claim to equal."""

from __future__ import annotations

import datasketch
import networkx
import numpy as np
import simhash
from hypothesis import given, settings
from hypothesis import strategies as st
from kernel_strategies import lists_of, packed, texts, tokens_of

from provenance.kernels import compiled, contract, reference

u32 = st.integers(0, 2**32 - 1)
u64 = st.integers(0, 2**64 - 1)


@settings(max_examples=60)
@given(texts)
def test_minhash_is_datasketch(text: str) -> None:
    folded = reference.fold_tokens(text)
    windows = [b" ".join(folded[i : i + 5]) for i in range(max(1, len(folded) - 4)) if folded]
    theirs = datasketch.MinHash(
        num_perm=128, seed=1, scheme="affine32", hashfunc=reference.hash_shingle
    )
    theirs.update_batch(windows)
    tokens = compiled.tokenize(*packed([text.encode()]))
    ours = compiled.minhash(*compiled.shingles(tokens, 5))
    assert ours.values[0].tolist() == theirs.hashvalues.tolist()
    assert bool(ours.valid[0]) is bool(folded)


@given(st.sets(texts, min_size=1, max_size=8))
def test_simhash_is_simhash(features: set[str]) -> None:
    theirs = simhash.Simhash(dict.fromkeys(features, 1), f=64, hashfunc=reference.hash_token).value
    ours = compiled.simhash(tokens_of([[reference.hash_token(text.encode()) for text in features]]))
    assert int(ours.values[0]) == theirs


@given(texts)
def test_hash_and_stem_are_those_of_the_folded_tokens(text: str) -> None:
    tokens = compiled.tokenize(*packed([text.encode()]))
    folded = reference.fold_tokens(text)
    assert tokens.hash.tolist() == [reference.hash_token(token) for token in folded]
    for stem, token in zip(tokens.stem.tolist(), folded, strict=True):
        cut = token.decode()[:-1].encode()  # of a possessive
        assert stem in (reference.stem(token), reference.stem(cut))


@given(st.integers(1, 60), st.data())
def test_components_are_networkx(n: int, data: st.DataObject) -> None:
    node = st.integers(0, n - 1)
    pairs = data.draw(st.lists(st.tuples(node, node), max_size=60))
    graph = networkx.Graph()
    graph.add_nodes_from(range(n))
    graph.add_edges_from(pairs)
    expected = [0] * n
    for members in networkx.connected_components(graph):
        for member in members:
            expected[member] = min(members)
    labels = compiled.components(n, np.array(pairs, dtype=np.int32).reshape(-1, 2))
    assert labels.tolist() == expected


def test_components_of_a_long_chain() -> None:
    order = np.random.default_rng(5).permutation(200_000).astype(np.int32)
    pairs = np.column_stack([order[:-1], order[1:]])
    assert not compiled.components(order.size, pairs).any()


@given(st.lists(u32, max_size=40), st.lists(u32, max_size=40))
def test_minhash_of_a_union_is_the_minimum(a: list[int], b: list[int]) -> None:
    rows = compiled.minhash(*lists_of([a, b, a + b], np.uint32)).values
    assert (rows[2] == np.minimum(rows[0], rows[1])).all()


@given(st.lists(u32, min_size=1, max_size=40), st.randoms(use_true_random=False))
def test_minhash_ignores_order_and_repetition(values: list[int], chance: object) -> None:
    shuffled = values + values[: len(values) // 2]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    rows = compiled.minhash(*lists_of([values, shuffled], np.uint32)).values
    assert (rows[0] == rows[1]).all()


def test_minhash_estimates_jaccard_within_its_bound() -> None:
    """Slots agree with probability J each: 256 trials of 128 slots, within 5 standard errors."""
    chance = np.random.default_rng(3)
    for shared in (10, 100, 190):
        rows: list[list[int]] = []
        for _ in range(256):
            values = chance.choice(2**32, 400 - shared, replace=False).tolist()
            rows += [values[:200], values[200 - shared :]]
        signatures = compiled.minhash(*lists_of(rows, np.uint32)).values
        share = float((signatures[0::2] == signatures[1::2]).mean())
        jaccard = shared / (400 - shared)
        bound = 5 * (jaccard * (1 - jaccard) / (256 * 128)) ** 0.5
        assert abs(share - jaccard) < bound


@given(st.lists(st.tuples(u64, st.integers(1, 9)), min_size=1, max_size=20))
def test_simhash_ignores_repetition_and_boilerplate(features: list[tuple[int, int]]) -> None:
    once = [h for h, _ in features]
    repeated = [h for h, often in features for _ in range(often)]
    noise = [~h % 2**64 for h in once]
    flags = [0] * len(repeated) + [contract.BOILERPLATE] * len(noise)
    masked = tokens_of([[*repeated, *noise]], [flags])
    assert compiled.simhash(masked).values[0] == compiled.simhash(tokens_of([once])).values[0]


@given(st.lists(u64, min_size=2, max_size=30), st.integers(0, 3))
def test_hamming_pairs_are_all_pairs_that_are_close(values: list[int], distance: int) -> None:
    near = [values[0] ^ 1 << k for k in range(0, 64, 9)] + values + values[:1]
    found = compiled.hamming_pairs(
        np.array(near, dtype=np.uint64), np.ones(len(near), dtype=np.bool_), distance, 10**6
    )
    expected = [
        [a, b]
        for a in range(len(near))
        for b in range(a + 1, len(near))
        if (near[a] ^ near[b]).bit_count() <= distance
    ]
    assert found.pairs.tolist() == expected
    assert found.capped_buckets == 0


@given(st.lists(u64, min_size=1, max_size=20), st.randoms(use_true_random=False))
def test_simhash_ignores_order_and_hamming_pairs_are_symmetric(
    values: list[int], chance: object
) -> None:
    order = list(range(len(values)))
    chance.shuffle(order)  # type: ignore[attr-defined]
    hashes = np.array(values, dtype=np.uint64)
    plain = compiled.simhash(tokens_of([values])).values
    assert plain == compiled.simhash(tokens_of([[values[k] for k in order]])).values
    near = hashes ^ (hashes & np.uint64(1 << 7))
    both, all_ = np.concatenate([hashes, near]), np.ones(2 * len(values), dtype=np.bool_)
    there = compiled.hamming_pairs(both, all_, 1, 10**6).pairs.tolist()
    back = compiled.hamming_pairs(both[::-1].copy(), all_, 1, 10**6).pairs
    assert there == sorted((2 * len(values) - 1 - back[:, ::-1]).tolist())


@given(st.lists(st.lists(st.integers(0, 2), min_size=6, max_size=6), min_size=2, max_size=20))
def test_band_keys_collide_exactly_when_rows_agree(rows: list[list[int]]) -> None:
    keys = compiled.band_keys(np.array(rows, dtype=np.uint32), 3, 2)
    said = {}
    for row, key in zip(rows, keys.tolist(), strict=True):
        for band in range(3):
            band_row = (band, *row[2 * band : 2 * band + 2])
            assert said.setdefault(key[band], band_row) == band_row
            assert said.setdefault(band_row, key[band]) == key[band]


@given(st.lists(st.integers(0, 3), min_size=1, max_size=40), st.integers(1, 5))
def test_buckets_stay_connected_and_small(column: list[int], cap: int) -> None:
    keys = np.array(column, dtype=np.uint64).reshape(-1, 1)
    found = compiled.bucket_pairs(keys, np.ones(len(column), dtype=np.bool_), cap)
    labels = compiled.components(len(column), found.pairs)
    assert labels.tolist() == [column.index(key) for key in column]
    sizes = [column.count(key) for key in set(column)]
    limits = [n - 1 if n > cap else n * (n - 1) // 2 for n in sizes]
    assert len(found.pairs) == sum(limits)
    assert found.capped_buckets == sum(n > cap for n in sizes)


def test_an_empty_document_is_not_valid() -> None:
    signatures = compiled.minhash([0, 0], np.empty(0, dtype=np.uint32))
    assert not signatures.valid[0]
    assert (signatures.values == contract.EMPTY_SLOT).all()
    assert not compiled.simhash(tokens_of([[]])).valid[0]
