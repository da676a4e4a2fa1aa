"""What two sentences have in common, as places in both: quotations, numbers, names, words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from typing import Literal

from attrs import frozen

from provenance.model import Span
from provenance.text.terms import Term

MAX_TERMS = 400
"""Words of a sentence beyond this are not marked."""

Kind = Literal["quote", "number", "name", "word"]

_PHRASE = 3  # words in a row from which words of grammar are marked with the others

Run = tuple[int, int, int]
"""A place in the first sentence, one in the second, and how many words are the same from there."""


@frozen
class Mark:
    """One thing that both sentences hold.

    Attributes:
        kind: ``quote`` (words in a row, within quotation marks in one of the two at least),
            ``number``, ``name`` or ``word``.
        a: where it stands in the first text, in characters; at least one place.
        b: the same for the second.
    """

    kind: Kind
    a: tuple[Span, ...]
    b: tuple[Span, ...]


def marks(a: Sequence[Term], b: Sequence[Term], names: Collection[str]) -> tuple[Mark, ...]:
    """Mark what two sentences share, in the order of the first.

    Args:
        a: words of the first sentence, as :func:`provenance.text.terms.terms` gives them.
        b: words of the second one.
        names: keys of words that are names.

    Returns:
        Marks whose places are disjoint on each side, each with a place on both.
        About O(words x places of a word in the other sentence).
    """
    a, b = a[:MAX_TERMS], b[:MAX_TERMS]
    free_a, free_b = [True] * len(a), [True] * len(b)
    found: list[Mark] = []

    def take(kind: Kind, run: Run) -> None:
        i, j, n = run
        found.append(Mark(kind, (_reach(a, i, n),), (_reach(b, j, n),)))
        for free, terms, k in ((free_a, a, i), (free_b, b, j)):
            _cover(free, terms, k, n)

    for run in _runs(a, b, free_a, free_b, lambda x, y: x.quoted or y.quoted):
        says = any(term.weight > 0 for term in a[run[0] : run[0] + run[2]])
        if run[2] > 1 and says and _whole(free_a, free_b, run):
            take("quote", run)
    for run in _runs(a, b, free_a, free_b, lambda x, y: x.spaceless and y.spaceless):
        if _whole(free_a, free_b, run):
            take("word", run)
    found += _words(a, b, free_a, free_b, names)
    return tuple(sorted(found, key=lambda mark: mark.a))


def _reach(terms: Sequence[Term], start: int, count: int) -> Span:
    return terms[start].span[0], terms[start + count - 1].span[1]


def _whole(free_a: list[bool], free_b: list[bool], run: Run) -> bool:
    """Whether no word of a run is taken (words without spaces overlap their neighbours)."""
    i, j, n = run
    return all(free_a[i : i + n]) and all(free_b[j : j + n])


def _cover(free: list[bool], terms: Sequence[Term], start: int, count: int) -> None:
    """Take the words of a run, and those that overlap it."""
    low, high = _reach(terms, start, count)
    for k in range(max(0, start - 1), min(len(terms), start + count + 1)):
        if terms[k].span[0] < high and low < terms[k].span[1]:
            free[k] = False


def _runs(
    a: Sequence[Term],
    b: Sequence[Term],
    free_a: Sequence[bool],
    free_b: Sequence[bool],
    fits: Callable[[Term, Term], bool],
) -> list[Run]:
    """The longest runs of equal words, from left to right in ``a``; each word of ``b`` once."""
    places: dict[str, list[int]] = defaultdict(list)
    for j, term in enumerate(b):
        if free_b[j]:
            places[term.key].append(j)
    used = [not free for free in free_b]

    def length(i: int, j: int) -> int:
        n = 0
        while (
            i + n < len(a) and j + n < len(b) and a[i + n].key == b[j + n].key
            and free_a[i + n] and not used[j + n] and fits(a[i + n], b[j + n])
        ):  # fmt: skip
            n += 1
        return n

    out: list[Run] = []
    i = 0
    while i < len(a):
        n, j = max(((length(i, j), -j) for j in places.get(a[i].key, ())), default=(0, 0))
        if n:
            out.append((i, -j, n))
            used[-j : n - j] = [True] * n
        i += max(n, 1)
    return out


def _words(
    a: Sequence[Term],
    b: Sequence[Term],
    free_a: list[bool],
    free_b: list[bool],
    names: Collection[str],
) -> list[Mark]:
    """Single words that stand in both, each with all its places."""
    telling_a, telling_b = _telling(a, free_a, names), _telling(b, free_b, names)
    for i, j, n in _runs(a, b, free_a, free_b, lambda x, y: True):
        if n >= _PHRASE and any(telling_a[i : i + n]) and any(telling_b[j : j + n]):
            telling_a[i : i + n] = telling_b[j : j + n] = [True] * n
    left, right = _places(a, telling_a), _places(b, telling_b)
    out = []
    for key, mine in left.items():
        if theirs := right.get(key):
            capital = any(t.capital for t in mine) and any(t.capital for t in theirs)
            kind: Kind = "number" if mine[0].number else "word"
            kind = "name" if capital and key in names else kind
            out.append(Mark(kind, tuple(t.span for t in mine), tuple(t.span for t in theirs)))
    return out


def _telling(terms: Sequence[Term], free: Sequence[bool], names: Collection[str]) -> list[bool]:
    """Which words say something by themselves, and are not taken."""
    return [
        open_ and (t.weight > 0 or (t.capital and t.key in names))
        for t, open_ in zip(terms, free, strict=True)
    ]


def _places(terms: Sequence[Term], telling: Sequence[bool]) -> dict[str, list[Term]]:
    out: dict[str, list[Term]] = defaultdict(list)
    for term, tells in zip(terms, telling, strict=True):
        if tells and not term.spaceless:
            out[term.key].append(term)
    return out
