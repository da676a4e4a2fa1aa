"""Which candidates are worth a full comparison: most share too little, which few numbers tell.

To align sentences takes longer than all else. What words, names, numbers and neighbours say alone
is an estimate of what the pair models will say after everything was compared; a pair that stays
below every threshold even with the most that the rest was seen to add is left out. The estimate is
linear; ``glance.json`` was fitted by ``benchmarks/quality/fit_glance.py``.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

import numpy as np
from attrs import frozen
from numpy.typing import ArrayLike

from provenance.recipe import Thresholds
from provenance.stages.overlap import DAYS, Glance
from provenance.stages.pair_model import pair_models

#: The columns of :class:`provenance.stages.overlap.Glance` that the estimate adds up.
COLUMNS = (
    "content_jaccard", "content_high", "content_low", "content_shared", "content_extra_low",
    "pairs_jaccard", "pairs_high", "pairs_shared", "pairs_unquoted_shared", "pairs_extra_low",
    "names_high", "names_low", "names_shared", "names_extra_low", "names_extra_high",
    "numbers_high", "numbers_low", "numbers_shared", "numbers_extra_low", "numbers_extra_high",
    "quotes_high", "length_ratio",
)  # fmt: skip

# Of the neighbouring words of the shorter text: what shares so much may share a text.
_SAME_TEXT = 0.5
_SHORT = 8  # pairs of neighbouring words: a text with no more is too short for an estimate


@frozen
class Estimate:
    """Log-odds that a full comparison of undated articles gives, linear in :data:`COLUMNS`.

    ``margin``: how far above it the full comparison was found to go.
    """

    intercept: float
    margin: float
    weights: tuple[float, ...]

    def most(self, first: Glance) -> np.ndarray:
        """The most that the pair models may say of each pair, as log-odds: float64[m]."""
        found = soon(first.columns[DAYS]) + self.intercept + self.margin
        for name, weight in zip(COLUMNS, self.weights, strict=True):
            found += weight * first.columns[name]
        return found


def soon(days: np.ndarray) -> np.ndarray:
    """What dates so near each other speak for one event: log-odds, 0 where they speak against it.

    Against a shared text they say nothing.
    """
    curve = next(c for c in pair_models()["event"].curves if c.feature == DAYS)
    found: np.ndarray = np.maximum(np.interp(days, curve.at, curve.weight), 0.0)
    return found


@cache
def estimate() -> Estimate:
    """The estimate that ships with the package."""
    raw = json.loads(files("provenance.stages").joinpath("glance.json").read_text("utf-8"))
    return Estimate(raw["intercept"], raw["margin"], tuple(raw["weights"][n] for n in COLUMNS))


def odds(probability: ArrayLike) -> np.ndarray:
    """Probabilities as log-odds."""
    p = np.asarray(probability, np.float64)
    found: np.ndarray = np.log(p / (1 - p))
    return found


def bar(thresholds: Thresholds) -> float:
    """The log-odds of the lowest threshold that a pair model has to reach."""
    return float(odds(min(thresholds.copy, thresholds.same_story)))


def may_reach(first: Glance, thresholds: Thresholds) -> np.ndarray:
    """Which pairs may have a relation, bool[m].

    Those that may share a text word for word are among them whatever the estimate says, and so are
    those of a text too short for one.
    """
    return (
        (estimate().most(first) >= bar(thresholds))
        | (first.columns["pairs_high"] >= _SAME_TEXT)
        | (first.neighbours <= _SHORT)
    )
