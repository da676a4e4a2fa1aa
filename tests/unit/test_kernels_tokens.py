"""The rules of tokenize, one by one, in words a reader can check."""

from __future__ import annotations

import time
import weakref
from typing import Any

import numpy as np
import pytest

from provenance.kernels import compiled, contract, reference
from provenance.kernels.compiled import tokens


def tokens_of(text: str | bytes) -> contract.Tokens:
    raw = text.encode() if isinstance(text, str) else text
    return compiled.tokenize(np.frombuffer(raw, dtype=np.uint8), [0, len(raw)])


def folded(text: str) -> list[str]:
    return [token.decode() for token in reference.fold_tokens(text)]


def flagged(text: str, flag: int) -> list[str]:
    """The source text of the tokens that have the flag."""
    tokens, raw = tokens_of(text), text.encode()
    rows = zip(tokens.start, tokens.end, tokens.flags, strict=True)
    return [raw[start:end].decode() for start, end, flags in rows if flags & flag]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hello, World_wide web", "hello world wide web"),
        ("Jae-myung", "jae myung"),
        ("Korea's Korea’s Koreaʼs Korea＇s", "koreas koreas koreas koreas"),
        ("'tis the boys' o'", "tis the boys o"),
        ("U.S. a.m. U.S.A. e.g.,", "us am usa eg"),
        ("end.Start Mr.X", "end start mr x"),
        ("1,247 1.247 1٬247 1’247 1\u202f247", "1247 1247 1247 1247 1247"),
        ("1, 2 3.a a.3 4.", "1 2 3 a a 3 4"),
        ("ß ﬁ ² Ａ１ Ⅷ İ", "ss fi 2 a1 viii i"),
        ("co\u00adop zero\u200dwidth \ufeffbom", "coop zerowidth bom"),
        ("１٣३", "133"),
        ("東京都 a東b 字", "東京 京都 a 東 b 字"),
        ("ｶﾞガ", "カ\u3099カ\u3099"),
    ],
)
def test_words(text: str, expected: str) -> None:
    assert folded(text) == expected.split()
    assert tokens_of(text).hash.tolist() == [
        reference.hash_token(w.encode()) for w in expected.split()
    ]


@pytest.mark.parametrize(
    ("text", "stem"),
    [
        ("Korea's", "korea"),
        ("presidents", "presid"),
        ("president's", "presid"),
        ("boss", "boss"),
        ("it's", "it"),
        ("rock'n's", "rockn"),
        ("don't", "dont"),
    ],
)
def test_stems(text: str, stem: str) -> None:
    assert tokens_of(text).stem.tolist() == [reference.stem(stem.encode())]


def test_places_and_lines() -> None:
    tokens = tokens_of("é, two\r\n\nthree’s.")
    assert tokens.start.tolist() == [0, 4, 10]
    assert tokens.end.tolist() == [2, 7, 19]
    assert tokens.line.tolist() == [0, 0, 2]


def test_case_and_number_flags() -> None:
    text = "The NATO U.S. A iPhone G20 2024 2nd Élan ÉU"
    assert flagged(text, contract.CAPITAL) == ["The", "NATO", "U.S", "A", "G20", "Élan", "ÉU"]
    assert flagged(text, contract.UPPER) == ["NATO", "U.S", "ÉU"]
    assert flagged(text, contract.NUMBER) == ["2024", "2nd"]


def test_sentence_and_line_starts() -> None:
    text = "One two. Three, four! “Five six: seven: “eight\nnine… ten"
    starts = ["One", "Three", "Five", "eight", "nine", "ten"]
    assert flagged(text, contract.SENTENCE_START) == starts
    assert flagged(text, contract.LINE_START) == ["One", "nine"]


@pytest.mark.parametrize(
    "text",
    [
        "a “b c” d",
        "a „b c“ d",
        "a «b c» d",
        'a "b c" d',
        "a ``b c'' d",
        "a 「b c」 d",
        "a ”d “b c",
        "a “b c\nd e",
    ],
)
def test_quotations(text: str) -> None:
    assert flagged(text, contract.QUOTED) == ["b", "c"]


def test_character_pairs_are_marked() -> None:
    assert flagged("In 北京市 x", contract.SPACELESS) == ["北京", "京市"]


def test_mask_takes_only_what_lies_inside() -> None:
    tokens = tokens_of("one two three four")
    flags = compiled.mask(tokens, [0, 2], [0, 9], [7, 13])
    assert [bool(f & contract.BOILERPLATE) for f in flags] == [True, True, False, False]
    flags = compiled.mask(tokens, [0, 1], [4], [13])
    assert [bool(f & contract.BOILERPLATE) for f in flags] == [False, True, True, False]
    masked = tokens._replace(flags=flags)
    apart = tokens_of("one four")
    assert (
        compiled.shingles(masked, 2).values.tolist() == compiled.shingles(apart, 2).values.tolist()
    )
    assert len(compiled.shingles(masked, 2, skip_boilerplate=False).values) == 3


