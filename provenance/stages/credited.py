"""Reports of one event that are more by their own account: excerpts and rewrites of what they name.

An excerpt of a few sentences within other text shares too little of either article for the overlaps
to tell it from a quotation that two reports have in common; the credit tells. And a free rewrite
may share too little of the account; the link to its source tells.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from provenance.model import Relation
from provenance.stages.addresses import declared, declared_pairs
from provenance.stages.columns import replaced
from provenance.stages.credits import Ledger, pair_credits
from provenance.stages.verify import RELATIONS, pairs_of

_REPEATED = 0.3  # share of the shorter one's word sequences; quotations alone give less
_NAMED = 0.5  # that a credit names the source
_PROBABLE = 0.9  # of a shared text: the rest are press releases that both had


def named_sources(features: pa.Table, matches: pa.Table, book: Ledger) -> pa.Table:
    """The matches, with ``excerpt`` for reports that credit the other's outlet and repeat it.

    And with ``rewrite`` for those that link to the other as their source.

    Args:
        features: rows of :mod:`provenance.stages.linked`.
        matches: rows of :data:`provenance.stages.verify.SCHEMA` over those rows.
        book: who credits whom, of the same rows.
    """
    code = matches.column("relation").to_numpy().copy()
    columns = [matches.column(f"containment_{side}").to_numpy() for side in ("ab", "ba")]
    same_story = np.flatnonzero(code == RELATIONS.index(Relation.SAME_STORY))
    likely = same_story[np.maximum(*columns)[same_story] >= _REPEATED]
    linked = same_story[
        declared(pairs_of(matches)[same_story], declared_pairs(features)).any(axis=1)
    ]
    if not len(likely) and not len(linked):
        return matches
    pairs = pairs_of(matches)[likely]
    held = np.stack([column[likely] for column in columns], axis=1)
    credits, _ = pair_credits(pairs, book, np.zeros(len(pairs), bool))
    excerpts = credits.any(axis=1) | _from_third(pairs, held, book)
    code[linked] = RELATIONS.index(Relation.REWRITE)
    code[likely[excerpts]] = RELATIONS.index(Relation.EXCERPT)
    chosen = code != matches.column("relation").to_numpy()
    made = {
        "relation": code,
        "probability": np.where(chosen, _PROBABLE, matches.column("probability").to_numpy()),
    }
    for name in ("p_copy", "p_event"):
        known = matches.column(name).to_numpy()
        made[name] = np.where(chosen, np.maximum(known, _PROBABLE), known)
    return replaced(matches, made)


def _from_third(pairs: np.ndarray, held: np.ndarray, book: Ledger) -> np.ndarray:
    """Whether the one that stands in the other probably has its text from an outlet it names.

    Then the other has what both share from there as well.

    Args:
        pairs: int32[m, 2] rows.
        held: float64[m, 2], how much of a stands in b, and of b in a.
        book: who credits whom.
    """
    out = np.zeros(len(pairs), bool)
    for m, side in enumerate(held.argmax(axis=1).tolist()):
        row, other = int(pairs[m, side]), int(pairs[m, 1 - side])
        out[m] = any(
            c.probability >= _NAMED and c.key not in (book.outlet[row], book.outlet[other])
            for c in book.credits.get(row, ())
        )
    return out
