"""Who may import whom."""

from __future__ import annotations

import graphlib
import re
import sys

from _house import FLOORS, floor, imports, inner_imports, modules


def test_every_file_stands_on_a_floor() -> None:
    assert {floor(module) for module in modules()} <= set(FLOORS)


def test_imports_go_down() -> None:
    upward = [
        f"{module} imports {target}"
        for module in modules()
        for target in inner_imports(module)
        if floor(target) != floor(module)
        and FLOORS.index(floor(target)) <= FLOORS.index(floor(module))
    ]
    assert not upward, "a file imports only from floors below it:\n" + "\n".join(upward)


def test_no_import_cycles() -> None:
    graph = {m: {t for t in inner_imports(m) if t != m} for m in modules()}
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as err:
        raise AssertionError(" -> ".join(err.args[1])) from None


def test_imports_name_modules_that_exist() -> None:
    missing = [f"{m}: {t}" for m in modules() for t in inner_imports(m) if t not in modules()]
    assert not missing


def test_kernels_import_numpy_and_numba_only() -> None:
    allowed = {"numpy", "numba", "llvmlite", *sys.stdlib_module_names}
    foreign = [
        f"{module} imports {target}"
        for module in modules()
        if floor(module) == "kernels"
        for target in imports(module)
        if target.split(".")[0] not in allowed and not target.startswith("provenance.kernels")
    ]
    assert not foreign


def test_stages_and_text_name_no_engine() -> None:
    engine = re.compile(r"provenance\.engines|\bspark\b", re.IGNORECASE)
    naming = [
        module
        for module, path in modules().items()
        if floor(module) in ("stages", "text") and engine.search(path.read_text(encoding="utf-8"))
    ]
    assert not naming


def test_only_the_spark_engine_names_pyspark() -> None:
    naming = {m for m, path in modules().items() if "pyspark" in path.read_text(encoding="utf-8")}
    assert naming <= {"provenance.engines.spark"}


def test_model_knows_no_format() -> None:
    assert inner_imports("provenance.model") <= {"provenance.errors"}
