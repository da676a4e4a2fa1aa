"""What a newcomer calls: :func:`dedupe`, :func:`load`, :func:`compare`."""

from __future__ import annotations

import os
import platform
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pyarrow as pa
from attrs import frozen

from provenance.engines.local import LocalEngine
from provenance.engines.protocol import Progress, silent
from provenance.errors import UsageError
from provenance.formats import (
    MAX_ARTICLE_BYTES,
    Chunk,
    OnBad,
    Rejected,
    digest,
    discover,
    from_objects,
    from_table,
    open_sources,
)
from provenance.formats.intake import Intake, foreseen
from provenance.formats.kept import Kept, Ledger
from provenance.formats.meanwhile import meanwhile
from provenance.formats.origin import Origin, origin, version_of
from provenance.formats.texts import (
    Texts,
    files_of,
    from_files,
    in_memory,
    is_same,
    on_disk,
    read_manifest,
)
from provenance.formats.work import Work, open_work
from provenance.kernels.contract import SIMHASH_SCHEME, TOKEN_SCHEME, minhash_scheme
from provenance.memory.budget import Shares, shared_out
from provenance.memory.room import Room
from provenance.memory.size import memory_size
from provenance.model import Article
from provenance.recipe import Recipe
from provenance.result import MANIFEST, MANIFEST_VERSION, Again, Result
from provenance.schema import REJECTED

if TYPE_CHECKING:
    from provenance.dataflow import Flow
    from provenance.stages.explain import Explanation

Only = Literal["copies"]

_PATHS = (str, os.PathLike)
_VERSIONED = ("attrs", "numba", "numpy", "pyarrow")


def dedupe(
    source: Any,
    *,
    recipe: Recipe | None = None,
    only: Only | None = None,
    fields: Mapping[str, str] | None = None,
    on_bad: OnBad = "stop",
    max_article_bytes: int = MAX_ARTICLE_BYTES,
    workers: int | None = None,
    progress: Progress | None = None,
    work: str | os.PathLike[str] | None = None,
    memory: int | str | None = None,
    keep_texts: bool = True,
) -> Result:
    """Find families, stories and derivations in a pile of news.

    Args:
        source: a path (file, folder, glob, ``"-"``) or a list of paths; an iterable of
            :class:`~provenance.model.Article` or dicts; a pandas, polars or Arrow table.
        recipe: settings; the default recipe if left out.
        only: ``"copies"`` answers the first question alone (same text).
        fields: our field name to theirs, where guessing does not do: ``{"text": "body"}``.
        on_bad: ``"stop"`` at the first bad record, or ``"quarantine"`` it in ``rejected``.
        max_article_bytes: the longest text allowed, in bytes of UTF-8.
        workers: processors to use, all by default; changes no byte of the result. On a large pile
            two or more are this process and helper processes; two are threads for copies alone, or
            with little ``memory``.
        progress: called with stage, units done (articles or pairs), units in all (or ``None``).
        work: a folder where finished stages are kept, and taken from if they fit; for inputs that
            are files. Some 7 kB an article; it is yours to remove.
        memory: a budget of memory, in bytes or as in ``"4GB"``, helpers included; changes no byte
            of the result. What it has no room for stands in temporary files: in the work folder,
            or where ``TMPDIR`` says, or ``/var/tmp``. All is kept in memory by default.
        keep_texts: hold the texts for :meth:`Result.explain`. Else those of files are let go, which
            takes less memory, and read again where one is asked for.

    Raises:
        InputError: a record that cannot be used (file, line, field, reason).
        UsageError: ``only`` or another argument that makes no sense, or is of a wrong type; a
            work folder that is none, or in use.
        IncompatibleError: a work folder of another version.
        EngineError: the work folder cannot be written.
    """
    _check(recipe, only, workers, work)
    recipe = recipe or Recipe()
    reading = reading_of(fields or {}, on_bad, max_article_bytes)
    workers = workers or os.cpu_count() or 1
    budget = None if memory is None else memory_size(memory)
    folder = None if work is None else os.fspath(work)
    shares = shared_out(budget, workers, folder, sparing=only == "copies")
    with _work(source, work, reading, shares.room) as kept:
        how = _How(workers, shares, progress or silent, keep_texts)
        return _dedupe(source, recipe, only, reading, how, kept)


@frozen
class _How:
    """With what a run is carried out; none of it changes a byte of the result."""

    workers: int
    shares: Shares
    progress: Progress
    keep_texts: bool

    def engine(self, progress: Progress, expected: int) -> LocalEngine:
        """The engine, for so many bytes of files."""
        return LocalEngine(self.workers, progress, expected=expected, **self.shares._asdict())


