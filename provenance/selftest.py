"""Does this machine give the hashes that it should? Small, fixed, and against independent code."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from provenance.kernels import compiled, reference
from provenance.sketch import fingerprint

TEXT = (
    "The ministers’ 1,247-page report, “sealed” since 2019, reached Córdoba. "
    "한국 서울 北京市 Киев 🙂"
)
#: The SimHash and the first MinHash slots of :data:`TEXT`, fixed when the schemes were named.
SIMHASH = 0xB84340C5743FDF4A
MINHASH = (41229726, 377490427, 483168228, 208314456)


def _columns() -> tuple[np.ndarray, np.ndarray]:
    data = np.frombuffer(TEXT.encode(), np.uint8)
    return data, np.array([0, len(data)], np.int64)


def fixed_values() -> bool:
    """The fingerprint of a fixed text has not moved."""
    made = fingerprint(TEXT)
    return (
        made.minhash is not None
        and made.simhash == SIMHASH
        and tuple(made.minhash[: len(MINHASH)].tolist()) == MINHASH
    )


def same_tokens() -> bool:
    """Compiled and reference tokens agree."""
    fast, plain = compiled.tokenize(*_columns()), reference.tokenize(*_columns())
    return all(np.array_equal(getattr(fast, c), getattr(plain, c)) for c in fast._fields)


def same_as_datasketch() -> bool:
    """The signature is what datasketch makes of the same shingles."""
    from datasketch import MinHash

    words = reference.fold_tokens(TEXT)
    oracle = MinHash(num_perm=128, seed=1, scheme="affine32", hashfunc=reference.hash_shingle)
    for k in range(len(words) - 4):
        oracle.update(b" ".join(words[k : k + 5]))
    return bool(fingerprint(TEXT).to_datasketch() == oracle)


def same_as_simhash() -> bool:
    """The SimHash is what the simhash package makes of the same words."""
    from simhash import Simhash

    words = {w.decode(): 1 for w in reference.fold_tokens(TEXT)}
    oracle = Simhash(words, f=64, hashfunc=reference.hash_token)
    return bool(fingerprint(TEXT).simhash == oracle.value)


CHECKS: tuple[tuple[str, Callable[[], bool]], ...] = (
    ("fingerprint of a fixed text", fixed_values),
    ("compiled tokens equal the reference", same_tokens),
    ("MinHash equals datasketch (affine32)", same_as_datasketch),
    ("SimHash equals simhash", same_as_simhash),
)
