"""Which article of each family stays, by a named policy."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from provenance.errors import UsageError
from provenance.model import ArticleRow

_NEVER = datetime.max.replace(tzinfo=UTC)

POLICIES: dict[str, Callable[[ArticleRow], tuple[Any, ...]]] = {
    "original": lambda a: (a.id != a.representative, a.id),
    "earliest": lambda a: (a.published_at or _NEVER, a.id != a.representative, a.id),
    "longest": lambda a: (-a.n_words, a.id != a.representative, a.id),
}


def chosen(articles: Iterable[ArticleRow], policy: str) -> list[str]:
    """The ids that stay, one per family, sorted.

    Args:
        articles: the rows of a run.
        policy: ``original`` (the representative), ``earliest`` published, or ``longest``.

    Raises:
        UsageError: no such policy.
    """
    if policy not in POLICIES:
        raise UsageError(f"no policy {policy!r}", hint=f"there are: {', '.join(POLICIES)}")
    best: dict[str, ArticleRow] = {}
    key = POLICIES[policy]
    for article in articles:
        rival = best.get(article.family)
        if rival is None or key(article) < key(rival):
            best[article.family] = article
    return sorted(a.id for a in best.values())
