"""What a conversation remembers: what "it" is, what was said last, what a short follow-up leans on. Pure; time is an argument."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assistant.events import Candidate
from assistant.phrases import Phrases
from assistant.skill import Reply


@dataclass(frozen=True)
class Moment:
    text: str
    chosen: Candidate | None
    reply: Reply
    time: float
    doubt: Candidate | None = None

    @property
    def skill(self) -> str:
        """Whose reply it was; of a question whether it was meant, who was meant."""
        return (self.chosen or self.doubt or NOBODY).skill

    @property
    def thing(self) -> str:
        """What the turn was about; empty where it was about no thing."""
        named = str(self.chosen.slots.get("thing") or "") if self.chosen else ""
        return named or (self.reply.regions[0].label if self.chosen and self.reply.regions else "")

    @property
    def said(self) -> tuple[str, ...]:
        """The values of its slots as they were said, a thing first."""
        slots = self.chosen.slots if self.chosen else {}
        values = [self.thing, *(text for value in slots.values() for text in ([value] if isinstance(value, str) else _texts(value)))]
        return tuple(dict.fromkeys(value for value in values if value and value in self.text.lower()))

    @property
    def foremost(self) -> str:
        """The first of them; of several in one slot, from the first to the last."""
        slots = self.chosen.slots if self.chosen else {}
        rows = (_texts(value) for value in slots.values())
        row = next((row for row in rows if row and self.said[0] == row[0]), [self.said[0]])
        found = re.search(f"{re.escape(row[0])}.*{re.escape(row[-1])}", self.text.lower()) if len(row) > 1 else None
        return found[0] if found else self.said[0]


NOBODY = Candidate("", "", 0.0, "")
LEADING = 2
"""Words that may stand before what is done with "it": "and then cancel it". Further in, "it" is in somebody's own text."""


