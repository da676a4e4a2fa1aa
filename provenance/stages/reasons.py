"""The evidence of many edges, column by column: an object for each reason takes far longer."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from provenance.model import Span
from provenance.schema import EVIDENCE
from provenance.stages.columns import ends


class Reasons:
    """Pieces of evidence as in :data:`provenance.schema.EVIDENCE`, each of an edge by its number.

    ``spans``: of the few that have some, by their places.
    """

    def __init__(self) -> None:
        self.edge: list[int] = []
        self.kind: list[str] = []
        self.weight: list[float] = []
        self.text: list[str] = []
        self.spans: dict[int, Sequence[Span]] = {}

    def add(
        self, edge: int, kind: str, weight: float, text: str, spans: Sequence[Span] = ()
    ) -> None:
        """One more."""
        if spans:
            self.spans[len(self.edge)] = spans
        self.extend([edge], kind, [weight], [text])

    def extend(
        self, edges: list[int], kind: str, weights: list[float], texts: Sequence[str]
    ) -> None:
        """One more of the same kind for each of some edges."""
        self.edge += edges
        self.kind += [kind] * len(edges)
        self.weight += weights
        self.text += texts

    def column(self, edges: int) -> pa.ListArray:
        """The evidence of each of so many edges: the strongest first, then by kind and text."""
        number = np.array(self.edge, np.int64)
        lengths = np.zeros(len(number), np.int64)
        lengths[list(self.spans)] = [len(spans) for spans in self.spans.values()]
        places = [span for k in sorted(self.spans) for span in self.spans[k]]
        kind = EVIDENCE.field("spans").type
        spans = pa.ListArray.from_arrays(
            pa.array(ends(lengths), pa.int32()), pa.array(places, kind.value_type)
        )
        told = zip((self.kind, self.weight, self.text), [*EVIDENCE], strict=False)
        columns = [pa.array(column, field.type) for column, field in told]
        reasons = pa.StructArray.from_arrays([*columns, spans], fields=[*EVIDENCE])
        offsets = pa.array(ends(np.bincount(number, minlength=edges)), pa.int32())
        return pa.ListArray.from_arrays(offsets, reasons.take(pa.array(self._order(number))))

    def _order(self, number: np.ndarray) -> np.ndarray:
        """The places of all, sorted; few texts are looked at."""
        rank = {kind: k for k, kind in enumerate(sorted(set(self.kind)))}
        kind = np.array([rank[one] for one in self.kind], np.int64)
        keys = [kind, -np.abs(np.array(self.weight, np.float64)), number]
        order = np.lexsort(keys)
        same = np.all([key[order][1:] == key[order][:-1] for key in keys], axis=0)
        alike = order[np.r_[False, same] | np.r_[same, False]].tolist() if same.any() else []
        text = np.zeros(len(number), np.int64)
        text[sorted(alike, key=self.text.__getitem__)] = np.arange(len(alike))
        return np.lexsort([text, *keys]) if alike else order
