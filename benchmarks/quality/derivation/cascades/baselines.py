"""Answers by rules of thumb, each given the same families and matches as the tool under test."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from attrs import field, frozen

from cascades.judging import Answer

_COPY = ("duplicate", "near_duplicate", "excerpt", "rewrite")


@frozen(kw_only=True)
class Found:
    """What retrieval found: families, verified copies, and what the pile says of each article.

    Attributes:
        families: id to family.
        copies: id to (other id, content similarity) of its verified copies.
        words: id to length.
        seconds: id to the time told; absent where none is.
    """

    families: Mapping[str, str]
    copies: Mapping[str, Sequence[tuple[str, float]]] = field(factory=dict)
    words: Mapping[str, int] = field(factory=dict)
    seconds: Mapping[str, float] = field(factory=dict)


Baseline = Callable[[Found], dict[str, Answer]]


def _heads(found: Found, key: Callable[[str], tuple[float, ...]]) -> dict[str, Answer]:
    members: dict[str, list[str]] = {}
    for one in sorted(found.families):
        members.setdefault(found.families[one], []).append(one)
    head = {name: min(ids, key=lambda i: (*key(i), i)) for name, ids in members.items()}
    return {
        one: Answer(source=head[family])
        for one, family in found.families.items()
        if head[family] != one
    }


def earliest(found: Found) -> dict[str, Answer]:
    """All of a family come from its earliest; undated ones are late, of two the longer is first."""
    never = float("inf")
    return _heads(found, lambda i: (found.seconds.get(i, never), -found.words[i]))


def longest(found: Found) -> dict[str, Answer]:
    """All of a family come from its longest."""
    return _heads(found, lambda i: (-found.words[i],))


def _nearest(found: Found, allowed: Callable[[str, str], bool]) -> dict[str, Answer]:
    out = {}
    for one, others in found.copies.items():
        ranked = [(-alike, other) for other, alike in others if allowed(one, other)]
        if ranked:
            out[one] = Answer(source=min(ranked)[1])
    return out


def shorter_is_derived(found: Found) -> dict[str, Answer]:
    """Each comes from the most similar copy that is longer."""
    return _nearest(found, lambda one, other: (found.words[other], one) > (found.words[one], other))


def nearest_earlier(found: Found) -> dict[str, Answer]:
    """Each comes from the most similar copy that is dated earlier."""
    never = float("inf")
    return _nearest(
        found,
        lambda one, other: found.seconds.get(other, never) < found.seconds.get(one, -never),
    )


def independent(found: Found) -> dict[str, Answer]:
    """Nothing comes from anything."""
    return {}


BASELINES: dict[str, Baseline] = {
    "earliest is source": earliest,
    "longest is source": longest,
    "shorter is derived": shorter_is_derived,
    "nearest earlier": nearest_earlier,
    "nothing derives": independent,
}


def is_copy(relation: str) -> bool:
    """Whether a relation of the ``matches`` table claims a shared text."""
    return relation in _COPY
