"""The models that ship are well-formed, and say nothing absurd."""

from __future__ import annotations

import json
from importlib.resources import files

import numpy as np
import pytest

from provenance.kernels.contract import STYLE_COLUMNS
from provenance.stages.columns import ends
from provenance.stages.direction import direction_model
from provenance.stages.overlap import FEATURES
from provenance.stages.pair_model import pair_models
from provenance.stages.style import (
    MOST,
    RATES,
    hits,
    machine_logit,
    rates,
    standard,
    stock_words,
)

MODELS = ("glance.json", "pair_model.json", "style_model.json", "direction_model.json")
OVERLAPS = [f for f in FEATURES if f != "length_ratio" and "extra" not in f]


@pytest.mark.parametrize("name", MODELS)
def test_every_model_says_which_script_fitted_it(name: str) -> None:
    raw = json.loads(files("provenance.stages").joinpath(name).read_text("utf-8"))
    assert "benchmarks/quality/fit_" in raw["note"]


@pytest.mark.parametrize("name", ["copy", "event"])
def test_curves_are_functions_of_known_features(name: str) -> None:
    model = pair_models()[name]
    assert -12 < model.intercept < 12
    assert len({c.feature for c in model.curves}) == len(model.curves)
    for curve in model.curves:
        assert curve.feature in FEATURES
        assert len(curve.at) == len(curve.weight) >= 1
        assert (np.diff(curve.at) > 0).all()
        assert np.isfinite(curve.weight).all()


@pytest.mark.parametrize("feature", OVERLAPS)
def test_more_overlap_never_speaks_against_a_copy(feature: str) -> None:
    for curve in pair_models()["copy"].curves:
        if curve.feature == feature:
            assert (np.diff(curve.weight) >= 0).all()


def test_the_copy_model_tells_all_from_nothing() -> None:
    high, low = np.zeros((2, len(FEATURES)))
    for k, feature in enumerate(FEATURES):
        high[k] = 8 * (feature in OVERLAPS)  # beyond the last knot of each curve
        low[k] = 8 * ("extra" in feature)
    p = pair_models()["copy"].probability(np.stack([high, low]))
    assert p[0] > 0.95
    assert p[1] < 0.01


def test_probabilities_stay_within_bounds_whatever_comes() -> None:
    matrix = np.random.default_rng(1).normal(0, 100, (200, len(FEATURES)))
    for model in pair_models().values():
        p = model.probability(matrix)
        assert ((p > 0) & (p < 1)).all()
        parts = model.contributions(matrix)
        assert parts.shape == (200, len(model.curves))


def test_the_style_model_has_one_weight_for_each_rate() -> None:
    raw = json.loads(files("provenance.stages").joinpath("style_model.json").read_text("utf-8"))
    assert tuple(raw["rates"]) == RATES
    assert len(raw["mean"]) == len(raw["scale"]) == len(raw["weight"]) == len(RATES)
    assert min(raw["scale"]) > 0


def test_style_is_bounded_and_defined_for_no_words() -> None:
    counts = np.random.default_rng(2).integers(0, 2000, (300, len(STYLE_COLUMNS))).astype(np.int32)
    counts[0] = 0
    x = rates(counts, counts[:, 0] // 2, counts[:, 0] // 20)
    assert x.shape == (300, len(RATES))
    assert np.isfinite(x).all()
    assert np.abs(machine_logit(x)).max() <= MOST


def test_each_text_is_judged_on_its_own() -> None:
    counts = np.random.default_rng(3).integers(0, 500, (20, len(STYLE_COLUMNS))).astype(np.int32)
    x = rates(counts, counts[:, 0] // 2, counts[:, 0] // 20)
    alone = np.concatenate([machine_logit(x[k : k + 1]) for k in range(20)])
    assert np.allclose(machine_logit(x), alone, rtol=0, atol=1e-9)


def test_stock_words_are_single_words_and_speak_for_a_machine() -> None:
    raw = json.loads(files("provenance.stages").joinpath("style_model.json").read_text("utf-8"))
    words = raw["stock"].split()
    assert words == sorted(set(words))
    assert len(stock_words()) == len(words)
    assert raw["weight"][RATES.index("stock")] > 0


def test_a_short_text_says_less_of_who_wrote_it() -> None:
    mean, scale = np.zeros(len(RATES)), np.ones(len(RATES))
    x = np.ones((2, len(RATES)))
    x[:, RATES.index("log_words")] = np.log([50, 5000])
    short, long = standard(x, mean, scale)[:, RATES.index("stock")]
    assert 0 < short < long < 1


def test_hits_counts_what_stands_in_each_list() -> None:
    rng = np.random.default_rng(4)
    stems = [np.unique(rng.integers(0, 2**32, 200, dtype=np.uint32)) for _ in range(6)]
    stems[2] = stems[2][:0]
    lists = [np.unique(np.concatenate([s[:k] for s in stems])) for k in (3, 11)]
    content = (ends(np.array([len(s) for s in stems])), np.concatenate(stems))
    for one, found in zip(lists, hits(content, *lists), strict=True):
        assert found.tolist() == [int(np.isin(s, one).sum()) for s in stems]


def test_direction_weights_have_the_sign_of_their_argument() -> None:
    weights = direction_model().weights
    assert weights["machine"] > 0, "the machine-written one is the rewrite"
    assert weights["facts"] > 0, "a rewrite holds what its source holds"
    assert weights["any"] < 0, "most pairs are a source and its copy"
    assert not any("newline" in name for name in weights), "line breaks are no style"
