"""What a machine leaves behind, and what people write that looks like it."""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from provenance.text.machine import RESIDUE


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("As an AI language model, I cannot say.", "As an AI language model"),
        ("VELDHAVEN, [Insert Current Date] - The", "[Insert Current Date]"),
        ("said [Author's Name] of", "[Author's Name]"),
        ("Here is a rewritten version of the article:\nLee", "Here is a rewritten version"),
        ("Here's the paraphrased text: Lee", "Here's the paraphrased text"),
        ("Title: Harbour Closes\nLee", "Title:"),
        ("x\n**Headline:** Harbour", "**Headline:**"),
        ("Sure, here is the text", "Sure, here"),
        ("I'm sorry, but I cannot help", "I'm sorry, but I cannot"),
        ("I hope this helps!", "I hope this helps"),
    ],
)
def test_residue(text: str, left: str) -> None:
    column = pa.array([text])
    assert pc.match_substring_regex(column, RESIDUE, ignore_case=True).to_pylist() == [True]
    found = re.search(RESIDUE, text, re.IGNORECASE)
    assert found is not None and found[0].strip() == left


@pytest.mark.parametrize(
    "text",
    [
        "He said [McManus] would go. “[It’s] fine,” she said [sic].",
        "The title: a burden. Models of language are studied here.",
        "I am sorry for the delay, but I came.",
        "Here is a legal loophole. Here is the full transcript.",
        "",
    ],
)
def test_people(text: str) -> None:
    assert re.search(RESIDUE, text, re.IGNORECASE) is None
