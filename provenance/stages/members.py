"""What each article is within its family: its role, who stands for it, where it comes from."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from provenance.kernels.compiled import components
from provenance.model import UNSEEN, Relation, Role
from provenance.stages.columns import rows_in, single
from provenance.stages.identical import precedence
from provenance.stages.origins import Edge, Edges, roots
from provenance.stages.verify import RELATIONS, is_copy

# By the code of the closest relation within the family, by none, for a root, and for one alone.
_OF_RELATION = {
    Relation.DUPLICATE: Role.COPY,
    Relation.NEAR_DUPLICATE: Role.COPY,
    Relation.EXCERPT: Role.EXCERPT,
    Relation.REWRITE: Role.REWRITE,
    Relation.SAME_STORY: Role.REPORT,
}
_ROLES = pa.array(
    [*(_OF_RELATION[one] for one in RELATIONS), Role.REWRITE, Role.ORIGINAL, Role.REPORT],
    pa.string(),
)
_UNTOLD, _ORIGINAL, _ALONE = (len(RELATIONS) + k for k in range(3))


class Members(NamedTuple):
    """For each row: its role and its origin, as strings, and the row that stands for its family."""

    role: pa.Array
    representative: np.ndarray
    origin: pa.Array


def describe(
    features: pa.Table, matches: pa.Table, family: np.ndarray, edges: Collection[Edge]
) -> Members:
    """Roles, representatives and origins.

    The representative of a family is the root that most of its members come from; without
    derivations, the earliest, then the longest. An article whose derivation is undetermined has the
    origin of its family. What a family, a derivation or a common source joins is one text ancestry
    and has one origin: the one that most of its articles lead to.

    Args:
        features, matches: the tables of :func:`provenance.stages.derive.derive`.
        family: int32[n].
        edges: one at most of each row.
    """
    rows, known = np.arange(len(family)), Edges.of(edges)
    several = np.bincount(family, minlength=1)[family] > 1
    top = roots(len(rows), known)
    head = _representatives(np.flatnonzero(several), family, top, features)
    derived, named = np.zeros((2, len(rows)), bool)
    derived[known.derived] = True
    named[known.derived[known.named]] = True
    role = _strongest_relation(matches, family)
    # Where it names its source, and no other article tells how close it is.
    role[known.derived[known.named & (known.pair < 0)]] = _UNTOLD
    role[(head == rows) & ~derived] = _ORIGINAL
    role[~several] = _ALONE
    first = np.where(derived, top, top[head])
    beside = ~named[first] & (family[first] == family) & (first != head)
    first = np.where(beside, top[head], first)
    # Sources by number: the articles by their rows, and behind them the unseen ones.
    unseen = {name: len(rows) + k for k, name in enumerate(dict.fromkeys(known.name))}
    own = rows.copy()
    own[known.derived[known.named]] = [unseen[name] for name in known.name if name is not None]
    sources = pa.concat_arrays([single(features, "id"), pa.array(unseen, pa.string())])
    origin = _agreed(own[first], sources, family, known)
    return Members(_ROLES.take(pa.array(role)), head, sources.take(pa.array(origin)))


def _representatives(
    rows: np.ndarray, family: np.ndarray, top: np.ndarray, features: pa.Table
) -> np.ndarray:
    """For each row the one that stands for its family, int64[n]; ``rows`` are not alone in it."""
    votes = np.bincount(top[rows[family[top[rows]] == family[rows]]], minlength=len(family))
    rank = precedence(features.select(["published_at", "n_words"]).take(pa.array(rows)))
    best = rows[np.lexsort((rank, -votes[rows], family[rows]))[::-1]]
    found = np.arange(len(family))
    found[family[best]] = best  # the last of each family stays
    found[rows] = found[family[rows]]
    return found


def _agreed(origin: np.ndarray, sources: pa.Array, family: np.ndarray, edges: Edges) -> np.ndarray:
    """The same, int64[n] by their numbers, with one origin for all that have one ancestry."""
    near = np.where(edges.named, edges.sibling, edges.source)
    rows = np.arange(len(origin))
    ends = np.concatenate([[rows, family], [edges.derived, near]], axis=1)
    pairs = np.sort(ends[:, (ends[1] >= 0) & (ends[0] != ends[1])].T, axis=1)
    joined = rows_in(pairs)
    kin = components(len(origin), pairs.astype(np.int32))[joined]
    unlike = np.zeros(len(origin), bool)
    unlike[kin[origin[joined] != origin[kin]]] = True
    rows, kin = joined[unlike[kin]], kin[unlike[kin]]
    names = sources.take(pa.array(origin[rows])).to_pylist()
    number = dict(zip(names, origin[rows].tolist(), strict=True))
    votes: dict[int, Counter[str]] = defaultdict(Counter)
    for label, name in zip(kin.tolist(), names, strict=True):
        votes[label][name] += 1
    best = {
        label: number[
            min(given, key=lambda name: (-given[name], not name.startswith(UNSEEN), name))
        ]
        for label, given in votes.items()
    }
    out = origin.copy()
    out[rows] = [best[label] for label in kin.tolist()]
    return out


def _strongest_relation(matches: pa.Table, family: np.ndarray) -> np.ndarray:
    """The code of the closest relation of each row to a member of its family, int64[n].

    One more than the last code where there is none.
    """
    i, j = (matches.column(c).to_numpy() for c in ("i", "j"))
    code = matches.column("relation").to_numpy()
    inside = is_copy(code) & (family[i] == family[j])
    best = np.full(len(family), len(RELATIONS))
    np.minimum.at(best, i[inside], code[inside])
    np.minimum.at(best, j[inside], code[inside])
    return best
