"""The assistant itself: taking back, how it speaks, help, answers that nobody asked for."""

from __future__ import annotations

from pathlib import Path

import anyio
import pytest

from assistant.events import Region
from assistant.memory.database import Database
from assistant.speech.manner import FASTEST, LOUDEST, QUIETEST, SLOWEST
from skills.control import Control
from tests.skills.home import SmallHome
from tests.skills.talk import Talk


@pytest.fixture
def talk() -> Talk:
    return Talk()


def manner(talk: Talk) -> tuple[float, float]:
    home = talk.homes["control"]
    return home.manner.rate, home.manner.volume


@pytest.mark.parametrize(
    ("text", "rate", "volume"),
    [
        ("speak slower", 1 / 1.25, 1.0),
        ("slow down a bit", 1 / 1.1, 1.0),
        ("you're talking too fast", 1 / 1.25, 1.0),
        ("talk a lot faster", 1.6, 1.0),
        ("speak faster please", 1.25, 1.0),
        ("speak up", 1.0, 1.25),
        ("I can't hear you", 1.0, 1.25),
        ("talk a lot louder", 1.0, 1.6),
        ("lower your voice", 1.0, 1 / 1.25),
        ("you are too loud", 1.0, 1 / 1.25),
    ],
)
def test_it_speaks_as_it_was_asked_to_and_back_again(talk: Talk, text: str, rate: float, volume: float) -> None:
    talk(text)
    assert manner(talk) == pytest.approx((rate, volume))
    talk("undo")
    assert manner(talk) == pytest.approx((1.0, 1.0))


@pytest.mark.parametrize(
    ("text", "end", "refusal"),
    [
        ("speak faster", (FASTEST, 1.0), "I can't speak any faster."),
        ("speak slower", (SLOWEST, 1.0), "I can't speak any slower."),
        ("speak louder", (1.0, LOUDEST), "I can't speak any louder. You can turn up the volume of the loudspeaker."),
        ("speak quieter", (1.0, QUIETEST), "I can't speak any quieter."),
    ],
)
def test_at_the_end_of_what_is_understood_it_says_so(talk: Talk, text: str, end: tuple[float, float], refusal: str) -> None:
    assert talk(*[text] * 13)[-1] == refusal
    assert manner(talk) == end and not talk.last.undo
    assert talk("speak normally")[0] == "I speak normally now." and manner(talk) == (1.0, 1.0)


def test_how_it_speaks_is_remembered_over_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "owlish.db"
    Talk(database=Database(path))("speak slower", "speak a lot louder")
    after = Talk(database=Database(path))
    home = after.homes["control"]
    anyio.run(Control().background, home)
    assert manner(after) == pytest.approx((1 / 1.25, 1.6))


def test_a_change_before_the_voice_was_restored_starts_from_what_was_remembered(tmp_path: Path) -> None:
    path = tmp_path / "owlish.db"
    Talk(database=Database(path))("speak slower")
    after = Talk(database=Database(path))
    after("speak slower")
    assert manner(after) == pytest.approx((1 / 1.25**2, 1.0))


def test_the_last_reply_is_said_again_more_slowly(talk: Talk) -> None:
    assert talk("what is seven times eight", "say that again slowly") == ["56.", "56."]
    assert manner(talk) == pytest.approx((1 / 1.25, 1.0)) and talk.last.undo == "speak faster"


def test_there_is_nothing_to_take_back_where_nothing_was_done(talk: Talk) -> None:
    assert talk("undo", "what time is it", "take that back")[::2] == ["There is nothing to take back."] * 2


def test_undo_takes_back_the_last_act_and_not_what_was_only_told(talk: Talk) -> None:
    talk("add milk to the shopping list", "close your eyes", "what time is it")
    talk("undo")
    assert talk.took[-1] == "control.open_eyes" and talk.homes["control"].acts == [("camera", False), ("camera", True)]


