"""Each kind of evidence: its sign, its symmetry, and the clock that nothing beats."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.stages.direction import (
    AB,
    BA,
    COMMON,
    PARAMETERS,
    PairFacts,
    Witness,
    direction_weights,
    evidence,
    inputs,
    outcomes,
)

PAIR = np.array([[0, 1]], np.int32)


def _witness(**given: Any) -> Witness:
    plain: dict[str, Any] = {
        "seconds": [np.nan, np.nan],
        "resolution": [1.0, 1.0],
        "machine": [-2.0, -2.0],
        "disclosed": [False, False],
        "residue": [False, False],
    }
    return Witness(**{name: np.array(given.get(name, plain[name])) for name in plain})


def _facts(**given: Any) -> PairFacts:
    share = {name: [0.5] for name in PairFacts._fields[:4]}
    plain: dict[str, Any] = {
        **share,
        "words": [[300.0, 300.0]],
        "credit_ab": [False],
        "credit_ba": [False],
        "elsewhere": [[0.0, 0.0]],
        "reworded": [True],
    }
    return PairFacts(**{name: np.array(given.get(name, plain[name])) for name in plain})


def _said(kind: str, known: Witness | None = None, facts: PairFacts | None = None) -> list[float]:
    part = evidence(PAIR, known or _witness(), facts or _facts())[kind][0]
    return [float(x) for x in part]


def test_an_even_pair_has_no_evidence_of_direction() -> None:
    parts = evidence(PAIR, _witness(), _facts())
    for part in parts.values():
        assert part[0, AB] == part[0, BA]


def test_what_came_out_later_is_no_source() -> None:
    ab, ba, common = _said("time", _witness(seconds=[5000.0, 0.0]))
    assert ab > 0 > ba and common == 0
    assert _said("time", _witness(seconds=[0.0, 5000.0])) == [ba, ab, 0]


@pytest.mark.parametrize("seconds", [[np.nan, 5000.0], [np.nan, np.nan], [100.0, 100.0]])
def test_an_unknown_or_equal_time_says_nothing(seconds: list[float]) -> None:
    assert _said("time", _witness(seconds=seconds)) == [0, 0, 0]


def test_a_gap_within_the_coarser_clock_says_nothing() -> None:
    day = [1.0, 86_400.0]
    assert _said("time", _witness(seconds=[0.0, 86_400.0], resolution=day)) == [0, 0, 0]
    ab, ba, _ = _said("time", _witness(seconds=[0.0, 86_401.0], resolution=day))
    assert ba > 0 > ab


def test_a_rewrite_is_contained_in_its_source() -> None:
    ab, ba, _ = _said("facts", facts=_facts(fact_ab=[0.9], fact_ba=[0.4]))
    assert ab > 0 > ba


def test_style_counts_where_one_text_only_looks_machine_written() -> None:
    ab, ba, _ = _said("style", _witness(machine=[3.0, -2.0]))
    assert ab > 0 > ba
    for both in ([3.0, 1.0], [-3.0, -1.0]):
        assert _said("style", _witness(machine=both)) == [0, 0, 0]


def test_two_machine_texts_rather_have_a_common_source() -> None:
    *_, common = _said("both_machine", _witness(machine=[3.0, 2.0]))
    assert common > 0
    assert _said("both_machine", _witness(machine=[3.0, -2.0])) == [0, 0, 0]


def test_crediting_the_other_speaks_for_it() -> None:
    assert _said("attribution", facts=_facts(credit_ab=[True]))[AB] > 0
    assert _said("attribution", facts=_facts(credit_ab=[True]))[BA] == 0
    assert _said("attribution", facts=_facts(credit_ba=[True]))[BA] > 0


def test_crediting_a_third_speaks_for_a_common_source() -> None:
    ab, ba, common = _said("attribution", facts=_facts(elsewhere=[[0.8, 0.0]]))
    assert ab < 0 and ba == 0 and common > 0


@pytest.mark.parametrize("kind", ["disclosed", "residue"])
def test_what_a_text_says_of_itself(kind: str) -> None:
    name = {"disclosed": "disclosure"}.get(kind, kind)
    ab, ba, common = _said(name, _witness(**{kind: [True, False]}))
    assert ab > common > ba == 0
    ab, ba, common = _said(name, _witness(**{kind: [True, True]}))
    assert ab == ba == 0 < common


def test_signs_of_a_rewrite_point_at_the_source_it_names() -> None:
    known = _witness(disclosed=[True, False], machine=[4.0, -2.0])
    plain = _facts()
    named = _facts(elsewhere=[[1.0, 0.0]])
    for kind in ("style", "disclosure"):
        assert _said(kind, known, plain)[AB] > 0
        assert _said(kind, known, named)[AB] == 0
        assert _said(kind, known, named)[COMMON] >= _said(kind, known, plain)[AB]


share = st.floats(0, 1)
logit = st.floats(-4, 4)
time = st.one_of(st.just(np.nan), st.floats(0, 10**6))


@st.composite
def cases(draw: st.DrawFn) -> tuple[Witness, PairFacts]:
    def two(of: Any) -> Any:
        return draw(st.tuples(of, of))

    known = _witness(
        seconds=two(time),
        resolution=two(st.sampled_from([1.0, 60.0, 86_400.0])),
        machine=two(logit),
        disclosed=two(st.booleans()),
        residue=two(st.booleans()),
    )
    facts = _facts(
        **{name: [draw(share)] for name in PairFacts._fields[:4]},
        words=[two(st.floats(1, 10**6))],
        credit_ab=[draw(st.booleans())],
        credit_ba=[draw(st.booleans())],
        elsewhere=[two(share)],
        reworded=[draw(st.booleans())],
    )
    return known, facts


def _swapped(known: Witness, facts: PairFacts) -> tuple[Witness, PairFacts]:
    f = facts
    return Witness(*(column[::-1] for column in known)), PairFacts(
        f.containment_ba, f.containment_ab, f.fact_ba, f.fact_ab, f.words[:, ::-1],
        f.credit_ba, f.credit_ab, f.elsewhere[:, ::-1], f.reworded,
    )  # fmt: skip


@given(cases(), share)
def test_swapping_the_articles_swaps_the_outcomes(
    case: tuple[Witness, PairFacts], p_copy: float
) -> None:
    there, back = evidence(PAIR, *case), evidence(PAIR, *_swapped(*case))
    for kind in there:
        assert np.allclose(there[kind], back[kind][:, [BA, AB, COMMON]], atol=1e-9), kind
    p = np.array([p_copy])
    assert np.allclose(outcomes(there, p), outcomes(back, p)[:, [BA, AB, COMMON, 3]])


@given(cases(), share)
def test_outcomes_are_probabilities(case: tuple[Witness, PairFacts], p_copy: float) -> None:
    result = outcomes(evidence(PAIR, *case), np.array([p_copy]))
    assert result.shape == (1, 4)
    assert (result >= 0).all()
    assert result.sum() == pytest.approx(1)
    assert result[0, 3] == pytest.approx(1 - p_copy)


@given(cases())
def test_nothing_beats_a_trusted_clock(case: tuple[Witness, PairFacts]) -> None:
    known, facts = case
    result = outcomes(evidence(PAIR, known, facts), np.ones(1))[0]
    gap = known.seconds[1] - known.seconds[0]
    if abs(gap) > known.resolution.max():
        assert result[AB if gap > 0 else BA] < 0.01


def test_the_loudest_evidence_does_not_beat_it() -> None:
    known = _witness(
        seconds=[0.0, 9000.0], machine=[4.0, -4.0], disclosed=[True, False], residue=[True, False]
    )
    facts = _facts(fact_ab=[1.0], fact_ba=[0.0], containment_ab=[0.0], containment_ba=[1.0],
                   credit_ab=[True], words=[[10.0, 10**6]])  # fmt: skip
    assert outcomes(evidence(PAIR, known, facts), np.ones(1))[0, AB] < 0.01
    undated = known._replace(seconds=np.full(2, np.nan))
    assert outcomes(evidence(PAIR, undated, facts), np.ones(1))[0, AB] > 0.99


def test_the_fitted_part_has_one_input_for_each_weight() -> None:
    found = inputs(PAIR, _witness(), _facts())
    assert tuple(found) == PARAMETERS
    assert set(direction_weights()) == set(PARAMETERS)


def test_light_edits_are_judged_by_time_and_statements_alone() -> None:
    known = _witness(machine=[3.0, 3.0], seconds=[7200.0, 0.0])
    facts = _facts(fact_ab=[0.9], fact_ba=[0.2], words=[[100.0, 400.0]], reworded=[False])
    parts = evidence(PAIR, known, facts)
    assert all(not parts[kind].any() for kind in PARAMETERS)
    assert parts["time"].any()
    without_time = evidence(PAIR, _witness(machine=[3.0, 3.0]), facts)
    shares = outcomes(without_time, np.array([0.98]))[0, :3]
    assert shares.max() < 0.5  # nothing decides


@pytest.mark.parametrize("unknown", [[0.0, 3.0], [-3.0, 0.0], [0.0, 0.0]])
def test_a_style_that_is_unknown_says_nothing(unknown: list[float]) -> None:
    given = inputs(PAIR, _witness(machine=unknown), _facts())
    assert [given[name][0] for name in ("style", "common", "both_machine")] == [0.0, 0.0, 0.0]
