"""Budgets of memory as people write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from provenance.errors import UsageError
from provenance.memory import budget, unwritten
from provenance.memory.budget import room_of_columns, room_of_texts, shared_out
from provenance.memory.room import Room
from provenance.memory.size import LEAST, memory_size

MB = 1000**2


@pytest.mark.parametrize(
    ("given", "size"),
    [
        ("4GB", 4000 * MB),
        ("512MB", 512 * MB),
        ("1.5GiB", 3 << 29),
        (" 2 gb ", 2000 * MB),
        ("300000kB", 300 * MB),
        ("0.5TiB", 1 << 39),
        ("900000000B", 900 * MB),
        (1 << 30, 1 << 30),
        ("256MB", LEAST),
    ],
)
def test_sizes_are_read(given: object, size: int) -> None:
    assert memory_size(given) == size


@pytest.mark.parametrize("given", ["", "4", "4G", "GB", "4 bananas", "-4GB", "1e9B", 4.5, True, []])
def test_what_is_no_size_is_refused_with_an_example(given: object) -> None:
    with pytest.raises(UsageError, match="is no size") as caught:
        memory_size(given)
    assert "512MB" in str(caught.value)


@pytest.mark.parametrize("given", ["255MB", "1B", 0, -5, "0GB"])
def test_too_little_says_what_is_least(given: object) -> None:
    with pytest.raises(UsageError, match="too little") as caught:
        memory_size(given)
    assert "256MB" in str(caught.value)


@pytest.mark.parametrize("workers", [1, 2, 3, 16])
def test_shares_grow_with_the_budget_and_stay_within_it(workers: int) -> None:
    before = (-1, -1)
    for size in (LEAST, 500 * MB, 1 << 30, 4000 * MB, 64_000 * MB):
        room, helpers, batch = shared_out(size, workers, None)
        assert room.limit is not None and room.limit >= 0
        assert 0 <= helpers < workers
        assert room.limit + helpers * (200 << 20) < size
        assert batch >= 1
        assert (helpers, batch) >= before
        before = (helpers, batch)
    assert shared_out(None, workers, None).room.limit is None
    assert shared_out(None, workers, None).helpers == workers - 1


def test_two_workers_have_a_helper_only_where_memory_does_not_count() -> None:
    assert shared_out(None, 2, None).helpers == 1
    assert shared_out(None, 2, None, sparing=True).helpers == 0
    assert shared_out(1 << 30, 2, None).helpers == 0
    assert shared_out(8 << 30, 2, None).helpers == 1
    assert shared_out(None, 3, None, sparing=True).helpers == 2


def test_texts_stand_in_a_file_if_they_are_many() -> None:
    texts = room_of_texts(Room())
    assert texts.limit is not None
    assert texts.take(texts.limit)
    assert not texts.take(1)
    many = texts.limit + 1
    assert not room_of_texts(Room(), many).take(1)


def test_texts_that_a_budget_has_no_room_for_go_to_a_file_at_once(tmp_path: Path) -> None:
    named = Room(limit=800, folder=str(tmp_path), ceiling=1000)
    assert room_of_texts(named, 100).take(100)
    texts = room_of_texts(named, 101)
    assert not texts.take(1)
    assert (texts.folder, texts.ceiling) == (named.folder, named.ceiling)
    assert named.take(800)  # nothing of it is taken by texts


MANY = 65 << 20
FILED = 3 * MANY


def test_columns_go_to_files_that_the_system_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    room = Room()
    monkeypatch.setattr(budget, "unwritten_bytes", lambda: FILED)
    monkeypatch.setattr(budget, "disk_bytes", lambda folder: 2 * FILED)
    columns = room_of_columns(room, MANY)
    assert columns is not room and not columns.take(1)
    assert room.take(1 << 40)  # arrays, which are written at random, stand in memory
    for given, expected in ((room, 0), (room, 1 << 20), (room, MANY + 1), (Room(limit=9), MANY)):
        assert room_of_columns(given, expected) is given
    monkeypatch.setattr(budget, "disk_bytes", lambda folder: 2 * FILED - 1)
    assert room_of_columns(room, MANY) is room


@pytest.fixture
def system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A system that holds a tenth of 1 GiB that is free."""
    for name, folder in (("_SETTINGS", "vm"), ("_CONTAINER", "cgroup")):
        (tmp_path / folder).mkdir()
        monkeypatch.setattr(unwritten, name, tmp_path / folder)
    monkeypatch.setattr(unwritten, "_MEMORY", tmp_path / "meminfo")
    (tmp_path / "meminfo").write_text("MemTotal:  4194304 kB\nMemAvailable:   1048576 kB\n")
    (tmp_path / "vm" / "dirty_background_bytes").write_text("0\n")
    (tmp_path / "vm" / "dirty_background_ratio").write_text("10\n")
    return tmp_path


def test_a_share_of_free_memory_is_held_unwritten(system: Path) -> None:
    assert unwritten.unwritten_bytes() == (1 << 30) // 10
    (system / "vm" / "dirty_background_bytes").write_text("12345\n")
    assert unwritten.unwritten_bytes() == 12345


@pytest.mark.parametrize(
    ("most", "free"), [("max", 1 << 30), (str(1 << 29), 1 << 28), (str(1 << 27), 0)]
)
def test_a_container_has_what_its_limit_leaves(system: Path, most: str, free: int) -> None:
    (system / "cgroup" / "memory.max").write_text(f"{most}\n")
    (system / "cgroup" / "memory.current").write_text(f"{1 << 28}\n")
    assert unwritten.unwritten_bytes() == free // 10


@pytest.mark.parametrize("gone", ["meminfo", "vm/dirty_background_ratio"])
def test_a_system_that_says_nothing_holds_nothing(system: Path, gone: str) -> None:
    (system / gone).write_text("none\n")
    assert unwritten.unwritten_bytes() == 0
    (system / gone).unlink()
    assert unwritten.unwritten_bytes() == 0


def test_a_folder_that_is_not_there_has_no_room(tmp_path: Path) -> None:
    assert unwritten.disk_bytes(str(tmp_path)) > 0
    assert unwritten.disk_bytes(str(tmp_path / "none")) == 0
