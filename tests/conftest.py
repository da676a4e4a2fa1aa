"""Settings that all tests share."""

from __future__ import annotations

import compileall
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("dev", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "dev")


def pytest_configure(config: pytest.Config) -> None:
    """Compile modules and kernels before the workers start: once, and outside what tests observe.

    Modules too, as where they are not kept (``PYTHONDONTWRITEBYTECODE``) each of the hundreds of
    processes that tests start would compile them again.
    """
    if hasattr(config, "workerinput"):
        return
    package = Path(__file__).resolve().parents[1] / "provenance"
    compileall.compile_dir(package, quiet=2)
    if not any(package.glob("kernels/compiled/__pycache__/tokens._tokenize.*")):
        first = "import provenance as pv; pv.compare('one two three four', 'one two three five')"
        subprocess.run([sys.executable, "-c", first], check=False)
