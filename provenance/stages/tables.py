"""From rows and numbers to the tables of the output contract."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from provenance.recipe import Output
from provenance.schema import ARTICLES, MATCHES, STORIES
from provenance.stages.columns import single
from provenance.stages.verify import RELATIONS, is_copy


def cluster_names(ids: Sequence[str], label: np.ndarray, prefix: str) -> list[str]:
    """A name for each row's cluster: a digest of its sorted member ids, never a position.

    Args:
        ids: the id of each row; none is empty.
        label: the cluster of each row.
        prefix: how the names begin.
    """
    members: dict[int, list[str]] = {}
    for row, one in enumerate(label.tolist()):
        members.setdefault(one, []).append(ids[row])
    names = {one: prefix + _digest(m) for one, m in members.items()}
    return [names[one] for one in label.tolist()]


def _digest(ids: list[str]) -> str:
    text = _listed(sorted(ids)) if len(ids) > 1 or "\n" in ids[0] else ids[0]
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _listed(ids: list[str]) -> str:
    """The ids, a line each, in a way that no other ids give.

    Where one has a line break in it, each stands behind its length, and an empty line before all.
    """
    if any("\n" in one for one in ids):
        return "".join(f"\n{len(one)}:{one}" for one in ids)
    return "\n".join(ids)


def articles_table(features: pa.Table, columns: dict[str, Any]) -> pa.Table:
    """The ``articles`` table; ``columns`` gives story, family, role, representative, origin."""
    disclosed = single(features, "ai_disclosure").is_valid()
    given = {**columns, "ai_disclosed": disclosed}
    arrays = [
        pa.array(given[f.name], f.type)
        if f.name in given
        else single(features, f.name).cast(f.type)
        for f in ARTICLES
    ]
    return pa.Table.from_arrays(arrays, schema=ARTICLES)


def strongest(
    matches: pa.Table, family: np.ndarray, settings: Output
) -> tuple[pa.Table, np.ndarray]:
    """Keep output linear: each article's strongest same-story rows; large families likewise.

    Copies within a family of up to ``family_rows`` articles are all kept; in a larger one, and for
    ``same_story``, a row stays if it is among the ``strongest`` of either article.

    Returns:
        The rows that stay, and their numbers.
    """
    i, j = (matches.column(c).to_numpy() for c in ("i", "j"))
    code = matches.column("relation").to_numpy()
    probability = matches.column("probability").to_numpy()
    content = matches.column("content_similarity").to_numpy()
    size = np.bincount(family, minlength=len(family))[family]
    free = is_copy(code) & (np.maximum(size[i], size[j]) <= settings.family_rows)
    keep = free.copy()
    for kind in (is_copy(code) & ~free, ~is_copy(code)):
        rows = np.flatnonzero(kind)
        owner = np.concatenate([i[rows], j[rows]])
        row = np.concatenate([rows, rows])
        order = np.lexsort((row, -content[row], -probability[row], owner))
        owner, row = owner[order], row[order]
        start = np.flatnonzero(np.r_[True, np.diff(owner) != 0]) if len(owner) else owner
        place = np.arange(len(owner)) - np.repeat(start, np.diff(np.r_[start, len(owner)]))
        keep[row[place < settings.strongest]] = True
    rows = np.flatnonzero(keep)
    return matches.take(pa.array(rows)), rows


def matches_table(
    matches: pa.Table, outcomes: np.ndarray, ids: pa.Array, seconds: np.ndarray
) -> pa.Table:
    """The ``matches`` table.

    Args:
        matches: rows of :data:`provenance.stages.verify.SCHEMA`.
        outcomes: float64[m, 4]: a from b, b from a, common source, independent.
        ids: the ids of all rows, sorted.
        seconds: float64[n], publication in seconds since 1970, NaN where unknown.
    """
    i, j = (matches.column(c).to_numpy() for c in ("i", "j"))
    gap = seconds[j] - seconds[i]
    names = pa.array([r.value for r in RELATIONS])
    columns = {
        "a": ids.take(pa.array(i)),
        "b": ids.take(pa.array(j)),
        "relation": names.take(single(matches, "relation")),
        "time_gap_s": pa.array(gap, mask=np.isnan(gap)),
        **{f"p_{name}": pa.array(outcomes[:, k]) for k, name in enumerate(
            ("a_from_b", "b_from_a", "common", "independent"))},
    }  # fmt: skip
    arrays = [columns.get(f.name) for f in MATCHES]
    arrays = [
        single(matches, f.name) if a is None else a for a, f in zip(arrays, MATCHES, strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=MATCHES).sort_by(
        [("a", "ascending"), ("b", "ascending")]
    )


_TOLD = ["id", "story", "family", "origin", "representative", "title", "source", "published_at"]


def stories_table(articles: pa.Table) -> pa.Table:
    """The ``stories`` table, from the finished ``articles`` table."""
    story = single(articles, "story").dictionary_encode().indices.to_numpy()
    alone = np.bincount(story)[story] == 1 if len(story) else np.empty(0, bool)
    by_story: dict[str, list[dict[str, Any]]] = {}
    for row in articles.select(_TOLD).filter(pa.array(~alone)).to_pylist():
        by_story.setdefault(row["story"], []).append(row)
    rows = [_story_row(name, members) for name, members in by_story.items()]
    several = pa.Table.from_pylist(rows, schema=STORIES)
    singles = _singles(articles.select(_TOLD).filter(pa.array(alone)))
    return pa.concat_tables([several, singles]).sort_by("story")


def _singles(articles: pa.Table) -> pa.Table:
    """The stories that one article tells, which most do: column by column."""
    ones = pa.array(np.ones(articles.num_rows, np.int64))
    told = {name: single(articles, name) for name in ("title", "source")}
    title, source = (pc.if_else(pc.equal(c, ""), None, c) for c in told.values())
    ends = np.concatenate([[0], np.cumsum(np.asarray(source.is_valid()))]).astype(np.int32)
    moment = single(articles, "published_at")
    columns = {
        "story": single(articles, "story"),
        "title": title,
        **dict.fromkeys(("size", "families", "independent_origins"), ones),
        **dict.fromkeys(("first_published_at", "last_published_at"), moment),
        "sources": pa.ListArray.from_arrays(pa.array(ends), source.drop_null()),
    }
    arrays = [columns[f.name].cast(f.type) for f in STORIES]
    return pa.Table.from_arrays(arrays, schema=STORIES)


def _story_row(name: str, members: list[dict[str, Any]]) -> dict[str, Any]:
    origin = {m["family"]: m["origin"] for m in members if m["id"] == m["representative"]}
    times = sorted(m["published_at"] for m in members if m["published_at"] is not None)
    dated = sorted(
        members, key=lambda m: (m["published_at"] is None, m["published_at"] or 0, m["id"])
    )
    return {
        "story": name,
        "title": next((m["title"] for m in dated if m["title"]), None),
        "size": len(members),
        "families": len(origin),
        "independent_origins": len({f if o == "unseen:?" else o for f, o in origin.items()}),
        "first_published_at": times[0] if times else None,
        "last_published_at": times[-1] if times else None,
        "sources": sorted({m["source"] for m in members if m["source"]}),
    }
