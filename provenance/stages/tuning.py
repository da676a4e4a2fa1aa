"""Precision and recall against the threshold, on a user's own labels."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from attrs import frozen

from provenance.errors import UsageError
from provenance.frontier import wilson

GRID = tuple(round(0.05 * k, 2) for k in range(1, 20))
"""Thresholds that a table shows."""

_ALL = np.arange(10, 1000) / 1000  # every threshold of three decimals that a recipe may hold


@frozen(kw_only=True)
class Judged:
    """A labelled pair and what the pair model says of it.

    Attributes:
        a, b: the ids, smaller first.
        copy: the label.
        probability: of a shared text; 1 where the word sequences settle it, whatever the threshold;
            0 where no threshold would find the pair.
        how: ``"match"`` (the run compared it), ``"compared"`` (compared again, from the texts),
            ``"missed"`` (it would pass by itself, but the run did not find it), ``"unreached"``
            (no match, and a text is out of reach).
    """

    a: str
    b: str
    copy: bool
    probability: float
    how: str


@frozen(kw_only=True)
class TuningRow:
    """What one threshold does to the labelled pairs.

    Attributes:
        threshold: pairs of at least this probability are called copies.
        called: how many are.
        hits: how many of those are labelled so.
        precision: hits of those called; ``None`` where none is called.
        recall: hits of those labelled copies.
        f1: the harmonic mean of both.
        precision_interval, recall_interval: 95% (Wilson 1927).
    """

    threshold: float
    called: int
    hits: int
    precision: float | None
    recall: float
    f1: float
    precision_interval: tuple[float, float]
    recall_interval: tuple[float, float]


@frozen(kw_only=True)
class Tuning:
    """Precision and recall against ``thresholds.copy``.

    Attributes:
        current: the threshold of the run.
        pairs: the labelled pairs, sorted; at least one copy and one that is none.
    """

    current: float
    pairs: tuple[Judged, ...]

    @property
    def copies(self) -> int:
        """How many pairs are labelled copies."""
        return sum(pair.copy for pair in self.pairs)

    def count(self, how: str) -> int:
        """How many pairs came to their probability in this way (see :class:`Judged`)."""
        return sum(pair.how == how for pair in self.pairs)

    def at(self, threshold: float) -> TuningRow:
        """What a threshold does to the labelled pairs."""
        called, hits = (int(counts[0]) for counts in self._counts(np.array([threshold])))
        return TuningRow(
            threshold=float(threshold),
            called=called,
            hits=hits,
            precision=hits / called if called else None,
            recall=hits / self.copies,
            f1=2 * hits / (called + self.copies),
            precision_interval=wilson(hits, called),
            recall_interval=wilson(hits, self.copies),
        )

    @cached_property
    def rows(self) -> tuple[TuningRow, ...]:
        """Every twentieth, the current threshold and the best one, ascending."""
        return tuple(map(self.at, sorted({*GRID, self.current, self.best.threshold})))

    @cached_property
    def best(self) -> TuningRow:
        """The threshold of the best F1: the current one if none beats it.

        Else the middle of the longest stretch of thresholds that reach it: the ends of a stretch
        are decided by a single label.
        """
        called, hits = self._counts(_ALL)
        f1 = 2 * hits / (called + self.copies)
        now = self.at(self.current)
        if now.f1 >= f1.max():
            return now
        edges = np.flatnonzero(np.diff(np.r_[0, f1 == f1.max(), 0]))
        longest = int(np.argmax(edges[1::2] - edges[::2]))
        first, end = edges[2 * longest], edges[2 * longest + 1]
        return self.at(float(_ALL[(first + end - 1) // 2]))

    def reaching(self, precision: float) -> TuningRow:
        """The lowest threshold whose precision is not below a target.

        Raises:
            UsageError: not a share above 0, or no threshold reaches it (with the nearest).
        """
        if not 0 < precision <= 1:
            raise UsageError(
                f"target precision {precision!r}", hint="give a number above 0 and up to 1: 0.99"
            )
        called, hits = self._counts(_ALL)
        share = np.where(called > 0, hits / np.maximum(called, 1), -1.0)
        reached = np.flatnonzero(share >= precision)
        if len(reached):
            return self.at(float(_ALL[reached[0]]))
        if share.max() < 0:
            raise UsageError(
                "no threshold calls any of these pairs a copy", hint="label pairs of the run"
            )
        nearest = float(_ALL[np.argmax(share)])
        raise UsageError(
            f"no threshold reaches precision {precision:g} on these labels",
            hint=f"the highest is {share.max():.3f}, at {nearest:g}",
        )

    def _counts(self, thresholds: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Pairs called copies at each threshold, and those of them that are; int64."""
        everything, copies = self._sorted
        called = len(everything) - np.searchsorted(everything, thresholds, "left")
        return called, len(copies) - np.searchsorted(copies, thresholds, "left")

    @cached_property
    def _sorted(self) -> tuple[np.ndarray, np.ndarray]:
        """Ascending probabilities: of all pairs, and of those labelled copies."""
        everything = np.sort(np.array([pair.probability for pair in self.pairs], np.float64))
        copies = np.sort(np.array([p.probability for p in self.pairs if p.copy], np.float64))
        return everything, copies
