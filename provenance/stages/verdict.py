"""The verdict on a pair in plain words."""

from __future__ import annotations

from provenance.model import Match, Relation

_SAYS = {
    Relation.DUPLICATE: "The same text, word for word",
    Relation.NEAR_DUPLICATE: "One text, lightly edited",
    Relation.EXCERPT: "One holds a large part of the other, word for word",
    Relation.REWRITE: "One account in other words",
    Relation.SAME_STORY: "Two reports of one event",
}
_BY_WORDS = (Relation.DUPLICATE, Relation.NEAR_DUPLICATE, Relation.EXCERPT)
_SAME = 0.005  # probabilities that differ by less print alike


def verdict(match: Match | None, note: str, why: str) -> str:
    """One sentence with the relation and its probability; without a match, why there is none."""
    if match is None:
        return " ".join(part for part in (f"{note[:1].upper()}{note[1:]}.", why) if part)
    relation = match.relation.value.replace("_", " ")
    said = f"{_SAYS[match.relation]}: {relation}, probability {chance(match.probability)}"
    if match.relation is Relation.SAME_STORY:
        said += f" ({chance(1 - match.outcomes.independent)} that they share a text)"
    return f"{said}."


def chance(probability: float) -> str:
    """A probability in two digits; nothing is certain."""
    if probability >= 0.995:
        return "above 0.99"
    return f"{probability:.2f}" if probability >= 0.005 else "below 0.01"


def rule(match: Match | None, by_sum: float | None) -> str:
    """Why a match's probability is not what its evidence adds up to; empty where it is."""
    if match is None or by_sum is None:
        return ""
    if match.relation in _BY_WORDS:
        share = max(match.containment_ab, match.containment_ba)
        return f"{share:.0%} of the word sequences of one are in the other, which settles it"
    if abs(match.probability - by_sum) > _SAME:
        return "the run was judged by another version of the model: its probability stands"
    return ""
