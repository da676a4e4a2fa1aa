"""What a newcomer calls: every kind of input and output, and a clear word where it cannot be."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import made_news as news
import pandas
import polars
import pyarrow as pa
import pytest

import provenance as pv
from provenance.errors import (
    DuplicateIdError,
    EmptyInputError,
    IncompatibleError,
    InputError,
    OutputExistsError,
    UsageError,
)
from provenance.kernels.contract import MINHASH_SCHEME
from provenance.recipe import Thresholds
from provenance.schema import TABLES

RECORDS: list[dict[str, Any]] = [
    {"id": "a", "text": news.text(1), "source": "Courier", "published_at": "2026-01-05T08:00:00Z"},
    {"id": "b", "text": news.text(1), "source": "Times", "published_at": "2026-01-05T09:00:00Z"},
    {"id": "c", "text": news.edited(1), "source": None, "published_at": None},
    {"id": "d", "text": news.text(2), "source": "Times", "published_at": None},
]


def _tables(result: pv.Result) -> dict[str, list[dict[str, Any]]]:
    return {name: result.to_arrow(name).to_pylist() for name in TABLES}


@pytest.fixture(scope="module")
def result() -> pv.Result:
    return pv.dedupe(RECORDS, workers=1)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "pile.jsonl"
    path.write_text("".join(json.dumps(r) + "\n" for r in RECORDS), encoding="utf-8")
    return path


def _articles() -> list[pv.Article]:
    return [
        pv.Article(
            id=r["id"],
            text=r["text"],
            source=r["source"],
            published_at=None if r["published_at"] is None else news.at(k),
        )
        for k, r in enumerate(RECORDS)
    ]


@pytest.mark.parametrize(
    "given",
    [
        lambda: RECORDS,
        lambda: tuple(RECORDS[::-1]),
        lambda: iter(RECORDS),
        lambda: (r for r in RECORDS),
        _articles,
        lambda: [*_articles()[:2], *RECORDS[2:]],
        lambda: pandas.DataFrame(RECORDS),
        lambda: pandas.DataFrame(RECORDS, index=[7, 7, 8, 9]),
        lambda: polars.DataFrame(RECORDS),
        lambda: pa.Table.from_pylist(RECORDS),
        lambda: pa.RecordBatch.from_pylist(RECORDS),
        lambda: pa.Table.from_pylist(RECORDS).to_reader(max_chunksize=1),
    ],
    ids=[
        "dicts", "tuple", "iterator", "generator", "articles", "mixed", "pandas", "pandas index",
        "polars", "arrow", "batch", "reader",
    ],
)  # fmt: skip
def test_every_kind_of_object_gives_the_same_result(given: Any, result: pv.Result) -> None:
    assert _tables(pv.dedupe(given(), workers=2)) == _tables(result)


def test_a_path_and_a_list_of_paths(file: Path, result: pv.Result, tmp_path: Path) -> None:
    for given in (file, str(file), [file], [str(file)], (file,), str(tmp_path / "*.jsonl")):
        assert _tables(pv.dedupe(given, workers=1)) == _tables(result)
    one, two = tmp_path / "one.jsonl", tmp_path / "two.jsonl"
    one.write_text("".join(json.dumps(r) + "\n" for r in RECORDS[:1]))
    two.write_text("".join(json.dumps(r) + "\n" for r in RECORDS[1:]))
    both = pv.dedupe([one, two], workers=1)
    assert _tables(both) == _tables(result)
    assert [i["path"] for i in both.manifest["inputs"]] == [str(one), str(two)]


def test_fields_that_are_named_otherwise(result: pv.Result) -> None:
    renamed = [{"key": r["id"], "prose": r["text"], "who": r["source"],
                "published_at": r["published_at"]} for r in RECORDS]  # fmt: skip
    fields = {"id": "key", "text": "prose", "source": "who"}
    assert _tables(pv.dedupe(renamed, fields=fields, workers=1)) == _tables(result)


def test_what_it_found(result: pv.Result) -> None:
    assert [(m.b, m.relation.value) for m in result.matches("a")] == [
        ("b", "duplicate"), ("c", "near_duplicate"),
    ]  # fmt: skip
    assert {(m.a, m.b) for m in result.copies()} >= {("a", "b"), ("a", "c")}
    assert not list(result.matches("d"))
    assert result.match("b", "a") == result.match("a", "b") is not None
    assert result.match("a", "d") is None
    (b,) = [row for row in result.articles() if row.id == "b"]
    assert (b.representative, b.role.value) == ("a", "copy")
    first, *rest = result.stories()
    assert first.size == 3
    assert [s.size for s in rest] == [1]
    assert first.sources == ("Courier", "Times")
    assert repr(result).startswith("<Result: 4 articles, ")
    assert result.manifest["counts"]["articles"] == 4


def test_only_copies_says_nothing_else() -> None:
    found = pv.dedupe(
        [*RECORDS, {"id": "r", "text": news.retold(1)}],
        only="copies",
        recipe=pv.Recipe(thresholds=Thresholds(copy=0.01, same_story=0.01)),
    )
    assert {m.relation.value for m in found.matches()} <= {
        "duplicate", "near_duplicate", "excerpt",
    }  # fmt: skip
    assert not any("r" in (m.a, m.b) for m in found.matches())
    assert found.manifest["only"] == "copies"


def test_the_recipe_is_used_and_kept() -> None:
    strict = pv.Recipe(thresholds=Thresholds(near_duplicate=1, excerpt=1, copy=0.999))
    found = pv.dedupe(RECORDS, recipe=strict, workers=1)
    assert found.manifest["recipe_digest"] == strict.digest
    assert [m.relation.value for m in found.copies()] == ["duplicate"]


def test_progress_is_told() -> None:
    heard: list[tuple[str, int, int | None]] = []
    pv.dedupe(RECORDS, workers=1, progress=lambda *given: heard.append(given))
    assert {stage for stage, _, _ in heard} >= {"read", "clean", "fingerprint", "verify"}


def test_as_frames(result: pv.Result) -> None:
    for name in TABLES:
        rows = result.to_arrow(name).num_rows
        assert len(result.to_pandas(name)) == rows
        assert result.to_polars(name).height == rows
    assert result.to_polars().get_column("id").to_list() == ["a", "b", "c", "d"]
    assert result.to_pandas()["id"].tolist() == ["a", "b", "c", "d"]
    with pytest.raises(UsageError, match="there are: articles, matches"):
        result.to_arrow("rejected")


@pytest.mark.parametrize("package", ["pandas", "polars"])
def test_a_frame_whose_package_is_missing(package: str, tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "class Missing:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        f"        if name == {package!r}: raise ModuleNotFoundError(name)\n"
        "sys.meta_path.insert(0, Missing())\n"
        "import provenance as pv\n"
        "result = pv.dedupe([{'id': 'a', 'text': 'Some words.'}])\n"
        "assert result.to_arrow().num_rows == 1\n"
        f"try: result.to_{package}()\n"
        "except pv.MissingExtraError as error: print(error, error.exit_code)\n"
    )
    out = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path
    ).stdout
    assert f"needs the package '{package}'" in out
    assert f"pip install {package} 5" in out


@pytest.mark.parametrize("format", ["parquet", "jsonl", "csv"])
def test_a_run_is_written_and_loaded(format: Any, file: Path, tmp_path: Path) -> None:
    made = pv.dedupe(file, workers=1)
    folder = made.write(tmp_path / "out", format)
    found = pv.load(folder)
    assert _tables(found) == _tables(made)
    assert found.manifest == made.manifest
    assert found.explain("a", "c") == made.explain("a", "c")
    assert found.texts(["a"])["a"].text == RECORDS[0]["text"]
    with pytest.raises(OutputExistsError):
        made.write(folder, format)
    made.write(folder, format, overwrite=True)


def test_a_loaded_run_does_without_texts_that_changed(file: Path, tmp_path: Path) -> None:
    made = pv.dedupe(file, workers=1)
    folder = made.write(tmp_path / "out")
    file.write_text(file.read_text().replace('"a"', '"q"'))
    found = pv.load(folder)
    assert found.texts(["a", "c"]) == {}
    explained = found.explain("a", "c")
    assert explained.aligned == ()
    assert explained.evidence == made.explain("a", "c").evidence
    file.unlink()
    assert pv.load(folder).texts(["a"]) == {}


@pytest.mark.parametrize("only", [None, "copies"])
def test_texts_that_were_let_go_are_read_again(only: Any, file: Path) -> None:
    lean, full = (pv.dedupe(file, only=only, keep_texts=keep) for keep in (False, True))
    assert _tables(lean) == _tables(full)
    assert str(lean.explain("a", "c")) == str(full.explain("a", "c"))
    file.write_bytes(file.read_bytes() + b"\n")  # another file now: its texts are not those
    assert not lean.explain("a", "c").aligned
    assert full.explain("a", "c").aligned


def test_what_cannot_be_read_again_is_held() -> None:
    held = pv.dedupe(iter(RECORDS), keep_texts=False)
    assert held.explain("a", "c").aligned


def test_what_is_no_run_is_refused(file: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not a finished run"):
        pv.load(tmp_path)
    folder = pv.dedupe(file, workers=1).write(tmp_path / "out")
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps({**manifest, "manifest": 999}))
    with pytest.raises(IncompatibleError, match="another version"):
        pv.load(folder)
    (folder / "manifest.json").write_text("{")
    with pytest.raises(UsageError, match="not a finished run"):
        pv.load(folder)


def test_the_manifest_tells_how_it_was_made(file: Path, tmp_path: Path) -> None:
    manifest = pv.dedupe(file, workers=1).manifest
    assert manifest["recipe_digest"] == pv.Recipe().digest
    assert pv.Recipe.from_dict(manifest["recipe"]) == pv.Recipe()
    (given,) = manifest["inputs"]
    assert given["files"][0]["size"] == file.stat().st_size
    assert manifest["engine"] == "local"
    assert MINHASH_SCHEME in manifest["schemes"]
    assert 1 < manifest["peak_memory_mb"] < 100_000
    assert set(manifest["seconds"]) >= {"read", "clean", "fingerprint", "verify", "cluster"}
    shutil.copy(file, tmp_path / "copy.jsonl")
    again = pv.dedupe(tmp_path / "copy.jsonl", workers=1).manifest
    assert again["inputs"][0]["files"][0]["sha256"] == given["files"][0]["sha256"]


def test_the_manifest_names_the_scheme_of_its_recipe(file: Path) -> None:
    recipe = pv.Recipe.from_dict({"fingerprints": {"num_perm": 256, "shingle_width": 3}})
    schemes = pv.dedupe(file, recipe=recipe, only="copies", workers=1).manifest["schemes"]
    assert "minhash-affine32-k256-w3@1" in schemes
    assert MINHASH_SCHEME not in schemes


def test_compare_explains_a_pair_whatever_the_answer() -> None:
    same = pv.compare(news.text(1), news.edited(1))
    assert same.match is not None and same.match.relation.is_copy
    assert (same.a, same.b) == ("a", "b")
    assert same.aligned
    other = pv.compare(news.text(1), news.text(2))
    assert other.match is None
    assert other.base + sum(e.weight for e in other.evidence) < -3  # and it says why not
    named = pv.compare(pv.Article(id="z", text="One."), pv.Article(id="y", text="Two."))
    assert (named.a, named.b) == ("y", "z")
    with pytest.raises(UsageError, match="both articles have the id 'z'"):
        pv.compare(pv.Article(id="z", text="One."), pv.Article(id="z", text="Two."))
    with pytest.raises(InputError, match="empty text"):
        pv.compare("", news.text(1))
    assert pv.compare("...", news.text(1)).match is None


def test_explain_and_trace_know_the_ids(result: pv.Result) -> None:
    explained = result.explain("c", "a")
    assert (explained.a, explained.b) == ("a", "c")
    assert explained.match == result.match("a", "c")
    assert set(explained.texts) == {"a", "c"}
    assert result.trace("b").article.id == "b"
    long = pv.dedupe([{"id": "article-1", "text": "Words."}, {"id": "x", "text": "Others."}])
    for call in (lambda: long.explain("artcle-1", "x"), lambda: long.trace("artcle-1")):
        with pytest.raises(UsageError, match="did you mean 'article-1'"):
            call()


def _nothing() -> Iterator[dict[str, str]]:
    yield from ()


@pytest.mark.parametrize(
    ("given", "options", "error", "words"),
    [
        (5, {}, UsageError, "cannot read articles from int"),
        ([], {}, EmptyInputError, "no record"),
        (_nothing(), {}, EmptyInputError, "no record"),
        ([1, 2], {}, InputError, "an Article or a mapping is needed"),
        ([{"id": "a"}], {}, InputError, "line 1"),
        ([{"id": "a", "text": "x"}] * 2, {}, DuplicateIdError, "the id 'a' is taken"),
        ([{"id": "a", "text": "x"}], {"only": "stories"}, UsageError, "only='copies'"),
        ([{"id": "a", "text": "x"}], {"recipe": {}}, UsageError, "Recipe.from_dict"),
        ([{"id": "a", "text": "x"}], {"recipe": "r.toml"}, UsageError, "Recipe.load"),
        ([{"id": "a", "text": "x"}], {"workers": 0}, UsageError, "whole number from 1"),
        ([{"id": "a", "text": "x"}], {"workers": 1.5}, UsageError, "whole number from 1"),
        ([{"id": "a", "text": "x"}], {"on_bad": "skip"}, UsageError, "on_bad"),
        (pv.Article(id="a", text="x"), {}, UsageError, "put it in a list"),
        ({"id": "a", "text": "x"}, {}, UsageError, "put it in a list"),
        ("no/such/file.jsonl", {}, InputError, "no/such/file.jsonl"),
        ([{"id": "a", "text": "x" * 100}], {"max_article_bytes": 10}, InputError, "10"),
    ],
)
def test_what_cannot_be_read_is_said(
    given: Any, options: dict[str, Any], error: type[Exception], words: str
) -> None:
    with pytest.raises(error) as caught:
        pv.dedupe(given, **{"workers": 1, **options})
    assert words in str(caught.value)


def test_bad_records_are_set_aside_and_counted() -> None:
    bad = [{"id": "e"}, {"id": "a", "text": "again"}]
    found = pv.dedupe([*RECORDS, *bad], on_bad="quarantine", workers=1)
    assert found.to_arrow("rejected").num_rows == found.manifest["counts"]["rejected"] == 2
    assert [row.id for row in found.articles()] == ["a", "b", "c", "d"]
    assert all(row["reason"] for row in found.to_arrow("rejected").to_pylist())
    none = pv.dedupe([{"id": "e"}], on_bad="quarantine", workers=1)
    assert (none.articles(), none.stories(), none.derivations()) == ([], [], [])
    assert none.to_arrow("rejected").num_rows == 1


def test_articles_are_never_altered() -> None:
    text = f"Headline\nBy Staff, Agencies\n{news.text(1)}\n{news.DISCLOSURE}\nRelated Articles\nX"
    article = pv.Article(id="a", text=text, extra={"k": [1]})
    before = attrs.asdict(article)
    found = pv.dedupe([article, *RECORDS[3:]], workers=1)
    assert attrs.asdict(article) == before
    assert found.texts(["a"])["a"].text == text
    assert found.texts(["a"])["a"].extra == {"k": [1]}
    (row,) = [r for r in found.articles() if r.id == "a"]
    assert row.n_boilerplate_words > 0
