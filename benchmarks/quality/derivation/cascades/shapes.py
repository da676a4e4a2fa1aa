"""Trees of known shape, and which of their articles nobody sees."""

from __future__ import annotations

import random
from collections.abc import Sequence

STAR, CHAIN, MIXTURE = "star", "chain", "mixture"
SHAPES = (STAR, CHAIN, MIXTURE)


def tree(shape: str, size: int, chance: random.Random) -> list[int]:
    """Parent of each node, -1 for node 0; a parent comes before its children.

    A star's nodes all come from node 0, a chain's each from the one before. A mixture is a random
    recursive tree: each node comes from a node before it, drawn evenly.

    Raises:
        ValueError: a shape that is not in :data:`SHAPES`, or a size below 1.
    """
    if shape not in SHAPES or size < 1:
        raise ValueError(f"no tree of shape {shape!r} and size {size}")
    if shape == STAR:
        return [-1] + [0] * (size - 1)
    if shape == CHAIN:
        return list(range(-1, size - 1))
    return [-1] + [chance.randrange(k) for k in range(1, size)]


def removed(size: int, share: float, chance: random.Random) -> set[int]:
    """Which nodes are taken away: round(share * size) of them, evenly; one stays at least."""
    count = min(round(share * size), size - 1)
    return set(chance.sample(range(size), count))


def ancestors(node: int, parents: Sequence[int]) -> list[int]:
    """The nodes above one, nearest first."""
    out = []
    while (node := parents[node]) >= 0:
        out.append(node)
    return out
