"""Steps, versions and other tabs, on a shelf that stands in a file."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from crypto.errors import TooLong
from hotline.client.errors import NotConnected, WrongPassphrase
from hotline.client.files import FileShelf
from hotline.client.state import State


@dataclass
class Diary:
    lines: list[str] = field(default_factory=list)

    def write(self, line: str) -> None:
        self.lines.append(line)

    def to_json(self) -> dict[str, Any]:
        return {"lines": self.lines}

    @classmethod
    def from_json(cls, json: dict[str, Any]) -> "Diary":
        return cls(json["lines"])

    def trim(self) -> bool:
        return len(self.lines) > 1 and self.lines.pop(0) is not None


class ShakyShelf(FileShelf):
    """A shelf whose answer is lost once."""

    lose_answer = False

    async def write(self, version: int, document: dict[str, Any]) -> bool:
        done = await super().write(version, document)
        if self.lose_answer:
            self.lose_answer = False
            raise NotConnected
        return done


async def opened(shelf: FileShelf) -> State[Diary]:
    if await shelf.read() is None:
        return State(shelf, Diary.from_json, Diary())
    return await State.read(shelf, Diary.from_json)


async def write(state: State[Diary], line: str) -> None:
    await state.change(lambda diary: diary.write(line))


def test_of_two_tabs_one_wins_and_the_other_reads_again(tmp_path: Path) -> None:
    async def story() -> None:
        shelf = FileShelf(tmp_path / "diary", None)
        one = await opened(shelf)
        await write(one, "first")
        two = await opened(shelf)
        await asyncio.gather(write(one, "by one"), write(two, "by two"))
        stands = await opened(shelf)
        assert sorted(stands.now.lines) == ["by one", "by two", "first"]

    asyncio.run(story())


def test_a_write_whose_answer_was_lost_counts_once_also_when_another_tab_wrote_since(tmp_path: Path) -> None:
    async def story() -> None:
        shelf = ShakyShelf(tmp_path / "diary", None)
        one = await opened(shelf)
        await write(one, "first")
        shelf.lose_answer = True
        with pytest.raises(NotConnected):
            await write(one, "second")
        other = await opened(FileShelf(tmp_path / "diary", None))
        await write(other, "by another tab")
        await write(one, "third")
        assert one.now.lines == ["first", "second", "by another tab", "third"]

    asyncio.run(story())


def test_a_step_that_does_not_fit_changes_nothing(tmp_path: Path) -> None:
    async def story() -> None:
        shelf = FileShelf(tmp_path / "diary", None)
        shelf.room_bytes = 300
        state = await opened(shelf)
        await write(state, "short")
        with pytest.raises(TooLong):
            await write(state, "long" * 100)
        assert state.now.lines == ["short"]

    asyncio.run(story())


def test_the_oldest_gives_way_when_there_is_no_room(tmp_path: Path) -> None:
    async def story() -> None:
        shelf = FileShelf(tmp_path / "diary", None)
        shelf.room_bytes = 300
        state = await opened(shelf)
        for line in ("a" * 100, "b" * 100, "c"):
            await write(state, line)
        assert (await opened(shelf)).now.lines == ["b" * 100, "c"]

    asyncio.run(story())


def test_a_step_that_changes_nothing_is_not_written(tmp_path: Path) -> None:
    async def story() -> None:
        state = await opened(FileShelf(tmp_path / "diary", None))
        await write(state, "first")
        await state.change(lambda diary: None)
        assert state.version == 1

    asyncio.run(story())


def test_a_sealed_file_opens_with_its_passphrase_only(tmp_path: Path) -> None:
    async def story() -> None:
        await write(await opened(FileShelf(tmp_path / "diary", "correct horse")), "kept")
        assert b"kept" not in (tmp_path / "diary").read_bytes()
        assert (tmp_path / "diary").stat().st_mode & 0o077 == 0
        assert (await opened(FileShelf(tmp_path / "diary", "correct horse"))).now.lines == ["kept"]
        for wrong in ("battery staple", ""):
            with pytest.raises(WrongPassphrase):
                await opened(FileShelf(tmp_path / "diary", wrong))

    asyncio.run(story())
