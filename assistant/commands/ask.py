"""`owlish ask`, `ground` and `describe`: the eyes of the live loop over a picture from a file; `ask` and `describe` over a video, too."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from assistant.commands import explained, film, seen, sheet
from assistant.commands.batch import Row, answer_lines
from assistant.commands.output import emit, shown
from assistant.commands.tongue import PictureSight, Tongue, in_english
from assistant.config import Config
from assistant.errors import BadInput
from assistant.events import Answer, Box, Frame, Grounding, Scene
from assistant.paths import model_dir
from assistant.perception.scene import SceneBuilder
from assistant.perception.text import TextReader
from assistant.phrases import Phrases
from assistant.senses.files import ENGLISH, exists, load_frame, version_of
from assistant.things import things_of
from assistant.understanding.answering.pointing import tokens_of
from assistant.understanding.fusion import open_vlm
from assistant.understanding.vilbert import Vilbert
from models.store import Store
from models.vilbert.explain import Explanation

KEPT = 4
"""Scenes kept: questions about one picture often come together."""


class Eyes:
    """Opened once; answers about any picture."""

    def __init__(self, config: Config) -> None:
        store = Store(model_dir())
        self._builder = SceneBuilder(config.vision, store)
        self._language = config.routing.language
        phrases = Phrases("assistant", "vision", self._language)
        self._read = TextReader(config.vision, store, phrases).read
        self._vlm = open_vlm(config.vision, phrases, reader=self._read, near=self._builder.near)
        self._tongue = Tongue(self._language) if not things_of(self._language).native else None
        self._scene = lru_cache(maxsize=KEPT)(self._look)

    def answer(self, image: str, question: str) -> Row:
        return timed({"image": image, "question": question}, lambda: answered(self._answer(question, self.scene(image))[0]))

    def ground(self, image: str, phrase: str) -> Row:
        meant = in_english(phrase, self._language)
        return timed({"image": image, "phrase": phrase}, lambda: grounded(self._vlm.ground(meant, self.scene(image))))

    def describe(self, image: str) -> Row:
        return timed({"image": image}, lambda: answered(self._vlm.describe(self.scene(image))))

    def reply(self, frame: Frame, question: str | None) -> dict[str, Any]:
        """Without a question what is seen is described. Raises UnfitInput."""
        scene = self._builder.build(frame)
        return answered(self._answer(question, scene)[0] if question else self._vlm.describe(scene))

    def explain(self, image: str, question: str, file: Path) -> bool:
        """Whether there is anything to explain. Raises BadInput where the engine has no explanations, or the file cannot be written."""
        if not isinstance(self._vlm, Vilbert):
            raise BadInput(f"The engine {self._vlm.engine} has no explanations; add --engine vilbert.")
        asked = self._answer(question, self.scene(image))[1]
        scene = self._vlm.readings.scene_for(asked, self.scene(image))
        explanation = self._vlm.explain(asked, scene)
        if isinstance(explanation, Explanation):
            explained.write(scene.frame.pixels, tokens_of(scene), explanation, file)
        elif explanation:
            seen.write(scene.frame.pixels, scene.people, explanation, file)
        return explanation is not None

    def _answer(self, question: str, scene: Scene) -> tuple[Answer, str]:
        """And what the network was asked: in English, where the question is understood in another language."""
        sight = PictureSight(scene, self._vlm, self._read)
        answer = self._tongue and self._tongue.answer(question, sight)
        return (answer, sight.asked) if answer else (self._vlm.answer(question, scene), question)

    def scene(self, image: str) -> Scene:
        """Raises BadInput, UnfitInput."""
        path = Path(image)
        return self._scene(path, version_of(path))

    def _look(self, path: Path, version: object) -> Scene:
        """version: changes when the file does."""
        return self._builder.build(load_frame(path))


def eyes_for(config: Config, image: Path) -> Eyes:
    """Raises BadInput where there is no such file, which is told before any network is opened."""
    exists(image, ENGLISH)
    return Eyes(config)


def timed(given: dict[str, Any], work: Callable[[], dict[str, Any]]) -> Row:
    """`seconds` counts everything from the file to the answer; a picture that was just seen is not looked at again."""
    begin = time.perf_counter()
    found = work()
    return {**given, **found, "seconds": round(time.perf_counter() - begin, 4)}


def answered(answer: Answer) -> dict[str, Any]:
    about = {"answer": answer.short, "confidence": round(answer.confidence, 4), "abstained": answer.abstained}
    return {**about, "box": plain(answer.regions[0].box if answer.regions else None), "engine": answer.engine, "spoken": answer.spoken}


def grounded(found: Grounding) -> dict[str, Any]:
    return {"box": plain(found.box), "score": round(found.score, 4), "engine": found.engine, "spoken": found.spoken}


def plain(box: Box | None) -> list[float] | None:
    return None if box is None else [round(float(edge), 1) for edge in box]


def ask(config: Config, question: str | None, image: Path | None, batch: str | None, explain: Path | None, as_json: bool) -> int:
    if batch is not None:
        if question or image or explain:
            raise BadInput("--batch FILE has its questions and pictures in the file; leave out the question, --image and --explain.")
        eyes = Eyes(config)
        return answer_lines(batch, ("image", "question"), lambda row: eyes.answer(row["image"], row["question"]))
    if not question or image is None:
        raise BadInput('Give a question and a picture, for example: owlish ask "what is this?" --image photo.jpg; or --batch FILE.')
    if explain and film.is_one(image):
        raise BadInput(f"{image} is a video, and only an answer about a picture can be drawn; leave out --explain.")
    if explain:
        sheet.check(explain, [image])
    eyes = eyes_for(config, image)
    if film.is_one(image):
        return film.tell(image, {"question": question}, lambda frame: eyes.reply(frame, question), as_json)
    row = dict(eyes.answer(str(image), question))
    if explain:
        row["explanation"] = str(explain) if eyes.explain(str(image), question, explain) else None
    return tell(row, as_json)


def ground(config: Config, phrase: str | None, image: Path | None, batch: str | None, as_json: bool) -> int:
    if batch is not None:
        if phrase or image:
            raise BadInput("--batch FILE has its phrases and pictures in the file; leave out the phrase and --image.")
        eyes = Eyes(config)
        return answer_lines(batch, ("image", "phrase"), lambda row: eyes.ground(row["image"], row["phrase"]))
    if not phrase or image is None:
        raise BadInput('Give a phrase and a picture, for example: owlish ground "the red cup" --image photo.jpg; or --batch FILE.')
    return tell(eyes_for(config, image).ground(str(image), phrase), as_json)


def describe(config: Config, image: Path | None, as_json: bool) -> int:
    if image is None:
        raise BadInput("Give a picture, for example: owlish describe --image photo.jpg.")
    eyes = eyes_for(config, image)
    if film.is_one(image):
        return film.tell(image, {}, lambda frame: eyes.reply(frame, None), as_json)
    return tell(eyes.describe(str(image)), as_json)


def tell(row: Row, as_json: bool) -> int:
    if as_json:
        emit(row)
        return 0
    sure = row.get("confidence", row.get("score"))
    where = f", box {[round(edge) for edge in row['box']]}" if row["box"] else ""
    print(shown(row["spoken"]))
    if "explanation" in row:
        print(f"Why: {shown(row['explanation'] or 'the network read nothing of the picture, so there is nothing to explain or to draw.')}")
    print(f"({row['engine']}, confidence {sure:.2f}{where}, {row['seconds']:.2f} s)")
    return 0
