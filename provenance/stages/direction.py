"""Which of two related articles came from which: evidence as log-odds, then four outcomes.

Each kind of evidence adds to the log-odds of three explanations of a shared text: *a from b*,
*b from a*, *both from a common source*. The softmax of the sums, times the probability that they
share a text at all, gives the outcomes; what is left is independence. Weights of the measurable
kinds stand in ``direction_model.json`` (``benchmarks/quality/fit_direction.py``); those of the
stated kinds (time, credits, disclosure) are argued here, beside each rule.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np

AB, BA, COMMON = 0, 1, 2

_CONTRADICTED = 30.0  # a trusted clock rules a derivation out, whatever all else adds up to
_LATER = 1.0  # being later fits derivation, and fits independence about as well
_CREDIT = 3.0  # "x reported" in one, and the other is x's
_ELSEWHERE = 2.0  # it names a source that neither of the two is, for certain
_DISCLOSED = 1.5  # "AI-generated based on source articles" in one only
_RESIDUE = 2.0  # "[Insert Current Date]" in one only


class Witness(NamedTuple):
    """What is known of each article beside its text: arrays of n rows.

    ``seconds`` float64 (NaN unknown), ``resolution`` float64 seconds, ``machine`` float64 log-odds
    (0 where the style says nothing: not English), ``disclosed`` bool, ``residue`` bool.
    """

    seconds: np.ndarray
    resolution: np.ndarray
    machine: np.ndarray
    disclosed: np.ndarray
    residue: np.ndarray


class PairFacts(NamedTuple):
    """What is known of each pair: arrays of m rows.

    Shares of a found in b (``_ab``) and back, of shingles and of facts; ``words`` float64[m, 2];
    ``credit_ab``: a credits b's outlet (bool), ``credit_ba``; ``elsewhere``: float64[m, 2], the
    probability that the article names a source that is neither of the two. ``reworded`` bool: the
    pair shares an account rather than its words.
    """

    containment_ab: np.ndarray
    containment_ba: np.ndarray
    fact_ab: np.ndarray
    fact_ba: np.ndarray
    words: np.ndarray
    credit_ab: np.ndarray
    credit_ba: np.ndarray
    elsewhere: np.ndarray
    reworded: np.ndarray


#: Parameters of the fitted part: the first four speak for a direction, the others for a common
#: source.
PARAMETERS = ("style", "facts", "containment", "length", "common", "both_machine", "private")
_ONE_WAY = PARAMETERS[:4]


@cache
def direction_weights() -> dict[str, float]:
    """The fitted weights that ship with the package, by :data:`PARAMETERS`."""
    raw = json.loads(files("provenance.stages").joinpath("direction_model.json").read_text("utf-8"))
    return {name: float(raw["weights"][name]) for name in PARAMETERS}


def inputs(pairs: np.ndarray, known: Witness, facts: PairFacts) -> dict[str, np.ndarray]:
    """The inputs of the fitted part, float64[m] each, by :data:`PARAMETERS`.

    They were fitted on rewrites and say nothing of light edits and excerpts, where style and what
    is missing mislead (revisions grow, copies are cut); there only time and what the articles state
    count. Style counts only where one text looks machine-written and the other does not; 0 is
    neither.
    """
    a, b = known.machine[pairs[:, 0]], known.machine[pairs[:, 1]]
    differ = a * b < 0
    fitted = {
        "style": np.where(differ, a - b, 0.0),
        "facts": facts.fact_ab - facts.fact_ba,
        "containment": facts.containment_ab - facts.containment_ba,
        "length": np.log(facts.words[:, 1] / facts.words[:, 0]),
        "common": differ.astype(np.float64),
        "both_machine": np.clip(np.minimum(a, b), 0, 2),
        "private": 1 - np.maximum(facts.fact_ab, facts.fact_ba),
    }
    return {name: np.where(facts.reworded, x, 0.0) for name, x in fitted.items()}


def evidence(pairs: np.ndarray, known: Witness, facts: PairFacts) -> dict[str, np.ndarray]:
    """Log-odds of each kind of evidence: float64[m, 3] for a-from-b, b-from-a, common source."""
    weights = direction_weights()
    out: dict[str, np.ndarray] = {}
    for name, x in inputs(pairs, known, facts).items():
        w = weights[name] * x
        zero = np.zeros_like(w)
        out[name] = np.stack([w, -w, zero] if name in _ONE_WAY else [zero, zero, w], axis=1)
    out["time"] = _time(pairs, known)
    out["attribution"] = _attribution(facts)
    out["disclosure"] = _stated(known.disclosed[pairs], _DISCLOSED)
    out["residue"] = _stated(known.residue[pairs], _RESIDUE)
    for kind in ("style", "disclosure", "residue"):
        out[kind] = _explained_away(out[kind], facts.elsewhere)
    return out


def _explained_away(part: np.ndarray, elsewhere: np.ndarray) -> np.ndarray:
    """Signs that an article is *some* rewrite point at the source it names, not at the other one.

    The share of the evidence that its named source explains moves to the common source.
    """
    out = part.copy()
    for way in (AB, BA):
        moved = np.maximum(part[:, way], 0) * elsewhere[:, way]
        out[:, way] -= moved
        out[:, COMMON] = np.maximum(out[:, COMMON], moved)
    return out


def _time(pairs: np.ndarray, known: Witness) -> np.ndarray:
    """Nothing is derived from what came out later, beyond the resolution of the clocks."""
    gap = known.seconds[pairs[:, 1]] - known.seconds[pairs[:, 0]]
    slack = known.resolution[pairs].max(axis=1)
    b_later = np.nan_to_num(gap) > slack
    a_later = np.nan_to_num(gap) < -slack
    ab = np.where(a_later, _LATER, 0.0) - np.where(b_later, _CONTRADICTED, 0.0)
    ba = np.where(b_later, _LATER, 0.0) - np.where(a_later, _CONTRADICTED, 0.0)
    return np.stack([ab, ba, np.zeros(len(gap))], axis=1)


def _attribution(facts: PairFacts) -> np.ndarray:
    """Crediting the other's outlet speaks for it; crediting a third speaks for a common source."""
    ab = _CREDIT * facts.credit_ab - _ELSEWHERE * facts.elsewhere[:, 0]
    ba = _CREDIT * facts.credit_ba - _ELSEWHERE * facts.elsewhere[:, 1]
    return np.stack([ab, ba, _ELSEWHERE * facts.elsewhere.max(axis=1)], axis=1)


def _stated(said: np.ndarray, weight: float) -> np.ndarray:
    """One of the two says of itself that it was made from others: bool[m, 2]."""
    ab = np.where(said[:, 0] & ~said[:, 1], weight, 0.0)
    ba = np.where(said[:, 1] & ~said[:, 0], weight, 0.0)
    common = np.where(said.any(axis=1), weight / 2, 0.0)
    return np.stack([ab, ba, common], axis=1)


def outcomes(parts: dict[str, np.ndarray], p_copy: np.ndarray) -> np.ndarray:
    """The four outcomes, float64[m, 4] (a from b, b from a, common, independent); rows sum to 1."""
    logits = np.sum(list(parts.values()), axis=0)
    logits -= logits.max(axis=1, keepdims=True)
    odds = np.exp(logits)
    shared = odds / odds.sum(axis=1, keepdims=True) * p_copy[:, None]
    return np.concatenate([shared, (1 - p_copy)[:, None]], axis=1)
