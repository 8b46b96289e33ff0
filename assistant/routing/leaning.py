"""What a sentence means that leans on the last turn: an answer to its question, "cancel it", a correction, a follow-up, "undo that".

Each is put together with the words of that turn, and holds where somebody would say it so. `context` is what dialogue remembers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from assistant.events import Candidate
from assistant.routing.answers import begins_with_answer, is_yes, plain_answer
from assistant.routing.decision import LEAVE, SURE, Routing
from assistant.routing.judge import Judge
from assistant.routing.normal import normal, plain, words_of
from assistant.routing.scales import THE_HOUSE
from assistant.routing.templates import STRICT

ANSWER = "{answer}"
"""Stands for the answer in the sentence that it completes."""
MOST_OTHERS = 3
"""Sentences that a follow-up may mean, beside the likeliest."""


class Leaning:
    def __init__(self, judge: Judge) -> None:
        self._judge = judge

    # ---- answers

    def answered(self, wish: str, language: str, context: Mapping[str, Any]) -> Routing | None:
        """A "yes" or a "no" to what was asked, or a value behind one, also where others understand it."""
        if context.get("doubt") and (confirmed := self._confirmed(wish, language, *context["doubt"])):
            return confirmed
        return self._yes_or_no(wish, language, context) or self._rather(wish, language, context)

    def _confirmed(self, wish: str, language: str, text: str, doubt: Candidate) -> Routing | None:
        """The answer to "did you mean": yes does it, no passes it on; anything else is a wish of its own."""
        answer = plain_answer(wish, language)
        if not answer:
            return None
        meant = is_yes(answer, language)
        return self._judge.outcome(text, (replace(doubt, score=STRICT),), language) if meant else Routing(text, None, (doubt,))

    def _yes_or_no(self, wish: str, language: str, context: Mapping[str, Any]) -> Routing | None:
        """What begins with "yes" or "no" belongs to whoever asked for that, also where others understand it: as it was said, or plainly."""
        if not context.get("asked", "").startswith(ANSWER):
            return None
        plainly = plain_answer(wish, language)
        said = (wish, plainly) if plainly else (wish,) if begins_with_answer(wish, language) else ()
        return next(filter(None, (self._completed(answer, language, context) for answer in dict.fromkeys(said))), None)

    def _rather(self, wish: str, language: str, context: Mapping[str, Any]) -> Routing | None:
        """ "No, make it friday" says what the last reply asked for, and changes nothing that was set before."""
        value = context["value"](wish) if "value" in context and begins_with_answer(wish, language) else ""
        answer = self.asked(value, language, context, self._judge.decide(value, language)) if value and context.get("asked") else None
        return answer if answer and answer.by_template else None

    def asked(self, wish: str, language: str, context: Mapping[str, Any], bare: Routing) -> Routing | None:
        """The question of the last reply, completed by the bare answer to it, unless that is a wish by itself."""
        chosen = bare.chosen
        own = chosen is not None and (chosen.method in ("template", LEAVE.method) or _more_than_values(chosen, wish))
        if not context.get("asked") or begins_with_answer(wish, language) or (own and not bare.question):
            return None
        return self._completed(wish, language, context)

    def completes(self, asked: str, answer: str, language: str, asker: str) -> bool:
        """Whether the answer makes a sentence of it that its asker takes."""
        return self._completed(answer, language, {"asked": asked, "asked_by": asker}) is not None

    def _completed(self, wish: str, language: str, context: Mapping[str, Any]) -> Routing | None:
        for pattern, name in words_of(language).section("naming").items():
            wish = re.sub(pattern, name, wish)
        asker = context.get("asked_by", "")
        whole = self._judge.decide(with_answer(context["asked"].lower(), wish), language, asker)
        if not (whole.holds and whole.belongs_to(asker)):
            return None
        if whole.by_template:
            return whole
        bare = self._judge.decide(normal(with_answer(context["asked"].lower(), ""), language), language, asker)
        return whole if whole.slots != bare.slots else None  # where the answer adds nothing, it answers nothing

    # ---- the words of the last turn

    def completed(self, text: str, language: str, context: Mapping[str, Any], bare: Routing) -> Routing:
        """
        bare: the sentence by itself, which it is where nothing completes it
        An answer or a correction goes before a follow-up, unless no template surely takes it.
        """
        wish, said = normal(text, language), normal(text, language, joined=True)
        leaning = self.asked(wish, language, context, bare) or self.corrected(text, language, context)
        if leaning is not None and leaning.by_template:
            return leaning
        going_on = self._going_on(said, language, context, leaning or bare, said != wish)
        return going_on if leaning is None or going_on.by_template else leaning

    def _going_on(self, said: str, language: str, context: Mapping[str, Any], bare: Routing, joined: bool) -> Routing:
        """A follow-up with the last turn's words, unless a sentence of its own was only joined to those: "and also remind me to pay"."""
        if joined and bare.by_template:
            return bare
        first, *others = context["complete"](said) or (said,) if "complete" in context else (said,)
        likely = self._whole(first, said, language)
        others_taken = (self._whole(other, said, language) for other in others[:MOST_OTHERS])
        return likely or next((other for other in others_taken if other and other.by_template), bare)

    def named(self, said: str, language: str, context: Mapping[str, Any]) -> Routing | None:
        """With a name for "it": "cancel it" is a sentence, and the tea timer is meant."""
        return self._with(context, "named", said, language)

    def corrected(self, text: str, language: str, context: Mapping[str, Any]) -> Routing | None:
        """Also by what else means nothing: "sorry, six". What answers the question that was just asked corrects nothing from before it."""
        if context.get("asked") and self._answers(normal(text, language), language, context):
            return None
        forms = dict.fromkeys((normal(text, language, joined=True), plain(text, language)))
        return next(filter(None, (self._with(context, "correct", form, language) for form in forms)), None)

    def _answers(self, wish: str, language: str, context: Mapping[str, Any]) -> bool:
        answer = self._rather(wish, language, context) or self.asked(wish, language, context, self._judge.decide(wish, language))
        return answer is not None and answer.by_template

    def _with(self, context: Mapping[str, Any], make: str, said: str, language: str) -> Routing | None:
        """What it becomes with the last turn's words: a name for "it", a correction."""
        return self._whole(context[make](said) if make in context else said, said, language)

    def _whole(self, whole: str, said: str, language: str) -> Routing | None:
        """None where it is no more than was said, or nothing that anybody would say."""
        routing = self._judge.decide(normal(whole, language), language, THE_HOUSE) if whole != said else None
        return routing if routing and routing.holds else None

    def undoing(self, undo: tuple[str, str] | None, language: str) -> Routing | None:
        """undo: what takes something back, and whose sentence that is"""
        sentence, skill = undo or ("", "")
        routing = self._judge.decide(normal(sentence, language), language, skill) if sentence else None
        return routing if routing and routing.belongs_to(skill) else None


def with_answer(asked: str, answer: str) -> str:
    """ "In berlin" says the "in" of "what is the weather in {answer}" once more."""
    before, _, after = asked.partition(ANSWER)
    led = before.split()[-1:]
    twice = bool(led) and answer.startswith(f"{led[0]} ")
    return f"{before}{answer.partition(' ')[2] if twice else answer}{after}"


def _more_than_values(chosen: Candidate, wish: str) -> bool:
    """Of what surely is a wish: whether it says more than a bare value ("five minutes")."""
    said = {word for value in chosen.slots.values() if isinstance(value, str) for word in value.split()}
    return chosen.score >= SURE and bool(chosen.slots) and len(set(wish.split()) - said) > 1
