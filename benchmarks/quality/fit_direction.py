"""Fit the measurable weights of direction (``provenance/stages/direction_model.json``).

    python benchmarks/quality/fit_direction.py TRUTH_FOLDER OUT.json

A conditional (softmax) model over three explanations of a shared text, with the same weights for
both directions, maximised with five-fold cross-validation by original. Needs scipy.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
from labelled import load
from scipy.optimize import minimize

from provenance.stages.columns import single
from provenance.stages.derive import witness
from provenance.stages.direction import PARAMETERS, PairFacts, inputs
from provenance.stages.overlap import overlap, shelve

_PENALTY = 1.0
_ONE_WAY = 4
RISING = ("style", "facts", "private")  # by their meaning these cannot speak the other way


def logits(x: np.ndarray, theta: np.ndarray) -> np.ndarray:
    """float64[m, 3] for x float64[m, parameters]."""
    way = x[:, :_ONE_WAY] @ theta[:_ONE_WAY]
    return np.stack([way, -way, x[:, _ONE_WAY:] @ theta[_ONE_WAY:]], 1)


def fit(x: np.ndarray, y: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """The weights of greatest penalised likelihood."""

    def loss(theta: np.ndarray) -> float:
        z = logits(x, theta)
        z = z - z.max(1, keepdims=True)
        log_p = z[np.arange(len(y)), y] - np.log(np.exp(z).sum(1))
        return float(-(weight * log_p).sum() + _PENALTY * (theta**2).sum())

    bounds = [(0, None) if name in RISING else (None, None) for name in PARAMETERS]
    return minimize(loss, np.zeros(x.shape[1]), method="L-BFGS-B", bounds=bounds).x


def main(folder: str, out: str) -> None:
    """Fit, report, write."""
    data = load(Path(folder))
    both = overlap(shelve(data.features, data.known), data.pairs)
    words = np.maximum(single(data.features, "n_words").to_numpy(), 1).astype(float)
    no = np.zeros(len(data.pairs), bool)
    facts = PairFacts(
        both.containment_ab, both.containment_ba, both.fact_ab, both.fact_ba, words[data.pairs],
        no, no, np.zeros((len(no), 2)), ~no,
    )  # fmt: skip
    columns = inputs(data.pairs, witness(data.features), facts)
    x = np.stack([columns[name] for name in PARAMETERS], 1)
    known = data.way >= 0
    x, y, fold = x[known], data.way[known], data.fold[known]
    weight = np.where(y == 2, 3.0, 1.0)  # siblings are fewer than links
    p = np.zeros((len(y), 3))
    for k in range(5):
        theta = fit(x[fold != k], y[fold != k], weight[fold != k])
        z = np.exp(logits(x[fold == k], theta))
        p[fold == k] = z / z.sum(1, keepdims=True)
    link = y < 2
    way = p[link, 1] > p[link, 0]
    decided = p[link, :2].max(1) > 0.5
    sure = p[link, :2].max(1) >= 0.9
    right = way == (y[link] == 1)
    print(
        f"direction right {right.mean():.3f}; decided {decided.mean():.3f}, right there "
        f"{right[decided].mean():.3f}; p >= 0.9 {sure.mean():.3f}, right {right[sure].mean():.3f}"
    )
    top = p[~link, 2] > p[~link, :2].max(1)
    print(f"siblings: common source on top {top.mean():.3f}")
    theta = fit(x, y, weight)
    weights = dict(zip(PARAMETERS, theta.round(4).tolist(), strict=True))
    print(weights)
    note = "Fitted by benchmarks/quality/fit_direction.py on machine rewrites of news."
    Path(out).write_text(json.dumps({"note": note, "weights": weights}, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
