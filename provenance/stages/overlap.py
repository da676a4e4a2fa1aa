"""What two articles share, measured exactly on their hashed sets."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from provenance.kernels.compiled import (
    align_pairs,
    contained,
    overlap_counts,
    positions,
    row_sums,
    shared_weight,
)
from provenance.stages.background import Frequencies
from provenance.stages.columns import Csr, at_once, csr, looked_up, seconds_of, single
from provenance.stages.fingerprint import SETS
from provenance.stages.style import machine_written

#: Columns of :func:`overlap`, the inputs of the pair model. ``_high`` is the better contained
#: side, ``_low`` the other one. ``_shared``: how much both have, ``_extra``: how much one has that
#: the other lacks, as log1p; the lesser side is ``_low``. ``leadN``: the first N sentences.
#: ``machine``: log-odds that a text is machine-written. ``days_apart``: between the publications,
#: :data:`NO_DAYS` where either is not known. The last is not about the two alone: how they stand
#: beside others is told later (:mod:`provenance.stages.rivals`), and is 0 until then.
FEATURES = (
    "shingles_jaccard", "shingles_high", "shingles_low",
    "content_jaccard", "content_high", "content_low", "content_shared", "content_extra_low",
    "pairs_jaccard", "pairs_high", "pairs_shared", "pairs_unquoted_shared", "pairs_extra_low",
    "names_high", "names_low", "names_shared", "names_extra_low", "names_extra_high",
    "numbers_high", "numbers_low", "numbers_shared", "numbers_extra_low", "numbers_extra_high",
    "quotes_high",
    "length_ratio",
    "sentences_mean_high", "sentences_median_high", "sentences_found_high",
    "sentences_order_high", "sentences_coverage_high",
    "sentences_mean_low", "sentences_median_low", "sentences_found_low",
    "sentences_order_low", "sentences_coverage_low",
    "lead2_jaccard", "lead2_high", "lead6_jaccard", "lead6_high", "lead15_jaccard", "lead15_high",
    "machine_high", "machine_low",
    "days_apart",
    "rivals",
)  # fmt: skip

DAYS, RIVALS = FEATURES[-2:]
NO_DAYS = -1.0
_ALIGNED = tuple(name for name in FEATURES if name.startswith(("sentences", "lead")))

_PART = 1 << 22  # places
_LEADS = np.array([2, 6, 15])

# A share of few things is uncertain: this much weight of things found by halves is added to it.
_PRIOR_NAMES, _PRIOR_NUMBERS, _PRIOR_QUOTES, _PRIOR_SHARE = 12.0, 1.0, 4.0, 0.5


class Shelf(NamedTuple):
    """The sets of all articles with their weights, ready to be compared.

    ``machine`` float64[n]: log-odds of being machine-written (:mod:`provenance.stages.style`).
    ``seconds`` float64[n]: when they were published, NaN where unknown.
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
    machine: np.ndarray
    seconds: np.ndarray


def shelve(features: pa.Table, known: Frequencies) -> Shelf:
    """Lay out the sets of a features table (see :mod:`provenance.stages.fingerprint`)."""
    columns = {name: csr(features.column(name)) for name in SETS}
    places = csr(features.column("places"))
    weighed = at_once(
        partial(_weigh_places, places[1], known),
        partial(_weigh, columns["content"], known, known.idf**2),
        partial(_weigh, columns["names"], known, known.idf),
        partial(machine_written, features),
    )
    places_weight, (content_weight, content_mass), (names_weight, names_mass), machine = weighed
    return Shelf(
        **columns,
        places=places,
        places_weight=places_weight,
        content_weight=content_weight,
        names_weight=names_weight,
        content_mass=content_mass,
        names_mass=names_mass,
        words=single(features, "n_words").to_numpy(),
        simhash=single(features, "simhash").fill_null(0).to_numpy(),
        digest=single(features, "digest").fill_null(0).to_numpy(),
        machine=machine,
        seconds=seconds_of(features),
    )


