"""Labelled pairs: which articles a person holds to be copies of one another."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import Any

from attrs import frozen

from provenance.errors import EmptyInputError, InputError
from provenance.formats import delimited
from provenance.formats.records import MAX_ARTICLE_BYTES, Meter
from provenance.formats.sources import SourceFile

COLUMNS = ("a", "b", "label")
YES = ("1", "yes", "y", "true", "copy")
NO = ("0", "no", "n", "false", "independent")


@frozen
class Label:
    """A pair and whether the two share a text; ``file`` and ``line`` say where that stands."""

    a: str
    b: str
    copy: bool
    file: str | None = None
    line: int | None = None

    @property
    def pair(self) -> tuple[str, str]:
        """The ids, smaller first."""
        return (self.a, self.b) if self.a < self.b else (self.b, self.a)


def read_labels(source: str | os.PathLike[str] | Iterable[Iterable[Any]]) -> list[Label]:
    """Labels of a TSV file (CSV by its suffix) with the columns a, b, label; or of triples.

    Raises:
        InputError: the file cannot be read, a column is missing, a row or a label that cannot be
            used (file, line, field, reason).
        EmptyInputError: there is no label.
    """
    file = os.fspath(source) if isinstance(source, str | os.PathLike) else None
    labels = list(_of_file(file) if file is not None else _of_triples(source))  # type: ignore[arg-type]
    if not labels:
        raise EmptyInputError(
            "there is no label", file=file, hint="below the header, one pair a line: a, b, label"
        )
    return labels


def _of_file(file: str) -> Iterator[Label]:
    names = [suffix.lower() for suffix in Path(file).suffixes]
    source = SourceFile(file, "csv" if ".csv" in names else "tsv", 0, Path(file).stem)
    for line, row, _ in delimited.read(source, Meter(), MAX_ARTICLE_BYTES):
        if isinstance(row, InputError):
            raise row
        missing = [name for name in COLUMNS if name not in row]
        if missing:
            raise InputError(
                f"no column {missing[0]!r}; there are: {', '.join(map(repr, row))}",
                file=file,
                line=1,
                hint="begin with a header line: a, b, label, separated by tabs",
            )
        yield _label([row[name] for name in COLUMNS], file, line)


def _of_triples(triples: Iterable[Iterable[Any]]) -> Iterator[Label]:
    for number, triple in enumerate(triples, 1):
        values = list(triple)
        if len(values) != len(COLUMNS):
            raise InputError(
                f"label {number} has {len(values)} values", hint="give (a, b, label) for each pair"
            )
        yield _label(values, None, None)


def _label(values: list[Any], file: str | None, line: int | None) -> Label:
    a, b, given = values
    for name, value in (("a", a), ("b", b)):
        if not isinstance(value, str) or not value:
            raise InputError(
                f"{value!r} is not an id", file=file, line=line, field=name,
                hint="give the id of an article of the run",
            )  # fmt: skip
    word = str(int(given) if isinstance(given, bool) else given).strip().lower()
    if word not in YES + NO:
        raise InputError(
            f"{given!r} is not a label", file=file, line=line, field="label",
            hint=f"for a copy: {', '.join(YES)}; else: {', '.join(NO)}",
        )  # fmt: skip
    return Label(a, b, word in YES, file, line)


def checked(
    labels: Iterable[Label], ids: Collection[str], nearest: Callable[[str], str]
) -> list[Label]:
    """Labels fit to measure with, one a pair, sorted by pair; one that is repeated counts once.

    Args:
        labels: as read.
        ids: the articles of the run.
        nearest: what to say of an id that is not among them.

    Raises:
        InputError: an id that is not in the run, a pair of one article, two labels that contradict
            each other, or labels of one kind only.
    """
    kept: dict[tuple[str, str], Label] = {}
    for label in labels:
        _check_ids(label, ids, nearest)
        before = kept.setdefault(label.pair, label)
        if before.copy is not label.copy:
            where = f" (line {before.line})" if before.line is not None else ""
            raise InputError(
                f"{label.a!r} and {label.b!r} were labelled the other way before{where}",
                file=label.file, line=label.line, field="label", hint="keep one of the two labels",
            )  # fmt: skip
    made = sorted(kept.values(), key=lambda one: one.pair)
    copies = sum(label.copy for label in made)
    if copies in (0, len(made)):
        what = "no copy among them" if not copies else "and all are copies"
        raise InputError(
            f"{len(made)} labelled, {what}: precision and recall need both kinds",
            file=made[0].file if made else None,
            hint="add pairs of the other kind; pairs near the threshold tell the most",
        )
    return made


def _check_ids(label: Label, ids: Collection[str], nearest: Callable[[str], str]) -> None:
    for name, value in (("a", label.a), ("b", label.b)):
        if value not in ids:
            raise InputError(
                f"no article {value!r} in this run", file=label.file, line=label.line, field=name,
                hint=nearest(value),
            )  # fmt: skip
    if label.a == label.b:
        raise InputError(
            f"{label.a!r} is paired with itself", file=label.file, line=label.line,
            hint="name two articles",
        )  # fmt: skip
