"""Text from outside made fit for a terminal, and streams that can take any text."""

from __future__ import annotations

import io
import os
import re
import sys

MOST = 200
"""The longest id, title or outlet shown whole, in characters."""

# Controls could move the cursor or colour the screen, line ends break a tree, marks of direction
# turn what follows, and lone surrogates cannot be encoded.
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def _escaped(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode("ascii")


def plain(text: str, most: int = MOST) -> str:
    r"""One line that only prints: controls as ``\x1b``, and a long text cut."""
    cut = text if len(text) <= most else f"{text[: most - 3]}..."
    return _UNFIT.sub(_escaped, cut)


def plain_lines(text: str) -> str:
    """The same for a message of several lines; nothing is cut."""
    return "\n".join(_UNFIT.sub(_escaped, line) for line in text.split("\n"))


def ready_streams() -> None:
    """Make both output streams take any text, whatever the locale; a closed one swallows it."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def utf8_output() -> None:
    """Write standard output as UTF-8, as JSON asks for, whatever the locale."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
