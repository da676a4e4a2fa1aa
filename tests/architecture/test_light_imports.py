"""What must load quickly loads none of the heavy packages."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

HEAVY = ("numpy", "numba", "pyarrow", "datasketch", "simhash", "scipy", "pandas", "polars")
LIGHT = ("provenance", "provenance.errors", "provenance.model", "provenance.recipe")

REPORT = "import json, sys; print(json.dumps(sorted(sys.modules)))"


def loaded(code: str) -> set[str]:
    """The heavy packages that a fresh interpreter has loaded after ``code``."""
    command = [sys.executable, "-c", f"{code}\n{REPORT}"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return set(HEAVY) & set(json.loads(run.stdout.splitlines()[-1]))


@pytest.mark.parametrize("module", [*LIGHT, "provenance.cli"])
def test_import_is_light(module: str) -> None:
    assert not loaded(f"import {module}")


def test_help_is_light() -> None:
    code = """
import sys
from provenance.cli import main
sys.argv = ["dedupe", "--help"]
try:
    main()
except SystemExit as stop:
    assert not stop.code, stop.code
"""
    assert not loaded(code)


def test_the_probe_sees_heavy_imports() -> None:
    assert "numpy" in loaded("import provenance.kernels.compiled")
