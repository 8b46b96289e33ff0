"""Real inputs of every network, without a download: what the assistant's own code feeds it for photos, rendered scenes, pages and speech.

Each function gives the inputs endlessly. Even seeds take other photos, sentences and names than odd ones; the same seed gives the same.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from itertools import count, cycle, islice
from typing import Any, TypeVar

import numpy as np

from models.calibration.samples import half, photos, sentences, written
from models.store import Store

Feeds = dict[str, np.ndarray]
Item = TypeVar("Item")
RATE_HZ = 16_000
QUESTIONS = """what is in the picture
is there a person
how many people are there
what colour is the thing in the middle
is it inside or outside
what is on the left
is there a dog
what is the weather like
where is the largest thing
how many things are there
is there anything red
what is next to the person""".splitlines()
"""Such as can be asked of any picture."""


class Recorder:
    """Stands for an ONNX Runtime session, and keeps what that is fed."""

    def __init__(self, session: Any) -> None:
        self._session = session
        self.fed: list[Feeds] = []

    def run(self, names: Any, feeds: Feeds) -> list[np.ndarray]:
        self.fed.append(dict(feeds))
        return self._session.run(names, feeds)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._session, name)


def recorded(owner: Any, attribute: str, use: Callable[[Item], object], items: Iterable[Item]) -> Iterator[list[Feeds]]:
    """owner: a model's runtime with a session under `attribute`. Gives what `use` of each item feeds that session."""
    recorder = Recorder(getattr(owner, attribute))
    setattr(owner, attribute, recorder)
    for item in items:
        recorder.fed.clear()
        use(item)
        yield list(recorder.fed)


def each(runs: Iterable[Iterable[Item]]) -> Iterator[Item]:
    for run in runs:
        yield from run


def take(feeds: Iterator[Feeds], many: int) -> Iterator[Feeds]:
    return islice(feeds, many)


# ---- what is looked at and said


def scenes(seed: int) -> Iterator[np.ndarray]:
    return (pixels for pixels, _ in arranged(seed))


def arranged(seed: int) -> Iterator[tuple[np.ndarray, list[Any]]]:
    """(224, 224, 3) uint8 and the things in it: coloured shapes on painted grounds; no picture has to be fetched for them."""
    from models.drawings.render import render
    from models.drawings.scenes import arrange

    rng = np.random.default_rng(seed)
    while True:
        things = arrange(rng, shaped=1.0)
        yield render(rng, things), things


def pictures(seed: int) -> Iterator[np.ndarray]:
    """A photo and a rendered scene in turn."""
    for pair in zip(photos(seed), scenes(seed), strict=True):
        yield from pair


def texts(seed: int) -> Iterator[str]:
    """Commands, and names of things as they are searched for."""
    from models.backbone.runtime import names

    rng = np.random.default_rng(seed)
    for said in sentences(seed):
        yield said
        yield f"a photo of a {str(rng.choice(half(list(names()), seed))).split(',')[0]}"


def pages(seed: int) -> Iterator[np.ndarray]:
    return (page for page, _, _ in written(seed))


