"""What a newcomer calls: :func:`dedupe`, :func:`load`, :func:`compare`."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pyarrow as pa

from provenance.engines.protocol import Progress
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
from provenance.formats.intake import Intake
from provenance.kernels.contract import SIMHASH_SCHEME, TOKEN_SCHEME, minhash_scheme
from provenance.model import Article
from provenance.recipe import Recipe
from provenance.result import MANIFEST, MANIFEST_VERSION, Result, Texts
from provenance.schema import REJECTED, rows, to_article

if TYPE_CHECKING:
    from provenance.dataflow import Ledger
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
        workers: threads; changes no byte of the result.
        progress: called with stage, units done, units in all (or ``None``).

    Raises:
        InputError: a record that cannot be used (file, line, field, reason).
        UsageError: ``only`` or another argument that makes no sense, or is of a wrong type.
    """
    _check(recipe, only, workers)
    recipe = recipe or Recipe()
    reading = {"fields": fields or {}, "on_bad": on_bad, "max_article_bytes": max_article_bytes}
    paths = _paths(source)
    intake = Intake(_chunks(source, paths, reading), on_bad)

    # The kernels take half a second to load: a wrong path is told before, and load() needs none.
    from provenance import dataflow
    from provenance.engines.local import LocalEngine

    engine = LocalEngine(workers, progress) if progress else LocalEngine(workers)
    flow, articles = dataflow.run(intake, recipe, engine, only_copies=only == "copies")
    tables = dict(flow.tables)
    if on_bad == "quarantine":
        tables["rejected"] = rejected_table(intake.rejected)
        flow.ledger.counts["rejected"] = len(intake.rejected)
    manifest = {
        **_manifest(recipe, flow.ledger, engine.name, only),
        "inputs": [_input(path) for path in paths],
        "reading": reading,
    }
    return Result(tables, manifest, in_memory(articles))


def load(folder: str | Path) -> Result:
    """Open a run that was written to a folder.

    Its texts are read again from the inputs that its manifest names, if they are still there
    unchanged.

    Raises:
        UsageError: no run there. IncompatibleError: a run of another version.
    """
    return Result.load(folder, _on_disk(Path(folder)))


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


def _check(recipe: object, only: object, workers: object) -> None:
    if only not in (None, "copies"):
        raise UsageError(f"only={only!r}", hint="the one choice is only='copies'")
    if not isinstance(recipe, Recipe | None):
        raise UsageError(
            f"recipe is of type {type(recipe).__name__}, not Recipe",
            hint="read a file with Recipe.load(path), or a dict with Recipe.from_dict(settings)",
        )
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


def _input(path: str) -> dict[str, Any]:
    if path == "-":
        return {"path": path, "files": []}
    files = discover([path])
    return {
        "path": os.path.abspath(path) if not os.path.isabs(path) else path,
        "files": [
            {
                "name": f.path,
                "path": os.path.abspath(f.path),
                "size": f.size,
                "sha256": digest(f.path),
            }
            for f in files
        ],
    }


def _manifest(recipe: Recipe, ledger: Ledger, engine: str, only: Only | None) -> dict[str, Any]:
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
        "engine": engine,
        "versions": {
            "news-provenance": version("news-provenance"),
            "python": platform.python_version(),
            **{name: version(name) for name in _VERSIONED},
        },
        "counts": ledger.counts,
        "seconds": {name: round(s, 4) for name, s in ledger.seconds.items()},
        "peak_memory_mb": _peak_memory_mb(),
    }


def _peak_memory_mb() -> int | None:
    """The most memory that this process has held, in MiB; ``None`` where no one counts it."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak >> (20 if platform.system() == "Darwin" else 10)  # bytes there, else KiB


def rejected_table(rejected: Iterable[Rejected]) -> pa.Table:
    """The ``rejected`` table."""
    return pa.Table.from_pylist(
        [{"file": r.file, "line": r.line, "reason": r.reason, "raw": r.raw} for r in rejected],
        schema=REJECTED,
    )


def in_memory(batches: list[pa.RecordBatch]) -> Texts:
    """Texts of a run that was just made."""

    def find(ids: Iterable[str]) -> dict[str, Article]:
        return _pick(batches, set(ids))

    return find


def _pick(batches: Iterable[pa.RecordBatch], wanted: set[str]) -> dict[str, Article]:
    import pyarrow.compute as pc

    found: dict[str, Article] = {}
    ids = pa.array(sorted(wanted), pa.string())
    for batch in batches:
        hits = batch.filter(pc.is_in(batch.column("id"), value_set=ids))
        found |= {row["id"]: to_article(row) for row in rows(pa.Table.from_batches([hits]))}
        if len(found) == len(wanted):
            break
    return found


def _on_disk(folder: Path) -> Texts:
    """Texts of a saved run, from its inputs; none where an input is gone or has changed."""

    def find(ids: Iterable[str]) -> dict[str, Article]:
        import json

        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        files = [f for given in manifest["inputs"] for f in given["files"]]
        here = [
            f["path"]
            for f in files
            if os.path.exists(f["path"]) and digest(f["path"]) == f["sha256"]
        ]
        if not here or len(here) < len(files):
            return {}
        reading = manifest["reading"]
        # As in the run itself: of two records with one id, the first is meant.
        return _pick(Intake(open_sources(here, **reading), reading["on_bad"]), set(ids))

    return find
