"""An explanation as plain data, for JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from provenance.model import Derivation, Span

if TYPE_CHECKING:
    from provenance.stages.explain import Explanation
    from provenance.text.align import AlignedSentence


def structured(found: Explanation) -> dict[str, Any]:
    """Everything an explanation holds, as dicts, lists, strings and numbers.

    Spans are ``[start, end)`` in characters (Unicode code points) of the article's text.
    """
    match = found.match
    return {
        "a": _article(found, found.a),
        "b": _article(found, found.b),
        "verdict": found.verdict,
        "relation": None if match is None else match.relation.value,
        "probability": None if match is None else match.probability,
        "claim": found.claim,
        "base": found.base,
        "evidence": [attrs.asdict(one) for one in found.evidence],
        "log_odds": found.log_odds if found.evidence else None,
        "chances": dict(found.chances),
        "rule": found.rule or None,
        "outcomes": None if match is None else attrs.asdict(match.outcomes),
        "derivations": [_derivation(one) for one in found.derivations],
        "sentences": [_sentence(found, one) for one in found.aligned],
        "moved": found.moved,
        "without_partner": {"a": found.alone_a, "b": found.alone_b},
        "names_and_numbers_alone": {"a": found.only_a, "b": found.only_b},
    }


def _article(found: Explanation, name: str) -> dict[str, Any]:
    article = found.texts.get(name)
    return {
        "id": name,
        "text_at_hand": article is not None,
        "title": article.title if article else None,
        "source": article.source if article else None,
        "published_at": article.published_at if article else None,
    }


def _derivation(edge: Derivation) -> dict[str, Any]:
    return attrs.asdict(edge) | {"kind": edge.kind.value}


def _sentence(found: Explanation, one: AlignedSentence) -> dict[str, Any]:
    def side(name: str, span: Span) -> dict[str, Any]:
        return {"span": span, "text": found.texts[name].text[slice(*span)]}

    return {
        "a": side(found.a, one.a),
        "b": side(found.b, one.b),
        "score": one.score,
        "marks": [attrs.asdict(mark) for mark in one.marks],
    }
