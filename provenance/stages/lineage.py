"""The ancestors and descendants of one article."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import frozen

from provenance.model import ArticleRow, Derivation


@frozen(kw_only=True)
class Lineage:
    """One article, what it came from and what came from it.

    Attributes:
        article: the article asked for.
        articles: every article of the run by id.
        ancestors: the edges upwards, nearest first: along the first source of each.
        beside: the edges to further sources of the article and of those ancestors.
        descendants: for each source id, the edges to what came from it.
    """

    article: ArticleRow
    articles: Mapping[str, ArticleRow]
    ancestors: tuple[Derivation, ...]
    beside: tuple[Derivation, ...] = ()
    descendants: Mapping[str, tuple[Derivation, ...]]


def trace(name: str, articles: Iterable[ArticleRow], derivations: Iterable[Derivation]) -> Lineage:
    """Follow the derivations up and down from one article; O(articles + derivations)."""
    by_id = {a.id: a for a in articles}
    above: dict[str, Derivation] = {}
    others: dict[str, list[Derivation]] = {}
    below: dict[str, list[Derivation]] = {}
    for edge in derivations:
        if edge.is_further:
            others.setdefault(edge.derived, []).append(edge)
        else:
            above[edge.derived] = edge
        below.setdefault(edge.source, []).append(edge)
    ancestors: list[Derivation] = []
    beside: list[Derivation] = []
    at = name
    while at in above:
        ancestors.append(above[at])
        beside += others.get(at, ())
        at = above[at].source
    reached: dict[str, tuple[Derivation, ...]] = {}
    waiting = [name]
    while waiting:
        source = waiting.pop()
        reached[source] = tuple(below.get(source, ()))
        waiting += [e.derived for e in reached[source] if e.derived not in reached]
    return Lineage(
        article=by_id[name],
        articles=by_id,
        ancestors=tuple(ancestors),
        beside=tuple(beside),
        descendants=reached,
    )
