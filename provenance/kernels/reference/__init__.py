"""The kernels in plain Python and NumPy: the definition that the compiled ones must equal."""

from provenance.kernels.reference.alignment import align_pairs, numbered_places, places
from provenance.kernels.reference.ascending import ascending
from provenance.kernels.reference.attested import attested
from provenance.kernels.reference.begins import begins, near_start, steps_back
from provenance.kernels.reference.cues import find_cues
from provenance.kernels.reference.flags import count_flagged
from provenance.kernels.reference.groups import (
    band_keys,
    bucket_pairs,
    components,
    hamming_pairs,
)
from provenance.kernels.reference.hashing import hash_shingle, hash_token, stem
from provenance.kernels.reference.linkage import average_linkage
from provenance.kernels.reference.naming import cut_off, may_name
from provenance.kernels.reference.postings import finder, invert, look_ups, row_sums, tallier
from provenance.kernels.reference.records import plain_records
from provenance.kernels.reference.retrieval import nearest, rare_neighbours
from provenance.kernels.reference.sets import (
    content_sets,
    flag_words,
    listed,
    mark,
    overlap_counts,
    shared_parts,
    without_headlines,
)
from provenance.kernels.reference.shingle import digests, line_hashes, mask, shingles
from provenance.kernels.reference.sketch import distinct, minhash, simhash
from provenance.kernels.reference.style import style_counts
from provenance.kernels.reference.tokens import fold_tokens, tokenize
from provenance.kernels.reference.weights import weigher

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
