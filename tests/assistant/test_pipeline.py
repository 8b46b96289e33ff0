"""Whole conversations, from sound in a room to what was said back."""

from __future__ import annotations

import importlib.metadata
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import closing
from pathlib import Path

import anyio
import numpy as np
import pytest

from assistant.config import Config
from assistant.errors import NetworkError
from assistant.events import (
    Event,
    Looked,
    Notice,
    Replied,
    Routed,
    SkillFailed,
    SpeakingEnded,
    SpeakingStarted,
    SpeechEnded,
    StateChanged,
    Transcribed,
    TurnEnded,
    TurnStarted,
)
from assistant.memory.database import Database
from assistant.memory.turns import newest_turn, one_turn
from assistant.routing.registry import Loaded, Registry, load_registry
from assistant.routing.router import Router
from assistant.routing.templates import Wording
from assistant.skill import Reply, Skill, Turn
from tests.assistant.conversation import Room, converse, pick, replace_section, replies
from tests.installed import skills

pytestmark = pytest.mark.usefixtures("default_models")


def test_a_spoken_question_is_heard_routed_and_answered_aloud() -> None:
    events = converse(Room(speech=[(1.0, "What time is it?")], length=6))
    assert [event.transcript.text.lower().strip("?.") for event in pick(events, Transcribed)] == ["what time is it"]
    assert [(event.skill, event.intent) for event in pick(events, Routed)] == [("clock", "time")]
    assert replies(events)[0].startswith("It's ")
    assert len(pick(events, SpeakingStarted)) == 1 and not pick(events, SpeakingEnded)[0].interrupted


def test_the_answer_about_the_picture_names_engine_frame_and_age() -> None:
    events = converse(Room(speech=[(1.0, "What do you see?")], length=6))
    (looked,) = pick(events, Looked)
    assert looked.engine.startswith("vilbert ") and 0 <= looked.age < 1.0
    assert pick(events, Replied)[0].engine == looked.engine


def test_the_frame_is_of_the_time_of_the_words_not_of_the_answer() -> None:
    events = converse(Room(speech=[(2.0, "What is this?")], length=6))
    (looked,), (ended,) = pick(events, Looked), pick(events, SpeechEnded)
    end_of_speech = ended.time - Config().listening.silence
    assert looked.scene.frame.time <= end_of_speech + 0.45


def test_the_text_is_there_as_soon_as_the_silence_has_lasted() -> None:
    events = converse(Room(speech=[(1.0, "What time is it?")], length=6))
    stages = pick(events, TurnEnded)[0].stages
    assert stages["endpoint"] == pytest.approx(Config().listening.silence, abs=0.02)
    assert {"endpoint", "asr", "text", "route", "skill", "answer", "tts", "first_audio"} <= stages.keys()


def test_speech_over_the_assistant_ends_what_it_says_within_200_ms() -> None:
    events = converse(Room(speech=[(1.0, "Help."), (5.0, "Stop, stop it now.")], length=12))
    cut = next(event for event in pick(events, SpeakingEnded) if event.interrupted)
    assert cut.time < 5.0 + 0.1 + 0.2
    assert 0 < len(cut.heard) < len(replies(events)[0])


def test_a_timer_rings_until_somebody_speaks_in_a_conversation_of_minutes() -> None:
    events = converse(
        Room(
            speech=[
                (1.0, "Set a pasta timer for two minutes."),
                (60.0, "How much time is left on the pasta timer?"),
                (130.0, "Stop, stop it now."),
            ],
            length=145,
        )
    )
    said = replies(events)
    assert said[0] == "Your pasta timer is set for 2 minutes."
    assert said[1].startswith("Your pasta timer has 1 minute")
    assert said[2] == "Your pasta timer is over."
    ring = pick(events, Replied)[2]
    assert 122 < ring.time < 125, "it says what it is at once, and then rings until somebody speaks"
    states = [(event.time, event.state) for event in pick(events, StateChanged)]
    assert any(125 < time < 128 and state == "speaking" for time, state in states)
    assert not any(time > 134 and state == "speaking" for time, state in states)


