"""The neural VisionLanguageModel: the compact ViLBERT's readings as sentences, boxes, and an honest "I am not sure"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from assistant.events import Answer, Grounding, Region, Scene
from assistant.phrases import Phrases
from assistant.understanding import otherwise
from assistant.understanding.bare import bare
from assistant.understanding.otherwise import OUTDOORS, SOMEBODY, Side, whether_there
from assistant.understanding.people import WAYS, Near, Settled, at_side, is_about_people, settled, sort_of, surely, unlike
from assistant.understanding.pointing import as_region, cited, marked, rows_of_people, scene_box, tokens_of
from assistant.understanding.saying import Saying, inner
from assistant.understanding.words import Words
from assistant.understanding.written import Reader, Wanted, told, wanted
from models.chances import sigmoid
from models.colours import Painted
from models.errors import UnfitInput
from models.lexicon import article, plural
from models.vilbert import colouring
from models.vilbert.choosing import NOTHING, chosen, counted_out, signs_of_presence
from models.vilbert.explain import Explanation, explain
from models.vilbert.pointing import pointed
from models.vilbert.relating import ranked, related, standing
from models.vilbert.runtime import Fusion, Picture, Reading
from models.vilbert.tokenizing import closer, in_pixels
from models.vilbert.tokens import CELL, PART, REGION, Tokens

KNOWABLE = 0.3
"""Probability that the picture can tell, below which nothing is claimed."""
SURE, UNSURE = 0.75, 0.08
"""Trust from which an answer is said without doubt, and confidence below which there is none."""
UNSEEN, MISSING = 0.1, 0.9
"""Grounding that no token reaches where the thing is not in the picture, and how surely it must be denied where one does."""
FOUND = 0.3
"""Grounding times the chance that it can be told, from which a phrase is pointed at in what is no photo."""
THERE, PERHAPS_THERE = 0.5, 0.1
"""Chance that what a phrase means is in the photo, from which it is pointed at without doubt, and below which it is not. These are chances
where one thing in two is there. Of what people ask to be shown four in five are, and then 0.1 is three in ten."""
TRUE = 0.5
"""Probability of being true of the picture, from which a caption is said."""
CONTRAST, EVEN = 2, 0.01
"""Where the contrast stands among the statistics, and below which a picture is one even patch."""
MOST_BARE = 8
"""Words of the longest phrase that lacks no more than an article."""
DENIED, MISSED = -2.0, -4.5
"""Log odds of its being there, below which something is taken for missing, and below which nothing is said of it."""
CERTAIN = 0.96
"""Score of a detection that nothing denies."""
TELLING = frozenset(("not_sure", "unknown_words"))
"""Ways to abstain after which it helps to hear what was seen."""
SEEN = 0.4
"""Score from which a region is told of."""


@dataclass(frozen=True)
class Answered:
    answer: Answer
    decided: str = ""
    """The question whose reading the answer is, or which kept it from being given; "" where nothing was read."""
    seen: Settled | Answer | None = None
    """What answers in place of the fusion: what was seen of people from near, or what was read."""


class Vilbert:
    def __init__(
        self, phrases: Phrases, fusion: Fusion | None = None, *, threads: int = 1, reader: Reader | None = None, near: Near | None = None
    ) -> None:
        """
        phrases: the topic `vision`
        reader:  of text, without whom the fusion guesses what is written
        near:    looks at people from near, without which the fusion guesses what they are and do
        Raises ModelError where the shipped weights are damaged.
        """
        self.fusion = fusion or Fusion(threads=threads)
        self._phrases, self._reader, self._near = phrases, reader, near
        self.saying = Saying(phrases, self.fusion.mixing.asking.is_deed)
        self._words = Words(self.fusion.words, phrases)
        self._kept: tuple[Scene | None, dict[bool, Picture]] = (None, {})
        self.engine = f"vilbert {self.fusion.version}"

    # ---- the protocol

    def answer(self, question: str, scene: Scene) -> Answer:
        """Raises what the reader does, and the look from near."""
        return self._asked(question, scene).answer

    def _asked(self, question: str, scene: Scene) -> Answered:
        return self._answered(bare(self._words.put_right(question)), self.scene_for(question, scene))

    def scene_for(self, text: str, scene: Scene) -> Scene:
        """The scene in which these words are read: with a look at people from near where they are about people."""
        return self._near(scene) if self._near and is_about_people(self._words.put_right(text)) else scene

    def is_guessed(self, question: str, scene: Scene) -> bool:
        """Whether the fusion answers, and neither a look at people from near nor what is written."""
        return self._asked(question, scene).seen is None

    def _answered(self, question: str, scene: Scene) -> Answered:
        if trouble := self._trouble(question, scene):
            return Answered(self._abstain(scene, trouble))
        if not self._words.is_whole(question):
            return Answered(self._abstain(scene, "not_whole"))
        if asked := otherwise.affirmed(question):
            return self._denied(asked, scene)
        if self._reader and (of := wanted(question)):
            read = self._read(of, self._reader(scene.frame), scene)
            return Answered(read, seen=read)
        reading = self.read(question, scene)
        if near := settled(question, reading.answer, scene.people, lambda phrase: marked(self.read(phrase, scene), scene)):
            return Answered(self._seen(near, scene), seen=near)
        if (two := otherwise.sides(question)) and (reading.photo or reading.answer not in {side.answer for side in two}):
            return self._one_of(two, scene)
        if otherwise.counted(question) and not reading.answer.isdecimal():
            return Answered(self._abstain(scene, "not_sure"), question)
        if reading.knowable < KNOWABLE or reading.confidence < UNSURE or self._is_about_what_is_unseen(question, reading, scene):
            return Answered(self._abstain(scene, "not_sure"), question)
        return self._agreeing(question, reading, scene)

    def _seen(self, near: Settled, scene: Scene) -> Answer:
        regions = tuple(as_region(scene_box(person, scene), scene) for person in near.people)
        spoken = (self.saying.way if near.answer in WAYS else self.saying.sentence)(near.answer, near.chance >= SURE)
        return Answer(self.saying.short(near.answer), spoken, round(near.chance, 3), self.engine, regions)

    def _read(self, of: Wanted, read: Answer, scene: Scene) -> Answer:
        """read: all that stands in the picture"""
        found = self.ground(of.thing, scene) if of.thing and read.regions else None
        answer = told(of, read, found.box if found and found.sure else None)
        if answer.short in ("yes", "no"):
            return replace(answer, spoken=self.saying.sentence(answer.short, answer.confidence >= SURE))
        if answer.abstained and read.regions:
            return replace(answer, spoken=self.saying.say("cannot_tell"))
        said = of.what == "number" or len(answer.regions) < len(read.regions)
        return replace(answer, spoken=f"{answer.short.rstrip('.')}.") if said else answer

    def _one_of(self, two: tuple[Side, Side], scene: Scene) -> Answered:
        """The side of which more is seen than its words alone would let one expect."""
        if two[0].of and self._odds(two[0].of, scene) < DENIED:
            return Answered(self._abstain(scene, "not_seen", a_noun=self.saying.a(two[0].of)), whether_there(two[0].of))
        readings = [self.read(side.question, scene) for side in two]
        seen = np.array([self.fusion.affirmed(reading) for reading in readings])
        likelier = seen - [self.fusion.affirmed(self.fusion.unseeing(side.question)) for side in two]
        best = int(np.argmax(likelier))
        reading = replace(readings[best], best=((two[best].answer, float(sigmoid(likelier[best] - likelier[1 - best]))),))
        if seen.max() < DENIED or reading.knowable < KNOWABLE:
            return Answered(self._abstain(scene, "not_sure"), two[best].question)
        return Answered(self._say(reading, scene, noun=two[best].noun), two[best].question)

    def _denied(self, asked: str, scene: Scene) -> Answered:
        """Whether there is none, by whether there is one."""
        found = self._answered(asked, scene)
        answer = found.answer
        if answer.abstained or answer.short not in ("yes", "no"):
            return found
        short, sure = "no" if answer.short == "yes" else "yes", answer.confidence >= SURE
        spoken = self._none_there(asked, short, sure) if otherwise.whether_something_is_there(asked) else self.saying.sentence(short, sure)
        denied = replace(answer, short=short, spoken=spoken)
        seen = replace(found.seen, answer=short) if isinstance(found.seen, Settled) else found.seen and denied
        return replace(found, answer=denied, seen=seen)

    def _none_there(self, asked: str, short: str, sure: bool) -> str:
        """short: whether there is none"""
        none, some = ("nobody_there", "somebody_there") if "anybody" in asked else ("none_there", "some_there")
        said = self.saying.say(none if short == "yes" else some)
        return said if sure else self.saying.say("perhaps", sentence=inner(said))

    def _agreeing(self, question: str, reading: Reading, scene: Scene) -> Answered:
        """What agrees with whether the things are there that are asked about."""
        if not reading.photo:
            return Answered(self._say(reading, scene), question)
        if otherwise.somebody(question) and reading.answer == "yes" and (there := self._there(SOMEBODY, scene)) < DENIED:
            return Answered(self._say(replace(reading, best=(("no", float(sigmoid(np.float64(-there)))),)), scene), SOMEBODY)
        if otherwise.WEATHER.match(otherwise.plain(question)) and self._there(OUTDOORS, scene) < 0:
            return Answered(self._abstain(scene, "not_sure"), OUTDOORS)
        if reading.answer.isdecimal() and reading.answer != "0" and (many := otherwise.counted(question)):
            if self._odds(many, scene) < DENIED:
                return Answered(self._abstain(scene, "not_sure"), whether_there(many))
            return Answered(self._say(reading, scene), question)
        if not (thing := otherwise.granted(question)) or (there := self._odds(thing, scene)) >= DENIED:
            return Answered(self._say(reading, scene), question)
        name = self.saying.say("anybody") if whether_there(thing) == SOMEBODY else self.saying.a(thing)
        if there < MISSED:
            return Answered(self._abstain(scene, "not_seen", a_noun=name), whether_there(thing))
        return Answered(self._say(reading, scene, doubted=name), question)

    def _odds(self, thing: str, scene: Scene) -> float:
        """Log odds that it is there; a detection that nothing denies settles it."""
        found = any(region.score >= CERTAIN and region.label == otherwise.detected_as(thing) for region in scene.regions)
        return -DENIED if found else self._there(whether_there(thing), scene)

    def _there(self, asked: str, scene: Scene) -> float:
        """Log odds of what is asked."""
        return self.fusion.affirmed(self.read(asked, scene))

    def ground(self, phrase: str, scene: Scene) -> Grounding:
        return self._grounded(self._words.put_right(phrase), self.scene_for(phrase, scene))

    def _grounded(self, phrase: str, scene: Scene) -> Grounding:
        said = self.determined(phrase)
        if trouble := self._trouble(phrase, scene, said):
            return Grounding(phrase, None, 0.0, self.engine, None, self.saying.say(trouble))
        on_photo = self.look(scene).photo and "signs" in self.fusion.facts  # weights that were just made know none yet
        box, score, sure = (self._on_photo if on_photo else self._marked)(said, scene)
        if box is None:
            return Grounding(phrase, None, round(score, 3), self.engine, None, self.saying.say("not_found", phrase=said))
        region = as_region(box, scene)
        spoken = self.saying.say("here_it_is" if sure else "perhaps_here_it_is", place=self.saying.place(region.box, scene.frame.size))
        return Grounding(phrase, region.box, round(score, 3), self.engine, region, spoken, sure)

    def determined(self, phrase: str) -> str:
        """`the red cup` for `red cup`: so say it those who look at a picture, and of those the network learned."""
        words = phrase.lower().split()
        bare = 0 < len(words) <= MOST_BARE and words[0].isalnum() and words[0] not in self._phrases.section("reading")["openers"]
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
        there, others = self.fusion.there(signs_of_presence(reading, picture.source, phrase)), unlike(sort_of(phrase), scene.people)
        possible = [person for person in scene.people if person not in others]
        if others and not possible:
            return None, 0.0, True
        shunned = np.array([scene_box(person, scene) for person in others]).reshape(-1, 4)
        if there < PERHAPS_THERE:
            return None, there, False
        box, so_many = self._box(phrase, reading, picture, shunned)
        shown = not others or any(person.face is not None for person in possible)
        if sort_of(phrase) and not (ranked(phrase) or related(phrase)) and (one := at_side(phrase, possible)):
            box = scene_box(one, scene)
        return box, there, so_many and shown and there >= THERE

    def _box(self, phrase: str, reading: Reading, picture: Picture, shunned: np.ndarray = NOTHING) -> tuple[np.ndarray, bool]:
        """
        The one that is counted to, or the one that all signs speak for, where it stands to another thing as is said; and whether there are
        as many as it is counted to.
        """
        tokens, weights = picture.source, self.fusion.facts["signs"]
        of = ranked(phrase)
        if of and (box := counted_out(of, self.fusion.read(picture, of.head), tokens, weights, shunned)) is not None:
            return box, True
        to = related(phrase)
        others = [self._box(other, self.fusion.read(picture, other), picture)[0] for other in to.others] if to else []
        stands = partial(standing, relation=to.relation, others=others) if to else None
        return chosen(reading, tokens, to.before if to else phrase, weights, shunned, stands), of is None

    def describe(self, scene: Scene) -> Answer:
        """The caption, and what was detected beside, with boxes. People are looked at from near."""
        scene = self._near(scene) if self._near else scene
        if trouble := self._unseeable(scene):
            return self._abstain(scene, trouble)
        seen = self._believed(scene)
        caption, true = self.fusion.caption(self._without(scene, seen))
        told = caption if true >= TRUE and self.saying.native else ""
        facts = self._things(seen, scene, told)
        if not told and not facts:
            return self._abstain(scene, "see_nothing")
        said = [f"{told[:1].upper()}{told[1:]}."] if told else []
        said += [self.saying.say("i_see", things=facts)] if facts else []
        confidence = true if told else float(np.mean([region.score for region in seen]))
        return Answer(told or facts, self._phrases.text(said), round(confidence, 3), self.engine, seen)

    def _things(self, seen: Sequence[Region], scene: Scene, told: str = "") -> str:
        """`two men and a dog`; told: the caption, whose things are not told again"""
        sorts = [surely(person) for person in scene.people]
        people = {as_region(scene_box(person, scene), scene): sort for person, sort in zip(scene.people, sorts, strict=True) if all(sorts)}
        named = [replace(region, label=people.get(region, region.label)) for region in seen]
        said = f" {told} "
        return self.saying.things([one for one in named if not any(f" {name} " in said for name in (one.label, plural(one.label)))])

    def _believed(self, scene: Scene) -> tuple[Region, ...]:
        """What the detector found, but for what the fusion denies."""
        found = [region for region in scene.regions if region.score >= SEEN]
        sure = {region.label for region in found if region.score >= CERTAIN or not self.look(scene).photo}
        denied = {label for label in {region.label for region in found} - sure if self._there(whether_there(label), scene) < 0}
        return tuple(region for region in found if region.label not in denied)

    def _without(self, scene: Scene, seen: Sequence[Region]) -> Picture:
        """The picture as if nothing had been detected that is not believed, and with people by what they are seen to be."""
        picture, labels = self.look(scene), {region.label for region in seen}
        names = [self.fusion.words.names[row] for row in picture.source.names[:, 0]]
        kept = [kind != REGION or name in labels for kind, name in zip(picture.source.kinds, names, strict=True)]
        known = self._named(scene)
        if all(kept) and known is picture.source:
            return picture
        return self.fusion.see(known.only(np.flatnonzero(kept)))

    def _named(self, scene: Scene) -> Tokens:
        """Its tokens, those of people named by their sort where that is sure."""
        tokens = tokens_of(scene)
        rows, person = rows_of_people(scene), self.fusion.words.name_rows["person"]
        sorts = [(row, surely(one)) for row, one in zip(rows, scene.people, strict=True) if surely(one) and tokens.names[row, 0] == person]
        if not sorts:
            return tokens
        names = tokens.names.copy()
        for row, sort in sorts:
            names[row, 0] = self.fusion.words.name_rows[sort]
        return replace(tokens, names=names)

    def explain(self, question: str, scene: Scene) -> Explanation | Settled | Answer | None:
        """
        Asks again and again with parts hidden: a hundred times what an answer costs. Where a look at people from near answers, it is that;
        where it was read, the answer with its lines.
        Of the question by which `answer` answers, which need not be the one that is given; None where it reads nothing.
        """
        answered = self._asked(question, scene)
        if answered.seen or not answered.decided:
            return answered.seen
        scene = self.scene_for(question, scene)
        picture = self.look(scene)
        reading = self.fusion.read(picture, answered.decided)
        return explain(self.fusion, picture, answered.decided, self._weighing(answered.decided, reading, scene))

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
        reading = self.fusion.read(self.look(scene), text)
        return self._weighing(text, reading, scene)(reading)

    def _weighing(self, text: str, reading: Reading, scene: Scene) -> Callable[[Reading], Reading]:
        """What is made of readings of these words: the colours of what is in doubt are weighed anew, by what is seen where it is."""
        thing = colouring.asked_of(text) if "colours" in self.fusion.facts else ""  # weights that were just made know none yet
        if not thing or not colouring.is_doubtful(reading, tokens_of(scene)):
            return lambda reading: reading
        shares, weights = self.colours_of(thing, scene), self.fusion.facts["colours"]

        def weighed(reading: Reading) -> Reading:
            chances = colouring.coloured(reading, shares, weights, self.fusion.words)
            return replace(reading, chances=chances, best=self.fusion.likeliest(chances))

        return weighed

    def colours_of(self, thing: str, scene: Scene) -> np.ndarray:
        """(2, C) the share of each colour in the box that the words mean most, and in the rest of the picture."""
        picture, phrase, painted = self.look(scene, closely=True), self.determined(thing), Painted(scene.frame.pixels)
        box, _ = self._box(phrase, self.fusion.read(picture, phrase), picture)
        return painted.against_rest(in_pixels(painted, box))

    def _trouble(self, text: str, scene: Scene, said: str = "") -> str | None:
        """The sentence that says why nothing can be read; None where it can. said: the words as they are read, where they are others."""
        return self._unseeable(scene) or self._words.trouble(text, said)

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
        thing = otherwise.presupposed(words, states, self._phrases.section("reading")["joining"])
        if not thing or reading.answer not in ("yes", "no"):
            return False
        there, chance = self.read(f"are there {thing}" if words[0] == "are" else f"is there {article(thing)}", scene).best[0]
        return there == "no" and chance >= MISSING

    # ---- saying

    def _say(self, reading: Reading, scene: Scene, *, noun: bool = False, doubted: str = "") -> Answer:
        """doubted: what the question takes for granted, and may not be there"""
        trust = self.fusion.trust(reading)
        spoken = self.saying.sentence(reading.answer, trust >= SURE, noun)
        if doubted:
            certain = self.saying.sentence(reading.answer, True, noun)
            spoken = self.saying.say("perhaps_there", a_noun=doubted, sentence=inner(certain))
        missing = otherwise.denies_that_it_is_there(" ".join(reading.words[1:]), reading.answer)
        return Answer(self.saying.short(reading.answer), spoken, round(trust, 3), self.engine, () if missing else cited(reading, scene))

    def _abstain(self, scene: Scene, key: str, **slots: str) -> Answer:
        facts = self._things(self._believed(scene), scene) if key in TELLING else ""
        said = [self.saying.say(key, **slots), *([self.saying.say("i_see", things=facts)] if facts else [])]
        return Answer("", self._phrases.text(said), 0.0, self.engine, (), abstained=True)
