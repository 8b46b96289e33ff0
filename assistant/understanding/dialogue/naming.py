""" "Pause it" after a turn about the tea timer, "what is on it" after one about a list, "the gym one" after one about alarms."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from assistant.events import Candidate
from assistant.phrases import Phrases
from assistant.understanding.dialogue.measures import Measures
from assistant.understanding.dialogue.moment import NEVER, Moment

LEADING = 2
"""Words that may stand before what is done with "it": "and then cancel it". Further in, "it" is in somebody's own text."""


class Naming:
    def __init__(self, phrases: Phrases, measures: Measures) -> None:
        words = phrases.section("follow_up")
        self._pronouns, self._verbs, self._holding = (tuple(words.get(kind, ())) for kind in ("pronouns", "verbs", "holding"))
        self._names: Mapping[str, list[str]] = phrases.section("names")
        self._articles = tuple(words.get("articles", ()))
        self._stops = (*self._verbs, *words.get("stops", ()))
        self._holders: Mapping[str, str] = phrases.section("holders")
        self._ones: Mapping[str, Mapping[str, str]] = phrases.section("ones")
        self._anew = phrases.section("anew")
        self._takes_back, self._cancels = (re.compile("|".join(words.get(kind, ("$^",)))) for kind in ("takes_back", "cancels"))
        self._bare_cancel = re.compile(words.get("bare_cancel", NEVER.pattern))
        self._beside = re.compile(rf"\b(?:{'|'.join(words.get('beside', (NEVER.pattern,)))}) ")
        self._measures = measures

    def names(self, skill: str) -> bool:
        """Whether anything is named after a turn with that skill."""
        return skill in self._names or skill in self._anew

    def taken_back(self, text: str, last: Moment, act: Moment | None) -> str:
        """
        act: the last that can be taken back
        What takes back what the last turn did, for "stop it" and the like, or before it, where that only told of a picture; the text itself
        where nothing can be, or all else is said.
        """
        if act and last.looked and self._cancels.fullmatch(text):
            return act.reply.undo
        return last.reply.undo if last.reply.undo and self._takes_back.fullmatch(text) else text

    def named(self, text: str, subject: Moment, last: Moment) -> str:
        """text: given back where nothing in it is named by the subject, nor does a bare "cancel" name what was before a look"""
        if not subject.chosen or (last.looked and self._bare_cancel.fullmatch(text)):
            return text
        if re.fullmatch(self._anew.get(subject.intent, self._anew.get(subject.skill, "$^")), text):
            return subject.text
        if subject.skill not in self._names:
            return text
        text = self.of_its_kind(text, subject)
        name = self._name(text, subject.chosen)
        return self._in_short(self._with_names(text, subject.skill, name), name, subject.chosen)

    def of_its_kind(self, text: str, subject: Moment) -> str:
        """ "The pizza one" after a turn about timers is the pizza timer."""
        for pattern, meant in self._ones.get(subject.skill, {}).items():
            text = re.sub(pattern, meant, text, count=1)
        return text

    def _name(self, text: str, chosen: Candidate) -> str:
        """What "it" is: the first whose slots are there. One measure in a sentence is enough."""
        spoken = {name: _spoken(value) for name, value in chosen.slots.items()}
        known = self._names.get(f"{chosen.skill}.{chosen.intent}", self._names[chosen.skill])
        names = (name.format(**spoken) for name in known if _fits(name, spoken))
        return next((name for name in names if not (self._measures.within(text) and self._measures.within(name))), "")

    def _in_short(self, text: str, name: str, chosen: Candidate) -> str:
        """ "Stop the toast" is the toast timer that was spoken of."""
        verbs, articles = ("|".join(some) for some in (self._stops, self._articles))
        short = re.fullmatch(rf"(?P<verb>{verbs}) (?:{articles}) (?P<name>.+)", text)
        return f"{short['verb']} {name}" if short and short["name"] == chosen.slots.get("name") else text

    def _with_names(self, text: str, skill: str, name: str) -> str:
        for words, meant, at_end in ((self._holding, self._holders.get(skill, name), "$"), (self._verbs, name, NEVER.pattern)):
            before, pronouns = ("|".join(map(re.escape, some)) for some in (words, self._pronouns))
            if meant and before and not (words is self._holding and self._beside.search(text)):
                own = rf"(^(?:[\w']+ ){{0,{LEADING}}}(?:{before})) (?:{pronouns})(?!\w)|(\b(?:{before})) (?:{pronouns}){at_end}"
                text = re.sub(own, rf"\g<1>\g<2> {meant}", text, count=1)
        return text


def _spoken(value: Any) -> str:
    return " and ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def _fits(name: str, slots: Mapping[str, str]) -> bool:
    return all(slots.get(slot) for slot in re.findall(r"{(\w+)}", name))
