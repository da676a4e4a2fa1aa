"""Which of two related articles came from which: evidence as log-odds, then four outcomes.

Each kind of evidence adds to the log-odds of three explanations of a shared text: *a from b*,
*b from a*, *both from a common source*. The softmax of the sums, times the probability that they
share a text at all, gives the outcomes; what is left is independence. Weights of the measurable
kinds stand in ``direction_model.json`` (``benchmarks/quality/fit_direction.py``); those of the
stated kinds (time, credits, disclosure) are argued here, beside each rule.

The measurable kinds count within their **regime** only: the pair shares an account rather than its
words, and at least one of the texts reads as machine-written. Of two texts by people the same signs
point either way: revisions grow, copies are cut.
"""

from __future__ import annotations

import json
import math
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np

from provenance.stages.clock import Clock
from provenance.stages.style import RATES

AB, BA, COMMON, INDEPENDENT = range(4)

_CONTRADICTED = 30.0  # a clock that is trusted wholly rules a derivation out
_CHANGED = 1.5  # a change seldom brings the whole text
_LATER = 1.0  # being later fits derivation, and fits independence about as well
_DECLARED = 6.0  # one links to the other as its source, in what machines read
_CREDIT = 3.0  # "x reported" in one, and the other is x's
_ELSEWHERE = 3.0  # it names a source that neither of the two is, for certain
_DERIVED = 1.0  # so it has a source, as two from a common one have; of a source that is less usual
_SIBLINGS = -1.0  # of two versions in much the same words, both of a third that is not here
_CUT = 3.0  # all of one stands in the other, and little the other way round
_DISCLOSED = 1.5  # "AI-generated based on source articles" in one only
_RESIDUE = 2.0  # "[Insert Current Date]" in one only

_SURELY = 0.5  # log-odds of being machine-written from which the regime holds wholly
_APART = 1.0  # and how far apart the two must be for the one to be the other's source by its style
_FEWEST, _ENOUGH = 16.0, 32.0  # words; of fewer the style says nothing: a headline has none
_LEAN = 0.03  # at most, where the fitted part may not speak: too little for either way to reach 0.5
_LEANING = 5.0  # for each share of the facts that the one has and the other lacks
_VERBATIM = 0.02  # added to a containment before its logarithm
_MOST_RATE = _MOST_APART = 3.0  # standard deviations
_MOST_WAY = 8.0  # log-odds; more say no more of whether a text is shared


class Witness(NamedTuple):
    """What is known of each article beside its text: arrays of n rows.

    ``clock``; ``machine`` float64 log-odds (0 where the style says nothing: not English),
    ``disclosed`` bool, ``residue`` bool, ``rates`` float64[n, len(RATES)]
    (:func:`provenance.stages.style.rates`).
    """

    clock: Clock
    machine: np.ndarray
    disclosed: np.ndarray
    residue: np.ndarray
    rates: np.ndarray


class PairFacts(NamedTuple):
    """What is known of each pair: arrays of m rows.

    Shares of a found in b (``_ab``) and back, of shingles and of facts; ``content``: similarity of
    the rare words; ``words`` float64[m, 2]; ``credit_ab``: a credits b's outlet (bool),
    ``credit_ba``; ``elsewhere``: float64[m, 2], the probability that the article names a source
    that is neither of the two. ``reworded`` bool: the pair shares an account rather than its words.
    ``declared``: bool[m, 2], the article links to the other as its source. ``apart`` float64[m, 3]:
    the features :data:`APART` of the pair.
    """

    containment_ab: np.ndarray
    containment_ba: np.ndarray
    fact_ab: np.ndarray
    fact_ba: np.ndarray
    content: np.ndarray
    words: np.ndarray
    credit_ab: np.ndarray
    credit_ba: np.ndarray
    elsewhere: np.ndarray
    reworded: np.ndarray
    declared: np.ndarray
    apart: np.ndarray


#: Features of a pair (:data:`~provenance.stages.overlap.FEATURES`) that tell two versions of a
#: third from a version and its source: how many words and names of its own the poorer side has,
#: and how well sentences find their like. Each with its middle and its spread.
APART = ("content_extra_low", "names_extra_low", "sentences_mean_high")
_MIDDLE, _SPREAD = np.array([7.0, 3.0, 0.2]), np.array([0.8, 1.0, 0.1])

# Line breaks tell how a text was stored, not who wrote it.
_TOLD = tuple(k for k, name in enumerate(RATES) if name != "newline")
_STYLE = tuple(f"style_{RATES[k]}" for k in _TOLD)
_BOTH = tuple(f"both_{RATES[k]}" for k in _TOLD)

