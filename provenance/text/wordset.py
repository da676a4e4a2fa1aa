"""Word tables are written as plain text and read once; patterns are compiled when they are used."""

from __future__ import annotations

import re
from functools import cache


def words(text: str) -> frozenset[str]:
    """The words of ``text``, parted by white space, as a set."""
    return frozenset(text.split())


def entries(text: str) -> frozenset[str]:
    """The entries of ``text``, parted by commas, with single spaces, as a set."""
    return frozenset(" ".join(entry.split()) for entry in text.split(","))


@cache
def compiled(regex: str, flags: re.RegexFlag = re.I) -> re.Pattern[str]:
    """A pattern, when it is first asked for. Many large ones are not used in a short run."""
    return re.compile(regex, flags)
