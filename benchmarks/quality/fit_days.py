"""Fit what the time between two publications says of one event, into the pair model.

    python benchmarks/quality/fit_days.py DATED_DUMP provenance/stages/pair_model.json

No labels are needed. Versions of one account in other words come out while the event is news, and
so do reports of it: their gaps stand for the same event. The gaps of candidates that share little
stand for different events of the same kinds. The curve is the log of how much oftener a gap occurs
among the former, and can only fall. An agency's versions follow each other within hours, reports
of others within days: two days are one bin. Where templates pass for versions the curve is too
flat, which errs on the side of saying less.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
from labelled import proposed

from provenance.stages.overlap import DAYS, FEATURES, NO_DAYS, overlap, shelve
from provenance.stages.pair_model import pair_models

_EDGES = np.array([0, 2, 4, 8, 16, np.inf])  # days
_KNOTS = (1.0, 3.0, 6.0, 12.0, 24.0)
_VERSION = 0.9  # probability of a shared text
_DIFFERENT = 0.2  # of one event, by the overlaps alone
_WORDS = 0.5  # shingle Jaccard: what shares more may be a template
_MOST = 3.0  # log-odds
_FEW = 5.0  # gaps of either kind that are added to each bin


def main(dump: str, model: str) -> None:
    """Measure, print, write the curve into the model."""
    features, _, pairs, known = proposed(Path(dump))
    matrix = overlap(shelve(features, known), pairs).matrix
    days = matrix[:, FEATURES.index(DAYS)].copy()
    matrix[:, FEATURES.index(DAYS)] = NO_DAYS  # the curve that is there must not judge
    copy, event = (pair_models()[name].probability(matrix) for name in ("copy", "event"))
    reworded = matrix[:, FEATURES.index("shingles_jaccard")] < _WORDS
    dated = days >= 0
    same = np.histogram(days[dated & reworded & (copy >= _VERSION)], _EDGES)[0]
    other = np.histogram(days[dated & (event < _DIFFERENT)], _EDGES)[0]
    ratio = np.log((same + _FEW) / (same.sum() + _FEW)) - np.log(
        (other + _FEW) / (other.sum() + _FEW)
    )
    weight = np.clip(np.minimum.accumulate(ratio), -_MOST, _MOST).round(3)
    for low, n, m, w in zip(_EDGES, same, other, weight, strict=False):
        print(f"from {low:5.2f} days: {n:7d} versions, {m:7d} different: {w:+.2f}")
    raw = json.loads(Path(model).read_text("utf-8"))
    # Nothing is known below 0: the curve is 0 there, and at the first knot it stands.
    raw["models"]["event"]["curves"][DAYS] = [[NO_DAYS, 0.0, *_KNOTS], [0.0, weight[0], *weight]]
    Path(model).write_text(json.dumps(raw, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
