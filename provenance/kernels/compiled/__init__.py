"""The kernels in numba: bit for bit what ``provenance.kernels.reference`` gives, at speed.

The functions that hash one token at a time are the reference's own.
"""

from provenance.kernels.compiled.alignment import align_pairs, numbered_places, places
from provenance.kernels.compiled.ascending import ascending
from provenance.kernels.compiled.attested import attested
from provenance.kernels.compiled.begins import begins, near_start, steps_back
from provenance.kernels.compiled.cues import find_cues
from provenance.kernels.compiled.flags import count_flagged
from provenance.kernels.compiled.groups import (
    band_keys,
    bucket_pairs,
    components,
    hamming_pairs,
)
from provenance.kernels.compiled.linkage import average_linkage
from provenance.kernels.compiled.naming import cut_off, may_name
from provenance.kernels.compiled.nearest import nearest
from provenance.kernels.compiled.overlaps import listed, mark, overlap_counts, shared_parts
from provenance.kernels.compiled.postings import finder, invert, look_ups, row_sums, tallier
from provenance.kernels.compiled.records import plain_records
from provenance.kernels.compiled.retrieval import rare_neighbours
from provenance.kernels.compiled.sets import content_sets, flag_words, without_headlines
from provenance.kernels.compiled.shingle import digests, line_hashes, mask, shingles
from provenance.kernels.compiled.simhash import simhash
from provenance.kernels.compiled.sketch import distinct, minhash
from provenance.kernels.compiled.style import style_counts
from provenance.kernels.compiled.tokens import tokenize
from provenance.kernels.compiled.weights import weigher
from provenance.kernels.reference.hashing import hash_shingle, hash_token, stem
from provenance.kernels.reference.tokens import fold_tokens

__all__ = [
    "align_pairs",
    "ascending",
    "attested",
    "average_linkage",
    "band_keys",
    "begins",
    "bucket_pairs",
    "components",
    "content_sets",
    "count_flagged",
    "cut_off",
    "digests",
    "distinct",
    "find_cues",
    "finder",
    "flag_words",
    "fold_tokens",
    "hamming_pairs",
    "hash_shingle",
    "hash_token",
    "invert",
    "line_hashes",
    "listed",
    "look_ups",
    "mark",
    "mask",
    "may_name",
    "minhash",
    "near_start",
    "nearest",
    "numbered_places",
    "overlap_counts",
    "places",
    "plain_records",
    "rare_neighbours",
    "row_sums",
    "shared_parts",
    "shingles",
    "simhash",
    "stem",
    "steps_back",
    "style_counts",
    "tallier",
    "tokenize",
    "weigher",
    "without_headlines",
]
