"""One setting is changed: checked first, written whole, with every comment where it was."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from assistant import config, config_edit
from assistant.errors import ConfigError

TEXT = """# My owl.
[listening]  # how patient
# in seconds
silence = 0.4  # a little

[camera]
device = "2"
"""


@pytest.fixture
def file(tmp_path: Path, monkeypatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_DIRS", str(tmp_path / "etc"))
    made = tmp_path / "config.toml"
    made.write_text(TEXT, "utf-8")
    monkeypatch.setenv("OWLISH_CONFIG", str(made))
    return made


def test_a_changed_value_leaves_every_comment_and_the_order(file):
    assert config_edit.put("listening.silence", "0.5") == 0.5
    assert file.read_text() == TEXT.replace("0.4", "0.5")


def test_a_file_that_begins_with_a_mark_of_its_byte_order_is_read_and_changed(file):
    file.write_text(TEXT, "utf-8-sig")
    assert config.load(file).listening.silence == 0.4
    config_edit.put("listening.silence", "0.5")
    assert file.read_text("utf-8") == TEXT.replace("0.4", "0.5")


def test_lines_end_as_they_did(file):
    file.write_bytes(b"# of Windows\r\n[camera]\r\nkeep = 5.0\r\n")
    config_edit.put("camera.keep", "6", file)
    assert file.read_bytes() == b"# of Windows\r\n[camera]\r\nkeep = 6.0\r\n"


def test_a_new_field_joins_its_section_and_a_new_section_comes_last(file):
    config_edit.put("camera.width", "1280")
    config_edit.put("speech.voice", "espeak")
    assert file.read_text() == TEXT + 'width = 1280\n\n[speech]\nvoice = "espeak"\n'


def test_a_file_that_is_missing_is_made_with_its_folder(tmp_path):
    made = tmp_path / "new" / "config.toml"
    config_edit.put("network.offline", "true", made)
    assert made.read_text() == "[network]\noffline = true\n"


@pytest.mark.parametrize(("text", "value"), [("true", True), ("no", False), ("1", True)])
def test_yes_and_no_may_be_said_in_several_ways(file, text, value):
    assert config_edit.put("listening.barge_in", text) is value


def test_a_number_where_text_is_wanted_stays_text(file):
    assert config_edit.put("camera.device", "0") == "0" and 'device = "0"' in file.read_text()


def test_text_with_quotes_and_lines_comes_back_as_it_was(file):
    config_edit.put("camera.device", 'a "b" \\ c\nd')
    assert config.load(file).camera.device == 'a "b" \\ c\nd'


@pytest.mark.parametrize(
    ("key", "text", "sentence"),
    [
        ("listening.silence", "-1", "listening.silence is -1; it must be greater than or equal to 0."),
        ("listening.silence", "long", "listening.silence is 'long'; it must be a valid number, unable to parse string as a number."),
        ("microphone.mode", "shout", "microphone.mode is 'shout'; it must be 'open', 'wake' or 'push'."),
        ("listening.silense", "1", "listening.silense is unknown; did you mean listening.silence? Known here: listening.threshold, "),
        ("lisening.silence", "1", "lisening.silence is unknown; did you mean listening.silence? Known here: listening.silence."),
        ("camrea", "1", "camrea is unknown; did you mean camera? Known here: camera, "),
        ("camera", "1", "camera is a section; name one of its settings: camera.device, camera.start, "),
        ("keys.why", "f3", "keys.why is 'f3'; keys.camera has that key already."),
    ],
)
def test_what_is_wrong_is_one_sentence_and_nothing_is_written(file, key, text, sentence):
    with pytest.raises(ConfigError) as caught:
        config_edit.put(key, text)
    assert str(caught.value).startswith(sentence) and file.read_text() == TEXT


def test_an_older_mistake_in_the_file_is_named_with_its_line(file):
    file.write_text("[camera]\nwidth = 0\n")
    with pytest.raises(ConfigError, match=rf"^camera\.width is 0 in {file}:2; it must be greater than 0\.$"):
        config_edit.put("speech.voice", "espeak")
    config_edit.put("camera.width", "640")
    assert config.load(file).camera.width == 640


def test_unset_takes_the_setting_out_and_an_emptied_section_too(file):
    assert config_edit.drop("camera.device") and not config_edit.drop("camera.device")
    assert file.read_text() == TEXT.partition("[camera]")[0]


def test_unset_leaves_a_section_that_still_has_a_comment(file):
    config_edit.drop("listening.silence")
    assert "[listening]  # how patient\n# in seconds\n" in file.read_text()


def test_unset_also_takes_out_what_does_not_exist_or_does_not_fit(file):
    file.write_text("[camera]\nwidth = 0\nwings = 2\n")
    assert config_edit.drop("camera.wings") and config_edit.drop("camera.width")
    with pytest.raises(ConfigError, match=r"^camera\.wings is unknown; known here: "):
        config_edit.drop("camera.wings")


def test_a_file_that_is_no_toml_is_left_alone(file):
    file.write_text("[camera\n")
    for change in (lambda: config_edit.put("camera.width", "1"), lambda: config_edit.drop("camera.width")):
        with pytest.raises(ConfigError, match=r"is not valid TOML: "):
            change()
    assert file.read_text() == "[camera\n"


def test_a_link_stays_a_link_and_the_mode_stays_too(file, tmp_path):
    link = tmp_path / "link.toml"
    link.symlink_to(file)
    os.chmod(file, 0o600)
    config_edit.put("camera.width", "320", link)
    assert link.is_symlink() and "width = 320" in file.read_text() and file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_folder_that_cannot_be_written_is_one_sentence():
    with pytest.raises(ConfigError, match=r"^/proc/owlish/config\.toml cannot be written: "):
        config_edit.put("camera.width", "320", Path("/proc/owlish/config.toml"))


def test_half_a_character_is_one_sentence_and_leaves_nothing_behind(file):
    with pytest.raises(ConfigError, match=r"^'\\udcff' is no character; .*config\.toml was left as it was\.$"):
        config_edit.put("weather.place", "caf\udcff")
    assert file.read_text() == TEXT and [path.name for path in file.parent.iterdir()] == ["config.toml"]


def test_a_full_disk_leaves_nothing_behind(file, monkeypatch):
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ConfigError, match=r"cannot be written: No space left on device\."):
        config_edit.put("listening.silence", "0.5")
    assert list(file.parent.glob(".*")) == [] and file.read_text() == TEXT
