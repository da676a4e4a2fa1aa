"""The examples of a Markdown page: its fenced blocks, running a command, comparing an output."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

ROOT = Path(__file__).resolve().parents[2]

_NOT_RUN = ("make ", "git ", "pip ", "cd ", "python -m pip ")
_ENVIRONMENT = {
    **os.environ,
    "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]),
    "COLUMNS": "100",
    "NO_COLOR": "1",
    "TERM": "dumb",
}

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
    """One command of a ``console`` block: as typed, joined, and the output shown below it."""

    typed: str
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
        lines = part.splitlines(keepends=True)
        count = next(n for n, line in enumerate(lines, 1) if not line.endswith("\\\n"))
        joined = "".join(line.removeprefix("> ").removesuffix("\\\n") for line in lines[:count])
        yield Command(f"$ {''.join(lines[:count])}", joined.strip(), "".join(lines[count:]))


def execute(command: str, folder: Path) -> tuple[int, str] | None:
    """Run a command; exit code, and standard output and error together.

    ``make demo`` stands for what it runs. ``None`` for other commands that set a machine up.
    """
    text = "dedupe run seeds/" if command == "make demo" else command
    if text.startswith(_NOT_RUN):
        return None
    run = subprocess.run(
        text,
        shell=True,
        cwd=folder,
        env=_ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=120,
    )
    return run.returncode, run.stdout


def agrees(shown: str, printed: str) -> bool:
    """Whether an output is the one shown, where ``...`` stands for anything."""
    shown, printed = trimmed(shown), trimmed(printed)
    pattern = ".*?".join(re.escape(piece) for piece in shown.split("..."))
    return re.fullmatch(pattern, printed, re.DOTALL) is not None


def trimmed(text: str) -> str:
    """Without blanks at the ends of lines, and without empty lines at either end."""
    return "\n".join(line.rstrip() for line in text.strip("\n").split("\n"))
