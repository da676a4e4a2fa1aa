"""What each article is within its family: its role, who stands for it, where it comes from."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from provenance.kernels.compiled import components
from provenance.model import UNSEEN, Relation, Role
from provenance.stages.columns import single
from provenance.stages.identical import precedence
from provenance.stages.origins import Edge, root_of
from provenance.stages.verify import RELATIONS, is_copy

_ROLES = {
    Relation.DUPLICATE: Role.COPY,
    Relation.NEAR_DUPLICATE: Role.COPY,
    Relation.EXCERPT: Role.EXCERPT,
    Relation.REWRITE: Role.REWRITE,
    Relation.SAME_STORY: Role.REPORT,
}


class Members(NamedTuple):
    """For each row: its role, the row that stands for its family, its origin."""

    role: list[Role]
    representative: np.ndarray
    origin: list[str]


def describe(
    features: pa.Table, matches: pa.Table, family: np.ndarray, edges: Mapping[int, Edge]
) -> Members:
    """Roles, representatives and origins.

    The representative of a family is the root that most of its members come from; without
    derivations, the earliest, then the longest. An article whose derivation is undetermined has the
    origin of its family. What a family, a derivation or a common source joins is one text ancestry
    and has one origin: the one that most of its articles lead to.
    """
    ids = single(features, "id").to_pylist()
    rank = precedence(features)
    representative = np.arange(len(ids))
    role = [Role.REPORT] * len(ids)
    origin = list(ids)
    several = np.bincount(family, minlength=1)[family] > 1
    members: dict[int, list[int]] = {}
    for row in np.flatnonzero(several).tolist():
        members.setdefault(int(family[row]), []).append(row)
    tops = {row: root_of(row, edges) for row in (*np.flatnonzero(several).tolist(), *edges)}
    for rows in members.values():
        representative[rows] = _representative(rows, tops, rank)
    strongest = _strongest_relation(matches, family)
    for row in sorted(tops):  # others are alone, come from none, and are their own origin
        head = int(representative[row])
        if several[row]:
            role[row] = _role(row, head, edges, strongest)
        top, name = tops[row] if row in edges else tops[head]
        if name is None and family[top] == family[row] and top != head and top not in edges:
            top, name = tops[head]
        origin[row] = name or ids[top]
    return Members(role, representative, _agreed(origin, family, edges))


def _agreed(origin: list[str], family: np.ndarray, edges: Mapping[int, Edge]) -> list[str]:
    """The same, with one origin for all that have one ancestry."""
    _, first = np.unique(family, return_index=True)
    order = np.searchsorted(family[first], family)
    links = [np.stack([np.arange(len(origin)), first[order]], axis=1)]
    ends = [(row, e.source if e.name is None else e.sibling) for row, e in edges.items()]
    links.append(np.array(ends, np.int64).reshape(-1, 2))
    pairs = np.concatenate(links)
    pairs = np.sort(pairs[(pairs[:, 1] >= 0) & (pairs[:, 0] != pairs[:, 1])], axis=1)
    group = components(len(origin), pairs.astype(np.int32))
    joined = np.unique(pairs).tolist()
    votes: dict[int, Counter[str]] = defaultdict(Counter)
    for row in joined:
        votes[group[row]][origin[row]] += 1
    best = {
        label: min(given, key=lambda name: (-given[name], not name.startswith(UNSEEN), name))
        for label, given in votes.items()
    }
    out = list(origin)
    for row in joined:
        out[row] = best[group[row]]
    return out


def _representative(
    rows: list[int], tops: Mapping[int, tuple[int, str | None]], rank: np.ndarray
) -> int:
    votes: dict[int, int] = {}
    for row in rows:
        votes[tops[row][0]] = votes.get(tops[row][0], 0) + 1
    return min(rows, key=lambda row: (-votes.get(row, 0), rank[row]))


def _strongest_relation(matches: pa.Table, family: np.ndarray) -> dict[int, Relation]:
    """The closest relation of each row to a member of its family."""
    i, j = (matches.column(c).to_numpy() for c in ("i", "j"))
    code = matches.column("relation").to_numpy()
    inside = is_copy(code) & (family[i] == family[j])
    best = np.full(len(family), len(RELATIONS))
    np.minimum.at(best, i[inside], code[inside])
    np.minimum.at(best, j[inside], code[inside])
    return {row: RELATIONS[best[row]] for row in np.flatnonzero(best < len(RELATIONS)).tolist()}


def _role(
    row: int,
    head: int,
    edges: Mapping[int, Edge],
    strongest: Mapping[int, Relation],
) -> Role:
    if row == head and row not in edges:
        return Role.ORIGINAL
    if row in edges and edges[row].name is not None and edges[row].pair < 0:
        return Role.REWRITE  # it names its source, and no other article tells how close it is
    return _ROLES[strongest.get(row, Relation.REWRITE)]
