"""A few articles by themselves: fingerprints as a run makes them, beside no others."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa

from provenance.model import Article
from provenance.recipe import Fingerprints
from provenance.schema import article_row, input_batch
from provenance.stages.clean import clean_batch
from provenance.stages.fingerprint import fingerprint_batch
from provenance.stages.lines import NOTHING_REPEATED


def fingerprint_alone(articles: Iterable[Article], settings: Fingerprints) -> pa.Table:
    """Clean and fingerprint, with no line repeated elsewhere: a features table, in their order."""
    cleaned = clean_batch(input_batch([article_row(article) for article in articles]))
    return pa.Table.from_batches([fingerprint_batch(cleaned, NOTHING_REPEATED, settings)])
