"""Each kind of evidence: its sign, its symmetry, and the clock that nothing beats."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.stages.clock import Clock, never, of_publication
from provenance.stages.direction import (
    AB,
    APART,
    BA,
    COMMON,
    KINDS,
    PARAMETERS,
    PairFacts,
    Witness,
    direction_model,
    evidence,
    fitted_inputs,
    inputs,
    outcomes,
    refined,
    regime,
)
from provenance.stages.style import RATES

PAIR = np.array([[0, 1]], np.int32)
NEITHER = np.zeros(2, bool)


def _witness(**given: Any) -> Witness:
    plain: dict[str, Any] = {
        "seconds": [np.nan, np.nan],
        "resolution": [1.0, 1.0],
        "machine": [-2.0, -2.0],
        "disclosed": [False, False],
        "residue": [False, False],
        "rates": np.tile(direction_model().mean, (2, 1)),
    }
    told = {name: np.array(given.get(name, plain[name])) for name in plain}
    seconds, resolution = told.pop("seconds"), told.pop("resolution")
    out = np.array(given.get("out", seconds))
    text = np.array(given.get("text", out))
    return Witness(of_publication(seconds, resolution)._replace(out=out, text=text), **told)


def _facts(**given: Any) -> PairFacts:
    share = {name: [0.5] for name in PairFacts._fields[:4]}
    plain: dict[str, Any] = {
        **share,
        "content": [0.5],
        "words": [[300.0, 300.0]],
        "credit_ab": [False],
        "credit_ba": [False],
        "elsewhere": [[0.0, 0.0]],
        "reworded": [True],
        "declared": [[False, False]],
        "apart": [[7.0, 3.0, 0.2]],
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


def test_times_count_as_far_as_they_are_trusted() -> None:
    known = _witness(seconds=[0.0, 9000.0])
    weights = [
        evidence(PAIR, known, _facts(), trust)["time"][0, AB] for trust in (0.5, 0.9, 0.99, 1.0)
    ]
    assert weights == sorted(weights, reverse=True)
    assert weights[0] == 0
    assert weights[1] == pytest.approx(-np.log(9))


PEOPLE, BOTH, ONE = [-3.0, -1.0], [3.0, 1.0], [3.0, -2.0]


def test_a_rewrite_by_a_machine_is_contained_in_its_source() -> None:
    told = _facts(fact_ab=[0.9], fact_ba=[0.4])
    ab, ba, _ = _said("facts", _witness(machine=ONE), told)
    assert ab > 0 > ba
    assert max(_said("facts", _witness(machine=PEOPLE), told)) < 0.05


def test_style_counts_where_a_text_looks_machine_written() -> None:
    for machine in (ONE, BOTH):
        ab, ba, _ = _said("style", _witness(machine=machine))
        assert ab > 0 > ba
    assert _said("style", _witness(machine=PEOPLE)) == [0, 0, 0]


def test_two_texts_by_people_are_decided_by_nothing_measured() -> None:
    rates = np.stack([direction_model().mean, direction_model().mean + 2 * direction_model().scale])
    told = _facts(fact_ab=[0.9], fact_ba=[0.1], containment_ab=[0.9], words=[[80.0, 900.0]])
    parts = evidence(PAIR, _witness(machine=PEOPLE, rates=rates), told)
    for kind, part in parts.items():
        assert kind == "facts" or part[0, AB] == part[0, BA] == 0
    ab, ba, *_ = outcomes(parts, np.ones(1))[0]
    assert 0.5 > ab > ba > 0.44  # it leans to the one that has nothing of its own


@given(st.data())
def test_without_times_no_text_by_people_is_the_other_s_source(data: st.DataObject) -> None:
    known, facts = data.draw(cases())
    people = np.minimum(known.machine, 0)
    known = known._replace(clock=never(2), machine=people, disclosed=NEITHER, residue=NEITHER)
    facts = facts._replace(credit_ab=NEITHER[:1], credit_ba=NEITHER[:1], declared=NEITHER[None])
    if facts.reworded.all():  # a name that one of two accounts lacks is also a sign of cutting
        facts = facts._replace(elsewhere=np.round(facts.elsewhere))
    assert outcomes(evidence(PAIR, known, facts), np.ones(1))[0, :2].max() < 0.5


def test_a_headline_reads_like_anything() -> None:
    known = _witness(machine=[4.0, -2.0])
    few, some, enough = (
        regime(PAIR, known, _facts(words=[[n, 300.0]]))[0] for n in (16.0, 30.0, 40.0)
    )
    assert 0 == few < some < enough == 1


def test_the_regime_begins_gently() -> None:
    shares = [
        regime(PAIR, _witness(machine=[x, -2.0]), _facts())[0] for x in (-0.1, 0.1, 0.3, 0.5, 4.0)
    ]
    assert shares == sorted(shares)
    assert shares[0] == 0 and shares[-1] == 1


def test_two_machine_texts_rather_have_a_common_source() -> None:
    def common(machine: list[float]) -> float:
        return _said("both_machine", _witness(machine=machine))[COMMON]

    assert common([3.0, 2.0]) > common([3.0, -2.0])


def test_a_machine_s_version_of_a_text_is_no_independent_report() -> None:
    half = np.array([0.5])
    versions, reports = (
        fitted_inputs(PAIR, _witness(machine=machine), _facts())
        for machine in ([3.5, -3.5], PEOPLE)
    )
    assert refined(half, versions)[0] > 0.5
    assert refined(half, reports)[0] == 0.5


def test_crediting_the_other_speaks_for_it() -> None:
    assert _said("attribution", facts=_facts(credit_ab=[True]))[AB] > 0
    assert _said("attribution", facts=_facts(credit_ab=[True]))[BA] == 0
    assert _said("attribution", facts=_facts(credit_ba=[True]))[BA] > 0


def test_crediting_a_third_speaks_for_a_common_source() -> None:
    ab, ba, common = _said("attribution", facts=_facts(elsewhere=[[0.8, 0.0]]))
    assert ab < 0 == ba < common
    assert common < -ab  # a source has sources of its own


def test_what_the_likelier_source_names_tells_of_no_common_one() -> None:
    """An original quotes an agency, and its rewrite drops the name."""
    rewrite = _witness(machine=[5.0, -3.0])  # a reads as the machine's version of b
    by_source, by_derived = _facts(elsewhere=[[0.0, 0.8]]), _facts(elsewhere=[[0.8, 0.0]])
    for kind in ("attribution", "private", "common"):
        said = [_said(kind, rewrite, f)[COMMON] for f in (_facts(), by_source, by_derived)]
        assert said[1] == pytest.approx(said[0], abs=0.1)
        assert said[2] >= said[1]
    unclear = [_said("attribution", facts=f)[COMMON] for f in (by_source, by_derived)]
    assert unclear[0] == unclear[1] > 0.5  # then either may be the derived one


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
        assert _said(kind, known, named)[AB] == pytest.approx(0)
        assert _said(kind, known, named)[COMMON] >= _said(kind, known, plain)[AB]


share = st.floats(0, 1)
logit = st.floats(-4, 4)
time = st.one_of(st.just(np.nan), st.floats(0, 10**6))


@st.composite
def cases(draw: st.DrawFn) -> tuple[Witness, PairFacts]:
    def two(of: Any) -> Any:
        return draw(st.tuples(of, of))

    seconds, seen, held = two(time), two(time), two(st.one_of(st.just(0.0), st.floats(0, 10**6)))
    out = np.where(np.isnan(seconds), seen, seconds)
    known = _witness(
        seconds=seconds,
        resolution=two(st.sampled_from([1.0, 60.0, 86_400.0])),
        out=out,
        text=out + held,
        machine=two(logit),
        rates=np.array(two(st.lists(st.floats(0, 9), min_size=len(RATES), max_size=len(RATES)))),
        disclosed=two(st.booleans()),
        residue=two(st.booleans()),
    )
    facts = _facts(
        **{name: [draw(share)] for name in PairFacts._fields[:4]},
        content=[draw(share)],
        words=[two(st.floats(1, 10**6))],
        credit_ab=[draw(st.booleans())],
        credit_ba=[draw(st.booleans())],
        elsewhere=[two(share)],
        reworded=[draw(st.booleans())],
        declared=[two(st.booleans())],
        apart=[draw(st.lists(st.floats(0, 9), min_size=len(APART), max_size=len(APART)))],
    )
    return known, facts


def _swapped(known: Witness, facts: PairFacts) -> tuple[Witness, PairFacts]:
    f = facts
    clock = Clock(*(column[::-1] for column in known.clock))
    return Witness(clock, *(column[::-1] for column in known[1:])), PairFacts(
        f.containment_ba, f.containment_ab, f.fact_ba, f.fact_ab, f.content, f.words[:, ::-1],
        f.credit_ba, f.credit_ab, f.elsewhere[:, ::-1], f.reworded, f.declared[:, ::-1],
        f.apart,
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
    clock = known.clock
    for way, (derived, source) in ((AB, (0, 1)), (BA, (1, 0))):
        if clock.seconds[source] - clock.text[derived] > clock.resolution.max():
            assert result[way] < 0.01


def test_the_loudest_evidence_does_not_beat_it() -> None:
    known = _witness(
        seconds=[0.0, 9000.0], machine=[4.0, -4.0], disclosed=[True, False], residue=[True, False]
    )
    facts = _facts(fact_ab=[1.0], fact_ba=[0.0], containment_ab=[0.0], containment_ba=[1.0],
                   credit_ab=[True], words=[[10.0, 10**6]])  # fmt: skip
    assert outcomes(evidence(PAIR, known, facts), np.ones(1))[0, AB] < 0.01
    undated = known._replace(clock=never(2))
    assert outcomes(evidence(PAIR, undated, facts), np.ones(1))[0, AB] > 0.99


@pytest.mark.parametrize("times", [[9000.0, 0.0], [0.0, 9000.0], [np.nan, 0.0]])
def test_being_part_of_the_other_counts_against_the_clocks_only(times: list[float]) -> None:
    part = _facts(containment_ab=[1.0], containment_ba=[0.3], reworded=[False])
    ab, ba, common = _said("containment", _witness(seconds=times), part)
    assert common < 0
    assert (ab, ba) == (0, 0) if np.isnan(times[0]) else ab > 0 > ba


def test_a_short_version_that_says_it_is_older_may_be_forged() -> None:
    known = _witness(seconds=[0.0, 9000.0])

    def way(kept: float, trust: float) -> int:
        part = _facts(containment_ab=[1.0], containment_ba=[kept], reworded=[False])
        return int(outcomes(evidence(PAIR, known, part, trust), np.ones(1))[0].argmax())

    assert way(0.3, 0.8) == AB
    assert way(0.3, 0.97) == COMMON  # neither way: texts that grow look the same
    assert way(0.8, 0.97) == BA  # as revisions grow
    assert way(0.3, 1.0) != AB


def _inputs(**given: Any) -> dict[str, float]:
    model = direction_model()
    found = inputs(PAIR, _witness(**given), _facts(), model.mean, model.scale)
    assert found.shape == (1, len(PARAMETERS))
    return dict(zip(PARAMETERS, found[0].tolist(), strict=True))


def test_light_edits_are_judged_by_time_and_statements_alone() -> None:
    known = _witness(machine=[3.0, 3.0], seconds=[7200.0, 0.0])
    facts = _facts(fact_ab=[0.9], fact_ba=[0.2], words=[[100.0, 400.0]], reworded=[False])
    parts = evidence(PAIR, known, facts)
    assert all(not parts[kind].any() for kind in KINDS)
    assert parts["time"].any()
    without_time = evidence(PAIR, _witness(machine=[3.0, 3.0]), facts)
    shares = outcomes(without_time, np.array([0.98]))[0, :3]
    assert shares.max() < 0.5  # nothing decides


@pytest.mark.parametrize("unknown", [[0.0, 3.0], [-3.0, 0.0], [0.0, 0.0]])
def test_a_style_that_is_unknown_says_nothing(unknown: list[float]) -> None:
    given = _inputs(machine=unknown)
    assert {name for name, x in given.items() if x} == {"any"}
