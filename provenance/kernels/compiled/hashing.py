"""Arithmetic that the compiled kernels share. All of it is modulo 2^64 or 2^32."""

from __future__ import annotations

from typing import Any

import numpy as np

from provenance.kernels import contract as c
from provenance.kernels.jit import njit

SEED = np.uint64(c.HASH_SEED)
MULTIPLIER = np.uint64(c.HASH_MULTIPLIER)
_A64, _B64 = np.uint64(c.FMIX64_1), np.uint64(c.FMIX64_2)
_A32, _B32 = np.uint32(c.FMIX32_1), np.uint32(c.FMIX32_2)
_S32, _S33 = np.uint64(32), np.uint64(33)
_S16, _S13 = np.uint32(16), np.uint32(13)


@njit(nogil=True, cache=True, inline=True)
def fmix64(h: Any) -> Any:
    """MurmurHash3's 64-bit finaliser."""
    h = (h ^ (h >> _S33)) * _A64
    h = (h ^ (h >> _S33)) * _B64
    return h ^ (h >> _S33)


@njit(nogil=True, cache=True, inline=True)
def fmix32(h: Any) -> Any:
    """MurmurHash3's 32-bit finaliser, for uint32."""
    h = np.uint32(h ^ (h >> _S16))
    h = np.uint32(h * _A32)
    h = np.uint32(h ^ (h >> _S13))
    h = np.uint32(h * _B32)
    return np.uint32(h ^ (h >> _S16))


@njit(nogil=True, cache=True, inline=True)
def step(h: Any, word: Any) -> Any:
    """One round of the token hash."""
    h = (h ^ word) * MULTIPLIER
    return h ^ (h >> _S32)
