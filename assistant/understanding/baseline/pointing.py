"""Which region the words mean."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from assistant.events import Region
from assistant.understanding.baseline.evidence import FIGURE, PERSON, Evidence
from assistant.understanding.baseline.geometry import area, centre, distance, hull
from assistant.understanding.baseline.questions import Reader, Target
from assistant.understanding.baseline.words import Lexicon, Thing


class Pointing:
    def __init__(self, lexicon: Lexicon, reader: Reader) -> None:
        self._lexicon, self._reader = lexicon, reader

    def thing(self, target: Target) -> Thing | None:
        """The target's thing; a pronoun for somebody is a person."""
        return self._lexicon.named(PERSON) if self.is_person(target) else target.thing or self._lexicon.thing(target.noun)

    def is_person(self, target: Target) -> bool:
        return target.noun in self._reader.keys["persons"] or (target.thing is not None and target.thing.classes == {PERSON})

    def head(self, targets: Sequence[Target]) -> Target | None:
        """What is meant: of `the man's shirt` the shirt, of `the man in the shirt` the man."""
        for owner, owned in pairwise(targets):
            if owned.part and self.is_person(owner) and owned.place == owner.place + len(owner.noun.split()):
                return owned
        return targets[0] if targets else None

    def wearers(self, part: Target, targets: Sequence[Target], evidence: Evidence) -> list[Region]:
        """The people whose part is meant, the one that the words around point at first."""
        who = next((target for target in targets if target is not part and self.is_person(target)), part)
        return evidence.pick(self._lexicon.named(PERSON), who)

    def find(self, target: Target, targets: Sequence[Target], evidence: Evidence) -> tuple[Region | None, float]:
        """The region and how sure that is; (None, 0) for a thing that the detector knows and does not see."""
        if target.part in FIGURE and (people := self.wearers(target, targets, evidence)):
            return self._part(people[0], target, evidence), 0.4
        if target.noun in self._reader.keys["anything"]:
            return self._anything(target, evidence)
        thing = self.thing(target)
        if thing and (found := self._near_others(evidence.pick(thing, target, 0.15), target, targets, evidence)):
            return (hull(found) if target.many and not target.side else found[0]), evidence.score(found[0], thing)
        if thing and not thing.classes and (kin := evidence.kin(thing)):
            return max(kin, key=lambda region: region.score), 0.35
        if thing and thing.classes and evidence.named(thing) < 0.1:
            return None, 0.0
        return self._guess(thing, evidence)

    def _anything(self, target: Target, evidence: Evidence) -> tuple[Region | None, float]:
        """`the thing on the left`"""
        if not target.side or not evidence.scene.regions:
            return evidence.main, evidence.main.score if evidence.main else 0.0
        found = min(evidence.scene.regions, key=lambda region: distance(evidence.scene, region, target.side))
        return found, 0.7 * found.score

    def _part(self, person: Region, target: Target, evidence: Evidence) -> Region:
        return Region(evidence.part_box(person, target.part), target.noun, person.score, {}, evidence.part_colours(person, target.part))

    def _near_others(self, found: list[Region], target: Target, targets: Sequence[Target], evidence: Evidence) -> list[Region]:
        """With other things named (`the cup on the table`), the nearest to those first."""
        others = [self.thing(other) for other in targets if other is not target]
        anchors = [region for other in others if other for region in evidence.regions(other)]
        if not anchors or target.side:
            return found
        return sorted(found, key=lambda region: min(gap(region, anchor) for anchor in anchors))

    def _guess(self, thing: Thing | None, evidence: Evidence) -> tuple[Region | None, float]:
        """A noun that only the backbone knows, or none: the largest region that is no person, or what stands out."""
        seen = [region for region in evidence.scene.regions if region.label != PERSON and region.score >= 0.3]
        named = evidence.named(thing) if thing else 0.0
        guess = max(seen, key=area, default=evidence.scene.subject)
        return (guess, 0.1 + 0.6 * named) if guess else (None, 0.0)


def gap(first: Region, second: Region) -> float:
    (ax, ay), (bx, by) = centre(first), centre(second)
    return abs(ax - bx) + abs(ay - by)
