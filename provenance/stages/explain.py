"""Why two articles were or were not matched, in reasons that add up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
from attrs import frozen

from provenance.model import Article, Derivation, Evidence, Match, Relation
from provenance.recipe import Fingerprints
from provenance.schema import article_row, input_batch
from provenance.stages.background import background, frequencies
from provenance.stages.clean import clean_batch
from provenance.stages.columns import csr
from provenance.stages.fingerprint import fingerprint_batch
from provenance.stages.lines import NOTHING_REPEATED
from provenance.stages.overlap import FEATURES, overlap, shelve
from provenance.stages.pair_model import Additive, pair_models
from provenance.text.align import AlignedSentence, align
from provenance.text.clean import clean

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
    "disclosed": "by its own words",
}


@frozen(kw_only=True)
class Explanation:
    """The verdict on a pair, and what it rests on.

    Attributes:
        a, b: the ids, smaller first.
        match: the verified match, or ``None`` where no row of their own was written.
        note: how the two stand in the run where there is no match.
        base: log-odds before any evidence.
        evidence: reasons for (positive) or against a shared text, strongest first; with ``base``
            they sum to the model's log-odds.
        derivations: edges between the two.
        aligned: sentences that say the same; empty where a text is out of reach.
        texts: the articles whose text is at hand.
    """

    a: str
    b: str
    match: Match | None
    base: float
    evidence: tuple[Evidence, ...]
    derivations: tuple[Derivation, ...]
    aligned: tuple[AlignedSentence, ...]
    texts: Mapping[str, Article]
    note: str = ""


def explain(
    a: str,
    b: str,
    match: Match | None,
    derivations: Sequence[Derivation],
    texts: Mapping[str, Article],
    note: str = "",
) -> Explanation:
    """Explain a pair from its match (its features are kept with it) and, if at hand, its texts."""
    base = 0.0
    evidence: list[Evidence] = []
    features = match.features if match is not None else _features(a, b, texts)
    if features:
        event = match is not None and match.relation is Relation.SAME_STORY
        base, evidence = waterfall(features, pair_models()["event" if event else "copy"])
    aligned: Sequence[AlignedSentence] = ()
    if a in texts and b in texts:
        spans = [clean(texts[i].text).spans for i in (a, b)]
        aligned = align(texts[a].text, texts[b].text, skip_a=spans[0], skip_b=spans[1])
    return Explanation(
        a=a,
        b=b,
        match=match,
        base=base,
        evidence=tuple(evidence),
        derivations=tuple(derivations),
        aligned=tuple(aligned),
        texts=texts,
        note=note,
    )


def _features(a: str, b: str, texts: Mapping[str, Article]) -> Sequence[float]:
    """The overlaps of two texts that no match links, weighed by the background alone."""
    if a not in texts or b not in texts:
        return ()
    cleaned = clean_batch(input_batch([article_row(texts[a]), article_row(texts[b])]))
    features = pa.Table.from_batches([fingerprint_batch(cleaned, NOTHING_REPEATED, Fingerprints())])
    if features.column("digest").null_count:
        return ()
    known = frequencies(csr(features.column("content"))[1], 2, background())
    both = overlap(shelve(features, known), np.array([[0, 1]], np.int32))
    return [float(x) for x in both.matrix[0]]


def waterfall(features: Sequence[float], model: Additive) -> tuple[float, list[Evidence]]:
    """The base rate and the reasons of one pair, strongest first."""
    values = dict(zip(FEATURES, features, strict=True))
    parts = model.contributions(np.array([features], np.float64))[0]
    weight: dict[str, float] = {}
    for curve, part in zip(model.curves, parts, strict=True):
        group = curve.feature.split("_", 1)[0]
        weight[group] = weight.get(group, 0.0) + float(part)
    evidence = [
        Evidence(group, round(w, 3), f"{_GROUPS[group]}: {_value(group, values)}")
        for group, w in weight.items()
    ]
    return model.intercept, sorted(evidence, key=lambda e: (-abs(e.weight), e.kind))


def _value(group: str, values: Mapping[str, float]) -> str:
    if group == "disclosed":
        return "AI-generated from other articles" if values["disclosed"] else "nothing said"
    if group == "length":
        return f"one is {np.exp(values['length_ratio']):.1f} times as long"
    if group == "sentences":
        found = [values[f"sentences_found_{side}"] for side in ("high", "low")]
        return f"{found[0]:.0%} and {found[1]:.0%} of the sentences are found in the other"
    shares = [values[k] for k in (f"{group}_high", f"{group}_low") if k in values]
    said = " and ".join(f"{share:.0%}" for share in shares)
    return f"{said} of what either has are in the other"
