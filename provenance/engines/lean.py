"""Start without packages that others look for on the way and this program never uses."""

from __future__ import annotations

import gc
import os
import sys
from functools import cache
from types import ModuleType

from attrs import frozen

from provenance.memory.allocator import keep_less


@frozen
class _Hidden:
    """Makes a package not importable for a moment, unless it is loaded already."""

    package: str

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        if name == self.package:
            raise ModuleNotFoundError(f"{name} is not needed here", name=name)

    def __enter__(self) -> None:
        sys.meta_path.insert(0, self)

    def __exit__(self, *error: object) -> None:
        sys.meta_path.remove(self)


_NEW_OBJECTS = 500_000  # before Python looks for cycles among them; 700 by default


@cache
def load_lean() -> None:
    """Load Arrow without pandas and numba without scipy: a third of a short run.

    Python looks for cycles less often from here on. Half a million objects of code and types are
    made at the start and stay, and looking through them again and again took a tenth of the time.
    Arrow takes memory from the system's allocator, which gives it back: its own kept a third more,
    and asks for a gigabyte of addresses at once, which a limit on memory counts. NumPy's library
    for matrices gets no threads: ours are small, and its threads spin while they wait for one. And
    it asks for no pages of 2 MB, which are cleared whole where a part of one is written.

    Arrow looks for pandas at the first array it makes of a list, to tell a pandas series from it;
    numba looks for scipy when it is loaded, to multiply matrices, which no kernel here does. Each
    looks once in a process, so this is for the command and not for the library.
    """
    gc.set_threshold(_NEW_OBJECTS)
    keep_less()
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")  # read when Arrow is loaded
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # and these when NumPy is
    os.environ.setdefault("NUMPY_MADVISE_HUGEPAGE", "0")
    import pyarrow as pa

    from provenance.kernels import jit  # which loads NumPy

    pa.set_memory_pool(pa.system_memory_pool())
    with _Hidden("pandas"):
        pa.array([0])
    _load_functions()
    jit.beforehand.append(_load_numba)


def _load_functions() -> None:
    """Load Arrow's 280 functions without what it writes for ``help`` on each, which takes half."""
    name = "pyarrow.vendored.docscrape"
    if name in sys.modules:
        return
    reader = ModuleType(name)
    vars(reader)["NumpyDocString"] = lambda text: {"Parameters": ()}
    sys.modules[name] = reader
    try:
        import pyarrow.compute  # noqa: F401
    except AttributeError:
        pass  # another version, that reads more: it is loaded as it is when it is asked for
    finally:
        del sys.modules[name]


def _load_numba() -> None:
    with _Hidden("scipy"):
        import numba.np.arraymath  # noqa: F401
