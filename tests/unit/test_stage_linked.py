"""A run for copies alone looks closely at the articles that have a candidate, and at no others."""

from __future__ import annotations

import made_news as news
import numpy as np

from provenance import dataflow
from provenance.engines.local import LocalEngine
from provenance.formats.kept import Ledger
from provenance.model import Article
from provenance.recipe import Recipe
from provenance.schema import article_row, input_batch
from provenance.stages.columns import csr
from provenance.stages.details import DETAILS

PILE = [
    *(Article(id=f"copy{k}", text=f"{news.text(k)}\n(Reuters)") for k in range(3)),
    *(Article(id=f"text{k}", text=news.text(k)) for k in range(6)),
]
LINKED = {"copy0", "copy1", "copy2", "text0", "text1", "text2"}


def test_details_are_those_of_a_whole_run_and_others_are_empty() -> None:
    batches = [input_batch([article_row(a)]) for a in PILE]
    recipe, engine = Recipe(), LocalEngine(2)
    lean, pairs, known, _ = dataflow.copies(batches, recipe, engine, Ledger())
    whole, _ = dataflow.fingerprints(batches, recipe, engine, Ledger())
    ids = whole.column("id").to_pylist()
    assert lean.column("id").to_pylist() == ids == sorted(ids)
    assert {ids[row] for row in pairs.ravel().tolist()} == LINKED
    assert set(lean.column_names) == set(whole.column_names) - {"bands"}  # pairs are proposed
    for name in lean.column_names:
        ours, theirs = lean.column(name).to_pylist(), whole.column(name).to_pylist()
        for row, one in enumerate(ids):
            if name not in (*DETAILS, "credits", "residue") or one in LINKED:
                assert ours[row] == theirs[row], name
            else:
                assert not ours[row], name
    stems = csr(lean.column("content"))[1]
    assert np.array_equal(known.stems, np.unique(stems))


def test_a_pile_without_candidates_has_no_details() -> None:
    batches = [input_batch([article_row(a)]) for a in PILE[5:]]
    lean, pairs, known, _ = dataflow.copies(batches, Recipe(), LocalEngine(1), Ledger())
    assert len(pairs) == 0 and len(known.stems) == 0
    assert lean.num_rows == 4 and not any(lean.column("shingles").to_pylist())