def test_one_word_stops_all_that_rings_together() -> None:
    events = converse(Room(typed=[(1, "set a tea timer for two minutes"), (4, "set an alarm in two minutes"), (131, "stop")], length=150))
    said = pick(events, Replied)
    assert {event.text for event in said[2:]} >= {"Your tea timer is over."} and any("This was your alarm" in event.text for event in said)
    assert all(event.time < 140 for event in said), "neither goes on ringing for its minute"


def test_what_no_skill_takes_is_declined_with_examples() -> None:
    events = converse(Room(typed=[(1.0, "book a flight to Boston")], length=8))
    assert pick(events, Routed)[0].skill is None
    assert "I can't do that" in replies(events)[0] and "“" in replies(events)[0]


def test_silence_and_noise_start_no_turn() -> None:
    random = np.random.default_rng(3)
    pink = np.cumsum(random.standard_normal(16_000 * 8)) / 400
    events = converse(Room(sound=[(1.0, (0.05 * pink / np.abs(pink).max()).astype(np.float32))], length=12))
    assert not pick(events, TurnStarted)


def test_without_a_camera_it_says_so_and_goes_on() -> None:
    events = converse(Room(typed=[(1.0, "what do you see"), (4.0, "what time is it")], length=10, picture=None))
    assert replies(events)[0] == "I have no camera."
    assert replies(events)[1].startswith("It's ")


def test_a_camera_lost_in_the_middle_is_told_instead_of_answered_from() -> None:
    events = converse(Room(typed=[(8.0, "what do you see")], length=12, blind_from=3.0))
    assert replies(events) == ["The camera sends no pictures, so I can't see what is there now."]
    assert not pick(events, Looked)


def test_a_covered_lens_is_told_instead_of_answered_from() -> None:
    events = converse(Room(typed=[(2.0, "what do you see")], length=6, dark=True))
    assert replies(events) == ["The picture is black. Is the lens covered, or the light off?"]


def test_closed_eyes_see_nothing_until_they_are_opened() -> None:
    events = converse(
        Room(typed=[(1, "close your eyes"), (4, "what do you see"), (9, "open your eyes"), (13, "what do you see")], length=20)
    )
    said = replies(events)
    assert said[0] == "My eyes are closed." and said[1].startswith("My eyes are closed.") and said[2] == "My eyes are open."
    assert len(pick(events, Looked)) == 1


class Crashing(Skill):
    name = "crashing"

    async def handle(self, turn: Turn) -> Reply:
        raise RuntimeError("the skill's own fault")


class Hanging(Skill):
    name = "hanging"
    timeout = 2.0

    async def handle(self, turn: Turn) -> Reply:
        await anyio.sleep_forever()
        return Reply("never")


@pytest.mark.parametrize("broken", [Crashing, Hanging])
def test_a_skill_that_crashes_or_hangs_is_named_and_the_next_turn_works(broken: type[Skill]) -> None:
    registry = skills()
    clock = next(one for one in registry.loaded if one.skill.name == "clock")
    stand_in = broken()
    stand_in.name = "clock"
    hurt = Registry([*(one for one in registry.loaded if one is not clock), type(clock)(stand_in, clock.wording, "guest 1.0")])
    events = converse(Room(typed=[(1, "what time is it"), (6, "help")], length=12), registry=hurt)
    assert "'clock'" in pick(events, SkillFailed)[0].sentence
    assert replies(events)[0].startswith("Sorry, clock did not work.")
    assert replies(events)[1].startswith("You can say")


def test_a_timer_that_cannot_be_kept_is_not_promised() -> None:
    database = Database(None)
    database.write("DROP TABLE rows")
    events = converse(Room(typed=[(1, "set a timer for five minutes"), (6, "what time is it")], length=12), database=database)
    assert replies(events)[0].startswith("I can't keep that now.") and replies(events)[1].startswith("It's ")


