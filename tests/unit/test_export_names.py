"""Names and texts that fit every format, and can be read back."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import made_run as made
import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.formats.export.names import iri, name_of, xml_text

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9._-]*[A-Za-z0-9_-]\Z")
texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1) | st.from_regex(
    r"(_x00[0-9A-F]{2}_?|_|x0041|:|\.){1,6}", fullmatch=True
)


@given(texts)
def test_a_name_is_plain_and_can_be_read_back(text: str) -> None:
    name = name_of("article", text)
    assert NAME.match(name)
    assert made.decoded(name.removeprefix("article.")) == text


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("000_177b-7.x", "article.000_177b-7.x"),
        ("a b:c", "article.a_x0020_b_x003A_c"),
        ("🎉", "article._x0001F389_"),
        ("_x0041_", "article._x005F_x0041_"),
        ("end.", "article.end_x002E_"),
    ],
)
def test_escapes_are_those_of_the_standards(text: str, name: str) -> None:
    assert name_of("article", text) == name
    assert iri(name) == f"urn:x-news-provenance:{name}"


def test_parts_do_not_run_together() -> None:
    assert name_of("unseen", "s-1", "AP") == "unseen.s-1.AP"
    assert name_of("unseen", "s-1") != name_of("unseen", "s-1", "")


@given(texts)
def test_a_text_goes_through_xml_and_back(text: str) -> None:
    kept = xml_text(text)
    element = ElementTree.Element("t")
    element.text = kept
    back = ElementTree.fromstring(ElementTree.tostring(element, "utf-8")).text
    assert back == kept
    assert made.decoded(kept) == text


def test_a_text_that_xml_can_hold_stays_as_it_is() -> None:
    assert xml_text("a_b\tc\n<新闻> & \x85 _x00") == "a_b\tc\n<新闻> & \x85 _x00"
    assert xml_text("bell\x07 \r \ufffe") == "bell_x0007_ _x000D_ _xFFFE_"
