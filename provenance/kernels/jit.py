"""The one door to numba, which is loaded when something has to be compiled, and not before."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, update_wrapper
from importlib import import_module
from pathlib import Path
from threading import RLock
from typing import Any

import numpy as np

from provenance.kernels import kept
from provenance.kernels.arrays import ALIGNED, C_ORDER, F_ORDER, WRITEABLE

_TOLD_APART = (F_ORDER | ALIGNED | WRITEABLE, C_ORDER | ALIGNED | WRITEABLE)
_WIDE = 1 << 63

#: Called before numba is loaded.
beforehand: list[Callable[[], object]] = []

_one_at_a_time = RLock()


class Later:
    """A module that is loaded when something of it is asked for."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module(self._name), name)


class Kernel:
    """A function that is taken from disk at its first call, or compiled where it is not there.

    So again for other kinds of arguments. A kernel whose types or values tell no kind is for numba
    to look at each time.
    """

    def __init__(self, function: Callable[..., Any], options: dict[str, Any], keep: bool) -> None:
        update_wrapper(self, function)
        self._function, self._options, self._keep = function, options, keep
        self._ready: dict[tuple[Any, ...], Callable[..., Any]] = {}

    def __call__(self, *given: Any) -> Any:
        kinds = tuple(map(_kind, given))
        return (self._ready.get(kinds) or self._made_ready(kinds, given))(*given)

    @property
    def can_be_kept(self) -> bool:
        """Whether there is a folder on disk where it can be left."""
        return self._is_ours or self._numbas_folder is not None

    @property
    def is_kept(self) -> bool:
        """Whether an earlier process has left it on disk, for whatever kinds of arguments."""
        if self._is_ours:
            return bool(kept.files(self._function))
        folder, name = self._numbas_folder, self._function.__name__
        return folder is not None and any(Path(folder).glob(f"*.{name}-*.nbi"))

    @cached_property
    def dispatcher(self) -> Any:
        """What numba makes of the function: it compiles at each call with new types."""
        for step in beforehand:
            step()
        import numba

        from provenance.kernels.compiler import compiler_options

        options = {**self._options, **compiler_options()}
        if self._keep and not self._is_ours:
            try:
                return numba.njit(cache=True, **options)(self._function)
            except RuntimeError:
                pass  # No folder may be written to (a read-only install): compile each time.
        return numba.njit(**options)(self._function)

    @property
    def _is_ours(self) -> bool:
        """Whether it is kept by ``kept``; else numba keeps it, where it can."""
        return self._keep and kept.keeps(self._function)

    @property
    def _numbas_folder(self) -> str | None:
        return getattr(getattr(self.dispatcher, "stats", None), "cache_path", None)

    @property
    def _numba_type_(self) -> Any:
        """How numba sees it in kernels that call it."""
        return self.dispatcher._numba_type_

    def _made_ready(self, kinds: tuple[Any, ...], given: tuple[Any, ...]) -> Callable[..., Any]:
        with _one_at_a_time:
            if kinds not in self._ready:
                known = self._is_ours and None not in kinds
                self._ready[kinds] = self._taken(kinds, given) if known else self.dispatcher
            return self._ready[kinds]

    def _taken(self, kinds: tuple[Any, ...], given: tuple[Any, ...]) -> Callable[..., Any]:
        """From disk, or compiled and left there."""
        from provenance.kernels import machine

        file = kept.file(self._function, machine.processor(), kinds)
        if code := kept.read(file):
            return machine.loaded(code, self._function)
        types = tuple(map(self.dispatcher.typeof_pyval, given))
        self.dispatcher.compile(types)
        if made := machine.taken(self.dispatcher.overloads[types]):
            kept.write(file, made)
        found: Callable[..., Any] = self.dispatcher
        return found


class _Instruction:
    def __init__(self, function: Callable[..., Any]) -> None:
        update_wrapper(self, function)
        self._function = function

    def __call__(self, *given: Any) -> Any:
        raise TypeError(f"{self._function.__name__} is for kernels alone")

    @cached_property
    def _numba_type_(self) -> Any:
        from numba.core.registry import cpu_target
        from numba.extending import intrinsic

        made, types = intrinsic(self._function), cpu_target.typing_context
        types.refresh()
        return types.resolve_value_type(made)


def _kind(value: Any) -> Any:
    """What of a value numba compiles for; ``None`` where that is not known here."""
    kind = type(value)
    if kind is np.ndarray:
        flags = value.flags.num
        return value.dtype, value.ndim, flags & _TOLD_APART[flags & C_ORDER]
    if kind is int:
        return kind if -_WIDE <= value < _WIDE else None
    if issubclass(kind, tuple):
        kinds = tuple(map(_kind, value))
        return None if None in kinds else (kind, *kinds)
    return kind if issubclass(kind, bool | float | np.number | np.bool_) else None


def instruction(function: Callable[..., Any]) -> Callable[..., Any]:
    """``numba.extending.intrinsic``: the function makes LLVM code, in kernels that call it."""
    return _Instruction(function)


def njit(
    *, nogil: bool = True, cache: bool = True, inline: bool = False, inner: bool = False
) -> Callable[[Callable[..., Any]], Kernel]:
    """``numba.njit``: compiled at the first call, without the GIL, kept on disk for the next.

    A kernel takes no memory: one that makes an array does not compile. Its caller holds them all.

    ``inner`` is for helpers that only other kernels call: no entry from Python is compiled, which
    is a third of the compile time of a short function, and none is kept: the kernels that call it
    hold all of it. ``inline`` means ``inner`` and forces LLVM
    to inline the function, which it does not do by itself: for short helpers of inner loops.
    """
    options: dict[str, Any] = {
        "nogil": nogil,
        "forceinline": inline,
        "no_cpython_wrapper": inner or inline,
        "_nrt": False,  # no array is made in a kernel, so that none is counted, atomically
        "no_cfunc_wrapper": True,  # an entry from C, which no one here has use of
    }
    keep = cache and not (inner or inline)
    return lambda function: Kernel(function, options, keep)
