"""Pictures of a guest go to the person's folder, and nothing else does."""

from __future__ import annotations

from pathlib import Path

import anyio

from assistant.routing.guest_album import Album
from tests.assistant.house import WholeHome


def moved(folder: Path, *names: str) -> dict[str, bytes]:
    """What lies in the person's folder after a guest saved pictures of those names, the first of them twice over."""
    (folder / "process").mkdir()
    (folder / "secret").write_bytes(b"a secret")

    async def live() -> None:
        album = Album(folder / "process")
        for saved in (names[:1], names):
            lent = await album.lend(WholeHome(folder / "pictures"))
            for name in saved:
                (lent / name).write_bytes(b"a picture")
            (lent / "link.jpg").symlink_to(folder / "secret")
            await album.move()
        await album.move()  # of a turn that asked for none

    anyio.run(live)
    return {path.name: path.read_bytes() for path in (folder / "pictures").iterdir()}


def test_each_keeps_its_place_beside_those_of_the_same_name_and_links_stay_behind(tmp_path: Path) -> None:
    assert moved(tmp_path, "cup.jpg", "mug.png", ".hidden") == {"cup.jpg": b"a picture", "cup-2.jpg": b"a picture", "mug.png": b"a picture"}
    assert not [*(tmp_path / "process").iterdir()]
