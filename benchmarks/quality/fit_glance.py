"""Fit what a first look at a pair says of its full comparison.

    python benchmarks/quality/fit_glance.py PILE provenance/stages/glance.json

No labels are needed: the target is what the pair models say after everything was compared, for all
candidates of the pile. The estimate is linear, by least squares with a little ridge; the margin is
what all but one in a thousand of the pairs that reach the lowest thresholds of a default run stand
above it. Half of the pile fits, the other half tells what is lost.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
from labelled import proposed

from provenance.recipe import Recipe
from provenance.stages.glance import COLUMNS, bar, odds
from provenance.stages.overlap import FEATURES, overlap, shelve
from provenance.stages.pair_model import pair_models
from provenance.stages.rivals import within_reach

_SPREAD = 8.0  # log-odds beyond which more says no more
_RIDGE = 1e-3
_LOST = 0.0001


def fitted(columns: np.ndarray, target: np.ndarray) -> tuple[float, np.ndarray]:
    """Intercept and weights of the columns as they are; the ridge is on them standardised."""
    mean, scale = columns.mean(0), columns.std(0)
    x = (columns - mean) / scale
    gram = x.T @ x / len(x) + _RIDGE * np.eye(x.shape[1])
    weights = np.linalg.solve(gram, x.T @ (target - target.mean()) / len(x)) / scale
    return float(target.mean() - mean @ weights), weights


def main(pile: str, out: str) -> None:
    """Fit, say what would be lost, write the model."""
    features, _, pairs, known = proposed(Path(pile))
    matrix = overlap(shelve(features, known), pairs).matrix
    said = [odds(pair_models()[name].probability(matrix)) for name in ("copy", "event")]
    target = np.maximum(*said)
    columns = matrix[:, [FEATURES.index(name) for name in COLUMNS]]
    half = np.arange(len(pairs)) % 2 == 0
    intercept, weights = fitted(columns[half], np.clip(target[half], -_SPREAD, _SPREAD))
    guess = intercept + columns @ weights
    lowest = bar(within_reach(Recipe().thresholds))
    reached = target >= lowest
    margin = lowest - float(np.quantile(guess[half & reached], _LOST))
    left = guess + margin < lowest
    final = (said[0] >= odds(Recipe().thresholds.copy)) | (
        said[1] >= odds(Recipe().thresholds.same_story)
    )
    print(f"{len(pairs):,} pairs, {int(reached.sum()):,} reach {lowest:+.2f}; margin {margin:.2f}")
    print(f"left out, held out half: {float(left[~half].mean()):.3f} of the pairs")
    print(f"of those that reach it: {float(left[~half & reached].mean()):.5f}")
    print(f"of those that a default run writes: {float(left[~half & final].mean()):.5f}")
    model = {
        "note": "Fitted by benchmarks/quality/fit_glance.py: log-odds of the full comparison.",
        "intercept": round(intercept, 4),
        "margin": round(margin, 2),
        "weights": {n: round(float(w), 4) for n, w in zip(COLUMNS, weights, strict=True)},
    }
    Path(out).write_text(json.dumps(model, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
