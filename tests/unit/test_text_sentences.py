"""Where sentences end, and where a stop is not an end."""

from __future__ import annotations

import pytest

from provenance.text.sentences import sentences


def cut(text: str) -> list[str]:
    return [text[a:b] for a, b in sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Smith of the U.S. said on Jan. 4 that it cost $3.5 million.",
        "J. K. Rowling and Gen. Park met at 5 p.m. in Washington D.C. on Sunday.",
        "“Really?” he asked.",
        "Am 4. Januar ging er z.B. nach Hause.",
        "It cost 1.247.000 won, i.e. more.",
        "He paused... then spoke.",
    ],
)
def test_one_sentence(text: str) -> None:
    assert cut(text) == [text]


@pytest.mark.parametrize(
    "parts",
    [
        ["He left.", "She stayed!", "Why?", "“Go.”", "(It rained.)", "End"],
        ["It is in the U.S.", "The talks go on."],
        ["He left at 5 p.m.", "She stayed."],
        ["They were 12.", "He was one."],
    ],
)
def test_several_sentences(parts: list[str]) -> None:
    assert cut(" ".join(parts)) == parts


def test_other_scripts() -> None:
    assert cut("今天很好。明天呢？“好。”") == ["今天很好。", "明天呢？", "“好。”"]
    assert cut("यह है। वह है।") == ["यह है।", "वह है।"]
    assert cut("Он ушёл в 2019 г. в Москву. Она осталась.") == [
        *("Он ушёл в 2019 г. в Москву.", "Она осталась.")
    ]


def test_line_ends() -> None:
    assert cut("A heading\nA sentence.\n\n  Another") == ["A heading", "A sentence.", "Another"]
    wrapped = "The ministry said on Monday that it would not\nchange the rules. It will."
    assert cut(wrapped) == [
        *("The ministry said on Monday that it would not\nchange the rules.", "It will.")
    ]


def test_skip() -> None:
    text = "Keep this. Drop this. And keep that."
    at = text.index("Drop")
    got = sentences(text, [(at, at + 10)])
    assert [text[a:b] for a, b in got] == ["Keep this.", "And keep that."]
    assert sentences("  \n ") == [] and sentences("x", [(0, 1)]) == []


@pytest.mark.parametrize("stop", "।॥።፧։။។۔؟。")
def test_stops_of_other_scripts(stop: str) -> None:
    text = f"가나{stop} 다라{stop} 마"
    assert [text[a:b] for a, b in sentences(text)] == [f"가나{stop}", f"다라{stop}", "마"]
