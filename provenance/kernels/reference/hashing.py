"""The hashes, on Python integers."""

from __future__ import annotations

from collections.abc import Sequence

from provenance.kernels import contract as c

MASK64 = (1 << 64) - 1
MASK32 = (1 << 32) - 1


def fmix64(h: int) -> int:
    """MurmurHash3's 64-bit finaliser."""
    h = (h ^ h >> 33) * c.FMIX64_1 & MASK64
    h = (h ^ h >> 33) * c.FMIX64_2 & MASK64
    return h ^ h >> 33


def fmix32(h: int) -> int:
    """MurmurHash3's 32-bit finaliser."""
    h = (h ^ h >> 16) * c.FMIX32_1 & MASK32
    h = (h ^ h >> 13) * c.FMIX32_2 & MASK32
    return h ^ h >> 16


def step(h: int, word: int) -> int:
    """One round of the token hash: takes in a 64-bit word."""
    h = (h ^ word) * c.HASH_MULTIPLIER & MASK64
    return h ^ h >> 32


def hash_token(b: bytes) -> int:
    """The 64-bit hash of a folded token; the ``hashfunc`` to give to ``simhash.Simhash``."""
    h = c.HASH_SEED
    for i in range(0, len(b), 8):
        h = step(h, int.from_bytes(b[i : i + 8], "little"))
    return fmix64(h ^ len(b))


def hash_sequence(hashes: Sequence[int]) -> int:
    """The 64-bit hash of token hashes in order."""
    h = 0
    for token in hashes:
        h = h * c.SHINGLE_BASE + token
    return fmix64(h + len(hashes) * c.SHINGLE_LENGTH & MASK64)


def hash_shingle(b: bytes) -> int:
    """The 32-bit hash of folded tokens joined by single spaces.

    It is the ``hashfunc`` to give to ``datasketch.MinHash(scheme="affine32", seed=1)``.
    """
    return hash_sequence([hash_token(token) for token in b.split(b" ")]) >> 32


def stem(b: bytes) -> int:
    """The 32-bit stem of a folded token that has no possessive ending."""
    return hash_token(b.decode()[: c.STEM_LENGTH].encode()) >> 32
