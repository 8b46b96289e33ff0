"""The neural VisionLanguageModel: the distilled ViLBERT's readings as sentences, boxes, and an honest "I am not sure"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from assistant.events import Answer, Box, Grounding, Region, Scene
from assistant.phrases import Phrases
from assistant.understanding.pointing import as_region, cited, tokens_of
from models.errors import UnfitInput
from models.lexicon import article, plural
from models.vilbert.choosing import chosen
from models.vilbert.explain import Explanation, explain
from models.vilbert.pointing import pointed
from models.vilbert.runtime import Fusion, Picture, Reading
from models.vilbert.tokenizing import closer
from models.vilbert.tokens import CELL, PART
from models.vilbert.vocabulary import COLOURS, SIDES, UNKNOWN

KNOWABLE = 0.3
"""Probability that the picture can tell, below which nothing is claimed."""
SURE, UNSURE = 0.75, 0.08
"""Trust from which an answer is said without doubt, and confidence below which there is none."""
UNSEEN, MISSING = 0.1, 0.9
"""Grounding that no token reaches where the thing is not in the picture, and how surely it must be denied where one does."""
FOUND = 0.3
"""Grounding times the chance that it can be told, from which a phrase is pointed at in what is no photo."""
THERE, PERHAPS_THERE = 0.5, 0.2
"""Chance that what a phrase means is in the photo, from which it is pointed at without doubt, and below which it is not."""
LONGEST_NAME = 3
"""Words of what a question takes for granted."""
WHICH = ("one", "other", "two", "three", "four", "first", "second", "last", "same")
"""Words before a name that are no part of it."""
FOREIGN = 0.5
"""Share of unknown words from which a question is not understood: it is of another language, or of no language."""
TRUE = 0.5
"""Probability of being true of the picture, from which a caption is said."""
CONTRAST, EVEN = 2, 0.01
"""Where the contrast stands among the statistics, and below which a picture is one even patch."""
SPELT = 2
"""Pieces from which a word counts as spelt."""
MOST_BARE = 8
"""Words of the longest phrase that lacks no more than an article."""
TELLING = frozenset(("not_sure", "unknown_words"))
"""Ways to abstain after which it helps to hear what was seen."""
SEEN = 0.4
"""Score from which a region is told of."""


class Vilbert:
    def __init__(self, phrases: Phrases, fusion: Fusion | None = None, *, threads: int = 1) -> None:
        """phrases: the topic `vision`. Raises ModelError where the shipped weights are damaged."""
        self.fusion = fusion or Fusion(threads=threads)
        self._phrases = phrases
        self._kept: tuple[Scene | None, dict[bool, Picture]] = (None, {})
        self.engine = f"vilbert {self.fusion.version}"

    # ---- the protocol

    def answer(self, question: str, scene: Scene) -> Answer:
        if trouble := self._trouble(question, scene):
            return self._abstain(scene, trouble)
        reading = self.read(question, scene)
        if reading.knowable < KNOWABLE or reading.confidence < UNSURE or self._is_about_what_is_unseen(question, reading, scene):
            return self._abstain(scene, "not_sure", reading)
        return self._say(reading, scene)

    def ground(self, phrase: str, scene: Scene) -> Grounding:
        said = self.determined(phrase)
        if trouble := self._trouble(phrase, scene, said):
            return Grounding(phrase, None, 0.0, self.engine, None, self._phrases.say(trouble))
        on_photo = self.look(scene).photo and "signs" in self.fusion.facts  # weights that were just made know none yet
        box, score, sure = (self._on_photo if on_photo else self._marked)(said, scene)
        if box is None:
            return Grounding(phrase, None, round(score, 3), self.engine, None, self._phrases.say("not_found", phrase=phrase))
        region = as_region(box, scene)
        spoken = self._phrases.say("here_it_is" if sure else "perhaps_here_it_is", place=self._place(region.box, scene))
        return Grounding(phrase, region.box, round(score, 3), self.engine, region, spoken, sure)

    def determined(self, phrase: str) -> str:
        """`the red cup` for `red cup`: so say it those who look at a picture, and of those the network learned."""
        words = phrase.lower().split()
        bare = 0 < len(words) <= MOST_BARE and words[0].isalpha() and words[0] not in self._phrases.section("reading")["openers"]
        return f"the {phrase}" if bare else phrase

    def _marked(self, phrase: str, scene: Scene) -> tuple[np.ndarray | None, float, bool]:
        """What is marked most, how surely, and whether it is said without doubt; None where it is not there."""
        reading = self.read(phrase, scene)
        found = pointed(reading, tokens_of(scene), phrase)
        score = found[1] * reading.knowable if found else 0.0
        return (found[0] if found and score >= FOUND else None), score, True

    def _on_photo(self, phrase: str, scene: Scene) -> tuple[np.ndarray | None, float, bool]:
        """The same on a photo, of which more is found, and less surely."""
        picture = self.look(scene, closely=True)
        reading = self.fusion.read(picture, phrase)
        there = self.fusion.there(reading.true)
        box = chosen(reading, picture.source, phrase, self.fusion.facts["signs"]) if there >= PERHAPS_THERE else None
        return box, there, there >= THERE

    def describe(self, scene: Scene) -> Answer:
        """The caption, and what was detected, with boxes."""
        if trouble := self._unseeable(scene):
            return self._abstain(scene, trouble)
        caption, true = self.fusion.caption(self.look(scene))
        facts, regions = self._facts(scene)
        told = caption if true >= TRUE else ""
        if not told and not facts:
            return self._abstain(scene, "see_nothing")
        said = [f"{told[:1].upper()}{told[1:]}."] if told else []
        said += [self._phrases.say("i_see", things=facts)] if facts else []
        confidence = true if told else float(np.mean([region.score for region in regions]))
        return Answer(told or facts, " ".join(said), round(confidence, 3), self.engine, regions)

    def explain(self, question: str, scene: Scene) -> Explanation:
        """Asks again and again with parts hidden: a hundred times what an answer costs. Raises UnfitInput."""
        return explain(self.fusion, self.look(scene), question)

    def matches(self, text: str, scene: Scene) -> float:
        return self.read(text, scene).true

    def needs_picture(self, text: str) -> float:
        try:
            return self.fusion.needs_picture(text)
        except UnfitInput:
            return 0.0

    # ---- reading

    def look(self, scene: Scene, *, closely: bool = False) -> Picture:
        """Once a scene; the last one is kept. closely: with what the detector finds less surely, too."""
        if self._kept[0] is not scene:
            self._kept = (scene, {})
        pictures = self._kept[1]
        if closely not in pictures:
            tokens = tokens_of(scene)
            if closely and scene.proposals is not None and scene.features is not None:
                tokens = closer(tokens, scene.frame.pixels, scene.proposals, scene.features)
            pictures[closely] = self.fusion.see(tokens)
        return pictures[closely]

    def read(self, text: str, scene: Scene) -> Reading:
        """Raises UnfitInput where there are no words."""
        return self.fusion.read(self.look(scene), text)

    def _trouble(self, text: str, scene: Scene, said: str = "") -> str | None:
        """The sentence that says why nothing can be read; None where it can. said: the words as they are read, where they are others."""
        if trouble := self._unseeable(scene):
            return trouble
        try:
            pieces = self.fusion.ids(text)[1:]
        except UnfitInput:
            return "too_many_words" if self.fusion.words.ids(text)[1:] else "no_words"
        strange = pieces.count(UNKNOWN) > FOREIGN * len(pieces) or self._is_nonsense(said or text) or self._is_foreign(text)
        return "unknown_words" if strange else None

    def _unseeable(self, scene: Scene) -> str | None:
        try:
            self.look(scene)
        except UnfitInput:
            return "bad_picture"
        tokens = tokens_of(scene)
        return "blank" if tokens.statistics[0, CONTRAST] < EVEN and not tokens.counted.any() else None

    def _is_about_what_is_unseen(self, text: str, reading: Reading, scene: Scene) -> bool:
        """Whether the door is open can't be told where no door is."""
        states, tokens = self._phrases.section("reading")["unknowable"], tokens_of(scene)
        words = text.lower().strip(" ?.!").split()
        if not any(word in states for word in words):
            return False
        placed = np.isin(tokens.kinds, (PART, CELL)) | tokens.counted
        if not (reading.grounding[placed] >= UNSEEN).any():
            return True
        thing = presupposed(words, states, self._phrases.section("reading")["joining"])
        if not thing or reading.answer not in ("yes", "no"):
            return False
        there, chance = self.read(f"are there {thing}" if words[0] == "are" else f"is there {article(thing)}", scene).best[0]
        return there == "no" and chance >= MISSING

    def _is_nonsense(self, text: str) -> bool:
        """Most of its words are in no dictionary, and had to be spelt: three, or fewer where no little word says that it is English."""
        words = text.lower().split()
        spelt = sum(len(self.fusion.words.ids(word)) - 1 >= SPELT for word in words)
        english = any(word in self._phrases.section("languages")["english"] for word in words)
        return spelt > FOREIGN * len(words) and (spelt > 2 or not english)

    def _is_foreign(self, text: str) -> bool:
        """More of the little words of other languages than of English ones; what both have tells nothing."""
        words, lists = text.lower().replace("'", " ").split(), self._phrases.section("languages")
        return sum(word in lists["others"] for word in words) > sum(word in lists["english"] for word in words)

    # ---- saying

    def _say(self, reading: Reading, scene: Scene) -> Answer:
        short, trust = self.short(reading.answer), self.fusion.trust(reading)
        return Answer(short, self._sentence(short, reading, trust >= SURE), round(trust, 3), self.engine, cited(reading, scene))

    def short(self, answer: str) -> str:
        """In a word, numbers written out."""
        words: Sequence[str] = self._phrases.section("numbers").get("words", ())
        if answer == "0":
            return "zero"
        return words[int(answer)] if answer.isdecimal() and int(answer) < len(words) else answer

    def _sentence(self, short: str, reading: Reading, sure: bool) -> str:
        if short in ("yes", "no"):
            return self._phrases.say(short if sure else f"perhaps_{short}")
        if reading.answer.isdecimal():
            key, slots = "number", {"number": short}
        elif short in SIDES:
            key, slots = "at_place", {"place": self._phrases.section("places").get(short, short)}
        elif short in COLOURS or short in self._phrases.section("saying")["looks"]:
            key, slots = "looks", {"look": short}
        elif short in self._phrases.section("saying")["plainly"]:
            key, slots = "plainly", {"word": short}
        elif self.fusion.mixing.asking.is_deed(short):
            key, slots = "looks_like_deed", {"deed": short}
        else:
            key, slots = "looks_like", {"a_noun": article(short)}
        sentence = self._phrases.say(key, **slots)
        told = sentence if sentence.startswith("I ") else sentence[:1].lower() + sentence[1:]
        return sentence if sure else self._phrases.say("perhaps", sentence=told)

    def _abstain(self, scene: Scene, key: str, reading: Reading | None = None) -> Answer:
        facts, _ = self._facts(scene)
        said = self._phrases.say(key) + (f" {self._phrases.say('i_see', things=facts)}" if facts and key in TELLING else "")
        return Answer("", said, round(reading.confidence, 3) if reading else 0.0, self.engine, (), abstained=True)

    def _facts(self, scene: Scene) -> tuple[str, tuple[Region, ...]]:
        """`two people and a dog`, with their regions."""
        seen = tuple(region for region in scene.regions if region.score >= SEEN)
        counts = Counter(region.label for region in seen)
        words = self._phrases.section("numbers").get("words", ())
        things = [
            article(label) if many == 1 else f"{words[many] if many < len(words) else many} {plural(label)}"
            for label, many in counts.most_common(4)
        ]
        if len(things) < 2:
            return "".join(things), seen
        return self._phrases.say("and", first=", ".join(things[:-1]), last=things[-1]), seen

    def _place(self, box: Box, scene: Scene) -> str:
        width, height = scene.frame.size
        x, y = (box[0] + box[2]) / 2 / width, (box[1] + box[3]) / 2 / height
        across = "left" if x < 0.4 else "right" if x > 0.6 else ""
        down = "top" if y < 0.3 else "bottom" if y > 0.72 else ""
        side = f"{down} {across}".strip() or "middle"
        return self._phrases.section("places").get(side, side)


def presupposed(words: Sequence[str], states: Sequence[str], joining: Sequence[str]) -> str:
    """What a question takes for granted, `car door` of `is the car door open`; "" where it names nothing, or nothing short."""
    name = words[words.index("the") + 1 :] if "the" in words else []
    first = next((place for place, word in enumerate(name) if word not in states and word not in WHICH), len(name))
    last = next((place for place, word in enumerate(name) if place >= first and word in (*states, *joining)), len(name))
    return " ".join(name[first:last]) if last - first <= LONGEST_NAME else ""
