"""Further sources of an article that was put together from several texts.

The first source is the closest one (:mod:`provenance.stages.parents`). A further one counts if it
holds a good part of the article that no source before it holds: what came by way of the first
source is no sign of a second.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from provenance.stages.clock import Clock
from provenance.stages.columns import Csr
from provenance.stages.origins import Edge
from provenance.stages.parents import Option

NEW = 0.15  # share of the article's word sequences: three sentences of twenty


def further(
    possible: Callable[[int], Sequence[Option]],
    edges: Mapping[int, Edge],
    column: Csr,
    clock: Clock,
    most: int,
) -> list[Edge]:
    """Sources beside the first of each article, sorted by article, those that hold most first.

    All edges together close no cycle, and no path of them runs against trusted time.

    Args:
        possible: gives the options of a row.
        edges: the first sources.
        column: sorted distinct word sequences of n rows, uint32.
        clock: publication of each row, as far as it is trusted.
        most: sources an article may have, the first included.
    """
    if most < 2:
        return []
    graph = _Graph(edges, clock)
    out: list[Edge] = []
    for row in sorted(edges):
        first = edges[row]
        if first.name is not None:
            continue
        mine = _row(column, row)
        rest = np.setdiff1d(mine, _row(column, first.source), assume_unique=True)
        others = [o for o in possible(row) if o.source != first.source]
        for _ in range(most - 1):
            fitting = [o for o in others if graph.fits(row, o.source)]
            new = [len(np.intersect1d(rest, _row(column, o.source))) for o in fitting]
            if not new or max(new) < NEW * len(mine):
                break
            best = fitting[new.index(max(new))]
            out.append(
                Edge(row, best.source, None, best.probability, best.pair, adds=max(new) / len(mine))
            )
            graph.add(row, best.source)
            rest = np.setdiff1d(rest, _row(column, best.source), assume_unique=True)
            others.remove(best)
    return out


def _row(column: Csr, row: int) -> np.ndarray:
    offsets, values = column
    return values[offsets[row] : offsets[row + 1]]


class _Graph:
    """The edges so far, both ways."""

    def __init__(self, edges: Mapping[int, Edge], clock: Clock) -> None:
        self.above: dict[int, list[int]] = defaultdict(list)
        self.below: dict[int, list[int]] = defaultdict(list)
        self.after = clock.after
        self.by = clock.by
        for row, edge in edges.items():
            if edge.name is None:
                self.add(row, edge.source)

    def add(self, row: int, source: int) -> None:
        self.above[row].append(source)
        self.below[source].append(row)

    def fits(self, row: int, source: int) -> bool:
        """Whether an edge closes no cycle and puts nothing below what came out later."""
        up, down = _reached(source, self.above), _reached(row, self.below)
        return row not in up and bool(self.after[list(up)].max() <= self.by[list(down)].min())


def _reached(start: int, ways: Mapping[int, Sequence[int]]) -> set[int]:
    found, waiting = {start}, [start]
    while waiting:
        for one in ways.get(waiting.pop(), ()):
            if one not in found:
                found.add(one)
                waiting.append(one)
    return found
