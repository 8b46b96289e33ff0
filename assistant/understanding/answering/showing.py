"""Where a phrase points, and how surely it is there."""

from __future__ import annotations

import numpy as np

from assistant.events import Grounding, Scene
from assistant.understanding.answering.from_near import none_is, unlike
from assistant.understanding.answering.pointing import as_region, scene_box, tokens_of
from assistant.understanding.answering.reading import Readings
from assistant.understanding.answering.saying import Saying
from assistant.understanding.answering.whom import at_side
from assistant.understanding.asking.bare import phrase_of
from assistant.understanding.asking.people_words import sort_of
from assistant.understanding.asking.words import Words
from models.lexicon import in_known_words
from models.vilbert.choosing import signs_of_presence
from models.vilbert.pointing import pointed
from models.vilbert.relating import ranked, related

FOUND = 0.3
"""Grounding times the chance that it can be told, from which a phrase is pointed at in what is no photo."""
THERE, PERHAPS_THERE = 0.5, 0.1
"""Chance that what a phrase means is in the photo, from which it is pointed at without doubt, and below which it is not. These are chances
where one thing in two is there. Of what people ask to be shown four in five are, and then 0.1 is three in ten."""


class Showing:
    def __init__(self, readings: Readings, words: Words, saying: Saying, engine: str) -> None:
        self._readings, self._words, self._saying, self._engine = readings, words, saying, engine

    def ground(self, phrase: str, scene: Scene) -> Grounding:
        return self._grounded(phrase_of(self._words.put_right(phrase)), self._readings.scene_for(phrase, scene))

    def _grounded(self, phrase: str, scene: Scene) -> Grounding:
        said = self._words.determined(phrase)
        trouble = self._readings.unseeable(scene) or self._words.trouble(phrase, said)
        if trouble := trouble or ("" if self._words.names_a_thing(phrase) else "no_thing"):
            return Grounding(phrase, None, 0.0, self._engine, None, self._saying.say(trouble))
        on_photo = self._readings.look(scene).photo and "signs" in self._readings.fusion.facts  # weights that were just made know none yet
        box, score, sure = (self._on_photo if on_photo else self._marked)(in_known_words(said), scene)
        if box is None:
            return Grounding(phrase, None, round(score, 3), self._engine, None, self._saying.say("not_found", phrase=said))
        sure = sure and not self._readings.hardly_known(said, scene)
        region = as_region(box, scene)
        spoken = self._saying.say("here_it_is" if sure else "perhaps_here_it_is", place=self._saying.place(region.box, scene.frame.size))
        return Grounding(phrase, region.box, round(score, 3), self._engine, region, spoken, sure)

    def _marked(self, phrase: str, scene: Scene) -> tuple[np.ndarray | None, float, bool]:
        """What is marked most, how surely, and whether it is said without doubt; None where it is not there."""
        reading = self._readings.read(phrase, scene)
        found = pointed(reading, tokens_of(scene), phrase)
        score = found[1] * reading.knowable if found else 0.0
        return (found[0] if found and score >= FOUND else None), score, True

    def _on_photo(self, phrase: str, scene: Scene) -> tuple[np.ndarray | None, float, bool]:
        """The same on a photo, of which more is found, and less surely."""
        picture = self._readings.look(scene, closely=True)
        reading = self._readings.fusion.read(picture, phrase)
        there = self._readings.fusion.there(signs_of_presence(reading, picture.source, phrase))
        others = unlike(sort_of(phrase), scene.people)
        possible = [person for person in scene.people if person not in others]
        if none_is(sort_of(phrase), scene.people):
            return None, 0.0, True
        shunned = np.array([scene_box(person, scene) for person in others]).reshape(-1, 4)
        if there < PERHAPS_THERE:
            return None, there, False
        box, so_many = self._readings.box(phrase, reading, picture, shunned)
        shown = not others or any(person.face is not None for person in possible)
        if sort_of(phrase) and not (ranked(phrase) or related(phrase)) and (one := at_side(phrase, possible)):
            box = scene_box(one, scene)
        return box, there, so_many and shown and there >= THERE
