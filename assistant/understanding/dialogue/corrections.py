""" "No, ten minutes": the sentence that is corrected, with the new value in place of the old one that is most like it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.events import Candidate
from assistant.phrases import Phrases
from assistant.skill import Reply
from assistant.understanding.dialogue.deeds import Deeds
from assistant.understanding.dialogue.measures import Measures, without_end
from assistant.understanding.dialogue.moment import Moment
from assistant.understanding.dialogue.persons import Persons
from assistant.when import When


class Corrections:
    def __init__(self, phrases: Phrases, measures: Measures, deeds: Deeds, persons: Persons) -> None:
        words = phrases.section("follow_up")
        self._patterns = [re.compile(pattern) for pattern in words.get("corrections", ())]
        self._articles = tuple(words.get("articles", ()))
        self._changes, self._moves, self._exceptions = (phrases.section(name) for name in ("changes", "moves", "exceptions"))
        self._only = tuple(words.get("only", ()))
        self._measures, self._deeds, self._persons = measures, deeds, persons

    def value(self, text: str) -> str:
        """The new one; empty where the words are no correction."""
        value = next((match["value"] for pattern in self._patterns if (match := pattern.fullmatch(text))), "")
        return value if self._measures.is_value(value) else ""

    def meant(self, text: str, moments: Sequence[Moment]) -> Moment:
        """
        moments: of which something was said, the last first
        The one that is corrected: by "make it ten" no question that no number was said in ("how long have the eggs") is, nor a change that
        was refused.
        """
        measured = self._measures.alone(self.value(text) or self._more_exactly(text))
        fitting = (one for one in moments if not measured or one.reply.undo or self._says_a_value(one))
        return next(fitting, moments[0])

    def _says_a_value(self, moment: Moment) -> bool:
        return moment.intent not in self._changes and any(map(self._measures.within, moment.said))

    def corrected(self, text: str, last: Moment) -> str:
        """
        Of the last turn, by a sentence of its own, which is given back where it corrects nothing. Who has words for it changes the time
        that was set, of which more is known than was said: "make that six" is in the afternoon, if five was.
        """
        value = self.value(text)
        if excepted := self._excepted(text, last):
            return excepted
        if self._has_change(text, last):
            value = value or self._more_exactly(text)
            old = next(filter(self._measures.spans, last.said), "")
            return self._changes[last.intent].format(value=self._measures.in_its_place(old, value) if old else value)
        if moved := self._moved(value, last):
            return moved
        if last.looked and (other := self._persons.instead(last.text.lower().strip(" ?.!"), self._bare(value))):
            return other
        if value and last.said:
            old = min(last.said, key=lambda said: (*self._distance(last, said, value), last.said.index(said)))
            return self._replaced(last, old, value)
        return text

    def _bare(self, value: str) -> str:
        """Without an article."""
        return next((value.removeprefix(f"{one} ") for one in self._articles if value.startswith(f"{one} ")), value)

    def _has_change(self, text: str, last: Moment) -> bool:
        """Whether a time is all that is said, something was set, and whoever set it has words for that."""
        return last.intent in self._changes and bool(last.reply.undo) and self._measures.alone(self.value(text) or self._more_exactly(text))

    def _excepted(self, text: str, last: Moment) -> str:
        """ "Not on friday" of what was set for every weekday; empty where nothing that comes again was set, or nothing is left out."""
        slots = last.chosen.slots if last.chosen else {}
        when, change = slots.get("when"), self._changes.get(last.intent)
        if not change or not last.reply.undo or not isinstance(when, When) or not when.repeating:
            return ""
        found = (re.sub(pattern, value, text) for pattern, value in self._exceptions.items() if re.search(pattern, text))
        return next((change.format(value=value.format(whole=slots["when_words"])) for value in found), "")

    def _moved(self, value: str, last: Moment) -> str:
        """ "No, the party list": what was put somewhere stays until it is there; empty where nothing was put, or the value is no place."""
        places = self._moves.get(last.intent, {}) if last.reply.undo else {}
        return next((re.sub(place, sentence, value) for place, sentence in places.items() if re.search(place, value)), "")

    def _more_exactly(self, text: str) -> str:
        """ "At ten", "friday", "only on weekdays": said of a time that was set, that is another; empty where it is no time."""
        time = next((text.removeprefix(only) for only in self._only if text.startswith(only)), text)
        return time if self._measures.begins(time) else ""

    def corrects(self, moment: Moment) -> bool:
        """Whether that turn was a correction."""
        return bool(self.value(moment.text.lower())) or self.is_change(moment.text)

    def is_change(self, sentence: str) -> bool:
        """Whether it changes what was done, rather than say the last sentence anew."""
        moves = (move.partition("\\")[0] for places in self._moves.values() for move in places.values())
        return sentence.startswith((*(change.partition("{")[0] for change in self._changes.values()), *moves))

    def in_one_breath(self, correction: str) -> Callable[[str, Candidate], str] | None:
        """
        "Set a timer for five minutes" and "no, ten" in one breath: what makes one sentence of that wish and the correction, or leaves the
        wish as it is where nothing of it surely is what is corrected. None where the words are no correction.
        """
        value = self.value(correction)
        return (lambda text, chosen: self._with_value(Moment(text, chosen, Reply(""), 0.0), value)) if value else None

    def _with_value(self, wish: Moment, value: str) -> str:
        fitting = [said for said in wish.said if self._fitting(wish, said, value)]
        return self._replaced(wish, min(fitting, key=lambda said: self._distance(wish, said, value)), value) if fitting else wish.text

    # ---- which of the old values

    def _distance(self, moment: Moment, said: str, value: str) -> tuple[int, bool]:
        return -_alike(self._with_next(moment, said), value), self._measures.within(said) != self._measures.within(value)

    def _fitting(self, moment: Moment, said: str, value: str) -> bool:
        """Surely of one kind: a time and a time, one list and another list."""
        return (self._measures.within(said) and self._measures.alone(value)) or _alike(self._with_next(moment, said), value) > 0

    def _with_next(self, moment: Moment, said: str) -> str:
        """With the word that follows it: "shopping list"."""
        following = re.findall(rf"{re.escape(said)} (\w+)", moment.text.lower())[:1]
        return " ".join([said, *(word for word in following if word not in self._measures.leads)])

    # ---- the new one in its place

    def _replaced(self, moment: Moment, old: str, value: str) -> str:
        before = moment.text.lower()
        first, _, rest = value.partition(" ")  # "on the party list" for "to the shopping list" is the party list
        value = rest if rest and first in self._measures.leads and not self._measures.within(value) else value
        new = without_end(before, old, self._deeds.done_to(moment, old, value) or self._measures.in_its_place(old, value))
        return self._one_article(before.replace(old, new, 1))

    def _one_article(self, text: str) -> str:
        """ "My the cup" is what a replaced word may leave."""
        either = "|".join(self._articles)
        return re.sub(rf"\b(?:{either}) (?=(?:{either}) )", "", text) if either else text


def _alike(left: str, right: str) -> int:
    """Words in common: a duration is put in place of a duration."""
    return len(set(left.split()) & set(right.split()))
