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
from provenance.stages.credits import ledger, pair_credits
from provenance.stages.verify import RELATIONS, pairs_of

_REPEATED = 0.3  # share of the shorter one's word sequences; quotations alone give less
_PROBABLE = 0.9  # of a shared text: the rest are press releases that both had


def named_sources(features: pa.Table, matches: pa.Table) -> pa.Table:
    """The matches, with ``excerpt`` for reports that credit the other's outlet and repeat it.

    And with ``rewrite`` for those that link to the other as their source.

    Args:
        features: rows of :mod:`provenance.stages.fingerprint`.
        matches: rows of :data:`provenance.stages.verify.SCHEMA` over those rows.
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
    credits, _ = pair_credits(pairs_of(matches)[likely], ledger(features))
    code[linked] = RELATIONS.index(Relation.REWRITE)
    code[likely[credits.any(axis=1)]] = RELATIONS.index(Relation.EXCERPT)
    chosen = code != matches.column("relation").to_numpy()
    made = {
        "relation": code,
        "probability": np.where(chosen, _PROBABLE, matches.column("probability").to_numpy()),
    }
    for name in ("p_copy", "p_event"):
        known = matches.column(name).to_numpy()
        made[name] = np.where(chosen, np.maximum(known, _PROBABLE), known)
    return replaced(matches, made)
