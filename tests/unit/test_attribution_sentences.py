"""Which outlets a table of sentences credits, read as a run reads them: precision comes first."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from provenance.schema import INPUT
from provenance.stages.clean import clean_batch
from provenance.stages.crediting import credit_columns

Row = tuple[str, str, list[str], list[str]]
"""Group, sentence, the outlets it credits, the outlets found."""

MISSED = {
    "He told Fox that he loved her.",  # the channel, or a person?
    "Ottawa will drop the levy, The Globe and Mail has learned and reported.",
    "An ABC News analysis found the same.",
    "Enligt TT är bron stängd.",  # "TT" is more than one thing
}
"""What is known to be read wrongly."""


def outlets(texts: list[str]) -> list[list[str]]:
    """The outlets credited in each text, in order of place, by the stage that a run uses."""
    rows = [
        {"id": str(n), "text": text}
        | {name: None for name in INPUT.names if name not in ("id", "text")}
        for n, text in enumerate(texts)
    ]
    batch = pa.RecordBatch.from_pylist(rows, schema=INPUT)
    found = credit_columns(clean_batch(batch))["credits"].to_pylist()
    return [list(dict.fromkeys(c["outlet"] for c in one or [])) for one in found]


@pytest.fixture(scope="module")
def table() -> list[Row]:
    lines = Path(__file__).with_name("attribution_sentences.tsv").read_text("utf-8").splitlines()
    cells = [line.split("\t") for line in lines if not line.startswith("#")]
    texts = [cell[2].replace("\\n", "\n") for cell in cells]
    wanted = [[name for name in cell[1].split("|") if name] for cell in cells]
    groups = [cell[0] for cell in cells]
    return list(zip(groups, texts, wanted, outlets(texts), strict=True))


def test_the_table_is_large_and_balanced(table: list[Row]) -> None:
    without = sum(not wanted for _, _, wanted, _ in table)
    assert len(table) >= 350 and 0.4 < without / len(table) < 0.6
    assert len({text for _, text, _, _ in table}) == len(table)


def test_every_sentence(table: list[Row]) -> None:
    wrong = [(text, wanted, got) for _, text, wanted, got in table if sorted(wanted) != sorted(got)]
    assert [one for one in wrong if one[0] not in MISSED] == []
    assert {text for text, _, _ in wrong} == MISSED


def test_precision_and_recall(table: list[Row]) -> None:
    """Floors that may only rise."""
    right = sum(len(set(wanted) & set(got)) for _, _, wanted, got in table)
    assert right / sum(len(set(got)) for *_, got in table) >= 0.995
    assert right / sum(len(wanted) for _, _, wanted, _ in table) >= 0.985
