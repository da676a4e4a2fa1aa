"""Fit the measurable weights of direction (``provenance/stages/direction_model.json``).

    python benchmarks/quality/fit_direction.py TRUTH_FOLDER OUT.json

A conditional (softmax) model over three explanations of a shared text, with the same weights for
both directions, fitted on the labelled rewrites of a truth folder; figures are cross-validated by
original, and so is the factor that undoes what the penalties take from the weights. A second fit
tells what it means for *whether* a text is shared. Needs scipy.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
from labelled import load
from scipy.optimize import minimize, minimize_scalar

from provenance.recipe import Recipe
from provenance.stages.columns import single
from provenance.stages.derive import witness
from provenance.stages.direction import (
    APART,
    COMMON,
    INDEPENDENT,
    ONE_WAY,
    PARAMETERS,
    REFINED,
    PairFacts,
    fitted_logits,
    inputs,
    refinements,
    shared_text,
)
from provenance.stages.overlap import FEATURES, Overlap, overlap, shelve
from provenance.stages.style import RATES, writing
from provenance.stages.verify import is_reworded, pairs_of, verify_pairs

_PENALTY = 0.3
# Versions of one original are labelled where it was taken away on purpose, and are a seventh of
# these pairs. Here they are one in fifteen: no label tells how often an original is missing.
_SIBLING = 0.4
_RATES_PENALTY = 6.0  # many, and other machines have other habits: they refine, no more
RISING = ("machine",)  # by its meaning it cannot speak the other way


def fit(x: np.ndarray, y: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """The weights of greatest penalised likelihood; y is 0, 1 or 2."""
    ways, truth = len(ONE_WAY), np.eye(3)[y]
    rates = [name.startswith(("style_", "both_")) for name in PARAMETERS]
    penalty = np.where(rates, _RATES_PENALTY, _PENALTY)

    def loss(theta: np.ndarray) -> tuple[float, np.ndarray]:
        z = fitted_logits(x, theta)
        z = z - z.max(1, keepdims=True)
        p = np.exp(z)
        p /= p.sum(1, keepdims=True)
        off = (p - truth) * weight[:, None]
        slope = np.concatenate([x[:, :ways].T @ (off[:, 0] - off[:, 1]), x[:, ways:].T @ off[:, 2]])
        log_p = np.log(np.maximum(p[np.arange(len(y)), y], 1e-300))
        value = float(-(weight * log_p).sum() + (penalty * theta**2).sum())
        return value, slope + 2 * penalty * theta

    bounds = [(0, None) if name in RISING else (None, None) for name in PARAMETERS]
    start = np.zeros(x.shape[1])
    return minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x


def fit_shared(
    x: np.ndarray, theta: np.ndarray, p_copy: np.ndarray, y: np.ndarray, weight: np.ndarray
) -> np.ndarray:
    """What the regime adds to the log-odds of a shared text; y is bool."""
    columns = refinements(x, theta)
    known = np.log(p_copy / (1 - p_copy))

    def loss(beta: np.ndarray) -> tuple[float, np.ndarray]:
        z = np.where(y, 1.0, -1.0) * (known + columns @ beta)
        slope = -np.where(y, 1.0, -1.0) * weight / (1 + np.exp(z))
        value = float((weight * np.logaddexp(0, -z)).sum() + _PENALTY * (beta**2).sum())
        return value, columns.T @ slope + 2 * _PENALTY * beta

    return minimize(loss, np.zeros(len(REFINED)), jac=True, method="L-BFGS-B").x


def pair_facts(both: Overlap, words: np.ndarray, reworded: np.ndarray) -> PairFacts:
    """What overlaps tell of pairs that state nothing."""
    no = np.zeros(len(reworded), bool)
    return PairFacts(
        both.containment_ab, both.containment_ba, both.fact_ab, both.fact_ba,
        both.content_similarity, words, no, no, np.zeros((len(no), 2)), reworded,
        np.zeros((len(no), 2), bool), both.matrix[:, [FEATURES.index(name) for name in APART]],
    )  # fmt: skip


def scale_of(rates: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean and spread of the rates, rounded as they are written."""
    return rates.mean(0).round(5), (rates.std(0) + 1e-5).round(5)


