"""Which pairs are worth verifying: a channel for copies and one for rewrites.

Copies share shingles: banded MinHash (Broder 1997; Indyk & Motwani 1998), and SimHash within a few
bits for near-exact texts (Charikar 2002; Manku, Jain & Sarma 2007). Rewrites share few shingles but
keep the rare words, names and numbers of their source: each article looks up its rarest terms in an
inverted index. A candidate says nothing yet; :mod:`provenance.stages.verify` decides.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa

from provenance.kernels import compiled
from provenance.kernels.contract import Index
from provenance.recipe import Candidates
from provenance.stages.background import Frequencies
from provenance.stages.columns import Csr, ends, rows_of, single

SCORE_FLOOR = 0.04
"""Cosine of the rarest terms below which a pair is not worth verifying."""


def copies(features: pa.Table, settings: Candidates) -> tuple[np.ndarray, int]:
    """Pairs that share a band of their signatures or almost all bits of their SimHashes.

    Returns:
        int32[m, 2] sorted distinct pairs, and how many buckets were larger than the cap.
    """
    column = single(features, "minhash")
    valid = np.asarray(column.is_valid())
    signatures = column.values.to_numpy().reshape(len(column), column.type.list_size)
    keys = compiled.band_keys(np.ascontiguousarray(signatures), settings.bands, settings.rows)
    pairs, capped = compiled.bucket_pairs(keys, valid, settings.bucket_cap)
    hashes = single(features, "simhash").fill_null(0).to_numpy()
    near, near_capped = compiled.hamming_pairs(
        hashes, valid, settings.simhash_distance, settings.bucket_cap
    )
    return unique_pairs(np.concatenate([pairs, near])), capped + near_capped


def rewrites(
    content: Csr, known: Frequencies, settings: Candidates
) -> Callable[[int, int], np.ndarray]:
    """The rewrite channel as a function of a range of rows, for the engine to slice.

    A term is indexed while it stands in 2 to ``posting_cap`` articles. Weight: squared IDF.
    """
    offsets, stems = content
    terms = np.searchsorted(known.stems, stems).astype(np.int32)
    indexed = (known.df >= 2) & (known.df <= settings.posting_cap)
    rank = np.full(len(known.stems), -1, np.int32)
    order = np.argsort(-known.idf, kind="stable")
    rank[order] = np.arange(len(order), dtype=np.int32)
    rank[~indexed] = -1
    weight = known.idf.astype(np.float32) ** 2
    row = rows_of(offsets)
    keep = indexed[terms]
    by_term = np.argsort(terms[keep], kind="stable")
    post = row[keep][by_term].astype(np.int32)
    post_offsets = ends(np.bincount(terms[keep], minlength=len(known.stems)))
    mass = np.maximum(np.bincount(row, weight[terms], len(offsets) - 1), 1e-9)
    limits = (settings.rare_terms, settings.neighbours, settings.min_shared)

    index = Index(offsets, terms, weight, rank, post_offsets, post, mass)

    def find(begin: int, end: int) -> np.ndarray:
        found: np.ndarray = compiled.rare_neighbours(index, begin, end, limits, SCORE_FLOOR)
        return found

    return find


def unique_pairs(pairs: np.ndarray) -> np.ndarray:
    """Distinct pairs, sorted: int32[m, 2]."""
    packed = np.unique((pairs[:, 0].astype(np.int64) << 32) | pairs[:, 1])
    return np.stack([packed >> 32, packed & 0xFFFFFFFF], 1).astype(np.int32)
