"""A run loads neither pandas nor scipy, which others look for on its way."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

RUN = """
import sys
from provenance.cli.entry import outcome

code = outcome(["run", sys.argv[1], "-q", "--check"])
print(code, [name for name in ("pandas", "scipy") if name in sys.modules])
"""


def test_a_run_loads_no_pandas_and_no_scipy(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("The council met on Monday and chose a mayor.\n")
    (tmp_path / "two.txt").write_text("Rain is expected in the north until Thursday.\n")
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
    )
    assert done.stdout.splitlines()[0] == "0 []"


def test_numpy_is_told_of_threads_before_it_is_loaded() -> None:
    code = (
        "import sys; import provenance.cli.run, provenance.engines.lean\n"
        "assert not {'numpy', 'pyarrow'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_what_was_hidden_can_be_loaded_after_it() -> None:
    """Hiding ends with the start, and leaves nothing behind on the way of imports."""
    code = (
        "import sys; before = len(sys.meta_path)\n"
        "from provenance.engines.lean import load_lean; load_lean()\n"
        "assert len(sys.meta_path) == before\n"
        "import pyarrow\n"
        "assert pyarrow.default_memory_pool().backend_name == 'system'\n"
        "import pandas, scipy.linalg, pyarrow.compute, pyarrow.vendored.docscrape\n"
        "assert pyarrow.compute.index_in(2, pyarrow.array([1, 2])).as_py() == 1\n"
        "assert 'value_set' in str(__import__('inspect').signature(pyarrow.compute.index_in))\n"
        "assert pyarrow.vendored.docscrape.NumpyDocString('One.')['Summary'] == ['One.']"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


START = """
import sys
import numpy as np
from provenance.engines.lean import load_lean

load_lean()
from provenance.kernels import compiled

compiled.distinct([0, 2], np.array([2, 1], np.uint32))  # compiled and kept, where it was not
"""
LOADED = f"""{START}
print("numba" in sys.modules)
"""
COMPILED = f"""{START}
from provenance.kernels.jit import njit

made = njit(cache=False)(lambda values: values[1:].sum())
print(made(np.arange(3)), "numba" in sys.modules, "scipy" in sys.modules)
"""

CALLED = f"""{START}
from provenance.kernels.compiled.shingle import _digests

out = np.zeros(1, np.uint64)
given = np.array([0, 2]), np.array([2, 1], np.uint32), out
_digests(*given)
before = list(sys.modules)
import numba

twice = numba.njit(lambda a, b, c: (_digests(a, b, c), _digests(a, b, c)))
expected, out[0] = int(out[0]), 0
twice(*given)
print(out[0] == expected != 0, "numba" in before)
"""


def test_loading_kernels_loads_nothing_to_compile_with() -> None:
    for _ in range(2):  # the first may have to compile
        done = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, check=True)
    assert done.stdout.split() == [b"False"]


def test_what_is_not_there_is_compiled_beside_what_is() -> None:
    done = subprocess.run([sys.executable, "-c", COMPILED], capture_output=True, check=True)
    assert done.stdout.strip() == b"3 True False"


def test_a_kernel_from_disk_can_be_compiled_into_another() -> None:
    for _ in range(2):  # the first may have to compile it
        done = subprocess.run([sys.executable, "-c", CALLED], capture_output=True, check=True)
    assert done.stdout.split() == [b"True", b"False"]
