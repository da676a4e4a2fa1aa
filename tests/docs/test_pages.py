"""The runner itself: a wrong example must be seen."""

from __future__ import annotations

from pathlib import Path

import pytest
from _pages import Block, Command, agrees, blocks, commands
from test_examples import run_command, run_python

PAGE = """
Text.

```console exit=3
$ printf 'one\\ntwo\\n'
one
...
$ printf \\
> done
done
```

```toml file=recipe.toml
[a]
```
"""


def test_blocks_carry_language_options_and_line() -> None:
    console, toml = blocks(PAGE)
    assert (console.language, console.options, console.line) == ("console", {"exit": "3"}, 4)
    assert (toml.options, toml.body) == ({"file": "recipe.toml"}, "[a]\n")


def test_commands_go_with_their_output() -> None:
    first, second = commands(next(blocks(PAGE)).body)
    assert (first.text, first.shown) == ("printf 'one\\ntwo\\n'", "one\n...\n")
    assert second == Command("$ printf \\\n> done\n", "printf done", "done\n")


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        ("a\n", "a", True),
        ("a  \nb", "a\nb\n", True),
        ("a ... c", "a b\nb c", True),
        ("a\n...", "a\nb", True),
        ("", "a", False),
        ("a", "a\nb", False),
        ("a.c", "abc", False),
    ],
)
def test_agrees(shown: str, printed: str, same: bool) -> None:
    assert agrees(shown, printed) is same


def test_a_wrong_command_fails(tmp_path: Path) -> None:
    run_command(Command("$ printf a", "printf a", "a"), tmp_path, 0)
    with pytest.raises(AssertionError, match="the page shows"):
        run_command(Command("$ printf a", "printf a", "b"), tmp_path, 0)
    with pytest.raises(AssertionError, match="exit 1"):
        run_command(Command("$ false", "false", ""), tmp_path, 0)


def test_a_wrong_python_example_fails() -> None:
    run_python(Block("python", {}, ">>> 1 + 1\n2\n", 1), {}, "page")
    with pytest.raises(AssertionError, match="Expected"):
        run_python(Block("python", {}, ">>> 1 + 1\n3\n", 1), {}, "page")
    with pytest.raises(ZeroDivisionError):
        run_python(Block("python", {}, "1 / 0\n", 1), {}, "page")
