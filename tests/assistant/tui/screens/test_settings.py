"""What is changed on the page is in the file, or the page says why not."""

from __future__ import annotations

from textual.widgets import OptionList

from assistant import config_edit

PLACE = {key: number for number, (key, _) in enumerate(config_edit.fields())}


def to(key: str) -> tuple:
    async def choose(pilot) -> None:
        pilot.app.screen.query_one(OptionList).highlighted = PLACE[key]

    return "f6", choose


def test_enter_takes_the_next_of_the_values(show, settings):
    show([], *to("microphone.mode"), "enter", size=(80, 24))
    assert settings.read_text() == '[microphone]\nmode = "wake"\n'
    show([], *to("microphone.mode"), "enter", "enter", size=(80, 24))
    assert settings.read_text() == '[microphone]\nmode = "open"\n'


def test_other_values_are_typed_and_comments_stay(show, settings):
    settings.write_text("# patient\n[listening]\nsilence = 0.4  # s\n")
    shown = show([], *to("listening.silence"), "enter", ("0", ".", "7", "enter"))
    assert settings.read_text() == "# patient\n[listening]\nsilence = 0.7  # s\n"
    assert "listening.silence" in shown.text and "config.toml:3" in shown.text


def test_the_setting_that_is_typed_stays_in_view(show):
    last = list(PLACE)[-1]
    assert f"  {last} " in show([], *to(last), "enter", size=(80, 24)).text


def test_what_is_wrong_is_said_and_not_written(show, settings):
    shown = show([], *to("listening.silence"), "enter", ("home", "-", "enter"))
    assert "trouble  listening.silence is -0.3; it must be greater than or equal to 0." in shown.text
    assert not settings.exists()


def test_escape_ends_typing_first_and_the_page_next(show, settings):
    assert "listening.silence" in show([], *to("listening.silence"), "enter", ("9", "escape")).text
    assert "listening.silence" not in show([], *to("listening.silence"), "enter", ("9", "escape", "escape")).text
    assert not settings.exists()


def test_delete_takes_it_out_of_the_file(show, settings):
    settings.write_text("[listening]\nsilence = 0.4\npause = 0.1\n")
    show([], *to("listening.silence"), "delete")
    assert settings.read_text() == "[listening]\npause = 0.1\n"


def test_a_file_that_is_wrong_is_told_with_its_line(show, settings):
    settings.write_text("[listening]\nsilence = -1\n")
    assert f"{settings.name}:2" in show([], "f6", size=(140, 40)).text


def test_what_the_command_line_has_chosen_is_shown_as_it_holds(show, settings):
    settings.write_text("[camera]\ndevice = '3'\n")
    shown = show([], *to("camera.device"), size=(100, 24), flags={"camera.device": "film.mp4", "microphone.device": None})
    (row,) = [line for line in shown.rows if "camera.device" in line]
    assert "film.mp4" in row and "flag" in row and "config.toml" not in row


def test_what_can_hold_at_once_does_and_says_so(show, settings):
    shown = show([], *to("listening.silence"), "enter", ("home", "delete", "delete", "delete", "0", ".", "7", "enter"))
    assert ("change", "listening.silence", 0.7) in shown.assistant.asked
    assert "It holds at once." in shown.text and "from next start" not in shown.text


def test_what_holds_from_the_next_start_says_so_beside_it_until_it_is_as_it_was(show, settings):
    once = show([], *to("microphone.mode"), "enter", size=(80, 24))
    (row,) = [line for line in once.rows if "microphone.mode" in line]
    assert "wake                 from next start" in row
    assert not [asked for asked in once.assistant.asked if asked[0] == "change"]
    settings.unlink()
    back = show([], *to("microphone.mode"), "enter", "delete", size=(80, 24))
    (row,) = [line for line in back.rows if "microphone.mode" in line]
    assert "from next start" not in row


def test_it_still_says_so_when_the_page_is_opened_again(show, settings):
    shown = show([], *to("microphone.mode"), "enter", "escape", "f6", size=(80, 24))
    (row,) = [line for line in shown.rows if "microphone.mode" in line]
    assert "from next start" in row


def test_a_key_that_is_changed_is_that_key_from_now_on(show, settings):
    typed = ("home", "delete", "delete", *"f9", "enter")
    changed = show([], *to("keys.help"), "enter", typed, "escape", "f9", size=(100, 30))
    assert "─ Keys ─" in changed.text and "F9" in changed.rows[-1] and "F1 " not in changed.rows[-1]
    settings.unlink()
    assert "─ Keys ─" not in show([], *to("keys.help"), "enter", typed, "escape", "f1", size=(100, 30)).text


def test_what_is_not_written_holds_nowhere(show, settings):
    shown = show([], *to("listening.silence"), "enter", ("home", "-", "enter"))
    assert not [asked for asked in shown.assistant.asked if asked[0] == "change"]


def test_the_password_of_a_camera_is_not_on_the_screen_for_all_to_read(show, settings):
    settings.write_text('[camera]\ndevice = "rtsp://anna:geheim@10.0.0.7/live"\n')
    text = show([], *to("camera.device"), size=(160, 40)).text
    assert "rtsp://***@10.0.0.7/live" in text and "geheim" not in text
