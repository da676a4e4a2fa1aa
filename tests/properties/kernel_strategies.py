"""What the kernel properties draw from: texts full of hard characters, any bytes, small sets."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from provenance.kernels.contract import Tokens

HARD = (
    "aBsSx'’ʼ.,:!?\n \"“”„«»「」``''19½²éÉ\u0301\u0308\u0345\u00ad\u200d\ufeffйß漢字カｶﾞﾞがกำ\u0e48"
    "한글\u1112\u1161\u11abकि्ािЖشَأـ１２Ａ＇．，\u202f٣٬٫…。؟۔।_-İıſŉΣςΆᾳ𝐀Ⅷ〇々ー\U0001f600\u2028"
    "\r\x00ﷺǅ\u0bcaো\u1039မြန်ខ្មែរລາວ"
)

any_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
hard_text = st.text(st.sampled_from(HARD), max_size=60)
texts = st.one_of(any_text, hard_text)
# Pieces of longer sequences, so that truncated and overlong ones come up often.
broken = st.lists(
    st.one_of(
        st.binary(max_size=3),
        st.sampled_from([b"a", b" ", b"'", b"\xe2\x80", b"\xe2\x80\x99", b"\xf0\x9d", b"\xc0\x80"]),
        hard_text.map(lambda text: text.encode()[:7]),
    ),
    max_size=20,
).map(b"".join)
documents = st.lists(st.one_of(broken, texts.map(str.encode)), max_size=5)

Column = NDArray[Any]


def packed(batch: list[bytes]) -> tuple[Column, Column]:
    """Bytes and offsets of a batch."""
    data = np.frombuffer(b"".join(batch), dtype=np.uint8)
    return data, np.cumsum([0] + [len(text) for text in batch], dtype=np.int64)


def lists_of(rows: list[list[int]], dtype: Any) -> tuple[Column, Column]:
    """Offsets and values of lists."""
    flat = [value for row in rows for value in row]
    return np.cumsum([0] + [len(row) for row in rows], dtype=np.int64), np.array(flat, dtype=dtype)


def tokens_of(rows: list[list[int]], flags: list[list[int]] | None = None) -> Tokens:
    """Tokens with these hashes and flags, and nothing else."""
    offsets, hashes = lists_of(rows, np.uint64)
    nothing = np.zeros(len(hashes), np.int32)
    bits = np.zeros(len(hashes), np.uint16) if flags is None else lists_of(flags, np.uint16)[1]
    return Tokens(offsets, hashes, nothing.astype(np.uint32), nothing, nothing, nothing, bits)


def assert_same(a: Any, b: Any) -> None:
    """The same types, shapes and bits, however deep."""
    if isinstance(a, np.ndarray):
        assert a.dtype == b.dtype
        assert a.shape == b.shape
        assert a.tobytes() == b.tobytes()
    elif isinstance(a, tuple):
        assert type(a) is type(b) and len(a) == len(b)
        for x, y in zip(a, b, strict=True):
            assert_same(x, y)
    else:
        assert a == b
