"""``dedupe tune``: the table, the picture, the files, and every bad input."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from xml.etree import ElementTree

import pytest
from _dedupe import dedupe, refused

from provenance.api import load
from provenance.cli.tuningplot import KINDS, draw

GOOD = "a\tb\tlabel\tnote\nferry-1\tferry-3\tcopy\tedited\nferry-1\tcomet\tindependent\t\n"


@pytest.fixture(scope="module")
def labels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("labels") / "labels.tsv"
    path.write_text(GOOD, encoding="utf-8")
    return path


def test_the_table_and_the_picture(saved: Path, labels: Path) -> None:
    done = dedupe("tune", saved, labels, env={"COLUMNS": "200"})
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[0] == "2 labelled pairs: copies 1, independent 1"
    assert lines[1:3] == [
        "      1 were compared in the run",
        "      1 have no match of their own; compared again, from their texts",
    ]
    assert "\x1b" not in done.out
    assert max(map(len, lines)) <= 80
    (current,) = (line for line in lines if line.endswith("  current best"))
    assert "1.00 (0.21-1.00)" in current
    (drawn,) = (line for line in lines if line.startswith("    0.500  ."))
    assert drawn == "    0.500  .              .              .              .              *"
    assert "no other threshold has a better F1 on these labels" in done.out


def test_a_target_and_a_recipe(saved: Path, labels: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    done = dedupe("tune", saved, labels, "--target-precision", "0.99", "--write", mine)
    assert done.code == 0, done.err
    assert "precision 0.99 is first reached at 0.0" in done.out
    assert "these labels do not prove it: the true precision may be as low as 0.21" in done.out
    text = mine.read_text(encoding="utf-8")
    threshold = tomllib.loads(text)["thresholds"]["copy"]
    assert done.err == f"written to {mine}: thresholds.copy = {threshold:g}\n"
    assert text.startswith(
        f"# thresholds.copy = {threshold:g} by dedupe tune on 2 labelled pairs: "
    )
    assert dedupe("recipe", "check", mine).code == 0

    refused(dedupe("tune", saved, labels, "--write", mine), 2, "mine.toml: exists already")
    assert mine.read_text(encoding="utf-8") == text
    again = dedupe("tune", saved, labels, "--write", mine, "--overwrite")
    assert again.code == 0
    assert tomllib.loads(mine.read_text(encoding="utf-8"))["thresholds"]["copy"] != threshold
    assert sorted(p.name for p in tmp_path.iterdir()) == ["mine.toml"]


def test_pictures(saved: Path, labels: Path, tmp_path: Path) -> None:
    done = dedupe("tune", saved, labels, "--plot", tmp_path / "one.SVG")
    assert (done.code, done.err) == (0, f"drawn to {tmp_path / 'one.SVG'}\n")
    picture = (tmp_path / "one.SVG").read_bytes()
    assert ElementTree.fromstring(picture).tag.endswith("svg")

    tuning = load(saved).tune(labels)
    for kind in KINDS:
        draw(tuning, tmp_path / kind, kind)
    assert (tmp_path / "svg").read_bytes() == picture
    assert (tmp_path / "png").read_bytes().startswith(b"\x89PNG")


def test_without_matplotlib_the_way_to_it_is_told(
    saved: Path, labels: Path, tmp_path: Path
) -> None:
    code = "import sys; sys.modules['matplotlib'] = None; from provenance.cli import main; main()"
    words = ["tune", saved, labels, "--plot", tmp_path / "x.svg"]
    run = subprocess.run(
        [sys.executable, "-c", code, *map(str, words)], capture_output=True, text=True, check=False
    )
    assert run.returncode == 5
    assert "--plot needs the package 'matplotlib'" in run.stderr
    assert "pip install 'news-provenance[plot]'" in run.stderr
    assert run.stdout == ""
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a\tb\nferry-1\tcomet\n", [", line 1: no column 'label'"]),
        ("a\tb\tlabel\nferry-1\tcomet\tmaybe\n", [", line 2, field 'label'", "for a copy: 1, yes"]),
        ("a\tb\tlabel\nferry-1\tkomet\t0\n", [", line 2, field 'b'", "did you mean 'comet'"]),
        (f"{GOOD}comet\tferry-1\t1\tno\n", [", line 4, field 'label'", "before (line 3)"]),
        ("a\tb\tlabel\nferry-1\tcomet\t0\n", ["1 labelled, no copy among them"]),
    ],
)
def test_bad_labels(text: str, parts: list[str], saved: Path, tmp_path: Path) -> None:
    path = tmp_path / "mine.tsv"
    path.write_text(text, encoding="utf-8")
    refused(dedupe("tune", saved, path), 3, str(path), *parts)


def test_bad_options(saved: Path, labels: Path, dump: Path, tmp_path: Path) -> None:
    refused(dedupe("tune", saved, tmp_path / "no.tsv"), 3, "no.tsv")
    refused(dedupe("tune", tmp_path, labels), 2, "not a finished run")
    refused(dedupe("tune", saved, labels, "--target-precision", "99"), 2, "target precision 99.0")
    refused(dedupe("tune", saved, labels, "--plot", "x.pdf"), 2, "x.pdf", ".svg or .png")
    refused(dedupe("tune", saved, labels, "--write", tmp_path), 2, "not the name of a file")
    same = tmp_path / "x.svg"
    refused(dedupe("tune", saved, labels, "--plot", same, "--write", same), 2, "name one file")
    for taken in (dump, labels):
        done = dedupe("tune", saved, labels, "--write", taken, "--overwrite")
        refused(done, 2, "would remove an input")
    assert labels.read_text(encoding="utf-8") == GOOD
    assert dedupe("tune", saved).code == 2
    assert not list(tmp_path.iterdir())


def test_a_target_out_of_reach(saved: Path, tmp_path: Path) -> None:
    """The word sequences settle the first pair: whatever the threshold, it is called a copy."""
    path = tmp_path / "odd.tsv"
    path.write_text(
        "a\tb\tlabel\nferry-1\tferry-2\t0\nferry-1\tferry-3\t1\nferry-1\tcomet\t0\n",
        encoding="utf-8",
    )
    done = dedupe("tune", saved, path, "--target-precision", "0.9", "--write", tmp_path / "r.toml")
    refused(done, 2, "no threshold reaches precision 0.9", "the highest is 0.500")
    assert [p.name for p in tmp_path.iterdir()] == ["odd.tsv"]


def changed(saved: Path, copy: Path, **values: object) -> Path:
    """A copy of the run whose manifest says something else."""
    shutil.copytree(saved, copy)
    manifest = json.loads((copy / "manifest.json").read_text(encoding="utf-8"))
    (copy / "manifest.json").write_text(json.dumps(manifest | values), encoding="utf-8")
    return copy


def test_a_run_that_cannot_be_tuned(saved: Path, labels: Path, tmp_path: Path) -> None:
    alone = changed(saved, tmp_path / "copies", only="copies")
    refused(dedupe("tune", alone, labels), 2, "thresholds.copy is about rewrites", "--only copies")


def test_without_the_inputs(saved: Path, labels: Path, tmp_path: Path) -> None:
    bare = changed(saved, tmp_path / "bare", inputs=[{"path": "-", "files": []}])
    done = dedupe("tune", bare, labels)
    assert done.code == 0, done.err
    assert "      1 not matched, and a text is out of reach: counted as never called" in done.out
