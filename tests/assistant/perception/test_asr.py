"""Text is believed only as far as somebody spoke; transcription on trial; every engine behind one seam."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import anyio
import numpy as np
import pytest
import soundfile

from assistant.commands.transcribe import speech_in
from assistant.errors import ConfigError
from assistant.events import AudioChunk
from assistant.perception.asr import (
    LentRecognizer,
    Recognizer,
    Spoken,
    Transcriber,
    Trial,
    believed,
    is_multilingual,
    open_recognizer,
    undoubled,
)
from assistant.perception.vad import VoiceDetector
from models.errors import ModelMissing, OutOfMemory, UnfitInput, UnknownModel
from models.keeper import Keeper
from models.plan import PARTS, RECOGNIZER, Ledger, Need, Plan
from models.silero.runtime import Silero
from models.store import Store
from models.whisper.runtime import Decoded
from tests.inline import InlineWorker
from tests.speech import hush, spoken

RATE_HZ = 16_000
CARDS = Path("/usr/share/pocketsphinx/test/data/cards")
GOOD = Decoded("What is on the table?", "en", -0.2, 0.05, 7, False)
HEARD = Spoken(AudioChunk(np.zeros(0, np.float32)), 1.2, 0.96)


# ---- what is believed


def test_words_that_somebody_said_are_believed() -> None:
    assert believed(GOOD, HEARD) == GOOD


@pytest.mark.parametrize(
    ("doubt", "speech"),
    [
        ({"text": ""}, {}),
        ({"text": "..."}, {}),
        ({"no_speech": 0.8, "log_probability": -1.2}, {}),
        ({"log_probability": -2.1}, {}),
        ({"text": "You", "no_speech": 0.7}, {}),
        ({"text": "Thank you.", "log_probability": -1.1}, {}),
        ({"text": "Thank you."}, {"probability": 0.6}),
        ({"text": "You"}, {"speech": 3.0}),
        ({"text": "2-3ตวบนลาง"}, {}),
        ({"text": "I do not know what you mean by all that you said to me"}, {"speech": 0.2}),
    ],
)
def test_inventions_are_not(doubt: dict, speech: dict) -> None:
    assert believed(replace(GOOD, **doubt), replace(HEARD, **speech)).text == ""


@pytest.mark.parametrize("text", ["Thank you.", "Okay.", "Bye.", "You", "So"])
def test_stock_phrases_are_believed_when_somebody_clearly_spoke(text: str) -> None:
    assert believed(replace(GOOD, text=text), replace(HEARD, speech=0.4, probability=0.9)).text == text


def test_other_letters_are_fine_in_other_languages() -> None:
    said = replace(GOOD, text="桌子上有什么", language="zh")
    assert believed(said, HEARD) == said


@pytest.mark.parametrize(
    ("text", "speech", "kept"),
    [
        ("hey guys hey guys", 0.4, "hey guys"),
        ("Hey guys, hey guys!", 0.4, "Hey guys"),
        ("no no", 0.8, "no no"),
        ("hey guys", 0.3, "hey guys"),
        ("one two one", 0.2, "one two one"),
        ("", 1.0, ""),
    ],
)
def test_what_fits_only_once_into_the_time_was_said_once(text: str, speech: float, kept: str) -> None:
    assert undoubled(text, speech) == kept


# ---- noise, and real speech


def pink(seconds: float, level_db: float) -> np.ndarray:
    spectrum = np.fft.rfft(np.random.default_rng(5).standard_normal(round(seconds * RATE_HZ)))
    spectrum[1:] /= np.sqrt(np.arange(1, len(spectrum)))
    noise = np.fft.irfft(spectrum, round(seconds * RATE_HZ))
    return noise / np.sqrt(np.mean(noise**2)) * 10 ** (level_db / 20)


def tones(seconds: float, *parts: tuple[float, float]) -> np.ndarray:
    """parts: (Hz, amplitude)"""
    times = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    return sum((gain * np.sin(2 * np.pi * hz * times) for hz, gain in parts), np.zeros(len(times)))


def click() -> np.ndarray:
    sound = np.zeros(2 * RATE_HZ)
    sound[RATE_HZ : RATE_HZ + 40] = 0.8
    return sound


def music() -> np.ndarray:
    """Four chords that fade, with overtones."""
    fade = np.exp(-3 * np.arange(RATE_HZ // 2) / RATE_HZ)
    chords = ((262, 330, 392), (220, 262, 330), (175, 220, 262), (196, 247, 294))
    return np.concatenate([tones(0.5, *((hz * over, 0.1 / over) for hz in chord for over in (1, 2, 3))) * fade for chord in chords])


NOISES: dict[str, Callable[[], np.ndarray]] = {
    "silence": lambda: np.zeros(2 * RATE_HZ),
    "a quiet room": lambda: hush(2.0),
    "pink noise at -50 dB": lambda: pink(2.0, -50),
    "pink noise at -30 dB": lambda: pink(2.0, -30),
    "pink noise at -20 dB": lambda: pink(4.0, -20),
    "pink noise at -10 dB": lambda: pink(1.0, -10),
    "hum": lambda: tones(2.0, (50, 0.2), (100, 0.1), (150, 0.06)),
    "a click": click,
    "music": music,
}


@pytest.fixture(scope="module")
def tiny(prepared, store: Store) -> Recognizer:
    prepared("whisper-tiny.en")
    return open_recognizer("whisper-tiny.en", store, 1)


@pytest.fixture
def detector(prepared) -> VoiceDetector:
    return VoiceDetector(Silero(prepared("silero-vad")))


@pytest.mark.parametrize("name", NOISES)
def test_nobody_said_anything(name: str, tiny: Recognizer) -> None:
    """Even where the voice detector was wrong and heard speech in most of it."""
    sound = AudioChunk(NOISES[name]().astype(np.float32))
    decoded = tiny.transcribe(sound.samples, "en")
    assert believed(decoded, Spoken(sound, 0.7 * sound.duration, 0.8)).text == ""


@pytest.mark.parametrize("text", ["What is on the table?", "Thank you.", "Okay.", "Stop.", "What time is it?", "Describe what you see."])
def test_what_was_said_is_not_taken_for_noise(text: str, tiny: Recognizer, detector: VoiceDetector) -> None:
    sound = spoken(text)
    assert plain(heard(sound, tiny, detector)) == plain(text)


def test_real_speech_is_not_taken_for_noise(tiny: Recognizer, detector: VoiceDetector) -> None:
    texts = [heard(AudioChunk(soundfile.read(CARDS / f"{number:03}.wav", dtype="float32")[0]), tiny, detector) for number in range(1, 6)]
    assert all(texts)
    assert "clubs" in texts[0].lower() and "hearts" in texts[4].lower()


def heard(sound: AudioChunk, recognizer: Recognizer, detector: VoiceDetector) -> str:
    return believed(recognizer.transcribe(sound.samples, "en"), speech_in(sound, detector, 0.5)).text


def plain(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isalnum() or letter == " ")


# ---- engines


@pytest.mark.parametrize("engine", ["whisper-base", "moonshine-tiny"])
def test_other_engines_hear_the_same(engine: str, prepared, store: Store) -> None:
    prepared(engine)
    recognizer = open_recognizer(engine, store, 1)
    assert recognizer.name == engine
    assert plain(recognizer.transcribe(spoken("What is on the table?").samples, "en").text) == "what is on the table"


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # openai-whisper leaves its list of words open
@pytest.mark.parametrize("engine", ["faster-whisper", "openai-whisper"])
def test_an_engine_whose_package_is_missing_says_what_to_install(engine: str, prepared, store: Store) -> None:
    prepared("whisper-tiny.en-ct2")
    if any(importlib.metadata.distributions(name=engine)):
        assert "table" in open_recognizer(engine, store, 1).transcribe(spoken("What is on the table?").samples, "en").text
    else:
        with pytest.raises(ConfigError, match=r"not installed \(No module .*\); run: pip install 'owlish\[engines\]'"):
            open_recognizer(engine, store, 1)


def test_which_engines_hear_other_languages_is_known_before_they_are_opened(tmp_path: Path) -> None:
    store = Store(tmp_path)
    assert is_multilingual("whisper-base", store)
    assert not any(is_multilingual(engine, store) for engine in ("whisper-tiny.en", "moonshine-tiny", "faster-whisper"))
    with pytest.raises(ModelMissing, match="owlish edge whisper"):
        is_multilingual("whisper:nobody", store)


def test_an_engine_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnknownModel, match="choose one of"):
        open_recognizer("whisper-huge", Store(tmp_path), 1)
    with pytest.raises(ModelMissing, match="owlish models pull whisper-base"):
        open_recognizer("whisper-base", Store(tmp_path), 1)


# ---- on loan


@pytest.fixture
def small(prepared, store: Store):
    """`small(plan)`: a recognizer on loan under a plan, the keeper, how often it was opened, and a clock that the test moves."""
    prepared("whisper-tiny.en")

    def lent(plan: Plan) -> tuple[LentRecognizer, Keeper, list[str], list[float]]:
        opened: list[str] = []
        clock = [0.0]
        keeper = Keeper(plan, idle=100.0, clock=lambda: clock[0])
        engine = "whisper-tiny.en"
        return (
            LentRecognizer(engine, keeper.lend(RECOGNIZER, lambda: (opened.append(engine), open_recognizer(engine, store, 1))[1])),
            keeper,
            opened,
            clock,
        )

    return lent


LAZY = Plan(resident=(), lazy=PARTS)


def test_a_recognizer_on_loan_comes_with_the_first_utterance_and_hears_the_same(small, tiny: Recognizer) -> None:
    lent, _, opened, _ = small(LAZY)
    sound = spoken("What is on the table?").samples
    assert lent.name == "whisper-tiny.en" and opened == []
    assert [lent.transcribe(sound, "en") for _ in range(2)] == [tiny.transcribe(sound, "en")] * 2
    assert opened == ["whisper-tiny.en"]


def test_it_goes_when_nobody_has_spoken_for_a_while_and_comes_again(small) -> None:
    lent, keeper, opened, clock = small(LAZY)
    lent.transcribe(hush(1.0), "en")
    clock[0] = 99.0
    assert keeper.sweep() == []
    clock[0] = 100.0
    assert keeper.sweep() == [RECOGNIZER]
    assert plain(lent.transcribe(spoken("What is on the table?").samples, "en").text) == "what is on the table"
    assert len(opened) == 2


def test_where_the_plan_leaves_it_out_a_turn_says_what_it_needs(small) -> None:
    ledger = Ledger(270_000_000, {part: Need(90_000_000, 100_000_000) for part in PARTS})
    lent, *_ = small(Plan(350_000_000, (), (), (RECOGNIZER,), ledger))
    transcriber = Transcriber(lent, InlineWorker("recognizer"), "en")

    async def script() -> None:
        await transcriber.try_early(utterance(100), attempt := Trial())
        with pytest.raises(OutOfMemory, match=r"The recognizer needs 370 MB, and 350 MB are allowed; run with more, as: .* --memory 380MB"):
            await transcriber.finish(utterance(130), attempt)

    anyio.run(script)


# ---- on trial


class Scripted:
    """Says how much it heard; fails while it is told to."""

    name = "scripted"

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.broken = False
        self.log_probability = -0.2

    def transcribe(self, samples: np.ndarray, language: str | None) -> Decoded:
        self.asked.append(len(samples))
        if self.broken:
            raise UnfitInput("The sound is broken.")
        return replace(GOOD, text=f"heard {len(samples)}", log_probability=self.log_probability)


def utterance(samples: int) -> Spoken:
    return Spoken(AudioChunk(np.zeros(samples, np.float32)), 1.0, 0.95)


def scripted() -> tuple[Scripted, Transcriber]:
    recognizer = Scripted()
    return recognizer, Transcriber(recognizer, InlineWorker("recognizer"), "en")


async def tried(transcriber: Transcriber, samples: int) -> Trial:
    trial = Trial()
    await transcriber.try_early(utterance(samples), trial)
    return trial


async def finished(transcriber: Transcriber, samples: int, trial: Trial | None = None) -> str:
    return (await transcriber.finish(utterance(samples), trial)).text


def test_the_text_of_the_pause_is_taken_when_the_pause_was_the_end() -> None:
    async def script() -> None:
        recognizer, transcriber = scripted()
        trial = await tried(transcriber, 100)
        assert await finished(transcriber, 130, trial) == "heard 100"
        assert recognizer.asked == [100]

    anyio.run(script)


def test_the_end_waits_for_a_trial_that_has_begun() -> None:
    async def script() -> None:
        recognizer, transcriber = scripted()
        async with anyio.create_task_group() as tasks:
            trial = Trial()
            tasks.start_soon(transcriber.try_early, utterance(100), trial)
            assert await finished(transcriber, 130, trial) == "heard 100"
        assert recognizer.asked == [100]

    anyio.run(script)


def test_a_trial_that_failed_is_repeated_at_the_end_and_says_why() -> None:
    async def script() -> None:
        recognizer, transcriber = scripted()
        recognizer.broken = True
        trial = await tried(transcriber, 100)
        with pytest.raises(UnfitInput):
            await transcriber.finish(utterance(130), trial)
        recognizer.broken = False
        assert await finished(transcriber, 130, trial) == "heard 130"

    anyio.run(script)


def test_a_cancelled_trial_leaves_nobody_waiting() -> None:
    async def script() -> None:
        _, transcriber = scripted()
        trial = Trial()
        with anyio.CancelScope() as scope:
            scope.cancel()
            await transcriber.try_early(utterance(100), trial)
        with anyio.fail_after(1):
            assert await finished(transcriber, 130, trial) == "heard 130"

    anyio.run(script)


def test_a_transcript_names_its_engine_and_an_unbelieved_one_has_no_confidence() -> None:
    async def script() -> None:
        recognizer, transcriber = scripted()
        transcript = await transcriber.finish(utterance(100))
        assert (transcript.engine, transcript.language) == ("scripted", "en")
        assert transcript.confidence == pytest.approx(np.exp(-0.2))
        recognizer.log_probability = -2.5
        doubted = await transcriber.finish(utterance(100))
        assert (doubted.text, doubted.confidence) == ("", 0.0)

    anyio.run(script)
