"""Measure what each threshold of ``thresholds.copy`` costs (``provenance/stages/frontier.json``).

    python benchmarks/quality/frontier.py TRUTH_FOLDER [OUT.json]

The frontier: how much is found where at most a given share of independent reports of one event
(the triples of BASIL) is called a copy. Probabilities are those of the five-fold
cross-validation of ``fit_pairs.py``, so that no pair is judged by a model that has seen it. Recall
is of all labelled pairs, those that retrieval does not propose included.
"""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path
from typing import Any

import numpy as np

#: The most independent reports that may be called copies, as a share, by level.
LEVELS = {"strict": 0.005, "careful": 0.01, "balanced": 0.02, "loose": 0.05, "eager": 0.1}
INDEPENDENT = "independent basil"
NOTE = (
    "Measured by benchmarks/quality/frontier.py with cross-validated probabilities: machine "
    "rewrites of news (faithful, drifting), rewrites of one unseen original (siblings), "
    "independent reports of one event (BASIL), articles of unrelated sets."
)
SHIPPED = Path(__file__).resolve().parents[2] / "provenance" / "stages" / "frontier.json"
_FINE = 1000  # thresholds have three decimals
_LOWEST, _HIGHEST = 0.01, 0.999  # what thresholds.copy allows


def threshold(independent: np.ndarray, share: float) -> float:
    """The lowest threshold that at most ``share`` of some probabilities reach, three decimals."""
    falling = np.sort(independent)[::-1]
    allowed = int(share * len(falling) + 1e-9)
    if allowed >= len(falling):
        return _LOWEST
    above = (math.floor(falling[allowed] * _FINE) + 1) / _FINE
    return min(max(above, _LOWEST), _HIGHEST)


def point(
    level: str, cut: float, p: np.ndarray, kind: np.ndarray, copy: np.ndarray,
    totals: dict[str, int], documents: int,
) -> dict[str, Any]:  # fmt: skip
    """What a threshold finds, and what it miscalls."""
    called = p >= cut  # NaN, for a pair without a label, never is
    found = {k: float((called & (kind == k)).sum() / max(n, 1)) for k, n in totals.items()}
    independent = (kind == INDEPENDENT) & (copy == 0)
    return {
        "level": level,
        "threshold": cut,
        "recall_faithful": round(found.get("faithful", 0.0), 4),
        "recall_drifting": round(found.get("drifting", 0.0), 4),
        "siblings": round(found.get("sibling", 0.0), 4),
        "independent_called_copies": round(float(called[independent].mean()), 4),
        "unrelated_per_1000": round(
            1000 * float((called & (kind == "unrelated")).sum()) / documents, 3
        ),
    }


def frontier(
    p: np.ndarray, kind: np.ndarray, copy: np.ndarray, totals: dict[str, int], documents: int
) -> list[dict[str, Any]]:
    """One point for each of :data:`LEVELS`, strictest first.

    Args:
        p: cross-validated probabilities, float64[m]; NaN where a pair has no label.
        kind: a word for each pair, as :func:`labelled.load` gives it.
        copy: 1 for a shared text, 0 for none, -1 where unknown.
        totals: labelled pairs of each kind, proposed or not.
        documents: articles in the pile.

    Raises:
        ValueError: there are no independent reports among the pairs.
    """
    independent = p[(kind == INDEPENDENT) & (copy == 0)]
    if not len(independent):
        raise ValueError(f"no pairs of kind {INDEPENDENT!r}")
    return [
        point(level, threshold(independent, share), p, kind, copy, totals, documents)
        for level, share in LEVELS.items()
    ]


def main(folder: str, out: str | Path = SHIPPED) -> None:
    """Fit with cross-validation, measure, write."""
    from fit_pairs import INPUTS, fit
    from labelled import load

    from provenance.stages.overlap import overlap, shelve

    data = load(Path(folder))
    x = overlap(shelve(data.features, data.known), data.pairs).matrix
    _, p = fit(data, INPUTS["copy"], x, data.copy)
    documents = data.features.num_rows
    found = {
        "note": NOTE,
        "documents": documents,
        "pairs": {
            **data.totals,
            "independent": int(((data.kind == INDEPENDENT) & (data.copy == 0)).sum()),
        },
        "points": frontier(p, data.kind, data.copy, data.totals, documents),
    }
    Path(out).write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    for one in found["points"]:
        print(one)


if __name__ == "__main__":
    main(*sys.argv[1:])
