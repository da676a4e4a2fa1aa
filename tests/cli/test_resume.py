"""A run that is killed goes on, and ends as if nothing had been."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import made_news as news
import pytest
from _dedupe import DEDUPE, dedupe, refused, write_lines

import provenance as pv

ARTICLES = 1000
KILLS = 10
STAGES = ("fingerprints", "candidates", "verify")
TABLES = ("articles", "matches", "derivations", "stories")


def _records() -> list[dict[str, str]]:
    """Copies, edits and retellings in fives, at times."""
    out = []
    for base in range(ARTICLES // 5):
        texts = [
            news.text(base), news.text(base), news.edited(base), news.retold(base),
            news.text(base, 5) + "\n" + news.CREDIT,
        ]  # fmt: skip
        out += [
            {"id": f"{base}-{k}", "text": text, "date": news.at(base % 90 + k).isoformat()}
            for k, text in enumerate(texts)
        ]
    return out


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_lines(tmp_path_factory.mktemp("large") / "dump.jsonl", _records())


@pytest.fixture(scope="module")
def undisturbed(large: Path) -> tuple[dict[str, str], float]:
    """The tables of a run that nothing disturbed, and its seconds."""
    start = time.monotonic()
    assert dedupe("run", large, "-o", large.parent / "whole", "-q").code == 0
    return _tables(large.parent / "whole"), time.monotonic() - start


def _tables(folder: Path) -> dict[str, str]:
    return {name: sha256((folder / f"{name}.parquet").read_bytes()).hexdigest() for name in TABLES}


def _killed(large: Path, out: Path, ready: Callable[[], bool]) -> bool:
    """Start the run and kill it when it is time; false if it was through before."""
    run = subprocess.Popen([DEDUPE, "run", str(large), "-o", str(out), "-q", "--resume"])
    while run.poll() is None and not ready():
        time.sleep(0.002)
    run.send_signal(signal.SIGKILL)
    assert run.wait() in (0, -signal.SIGKILL)
    return run.returncode != 0


def test_ten_kills_at_random_moments(
    large: Path, undisturbed: tuple[dict[str, str], float], tmp_path: Path
) -> None:
    """Three behind the stages that are kept, seven anywhere; every table is as it would be."""
    wanted, seconds = undisturbed
    out, work = tmp_path / "out", tmp_path / ".out.work"
    for stage in STAGES:
        assert _killed(large, out, lambda stage=stage: _is_kept(work, stage))  # type: ignore[misc]
        assert not out.exists()
    done = dedupe("run", large, "-o", out, "--resume")
    assert f"taken as an earlier run left it: {', '.join(STAGES)}" in done.err
    kills, chance = len(STAGES), random.Random()
    while kills < KILLS or not out.exists():
        if out.exists():
            assert _tables(out) == wanted
            assert [p.name for p in tmp_path.iterdir()] == ["out"], "nothing hidden is left behind"
            shutil.rmtree(out)
        end = time.monotonic() + chance.uniform(0, 1 if kills < KILLS else 9) * seconds
        kills += _killed(large, out, lambda end=end: time.monotonic() > end)  # type: ignore[misc]
    done = dedupe("run", large, "-o", out, "--resume")  # the last kill may have come at the end
    assert done.code == 0, done.err
    assert _tables(out) == wanted
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def _is_kept(work: Path, stage: str) -> bool:
    return any(p.suffix != ".half" for p in work.glob(f"{stage}-*"))


@pytest.fixture
def stopped(dump: Path, tmp_path: Path) -> Path:
    """A folder with an input, and the finished stages of a run over it that never wrote."""
    shutil.copy(dump, tmp_path / "dump.jsonl")
    pv.dedupe(tmp_path / "dump.jsonl", work=tmp_path / ".out.work")
    return tmp_path


def test_a_whole_output_is_left_as_it_is(stopped: Path) -> None:
    """The kill came behind the last step: there is nothing to do, and nothing to complain of."""
    pv.dedupe(stopped / "dump.jsonl").write(stopped / "out")
    before = (stopped / "out" / "manifest.json").stat().st_mtime_ns
    done = dedupe("run", "dump.jsonl", "-o", "out", "--resume", cwd=stopped)
    assert (done.code, done.out) == (0, "")
    assert "written to out" in done.err
    assert (stopped / "out" / "manifest.json").stat().st_mtime_ns == before
    assert not (stopped / ".out.work").exists()


def test_the_output_of_another_command_is_refused(stopped: Path) -> None:
    pv.dedupe(stopped / "dump.jsonl").write(stopped / "out")
    for words in (["--only", "copies"], ["--format", "csv"], ["--strictness", "eager"]):
        done = dedupe("run", "dump.jsonl", "-o", "out", "--resume", *words, cwd=stopped)
        refused(done, 2, "out: exists already")


def test_a_foreign_folder_is_refused(dump: Path, tmp_path: Path) -> None:
    (tmp_path / ".out.work").mkdir()
    (tmp_path / ".out.work" / "letters.txt").write_text("mine")
    done = dedupe("run", dump, "-o", tmp_path / "out", "--resume")
    refused(done, 2, ".out.work: is not a work folder", "remove this one")
    assert (tmp_path / ".out.work" / "letters.txt").read_text() == "mine"


def test_a_work_folder_of_another_version_is_refused(stopped: Path) -> None:
    (stopped / ".out.work" / "work.json").write_text('{"work": 99}')
    done = dedupe("run", "dump.jsonl", "-o", "out", "--resume", cwd=stopped)
    refused(done, 4, ".out.work: a work folder of another version", "remove it")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["dump.jsonl", "--resume"], "--resume goes with an output folder"),
        (["dump.jsonl", "-o", "-", "--resume"], "--resume goes with an output folder"),
        (["dump.jsonl", "-o", "o", "--resume", "--work", "w"], "name two places"),
        (["dump.jsonl", "-o", "o", "--work", "o/w"], "is in the output folder"),
        (["dump.jsonl", "--work", ""], "the work folder has no name"),
        (["dump.jsonl", "--work", "dump.jsonl"], "dump.jsonl: is not a work folder"),
        (["-", "-o", "o", "--resume"], "standard input can be read once only"),
    ],
)
def test_requests_that_make_no_sense(
    words: list[str], said: str, dump: Path, tmp_path: Path
) -> None:
    shutil.copy(dump, tmp_path / "dump.jsonl")
    refused(dedupe("run", *words, cwd=tmp_path), 2, said)
    assert [p.name for p in tmp_path.iterdir()] == ["dump.jsonl"]