def _weigh(column: Csr, known: Frequencies, weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The weight of each stem of a column, and of all of each row."""
    at = positions(known.stems, column[1])
    return looked_up(weight, at), row_sums(column[0], at, weight)


def _weigh_places(values: np.ndarray, known: Frequencies) -> np.ndarray:
    """The weight of the word at each place, float32; part by part, as there are most of these."""
    out = np.empty(len(values), np.float32)
    for at in range(0, len(values), _PART):
        stems = (values[at : at + _PART] >> np.uint64(32)).astype(np.uint32)
        out[at : at + _PART] = known.idf[positions(known.stems, stems)]
    return out


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
    columns, in_b, in_a = _sequences(shelf, pairs)
    columns |= _rare_words(shelf, pairs)
    facts, fact_share = _facts(shelf, pairs)
    words = np.maximum(shelf.words[pairs], 1)
    machine = _ordered(*shelf.machine[pairs].T)
    columns |= facts | {
        "length_ratio": np.log(words.max(1) / words.min(1)),
        "machine_low": machine[0],
        "machine_high": machine[1],
        DAYS: _days_apart(shelf, pairs),
        RIVALS: np.zeros(len(pairs)),
    }
    columns |= _sentences(shelf, pairs)
    a, b = pairs[:, 0], pairs[:, 1]
    return Overlap(
        columns["shingles_jaccard"],
        in_b,
        in_a,
        columns["content_jaccard"],
        fact_share[:, 0],
        fact_share[:, 1],
        np.bitwise_count(shelf.simhash[a] ^ shelf.simhash[b]).astype(np.int32),
        np.stack([columns[name] for name in FEATURES]).T,  # the models read column by column
    )


Columns = dict[str, np.ndarray]


def _days_apart(shelf: Shelf, pairs: np.ndarray) -> np.ndarray:
    days = np.abs(shelf.seconds[pairs[:, 0]] - shelf.seconds[pairs[:, 1]]) / 86_400
    known: np.ndarray = np.where(np.isnan(days), NO_DAYS, days)
    return known


def _sequences(shelf: Shelf, pairs: np.ndarray) -> tuple[Columns, np.ndarray, np.ndarray]:
    """What the shingles share; share of a found in b, share of b found in a."""
    sizes = np.diff(shelf.shingles[0]).astype(np.float64)
    a, b = sizes[pairs[:, 0]], sizes[pairs[:, 1]]
    shared = overlap_counts(*shelf.shingles, pairs).astype(np.float64)
    jaccard, high, low = _shares(shared, a, b)
    columns = {"shingles_jaccard": jaccard, "shingles_high": high, "shingles_low": low}
    return columns, shared / np.maximum(a, 1), shared / np.maximum(b, 1)


def _rare_words(shelf: Shelf, pairs: np.ndarray) -> Columns:
    """What the weighted words share, and the pairs of neighbours among them."""
    mass = shelf.content_mass[pairs]
    shared = shared_weight(*shelf.content, shelf.content_weight, pairs)
    jaccard, high, low = _shares(shared, mass[:, 0], mass[:, 1])
    sizes = np.diff(shelf.pairs[0]).astype(np.float64)[pairs]
    both = overlap_counts(*shelf.pairs, pairs).astype(np.float64)
    quoted = overlap_counts(*shelf.quotes, pairs)
    pairs_jaccard, pairs_high, _ = _shares(both, sizes[:, 0], sizes[:, 1])
    return {
        "content_jaccard": jaccard,
        "content_high": high,
        "content_low": low,
        "content_shared": np.log1p(shared),
        "content_extra_low": np.log1p(np.maximum(mass.min(1) - shared, 0)),
        "pairs_jaccard": pairs_jaccard,
        "pairs_high": pairs_high,
        "pairs_shared": np.log1p(both),
        "pairs_unquoted_shared": np.log1p(np.maximum(both - quoted, 0)),
        "pairs_extra_low": np.log1p(sizes.min(1) - both),
    }


def _facts(shelf: Shelf, pairs: np.ndarray) -> tuple[Columns, np.ndarray]:
    """What names, numbers and quotations share; the share of a's facts in b and the reverse."""
    ones = np.ones(max(len(shelf.numbers[1]), len(shelf.quotes[1])), np.float32)
    names = contained(*shelf.names, shelf.names_weight, *shelf.content, pairs)
    numbers = contained(*shelf.numbers, ones, *shelf.content, pairs)
    quotes = contained(*shelf.quotes, ones, *shelf.pairs, pairs)
    n_numbers, n_quotes = np.diff(shelf.numbers[0])[pairs], np.diff(shelf.quotes[0])[pairs]
    mass = shelf.names_mass[pairs]
    columns: Columns = {"quotes_high": _smoothed(quotes, n_quotes, _PRIOR_QUOTES)[1]}
    for kind, found, total, prior in (
        ("names", names, mass, _PRIOR_NAMES),
        ("numbers", numbers, n_numbers, _PRIOR_NUMBERS),
    ):
        share = _smoothed(found, total, prior)
        extra = _ordered(*np.log1p(np.maximum(total - found, 0)).T)
        columns |= {f"{kind}_low": share[0], f"{kind}_high": share[1]}
        columns |= {f"{kind}_extra_low": extra[0], f"{kind}_extra_high": extra[1]}
        columns[f"{kind}_shared"] = np.log1p(found.max(1))
    facts = names + numbers * _PRIOR_NAMES / 2
    whole = mass + n_numbers * _PRIOR_NAMES / 2
    return columns, np.where(whole > 0, facts / np.maximum(whole, 1e-9), 0.0)


def _sentences(shelf: Shelf, pairs: np.ndarray) -> Columns:
    """How well sentences find their like, and how alike the articles begin."""
    places = (*shelf.places, shelf.places_weight)
    found = align_pairs(*places, shelf.words, pairs, _LEADS)
    low, high = _ordered(found[:, :5], found[:, 5:10])
    made = (*high.T, *low.T, *found[:, 10:].T)
    return dict(zip(_ALIGNED, made, strict=True))


def _shares(shared: np.ndarray, a: np.ndarray, b: np.ndarray) -> list[np.ndarray]:
    """Jaccard, and the larger and the smaller containment."""
    jaccard = shared / np.maximum(a + b - shared, 1e-9)
    high = shared / np.maximum(np.minimum(a, b), 1e-9)
    low = shared / np.maximum(np.maximum(a, b), 1e-9)
    return [jaccard, np.minimum(high, 1.0), low]


def _ordered(one: np.ndarray, other: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The lesser and the greater, elementwise (sorting along a short axis takes far longer)."""
    return np.minimum(one, other), np.maximum(one, other)


def _smoothed(found: np.ndarray, total: np.ndarray, prior: float) -> tuple[np.ndarray, np.ndarray]:
    """Shares drawn towards one half where there is little to find; the lesser side first."""
    share: np.ndarray = (found + prior * _PRIOR_SHARE) / (total + prior)
    return _ordered(*share.T)
