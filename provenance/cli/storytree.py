"""A story as a tree: each origin, then what came from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rich.text import Text
from rich.tree import Tree

from provenance.cli.branches import Branches, more
from provenance.cli.plain import plain
from provenance.model import UNSEEN, ArticleRow, Derivation, Match, Role, Story

ORIGINS = 20
"""The most origins shown of one story."""


def story_tree(
    story: Story,
    members: Sequence[ArticleRow],
    edges: Mapping[str, Derivation],
    matches: Iterable[Match],
) -> Tree:
    """One story; what a reader would not scroll through is counted instead.

    Args:
        story: its row.
        members: its articles.
        edges: derivations by derived id (of the whole run).
        matches: the matches that touch its articles.
    """
    by_origin: dict[str, list[ArticleRow]] = {}
    for article in members:
        by_origin.setdefault(article.origin, []).append(article)
    origins = "origin" if story.independent_origins == 1 else "origins"
    head = Text.assemble(
        (plain(story.title or "(untitled story)"), "bold"),
        f"\n{story.size:,} articles, {story.independent_origins:,} independent {origins}",
    )
    root = Tree(head)
    closest = _closest(matches)
    shown = sorted(by_origin, key=lambda origin: (-len(by_origin[origin]), origin))[:ORIGINS]
    for origin in sorted(shown, key=lambda origin: (not origin.startswith(UNSEEN), origin)):
        _origin(root, origin, by_origin[origin], edges, closest)
    more(root, len(members) - sum(len(by_origin[origin]) for origin in shown))
    return root


def _origin(
    root: Tree,
    origin: str,
    members: Sequence[ArticleRow],
    edges: Mapping[str, Derivation],
    closest: Mapping[str, Match],
) -> None:
    """One origin: what came from it, then its articles whose direction is open."""
    by_id = {a.id: a for a in members}
    if origin in by_id:
        what = "origin" if len(members) > 1 else "report"
        branch = root.add(article_label(by_id[origin], what))
    else:
        branch = root.add(source_label(origin, None))
    below: dict[str, list[Derivation]] = {}
    for article in members:
        if article.id in edges:
            below.setdefault(edges[article.id].source, []).append(edges[article.id])
    tree = Branches(below, lambda edge: article_label(by_id[edge.derived], edge_label(edge)))
    tree.grow(branch, origin)
    placed = {origin, *tree.reached(origin)}
    loose = [article for article in members if article.id not in placed]
    for article in loose[: tree.room]:
        relation = _relation(article, closest.get(article.id))
        branch.add(article_label(article, f"{relation}, direction undetermined"))
    more(branch, len(loose[tree.room :]))


def article_label(article: ArticleRow, what: str) -> Text:
    """An article: id, what it is, and what it says of itself."""
    text = Text.assemble((plain(article.id), "bold"), f"  {what}")
    if article.source:
        text.append(f"  {plain(article.source)}", "dim")
    if article.ai_disclosed:
        text.append("  AI-written by its own words", "yellow")
    if article.declared_sources:
        text.append(f"\ndeclares {len(article.declared_sources)} sources: ")
        text.append(plain(", ".join(article.declared_sources), 1000))
    return text


def _closest(matches: Iterable[Match]) -> dict[str, Match]:
    """The likeliest copy match of each article."""
    best: dict[str, Match] = {}
    for match in matches:
        for name in (match.a, match.b) if match.relation.is_copy else ():
            if name not in best or match.probability > best[name].probability:
                best[name] = match
    return best


def _relation(article: ArticleRow, match: Match | None) -> str:
    """The closest relation that ties an article to its family."""
    if match is None:
        return Role(article.role).value
    other = match.b if match.a == article.id else match.a
    relation = match.relation.value.replace("_", " ")
    return f"{relation} of {plain(other)} ({match.probability:.2f})"


def source_label(name: str, article: ArticleRow | None) -> Text:
    """An origin: an article, or a source that is not in the pile."""
    if article is not None:
        return article_label(article, "origin")
    outlet = name.removeprefix(UNSEEN)
    what = "a source without a name" if outlet == "?" else plain(outlet)
    return Text.assemble((what, "bold italic"), "  (not in the pile)")


def edge_label(edge: Derivation) -> str:
    """Kind and probability of a derivation."""
    return f"{edge.kind.value}, probability {edge.probability:.2f}"
