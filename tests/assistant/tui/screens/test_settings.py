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
