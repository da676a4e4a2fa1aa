"""The fingerprint of one text, and its exchange with datasketch and simhash."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from provenance.errors import IncompatibleError, UsageError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def _equal_arrays(value: Any) -> bytes | None:
    return None if value is None else value.tobytes()


@frozen(kw_only=True)
class Fingerprint:
    """The compact sketches of one text.

    Attributes:
        minhash: uint32[128], datasketch's ``affine32`` scheme over hashed word shingles; ``None``
            for a text without words.
        simhash: 64 bits over the distinct words, or ``None``.
        scheme: name and version of the MinHash scheme; different schemes do not compare.
    """

    minhash: NDArray[np.uint32] | None = field(eq=_equal_arrays, repr=False)
    simhash: int | None
    scheme: str

    def __bool__(self) -> bool:
        return self.minhash is not None

    def jaccard(self, other: Fingerprint) -> float:
        """Estimated Jaccard similarity of the shingles (Broder 1997); 0 without words.

        The standard error is sqrt(j (1 - j) / 128).

        Raises:
            IncompatibleError: the two were made by different schemes.
        """
        if self.scheme != other.scheme:
            raise IncompatibleError(
                f"fingerprints of different schemes: {self.scheme} and {other.scheme}",
                hint="fingerprint both texts with one version and one recipe",
            )
        if self.minhash is None or other.minhash is None:
            return 0.0
        return float((self.minhash == other.minhash).mean())

    def to_datasketch(self) -> Any:
        """A ``datasketch.MinHash`` (scheme ``affine32``) equal to this one; goes into its LSH.

        Raises:
            IncompatibleError: the text had no words, so there is no signature.
        """
        from datasketch import MinHash

        from provenance.kernels.reference import hash_shingle

        return MinHash(
            num_perm=len(self._signature()),
            seed=1,
            hashfunc=hash_shingle,
            hashvalues=self._signature(),
            scheme="affine32",
        )

    def to_simhash(self) -> Any:
        """A ``simhash.Simhash`` with the same 64 bits.

        Raises:
            IncompatibleError: the text had no words, or the value came without a SimHash.
        """
        from simhash import Simhash

        from provenance.kernels.reference import hash_token

        if self.simhash is None:
            raise IncompatibleError("there is no SimHash here", hint="fingerprint the text itself")
        return Simhash(self.simhash, f=64, hashfunc=hash_token)

    @classmethod
    def from_datasketch(cls, minhash: Any) -> Fingerprint:
        """Take back a ``datasketch.MinHash``; its SimHash is unknown.

        Raises:
            IncompatibleError: another scheme, seed, number of permutations or hash function.
        """
        import numpy as np

        from provenance.kernels.contract import MINHASH_PERMUTATIONS, MINHASH_SCHEME
        from provenance.kernels.reference import hash_shingle

        values = minhash.hashvalues
        found = (getattr(minhash, "scheme", None), minhash.seed, len(values))
        wanted = ("affine32", 1, MINHASH_PERMUTATIONS)
        if found != wanted:
            raise IncompatibleError(
                f"a MinHash of (scheme, seed, permutations) = {found}; this library's are {wanted}",
                hint='build it with datasketch.MinHash(num_perm=128, scheme="affine32", seed=1)',
            )
        theirs = getattr(minhash, "hashfunc", hash_shingle)
        if theirs(b"probe") != hash_shingle(b"probe"):
            raise IncompatibleError(
                "a MinHash of another hash function; its values do not compare to this library's",
                hint="build it with hashfunc=provenance.kernels.reference.hash_shingle",
            )
        empty = minhash.is_empty()
        signature = None if empty else np.array(values, np.uint32)
        return cls(minhash=signature, simhash=None, scheme=MINHASH_SCHEME)

    def _signature(self) -> NDArray[np.uint32]:
        if self.minhash is None:
            raise IncompatibleError(
                "a text without words has no fingerprint",
                hint="leave it out: test `if fingerprint`",
            )
        return self.minhash


def fingerprint(text: str) -> Fingerprint:
    """Fingerprint one text, as it stands (nothing is cleaned away).

    Word 5-grams, 128 slots; O(length). A text without words gives a false value.

    Raises:
        UsageError: not a text.
    """
    if not isinstance(text, str):
        raise UsageError(
            f"fingerprint() takes a text, not {type(text).__name__}",
            hint="give a str, such as article.text",
        )
    import numpy as np

    from provenance.kernels import compiled
    from provenance.kernels.contract import MINHASH_SCHEME, SHINGLE_WIDTH

    data = np.frombuffer(text.encode("utf-8", "surrogatepass"), np.uint8)
    tokens = compiled.tokenize(data, np.array([0, len(data)], np.int64))
    signature, valid = compiled.minhash(*compiled.shingles(tokens, SHINGLE_WIDTH))
    if not valid[0]:
        return Fingerprint(minhash=None, simhash=None, scheme=MINHASH_SCHEME)
    bits, _ = compiled.simhash(tokens)
    return Fingerprint(minhash=signature[0], simhash=int(bits[0]), scheme=MINHASH_SCHEME)
