"""Every fault that a user can cause, as one small tree.

    ProvenanceError                 exit code 1 (never raised itself)
    ├── UsageError                  2   the request makes no sense as it stands
    │   └── OutputExistsError       2   the output folder is there already
    ├── InputError                  3   the input is bad: file, line, field, reason
    │   ├── DuplicateIdError        3   two records share an id
    │   └── EmptyInputError         3   there is nothing to read
    ├── IncompatibleError           4   recipe, scheme or saved run do not fit each other
    │   └── RecipeError             4   a recipe has a setting that cannot be
    └── EngineError                 5   an engine failed, or could not write
        └── MissingExtraError       5   an optional package is not installed

Each message says what is wrong, where, and what to do about it.
"""

from __future__ import annotations

from typing import ClassVar


class ProvenanceError(Exception):
    """Base of all errors that this library raises on purpose.

    Attributes:
        exit_code: what ``dedupe`` exits with.
        hint: what to do about it, or ``None``.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n  {self.hint}" if self.hint else self.message


class UsageError(ProvenanceError):
    """The request makes no sense as it stands: an unknown id, a missing argument."""

    exit_code = 2


class OutputExistsError(UsageError):
    """The output folder exists; nothing was written."""


class InputError(ProvenanceError):
    """A record or a file cannot be used.

    Attributes:
        file: the file as the user named it, ``"-"`` for standard input, or ``None``.
        line: line (from 1) for line formats, row (from 1) for tables, or ``None``.
        field: the name of the field at fault, or ``None``.
        reason: the message without its place.
    """

    exit_code = 3

    def __init__(
        self,
        reason: str,
        *,
        file: str | None = None,
        line: int | None = None,
        field: str | None = None,
        hint: str | None = None,
    ) -> None:
        where = ", ".join(
            part
            for part in (
                file,
                f"line {line}" if line is not None else None,
                f"field {field!r}" if field is not None else None,
            )
            if part
        )
        super().__init__(f"{where}: {reason}" if where else reason, hint=hint)
        self.reason = reason
        self.file = file
        self.line = line
        self.field = field


class DuplicateIdError(InputError):
    """Two records share an id; the message names both places."""


class EmptyInputError(InputError):
    """There is nothing to read: no file, an empty file, an empty folder."""


class IncompatibleError(ProvenanceError):
    """Two things do not fit each other: a scheme, a saved run, a foreign fingerprint."""

    exit_code = 4


class RecipeError(IncompatibleError):
    """A recipe names a setting that does not exist or a value that cannot be."""


class EngineError(ProvenanceError):
    """The engine failed at a stage, or the result could not be written."""

    exit_code = 5


class MissingExtraError(EngineError):
    """A feature needs a package that the base install leaves out."""

    def __init__(self, feature: str, package: str, extra: str | None = None) -> None:
        target = f"'news-provenance[{extra}]'" if extra else package
        super().__init__(
            f"{feature} needs the package {package!r}, which is not installed",
            hint=f"pip install {target}",
        )
