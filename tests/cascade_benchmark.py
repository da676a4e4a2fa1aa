"""Makes the modules of ``benchmarks/quality/derivation`` importable, and a small pile of them."""

from __future__ import annotations

import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "benchmarks" / "quality" / "derivation"
if str(FOLDER) not in sys.path:
    sys.path.insert(0, str(FOLDER))
