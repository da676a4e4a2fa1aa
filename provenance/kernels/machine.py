"""Machine code that numba made, loaded without numba: a tenth of a short run.

LLVM takes the code in, and three modules of numba's that are written in C make a function of it.
None of them needs the rest of numba, which compiles.
"""

from __future__ import annotations

import builtins
import ctypes
import sys
from collections.abc import Callable, Iterator
from functools import cache
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
from pathlib import Path
from typing import Any

from llvmlite import binding

from provenance.kernels.kept import Code
from provenance.kernels.known import numba_folder


@cache
def processor() -> str:
    """The processor that numba compiles for."""
    features = binding.get_host_cpu_features().flatten()
    return f"{binding.get_process_triple()} {binding.get_host_cpu_name()} {features}"


def loaded(code: Code, function: Callable[..., Any]) -> Callable[..., Any]:
    """What numba would make of the code for a function."""
    engine, dynamic = _engine(), _in_c("_dynfunc")
    engine.add_object_file(binding.ObjectFileRef.from_data(code.machine_code))
    engine.finalize_object()
    environment = dynamic.Environment(function.__globals__)
    place = engine.get_global_value_address(code.environment)
    ctypes.c_void_p.from_address(place).value = id(environment)  # the function holds it
    made: Callable[..., Any] = dynamic.make_function(
        sys.modules[function.__module__],
        function.__name__,
        f"compiled {function.__name__}",
        engine.get_function_address(code.entry),
        environment,
        (engine,),
    )
    return made


def taken(compiled: Any) -> Code | None:
    """The machine code of what numba has compiled, unless it holds for this process alone."""
    library, about = compiled.library, compiled.fndesc
    machine_code = bytes(library._get_compiled_object())
    if library.has_dynamic_globals or compiled.environment.consts or b"__svml" in machine_code:
        return None
    name = compiled.target_context.get_env_name(about)
    return Code(about.llvm_cpython_wrapper_name, name, machine_code)


@cache
def _engine() -> Any:
    """An LLVM that knows where all stands that kernels name."""
    for name, address in _addresses():
        binding.add_symbol(name, address)
    binding.initialize_native_target()
    binding.initialize_native_asmprinter()
    target = binding.Target.from_triple(binding.get_process_triple())
    machine = target.create_target_machine(jit=True)
    return binding.create_mcjit_compiler(binding.parse_assembly(""), machine)


def _addresses() -> Iterator[tuple[str, int]]:
    """What numba gives LLVM: its functions in C, and objects of Python's."""
    for module in ("_helperlib", "_dynfunc"):
        for name, address in _in_c(module).c_helpers.items():
            yield f"numba_{name}", address
    for name, address in _in_c("core.runtime._nrt_python").c_helpers.items():
        yield name if name.startswith("_") else f"NRT_{name}", address
    yield "_Py_NoneStruct", id(None)
    for one in vars(builtins).values():
        if isinstance(one, type) and issubclass(one, BaseException):
            yield f"PyExc_{one.__name__}", id(one)


def _in_c(name: str) -> Any:
    """A module of numba's that is written in C, without the packages around it."""
    whole, folder = f"numba.{name}", numba_folder()
    assert folder
    if whole not in sys.modules:
        place: Path = folder.joinpath(*name.split(".")[:-1])
        found = PathFinder.find_spec(whole, [str(place)])
        assert found and found.loader
        sys.modules[whole] = module_from_spec(found)
        found.loader.exec_module(sys.modules[whole])
    return sys.modules[whole]
