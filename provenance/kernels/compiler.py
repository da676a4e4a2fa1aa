"""How kernels are compiled: with less than numba takes for functions of any kind.

A helper that only kernels call is not optimised, made into machine code or kept by itself: all of
it goes into the kernel that calls it, and is optimised there. Passes that only rewrite what no
kernel has (closures, comprehensions, expressions of whole arrays) are left out; a kernel that had
one would not compile, or as it stands. What a kernel does is the same.

This knows numba from inside, so it is for versions alone of which it is known. With others the
first start takes longer, and nothing else changes.
"""

from __future__ import annotations

from typing import Any, cast

from numba.core import codegen, compiler

from provenance.kernels.known import knows_numba

_LEFT_OUT = {
    "DeadBranchPrune",  # branches on None and on constants
    "InlineClosureLikes",
    "InlineOverloads",
    "NopythonRewrites",
}


class _NoEnvironment:
    """What a helper's library gives as its code generator: none of its code will run by itself."""

    def __init__(self, generator: Any) -> None:
        self._generator = generator

    def __getattr__(self, name: str) -> Any:
        return getattr(self._generator, name)

    def set_env(self, name: str, env: object) -> None:
        """Where a kernel comes from disk, numba sets none for its helpers either."""


class _HelperLibrary(codegen.JITCodeLibrary):
    """The code of a helper, to be linked into others and never called from Python."""

    @property
    def codegen(self) -> Any:
        return _NoEnvironment(self._codegen)

    def _optimize_final_module(self) -> None:
        pass

    def _finalize_final_module(self) -> None:
        self._finalize_dynamic_globals()  # type: ignore[no-untyped-call]
        self._finalized = True

    def get_pointer_to_function(self, name: str) -> int:
        self._ensure_finalized()  # type: ignore[no-untyped-call]
        return 0


class _KernelCompiler(compiler.Compiler):
    def define_pipelines(self) -> Any:
        state, library = self.state, cast(Any, _HelperLibrary)
        if state.library is None and state.flags.no_cpython_wrapper:
            state.library = library(state.targetctx.codegen(), state.func_id.func_qualname)
        pipelines: Any = super().define_pipelines()  # type: ignore[no-untyped-call]
        for one in pipelines:
            one.passes = [step for step in one.passes if step[0].__name__ not in _LEFT_OUT]
        return pipelines


def compiler_options() -> dict[str, Any]:
    """The options of ``numba.njit`` that choose this compiler, where it knows numba."""
    return {"pipeline_class": _KernelCompiler} if knows_numba() else {}
