"""Find which outlets each article credits, where it links to, and what a machine left in it.

The rules live in :mod:`provenance.text`; this stage runs them over a batch. Articles in which no
rule can fire are told apart by :mod:`provenance.stages.credit_sieve`, and cost nothing more.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from provenance.stages.addresses import addresses
from provenance.stages.credit_sieve import sift_credits
from provenance.stages.notes import as_cleaned, names_someone
from provenance.text.attribution import Credit, credits
from provenance.text.credit_links import LINK_CUE, declared_addresses, declared_links

CREDIT = pa.struct(
    [
        ("outlet", pa.string()),
        ("form", pa.string()),
        ("weight", pa.float64()),
        ("start", pa.int64()),
        ("end", pa.int64()),
    ]
)


def credit_columns(batch: pa.RecordBatch) -> dict[str, pa.Array]:
    """Which outlets each article credits (``credits``), ``links``, and ``residue``.

    Args:
        batch: with ``text, source, url, extra`` as read, and the ``notes`` of cleaning.

    Returns:
        Spans of ``credits`` are characters; ``links`` are as
        :func:`provenance.stages.addresses.addresses` makes them.
    """
    text = batch.column("text")
    sifted = sift_credits(text)
    notes = batch.column("notes")
    rows = np.flatnonzero(sifted.credited | names_someone(notes))
    may = [flags[rows].tolist() for flags in (sifted.tagged, sifted.edged, sifted.other)]
    # One by one they take longer.
    read = [column.take(pa.array(rows)).to_pylist() for column in (text, notes)]
    credited: list[list[dict[str, Any]] | None] = [None] * len(text)
    each = zip(rows.tolist(), *read, *may, strict=True)
    for row, body, noted, tagged, edged, other in each:
        found = credits(
            body,
            as_cleaned(noted),
            sifted.cues[row],
            tagged=tagged,
            edged=edged,
            other=other,
        )
        credited[row] = [_credit(c) for c in found] or None
    links = _add_links(batch, credited)
    return {
        "residue": pa.array(sifted.residue),
        "credits": pa.array(credited, pa.list_(CREDIT)),
        "links": pa.array(links, pa.list_(pa.string())),
    }


def _add_links(
    batch: pa.RecordBatch, credited: list[list[dict[str, Any]] | None]
) -> list[list[str] | None]:
    """Put what articles declare beside their texts in front of what their texts credit."""
    links: list[list[str] | None] = [None] * batch.num_rows
    extra = batch.column("extra")
    if extra.null_count == len(extra):
        return links  # as in most piles: a pattern would be compiled for nothing
    declares = pc.fill_null(pc.match_substring_regex(extra, LINK_CUE), False)
    for row in np.flatnonzero(np.asarray(declares)).tolist():
        given = (batch.column(name)[row].as_py() for name in ("extra", "url", "source"))
        declared = [_credit(c) for c in declared_links(*given)]
        credited[row] = [*declared, *(credited[row] or ())] or None
        given = addresses(pa.array(declared_addresses(extra[row].as_py()), pa.string()))
        links[row] = given.drop_null().to_pylist() or None
    return links


def _credit(credit: Credit) -> dict[str, Any]:
    start, end = credit.span
    return {
        "outlet": credit.outlet,
        "form": credit.form,
        "weight": credit.weight,
        "start": start,
        "end": end,
    }
