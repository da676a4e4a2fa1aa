"""Identical texts are folded before anything pairwise, and told again where a family is small."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from provenance.model import Relation
from provenance.stages.identical import unfold
from provenance.stages.verify import RELATIONS, SCHEMA

COPY, SAME = Relation.NEAR_DUPLICATE, Relation.SAME_STORY


def _matches(*rows: tuple[int, int, Relation]) -> pa.Table:
    made = [
        {
            **{f.name: 0.5 for f in SCHEMA if f.type == pa.float64()},
            "i": i,
            "j": j,
            "relation": RELATIONS.index(relation),
            "containment_ab": 0.9,
            "containment_ba": 0.3,
            "fact_containment_ab": 0.8,
            "fact_containment_ba": 0.2,
            "simhash_distance": 3,
            "features": [0.5],
        }
        for i, j, relation in rows
    ]
    return pa.Table.from_pylist(made, schema=SCHEMA)


def _unfolded(matches: pa.Table, first: list[int], family: list[int], limit: int = 9) -> Any:
    table = unfold(matches, np.array(first), np.array(family, np.int32), limit)
    assert table.schema.equals(SCHEMA)
    return {(row["i"], row["j"]): row for row in table.to_pylist()}


def test_a_twin_has_the_relations_of_its_kind_turned_to_its_side() -> None:
    """2 and 4 are alike, 3 is an edit: what was found of (2, 3) holds for (3, 4)."""
    matches = _matches((2, 3, COPY), (2, 4, Relation.DUPLICATE))
    found = _unfolded(matches, [0, 1, 2, 3, 2], [0, 1, 2, 2, 2])
    assert list(found) == [(2, 3), (2, 4), (3, 4)]
    there, back = found[2, 3], found[3, 4]
    assert there["relation"] == back["relation"]
    for ab, ba in (
        ("containment_ab", "containment_ba"),
        ("fact_containment_ab", "fact_containment_ba"),
    ):
        assert (back[ab], back[ba]) == (there[ba], there[ab])


def test_two_groups_meet_in_every_pair() -> None:
    duplicates = [(0, 1, Relation.DUPLICATE), (2, 3, Relation.DUPLICATE)]
    found = _unfolded(_matches((0, 2, COPY), *duplicates), [0, 0, 2, 2], [0] * 4)
    assert set(found) == {(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)}
    assert sum(r["relation"] == RELATIONS.index(Relation.DUPLICATE) for r in found.values()) == 2


def test_a_twin_has_copies_in_other_families_too() -> None:
    """Clustering may leave a verified copy outside; it is a copy of both twins all the same."""
    given = [(0, 1, Relation.DUPLICATE), (0, 2, COPY)]
    found = _unfolded(_matches(*given), [0, 0, 2, 2], [0, 0, 2, 2])
    assert set(found) == {*((0, 1), (0, 2), (1, 2)), *((0, 3), (1, 3))}


def test_what_stays_folded() -> None:
    given = [(0, 1, Relation.DUPLICATE), (0, 2, COPY)]
    folded = {(0, 1), (0, 2)}
    assert set(_unfolded(_matches(*given), [0, 0, 2], [0, 0, 0])) == {*folded, (1, 2)}
    assert set(_unfolded(_matches(*given), [0, 0, 2], [0, 0, 0], limit=2)) == folded
    same = [(0, 1, Relation.DUPLICATE), (0, 2, SAME)]
    assert set(_unfolded(_matches(*same), [0, 0, 2], [0, 0, 2])) == folded
