"""A setting is typed, explained, and wrong in one sentence that names its line."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from assistant import config
from assistant.commands import reference
from assistant.errors import ConfigError

PAGE = Path(__file__).parents[2] / "docs" / "configuration.md"


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("OWLISH_CONFIG", str(tmp_path / "none.toml"))
    for section in config.Config.model_fields:
        monkeypatch.delenv(f"OWLISH__{section.upper()}", raising=False)


def written(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "config.toml"
    file.write_text(text, "utf-8")
    return file


def test_without_a_file_everything_has_its_default():
    assert config.load() == config.Config()


def test_flags_beat_the_environment_and_the_environment_beats_the_file(tmp_path, monkeypatch):
    file = written(tmp_path, "[listening]\nsilence = 0.5\npause = 0.1\n\n[camera]\ndevice = '3'\n")
    monkeypatch.setenv("OWLISH__LISTENING__SILENCE", "0.6")
    monkeypatch.setenv("OWLISH__CAMERA__DEVICE", "4")
    loaded = config.load(file, {"camera.device": "5", "microphone.device": None})
    assert (loaded.listening.pause, loaded.listening.silence, loaded.camera.device) == (0.1, 0.6, "5")
    assert loaded.microphone.device == "default"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[listening]\nsilence = -0.2\n", "listening.silence is -0.2 in {file}:2; it must be greater than or equal to 0."),
        ("\ufeff[listening]\nsilence = -0.2\n", "listening.silence is -0.2 in {file}:2; it must be greater than or equal to 0."),
        ("[microphone]\n\nmode = 'shout'\n", "microphone.mode is 'shout' in {file}:3; it must be 'open', 'wake' or 'push'."),
        ("[lisening]\nsilence = 1\n", "lisening is unknown in {file}:1; did you mean listening? Known here: camera, "),
        ("[network]\nonline = true\n", "network.online is unknown in {file}:2; did you mean offline? Known here: offline."),
        ("network = 3\n", "network is 3 in {file}:1; "),
        (
            "[vision]\nengine = 'magic'\n",
            "vision.engine is 'magic' in {file}:2; it must be 'vilbert', 'rule-baseline' or hf:NAME, a model of a hub",
        ),
        ("[vision]\nengine = 'hf:'\n", "vision.engine is 'hf:' in {file}:2; it must be "),
        (
            "[speech]\nvoice = 'pipre-joe'\n",
            "speech.voice is 'pipre-joe' in {file}:2; it must be 'piper-joe', 'kokoro', 'espeak', 'none' or kokoro:VOICE.",
        ),
        ("[speech]\nvoice = 'kokoro:'\n", "speech.voice is 'kokoro:' in {file}:2; it must be "),
        ("[routing]\nlanguage = 'EN'\n", "routing.language is 'EN' in {file}:2; it must be 'en', 'de' or 'zh'."),
        ("[keys]\nwhy = 'w'\n", "keys.why is 'w' in {file}:2; it must be f1 to f24, escape, insert, or a letter with ctrl or alt"),
        ("[keys]\nwhy = 'ctrl+m'\n", "keys.why is 'ctrl+m' in {file}:2; it must be "),
        ("[keys]\n\nwhy = 'f2'\n", "keys.why is 'f2' in {file}:3; keys.microphone has that key already."),
        ("[keys]\nhelp = 'f5'\n", "keys.help is 'f5' in {file}:2; keys.talk has that key already."),
        ("[keys]\nfly = 'f9'\n", "keys.fly is unknown in {file}:2; known here: camera, commands, "),
        ("[camera]\ndevice = ' '\n", "camera.device is ' ' in {file}:2; it must be a camera's index or name, an address or a file; "),
        ("[camera]\nkeep = inf\n", "camera.keep is inf in {file}:2; it must be a number of at most 2147483647."),
        ("[camera]\nrate_hz = 1e308\n", "camera.rate_hz is 1e+308 in {file}:2; it must be a number of at most "),
        ("[memory]\nkeep_turns = 9999999999\n", "memory.keep_turns is 9999999999 in {file}:2; it must be a number of at most "),
        ('[hooks]\nidle = "leds\\u0000"\n', "hooks.idle is 'leds\\x00' in {file}:2; it must be a text without NUL"),
        ("[network\n", "{file} is not valid TOML: "),
    ],
)
def test_what_is_wrong_is_one_sentence_with_its_line(tmp_path, text, sentence):
    file = written(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        config.load(file)
    assert str(caught.value).startswith(sentence.format(file=file))
    assert "\n" not in str(caught.value)


def test_the_machine_is_below_the_person_and_the_first_folder_of_the_machine_above_the_others(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_DIRS", f"{tmp_path / 'first'}:{tmp_path / 'second'}")
    for name, silence in (("first", 0.5), ("second", 0.6)):
        (tmp_path / name / "owlish").mkdir(parents=True)
        (tmp_path / name / "owlish" / "config.toml").write_text(f"[listening]\nsilence = {silence}\npause = 0.1\n")
    loaded = config.load(written(tmp_path, "[listening]\npause = 0.2\n"))
    assert (loaded.listening.silence, loaded.listening.pause) == (0.5, 0.2)


def test_what_is_wrong_in_the_file_of_the_machine_is_named_there(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_DIRS", str(tmp_path))
    (tmp_path / "owlish").mkdir()
    (tmp_path / "owlish" / "config.toml").write_text("[listening]\nsilence = -1\n")
    with pytest.raises(ConfigError, match=rf"^listening\.silence is -1 in {tmp_path}/owlish/config\.toml:2; "):
        config.load()


def test_two_acts_may_change_their_keys():
    assert config.Keys(help="f2", microphone="f1").help == "f2"


def test_a_file_that_is_asked_for_must_exist(tmp_path):
    with pytest.raises(ConfigError, match=r"none\.toml does not exist; create it, or leave out --config\.$"):
        config.load(tmp_path / "none.toml")


def test_a_folder_in_place_of_the_file_is_one_sentence(tmp_path):
    with pytest.raises(ConfigError, match=r"cannot be read: Is a directory\.$"):
        config.load(tmp_path)


def test_what_has_no_end_or_is_there_only_once_is_no_file_of_settings(tmp_path):
    os.mkfifo(tmp_path / "pipe.toml")
    for file, told in ((Path("/dev/zero"), "as no settings have"), (tmp_path / "pipe.toml", "is a pipe, and settings are read more than")):
        with pytest.raises(ConfigError, match=told):
            config.load(file)
    assert config.load(Path("/dev/null")) == config.Config()


def test_a_wrong_variable_is_one_sentence_too(monkeypatch):
    monkeypatch.setenv("OWLISH__LISTENING__SILENCE", "long")
    with pytest.raises(ConfigError, match=r"^listening\.silence is 'long' in \$OWLISH__LISTENING__SILENCE; it must be a valid number"):
        config.load()


def test_a_section_that_is_no_section_is_one_sentence(tmp_path):
    with pytest.raises(ConfigError, match=r"^camera is 3; it must be a section"):
        config.load(written(tmp_path, "camera = 3\n"), {"camera.device": "0"})
    with pytest.raises(
        ConfigError, match=r"^listening is 3 in \S+:1; it must be a section, written as \[listening\], with fields below it\.$"
    ):
        config.load(written(tmp_path, "listening = 3\n"))


@pytest.mark.parametrize("setting", ["chat.url", "weather.forecast_url", "weather.places_url"])
@pytest.mark.parametrize("value", ["localhost:8080", "ftp://x/", "http://", "http://[::1", "http://x:port"])
def test_an_address_at_which_nobody_can_be_asked_is_one_sentence(setting, value):
    with pytest.raises(ConfigError, match=rf"^{re.escape(f'{setting} is {value!r}')}; it must be an address that begins with http://"):
        config.load(None, {setting: value})


def test_chat_may_be_off_and_its_address_local():
    assert config.load(None, {"chat.url": ""}).chat.url == ""
    assert config.load(None, {"chat.url": "http://[::1]:8080/v1"}).chat.url == "http://[::1]:8080/v1"


@pytest.mark.parametrize("field", ["silence", "barge_in_after"])
def test_a_truth_is_no_number(tmp_path, field):
    with pytest.raises(ConfigError, match=rf"^listening\.{field} is True in \S+:2; it must be a number\.$"):
        config.load(written(tmp_path, f"[listening]\n{field} = true\n"))


@pytest.mark.parametrize("section", config.Config.model_fields)
def test_every_field_is_explained(section):
    fields = config.Config.model_fields[section].annotation.model_fields
    assert [name for name, info in fields.items() if not info.description] == []


def test_the_reference_is_the_one_that_the_code_makes():
    assert PAGE.read_text("utf-8") == reference.page(), "run: make docs"
