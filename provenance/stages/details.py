"""Exact sets and style of each article: what its comparison with another one needs."""

from __future__ import annotations

from functools import cache

import numpy as np
import pyarrow as pa

from provenance.kernels import compiled
from provenance.kernels.contract import COMMON, STYLE_BYTES, Tokens
from provenance.kernels.contract import PERSON as SELF
from provenance.kernels.contract import SPEECH as SAYING
from provenance.recipe import Fingerprints
from provenance.stages.background import PERSON, SPEECH, background, stems_of
from provenance.stages.columns import ends, list_column, sliced, text_bytes
from provenance.stages.crediting import credit_columns
from provenance.stages.masked import flag_repeated, masked_tokens

SETS = ("shingles", "content", "pairs", "names", "numbers", "quotes")
DETAILS = (*SETS, "places", "style")
"""Columns that only the comparison of two articles needs, and the search for rewrites."""

#: What :func:`detail_batch` needs of the articles as read, of what cleaning noted, and of both that
#: and the sketches.
READ, NOTED = ("text", "source", "url", "extra"), ("mask", "notes", "spotted")
BESIDE = (*NOTED, "repeated")


def detail_batch(batch: pa.RecordBatch, settings: Fingerprints) -> pa.RecordBatch:
    """What is told of articles by their words, and whom they credit, for a batch that is cleaned.

    Args:
        batch: with the columns :data:`READ` of the articles as read, and :data:`BESIDE`.
        settings: how.

    Returns:
        The columns of :func:`~provenance.stages.crediting.credit_columns`, the sets :data:`SETS`
        (lists of sorted distinct uint32), ``places`` (the same, ``compiled.numbered_places``) and
        ``style`` (list of int32, :data:`provenance.kernels.contract.STYLE_COLUMNS`).
    """
    made = sliced(batch, lambda part: _details(part, settings))
    for name, column in credit_columns(batch).items():
        made = made.append_column(name, column)
    return made


def _details(batch: pa.RecordBatch, settings: Fingerprints) -> dict[str, pa.Array]:
    tokens = masked_tokens(batch)
    flag_repeated(tokens, batch.column("repeated"))
    flags = compiled.flag_words(tokens.stem, tokens.flags, *_lexicon())
    cased = compiled.without_headlines(tokens.offsets, flags)
    standing = compiled.places(tokens.offsets, tokens.stem, flags)
    content, places = compiled.numbered_places(compiled.distinct(*standing))
    sets = compiled.content_sets(tokens.offsets, tokens.stem, cased)._asdict()
    sets["shingles"] = compiled.shingles(tokens, settings.shingle_width)
    found = {name: compiled.distinct(*column) for name, column in sets.items()}
    found |= {"content": content, "places": places}
    return {
        **{name: list_column(column, pa.uint32()) for name, column in found.items()},
        "style": _style(batch, tokens._replace(flags=flags)),
    }


@cache
def _lexicon() -> tuple[np.ndarray, np.ndarray]:
    """The stems that are worth a flag, uint32[w], and the flags of each, uint16[w]."""
    lists = [(background().common, COMMON), (stems_of(SPEECH), SAYING), (stems_of(PERSON), SELF)]
    stems = np.unique(np.concatenate([words for words, _ in lists]))
    bits = np.zeros(len(stems), np.uint16)
    for words, bit in lists:
        bits[np.searchsorted(stems, words)] |= bit
    return stems, bits


def _style(batch: pa.RecordBatch, tokens: Tokens) -> pa.Array:
    offsets, data = text_bytes(batch.column("text"))
    columns = (tokens.start, tokens.end, tokens.flags)
    counts = compiled.style_counts(data, offsets, tokens.offsets, columns, STYLE_BYTES)
    width = np.full(len(counts), counts.shape[1])
    return list_column((ends(width), counts.ravel()), pa.int32())