#: Parameters that speak for a direction: a's less b's.
ONE_WAY = ("machine", "facts", *_STYLE)
#: Parameters that speak for or against a common source.
SHARED = (
    "any", "regime", "machine_high", "machine_low", "both_machine", *_BOTH,
    "verbatim", "content", "private", "facts_low", "length", *APART,
)  # fmt: skip
PARAMETERS = (*ONE_WAY, *SHARED)

#: The parameters of each kind of evidence.
KINDS = {
    "style": ("machine", *_STYLE),
    "facts": ("facts",),
    "common": ("any", "regime"),
    "both_machine": ("machine_high", "machine_low", "both_machine", *_BOTH),
    "private": ("verbatim", "content", "private", "facts_low", "length", *APART),
}


class Model(NamedTuple):
    """The fitted part: weights by :data:`PARAMETERS`, the rates' ``mean`` and ``scale``.

    ``shared`` by :data:`REFINED`: what the regime adds to the log-odds of a shared text.
    """

    weights: dict[str, float]
    mean: np.ndarray
    scale: np.ndarray
    shared: dict[str, float]


# Parameters that tell two versions of a text from two reports, also without a way: few people's
# reports both read machine-written, and each brings words of its own.
_ALIKE = ("verbatim", "machine_low", "both_stock", "content_extra_low")
#: What refines the probability of a shared text, within the regime.
REFINED = ("regime", "likelier_way", "way", *_ALIKE)


@cache
def direction_model() -> Model:
    """The fitted model that ships with the package."""
    raw = json.loads(files("provenance.stages").joinpath("direction_model.json").read_text("utf-8"))
    return Model(
        {name: float(raw["weights"][name]) for name in PARAMETERS},
        np.array(raw["mean"]),
        np.array(raw["scale"]),
        {name: float(raw["shared"][name]) for name in REFINED},
    )


def regime(pairs: np.ndarray, known: Witness, facts: PairFacts) -> np.ndarray:
    """How far the fitted part may speak of each pair: 0..1, float64[m].

    A style that is exactly 0 is unknown.
    """
    both = known.machine[pairs]
    inside: np.ndarray = np.clip(both.max(axis=1) / _SURELY, 0, 1)
    inside *= (both != 0).all(axis=1) & facts.reworded
    inside *= np.clip((facts.words.min(axis=1) - _FEWEST) / (_ENOUGH - _FEWEST), 0, 1)
    return inside


def inputs(
    pairs: np.ndarray, known: Witness, facts: PairFacts, mean: np.ndarray, scale: np.ndarray
) -> np.ndarray:
    """The inputs of the fitted part, float64[m, len(PARAMETERS)].

    Args:
        pairs: int32[m, 2] rows.
        known, facts: what is known of the articles and of the pairs.
        mean, scale: float64[len(RATES)], by which rates are made comparable.
    """
    inside = regime(pairs, known, facts)
    out = np.zeros((len(pairs), len(PARAMETERS)))
    some = np.flatnonzero(inside)  # none in a run for copies alone
    told = PairFacts(*(column[some] for column in facts))
    out[some] = _measured(pairs[some], known, told, inside[some], mean, scale)
    out[:, PARAMETERS.index("any")] = facts.reworded
    return out


def _measured(
    pairs: np.ndarray, known: Witness, facts: PairFacts, inside: np.ndarray,
    mean: np.ndarray, scale: np.ndarray,
) -> np.ndarray:  # fmt: skip
    """The :func:`inputs` of pairs that lie within the regime, by how far: float64[m]."""
    a, b = known.machine[pairs[:, 0]], known.machine[pairs[:, 1]]
    low = np.minimum(a, b)
    rates = ((known.rates[pairs] - mean) / scale)[:, :, _TOLD]
    verbatim = np.maximum(facts.containment_ab, facts.containment_ba)
    columns = [
        (a - b) / 4, facts.fact_ab - facts.fact_ba,
        *np.clip(rates[:, 0] - rates[:, 1], -_MOST_RATE, _MOST_RATE).T,
        np.ones(len(pairs)), np.ones(len(pairs)), np.maximum(a, b) / 4, low / 4, np.clip(low, 0, 2),
        *np.clip(rates.mean(axis=1), -_MOST_RATE, _MOST_RATE).T,
        np.log(_VERBATIM + verbatim), facts.content,
        1 - np.maximum(facts.fact_ab, facts.fact_ba), np.minimum(facts.fact_ab, facts.fact_ba),
        np.abs(np.log(facts.words[:, 1] / facts.words[:, 0])),
        *np.clip((facts.apart - _MIDDLE) / _SPREAD, -_MOST_APART, _MOST_APART).T,
    ]  # fmt: skip
    out: np.ndarray = np.stack(columns, axis=1) * inside[:, None]
    out[:, : len(ONE_WAY)] *= np.clip(np.abs(a - b) / _APART, 0, 1)[:, None]
    return out


