"""Is a claimed source the right one? One verdict for every article of a pile.

The right answer for an article is its nearest ancestor in the pile. Where it has none, the source
is unseen, and for an original there is none. Beside these count as right:

- ``alike``: another article that explains the text as well as the true one: every word and every
  run of three words that the article shares with its true source, it shares with this one too. A
  descendant never counts, nor does one that honest times show to be later.
- ``stand-in``: the same where the true source, the direct parent, is not in the pile: an article
  that explains the text as well as that one would. Not if the text names an ancestor's outlet.
- ``bridged``: ``unseen:NAME`` for an article whose direct parent, published by NAME, is not in the
  pile, though an earlier ancestor is.
- ``untraceable``: no source, said of an article whose unseen source nothing in the pile betrays.
"""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from cascades.clocks import HONEST
from cascades.text import grams, plain_words
from cascades.truth import Truth

UNSEEN = "unseen:"
RIGHT = ("exact", "alike", "stand-in", "bridged", "unseen", "untraceable", "no source")


@frozen
class Answer:
    """What a tool says of an article: its source, how surely, and where its family starts.

    ``source`` is an id, ``unseen:NAME``, ``unseen:?`` or ``None``; ``probability`` ``None`` where
    the tool gives none; ``origin`` as ``source``, or ``None``: then the chain is followed.
    """

    source: str | None = None
    probability: float | None = None
    origin: str | None = None


@frozen
class Verdict:
    """One article: the answer and what it is worth.

    ``derived``: it has a true source, seen or not. ``verdict``: one of :data:`RIGHT`, or a cause.
    """

    id: str
    said: str | None
    probability: float | None
    derived: bool
    verdict: str

    @property
    def right(self) -> bool:
        """Whether the answer counts as right."""
        return self.verdict in RIGHT


#: The agencies whose tags the generator gives, by the names that a tool may print instead.
_AGENCIES = {"associated press": "ap", "agence france presse": "afp"}


def same_outlet(one: str, other: str) -> bool:
    """Whether two names mean one outlet: without case, marks and a leading article."""
    a, b = (" ".join(plain_words(x)).removeprefix("the ") for x in (one, other))
    return _AGENCIES.get(a, a) == _AGENCIES.get(b, b)


class Judge:
    """Judges answers about one pile.

    Args:
        truth: the trees.
        texts: the texts by id, of articles that are not in the pile too.
    """

    def __init__(self, truth: Truth, texts: Mapping[str, str]) -> None:
        self.truth = truth
        self.grams = {one: grams(text) for one, text in texts.items()}

    def verdicts(self, answers: Mapping[str, Answer]) -> list[Verdict]:
        """A verdict for each article of the pile, in the order of ids; absent answers say none."""
        out = []
        for one in self.truth.seen:
            given = answers.get(one, Answer())
            derived = self.truth.nodes[one].parent is not None
            word = self.verdict(one, given.source)
            out.append(Verdict(one, given.source, given.probability, derived, word))
        return out

    def verdict(self, one: str, said: str | None) -> str:
        """One of :data:`RIGHT`, or what is wrong."""
        if said is None:
            return self._silent(one)
        if said.startswith(UNSEEN):
            return self._unseen(one, said.removeprefix(UNSEEN))
        wanted = self.truth.nearest(one)
        if said == wanted:
            return "exact"
        if wanted is not None and self.alike(one, wanted, said):
            return "alike"
        if self.stands_in(one, said):
            return "stand-in"
        return self._stray(one, said)

    def alike(self, one: str, wanted: str, said: str) -> bool:
        """Whether ``said`` explains an article's text as well as ``wanted``, its true source."""
        a, b = self.truth.nodes[one], self.truth.nodes.get(said)
        if b is None or b.removed or one in self.truth.above(said) or said == one:
            return False
        if a.clock == b.clock == HONEST and b.published_at > a.published_at:
            return False
        return (self.grams[one] & self.grams[wanted]) <= self.grams[said]

    def stands_in(self, one: str, said: str) -> bool:
        """Whether ``said`` explains an article's text as well as its parent that is gone."""
        node = self.truth.nodes[one]
        if node.parent is None or node.names or not self.truth.nodes[node.parent].removed:
            return False
        return self.alike(one, node.parent, said)

    def same_text(self, one: str, other: str) -> bool:
        """Whether two articles have the same words and runs of words."""
        return self.grams.get(one) == self.grams.get(other, ())

    def _silent(self, one: str) -> str:
        if self.truth.nodes[one].parent is None:
            return "no source"
        if not self.truth.unseen(one):
            return "missed"
        return "missed unseen" if self.truth.traceable(one) else "untraceable"

    def _unseen(self, one: str, name: str) -> str:
        node = self.truth.nodes[one]
        if node.parent is None:
            return "unseen source of an original"
        above = self.truth.above(one)
        if self.truth.unseen(one):
            outlets = [self.truth.nodes[a].outlet for a in above]
            known = name == "?" or any(same_outlet(name, o) for o in outlets)
            return "unseen" if known else "unseen, wrong name"
        parent = self.truth.nodes[node.parent]
        if parent.removed and same_outlet(name, parent.outlet):
            return "bridged"
        return "called unseen, is in the pile"

    def _stray(self, one: str, said: str) -> str:
        """What an article that is not the source is to the one it is said to be the source of."""
        if said not in self.truth.nodes or self.truth.nodes[said].removed:
            return "not in the pile"
        a, b = self.truth.nodes[one], self.truth.nodes[said]
        if said in self.truth.above(one):
            return "a farther ancestor"
        if one in self.truth.above(said):
            return "reversed"
        if a.cascade == b.cascade:
            return "a sibling of an unseen source" if self.truth.unseen(one) else "a sibling"
        return "another report of the event" if a.story == b.story else "another story"
