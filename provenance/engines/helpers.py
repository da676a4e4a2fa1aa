"""Helper processes: other interpreters for work that holds the interpreter.

A helper is ``python -c`` with our own ``sys.path``, fed through its standard input and read through
its standard output, so that nothing is asked of the program that uses the library (no main guard,
no fork of its threads). It ends when its input does, however this process ends.

A message is its length in eight bytes, and then that many bytes.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from threading import Event, Lock, Thread
from typing import IO

import pyarrow as pa

from provenance.engines.lean import load_lean
from provenance.errors import EngineError

Work = Callable[[pa.RecordBatch], pa.RecordBatch]

_WIDE = 1 << 20  # bytes, the most that Linux lets any user have; 64 kB if not asked

_FRAME = 256  # bytes, more than a message has around the schema and the batch

_READY, _FUNCTION, _BATCH, _ERROR = b"r", b"f", b"b", b"e"


def beside(
    module: str, function: str, *, stdin: int, stdout: int, stderr: int | None = None
) -> subprocess.Popen[bytes]:
    """Call a function of ours, without arguments, in an interpreter that finds what this one does.

    Ctrl-C does not reach it: that is for this process alone.

    Raises:
        OSError: it cannot be started.
    """
    code = f"import sys; sys.path[:] = {sys.path!r}; from {module} import {function}; {function}()"
    return subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=stdin,
        stdout=stdout,
        stderr=stderr,
        start_new_session=True,
    )


class Helper:
    """One helper process.

    Threads may ask it side by side: the batch of one waits in front of it while that of the other
    is at work, so that it never waits itself.

    Attributes:
        ready: whether it has loaded the function that it was told last.

    Raises:
        OSError: it cannot be started.
    """

    def __init__(self) -> None:
        self._process = beside(__name__, "serve", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self._process.stdin and self._process.stdout
        self._given, self._taken = self._process.stdin, self._process.stdout
        _widen(self._given)
        _widen(self._taken)
        self._lock = Lock()
        self._waiting: Thread | None = None
        self._wanted = b""
        self._asking = Lock()
        self._asked = Event()  # whether what was asked last is answered
        self._asked.set()
        self.ready = False

    def learn(self, function: bytes) -> None:
        """Tell it the pickled function for what follows, without waiting until it has loaded it.

        It is never ready for one that it cannot load: such work is for others.
        """
        before = self._waiting
        with self._lock:
            self._wanted, self.ready = function, False

        def wait() -> None:
            if before:
                before.join()  # its answer comes first
            answer = None
            with contextlib.suppress(OSError):
                _send(self._given, _FUNCTION, function)
                answer = _receive(self._taken)
            loaded = answer is not None and answer[0] == _READY
            with self._lock:
                self.ready = loaded and self._wanted is function

        self._waiting = Thread(target=wait, daemon=True)
        self._waiting.start()

    def run(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """What the function makes of a batch.

        Raises:
            EngineError: the helper has died. Whatever the function raises.
        """
        answer = self._answer(_packed(batch))
        if answer is None:
            status = self._process.wait()
            raise EngineError(
                f"a helper process has ended with status {status}",
                hint="the memory may not do for so many: use fewer --workers",
            )
        kind, data = answer
        if kind == _ERROR:
            raise pickle.loads(data)
        return _unpacked(data)

    def _answer(self, data: pa.Buffer) -> tuple[bytes, bytes] | None:
        """What it says of a batch, once it has said what it was asked before; ``None`` if dead."""
        answered = Event()
        try:
            with contextlib.suppress(BrokenPipeError):
                with self._asking:
                    before, self._asked = self._asked, answered
                    _send(self._given, _BATCH, data)
                before.wait()
                return _receive(self._taken)
            return None
        finally:
            answered.set()

    def close(self) -> None:
        """End it; there is nothing that it would have to tidy."""
        self._process.kill()
        self._process.wait()
        if self._waiting:
            self._waiting.join()
        self._taken.close()
        with contextlib.suppress(BrokenPipeError):
            self._given.close()


def serve() -> None:
    """What a helper does: apply the last function it was sent to each batch that follows."""
    given, taken = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # a stray print must break no message
    load_lean()
    pa.set_cpu_count(1)
    function: Work | None = None
    with contextlib.suppress(BrokenPipeError):
        while (message := _receive(given)) is not None:
            kind, data = message
            try:
                if kind == _FUNCTION:
                    function = pickle.loads(data)
                    _send(taken, _READY, b"")
                elif function is not None:
                    _send(taken, _BATCH, _packed(function(_unpacked(data))))
            except Exception as error:
                _send(taken, _ERROR, _pickled(error))


def _widen(pipe: IO[bytes]) -> None:
    """Let a pipe hold more at a time, where the system can: the other side is woken less often."""
    with contextlib.suppress(ImportError, AttributeError, OSError):
        import fcntl

        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _WIDE)


def _pickled(error: Exception) -> bytes:
    try:
        data = pickle.dumps(error)
        pickle.loads(data)
    except Exception:
        return pickle.dumps(EngineError(f"{type(error).__name__}: {error}"))
    return data


def _send(pipe: IO[bytes], kind: bytes, data: bytes | pa.Buffer) -> None:
    view = memoryview(data)
    pipe.write(view.nbytes.to_bytes(8, "little") + kind)
    pipe.write(view)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> tuple[bytes, bytes] | None:
    """The next message, its kind first; ``None`` where there is none, or not the whole of it."""
    head = pipe.read(9)
    size = int.from_bytes(head[:8], "little")
    data = pipe.read(size) if len(head) == 9 else b""
    return (head[8:], data) if len(head) == 9 and len(data) == size else None


def _packed(batch: pa.RecordBatch) -> pa.Buffer:
    # With room for all of it from the start: to grow is to copy what is there, again and again.
    room = batch.schema.serialize().size + pa.ipc.get_record_batch_size(batch) + _FRAME
    packed = pa.allocate_buffer(room)
    sink = pa.FixedSizeBufferWriter(packed)
    with pa.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    return packed.slice(0, sink.tell())


def _unpacked(data: bytes) -> pa.RecordBatch:
    with pa.ipc.open_stream(pa.py_buffer(data)) as reader:
        return reader.read_next_batch()
