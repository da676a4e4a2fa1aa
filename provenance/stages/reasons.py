"""The evidence of many edges, column by column: an object for each reason takes far longer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from provenance.model import Span
from provenance.schema import EVIDENCE
from provenance.stages.columns import ends


class _Single(NamedTuple):
    """A piece of evidence by itself."""

    edge: int
    kind: str
    weight: float
    text: str
    spans: Sequence[Span]


class _Many(NamedTuple):
    """Pieces of one kind: of each its edge, its weight and its text."""

    edge: np.ndarray
    kind: str
    weight: np.ndarray
    text: pa.Array


class Reasons:
    """Pieces of evidence as in :data:`provenance.schema.EVIDENCE`, each of an edge by its number.

    Most come in columns; those that have spans come one by one, and so do a few more.
    """

    def __init__(self) -> None:
        self.many: list[_Many] = []
        self.single: list[_Single] = []

    def add(
        self, edge: int, kind: str, weight: float, text: str, spans: Sequence[Span] = ()
    ) -> None:
        """One more."""
        self.single.append(_Single(edge, kind, weight, text, spans))

    def extend(
        self, edges: np.ndarray, kind: str, weights: np.ndarray, texts: Sequence[str] | pa.Array
    ) -> None:
        """One more of the same kind for each of some edges."""
        self.many.append(_Many(edges, kind, weights, pa.array(texts, pa.string())))

    def column(self, edges: int) -> pa.ListArray:
        """The evidence of each of so many edges: the strongest first, then by kind and text."""
        many, single = self.many, self.single
        told = sorted({one.kind for one in many} | {one.kind for one in single})
        kind = [np.full(len(one.edge), told.index(one.kind)) for one in many]
        kind.append(np.array([told.index(one.kind) for one in single], np.int64))
        number = [*(one.edge for one in many), np.array([one.edge for one in single], np.int64)]
        weight = [*(one.weight for one in many), np.array([one.weight for one in single], float)]
        text = [*(one.text for one in many), pa.array([one.text for one in single], pa.string())]
        keys = [np.concatenate(kind), np.concatenate(weight), np.concatenate(number)]
        columns = [
            pa.array(told, pa.string()).take(pa.array(keys[0])),
            pa.array(keys[1]),
            pa.concat_arrays(text),
            _spans(len(keys[0]) - len(single), [one.spans for one in single]),
        ]
        reasons = pa.StructArray.from_arrays(columns, fields=[*EVIDENCE])
        offsets = pa.array(ends(np.bincount(keys[2], minlength=edges)), pa.int32())
        order = _order(keys[0], -np.abs(keys[1]), keys[2], columns[2])
        return pa.ListArray.from_arrays(offsets, reasons.take(pa.array(order)))


def _spans(without: int, given: Sequence[Sequence[Span]]) -> pa.ListArray:
    """The spans of all pieces: so many have none, and then come these."""
    kind = EVIDENCE.field("spans").type
    lengths = np.zeros(without + len(given), np.int64)
    lengths[without:] = [len(some) for some in given]
    values = pa.array([span for some in given for span in some], kind.value_type)
    return pa.ListArray.from_arrays(pa.array(ends(lengths), pa.int32()), values)


def _order(kind: np.ndarray, weight: np.ndarray, number: np.ndarray, text: pa.Array) -> np.ndarray:
    """The places of all by number, weight, kind and text; few texts are looked at."""
    keys = [kind, weight, number]
    order = np.lexsort(keys)
    same = np.all([key[order][1:] == key[order][:-1] for key in keys], axis=0)
    if not same.any():
        return order
    alike = np.sort(order[np.r_[False, same] | np.r_[same, False]])
    place = np.zeros(len(number), np.int64)
    place[alike[pc.sort_indices(text.take(pa.array(alike)))]] = np.arange(len(alike))
    return np.lexsort([place, *keys])
