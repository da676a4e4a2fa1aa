"""What of a run is exported: all of it, one story, or one article with what it came from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from attrs import frozen

from provenance.errors import UsageError
from provenance.formats.export.names import name_of
from provenance.model import UNSEEN, ArticleRow, Derivation, Match, Relation, Story
from provenance.schema import rows, to_article_row, to_derivation, to_match, to_story


@frozen(kw_only=True)
class Selection:
    """The part of a run that is exported; every sequence is sorted.

    Attributes:
        articles: by id.
        derivations: edges between the articles, and from sources that are not in the pile.
        sources: the name of each derivation's source, by (derived, source).
        duplicates: matches of one text.
        undetermined: the likeliest copy matches that join what no derivation joins, and no more
            than are needed for that.
        stories: those of the articles.
        manifest: of the whole run.
        run: a name for the run: a digest of its recipe and of the ids of its articles.
    """

    articles: tuple[ArticleRow, ...]
    derivations: tuple[Derivation, ...]
    sources: Mapping[tuple[str, str], str]
    duplicates: tuple[Match, ...]
    undetermined: tuple[Match, ...]
    stories: tuple[Story, ...]
    manifest: Mapping[str, Any]
    run: str

    def collections(self) -> dict[str, list[str]]:
        """Names of the members of each story and family of several articles, by its name.

        A story's members are its families and the articles that stand alone in theirs.
        """
        found: dict[str, dict[str, list[str]]] = {}
        for one in self.articles:
            found.setdefault(one.story, {}).setdefault(one.family, []).append(one.id)
        out: dict[str, list[str]] = {}
        for story, families in sorted(found.items()):
            if sum(map(len, families.values())) < 2:
                continue
            for family, ids in sorted(families.items()):
                if len(ids) > 1:
                    out[name_of("family", family)] = [name_of("article", one) for one in ids]
            out[name_of("story", story)] = [
                name_of("family", family) if len(ids) > 1 else name_of("article", ids[0])
                for family, ids in sorted(families.items())
            ]
        return out

    def unseen(self) -> dict[str, Derivation]:
        """The sources that are not in the pile, by name, each with an edge from it; sorted."""
        found = {}
        for edge in self.derivations:
            if edge.is_unseen:
                found[self.sources[edge.derived, edge.source]] = edge
        return dict(sorted(found.items()))


def select(
    tables: Mapping[str, pa.Table],
    manifest: Mapping[str, Any],
    *,
    story: str | None = None,
    article: str | None = None,
) -> Selection:
    """Take a whole run, one story, or an article with its ancestors and descendants.

    O(articles + derivations + copy matches) in time and memory.

    Args:
        tables: the tables of the run.
        manifest: the manifest of the run.
        story: id of a story; sources of its articles in other stories come along.
        article: id of an article of the run.

    Raises:
        UsageError: both a story and an article, or no such story.
    """
    if story is not None and article is not None:
        raise UsageError("both a story and an article are named", hint="name one of the two")
    everything = [to_article_row(row) for row in rows(tables["articles"])]
    edges = [to_derivation(row) for row in rows(tables["derivations"])]
    chosen = _chosen(everything, edges, story, article)
    articles = tuple(one for one in everything if one.id in chosen)
    kept = tuple(e for e in edges if e.derived in chosen and (e.is_unseen or e.source in chosen))
    sources = _source_names(articles, kept)
    copies = _copies(tables["matches"], [one.id for one in articles])
    present = {one.story for one in articles}
    return Selection(
        articles=articles,
        derivations=kept,
        sources=sources,
        duplicates=tuple(m for m in copies if m.relation is Relation.DUPLICATE),
        undetermined=_joining(copies, sources),
        stories=tuple(s for s in map(to_story, rows(tables["stories"])) if s.story in present),
        manifest=manifest,
        run=_run_digest(manifest, everything),
    )


def _chosen(
    articles: Sequence[ArticleRow],
    edges: Sequence[Derivation],
    story: str | None,
    article: str | None,
) -> set[str]:
    """The ids that are exported."""
    inner = [(e.derived, e.source) for e in edges if not e.is_unseen]
    if article is not None:
        back = [(source, derived) for derived, source in inner]
        return {article} | _reached(article, inner) | _reached(article, back)
    if story is None:
        return {one.id for one in articles}
    members = {one.id for one in articles if one.story == story}
    if not members:
        raise UsageError(
            f"no story {story!r} in this run",
            hint="the ids of the stories are in the tables `stories` and `articles`",
        )
    return members | {source for derived, source in inner if derived in members}


def _reached(start: str, steps: Iterable[tuple[str, str]]) -> set[str]:
    """What can be reached from a start, step by step."""
    further: dict[str, list[str]] = {}
    for here, there in steps:
        further.setdefault(here, []).append(there)
    found: set[str] = set()
    waiting = [start]
    while waiting:
        for there in further.get(waiting.pop(), ()):
            if there not in found:
                found.add(there)
                waiting.append(there)
    return found


def _source_names(
    articles: Iterable[ArticleRow], edges: Iterable[Derivation]
) -> dict[tuple[str, str], str]:
    """See :attr:`Selection.sources`.

    An unseen source with a name is one for each story, one without a name one for each family, as
    independent origins are counted.
    """
    home = {one.id: one for one in articles}
    out = {}
    for edge in edges:
        derived = home[edge.derived]
        outlet = edge.source.removeprefix(UNSEEN)
        if not edge.is_unseen:
            name = name_of("article", edge.source)
        elif outlet == "?":
            name = name_of("unseen", derived.family)
        else:
            name = name_of("unseen", derived.story, outlet)
        out[edge.derived, edge.source] = name
    return out


def _copies(matches: pa.Table, ids: Sequence[str]) -> list[Match]:
    """The copy matches within some articles."""
    wanted = pa.array(ids, pa.string())
    inside = [pc.is_in(matches.column(c), value_set=wanted) for c in ("a", "b")]
    apart = pc.not_equal(matches.column("relation"), Relation.SAME_STORY.value)
    return [to_match(row) for row in rows(matches.filter(pc.and_(pc.and_(*inside), apart)))]


def _joining(copies: Iterable[Match], sources: Mapping[tuple[str, str], str]) -> tuple[Match, ...]:
    """Kruskal's forest: the likeliest matches that join what the derivations leave apart."""
    root: dict[str, str] = {}

    def top(one: str) -> str:
        while (above := root.get(one, one)) != one:
            root[one] = root.get(above, above)
            one = above
        return one

    for (derived, _), source in sources.items():
        root[top(name_of("article", derived))] = top(source)
    found = []
    for match in sorted(copies, key=lambda m: (-m.probability, m.a, m.b)):
        first, second = (top(name_of("article", one)) for one in (match.a, match.b))
        if first != second:
            root[first] = second
            found.append(match)
    return tuple(sorted(found, key=lambda m: (m.a, m.b)))


def _run_digest(manifest: Mapping[str, Any], articles: Iterable[ArticleRow]) -> str:
    """What tells this run from others: its settings and the ids of what it read."""
    parts = [manifest["recipe_digest"], str(manifest["only"]), *(one.id for one in articles)]
    return hashlib.sha256("\n".join(parts).encode("utf-8")).hexdigest()[:12]
