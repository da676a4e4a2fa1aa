"""Families stay whole when they are large, and nothing chains."""

from __future__ import annotations

import numpy as np
import pytest
from made_news import flow

from provenance.model import Article
from provenance.stages.cluster import hubs

_SENTENCE = (
    "The {0} committee of {1} met on day {2} and agreed to pay {3} crowns for the {4} bridge."
)


def _copies(count: int) -> list[Article]:
    """Near-copies of one text: in each, one sentence of 15 is its own."""
    words = ["harbour", "council", "museum", "railway", "orchard", "theatre", "quarry"]
    base = [
        _SENTENCE.format(words[k % 7], f"Town{k}", k, 100 + 7 * k, words[(k + 3) % 7])
        for k in range(15)
    ]
    out = []
    for n in range(count):
        own = f"Reader {n} of street {n * 17} wrote to us about item {n * 31} on that evening."
        out.append(" ".join([*base[: n % 15], own, *base[n % 15 + 1 :]]))
    return [Article(id=f"a{n:04}", text=text) for n, text in enumerate(out)]


@pytest.mark.parametrize("count", [40, 300])
def test_a_large_family_of_edited_copies_stays_one(count: int) -> None:
    articles = flow(_copies(count)).tables["articles"].to_pylist()
    assert len({row["family"] for row in articles}) == 1


def test_members_of_a_hub_do_not_chain() -> None:
    chain = np.array([(k, k + 1) for k in range(9)], np.int32)
    hub = hubs(10, chain)
    sizes = np.bincount(hub)
    assert sizes.max() == 3  # a hub and its two neighbours
    assert all(hub[h] == h for h in set(hub.tolist()))


def test_a_star_has_its_centre_as_hub() -> None:
    star = np.array([(min(k, 4), max(k, 4)) for k in range(9) if k != 4], np.int32)
    assert hubs(9, star).tolist() == [4] * 9
    assert hubs(3, np.empty((0, 2), np.int32)).tolist() == [0, 1, 2]