def reading_of(fields: Mapping[str, str], on_bad: OnBad, max_article_bytes: int) -> dict[str, Any]:
    """The reading options, as the manifest of a run holds them."""
    return {"fields": fields, "on_bad": on_bad, "max_article_bytes": max_article_bytes}


@contextmanager
def _work(
    source: Any, folder: str | os.PathLike[str] | None, reading: Mapping[str, Any], room: Room
) -> Iterator[tuple[Work, Origin] | None]:
    """The work folder, ours while the run lasts, and the digest of where the run starts."""
    if folder is None:
        yield None
        return
    paths = _paths(source)
    if not paths:
        raise UsageError(
            "a work folder is for inputs that are files", hint="give paths, or leave out work"
        )
    start = origin(paths, reading)
    with open_work(folder, room) as found:
        yield found, start


def _dedupe(
    source: Any,
    recipe: Recipe,
    only: Only | None,
    reading: dict[str, Any],
    how: _How,
    kept: tuple[Work, Origin] | None,
) -> Result:
    progress = how.progress
    paths = _paths(source)
    intake = Intake(_chunks(source, paths, reading), reading["on_bad"])
    found = discover(paths, report=False) if paths else []
    size = sum(one.size for one in found)
    twice = bool(found) and all(os.path.isfile(one.path) for one in found)  # can be read so
    if paths:
        progress = foreseen(progress, intake, size)
    batches: Iterable[pa.RecordBatch] = kept[1].steady(intake) if kept else intake

    digests = kept[1].digests if kept else {}
    inputs = meanwhile(lambda: [_input(path, digests) for path in paths])
    engine = how.engine(progress, 0 if kept else size)
    # The kernels take half a second to load: a wrong path is told before, and load() needs none.
    from provenance import dataflow

    flow, articles = dataflow.run(
        batches, recipe, engine, only_copies=only == "copies", progress=progress,
        keep_texts=how.keep_texts or not twice,
        kept=Kept(kept[0], kept[1].key) if kept else None,
    )  # fmt: skip
    aside = None
    if reading["on_bad"] == "quarantine":
        aside = _set_aside(intake, batches if articles is None else ())
    files = files_of({"inputs": inputs.result()})
    about = {
        "inputs": inputs.result(),
        "reading": reading,
        "work": os.path.abspath(kept[0].folder) if kept else None,
    }
    texts = from_files(files, reading) if articles is None else in_memory(articles)
    return _Made(engine, only, aside, about, texts).result(flow, recipe)


def _set_aside(intake: Intake, unread: Iterable[pa.RecordBatch]) -> pa.Table:
    """The ``rejected`` table; where features were kept from before, the records are read for it."""
    deque(unread, maxlen=0)
    return rejected_table(intake.rejected)


@frozen
class _Made:
    """What all results over one reading of the inputs share."""

    engine: LocalEngine
    only: Only | None
    aside: pa.Table | None
    about: dict[str, Any]
    texts: Texts

    def result(self, flow: Flow, recipe: Recipe) -> Result:
        """The result of a flow; it can make others, from the first half of the flow."""
        tables = dict(flow.tables)
        if self.aside is not None:
            tables["rejected"] = self.aside
            flow.ledger.counts["rejected"] = self.aside.num_rows
        manifest = _manifest(recipe, flow.ledger, self.engine, self.only) | self.about

        def again(other: Recipe) -> Result:
            from provenance import dataflow

            copies = self.only == "copies"
            made = dataflow.again(flow.prepared, other, self.engine, only_copies=copies)
            return self.result(made, other)

        return Result(tables, manifest, self.texts, again)


def load(folder: str | Path) -> Result:
    """Open a run that was written to a folder.

    Its texts are read again from the inputs that its manifest names, if they are still there
    unchanged; :meth:`Result.at` runs again over them, and takes what its work folder has kept.

    Raises:
        UsageError: no run there. IncompatibleError: a run of another version.
    """
    return Result.load(folder, on_disk(Path(folder) / MANIFEST), _run_again(Path(folder)))


def compare(a: str | Article, b: str | Article, *, recipe: Recipe | None = None) -> Explanation:
    """Explain how two texts relate, whatever the answer.

    Raises:
        InputError: an empty text. UsageError: two articles of one id.
    """
    pair = [
        one if isinstance(one, Article) else Article(id=name, text=one)
        for one, name in ((a, "a"), (b, "b"))
    ]
    if pair[0].id == pair[1].id:
        raise UsageError(f"both articles have the id {pair[0].id!r}", hint="give each its own id")
    result = dedupe(pair, recipe=recipe)
    return result.explain(pair[0].id, pair[1].id)