def test_the_way_to_a_file_that_cannot_be_written_is_shown_and_not_said_and_told_once(tmp_path: Path) -> None:
    with closing(Database(tmp_path / "owlish.db")) as database:
        database.write("PRAGMA query_only = ON")
        typed = [(1, "what time is it"), (4, "flip a coin"), (8, "add milk to my list")]
        events = converse(Room(typed=typed, length=12), database=database)
    assert replies(events)[-1] == "I can't keep that now. The details are on the screen."
    sentence = f"{tmp_path}/owlish.db cannot be used (attempt to write a readonly database); check that its folder is yours and writable."
    turns = [event.turn for event in pick(events, TurnEnded)]
    assert len(turns) == 3 and [event.sentence for event in pick(events, Notice)] == [sentence] * 2, "of the record, and of the list"


def test_a_guest_that_cannot_be_loaded_is_told_and_the_others_are_ready() -> None:
    guest = importlib.metadata.EntryPoint("weather", "no_such_module:Weather", "owlish.skills")
    registry = load_registry(points=[*importlib.metadata.entry_points(group="owlish.skills"), guest])
    events = converse(Room(typed=[(1, "what time is it")], length=5), registry=registry)
    (failure,) = pick(events, SkillFailed)
    assert failure.sentence.startswith("Skill 'weather' (no_such_module) failed to load: No module named 'no_such_module'.")
    assert replies(events)[0].startswith("It's ")


def test_every_turn_can_be_explained_afterwards() -> None:
    database = Database(None)
    converse(Room(typed=[(1, "what do you see")], length=6), database=database)
    trace = one_turn(database, newest_turn(database) or 0)
    assert trace is not None
    assert trace["skill"] == "look" and trace["outcome"] == "done"
    assert trace["candidates"][0]["skill"] == "look" and trace["frames"][0]["engine"].startswith("vilbert ")
    assert {"route", "look", "skill", "answer"} <= trace["stages"].keys()


def test_a_follow_up_leans_on_the_question_before() -> None:
    events = converse(Room(typed=[(1, "how many chairs are there"), (5, "and the people")], length=10))
    assert [(event.skill, event.intent) for event in pick(events, Routed)] == [("count", "how_many")] * 2


def test_it_is_not_the_thing_spoken_of_in_a_sentence_that_is_whole() -> None:
    events = converse(Room(typed=[(1, "how many chairs are there"), (5, "what time is it"), (9, "what day is it")], length=14))
    assert [(event.skill, event.text) for event in pick(events, Routed)][1:] == [("clock", "what time is it"), ("clock", "what day is it")]
    assert [event.confidence for event in pick(events, Routed)][1:] == [1.0, 1.0]


def test_repeat_says_the_last_answer_again() -> None:
    events = converse(Room(typed=[(1, "what date is it"), (6, "say that again")], length=12))
    first, second = replies(events)
    assert first == second


def test_an_utterance_without_end_is_cut_with_a_word_about_it() -> None:
    config = replace_section(Config(), "listening", longest=2.0)
    sentence = "I was just wondering whether you could possibly tell me what time it is right now"
    events = converse(Room(speech=[(1.0, sentence)], length=16), config=config)
    assert any(event.too_long for event in pick(events, SpeechEnded))


class Talker(Skill):
    """Answers what nobody else takes, word by word; then does what it was made for."""

    name = "talker"
    takes_rest = True

    def __init__(self, end: Callable[[], Awaitable[None]]) -> None:
        super().__init__()
        self._end = end
        self.closed = False

    async def handle(self, turn: Turn) -> Reply:
        if turn.text == "call home":
            raise NetworkError("owls.example cannot be reached; check the network.")
        return Reply("", more=self._pieces())

    async def _pieces(self) -> AsyncGenerator[str, None]:
        try:
            for piece in ("Owls ", "fly. ", "They ", "hunt. ", "They ") if self._end is not anyio.sleep_forever else ():
                yield piece
            await self._end()
        finally:
            self.closed = True


