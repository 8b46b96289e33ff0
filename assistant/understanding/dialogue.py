"""What a conversation remembers: what "it" is, what was said last, what a short follow-up leans on. Pure; time is an argument."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
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
MOST_ACTS = 8
"""That can be taken back one after the other."""


class Dialogue:
    def __init__(self, phrases: Phrases, memory: float) -> None:
        """phrases: the topic `dialogue`; memory: seconds after which a turn is forgotten."""
        words = phrases.section("follow_up")
        self._follow, self._correct = ([re.compile(pattern) for pattern in words.get(kind, ())] for kind in ("patterns", "corrections"))
        self._pronouns, self._verbs, self._other = (tuple(words.get(kind, ())) for kind in ("pronouns", "verbs", "other"))
        kinds = ("leads", "measures", "units", "days")
        self._leads, self._measures, self._units, self._days = (frozenset(words.get(kind, ())) for kind in kinds)
        self._articles, self._holding = tuple(words.get("articles", ())), tuple(words.get("holding", ()))
        self._names: Mapping[str, list[str]] = phrases.section("names")
        self._holders: Mapping[str, str] = phrases.section("holders")
        self._ones: Mapping[str, Mapping[str, str]] = phrases.section("ones")
        self._anew, self._further = phrases.section("anew"), phrases.section("further")
        self._memory = memory
        self._last: Moment | None = None
        self._topic: Moment | None = None
        self._subject: Moment | None = None
        self._whole: Moment | None = None
        self._acts: tuple[Moment, ...] = ()

    def remember(self, text: str, chosen: Candidate | None, reply: Reply, time: float, doubt: Candidate | None = None) -> None:
        """
        text:  completed, as it was routed. Silence is no reply to repeat, and a turn about no thing changes no subject.
        doubt: what the reply asked about, where it asked whether that was meant
        """
        moment = Moment(text, chosen, reply, time, doubt)
        before, named, after = self._last.reply.follow_up.partition("{answer}") if self._last else ("", "", "")
        answers = bool(named and not before and after) and text.endswith(after)  # "yes make a list with paint" was not said so
        self._last = moment if reply.text else self._last
        self._topic = moment if moment.thing else self._topic
        if moment.said or (chosen and chosen.skill in (*self._names, *self._anew)) or self._further_of(moment):
            corrects = self._subject is not None and self._subject.skill == moment.skill and self._corrects(text.lower())
            self._whole = self._whole if corrects or answers else moment
            self._subject = moment
        if self._acts and text == self._acts[-1].reply.undo:  # what the same sentence would take back is done by that
            self._acts = tuple(act for act in self._acts if act.reply.undo != text)
            self._acts = self._acts or ((moment,) if reply.undo else ())
        elif reply.undo:
            self._acts = (*self._acts, moment)[-MOST_ACTS:]

    def context(self, now: float) -> Mapping[str, Any]:
        """
        `last_reply` for repeating; `asked`, the sentence that a bare answer to it completes, and `asked_by`, whose question it was;
        `doubt`, the words and the candidate that were asked about; `undo` and `undo_last`, a sentence and whose it is: what takes back the
        last act that can be taken back, and the last turn; `thing` that was spoken of; `complete`, `correct` and `named`, which make a
        whole sentence of a follow-up, a correction and a wish about "it", and give back what is none; `amend`, which knows
        what to do with a correction in the same breath.
        """
        moments = (self._last, self._topic, self._subject, self._whole, self._acts[-1] if self._acts else None)
        last, topic, subject, whole, act = (moment if moment and now - moment.time <= self._memory else None for moment in moments)
        found: dict[str, Any] = {"amend": self._amended}
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

    def _further_of(self, moment: Moment | None) -> str:
        return self._further.get(f"{moment.chosen.skill}.{moment.chosen.intent}", "") if moment and moment.chosen else ""

    def _corrects(self, text: str) -> bool:
        return any(pattern.fullmatch(text) for pattern in self._correct)

    def _corrected(self, text: str, last: Moment) -> str:
        """ "no, ten minutes" after "set a timer for five minutes": the sentence with the new value in place of the nearest old one."""
        if value := self._new_value(text):
            old = min(last.said, key=lambda said: (*self._distance(last, said, value), last.said.index(said)))
            return self._replaced(last, old, value)
        return text

    def _amended(self, correction: str) -> Callable[[str, Candidate], str] | None:
        """
        "Set a timer for five minutes" and "no, ten" in one breath: what makes one sentence of that wish and the correction, or leaves the
        wish as it is where nothing of it surely is what is corrected. None where the words are no correction.
        """
        value = self._new_value(correction)
        return (lambda text, chosen: self._with_value(Moment(text, chosen, Reply(""), 0.0), value)) if value else None

    def _with_value(self, wish: Moment, value: str) -> str:
        fitting = [said for said in wish.said if self._fitting(wish, said, value)]
        return self._replaced(wish, min(fitting, key=lambda said: self._distance(wish, said, value)), value) if fitting else wish.text

    def _new_value(self, text: str) -> str:
        """Of a correction; empty where the words are none."""
        return next((match["value"] for pattern in self._correct if (match := pattern.fullmatch(text))), "")

    def _distance(self, moment: Moment, said: str, value: str) -> tuple[int, bool]:
        return -_alike(self._with_next(moment, said), value), self._measured(said) != self._measured(value)

    def _fitting(self, moment: Moment, said: str, value: str) -> bool:
        """Surely of one kind: a time and a time, one list and another list."""
        return (self._measured(said) and self._only_measures(value)) or _alike(self._with_next(moment, said), value) > 0

    def _with_next(self, moment: Moment, said: str) -> str:
        """With the word that follows it: "shopping list"."""
        following = re.findall(rf"{re.escape(said)} (\w+)", moment.text.lower())[:1]
        return " ".join([said, *(word for word in following if word not in self._leads)])

    def _replaced(self, moment: Moment, old: str, value: str) -> str:
        before = moment.text.lower()
        new = self._without_end(before, old, self._in_its_place(old, value))
        return self._one_article(before.replace(old, new, 1))

    def _without_end(self, before: str, old: str, new: str) -> str:
        """ "The to do list" in place of "shopping" in "the shopping list" is "the to do"."""
        rest, words = before.partition(old)[2].split(), new.split()
        while len(words) > 1 and rest[:1] == words[-1:]:
            rest, words = rest[1:], words[:-1]
        return " ".join(words)

    def _in_its_place(self, old: str, value: str) -> str:
        """ "Nine" for "every day at eight" is every day at nine, "ten" for "five minutes" ten minutes, "two" for "butter" two butter."""
        words, new = old.split(), value.split()
        if self._measured(old) and self._only_a_day(new) and set(words) - self._days - self._leads - self._units:
            leads, days = ("|".join(sorted(some)) for some in (self._leads, self._days))
            return " ".join([*re.sub(rf"\b(?:(?:{leads}) )?(?:{days})\b", "", old).split(), value])
        if new[0] in self._leads or not self._measured(old):
            return f"{value} {old}" if all(map(self._measured, new)) else value
        lead = max((at + 1 for at, word in enumerate(words) if word in self._leads), default=0)
        last = max(at + 1 for at, word in enumerate(words) if self._measured(word))
        return " ".join([*words[:lead], *new, *(words[last:] if all(map(self._measured, new)) else ())])

    def _only_a_day(self, words: Sequence[str]) -> bool:
        """ "Friday", "every weekday": the time stays as it was."""
        return not self._days.isdisjoint(words) and set(words) <= self._days | self._leads | self._units

    def _measured(self, text: str) -> bool:
        """Whether it is a number or a time."""
        return any(word in self._measures or word[:1].isdecimal() for word in text.split())

    def _only_measures(self, text: str) -> bool:
        """Whether it is that and nothing else."""
        return self._measured(text) and all(self._measured(word) or word in self._leads or word in self._units for word in text.split())

    def _complete(self, text: str, whole: Moment | None, topic: Moment | None) -> str:
        """
        text:  normal form. "and the chair" after "what colour is the cup" asks for the colour of the chair.
        whole: the last turn that was said whole: after "no, seven" that is still "wake me at six"
        """
        for pattern in self._follow:
            if whole and whole.said and (match := pattern.fullmatch(text)) and (old := self._takes_place_of(whole, match["thing"])):
                return self._instead(whole.text.lower().strip(" ?.!"), old, match["thing"])
            if (further := self._further_of(whole)) and (match := pattern.fullmatch(text)) and not self._has_article(match):
                return further.replace("{thing}", match["thing"])
        if topic:
            for pronoun in self._pronouns:
                text = re.sub(rf"\b(is|are|find|was) {re.escape(pronoun)}(?!\w)", rf"\g<1> the {topic.thing}", text, count=1)
        return text

    def _has_article(self, match: re.Match[str]) -> bool:
        """ "And the date" is another question, "and tomorrow" the same of another day."""
        return match.string[: match.start("thing")].split()[-1:] in ([article] for article in self._articles)

    def _takes_place_of(self, whole: Moment, new: str) -> str:
        """What was said foremost; a time that of a time. Empty where a time comes with what is none, and both would have to change."""
        times = [said for said in whole.said if self._measured(said)]
        if self._measured(whole.foremost) == self._measured(new) or not times:
            return whole.foremost
        return times[0] if self._only_measures(new) else "" if self._measured(new) else whole.foremost

    def _instead(self, before: str, old: str, new: str) -> str:
        """ "other one" after a cup is the other cup; "that one" is that cup."""
        if new in self._pronouns:
            article = f"(?:\\b(?:{'|'.join(self._articles)}) )?"
            return re.sub(article + re.escape(old), f"{new.split()[0]} {old}", before, count=1)
        return before.replace(old, f"{new.split()[0]} {old}" if new in self._other else self._without_end(before, old, new), 1)

    def _one_article(self, text: str) -> str:
        """ "my the cup" is what a replaced word may leave."""
        either = "|".join(self._articles)
        return re.sub(rf"\b(?:{either}) (?=(?:{either}) )", "", text) if either else text

    def _named(self, text: str, subject: Moment | None) -> str:
        """ "pause it" after a turn about the tea timer, "what is on it" after one about a list, "the gym one" after one about alarms."""
        if not subject or not subject.chosen:
            return text
        if re.fullmatch(self._anew.get(subject.skill, "$^"), text):
            return subject.text
        if subject.skill not in self._names:
            return text
        slots = {name: _spoken(value) for name, value in subject.chosen.slots.items()}
        known = self._names.get(f"{subject.skill}.{subject.chosen.intent}", self._names[subject.skill])
        names = (name.format(**slots) for name in known if _fits(name, slots))
        name = next((name for name in names if not (self._measured(text) and self._measured(name))), "")  # one measure is enough
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
