"""Excerpts in a frame of one's own: a report that names the other's outlet and repeats its words.

An excerpt of a few sentences within other text shares too little of either article for the overlaps
to tell it from a quotation that two reports have in common. The credit tells.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from provenance.model import Relation
from provenance.stages.credits import ledger, pair_credits
from provenance.stages.verify import RELATIONS, pairs_of

_REPEATED = 0.3  # share of the shorter one's word sequences; quotations alone give less
_PROBABLE = 0.9  # of a shared text: the rest are press releases that both had


def credited_excerpts(features: pa.Table, matches: pa.Table) -> pa.Table:
    """The matches, with ``excerpt`` for reports that credit the other's outlet and repeat it.

    Args:
        features: rows of :mod:`provenance.stages.fingerprint`.
        matches: rows of :data:`provenance.stages.verify.SCHEMA` over those rows.
    """
    code = matches.column("relation").to_numpy()
    columns = [matches.column(f"containment_{side}").to_numpy() for side in ("ab", "ba")]
    same_story = code == RELATIONS.index(Relation.SAME_STORY)
    likely = np.flatnonzero(same_story & (np.maximum(*columns) >= _REPEATED))
    if not len(likely):
        return matches
    credits, _ = pair_credits(pairs_of(matches)[likely], ledger(features))
    chosen = np.zeros(len(code), bool)
    chosen[likely[credits.any(axis=1)]] = True
    made = {
        "relation": np.where(chosen, RELATIONS.index(Relation.EXCERPT), code).astype(np.int8),
        "probability": np.where(chosen, _PROBABLE, matches.column("probability").to_numpy()),
    }
    for name in ("p_copy", "p_event"):
        known = matches.column(name).to_numpy()
        made[name] = np.where(chosen, np.maximum(known, _PROBABLE), known)
    for name, values in made.items():
        field = matches.schema.get_field_index(name)
        matches = matches.set_column(field, matches.schema.field(name), pa.array(values))
    return matches
