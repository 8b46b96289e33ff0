"""What is it: the detector's label or the backbone's name, for the whole picture, a group, a place in it, or what somebody holds."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from assistant.events import Answer, Region
from assistant.understanding.baseline.evidence import PERSON, SEATS, SEEN, Evidence
from assistant.understanding.baseline.geometry import distance, related
from assistant.understanding.baseline.questions import Question, Reader
from assistant.understanding.baseline.replies import Replies
from assistant.understanding.baseline.words import Lexicon, Thing

GUESS = 0.12
"""Probability from which the backbone's first name is better than silence."""


class Naming:
    def __init__(self, lexicon: Lexicon, reader: Reader, replies: Replies) -> None:
        self._lexicon, self._reader, self._replies = lexicon, reader, replies
        self._ways = (
            self._unreadable,
            self._who,
            self._seat,
            self._of_group,
            self._held,
            self._worn,
            self._filling,
            self._placed,
            self._on_a_side,
            self._main,
        )

    def answer(self, question: Question, evidence: Evidence) -> Answer:
        """The first way that has something to say."""
        answers = (way(question, evidence) for way in self._ways)
        return next((answer for answer in answers if answer), self._replies.abstain("cannot_tell"))

    def _it_is(self, noun: str, confidence: float, regions: Sequence[Region]) -> Answer:
        return self._replies.say(self._lexicon.a(noun), "it_is", confidence, regions, noun=noun)

    def _best_name(
        self, evidence: Evidence, group: Thing | None = None, regions: Sequence[Region] = (), least: float = GUESS
    ) -> Answer | None:
        best, probability = evidence.best_name(group)
        subject = [evidence.scene.subject] if evidence.scene.subject else []
        return self._it_is(best, probability, regions or subject) if probability >= least else None

    # ---- the ways, the more special first

    def _unreadable(self, question: Question, evidence: Evidence) -> Answer | None:
        """What no detector sees: texts, prices, thoughts."""
        return self._replies.abstain("cannot_tell") if self._reader.has(question.text, "unreadable") else None

    def _who(self, question: Question, evidence: Evidence) -> Answer | None:
        if not self._reader.has(question.text, "who"):
            return None
        people = evidence.people()
        if not people:
            return self._replies.say(self._replies.short("nobody"), "nobody", 0.5, ())
        several = self._replies.several(PERSON, len(people))
        return self._replies.say(several, "i_see", 0.8 * people[0].score, people, things=several)

    def _seat(self, question: Question, evidence: Evidence) -> Answer | None:
        """`what are they sitting on`"""
        if not self._reader.has(question.text, "sitting"):
            return None
        seats = [seat for person in evidence.people() if (seat := evidence.sign_beside(person, SEATS))]
        return self._it_is(seats[0].label, 0.8 * seats[0].score, seats[:1]) if seats else self._replies.abstain("cannot_tell")

    def _of_group(self, question: Question, evidence: Evidence) -> Answer | None:
        """`what animal is this`: the best name inside of the group."""
        group = next((target.thing for target in question.targets if target.thing and self._lexicon.is_group(target.thing)), None)
        if group is None or question.relation in ("holding", "wearing"):
            return None
        seen = evidence.regions(group, 0.3)
        if evidence.named(group) >= 0.25 or not seen:
            return self._best_name(evidence, group, seen, 0.04) or self._replies.abstain("cannot_tell")
        return self._it_is(seen[0].label, 0.8 * seen[0].score, seen)

    def _held(self, question: Question, evidence: Evidence) -> Answer | None:
        if question.relation != "holding":
            return None
        held = [region for person in evidence.people() for region in evidence.held_by(person)]
        if held:
            return self._it_is(held[0].label, 0.8 * held[0].score, held[:1])
        name, _ = evidence.top_name
        never = name in self._lexicon.groups["clothing"].names | self._lexicon.groups["place"].names
        return (not never and self._best_name(evidence)) or self._replies.abstain("cannot_tell")

    def _worn(self, question: Question, evidence: Evidence) -> Answer | None:
        if question.relation != "wearing":
            return None
        clothing = self._best_name(evidence, self._lexicon.groups["clothing"], evidence.people())
        return clothing or self._replies.abstain("cannot_tell")

    def _filling(self, question: Question, evidence: Evidence) -> Answer | None:
        """`what is in the cup`: food and drink, which the backbone may name."""
        if question.relation != "in" or not self._reader.has(question.text, "containers"):
            return None
        group = self._lexicon.groups["food"]
        seen = evidence.regions(group)
        if seen:
            return self._it_is(seen[0].label, 0.8 * seen[0].score, seen)
        return self._best_name(evidence, group, (), 0.05) or self._replies.abstain("cannot_tell")

    def _placed(self, question: Question, evidence: Evidence) -> Answer | None:
        """`what is on the table`: what lies so to the thing that is named."""
        thing = question.target.thing
        if not question.relation or thing is None:
            return None
        anchors = evidence.pick(thing, question.target, 0.0)
        others = [r for r in evidence.scene.regions if r not in anchors and r.label != PERSON and r.score >= SEEN]
        # A table that is asked about is there, seen or not: then what else is seen may lie on it.
        tell = partial(related, relation=question.relation, second=anchors[0]) if anchors else lambda region: question.relation == "on"
        lying = [region for region in others if tell(region)]
        if lying:
            return self._it_is(lying[0].label, 0.8 * lying[0].score, lying)
        name, _ = evidence.top_name
        named = None if name in thing.names or question.relation in ("behind", "in front of") else self._best_name(evidence)
        return named or self._replies.abstain("cannot_tell")

    def _on_a_side(self, question: Question, evidence: Evidence) -> Answer | None:
        side = question.side or next((side for word in question.words if (side := self._reader.side(word))), "")
        seen = [region for region in evidence.scene.regions if region.score >= SEEN]
        if not side or not seen:
            return None
        best = min(seen, key=lambda region: distance(evidence.scene, region, side))
        return self._it_is(best.label, 0.7 * best.score, [best])

    def _main(self, question: Question, evidence: Evidence) -> Answer | None:
        """What the picture is about: the backbone where it is sure, else the detector's main region."""
        if question.targets and not self._reader.has(question.text, "this"):
            return None  # something else about a thing: its brand, what somebody thinks
        main, named = evidence.main, self._best_name(evidence)
        if main is None or not main.label:
            return named
        detected = evidence.score(main, self._lexicon.named(main.label))
        sure = main.label == PERSON and evidence.share(main) > 0.15 and not (named and named.confidence > 0.8)
        if named and not sure and named.confidence > 0.6 * detected * min(1.0, 4 * evidence.share(main)):
            return named
        return self._it_is(main.label, 0.8 * main.score, [main])
