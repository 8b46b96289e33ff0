"""Models of a hub behind VisionLanguageModel: `hf:NAME`, for those who have the hardware. They see no regions and cannot point."""

from __future__ import annotations

from assistant.events import Answer, Grounding, Scene
from assistant.phrases import Phrases
from models.errors import UnfitInput
from models.hub import open_hub
from models.lexicon import article

UNSURE = 0.1
"""Probability below which an answer is none."""
DESCRIBE, NAME = "Describe the picture in one sentence.", "What is in the picture?"


class Hub:
    def __init__(self, name: str, phrases: Phrases, *, fetches: bool = True) -> None:
        """
        name:    of the hub, or a folder
        phrases: the topic `vision`
        fetches: what is not on this machine yet
        Raises ModelError.
        """
        self._model, self._phrases = open_hub(name, fetches=fetches), phrases
        self.engine = f"hf:{name}"

    def answer(self, question: str, scene: Scene) -> Answer:
        try:
            told = self._model.soft(scene.frame.pixels, question)
        except UnfitInput:
            return self._none("no_words")
        short, chance = next(iter(told.items()), ("", 0.0))
        if not short or chance < UNSURE:
            return self._none("not_sure")
        return Answer(short, self._sentence(short), round(chance, 3), self.engine)

    def ground(self, phrase: str, scene: Scene) -> Grounding:
        return Grounding(phrase, None, 0.0, self.engine, None, self._phrases.say("cannot_point", engine=self.engine))

    def describe(self, scene: Scene) -> Answer:
        return self.answer(DESCRIBE if self._model.speaks else NAME, scene)

    def matches(self, text: str, scene: Scene) -> float:
        """What it says of `yes` against `no`."""
        told = {
            answer.lower().rstrip("."): chance for answer, chance in self._model.soft(scene.frame.pixels, f"Is this true: {text}?").items()
        }
        true, false = told.get("yes", 0.0), told.get("no", 0.0)
        return true / (true + false) if true + false else 0.5

    def needs_picture(self, text: str) -> float:
        """It would answer anything, so it cannot tell."""
        return 0.0

    def _sentence(self, short: str) -> str:
        if short in ("yes", "no"):
            return self._phrases.say(short)
        if self._model.speaks or short.isdecimal():
            return short if short.endswith((".", "!", "?")) else f"{short[:1].upper()}{short[1:]}."
        return self._phrases.say("it_is", a_noun=article(short))

    def _none(self, key: str) -> Answer:
        return Answer("", self._phrases.say(key), 0.0, self.engine, abstained=True)
