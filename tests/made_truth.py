"""A small truth folder of made-up news: links, siblings, stories, near-duplicates, and the pile."""

from __future__ import annotations

import json
from pathlib import Path

from made_news import edited, text

LINKS = [
    ("sheepdog/1:neutral", "sheepdog/1", "sheepdog:neutral"),
    ("sheepdog/2:neutral", "sheepdog/2", "sheepdog:neutral"),
    ("llmfake/1:open", "sheepdog/1", "llmfake:open_ended"),
]
TEXTS = {
    "sheepdog/1": text(1, 20),
    "sheepdog/1:neutral": edited(1, 20, changes=2),
    "sheepdog/2": text(2, 20),
    "sheepdog/2:neutral": text(2, 20),
    "llmfake/1:open": text(3, 20),
    "siblings/1:a": edited(4, 20, by=1),
    "siblings/1:b": edited(4, 20, by=2),
    "basil/1_1": text(5, 20),
    "basil/1_2": text(6, 20),
    "basil/2_1": text(7, 20),
    "basil/2_2": edited(7, 20, changes=1),
    "trec/1": text(8, 20),
    "trec/2": edited(8, 20, changes=1),
    "trec/3": text(9, 20),
}
TABLES = {
    "links.tsv": ["derived\tsource\tkind", *("\t".join(link) for link in LINKS)],
    "siblings.tsv": ["a\tb", "siblings/1:b\tsiblings/1:a"],
    "stories.tsv": ["id\tstory", *(f"basil/{s}_{k}\tbasil/{s}" for s in (1, 2) for k in (1, 2))],
    "neardup.tsv": ["a\tb\tlabel", "trec/1\ttrec/2\t2", "trec/3\ttrec/1\t0"],
}


def write_truth(folder: Path) -> Path:
    """Write the pile and its tables."""
    folder.mkdir(exist_ok=True)
    rows = [json.dumps({"id": name, "text": one}) for name, one in TEXTS.items()]
    (folder / "haystack.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")
    for name, lines in TABLES.items():
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder
