"""The volume of a real PulseAudio with a null sink, and of ALSA's mixer where there is no PulseAudio program."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pulse import Pulse, served
from tests.skills.talk import Talk


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pulse]:
    with pytest.MonkeyPatch.context() as patch, served(tmp_path_factory.mktemp("pulse"), patch) as house:
        yield house


@pytest.fixture
def pulse(server: Pulse) -> Pulse:
    server.pactl("set-sink-mute", "@DEFAULT_SINK@", "0")
    server.pactl("set-sink-volume", "@DEFAULT_SINK@", "50%")
    return server


def percent(pulse: Pulse) -> int:
    found = re.search(r"(\d+)%", pulse.pactl("get-sink-volume", pulse.speaker))
    assert found
    return int(found[1])


def is_muted(pulse: Pulse) -> bool:
    return pulse.pactl("get-sink-mute", pulse.speaker).endswith("yes")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("set the volume to 30 percent", 30),
        ("Set the volume to 30%.", 30),
        ("volume seven", 70),
        ("turn the volume to 4", 40),
        ("volume to 65", 65),
        ("full volume", 100),
        ("turn it all the way up", 100),
        ("half volume", 50),
        ("volume to the minimum", 10),
        ("set the volume to zero", 0),
        ("louder", 60),
        ("turn up the volume", 60),
        ("a bit louder", 55),
        ("turn it up a lot", 75),
        ("raise the volume by 15 percent", 65),
        ("quieter", 40),
        ("turn the sound down a bit", 45),
        ("it is much too loud", 25),
    ],
)
def test_the_sound_server_is_as_loud_as_was_wished_and_undo_takes_it_back(pulse: Pulse, text: str, wanted: int) -> None:
    talk = Talk()
    assert talk(text) == [f"The volume is {wanted} percent."]
    assert talk.took[-1].startswith("volume.") and percent(pulse) == wanted
    talk("undo")
    assert percent(pulse) == 50


@pytest.mark.parametrize(
    ("language", "said", "wanted"),
    [
        ("en", ("set the volume to 30 percent", "a bit more"), 35),
        ("en", ("set the volume to 30 percent", "set it to forty"), 40),
        ("en", ("set the volume to 30 percent", "now turn it up to 60 percent"), 60),
        ("en", ("louder", "a bit more", "again"), 80),
        ("en", ("quieter", "even more"), 30),
        ("de", ("Stell die Lautstärke auf 30 Prozent", "noch etwas mehr"), 35),
        ("de", ("Stell die Lautstärke auf 30 Prozent", "stell sie auf vierzig"), 40),
        ("zh", ("把音量调到百分之三十", "再大一点"), 35),
    ],
)
def test_what_follows_leans_on_the_volume(pulse: Pulse, language: str, said: tuple[str, ...], wanted: int) -> None:
    Talk(language=language)(*said)
    assert percent(pulse) == wanted


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("de", "Stell die Lautstärke auf 30 Prozent", 30),
        ("de", "Lautstärke auf sieben", 70),
        ("de", "Volle Lautstärke, bitte!", 100),
        ("de", "Lauter", 60),
        ("de", "Kannst du es etwas lauter machen?", 55),
        ("de", "Dreh die Musik viel leiser", 25),
        ("de", "Senke die Lautstärke um 15 Prozent", 35),
        ("de", "Das ist zu laut", 40),
        ("zh", "把音量调到百分之三十", 30),
        ("zh", "音量调到30%", 30),
        ("zh", "音量调到七", 70),
        ("zh", "把声音开到最大", 100),
        ("zh", "声音大一点", 55),
        ("zh", "把音量调大", 60),
        ("zh", "把音量降低百分之十五", 35),
        ("zh", "声音太大了", 40),
    ],
)
def test_other_languages_set_it_too(pulse: Pulse, language: str, text: str, wanted: int) -> None:
    talk = Talk(language=language)
    assert str(wanted) in talk(text)[0] and percent(pulse) == wanted
    talk({"de": "rückgängig", "zh": "撤销"}[language])
    assert percent(pulse) == 50


@pytest.mark.parametrize(
    ("language", "texts"), [("de", ("Ton aus", "Wie laut ist es?", "Ton an")), ("zh", ("静音", "现在音量是多少？", "取消静音"))]
)
def test_and_mute_it(pulse: Pulse, language: str, texts: tuple[str, ...]) -> None:
    talk = Talk(language=language)
    talk(*texts[:2])
    assert is_muted(pulse)
    talk(texts[2])
    assert not is_muted(pulse) and talk.took == ["volume.mute", "volume.level", "volume.unmute"]


def test_it_is_muted_and_comes_back_at_the_level_before(pulse: Pulse) -> None:
    talk = Talk()
    assert talk("mute the sound", "what is the volume") == ["The sound is off.", "The sound is off; its volume is 50 percent."]
    assert is_muted(pulse)
    pulse.pactl("set-sink-volume", pulse.speaker, "0%")
    assert talk("unmute") == ["The volume is 50 percent."]
    assert not is_muted(pulse) and percent(pulse) == 50
    talk("undo")
    assert is_muted(pulse)
    assert talk("undo", "louder") == ["The volume is 50 percent.", "The volume is 60 percent."]


def test_louder_ends_the_silence_too(pulse: Pulse) -> None:
    talk = Talk()
    assert talk("mute", "louder") == ["The sound is off.", "The volume is 60 percent."] and not is_muted(pulse)


def test_at_its_ends_it_says_so(pulse: Pulse) -> None:
    assert Talk()("full volume", "louder", "set the volume to zero", "quieter", "set the volume to 130 percent")[1::2] == [
        "It is as loud as it gets.",
        "It can't get any quieter.",
    ]
    assert Talk()("set the volume to 130 percent") == ["The volume goes from 0 to 100 percent."] and percent(pulse) == 0


def test_a_level_that_was_not_said_is_asked_for(pulse: Pulse) -> None:
    assert Talk()("set the volume", "thirty percent") == ["How loud? Say, for example, fifty percent.", "The volume is 30 percent."]


def test_the_assistants_own_voice_is_not_the_sound_servers(pulse: Pulse) -> None:
    talk = Talk()
    talk("speak louder", "you are too loud", "mute the microphone")
    assert {took.split(".")[0] for took in talk.took} == {"control"} and percent(pulse) == 50


def test_without_a_sound_server_one_sentence_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path}/nobody")
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(tmp_path / "nothing.conf"))
    sentence = "I can't reach a sound server here: neither PulseAudio or PipeWire nor ALSA answers."
    assert Talk()("louder", "mute") == [sentence, sentence]
    monkeypatch.setenv("PATH", "")
    assert Talk()("what is the volume") == [sentence]


@pytest.mark.skipif(shutil.which("amixer") is None, reason="amixer (alsa-utils) is not installed")
def test_without_pactl_alsas_mixer_does_it(pulse: Pulse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "amixer").symlink_to(str(shutil.which("amixer")))
    (tmp_path / "alsa.conf").write_text("ctl.!default { type pulse }\nctl_type.pulse { lib libasound_module_ctl_pulse.so }\n")
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(tmp_path / "alsa.conf"))
    path = shutil.which("pactl")
    with monkeypatch.context() as alone:
        alone.setenv("PATH", str(tmp_path))
        assert Talk()("set the volume to 30 percent", "louder", "mute", "what is the volume", "unmute") == [
            "The volume is 30 percent.",
            "The volume is 40 percent.",
            "The sound is off.",
            "The sound is off; its volume is 40 percent.",
            "The volume is 40 percent.",
        ]
    assert path and percent(pulse) == 40 and not is_muted(pulse)
