"""Several wishes in one breath, parted at a comma or an "and" where each half is surely a wish; and one that is corrected in the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import islice
from typing import Any

from assistant.routing.decision import LEAVE, Routing, of_one_intent
from assistant.routing.judge import Judge
from assistant.routing.normal import normal, plain, words_of
from assistant.routing.twice import at_two_times, done

MOST_PLACES = 6
"""Between two wishes in one breath, that are tried."""
VERB = 2
"""Signs of a verb, or of the name of a thing, where nothing stands between words."""


class Wishes:
    def __init__(self, judge: Judge) -> None:
        self._judge = judge

    def amended(self, said: str, language: str, context: Mapping[str, Any]) -> str:
        """ "Set a timer for five minutes no ten" as it was meant; empty where nothing is corrected."""
        words = said.split() if "amend" in context else []
        for at in range(1, len(words)):
            if with_value := context["amend"](" ".join(words[at:])):
                first = self._decided(" ".join(words[:at]), language)
                amended = with_value(first.text, first.chosen) if first.chosen and first.by_template else first.text
                if amended != first.text and self._decided(amended, language).by_template:
                    return amended
        return ""

    def parts(self, text: str, language: str, whole: Routing | None = None) -> tuple[str, ...]:
        """
        text:  as it was said, for its commas part wishes too
        whole: what is decided about all of it, where that is known
        Empty where it is one wish.
        """
        places = list(_between_wishes(language).finditer(text))
        if not places:
            return ()
        whole = whole or self._decided(text, language)
        if whole.strict:
            return ()
        taken = whole.chosen is not None and whole.chosen.method == "template"
        for place in places[:MOST_PLACES]:
            before, after = text[: place.start()], text[place.end() :]
            first, rest = plain(before, language), plain(after, language)
            leads = normal(after, language) == normal(text, language)  # "hey jarvis, set a timer"
            if leads or not self._is_wish(first, language, strict=False):
                continue
            if more := self.parts(after, language):
                if self._says_more_of_it(_with_verb(first, more[0], language), more[0], language):
                    continue
                return (first, *more)
            strict = (taken and not self._swallowed(first, whole, language)) or self._decided(first, language).chosen == LEAVE
            second = _with_verb(first, rest, language)
            others = self.parts(second, language) or (second,)
            one_verb = all(self._same_intent(first, one, language) and self._is_wish(one, language, strict=strict) for one in others)
            own = self._is_wish(rest, language, strict=strict) or (not strict and self._is_another(first, rest, language))
            bare = _names_only(rest, language)
            if own and not (one_verb and (bare or self._says_more_of_it(second, rest, language))):
                return *(self.parts(before, language) or (first,)), rest
            if place[0].strip() != "," and (both := self._at_two_times(first, rest, language)):
                return both
            if one_verb:
                return first, *others
            if not taken and self._decided(first, language).by_template and _acts(rest, language):
                return first, rest  # of which the second may be for nobody, who then says so
        return ()

    def _at_two_times(self, first: str, rest: str, language: str) -> tuple[str, ...]:
        """ "Remind me to call mum at five and dad at six"; empty where not each has a time of its own."""
        chosen = self._decided(first, language).chosen
        both = at_two_times(first, rest, chosen.slots, language) if chosen else ()
        decided = [self._decided(wish, language) for wish in both]
        return both if all(of_one_intent(one.chosen, chosen) and done(one.slots) and not one.question for one in decided) else ()

    def _swallowed(self, first: str, whole: Routing, language: str) -> bool:
        """Whether the first wish has a slot more by itself: as "remind me to call mum at six and add milk to the list" it has no time."""
        one, other = self._decided(first, language).chosen, whole.chosen
        return one is not None and other is not None and of_one_intent(one, other) and one.slots.keys() > other.slots.keys()

    def _same_intent(self, first: str, second: str, language: str) -> bool:
        """ "Cancel the timer and all alarms", "add milk to one list and bread to another": both have one verb."""
        one, other = (self._decided(text, language).chosen for text in (first, second))
        return one is not None and other is not None and one.intent.partition("_")[0] == other.intent.partition("_")[0]

    def _is_another(self, first: str, rest: str, language: str) -> bool:
        """Whether a template of the same skill takes it: "and one for the peas for five minutes"."""
        one, other = (self._decided(text, language).chosen for text in (first, rest))
        alike = one is not None and other is not None and one.skill == other.skill
        return alike and other is not None and other.method == "template" and not other.missing

    def _says_more_of_it(self, second: str, rest: str, language: str) -> bool:
        """Whether a template has it with the verb of the first, and none without: "bread to the party list"."""
        together, alone = (self._decided(text, language) for text in (second, rest))
        return together.by_template and not alone.by_template

    def _is_wish(self, text: str, language: str, strict: bool) -> bool:
        """strict: because the whole sentence is a wish too, as "remind me to sit down and what is on the list" may be."""
        routing = self._decided(text, language)
        return routing.sure and not routing.question and len(words_of(language).parts(text)) > 1 and (not strict or routing.strict)

    def _decided(self, text: str, language: str) -> Routing:
        return self._judge.decide(normal(text, language), language)


@lru_cache(maxsize=8)
def _between_wishes(language: str) -> re.Pattern[str]:
    phrases = words_of(language)
    joins = sorted(phrases.section("words").get("joins", ()), key=len, reverse=True)
    either = "|".join(map(re.escape, joins)) or "(?!)"
    return re.compile(rf"(?:,\s+|\s)(?:{either})\s|,\s+" if phrases.space else rf"(?:{either})+", re.IGNORECASE)


def halves(text: str, language: str) -> Iterator[tuple[str, str]]:
    """What stands before and after each place at which a wish may end and another begin."""
    for place in islice(_between_wishes(language).finditer(text), MOST_PLACES):
        yield text[: place.start()], text[place.end() :]


def _acts(text: str, language: str) -> bool:
    """Whether it asks for something to be done, whoever can: "call mum"."""
    first, *more = normal(text, language).split() or [""]
    return bool(more) and first in words_of(language).section("words").get("acts", ())


def _with_verb(first: str, rest: str, language: str) -> str:
    """ "The alarm" with what "cancel the timer" begins with."""
    verb, space = normal(first, language), words_of(language).space
    return f"{verb.split()[0]} {rest}" if space else f"{verb[:VERB]}{rest}"


def _names_only(text: str, language: str) -> bool:
    """Whether it begins as a thing does that something is done to: "the timers" of "cancel the alarm and the timers"."""
    phrases = words_of(language)
    return text.startswith(tuple(f"{word} " for word in phrases.section("words")["articles"])) if phrases.space else len(text) <= VERB
