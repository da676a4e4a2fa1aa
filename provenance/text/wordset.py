"""Word tables are written as plain text and read once."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """The words of ``text``, parted by white space, as a set."""
    return frozenset(text.split())


def entries(text: str) -> frozenset[str]:
    """The entries of ``text``, parted by commas, with single spaces, as a set."""
    return frozenset(" ".join(entry.split()) for entry in text.split(","))
