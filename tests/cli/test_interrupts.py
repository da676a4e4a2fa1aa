"""Ctrl-C and a full disk: the right code, a message, and nothing half-written."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from _dedupe import DEDUPE, Done, dedupe, refused, started, write_lines

INTERRUPTED = "interrupted; nothing was written"


def many(path: Path, count: int) -> Path:
    """Short articles, nearly all apart, whose tables take a while to write."""
    records = ({"id": f"article-{n:09d}", "text": f"alpha{n} beta{n}"} for n in range(count))
    return write_lines(path, records)


def ended(run: subprocess.Popen[bytes]) -> Done:
    out, err = run.communicate(timeout=60)
    return Done(run.returncode, out.decode("utf-8"), err.decode("utf-8"))


def test_ctrl_c_while_reading(tmp_path: Path) -> None:
    run = subprocess.Popen(
        [DEDUPE, "run", "-", "-o", "out"],
        cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert run.stdin is not None
    # A pipe holds less than this: once it is written, the run is in the middle of its reading.
    run.stdin.write(b'{"text": "one of many"}\n' * 50_000)
    run.stdin.flush()
    run.send_signal(signal.SIGINT)
    done = ended(run)
    assert done.code == 130, done
    assert (done.out, done.err.strip()) == ("", INTERRUPTED)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("sent", "code", "said"),
    [(signal.SIGINT, 130, INTERRUPTED), (signal.SIGTERM, 143, "terminated; nothing was written")],
)
def test_a_signal_while_writing(sent: signal.Signals, code: int, said: str, tmp_path: Path) -> None:
    """The old output is still there, whole, and no temporary folder is."""
    many(tmp_path / "a.jsonl", 40_000)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "old").write_text("old")
    options = ["--overwrite", "--format", "jsonl", "--only", "copies"]
    run = subprocess.Popen(
        [DEDUPE, "run", "a.jsonl", "-o", "out", *options],
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    while run.poll() is None and not any(p.name.startswith(".out.") for p in tmp_path.iterdir()):
        time.sleep(0.002)
    run.send_signal(sent)
    done = ended(run)
    assert done.code == code, done
    assert (done.out, done.err.strip()) == ("", said)
    assert {p.name for p in tmp_path.iterdir()} == {"a.jsonl", "out"}
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["old"]


@pytest.mark.parametrize("delay", [0.03, 0.05, 0.3])
def test_ctrl_c_while_starting(delay: float, dump: Path, tmp_path: Path) -> None:
    run = subprocess.Popen(
        [DEDUPE, "run", dump, "-o", "out"],
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    time.sleep(delay)
    run.send_signal(signal.SIGINT)
    done = ended(run)
    # Python itself may still be starting: then the signal ends it, or its own start-up speaks.
    assert done.code in (130, -signal.SIGINT, 1), done
    if done.code == 130:
        assert done.err.strip() == INTERRUPTED
    assert list(tmp_path.iterdir()) == []


LOST = """
import signal, sys, time
from provenance.cli.signals import Terminated, listen

class Told:
    def __del__(self):
        signal.raise_signal(int(sys.argv[1]))

listen()
try:
    Told()  # what is raised where an object ends is passed over
    time.sleep(30)
except (KeyboardInterrupt, Terminated) as stop:
    print(type(stop).__name__)
"""


@pytest.mark.parametrize(
    ("sent", "raised"), [(signal.SIGINT, "KeyboardInterrupt"), (signal.SIGTERM, "Terminated")]
)
def test_a_signal_where_python_cannot_raise_is_not_lost(sent: signal.Signals, raised: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOST, str(int(sent))],
        capture_output=True, text=True, timeout=20, check=True,
    )  # fmt: skip
    assert (done.stdout.strip(), done.stderr) == (raised, "")


@contextmanager
def tiny_disk() -> Iterator[Path | None]:
    """A file system of 64 KiB, or ``None`` where we may not mount one."""
    with tempfile.TemporaryDirectory() as folder:
        mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder]
        try:
            mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
        except FileNotFoundError:
            mounted = False
        try:
            yield Path(folder) if mounted else None
        finally:
            if mounted:
                subprocess.run(["umount", folder], capture_output=True, check=False)


def test_a_full_disk(tmp_path: Path) -> None:
    path = many(tmp_path / "a.jsonl", 5_000)
    with tiny_disk() as disk:
        if disk is None:
            pytest.skip("no right to mount a file system")
        done = dedupe("run", path, "-o", disk / "out")
        refused(done, 5, f"{disk}/out: cannot be written: ", "o space left", "free some space")
        assert os.listdir(disk) == []


def test_a_limit_on_the_size_of_files(saved: Path, tmp_path: Path) -> None:
    """With ``saved`` the kernels are compiled and kept: they are larger than the limit."""
    assert saved.exists()
    path = many(tmp_path / "a.jsonl", 1_000)

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    done = started("run", path, "-o", "out", "--format", "csv", cwd=tmp_path, before=limit)
    refused(done, 5, "out: cannot be written: ", "ulimit -f")
    assert [p.name for p in tmp_path.iterdir()] == ["a.jsonl"]
