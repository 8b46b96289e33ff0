from __future__ import annotations

import re

import pytest
from rich.cells import cell_len
from textual.events import Key, Paste

from assistant.config import Config, Keys, Routing
from assistant.errors import CameraError, OwlishError
from assistant.events import (
    Candidate,
    Due,
    Frame,
    Heard,
    Looked,
    Notice,
    Pending,
    Recording,
    Region,
    Replied,
    Routed,
    Scene,
    Seen,
    SenseChanged,
    SenseTrouble,
    SkillFailed,
    SpeakingEnded,
    SpeakingStarted,
    SpeechEnded,
    SpeechStarted,
    StateChanged,
    Transcribed,
    Transcript,
    TurnEnded,
    TurnStarted,
)
from assistant.phrases import unruled
from assistant.tui.prompt import Prompt

NOON = 1_700_000_000.0
CUP = Region((33.0, 25.0, 60.0, 46.0), "cup", 0.91)
TABLE = Region((2.0, 10.0, 62.0, 47.0), "table", 0.62)
STAGES = {"endpoint": 0.3, "asr": 0.02, "text": 0.32, "route": 0.004, "look": 0.11, "skill": 0.01, "answer": 0.45, "tts": 0.1}


def awake(frame: Frame) -> list:
    return [
        StateChanged(0.0, "idle"),
        SenseChanged(0.0, "microphone", "active", "Desk microphone"),
        SenseChanged(0.0, "camera", "armed", "HD Webcam"),
        Seen(0.1, frame),
    ]


def listening() -> list:
    return [SpeechStarted(1.0), StateChanged(1.0, "listening"), Heard(1.2, -18.0, 0.5, 0.97)]


def thinking(frame: Frame) -> list:
    candidates = (Candidate("find", "find", 1.0, "template", {"thing": "cup"}), Candidate("look", "ask", 0.4, "semantic"))
    return [
        *listening(),
        SpeechEnded(2.0, 1.0),
        TurnStarted(2.3, 1, "voice"),
        StateChanged(2.3, "thinking"),
        Transcribed(2.3, 1, Transcript("Where is the cup?", 0.93, "whisper-tiny.en")),
        Routed(2.3, 1, "Where is the cup?", "find", "find", {"thing": "cup"}, 1.0, candidates),
        Looked(2.4, 1, Scene(frame, (TABLE, CUP)), 0.08, (CUP,), "rule-baseline", 0.91),
    ]


def speaking(frame: Frame) -> list:
    return [
        *thinking(frame),
        Replied(2.5, 1, "The cup is at the lower right, on the table.", (CUP,), "rule-baseline"),
        StateChanged(2.6, "speaking"),
        SpeakingStarted(2.6, 1),
    ]


def answered(frame: Frame) -> list:
    said = "The cup is at the lower right, on the table."
    return [*speaking(frame), SpeakingEnded(4.0, 1, said), TurnEnded(4.0, 1, {**STAGES, "first_audio": 0.55}), StateChanged(4.0, "idle")]


# ---- one picture a state


def test_an_idle_assistant_shows_what_its_camera_sees(show, frame):
    assert show(awake(frame)).matches("idle")


def test_a_listening_assistant_shows_level_and_speech(show, frame):
    assert show([*awake(frame), *listening()]).matches("listening")


def test_a_thinking_assistant_shows_what_it_heard_and_where_it_looked(show, frame):
    assert show([*awake(frame), *thinking(frame)]).matches("thinking")


def test_a_speaking_assistant_shows_the_reply_and_the_box_that_it_rests_on(show, frame):
    assert show([*awake(frame), *speaking(frame)]).matches("speaking")


def test_trouble_is_a_word_and_a_sentence(show, frame):
    troubles = [
        SenseTrouble(1.0, "microphone", "The microphone 'Desk microphone' was unplugged; plug it in again."),
        SenseTrouble(2.0, "microphone", "The microphone 'Desk microphone' is back.", recovered=True),
        SenseTrouble(3.0, "camera", "The camera has sent no picture for 2 s; reconnecting."),
        Notice(4.0, "Memory is full of timers."),
    ]
    assert show([*awake(frame), *troubles]).matches("trouble")


