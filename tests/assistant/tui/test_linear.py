"""The linear mode: one line for each thing that matters, no signs that a voice would stumble over, and lines that are typed."""

from __future__ import annotations

import os
import subprocess

import pytest
from anyio import run

from assistant.errors import OwlishError
from assistant.events import (
    Due,
    Event,
    Heard,
    Notice,
    Pending,
    Recording,
    Replied,
    SenseChanged,
    SenseTrouble,
    SkillFailed,
    SpeakingEnded,
    SpeechEnded,
    StateChanged,
    Transcribed,
    Transcript,
    TurnEnded,
)
from assistant.tui.linear import Linear
from tests.assistant.tui.conftest import NOON, Scripted


def told(*events: Event) -> list[str]:
    lines: list[str] = []
    linear = Linear(Scripted(), lines.append)
    for event in events:
        linear.tell(event)
    return lines


def typed(*lines: str | Event, events: tuple[Event, ...] = (), fails: Exception | None = None) -> tuple[list[str], Scripted]:
    said: list[str] = []
    assistant = Scripted(fails=fails)
    linear = Linear(assistant, said.append, wall=lambda: NOON)

    async def take() -> None:
        with assistant.bus.watched_by(linear.tell):
            for event in events:
                assistant.bus.send(event)
            said.clear()
            for line in lines:
                if isinstance(line, Event):
                    assistant.bus.send(line)
                else:
                    await linear.take(line)

    run(take)
    return said, assistant


def test_a_turn_is_what_was_heard_and_what_was_answered():
    heard = Transcribed(1.0, 1, Transcript("Where is the cup?", 0.9, "whisper-tiny.en"))
    assert told(
        StateChanged(0.5, "listening"),
        Heard(0.6, -20.0, 0.5, 0.9),
        heard,
        Replied(1.1, 1, "On the left."),
        TurnEnded(2.0, 1, {"route": 0.1}),
    ) == ["you: Where is the cup?", "owlish: On the left."]


def test_a_turn_that_failed_has_said_so():
    failed = (Replied(1.0, 1, "My eyes are closed."), TurnEnded(1.1, 1, {}, "failed"))
    assert told(*failed) == ["owlish: My eyes are closed."]


def test_a_reply_that_is_still_coming_is_read_out_once():
    whole = Replied(3.0, 1, "Owls hunt. Mice run.")
    lines = told(Replied(1.0, 1, "Owls hunt."), whole, whole, TurnEnded(4.0, 1, {}), Replied(5.0, 2, "Owls hunt."))
    assert lines == ["owlish: Owls hunt.", "owlish: Mice run.", "owlish: Owls hunt."]


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (Notice(1.0, "No camera was found."), "note: No camera was found."),
        (SenseTrouble(1.0, "camera", "The camera is gone."), "trouble: The camera is gone."),
        (SenseTrouble(1.0, "camera", "The camera is back.", recovered=True), "mended: The camera is back."),
        (SkillFailed(1.0, "coin", "Skill 'coin' crashed."), "trouble: Skill 'coin' crashed."),
        (SpeakingEnded(1.0, 1, "Owls", interrupted=True), "cut off"),
        (Recording(1.0, True, "/tmp/monday"), "recording to /tmp/monday"),
        (Recording(1.0, False, "/tmp/monday"), "no longer recording"),
        (SenseChanged(1.0, "microphone", "armed", "Desk"), "microphone armed: Desk"),
    ],
)
def test_each_thing_that_matters_is_one_line(event, line):
    assert told(event) == [line]


def test_a_look_of_the_camera_and_what_has_not_changed_are_no_news():
    camera = [SenseChanged(float(number), "camera", privacy, "HD") for number, privacy in enumerate(("armed", "active", "armed", "off"))]
    assert told(*camera) == ["camera armed: HD", "camera off: HD"]


def test_the_key_is_up_again_when_the_utterance_is_over():
    said, assistant = typed("/talk", SpeechEnded(3.0, 1.0), "/talk")
    assert assistant.asked == [("push_to_talk", True), ("push_to_talk", True)]
    assert said == ["Speak now; /talk once more ends it.", "Push-to-talk has ended.", "Speak now; /talk once more ends it."]


def test_nobody_is_told_to_speak_while_the_microphone_is_off():
    closed = SenseChanged(3.0, "microphone", "off", "Desk")
    said, assistant = typed("/talk", closed, "/talk", "/talk")
    assert said == ["Speak now; /talk once more ends it.", "microphone off: Desk", "Push-to-talk has ended."]
    assert assistant.asked == [("push_to_talk", True)] * 3


def test_a_typed_line_is_asked_and_answered():
    said, assistant = typed("hello", "  ", "")
    assert said == ["owlish: HELLO"] and assistant.asked == [("hear_text", "hello")]


def test_a_question_that_fails_is_one_sentence():
    assert typed("ü", fails=OwlishError("The disk is full."))[0] == ["trouble: The disk is full."]


def test_slashes_do_what_keys_do():
    opened = SenseChanged(0.0, "microphone", "active", "Desk")
    said, assistant = typed("/stop", "/talk", "/talk", "/microphone", "/microphone", events=(opened,))
    assert assistant.asked == [
        ("stop",), ("push_to_talk", True), ("push_to_talk", False), ("switch", "microphone", False), ("switch", "microphone", True),
    ]  # fmt: skip
    assert said == ["Speak now; /talk once more ends it.", "Push-to-talk has ended.", "microphone off", "microphone armed"]


def test_what_comes_due_is_told_when_it_is_asked_for():
    timers = Pending(0.0, "timer", (Due("tea", NOON + 60.0), Due("", None, 5.0)))
    assert typed("/coming")[0] == ["Nothing will come due."]
    assert typed("/coming", events=(timers,))[0] == ["tea 1:00", "timer 0:05 paused"]


def test_why_skills_and_help_are_lines_without_bars():
    said, _ = typed("hi", "/why", "/skills", "/help")
    assert "skill    echo / say  (100%)" in said and "route   0.010 s" in said
    assert "clock: what time is it; what's the date" in said and "/coming: timers, alarms and reminders" in said
    assert not [line for line in said if not line.isascii()]


def test_an_unknown_slash_says_what_helps():
    assert typed("/fly")[0] == ["/fly does nothing; /help lists what does."]


def test_lines_from_a_pipe_are_answered_before_it_ends(owlish, default_models):
    done = owlish("run", "--linear", "--no-mic", "--no-camera", "--text-only", stdin="/help\nset a tea timer for five minutes")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1].startswith("owlish: ") and "tea" in done.stdout.splitlines()[-1]


def test_all_lines_of_a_pipe_are_answered_though_one_holds_two_wishes(owlish, default_models):
    lines = ("set a tea timer for five minutes and tell me what time it is", "help", "what timers are running")
    done = owlish("run", "--linear", "--no-mic", "--no-camera", "--text-only", stdin="\n".join(lines))
    answers = [line for line in done.stdout.splitlines() if line.startswith("owlish: ")]
    assert (done.returncode, len(answers)) == (0, 4), done.stdout


def test_quit_leaves_though_more_could_be_typed(owlish, default_models):
    reading, writing = os.pipe()
    os.write(writing, b"/quit\n")
    command = owlish.command("run", "--linear", "--no-mic", "--no-camera", "--text-only")
    done = subprocess.run(command, stdin=reading, capture_output=True, env=owlish.environment, timeout=60)
    os.close(reading)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")
