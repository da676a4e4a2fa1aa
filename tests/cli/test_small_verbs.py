"""Help, versions, recipes and comparing: what needs no pile."""

from __future__ import annotations

from pathlib import Path

import pytest
from _dedupe import COMET, FERRY, dedupe, refused

from provenance.cli import entry

VERBS = ("run", "explain", "trace", "compare", "keep", "tune", "export", "recipe", "info")


@pytest.mark.parametrize("words", [[], *([v] for v in VERBS), ["recipe", "show"]])
def test_every_verb_has_help(words: list[str]) -> None:
    done = dedupe(*words, "--help")
    assert done.code == 0
    assert done.err == ""
    assert done.out.startswith("Usage: dedupe ")
    assert "-h, --help" in done.out
    if not words:
        assert all(f"\n  {verb} " in done.out for verb in VERBS)
    elif words != ["recipe"]:
        assert "Example" in done.out


def test_version() -> None:
    from importlib.metadata import version

    assert dedupe("--version") == (0, f"dedupe {version('news-provenance')}\n", "")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("rum x", "did you mean 'run'"),
        ("zzz", "there are: run, explain, trace, compare, keep, tune, export, recipe, info"),
        ("run x --fromat csv", "'--format'"),
        ("run x --format xml", "'parquet', 'jsonl', 'csv'"),
        ("run x --on-bad skip", "'stop', 'quarantine'"),
        ("run x --only rewrites", "'copies'"),
        ("run x --workers 0", "x>=1"),
        ("run x --top -1", "x>=0"),
        ("run x --field body", "text=body"),
        ("run", "INPUT"),
        ("explain out one", "Missing argument 'B'"),
        ("keep out --policy newest", "'original', 'earliest', 'longest'"),
        ("recipe shwo", "'show'"),
        ("compare one", "takes 2 values"),
    ],
)
def test_a_wrong_command_is_told_the_right_one(words: str, said: str) -> None:
    done = dedupe(*words.split())
    assert (done.code, done.out) == (2, "")
    assert said in done.err


@pytest.mark.parametrize(
    ("verb", "then"), [("run", "-v shows where"), ("info", "please report it")]
)
def test_a_fault_of_the_program_is_owned(
    verb: str, then: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Only ``run`` has the option that its hint may name."""

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("oh")

    monkeypatch.setattr(entry.dedupe, "main", broken)
    assert entry.outcome([verb]) == 5
    told = capsys.readouterr().err
    assert "(RuntimeError: oh)" in told
    assert told.endswith(f"a fault of the program; {then}\n")


def test_recipes(tmp_path: Path) -> None:
    shown = dedupe("recipe", "show")
    assert shown.code == 0
    mine = tmp_path / "mine.toml"
    mine.write_text(shown.out, encoding="utf-8")
    good = dedupe("recipe", "check", mine)
    assert good.code == 0
    assert good.out.startswith(f"{mine}: good, digest ")
    assert dedupe("recipe", "show", mine).out == shown.out
    mine.write_text("[thresholds]\ncopi = 0.4\n")
    for words in (["recipe", "check", mine], ["run", "x", "--recipe", mine]):
        refused(dedupe(*words), 4, str(mine), "thresholds.copi", "did you mean 'copy'")
    gone = dedupe("recipe", "check", tmp_path / "gone.toml")
    assert gone.code == 4
    assert "gone.toml: cannot be read" in gone.err


def test_compare(tmp_path: Path) -> None:
    for name, text in {"a": FERRY, "b": f"{FERRY} More soon.", "c": COMET}.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    same = dedupe("compare", "a.txt", "b.txt", cwd=tmp_path)
    assert same.code == 0
    assert same.out.startswith("One text, lightly edited: near duplicate, probability ")
    assert "The harbour council voted" in same.out
    apart = dedupe("compare", "a.txt", "c.txt", cwd=tmp_path)
    assert (apart.code, apart.err) == (0, "")
    assert "No match" in apart.out
    refused(dedupe("compare", "a.txt", "./a.txt", cwd=tmp_path), 2, "are one file")
    refused(dedupe("compare", "a.txt", "d.txt", cwd=tmp_path), 3, "d.txt", "no such file")


def test_compare_takes_one_article_from_each(dump: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(FERRY, encoding="utf-8")
    refused(dedupe("compare", tmp_path / "a.txt", dump), 2, "holds 6 articles", "dedupe run")


def test_info_self_test() -> None:
    done = dedupe("info", "--self-test")
    assert (done.code, done.err) == (0, "")
    assert "minhash-affine32-k128-w5@1" in done.out
    checks = [line for line in done.out.splitlines() if line.endswith(" ok")]
    assert len(checks) >= 4
    assert "WRONG" not in done.out
