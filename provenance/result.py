"""A finished run: its tables, as objects and as Arrow, and where its texts are."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import pyarrow as pa
import pyarrow.compute as pc

from provenance.errors import IncompatibleError, MissingExtraError, UsageError
from provenance.formats import atomic_file, atomic_folder, read_table, refuse_inputs, write_tables
from provenance.formats.texts import Texts
from provenance.formats.write import TableFormat
from provenance.model import Article, ArticleRow, Derivation, Match, Relation, Story
from provenance.recipe import Recipe
from provenance.schema import (
    TABLES,
    among,
    rows,
    to_article_row,
    to_derivation,
    to_match,
    to_story,
)
from provenance.stages.lineage import Lineage, trace

if TYPE_CHECKING:
    from provenance.stages.explain import Explanation
    from provenance.stages.tuning import Tuning

MANIFEST = "manifest.json"
MANIFEST_VERSION = 1
_NEEDED = ("counts", "inputs", "reading", "recipe")
_SEARCHED = 20_000  # ids looked through for a near one: comparing them is slow
_LONG_ID = 200

Again = Callable[[Recipe], "Result"]
"""The same run with other thresholds."""


class Result:
    """What a run found.

    Args:
        tables: ``articles``, ``matches``, ``derivations``, ``stories`` (and ``rejected``).
        manifest: recipe, versions, counts, seconds by stage.
        texts: where the texts are, for :meth:`explain`.
        again: makes the run anew, for :meth:`at`.
    """

    def __init__(
        self,
        tables: Mapping[str, pa.Table],
        manifest: Mapping[str, Any],
        texts: Texts,
        again: Again | None = None,
    ) -> None:
        self._tables = dict(tables)
        self._texts = texts
        self._again = again
        self.manifest = dict(manifest)

    def __repr__(self) -> str:
        counts = ", ".join(f"{t.num_rows} {name}" for name, t in self._tables.items())
        return f"<Result: {counts}>"

    def articles(self) -> list[ArticleRow]:
        """What the run says of each article, sorted by id."""
        return [to_article_row(row) for row in rows(self._tables["articles"])]

    def stories(self) -> list[Story]:
        """The stories, largest first, then by name."""
        found = [to_story(row) for row in rows(self._tables["stories"])]
        return sorted(found, key=lambda s: (-s.size, s.story))

    def matches(self, *ids: str) -> Iterator[Match]:
        """Verified pairs, sorted; with ids, those that touch one of them."""
        table = self._tables["matches"]
        if ids:
            wanted = pa.array(ids, pa.string())
            touches = [pc.is_in(table.column(c), value_set=wanted) for c in ("a", "b")]
            table = table.filter(pc.or_(*touches))
        return (to_match(row) for row in rows(table))

    def derivations(self) -> list[Derivation]:
        """Which article probably came from which, sorted by the derived article."""
        return [to_derivation(row) for row in rows(self._tables["derivations"])]

    def match(self, a: str, b: str) -> Match | None:
        """The match of two articles in either order, if there is one."""
        self._check(a, b)
        table = self._tables["matches"]
        first, second = sorted((a, b))
        both = pc.and_(pc.equal(table.column("a"), first), pc.equal(table.column("b"), second))
        return next((to_match(row) for row in rows(table.filter(both))), None)

    def explain(self, a: str, b: str) -> Explanation:
        """Why two articles were or were not matched: evidence, and aligned sentences.

        Raises:
            UsageError: an id that is not in the run (with the nearest one), or one id twice.
        """
        self._check(a, b)
        if a == b:
            raise UsageError(f"{a!r} is named twice", hint="name two articles")
        from provenance.stages.explain import explain

        first, second = sorted((a, b))
        match, texts = self.match(a, b), self.texts((first, second))
        edges = self._between(first, second)
        if match is not None:
            return explain(first, second, match, edges, texts)
        recipe = Recipe.from_dict(self.manifest["recipe"], where=MANIFEST)
        return explain(
            first, second, None, edges, texts, self._standing(first, second),
            recipe=recipe, only_copies=self.manifest.get("only") == "copies",
        )  # fmt: skip

    def _between(self, *pair: str) -> list[Derivation]:
        """The derivations of one from the other, or of both from one source."""
        edges = [*map(to_derivation, rows(among(self._tables["derivations"], "derived", pair)))]
        sources = [d.source for d in edges]
        return [d for d in edges if d.source in pair or sources.count(d.source) > 1]

    def _standing(self, a: str, b: str) -> str:
        """How two articles without a match of their own stand to each other."""
        first, second = rows(among(self._tables["articles"], "id", (a, b)))
        if first["family"] == second["family"]:
            return f"one family, each compared with others of it ({first['representative']})"
        if first["story"] == second["story"]:
            return "one story, told of by way of others: no row of their own was written"
        return "no match: nothing links these two"

    def tune(self, labels: str | os.PathLike[str] | Iterable[Iterable[Any]]) -> Tuning:
        """Precision and recall against ``thresholds.copy``, on labels of one's own.

        Args:
            labels: a TSV or CSV file with the columns a, b, label; or triples of the same: two ids,
                and 1 or 0, yes or no, copy or independent.

        Raises:
            InputError: a label that cannot be used (file, line, field, reason).
            UsageError: the run looked for no rewrites (``only="copies"``).
        """
        from provenance.formats.labels import checked, read_labels
        from provenance.stages.judge import judge

        self._refuse_only_copies()
        recipe = Recipe.from_dict(self.manifest["recipe"], where="the recipe of the run")
        kept = checked(read_labels(labels), self._ids, lambda name: _nearest(name, self._ids))
        return judge({one.pair: one.copy for one in kept}, self._tables, self.texts, recipe)

    def at(self, threshold: float) -> Result:
        """What a run with another ``thresholds.copy`` would find: equal to it in every table.

        A result that was just made holds the fingerprints and candidates, some 7 kB an article,
        and takes them; one that was loaded reads its inputs again, unless the run kept its stages
        (``work``).

        Args:
            threshold: the probability of a shared text ancestry from which a pair is a rewrite.

        Raises:
            RecipeError: a threshold that cannot be.
            UsageError: the run looked for no rewrites (``only="copies"``), or its inputs are gone.
        """
        self._refuse_only_copies()
        recipe = Recipe.from_dict(self.manifest["recipe"], where="the recipe of the run")
        other = recipe.with_copy(threshold)
        if self._again is None:
            raise UsageError(
                "this result does not know how it was made", hint="use pv.dedupe or pv.load"
            )
        return self._again(other)

    def _refuse_only_copies(self) -> None:
        if self.manifest.get("only"):
            raise UsageError(
                "the run looked for copies alone, and thresholds.copy is about rewrites",
                hint="run again without --only copies",
            )

    def trace(self, id: str) -> Lineage:
        """The ancestors and descendants of one article.

        Raises:
            UsageError: an id that is not in the run (with the nearest one).
        """
        self._check(id)
        return trace(id, self.articles(), self.derivations())

    def texts(self, ids: Iterable[str]) -> dict[str, Article]:
        """The articles of some ids with their texts; those out of reach are left out."""
        return self._texts(ids)

    def inputs(self) -> list[str]:
        """The files that the run read, as absolute paths; none for standard input and objects."""
        return [f["path"] for given in self.manifest["inputs"] for f in given["files"]]

    def table(self, name: str) -> pa.Table:
        """One of the tables.

        Raises:
            UsageError: no such table.
        """
        if name not in self._tables:
            raise UsageError(f"no table {name!r}", hint=f"there are: {', '.join(self._tables)}")
        return self._tables[name]

    def to_arrow(self, table: str = "articles") -> pa.Table:
        """A table of the run as :class:`pyarrow.Table`."""
        return self.table(table)

    def to_pandas(self, table: str = "articles") -> Any:
        """A table of the run as a pandas data frame.

        Raises:
            MissingExtraError: pandas is not installed.
        """
        try:
            import pandas  # noqa: F401
        except ImportError as err:
            raise MissingExtraError("to_pandas()", "pandas") from err
        return self.table(table).to_pandas()

    def to_polars(self, table: str = "articles") -> Any:
        """A table of the run as a polars data frame.

        Raises:
            MissingExtraError: polars is not installed.
        """
        try:
            import polars
        except ImportError as err:
            raise MissingExtraError("to_polars()", "polars") from err
        return polars.from_arrow(self.table(table))

    def write(
        self, folder: str | Path, format: TableFormat = "parquet", *, overwrite: bool = False
    ) -> Path:
        """Write all tables and ``manifest.json``: all or nothing.

        Raises:
            OutputExistsError: the folder exists and ``overwrite`` is false.
            UsageError: an input of the run is in the folder, and would go with it.
            EngineError: the disk is full or refuses.
        """
        target = Path(folder)
        refuse_inputs(target, self.inputs())
        with atomic_folder(target, overwrite) as temporary:
            write_tables(self._tables, temporary, format)
            text = json.dumps(self.manifest, indent=2, sort_keys=True, ensure_ascii=False)
            # A file name that is no UTF-8 holds lone surrogates: backslashed they are JSON escapes.
            data = f"{text}\n".encode("utf-8", "backslashreplace")
            (temporary / MANIFEST).write_bytes(data)
        return target

    def export(
        self,
        to: str,
        path: str | os.PathLike[str] | BinaryIO,
        *,
        story: str | None = None,
        article: str | None = None,
        overwrite: bool = False,
    ) -> None:
        """Write the run, or a part of it, in a format that others read; never half a file.

        Args:
            to: ``prov-json``, ``prov-n``, ``prov-xml``, ``graphml``, ``dot``, ``jsonld`` or
                ``ninjs``.
            path: a file, or a binary stream that is open.
            story: id of a story; only that is exported.
            article: id of an article; only that, its ancestors and its descendants.
            overwrite: replace the file if it exists.

        Raises:
            UsageError: no such format, story or article, or the file is an input of the run.
            OutputExistsError: the file exists and ``overwrite`` is false.
            MissingExtraError: the format needs a package that is not installed.
            EngineError: the disk is full or refuses.
        """
        from provenance.formats.export import export, select

        if article is not None:
            self._check(article)
        chosen = select(self._tables, self.manifest, story=story, article=article)
        if not isinstance(path, str | os.PathLike):
            export(chosen, to, path)
            return
        refuse_inputs(path, self.inputs())
        with atomic_file(path, overwrite) as temporary, open(temporary, "wb") as file:
            export(chosen, to, file)

    @classmethod
    def load(cls, folder: str | Path, texts: Texts, again: Again | None = None) -> Result:
        """Read a run that :meth:`write` wrote.

        Raises:
            UsageError: the folder holds no run.
            IncompatibleError: a run of a version that this one does not read.
        """
        path = Path(folder) / MANIFEST
        try:
            manifest = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as err:
            raise UsageError(
                f"{folder}: not a finished run (no readable {MANIFEST})",
                hint="give the folder that `dedupe run -o FOLDER` wrote",
            ) from err
        _check_manifest(manifest, path)
        names = [*TABLES, "rejected"] if "rejected" in manifest["counts"] else list(TABLES)
        return cls({name: read_table(Path(folder), name) for name in names}, manifest, texts, again)

    @cached_property
    def _ids(self) -> frozenset[str]:
        return frozenset(self._tables["articles"].column("id").to_pylist())

    def _check(self, *ids: str) -> None:
        for name in ids:
            if name not in self._ids:
                raise UsageError(f"no article {name!r} in this run", hint=_nearest(name, self._ids))

    def copies(self) -> Iterator[Match]:
        """The matches that claim a shared text ancestry."""
        return (m for m in self.matches() if Relation(m.relation).is_copy)


def _check_manifest(manifest: Any, path: Path) -> None:
    """Refuse a file that is not the manifest of a run, whole and of this version."""
    if not isinstance(manifest, dict) or "manifest" not in manifest:
        raise UsageError(
            f"{path}: not the manifest of a run",
            hint="give the folder that `dedupe run -o FOLDER` wrote",
        )
    if manifest["manifest"] != MANIFEST_VERSION:
        raise IncompatibleError(
            f"{path}: written by another version of this library", hint="run `dedupe run` again"
        )
    missing = [key for key in _NEEDED if key not in manifest]
    if missing:
        raise IncompatibleError(
            f"{path}: lacks {', '.join(missing)}", hint="run `dedupe run` again"
        )


def _nearest(name: str, ids: Iterable[str]) -> str:
    """Ids that begin as the name does; else such as look like it, in a pile of some thousands."""
    import difflib
    from itertools import islice

    close = sorted(one for one in ids if name and one.startswith(name))[:3]
    if not close and len(name) <= _LONG_ID:
        near = (one for one in sorted(ids) if len(one) <= _LONG_ID)
        close = difflib.get_close_matches(name, list(islice(near, _SEARCHED)), n=3, cutoff=0.4)
    return f"did you mean {' or '.join(map(repr, close))}?" if close else "check the id"
