"""Compiled kernels loaded without all that numba needs to compile one: a fifth of a short run.

Before it loads a kernel from disk, numba imports each of its implementations and compiles its own
memory functions. A kernel on disk has both inside and asks for the addresses of a few functions in
C alone. Where something has to be compiled after all, numba loads the rest by itself, as always.
Beside its machine code a kernel has a form on disk from which others that call it are compiled;
numba reads that too, name by name, in more time than all else: here it is read when asked for.

This replaces methods of numba's that it does not promise to keep, so for versions alone of which
they are known. With others the start takes longer, and nothing else changes.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import cache
from typing import Any


def load_kernels_only(compiling: Callable[[], AbstractContextManager[object]]) -> bool:
    """Have this process load kernels so; whether numba is of a version that allows it.

    Args:
        compiling: entered while numba loads what it needs to compile.
    """
    from numba.core import caching, cpu

    from provenance.kernels.compiler import knows_numba

    kept: Any = caching.Cache
    context: Any = cpu.CPUContext
    if not knows_numba():
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
    _read_machine_code_only()
    return True


def _read_machine_code_only() -> None:
    """Have numba read what a kernel is compiled into others from only when one is compiled."""
    from llvmlite import binding
    from numba.core import codegen

    library: Any = codegen.JITCodeLibrary
    read, linked = library._unserialize, library._get_module_for_linking
    pointer = library.get_pointer_to_function

    def unserialize(_cls: object, generator: Any, state: Any) -> Any:
        name, kind, data = state
        if kind != "object":
            return read(generator, state)
        made = generator.create_library(name)
        made.enable_object_caching()
        made._set_compiled_object(data[0])
        made._finalize_final_module()
        made.unread = data[1]
        return made

    def module_for_linking(self: Any) -> Any:
        if unread := vars(self).pop("unread", None):
            self._shared_module = binding.parse_bitcode(unread)
            self._codegen._engine._load_defined_symbols(self._shared_module)
        return linked(self)

    def pointer_to_function(self: Any, name: str) -> Any:
        unread = vars(self).get("unread")
        if unread is None or name.encode() not in unread:
            return pointer(self, name)
        return self._codegen._engine.get_function_address(name)

    library._unserialize = classmethod(unserialize)
    library.get_pointer_to_function = pointer_to_function
    library._get_module_for_linking = module_for_linking


@cache
def _tell_addresses() -> None:
    """Tell LLVM where the functions of numba's runtime stand that kernels call."""
    from llvmlite import binding
    from numba.core import runtime

    for name, address in vars(runtime)["_nrt_python"].c_helpers.items():
        binding.add_symbol(name if name.startswith("_") else f"NRT_{name}", address)
