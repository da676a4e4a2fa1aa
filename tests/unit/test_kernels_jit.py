"""Kernels compile wherever they stand."""

from __future__ import annotations

import numba
import numpy as np
import pytest

from provenance.kernels import compiler
from provenance.kernels.compiled.hashing import step
from provenance.kernels.compiled.words import any_word
from provenance.kernels.jit import njit


def test_a_kernel_needs_no_place_for_its_cache() -> None:
    """As under a read-only install and without a home: numba refuses to cache there."""
    room: dict[str, object] = {"njit": njit}
    exec("@njit()\ndef twice(x):\n    return 2 * x\n", room)
    assert room["twice"](21) == 42  # type: ignore[operator]


def test_a_helper_is_part_of_the_kernels_that_call_it_and_kept_with_them_alone() -> None:
    for helper in (step, any_word):
        assert helper.stats.cache_path is None  # type: ignore[attr-defined]


@njit(cache=False, inner=True)
def _sum(values):  # type: ignore[no-untyped-def]
    total = 0
    for k in range(values.shape[0]):
        total += values[k]
    return total


@njit(cache=False)
def _sums(values, count):  # type: ignore[no-untyped-def]
    room = np.empty(3, np.int64)
    for k in range(count):
        part = values[k : k + 3].copy()
        room[k % 3] = _sum(part)
    return room


def test_a_kernel_gives_back_the_memory_it_takes() -> None:
    """A pass that puts in where arrays end must never be among those that are left out."""
    from numba.core.runtime import _nrt_python, rtsys

    assert _sums(np.arange(5), 3).tolist() == [3, 6, 9]
    _nrt_python.memsys_enable_stats()
    try:
        before = rtsys.get_allocation_stats()
        _sums(np.arange(100), 90)
        after = rtsys.get_allocation_stats()
    finally:
        _nrt_python.memsys_disable_stats()
    assert after.alloc - before.alloc == after.free - before.free >= 90


def test_an_error_in_a_helper_is_raised() -> None:
    @njit(cache=False, inner=True)
    def divided(a, b):  # type: ignore[no-untyped-def]
        return a // b

    @njit(cache=False)
    def outer(a, b):  # type: ignore[no-untyped-def]
        return divided(a, b) + 1

    assert outer(7, 2) == 4
    with pytest.raises(ZeroDivisionError):
        outer(7, 0)


def test_versions_of_numba_that_are_not_known_compile_as_they_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert compiler.compiler_options() or numba.__version__.rpartition(".")[0] != "0.68"
    monkeypatch.setattr(numba, "__version__", "0.1.0")
    assert compiler.compiler_options() == {}
    made = njit(cache=False)(lambda values: values + 1)
    assert made(np.arange(2)).tolist() == [1, 2]
    assert "pipeline_class" not in made.targetoptions  # type: ignore[attr-defined]
