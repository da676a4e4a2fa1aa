"""Fit the pair model (``provenance/stages/pair_model.json``).

    python benchmarks/quality/fit_pairs.py TRUTH_FOLDER OUT.json [copy]

With ``copy`` the other model stays as it is, which knows nothing of who wrote a text.

Two additive models over the exact overlaps of a pair: ``copy`` (a shared text ancestry) and
``event`` (one event). Each is a logistic regression on piecewise-linear curves that may only rise
(sharing more never speaks against) or only fall (what the other side lacks), with five-fold
cross-validation in which all versions of one original stay together. Needs scipy.
"""

from __future__ import annotations

import json
import sys
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import attrs
import numpy as np
from labelled import Labelled, load
from scipy.optimize import minimize

from provenance.kernels import compiled
from provenance.recipe import Recipe
from provenance.stages.cluster import families
from provenance.stages.identical import first_of_identical
from provenance.stages.overlap import DAYS, FEATURES, RIVALS, overlap, shelve
from provenance.stages.pair_model import additive, pair_models
from provenance.stages.rivals import rivals
from provenance.stages.style import UNKNOWN
from provenance.stages.verify import pairs_of, verify_pairs

_QUANTILES = (0.02, 0.25, 0.5, 0.75, 0.98)
_PENALTY = 1.0  # on the squared rise of a stretch
_CONSIDERED = 0.05  # of one event: less likely pairs are no rivals
_UNKNOWN_STYLE = 0.3  # weight of each pair once more, as if the style of its texts were unknown

# Quantiles would leave one stretch between people and machines, which most texts are far from.
_STYLES = np.array([-2.0, 0.0, 2.0])

#: Features whose curve may go both ways, and those that may only fall (what the other side lacks).
FREE = ("length_ratio",)
FALLING = tuple(name for name in FEATURES if "_extra_" in name)
STYLE = ("machine_high", "machine_low")
#: Who wrote it says something about a copy (a machine writes from texts), nothing about an event.
#: Dates are fitted on a pile that has them (fit_days.py). How a pair stands beside others is known
#: when both models have spoken.
LATER = (DAYS, RIVALS)
INPUTS = {
    "copy": tuple(f for f in FEATURES if f not in LATER),
    "event": tuple(f for f in FEATURES if f not in (*STYLE, *LATER)),
}


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

    Logistic regression on the rise of each curve over each stretch, its sign bounded.
    """

    def __init__(
        self, names: tuple[str, ...], x: np.ndarray, y: np.ndarray, weight: np.ndarray,
        bends: list[np.ndarray],
    ) -> None:  # fmt: skip
        self.names, self.bends = names, bends
        b = basis(x, bends)
        bounds = [
            sign(name) for name, at in zip(names, bends, strict=True) for _ in range(len(at) - 1)
        ]

        def loss(theta: np.ndarray) -> tuple[float, np.ndarray]:
            z = b @ theta[:-1] + theta[-1]
            p = 1 / (1 + np.exp(-z))
            value = (weight * (np.logaddexp(0, z) - y * z)).sum()
            slope = weight * (p - y)
            gradient = np.r_[b.T @ slope + 2 * _PENALTY * theta[:-1], slope.sum()]
            return value + _PENALTY * (theta[:-1] ** 2).sum(), gradient

        start = np.zeros(b.shape[1] + 1)
        self.theta = minimize(
            loss, start, jac=True, method="L-BFGS-B", bounds=[*bounds, (None, None)]
        ).x

    def probability(self, x: np.ndarray) -> np.ndarray:
        """Probabilities float64[m]."""
        return 1 / (1 + np.exp(-(basis(x, self.bends) @ self.theta[:-1] + self.theta[-1])))

    def as_curves(self) -> dict:
        """Intercept and curves; a curve is 0 at its middle knot, or where style is unknown."""
        intercept, curves, first = float(self.theta[-1]), {}, 0
        for name, at in zip(self.names, self.bends, strict=True):
            values = np.r_[0, np.cumsum(self.theta[first : first + len(at) - 1])]
            middle = np.interp(UNKNOWN, at, values) if name in STYLE else values[len(values) // 2]
            intercept += float(middle)
            curves[name] = [at.tolist(), np.round(values - middle, 4).tolist()]
            first += len(at) - 1
        return {"intercept": round(intercept, 4), "curves": curves}


def sign(name: str) -> tuple[float | None, float | None]:
    """The bounds of the rises of a feature's curve."""
    if name in FREE:
        return None, None
    return (None, 0.0) if name in FALLING else (0.0, None)


def fit(
    data: Labelled, names: tuple[str, ...], matrix: np.ndarray, label: np.ndarray
) -> tuple[Fit, np.ndarray]:
    """The model fitted on all labelled pairs, and their cross-validated probabilities."""
    x, bends = inputs(data, names, matrix, label)
    return one_fit(data, names, x, label, label >= 0, bends), held_out(data, names, matrix, label)


