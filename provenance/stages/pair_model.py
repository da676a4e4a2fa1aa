"""The pair model: what the overlaps say, as log-odds that add up.

Two generalised additive models (Hastie & Tibshirani 1986) over :data:`FEATURES`: ``copy`` (a shared
text ancestry) and ``event`` (one event). Each feature has a piecewise-linear curve, so that every
probability is a sum of readable reasons. The curves stand in ``pair_model.json``, fitted by
``benchmarks/quality/fit_pairs.py``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from attrs import frozen

from provenance.stages.overlap import FEATURES


@frozen
class Curve:
    """A feature's log-odds: straight lines through (``at``, ``weight``), flat outside."""

    feature: str
    at: tuple[float, ...]
    weight: tuple[float, ...]


@frozen
class Additive:
    """An additive model: an intercept and one curve per feature."""

    intercept: float
    curves: tuple[Curve, ...]

    def contributions(self, matrix: np.ndarray) -> np.ndarray:
        """Log-odds of each feature: float64[m, curves] for ``matrix`` float64[m, features]."""
        index = {name: k for k, name in enumerate(FEATURES)}
        return np.stack(
            [np.interp(matrix[:, index[c.feature]], c.at, c.weight) for c in self.curves], axis=1
        )

    def probability(self, matrix: np.ndarray) -> np.ndarray:
        """Probabilities, float64[m], strictly between 0 and 1."""
        index = {name: k for k, name in enumerate(FEATURES)}
        logit = np.full(len(matrix), self.intercept)
        for c in self.curves:  # curve by curve: a third of the time of one wide table
            if not any(c.weight):
                continue  # flat: says nothing
            logit += np.interp(matrix[:, index[c.feature]], c.at, c.weight)
        probability: np.ndarray = 1 / (1 + np.exp(-np.clip(logit, -12.0, 12.0)))
        return probability


@cache
def pair_models() -> dict[str, Additive]:
    """The models that ship with the package: ``copy`` and ``event``."""
    raw = json.loads(files("provenance.stages").joinpath("pair_model.json").read_text("utf-8"))
    return {name: additive(model) for name, model in raw["models"].items()}


def additive(raw: Mapping[str, Any]) -> Additive:
    """A model from its JSON: ``{"intercept": x, "curves": {feature: [at, weight]}}``."""
    curves = (Curve(name, tuple(at), tuple(w)) for name, (at, w) in raw["curves"].items())
    return Additive(raw["intercept"], tuple(curves))
