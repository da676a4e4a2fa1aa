"""Machine code that another process finds on disk does what numba's own function does."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from provenance.kernels import jit, kept, machine
from provenance.kernels.jit import Kernel, njit


def reloaded(kernel: Kernel, *given: Any) -> tuple[kept.Code, Any]:
    """The code of a kernel for such arguments, and what another process makes of it."""
    kernel(*given)
    types = tuple(map(kernel.dispatcher.typeof_pyval, given))
    code = machine.taken(kernel.dispatcher.overloads[types])
    assert code
    return code, machine.loaded(code, vars(kernel)["__wrapped__"])


@njit(cache=False)
def _share(values: Any, of: Any) -> Any:
    if values.shape[0] == 0:
        raise ValueError("there are none")
    return values.sum() // of, (values.shape[0], True)


def test_it_gives_what_numba_gives_and_keeps_nothing() -> None:
    given = np.arange(10)
    code, found = reloaded(_share, given, 2)
    before = sys.getrefcount(given)
    assert [found(given, 2) for _ in range(9)] == [(22, (10, True))] * 9
    assert sys.getrefcount(given) == before
    assert b"PyEval_SaveThread" in code.machine_code, "it holds the interpreter while it runs"


def test_it_raises_what_it_has_to() -> None:
    found = reloaded(_share, np.arange(10), 2)[1]
    with pytest.raises(ZeroDivisionError):
        found(np.arange(3), 0)
    with pytest.raises(ValueError, match="there are none"):
        found(np.arange(0), 1)
    with pytest.raises(TypeError):
        found(np.arange(3))
    with pytest.raises(TypeError):
        found("no array", 1)
    assert found(np.arange(3), 1) == (3, (3, True))


ELSEWHERE = """
import sys
import numpy as np
from provenance.kernels.compiled.sketch import _distinct, distinct

assert distinct([0, 3], np.array([2, 1, 2], np.uint32)).values.tolist() == [1, 2]
assert _distinct.can_be_kept and _distinct.is_kept
print("numba" in sys.modules)
"""


def run_elsewhere(**variables: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", ELSEWHERE],
        capture_output=True, text=True, check=True, env={**os.environ, **variables},
    )  # fmt: skip
    return done.stdout.strip()


def test_what_one_process_compiles_the_next_one_takes_from_the_folder_named(tmp_path: Path) -> None:
    for loaded in ("True", "False"):
        assert run_elsewhere(NUMBA_CACHE_DIR=str(tmp_path)) == loaded
    (file,) = tmp_path.glob("*/sketch._distinct.*")
    file.write_bytes(file.read_bytes()[:-1])
    assert run_elsewhere(NUMBA_CACHE_DIR=str(tmp_path)) == "True", "what is cut short is no code"
    assert run_elsewhere(NUMBA_CACHE_DIR=str(tmp_path)) == "False", "and is made once more"


def test_what_numba_is_told_to_compile_otherwise_it_compiles_itself(tmp_path: Path) -> None:
    for _ in range(2):
        assert run_elsewhere(NUMBA_CACHE_DIR=str(tmp_path), NUMBA_OPT="1") == "True"
    assert list(tmp_path.glob("*/sketch._distinct*.nbi")), "it is kept as numba keeps it"


def test_code_of_other_sources_makes_room(tmp_path: Path) -> None:
    code = kept.Code("entry", "environment", b"one\ntwo")
    names = ("a._f.old-1", "a._f.old-2", "a._g.old-1", "b._f.old-1", "a._f.new-1")
    for name in names:
        kept.write(tmp_path / name, code)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a._f.new-1", "a._g.old-1", "b._f.old-1"]
    assert kept.read(tmp_path / "a._f.new-1") == code
    assert kept.read(tmp_path / "a._f.old-1") is None


def test_a_folder_that_takes_nothing_is_no_fault(tmp_path: Path) -> None:
    kept.write(tmp_path / "none" / "a._f.new-1", kept.Code("entry", "environment", b""))
    assert list(tmp_path.iterdir()) == []


def test_kinds_are_what_numba_tells_apart() -> None:
    grid = np.zeros((3, 2), np.uint16)
    fixed = grid.view()
    fixed.flags.writeable = False
    kinds = [
        jit._kind(one)
        for one in (
            grid, fixed, grid.T, grid[:, 1], grid[0], grid.astype(np.int16), grid.astype(">u2"),
            1, 1.0, True, np.uint8(1), np.int8(1), (1, grid), (grid, 1), (1, 1),
        )
    ]  # fmt: skip
    assert None not in kinds and len({repr(kind) for kind in kinds}) == len(kinds)
    assert jit._kind(grid) == jit._kind(np.zeros((1, 9), np.uint16)) == jit._kind(grid[:1])
    assert jit._kind(1) == jit._kind(-(1 << 63)) != jit._kind(True)
    for unknown in (1 << 63, None, "text", [1], (1, None), np.datetime64(1, "s")):
        assert jit._kind(unknown) is None


def test_what_has_no_kind_is_compiled_all_the_same() -> None:
    @njit()
    def length(text):  # type: ignore[no-untyped-def]
        return len(text)

    assert length("four") == length("vier") == 4
