"""Where columns stand: memory while there is room, nameless files beyond."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from provenance.engines.local import LocalEngine
from provenance.errors import EngineError
from provenance.memory import room as rooms
from provenance.memory.peak import held_bytes
from provenance.memory.pile import Piling, parts, text_sizes
from provenance.memory.room import Room

PIECE = bytes(range(256)) * 100


def _open_files(folder: Path) -> int:
    found = [os.path.realpath(f"/proc/self/fd/{fd}") for fd in os.listdir("/proc/self/fd")]
    return sum(1 for one in found if one.startswith(str(folder)))


@pytest.mark.parametrize("limit", [None, 0, 1 << 20])
def test_a_vessel_holds_what_was_written(limit: int | None, tmp_path: Path) -> None:
    vessel = Room(limit, str(tmp_path)).vessel()
    for _ in range(200):  # five megabytes
        vessel.write(PIECE)
        vessel.write(b"")
    vessel.write(np.arange(3, dtype=np.int32))
    found = vessel.done()
    assert found.to_pybytes() == PIECE * 200 + np.arange(3, dtype=np.int32).tobytes()
    assert len(Room(limit).vessel().done()) == 0


@pytest.mark.parametrize("size", [0, 1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, (5 << 20) + 7])
def test_what_is_written_in_pieces_is_whole(size: int, tmp_path: Path) -> None:
    data = np.random.default_rng(size).integers(0, 256, size, np.uint8)
    vessel = Room(0, str(tmp_path)).vessel()
    vessel.write(PIECE)
    vessel.write(data)
    assert vessel.done().to_pybytes() == PIECE + data.tobytes()


def test_no_file_is_opened_while_there_is_room(tmp_path: Path) -> None:
    room = Room(1 << 20, str(tmp_path))
    small, large = room.vessel(), room.vessel()
    small.write(b"a few")
    assert _open_files(tmp_path) == 0
    large.write(bytes(2 << 20))
    assert _open_files(tmp_path) == 1, "the large one alone moves out"
    assert not os.listdir(tmp_path), "and its file has no name"
    small.write(b" bytes")
    assert (small.done().to_pybytes(), large.done().size) == (b"a few bytes", 2 << 20)


def test_what_was_made_last_makes_room_first(tmp_path: Path) -> None:
    room = Room(16 << 20, str(tmp_path))
    first, second, third, tiny = (room.vessel() for _ in range(4))
    tiny.write(b"a few")
    for one in (first, second, third):
        one.write(PIECE * 80)  # two megabytes
    assert _open_files(tmp_path) == 0
    for _ in range(12):
        first.write(PIECE * 10)
        assert _open_files(tmp_path) == (third.held == 0)
    assert (first.held > 0, second.held > 0, third.held, tiny.held > 0) == (True, True, 0, True)
    third.write(PIECE)
    second.write(bytes(16 << 20))
    assert (first.held > 0, second.held, tiny.held > 0) == (True, 0, True)
    assert third.done().to_pybytes() == PIECE * 81
    assert second.done().to_pybytes() == PIECE * 80 + bytes(16 << 20)
    assert first.done().to_pybytes() == PIECE * 200


def test_what_will_not_fit_moves_while_it_is_little(tmp_path: Path) -> None:
    room = Room(16 << 20, str(tmp_path))
    first, second, third, tiny = (room.vessel() for _ in range(4))
    for one, pieces in ((first, 4), (second, 4), (third, 4), (tiny, 0)):
        one.write(PIECE * pieces or b"a few")
    room.foresee(1 / 25)  # three times 2.5 MB fit
    assert _open_files(tmp_path) == 0
    room.foresee(1 / 40)  # three times 4 MB do not, twice do
    assert (first.held > 0, second.held > 0, third.held, tiny.held > 0) == (True, True, 0, True)
    room.foresee(1 / 40)
    assert _open_files(tmp_path) == 1
    room.foresee(1 / 100)
    assert (first.held, second.held, tiny.held > 0) == (0, 0, True)
    third.write(b"more")
    assert third.done().to_pybytes() == PIECE * 4 + b"more"
    assert first.done().to_pybytes() == PIECE * 4


def test_without_a_limit_nothing_is_foreseen(tmp_path: Path) -> None:
    room = Room(folder=str(tmp_path))
    vessel = room.vessel()
    vessel.write(PIECE)
    room.foresee(1e-9)
    assert vessel.held


def test_a_pile_that_is_larger_leaves_more_room_for_the_work(tmp_path: Path) -> None:
    room = Room(1 << 20, str(tmp_path))
    filed = room.vessel()
    filed.write(bytes(2 << 20))
    assert room.take(700_000)
    room.free(700_000)
    filed.write(bytes(1 << 20))
    assert not room.take(700_000)
    assert room.take(300_000)
    room.free(300_000)
    filed.write(bytes(2 << 20))
    assert not room.take(1)


def test_what_stands_in_files_is_known(tmp_path: Path) -> None:
    room = Room(1 << 16, str(tmp_path))
    near, far = room.array(10, np.int32), room.array(1 << 20, np.uint8)
    assert (room.in_file(near), room.in_file(far), room.in_file(far[-1:])) == (False, True, True)
    assert not Room(1 << 16, str(tmp_path)).in_file(far)


def test_what_nobody_holds_makes_room_again(tmp_path: Path) -> None:
    room = Room(1 << 20, str(tmp_path))
    for _ in range(10):
        vessel = room.vessel()
        vessel.write(bytes(100_000))
        full = vessel.done()
        held = room.array(100_000, np.float64)
        held[:] = 1
        assert _open_files(tmp_path) == 0
        del held, vessel, full
        gc.collect()
    beyond = room.array(200_000, np.float64)
    assert _open_files(tmp_path) == 1
    beyond[:] = np.arange(200_000)
    assert beyond.sum() == np.arange(200_000).sum()


def test_pages_that_are_given_back_hold_what_they_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = Room(0, str(tmp_path), ceiling=0)
    monkeypatch.setattr(rooms, "held_bytes", lambda: (1 << 60, 1 << 60))
    vessel = room.vessel()
    vessel.write(PIECE)
    read, made = vessel.done(), room.array(1000, np.int64)
    made[:] = 7
    for _ in range(3):
        room.trim()
        assert read.to_pybytes() == PIECE
        assert (made == 7).all()


@pytest.mark.skipif(not held_bytes()[0], reason="no one counts it here")
def test_work_on_two_portions_finds_room_for_them(tmp_path: Path) -> None:
    size, pairs = 64 << 20, np.zeros((2, 2), np.int32)
    pa.table({"i": pairs[:, 0]})  # what Arrow loads at its first array is there from now on
    room = Room(0, str(tmp_path), ceiling=held_bytes()[0] + size + (8 << 20))
    assert room.portion and room.portion > 8 << 20
    made = room.array(size, np.uint8)
    made[:] = 7
    before = held_bytes()[0]
    room.trim()
    assert held_bytes()[0] > before - size // 2, "all of it is below the ceiling"
    room.make_way()
    assert held_bytes()[0] < before - size // 2
    assert (made == 7).all()
    made[:] = 8
    LocalEngine(1, room=room).join("join", lambda part: pa.table({"i": part[:, 0]}), pairs)
    assert held_bytes()[0] < before - size // 2, "the engine asks for it"
    assert (made == 8).all()
    assert Room().portion is None
    Room().make_way()


def test_a_pile_whose_tables_alone_are_too_much_is_refused() -> None:
    room = Room(0, ceiling=1_000_000_000)
    room.expect(600_000)
    with pytest.raises(EngineError, match=r"700,000 articles take 1\.1 GB") as caught:
        room.expect(700_000)
    assert "--memory" in str(caught.value)
    Room().expect(10**12)


def test_a_place_that_refuses_is_told(tmp_path: Path) -> None:
    room = Room(0, str(tmp_path / "gone"))
    with pytest.raises(EngineError, match="gone") as caught:
        room.vessel().write(b"word")
    assert "TMPDIR" in str(caught.value) and "--memory" in str(caught.value)
    with pytest.raises(EngineError):
        room.array(10, np.int8)


@pytest.mark.skipif(not hasattr(os, "posix_fallocate"), reason="the system tells it when written")
def test_a_disk_without_room_is_told_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "posix_fallocate", full)
    with pytest.raises(EngineError, match="No space left on device"):
        Room(0, str(tmp_path)).array(10, np.int8)


def test_a_system_that_cannot_move_a_map_copies_it(monkeypatch: pytest.MonkeyPatch) -> None:
    class Fixed(rooms.mmap.mmap):  # type: ignore[misc]
        def resize(self, size: int) -> None:
            raise SystemError("mmap: resizing not available--no mremap()")

    monkeypatch.setattr(rooms.mmap, "mmap", Fixed)
    vessel = Room().vessel()
    for _ in range(20):
        vessel.write(PIECE)
    assert vessel.done().to_pybytes() == PIECE * 20


def test_parts_are_bound_by_rows_and_by_text() -> None:
    assert [*parts(np.zeros(0, np.int64), 5)] == [slice(0, 0)]
    assert [*parts(np.ones(12, np.int64), 5)] == [slice(0, 5), slice(5, 10), slice(10, 12)]
    much = np.array([1, 50 << 20, 1, 1, 3 << 20, 3 << 20], np.int64)
    assert [(s.start, s.stop) for s in parts(much, 5)] == [(0, 1), (1, 2), (2, 5), (5, 6)]


def test_sizes_of_texts_count_every_text() -> None:
    batch = pa.record_batch(
        {"id": ["a", "bb", None], "text": pa.array(["é", None, "xyz"], pa.large_string())}
    )
    assert text_sizes(batch).tolist() == [3, 2, 3]


def test_a_pile_of_nothing_has_one_batch() -> None:
    growing = Piling(Room())
    growing.append(pa.record_batch({"n": pa.array([], pa.int32())}))
    pile = growing.done()
    assert [batch.num_rows for batch in pile.batches(3)] == [0]
    assert [batch.num_rows for batch in pile.take(np.empty(0, np.int64)).batches(3)] == [0]
