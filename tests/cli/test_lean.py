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


def test_what_was_hidden_can_be_loaded_after_it() -> None:
    """Hiding ends with the start, and leaves nothing behind on the way of imports."""
    code = (
        "import sys; before = len(sys.meta_path)\n"
        "from provenance.engines.lean import load_lean; load_lean()\n"
        "assert len(sys.meta_path) == before\n"
        "import pyarrow\n"
        "assert pyarrow.default_memory_pool().backend_name == 'system'\n"
        "import pandas, scipy.linalg"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
