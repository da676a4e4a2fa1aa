"""The metrics, one function each, with the paper that defines it. Plain Python, no project types.

Clusterings are mappings from an item to the label of its cluster; only the items of ``truth`` are
judged, and one that ``found`` lacks stands alone. Said probabilities come as pairs of the
probability and whether it came true.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from math import comb
from typing import NamedTuple

Clustering = Mapping[str, Hashable]
Said = Sequence[tuple[float, bool]]


class Scores(NamedTuple):
    """Precision, recall and their harmonic mean; ``None`` where nothing could be judged."""

    precision: float | None
    recall: float | None
    f1: float | None


class Bin(NamedTuple):
    """One row of a reliability table: ``low`` <= probability < ``high`` (the last bin holds 1).

    ``said``: the mean probability; ``came_true``: the share that did; both 0 in an empty bin.
    """

    low: float
    high: float
    count: int
    said: float
    came_true: float


def ratio(part: float, whole: float) -> float | None:
    """A share, or ``None`` of nothing."""
    return part / whole if whole else None


def precision_recall(right: int, wrong: int, missed: int) -> Scores:
    """Precision, recall and F1 (van Rijsbergen 1979) from counts."""
    f1 = ratio(2 * right, 2 * right + wrong + missed)
    return Scores(ratio(right, right + wrong), ratio(right, right + missed), f1)


class _Table(NamedTuple):
    """A contingency table: how many items each true and each found cluster have, and share."""

    items: int
    truth: Counter[Hashable]
    found: Counter[Hashable]
    both: Counter[tuple[Hashable, Hashable]]


def _contingency(truth: Clustering, found: Clustering) -> _Table:
    # A label of an item that found lacks must equal no other label: its type tells it apart.
    labels = {i: ("in", found[i]) if i in found else ("alone", i) for i in truth}
    return _Table(
        len(truth),
        Counter(truth.values()),
        Counter(labels.values()),
        Counter((truth[i], labels[i]) for i in truth),
    )


def b_cubed(truth: Clustering, found: Clustering) -> Scores:
    """B-cubed (Bagga & Baldwin 1998): each item's precision and recall, averaged over items.

    An item's precision is the share of its found cluster that is of its true cluster; its recall
    the share of its true cluster that is in its found cluster. O(items).
    """
    items, by_truth, by_found, both = _contingency(truth, found)
    precision = ratio(sum(n * n / by_found[f] for (_, f), n in both.items()), items)
    recall = ratio(sum(n * n / by_truth[t] for (t, _), n in both.items()), items)
    if precision is None or recall is None:
        return Scores(None, None, None)
    return Scores(precision, recall, 2 * precision * recall / (precision + recall))


def pairwise(truth: Clustering, found: Clustering) -> Scores:
    """Precision, recall and F1 over pairs of items in one cluster.

    See Manning, Raghavan & Schütze, *Introduction to Information Retrieval* (2008), section 16.3.
    O(items).
    """
    _, by_truth, by_found, both = _contingency(truth, found)
    right, true, said = (_pairs(counts.values()) for counts in (both, by_truth, by_found))
    return precision_recall(right, said - right, true - right)


def adjusted_rand(truth: Clustering, found: Clustering) -> float | None:
    """Adjusted Rand index (Hubert & Arabie 1985): 1 for equal clusterings, 0 expected by chance.

    1 too where both put all items together or both all apart, ``None`` without items. O(items).
    """
    items, by_truth, by_found, both = _contingency(truth, found)
    if not items:
        return None
    right, true, said = (_pairs(counts.values()) for counts in (both, by_truth, by_found))
    by_chance = true * said / comb(items, 2) if items > 1 else 0.0
    most = (true + said) / 2
    return 1.0 if most == by_chance else (right - by_chance) / (most - by_chance)


def _pairs(sizes: Iterable[int]) -> int:
    return sum(comb(size, 2) for size in sizes)


def reliability(said: Said, bins: int = 10) -> list[Bin]:
    """What was said beside what came true, in bins of equal width (Murphy & Winkler 1977)."""
    grouped: list[list[tuple[float, bool]]] = [[] for _ in range(bins)]
    for probability, came in said:
        grouped[min(bins - 1, int(probability * bins))].append((probability, came))
    return [
        Bin(
            k / bins,
            (k + 1) / bins,
            len(rows),
            sum(p for p, _ in rows) / max(len(rows), 1),
            sum(came for _, came in rows) / max(len(rows), 1),
        )
        for k, rows in enumerate(grouped)
    ]


def calibration_error(said: Said, bins: int = 10) -> float | None:
    """Expected calibration error (Naeini, Cooper & Hauskrecht 2015), 0 to 1.

    The distance between what was said and what came true in each bin, weighted by its count.
    """
    table = reliability(said, bins)
    return ratio(sum(b.count * abs(b.said - b.came_true) for b in table), len(said))


def brier(forecasts: Sequence[Sequence[float]], outcomes: Sequence[int]) -> float | None:
    """Score of Brier (1950): squared distance from the outcome, over all classes; 0 best, 2 worst.

    Args:
        forecasts: the probability of each class, one row a case.
        outcomes: the class that came true in each case.
    """
    total = sum(
        sum((p - (k == outcome)) ** 2 for k, p in enumerate(row))
        for row, outcome in zip(forecasts, outcomes, strict=True)
    )
    return ratio(total, len(outcomes))


def risk_coverage(said: Said) -> list[tuple[float, float]]:
    """Coverage and risk at each confidence, surest first (El-Yaniv & Wiener 2010).

    Coverage: the share of cases answered when all at least so sure are. Risk: the share of wrong
    answers among them. Cases that are equally sure are answered together. O(n log n).
    """
    curve: list[tuple[float, float]] = []
    ranked = sorted(said, key=lambda case: -case[0])
    wrong = 0
    for k, (confidence, right) in enumerate(ranked, 1):
        wrong += not right
        if k == len(ranked) or ranked[k][0] != confidence:
            curve.append((k / len(ranked), wrong / k))
    return curve


def risk_area(said: Said) -> float | None:
    """Area under the risk-coverage curve (Geifman, Uziel & El-Yaniv 2019), 0 best.

    A step function: each answered case costs the risk at its own confidence.
    """
    area = before = 0.0
    for coverage, risk in risk_coverage(said):
        area += (coverage - before) * risk
        before = coverage
    return area if said else None


def coverage_at(said: Said, risk: float) -> float | None:
    """The largest share of cases that can be answered with at most this share wrong."""
    if not said:
        return None
    return max((c for c, r in risk_coverage(said) if r <= risk), default=0.0)
