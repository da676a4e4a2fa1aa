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

import math
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


def options(
    pairs: np.ndarray,
    outcomes: np.ndarray,
    like: Likeness,
    threshold: float,
    numbers: np.ndarray,
) -> dict[int, list[Option]]:
    """The possible parents of each article, best first.

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
    found: dict[int, list[Option]] = defaultdict(list)
    for way in (0, 1):
        m = np.flatnonzero(outcomes[:, way] >= threshold)
        columns = (pairs[m, 1 - way], numbers[m], ranks[m, way], outcomes[m, way])
        given = map(Option._make, zip(*(column.tolist() for column in columns), strict=True))
        for row, option in zip(pairs[m, way].tolist(), given, strict=True):
            found[row].append(option)
    rated = {row: _competing(given) for row, given in sorted(found.items())}
    likely = {row: [o for o in given if o.probability >= threshold] for row, given in rated.items()}
    return {row: given for row, given in likely.items() if given}


def _competing(given: list[Option]) -> list[Option]:
    """The same, best first, each with the probability that its rivals leave it."""
    if len(given) == 1:
        return given
    given = sorted(given, key=lambda o: (-o.score, o.source))
    odds = [math.exp(o.score - given[0].score) for o in given]
    whole = sum(odds)
    return [
        o._replace(probability=o.probability * (1 - _RIVALS * (1 - share / whole)))
        for o, share in zip(given, odds, strict=True)
    ]


def forest(possible: dict[int, list[Option]], clock: Clock) -> tuple[dict[int, Edge], int]:
    """The forest of greatest total score.

    Args:
        possible: the options of each row, best first.
        clock: publication of each row, as far as it is trusted: no path of the forest runs
            against it, also not by way of undated articles.

    Returns:
        The edge of each derived row, and how many rows lost their best parent: it would have closed
        a cycle, or run against time.
    """
    chosen = {row: given[0] for row, given in possible.items()}
    tangled = _endless(chosen)
    if tangled:
        chosen |= _untangled({row: possible[row] for row in sorted(tangled)})
    made = Forest(clock)
    by_score = sorted(chosen.items(), key=lambda c: (-c[1].score, c[0]))
    for row, o in by_score:
        if o.source != _ROOT:
            made.add(Edge(row, o.source, None, o.probability, o.pair))
    best = {row: given[0].source for row, given in possible.items()}
    lost = sum(row not in made.edges or made.edges[row].source != s for row, s in best.items())
    return dict(sorted(made.edges.items())), lost


def _endless(chosen: dict[int, Option]) -> set[int]:
    """Rows whose chain of best parents never ends."""
    rows = np.fromiter(chosen, np.int64, len(chosen))
    sources = np.fromiter((o.source for o in chosen.values()), np.int64, len(chosen))
    end = int(max(rows.max(initial=-1), sources.max(initial=-1))) + 1
    above = np.full(end + 1, end)
    above[rows] = sources
    for _ in range(len(chosen).bit_length()):  # twice as far up each time
        above = above[above]
    return set(rows[above[rows] != end].tolist())


def _untangled(possible: dict[int, list[Option]]) -> dict[int, Option]:
    """The best parents of rows whose own favourites go in circles; the root stands for none.

    Rows outside keep their parents, whose chains end: they hang below the root here.
    """
    least = min(o.score for given in possible.values() for o in given)
    none = Option(_ROOT, -1, least, 0.0)
    root = Way(_ROOT, least - ALONE)
    ways = {
        row: [*(Way(o.source, o.score) for o in given), root] for row, given in possible.items()
    }
    by_source = {row: {o.source: o for o in given} for row, given in possible.items()}
    return {row: by_source[row].get(way.source, none) for row, way in arborescence(ways).items()}
