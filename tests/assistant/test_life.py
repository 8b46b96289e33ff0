"""What goes on beside the turns: skills in the background."""

from __future__ import annotations

import pytest

from assistant.events import SkillFailed
from assistant.life import AGAIN
from assistant.routing.registry import Loaded, Registry
from assistant.routing.templates import Wording
from assistant.skill import Home, Reply, Skill, Turn
from tests.assistant.conversation import Room, converse, pick, replies
from tests.installed import skills

pytestmark = pytest.mark.usefixtures("default_models")


class Watchman(Skill):
    """Its background fails three times, for two reasons, and then speaks."""

    name = "watchman"
    permissions = ("speech",)

    def __init__(self) -> None:
        super().__init__()
        self._failures = iter(("the disk is full", "the disk is full", "the disk is gone"))

    async def handle(self, turn: Turn) -> Reply:
        return Reply("All is well.")

    async def background(self, home: Home) -> None:
        if why := next(self._failures, ""):
            raise OSError(why)
        await home.announce(Reply("Nobody came."))


def test_background_work_that_fails_begins_again_and_each_reason_is_told_once() -> None:
    watchman = Watchman()
    whole = Registry([*skills().loaded, Loaded(watchman, Wording(watchman, "en"), "owlish")])
    events = converse(Room(length=round(3 * AGAIN) + 10, picture=None), registry=whole)
    told = [event.sentence for event in pick(events, SkillFailed)]
    assert [("full" in sentence, "gone" in sentence) for sentence in told] == [(True, False), (False, True)]
    assert all(sentence.endswith("it begins again in 60 s.") for sentence in told)
    assert replies(events) == ["Nobody came."]
