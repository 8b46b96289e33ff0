"""Tuning the wake word on synthetic voices, and writing what was found into the settings."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from assistant.commands.tune_wake import Row, proposed, recorded, taken
from assistant.config import Config, load
from assistant.errors import BadInput, SenseError
from tests.pulse import pulse
from tests.speech import RATE_HZ, hush, spoken

__all__ = ["pulse"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two voices say it, one of them far away; somebody speaks of other things."""
    place = tmp_path_factory.mktemp("wake")
    for name in ("wake", "other"):
        (place / name).mkdir()
    for number, voice in enumerate(("piper-joe", "kokoro:bf_emma")):
        soundfile.write(place / "wake" / f"{number}.wav", spoken("Hey Jarvis.", voice).samples, RATE_HZ)
    soundfile.write(place / "wake" / "nobody.wav", hush(2.0), RATE_HZ)
    words = "Hey Travis, what is on the table? The jar is full of jam. Hey, you there."
    soundfile.write(place / "other" / "talk.flac", spoken(words).samples, RATE_HZ)
    return place


def test_the_table_says_what_each_threshold_hears(owlish, folder: Path) -> None:
    rows = owlish.rows("tune-wake", "--files", folder, "--json")
    assert len(rows) == 15 and [row["threshold"] for row in rows] == sorted(row["threshold"] for row in rows)
    assert all(row["of"] == 3 and row["hits"] <= 2 for row in rows)
    hits, false = [row["hits"] for row in rows], [row["false_wakes"] for row in rows]
    assert hits == sorted(hits, reverse=True) and hits[0] == 2 and false == sorted(false, reverse=True)
    [best] = [row for row in rows if row["proposed"]]
    assert best["hits"] == 2 and best["false_wakes"] == 0


def test_what_is_proposed_is_written_and_nothing_else_is_touched(owlish, folder: Path) -> None:
    file = owlish.home / "of mine.toml"
    file.write_text("# mine\n[listening]\nsilence = 0.4\nwake_threshold = 0.9  # by ear\n\n[camera]\nwidth = 320\n")
    (owlish.home / "config.toml").symlink_to(file)
    done = owlish("tune-wake", "--files", folder, "--write")
    assert done.returncode == 0 and "◄" in done.stdout, done.stderr
    written = load(file)
    assert 0.1 <= written.listening.wake_threshold <= 0.99
    assert f"listening.wake_threshold = {written.listening.wake_threshold}" in done.stderr
    assert (written.listening.silence, written.camera.width) == (0.4, 320)
    assert file.read_text().startswith("# mine\n") and "  # by ear\n" in file.read_text()
    assert (owlish.home / "config.toml").is_symlink()


def test_a_wake_word_that_nobody_says_is_told(owlish, tmp_path: Path, folder: Path) -> None:
    (tmp_path / "wake").mkdir()
    soundfile.write(tmp_path / "wake" / "a.wav", hush(2.0), RATE_HZ)
    (tmp_path / "other").symlink_to(folder / "other")
    done = owlish("tune-wake", "--files", tmp_path, "--write")
    assert done.returncode == 2 and "None of the 1 wake words was heard at any threshold" in done.stderr
    assert not (owlish.home / "config.toml").exists()


def test_an_empty_folder_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"wake holds no sound files; put recordings of the spoken wake word there"):
        taken(tmp_path)


def test_it_records_what_the_microphone_hears(pulse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    monkeypatch.setattr("assistant.commands.tune_wake.PHRASE", 0.3)
    soundfile.write(tmp_path / "tone.wav", np.sin(np.arange(48_000 * 4) / 20).astype(np.float32) / 4, 48_000)
    pulse.speak(tmp_path / "tone.wav")
    wakes, [other] = recorded(Config(), "Hey Jarvis", 2, 0.5)
    assert [round(len(sound) / RATE_HZ, 1) for sound in (*wakes, other)] == pytest.approx([0.3, 0.3, 0.5], abs=0.15)
    assert np.abs(other).max() > 0.1
    assert "1 of 2: say “Hey Jarvis” now." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("rows", "threshold"),
    [
        ([(0.3, 10, 5), (0.5, 10, 0), (0.7, 9, 0), (0.9, 9, 0), (0.95, 4, 0)], 0.7),
        ([(0.3, 10, 5), (0.5, 10, 2), (0.7, 4, 0)], 0.5),
        ([(0.3, 6, 3), (0.5, 6, 1), (0.7, 2, 0)], 0.5),
        ([(0.3, 0, 3), (0.5, 0, 0)], None),
    ],
)
def test_hearing_enough_comes_first_then_false_wakes_then_the_middle(rows: list[tuple[float, int, int]], threshold: float | None) -> None:
    best = proposed([Row(at, hits, 10, false, 0.0) for at, hits, false in rows])
    assert (best and best.threshold) == threshold


def test_the_threshold_is_the_one_that_listens() -> None:
    from assistant.build import _wake_word

    word = _wake_word(Config(microphone={"mode": "wake"}, listening={"wake_threshold": 0.42}))
    assert word is not None and word.threshold == 0.42
    own = _wake_word(Config(microphone={"mode": "wake"}))
    assert own is not None and 0.5 < own.threshold < 1.0


def test_a_microphone_that_is_not_there_is_one_sentence(pulse) -> None:
    with pytest.raises(SenseError, match=rf'^Microphone "no-such" does not exist; found {pulse.microphone}, .*Plug it in'):
        recorded(Config(microphone={"device": "no-such"}), "hey", 1, 1.0)
