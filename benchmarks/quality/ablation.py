"""What each kind of evidence brings, and how well the copy model does on a corpus it never saw.

    python benchmarks/quality/ablation.py TRUTH_FOLDER

First the model without one family of features after the other, cross-validated by original. Then
fitted without one corpus after the other, and asked about that corpus. Each line is read at the
threshold at which two per cent of the independent BASIL reports would be called copies. Ten
minutes on two cores; needs scipy.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from fit_pairs import INPUTS, held_out, inputs, one_fit
from labelled import Labelled, load

from provenance.stages.overlap import overlap, shelve

FAMILIES = {
    "nothing": (),
    "openings": ("lead",),
    "what one side adds": ("_extra_",),
    "style": ("machine",),
    "sentences": ("sentences",),
    "names, numbers, quotations": ("names", "numbers", "quotes"),
    "word sequences": ("shingles",),
    "rarer words": ("content", "pairs"),
}
KINDS = ("faithful", "drifting", "sibling")
_MISCALLED = 0.02  # share of independent BASIL reports


def asked(
    data: Labelled, matrix: np.ndarray, names: tuple[str, ...], rows: np.ndarray
) -> np.ndarray:
    """What a model fitted on some rows says of all pairs."""
    x, bends = inputs(data, names, matrix, data.copy)
    return one_fit(data, names, x, data.copy, rows, bends).probability(x)


def line(data: Labelled, p: np.ndarray, of: np.ndarray) -> str:
    """Recall by kind among the pairs ``of``; the threshold and the false links among all."""
    basil = np.sort(p[(data.kind == "independent basil") & (data.copy == 0)])[::-1]
    cut = basil[int(_MISCALLED * len(basil))]
    recall = []
    for kind in KINDS:
        of_kind = of & (data.kind == kind)
        recall.append(f"{np.mean(p[of_kind] > cut):8.3f}" if of_kind.any() else f"{'':8}")
    false = 1000 * ((p > cut) & (data.kind == "unrelated")).sum() / data.features.num_rows
    other = ((p > cut) & (data.kind == "other original")).sum()
    return f"{cut:10.3f} {' '.join(recall)} {false:16.2f} {other:16d}"


def main(folder: str) -> None:
    """Load, fit, print."""
    data = load(Path(folder))
    matrix = overlap(shelve(data.features, data.known), data.pairs).matrix
    everywhere = np.ones(len(data.pairs), bool)
    head = f"{'threshold':>10} {' '.join(f'{k:>8}' for k in KINDS)} {'unrelated / 1000':>16}"
    print(f"{'left out, cross-validated':32}{head} {'other originals':>16}")
    for family, parts in FAMILIES.items():
        names = tuple(n for n in INPUTS["copy"] if not left_out(n, parts))
        p = held_out(data, names, matrix, data.copy)
        print(f"{family:32}{line(data, p, everywhere)}", flush=True)
    print(f"\n{'never seen, and asked about it':32}{head} {'other originals':>16}")
    sets = np.array([name.split("/")[0] for name in data.features.column("id").to_pylist()])
    for corpus in sorted(set(sets[data.pairs[data.copy == 1]].ravel())):
        its = (sets[data.pairs] == corpus).any(axis=1)
        p = asked(data, matrix, INPUTS["copy"], (data.copy >= 0) & ~its)
        print(f"{corpus:32}{line(data, p, its)}", flush=True)


def left_out(name: str, parts: tuple[str, ...]) -> bool:
    """Whether a feature belongs to a family, named by how it begins or by what it holds."""
    return any(part in name if part.startswith("_") else name.startswith(part) for part in parts)


if __name__ == "__main__":
    main(*sys.argv[1:])
