"""The kernels in numba: bit for bit what ``provenance.kernels.reference`` gives, at speed.

The functions that hash one token at a time are the reference's own.
"""

from provenance.kernels.compiled.groups import (
    band_keys,
    bucket_pairs,
    components,
    hamming_pairs,
)
from provenance.kernels.compiled.shingle import line_hashes, mask, shingles
from provenance.kernels.compiled.sketch import distinct, minhash, simhash
from provenance.kernels.compiled.tokens import tokenize
from provenance.kernels.reference.hashing import hash_shingle, hash_token, stem
from provenance.kernels.reference.tokens import fold_tokens

__all__ = [
    "band_keys",
    "bucket_pairs",
    "components",
    "distinct",
    "fold_tokens",
    "hamming_pairs",
    "hash_shingle",
    "hash_token",
    "line_hashes",
    "mask",
    "minhash",
    "shingles",
    "simhash",
    "stem",
    "tokenize",
]
