"""The start and the memory of a real process are read off while it runs; what never answers is no measurement."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import soundfile

from bench.start import SAMPLES, Start, events, main, questions, show, watched
from models.memory import MB
from models.whisper.mel import RATE_HZ
from tests.speech import hush, spoken


@pytest.fixture
def run(tmp_path: Path):
    """`run(...)`: the command that is measured, with settings and data of its own."""
    environment = {**os.environ, "OWLISH_DATA": str(tmp_path), "OWLISH_CONFIG": str(tmp_path / "config.toml"), "OMP_NUM_THREADS": "1"}

    def started(*arguments: object) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "assistant", "run", "--headless", "--json", *map(str, arguments)]
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)

    return started


@pytest.mark.slow
def test_a_real_run_is_measured_from_nothing_to_its_answer(run, default_models, tmp_path: Path) -> None:
    sound = np.concatenate([hush(0.3), spoken("What is on the table?").samples, hush(1.5)])
    soundfile.write(tmp_path / "short.wav", sound, RATE_HZ)
    begin = time.perf_counter()
    with run("--mic", tmp_path / "short.wav", "--camera", SAMPLES / "table.avi") as child:
        start = watched(child, begin)
    assert start.cpu > 0.2 and 0.2 < start.listening < start.answered < time.perf_counter() - begin
    assert 100 * MB < start.resident <= start.peak + MB and start.peak < 2000 * MB


def test_a_run_that_is_refused_is_no_measurement(run) -> None:
    with run("--memory", "50MB") as child:
        with pytest.raises(SystemExit, match="The bundled question was not answered; see what `owlish run --headless` says"):
            watched(child, time.perf_counter())
        assert "needs" in child.stderr.read()


def test_events_are_read_a_line_at_a_time() -> None:
    lines = [{"event": "SenseChanged", "sense": "microphone"}, {"event": "TurnEnded"}]
    with subprocess.Popen(
        [sys.executable, "-c", "\n".join(f"print({json.dumps(line)!r})" for line in lines)], stdout=subprocess.PIPE, text=True
    ) as child:
        assert list(events(child)) == lines


def test_the_table_has_median_least_and_most_in_seconds_and_megabytes(capsys: pytest.CaptureFixture[str]) -> None:
    show(
        [
            Start(1.0, 2.0, 9.0, 300_000_000, 400_000_000),
            Start(3.0, 2.5, 8.0, 310_000_000, 390_000_000),
            Start(1.5, 2.2, 8.5, 320_000_000, 410_000_000),
        ]
    )
    assert capsys.readouterr().out.splitlines() == [
        "3 starts, median (least to most)",
        "  listening     1.50 s  (1.00 to 3.00)",
        "  cpu           2.20 s  (2.00 to 2.50)",
        "  answered      8.50 s  (8.00 to 9.00)",
        "  resident    310.00 MB  (300.00 to 320.00)",
        "  peak        400.00 MB  (390.00 to 410.00)",
    ]


def test_everything_is_asked_for_with_room_for_each_answer(prepared, tmp_path: Path) -> None:
    prepared("piper-joe")
    sound, rate = soundfile.read(questions(tmp_path))
    loud = np.abs(sound) > 0.02
    gaps = [gap for gap in np.diff(np.flatnonzero(loud)) / rate if gap > 5.5]
    assert len(gaps) == 2 and not loud[: round(5.9 * rate)].any() and not loud[-round(5.9 * rate) :].any()


def test_options_are_explained(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["bench.start", "--help"])
    with pytest.raises(SystemExit):
        main()
    said = capsys.readouterr().out
    assert all(option in said for option in ("--rounds", "--memory", "--aloud", "--everything", "--json"))
