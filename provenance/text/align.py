"""Which sentence of one text says what a sentence of another says: for people to read.

The statistics of the pair model have kernels of their own; this shows single sentences side by
side, with the words, names and numbers they share.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence

from attrs import frozen

from provenance.model import Span
from provenance.text.marks import Mark, marks
from provenance.text.sentences import sentences
from provenance.text.terms import Term, Weight, default_weight, names, terms

__all__ = ["MAX_SENTENCES", "AlignedSentence", "Weight", "align", "default_weight", "moved"]

MAX_SENTENCES = 200
"""Sentences of a text beyond this are not aligned."""

_AGAIN = 0.3  # score from which a sentence may be the match of another one as well


@frozen
class AlignedSentence:
    """A sentence of ``a`` and the sentence of ``b`` that says most of the same.

    Attributes:
        a: place of the sentence in the first text.
        b: place of its match in the second.
        score: 0 to 1, weighted cosine of the two sets of content words.
        shared: the words, names and numbers in both, as the first text writes them, in order.
        marks: where they stand in both texts, and what they are.
    """

    a: Span
    b: Span
    score: float
    shared: tuple[str, ...]
    marks: tuple[Mark, ...] = ()


def align(
    a: str,
    b: str,
    weight: Weight | None = None,
    *,
    skip_a: Sequence[Span] = (),
    skip_b: Sequence[Span] = (),
    floor: float = 0.15,
) -> list[AlignedSentence]:
    """For each sentence of the shorter text its best match in the longer.

    Args:
        a: first text.
        b: second text.
        weight: weight of a word as written, at least 0; by default :func:`default_weight`.
        skip_a: spans of ``a`` to leave out, sorted and disjoint (boilerplate).
        skip_b: the same for ``b``.
        floor: matches with a lower score are left out.

    Returns:
        In the order of the shorter text's sentences (of ``a``'s, if as long). A sentence of the
        longer text is the match of several only where they match well (one was split). Each text
        counts with its first 200 sentences; O(sentences of a x sentences of b) at worst.
    """
    words_a, words_b = terms(a, weight), terms(b, weight)
    left, right = _bags(a, skip_a, words_a), _bags(b, skip_b, words_b)
    if len(left) <= len(right):
        chosen = _best(left, right, floor)
    else:
        chosen = [(i, j, score) for j, i, score in _best(right, left, floor)]
    named = names(words_a) | names(words_b)
    return [
        AlignedSentence(
            left[i].span, right[j].span, round(score, 4), _shared(left[i], right[j]),
            marks(left[i].terms, right[j].terms, named),
        )
        for i, j, score in chosen
    ]  # fmt: skip


def moved(aligned: Iterable[AlignedSentence]) -> int:
    """How many sentences stand in another order: the fewest to move so that both orders agree."""
    tails: list[int] = []  # of the longest rising runs (Fredman 1975)
    places = [one.b[0] for one in sorted(aligned, key=lambda one: (one.a, one.b))]
    for place in places:
        at = bisect_right(tails, place)
        tails[at : at + 1] = [place]
    return len(places) - len(tails)


@frozen
class _Bag:
    """The content words of a sentence: key -> word as first written, and its weight."""

    span: Span
    terms: Sequence[Term]
    words: dict[str, tuple[str, float]]
    norm: float


def _bags(text: str, skip: Sequence[Span], found: Sequence[Term]) -> list[_Bag]:
    starts = [term.span[0] for term in found]
    out = []
    for span in sentences(text, skip)[:MAX_SENTENCES]:
        inside = found[bisect_left(starts, span[0]) : bisect_left(starts, span[1])]
        inside = [term for term in inside if term.span[1] <= span[1]]
        bag: dict[str, tuple[str, float]] = {}
        for term in inside:
            if term.weight > 0 and (term.key not in bag or term.weight > bag[term.key][1]):
                bag[term.key] = (bag.get(term.key, (term.word, 0.0))[0], term.weight)
        out.append(_Bag(span, inside, bag, sum(v * v for _, v in bag.values()) ** 0.5))
    return out


def _best(short: list[_Bag], long: list[_Bag], floor: float) -> list[tuple[int, int, float]]:
    """For each of ``short`` the best of ``long``; of equals the one that stands at its height."""
    postings: dict[str, list[int]] = defaultdict(list)
    for j, bag in enumerate(long):
        for key in bag.words:
            postings[key].append(j)
    out = []
    for i, bag in enumerate(short):
        sums: dict[int, float] = defaultdict(float)
        for key, (_, value) in bag.words.items():
            for j in postings.get(key, ()):
                sums[j] += value * long[j].words[key][1]
        height = i / len(short) * len(long)
        ranked = [
            (min(1.0, total / (bag.norm * long[j].norm)), -abs(j - height), -j)
            for j, total in sums.items()
        ]
        if ranked and (best := max(ranked))[0] >= floor:
            out.append((i, -best[2], best[0]))
    return _once(out)


def _once(chosen: list[tuple[int, int, float]]) -> list[tuple[int, int, float]]:
    """Without the weak matches of a sentence that has a stronger one."""
    best: dict[int, float] = {}
    for _, j, score in chosen:
        best[j] = max(score, best.get(j, 0.0))
    return [one for one in chosen if one[2] >= min(best[one[1]], _AGAIN)]


def _shared(a: _Bag, b: _Bag) -> tuple[str, ...]:
    return tuple(word for key, (word, _) in a.words.items() if key in b.words)
