"""The rule baseline: a VisionLanguageModel of rules over detections, ImageNet names and colours. It learns nothing and says so in `engine`.

It is the bar that a trained fusion model has to beat, and what answers where a setting asks for rules.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from assistant.events import Answer, Grounding, Region, Scene
from assistant.phrases import Phrases
from assistant.understanding.baseline.checks import Checks
from assistant.understanding.baseline.evidence import FIGURE, PERSON, SEEN, Evidence
from assistant.understanding.baseline.geometry import side_of
from assistant.understanding.baseline.naming import Naming
from assistant.understanding.baseline.pointing import Pointing
from assistant.understanding.baseline.questions import Question, Reader, Target
from assistant.understanding.baseline.replies import ENGINE, Replies
from assistant.understanding.baseline.words import Lexicon

Signs = Mapping[str, Mapping[str, Sequence[str]]]


class RuleBaseline:
    engine = ENGINE

    def __init__(self, phrases: Phrases) -> None:
        """phrases: the topic `vision`."""
        self._lexicon = Lexicon(phrases)
        self._reader = Reader(self._lexicon, phrases)
        self._replies = Replies(self._lexicon, phrases)
        self._pointing = Pointing(self._lexicon, self._reader)
        self._rooms: Signs = phrases.section("rooms")
        self._deeds: Signs = phrases.section("deeds")
        self._kinds: Mapping[str, Callable[[Question, Evidence], Answer]] = {
            "count": self._count,
            "colour": self._colour,
            "where": self._where,
            "scene": self._room,
            "weather": self._weather,
            "deed": self._deed,
            "identify": Naming(self._lexicon, self._reader, self._replies).answer,
            "compare": self._compare,
            "describe": lambda _, evidence: self.describe(evidence.scene),
            "yes_no": Checks(self._lexicon, self._reader, self._replies, phrases).answer,
        }

    # ---- the protocol

    def answer(self, question: str, scene: Scene) -> Answer:
        read = self._reader.read(question)
        return self._kinds[read.kind](read, Evidence(scene, self._lexicon))

    def ground(self, phrase: str, scene: Scene) -> Grounding:
        words = self._reader.split(phrase)
        targets = self._reader.targets(words)
        target = self._pointing.head(targets) or Target(self._reader.unknown(words))
        found, sure = self._pointing.find(target, targets, Evidence(scene, self._lexicon))
        about = self._replies.about(target)
        if found is None:
            return Grounding(phrase, None, 0.0, ENGINE, None, self._replies.phrase("not_seen", **about))
        key = "here" if sure >= 0.3 else "perhaps_here"
        spoken = self._replies.phrase(key, **about, place=self._replies.place(side_of(scene, found)))
        return Grounding(phrase, found.box, round(sure, 3), ENGINE, found, spoken)

    def matches(self, text: str, scene: Scene) -> float:
        """The answer to the text read as a question, as far as the rules can judge."""
        answer = self.answer(text, scene)
        return answer.confidence if answer.short == self._replies.short("yes") else 1 - answer.confidence if not answer.abstained else 0.5

    def needs_picture(self, text: str) -> float:
        """The rules read every sentence as one about the picture, so they cannot tell."""
        return 0.0

    def describe(self, scene: Scene) -> Answer:
        evidence = Evidence(scene, self._lexicon)
        detected = [region for region in scene.regions if region.score >= SEEN]
        seen = [region for region in detected if evidence.score(region, self._lexicon.named(region.label)) >= SEEN]
        counts = Counter(region.label for region in seen)
        things = [self._replies.several(label, number) for label, number in counts.most_common(4)]
        name, probability = evidence.best_name()
        overruled = len(seen) < len(detected)
        if probability >= (0.3 if overruled else 0.7) and not set(counts) & self._lexicon.classes_of(name):
            things.append(self._lexicon.a(name))
        if not things:
            return self._replies.abstain("see_nothing")
        listed = self._replies.listed(things)
        return self._replies.say(listed, "i_see", max([region.score for region in seen] or [probability]), seen, things=listed)

    # ---- open questions

    def _count(self, question: Question, evidence: Evidence) -> Answer:
        target = question.target
        thing = self._pointing.thing(target)
        if thing is None:
            return self._replies.abstain("cannot_tell")
        found = evidence.on_side(evidence.pick(thing, target), target.side)
        if not found and evidence.named(thing) >= 0.1:
            return self._replies.count(thing.noun, 1, 0.35, ())
        sure = 0.4 if not found else min(evidence.score(region, thing) for region in found)
        return self._replies.count(thing.noun, len(found), 0.25 + 0.6 * sure / max(1, len(found)) ** 0.5, found)

    def _colour(self, question: Question, evidence: Evidence) -> Answer:
        colours, target, region = self._colours(question, evidence)
        if not colours:
            return self._replies.abstain("cannot_tell")
        name, share = next(iter(colours.items()))
        about = self._replies.about(target)
        key = "colour_of" if target.noun and target.noun not in self._reader.keys["persons"] else "colour_mostly"
        return self._replies.say(name, key, 0.35 + 0.5 * share, (region,) if region else (), **about, colour=name)

    def _colours(self, question: Question, evidence: Evidence) -> tuple[Mapping[str, float], Target, Region | None]:
        """What is asked for: a person's part, the surroundings, a thing, or the main thing of the picture."""
        part = next((target for target in question.targets if target.part), None)
        if part and part.part not in FIGURE:
            return evidence.surrounding_colours(part.part), part, None
        if part and (people := self._pointing.wearers(part, question.targets, evidence)):
            return evidence.part_colours(people[0], part.part), part, people[0]
        for target in question.targets:
            if (thing := self._pointing.thing(target)) and (found := evidence.pick(thing, target, 0.0)):
                return found[0].colours, target, found[0]
        main = evidence.scene.subject or evidence.main
        return (main.colours if main else evidence.surrounding_colours("all")), question.target, main

    def _where(self, question: Question, evidence: Evidence) -> Answer:
        target = self._pointing.head(question.targets) or Target(self._reader.unknown(question.words))
        found, sure = self._pointing.find(target, question.targets, evidence)
        about = self._replies.about(target)
        if found is None or sure < 0.3 or self._reader.has(question.text, "looking"):
            key = "not_seen" if found is None and target.thing else "cannot_tell"
            return self._replies.abstain(key, **about)
        side = side_of(evidence.scene, found, question.choices)
        return self._replies.say(side, "where", 0.3 + 0.5 * sure, (found,), **about, place=self._replies.place(side))

    def _room(self, question: Question, evidence: Evidence) -> Answer:
        scores = {room: evidence.place(signs) for room, signs in self._rooms.items()}
        best = max(scores, key=scores.__getitem__, default="")
        if scores.get(best, 0.0) < 0.12:
            return self._replies.abstain("cannot_tell")
        return self._replies.say(best, "place", min(0.8, scores[best]), evidence.scene.regions[:3], noun=best)

    def _weather(self, question: Question, evidence: Evidence) -> Answer:
        weather = evidence.sky()
        return self._replies.say(weather, "weather", 0.5, (), weather=weather) if weather else self._replies.abstain("cannot_tell")

    def _deed(self, question: Question, evidence: Evidence) -> Answer:
        people = evidence.pick(self._lexicon.named(PERSON), question.target)
        if not people:
            return self._replies.abstain("cannot_tell")
        for deed, signs in self._deeds.items():
            sign = evidence.sign_beside(people[0], signs["things"])
            named = evidence.first_words(signs["names"])
            if sign or named >= 0.25:
                return self._replies.say(
                    deed, "doing", sign.score * 0.8 if sign else named, [people[0], *([sign] if sign else [])], deed=deed
                )
        if not (posture := evidence.posture(people[0])):
            return self._replies.abstain("cannot_tell")
        deed = self._replies.short(posture)
        return self._replies.say(deed, "doing", 0.35, people[:1], deed=deed)

    def _compare(self, question: Question, evidence: Evidence) -> Answer:
        things = [thing for target in question.targets if (thing := self._pointing.thing(target))][:2]
        if len(things) < 2:
            return self._kinds["yes_no"](question, evidence)
        found = [evidence.regions(thing) for thing in things]
        order = -1 if set(question.words) & set(self._reader.keys["fewer"]) else 1
        yes = order * (len(found[0]) - len(found[1])) > 0
        left, right = (self._replies.several(thing.noun, len(regions)) for thing, regions in zip(things, found, strict=True))
        return self._replies.yes_no(yes, "more_yes" if yes else "more_no", 0.6, [*found[0], *found[1]], left=left, right=right)
