"""Fingerprints, and their exchange with datasketch and simhash."""

from __future__ import annotations

import datasketch
import made_news as news
import numpy as np
import pytest
import simhash

import provenance as pv
from provenance.kernels.contract import (
    MINHASH_PERMUTATIONS,
    MINHASH_SCHEME,
    SHINGLE_WIDTH,
    minhash_scheme,
)
from provenance.kernels.reference import hash_shingle

TEXT = news.text(1)


def test_a_fingerprint() -> None:
    made = pv.fingerprint(TEXT)
    assert made
    assert made.minhash is not None
    assert (made.minhash.dtype, made.minhash.shape) == (np.uint32, (128,))
    assert isinstance(made.simhash, int) and 0 <= made.simhash < 2**64
    assert made.scheme == MINHASH_SCHEME
    assert made == pv.fingerprint(TEXT)
    assert made == pv.fingerprint(TEXT.upper().replace("\n", "  —  "))
    assert made != pv.fingerprint(news.text(2))


@pytest.mark.parametrize("empty", ["", "...", " \n", "—"])
def test_a_text_without_words_has_none(empty: str) -> None:
    made = pv.fingerprint(empty)
    assert not made
    assert (made.minhash, made.simhash) == (None, None)
    assert made.jaccard(made) == 0
    with pytest.raises(pv.IncompatibleError, match="without words"):
        made.to_datasketch()
    with pytest.raises(pv.IncompatibleError, match="no SimHash"):
        made.to_simhash()


@pytest.mark.parametrize("wrong", [None, b"bytes", 5])
def test_what_is_no_text_is_refused(wrong: object) -> None:
    with pytest.raises(pv.UsageError, match=type(wrong).__name__) as caught:
        pv.fingerprint(wrong)  # type: ignore[arg-type]
    assert caught.value.hint


def test_a_scheme_names_its_numbers() -> None:
    assert minhash_scheme(MINHASH_PERMUTATIONS, SHINGLE_WIDTH) == MINHASH_SCHEME
    assert minhash_scheme(64, 3) == "minhash-affine32-k64-w3@1"


def test_jaccard_is_estimated() -> None:
    made, near = pv.fingerprint(TEXT), pv.fingerprint(news.edited(1, changes=2))
    words = [news.words_of(t) for t in (TEXT, news.edited(1, changes=2))]
    a, b = ({tuple(w[k : k + 5]) for k in range(len(w) - 4)} for w in words)
    exact = len(a & b) / len(a | b)
    assert made.jaccard(made) == 1
    assert made.jaccard(near) == pytest.approx(exact, abs=4 * (exact * (1 - exact) / 128) ** 0.5)
    assert made.jaccard(pv.fingerprint(news.text(2))) < 0.05


def test_schemes_do_not_mix() -> None:
    made = pv.fingerprint(TEXT)
    other = pv.Fingerprint(minhash=made.minhash, simhash=made.simhash, scheme="other@2")
    with pytest.raises(pv.IncompatibleError, match="different schemes"):
        made.jaccard(other)


def test_to_datasketch_and_back() -> None:
    made = pv.fingerprint(TEXT)
    theirs = made.to_datasketch()
    assert isinstance(theirs, datasketch.MinHash)
    assert theirs.hashvalues.tolist() == made.minhash.tolist()
    back = pv.Fingerprint.from_datasketch(theirs)
    assert back.jaccard(made) == 1
    assert back.scheme == made.scheme
    assert back.simhash is None
    other = pv.fingerprint(news.edited(1))
    assert theirs.jaccard(other.to_datasketch()) == made.jaccard(other)


def test_theirs_goes_on_where_ours_stopped() -> None:
    """An update there is what the longer text gives here."""
    longer = news.words_of(TEXT) + news.words_of(news.text(2))
    theirs = pv.fingerprint(TEXT).to_datasketch()
    for k in range(len(news.words_of(TEXT)) - 4, len(longer) - 4):
        theirs.update(" ".join(longer[k : k + 5]).encode())
    whole = pv.fingerprint(" ".join(longer))
    assert theirs.hashvalues.tolist() == whole.minhash.tolist()


def test_it_goes_into_their_lsh() -> None:
    index = datasketch.MinHashLSH(threshold=0.5, num_perm=128)
    for name, text in (("same", TEXT), ("near", news.edited(1)), ("far", news.text(2))):
        index.insert(name, pv.fingerprint(text).to_datasketch())
    assert sorted(index.query(pv.fingerprint(TEXT).to_datasketch())) == ["near", "same"]


@pytest.mark.parametrize(
    "made",
    [
        datasketch.MinHash(num_perm=64, seed=1, scheme="affine32", hashfunc=hash_shingle),
        datasketch.MinHash(num_perm=128, seed=2, scheme="affine32", hashfunc=hash_shingle),
        datasketch.MinHash(num_perm=128, seed=1, scheme="affine32"),  # hashes with SHA-1
    ],
)
def test_what_does_not_fit_is_not_taken(made: datasketch.MinHash) -> None:
    with pytest.raises(pv.IncompatibleError, match="this library's"):
        pv.Fingerprint.from_datasketch(made)


def test_a_lean_minhash_is_taken() -> None:
    made = pv.fingerprint(TEXT)
    lean = datasketch.LeanMinHash(made.to_datasketch())
    assert pv.Fingerprint.from_datasketch(lean).jaccard(made) == 1


def test_an_empty_minhash_is_no_fingerprint() -> None:
    empty = datasketch.MinHash(num_perm=128, seed=1, scheme="affine32", hashfunc=hash_shingle)
    assert not pv.Fingerprint.from_datasketch(empty)


def test_to_simhash() -> None:
    made, near = pv.fingerprint(TEXT), pv.fingerprint(news.edited(1))
    theirs = made.to_simhash()
    assert isinstance(theirs, simhash.Simhash)
    assert theirs.value == made.simhash
    assert theirs.distance(near.to_simhash()) == (made.simhash ^ near.simhash).bit_count()
    index = simhash.SimhashIndex([("same", theirs)], k=3)
    assert index.get_near_dups(pv.fingerprint(TEXT.lower()).to_simhash()) == ["same"]
    with pytest.raises(pv.IncompatibleError, match="no SimHash"):
        pv.Fingerprint.from_datasketch(made.to_datasketch()).to_simhash()


def test_nothing_is_cleaned_away() -> None:
    assert pv.fingerprint(TEXT) != pv.fingerprint(f"{TEXT}\n{news.DISCLOSURE}")
