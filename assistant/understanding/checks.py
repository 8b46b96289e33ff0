"""Yes or no: whether something is there, is so coloured, so placed, or is such a thing; and what the picture as a whole is like."""

from __future__ import annotations

from collections.abc import Callable

from assistant.events import Answer, Region
from assistant.phrases import Phrases
from assistant.understanding.evidence import PERSON, Evidence, related, side_of
from assistant.understanding.questions import Question, Reader, Target
from assistant.understanding.replies import Replies
from assistant.understanding.words import Lexicon, Thing

THERE = 0.4
"""Belief from which a thing is said to be there."""
Check = Callable[[Question, Evidence], "Answer | None"]


class Checks:
    def __init__(self, lexicon: Lexicon, reader: Reader, replies: Replies, phrases: Phrases) -> None:
        self._lexicon, self._reader, self._replies = lexicon, reader, replies
        self._indoors, self._outdoors = phrases.section("indoors"), phrases.section("outdoors")
        self._rooms = phrases.section("rooms")
        self._in_turn: tuple[Check, ...] = (
            self._light,
            self._colourless,
            self._inside,
            self._posture,
            self._number,
            self._worn,
            self._existence,
            self._coloured,
            self._related,
            self._placed,
            self._identity,
        )

    def answer(self, question: Question, evidence: Evidence) -> Answer:
        """The first check that has something to say."""
        for check in self._in_turn:
            if answer := check(question, evidence):
                return answer
        return self._last_resort(question, evidence)

    # ---- the picture as a whole

    def _light(self, question: Question, evidence: Evidence) -> Answer | None:
        asked_dark = self._reader.has(question.text, "dark")
        if question.targets or not (asked_dark or self._reader.has(question.text, "light")):
            return None
        mean = float(evidence.scene.frame.pixels.mean())
        dark = mean < 70
        return self._replies.yes_no(dark == asked_dark, "dark" if dark else "bright", min(0.9, 0.5 + abs(mean - 70) / 140))

    def _colourless(self, question: Question, evidence: Evidence) -> Answer | None:
        asked_grey = self._reader.has(question.text, "colourless")
        if question.targets or not (asked_grey or self._reader.has(question.text, "coloured")):
            return None
        pixels = evidence.scene.frame.pixels.astype(int)
        grey = float((pixels.max(2) - pixels.min(2)).mean()) < 6
        return self._replies.yes_no(grey == asked_grey, "yes" if grey == asked_grey else "no", 0.9)

    def _inside(self, question: Question, evidence: Evidence) -> Answer | None:
        asked_in = self._reader.has(question.text, "indoors")
        if not (asked_in or self._reader.has(question.text, "outdoors")):
            return None
        inside, outside = self._signs(self._indoors, evidence), self._signs(self._outdoors, evidence)
        outside += evidence.surrounding_colours("top").get("blue", 0.0)
        yes = (inside > outside) == asked_in
        return self._replies.yes_no(yes, "yes" if yes else "no", 0.5 + min(0.4, abs(inside - outside)))

    def _signs(self, kind: dict, evidence: Evidence) -> float:
        rooms = max(evidence.belief_in_place(self._rooms[room]) for room in kind["rooms"])
        things = max((region.score for region in evidence.scene.regions if region.label in kind["things"]), default=0.0)
        return rooms + 0.6 * things

    # ---- people

    def _posture(self, question: Question, evidence: Evidence) -> Answer | None:
        asked = (
            "sitting" if self._reader.has(question.text, "sitting") else "standing" if self._reader.has(question.text, "standing") else ""
        )
        if not asked:
            return None
        people = evidence.pick(self._lexicon.named(PERSON), question.target)
        if not people:
            return self._replies.yes_no(False, "no", 0.5)
        posture = evidence.posture(people[0])
        if not posture:
            return self._replies.abstain("cannot_tell")
        return self._replies.yes_no(posture == asked, "yes" if posture == asked else "no", 0.6, people[:1])

    def _worn(self, question: Question, evidence: Evidence) -> Answer | None:
        if question.relation != "wearing":
            return None
        worn = [
            thing
            for target in question.targets
            if not self._is_person(target) and (thing := target.thing or self._lexicon.thing(target.noun))
        ]
        if not worn:
            return self._replies.abstain("cannot_tell")
        return self._whether_there(worn[-1], Target(worn[-1].noun), evidence, least=0.15)

    def _is_person(self, target: Target) -> bool:
        return target.noun in self._reader.keys["persons"] or bool(target.thing and PERSON in target.thing.classes)

    def _thing(self, target: Target) -> Thing | None:
        return (
            self._lexicon.named(PERSON) if target.noun in self._reader.keys["persons"] else target.thing or self._lexicon.thing(target.noun)
        )

    # ---- things

    def _number(self, question: Question, evidence: Evidence) -> Answer | None:
        thing = self._thing(question.target)
        if question.number is None or thing is None:
            return None
        found = evidence.regions(thing)
        least = question.number + (0 if "least" in question.words else 1)
        yes = len(found) >= least if self._reader.has(question.text, "more_than") else len(found) == question.number
        return self._replies.yes_no(yes, "count" if found else "count_none", 0.6, found, noun=thing.noun, n=len(found))

    def _existence(self, question: Question, evidence: Evidence) -> Answer | None:
        bare = question.words and question.words[0] not in self._reader.keys["yes_no"]
        if not (self._reader.has(question.text, "existence") or bare):
            return None
        known = [(target, thing) for target in question.targets if (thing := self._thing(target))]
        if not known:
            return self._unknown(question)
        target, thing = known[0]
        return self._whether_there(thing, target, evidence, THERE)

    def _unknown(self, question: Question) -> Answer:
        return self._replies.abstain("unknown_thing", noun=question.words[-1]) if question.words else self._replies.abstain("cannot_tell")

    def _whether_there(self, thing: Thing, target: Target, evidence: Evidence, least: float) -> Answer:
        belief = evidence.belief(thing)
        found = evidence.pick(thing, target)
        if target.colour:
            found = [region for region in found if evidence.wears(region, target.colour) >= 0.15]
            belief = belief if found else 0.3 * belief
        if target.side and found:
            found = [region for region in found if set(target.side.split()) & set(side_of(evidence.scene, region).split())]
            belief = belief if found else 0.3 * belief
        if belief < least:
            return self._replies.yes_no(False, "no_there", 1.0 - 0.5 * belief - 0.25, noun=thing.noun)
        return self._yes(thing, belief, found)

    def _yes(self, thing: Thing, belief: float, found: list[Region]) -> Answer:
        if thing.noun in self._reader.keys["children"]:
            return self._replies.yes_no(False, "yes_someone", 0.5, found)
        if found and len(found) < 5:
            return self._replies.yes_no(True, "yes_there", belief, found, noun=thing.noun, n=len(found))
        return self._replies.yes_no(True, "yes_perhaps", 0.8 * belief, found, noun=thing.noun)

    def _coloured(self, question: Question, evidence: Evidence) -> Answer | None:
        if not question.colour:
            return None
        target = question.target
        region: Region | None
        if target.part in ("top", "bottom", "edge"):
            colours, region = evidence.surrounding_colours(target.part), None
        else:
            thing = self._thing(target)
            found = evidence.pick(thing, target, 0.3) if thing else evidence.people() if target.part else []
            region = found[0] if found else evidence.scene.subject or evidence.main
            colours = {} if region is None else evidence.part_colours(region, target.part) if target.part and found else region.colours
        if not colours:
            return None
        share, best = colours.get(question.colour, 0.0), next(iter(colours))
        yes = share >= 0.25 or best == question.colour
        key, noun = ("colour_yes" if yes else "colour_no"), target.noun or "picture"
        said = question.colour if yes else best
        return self._replies.yes_no(yes, key, 0.5 + 0.4 * abs(share - 0.25), (region,) if region else (), noun=noun, colour=said)

    def _related(self, question: Question, evidence: Evidence) -> Answer | None:
        things = [(target, thing) for target in question.targets if (thing := self._thing(target))][:2]
        if not question.relation or len(things) < 2:
            return None
        (_, one), (_, two) = things
        first, second = evidence.regions(one, 0.3), evidence.regions(two, 0.3)
        if not first or not second:
            return self._replies.yes_no(False, "not_seen", 0.5, noun=one.noun if not first else two.noun)
        told = [related(a, question.relation, b) for a in first for b in second if a is not b]
        if not told or None in told:
            return self._replies.abstain("cannot_tell")
        yes = any(told)
        slots = {"noun": one.noun, "other": two.noun, "relation": question.relation}
        return self._replies.yes_no(yes, "relation_yes" if yes else "relation_no", 0.6, [first[0], second[0]], **slots)

    def _placed(self, question: Question, evidence: Evidence) -> Answer | None:
        thing = self._thing(question.target)
        if not question.side or thing is None or not (found := evidence.regions(thing, 0.3)):
            return None
        side = side_of(evidence.scene, found[0])
        yes = bool(set(question.side.split()) & set(side.split()))
        return self._replies.yes_no(yes, "where", 0.65, found[:1], noun=thing.noun, place=self._replies.place(side))

    def _identity(self, question: Question, evidence: Evidence) -> Answer | None:
        """`is it a dog`, `are they lions`."""
        pointed = self._reader.has(question.text, "this") or question.targets and question.targets[0].noun in self._reader.keys["persons"]
        known = [
            thing for target in question.targets if not (target.noun in self._reader.keys["persons"]) and (thing := self._thing(target))
        ]
        if not pointed or not known or self._reader.has(question.text, "unknowable"):
            return None
        thing = known[-1]
        belief = evidence.belief(thing)
        yes = belief >= THERE
        regions = evidence.regions(thing) or ([evidence.main] if evidence.main else [])
        return self._replies.yes_no(
            yes, "yes_it_is" if yes else "not_it", belief if yes else 0.9 - 0.5 * belief, regions[:1], noun=thing.noun
        )

    def _last_resort(self, question: Question, evidence: Evidence) -> Answer:
        if self._reader.has(question.text, "unknowable") or not question.targets:
            return self._replies.abstain("cannot_tell")
        thing = self._thing(question.targets[-1])
        if thing is None:
            return self._replies.abstain("cannot_tell")
        return self._whether_there(thing, question.targets[-1], evidence, THERE)
