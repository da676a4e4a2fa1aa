"""Times that the other versions of a text contradict.

One wrong time contradicts many pairs at once, and each pair alone believes it. So times are doubted
by article: a family's forest of closest earlier versions is compared with the one that it would
have if this article had come out at another moment. If that explains the texts so much better that
a wrong time is the lesser wonder, the article's time is read as just after its source's, or as
before all others.

How close two versions are is counted alike both ways (what either shares with a third and not with
the other), because a text that grows looks the same backwards as one that is cut. Texts alone then
say who stands next to whom, and times, credits and marks of a machine where the root is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from provenance.kernels import compiled
from provenance.stages.clock import Clock

# Log-odds. The root of the counts, as in :mod:`provenance.stages.parents`; less than there, as a
# wrong time takes more than a parent that is not quite the closest.
_MISSING = 0.3
_UNCREDITED = 3.0  # as there
_ROOTLESS = -7.0  # to have no source, and share a text with others: an unseen one takes several
_MOST = 64  # articles of a family; larger ones keep their times
_EXACT = 60.0  # seconds; dates without an hour tell no order within the day
_STEP = _EXACT + 1  # seconds, beyond the resolution of any time that is moved
_SOONEST = 3600.0  # the typical wait is no shorter: in seconds


class Signs(NamedTuple):
    """Of m pairs of versions, all but their times, each row one pair.

    ``pairs`` int32[m, 2]; ``way`` float64[m], log-odds that the first came from the second against
    the reverse; ``missing`` and ``uncredited`` as in :class:`provenance.stages.likeness.Likeness`.
    """

    pairs: np.ndarray
    way: np.ndarray
    missing: np.ndarray
    uncredited: np.ndarray


def believed(clock: Clock, signs: Signs, odds: float) -> Clock:
    """The clock with the times of doubted articles read anew.

    Args:
        clock: what the articles say.
        signs: of verified copies.
        odds: log-odds that a time is right.
    """
    told = ~np.isnan(clock.seconds) & (clock.resolution <= _EXACT)
    use = told[signs.pairs].all(axis=1)
    families = [_Family(*f, clock.seconds) for f in _families(signs, use, len(told))]
    wait = _typical(families)
    moved = {row: at for f in families for row, at in f.moved(wait, odds).items()}
    return clock.corrected(moved) if moved else clock


def _families(
    signs: Signs, use: np.ndarray, size: int
) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Rows, pairs by place among them and scores both ways, of families of three and more."""
    pairs = signs.pairs[use]
    scores = _scores(signs)[use]
    label = compiled.components(size, pairs)[pairs[:, 0]]
    order = np.argsort(label, kind="stable")
    for part in np.split(order, np.flatnonzero(np.diff(label[order])) + 1):
        rows, place = np.unique(pairs[part], return_inverse=True)
        if 2 < len(rows) <= _MOST:
            yield rows, place.reshape(-1, 2), scores[part]


def _scores(signs: Signs) -> np.ndarray:
    """How well each of a pair is explained by the other as its source: float64[m, 2]."""
    close = -_MISSING * np.sqrt(signs.missing.sum(axis=1))
    ways = np.stack([-np.logaddexp(0, -signs.way), -np.logaddexp(0, signs.way)], axis=1)
    out: np.ndarray = close[:, None] + ways - _UNCREDITED * signs.uncredited
    return out


class _Family:
    """A few versions of one text: ``score[d, s]``, how well s explains d; -inf without a match."""

    def __init__(
        self, rows: np.ndarray, pairs: np.ndarray, scores: np.ndarray, seconds: np.ndarray
    ) -> None:
        self.rows = rows
        self.at = seconds[rows].copy()
        self.score = np.full((len(rows), len(rows)), -np.inf)
        self.score[pairs[:, 0], pairs[:, 1]] = scores[:, 0]
        self.score[pairs[:, 1], pairs[:, 0]] = scores[:, 1]

    def waits(self) -> np.ndarray:
        """How long each article came out after the earlier one that explains it best."""
        earlier = self._earlier(self.score)
        best = earlier.argmax(axis=1)
        late = np.isfinite(earlier.max(axis=1))
        out: np.ndarray = (self.at - self.at[best])[late]
        return out

    def moved(self, wait: float, odds: float) -> dict[int, float]:
        """The rows whose times are wrong, each with the moment to read instead.

        The likeliest one first; each is moved once.
        """
        fixed = np.ones(len(self.rows), bool)
        told = self._told(self._score(fixed, wait))
        if self._most() - told <= odds:
            return {}
        while fixed.any():
            found = [(*self._best(x, fixed, wait), x) for x in np.flatnonzero(fixed).tolist()]
            total, at, x = max(found, key=lambda f: (f[0], -f[2]))
            if total - told <= odds:
                break
            self.at[x], fixed[x] = at, False
            told = self._told(self._score(fixed, wait))
        return dict(zip(self.rows[~fixed].tolist(), self.at[~fixed].tolist(), strict=True))

    def _most(self) -> float:
        """The score that no times can exceed: the best source for each but one, without waits."""
        best = np.maximum(self.score.max(axis=1), _ROOTLESS)
        return float(best.sum() - (best - _ROOTLESS).min())

    def _told(self, score: np.ndarray) -> float:
        """The score of the forest with the times as they are told."""
        return float(np.maximum(self._earlier(score).max(axis=1), _ROOTLESS).sum())

    def _earlier(self, score: np.ndarray) -> np.ndarray:
        """The scores of those sources that came out before; -inf for the others."""
        out: np.ndarray = np.where(self.at[None, :] < self.at[:, None], score, -np.inf)
        return out

    def _best(self, x: int, fixed: np.ndarray, wait: float) -> tuple[float, float]:
        """The score of the forest if x came out at the best other moment, and that moment."""
        near = np.flatnonzero(np.isfinite(self.score[x]))
        moments = np.append(self.at[near] + _STEP, self.at[near].min() - _STEP)
        fixed = fixed.copy()
        fixed[x] = False
        totals = self._total(x, moments, self._score(fixed, wait))
        return float(totals.max()), float(moments[totals.argmax()])

    def _score(self, fixed: np.ndarray, wait: float) -> np.ndarray:
        """The scores with the waits, which have a heavy tail: log-density of a Lomax law.

        Where a time is not believed, the typical wait stands in.
        """
        gap = np.maximum(self.at[:, None] - self.at[None, :], 0)
        gap[~fixed] = gap[:, ~fixed] = wait
        out: np.ndarray = self.score - np.log1p(gap / wait)
        return out

    def _total(self, x: int, moments: np.ndarray, score: np.ndarray) -> np.ndarray:
        """The score of the forest with x at each of some moments: float64[len(moments)]."""
        others = np.arange(len(self.rows)) != x
        at = self.at[others]
        among = np.where(at[None, :] < at[:, None], score[np.ix_(others, others)], -np.inf)
        without = np.maximum(among.max(axis=1), _ROOTLESS)
        beside = np.maximum(without, score[others, x])
        below = np.where(moments[:, None] < at, beside, without).sum(axis=1)
        own = np.where(at < moments[:, None], score[x, others], -np.inf).max(axis=1)
        out: np.ndarray = below + np.maximum(own, _ROOTLESS)
        return out


def _typical(families: list[_Family]) -> float:
    """How long after its source a version comes out in this pile, in seconds: the median."""
    waits = np.concatenate([f.waits() for f in families]) if families else np.empty(0)
    return max(float(np.median(waits)), _SOONEST) if len(waits) else _SOONEST
