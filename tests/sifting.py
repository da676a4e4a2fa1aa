"""Texts sifted by themselves, with their words looked for as cleaning does."""

from __future__ import annotations

import pyarrow as pa

from provenance.stages import credit_sieve, sieve
from provenance.stages.spotted import spot


def sift(text: pa.Array) -> sieve.Sifted:
    """What the rules of cleaning have to read."""
    return sieve.sift(text, spot(text, sieve.WORDS))


def sift_credits(text: pa.Array) -> credit_sieve.CreditSifted:
    """What the rules of credits have to read."""
    return credit_sieve.sift_credits(text, spot(text, credit_sieve.WORDS))
