"""What the assistant lends: watching with the real eyes, and a folder for pictures."""

from __future__ import annotations

from pathlib import Path

import anyio
import pytest

from assistant.errors import StoreError
from assistant.home import TurnHome
from assistant.memory.database import Database
from assistant.memory.storage import SkillStorage
from assistant.paths import pictures_dir
from assistant.permissions import OWNER
from assistant.seeing import Eyes
from assistant.skill import Reply, Turn
from skills.watch import Watcher
from tests.assistant.stage import EMPTY, PERSON, Stage, live, sight
from tests.inline import InlineWorker
from tests.skills.home import doors


def home(eyes: Eyes, skill: Watcher, announced: list[str], folder: Path = Path("unused")) -> TurnHome:
    async def announce(reply: Reply) -> None:
        announced.append(reply.text)

    lent = doors(announce=announce, skills=lambda: (skill,), photos=folder)
    begin = anyio.current_time()
    storage = SkillStorage(Database(None), skill.name, OWNER, InlineWorker("memory"))
    return TurnHome(sight(eyes), storage, lent, lambda: 1.7e9 + anyio.current_time() - begin)


def test_somebody_who_comes_in_is_told_of_from_real_pictures(networks) -> None:
    announced: list[str] = []

    async def act(eyes: Eyes) -> None:
        skill = Watcher()
        place = home(eyes, skill, announced)
        slots = {"thing": "someone", "when": "when", "arrives": "comes in"}
        said = await skill.handle(Turn("when someone comes in", "appears", slots, place))
        assert said.text == "I will tell you when someone comes in."
        with anyio.move_on_after(30):
            await skill.background(place)

    stage = Stage(*((begin, pixels) for begin, pixels in ((0, EMPTY), (5, PERSON), (6, EMPTY), (15, PERSON))))
    live(networks, stage, act)
    assert announced == ["I see someone now."]


def test_pictures_go_where_the_configuration_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_PICTURES_DIR", str(tmp_path / "Pictures"))
    assert pictures_dir() == tmp_path / "Pictures" / "owlish"
    assert pictures_dir("~/mine") == Path.home() / "mine"


def test_the_folder_of_pictures_is_made_when_it_is_wanted_and_one_that_cannot_be_is_one_sentence(networks, tmp_path: Path) -> None:
    async def act(eyes: Eyes) -> None:
        assert (await home(eyes, Watcher(), [], tmp_path / "deep" / "owlish").pictures()).is_dir()
        (tmp_path / "file").touch()
        sentence = r"Pictures cannot be kept in .*file/owlish \(Not a directory\); choose another folder as photos.folder"
        with pytest.raises(StoreError, match=sentence):
            await home(eyes, Watcher(), [], tmp_path / "file" / "owlish").pictures()

    live(networks, Stage((0, EMPTY)), act)
