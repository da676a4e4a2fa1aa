"""What came from an article, as branches that stay readable however many there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from rich.text import Text
from rich.tree import Tree

from provenance.cli.plain import plain
from provenance.model import Derivation

WIDTH = 12
"""The most branches shown at one node."""
DEPTH = 6
"""The most generations shown below a root."""
ROOM = 40
"""The most articles shown below a root."""

_REASONS = 2  # the strongest reasons shown for each edge


class Branches:
    """Draws derivations downwards; what is not drawn is counted.

    Args:
        below: for each source, the edges to what came from it; without a cycle.
        label: how an edge and its derived article are shown.
    """

    def __init__(
        self, below: Mapping[str, Sequence[Derivation]], label: Callable[[Derivation], Text]
    ) -> None:
        self.room = ROOM
        self._below = below
        self._label = label

    def grow(self, tree: Tree, source: str, depth: int = 0) -> None:
        """Add what came from ``source`` to the node ``tree``."""
        edges = self._below.get(source, ())
        shown = 0
        for edge in edges[:WIDTH]:
            if not self.room or depth == DEPTH:
                break
            self.room -= 1
            shown += 1
            child = tree.add(self._label(edge))
            add_evidence(child, edge)
            self.grow(child, edge.derived, depth + 1)
        hidden = [edge.derived for edge in edges[shown:]]
        more(tree, len(hidden) + sum(1 for name in hidden for _ in self.reached(name)))

    def reached(self, source: str) -> Iterator[str]:
        """All that came from ``source``, directly or not."""
        waiting, known = [source], {source}
        while waiting:
            found = {edge.derived: None for edge in self._below.get(waiting.pop(), ())}
            new = [name for name in found if name not in known]
            known.update(new)
            yield from new
            waiting += new


def add_evidence(tree: Tree, edge: Derivation) -> None:
    """The strongest reasons of an edge, as leaves."""
    for reason in edge.evidence[:_REASONS]:
        tree.add(Text(f"{weigh(reason.weight)}  {plain(reason.text)}", "dim"))


def weigh(weight: float) -> str:
    """A weight in log-odds; a fact that did not enter the number has none."""
    return f"{weight:+.1f}" if weight else "   ·"


def more(tree: Tree, count: int) -> None:
    """Say how many articles are not shown, if there are any."""
    if count:
        tree.add(Text(f"... and {count:,} more", "dim"))
