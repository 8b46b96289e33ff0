"""Scenes as the fusion reads them: looked at once, with people from near where words are about them, and colours weighed anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np

from assistant.events import Scene
from assistant.understanding.answering.from_near import Near
from assistant.understanding.answering.pointing import tokens_of
from assistant.understanding.asking.people_words import is_about_people
from assistant.understanding.asking.there import detected_as, whether_there
from assistant.understanding.asking.words import Words
from models.chances import sigmoid
from models.colours import Painted
from models.errors import UnfitInput
from models.vilbert import colouring
from models.vilbert.choosing import NOTHING, chosen, counted_out
from models.vilbert.relating import ranked, related, standing
from models.vilbert.runtime import Fusion, Picture, Reading
from models.vilbert.tokenizing import closer, in_pixels

CONTRAST = 2
"""Where it stands among the statistics."""
EVEN, SMALLEST = 0.01, 8
"""Contrast below which a picture is one even patch, and pixels a side below which nobody could make anything out in it."""
NOISE, ACROSS = 0.1, 64
"""Correlation of neighbouring pixels below which a picture is noise alone, and lines of it that are looked at each way."""
DENIED = -2.0
"""Log odds of its being there, below which something is taken for missing."""
NAMED = 0.1
"""Chance from which a name is seen."""
EXPECTED = 0.8
"""How much of the log odds of a yes that the words alone let one expect is taken off."""
CERTAIN = 0.96
"""Score of a detection that nothing denies."""


class Readings:
    def __init__(self, fusion: Fusion, words: Words, near: Near | None = None) -> None:
        """near: looks at people from near"""
        self.fusion, self._words, self._near = fusion, words, near
        self._kept: tuple[Scene | None, dict[bool, Picture]] = (None, {})
        self._unseeable: tuple[Scene | None, str | None] = (None, None)

    def scene_for(self, text: str, scene: Scene) -> Scene:
        """The scene in which these words are read: with a look at people from near where they are about people."""
        return self.near(scene) if is_about_people(self._words.put_right(text)) else scene

    def near(self, scene: Scene) -> Scene:
        return self._near(scene) if self._near else scene

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
        reading = self.fusion.read(self.look(scene), text)
        return self.weighing(text, reading, scene)(reading)

    def weighing(self, text: str, reading: Reading, scene: Scene) -> Callable[[Reading], Reading]:
        """
        What is made of readings of these words: the colours of what is in doubt are weighed anew, by what is seen where it is; and a yes
        by how far the words alone let one expect it, since the network has learned of some things that they are everywhere.
        """
        if reading.photo and reading.answer == "yes" and (expected := self.expected(text)) > 0:
            return partial(self._less_affirmed, by=EXPECTED * expected)
        thing = colouring.asked_of(text) if "colours" in self.fusion.facts else ""  # weights that were just made know none yet
        if not thing or not colouring.is_doubtful(reading, tokens_of(scene)):
            return lambda reading: reading
        shares, weights = self.colours_of(thing, scene), self.fusion.facts["colours"]

        def weighed(reading: Reading) -> Reading:
            chances = colouring.coloured(reading, shares, weights, self.fusion.words)
            return replace(reading, chances=chances, best=self.fusion.likeliest(chances))

        return weighed

    def expected(self, text: str) -> float:
        """Log odds of a yes that the words alone let one expect."""
        return self.fusion.affirmed(self.fusion.unseeing(text))

    def _less_affirmed(self, reading: Reading, by: float) -> Reading:
        """by: log odds"""
        chances, (yes, no) = reading.chances.copy(), (self.fusion.words.answer_rows[word] for word in ("yes", "no"))
        both = chances[yes] + chances[no]
        chances[yes] = both * sigmoid(np.float64(self.fusion.affirmed(reading) - by))
        chances[no] = both - chances[yes]
        return replace(reading, chances=chances, best=self.fusion.likeliest(chances))

    def colours_of(self, thing: str, scene: Scene) -> np.ndarray:
        """(2, C) the share of each colour in the box that the words mean most, and in the rest of the picture."""
        picture, phrase, painted = self.look(scene, closely=True), self._words.determined(thing), Painted(scene.frame.pixels)
        box, _ = self.box(phrase, self.fusion.read(picture, phrase), picture)
        return painted.against_rest(in_pixels(painted, box))

    def box(self, phrase: str, reading: Reading, picture: Picture, shunned: np.ndarray = NOTHING) -> tuple[np.ndarray, bool]:
        """
        The one that is counted to, or the one that all signs speak for, where it stands to another thing as is said; and whether there are
        as many as it is counted to.
        """
        tokens, weights = picture.source, self.fusion.facts["signs"]
        of = ranked(phrase)
        if of and (box := counted_out(of, self.fusion.read(picture, of.head), tokens, weights, shunned)) is not None:
            return box, True
        to = related(phrase)
        others = [self.box(other, self.fusion.read(picture, other), picture)[0] for other in to.others] if to else []
        stands = partial(standing, relation=to.relation, others=others) if to else None
        return chosen(reading, tokens, to.before if to else phrase, weights, shunned, stands), of is None

    def there(self, asked: str, scene: Scene) -> float:
        """Log odds of what is asked."""
        return self.fusion.affirmed(self.read(asked, scene))

    def odds(self, thing: str, scene: Scene) -> float:
        """Log odds that it is there; a detection that nothing denies settles it."""
        return -DENIED if self.found(thing, scene) else self.there(whether_there(thing), scene)

    def found(self, thing: str, scene: Scene) -> bool:
        """Whether the detector found it so surely that nothing denies it."""
        return any(region.score >= CERTAIN and region.label == detected_as(thing) for region in scene.regions)

    def hardly_known(self, text: str, scene: Scene) -> str:
        """A word of which the network can say little more than a guess; "" where it knows them all, or sees what is meant."""
        tokens, names = tokens_of(scene), self.fusion.words.names
        return self._words.hardly_known(text, [names[row] for row in np.unique(tokens.names[tokens.chances >= NAMED])])

    def unseeable(self, scene: Scene) -> str | None:
        """The sentence that says why nothing can be seen; None where it can. Kept of the last scene."""
        if self._unseeable[0] is not scene:
            self._unseeable = (scene, self._why_unseeable(scene))
        return self._unseeable[1]

    def _why_unseeable(self, scene: Scene) -> str | None:
        try:
            self.look(scene)
        except UnfitInput:
            return "bad_picture"
        tokens = tokens_of(scene)
        return nothing_in(1.0 if tokens.counted.any() else float(tokens.statistics[0, CONTRAST]), scene.frame.pixels)


def nothing_in(contrast: float, pixels: np.ndarray) -> str | None:
    """pixels: (H, W, 3) uint8. The sentence that says why there is nothing in a picture; None where there may be."""
    if contrast < EVEN:
        return "blank"
    if min(pixels.shape[:2]) < SMALLEST:
        return "tiny"
    return "noise" if likeness_of_neighbours(pixels) < NOISE else None


def likeness_of_neighbours(pixels: np.ndarray) -> float:
    """How much a pixel tells of the next one: their correlation, beside each other or above, whichever is more; 1 where all are one."""
    green = pixels[:, :: max(1, pixels.shape[1] // ACROSS), 1], pixels[:: max(1, pixels.shape[0] // ACROSS), :, 1].T
    return max(_correlation(lines[:-1], lines[1:]) for lines in green)


def _correlation(one: np.ndarray, other: np.ndarray) -> float:
    left, right = (part - part.mean() for part in (one.astype(np.float32), other.astype(np.float32)))
    spread = float(np.sqrt((left**2).sum() * (right**2).sum()))
    return float((left * right).sum()) / spread if spread else 1.0
