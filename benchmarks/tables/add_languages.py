"""Add the plain words of languages for which there was no news to count.

    pip install jieba==0.42.1 stopwordsiso==0.7.1
    python benchmarks/tables/add_languages.py BACKGROUND.npz OUT.npz

Stop words (stopwordsiso, MIT) and the words of ``news_words.txt`` get a plain share; Chinese pairs
of characters get the share that the word frequencies of jieba (MIT) make likely. A stem that the
table already has keeps its measured figure, so the languages that were counted hardly change.
"""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path

import jieba
import numpy as np
import stopwordsiso

from provenance.kernels import compiled
from provenance.kernels.contract import NUMBER
from provenance.stages.background import COMMON_SHARE, DOCUMENTS

COUNTED = {"en", "de", "es", "ru"}
# A stop list does not say how frequent its words are. In Latin letters they stay just below what is
# common: a plain word of one language is a name in another ("Dina", "Ant").
_PLAIN, _PLAIN_LATIN = 0.15, 0.11
_LONGEST = 900  # words; a longer list holds more than function words
_RAREST = 0.01  # share of articles; rarer pairs of characters are many and tell little here
_PAIRS = 350  # pairs of characters in a Chinese article of common length
_OWN = Path(__file__).with_name("news_words.txt")


def stems(words: list[str]) -> np.ndarray:
    """Distinct stems of some words, without numbers."""
    data = np.frombuffer("\n".join(words).encode(), np.uint8)
    tokens = compiled.tokenize(data, np.array([0, len(data)], np.int64))
    return np.unique(tokens.stem[(tokens.flags & NUMBER) == 0])


def is_latin(word: str) -> bool:
    """Whether a word has a Latin letter."""
    return any(unicodedata.name(c, "").startswith("LATIN") for c in word)


def plain_words() -> tuple[np.ndarray, np.ndarray]:
    """Stems of stop words and of the frequent words of news, and their shares."""
    lists = {code: stopwordsiso.stopwords(code) for code in stopwordsiso.langs()}
    words = [w for code, one in lists.items() for w in one
             if code not in COUNTED and len(one) <= _LONGEST]  # fmt: skip
    rows = (line.split() for line in _OWN.read_text("utf-8").splitlines() if line[0] != "#")
    every = sorted(words) + [w for _, *own in rows for w in own]
    latin = stems([w for w in every if is_latin(w)])
    other = np.setdiff1d(stems([w for w in every if not is_latin(w)]), latin)
    shares = np.repeat([_PLAIN_LATIN, _PLAIN], [len(latin), len(other)])
    return np.concatenate([latin, other]), shares


def chinese_pairs() -> tuple[list[str], np.ndarray]:
    """Pairs of characters and the share of articles that hold each, by word frequencies.

    Within words the pairs count as their words do; across words the last character of one and the
    first of the next count as if they were independent.
    """
    within: dict[str, float] = {}
    first: dict[str, float] = {}
    last: dict[str, float] = {}
    total = characters = 0.0
    for line in Path(jieba.__file__).with_name("dict.txt").read_text("utf-8").splitlines():
        word, count, *_ = line.split(" ")
        if not all("\u4e00" <= c <= "\u9fff" for c in word):
            continue
        n = float(count)
        total, characters = total + n, characters + n * len(word)
        first[word[0]] = first.get(word[0], 0) + n
        last[word[-1]] = last.get(word[-1], 0) + n
        for k in range(len(word) - 1):
            within[word[k : k + 2]] = within.get(word[k : k + 2], 0) + n
    floor = _RAREST / _PAIRS * characters / total
    for x, n in last.items():
        for y, m in first.items():
            if n / total * m / total > floor / 4:
                within[x + y] = within.get(x + y, 0) + n * m / total
    pairs = sorted(within)
    rate = np.array([within[p] for p in pairs]) / characters
    return pairs, 1 - np.exp(-_PAIRS * rate)


def main(table: str, out: str) -> None:
    """Write the table with what is added."""
    with np.load(table) as old:
        known, frequency, common = old["stems"], old["frequency"], old["common"]
    pairs, share = chinese_pairs()
    keep = share >= _RAREST
    pairs, share = [p for p, k in zip(pairs, keep, strict=True) if k], share[keep]
    pair_stems = np.concatenate([stems([p]) for p in pairs])
    plain, plain_share = plain_words()
    every = np.setdiff1d(np.union1d(pair_stems, plain), known)
    highest = np.zeros(len(every))
    for values, shares in ((plain, plain_share), (pair_stems, share)):
        new = np.isin(values, every)
        at = np.searchsorted(every, values[new])
        np.maximum.at(highest, at, shares[new])
    order = np.argsort(np.concatenate([known, every]))
    added = (highest * DOCUMENTS).astype(np.float16)
    np.savez_compressed(
        out, stems=np.concatenate([known, every])[order],
        frequency=np.concatenate([frequency, added])[order],
        common=np.union1d(common, every[highest > COMMON_SHARE]),
    )  # fmt: skip
    print(f"{len(every)} stems added, {(highest > COMMON_SHARE).sum()} of them common")


if __name__ == "__main__":
    main(*sys.argv[1:])
