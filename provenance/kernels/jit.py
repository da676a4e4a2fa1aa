"""The one door to numba: its decorator with a type, so that the type checker accepts it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numba

njit: Callable[..., Any] = numba.njit
"""``numba.njit``; kernels use ``@njit(nogil=True, cache=True)``: no GIL, machine code on disk."""
