"""Fit the pair model (``provenance/stages/pair_model.json``).

    python benchmarks/quality/fit_pairs.py TRUTH_FOLDER OUT.json

Two additive models over the exact overlaps of a pair: ``copy`` (a shared text ancestry) and
``event`` (one event). Each is a logistic regression on piecewise-linear curves that may only
rise (sharing more never speaks against), with five-fold cross-validation in which all versions of
one original stay together. Needs scipy.
"""

from __future__ import annotations

import json
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
from labelled import Labelled, load
from scipy.optimize import minimize

from provenance.stages.overlap import FEATURES, overlap, shelve

_QUANTILES = (0.02, 0.25, 0.5, 0.75, 0.98)
_PENALTY = 0.5  # on the squared rise of a stretch
FREE = ("length_ratio",)

#: Argued, not fitted (no labelled set has it): an article that says it was generated from other
#: articles has a text ancestor for certain, so a shared account is likelier to be a shared text.
STATED = {"copy": {"disclosed": [[0, 1], [0, 0.9]]}, "event": {"disclosed": [[0, 1], [0, 0]]}}
FITTED = [name for name in FEATURES if name not in STATED["copy"]]


def knots(x: np.ndarray) -> list[np.ndarray]:
    """Where the curves may bend: quantiles of each feature."""
    return [np.unique(np.round(np.quantile(column, _QUANTILES), 4)) for column in x.T]


def basis(x: np.ndarray, bends: list[np.ndarray]) -> np.ndarray:
    """How far each feature has come along each stretch between two knots, 0..1."""
    columns = [
        np.clip((column - low) / (high - low), 0, 1)
        for column, at in zip(x.T, bends, strict=True)
        for low, high in pairwise(at)
    ]
    return np.stack(columns, 1)


class Fit:
    """An additive model in which sharing more never speaks against (but for :data:`FREE`).

    Logistic regression on the rise of each curve over each stretch, rises bounded below by 0.
    """

    def __init__(self, x: np.ndarray, y: np.ndarray, bends: list[np.ndarray]) -> None:
        self.bends = bends
        b = basis(x, bends)
        free = np.concatenate(
            [[name in FREE] * (len(at) - 1) for name, at in zip(FITTED, bends, strict=True)]
        )
        bounds = [(None if f else 0.0, None) for f in free] + [(None, None)]

        def loss(theta: np.ndarray) -> tuple[float, np.ndarray]:
            z = b @ theta[:-1] + theta[-1]
            p = 1 / (1 + np.exp(-z))
            value = (np.logaddexp(0, z) - y * z).sum()
            slope = p - y
            gradient = np.r_[b.T @ slope + 2 * _PENALTY * theta[:-1], slope.sum()]
            return value + _PENALTY * (theta[:-1] ** 2).sum(), gradient

        start = np.zeros(b.shape[1] + 1)
        self.theta = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x

    def probability(self, x: np.ndarray) -> np.ndarray:
        """Probabilities float64[m]."""
        return 1 / (1 + np.exp(-(basis(x, self.bends) @ self.theta[:-1] + self.theta[-1])))

    def as_curves(self) -> dict:
        """Intercept and curves; each curve is 0 at the feature's middle knot."""
        intercept, curves, first = float(self.theta[-1]), {}, 0
        for name, at in zip(FITTED, self.bends, strict=True):
            values = np.r_[0, np.cumsum(self.theta[first : first + len(at) - 1])]
            middle = values[len(values) // 2]
            intercept += float(middle)
            curves[name] = [at.tolist(), np.round(values - middle, 4).tolist()]
            first += len(at) - 1
        return {"intercept": round(intercept, 4), "curves": curves}


def fit(data: Labelled, x: np.ndarray, label: np.ndarray) -> tuple[dict, np.ndarray]:
    """Cross-validated probabilities of all labelled pairs, and the model fitted on all."""
    known = label >= 0
    hard = known & (data.kind != "unrelated")
    sample = np.random.default_rng(0).random(len(x)) < 0.1
    bends = knots(x[hard | (known & sample)])
    out = np.full(len(x), np.nan)
    for fold in range(5):
        train, test = known & (data.fold != fold), known & (data.fold == fold)
        out[test] = Fit(x[train], label[train], bends).probability(x[test])
    return Fit(x[known], label[known], bends).as_curves(), out


def report(data: Labelled, p: np.ndarray) -> None:
    """Recall by kind where few independent reports are miscalled, and at 0.5."""
    basil = p[(data.kind == "independent basil") & (data.copy == 0)]
    cuts = {"at 0.5": 0.5}
    for share in (0.02, 0.05):
        cuts[f"BASIL {share}"] = np.sort(basil)[::-1][int(share * len(basil))]
    for name, cut in cuts.items():
        recall = {
            kind: round(float(((p > cut) & (data.kind == kind)).sum() / n), 3)
            for kind, n in data.totals.items()
        }
        false = 1000 * ((p > cut) & (data.kind == "unrelated")).sum() / data.features.num_rows
        print(f"{name:11s} > {cut:.3f}: {recall}, unrelated per 1,000 documents {false:.2f}")
    known = ~np.isnan(p)
    bins = np.minimum((p[known] * 10).astype(int), 9)
    truth = data.copy[known]
    error = sum(abs((p[known] - truth)[bins == b].sum()) for b in range(10)) / known.sum()
    print(f"calibration error over all labelled candidates {error:.4f}")


def main(folder: str, out: str) -> None:
    """Fit, report, write."""
    data = load(Path(folder))
    x = overlap(shelve(data.features, data.known), data.pairs).matrix[:, : len(FITTED)]
    copy, p = fit(data, x, data.copy)
    report(data, p)
    event, p_event = fit(data, x, data.event)
    for kind in sorted(set(data.kind) - {""}):
        share = np.mean(p_event[(data.kind == kind) & (data.event >= 0)] >= 0.5)
        print(f"one event, {kind}: {share:.3f} at 0.5")
    note = (
        "Fitted by benchmarks/quality/fit_pairs.py on machine rewrites of news, independent "
        "reports of one event and unrelated articles; curves: knots and log-odds."
    )
    models = {"copy": copy, "event": event}
    for name, model in models.items():
        model["curves"] |= STATED[name]
    text = json.dumps({"note": note, "models": models}, indent=1)
    Path(out).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
