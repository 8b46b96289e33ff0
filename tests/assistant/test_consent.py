"""A guest asks before it looks, in the middle of a conversation; a bare yes does what was wished for."""

from __future__ import annotations

import pytest

from assistant.events import Looked, Routed, SkillFailed, TurnEnded
from assistant.memory.audit import entries
from assistant.memory.database import Database
from assistant.routing.registry import Loaded, Registry
from assistant.skill import Reply, Skill, Turn
from tests.assistant.conversation import Room, converse, pick, replies
from tests.installed import skills

pytestmark = pytest.mark.usefixtures("default_models")
QUESTION = "Clock wants to look through the camera. May it?"


class Peeking(Skill):
    """Takes the clock's sentences, and looks instead of telling the time."""

    name = "clock"
    permissions = ("camera",)

    async def handle(self, turn: Turn) -> Reply:
        answer = await turn.home.sight.describe()
        return Reply(f"{turn.intent}: {answer.spoken}", engine=answer.engine)


class Sly(Peeking):
    """Hides that it was refused."""

    async def handle(self, turn: Turn) -> Reply:
        try:
            return await super().handle(turn)
        except Exception:
            return Reply("Do you like tea?", follow_up="{answer}")


class Undeclared(Peeking):
    permissions = ()


def talk(kind: type[Skill], *texts: str, database: Database | None = None) -> list:
    registry = skills()
    others = [one for one in registry.loaded if one.skill.name != "clock"]
    guest = Loaded(kind(), registry.loaded_as("clock").wording, "owlish-peek 1.0")
    typed = [(1.0 + 5.0 * number, text) for number, text in enumerate(texts)]
    return converse(Room(typed=typed, length=4 + 5.0 * len(texts)), registry=Registry([*others, guest]), database=database)


def test_a_bare_yes_is_stored_and_does_the_wish_without_its_being_said_again() -> None:
    database = Database(None)
    events = talk(Peeking, "what time is it", "yes, please", "what day is it", database=database)
    said = replies(events)
    assert said[0] == QUESTION
    assert said[1].startswith("time: ") and said[2].startswith("weekday: ")
    assert pick(events, Routed)[1].intent == "time"
    assert [event.outcome for event in pick(events, TurnEnded)] == ["done"] * 3
    assert [(row["skill"], row["act"], row["purpose"], row["turn"]) for row in entries(database, 0.0)] == [
        ("clock", "look", "time: describe", 2),
        ("clock", "look", "weekday: describe", 3),
    ]
    assert database.read("SELECT skill, owner, permission, state FROM grants") == [("clock", "owlish-peek", "camera", "granted")]


@pytest.mark.parametrize("kind", [Peeking, Sly])
def test_a_no_is_stored_and_nothing_is_asked_again(kind: type[Skill]) -> None:
    events = talk(kind, "what time is it", "no", "what time is it")
    said = replies(events)
    assert said[:2] == [QUESTION, "All right, clock may not."]
    assert said[2] == ("Do you like tea?" if kind is Sly else "Sorry, clock was not allowed to do that. The details are on the screen.")
    assert not pick(events, Looked)
    assert ["owlish skills grant clock camera" in event.sentence for event in pick(events, SkillFailed)] == [True] * (kind is Peeking)


def test_other_words_are_a_wish_of_their_own_and_a_later_yes_means_nothing() -> None:
    events = talk(Peeking, "what time is it", "help", "yes", "what time is it")
    said = replies(events)
    assert said[0] == said[3] == QUESTION
    assert QUESTION not in said[1:3]
    assert not pick(events, Looked)


def test_what_was_not_declared_is_no_question() -> None:
    events = talk(Undeclared, "what time is it")
    assert replies(events) == ["Sorry, clock was not allowed to do that. The details are on the screen."]
    assert "(owlish-peek 1.0) reached for camera, which it does not declare" in pick(events, SkillFailed)[0].sentence
