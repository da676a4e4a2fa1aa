"""Write the outputs of all ``console`` blocks anew, after a change that is meant to change them.

    python tests/docs/refresh.py [PAGE...]

Outputs in which ``...`` stands for something are left as they are.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from _pages import ROOT, agrees, blocks, commands, execute, pages, trimmed


def refreshed(page: str, folder: Path) -> str:
    """The page with the outputs that its commands print now."""
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    for block in blocks(page):
        if "file" in block.options:
            (folder / block.options["file"]).write_text(block.body, encoding="utf-8")
        if block.language != "console":
            continue
        body = block.body
        for command in commands(block.body):
            run = execute(command.text, folder)
            if run and not agrees(command.shown, run[1]) and not abridged(command.shown, run[1]):
                head, tail = body.split(command.typed, 1)
                printed = trimmed(run[1]) + "\n" if run[1] else ""
                body = head + command.typed + printed + tail.removeprefix(command.shown)
        page = page.replace(block.body, body, 1)
    return page


def abridged(shown: str, printed: str) -> bool:
    """Whether ``...`` stands for something, and is not what the command prints (``INPUT...``)."""
    return shown.count("...") > printed.count("...")


def main() -> None:
    chosen = [Path(name).resolve() for name in sys.argv[1:]] or pages()
    for path in chosen:
        old = path.read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as folder:
            new = refreshed(old, Path(folder))
        if new != old:
            path.write_text(new, encoding="utf-8")
            print(f"refreshed {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
