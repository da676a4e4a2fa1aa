"""The results as a table and as a plot."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from limits import OUR_READER

OURS = "provenance"


def table(one: dict[str, Any], results: dict[str, Any]) -> str:
    """One size of dump as text: contenders, those that could not be installed, and limits."""
    got = one["contenders"]
    ours = got[OURS]["seconds"]
    lines = [
        f"{one['size']:,} articles, {one['bytes'] / 1e6:.0f} MB ({one['dump']}); "
        f"{results['machine']}",
        f"{'':24s}{'seconds':>9s}{'x ours':>8s}{'cpu s':>8s}{'MB':>8s}{'pairs':>9s}"
        f"{'F1':>8s}{'runs':>6s}",
    ]
    for name, row in got.items():
        f1 = f"{row['f1']:8.3f}" if "f1" in row else f"{'':8s}"
        shown = f"{name} {results['versions'].get(name, '')}".strip()
        lines.append(
            f"{shown:24s}{row['seconds']:9.2f}{row['seconds'] / ours:8.2f}{row['cpu']:8.2f}"
            f"{row['memory_mb']:8,.0f}{row['pairs']:9,d}{f1}{row['runs']:6d}"
        )
    lines += [f"{name:24s} not installed: {why}" for name, why in results["not_installed"].items()]
    lines += [f"{name:24s}{rate:9,.0f} MB/s" for name, rate in one["limits"].items()]
    lines.append(f"{'our ingest':24s}{_ingest(one):9.2f} of the fastest parser's rate")
    return "\n".join(lines)


def _ingest(one: dict[str, Any]) -> float:
    """Share of the machine's JSON parsing limit that our reader reaches, in the same process."""
    rates: dict[str, float] = one["limits"]
    return rates[OUR_READER] / max(r for name, r in rates.items() if name.startswith("parse"))


def draw(results: dict[str, Any], path: Path) -> None:
    """Time and memory against size, both on log axes; nothing without matplotlib."""
    try:
        from matplotlib.figure import Figure
    except ImportError:
        print("no plot: pip install 'news-provenance[plot]'", file=sys.stderr)
        return
    figure = Figure(figsize=(10, 4.5), layout="constrained")
    names = dict.fromkeys(name for one in results["sizes"] for name in one["contenders"])
    kinds = (("seconds", "wall time, s"), ("memory_mb", "peak memory, MB"))
    for axes, (key, label) in zip(figure.subplots(1, 2), kinds, strict=True):
        for name in names:
            points = [
                (one["size"], one["contenders"][name][key])
                for one in results["sizes"]
                if name in one["contenders"]
            ]
            width = 2.5 if name.startswith(OURS) else 1.2
            axes.plot(*zip(*points, strict=True), marker="o", linewidth=width, label=name)
        axes.set(xscale="log", yscale="log", xlabel="articles", ylabel=label)
        axes.grid(alpha=0.3, which="both")
    axes.legend(fontsize=8)
    figure.savefig(path, dpi=120)
