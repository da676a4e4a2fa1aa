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
from provenance.stages.columns import rows_in

# Log-odds. The root of the counts, as in :mod:`provenance.stages.parents`; less than there, as a
# wrong time takes more than a parent that is not quite the closest.
_MISSING = 0.3
_UNCREDITED = 3.0  # as there
_ROOTLESS = -7.0  # to have no source, and share a text with others: an unseen one takes several
_MOST = 64  # articles of a family; larger ones keep their times
_AT_WORK = 1 << 20  # pairs of versions that are looked at together
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
    families = list(_families(signs.pairs[use], _scores(signs)[use], clock.seconds))
    wait = _typical(families)
    moved = {row: at for f in families for row, at in f.moved(wait, odds).items()}
    return clock.corrected(moved) if moved else clock


def _families(pairs: np.ndarray, scores: np.ndarray, seconds: np.ndarray) -> Iterator[_Families]:
    """The families of three and more that pairs join, many of one size together."""
    label = compiled.components(len(seconds), pairs)
    rows = rows_in(pairs)
    rows = rows[np.argsort(label[rows], kind="stable")]
    sizes = np.bincount(label[rows], minlength=len(label))[label]
    place = np.zeros(len(seconds), np.int64)
    for size in np.flatnonzero(np.bincount(sizes[rows])).tolist():
        if 2 < size <= _MOST:
            these = rows[sizes[rows] == size]
            place[these] = np.arange(len(these))
            mine = np.flatnonzero(sizes[pairs[:, 0]] == size)
            first = place[pairs[mine, 0]]
            step = max(1, _AT_WORK // size**2) * size
            for begin in range(0, len(these), step):
                part = mine[(begin <= first) & (first < begin + step)]
                some = these[begin : begin + step].reshape(-1, size)
                yield _together(some, place[pairs[part]] - begin, scores[part], seconds)


def _scores(signs: Signs) -> np.ndarray:
    """How well each of a pair is explained by the other as its source: float64[m, 2]."""
    close = -_MISSING * np.sqrt(signs.missing.sum(axis=1))
    ways = np.stack([-np.logaddexp(0, -signs.way), -np.logaddexp(0, signs.way)], axis=1)
    out: np.ndarray = close[:, None] + ways - _UNCREDITED * signs.uncredited
    return out


class _Families(NamedTuple):
    """f families of n versions of a text each, looked at together: arrays of f.

    ``rows`` int[f, n]; ``at`` float64[f, n], when each came out; ``score`` float64[f, d, s], how
    well s explains d, -inf without a match; ``fixed`` bool[f, n], whether its time is believed.
    """

    rows: np.ndarray
    at: np.ndarray
    score: np.ndarray
    fixed: np.ndarray

    def waits(self) -> np.ndarray:
        """How long each article came out after the earlier one that explains it best."""
        earlier = self._earlier(self.score)
        best = np.take_along_axis(self.at, earlier.argmax(axis=2), axis=1)
        out: np.ndarray = (self.at - best)[np.isfinite(earlier.max(axis=2))]
        return out

    def moved(self, wait: float, odds: float) -> dict[int, float]:
        """The rows whose times are wrong, each with the moment to read instead.

        The likeliest one of a family first; each is moved once.
        """
        out: dict[int, float] = {}
        left = self._part(self._most() - self._told(self._score(self.fixed, wait)) > odds)
        while len(left.rows):
            totals, moments = left._best(wait)
            x = totals.argmax(axis=1)
            gain = totals.max(axis=1) - left._told(left._score(left.fixed, wait))
            left, x, moments = left._part(gain > odds), x[gain > odds], moments[gain > odds]
            which = (np.arange(len(x)), x)
            left.at[which], left.fixed[which] = moments[which], False
            out |= zip(left.rows[which].tolist(), left.at[which].tolist(), strict=True)
        return out

    def _part(self, keep: np.ndarray) -> _Families:
        """Some of the families, bool[f], in arrays of their own."""
        return _Families(*(column[keep] for column in self))

    def _most(self) -> np.ndarray:
        """The score that no times can exceed: the best source for each but one, without waits."""
        best = np.maximum(self.score.max(axis=2), _ROOTLESS)
        out: np.ndarray = best.sum(axis=1) - (best - _ROOTLESS).min(axis=1)
        return out

    def _told(self, score: np.ndarray) -> np.ndarray:
        """The score of each forest with the times as they are told: float64[f]."""
        out: np.ndarray = np.maximum(self._earlier(score).max(axis=2), _ROOTLESS).sum(axis=1)
        return out

    def _earlier(self, score: np.ndarray) -> np.ndarray:
        """The scores of those sources that came out before; -inf for the others."""
        return np.where(self.at[:, None, :] < self.at[:, :, None], score, -np.inf)

    def _best(self, wait: float) -> tuple[np.ndarray, np.ndarray]:
        """If one came out at the best other moment: the score of the forest, and that moment.

        float64[f, n] for each one; -inf for those that were moved.
        """
        totals, moments = np.full(self.at.shape, -np.inf), np.zeros(self.at.shape)
        for x in range(self.at.shape[1]):
            near = np.isfinite(self.score[:, x])
            first = np.where(near, self.at, np.inf).min(axis=1)
            tried = np.column_stack([self.at + _STEP, first - _STEP])
            fixed = self.fixed.copy()
            fixed[:, x] = False
            total = self._total(x, tried, self._score(fixed, wait))
            total[:, :-1][~near] = -np.inf
            totals[:, x] = total.max(axis=1)
            moments[:, x] = np.take_along_axis(tried, total.argmax(axis=1)[:, None], axis=1)[:, 0]
        totals[~self.fixed] = -np.inf
        return totals, moments

    def _score(self, fixed: np.ndarray, wait: float) -> np.ndarray:
        """The scores with the waits, which have a heavy tail: log-density of a Lomax law.

        Where a time is not believed, the typical wait stands in.
        """
        gap = np.maximum(self.at[:, :, None] - self.at[:, None, :], 0)
        gap = np.where(fixed[:, :, None] & fixed[:, None, :], gap, wait)
        out: np.ndarray = self.score - np.log1p(gap / wait)
        return out

    def _total(self, x: int, moments: np.ndarray, score: np.ndarray) -> np.ndarray:
        """The score of each forest with its x at each of k moments: float64[f, k] of the same."""
        others = np.arange(self.at.shape[1]) != x
        at = self.at[:, others]
        earlier = at[:, None, :] < at[:, :, None]
        among = np.where(earlier, score[:, others][:, :, others], -np.inf)
        without = np.maximum(among.max(axis=2), _ROOTLESS)
        beside = np.maximum(without, score[:, others, x])
        late = moments[:, :, None] < at[:, None, :]
        below = np.where(late, beside[:, None, :], without[:, None, :]).sum(axis=2)
        before = at[:, None, :] < moments[:, :, None]
        own = np.where(before, score[:, x, others][:, None, :], -np.inf).max(axis=2)
        out: np.ndarray = below + np.maximum(own, _ROOTLESS)
        return out


def _together(
    rows: np.ndarray, pairs: np.ndarray, scores: np.ndarray, seconds: np.ndarray
) -> _Families:
    """Families of one size.

    Args:
        rows: int[f, n].
        pairs: int[m, 2], places in ``rows.ravel()``.
        scores: float64[m, 2], how well each of a pair is explained by the other.
        seconds: float64, when each row came out.
    """
    size = rows.shape[1]
    score = np.full((rows.size, size), -np.inf)
    one, other = pairs.T
    score[one, other % size], score[other, one % size] = scores.T
    return _Families(rows, seconds[rows], score.reshape(-1, size, size), np.ones(rows.shape, bool))


def _typical(families: list[_Families]) -> float:
    """How long after its source a version comes out in this pile, in seconds: the median."""
    waits = np.concatenate([f.waits() for f in families]) if families else np.empty(0)
    return max(float(np.median(waits)), _SOONEST) if len(waits) else _SOONEST
