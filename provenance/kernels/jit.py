"""The one door to numba: its decorator with a type, so that kernels pass the type checker."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, cast

import numba

Kernel = Callable[..., Any]


def njit(
    *, nogil: bool = True, cache: bool = True, inline: Literal["never", "always"] = "never"
) -> Callable[[Kernel], Kernel]:
    """``numba.njit``: compiled at the first call, without the GIL, kept on disk for the next.

    ``inline="always"`` is for one-line arithmetic only.
    """
    return cast(Callable[[Kernel], Kernel], numba.njit(nogil=nogil, cache=cache, inline=inline))
