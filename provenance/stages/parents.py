"""Which of several possible sources in the pile an article came from: a forest of best parents.

A pair tells whether one article came from the other, by whatever way. Its *parent* is the closest
of those: what an article shares with its grandparent, the parent had as well. So candidates compete
by how little they lack of what the article shares with others (:mod:`provenance.stages.likeness`),
and by whether they explain the sources that it names.

The forest of greatest total score is a maximum spanning arborescence with a virtual root (Chu and
Liu 1965, Edmonds 1967). Where the best parents of all articles close no cycle they are that
forest, and no search is needed but for the few that do close one.
"""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

import numpy as np

from provenance.stages.arborescence import Way, arborescence
from provenance.stages.clock import Clock
from provenance.stages.likeness import Likeness
from provenance.stages.origins import Edge, Forest

# What a source lacks comes in runs, and the longer the text the more of it is chance: the root of
# the counts has an even spread.
_MISSING = 0.4  # for the root of the word sequences that it lacks and a third version has
_FACTS = 0.4  # for the root of the numbers and quotes of that kind
_WORDS = 0.3  # for the root of the content words that it has and the article dropped
_LOST = 0.2  # back, for the root of such sequences: more of them than words are words replaced
_UNCREDITED = 3.0  # for naming a source that this one neither is nor names
ALONE = 20.0  # how much worse it is to have no parent than to have the worst
# An equally close rival is mostly the same text over again, or lies on the same way; of the shares
# that rivals have by their closeness, this much was lost to them on made cascades.
_RIVALS = 0.2
_ROOT = -1


class Option(NamedTuple):
    """A possible parent: ``score`` (the higher the better), its match, ``probability``."""

    source: int
    pair: int
    score: float
    probability: float


class Options(NamedTuple):
    """The possible parents of all articles, column by column: by ``row``, the best of each first.

    The other columns as in :class:`Option`.
    """

    row: np.ndarray
    source: np.ndarray
    pair: np.ndarray
    score: np.ndarray
    probability: np.ndarray

    def at(self, places: np.ndarray) -> Options:
        """The same at some places."""
        return Options(*(column[places] for column in self))

    def of(self, row: int) -> list[Option]:
        """Those of one article."""
        some = slice(*np.searchsorted(self.row, [row, row + 1]).tolist())
        columns = (column[some].tolist() for column in self[1:])
        return [Option(*one) for one in zip(*columns, strict=True)]


def options(
    pairs: np.ndarray,
    outcomes: np.ndarray,
    like: Likeness,
    threshold: float,
    numbers: np.ndarray,
) -> Options:
    """The possible parents of each article.

    Args:
        pairs: int32[m, 2] verified copies; ``outcomes`` float64[m, 4].
        like: of these pairs.
        threshold: how probable a pair must make it that one came from the other.
        numbers: int64[m], those of the pairs among all matches.
    """
    ranks = (
        np.log(np.maximum(outcomes[:, :2], 1e-9))
        - _MISSING * np.sqrt(like.missing)
        - _FACTS * np.sqrt(like.facts)
        - _WORDS * np.sqrt(like.words)
        + _LOST * np.sqrt(like.lost)
        - _UNCREDITED * like.uncredited
    )
    m, way = np.nonzero(outcomes[:, :2] >= threshold)
    found = Options(pairs[m, way], pairs[m, 1 - way], numbers[m], ranks[m, way], outcomes[m, way])
    rated = _competing(found.at(np.lexsort((found.source, -found.score, found.row))))
    return rated.at(np.flatnonzero(rated.probability >= threshold))


def _competing(found: Options) -> Options:
    """The same, each with the probability that its rivals leave it."""
    first = _firsts(found)
    lengths = np.diff(first, append=len(found.row))
    odds = np.exp(found.score - np.repeat(found.score[first], lengths))
    share = odds / np.repeat(np.add.reduceat(odds, first) if len(first) else odds, lengths)
    return found._replace(probability=found.probability * (1 - _RIVALS * (1 - share)))


def _firsts(found: Options) -> np.ndarray:
    """Where the best option of each row stands."""
    return np.flatnonzero(np.diff(found.row, prepend=-1))


def forest(possible: Options, clock: Clock) -> tuple[dict[int, Edge], int]:
    """The forest of greatest total score.

    Args:
        possible: the options of all rows.
        clock: publication of each row, as far as it is trusted: no path of the forest runs
            against it, also not by way of undated articles.

    Returns:
        The edge of each derived row, and how many rows lost their best parent: it would have closed
        a cycle, or run against time.
    """
    first = _firsts(possible)
    best, chosen = possible.at(first), first.copy()
    tangled = _endless(best)
    if tangled.any():
        chosen[tangled] = _untangled(possible, best.row[tangled])
    there = np.flatnonzero(chosen >= 0)
    there = there[_in_time(possible.at(chosen[there]), clock)]
    taken = possible.at(chosen[there])
    columns = (taken.row, taken.source, taken.probability, taken.pair)
    edges = {
        row: Edge(row, source, None, probability, pair)
        for row, source, probability, pair in zip(*(c.tolist() for c in columns), strict=True)
    }
    return edges, len(first) - int((chosen[there] == first[there]).sum())


def _in_time(taken: Options, clock: Clock) -> np.ndarray:
    """Which of the edges of a forest stay, bool: none puts an article below what came out later.

    A tree that runs against no time stays as it is; in another the better edges go before.
    """
    top, latest = np.arange(len(clock.seconds)), clock.after
    top[taken.row] = taken.source
    while True:  # twice as far up each time
        latest[taken.row] = np.maximum(latest[taken.row], latest[top[taken.row]])
        further = top[top[taken.row]]
        if (further == top[taken.row]).all():
            break
        top[taken.row] = further
    stays: np.ndarray = latest[taken.source] <= clock.by[taken.row]
    doubtful = np.flatnonzero(np.isin(top[taken.row], top[taken.row[~stays]]))
    made = Forest(clock)
    for k in doubtful[np.lexsort((taken.row[doubtful], -taken.score[doubtful]))].tolist():
        stays[k] = made.add(int(taken.row[k]), int(taken.source[k]))
    return stays


def _endless(best: Options) -> np.ndarray:
    """Rows whose chain of best parents never ends, bool."""
    end = int(max(best.row.max(initial=-1), best.source.max(initial=-1))) + 1
    above = np.full(end + 1, end)
    above[best.row] = best.source
    for _ in range(len(best.row).bit_length()):  # twice as far up each time
        above = above[above]
    endless: np.ndarray = above[best.row] != end
    return endless


def _untangled(possible: Options, rows: np.ndarray) -> np.ndarray:
    """Where the best parents stand of rows whose own favourites go in circles; -1 for none.

    Rows outside keep their parents, whose chains end: they hang below the root here.
    """
    places = np.flatnonzero(np.isin(possible.row, rows))
    told = possible.at(places)
    ways: dict[int, list[Way]] = defaultdict(list)
    place = {}
    columns = (places, told.row, told.source, told.score)
    for k, row, source, score in zip(*(c.tolist() for c in columns), strict=True):
        ways[row].append(Way(source, score))
        place[row, source] = k
    for given in ways.values():
        given.append(Way(_ROOT, float(told.score.min()) - ALONE))
    found = arborescence(ways)
    return np.array([place.get((row, found[row].source), -1) for row in rows.tolist()])
