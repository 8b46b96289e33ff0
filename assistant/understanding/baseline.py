"""The rule baseline: a VisionLanguageModel of rules over detections, ImageNet names and colours. It learns nothing and says so in `engine`.

It is the bar that a trained fusion model has to beat, and what answers until there is one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from assistant.events import Answer, Grounding, Region, Scene
from assistant.phrases import Phrases
from assistant.understanding.checks import Checks
from assistant.understanding.evidence import PERSON, SEEN, Evidence, area, centre, distance, related, side_of
from assistant.understanding.questions import Question, Reader, Target
from assistant.understanding.replies import ENGINE, Replies
from assistant.understanding.words import Lexicon, Thing

GUESS = 0.12
"""Probability from which the backbone's first name is better than silence."""


class RuleBaseline:
    engine = ENGINE

    def __init__(self, phrases: Phrases) -> None:
        """phrases: the topic `vision`."""
        self._lexicon = Lexicon(phrases)
        self._reader = Reader(self._lexicon, phrases)
        self._replies = Replies(self._lexicon, phrases)
        self._rooms: Mapping[str, Mapping[str, Sequence[str]]] = phrases.section("rooms")
        self._deeds: Mapping[str, Mapping[str, Sequence[str]]] = phrases.section("deeds")
        self._checks = Checks(self._lexicon, self._reader, self._replies, phrases)
        self._kinds: Mapping[str, Callable[[Question, Evidence], Answer]] = {
            "count": self._count,
            "colour": self._colour,
            "where": self._where,
            "scene": self._room,
            "weather": self._weather,
            "deed": self._deed,
            "identify": self._identify,
            "compare": self._compare,
            "describe": lambda _, evidence: self.describe(evidence.scene),
            "yes_no": self._checks.answer,
        }

    # ---- the protocol

    def answer(self, question: str, scene: Scene) -> Answer:
        read = self._reader.read(question)
        return self._kinds[read.kind](read, Evidence(scene, self._lexicon))

    def ground(self, phrase: str, scene: Scene) -> Grounding:
        evidence = Evidence(scene, self._lexicon)
        words = self._reader.split(phrase)
        targets = self._reader.targets(words)
        target = targets[0] if targets else Target(" ".join(words))
        found, sure = self._point(target, targets, evidence)
        if found is None:
            spoken = self._replies.phrase("not_seen", noun=target.noun or phrase)
            return Grounding(phrase, None, 0.0, ENGINE, None, spoken)
        key = "here" if sure >= 0.3 else "perhaps_here"
        spoken = self._replies.phrase(key, noun=target.noun or phrase, place=self._replies.place(side_of(scene, found)))
        return Grounding(phrase, found.box, round(sure, 3), ENGINE, found, spoken)

    def describe(self, scene: Scene) -> Answer:
        evidence = Evidence(scene, self._lexicon)
        seen = [region for region in scene.regions if region.score >= SEEN]
        counts = Counter(region.label for region in seen)
        things = [self._replies.several(label, number) for label, number in counts.most_common(4)]
        name, probability = evidence.top_name
        if probability >= 0.5 and not set(counts) & self._lexicon_classes(name):
            things.append(self._lexicon.a(self._lexicon.shown(name)))
        if not things:
            return self._replies.abstain("see_nothing")
        confidence = max([region.score for region in seen] + [probability if probability >= 0.5 else 0.0])
        listed = self._replies.listed(things)
        return self._replies.say(listed, "i_see", confidence, seen, things=listed)

    def _lexicon_classes(self, name: str) -> frozenset[str]:
        thing = self._lexicon.thing(self._lexicon.shown(name))
        return thing.classes if thing else frozenset()

    # ---- open questions

    def _count(self, question: Question, evidence: Evidence) -> Answer:
        target = question.target
        thing = self._thing(target)
        if thing is None:
            return self._replies.abstain("cannot_tell")
        found = evidence.pick(thing, target)
        if target.side:
            found = [region for region in found if set(target.side.split()) & set(side_of(evidence.scene, region).split())]
        if not found and evidence.named(thing) >= 0.15:
            return self._replies.count(thing.noun, 1, 0.3, ())
        sure = 0.5 if not found else min(evidence.score(region, thing) for region in found)
        return self._replies.count(thing.noun, len(found), 0.3 + 0.6 * sure / max(1, len(found)) ** 0.5, found)

    def _colour(self, question: Question, evidence: Evidence) -> Answer:
        colours, noun, region = self._colours(question, evidence)
        if not colours:
            return self._replies.abstain("cannot_tell")
        name, share = next(iter(colours.items()))
        regions = (region,) if region else ()
        return self._replies.say(name, "colour_of" if noun else "colour_mostly", 0.25 + 0.6 * share, regions, noun=noun, colour=name)

    def _colours(self, question: Question, evidence: Evidence) -> tuple[Mapping[str, float], str, Region | None]:
        """What is asked for: a person's part, the surroundings, a thing, or the main thing of the picture."""
        part = next((target for target in question.targets if target.part), None)
        if part and part.noun in self._reader.surroundings or part and part.part in ("top", "bottom", "edge"):
            return evidence.surrounding_colours(part.part), part.noun, None
        if part and (people := self._wearer(question, part, evidence)):
            return evidence.part_colours(people[0], part.part), part.noun, people[0]
        for target in question.targets:
            if (thing := self._thing(target)) and (found := evidence.pick(thing, target, 0.3)):
                return found[0].colours, target.noun, found[0]
        main = evidence.scene.subject or evidence.main
        return (main.colours if main else evidence.surrounding_colours("bottom")), question.target.noun, main

    def _wearer(self, question: Question, part: Target, evidence: Evidence) -> list[Region]:
        people = [target for target in question.targets if target is not part and self._is_person(target)]
        return evidence.pick(self._lexicon.named(PERSON), people[0] if people else part)

    def _where(self, question: Question, evidence: Evidence) -> Answer:
        target = question.target
        found, sure = self._point(target, question.targets, evidence)
        if found is None:
            noun = target.noun or question.words[-1] if question.words else ""
            return self._replies.say("", "not_seen", 0.3, (), abstained=True, noun=noun)
        side = side_of(evidence.scene, found, question.choices)
        noun = target.noun or found.label or question.words[-1]
        return self._replies.say(side, "where", 0.3 + 0.5 * sure, (found,), noun=noun, place=self._replies.place(side))

    def _room(self, question: Question, evidence: Evidence) -> Answer:
        best, score = self._best_room(evidence)
        if score < 0.12:
            return self._replies.abstain("cannot_tell")
        return self._replies.say(best, "place", min(0.9, score), evidence.scene.regions[:3], noun=best)

    def _best_room(self, evidence: Evidence) -> tuple[str, float]:
        scores = {room: evidence.belief_in_place(signs) for room, signs in self._rooms.items()}
        best = max(scores, key=scores.__getitem__, default="")
        return best, scores.get(best, 0.0)

    def _weather(self, question: Question, evidence: Evidence) -> Answer:
        sky = evidence.surrounding_colours("top")
        weather = "sunny" if sky.get("blue", 0) > 0.4 else "cloudy" if sky.get("grey", 0) + sky.get("white", 0) > 0.5 else ""
        return self._replies.say(weather, "colour_mostly", 0.4, (), colour=weather) if weather else self._replies.abstain("cannot_tell")

    def _deed(self, question: Question, evidence: Evidence) -> Answer:
        people = evidence.people()
        if not people:
            return self._replies.abstain("cannot_tell")
        who = evidence.pick(self._lexicon.named(PERSON), question.target)[0]
        for deed, signs in self._deeds.items():
            sign = evidence.sign_beside(who, signs["things"])
            named = sum(p for name, p in evidence.scene.names.items() if name.split(",")[0] in signs["names"])
            if sign or named >= 0.25:
                return self._replies.say(deed, "doing", sign.score * 0.8 if sign else named, [who, *([sign] if sign else [])], deed=deed)
        standing = evidence.posture(who) != "sitting"
        deed = self._replies.posture(standing)
        return self._replies.say(deed, "doing", 0.35, (who,), deed=deed)

    def _compare(self, question: Question, evidence: Evidence) -> Answer:
        things = [thing for target in question.targets if (thing := self._thing(target))][:2]
        if len(things) < 2:
            return self._checks.answer(question, evidence)
        counts = [len(evidence.regions(thing)) for thing in things]
        fewer = any(word in ("fewer", "less") for word in question.words)
        yes = counts[0] < counts[1] if fewer else counts[0] > counts[1]
        left, right = (self._replies.several(thing.noun, number) for thing, number in zip(things, counts, strict=True))
        regions = [region for thing in things for region in evidence.regions(thing)]
        return self._replies.yes_no(yes, "more_yes" if yes else "more_no", 0.6, regions, left=left, right=right)

    # ---- what is it

    def _identify(self, question: Question, evidence: Evidence) -> Answer:
        ways = (self._of_group, self._held_or_worn, self._placed, self._on_a_side)
        for way in ways:
            if answer := way(question, evidence):
                return answer
        return self._main_thing(question, evidence)

    def _of_group(self, question: Question, evidence: Evidence) -> Answer | None:
        """`what animal is this`: the best name inside of the group."""
        group = next((target.thing for target in question.targets if target.thing and target.noun_is_group(self._lexicon.groups)), None)
        if group is None or question.relation in ("holding", "wearing"):
            return None
        seen = evidence.regions(group, 0.3)
        if evidence.named(group) >= 0.25 or not seen:
            return self._best_name(evidence, group, seen)
        return self._it_is(seen[0].label, seen[0].score, seen)

    def _best_name(self, evidence: Evidence, group: Thing | None, regions: Sequence[Region]) -> Answer | None:
        """Names that are said alike add up: tabby and tiger cat are both a cat."""
        shown: Counter[str] = Counter()
        for name, probability in evidence.scene.names.items():
            if group is None or name in group.names:
                shown[self._lexicon.shown(name)] += probability
        best, probability = max(shown.items(), key=lambda pair: pair[1], default=("", 0.0))
        if probability < (GUESS if group is None else 0.05):
            return None
        return self._it_is(best, probability, regions or ([evidence.scene.subject] if evidence.scene.subject else []))

    def _it_is(self, noun: str, confidence: float, regions: Sequence[Region]) -> Answer:
        return self._replies.say(self._lexicon.a(noun), "it_is", confidence, regions, a_noun=self._lexicon.a(noun))

    def _held_or_worn(self, question: Question, evidence: Evidence) -> Answer | None:
        if question.relation not in ("holding", "wearing"):
            return None
        clothing = self._lexicon.groups["clothing"]
        if question.relation == "wearing":
            return self._best_name(evidence, clothing, evidence.people())
        held = [region for person in evidence.people() for region in evidence.held_by(person)]
        if held:
            return self._it_is(held[0].label, held[0].score, held[:1])
        name, probability = evidence.top_name
        return (
            self._best_name(evidence, None, ())
            if probability >= GUESS and name not in clothing.names
            else self._replies.abstain("cannot_tell")
        )

    def _placed(self, question: Question, evidence: Evidence) -> Answer | None:
        """`what is on the table`: what lies so to the thing that is named."""
        if not question.relation or not (thing := self._thing(question.target)):
            return None
        anchors = evidence.pick(thing, question.target, 0.3)
        tell = partial(related, relation=question.relation, second=anchors[0]) if anchors else None
        others = [r for r in evidence.scene.regions if anchors and r not in anchors and r.label != PERSON and r.score >= SEEN and tell(r)]
        if others:
            return self._it_is(others[0].label, 0.8 * others[0].score, others)
        name, _ = evidence.top_name
        return None if name in thing.names else self._best_name(evidence, None, ())

    def _on_a_side(self, question: Question, evidence: Evidence) -> Answer | None:
        side = question.side or next((side for word in question.words if (side := self._reader.side(word))), "")
        seen = [region for region in evidence.scene.regions if region.score >= SEEN]
        if not side or not seen:
            return None
        best = min(seen, key=lambda region: distance(evidence.scene, region, side))
        return self._it_is(best.label, 0.8 * best.score, [best])

    def _main_thing(self, question: Question, evidence: Evidence) -> Answer:
        main = evidence.main
        name, probability = evidence.top_name
        named = self._best_name(evidence, None, ())
        if main is None or not main.label:
            return named or self._replies.abstain("cannot_tell")
        steady = main.score > 0.6 and main.label == PERSON and probability < 0.8
        detector = evidence.score(main, self._lexicon.named(main.label))
        if named and not steady and named.confidence > 0.6 * detector:
            return named
        return self._it_is(main.label, main.score, [main])

    # ---- pointing

    def _thing(self, target: Target) -> Thing | None:
        return self._lexicon.named(PERSON) if self._is_person(target) else target.thing

    def _is_person(self, target: Target) -> bool:
        return target.noun in self._reader.keys["persons"] or bool(
            target.thing and PERSON in target.thing.classes and len(target.thing.classes) == 1
        )

    def _point(self, target: Target, targets: Sequence[Target], evidence: Evidence) -> tuple[Region | None, float]:
        """The region that the words mean, and how sure that is; (None, 0) for a thing that the detector would have found."""
        if target.part and (people := evidence.pick(self._lexicon.named(PERSON), self._person_among(targets) or target)):
            if target.part in ("torso", "hat", "hair", "legs", "feet"):
                box = evidence.part_box(people[0], target.part)
                return Region(box, target.noun, 0.4, {}, evidence.part_colours(people[0], target.part)), 0.4
        if (thing := self._thing(target)) and (found := self._pick_related(thing, target, targets, evidence)):
            return found[0], evidence.score(found[0], thing)
        if thing and (near := evidence.kin(thing)):
            return max(near, key=lambda region: region.score), 0.35
        if thing and thing.classes and not evidence.named(thing) > 0.1:
            return None, 0.0
        seen = [region for region in evidence.scene.regions if region.label != PERSON]
        guess = max(seen, key=area, default=evidence.scene.subject)
        return guess, min(0.29, 0.1 + 0.3 * (evidence.named(thing) if thing else 0.0))

    def _person_among(self, targets: Sequence[Target]) -> Target | None:
        return next((target for target in targets if self._is_person(target)), None)

    def _pick_related(self, thing: Thing, target: Target, targets: Sequence[Target], evidence: Evidence) -> list[Region]:
        found = evidence.pick(thing, target, 0.3)
        others = [self._thing(other) for other in targets if other is not target]
        anchors = [region for other in others if other for region in evidence.regions(other)]
        if not anchors or target.side:
            return found
        return sorted(found, key=lambda region: min(_gap(region, anchor) for anchor in anchors) if anchors else 0.0)


def _gap(first: Region, second: Region) -> float:
    (ax, ay), (bx, by) = centre(first), centre(second)
    return abs(ax - bx) + abs(ay - by)