def _check(recipe: object, only: object, workers: object, work: object) -> None:
    if only not in (None, "copies"):
        raise UsageError(f"only={only!r}", hint="the one choice is only='copies'")
    if not isinstance(recipe, Recipe | None):
        raise UsageError(
            f"recipe is of type {type(recipe).__name__}, not Recipe",
            hint="read a file with Recipe.load(path), or a dict with Recipe.from_dict(settings)",
        )
    if not isinstance(work, str | os.PathLike | None):
        raise UsageError(f"work is of type {type(work).__name__}", hint="give a path")
    whole = isinstance(workers, int) and not isinstance(workers, bool)
    if workers is not None and not (whole and workers >= 1):  # type: ignore[operator]
        raise UsageError(
            f"workers={workers!r}", hint="give a whole number from 1, or None for all processors"
        )


def _paths(source: Any) -> list[str]:
    if isinstance(source, _PATHS):
        return [os.fspath(source)]
    if isinstance(source, list | tuple) and source and all(isinstance(s, _PATHS) for s in source):
        return [os.fspath(s) for s in source]
    return []


def _chunks(source: Any, paths: list[str], reading: Mapping[str, Any]) -> Iterator[Chunk]:
    if paths:
        return open_sources(paths, **reading)
    if isinstance(source, Article):
        raise UsageError("cannot read articles from one Article", hint="put it in a list")
    if hasattr(source, "__arrow_c_stream__") or hasattr(source, "columns"):
        return from_table(source, **reading)
    if isinstance(source, Iterable):
        return from_objects(source, **reading)
    raise UsageError(
        f"cannot read articles from {type(source).__name__}",
        hint="give a path, an iterable of Article or dict, or a pandas, polars or Arrow table",
    )


def _input(path: str, digests: Mapping[str, str]) -> dict[str, Any]:
    """What the manifest says of an input: of a pipe no file, as it can be read once only."""
    if path == "-":
        return {"path": path, "files": []}
    files = [f for f in discover([path], report=False) if os.path.isfile(f.path)]
    return {
        "path": os.path.abspath(path) if not os.path.isabs(path) else path,
        "files": [
            {
                "name": f.path,
                "path": os.path.abspath(f.path),
                "size": f.size,
                "sha256": digests.get(os.path.abspath(f.path)) or digest(f.path),
            }
            for f in files
        ],
    }


def _manifest(
    recipe: Recipe, ledger: Ledger, engine: LocalEngine, only: Only | None
) -> dict[str, Any]:
    return {
        "manifest": MANIFEST_VERSION,
        "recipe": recipe.to_dict(),
        "recipe_digest": recipe.digest,
        "only": only,
        "schemes": [
            TOKEN_SCHEME,
            minhash_scheme(recipe.fingerprints.num_perm, recipe.fingerprints.shingle_width),
            SIMHASH_SCHEME,
        ],
        "engine": engine.name,
        "versions": {
            "news-provenance": version_of("news-provenance"),
            "python": platform.python_version(),
            **{name: version_of(name) for name in _VERSIONED},
        },
        "counts": ledger.counts,
        "seconds": {name: round(s, 4) for name, s in ledger.seconds.items()},
        "reused": list(ledger.reused),
        "peak_memory_mb": engine.peak_memory_mb(),
    }


def rejected_table(rejected: Iterable[Rejected]) -> pa.Table:
    """The ``rejected`` table."""
    return pa.Table.from_pylist(
        [{"file": r.file, "line": r.line, "reason": r.reason, "raw": r.raw} for r in rejected],
        schema=REJECTED,
    )


def _run_again(folder: Path) -> Again:
    """A saved run with another recipe, from its inputs."""

    def again(recipe: Recipe) -> Result:
        manifest = read_manifest(folder / MANIFEST)
        files = files_of(manifest)
        gone = next((f["path"] for f in files if not is_same(f)), None)
        if not files or gone:
            what = f"{gone} is gone or has changed" if gone else "its inputs were not files"
            raise UsageError(
                f"{folder}: cannot be made again: {what}",
                hint="run `dedupe run` over the articles with the other threshold",
            )
        work = manifest.get("work")
        return dedupe(
            [f["path"] for f in files], recipe=recipe, only=manifest.get("only"),
            work=work if work and os.path.isdir(work) else None, **manifest["reading"],
        )  # fmt: skip

    return again
