"""How long ``import provenance`` and ``dedupe --help`` take over a bare interpreter.

    python benchmarks/speed/startup.py [--runs 21]

Each command runs in a process of its own; the commands take turns, so that a busy moment of the
machine falls on all of them. The table gives medians in milliseconds.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from pathlib import Path

DEDUPE = Path(sys.executable).with_name("dedupe")
COMMANDS = {
    "bare interpreter": [sys.executable, "-c", "pass"],
    "import provenance": [sys.executable, "-c", "import provenance"],
    "dedupe --help": [str(DEDUPE), "--help"],
}


def once(command: list[str]) -> float:
    """Seconds that one run takes; raises CalledProcessError when it fails."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def measure(runs: int) -> dict[str, float]:
    """Median milliseconds by name, after one unmeasured run that fills the caches."""
    taken: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for turn in range(runs + 1):
        for name, command in COMMANDS.items():
            seconds = once(command)
            if turn:
                taken[name].append(seconds)
    return {name: 1000 * statistics.median(values) for name, values in taken.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=21, help="measured runs of each (21)")
    medians = measure(parser.parse_args().runs)
    bare = medians["bare interpreter"]
    print(f"{'':20s}{'median ms':>10s}{'over bare':>11s}")
    for name, value in medians.items():
        print(f"{name:20s}{value:10.1f}{value - bare:11.1f}")


if __name__ == "__main__":
    main()
