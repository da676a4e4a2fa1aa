"""Settings that all tests share."""

from __future__ import annotations

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
    """Compile the kernels before the workers start: once, and outside what tests observe."""
    compiled = Path(__file__).resolve().parents[1] / "provenance/kernels/compiled/__pycache__"
    if not hasattr(config, "workerinput") and not any(compiled.glob("tokens.*.nbi")):
        first = "import provenance as pv; pv.compare('one two three four', 'one two three five')"
        subprocess.run([sys.executable, "-c", first], check=False)