def held_out(
    data: Labelled, names: tuple[str, ...], matrix: np.ndarray, label: np.ndarray
) -> np.ndarray:
    """Cross-validated probabilities of the labelled pairs, float64[m]; NaN elsewhere."""
    x, bends = inputs(data, names, matrix, label)
    out = np.full(len(x), np.nan)
    for fold in range(5):
        test = (label >= 0) & (data.fold == fold)
        rows = (label >= 0) & ~test
        out[test] = one_fit(data, names, x, label, rows, bends).probability(x[test])
    return out


def inputs(
    data: Labelled, names: tuple[str, ...], matrix: np.ndarray, label: np.ndarray
) -> tuple[np.ndarray, list[np.ndarray]]:
    """The named features of all pairs, and where their curves may bend."""
    x = matrix[:, [FEATURES.index(name) for name in names]]
    known = label >= 0
    hard = known & (data.kind != "unrelated")
    sample = np.random.default_rng(0).random(len(x)) < 0.1
    bends = knots(x[hard | (known & sample)])
    return x, [_STYLES if n in STYLE else at for n, at in zip(names, bends, strict=True)]


def one_fit(
    data: Labelled, names: tuple[str, ...], x: np.ndarray, label: np.ndarray,
    rows: np.ndarray, bends: list[np.ndarray],
) -> Fit:  # fmt: skip
    """Fit on ``rows``, and once more with less weight on the same without style."""
    style = [k for k, name in enumerate(names) if name in STYLE]
    blind = x[rows].copy()
    blind[:, style] = UNKNOWN
    times = (1.0, _UNKNOWN_STYLE) if style else (1.0,)
    xs = np.concatenate([x[rows], blind][: len(times)])
    weight = np.concatenate([time * data.weight[rows] for time in times])
    return Fit(names, xs, np.tile(label[rows], len(times)), weight, bends)


def fit_rivals(data: Labelled, models: dict[str, dict], p_event: np.ndarray) -> list:
    """The curve of how a pair stands beside others: a straight line, beside held-out log-odds."""
    low = attrs.evolve(Recipe().thresholds, same_story=_CONSIDERED)
    made = {name: additive(model) for name, model in models.items()}
    matches = verify_pairs(data.pairs, shelve(data.features, data.known), low, models=made)
    first = first_of_identical(data.features)
    family = families(matches, first, Recipe().clusters, compiled.components).label
    event = matches.column("p_event").to_numpy()
    stands = rivals(pairs_of(matches), event, family, data.pairs)
    row = {tuple(p): k for k, p in enumerate(data.pairs.tolist())}
    at = np.array([row[tuple(p)] for p in pairs_of(matches).tolist()])
    use = np.flatnonzero((data.event[at] >= 0) & (stands != 0))
    x, y, p = stands[use], data.event[at[use]], np.clip(p_event[at[use]], 1e-6, 1 - 1e-6)
    z = np.log(p / (1 - p))
    slope = float(
        minimize(lambda t: (np.logaddexp(0, z + t * x) - y * (z + t * x)).sum(), 0.5).x[0]
    )
    print(f"one event, beside rivals: {slope:.3f} times {RIVALS}")
    return [[-4.0, 0.0, 4.0], [round(-4 * slope, 4), 0.0, round(4 * slope, 4)]]


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


def fit_event(data: Labelled, x: np.ndarray, copy: dict) -> dict:
    """The model of one event."""
    # Stories are linked by what most of their pairs say, so here each pair counts.
    by_pair = data._replace(weight=np.ones(len(data.pairs)))
    event, p_event = fit(by_pair, INPUTS["event"], x, data.event)
    for kind in sorted(set(data.kind[data.event >= 0])):
        share = np.mean(p_event[(data.kind == kind) & (data.event >= 0)] >= 0.5)
        print(f"one event, {kind}: {share:.3f} at 0.5")
    model = event.as_curves()
    dates = next(c for c in pair_models()["event"].curves if c.feature == DAYS)
    model["curves"][DAYS] = [dates.at, dates.weight]  # fit_days.py
    model["curves"][RIVALS] = fit_rivals(data, {"copy": copy, "event": model}, p_event)
    return model


def main(folder: str, out: str, only: str = "") -> None:
    """Fit, report, write."""
    data = load(Path(folder))
    x = overlap(shelve(data.features, data.known), data.pairs).matrix
    copy, p = fit(data, INPUTS["copy"], x, data.copy)
    report(data, p)
    note = (
        "Fitted by benchmarks/quality/fit_pairs.py on machine rewrites of news, independent "
        "reports of one event and unrelated articles; curves: knots and log-odds."
    )
    shipped = files("provenance.stages").joinpath("pair_model.json").read_text("utf-8")
    models = json.loads(shipped)["models"] | {"copy": copy.as_curves()}
    if only != "copy":
        models["event"] = fit_event(data, x, models["copy"])
    text = json.dumps({"note": note, "models": models}, indent=1)
    Path(out).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
