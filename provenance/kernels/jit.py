"""The one door to numba: its decorator with a type, so that kernels pass the type checker."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import numba

from provenance.kernels.compiler import compiler_options

Kernel = Callable[..., Any]


def can_be_kept(kernel: Kernel) -> bool:
    """Whether there is a folder on disk where a compiled kernel can be left."""
    return getattr(getattr(kernel, "stats", None), "cache_path", None) is not None


def is_cached(kernel: Kernel) -> bool:
    """Whether an earlier process has left the compiled kernel on disk."""
    stats = getattr(kernel, "stats", None)
    folder = getattr(stats, "cache_path", None)
    name = kernel.__name__
    return folder is not None and any(Path(folder).glob(f"*.{name}-*.nbi"))


def njit(
    *, nogil: bool = True, cache: bool = True, inline: bool = False, inner: bool = False
) -> Callable[[Kernel], Kernel]:
    """``numba.njit``: compiled at the first call, without the GIL, kept on disk for the next.

    A kernel takes no memory: one that makes an array does not compile. Its caller holds them all.

    ``inner`` is for helpers that only other kernels call: no entry from Python is compiled, which
    is a third of the compile time of a short function, and none is kept: the kernels that call it
    hold all of it. ``inline`` means ``inner`` and forces LLVM
    to inline the function, which it does not do by itself: for short helpers of inner loops. numba
    looks for a change only in the file of the outermost kernel, so after editing a helper remove
    ``__pycache__`` (installed packages are not affected).
    """
    options: dict[str, Any] = {
        "nogil": nogil,
        "forceinline": inline,
        "no_cpython_wrapper": inner or inline,
        "_nrt": False,  # no array is made in a kernel, so that none is counted, atomically
        "no_cfunc_wrapper": True,  # an entry from C, which no one here has use of
        **compiler_options(),
    }
    kept = cache and not (inner or inline)

    def compiled(kernel: Kernel) -> Kernel:
        try:
            made = numba.njit(cache=kept, **options)(kernel)
        except RuntimeError:
            # No folder may be written to (a read-only install, no home): compile each time.
            made = numba.njit(**options)(kernel)
        return cast(Kernel, made)

    return compiled