def main(folder: str, out: str) -> None:
    """Fit, report, write."""
    data = load(Path(folder))
    shelf = shelve(data.features, data.known)
    matches = verify_pairs(data.pairs, shelf, Recipe().thresholds).combine_chunks()
    reworded = is_reworded(matches.column("relation").to_numpy())
    place = {tuple(pair): k for k, pair in enumerate(data.pairs.tolist())}
    rows = np.array([place[tuple(pair)] for pair in pairs_of(matches).tolist()])[reworded]
    pairs, p_copy = data.pairs[rows], matches.column("p_copy").to_numpy()[reworded]
    words = np.maximum(single(data.features, "n_words").to_numpy(), 1).astype(float)[pairs]
    facts = pair_facts(overlap(shelf, pairs), words, np.ones(len(pairs), bool))
    known = witness(data.features, writing(data.features))
    y = np.where(data.copy[rows] == 0, INDEPENDENT, data.way[rows])
    labelled = y >= 0
    mean, scale = scale_of(known.rates[pairs[labelled]].reshape(-1, len(RATES)))
    x = inputs(pairs, known, facts, mean, scale)[labelled]
    y, p_copy = y[labelled], p_copy[labelled]
    fold, weight = data.fold[rows][labelled], data.weight[rows][labelled]
    factor = sharpness(x, y, fold)
    print(f"weights times {factor:.3f}")
    cross_validated(x, y, p_copy, fold, weight, factor)
    theta, beta = both_fits(x, y, p_copy, weight, factor)
    raw = {
        "note": "Fitted by benchmarks/quality/fit_direction.py on machine rewrites of news.",
        "weights": dict(zip(PARAMETERS, theta.round(4).tolist(), strict=True)),
        "shared": dict(zip(REFINED, beta.round(4).tolist(), strict=True)),
        "mean": mean.tolist(),
        "scale": scale.tolist(),
    }
    Path(out).write_text(json.dumps(raw, indent=1) + "\n", "utf-8")


def sharpness(x: np.ndarray, y: np.ndarray, fold: np.ndarray) -> float:
    """By what the weights are to be multiplied, so that they fit originals they did not see."""
    logits = np.zeros((len(y), 3))
    copy = y < INDEPENDENT
    for k in range(5):
        kept = copy & (fold != k)
        logits[fold == k] = fitted_logits(x[fold == k], fit(x[kept], y[kept], np.ones(kept.sum())))

    def loss(factor: float) -> float:
        z = factor * logits[copy]
        z = z - z.max(1, keepdims=True)
        return float(np.mean(np.log(np.exp(z).sum(1)) - z[np.arange(len(z)), y[copy]]))

    return float(minimize_scalar(loss, bounds=(0.5, 2), method="bounded").x)


def both_fits(
    x: np.ndarray, y: np.ndarray, p_copy: np.ndarray, weight: np.ndarray, factor: float
) -> tuple[np.ndarray, np.ndarray]:
    """The weights of the ways, and of a shared text."""
    copy = y < INDEPENDENT
    theta = factor * fit(x[copy], y[copy], np.where(y[copy] == COMMON, _SIBLING, 1.0))
    return theta, fit_shared(x, theta, p_copy, copy, weight)


def cross_validated(
    x: np.ndarray,
    y: np.ndarray,
    p_copy: np.ndarray,
    fold: np.ndarray,
    weight: np.ndarray,
    factor: float,
) -> None:
    """Print five-fold figures."""
    p = np.zeros((len(y), 3))
    shared = np.zeros(len(y))
    for k in range(5):
        kept, out = fold != k, fold == k
        theta, beta = both_fits(x[kept], y[kept], p_copy[kept], weight[kept], factor)
        odds = np.exp(fitted_logits(x[out], theta))
        p[out] = odds / odds.sum(1, keepdims=True)
        shared[out] = shared_text(p_copy[out], x[out], theta, beta)
    for title, whole in (("given a shared text", np.ones(len(y))), ("in all", shared)):
        link, sibling = y < 2, y == 2
        q = p * whole[:, None]
        top = q[link, :2].max(1)
        right = (q[link, 1] > q[link, 0]) == (y[link] == 1)
        decided, sure = top > 0.5, top >= 0.9
        common = q[sibling, 2] > q[sibling, :2].max(1)
        print(
            f"{title}: decided {decided.mean():.3f}, right {right[decided].mean():.4f}; p >= 0.9 "
            f"{sure.mean():.3f}, right {right[sure].mean():.4f}; siblings {common.mean():.3f}"
        )
    copy = y < INDEPENDENT
    for title, q in (("before", p_copy), ("refined", shared)):
        loss = -np.log(np.where(copy, q, 1 - q))
        print(f"shared text, {title}: log loss {np.average(loss, weights=weight):.4f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
