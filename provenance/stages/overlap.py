"""What two articles share, measured exactly on their hashed sets."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from provenance.kernels.compiled import (
    align_pairs,
    mark,
    overlap_counts,
    shared_parts,
    weigher,
)
from provenance.kernels.compiled.weights import Weigh
from provenance.kernels.contract import Ragged
from provenance.memory.room import Room
from provenance.stages.background import Frequencies
from provenance.stages.columns import (
    Csr,
    at_once,
    csr,
    part_of,
    row_parts,
    seconds_of,
    single,
)
from provenance.stages.details import SETS
from provenance.stages.style import Writing, writing

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

_LEADS = np.array([2, 6, 15])
_ONE = np.ones(1, np.float32)  # the weight of each pair of words

# A share of few things is uncertain: this much weight of things found by halves is added to it.
_PRIOR_NAMES, _PRIOR_NUMBERS, _PRIOR_QUOTES, _PRIOR_SHARE = 12.0, 1.0, 4.0, 0.5


class Shelf(NamedTuple):
    """The sets of all articles with their weights, ready to be compared.

    ``machine`` float64[n]: log-odds of being machine-written (:mod:`provenance.stages.style`).
    ``seconds`` float64[n]: when they were published, NaN where unknown.
    ``digest`` uint64[n] is equal for equal word sequences; candidates always have words.
    ``content`` has the weight (IDF) and the marks of each value: names weighed, numbers counted;
    ``pairs`` has the marks: none weighed, those in quotations counted. ``places`` name the values
    of ``content`` by their numbers.
    ``content_mass`` and ``names_mass``: float64[n], total weight (squared IDF; IDF) per article.
    Of articles that nothing is compared with, weights, marks and masses say nothing.
    """

    shingles: Csr
    content: Csr
    content_weight: np.ndarray
    content_marks: np.ndarray
    content_mass: np.ndarray
    names_mass: np.ndarray
    numbers: np.ndarray
    pairs: Csr
    pairs_marks: np.ndarray
    quotes: np.ndarray
    places: Csr
    words: np.ndarray
    simhash: np.ndarray
    digest: np.ndarray
    machine: np.ndarray
    seconds: np.ndarray


def shelve(
    features: pa.Table,
    known: Frequencies,
    room: Room | None = None,
    written: Callable[[], Writing] | None = None,
    rows: np.ndarray | None = None,
) -> Shelf:
    """Lay out the sets of a features table (see :mod:`provenance.stages.linked`).

    ``room``: where weights and marks stand; in memory if not given. ``written``: how those are
    written that will be compared; found for all if not given. ``rows``: those that will be
    compared, int64[k], sorted; all if not given.
    """
    room = room or Room()
    rows = np.arange(features.num_rows) if rows is None else rows
    sets = {name: csr(features.column(name)) for name in (*SETS, "places")}
    content, pairs = sets["content"], sets["pairs"]
    weigh = weigher(known.stems, known.idf)
    done = at_once(
        partial(_weighed, content, weigh, rows, room),
        partial(_mass, sets["names"], weigh, rows),
        partial(_marked, content, (sets["names"], sets["numbers"]), rows, room),
        partial(_marked, pairs, (_none(pairs), sets["quotes"]), rows, room),
        written or partial(writing, features, rows),
    )
    (content_weight, squared), names, *marked, style = done
    return Shelf(
        shingles=sets["shingles"],
        content=content,
        content_weight=content_weight,
        content_marks=marked[0],
        content_mass=squared[:, 1],
        names_mass=names,
        numbers=np.diff(sets["numbers"][0]),
        pairs=pairs,
        pairs_marks=marked[1],
        quotes=np.diff(sets["quotes"][0]),
        places=sets["places"],
        words=single(features, "n_words").to_numpy(),
        simhash=single(features, "simhash").fill_null(0).to_numpy(),
        digest=single(features, "digest").fill_null(0).to_numpy(),
        machine=style.machine,
        seconds=seconds_of(features),
    )


def _weighed(
    column: Csr, weigh: Weigh, rows: np.ndarray, room: Room
) -> tuple[np.ndarray, np.ndarray]:
    """What the stems of some rows weigh, and the sums of each row, see ``weigher``."""
    weight = room.array(len(column[1]), np.float32)
    return weight, weigh(*column, rows, weight)


def _mass(column: Csr, weigh: Weigh, rows: np.ndarray) -> np.ndarray:
    """What the stems of some rows (sorted) weigh together, float64[n]: a few rows at a time."""
    out = np.empty(len(column[0]) - 1)
    for part in row_parts(column[0]):
        begin, end = np.searchsorted(rows, [part.start, part.stop])
        offsets, stems = part_of(column, part)
        weight = np.empty(len(stems), np.float32)
        out[part] = weigh(offsets, stems, rows[begin:end] - part.start, weight)[:, 0]
    return out


def _marked(column: Csr, parts: tuple[Csr, ...], rows: np.ndarray, room: Room) -> np.ndarray:
    out = room.array(len(column[1]), np.uint8)
    mark(*column, [Ragged(*part) for part in parts], rows, out)
    return out


def _none(column: Csr) -> Csr:
    """A column of as many rows with nothing in them."""
    return np.zeros_like(column[0]), column[1][:0]


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


Columns = dict[str, np.ndarray]


class Glance(NamedTuple):
    """What words, neighbours and dates tell of m pairs, before anything else is compared.

    ``columns``: those of :data:`FEATURES` that they give. ``facts`` float64[m, 2]: the share of
    a's facts in b, and the reverse. ``neighbours`` float64[m]: pairs of neighbouring words of the
    article that has fewer.
    """

    columns: Columns
    facts: np.ndarray
    neighbours: np.ndarray

    def of(self, keep: np.ndarray) -> Glance:
        """The same of some of the pairs."""
        columns = {name: column[keep] for name, column in self.columns.items()}
        return Glance(columns, self.facts[keep], self.neighbours[keep])


def glance(shelf: Shelf, pairs: np.ndarray) -> Glance:
    """Compare the words, facts and dates of each pair (int32[m, 2]); O(size of the sets)."""
    shorter, longer = _ordered(*np.maximum(shelf.words[pairs], 1).T)
    columns, facts = _words_and_facts(shelf, pairs)
    neighbours, fewer = _neighbours(shelf, pairs)
    columns |= neighbours | {
        "length_ratio": np.log(longer / shorter),
        DAYS: _days_apart(shelf, pairs),
    }
    return Glance(columns, facts, fewer)


def overlap(shelf: Shelf, pairs: np.ndarray, first: Glance | None = None) -> Overlap:
    """Compare the articles of each pair (int32[m, 2]) in full; O(size of the sets).

    ``first``: their :func:`glance`, where it has been taken.
    """
    first = first or glance(shelf, pairs)
    columns, in_b, in_a = _sequences(shelf, pairs)
    machine = _ordered(*shelf.machine[pairs].T)
    columns |= first.columns | {
        "machine_low": machine[0],
        "machine_high": machine[1],
        RIVALS: np.zeros(len(pairs)),
    }
    columns |= _sentences(shelf, pairs)
    a, b = pairs[:, 0], pairs[:, 1]
    return Overlap(
        columns["shingles_jaccard"],
        in_b,
        in_a,
        columns["content_jaccard"],
        first.facts[:, 0],
        first.facts[:, 1],
        np.bitwise_count(shelf.simhash[a] ^ shelf.simhash[b]).astype(np.int32),
        np.stack([columns[name] for name in FEATURES]).T,  # the models read column by column
    )


def _days_apart(shelf: Shelf, pairs: np.ndarray) -> np.ndarray:
    days = np.abs(shelf.seconds[pairs[:, 0]] - shelf.seconds[pairs[:, 1]]) / 86_400
    known: np.ndarray = np.where(np.isnan(days), NO_DAYS, days)
    return known


def _sequences(shelf: Shelf, pairs: np.ndarray) -> tuple[Columns, np.ndarray, np.ndarray]:
    """What the shingles share; share of a found in b, share of b found in a."""
    a, b = _sizes(shelf.shingles, pairs).T
    shared = overlap_counts(*shelf.shingles, pairs).astype(np.float64)
    jaccard, high, low = _shares(shared, a, b)
    columns = {"shingles_jaccard": jaccard, "shingles_high": high, "shingles_low": low}
    return columns, shared / np.maximum(a, 1), shared / np.maximum(b, 1)


def _words_and_facts(shelf: Shelf, pairs: np.ndarray) -> tuple[Columns, np.ndarray]:
    """What the weighted words share, and the names and numbers among them."""
    found = shared_parts(*shelf.content, shelf.content_weight, shelf.content_marks, pairs)
    shared, mass = found[:, 0], shelf.content_mass[pairs]
    jaccard, high, low = _shares(shared, mass[:, 0], mass[:, 1])
    columns: Columns = {
        "content_jaccard": jaccard,
        "content_high": high,
        "content_low": low,
        "content_shared": np.log1p(shared),
        "content_extra_low": np.log1p(np.maximum(_ordered(*mass.T)[0] - shared, 0)),
    }
    names, n_names = found[:, 1:3], shelf.names_mass[pairs]
    numbers, n_numbers = found[:, 3:5], shelf.numbers[pairs]
    for kind, part, total, prior in (
        ("names", names, n_names, _PRIOR_NAMES),
        ("numbers", numbers, n_numbers, _PRIOR_NUMBERS),
    ):
        share = _smoothed(part, total, prior)
        extra = _ordered(*np.log1p(np.maximum(total - part, 0)).T)
        columns |= {f"{kind}_low": share[0], f"{kind}_high": share[1]}
        columns |= {f"{kind}_extra_low": extra[0], f"{kind}_extra_high": extra[1]}
        columns[f"{kind}_shared"] = np.log1p(_ordered(*part.T)[1])
    facts = names + numbers * _PRIOR_NAMES / 2
    whole = n_names + n_numbers * _PRIOR_NAMES / 2
    return columns, np.where(whole > 0, facts / np.maximum(whole, 1e-9), 0.0)


def _neighbours(shelf: Shelf, pairs: np.ndarray) -> tuple[Columns, np.ndarray]:
    """What the pairs of neighbouring words share, those in quotations too; the lesser number."""
    found = shared_parts(*shelf.pairs, _ONE, shelf.pairs_marks, pairs)
    both, sizes = found[:, 0], _sizes(shelf.pairs, pairs)
    jaccard, high, _ = _shares(both, sizes[:, 0], sizes[:, 1])
    fewer = _ordered(*sizes.T)[0]
    columns = {
        "pairs_jaccard": jaccard,
        "pairs_high": high,
        "pairs_shared": np.log1p(both),
        "pairs_unquoted_shared": np.log1p(both - found[:, 5]),
        "pairs_extra_low": np.log1p(fewer - both),
        "quotes_high": _smoothed(found[:, 3:5], shelf.quotes[pairs], _PRIOR_QUOTES)[1],
    }
    return columns, fewer


def _sentences(shelf: Shelf, pairs: np.ndarray) -> Columns:
    """How well sentences find their like, and how alike the articles begin."""
    words = Ragged(*shelf.content), shelf.content_weight, shelf.words
    found = align_pairs(Ragged(*shelf.places), *words, pairs, _LEADS)
    low, high = _ordered(found[:, :5], found[:, 5:10])
    made = (*high.T, *low.T, *found[:, 10:].T)
    return dict(zip(_ALIGNED, made, strict=True))


def _sizes(column: Csr, pairs: np.ndarray) -> np.ndarray:
    """How many values both articles of each pair have: float64[m, 2]."""
    offsets = column[0]
    sizes: np.ndarray = (offsets[pairs + 1] - offsets[pairs]).astype(np.float64)
    return sizes


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