def fitted_inputs(pairs: np.ndarray, known: Witness, facts: PairFacts) -> np.ndarray:
    """:func:`inputs` as the model that ships with the package takes them."""
    model = direction_model()
    return inputs(pairs, known, facts, model.mean, model.scale)


def evidence(
    pairs: np.ndarray, known: Witness, facts: PairFacts, trust: float = 1.0
) -> dict[str, np.ndarray]:
    """Log-odds of each kind of evidence: float64[m, 3] for a-from-b, b-from-a, common source.

    ``trust``: how probably times tell the right order; 1 rules out what they contradict.
    """
    said = of_texts(pairs, known, facts, fitted_inputs(pairs, known, facts))
    return with_times(said, pairs, known.clock, facts, trust)


def of_texts(
    pairs: np.ndarray, known: Witness, facts: PairFacts, x: np.ndarray
) -> dict[str, np.ndarray]:
    """The :func:`evidence` that needs no clock; ``x``: the :func:`fitted_inputs` of the pairs."""
    model = direction_model()
    place = {name: k for k, name in enumerate(PARAMETERS)}
    out: dict[str, np.ndarray] = {}
    for kind, names in KINDS.items():
        w = x[:, [place[n] for n in names]] @ np.array([model.weights[n] for n in names])
        zero = np.zeros_like(w)
        out[kind] = np.stack([w, -w, zero] if names[0] in ONE_WAY else [zero, zero, w], axis=1)
    out["facts"] += _lean(facts, x[:, place["regime"]])
    out["declared"] = _stated(facts.declared, _DECLARED, 0.0)
    out["disclosure"] = _stated(known.disclosed[pairs], _DISCLOSED, _DISCLOSED / 2)
    out["residue"] = _stated(known.residue[pairs], _RESIDUE, _RESIDUE / 2)
    named = _named_by_the_derived(out, facts.elsewhere)
    out["attribution"] = _attribution(facts, named)
    for kind in ("style", "disclosure", "residue"):
        out[kind] = _explained_away(out[kind], facts.elsewhere)
    # That a third text is named outweighs what speaks against there being one.
    for kind in ("common", "both_machine", "private"):
        against = np.minimum(out[kind][:, COMMON], 0)
        out[kind][:, COMMON] -= against * named
    return out


def with_times(
    said: dict[str, np.ndarray], pairs: np.ndarray, clock: Clock, facts: PairFacts, trust: float
) -> dict[str, np.ndarray]:
    """All :func:`evidence`: what was :func:`of_texts`, and what the clock says."""
    time = _time(pairs, clock, trust)
    timed = {"time": time, "containment": _containment(facts, time)}
    # The fitted kinds stand first: in this order they are added up.
    return {kind: said[kind] for kind in KINDS} | timed | said


def refined(p_copy: np.ndarray, x: np.ndarray) -> np.ndarray:
    """The probability of a shared text, given who seems to have written the two: float64[m].

    That one reads as a machine's version of the other is rare among independent reports.
    ``x``: the :func:`fitted_inputs` of the pairs.
    """
    model = direction_model()
    weights = np.array([model.weights[name] for name in PARAMETERS])
    return shared_text(p_copy, x, weights, np.array([model.shared[name] for name in REFINED]))


