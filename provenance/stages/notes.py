"""What cleaning found in a text and its credits are read with, as a column between two passes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from provenance.text.clean import Boilerplate, Cleaned

NOTES = pa.list_(
    pa.struct(
        [
            ("kind", pa.string()),
            ("start", pa.int64()),
            ("end", pa.int64()),
            ("name", pa.string()),
        ]
    )
)
"""A place each: of boilerplate of a kind, or of a source or an author that the text names."""

_SOURCE, _AUTHOR = "a source", "an author"  # no kind of boilerplate has such a name


def noted(cleaned: Cleaned) -> list[dict[str, Any]] | None:
    """The notes of an article; ``None`` where there are none."""
    notes = [_note(b.kind, b.start, b.end) for b in cleaned.boilerplate]
    sources = zip(cleaned.declared_sources, cleaned.declared_source_spans, strict=True)
    notes += [_note(_SOURCE, *span, name) for name, span in sources]
    notes += [_note(_AUTHOR, 0, 0, name) for name in cleaned.authors]
    return notes or None


def _note(kind: str, start: int, end: int, name: str | None = None) -> dict[str, Any]:
    return {"kind": kind, "start": start, "end": end, "name": name}


def as_cleaned(notes: Sequence[dict[str, Any]] | None) -> Cleaned:
    """What :func:`noted` noted: the boilerplate, the authors, the declared sources."""
    if not notes:
        return _NOTHING
    sources = [note for note in notes if note["kind"] == _SOURCE]
    return Cleaned(
        authors=tuple(note["name"] for note in notes if note["kind"] == _AUTHOR),
        declared_sources=tuple(note["name"] for note in sources),
        declared_source_spans=tuple((note["start"], note["end"]) for note in sources),
        boilerplate=tuple(
            Boilerplate(note["start"], note["end"], note["kind"])
            for note in notes
            if note["name"] is None
        ),
    )


def names_someone(notes: pa.Array) -> np.ndarray:
    """Which articles have a note of a source or an author that they name, bool[n]."""
    out = np.zeros(len(notes), bool)
    named = pc.struct_field(notes.flatten(), "name").is_valid()
    out[pc.list_parent_indices(notes).filter(named)] = True
    return out


_NOTHING = Cleaned()
