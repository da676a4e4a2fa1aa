"""The one place that prints results (to standard output) and summaries (to standard error)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click
import pyarrow as pa
import pyarrow.compute as pc
from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from provenance.cli import explained
from provenance.cli.branches import DEPTH, Branches, add_evidence, more
from provenance.cli.plain import plain, utf8_output
from provenance.cli.storytree import edge_label, source_label, story_tree
from provenance.cli.structured import structured
from provenance.model import Article, ArticleRow, Derivation
from provenance.result import Result
from provenance.schema import among, rows, to_article_row, to_derivation, to_story

if TYPE_CHECKING:
    from provenance.stages.explain import Explanation
    from provenance.stages.lineage import Lineage


def _out() -> Console:
    return Console(highlight=False, soft_wrap=False)


def stories(result: Result, top: int) -> None:
    """The stories of more than one article as trees, largest first."""
    out = _out()
    table = result.table("stories")
    found = table.filter(pc.greater(table.column("size"), 1))
    found = found.sort_by([("size", "descending"), ("story", "ascending")])
    # Objects are made of what is shown: a pile has many stories.
    shown = [to_story(row) for row in rows(found[:top])]
    by_story: dict[str, list[ArticleRow]] = {story.story: [] for story in shown}
    for row in rows(among(result.table("articles"), "story", by_story)):
        by_story[row["story"]].append(to_article_row(row))
    ids = [article.id for members in by_story.values() for article in members]
    touching = map(to_derivation, rows(among(result.table("derivations"), "derived", ids)))
    edges = {edge.derived: edge for edge in touching if not edge.is_further}
    for story in shown:
        members = by_story[story.story]
        matches = result.matches(*(article.id for article in members))
        out.print(story_tree(story, members, edges, matches))
        out.print()
    if len(found) > top:
        what = "story" if len(found) - top == 1 else "stories"
        out.print(f"... and {len(found) - top:,} more {what} (--top, or write them with -o)")
    if not found:
        out.print("No two articles tell the same story.")


def summary(result: Result, output: str | None, verbose: bool) -> None:
    """What was done, in a few lines on standard error."""
    counts = result.manifest["counts"]
    # By columns: an object for each of many stories would take longer than writing the tables.
    size, origins = (
        result.table("stories").column(name).to_numpy() for name in ("size", "independent_origins")
    )
    relations = Counter(result.table("matches").column("relation").to_pylist())
    told = ", ".join(f"{n:,} {name}" for name, n in sorted(relations.items()))
    lines = [
        f"{_count(counts['articles'], 'article')}, {_count(len(size), 'story', 'stories')} "
        f"({(size > 1).sum():,} told by several), "
        f"{_count(origins.sum(), 'independent origin')}",
        f"matches: {told or 'none'}",
    ]
    notes = {
        "rejected": ("bad record", "set aside (table: rejected)"),
        "without_words": ("article", "without words, left unmatched"),
        "capped_buckets": ("crowded bucket", "paired in part only"),
        "stopped_look_ups": ("look-up", "of rare words ended early"),
        "outside_window": ("pair", "not compared: too far apart in time"),
        "split_components": ("crowded cluster", "split"),
    }
    lines += [
        f"{_count(counts[key], thing)} {what}"
        for key, (thing, what) in notes.items()
        if counts.get(key)
    ]
    reused = result.manifest.get("reused")
    if reused:
        lines.append(f"taken as an earlier run left it: {', '.join(reused)}")
    if verbose:
        lines += [f"  {name:12s} {s:8.2f} s" for name, s in result.manifest["seconds"].items()]
    if output and output != "-":
        lines.append(f"written to {plain(output, len(output))}")
    click.echo("\n".join(lines), err=True)


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def explanation(found: Explanation, *, every: bool = False, as_json: bool = False) -> None:
    """Verdict, evidence, outcomes, derivation, aligned sentences; or all of it as JSON."""
    if as_json:
        utf8_output()
        click.echo(json.dumps(structured(found), ensure_ascii=False, indent=2, default=_iso))
        return
    out = _out()
    for line in explained.lines(found, out, every=every):
        out.print(line, no_wrap=True, overflow="ignore", crop=False)


def lineage(found: Lineage) -> None:
    """The article with its ancestors above and its descendants below, as one tree."""
    out = _out()
    chain = list(reversed(found.ancestors))
    above, between = chain[-DEPTH:], len(chain[:-DEPTH])
    top = chain[0].source if chain else found.article.id
    root = tree = Tree(source_label(top, found.articles.get(top)))
    if between:
        more(tree, between)
    for edge in above:
        tree = tree.add(_generation(edge))
        add_evidence(tree, edge)
        for other in found.beside:
            if other.derived == edge.derived:
                add_evidence(
                    tree.add(Text(f"also from {plain(other.source)}  {edge_label(other)}")), other
                )
    Branches(found.descendants, _generation).grow(tree, found.article.id)
    out.print(root)
    if not chain and not found.descendants[found.article.id]:
        origin = plain(found.article.origin)
        out.print(Text(f"no derivation: {found.article.role.value} of origin {origin}"))


def _generation(edge: Derivation) -> Text:
    return Text(f"{plain(edge.derived)}  {edge_label(edge)}")


def json_lines(table: pa.Table) -> None:
    """A table as JSON lines on standard output."""
    utf8_output()
    for row in rows(table):
        click.echo(json.dumps(row, ensure_ascii=False, default=_iso))


def records(articles: Iterable[Article], output: str, overwrite: bool) -> None:
    """Articles as JSON lines to a file (whole or not at all) or to standard output."""
    lines = (json.dumps(_record(a), ensure_ascii=False, default=_iso) + "\n" for a in articles)
    if output == "-":
        utf8_output()
        for line in lines:
            click.echo(line, nl=False)
        return
    from provenance.formats import atomic_file

    with atomic_file(output, overwrite) as path, open(path, "w", encoding="utf-8") as file:
        file.writelines(lines)


def _record(article: Article) -> dict[str, Any]:
    names = (
        "id", "title", "text", "source", "published_at", "modified_at", "first_seen_at", "url",
        "language", "authors",
    )  # fmt: skip
    values = {name: getattr(article, name) for name in names}
    known = {name: value for name, value in values.items() if value not in (None, ())}
    # With --field text=body a record may have a "text" of its own, which is not the text.
    return known | {name: value for name, value in article.extra.items() if name not in known}


def _iso(value: Any) -> Any:
    return value.isoformat().replace("+00:00", "Z")