def spoken(store: Store, seed: int) -> Iterator[tuple[np.ndarray, str, float]]:
    """
    (N,) float32 at 16 kHz: sentences by the voice, slower and faster; what is said; how loud the noise is that lies over it.
    Raises ModelMissing without a voice.
    """
    import soxr

    from models.piper.runtime import Piper

    voice, rng = Piper(store.get("piper-joe"), steady=True), np.random.default_rng(seed)
    for number, text in enumerate(sentences(seed)):
        sound = soxr.resample(voice.synthesize(text + ".", float(rng.uniform(0.85, 1.15))), voice.rate_hz, RATE_HZ).astype(np.float32)
        sound, loud = np.pad(sound, (RATE_HZ // 4, RATE_HZ // 4)), 0.01 * (number % 3)
        yield (sound * rng.uniform(0.5, 1.0) + rng.normal(0, loud, len(sound))).clip(-1, 1).astype(np.float32), text, loud


def speech(store: Store, seed: int) -> Iterator[np.ndarray]:
    return (sound for sound, _, _ in spoken(store, seed))


# ---- the networks


def vad(store: Store, seed: int) -> Iterator[Feeds]:
    """Every fifth step: neighbours are alike."""
    from models.silero.runtime import STEP, Silero

    detector = Silero(store.get("silero-vad"))

    def hear(sound: np.ndarray) -> None:
        detector.reset()
        for begin in range(0, len(sound) - STEP, STEP):
            detector(sound[begin : begin + STEP])

    return each(run[::5] for run in recorded(detector, "_session", hear, speech(store, seed)))


def recognizer(store: Store, seed: int, model: str, part: str) -> Iterator[Feeds]:
    """Of the decoder's steps the first, one in the middle and the last."""
    from models.whisper.runtime import Whisper

    whisper = Whisper(store.get(model))
    runs = recorded(whisper, f"_{part}", whisper.transcribe, speech(store, seed))
    return each([run[0], run[len(run) // 2], run[-1]] if len(run) > 2 else run for run in runs)


def things(store: Store, seed: int) -> Iterator[Feeds]:
    from models.detector.runtime import Detector

    detector = Detector(store.get("ssd-mobilenet-v2-coco"))
    return each(recorded(detector, "_session", detector, photos(seed)))


def names(store: Store, seed: int) -> Iterator[Feeds]:
    from models.backbone.runtime import Backbone

    backbone = Backbone(store.get("efficientnet-lite0"))
    return each(recorded(backbone, "_session", backbone, photos(seed)))


def people(store: Store, seed: int, name: str) -> Iterator[Feeds]:
    """What one of the networks about people is shown of photos in which there is a face."""
    from models.people.faces import Faces
    from models.people.prepare import FACES, TRAITS, looks

    finder = Faces(store.get("people").path(FACES))
    shown = (looks(finder, [photo]) for photo in photos(seed))
    return ({"image": image} for images in shown if images[TRAITS] for image in images[name])


def drawn(store: Store, seed: int) -> Iterator[Feeds]:
    from models.drawings.runtime import Drawings

    drawings = Drawings()
    return each(recorded(drawings, "_session", drawings, pictures(seed)))


def near(store: Store, seed: int) -> Iterator[Feeds]:
    """What the detector finds in photos, from near: more kinds of things than can be drawn without the pictures of the training."""
    from models.backbone.runtime import SHORT, Backbone
    from models.detector.runtime import Detector
    from models.drawings.closely import FULL, features_of
    from models.near import Square, piece

    backbone, detector = Backbone(store.get("efficientnet-lite0")), Detector(store.get("ssd-mobilenet-v2-coco"))
    for photo in photos(seed):
        for box in detector(photo).boxes:
            yield {"features": features_of(backbone.alone(piece(photo, Square.around(box, FULL), SHORT)))[None]}


def seen(store: Store, seed: int) -> Iterator[Feeds]:
    from models.vilbert.runtime import Fusion

    fusion = Fusion()
    return each(recorded(fusion, "_picture", fusion.see, looks(store, seed)))


def asked(store: Store, seed: int) -> Iterator[Feeds]:
    """A simulated picture with a question of its own and a picture with one that can be asked of any, in turn."""
    from models.vilbert.runtime import Fusion

    fusion, chosen = Fusion(), half(QUESTIONS, seed)
    pairs = zip(simulated(seed), zip(looks(store, seed), cycle(chosen), strict=False), strict=True)
    return each(recorded(fusion, "_question", lambda pair: fusion.read(fusion.see(pair[0]), pair[1]), each(pairs)))


def captioned(store: Store, seed: int) -> Iterator[Feeds]:
    """Every third of the steps."""
    from models.vilbert.runtime import Fusion

    fusion = Fusion()
    runs = recorded(fusion, "_captioner", lambda tokens: fusion.caption(fusion.see(tokens)), looks(store, seed))
    return each(run[::3] for run in runs)


def looks(store: Store, seed: int) -> Iterator[Any]:
    """models.vilbert.tokens.Tokens"""
    from models.vilbert.frontend import LOOKED, FrontEnd

    return map(FrontEnd(store, threshold=LOOKED), pictures(seed))


def simulated(seed: int) -> Iterator[tuple[Any, str]]:
    """Tokens of a simulated picture, and a question about it, in all kinds and wordings."""
    from models.vilbert.data.examples import SHARES
    from models.vilbert.data.examples import simulated as examples

    rng = random.Random(seed)
    while True:
        for example in examples(rng, 8, 1, SHARES):
            yield example.tokens, example.questions[0].text


def clip_image(store: Store, seed: int) -> Iterator[Feeds]:
    from models.clip.runtime import DualEncoder

    encoder = DualEncoder(store)
    return each(recorded(encoder, "_image", encoder.image, pictures(seed)))


def clip_text(store: Store, seed: int) -> Iterator[Feeds]:
    from models.clip.runtime import DualEncoder

    encoder = DualEncoder(store)
    return each(recorded(encoder, "_text", lambda text: encoder.text([text]), texts(seed)))


def sentence(store: Store, seed: int) -> Iterator[Feeds]:
    from models.minilm.runtime import SentenceEncoder

    encoder = SentenceEncoder(store.get("all-minilm-l6-v2"))
    return each(recorded(encoder, "_session", lambda text: encoder([text]), texts(seed)))


def finder(store: Store, seed: int) -> Iterator[Feeds]:
    from models.ocr.runtime import Ocr

    ocr = Ocr(store.get("ppocr-v6-small"))
    return each(recorded(ocr, "_finder", ocr, pages(seed)))


def strips(store: Store, seed: int) -> Iterator[Feeds]:
    from models.ocr.runtime import Ocr

    ocr = Ocr(store.get("ppocr-v6-small"))
    return each(recorded(ocr._recognizer, "_session", ocr, pages(seed)))


def voice(store: Store, seed: int) -> Iterator[Feeds]:
    """Without the chance that makes speech lively, so that two graphs can be compared."""
    from models.piper.runtime import Piper

    piper = Piper(store.get("piper-joe"), steady=True)
    rates = (0.9 + 0.05 * (number % 5) for number in count())
    said = zip(sentences(seed), rates, strict=False)
    return each(recorded(piper, "_session", lambda pair: piper.synthesize(pair[0].capitalize() + ".", pair[1]), said))
