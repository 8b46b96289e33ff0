"""The fusion of words and picture, as the rest of the house sees it. Engines differ; the questions do not."""

from __future__ import annotations

from typing import Protocol

from assistant import offline
from assistant.config import HUB, Vision
from assistant.events import Answer, Grounding, Scene
from assistant.phrases import Phrases
from assistant.understanding.answering.from_near import Near
from assistant.understanding.answering.written import Reader


class VisionLanguageModel(Protocol):
    """Blocking; called from a worker. Every result names its engine and the regions that it rests on."""

    engine: str

    def answer(self, question: str, scene: Scene) -> Answer: ...
    def ground(self, phrase: str, scene: Scene) -> Grounding: ...
    def describe(self, scene: Scene) -> Answer: ...
    def matches(self, text: str, scene: Scene) -> float:
        """Probability that the text is true of the picture."""

    def needs_picture(self, text: str) -> float:
        """Probability that the words are about what the camera sees."""


def open_vlm(
    config: Vision, phrases: Phrases, *, reader: Reader | None = None, near: Near | None = None, fetches: bool = True
) -> VisionLanguageModel:
    """
    phrases: the topic `vision`; only ViLBERT's answers are told in another language than English
    reader:  of what stands in a picture, for ViLBERT, which knows no letters
    near:    looks at the people of a scene, for ViLBERT
    fetches: a model of the hub that is not on this machine yet; in offline mode none is
    Raises ModelError where weights are damaged, or a model of the hub cannot be had.
    """
    if config.engine == "rule-baseline":
        from assistant.understanding.baseline.model import RuleBaseline

        return RuleBaseline(Phrases("assistant", "vision"))
    if config.engine.startswith(HUB):
        from assistant.understanding.hub import Hub

        return Hub(config.engine.removeprefix(HUB), Phrases("assistant", "vision"), fetches=fetches and not offline.is_enforced())
    from assistant.understanding.vilbert import Vilbert

    return Vilbert(phrases, reader=reader, near=near)
