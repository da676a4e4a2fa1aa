"""The words by which lines and texts are sifted stand in all that the rules' patterns match."""

from __future__ import annotations

import re
import re._constants as sre  # type: ignore[import-not-found]
import re._parser as sre_parse  # type: ignore[import-not-found]
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sifting import sift

from provenance.kernels.reference.begins import spellings
from provenance.stages.begun import _SPACE, begun
from provenance.text import dates, disclosure
from provenance.text.boilerplate_rules import DECORATION, INLINE, RULES, Rule
from provenance.text.clean import may_take
from provenance.text.line_starts import LINE_STARTS

STARTS = [rule.regex for rule in RULES if rule.starts]
EXACT = [dates._LABEL, dates._WEEKDAY, dates._CLOCK, disclosure._ALONE]
PLACES = [rule.regex for rule in RULES if not rule.starts] + [p.pattern for _, p, _, _ in INLINE]
DATE = dates._DATE.replace(dates._WORD, "|".join(dates.MONTHS))  # in which a word is a month
_LONG = 30


def _more(op: Any, given: Any) -> Iterator[tuple[str, bool]]:
    """How what one piece of a pattern matches may begin, and whether that is all it matches."""
    if op is sre.LITERAL:
        yield chr(given), True
    elif op is sre.IN and all(kind is sre.LITERAL for kind, _ in given):
        yield from ((chr(letter), True) for _, letter in given)
    elif op is sre.IN and (sre.CATEGORY, sre.CATEGORY_DIGIT) in given:
        yield "0", False
    elif op is sre.SUBPATTERN:
        yield from _beginnings(given[3])
    elif op is sre.BRANCH:
        yield from (one for branch in given[1] for one in _beginnings(branch))
    elif op is sre.MAX_REPEAT:
        least, most, inner = given
        if least == 0:
            yield "", True
        if least or most == 1:
            yield from ((text, whole and most == 1) for text, whole in _beginnings(inner))
    else:
        yield "", op is sre.AT


def _beginnings(pattern: Any) -> set[tuple[str, bool]]:
    found = {("", True)}
    for op, inner in pattern:
        grown = {(text, whole) for text, whole in found if not whole or len(text) > _LONG}
        for text, _ in found - grown:
            grown |= {(text + more, whole) for more, whole in _more(op, inner)}
        found = grown
    return found


@pytest.mark.parametrize("cue", [*STARTS, DATE, *(pattern.pattern for pattern in EXACT)])
def test_every_beginning_of_a_line_is_known(cue: str) -> None:
    starts = {text.lower().lstrip(DECORATION) for text, _ in _beginnings(sre_parse.parse(cue))}
    assert not [one for one in starts if not (one[:1].isdigit() or one.startswith(LINE_STARTS))]


@given(
    st.lists(
        st.tuples(
            st.text(DECORATION + "\u3000\x85x1İ", max_size=45),
            st.one_of(st.sampled_from(LINE_STARTS), st.text(max_size=3)),
            st.sampled_from(["", "4, 2026", "İ", " Reuters", ": x", "x" * 40]),
        ).map("".join),
        min_size=1,
        max_size=5,
    )
)
def test_no_line_that_a_rule_takes_is_passed_over(given: list[str]) -> None:
    lines = [line for line in given if line] or ["x"]
    starts = np.cumsum([0, *(len(line.encode()) for line in lines)])
    found = set(begun(starts, np.frombuffer("".join(lines).encode(), np.uint8)).tolist())
    for k, line in enumerate(lines):
        bare = line.strip().strip(DECORATION).lower()
        known = bare.startswith((*LINE_STARTS, *"0123456789"))
        assert k in found or not (known or may_take(line))


def test_all_space_before_a_line_is_known() -> None:
    assert set(_SPACE) == {letter for letter in map(chr, range(sys.maxunicode)) if letter.isspace()}


def test_all_capitals_in_beginnings_are_known() -> None:
    letters = {letter for word in LINE_STARTS for letter in word}
    known = {one for letter in letters for one in spellings(letter)}
    assert known == {one for one in map(chr, range(sys.maxunicode)) if one.lower() in letters}


@given(st.one_of([st.from_regex(re.compile(place, re.IGNORECASE)) for place in PLACES]))
def test_no_place_is_passed_over(text: str) -> None:
    looked = sift(pa.array([text], pa.large_string()))
    lines = text.replace("\r", "\n").split("\n")
    assert looked.ruled[0] or not any(_takes(line) for line in lines)


@pytest.mark.parametrize("rule", [rule for rule in RULES if not rule.starts])
@given(st.data())
def test_what_a_rule_takes_inside_a_line_has_one_of_its_words(
    rule: Rule, data: st.DataObject
) -> None:
    text = data.draw(st.from_regex(re.compile(rule.regex, re.IGNORECASE)))
    low = text.lower()
    assert not low.isascii() or any(word in low for word in rule.words)


def _takes(line: str) -> bool:
    bare = line.strip().strip(DECORATION)
    return any(rule.matches(bare) and not rule.starts and not _odd(bare) for rule in RULES)


def _odd(line: str) -> bool:
    """Whether letters or digits are in it that only Python takes for others."""
    return any(letter == "ı" or (letter.isdigit() and not letter.isascii()) for letter in line)
