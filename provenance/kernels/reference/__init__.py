"""The kernels in plain Python and NumPy: the definition that the compiled ones must equal."""

from provenance.kernels.reference.groups import (
    band_keys,
    bucket_pairs,
    components,
    hamming_pairs,
)
from provenance.kernels.reference.hashing import hash_shingle, hash_token, stem
from provenance.kernels.reference.shingle import line_hashes, mask, shingles
from provenance.kernels.reference.sketch import distinct, minhash, simhash
from provenance.kernels.reference.tokens import fold_tokens, tokenize

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