def test_line_hashes_tell_order_and_repetition() -> None:
    lines = compiled.line_hashes(tokens_of("a b\n\nb a\na  B.\na a b"))
    assert lines.line.tolist() == [0, 2, 3, 4]
    assert lines.n_tokens.tolist() == [2, 2, 2, 3]
    first, second, third, fourth = lines.hash.tolist()
    assert first == third
    assert len({first, second, fourth}) == 3


def test_shingles_of_short_texts() -> None:
    assert compiled.shingles(tokens_of(""), 5).values.size == 0
    assert compiled.shingles(tokens_of("a b c"), 5).values.tolist() == [
        reference.hash_shingle(b"a b c")
    ]
    assert compiled.shingles(tokens_of("a b c d e f"), 5).values.tolist() == [
        reference.hash_shingle(b"a b c d e"),
        reference.hash_shingle(b"b c d e f"),
    ]


@pytest.mark.parametrize("unit", ["a", "é", "a'", "1,", "ก", "ก\u0e48", "\u0301", "\u00ad", "U."])
def test_very_long_tokens_are_linear(unit: str) -> None:
    tokens_of(unit)  # compiles, or loads what was compiled
    begin = time.perf_counter()
    tokens_of("x" + unit * 1_000_000)
    assert time.perf_counter() - begin < 5  # quadratic would take hours


def test_words_end_with_their_document() -> None:
    """Eight bytes are read at a time, but never a byte of the next document."""
    data = np.frombuffer(b"abcdefghij" * 4, dtype=np.uint8)
    for cut in range(data.size + 1):
        tokens = compiled.tokenize(data, [0, cut, data.size])
        expected = [part for part in (data[:cut], data[cut:]) if part.size]
        assert tokens.hash.tolist() == [reference.hash_token(part.tobytes()) for part in expected]


def test_read_only_and_sliced_columns_are_taken() -> None:
    raw = b"xxone two"
    data = np.frombuffer(raw, dtype=np.uint8)
    tokens = compiled.tokenize(data, np.array([2, 5, 5, 9], dtype=np.int32))
    assert np.diff(tokens.offsets).tolist() == [1, 0, 1]
    assert tokens.start.tolist() == [0, 1]


@pytest.mark.parametrize("kernels", [compiled, reference], ids=["compiled", "reference"])
def test_wrong_inputs_are_refused(kernels: Any) -> None:
    data = np.frombuffer(b"one two", dtype=np.uint8)
    for offsets in ([], [0, 9], [3, 0], [-1, 3]):
        with pytest.raises(ValueError, match="offsets"):
            kernels.tokenize(data, offsets)
    with pytest.raises(ValueError, match="width"):
        kernels.shingles(tokens_of("a"), 0)
    with pytest.raises(ValueError, match="spans"):
        kernels.mask(tokens_of("a"), [0, 0, 0], [], [])
    with pytest.raises(ValueError, match="bands"):
        kernels.band_keys(np.zeros((2, 8), dtype=np.uint32), 3, 3)
    with pytest.raises(ValueError, match="distance"):
        kernels.hamming_pairs([1], [True], 4, 10)
    with pytest.raises(ValueError, match="pairs"):
        kernels.components(2, [[0, 2]])
    with pytest.raises(ValueError, match="num_perm"):
        kernels.minhash([0, 0], [], 0)


def test_both_kernels_export_the_same_names() -> None:
    assert compiled.__all__ == reference.__all__


def test_tables_stay_while_a_kernel_reads_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two threads that call first make tables each, and the cache keeps those of one only."""
    kept, kernel = tokens._tables(), tokens._tokenize
    made: list[weakref.ref[Any]] = []

    def fresh() -> tuple[Any, ...]:
        tables = tuple(table.copy() for table in kept[0])
        made.extend(weakref.ref(table) for table in tables)
        return tables, tuple(table.ctypes.data for table in tables)

    def watched(*given: Any) -> Any:
        assert made and all(table() is not None for table in made)
        return kernel(*given)

    monkeypatch.setattr(tokens, "_tables", fresh)
    monkeypatch.setattr(tokens, "_tokenize", watched)
    assert tokens.tokenize(np.frombuffer(b"two words", np.uint8), np.array([0, 9])).offsets[-1] == 2
