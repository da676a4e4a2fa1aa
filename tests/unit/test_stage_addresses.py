"""Addresses in the form in which they are compared, and links to articles of the pile."""

from __future__ import annotations

from typing import Any

import made_news as news
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import provenance as pv
from provenance.stages.addresses import addresses, declared_pairs

PLACE = "https://wire.example/2026/ferry?id=7"


def _plain(*given: str | None) -> list[str | None]:
    found: list[str | None] = addresses(pa.array(given, pa.string())).to_pylist()
    return found


@pytest.mark.parametrize(
    "other",
    [
        "http://www.wire.example/2026/ferry/?id=7",
        "//m.wire.example/2026/ferry?id=7#comments",
        "HTTPS://Wire.Example:443/2026/ferry?utm_source=x&id=7&utm_campaign=y&fbclid=Z",
        " https://wire.example/2026/ferry?id=7& \n",
    ],
)
def test_two_spellings_of_one_address(other: str) -> None:
    assert _plain(PLACE, other) == ["wire.example/2026/ferry?id=7"] * 2


def test_other_pages_and_hosts_alone() -> None:
    assert len(set(_plain(PLACE, PLACE[:-1] + "8", PLACE.replace("wire", "news")))) == 3
    assert _plain("https://wire.example/", "https://www.wire.example", "", None) == [None] * 4


@given(st.text("htps:/w.a&=#u_m1", max_size=30), st.booleans())
@example("&/", False)
def test_the_form_that_is_compared_stays_as_it_is(text: str, asked: bool) -> None:
    (once,) = _plain(f"https://wire.example/a/{text}{'?q=1' * asked}")
    assert once is not None and _plain(f"http://{once}") == [once]


def _pile(*rows: dict[str, Any], **recipe: Any) -> pv.Result:
    articles = [{"id": f"a{k}", **row} for k, row in enumerate(rows)]
    return pv.dedupe(articles, recipe=pv.Recipe.from_dict(recipe))


def _edges(result: pv.Result) -> dict[str, str]:
    return {d.derived: d.source for d in result.derivations()}


ONE, OTHER = {"text": news.text(1)}, {"text": news.edited(1)}
LINK = {"isBasedOn": {"@type": "NewsArticle", "url": "http://www.wire.example/a/?utm_medium=x"}}
HERE = {"url": "https://wire.example/a"}


@pytest.mark.parametrize(
    "link",
    [LINK, {"canonical": HERE["url"]}, {"syndication-source": HERE["url"]},
     {"source_feed": HERE}, {"is_based_on": [HERE["url"], "https://other.example/x"]}],
)  # fmt: skip
def test_a_link_decides_between_copies_without_times(link: dict[str, Any]) -> None:
    assert not _edges(_pile(ONE | HERE, OTHER | {"url": "https://post.example/9"}))
    result = _pile(ONE | HERE, OTHER | link | {"url": "https://post.example/9"})
    (found,) = result.derivations()
    assert (found.derived, found.source) == ("a1", "a0") and found.probability > 0.9
    (said,) = (e for e in found.evidence if e.kind == "declared")
    assert said.weight > 3 and said.text == "this one links to the other as its source"
    assert _edges(_pile(ONE | link | {"url": "https://post.example/9"}, OTHER | HERE)) == {
        "a0": "a1"
    }


def test_a_link_outweighs_times_unless_they_are_trusted_wholly() -> None:
    late = ONE | HERE | {"published_at": "2026-01-05T10:00:00Z"}
    early = OTHER | LINK | {"published_at": "2026-01-05T08:00:00Z"}
    (found,) = _pile(late, early).derivations()
    assert (found.derived, found.source) == ("a1", "a0")
    assert [e.weight < 0 for e in found.evidence if e.kind == "time"] == [True]
    (found,) = _pile(late, early, derivations={"trust_time": 1}).derivations()
    assert (found.derived, found.source) == ("a0", "a1")
    (said,) = (e for e in found.evidence if e.kind == "declared")
    assert said.weight <= 0 and said.text == "the other links to this one as its source"


def test_links_to_oneself_and_round_in_circles() -> None:
    assert not _edges(_pile(ONE | HERE | {"canonical": HERE["url"]}, OTHER))
    back = {"url": "https://post.example/9", "isBasedOn": HERE["url"]}
    there = HERE | {"isBasedOn": back["url"]}
    assert not _edges(_pile(ONE | there, OTHER | back))
    times = ({"published_at": f"2026-01-0{day}T10:00:00Z"} for day in (5, 6))
    (found,) = _pile(ONE | there | next(times), OTHER | back | next(times)).derivations()
    assert (found.derived, found.source) == ("a1", "a0")
    assert [e.text for e in found.evidence if e.kind == "declared"] == [
        "each links to the other as its source"
    ]
    ring = [
        {"text": text, "url": f"https://ring.example/{k}",
         "isBasedOn": f"https://ring.example/{(k + 1) % 3}"}
        for k, text in enumerate((news.text(1), news.edited(1), news.text(1) + "\nMore."))
    ]  # fmt: skip
    edges = _edges(_pile(*ring))
    assert len(edges) == 2 and all(int(s[1]) == (int(d[1]) + 1) % 3 for d, s in edges.items())


def test_a_link_makes_a_free_report_a_rewrite() -> None:
    account = news.sentences(1, 12)
    free = "\n".join([*account[:2], *news.sentences(2, 9)])
    plain = _pile({"text": "\n".join(account)} | HERE, {"text": free})
    linked = _pile({"text": "\n".join(account)} | HERE, {"text": free} | LINK)
    assert [m.relation.value for m in plain.matches()] == ["same_story"]
    assert [m.relation.value for m in linked.matches()] == ["rewrite"]
    assert _edges(linked) == {"a1": "a0"}


def test_an_address_of_many_articles_and_copies_of_the_source() -> None:
    many = [{"text": news.text(k), **HERE} for k in range(1, 11)]
    assert not _edges(_pile(*many, {"text": news.edited(1)} | LINK))
    features = news.features(
        [
            pv.Article(id="a", text="x y", url=HERE["url"]),
            pv.Article(id="b", text="x y", url=HERE["url"], extra=LINK),
            pv.Article(id="c", text="x y", extra=LINK),
            pv.Article(id="d", text="x y"),
        ]
    )
    assert np.array_equal(declared_pairs(features), [[2, 0], [2, 1]])
