"""How a run grows: seconds by stage, candidates and memory on dumps of growing size.

    python benchmarks/scale/dump.py DUMP [DUMP ...] [--only copies] [--runs 3]

Each DUMP is anything that ``dedupe run`` reads, smallest first. Every run is a process of its own;
medians are shown, a column for each dump. ``growth`` is the exponent from the first dump to the
last (1.0 is proportional). ``cpu`` is the processor time of the whole process on all cores: it
tells more than wall time on a machine that is used by others.
"""

from __future__ import annotations

import argparse
import json
import math
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def one_run(dump: str, options: list[str], limit: float | None = None) -> dict[str, float]:
    """One process: the figures of the table by the names of its rows.

    Raises subprocess.TimeoutExpired after ``limit`` seconds.
    """
    dedupe = Path(sys.executable).with_name("dedupe")
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        command = [dedupe, "run", dump, "-q", "-o", out, *options]
        subprocess.run(command, check=True, timeout=limit)
        wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
        manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    counts = manifest["counts"]
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {
        "articles": counts["articles"],
        **manifest["seconds"],
        "wall": wall,
        "cpu": cpu,
        "peak memory, MB": manifest["peak_memory_mb"] or math.nan,
        "pairs": counts["candidates"],
        "pairs each": counts["candidates"] / max(counts["articles"], 1),
        "capped buckets": counts["capped_buckets"],
        "stopped look-ups": counts.get("stopped_look_ups", 0),
        "matches": counts["matches"],
    }


def measured(dump: str, only: list[str], runs: int) -> dict[str, float]:
    """The medians of some runs."""
    made = [one_run(dump, only) for _ in range(runs)]
    return {name: statistics.median(run[name] for run in made) for name in made[0]}


def growth(first: dict[str, float], last: dict[str, float], name: str) -> str:
    """The exponent of a row, empty where there is none."""
    more = last["articles"] / first["articles"]
    if more <= 1 or first[name] <= 0 or last[name] <= 0:
        return ""
    return f"{math.log(last[name] / first[name]) / math.log(more):.2f}"


def table(columns: list[dict[str, float]]) -> str:
    """The rows as text."""
    lines = []
    for name in columns[0]:
        whole = all(float(c[name]).is_integer() for c in columns)
        cells = [f"{c[name]:12,.0f}" if whole else f"{c[name]:12,.2f}" for c in columns]
        grown = growth(columns[0], columns[-1], name) if name != "articles" else "growth"
        lines.append(f"{name:16s}{''.join(cells)}{grown:>9s}")
    return "\n".join(lines)


def main() -> None:
    """Run, and print the table; each run is told on standard error as it ends."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dumps", nargs="+")
    parser.add_argument("--only", choices=["copies"])
    parser.add_argument("--runs", type=int, default=3)
    args = parser.parse_args()
    only = ["--only", args.only] if args.only else []
    columns = []
    for dump in args.dumps:
        columns.append(measured(dump, only, args.runs))
        print(f"{dump}: {columns[-1]['wall']:.1f} s", file=sys.stderr)
    print(table(columns))


if __name__ == "__main__":
    main()
