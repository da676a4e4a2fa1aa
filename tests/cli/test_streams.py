"""What goes where: terminals, pipes, closed and full streams, other locales."""

from __future__ import annotations

import os
import pty
import subprocess
from pathlib import Path

import pytest
from _dedupe import DEDUPE, FERRY, dedupe, refused, started, write_lines

ESCAPE = b"\x1b"


def on_a_terminal(*words: object) -> tuple[bytes, bytes]:
    """Standard output (a pipe) and standard error (a terminal) of a run that must end well."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [DEDUPE, *map(str, words)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm-256color"},
    ) as run:
        os.close(theirs)
        drawn = b""
        while True:
            try:
                block = os.read(ours, 65_536)
            except OSError:  # so a terminal says that nobody writes to it any more
                break
            if not block:
                break
            drawn += block
        assert run.stdout is not None
        out = run.stdout.read()
    os.close(ours)
    assert run.returncode == 0, drawn
    return out, drawn


def test_progress_is_drawn_on_a_terminal_only(dump: Path) -> None:
    out, drawn = on_a_terminal("run", dump)
    assert ESCAPE in drawn
    assert any(stage in drawn for stage in (b"reading", b"cleaning", b"fingerprinting"))
    assert b"6 articles, 3 stories" in drawn
    assert ESCAPE not in out
    assert "ferry-1" in out.decode("utf-8")
    piped = dedupe("run", dump, env={"TERM": "xterm-256color", "COLORTERM": "truecolor"})
    assert "\x1b" not in piped.out + piped.err
    assert "reading" not in piped.err
    assert piped.err.startswith("6 articles, 3 stories")


@pytest.mark.parametrize("words", ["run DUMP", "keep RUN", "recipe show"])
def test_a_reader_that_has_seen_enough(words: str, dump: Path, saved: Path) -> None:
    given = words.replace("DUMP", str(dump)).replace("RUN", str(saved)).split()
    with subprocess.Popen([DEDUPE, *given], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        run.stdout.close()
        err = run.stderr.read().decode("utf-8")
    assert run.returncode == 0, err
    assert "rror" not in err
    assert "roken" not in err


def closing(descriptor: int) -> tuple[int, bytes, bytes]:
    run = subprocess.run(
        [DEDUPE, "recipe", "show"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        preexec_fn=lambda: os.close(descriptor),
        check=False,
    )
    return run.returncode, run.stdout, run.stderr


def test_a_closed_stream_swallows(dump: Path, tmp_path: Path) -> None:
    code, out, err = closing(1)
    assert (code, out, err) == (0, b"", b"")
    code, out, _ = closing(2)
    assert code == 0
    assert out.startswith(b"#")
    done = started("run", dump, "-o", tmp_path / "out", before=lambda: os.close(2))
    assert done.code == 0
    assert (tmp_path / "out" / "manifest.json").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_standard_output(saved: Path) -> None:
    with open("/dev/full", "wb") as full:
        for words in (["recipe", "show"], ["keep", str(saved)]):
            run = subprocess.run([DEDUPE, *words], stdout=full, stderr=subprocess.PIPE, check=False)
            assert run.returncode == 5
            assert run.stderr.startswith(b"error: writing failed: No space left on device\n  ")


def test_any_locale_and_any_id(tmp_path: Path) -> None:
    ids = ["l\x1b[31mred", "line\nbreak\ttab", "🎉" * 9, "x" * 4000, "[bold]b[/bold]", "a\u202eb"]
    path = write_lines(tmp_path / "a.jsonl", [{"id": i, "text": FERRY} for i in ids])
    ascii_only = {"PYTHONIOENCODING": "ascii"}
    rows = dedupe("run", path, "-o", "-", env=ascii_only).rows
    assert {row["id"] for row in rows} == set(ids)
    assert dedupe("run", path, "-q", "-o", tmp_path / "out").code == 0
    traced = dedupe("trace", tmp_path / "out", ids[2], env=ascii_only)
    assert traced.code == 0
    assert "\\U0001f389" in traced.out
    tree = dedupe("run", path).out
    assert "\x1b" not in tree
    assert "\u202e" not in tree
    assert "l\\x1b[31mred" in tree
    assert "line\\nbreak\\ttab" in tree
    assert "[bold]b[/bold]" in tree
    assert tree.count("x") < 2000
    missing = dedupe("run", tmp_path / "no\x1b[31mfile.txt")
    refused(missing, 3, "no\\x1b[31mfile.txt")


def test_a_named_pipe_is_read_once(tmp_path: Path) -> None:
    """Nobody but the reader of articles reads it: what is read from a pipe is gone."""
    pipe = tmp_path / "pile.jsonl"
    os.mkfifo(pipe)
    lines = b"".join(
        b'{"id": "%d", "text": "The council chose mayor number %d on Monday."}\n' % (k, k)
        for k in range(300)
    )
    with subprocess.Popen([DEDUPE, "run", pipe, "-q", "-o", "-", "--format", "jsonl"],
                          stdout=subprocess.PIPE) as run:  # fmt: skip
        with pipe.open("wb") as writer:
            writer.write(lines)
        assert run.stdout is not None
        assert len(run.stdout.read().splitlines()) == 300
    assert run.returncode == 0
