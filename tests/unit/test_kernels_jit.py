"""Kernels compile wherever they stand."""

from __future__ import annotations

import sys

import numba
import numpy as np
import pytest

from provenance.kernels import compiler, kept, known
from provenance.kernels.compiled.hashing import step
from provenance.kernels.compiled.tokens import _tokenize
from provenance.kernels.compiled.words import any_word
from provenance.kernels.jit import njit


def test_a_kernel_needs_no_place_for_its_cache() -> None:
    """As under a read-only install and without a home: numba refuses to cache there."""
    room: dict[str, object] = {"njit": njit}
    exec("@njit()\ndef twice(x):\n    return 2 * x\n", room)
    assert room["twice"](21) == 42  # type: ignore[operator]


def test_a_helper_is_part_of_the_kernels_that_call_it_and_kept_with_them_alone() -> None:
    for helper in (step, any_word):
        assert not helper.can_be_kept


def test_a_kernel_takes_no_memory() -> None:
    """So that numba counts no references: what a kernel is given, its caller holds."""

    @njit(cache=False)
    def copied(values):  # type: ignore[no-untyped-def]
        return values.copy()[0]

    @njit(cache=False)
    def total(values):  # type: ignore[no-untyped-def]
        return values[1:].sum()

    with pytest.raises(numba.core.errors.NumbaError):
        copied(np.arange(3))
    given = np.arange(3)
    before = sys.getrefcount(given)
    assert [total(given) for _ in range(9)] == [3] * 9
    assert sys.getrefcount(given) == before


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
    assert known.numba_version() == numba.__version__
    monkeypatch.setattr(known, "numba_version", lambda: "0.1.0")
    assert compiler.compiler_options() == {}
    assert not kept.keeps(_tokenize)
    made = njit(cache=False)(lambda value: value + 1)
    assert made(1) == 2
    assert "pipeline_class" not in made.dispatcher.targetoptions
