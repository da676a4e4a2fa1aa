"""Helper processes: what they give, how they fail, and when they end."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pyarrow as pa
import pytest

from provenance.engines.helpers import Helper, _packed, _unpacked
from provenance.engines.local import LocalEngine
from provenance.errors import EngineError, InputError

ROWS = pa.record_batch({"n": pa.array([1, None, 3])})


def _next(batch: pa.RecordBatch) -> pa.RecordBatch:
    print("a stray word")
    return pa.record_batch({"n": pa.array([k and k + 1 for k in batch.column("n").to_pylist()])})


def _told(batch: pa.RecordBatch) -> pa.RecordBatch:
    raise InputError("is bad", file="a.txt", line=3)


class _OwnError(Exception):
    def __init__(self, one: int, two: int) -> None:  # cannot be unpickled
        super().__init__(f"{one} and {two}")


def _own(batch: pa.RecordBatch) -> pa.RecordBatch:
    raise _OwnError(1, 2)


def _dies(batch: pa.RecordBatch) -> pa.RecordBatch:
    os.kill(os.getpid(), signal.SIGKILL)
    return batch


@pytest.fixture
def helper() -> Iterator[Helper]:
    one = Helper()
    yield one
    one.close()


def _taught(helper: Helper, function: object) -> Helper:
    helper.learn(pickle.dumps(function))
    until = time.monotonic() + 60
    while not helper.ready and time.monotonic() < until:
        time.sleep(0.01)
    assert helper.ready
    return helper


def test_it_applies_what_it_was_told_last(helper: Helper) -> None:
    assert _taught(helper, _next).run(ROWS).column("n").to_pylist() == [2, None, 4]
    assert _taught(helper, _next).run(ROWS.slice(2)).column("n").to_pylist() == [4]


def test_of_what_it_was_told_in_a_row_the_last_counts(helper: Helper) -> None:
    for function in (_told, _next, _own, _next, _told):
        helper.learn(pickle.dumps(function))
    assert _taught(helper, _next).run(ROWS).column("n").to_pylist() == [2, None, 4]


def test_what_it_cannot_load_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = LocalEngine(2, helpers=1, helped_from=0)
    batches = [pa.record_batch({"n": pa.array([k])}) for k in range(60)]
    data, _ = engine.scan(iter(batches), _slow)
    monkeypatch.setattr(_slow, "__module__", "__main__")  # where the helper has no such function
    monkeypatch.setattr(sys.modules["__main__"], "_slow", _slow, raising=False)
    made = engine.gather(engine.map("slow", _slow, data))
    assert made.column("n").to_pylist() == list(range(60))
    assert set(made.column("pid").to_pylist()) == {os.getpid()}
    assert not engine._helpers[0].ready
    engine.rest()


@pytest.mark.parametrize("rows", [0, 1, 700])
@pytest.mark.parametrize("columns", [0, 1, 300])
def test_a_batch_of_any_shape_goes_through(rows: int, columns: int) -> None:
    kinds = [pa.bool_(), pa.large_string(), pa.list_(pa.struct([("name", pa.string())]))]
    values = [[True, None], ["ä" * 40, ""], [None, [{"name": "b"}]]]
    arrays = [
        pa.array(values[k % 3] * rows, kinds[k % 3]).slice(rows // 2, rows) for k in range(columns)
    ]
    batch = pa.RecordBatch.from_arrays(arrays, names=[f"{k}" * 20 for k in range(columns)])
    assert _unpacked(_packed(batch)).equals(batch)


def test_its_errors_are_raised_here_and_it_goes_on(helper: Helper) -> None:
    with pytest.raises(InputError, match=r"a\.txt, line 3: is bad"):
        _taught(helper, _told).run(ROWS)
    with pytest.raises(EngineError, match="_OwnError: 1 and 2"):
        _taught(helper, _own).run(ROWS)
    assert _taught(helper, _next).run(ROWS).num_rows == 3


def test_its_death_is_told(helper: Helper) -> None:
    with pytest.raises(EngineError, match="a helper process has ended") as caught:
        _taught(helper, _dies).run(ROWS)
    assert "--workers" in str(caught.value)


def test_an_engine_that_rests_has_no_helper_and_maps_all_the_same() -> None:
    engine = LocalEngine(2, helpers=1, helped_from=1)
    data, _ = engine.scan(iter([ROWS, ROWS]), _next)
    processes = [one._process for one in engine._helpers]
    assert len(processes) == 1 and processes[0].poll() is None
    engine.rest()
    assert processes[0].poll() is not None
    assert engine.gather(engine.map("next", _next, data)).num_rows == 6


def _slow(batch: pa.RecordBatch) -> pa.RecordBatch:
    time.sleep(0.02)
    return pa.record_batch({"n": batch.column("n"), "pid": pa.array([os.getpid()])})


def test_a_helper_takes_its_share_and_the_order_stays() -> None:
    engine = LocalEngine(2, helpers=1, helped_from=0)
    batches = [pa.record_batch({"n": pa.array([k])}) for k in range(120)]
    data, _ = engine.scan(iter(batches), _next)
    _wait_for(engine._helpers[0])
    made = engine.gather(engine.map("slow", _slow, data))
    engine.rest()
    assert made.column("n").to_pylist() == list(range(120))
    assert len(set(made.column("pid").to_pylist())) == 2


def _wait_for(helper: Helper) -> None:
    """Wait until it has started, which takes long where the machine is busy."""
    helper.learn(pickle.dumps(_slow))
    until = time.monotonic() + 60
    while not helper.ready and time.monotonic() < until:
        time.sleep(0.02)


def test_small_piles_and_one_worker_start_none() -> None:
    for engine in (LocalEngine(4), LocalEngine(2), LocalEngine(1, helped_from=0)):
        engine.scan(iter([ROWS]), _next)
        assert not engine._helpers


_AT_WORK: list[int] = []
_MOST: list[int] = []


def _watched(batch: pa.RecordBatch) -> pa.RecordBatch:
    _AT_WORK.append(1)
    _MOST.append(len(_AT_WORK))
    time.sleep(0.005)
    _AT_WORK.pop()
    return batch


def test_while_there_is_no_helper_no_more_are_at_work_than_workers() -> None:
    engine = LocalEngine(2)
    engine.scan((ROWS for _ in range(40)), _watched)
    assert max(_MOST) == 2


def test_one_helper_is_worth_its_start_on_a_larger_pile_than_several() -> None:
    for workers, expected, helpers in ((2, 64 << 20, 0), (3, 64 << 20, 2), (2, 128 << 20, 1)):
        engine = LocalEngine(workers, expected=expected)
        assert len(engine._helpers) == helpers
        engine.rest()


def test_threads_ask_it_side_by_side_and_each_has_its_own_answer(helper: Helper) -> None:
    _taught(helper, _next)
    with ThreadPoolExecutor(8) as pool:
        asked = [pa.record_batch({"n": pa.array([k] * (k % 7 + 1))}) for k in range(200)]
        for k, made in enumerate(pool.map(helper.run, asked)):
            assert made.column("n").to_pylist() == [k + 1 if k else 0] * (k % 7 + 1)


def test_its_death_is_told_to_all_who_wait(helper: Helper) -> None:
    _taught(helper, _dies)
    with ThreadPoolExecutor(4) as pool:
        waiting = [pool.submit(helper.run, ROWS) for _ in range(12)]
        for one in waiting:
            with pytest.raises(EngineError, match="a helper process has ended"):
                one.result(timeout=60)


def test_helpers_end_with_a_program_that_is_killed() -> None:
    code = (
        "import time; from provenance.engines.helpers import Helper\n"
        "print(Helper()._process.pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as owner:
        assert owner.stdout
        pid = int(owner.stdout.readline())
        owner.kill()
    until = time.monotonic() + 60
    while _lives(pid) and time.monotonic() < until:
        time.sleep(0.05)
    assert not _lives(pid)


def _lives(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