def talking(talker: Talker, *typed: tuple[float, str]) -> list[Event]:
    registry = skills()
    whole = Registry([*registry.loaded, Loaded(talker, Wording(talker, "en"), "guest 1.0")])
    return converse(Room(typed=typed, length=12, picture=None), registry=whole)


async def breaks() -> None:
    raise RuntimeError("the model is gone")


def test_a_reply_that_is_still_coming_is_said_as_it_comes_and_its_end_is_told() -> None:
    talker = Talker(breaks)
    events = talking(talker, (1.0, "tell me about owls"))
    assert replies(events) == [
        "Owls fly.",
        "Owls fly. They hunt.",
        "Owls fly. They hunt. They",
        "Owls fly. They hunt. They Sorry, talker did not work.",
        "Owls fly. They hunt. They Sorry, talker did not work. The details are on the screen.",
    ]
    assert pick(events, SkillFailed)[0].sentence == "Skill 'talker' failed: RuntimeError: the model is gone."
    assert len(pick(events, SpeakingEnded)) == len(pick(events, TurnEnded)) == 1
    assert pick(events, SpeakingEnded)[0].heard == replies(events)[-1]


def test_a_reply_whose_first_words_do_not_come_holds_nobody_up() -> None:
    talker = Talker(anyio.sleep_forever)
    events = talking(talker, (1.0, "tell me about owls"), (4.0, "what time is it"))
    assert [event.outcome for event in pick(events, TurnEnded)] == ["cancelled", "done"]
    assert talker.closed and len(replies(events)) == 1 and replies(events)[0].startswith("It's ")


def test_a_host_that_does_not_answer_is_told_in_its_own_sentence() -> None:
    assert replies(talking(Talker(breaks), (1.0, "call home"))) == ["owls.example cannot be reached; check the network."]


def test_a_doubtful_wish_is_asked_about_and_done_after_a_yes() -> None:
    events = converse(Room(typed=[(1.0, "what are your talents"), (6.0, "yes")], length=20))
    assert [event.skill for event in pick(events, Routed)] == [None, "control"]
    assert replies(events)[0] == "Did you mean: help?" and replies(events)[1].startswith("You can say")


def test_what_is_missing_is_asked_for_and_the_bare_answer_does_it() -> None:
    events = converse(Room(typed=[(1.0, "make my timer longer"), (6.0, "three minutes")], length=14))
    assert replies(events) == ["For how long?", "No timer is set."]


class Repeater(Skill):
    """Answers what a host has told it, whatever that is."""

    name = "repeater"
    takes_rest = True

    async def handle(self, turn: Turn) -> Reply:
        return Reply(f"{turn.text} in \x1b]52;c;bGV0\x07Lisbon\x9b2J")


def test_neither_what_is_typed_nor_what_is_answered_rules_the_terminal() -> None:
    registry, database = skills(), Database(None)
    whole = Registry([*registry.loaded, Loaded(repeater := Repeater(), Wording(repeater, "en"), "owlish 1.0")])
    events = converse(Room(typed=[(1, "zorp \x1b[31mblib")], length=5, picture=None), registry=whole, database=database)
    (said,) = replies(events)
    assert said.endswith(" in ]52;c;bGV0Lisbon2J")
    turn = one_turn(database, newest_turn(database) or 0)
    assert turn is not None
    assert (turn["text"], turn["reply"]) == ("zorp [31mblib", said)


def test_words_that_no_router_survives_end_no_assistant() -> None:
    """Two times in one wish once did, outside of any turn."""

    def stumbles(text: str) -> float:
        raise ValueError(f"no number in {text!r}")

    registry = skills()
    typed = [(1, "the wuggle is quite zorbled"), (4, "what time is it")]
    events = converse(Room(typed=typed, length=8), registry=registry, router=Router(registry, needs_picture=stumbles))
    assert [event.outcome for event in pick(events, TurnEnded)] == ["done", "done"] and replies(events)[1].startswith("It's ")
    (notice,) = {event.sentence for event in pick(events, Notice)}
    assert notice.startswith("I lost the thread of these words (ValueError: no number in 'the wuggle") and "\n" not in notice
