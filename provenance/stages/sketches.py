"""Sketches of each article, made while articles are read: all that is needed to propose copies."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from provenance.kernels import compiled
from provenance.kernels.contract import BOILERPLATE, Ragged, Tokens
from provenance.recipe import Recipe
from provenance.stages.clean import clean_batch
from provenance.stages.columns import sliced
from provenance.stages.details import NOTED
from provenance.stages.lines import Repeated, line_columns, source_keys
from provenance.stages.masked import REPEATED, flag_repeated, masked_tokens, repeated_words

#: Columns carried over from the cleaned articles, beside the sketches.
CARRIED = (
    "id", "title", "source", "published_at", "published_resolution_s", "modified_at",
    "first_seen_at", "language",
    "authors", "declared_sources", "editors", "ai_disclosure", "address", *NOTED,
)  # fmt: skip


def sketch_articles(
    batch: pa.RecordBatch, repeated: Repeated | None, recipe: Recipe
) -> pa.RecordBatch:
    """Clean a batch as read, and sketch it; the cleaned texts are never kept."""
    return sketch_batch(clean_batch(batch), repeated, recipe)


def sketch_batch(
    batch: pa.RecordBatch, repeated: Repeated | None, recipe: Recipe
) -> pa.RecordBatch:
    """The columns :data:`CARRIED` of a cleaned batch, and its sketches.

    Args:
        batch: rows of :data:`provenance.stages.clean.CLEANED`.
        repeated: the lines that count as boilerplate. Where it is ``None``, as no one can know them
            yet, none does, and the columns :data:`provenance.stages.lines.LINES` are added.
        recipe: how.

    Returns:
        Also ``repeated`` (:data:`provenance.stages.masked.REPEATED`), ``n_words,
        n_boilerplate_words, digest uint64`` (equal for equal word sequences; null without words),
        ``bands`` (fixed-size list of uint64, null without words: a key for each
        band of the MinHash signature, which takes twice their room) and ``simhash uint64`` (the
        same).
    """
    made = sketch_columns(batch, repeated, recipe)
    arrays = [batch.column(name) for name in CARRIED]
    return pa.RecordBatch.from_arrays(
        [*arrays, *made.columns], names=[*CARRIED, *made.schema.names]
    )


#: What :func:`sketch_columns` needs of the articles as read, beside their ``mask``.
READ_AGAIN = ("text", "source")


def sketch_columns(
    batch: pa.RecordBatch, repeated: Repeated | None, recipe: Recipe
) -> pa.RecordBatch:
    """What :func:`sketch_batch` adds to :data:`CARRIED`, by :data:`READ_AGAIN` and ``mask``."""
    return sliced(batch, lambda part: _sketches(part, repeated, recipe))


def _sketches(
    batch: pa.RecordBatch, repeated: Repeated | None, recipe: Recipe
) -> dict[str, pa.Array]:
    tokens = masked_tokens(batch)
    lines, keys = compiled.line_hashes(tokens), source_keys(batch.column("source"))
    if repeated is None:
        found = line_columns(lines, keys) | {"repeated": pa.nulls(batch.num_rows, REPEATED)}
    else:
        found = {"repeated": repeated_words(tokens, lines, keys, repeated)}
        flag_repeated(tokens, found["repeated"])
    shingles = compiled.shingles(tokens, recipe.fingerprints.shingle_width)
    return found | _proposing(tokens, shingles, recipe)


def _proposing(tokens: Tokens, shingles: Ragged, recipe: Recipe) -> dict[str, pa.Array]:
    """The columns by which copies are proposed, and how many words there are."""
    signature, valid = compiled.minhash(*shingles, recipe.fingerprints.num_perm)
    keys = compiled.band_keys(signature, *recipe.candidates.banding)
    masked = compiled.count_flagged(tokens.offsets, tokens.flags, BOILERPLATE)
    hashes, worded = compiled.simhash(tokens)
    return {
        "n_words": pa.array(np.diff(tokens.offsets) - masked, pa.int32()),
        "n_boilerplate_words": pa.array(masked, pa.int32()),
        "digest": pa.array(compiled.digests(*shingles), mask=~valid),
        "bands": pa.FixedSizeListArray.from_arrays(
            pa.array(keys.ravel()), keys.shape[1], mask=pa.array(~valid)
        ),
        "simhash": pa.array(hashes, mask=~worded),
    }
