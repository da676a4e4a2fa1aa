"""A story as a tree: each origin, then what came from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.text import Text
from rich.tree import Tree

from provenance.model import UNSEEN, ArticleRow, Derivation, Match, Role, Story

_REASONS = 2  # the strongest reasons shown for each edge


def story_tree(
    story: Story,
    members: Sequence[ArticleRow],
    edges: Mapping[str, Derivation],
    matches: Sequence[Match],
) -> Tree:
    """One story.

    Args:
        story: its row.
        members: its articles.
        edges: derivations by derived id (of the whole run).
        matches: the matches that touch its articles.
    """
    by_id = {a.id: a for a in members}
    origins = "origin" if story.independent_origins == 1 else "origins"
    head = Text.assemble(
        (story.title or "(untitled story)", "bold"),
        f"\n{story.size} articles, {story.independent_origins} independent {origins}",
    )
    root = Tree(head)
    for origin in sorted({a.origin for a in members}, key=_unseen_first):
        of_origin = [a for a in members if a.origin == origin]
        if origin in by_id:
            branch = root.add(_article(by_id[origin], "origin" if len(of_origin) > 1 else "report"))
        else:
            branch = root.add(source_label(origin, None))
        placed = {origin}
        _place(branch, origin, of_origin, edges, placed)
        for article in of_origin:
            if article.id not in placed:
                relation = _relation(article, matches)
                branch.add(_article(article, f"{relation}, direction undetermined"))
    return root


def _unseen_first(origin: str) -> tuple[bool, str]:
    return (not origin.startswith(UNSEEN), origin)


def _place(
    branch: Tree,
    source: str,
    members: Sequence[ArticleRow],
    edges: Mapping[str, Derivation],
    placed: set[str],
) -> None:
    for article in members:
        edge = edges.get(article.id)
        if edge is not None and edge.source == source and article.id not in placed:
            placed.add(article.id)
            child = branch.add(_article(article, edge_label(edge)))
            add_evidence(child, edge)
            _place(child, article.id, members, edges, placed)


def _article(article: ArticleRow, what: str) -> Text:
    text = Text.assemble((article.id, "bold"), f"  {what}")
    if article.source:
        text.append(f"  {article.source}", "dim")
    if article.ai_disclosed:
        text.append("  AI-written by its own words", "yellow")
    if article.declared_sources:
        text.append(f"\ndeclares {len(article.declared_sources)} sources: ")
        text.append(", ".join(article.declared_sources))
    return text


def _relation(article: ArticleRow, matches: Sequence[Match]) -> str:
    """The closest relation that ties an article to its family."""
    mine = [m for m in matches if article.id in (m.a, m.b) and m.relation.is_copy]
    best = max(mine, key=lambda m: m.probability, default=None)
    if best is None:
        return Role(article.role).value
    other = best.b if best.a == article.id else best.a
    return f"{best.relation.value.replace('_', ' ')} of {other} ({best.probability:.2f})"


def source_label(name: str, article: ArticleRow | None) -> Text:
    """An origin: an article, or a source that is not in the pile."""
    if article is not None:
        return _article(article, "origin")
    outlet = name.removeprefix(UNSEEN)
    what = "a source without a name" if outlet == "?" else outlet
    return Text.assemble((what, "bold italic"), "  (not in the pile)")


def edge_label(edge: Derivation) -> str:
    """Kind and probability of a derivation."""
    return f"{edge.kind.value}, probability {edge.probability:.2f}"


def add_evidence(tree: Tree, edge: Derivation) -> None:
    """The strongest reasons of an edge, as leaves."""
    for reason in edge.evidence[:_REASONS]:
        tree.add(Text(f"{reason.weight:+.1f}  {reason.text}", "dim"))
