"""Why two articles were or were not matched, in reasons that add up."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np
from attrs import frozen

from provenance.model import Article, Derivation, Evidence, Match, Relation, Span
from provenance.recipe import Recipe
from provenance.stages.apart import Apart, apart, chances
from provenance.stages.overlap import FEATURES
from provenance.stages.pair_model import Additive, pair_models
from provenance.stages.verdict import rule, verdict
from provenance.text.align import MAX_SENTENCES, AlignedSentence, align, moved
from provenance.text.clean import clean
from provenance.text.private import private
from provenance.text.sentences import sentences

Claim = Literal["copy", "event"]

#: Features that measure the same thing are told as one reason.
_GROUPS = {
    "shingles": "word sequences",
    "content": "rarer words",
    "pairs": "neighbouring rarer words",
    "names": "names",
    "numbers": "numbers",
    "quotes": "quotations",
    "length": "difference in length",
    "sentences": "sentences that match",
    "lead": "opening sentences",
    "machine": "style",
    "days": "time apart",
    "rivals": "other partners",
}
_BESIDE = {
    1: "each is among the likeliest of the other",
    0: "none that would say anything",
    -1: "one of the two has likelier ones",
}
_SMOOTHED = ("names", "numbers", "quotes")
_UNKNOWN = 0.5  # what a smoothed share is where there is nothing to find


@frozen(kw_only=True)
class Explanation:
    """The verdict on a pair, and what it rests on.

    Attributes:
        a, b: the ids, smaller first.
        match: the verified match, or ``None`` where no row of their own was written.
        note: how the two stand in the run where there is no match.
        verdict: all of it in a sentence or two.
        claim: what the evidence is weighed for: ``copy`` (a shared text) or ``event`` (one event).
        base: log-odds before any evidence.
        evidence: reasons for (positive) or against the claim, strongest first; with ``base``
            they sum to the model's log-odds. Empty where the overlaps are not known.
        rule: why the match's probability is not what the evidence adds up to; empty where it is.
        chances: probability of each claim by the model alone; empty without evidence.
        derivations: edges between the two, and edges of both from one source.
        aligned: sentences that say the same, in the order of the shorter text; empty where a text
            is out of reach.
        moved: how many of them stand in another order.
        alone_a, alone_b: sentences without a partner, in characters.
        only_a, only_b: names and numbers that the other article lacks, as written.
        texts: the articles whose text is at hand.
    """

    a: str
    b: str
    match: Match | None
    note: str = ""
    verdict: str
    claim: Claim = "copy"
    base: float
    evidence: tuple[Evidence, ...]
    rule: str = ""
    chances: Mapping[str, float]
    derivations: tuple[Derivation, ...]
    aligned: tuple[AlignedSentence, ...]
    moved: int = 0
    alone_a: tuple[Span, ...] = ()
    alone_b: tuple[Span, ...] = ()
    only_a: tuple[str, ...] = ()
    only_b: tuple[str, ...] = ()
    texts: Mapping[str, Article]

    @property
    def log_odds(self) -> float:
        """What base and evidence add up to."""
        return self.base + math.fsum(one.weight for one in self.evidence)


def explain(
    a: str,
    b: str,
    match: Match | None,
    derivations: Sequence[Derivation],
    texts: Mapping[str, Article],
    note: str = "",
    *,
    recipe: Recipe | None = None,
    only_copies: bool = False,
) -> Explanation:
    """Explain a pair from its match (its features are kept with it) and, if at hand, its texts.

    A pair without a match is compared by itself: ``recipe`` says which bars it had to take,
    ``only_copies`` whether the run looked for shared word sequences alone.
    """
    if match is None:
        alone = apart(a, b, texts, recipe or Recipe(), only_copies=only_copies)
    else:
        alone = Apart(match.features, "")
    known = len(alone.features) == len(FEATURES)  # else the run is of another version
    by_model = chances(alone.features) if known else {}
    claim = _claim(match, by_model, only_copies)
    base, evidence = waterfall(alone.features, pair_models()[claim]) if known else (0.0, [])
    return Explanation(
        a=a,
        b=b,
        match=match,
        note=note,
        verdict=verdict(match, note, alone.why),
        claim=claim,
        base=base,
        evidence=tuple(evidence),
        rule=rule(match, by_model.get(claim)),
        chances=by_model,
        derivations=tuple(derivations),
        texts=texts,
        **(_beside(texts[a].text, texts[b].text) if a in texts and b in texts else _NOTHING),
    )


def _claim(match: Match | None, by_model: Mapping[str, float], only_copies: bool) -> Claim:
    """What the evidence has to speak for: the claim that was made, or the easier one."""
    if match is None:
        return "copy" if only_copies else "event"
    if match.relation is not Relation.SAME_STORY or not by_model:
        return "copy" if match.relation.is_copy else "event"
    # One text is one event as well, so the likelier claim is what the probability comes from.
    return "copy" if by_model["copy"] > by_model["event"] else "event"


_NOTHING: dict[str, Any] = {"aligned": ()}


def _beside(a: str, b: str) -> dict[str, Any]:
    """What the texts themselves show, outside their boilerplate."""
    skip_a, skip_b = clean(a).spans, clean(b).spans
    aligned = align(a, b, skip_a=skip_a, skip_b=skip_b)
    paired_a, paired_b = {one.a for one in aligned}, {one.b for one in aligned}
    only_a, only_b = private(a, b, skip_a, skip_b)
    return {
        "aligned": tuple(aligned),
        "moved": moved(aligned),
        "alone_a": tuple(s for s in sentences(a, skip_a)[:MAX_SENTENCES] if s not in paired_a),
        "alone_b": tuple(s for s in sentences(b, skip_b)[:MAX_SENTENCES] if s not in paired_b),
        "only_a": only_a,
        "only_b": only_b,
    }


def waterfall(features: Sequence[float], model: Additive) -> tuple[float, list[Evidence]]:
    """The base rate and the reasons of one pair, strongest first."""
    values = dict(zip(FEATURES, features, strict=True))
    parts = model.contributions(np.array([features], np.float64))[0]
    weight: dict[str, float] = {}
    for curve, part in zip(model.curves, parts, strict=True):
        group = curve.feature.split("_", 1)[0].rstrip("0123456789")
        weight[group] = weight.get(group, 0.0) + float(part)
    evidence = [
        Evidence(group, w, f"{_GROUPS.get(group, group)}: {_value(group, values)}")
        for group, w in weight.items()
    ]
    return model.intercept, sorted(evidence, key=lambda e: (-abs(e.weight), e.kind))


def _value(group: str, values: Mapping[str, float]) -> str:
    if group == "machine":
        likely = sum(values[f"machine_{side}"] > 0 for side in ("high", "low"))
        said = ("neither of the two reads", "one of the two reads", "both read")
        return f"{said[likely]} as machine-written"
    if group == "days":
        return _gap(values["days_apart"])
    if group == "rivals":
        return _BESIDE[int(np.sign(values[group]))]
    if group == "length":
        times = f"{np.exp(values['length_ratio']):.1f}"
        return "none" if times == "1.0" else f"one is {times} times as long"
    shares = [values[k] for k in (f"{group}_high", f"{group}_low") if k in values]
    if group == "sentences":
        shares = [values[f"sentences_found_{side}"] for side in ("high", "low")]
    if group == "lead":
        shares = [share for name, share in values.items() if re.fullmatch(r"lead\d+_high", name)]
    if group in _SMOOTHED and all(share == _UNKNOWN for share in shares):
        return "none to compare"
    found = " and ".join(f"{share:.0%}" for share in shares)
    return f"{found} found in the other"


def _gap(days: float) -> str:
    if days < 0:
        return "not both have a date"
    return f"{days:.0f} days" if days >= 2 else f"{24 * days:.0f} hours"
