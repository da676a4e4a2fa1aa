"""Fit the pair model (``provenance/stages/pair_model.json``).

    python benchmarks/quality/fit_pairs.py TRUTH_FOLDER OUT.json

Two additive models over the exact overlaps of a pair: ``copy`` (a shared text ancestry) and
``event`` (one event). Each is a logistic regression on a piecewise-linear basis, with five-fold
cross-validation in which all versions of one original stay together. Needs scikit-learn.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
from labelled import Labelled, load
from sklearn.linear_model import LogisticRegression

from provenance.stages.overlap import FEATURES, overlap, shelve

_QUANTILES = (0.02, 0.1, 0.25, 0.5, 0.75, 0.9, 0.98)
_INDEPENDENT_WEIGHT = 3.0  # reports of one event by two newsrooms are few and are the hard part
_STRENGTH = 0.5  # inverse regularisation


def knots(x: np.ndarray) -> np.ndarray:
    """Where the curves may bend: quantiles of each feature, float64[features][k]."""
    return [np.unique(np.round(np.quantile(column, _QUANTILES), 4)) for column in x.T]


def basis(x: np.ndarray, bends: list[np.ndarray]) -> np.ndarray:
    """The piecewise-linear basis: each feature, and what it exceeds each inner knot by."""
    columns = []
    for column, at in zip(x.T, bends, strict=True):
        inside = np.clip(column, at[0], at[-1])
        columns += [inside, *(np.maximum(inside - k, 0) for k in at[1:-1])]
    return np.stack(columns, 1)


class Fit:
    """A fitted additive model."""

    def __init__(self, x: np.ndarray, y: np.ndarray, weight: np.ndarray, bends: list) -> None:
        self.bends = bends
        b = basis(x, bends)
        self.mean, self.scale = b.mean(0), b.std(0) + 1e-9
        self.model = LogisticRegression(C=_STRENGTH, max_iter=4000)
        self.model.fit((b - self.mean) / self.scale, y, sample_weight=weight)

    def probability(self, x: np.ndarray) -> np.ndarray:
        """Probabilities float64[m]."""
        return self.model.predict_proba((basis(x, self.bends) - self.mean) / self.scale)[:, 1]

    def as_curves(self) -> dict:
        """Intercept and curves; each curve is 0 at the feature's middle knot."""
        weight = self.model.coef_[0] / self.scale
        intercept = float(self.model.intercept_[0] - weight @ self.mean)
        curves, at_column = {}, 0
        for name, at in zip(FEATURES, self.bends, strict=True):
            width = 1 + max(len(at) - 2, 0)
            part = weight[at_column : at_column + width]
            columns = np.stack([at, *(np.maximum(at - k, 0) for k in at[1:-1])], 1)
            values = columns @ part
            middle = values[len(values) // 2]
            intercept += float(middle)
            curves[name] = [at.tolist(), np.round(values - middle, 4).tolist()]
            at_column += width
        return {"intercept": round(intercept, 4), "curves": curves}


def fit(data: Labelled, x: np.ndarray, label: np.ndarray) -> tuple[dict, np.ndarray]:
    """Cross-validated probabilities of all labelled pairs, and the model fitted on all."""
    known = label >= 0
    independent = np.array([k.startswith("independent") for k in data.kind])
    weight = np.where(independent, _INDEPENDENT_WEIGHT, 1.0)
    hard = known & (data.kind != "unrelated")
    sample = np.random.default_rng(0).random(len(x)) < 0.1
    bends = knots(x[hard | (known & sample)])
    out = np.full(len(x), np.nan)
    for fold in range(5):
        train, test = known & (data.fold != fold), known & (data.fold == fold)
        out[test] = Fit(x[train], label[train], weight[train], bends).probability(x[test])
    return Fit(x[known], label[known], weight[known], bends).as_curves(), out


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
    x = overlap(shelve(data.features, data.known), data.pairs).matrix
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
    text = json.dumps({"note": note, "models": {"copy": copy, "event": event}}, indent=1)
    Path(out).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
