"""Compiled kernels loaded without all that numba needs to compile one: a fifth of a short run.

Before it loads a kernel from disk, numba imports each of its implementations and compiles its own
memory functions. A kernel on disk has both inside and asks for the addresses of a few functions in
C alone. Where something has to be compiled after all, numba loads the rest by itself, as always.

This replaces two of numba's methods that it does not promise to keep, so for versions alone of
which it is known. With others the start takes longer, and nothing else changes.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import cache
from typing import Any

_KNOWN = ("0.68",)


def load_kernels_only(compiling: Callable[[], AbstractContextManager[object]]) -> bool:
    """Have this process load kernels so; whether numba is of a version that allows it.

    Args:
        compiling: entered while numba loads what it needs to compile.
    """
    import numba
    from numba.core import caching, cpu

    kept: Any = caching.Cache
    context: Any = cpu.CPUContext
    if numba.__version__.rpartition(".")[0] not in _KNOWN:
        return False
    register = context.load_additional_registries

    def load_overload(self: Any, sig: Any, target_context: Any) -> Any:
        _tell_addresses()
        with self._guard_against_spurious_io_errors():
            return self._load_overload(sig, target_context)

    def load_additional_registries(self: Any) -> None:
        with compiling():
            register(self)

    kept.load_overload = load_overload
    context.load_additional_registries = load_additional_registries
    return True


@cache
def _tell_addresses() -> None:
    """Tell LLVM where the functions of numba's runtime stand that kernels call."""
    from llvmlite import binding
    from numba.core import runtime

    for name, address in vars(runtime)["_nrt_python"].c_helpers.items():
        binding.add_symbol(name if name.startswith("_") else f"NRT_{name}", address)
