"""What articles declare beside their texts."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.text.credit_links import declared_links

SCMP = "https://www.scmp.com/news/1"
HERE = "https://www.ostercourier.example/1"


def found(
    extra: dict[str, Any], url: str | None = HERE, source: str | None = "Oster Courier"
) -> list[str]:
    return [c.outlet for c in declared_links(json.dumps(extra), url, source)]


@pytest.mark.parametrize(
    "extra",
    [
        {"isBasedOn": SCMP},
        {"isBasedOn": {"@type": "NewsArticle", "url": SCMP, "name": "Ferry Closes"}},
        {"isBasedOn": [{"@id": SCMP}, {"@id": SCMP}]},
        {"is_based_on": "SCMP"},
        {"isBasedOnUrl": SCMP},
        {"isBasedOn": {"publisher": {"name": "South China Morning Post"}, "url": "urn:x"}},
        {"isBasedOn": {"publisher": "South China Morning Post"}},
        {"syndication-source": SCMP},
        {"original-source": SCMP},
        {"canonical": SCMP},
        {"source_feed": {"title": "South China Morning Post", "url": "https://feeds.example/x"}},
        {"source_feed": {"title": "World news", "url": SCMP}},
    ],
)
def test_declared(extra: dict[str, Any]) -> None:
    assert found(extra) == ["South China Morning Post"]
    assert found(extra, source="SCMP") == []  # itself
    assert found(extra, url=SCMP, source=None) == []


@pytest.mark.parametrize(
    "extra",
    [
        {"isBasedOn": HERE},
        {"isBasedOn": "/news/1"},
        {"isBasedOn": None},
        {"isBasedOn": 17},
        {"isBasedOn": {"name": "Ferry Closes"}},
        {"isBasedOn": "https://www.who.int/report"},
        {"canonical": "https://m.ostercourier.example/1"},
        {"citation": SCMP},
        {"x": {"isBasedOn": SCMP}},
        {},
    ],
)
def test_not_declared(extra: dict[str, Any]) -> None:
    assert found(extra) == []


def test_a_canonical_link_needs_a_place_to_compare_it_with() -> None:
    assert found({"canonical": SCMP}, url=None) == []


def test_many_and_broken() -> None:
    many = [f"https://veltra{n}news.example/" for n in range(2000)]
    assert len(found({"isBasedOn": many})) == 500
    for broken in ("", "[]", "{", "null", "[" * 100_000, '"isBasedOn"'):
        assert declared_links(broken, None, None) == ()


JSON = st.recursive(
    st.none() | st.integers() | st.text(max_size=8) | st.sampled_from([SCMP, HERE, "SCMP"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["url", "name", "publisher", "@id"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["isBasedOn", "canonical", "x"]), JSON, max_size=3))
def test_any_claim_is_read_or_left(extra: dict[str, Any]) -> None:
    links = declared_links(json.dumps(extra), HERE, None)
    assert all(c.outlet and c.form == "declared_link" and c.span == (0, 0) for c in links)
