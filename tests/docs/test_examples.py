"""Every example of the README and of ``docs/`` does what the page says.

The blocks of a page run in order, in one new folder that holds a copy of ``seeds/``:

- ``console``: each ``$`` line runs and must print what is shown (standard output and standard
  error together; ``...`` stands for anything) and exit with 0, or with N after ``exit=N``.
  ``make demo`` stands for what it runs; other ``make``, ``git`` and ``pip`` lines are not run.
- ``python``: runs; with ``>>>`` prompts, the results shown are compared as doctest does it.
- any block with ``file=NAME``: is written to that file.

``python tests/docs/refresh.py`` writes the outputs of ``console`` blocks anew; read the difference.
"""

from __future__ import annotations

import doctest
import shutil
from pathlib import Path
from typing import Any

import pytest
from _pages import ROOT, Block, Command, agrees, blocks, commands, execute, pages


def run_console(block: Block, folder: Path) -> None:
    for command in commands(block.body):
        run_command(command, folder, int(block.options.get("exit", "0")))


def run_command(command: Command, folder: Path, wanted: int) -> None:
    run = execute(command.text, folder)
    if run is None:
        return
    code, printed = run
    assert code == wanted, f"$ {command.text}\nexit {code}\n{printed}"
    assert agrees(command.shown, printed), (
        f"$ {command.text}\n--- the page shows\n{command.shown}\n--- it prints\n{printed}"
    )


def run_python(block: Block, names: dict[str, Any], where: str) -> None:
    if ">>>" not in block.body:
        exec(compile("\n" * block.line + block.body, where, "exec"), names)
        return
    test = doctest.DocTestParser().get_doctest(block.body, names, where, where, block.line)
    wrong: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    runner.run(test, out=wrong.append, clear_globs=False)
    assert not wrong, "".join(wrong)
    names.update(test.globs)


@pytest.mark.parametrize("page", pages(), ids=lambda p: str(p.relative_to(ROOT)))
def test_page(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {"__name__": "__main__"}
    for block in blocks(page.read_text(encoding="utf-8")):
        if "file" in block.options:
            (tmp_path / block.options["file"]).write_text(block.body, encoding="utf-8")
        elif block.language == "console":
            run_console(block, tmp_path)
        elif block.language == "python":
            run_python(block, names, str(page))
