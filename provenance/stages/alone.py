"""A few articles by themselves: fingerprints as a run makes them, beside no others."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pyarrow as pa

from provenance.model import Article
from provenance.recipe import Recipe
from provenance.schema import article_row, input_batch
from provenance.stages.clean import clean_batch
from provenance.stages.details import detail_batch
from provenance.stages.lines import NOTHING_REPEATED
from provenance.stages.linked import with_details
from provenance.stages.sketches import sketch_batch


def fingerprint_alone(articles: Iterable[Article], recipe: Recipe) -> pa.Table:
    """Clean and fingerprint, with no line repeated elsewhere: a features table, in their order."""
    batch = clean_batch(input_batch([article_row(article) for article in articles]))
    sketched = sketch_batch(batch, NOTHING_REPEATED, recipe)
    beside = batch.append_column("repeated", sketched.column("repeated"))
    made = sketched, detail_batch(beside, recipe.fingerprints)
    sketches, details = (pa.Table.from_batches([one]) for one in made)
    return with_details(sketches, details, np.arange(batch.num_rows))
