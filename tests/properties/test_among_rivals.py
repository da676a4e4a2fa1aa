"""How a pair stands beside others: against plain Python, and what must hold of it."""

from __future__ import annotations

import math

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.model import Relation
from provenance.recipe import Thresholds
from provenance.stages.overlap import FEATURES, RIVALS
from provenance.stages.pair_model import pair_models
from provenance.stages.rivals import among_rivals, rivals, within_reach
from provenance.stages.verify import RELATIONS, SCHEMA

_ROWS = 9
_PAIRS = [(i, j) for i in range(_ROWS) for j in range(i + 1, _ROWS)]
_probability = st.sampled_from([0.3, 0.4, 0.6, 0.8, 0.95])
_piles = st.tuples(
    st.dictionaries(st.sampled_from(_PAIRS), _probability, min_size=1),
    st.lists(st.integers(0, 4), min_size=_ROWS, max_size=_ROWS),
    st.sets(st.sampled_from(_PAIRS)),
)


def _plainly(
    found: dict[tuple[int, int], float], family: list[int], proposed: set[tuple[int, int]]
) -> list[float]:
    """The definition: for each side, who else is likelier, and how many were looked at."""
    best: dict[frozenset[int], float] = {}
    for (i, j), p in found.items():
        ends = frozenset((family[i], family[j]))
        best[ends] = max(p, best.get(ends, 0.0))

    def side(one: int, ends: frozenset[int]) -> float:
        likelier = sum(one in e and len(e) == 2 and p > best[ends] for e, p in best.items())
        abroad = [p for p in proposed if family[p[0]] != family[p[1]]]
        looked = max(sum(row in p for p in abroad) for row in range(_ROWS) if family[row] == one)
        return math.log((1 + min(looked - 1, 8)) / (1 + likelier))

    out = []
    for i, j in found:
        ends = frozenset((family[i], family[j]))
        out.append(min(side(one, ends) for one in ends) if len(ends) == 2 else 0.0)
    return out


@given(_piles)
def test_it_is_what_plain_python_counts(pile: tuple) -> None:
    found, labels, more = pile
    family = [labels.index(label) for label in labels]
    proposed = more | set(found)
    got = rivals(
        np.array(list(found), np.int32),
        np.array(list(found.values())),
        np.array(family, np.int32),
        np.array(sorted(proposed), np.int32),
    )
    assert got.tolist() == pytest.approx(_plainly(found, family, proposed))


def test_copies_of_a_report_are_one_partner() -> None:
    """0 and 1 report one event; 2..7 are copies of 1 and as near to 0 as 1 is."""
    pairs = [(0, j) for j in range(1, 8)]
    family = np.array([0] + [1] * 7 + [8], np.int32)
    stands = rivals(np.array(pairs), np.full(7, 0.7), family, np.array(pairs))
    assert stands.tolist() == [0.0] * 7  # of one other family: nothing to stand out from
    proposed = np.array([*pairs, (0, 8), *((j, 8) for j in range(1, 8))])
    assert (rivals(np.array(pairs), np.full(7, 0.7), family, proposed) > 0).all()


@given(st.floats(0.05, 0.95))
def test_reach_is_what_standing_first_lifts_to_the_threshold(threshold: float) -> None:
    lowest = within_reach(Thresholds(same_story=threshold)).same_story
    assert 0 < lowest < threshold
    curve = next(c for c in pair_models()["event"].curves if c.feature == RIVALS)
    lift = float(np.interp(math.log(9), curve.at, curve.weight))
    logit = math.log(lowest / (1 - lowest)) + lift
    assert 1 / (1 + math.exp(-logit)) == pytest.approx(threshold)


@pytest.mark.parametrize("threshold", [0.01, 0.02, 0.999])
def test_reach_is_a_threshold_that_can_be(threshold: float) -> None:
    assert 0.01 <= within_reach(Thresholds(same_story=threshold)).same_story <= threshold


def _matches(rows: list[tuple[int, int, Relation, float]]) -> pa.Table:
    """Rows whose overlaps all stand at a level of the event model's curves."""
    event = pair_models()["event"]
    made = []
    for i, j, relation, level in rows:
        features = np.zeros(len(FEATURES))
        for curve in event.curves:
            span = curve.at[-1] - curve.at[0]
            level_here = 1 - level if "_extra_" in curve.feature else level
            features[FEATURES.index(curve.feature)] = curve.at[0] + level_here * span
        features[-1] = 0.0
        p = float(event.probability(features[None])[0])
        made.append(
            {f.name: 0.1 for f in SCHEMA if f.type == pa.float64()}
            | {"i": i, "j": j, "relation": RELATIONS.index(relation), "simhash_distance": 1}
            | {"p_copy": 0.0, "p_event": p, "probability": p, "features": features.tolist()}
        )
    return pa.Table.from_pylist(made, schema=SCHEMA)


def test_the_sum_of_the_features_is_the_probability_that_is_told() -> None:
    rows = [(0, j, Relation.SAME_STORY, 0.2 + j / 20) for j in range(1, 14)]
    rows += [(1, 14, Relation.REWRITE, 0.5)]
    table = _matches(rows)
    proposed = np.array([(i, j) for i, j, *_ in rows])
    made = among_rivals(table, np.arange(15, dtype=np.int32), proposed, Thresholds(same_story=0.01))
    assert made.schema.equals(SCHEMA)
    matrix = np.array(made.column("features").to_pylist())
    told = pair_models()["event"].probability(matrix)
    assert made.column("p_event").to_numpy() == pytest.approx(told, abs=1e-5)
    assert (matrix[:, -1] < 0).any()
    story = made.column("relation").to_numpy() == RELATIONS.index(Relation.SAME_STORY)
    assert np.array_equal(
        made.column("probability").to_numpy()[story], made.column("p_event").to_numpy()[story]
    )
    assert made.column("probability").to_numpy()[~story] == table.column("probability")[13].as_py()


def test_what_falls_short_is_dropped_but_never_a_copy() -> None:
    rows = [(0, 1, Relation.SAME_STORY, 0.3), (0, 2, Relation.REWRITE, 0.2)]
    family, proposed = np.arange(3, dtype=np.int32), np.array([(0, 1), (0, 2)])
    kept = among_rivals(_matches(rows), family, proposed, Thresholds(same_story=0.999))
    assert kept.column("j").to_pylist() == [2]
    assert among_rivals(_matches([]), family, proposed, Thresholds()).num_rows == 0