def test_a_microphone_that_is_lost_is_not_merely_active(show, frame):
    lost, dead = (SenseTrouble(1.0, "microphone", sentence) for sentence in ("It is gone.", "It sends only silence."))
    back = SenseTrouble(2.0, "microphone", "It works again.", recovered=True)
    assert "microphone ● active, trouble" in show([*awake(frame), lost]).text
    assert "microphone ● active, trouble" in show([*awake(frame), lost, dead, back]).text
    for over in ([lost, back], [lost, SenseChanged(2.0, "microphone", "off", "")]):
        assert ", trouble" not in show([*awake(frame), *over]).text


def test_without_a_camera_the_preview_says_so(show):
    senses = [SenseChanged(0.0, "microphone", "active", "Desk microphone"), SenseChanged(0.0, "camera", "off", "I have no camera.")]
    assert show([StateChanged(0.0, "idle"), *senses]).matches("no_camera")


def test_without_a_microphone_the_meter_says_so(show, frame):
    gone = SenseChanged(0.5, "microphone", "off", "There is no microphone; type instead.")
    assert show([*awake(frame), gone]).matches("no_microphone")


def test_sixty_columns_leave_the_room_to_the_words(show, frame):
    assert show([*awake(frame), *answered(frame)], size=(60, 20)).matches("narrow")


def test_everything_fits_into_eighty_by_twenty_four(show, frame):
    assert show([*awake(frame), *answered(frame)], size=(80, 24)).matches("eighty_by_twenty_four")


