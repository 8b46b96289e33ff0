"""Yes or no: whether something is there, is so coloured, so placed, or is such a thing; and what the picture as a whole is like."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from assistant.events import Answer, Region
from assistant.phrases import Phrases
from assistant.understanding.baseline.evidence import FIGURE, PERSON, Evidence
from assistant.understanding.baseline.geometry import related, side_of
from assistant.understanding.baseline.questions import Question, Reader, Target
from assistant.understanding.baseline.replies import Replies
from assistant.understanding.baseline.words import Lexicon, Thing

THERE = 0.3
"""Belief from which a thing is said to be there."""
WORN = 0.08
"""The same for clothes, which only the backbone names."""
DARK = 70
"""Mean brightness, 0 to 255, below which a picture is dark."""
GREY = 6
"""Mean difference of the channels below which a picture has no colours."""
Check = Callable[[Question, Evidence], "Answer | None"]


class Checks:
    def __init__(self, lexicon: Lexicon, reader: Reader, replies: Replies, phrases: Phrases) -> None:
        self._lexicon, self._reader, self._replies = lexicon, reader, replies
        self._indoors, self._outdoors = phrases.section("indoors"), phrases.section("outdoors")
        self._rooms = phrases.section("rooms")
        whole: tuple[Check, ...] = (self._light, self._colourless, self._inside, self._sky)
        things: tuple[Check, ...] = (
            self._choice,
            self._posture,
            self._number,
            self._worn,
            self._existence,
            self._coloured,
            self._related,
            self._placed,
        )
        self._in_turn = (*whole, *things, self._identity, self._last_resort)

    def answer(self, question: Question, evidence: Evidence) -> Answer:
        """The first check that has something to say."""
        answers = (check(question, evidence) for check in self._in_turn)
        return next((answer for answer in answers if answer), self._replies.abstain("cannot_tell"))

    def _thing(self, target: Target) -> Thing | None:
        return self._lexicon.named(PERSON) if self._is_pronoun(target) else target.thing or self._lexicon.thing(target.noun)

    def _is_pronoun(self, target: Target) -> bool:
        return target.noun in self._reader.keys["persons"]

    def _is_person(self, target: Target) -> bool:
        return self._is_pronoun(target) or bool(target.thing and PERSON in target.thing.classes)

    def _plain(self, yes: bool, confidence: float, *regions: Region) -> Answer:
        return self._replies.yes_no(yes, "yes" if yes else "no", confidence, regions)

    # ---- the picture as a whole

    def _light(self, question: Question, evidence: Evidence) -> Answer | None:
        asked_dark = self._reader.has(question.text, "dark")
        if question.targets or not (asked_dark or self._reader.has(question.text, "light")):
            return None
        mean = float(evidence.scene.frame.pixels.mean())
        key = "dark" if mean < DARK else "bright"
        return self._replies.yes_no((mean < DARK) == asked_dark, key, min(0.9, 0.5 + abs(mean - DARK) / (2 * DARK)))

    def _colourless(self, question: Question, evidence: Evidence) -> Answer | None:
        asked_grey = self._reader.has(question.text, "colourless")
        if question.targets or not (asked_grey or self._reader.has(question.text, "coloured")):
            return None
        pixels = evidence.scene.frame.pixels.astype(int)
        grey = float((pixels.max(2) - pixels.min(2)).mean()) < GREY
        return self._plain(grey == asked_grey, 0.9)

    def _inside(self, question: Question, evidence: Evidence) -> Answer | None:
        asked_in = self._reader.has(question.text, "indoors")
        if not (asked_in or self._reader.has(question.text, "outdoors")):
            return None
        inside, outside = self._signs(self._indoors, evidence), self._signs(self._outdoors, evidence)
        outside += evidence.surrounding_colours("top").get("blue", 0.0)
        return self._plain((inside > outside) == asked_in, 0.5 + min(0.4, abs(inside - outside)))

    def _signs(self, kind: Mapping[str, Sequence[str]], evidence: Evidence) -> float:
        rooms = max(evidence.place(self._rooms[room]) for room in kind["rooms"])
        things = max((region.score for region in evidence.scene.regions if region.label in kind["things"]), default=0.0)
        return rooms + 0.6 * things

    def _sky(self, question: Question, evidence: Evidence) -> Answer | None:
        asked = next((weather for weather in ("sunny", "cloudy") if self._reader.has(question.text, weather)), "")
        if not asked or any(target.thing for target in question.targets):
            return None
        sky = evidence.sky()
        return self._plain(sky == asked, 0.55) if sky else self._replies.abstain("cannot_tell")

    # ---- people

    def _posture(self, question: Question, evidence: Evidence) -> Answer | None:
        asked = next((posture for posture in ("sitting", "standing") if self._reader.has(question.text, posture)), "")
        if not asked:
            return None
        people = evidence.pick(self._lexicon.named(PERSON), question.target)
        if not people:
            return self._plain(False, 0.5)
        posture = evidence.posture(people[0])
        return self._plain(posture == asked, 0.6, people[0]) if posture else self._replies.abstain("cannot_tell")

    def _worn(self, question: Question, evidence: Evidence) -> Answer | None:
        if question.relation != "wearing":
            return None
        worn = [thing for target in question.targets if not self._is_person(target) and (thing := self._thing(target))]
        return (
            self._whether_there(worn[-1], Target(worn[-1].noun), evidence, THERE if worn[-1].classes else WORN)
            if worn
            else self._replies.abstain("cannot_tell")
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
        bare = bool(question.words) and question.words[0] not in self._reader.keys["yes_no"]
        if not (self._reader.has(question.text, "existence") or bare):
            return None
        asked = self._reader.unknown(question.words)
        known = [(thing, target) for target in question.targets if (thing := self._thing(target)) and target.noun in asked]
        if known:
            return self._whether_there(*known[0], evidence, THERE)
        return self._replies.abstain("unknown_thing", noun=asked) if question.words else None

    def _whether_there(self, thing: Thing, target: Target, evidence: Evidence, least: float) -> Answer:
        belief, found = evidence.belief(thing), evidence.pick(thing, target, THERE)
        if found and (target.colour or target.side):
            found = [region for region in evidence.on_side(found, target.side) if evidence.looks(region, target.colour)]
            belief = belief if found else 0.3 * belief
        if belief < least:
            return self._replies.yes_no(False, "no_there", 0.8 - belief, noun=thing.noun)
        return self._there(thing, belief, found)

    def _there(self, thing: Thing, belief: float, found: list[Region]) -> Answer:
        """An age or a sex is more than the detector knows."""
        if thing.noun in self._reader.keys["children"]:
            return self._replies.yes_no(False, "somebody", 0.5, found)
        if 0 < len(found) < 5:
            return self._replies.yes_no(True, "yes_there", 0.4 + 0.5 * belief, found, noun=thing.noun, n=len(found))
        return self._replies.yes_no(True, "yes_perhaps", 0.3 + 0.5 * belief, found, noun=thing.noun)

    def _coloured(self, question: Question, evidence: Evidence) -> Answer | None:
        """`is the mug red`"""
        if not question.colour:
            return None
        colours, region = self._colours(question.target, evidence)
        if not colours:
            return None
        share, best = colours.get(question.colour, 0.0), next(iter(colours))
        yes = share >= 0.25 or best == question.colour
        slots = {**self._replies.about(question.target), "colour": question.colour if yes else best}
        slots["noun"] = slots["noun"] or "picture"
        return self._replies.yes_no(
            yes, "colour_yes" if yes else "colour_no", 0.5 + 0.4 * abs(share - 0.25), [region] if region else [], **slots
        )

    def _colours(self, target: Target, evidence: Evidence) -> tuple[dict[str, float], Region | None]:
        if target.part and target.part not in FIGURE:
            return evidence.surrounding_colours(target.part), None
        if target.part and (people := evidence.people()):
            return evidence.part_colours(people[0], target.part), people[0]
        thing = self._thing(target)
        found = evidence.pick(thing, target, 0.0) if thing else []
        region = found[0] if found else evidence.scene.subject or evidence.main
        return (dict(region.colours), region) if region else ({}, None)

    def _related(self, question: Question, evidence: Evidence) -> Answer | None:
        """`is the cup on the table`"""
        things = [thing for target in question.targets if (thing := self._thing(target))][:2]
        if not question.relation or len(things) < 2:
            return None
        first, second = (evidence.regions(thing, THERE) for thing in things)
        if not first or not second:
            return self._replies.yes_no(False, "not_seen", 0.5, noun=things[0 if not first else 1].noun)
        told = [related(a, question.relation, b) for a in first for b in second if a is not b]
        if not told or None in told:
            return self._replies.abstain("cannot_tell")
        slots = {"noun": things[0].noun, "other": things[1].noun, "relation": question.relation}
        return self._replies.yes_no(any(told), "relation_yes" if any(told) else "relation_no", 0.6, [first[0], second[0]], **slots)

    def _placed(self, question: Question, evidence: Evidence) -> Answer | None:
        """`is the cup on the left`"""
        thing = self._thing(question.target)
        found = evidence.regions(thing, THERE) if question.side and thing else []
        if not found or thing is None:
            return None
        yes = bool(evidence.on_side(found, question.side))
        place = self._replies.place(side_of(evidence.scene, found[0]))
        return self._replies.yes_no(yes, "where", 0.65, found[:1], **self._replies.about(question.target), place=place)

    def _choice(self, question: Question, evidence: Evidence) -> Answer | None:
        """`is it a pig or a dog`"""
        things = [thing for target in question.targets if (thing := self._thing(target))]
        if "or" not in question.words or len(things) < 2:
            return None
        best = max(things, key=evidence.belief)
        if evidence.belief(best) < WORN:
            return self._replies.abstain("cannot_tell")
        return self._replies.say(self._lexicon.a(best.noun), "it_is", evidence.belief(best), evidence.regions(best), noun=best.noun)

    def _identity(self, question: Question, evidence: Evidence) -> Answer | None:
        """`is it a dog`, `are they lions`"""
        known = [thing for target in question.targets if not self._is_pronoun(target) and (thing := self._thing(target))]
        pointed = self._reader.has(question.text, "this") or self._is_pronoun(question.target)
        if not pointed or not known or self._reader.has(question.text, "unknowable"):
            return None
        thing, belief = known[-1], evidence.belief(known[-1])
        regions = evidence.regions(thing) or ([evidence.main] if evidence.main else [])
        if belief < THERE:
            return self._replies.yes_no(False, "not_it", 0.85 - belief, regions[:1], noun=thing.noun)
        return self._replies.yes_no(True, "yes_it_is", 0.4 + 0.5 * belief, regions[:1], noun=thing.noun)

    def _last_resort(self, question: Question, evidence: Evidence) -> Answer | None:
        """What a thing does or is like (`is the man smiling`) is not known; that it is not there may be."""
        if self._reader.has(question.text, "unknowable") or not question.targets:
            return None
        thing = self._thing(question.target)
        if thing is None or evidence.belief(thing) >= THERE:
            return None
        return self._replies.abstain("not_seen", noun=thing.noun)
