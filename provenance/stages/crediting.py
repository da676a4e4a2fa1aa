"""Find which outlets each article credits, where it links to, and what a machine left in it.

The rules live in :mod:`provenance.text`; this stage runs them over a batch. Articles in which no
rule can fire are told apart by :mod:`provenance.stages.credit_sieve`, and cost nothing more.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from provenance.stages.addresses import addresses
from provenance.stages.credit_sieve import sift_credits
from provenance.stages.notes import as_cleaned, names_someone
from provenance.stages.spotted import spotted_in
from provenance.text.attribution import Credit, Place, credits
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
        batch: with ``text, source, url, extra`` as read, and of cleaning ``notes`` and ``spotted``.

    Returns:
        Spans of ``credits`` are characters; ``links`` are as
        :func:`provenance.stages.addresses.addresses` makes them.
    """
    text = batch.column("text")
    sifted = sift_credits(text, spotted_in(batch.column("spotted"), text))
    notes = batch.column("notes")
    rows = np.flatnonzero(sifted.credited | names_someone(notes))
    may = [flags[rows].tolist() for flags in (sifted.tagged, sifted.edged, sifted.other)]
    # One by one they take longer.
    read = [column.take(pa.array(rows)).to_pylist() for column in (text, notes)]
    credited: dict[int, tuple[Credit, ...]] = {}
    for row, body, noted, tagged, edged, other in zip(rows.tolist(), *read, *may, strict=True):
        places = _in_characters(body, sifted.places.get(row, ()))
        found = credits(body, as_cleaned(noted), places, tagged=tagged, edged=edged, other=other)
        if found:
            credited[row] = found
    links = _add_links(batch, credited)
    return {
        "residue": pa.array(sifted.residue),
        "credits": _column(credited, len(text)),
        "links": pa.array(links, pa.list_(pa.string())),
    }


def _in_characters(text: str, places: Sequence[Place] | None) -> Sequence[Place] | None:
    """Places by characters, given by bytes; linear in the text, however many there are."""
    if not places or text.isascii():
        return places
    data, number, begin, count = text.encode(), {}, 0, 0
    for at in sorted({at for _, at in places}):
        count += len(data[begin:at].decode())
        begin, number[at] = at, count
    return [(phrase, number[at]) for phrase, at in places]


def _add_links(
    batch: pa.RecordBatch, credited: dict[int, tuple[Credit, ...]]
) -> list[list[str] | None]:
    """Put what articles declare beside their texts in front of what their texts credit."""
    links: list[list[str] | None] = [None] * batch.num_rows
    extra = batch.column("extra")
    if extra.null_count == len(extra):
        return links  # as in most piles: a pattern would be compiled for nothing
    declares = pc.fill_null(pc.match_substring_regex(extra, LINK_CUE), False)
    for row in np.flatnonzero(np.asarray(declares)).tolist():
        given = (batch.column(name)[row].as_py() for name in ("extra", "url", "source"))
        if all_ := (*declared_links(*given), *credited.get(row, ())):
            credited[row] = all_
        given = addresses(pa.array(declared_addresses(extra[row].as_py()), pa.string()))
        links[row] = given.drop_null().to_pylist() or None
    return links


def _column(credited: dict[int, tuple[Credit, ...]], n: int) -> pa.Array:
    """A column of n lists of :data:`CREDIT`, null where there is none."""
    many = np.zeros(n + 1, np.int32)
    rows = sorted(credited)
    many[np.array(rows, np.int64) + 1] = [len(credited[row]) for row in rows]
    flat = [credit for row in rows for credit in credited[row]]
    spans = np.array([credit.span for credit in flat], np.int64).reshape(-1, 2)
    values = [
        pa.array([credit.outlet for credit in flat], pa.string()),
        pa.array([credit.form for credit in flat], pa.string()),
        pa.array([credit.weight for credit in flat], pa.float64()),
        *map(pa.array, spans.T),
    ]
    struct = pa.StructArray.from_arrays(values, fields=[*CREDIT])
    given = pa.array(many[1:] == 0)
    return pa.ListArray.from_arrays(pa.array(np.cumsum(many, dtype=np.int32)), struct, mask=given)
