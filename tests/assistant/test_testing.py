"""A conversation with a guest for its tests: the guest runs as it will, and the world around it is the test's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.errors import PermissionDenied, SkillError
from assistant.testing import Talk
from tests.assistant.routing.guests import HEAD, Site

pytestmark = pytest.mark.usefixtures("default_models")
CODE = (
    HEAD
    + """
from assistant.when import resolve

class Guest(Skill):
    name = "plants"
    permissions = ("camera", "speech", "files", "network:plants.example")

    async def handle(self, turn):
        return await getattr(self, turn.intent)(turn)

    async def water(self, turn):
        plant, when = turn.slots["plant"], turn.slots.get("when")
        at = resolve(when, turn.home.now()) if when else turn.home.now()
        await turn.home.storage.put(plant, {"at": at, "written": turn.written(plant)})
        return Reply(f"Watered: {turn.written(plant)}.", undo=f"I never watered {turn.written(plant)}")

    async def never(self, turn):
        await turn.home.storage.delete(turn.slots["plant"])
        return Reply(f"Struck out: {turn.written(turn.slots['plant'])}.")

    async def which(self, turn):
        return Reply("Which one?", follow_up="the one that i watered is {answer}")

    async def chosen(self, turn):
        return await self.water(turn)

    async def look(self, turn):
        seen = await turn.home.sight.answer("is it dry")
        return Reply(f"Dry: {seen.short}.", confidence=seen.confidence)

    async def ask(self, turn):
        return Reply((await turn.home.fetch("https://plants.example/fern")).decode())

    async def spy(self, turn):
        return Reply((await turn.home.fetch("https://other.example/")).decode())

    async def fail(self, turn):
        return Reply({}["fern"])

    async def dangle(self, turn):
        return Reply("Done.", undo="undangle the fern")

    async def tell(self, turn):
        (await turn.home.pictures() / "fern.txt").write_text("green")
        return Reply(str(await turn.home.announce(Reply("The fern is thirsty."))))
"""
)
WORDS = """
[intents]
water = { templates = ["i watered my {plant}"], examples = ["i watered my fern"] }
never = { templates = ["i never watered {plant}"], asked_back = true }
which = { templates = ["i watered one of my plants"], examples = ["i watered one of my plants"] }
chosen = { templates = ["the one that i watered is {plant}"], asked_back = true }
look = { templates = ["does my fern look dry"], examples = ["does my fern look dry"] }
ask = { templates = ["ask them about ferns"], examples = ["ask them about ferns"] }
spy = { templates = ["ask others about ferns"], examples = ["ask others about ferns"] }
fail = { templates = ["let my fern fail"], examples = ["let my fern fail"] }
dangle = { templates = ["let my fern dangle"], examples = ["let my fern dangle"] }
tell = { templates = ["let my fern tell"], examples = ["let my fern tell"] }

[slots]
plant = "timed"
"""


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Talk]:
    with pytest.MonkeyPatch.context() as patch:
        site = Site(tmp_path_factory.mktemp("plants") / "site", patch)
        site.install("plants", CODE, WORDS)
        with Talk("plants") as talk:
            yield talk


def test_sentences_go_where_they_would_go_and_lead_on(talk: Talk) -> None:
    assert (talk("I watered my Ficus yesterday."), talk.took) == ("Watered: Ficus.", "plants.water")
    assert talk.rows()["ficus"]["written"] == "Ficus" and -48 < (talk.rows()["ficus"]["at"] - talk.world.time) / 3600 < 0
    assert (talk("undo"), talk.took, talk.rows()) == ("Struck out: Ficus.", "plants.never", {})
    assert [talk("i watered one of my plants"), talk("the old Yucca")] == ["Which one?", "Watered: the old Yucca."]
    assert (talk("what time is it"), talk.took) == ("", "clock.time")


def test_the_world_is_what_the_test_says(talk: Talk) -> None:
    assert talk("does my fern look dry") == "I have no camera."
    talk.world.sight.answers["is it dry"] = "yes"
    assert (talk("does my fern look dry"), talk.reply.confidence) == ("Dry: yes.", 0.9)
    assert talk("ask them about ferns") == "https://plants.example/fern is not among the pages of this world."
    talk.world.pages["https://plants.example/fern"] = b"Ferns like shade."
    assert talk("ask them about ferns") == "Ferns like shade."
    assert (talk("let my fern tell"), talk.world.announced) == ("True", ["The fern is thirsty."])
    assert (talk.world.folder / "fern.txt").read_text() == "green"


def test_what_is_wrong_with_the_skill_fails_its_test(talk: Talk) -> None:
    with pytest.raises(PermissionDenied, match=r"reached for network:other\.example, which it does not declare"):
        talk("ask others about ferns")
    with pytest.raises(SkillError, match=r"Skill 'plants' failed: KeyError: 'fern', plants\.py:\d+\."):
        talk("let my fern fail")
    with pytest.raises(SkillError, match="gave the undo “undangle the fern”, which none of its intents takes"):
        talk("let my fern dangle")


def test_its_pictures_are_gone_with_it(talk: Talk) -> None:
    with Talk("clock") as other:
        assert other("what time is it").startswith("It's ")
        folder = other.world.folder
        assert folder.is_dir()
    assert not folder.exists() and isinstance(folder, Path)
