"""What each article is within its family: its role, who stands for it, where it comes from."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from provenance.kernels.compiled import components
from provenance.model import UNSEEN, Relation, Role
from provenance.stages.columns import rows_in, single
from provenance.stages.identical import precedence
from provenance.stages.origins import Edge, roots
from provenance.stages.verify import RELATIONS, is_copy

# By the code of the closest relation within the family, by none, for a root, and for one alone.
_OF_RELATION = {
    Relation.DUPLICATE: Role.COPY,
    Relation.NEAR_DUPLICATE: Role.COPY,
    Relation.EXCERPT: Role.EXCERPT,
    Relation.REWRITE: Role.REWRITE,
    Relation.SAME_STORY: Role.REPORT,
}
_ROLES = (*(_OF_RELATION[one] for one in RELATIONS), Role.REWRITE, Role.ORIGINAL, Role.REPORT)
_UNTOLD, _ORIGINAL, _ALONE = (len(RELATIONS) + k for k in range(3))


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
    several = np.bincount(family, minlength=1)[family] > 1
    top = roots(len(ids), edges)
    head = _representatives(np.flatnonzero(several), family, top, features)
    derived, named = np.zeros((2, len(ids)), bool)
    derived[list(edges)] = True
    named[[row for row, e in edges.items() if e.name is not None]] = True
    role = _strongest_relation(matches, family)
    # Where it names its source, and no other article tells how close it is.
    role[[row for row, e in edges.items() if e.name is not None and e.pair < 0]] = _UNTOLD
    role[(head == np.arange(len(ids))) & ~derived] = _ORIGINAL
    role[~several] = _ALONE
    first = np.where(derived, top, top[head])
    beside = ~named[first] & (family[first] == family) & (first != head)
    first = np.where(beside, top[head], first)
    origin = list(ids)
    for row in np.flatnonzero((first != np.arange(len(ids))) | named).tolist():
        edge = edges.get(int(first[row]))
        origin[row] = edge.name if edge and edge.name else ids[first[row]]
    roles = [_ROLES[code] for code in role.tolist()]
    return Members(roles, head, _agreed(origin, family, edges))


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


def _agreed(origin: list[str], family: np.ndarray, edges: Mapping[int, Edge]) -> list[str]:
    """The same, with one origin for all that have one ancestry."""
    rows = np.arange(len(origin))
    ends = [(row, e.source if e.name is None else e.sibling) for row, e in edges.items()]
    pairs = np.concatenate(
        [np.stack([rows, family], axis=1), np.array(ends, np.int64).reshape(-1, 2)]
    )
    pairs = np.sort(pairs[(pairs[:, 1] >= 0) & (pairs[:, 0] != pairs[:, 1])], axis=1)
    joined = rows_in(pairs)
    kin = components(len(origin), pairs.astype(np.int32))[joined].tolist()
    first: dict[int, str] = {}
    told = list(zip(joined.tolist(), kin, strict=True))
    unlike = {label for row, label in told if first.setdefault(label, origin[row]) != origin[row]}
    votes: dict[int, Counter[str]] = defaultdict(Counter)
    for row, label in told:
        if label in unlike:
            votes[label][origin[row]] += 1
    best = {
        label: min(given, key=lambda name: (-given[name], not name.startswith(UNSEEN), name))
        for label, given in votes.items()
    }
    out = list(origin)
    for row, label in told:
        if label in best:
            out[row] = best[label]
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
