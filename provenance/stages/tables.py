"""From rows and numbers to the tables of the output contract."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from provenance.recipe import Output
from provenance.schema import ARTICLES, MATCHES, STORIES
from provenance.stages.columns import distinct, ends, single
from provenance.stages.origins import UNNAMED
from provenance.stages.verify import RELATIONS, is_copy


def cluster_names(ids: Sequence[str], labels: Mapping[str, np.ndarray]) -> list[pa.Array]:
    """A name for each row's cluster: a digest of its sorted member ids, never a position.

    Args:
        ids: the id of each row; none is empty.
        labels: clusterings, the cluster of each row as int[n], by how the names of each begin.
    """
    several = {
        prefix: np.bincount(label, minlength=1)[label] > 1 for prefix, label in labels.items()
    }
    lone = np.flatnonzero(~np.all([*several.values()], axis=0))
    alone = _digests([ids[row] for row in lone.tolist()])  # most rows are, mostly by all
    digest_of = cache(lambda rows: _digest([ids[row] for row in rows]))  # a story may be a family
    out = []
    for prefix, label in labels.items():
        rows = np.flatnonzero(several[prefix])
        rows = rows[np.argsort(label[rows], kind="stable")]
        first = np.diff(label[rows], prepend=-1) != 0
        cuts, members = [*np.flatnonzero(first).tolist(), len(rows)], rows.tolist()
        together = [digest_of(tuple(members[begin:end])) for begin, end in pairwise(cuts)]
        which = np.empty(len(ids), np.int64)
        which[lone] = np.arange(len(lone))
        which[rows] = len(lone) - 1 + np.cumsum(first)
        out.append(_named(prefix, [*alone, *together], which))
    return out


def _named(prefix: str, digests: list[bytes], which: np.ndarray) -> pa.Array:
    """What each row's cluster is called: a prefix, and twelve digits of the digest that is its."""
    begin = np.frombuffer(b"".join(digests), np.uint8).reshape(-1, sha256().digest_size)[:, :6]
    names = np.empty((len(digests), len(prefix) + 12), np.uint8)
    names[:, : len(prefix)] = [*prefix.encode()]
    names[:, len(prefix) :] = np.frombuffer(begin.tobytes().hex().encode(), "u1").reshape(-1, 12)
    offsets = np.arange(len(which) + 1, dtype=np.int32) * np.int32(names.shape[1])
    return pa.StringArray.from_buffers(
        len(which), pa.py_buffer(offsets), pa.py_buffer(names[which])
    )


def _digests(ids: list[str]) -> list[bytes]:
    """The digest of each id by itself; where none has a line break, in half the time."""
    if "\n" in "".join(ids):
        return [_digest([one]) for one in ids]
    return [sha256(one.encode()).digest() for one in ids]


def _digest(ids: list[str]) -> bytes:
    return sha256(_listed(sorted(ids)).encode()).digest()


def _listed(ids: list[str]) -> str:
    """The ids, a line each, in a way that no other ids give.

    Where one has a line break in it, each stands behind its length, and an empty line before all.
    """
    text = "\n".join(ids)
    if text.count("\n") >= len(ids):
        return "".join(f"\n{len(one)}:{one}" for one in ids)
    return text


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
        matches: rows of :data:`provenance.stages.verify.SCHEMA`, sorted by pair.
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
    return pa.Table.from_arrays(arrays, schema=MATCHES)


def stories_table(articles: pa.Table) -> pa.Table:
    """The ``stories`` table, from the finished ``articles`` table: column by column."""
    names = single(articles, "story").dictionary_encode()
    order, size = pc.sort_indices(names.dictionary), len(names.dictionary)
    place = np.empty(size, np.int64)
    place[order] = np.arange(size)
    story = place[names.indices]
    title, source, moment = (single(articles, n) for n in ("title", "source", "published_at"))
    rows = pc.sort_indices(moment).to_numpy()  # undated ones last, and else by id
    dated = rows[: len(rows) - moment.null_count]
    titled = rows[_told(title)[rows]]
    heads = np.flatnonzero(pc.equal(*(single(articles, n) for n in ("id", "representative"))))
    origins, families = (single(articles, n).take(pa.array(heads)) for n in ("origin", "family"))
    origins = pc.if_else(pc.equal(origins, UNNAMED), families, origins).dictionary_encode()
    told = np.flatnonzero(_told(source))
    sources = source.take(pa.array(told)).dictionary_encode()
    by_name = pc.sort_indices(sources.dictionary)
    listed = _distinct(story[told], np.argsort(by_name)[sources.indices.to_numpy()])
    columns = {
        "story": names.dictionary.take(order),
        "title": title.take(_firsts(story, titled, size)),
        "size": np.bincount(story, minlength=size),
        "families": np.bincount(story[heads], minlength=size),
        "independent_origins": np.bincount(
            _distinct(story[heads], origins.indices.to_numpy())[0], minlength=size
        ),
        "first_published_at": moment.take(_firsts(story, dated, size)),
        "last_published_at": moment.take(_firsts(story, dated[::-1], size)),
        "sources": pa.ListArray.from_arrays(
            ends(np.bincount(listed[0], minlength=size)).astype(np.int32),
            sources.dictionary.take(by_name).take(pa.array(listed[1])),
        ),
    }
    arrays = [pa.array(columns[f.name]).cast(f.type) for f in STORIES]
    return pa.Table.from_arrays(arrays, schema=STORIES)


def _told(column: pa.Array) -> np.ndarray:
    """Where a column of strings says anything, bool[n]."""
    return np.asarray(pc.not_equal(column, "").fill_null(False))


def _firsts(group: np.ndarray, rows: np.ndarray, size: int) -> pa.Array:
    """The first of some rows in each of ``size`` groups; null where there is none."""
    out = np.full(size, -1)
    out[group[rows[::-1]]] = rows[::-1]
    return pa.array(out, mask=out < 0)


def _distinct(group: np.ndarray, values: np.ndarray) -> np.ndarray:
    """The distinct pairs of a group and a value (both below 2**31), sorted: int64[2, k]."""
    pairs = distinct(group.astype(np.int64) << 32 | values)
    return np.stack([pairs >> 32, pairs & 0xFFFFFFFF])
