"""Which sentence of one text says what a sentence of another says: for people to read.

The statistics of the pair model have kernels of their own; this shows single sentences side by
side, with the words, names and numbers they share.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Sequence

from attrs import frozen

from provenance.model import Span
from provenance.text.sentences import sentences
from provenance.text.wordset import words

MAX_SENTENCES = 200
"""Sentences of a text beyond this are not aligned."""

Weight = Callable[[str], float]

_WORD = re.compile(r"\d[\d.,]*\d|[^\W_]+(?:['’][^\W_]+)*")
_STEM = 6
_STOPWORDS = words(
    "the and that this with from have has had was were will would could should been being are for "
    "not but its his her their they them she him you your our who which what when where while "
    "there here than then also into over after before about more most such other some any all "
    "said says say one two new out can may did does his her how why just only very much many "
    "der die das und den dem des ein eine einen einem einer ist war sind hat mit von für auf auch "
    "nicht sich als bei aus wird que los las del una con por para como más sus fue ha les des une "
    "dans est pour sur par avec qui pas plus aux son ses это что как для его она они был была были "
    "или при все еще также"
)


@frozen
class AlignedSentence:
    """A sentence of ``a`` and the sentence of ``b`` that says most of the same.

    Attributes:
        a: place of the sentence in the first text.
        b: place of its match in the second.
        score: 0 to 1, weighted cosine of the two sets of content words.
        shared: the words, names and numbers in both, as the first text writes them, in order.
    """

    a: Span
    b: Span
    score: float
    shared: tuple[str, ...]


def default_weight(word: str) -> float:
    """Weight of a word as written: numbers 3, names and acronyms 2 and more, long words more.

    Words of grammar and of fewer than three letters weigh nothing.
    """
    if word[0].isdigit():
        return 3.0
    low = word.lower()
    if low in _STOPWORDS or (len(word) < 3 and not word.isupper()):
        return 0.0
    rare = min(len(word), 12) / 6
    return rare + 1.0 if word[0].isupper() else rare


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
        In the order of the shorter text's sentences (of ``a``'s, if as long). Each text counts
        with its first 200 sentences; O(sentences of a x sentences of b) at worst.
    """
    left = _bags(a, skip_a, weight or default_weight)
    right = _bags(b, skip_b, weight or default_weight)
    if len(left) <= len(right):
        chosen = _best(left, right, floor)
    else:
        chosen = [(i, j, score) for j, i, score in _best(right, left, floor)]
    return [
        AlignedSentence(left[i].span, right[j].span, round(score, 4), _shared(left[i], right[j]))
        for i, j, score in chosen
    ]


@frozen
class _Bag:
    """The content words of a sentence: stem -> word as first written, and its weight."""

    span: Span
    words: dict[str, tuple[str, float]]
    norm: float


def _stem(word: str) -> str:
    """What two forms of a word have in common: six letters without case or diacritics."""
    if word[0].isdigit():
        return word.replace(",", "").replace(".", "")
    plain = unicodedata.normalize("NFKD", re.sub(r"['’]s$", "", word))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    plain = plain.replace("'", "").replace("’", "")
    if len(plain) > 4 and plain.endswith("s") and not plain.endswith("ss"):
        plain = plain[:-1]
    return plain[:_STEM]


def _bags(text: str, skip: Sequence[Span], weight: Weight) -> list[_Bag]:
    out = []
    for start, end in sentences(text, skip)[:MAX_SENTENCES]:
        bag: dict[str, tuple[str, float]] = {}
        for found in _WORD.finditer(text, start, end):
            word = found.group()
            if (value := weight(word)) > 0:
                key = _stem(word)
                if key not in bag or value > bag[key][1]:
                    bag[key] = (bag.get(key, (word, 0.0))[0], value)
        out.append(_Bag((start, end), bag, sum(v * v for _, v in bag.values()) ** 0.5))
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
    return out


def _shared(a: _Bag, b: _Bag) -> tuple[str, ...]:
    return tuple(word for key, (word, _) in a.words.items() if key in b.words)
