"""The kernels in numba: bit for bit what ``provenance.kernels.reference`` gives, at speed."""

from provenance.kernels.compiled.groups import (
    band_keys,
    bucket_pairs,
    components,
    hamming_pairs,
)
from provenance.kernels.compiled.shingle import line_hashes, mask, shingles
from provenance.kernels.compiled.sketch import distinct, minhash, simhash
from provenance.kernels.compiled.tokens import tokenize

__all__ = [
    "band_keys",
    "bucket_pairs",
    "components",
    "distinct",
    "hamming_pairs",
    "line_hashes",
    "mask",
    "minhash",
    "shingles",
    "simhash",
    "tokenize",
]
