"""What two articles share, measured exactly on their hashed sets."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pyarrow as pa

from provenance.kernels.compiled import align_pairs, contained, overlap_counts
from provenance.stages.background import Frequencies
from provenance.stages.columns import Csr, csr, rows_of, single
from provenance.stages.fingerprint import SETS

#: Columns of :func:`overlap`, the inputs of the pair model. ``_high`` is the better contained
#: side, ``_low`` the other one.
FEATURES = (
    "shingles_jaccard", "shingles_high", "shingles_low",
    "content_jaccard", "content_high", "content_low",
    "pairs_jaccard", "pairs_high",
    "names_high", "names_low", "numbers_high", "numbers_low", "quotes_high",
    "length_ratio",
    "sentences_mean_high", "sentences_median_high", "sentences_found_high",
    "sentences_order_high", "sentences_coverage_high",
    "sentences_mean_low", "sentences_median_low", "sentences_found_low",
    "sentences_order_low", "sentences_coverage_low",
    "disclosed",
)  # fmt: skip

# A share of few things is uncertain: this much weight of things found by halves is added to it.
_PRIOR_NAMES, _PRIOR_NUMBERS, _PRIOR_QUOTES, _PRIOR_SHARE = 12.0, 1.0, 4.0, 0.5


class Shelf(NamedTuple):
    """The sets of all articles with their weights, ready to be compared.

    ``disclosed`` bool[n]: it says itself that it was generated from other articles.
    ``digest`` uint64[n] is equal for equal word sequences; candidates always have words.
    ``content_mass`` and ``names_mass``: float64[n], total weight (squared IDF; IDF) per article.
    """

    shingles: Csr
    content: Csr
    pairs: Csr
    names: Csr
    numbers: Csr
    quotes: Csr
    places: Csr
    places_weight: np.ndarray
    content_weight: np.ndarray
    names_weight: np.ndarray
    content_mass: np.ndarray
    names_mass: np.ndarray
    words: np.ndarray
    simhash: np.ndarray
    digest: np.ndarray
    disclosed: np.ndarray


def shelve(features: pa.Table, known: Frequencies) -> Shelf:
    """Lay out the sets of a features table (see :mod:`provenance.stages.fingerprint`)."""
    columns = {name: csr(features.column(name)) for name in SETS}

    def weigh(column: Csr) -> np.ndarray:
        return known.idf[np.searchsorted(known.stems, column[1])]

    places = csr(features.column("places"))
    place_stems = (places[1] >> np.uint64(32)).astype(np.uint32)
    content_weight = weigh(columns["content"]) ** 2
    names_weight = weigh(columns["names"])
    return Shelf(
        **columns,
        places=places,
        places_weight=weigh((places[0], place_stems)),
        content_weight=content_weight,
        names_weight=names_weight,
        content_mass=_mass(columns["content"], content_weight),
        names_mass=_mass(columns["names"], names_weight),
        words=single(features, "n_words").to_numpy(),
        simhash=single(features, "simhash").fill_null(0).to_numpy(),
        digest=single(features, "digest").fill_null(0).to_numpy(),
        disclosed=np.asarray(single(features, "ai_disclosure").is_valid()),
    )


def _mass(column: Csr, weight: np.ndarray) -> np.ndarray:
    return np.bincount(rows_of(column[0]), weight, len(column[0]) - 1)


class Overlap(NamedTuple):
    """Overlap of each pair; ``_ab``: share of a found in b. All float64[m].

    ``matrix`` is float64[m, len(FEATURES)].
    """

    shingle_jaccard: np.ndarray
    containment_ab: np.ndarray
    containment_ba: np.ndarray
    content_similarity: np.ndarray
    fact_ab: np.ndarray
    fact_ba: np.ndarray
    simhash_distance: np.ndarray
    matrix: np.ndarray


def overlap(shelf: Shelf, pairs: np.ndarray) -> Overlap:
    """Compare the articles of each pair (int32[m, 2]); O(size of the sets)."""
    a, b = pairs[:, 0], pairs[:, 1]
    jaccard, high, low, cont_ab, cont_ba = _counted(shelf.shingles, pairs)
    pairs_jaccard, pairs_high, *_ = _counted(shelf.pairs, pairs)
    mass = shelf.content_mass
    shared = contained(*shelf.content, shelf.content_weight, *shelf.content, pairs)[:, 0]
    content = _shares(shared, mass[a], mass[b])
    ones = np.ones(max(len(shelf.numbers[1]), len(shelf.quotes[1])), np.float32)
    names = contained(*shelf.names, shelf.names_weight, *shelf.content, pairs)
    numbers = contained(*shelf.numbers, ones, *shelf.content, pairs)
    quotes = contained(*shelf.quotes, ones, *shelf.pairs, pairs)
    n_numbers, n_quotes = np.diff(shelf.numbers[0]), np.diff(shelf.quotes[0])
    names_share = _smoothed(names, shelf.names_mass[pairs], _PRIOR_NAMES)
    numbers_share = _smoothed(numbers, n_numbers[pairs], _PRIOR_NUMBERS)
    quotes_share = _smoothed(quotes, n_quotes[pairs], _PRIOR_QUOTES)
    facts = names + numbers * _PRIOR_NAMES / 2
    fact_mass = shelf.names_mass[pairs] + n_numbers[pairs] * _PRIOR_NAMES / 2
    fact_share = np.where(fact_mass > 0, facts / np.maximum(fact_mass, 1e-9), 0.0)
    words = np.maximum(shelf.words[pairs], 1)
    ratio = np.log(words.max(1) / words.min(1))
    aligned = align_pairs(*shelf.places, shelf.places_weight, shelf.words, pairs)
    sentences = np.sort(aligned.reshape(-1, 2, 5), axis=1)
    matrix = np.stack(
        [
            jaccard, high, low, *content, pairs_jaccard, pairs_high,
            names_share.max(1), names_share.min(1), numbers_share.max(1), numbers_share.min(1),
            quotes_share.max(1), ratio, *sentences[:, 1].T, *sentences[:, 0].T,
            shelf.disclosed[pairs].any(1),
        ],
        axis=1,
    )  # fmt: skip
    distance = np.bitwise_count(shelf.simhash[a] ^ shelf.simhash[b]).astype(np.int32)
    return Overlap(
        jaccard, cont_ab, cont_ba, content[0], fact_share[:, 0], fact_share[:, 1], distance, matrix
    )


def _shares(shared: np.ndarray, a: np.ndarray, b: np.ndarray) -> list[np.ndarray]:
    """Jaccard, and the larger and the smaller containment."""
    jaccard = shared / np.maximum(a + b - shared, 1e-9)
    high = shared / np.maximum(np.minimum(a, b), 1e-9)
    low = shared / np.maximum(np.maximum(a, b), 1e-9)
    return [jaccard, np.minimum(high, 1.0), low]


def _counted(column: Csr, pairs: np.ndarray) -> tuple[np.ndarray, ...]:
    """Jaccard, larger and smaller containment, share of a in b, share of b in a."""
    sizes = np.diff(column[0])
    shared = overlap_counts(*column, pairs).astype(np.float64)
    a, b = sizes[pairs[:, 0]], sizes[pairs[:, 1]]
    jaccard, high, low = _shares(shared, a, b)
    return jaccard, high, low, shared / np.maximum(a, 1), shared / np.maximum(b, 1)


def _smoothed(found: np.ndarray, total: np.ndarray, prior: float) -> np.ndarray:
    return (found + prior * _PRIOR_SHARE) / (total + prior)
