"""Web addresses in the one form in which two of the same page are equal, and who links to whom.

What differs between two addresses of one page is mostly the same few things: scheme, ``www.`` and
mobile hosts, default ports, fragments, the parameters that count visitors, a slash at the end.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from provenance.stages.columns import single

_MOST = 8
"""An address that more articles stand at is a live page or a feed: no article is meant by it."""

_RULES = (
    (r"^\s*(https?:)?//|\s+$", ""),
    (r"^(www\d?|m|mobile|amp)\.", ""),
    (r"^([^/?#:]*):(80|443)\b", r"\1"),
    (r"#.*$", ""),
    (r"([?&])(utm_\w*|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|cmpid|ocid)=[^&]*", r"\1"),
    (r"([?&])&+", r"\1"),
    (r"[/?&]+$", ""),
    (r"/+\?", "?"),
)  # the parameters: those that Google, Meta, Microsoft and Mailchimp add, and two of the BBC's


def addresses(column: pa.Array) -> pa.Array:
    """Addresses as given in the form in which they are compared; null for a host alone, or none."""
    if column.null_count == len(column):
        return column  # as in most piles, where to compile the rules would be all the work
    column = pc.utf8_lower(column)
    for pattern, replacement in _RULES:
        column = pc.replace_substring_regex(column, pattern, replacement)
    return pc.if_else(pc.match_substring_regex(column, "[/?]"), column, None)


def declared_pairs(features: pa.Table) -> np.ndarray:
    """Which article links to which as its source: int32[k, 2] rows, derived and source; sorted.

    An article that links to its own address declares nothing. O(articles + links).

    Args:
        features: with the columns ``address`` and ``links`` of
            :data:`provenance.stages.clean.ADDED`.
    """
    links, here = single(features, "links"), single(features, "address")
    told = links.drop_null()
    found: set[tuple[int, int]] = set()
    if len(told):
        at: dict[str, list[int]] = defaultdict(list)
        for row in np.flatnonzero(pc.is_in(here, value_set=told.flatten())).tolist():
            at[here[row].as_py()].append(row)
        for row in np.flatnonzero(links.is_valid()).tolist():
            own = here[row].as_py()
            for link in links[row].as_py():
                sources = at.get(link, ()) if link != own else ()
                found.update((row, s) for s in sources if len(sources) <= _MOST)
    return np.array(sorted(found), np.int32).reshape(-1, 2)


def declared(pairs: np.ndarray, links: np.ndarray) -> np.ndarray:
    """Which article of each pair links to the other as its source: bool[m, 2].

    Args:
        pairs: int32[m, 2] rows.
        links: of :func:`declared_pairs`.
    """
    known = {(a, b) for a, b in links.tolist()}
    out = np.zeros((len(pairs), 2), bool)
    if known:
        for m in np.flatnonzero(np.isin(pairs, links).all(axis=1)).tolist():
            i, j = pairs[m].tolist()
            out[m] = (i, j) in known, (j, i) in known
    return out
