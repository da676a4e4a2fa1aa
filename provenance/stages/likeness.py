"""How well one article explains another: what of it stands there, and what stands only elsewhere.

What an article has alone, no source explains better than another. What it shares with a third
version, its source had as well, mostly: such *shared innovations* tell versions of one text apart
(Maas, Textual Criticism, 1958, paragraphs 22-26). So of two possible sources that one is closer
which lacks less of what the article shares with anything of its kind.

What a source has and the article has not tells less, for copies are cut. But a word that a copy
replaces costs some five word sequences, and a sentence that a source has for its own costs no more
of them than of words: so sequences and words are counted both.
"""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from provenance.kernels import compiled
from provenance.stages.columns import Csr, at_once, csr

_FACTS = ("numbers", "quotes")


class Likeness(NamedTuple):
    """Of m pairs, for each side as the derived one and the other as its source: float64[m, 2].

    ``missing``: word sequences that the article shares with a third version, and not with its
    source; ``facts``: numbers and quotes of that kind. ``lost``: word sequences of the source that
    the article has not; ``words``: content words of that kind. ``uncredited``: how probably it
    names a source that the other neither is nor names.
    """

    missing: np.ndarray
    facts: np.ndarray
    lost: np.ndarray
    words: np.ndarray
    uncredited: np.ndarray


def likeness(
    features: pa.Table, pairs: np.ndarray, held: np.ndarray, uncredited: np.ndarray
) -> Likeness:
    """Measure verified copies.

    Args:
        features: rows of :mod:`provenance.stages.linked`.
        pairs: int32[m, 2] rows.
        held: float64[m, 2], how much of a stands in b, and of b in a.
        uncredited: float64[m, 2], as in :class:`Likeness`.
    """
    kin = _in_threes(features.num_rows, pairs)
    sequences, words, *facts = (
        csr(features.column(name)) for name in ("shingles", "content", *_FACTS)
    )

    def lacking(column: Csr) -> np.ndarray:
        found: np.ndarray = np.maximum(
            compiled.attested(*column, *kin)[pairs] - _shared(column, pairs), 0
        )
        return found

    seen, both, *lacked = at_once(
        partial(compiled.attested, *sequences, *kin),
        partial(_shared, words, pairs),
        *(partial(lacking, column) for column in facts),
    )
    sizes = _sizes(sequences)[pairs]
    shared = np.rint(held * sizes)
    return Likeness(
        missing=np.maximum(seen[pairs] - shared, 0),
        facts=np.sum(lacked, axis=0),
        lost=np.maximum(sizes - shared, 0)[:, ::-1],
        words=(_sizes(words)[pairs] - both)[:, ::-1],
        uncredited=uncredited,
    )


def _sizes(column: Csr) -> np.ndarray:
    return np.diff(column[0]).astype(np.float64)


def _shared(column: Csr, pairs: np.ndarray) -> np.ndarray:
    """How many values both of a pair have: float64[m, 1]."""
    out: np.ndarray = compiled.overlap_counts(*column, pairs).astype(np.float64)[:, None]
    return out


def _in_threes(size: int, pairs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The rows connected with two others at least, and the component of each, by which they stand.

    Two alone share with none but another, which is known; and most families are two articles.
    """
    label = compiled.components(size, pairs)
    rows = np.flatnonzero(np.bincount(label, minlength=size)[label] > 2)
    rows = rows[np.argsort(label[rows], kind="stable")]
    return rows, label[rows]
