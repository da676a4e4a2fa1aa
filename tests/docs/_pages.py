"""The examples of a Markdown page: its fenced blocks, and whether an output is as shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

ROOT = Path(__file__).resolve().parents[2]

_FENCE = re.compile(r"^```(?P<info>\S[^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_PROMPT = re.compile(r"^\$ ", re.MULTILINE)


@frozen
class Block:
    """One fenced block: its language, its options (``exit=3``, ``file=x.toml``) and its lines."""

    language: str
    options: dict[str, str]
    body: str
    line: int


@frozen
class Command:
    """One command of a ``console`` block with the output that is shown below it."""

    text: str
    shown: str


def pages() -> list[Path]:
    """All pages whose examples run: the README and everything under ``docs/``."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def blocks(page: str) -> Iterator[Block]:
    for found in _FENCE.finditer(page):
        language, *options = found["info"].split()
        line = page.count("\n", 0, found.start()) + 1
        pairs = dict(option.split("=", 1) for option in options)
        yield Block(language, pairs, found["body"], line)


def commands(body: str) -> Iterator[Command]:
    """The commands of a block; a line that ends in a backslash goes on behind ``> ``."""
    for part in _PROMPT.split(body)[1:]:
        lines = part.split("\n")
        typed = [lines.pop(0)]
        while typed[-1].endswith("\\"):
            typed[-1] = typed[-1][:-1]
            typed.append(lines.pop(0).removeprefix("> "))
        yield Command("".join(typed), "\n".join(lines))


def agrees(shown: str, printed: str) -> bool:
    """Whether an output is the one shown, where ``...`` stands for anything."""
    shown, printed = _trimmed(shown), _trimmed(printed)
    pattern = ".*?".join(re.escape(piece) for piece in shown.split("..."))
    return re.fullmatch(pattern, printed, re.DOTALL) is not None


def _trimmed(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip("\n").split("\n"))
