"""compiled gives the bits of reference, on arbitrary bytes and numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kernel_strategies import assert_same, documents, lists_of, packed, tokens_of

from provenance.kernels import compiled, contract, reference
from provenance.kernels.compiled.classes import JOINERS, SAYS, STOPS
from provenance.kernels.reference.characters import look_up

u32 = st.integers(0, 2**32 - 1)
u64 = st.integers(0, 2**64 - 1)
few = st.integers(0, 3)


@settings(max_examples=400)
@given(documents)
def test_tokenize(batch: list[bytes]) -> None:
    assert_same(compiled.tokenize(*packed(batch)), reference.tokenize(*packed(batch)))


# Texts of several blocks of 64 bytes: words of 8, 16 and 17 letters, and what is no plain word.
WORDS = (
    *(
        "Abcdefgh",
        "ABCDEFGHIJKLMNOP",
        "abcdefghijklmnopq",
        "O'Neil's",
        "U.S.",
        "1,247.5",
        "one, two, three four five six seven eight nine, ten",
        "x",
        "''",
        "He's",
        "DOGS'S",
        "3.5",
        "end.Next",
        "a.b",
        "U.S.A",
        "a'b.c",
        "ab.c.d",
        "A1B2",
        "90's",
        'said: "No',
        '"Yes"\n',
        "abcdefgh.ijklmno",
        "Why? No! ...",
    ),
    *("é", "’", "“Yes”", "漢字", "\xad", " " * 63, "--", ".\n", ': "', "a" * 70, "Z9"),
)
pieces = st.lists(st.one_of(st.sampled_from(WORDS), st.sampled_from(" '.,\naB1s?:")), max_size=40)


@settings(max_examples=300)
@given(st.lists(pieces.map("".join).map(str.encode), max_size=4))
def test_tokenize_across_blocks(batch: list[bytes]) -> None:
    assert_same(compiled.tokenize(*packed(batch)), reference.tokenize(*packed(batch)))


@pytest.mark.parametrize("word", WORDS)
def test_tokenize_at_every_place_of_a_block(word: str) -> None:
    batch = [b"a" * before + b" " + word.encode() for before in range(70)]
    batch += [b" " * before + word.encode() + b"b" for before in range(70)]
    assert_same(compiled.tokenize(*packed(batch)), reference.tokenize(*packed(batch)))


def test_marks_are_what_the_tables_say() -> None:
    kinds = [look_up(byte, 0, 1).kind for byte in range(128)]
    assert not {contract.MARK, contract.DROPPED, contract.IGNORED} & set(kinds)
    assert {byte for byte, kind in enumerate(kinds) if kind >= contract.APOSTROPHE} == {
        *SAYS,
        *JOINERS,
        *STOPS,
    }


@pytest.mark.parametrize("before", range(58, 70))
@pytest.mark.parametrize("comma", ["1,2", "1,٢", "1, 2", "1,", ",1", "1,,2", "1,'2", "1,\xad2"])
def test_commas_at_the_edge_of_a_block(before: int, comma: str) -> None:
    batch = [b"a" * before + (" " + comma + end).encode() for end in ("", " b", "é", "3")]
    assert_same(compiled.tokenize(*packed(batch)), reference.tokenize(*packed(batch)))


@pytest.mark.parametrize("words", range(20))
@pytest.mark.parametrize("last", ["a" * 16, "a" * 17, "a.", "a.b c", '"a b" c', "it's", ""])
def test_runs_of_plain_words_of_any_length(words: int, last: str) -> None:
    batch = [("ab c" * (words // 2) + " d" * words + " " + last).encode()] * 2
    assert_same(compiled.tokenize(*packed(batch)), reference.tokenize(*packed(batch)))


@given(
    st.lists(st.text("abcAé据", max_size=40).map(str.encode), max_size=5),
    st.lists(st.text("abcAé据", min_size=1, max_size=4).map(str.encode), max_size=12),
    st.booleans(),
)
def test_cues(batch: list[bytes], cues: list[bytes], fold: bool) -> None:
    ours = compiled.find_cues(*packed(batch), cues, fold=fold)
    assert_same(ours, reference.find_cues(*packed(batch), cues, fold=fold))


def test_more_cues_than_were_reckoned_with() -> None:
    batch = [b"ab" * 3000, b"", b"b"]
    ours = compiled.find_cues(*packed(batch), [b"b", b"ab", b"b"])
    assert_same(ours, reference.find_cues(*packed(batch), [b"b", b"ab", b"b"]))
    assert len(ours.row) == 9002


def test_cues_without_bytes_or_of_all_bytes_are_refused() -> None:
    for kernels in (compiled, reference):
        with pytest.raises(ValueError, match="a byte at least"):
            kernels.find_cues([1], [0, 1], [b"a", b""])
    with pytest.raises(ValueError, match="leave out one byte"):
        compiled.find_cues([1], [0, 1], [bytes(range(256))])


@settings(max_examples=400)
@given(
    st.lists(st.text("aABkK\u212aéÉñÑиИ ıIiİ-–據\u00a0", max_size=12).map(str.encode), max_size=6),
    st.lists(st.text("abkéñиıi -", min_size=1, max_size=4), max_size=12),
    st.text("a A-–\u00a0", max_size=3),
)
def test_beginnings(batch: list[bytes], words: list[str], skipped: str) -> None:
    batch = [*batch, b"\xc3", b"\xc3 a", b"a\xe2\x80b"]
    ours = compiled.begins(*packed(batch), words, skipped)
    assert_same(ours, reference.begins(*packed(batch), words, skipped))


def test_words_without_characters_are_refused() -> None:
    for kernels in (compiled, reference):
        with pytest.raises(ValueError, match="a character at least"):
            kernels.begins([1], [0, 1], ["a", ""], "")


@given(
    st.text("ab é\n>*據\t", max_size=30), st.lists(st.tuples(*[st.integers(0, 60)] * 2).map(sorted))
)
def test_places_near_the_start_of_a_line(text: str, places: list[list[int]]) -> None:
    data = np.frombuffer(text.encode(), np.uint8)
    begin, place = np.minimum(np.array(places, np.int64).reshape(-1, 2), len(data)).T
    for most in (0, 3):
        ours = compiled.near_start(data, begin, place, b" >\t", most)
        assert_same(ours, reference.near_start(data, begin, place, b" >\t", most))
        ours = compiled.steps_back(data, begin, place, most)
        assert_same(ours, reference.steps_back(data, begin, place, most))


named = st.lists(
    st.sampled_from(
        [
            *(b"a", b"p", b"D", b"T", b"V", b"Ru", b"ap", b"an", b"bc", b"KABC", b"abcd", b"7"),
            *(b"'", b".", b"-", b"!", b"_", b",", b" ", b"\n", b'"', b"\xe2\x80\x99"),
            *("é", "É", "п", "П", "Δ", "ő", "\u00a0", "”", "«"),
            *(b"\xe2\x80", b"\xe2", b"\x99", b"\xc4", b"\xce", b"\xd0"),
        ]
    ).map(lambda part: part.encode() if isinstance(part, str) else part),
    max_size=14,
).map(b"".join)


@settings(max_examples=400)
@given(named, st.lists(st.tuples(*[st.integers(0, 60)] * 3).map(sorted), max_size=4))
def test_stretches_that_may_name(text: bytes, stretches: list[list[int]]) -> None:
    cuts = [[min(at, len(text)) for at in cut] for cut in [*stretches, [0, 0, 60], [0, 60, 60]]]
    lists = frozenset([b"ap", b"abc", b"abcd", b"dap"]), frozenset([b"pa", b"an", "п".encode()])
    ours = compiled.may_name(np.frombuffer(text, np.uint8), cuts, *lists)
    assert_same(ours, reference.may_name(np.frombuffer(text, np.uint8), cuts, *lists))


beside = st.lists(
    st.sampled_from([b" ", b" ", b"\n", b"the", b"a", b"dpa", b"pa", b"also", b"D", b".", b"\xc2"]),
    max_size=14,
).map(b"".join)


@settings(max_examples=400)
@given(
    beside, st.lists(st.tuples(*[st.integers(0, 40)] * 3).map(sorted), max_size=6), st.booleans()
)
def test_places_that_words_cut_off(text: bytes, stretches: list[list[int]], after: bool) -> None:
    cuts = [[min(at, len(text)) for at in cut] for cut in [*stretches, [0, 0, 60], [0, 60, 60]]]
    behind = [after, not after] * len(cuts)
    lists = frozenset([b"the", b"dpa", b"al"]), frozenset([b"also", b"a", b"apd"])
    given_ = np.frombuffer(text, np.uint8), cuts, behind[: len(cuts)], *lists
    assert_same(compiled.cut_off(*given_), reference.cut_off(*given_))


def test_stretches_outside_the_bytes_are_refused() -> None:
    for cut in ([0, 0, 2], [-1, 0, 1], [1, 0, 1]):
        with pytest.raises(ValueError, match="stretches must rise"):
            compiled.may_name([1], [cut], frozenset(), frozenset())


@given(documents, st.integers(1, 7), st.data())
def test_mask_lines_and_shingles(batch: list[bytes], width: int, data: st.DataObject) -> None:
    tokens = reference.tokenize(*packed(batch))
    edges = [
        sorted(data.draw(st.sets(st.integers(0, 40), max_size=6).filter(lambda s: len(s) % 2 == 0)))
        for _ in batch
    ]
    offsets, flat = lists_of(edges, np.int32)
    spans = offsets // 2, flat[0::2], flat[1::2]
    flags = compiled.mask(tokens, *spans)
    assert_same(flags, reference.mask(tokens, *spans))
    masked = tokens._replace(flags=flags)
    assert_same(compiled.line_hashes(masked), reference.line_hashes(masked))
    for skip in (True, False):
        ours = compiled.shingles(masked, width, skip)
        assert_same(ours, reference.shingles(masked, width, skip))


flagged = st.lists(st.tuples(st.one_of(few, u64), st.integers(0, 2**16 - 1)), max_size=600)


@given(st.lists(flagged, max_size=5), st.integers(0, 2**16 - 1))
def test_flagged(rows: list[list[tuple[int, int]]], bits: int) -> None:
    offsets, flags = lists_of([[f for _, f in row] for row in rows], np.uint16)
    counts = compiled.count_flagged(offsets, flags, bits)
    assert_same(counts, reference.count_flagged(offsets, flags, bits))


@given(st.lists(st.lists(u32, max_size=30), max_size=5))
def test_digests(rows: list[list[int]]) -> None:
    column = lists_of(rows, np.uint32)
    ours = compiled.digests(*column)
    assert_same(ours, reference.digests(*column))
    alike = {tuple(row): int(digest) for row, digest in zip(rows, ours, strict=True)}
    assert len(set(alike.values())) == len(alike)
    assert [alike[tuple(row)] for row in rows] == ours.tolist()


@given(st.lists(st.lists(u32, max_size=30), max_size=5), st.integers(1, 130))
def test_minhash(rows: list[list[int]], slots: int) -> None:
    column = lists_of(rows, np.uint32)
    assert_same(compiled.minhash(*column, slots), reference.minhash(*column, slots))


@given(st.lists(flagged, max_size=5))
def test_simhash(rows: list[list[tuple[int, int]]]) -> None:
    tokens = tokens_of([[h for h, _ in row] for row in rows], [[f for _, f in row] for row in rows])
    assert_same(compiled.simhash(tokens), reference.simhash(tokens))


@given(st.sampled_from([0, 1, 7, 8, 247, 248, 249, 255, 256, 257, 497]), st.integers(1, 3))
def test_simhash_of_many_words(size: int, often: int) -> None:
    mixed = [k * 0x9E3779B97F4A7C15 % 2**64 | 1 for k in range(size)] * often
    tokens = tokens_of([mixed, [*mixed, 0], []])
    assert_same(compiled.simhash(tokens), reference.simhash(tokens))


@pytest.mark.parametrize("shift", [0, 13, 40, 58])
def test_simhash_of_words_that_share_most_bits(shift: int) -> None:
    alike = [k << shift for k in range(60)] * 2
    tokens = tokens_of([alike, alike[:3]], [[0] * 120, [0, contract.BOILERPLATE, 0]])
    assert_same(compiled.simhash(tokens), reference.simhash(tokens))


@given(st.lists(st.lists(st.one_of(few, u32), max_size=80), max_size=5))
def test_distinct(rows: list[list[int]]) -> None:
    for kind in (np.uint32, np.uint64):
        assert_same(
            compiled.distinct(*lists_of(rows, kind)), reference.distinct(*lists_of(rows, kind))
        )


@given(st.sampled_from([1, 2, 100, 5000]), st.sampled_from(["hashed", "small", "falling", "one"]))
def test_distinct_of_long_lists(size: int, how: str) -> None:
    values = np.arange(size, dtype=np.uint64)[::-1].copy()
    if how == "hashed":
        values = values * np.uint64(0x9E3779B97F4A7C15)
    elif how == "one":
        values[:] = 7
    elif how == "small":
        values %= np.uint64(100)
    assert_same(compiled.distinct([0, size], values), reference.distinct([0, size], values))


@pytest.mark.parametrize("kind", [np.uint32, np.uint64, np.int32, np.int64])
@pytest.mark.parametrize("size", [0, 1, 4095, 4096, 5000, 70_000])
@pytest.mark.parametrize("top", [1, 1 << 11, 1 << 24, (1 << 31) - 1, None])
def test_ascending(kind: type[np.integer], size: int, top: int | None) -> None:
    most = top or int(np.iinfo(kind).max)
    values = np.random.default_rng(size).integers(0, most, size, dtype=kind, endpoint=True)
    before = values.copy()
    assert_same(compiled.ascending(values), reference.ascending(values))
    assert (values == before).all()


@given(
    st.lists(st.tuples(st.lists(few, min_size=8, max_size=8), st.booleans()), max_size=25),
    st.sampled_from([(1, 1), (8, 1), (4, 2), (2, 3)]),
    st.integers(0, 6),
)
def test_bands_and_buckets(
    rows: list[tuple[list[int], bool]], shape: tuple[int, int], cap: int
) -> None:
    signatures = np.array([row for row, _ in rows], dtype=np.uint32).reshape(-1, 8)
    valid = np.array([ok for _, ok in rows], dtype=np.bool_)
    keys = compiled.band_keys(signatures, *shape)
    assert_same(keys, reference.band_keys(signatures, *shape))
    ours = compiled.bucket_pairs(keys, valid, cap)
    assert_same(ours, reference.bucket_pairs(keys, valid, cap))


@given(
    st.lists(st.tuples(few, st.sets(st.integers(0, 63), max_size=3), st.booleans()), max_size=25),
    st.integers(0, 3),
    st.integers(0, 30),
)
def test_hamming_pairs(rows: list[tuple[int, set[int], bool]], distance: int, cap: int) -> None:
    bases = (0, 2**64 - 1, 0x0123456789ABCDEF, 0x0123456789AB0000)
    flipped = [bases[base] ^ sum(1 << bit for bit in bits) for base, bits, _ in rows]
    values = np.array(flipped, dtype=np.uint64)
    valid = np.array([ok for _, _, ok in rows], dtype=np.bool_)
    ours = compiled.hamming_pairs(values, valid, distance, cap)
    assert_same(ours, reference.hamming_pairs(values, valid, distance, cap))


@given(st.integers(1, 30), st.data())
def test_components(n: int, data: st.DataObject) -> None:
    node = st.integers(0, n - 1)
    pairs = np.array(data.draw(st.lists(st.tuples(node, node), max_size=40)), dtype=np.int32)
    assert_same(compiled.components(n, pairs), reference.components(n, pairs))