class Dialogue:
    def __init__(self, phrases: Phrases, memory: float) -> None:
        """phrases: the topic `dialogue`; memory: seconds after which a turn is forgotten."""
        words = phrases.section("follow_up")
        self._follow, self._correct = ([re.compile(pattern) for pattern in words.get(kind, ())] for kind in ("patterns", "corrections"))
        self._pronouns, self._verbs, self._other = (tuple(words.get(kind, ())) for kind in ("pronouns", "verbs", "other"))
        self._leads, self._measures = (frozenset(words.get(kind, ())) for kind in ("leads", "measures"))
        self._articles, self._holding = tuple(words.get("articles", ())), tuple(words.get("holding", ()))
        self._names: Mapping[str, list[str]] = phrases.section("names")
        self._holders: Mapping[str, str] = phrases.section("holders")
        self._ones: Mapping[str, Mapping[str, str]] = phrases.section("ones")
        self._memory = memory
        self._last: Moment | None = None
        self._topic: Moment | None = None
        self._subject: Moment | None = None
        self._whole: Moment | None = None
        self._undoable: Moment | None = None

    def remember(self, text: str, chosen: Candidate | None, reply: Reply, time: float, doubt: Candidate | None = None) -> None:
        """
        text:  completed, as it was routed. Silence is no reply to repeat, and a turn about no thing changes no subject.
        doubt: what the reply asked about, where it asked whether that was meant
        """
        moment = Moment(text, chosen, reply, time, doubt)
        self._last = moment if reply.text else self._last
        self._topic = moment if moment.thing else self._topic
        if moment.said or (chosen and chosen.skill in self._names):
            corrects = self._subject is not None and self._subject.skill == moment.skill and self._corrects(text.lower())
            self._whole = self._whole if corrects else moment
            self._subject = moment
        undone = self._undoable is not None and text == self._undoable.reply.undo
        self._undoable = moment if reply.undo else None if undone else self._undoable

    def context(self, now: float) -> Mapping[str, Any]:
        """
        `last_reply` for repeating; `asked`, the sentence that a bare answer to it completes, and `asked_by`, whose question it was;
        `doubt`, the words and the candidate that were asked about; `undo` and `undo_last`, a sentence and whose it is: what takes back the
        last act that can be taken back, and the last turn; `thing` that was spoken of; `complete`, `correct` and `named`, which make a
        whole sentence of a follow-up, a correction and a wish about "it", and give back what is none.
        """
        moments = (self._last, self._topic, self._subject, self._whole, self._undoable)
        last, topic, subject, whole, act = (moment if moment and now - moment.time <= self._memory else None for moment in moments)
        found: dict[str, Any] = {}
        if last:
            found |= {"last_reply": last.reply.text, "asked": last.reply.follow_up, "asked_by": last.skill}
        if act:
            found["undo"] = (act.reply.undo, act.skill)
        if last and last.doubt:
            found["doubt"] = (last.text, last.doubt)
        if last and last.said:
            found |= {"correct": lambda text: self._corrected(text, last), "undo_last": (last.reply.undo, last.skill)}
        if topic:
            found["thing"] = topic.thing
        if subject:
            found["named"] = lambda text: self._named(text, subject)
        if whole or topic:
            found["complete"] = lambda text: self._complete(text, whole, topic)
        return found

    def _corrects(self, text: str) -> bool:
        return any(pattern.fullmatch(text) for pattern in self._correct)

    def _corrected(self, text: str, last: Moment) -> str:
        """ "no, ten minutes" after "set a timer for five minutes": the sentence with the new value in place of the nearest old one."""
        for pattern in self._correct:
            if match := pattern.fullmatch(text):
                value = match["value"]
                old = min(
                    last.said, key=lambda said: (-_alike(said, value), self._measured(said) != self._measured(value), last.said.index(said))
                )
                return self._one_article(last.text.lower().replace(old, self._in_its_place(old, value), 1))
        return text

    def _in_its_place(self, old: str, value: str) -> str:
        """ "Nine" for "every day at eight" is every day at nine, "ten" for "five minutes" ten minutes."""
        words, new = old.split(), value.split()
        if new[0] in self._leads or not self._measured(old):
            return value
        lead = max((at + 1 for at, word in enumerate(words) if word in self._leads), default=0)
        last = max(at + 1 for at, word in enumerate(words) if self._measured(word))
        return " ".join([*words[:lead], *new, *(words[last:] if all(map(self._measured, new)) else ())])

    def _measured(self, text: str) -> bool:
        """Whether it is a number or a time."""
        return any(word in self._measures or word[:1].isdecimal() for word in text.split())

    def _complete(self, text: str, whole: Moment | None, topic: Moment | None) -> str:
        """
        text:  normal form. "and the chair" after "what colour is the cup" asks for the colour of the chair.
        whole: the last turn that was said whole: after "no, seven" that is still "wake me at six"
        """
        for pattern in self._follow:
            if whole and whole.said and (match := pattern.fullmatch(text)):
                return self._instead(whole.text.lower().strip(" ?.!"), whole.foremost, match["thing"])
        if topic:
            for pronoun in self._pronouns:
                text = re.sub(rf"\b(is|are|find|was) {re.escape(pronoun)}(?!\w)", rf"\g<1> the {topic.thing}", text, count=1)
        return text

    def _instead(self, before: str, old: str, new: str) -> str:
        """ "other one" after a cup is the other cup; "that one" is that cup."""
        if new in self._pronouns:
            article = f"(?:\\b(?:{'|'.join(self._articles)}) )?"
            return re.sub(article + re.escape(old), f"{new.split()[0]} {old}", before, count=1)
        return before.replace(old, f"{new.split()[0]} {old}" if new in self._other else new, 1)

    def _one_article(self, text: str) -> str:
        """ "my the cup" is what a replaced word may leave."""
        either = "|".join(self._articles)
        return re.sub(rf"\b(?:{either}) (?=(?:{either}) )", "", text) if either else text

    def _named(self, text: str, subject: Moment | None) -> str:
        """ "pause it" after a turn about the tea timer, "what is on it" after one about a list, "the gym one" after one about alarms."""
        if not subject or not subject.chosen or subject.chosen.skill not in self._names:
            return text
        slots = {name: _spoken(value) for name, value in subject.chosen.slots.items()}
        name = next((name.format(**slots) for name in self._names[subject.chosen.skill] if _fits(name, slots)), "")
        for words, meant, at_end in ((self._holding, self._holders.get(subject.skill, name), "$"), (self._verbs, name, "(?!)")):
            before, pronouns = ("|".join(map(re.escape, some)) for some in (words, self._pronouns))
            if meant and before:
                own = rf"(^(?:[\w']+ ){{0,{LEADING}}}(?:{before})) (?:{pronouns})(?!\w)|(\b(?:{before})) (?:{pronouns}){at_end}"
                text = re.sub(own, rf"\g<1>\g<2> {meant}", text, count=1)
        for pattern, meant in self._ones.get(subject.skill, {}).items():
            text = re.sub(pattern, meant, text, count=1)
        return text


def _texts(value: Any) -> list[str]:
    """Of several things in one slot."""
    return [one for one in value if isinstance(one, str)] if isinstance(value, (list, tuple)) else []


def _spoken(value: Any) -> str:
    return " and ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def _fits(name: str, slots: Mapping[str, str]) -> bool:
    return all(slots.get(slot) for slot in re.findall(r"{(\w+)}", name))


def _alike(left: str, right: str) -> int:
    """Words in common: a duration is put in place of a duration."""
    return len(set(left.split()) & set(right.split()))
