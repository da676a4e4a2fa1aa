"""Budgets of memory as people write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from provenance.errors import UsageError
from provenance.memory.budget import room_of_texts, shared_out
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
    for budget in (LEAST, 500 * MB, 1 << 30, 4000 * MB, 64_000 * MB):
        room, helpers, batch = shared_out(budget, workers, None)
        assert room.limit is not None and room.limit >= 0
        assert 0 <= helpers < workers
        assert room.limit + helpers * (200 << 20) < budget
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
