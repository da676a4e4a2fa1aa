"""Copies among JSON lines, whole processes: ours beside the rivals.

    python benchmarks/rivals/run.py [DUMP.jsonl] [--size 10000 100000] [--runs 5] [--cache FOLDER]

DUMP holds objects with an "id" and a "text"; of it the first SIZE lines are used. Without it news
is made up (``dump.py``). Each rival gets an environment of its own under the cache folder (default
build/rivals), made on the first call from ``requirements/``. The contenders take turns, so that a
busy moment of the machine falls on all of them; medians of the wall time are shown, and the most
memory a process held: ours with its helper. Who takes longer than ``--patience`` seconds runs once,
and not at the sizes above. F1 is that of the pairs with an exact Jaccard of 0.7 or more, up to
``--exact`` articles.

Writes results.json and plot.png (with the extra ``plot``) to the cache folder.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
from itertools import islice
from pathlib import Path
from typing import Any

import dump as made_up
import exact
import rooms
from figures import draw, table
from limits import limits

HERE = Path(__file__).parent
DEDUPE = Path(sys.executable).with_name("dedupe")
COPIES, ALL = "provenance", "provenance, everything"
_WARM_UP = 200  # articles of an unmeasured run: kernels and bytecode are compiled, files cached


def command(name: str, pythons: dict[str, Path], dump: Path, out: Path) -> list[str]:
    """How to run a contender."""
    if name == COPIES:
        return [str(DEDUPE), "run", str(dump), "--only", "copies", "-q", "-o", str(out)]
    if name == ALL:
        return [str(DEDUPE), "run", str(dump), "-q", "-o", str(out)]
    return [str(pythons[name]), str(HERE / "contenders.py"), name, str(dump), str(out)]


def once(call: list[str], out: Path) -> dict[str, float]:
    """One process: seconds, processor seconds and MB at the most; raises where it fails."""
    clear(out)
    # Bytecode is kept for all, as it is where people install things.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    watched = [sys.executable, "-I", "-S", str(HERE / "watched.py"), *call]
    done = subprocess.run(watched, env=environment, stdout=subprocess.PIPE, check=True)
    told: dict[str, float] = json.loads(done.stdout)
    code = told.pop("code")
    if code:
        raise subprocess.CalledProcessError(int(code), call)
    return told


def clear(out: Path) -> None:
    """Remove what an earlier run wrote."""
    if out.is_dir():
        for file in out.iterdir():
            file.unlink()
        out.rmdir()
    else:
        out.unlink(missing_ok=True)


def pairs_of(name: str, out: Path, ids: dict[str, int]) -> set[tuple[int, int]]:
    """What a contender found, as numbers of lines."""
    if name not in (COPIES, ALL):
        lines = out.read_text(encoding="ascii").splitlines()
        return {(int(i), int(j)) for i, j in map(str.split, lines)}
    from pyarrow import parquet

    columns = ["a", "b", "shingle_jaccard", "relation"]
    rows = parquet.read_table(out / "matches.parquet", columns=columns).to_pylist()
    near = [r for r in rows if r["shingle_jaccard"] >= exact.THRESHOLD]
    same = [(ids[r["a"]], ids[r["b"]]) for r in near if r["relation"] == "duplicate"]
    return exact.unfolded([(ids[r["a"]], ids[r["b"]]) for r in near], same)


def head(source: Path, size: int, folder: Path) -> Path:
    """The first lines of a dump as a file of their own."""
    part = folder / f"{source.stem}-{size}.jsonl"
    with source.open("rb") as lines, part.open("wb") as out:
        out.writelines(islice(lines, size))
    return part


def measured(
    names: list[str], pythons: dict[str, Path], dump: Path, args: argparse.Namespace
) -> dict[str, dict[str, Any]]:
    """Run all contenders in turns; the medians of each by name."""
    out = args.cache / "out"
    warm = head(dump, _WARM_UP, args.cache)
    for name in names:
        once(command(name, pythons, warm, out), out)
    taken: dict[str, list[dict[str, float]]] = {name: [] for name in names}
    found: dict[str, dict[str, Any]] = {name: {} for name in names}
    for turn in range(args.runs):
        for name in names:
            if turn and taken[name][0]["seconds"] > args.patience:
                continue
            run = once(command(name, pythons, dump, out), out)
            if name in (COPIES, ALL):  # of which the system counts the larger process alone
                run["memory_mb"] = max(run["memory_mb"], manifest(out)["peak_memory_mb"] or 0)
            taken[name].append(run)
            print(f"{name}: {taken[name][-1]['seconds']:.2f} s", file=sys.stderr)
            if turn == 0:
                found[name] = answers(name, out, dump, args.truth)
    for name, runs in taken.items():
        found[name] |= {key: statistics.median(run[key] for run in runs) for key in runs[0]}
        found[name]["runs"] = len(runs)
    return found


def answers(name: str, out: Path, dump: Path, truth: set[tuple[int, int]] | None) -> dict[str, Any]:
    """How many pairs a contender found and how right they are; of ours also its stages."""
    with dump.open("rb") as lines:
        ids = {json.loads(line)["id"]: i for i, line in enumerate(lines)}
    pairs = pairs_of(name, out, ids)
    told: dict[str, Any] = {"pairs": len(pairs)}
    if truth is not None:
        told["f1"] = exact.f1(pairs, truth)
    if name in (COPIES, ALL):
        told["stages"] = manifest(out)["seconds"]
    return told


def manifest(out: Path) -> dict[str, Any]:
    """What a run of ours tells of itself."""
    found: dict[str, Any] = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    return found


def at_size(
    size: int, skip: set[str], pythons: dict[str, Path], args: argparse.Namespace
) -> dict[str, Any]:
    """Everything measured on one size of dump."""
    source = args.dump
    if source is None:
        source = args.cache / f"made-up-{size}.jsonl"
        if not source.exists():
            made_up.write(size, source)
    dump = head(source, size, args.cache)
    args.truth = exact.exact_pairs(exact.texts_of(dump)) if size <= args.exact else None
    names = [name for name in (COPIES, ALL, *pythons) if name not in skip]
    return {
        "size": size,
        "dump": source.name,
        "bytes": dump.stat().st_size,
        "exact_pairs": None if args.truth is None else len(args.truth),
        "limits": limits(dump, args.runs),
        "contenders": measured(names, pythons, dump, args),
    }


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dump", nargs="?", type=Path)
    parser.add_argument("--size", type=int, nargs="+", default=[10_000])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--cache", type=Path, default=HERE.parents[1] / "build" / "rivals")
    parser.add_argument("--patience", type=float, default=20, help="seconds (20)")
    parser.add_argument("--exact", type=int, default=10_000, help="articles (10000)")
    return parser.parse_args()


def main() -> None:
    """Measure, print, save."""
    args = arguments()
    args.cache.mkdir(parents=True, exist_ok=True)
    pythons, missing = rooms.prepared(args.cache / "environments")
    versions = {name: rooms.version(python, name) for name, python in pythons.items()}
    results: dict[str, Any] = {
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python "
        f"{platform.python_version()}, {platform.system()}",
        "versions": {
            "news-provenance": rooms.version(Path(sys.executable), "news-provenance"),
            **versions,
        },
        "not_installed": missing,
        "sizes": [],
    }
    slow: set[str] = set()
    for size in sorted(args.size):
        results["sizes"].append(at_size(size, slow, pythons, args))
        contenders = results["sizes"][-1]["contenders"]
        slow |= {name for name, got in contenders.items() if got["seconds"] > args.patience}
        (args.cache / "results.json").write_text(json.dumps(results, indent=1), encoding="utf-8")
        print(table(results["sizes"][-1], results))
    draw(results, args.cache / "plot.png")
    print(f"written to {args.cache}", file=sys.stderr)


if __name__ == "__main__":
    main()
