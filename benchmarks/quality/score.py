"""Score a finished run against a truth folder.

    python benchmarks/quality/score.py RUN TRUTH [--json]

RUN is a folder that ``dedupe run TRUTH/haystack.jsonl -o RUN`` wrote, in any format; TRUTH is
described in ``truth.py``, what is counted in ``figures.py``. Each figure is printed with the number
of cases behind it.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from figures import Card, score
from truth import read_truth

from provenance import load
from provenance.errors import ProvenanceError

_ROUNDED = 4


def rounded(value: float | None) -> float | None:
    """As it is printed and compared."""
    return None if value is None else round(value, _ROUNDED)


def as_json(card: Card) -> str:
    """The card as JSON: figures with their cases, reliability tables."""
    figures = {
        name: {"value": rounded(f.value), "of": f.of, "better": f.better, "meaning": f.meaning}
        for name, f in card.figures.items()
    }
    tables = {
        name: [[rounded(x) for x in row] for row in rows] for name, rows in card.reliability.items()
    }
    return json.dumps({"figures": figures, "reliability": tables}, indent=1)


def as_text(card: Card) -> str:
    """The card for people."""
    wide = max(map(len, card.figures)) + 1
    lines = [f"{'figure':{wide}s}{'value':>8s}{'of':>8s}  meaning"]
    for name, f in card.figures.items():
        value = "-" if f.value is None else f"{f.value:.4f}"
        lines.append(f"{name:{wide}s}{value:>8s}{f.of:8d}  {f.meaning}".rstrip())
    for name, rows in card.reliability.items():
        lines += ["", f"reliability of {name}: said, came true, cases"]
        lines += [
            f"  {b.low:.1f}-{b.high:.1f}  {b.said:.3f}  {b.came_true:.3f}  {b.count:6d}"
            for b in rows
            if b.count
        ]
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    """Score and print; the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("run", type=Path, help="folder of a finished run")
    parser.add_argument("truth", type=Path, help="truth folder")
    parser.add_argument("--json", action="store_true", help="print JSON")
    given = parser.parse_args(arguments)
    try:
        card = score(load(given.run), read_truth(given.truth))
    except ProvenanceError as err:
        print(err, file=sys.stderr)
        return err.exit_code
    print(as_json(card) if given.json else as_text(card))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