def test_without_colour_boxes_are_lines_and_states_are_words(show, frame, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    shown = show([*awake(frame), *answered(frame)], size=(80, 24))
    assert shown.matches("eighty_by_twenty_four")
    colours = {segment.style.color.triplet for strip in shown.strips for segment in strip if segment.style and segment.style.color}
    assert all(colour is None or len(set(colour)) == 1 for colour in colours)


@pytest.mark.parametrize("language", ["de", "zh"])
def test_other_languages_fit_into_eighty_by_twenty_four(show, frame, language):
    shown = show([*awake(frame), *answered(frame)], size=(80, 24), config=Config(routing=Routing(language=language)))
    assert shown.matches(f"eighty_by_twenty_four_{language}")


def test_what_comes_due_is_a_line_of_its_own(show, frame):
    timers = Pending(1.0, "timer", (Due("tea", NOON + 271.0), Due("", NOON + 3_871.0), Due("eggs", None, 61.4)))
    assert show([*awake(frame), timers, Pending(1.0, "alarm", (Due("wake up", NOON + 200_000.0),))]).matches("coming")


def test_a_device_or_a_folder_of_any_name_does_not_rule_the_terminal(show):
    name = "x\x1b]0;owned\x1b\\\x9b31m\u202ez"
    senses = [SenseChanged(0.0, "microphone", "off", name), SenseChanged(0.0, "camera", "armed", name)]
    shown = show([*senses, Notice(0.0, name), SenseTrouble(0.0, "camera", name), SkillFailed(0.0, "tea", name), Recording(0.0, True, name)])
    assert shown.text.count("x]0;owned") == 6 and unruled(shown.text) == shown.text
    assert all(strip.cell_length == 100 and cell_len(strip.text) == 100 for strip in shown.strips)


def test_a_session_that_is_recorded_has_a_mark_until_it_ends(show, frame):
    begun = Recording(1.0, True, "/home/me/sessions/monday")
    assert show([*awake(frame), *listening(), begun], size=(80, 24)).matches("recorded")
    assert "◉" not in show([*awake(frame), begun, Recording(2.0, False, "/home/me/sessions/monday")]).text


@pytest.mark.parametrize("size", [(40, 12), (60, 20), (80, 24)])
def test_state_recording_and_both_senses_are_whole_words_at_any_size(show, frame, size):
    begun = Recording(1.0, True, "/home/me/sessions/the-long-talk-of-monday")
    shown = show([*awake(frame), *listening(), begun], "f5", size=size)
    words = " ".join(shown.text.split())
    for told in ("◉ recording to", "the-long-talk-of-monday", "● listening", "ends it", "microphone ● active", "camera ◐ armed"):
        assert told in words


def test_forty_by_twelve_show_a_question_and_its_answer_even_while_it_is_recorded(show, frame):
    shown = show([*awake(frame), Recording(1.0, True, "/home/me/the-long-talk-of-monday"), *answered(frame)], size=(40, 12))
    for told in ("you      Where is the cup?", "The cup is at the lower", "right, on the table.", "find 100%"):
        assert told in shown.text


def test_a_folder_with_a_very_long_name_leaves_the_room_to_the_rest(show, frame):
    shown = show([*awake(frame), Recording(1.0, True, "/home/me/" + 40 * "monday-"), Notice(2.0, "A note.")], size=(40, 12))
    assert "…  ○ idle" in shown.text and "camera ◐ armed" in shown.text and "A note." in shown.text


def test_the_settings_page_tells_each_value_and_its_origin(show, frame, settings):
    settings.write_text('[camera]\ndevice = "2"\n')
    shown = show(awake(frame), "f6", ("down",) * 5, size=(80, 24))
    shown.text = re.sub("[▁-█]", " ", shown.text)  # how long the scroll bar is tells how many settings there are
    assert shown.matches("settings")


def test_the_skills_page_lists_what_can_be_said(show, frame):
    assert show(awake(frame), "f4").matches("skills")


def test_the_palette_finds_what_can_be_done_by_its_words(show, frame):
    assert show(awake(frame), "ctrl+p", tuple("mic"), searched).matches("palette")


async def searched(pilot):
    """The search of the palette is done; the assistant's own worker goes on."""
    while any(worker.node is pilot.app.screen and not worker.is_finished for worker in pilot.app.workers):
        await pilot.pause()


# ---- keys and words


def test_f2_closes_an_open_microphone_and_opens_it_again(show, frame):
    shown = show(awake(frame), "f2", "f2")
    assert shown.assistant.asked == [("switch", "microphone", False), ("switch", "microphone", True)]


def test_f3_closes_the_camera_and_nothing_of_the_picture_stays(show, frame):
    shown = show([*awake(frame), *answered(frame)], "f3")
    assert shown.assistant.asked == [("switch", "camera", False)]
    assert "▀" not in shown.text and "The camera is off." in shown.text


def test_f5_begins_push_to_talk_and_ends_it(show, frame):
    begun = show(awake(frame), "f5")
    assert begun.assistant.asked == [("push_to_talk", True)] and "speak now, F5 ends it" in begun.text
    ended = show(awake(frame), "f5", "f5")
    assert ended.assistant.asked[-1] == ("push_to_talk", False) and "speak now" not in ended.text


def test_an_utterance_that_ends_by_itself_ends_push_to_talk(show, frame):
    async def speech_ends(pilot):
        pilot.app.assistant.bus.send(SpeechEnded(3.0, 1.0))

    assert "speak now" not in show(awake(frame), "f5", speech_ends).text


def test_nobody_is_told_to_speak_while_the_microphone_is_off(show, frame):
    closed = SenseChanged(0.5, "microphone", "off", "Desk microphone")
    begun = show([*awake(frame), closed], "f5")
    assert begun.assistant.asked == [("push_to_talk", True)] and "speak now" not in begun.text
    assert "speak now" not in show(awake(frame), "f5", "f2", "f2").text


def test_escape_stops_what_is_said(show, frame):
    assert show([*awake(frame), *speaking(frame)], "escape").assistant.asked == [("stop",)]


def test_a_typed_question_is_heard_and_answered(show, frame):
    shown = show(awake(frame), "h", "i", "enter", "enter")
    assert shown.assistant.asked == [("hear_text", "hi")]
    assert "you      hi" in shown.text and "owlish   HI" in shown.text


def test_f1_lists_the_keys_until_escape(show, frame):
    assert show(awake(frame), "f1").matches("help")
    assert "Privacy" not in show(awake(frame), "f1", "escape").text


def test_f1_twice_opens_one_page(show, frame):
    assert "Privacy" not in show(awake(frame), "f1", "f1", "escape").text


@pytest.mark.parametrize("keys", [("ctrl+p", "f1", "ctrl+p"), ("f1", "ctrl+p", "f1"), ("f6", "ctrl+p", "f4", "ctrl+p", "ctrl+y")])
def test_a_page_and_the_palette_take_each_others_place(show, frame, keys):
    assert show(awake(frame), *keys, "escape").matches("idle")


def test_the_microphone_closes_from_any_page(show, frame):
    assert show(awake(frame), "f1", "f2").assistant.asked == [("switch", "microphone", False)]


def test_keys_are_shown_and_work_as_they_are_configured(show, frame):
    config = Config(keys=Keys(help="f9", talk="ctrl+t", quit="alt+x"))
    shown = show(awake(frame), "f9", config=config)
    assert "F9         This page." in shown.text and "F9\u00a0help" in shown.text and "Alt+X\u00a0quit" in shown.text
    assert "speak now, ^T ends it" in show(awake(frame), "ctrl+t", config=config).text
    assert "This page." not in show(awake(frame), "f1", config=config).text
    assert show(awake(frame), "alt+x", config=config).assistant.asked == [("closed",)]


def test_stop_may_have_another_key_and_escape_still_closes_pages(show, frame):
    config = Config(keys=Keys(stop="f8"))
    assert show([*awake(frame), *speaking(frame)], "f8", config=config).assistant.asked == [("stop",)]
    assert "This page." not in show(awake(frame), "f1", "escape", config=config).text


def test_up_and_down_bring_back_what_was_typed(show, frame):
    asked = ("1", "enter", "2", "enter", "2", "enter", "3")
    assert line_of(show(awake(frame), (*asked, "up"))) == "2"
    assert line_of(show(awake(frame), (*asked, "up", "up", "up"))) == "1"
    assert line_of(show(awake(frame), (*asked, "up", "up", "down", "down", "down"))) == "3"


def test_lines_that_are_pasted_are_one_question(show, frame):
    async def paste(pilot):
        pilot.app.query_one(Prompt).post_message(Paste("\nWhat is\r\n\ton the table,\nand where?\n"))

    assert show(awake(frame), paste, "enter").assistant.asked == [("hear_text", "What is on the table, and where?")]


def test_who_types_on_while_a_question_is_sent_asks_two(show, frame):
    """As keys come from a connection that was slow for a moment, or from lines that a terminal pastes as if they were typed."""

    async def typed(pilot):
        for key in ("a", "enter", "b", "enter", "c"):
            pilot.app.post_message(Key(key, None if key == "enter" else key))

    shown = show(awake(frame), typed)
    assert shown.assistant.asked == [("hear_text", "a"), ("hear_text", "b")] and line_of(shown) == "c"


def line_of(shown) -> str:
    return shown.rows[-3].strip(" │")


def test_enter_asks_the_example_that_was_chosen(show, frame):
    shown = show(awake(frame), "f4", "down", "enter")
    assert shown.assistant.asked == [("hear_text", "what's the date")] and "you      what's the date" in shown.text


def test_the_palette_does_what_was_found(show, frame):
    assert show(awake(frame), "ctrl+p", tuple("mic"), searched, "enter", searched).assistant.asked == [("switch", "microphone", False)]


def test_the_palette_finds_examples_of_skills_and_asks_them(show, frame):
    asked = show(awake(frame), "ctrl+p", tuple("five"), searched, "enter", searched).assistant.asked
    assert asked == [("hear_text", "set a timer for five minutes")]


def test_why_before_any_turn_says_that_nothing_was_asked(show, frame):
    assert "Nothing has been asked yet." in show(awake(frame), "ctrl+y").text


def test_why_tells_the_last_turn_from_words_to_seconds(show, frame):
    assert show([*awake(frame), *answered(frame)], "ctrl+y", size=(100, 32)).matches("why")


@pytest.mark.parametrize("key", ["ctrl+q", "ctrl+c"])
def test_leaving_lets_the_assistant_close_its_devices(show, frame, key):
    assert show(awake(frame), key).assistant.asked == [("closed",)]


# ---- failures


def test_an_assistant_that_cannot_run_says_why_and_the_screen_stays(show, frame):
    shown = show(awake(frame), fails=CameraError("Camera 2 does not exist; found none."))
    assert "trouble  Camera 2 does not exist; found none." in shown.text and "stopped" in shown.text
    assert shown.app.failure is None


def test_a_fault_of_ours_ends_the_screen_and_is_kept_for_the_caller(show, frame):
    fault = ZeroDivisionError("a bug")
    assert show(awake(frame), fails=fault).app.failure is fault


def test_a_question_that_fails_is_one_sentence(show, frame):
    async def ask(pilot):
        pilot.app.assistant.fails = OwlishError("The disk is full; free 1 MB.")
        await pilot.press("ü", "enter")

    assert "trouble  The disk is full; free 1 MB." in show(awake(frame), ask).text


def test_a_fault_of_the_screen_prints_nothing_that_was_said(show, frame, capfd):
    async def hear_nonsense(pilot):
        pilot.app.assistant.bus.send(Heard(3.0, "loud", 0.1, 0.5))

    with pytest.raises(TypeError):
        show([*awake(frame), *answered(frame)], hear_nonsense)
    assert capfd.readouterr() == ("", "")
