"""What each threshold was measured to cost: the frontier behind ``--strictness``.

The points stand in ``provenance/stages/frontier.json``, measured by
``benchmarks/quality/frontier.py``. They are read on first use; nothing heavy is loaded.
"""

from __future__ import annotations

import json
import math
from functools import cache
from importlib.resources import files

from attrs import frozen

from provenance.errors import UsageError

_Z = 1.959964  # normal quantile of a 95% interval


@frozen(kw_only=True)
class FrontierPoint:
    """A level of strictness: its ``thresholds.copy``, and what was measured there.

    Attributes:
        level: its name.
        threshold: a rewrite needs at least this probability.
        recall_faithful, recall_drifting: share of labelled rewrites that were found; drifting ones
            drop or change most facts.
        siblings: share found of pairs that were rewritten from one original.
        independent_called_copies: share of independent reports of one event called copies.
        unrelated_per_1000: pairs of unrelated articles called copies, per 1,000 articles.
    """

    level: str
    threshold: float
    recall_faithful: float
    recall_drifting: float
    siblings: float
    independent_called_copies: float
    unrelated_per_1000: float


@frozen(kw_only=True)
class Frontier:
    """The measured points, strictest first, what they were measured on, and on how many pairs."""

    note: str
    pairs: dict[str, int]
    points: tuple[FrontierPoint, ...]

    @property
    def levels(self) -> tuple[str, ...]:
        """The names of the levels, strictest first."""
        return tuple(point.level for point in self.points)

    def at(self, level: str) -> FrontierPoint:
        """The point of a level.

        Raises:
            UsageError: no such level.
        """
        for point in self.points:
            if point.level == level:
                return point
        raise UsageError(
            f"no level of strictness {level!r}", hint=f"there are: {', '.join(self.levels)}"
        )

    def within(self, false_links: float) -> FrontierPoint:
        """The point of the lowest threshold that miscalls at most a share of independent reports.

        Raises:
            UsageError: not a share, or less than any threshold was measured to reach.
        """
        known = isinstance(false_links, int | float) and not isinstance(false_links, bool)
        if not known or not 0 <= false_links <= 1:
            raise UsageError(
                f"false links {false_links!r}: not a share",
                hint="give a number from 0 to 1: 0.02 allows 2 of 100 independent reports",
            )
        reached = [p for p in self.points if p.independent_called_copies <= false_links]
        if not reached:
            best = min(self.points, key=lambda p: (p.independent_called_copies, p.threshold))
            raise UsageError(
                f"no threshold was measured to keep false links at or below {false_links:g}",
                hint=f"the least is {best.independent_called_copies:g}, at {best.level!r}",
            )
        return min(reached, key=lambda p: p.threshold)


@cache
def frontier() -> Frontier:
    """The frontier that ships with the package."""
    text = files("provenance").joinpath("stages", "frontier.json").read_text("utf-8")
    raw = json.loads(text)
    points = tuple(FrontierPoint(**point) for point in raw["points"])
    return Frontier(note=raw["note"], pairs=raw["pairs"], points=points)


def wilson(hits: int, of: int) -> tuple[float, float]:
    """The 95% interval of a share (Wilson 1927); all of 0..1 where nothing was counted."""
    if not of:
        return 0.0, 1.0
    share, spread = hits / of, _Z * _Z / of
    middle = (share + spread / 2) / (1 + spread)
    half = _Z / (1 + spread) * math.sqrt(share * (1 - share) / of + spread / (4 * of))
    # At either end the bound is the end itself, whatever the roots of floats say.
    return (
        0.0 if hits == 0 else max(0.0, middle - half),
        1.0 if hits == of else min(1.0, middle + half),
    )