@pytest.mark.parametrize(
    ("language", "timer", "look", "time", "wrong"),
    [
        ("en", "set a timer for five minutes", "how many cups are there", "what time is it", "that's wrong"),
        ("en", "set a timer for five minutes", "how many cups are there", "what time is it", "that is not what i asked for"),
        ("de", "Stell einen Timer auf fünf Minuten", "Wie viele Tassen sind da", "Wie spät ist es", "das ist falsch"),
        ("de", "Stell einen Timer auf fünf Minuten", "Wie viele Tassen sind da", "Wie spät ist es", "Das war falsch"),
        ("zh", "定时五分钟", "有几个杯子", "现在几点", "错了"),
        ("zh", "定时五分钟", "有几个杯子", "现在几点", "弄错了"),
    ],
)
def test_what_is_said_to_be_wrong_is_the_last_reply_and_no_act_before_it(
    language: str, timer: str, look: str, time: str, wrong: str
) -> None:
    for told in (look, time):
        talk = Talk(language=language)
        talk.homes["count"].sight.regions = (Region((0.1, 0.1, 0.4, 0.4), "cup", 0.9),)
        talk(timer, told, wrong)
        assert talk.took[-1] in ("look.sure", "control.wrong") and anyio.run(talk.homes["timer"].storage.rows), told
    talk = Talk(language=language)
    talk(timer, wrong)
    assert talk.took[-1] == "timer.cancel_last" and not anyio.run(talk.homes["timer"].storage.rows)


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("start listening", [("microphone", True)]),
        ("start listening again", [("microphone", True)]),
        ("you can listen again", [("microphone", True)]),
        ("turn on the microphone", [("microphone", True)]),
        ("unmute yourself", [("microphone", True)]),
        ("unmute your microphone", [("microphone", True)]),
        ("open your ears", [("microphone", True)]),
        ("stop listening", [("microphone", False)]),
        ("mute yourself", [("microphone", False)]),
        ("close your ears", [("microphone", False)]),
        ("start looking", [("camera", True)]),
        ("you may look again", [("camera", True)]),
        ("stop looking", [("camera", False)]),
        ("don't look", [("camera", False)]),
    ],
)
def test_what_opens_a_sense_never_closes_it(talk: Talk, text: str, acts: list[tuple[str, bool]]) -> None:
    talk(text)
    assert talk.homes["control"].acts == acts


@pytest.mark.parametrize("text", ["start recording", "stop the recording", "start talking", "start filming", "unmute", "begin watching"])
def test_what_sounds_like_the_opposite_closes_nothing(talk: Talk, text: str) -> None:
    talk(text)
    assert not [act for act in talk.homes["control"].acts if act in (("microphone", False), ("camera", False))]


def test_whether_it_listens_is_told_as_it_is(talk: Talk) -> None:
    assert talk("start listening") == ["I have no microphone."]
    talk.homes["control"].facts = {"microphone": "Desk"}
    assert talk("start listening", "stop listening", "undo")[::2] == ["I am listening."] * 2


def test_what_would_only_be_refused_is_no_help(talk: Talk) -> None:
    assert "minus" not in talk("help with timers")[0]


@pytest.mark.parametrize("text", ["what's your name", "who are you"])
def test_it_tells_who_it_is(talk: Talk, text: str) -> None:
    assert talk(text)[0].startswith("I am Owlish")


def test_after_a_while_nothing_is_taken_back_any_more(talk: Talk) -> None:
    talk("add milk to the shopping list")
    talk.now += 600
    assert talk("undo")[0] == "There is nothing to take back."


@pytest.mark.parametrize("text", ["yes", "no", "Sure.", "nope"])
def test_an_answer_that_nobody_asked_for_is_told_so(talk: Talk, text: str) -> None:
    assert talk(text) == ["I had not asked anything."]


def test_help_is_given_with_one_skill(talk: Talk) -> None:
    said = talk("help with lists", "help me with timers", "how do I use the volume")
    assert [text.split(" you can say")[0] for text in said] == ["With lists", "With timer", "With volume"]
    assert "add milk to the shopping list" in said[0] and "set a timer for five minutes" in said[1]


def test_help_with_what_is_not_installed_says_so() -> None:
    skill = Control()
    home = SmallHome(skill)
    from assistant.skill import Turn

    said = anyio.run(skill.handle, Turn("help with photos", "help", {"topic": "photo"}, home)).text
    assert said.startswith("I have no photo here.")


def test_it_claims_no_sense_that_it_has_not(talk: Talk) -> None:
    asked = ("open your eyes", "are you listening")
    assert [*talk(asked[0]), *talk(asked[1])] == ["I have no camera.", "Hello. My microphone is off; I read what you type."]
    talk.homes["control"].facts = {"camera": "HD Webcam", "microphone": "Desk"}
    assert [*talk(asked[0]), *talk(asked[1])] == ["My eyes are open.", "Hello. I am listening."]
