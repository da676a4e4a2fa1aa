"""Kernels compile wherever they stand."""

from __future__ import annotations

from provenance.kernels.jit import njit


def test_a_kernel_needs_no_place_for_its_cache() -> None:
    """As under a read-only install and without a home: numba refuses to cache there."""
    room: dict[str, object] = {"njit": njit}
    exec("@njit()\ndef twice(x):\n    return 2 * x\n", room)
    assert room["twice"](21) == 42  # type: ignore[operator]
