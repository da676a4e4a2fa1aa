"""Time whole runs on dumps of growing size: seconds by stage, peak memory, articles a second.

    python benchmarks/scale/dump.py DUMP [DUMP ...] [--only copies] [--runs 3]

Each DUMP is anything that ``dedupe run`` reads. Every run is a process of its own; the medians are
shown. ``growth`` is the exponent between a row and the one before: 1.0 is proportional.
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any


def one_run(dump: str, only: list[str]) -> dict[str, Any]:
    """One process: wall seconds, and what its manifest says."""
    dedupe = Path(sys.executable).with_name("dedupe")
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        start = time.perf_counter()
        subprocess.run([dedupe, "run", dump, "-q", "-o", out, *only], check=True)
        wall = time.perf_counter() - start
        manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    return {"wall": wall, **manifest}


def median(runs: list[dict[str, Any]], *path: str) -> float:
    """The median of a figure over the runs."""

    def pick(run: Any) -> float:
        for key in path:
            run = run[key]
        return float(run)

    return statistics.median(map(pick, runs))


def main() -> None:
    """Run, and print one row per dump."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dumps", nargs="+")
    parser.add_argument("--only", choices=["copies"])
    parser.add_argument("--runs", type=int, default=3)
    args = parser.parse_args()
    only = ["--only", args.only] if args.only else []
    before: tuple[float, float] | None = None
    for dump in args.dumps:
        runs = [one_run(dump, only) for _ in range(args.runs)]
        articles, wall = runs[0]["counts"]["articles"], median(runs, "wall")
        growth = ""
        if before is not None and articles != before[0]:
            growth = f", growth {math.log(wall / before[1]) / math.log(articles / before[0]):.2f}"
        before = (articles, wall)
        print(
            f"{dump}: {articles:,} articles in {wall:.1f} s, {articles / wall:,.0f}/s, "
            f"peak {median(runs, 'peak_memory_mb'):,.0f} MB, "
            f"{runs[0]['counts']['candidates'] / max(articles, 1):.1f} candidates each{growth}"
        )
        for stage in runs[0]["seconds"]:
            print(f"    {stage:12s} {median(runs, 'seconds', stage):8.2f} s")


if __name__ == "__main__":
    main()