def refinements(x: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """The columns :data:`REFINED` of inputs: float64[m, len(REFINED)]."""
    inside = x[:, PARAMETERS.index("regime")]
    logits = fitted_logits(x, weights)
    odds = np.exp(logits)
    likelier = odds[:, :2].max(axis=1) / odds.sum(axis=1)
    way = np.minimum(np.abs(logits[:, AB]), _MOST_WAY) / _MOST_WAY
    alike = x[:, [PARAMETERS.index(name) for name in _ALIKE]]
    return np.column_stack([inside, inside * likelier, inside * way, alike])


def shared_text(
    p_copy: np.ndarray, x: np.ndarray, weights: np.ndarray, shared: np.ndarray
) -> np.ndarray:
    """:func:`refined`, of inputs and weights."""
    odds = p_copy / np.maximum(1 - p_copy, 1e-12) * np.exp(refinements(x, weights) @ shared)
    out: np.ndarray = odds / (1 + odds)
    return out


def fitted_logits(x: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """The fitted part alone: float64[m, 3] of inputs float64[m, len(PARAMETERS)]."""
    ways = len(ONE_WAY)
    way = x[:, :ways] @ weights[:ways]
    return np.stack([way, -way, x[:, ways:] @ weights[ways:]], axis=1)


def _lean(facts: PairFacts, inside: np.ndarray) -> np.ndarray:
    """Outside the regime, of two accounts the one with fewer facts of its own is named first.

    Nothing is decided by it: of two texts by people, either may have grown or been cut.
    """
    fewer = np.clip(_LEANING * (facts.fact_ab - facts.fact_ba), -1, 1)
    lean = np.where(facts.reworded, _LEAN * (1 - inside) * fewer, 0.0)
    return np.stack([lean, -lean, np.zeros(len(lean))], axis=1)


def _named_by_the_derived(parts: dict[str, np.ndarray], elsewhere: np.ndarray) -> np.ndarray:
    """How probably the derived one of a pair names a source that is neither of the two.

    An original quotes agencies and papers as well, and who rewrites it drops their names: what the
    likelier source names tells of no common one. Where nothing tells which it is, either counts.
    """
    way = sum(parts[kind][:, AB] - parts[kind][:, BA] for kind in ("style", "disclosure")) / 2
    derived = np.minimum(2 / (1 + np.exp(np.stack([-way, way], axis=1))), 1)
    out: np.ndarray = (derived * elsewhere).max(axis=1)
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


def _time(pairs: np.ndarray, clock: Clock, trust: float) -> np.ndarray:
    """Little is derived from what came out later, beyond the resolution of the clocks.

    How little is the trust in the clocks: they may be forged, or tell when a page was touched. It
    is less where the earlier one was changed after the later one came out.
    """
    against = _CONTRADICTED if trust >= 1 else max(0.0, math.log(trust / (1 - trust)))
    slack = clock.resolution[pairs].max(axis=1)
    out = np.zeros((len(pairs), 3))
    for way, (derived, source) in ((AB, pairs.T), (BA, pairs.T[::-1])):
        gone = clock.seconds[source]  # nothing came from it before; NaN compares as false
        later = gone - clock.out[derived] > slack
        finished = gone - clock.text[derived] > slack
        out[:, way] -= np.where(later, np.where(finished, against, min(against, _CHANGED)), 0.0)
        out[:, 1 - way] += np.where(later, _LATER, 0.0)
    return out


def _containment(facts: PairFacts, time: np.ndarray) -> np.ndarray:
    """Of two versions in much the same words, the one that is part of the other came from it.

    Revisions grow as often as copies are cut, so this counts against the clocks only, where both
    are known: a short version that says it is the older may be forged. Without them, what a third
    that is named takes from the one way goes to the common source, and makes the other no likelier.
    """
    dated = time.any(axis=1)
    kept = np.where(dated, facts.containment_ab - facts.containment_ba, 0.0)
    named = (1 - np.exp(-_ELSEWHERE * facts.elsewhere)).sum(axis=1)
    rare = np.minimum(np.log(math.exp(_SIBLINGS) + np.where(dated, 0.0, named)), 0.0)
    return np.where(
        facts.reworded[:, None],
        0.0,
        np.stack([_CUT * kept, -_CUT * kept, rare], axis=1),
    )


def _attribution(facts: PairFacts, named: np.ndarray) -> np.ndarray:
    """Crediting the other's outlet speaks for it; crediting a third speaks against it.

    A source may have sources too, and a copy drop their names; then it is a third less often.
    ``named``: float64[m], how probably the derived one names a third.
    """
    ab = _CREDIT * facts.credit_ab - _ELSEWHERE * facts.elsewhere[:, 0]
    ba = _CREDIT * facts.credit_ba - _ELSEWHERE * facts.elsewhere[:, 1]
    return np.stack([ab, ba, _DERIVED * named], axis=1)


def _stated(said: np.ndarray, weight: float, common: float) -> np.ndarray:
    """One of the two, bool[m, 2], says of itself that it was made from others, or from the other.

    ``common`` is what that adds to both having a common source. If both say so, neither is heard.
    """
    ab = np.where(said[:, 0] & ~said[:, 1], weight, 0.0)
    ba = np.where(said[:, 1] & ~said[:, 0], weight, 0.0)
    return np.stack([ab, ba, np.where(said.any(axis=1), common, 0.0)], axis=1)


def outcomes(parts: dict[str, np.ndarray], p_copy: np.ndarray) -> np.ndarray:
    """The four outcomes, float64[m, 4] (a from b, b from a, common, independent); rows sum to 1."""
    logits = np.sum(list(parts.values()), axis=0)
    logits -= logits.max(axis=1, keepdims=True)
    odds = np.exp(logits)
    shared = odds / odds.sum(axis=1, keepdims=True) * p_copy[:, None]
    return np.concatenate([shared, (1 - p_copy)[:, None]], axis=1)
