"""``export`` of a run that was written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from _dedupe import DEDUPE, dedupe, pile, refused, write_lines

from provenance.cli.export import FORMATS


def test_the_choices_are_the_formats_of_the_library() -> None:
    from provenance.formats import export

    assert tuple(export.FORMATS) == FORMATS


def test_a_file_and_a_stream_have_the_same_bytes(saved: Path, tmp_path: Path) -> None:
    target = tmp_path / "run.json"
    done = dedupe("export", saved, "--to", "prov-json", "-o", target)
    assert (done.code, done.out, done.err) == (0, "", f"written to {target}\n")
    shown = dedupe("export", "out", "--to", "prov-json", cwd=saved.parent)
    assert (shown.code, shown.err) == (0, "")
    assert shown.out.encode("utf-8") == target.read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["run.json"]


ALL = """
import sys
import provenance as pv
from provenance.formats.export import FORMATS
for to in FORMATS:
    pv.load(sys.argv[1]).export(to, f"{sys.argv[2]}/{to}")
"""


def test_another_process_writes_the_same_bytes(saved: Path, tmp_path: Path) -> None:
    """Whatever the seed of Python's hash."""
    for seed in "12":
        command = [sys.executable, "-c", ALL, saved, tmp_path / seed]
        subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": seed}, check=True)
    for to in FORMATS:
        assert (tmp_path / "1" / to).read_bytes() == (tmp_path / "2" / to).read_bytes(), to


def test_the_output_is_utf8_whatever_the_locale(tmp_path: Path) -> None:
    rows = [row | {"title": "Fähre 新闻"} for row in pile()]
    write_lines(tmp_path / "in.jsonl", rows)
    assert dedupe("run", "in.jsonl", "-o", "out", "-q", cwd=tmp_path).code == 0
    shown = dedupe("export", "out", "--to", "ninjs", cwd=tmp_path, env={"LC_ALL": "C"})
    assert {row["headlines"][0]["value"] for row in shown.rows} == {"Fähre 新闻"}


def test_one_story_or_one_article(saved: Path) -> None:
    one = dedupe("export", saved, "--to", "ninjs", "--article", "ferry-4")
    assert one.code == 0
    assert "ferry-4" in {row["altIds"][0]["value"] for row in one.rows}
    assert "comet" not in one.out
    story = one.rows[0]["events"][0]["uri"].removeprefix("urn:x-news-provenance:story.")
    told = dedupe("export", saved, "--to", "jsonld", "--story", story)
    ids = {node.get("identifier") for node in json.loads(told.out)["@graph"]} - {None}
    assert ids == {"ferry-1", "ferry-2", "ferry-3", "ferry-4"}


def test_what_is_refused(saved: Path, dump: Path, tmp_path: Path) -> None:
    words = ("export", saved, "--to", "dot")
    refused(dedupe(*words, "--story", "s-nothing"), 2, "no story 's-nothing'")
    refused(dedupe(*words, "--article", "commet"), 2, "'commet'", "did you mean 'comet'")
    refused(dedupe(*words, "-o", dump, "--overwrite"), 2, "would remove an input")
    target = tmp_path / "run.dot"
    target.write_text("mine")
    refused(dedupe(*words, "-o", target), 2, "exists already")
    assert target.read_text() == "mine"
    assert dedupe(*words, "-o", target, "--overwrite").code == 0
    assert target.read_text().startswith("digraph")
    assert "'svg' is not one of" in dedupe("export", saved, "--to", "svg").err


@pytest.mark.parametrize(
    ("package", "extra", "to"),
    [("prov", "prov", "prov-json"), ("lxml", "prov", "prov-xml"), ("networkx", "graph", "graphml")],
)
def test_a_missing_package_is_named(
    package: str, extra: str, to: str, saved: Path, tmp_path: Path
) -> None:
    (tmp_path / f"{package}.py").write_text(f"raise ImportError('no', name={package!r})")
    env = {"PYTHONPATH": str(tmp_path)}
    target = tmp_path / "out" / "run"
    done = dedupe("export", saved, "--to", to, "-o", target, env=env)
    refused(done, 5, f"{package!r}", f"pip install 'news-provenance[{extra}]'")
    assert not target.exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk(saved: Path) -> None:
    run = subprocess.run(
        ["sh", "-c", '"$0" export "$1" --to dot > /dev/full', DEDUPE, str(saved)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 5
    assert "free some space" in run.stderr
    assert "Traceback" not in run.stderr
