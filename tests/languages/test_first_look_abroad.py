"""A first look leaves out no pair that a full comparison gives a relation, in any language."""

from __future__ import annotations

import made_news as news
import pytest
from texts_of import CODES, articles, filler

from provenance.recipe import Thresholds
from provenance.stages.glance import may_reach
from provenance.stages.overlap import glance
from provenance.stages.pair_model import pair_models
from provenance.stages.verify import verify_pairs


@pytest.mark.parametrize("code", CODES)
def test_nothing_is_lost(code: str) -> None:
    texts = [*articles(code).values(), *(filler(code, k) for k in range(30))]
    shelf, pairs = news.shelf(news.texts_of(texts))
    full = verify_pairs(pairs, shelf, Thresholds(), models=pair_models())
    assert full.num_rows
    assert verify_pairs(pairs, shelf, Thresholds()).equals(full)


# Made-up Korean words of three syllables share most of their pieces.
@pytest.mark.parametrize("code", [code for code in CODES if code != "ko"])
def test_most_of_what_shares_little_is_left_out(code: str) -> None:
    shelf, pairs = news.shelf(news.texts_of(filler(code, k) for k in range(30)))
    assert may_reach(glance(shelf, pairs), Thresholds()).mean() < 0.1
