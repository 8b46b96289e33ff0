"""Which skill takes a sentence, and how sure that is. Deterministic; every candidate is kept, so that `owlish why` can show it.

Sure enough, the skill acts; less sure, the person is asked whether it was meant; below that the sentence passes to the skill that takes
what nobody takes. Where a needed slot is missing, it is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from assistant.events import Candidate
from assistant.routing.answers import begins_with_answer, is_yes, plain_answer
from assistant.routing.calibration import calibration
from assistant.routing.drawing import sentences
from assistant.routing.meaning import Learned, Meaning, Near, Sensed, open_meaning
from assistant.routing.normal import DENIED, EXCEPTED, LONGEST, moods, normal, plain, sounding, words_of
from assistant.routing.registry import FALLBACK, Loaded, Registry
from assistant.routing.templates import STRICT
from assistant.routing.twice import at_two_times, done
from models.choice import logger
from models.errors import ModelError, OutOfMemory
from models.keeper import FREE, Keeper
from models.plan import SENTENCE

SHOWN = 8
"""Candidates kept."""
SIGHTED = 0.97
"""Probability of being about the picture, from which a sentence that no skill takes is asked of it."""
LOOK = ("look", "ask")
"""Skill and intent of questions about the picture."""
UNDO = ("control", "undo")
"""Skill and intent of the wish to take back what was done last."""
LEAVE = Candidate("control", "leave", 1.0, "mood")
"""What a wish becomes that is denied: "don't cancel the timer"."""
SURE = 0.9
"""Score from which each half of a sentence is a wish of its own."""
FEW = 2
"""Words; what is that short may have lost its sense with its fillers."""
NEARER = 0.2
"""How much nearer a sentence must be with words that sound alike, to have been said with those."""
VERB = 2
"""Signs of a verb, or of the name of a thing, where nothing stands between words."""
MOST_PLACES = 6
"""Between two wishes in one breath, that are tried."""
MOST_OTHERS = 3
"""Sentences that a follow-up may mean, beside the likeliest."""


@dataclass(frozen=True)
class Routing:
    text: str
    """What was routed, in normal form, completed from the last turn where it leaned on it."""
    chosen: Candidate | None
    candidates: tuple[Candidate, ...]
    """Best first."""
    doubt: Candidate | None = None
    """The best, where it is sure enough to ask whether it was meant, and not to act."""
    question: str = ""
    """What to ask instead of acting: whether it was meant, or for what is missing."""
    follow_up: str = ""
    """The sentence that a bare answer to the question completes."""


class Router:
    def __init__(
        self,
        registry: Registry,
        language: str = "en",
        needs_picture: Callable[[str], float] | None = None,
        meaning: Meaning | None = None,
        keeper: Keeper = FREE,
    ) -> None:
        """
        needs_picture: how surely words are about what the camera sees; asked only about English, which the fusion was taught
        meaning:       that of this machine's prepared encoder when None; where it lacks one, templates alone decide
        """
        self._registry, self._language, self._needs_picture = registry, language, needs_picture
        self._meaning, self.trouble = (meaning, "") if meaning else _meaning_of_this_machine(keeper)
        self._learned = {one.skill.name: self._learn(one) for one in registry.loaded}
        self._ahead: tuple[tuple[str, str], Routing] | None = None
        if self._meaning is not None:
            self._meaning.forget_inverse()

    def _learn(self, one: Loaded) -> Learned | None:
        if self._meaning is None or one.wording.language != "en":
            return None
        words, unlike = (
            sentences(self._meaning.vectors, name, one.wording.made_of, draw)
            for name, draw in ((one.skill.name, lambda: one.wording.sentences), (f"not {one.skill.name}", lambda: one.wording.unlike))
        )
        return self._meaning.learn(one.skill.name, (*words, *unlike)) if words else None

    # ---- one wish

    def route(self, text: str, language: str | None = None, context: Mapping[str, Any] | None = None) -> Routing:
        """context: what dialogue remembers; `complete(text)` of it turns "and the blue one" into whole sentences."""
        language, context = language or self._language, context or {}
        wish = normal(text, language)
        if context.get("doubt") and (answered := self._answered(wish, language, *context["doubt"])):
            return answered
        if answered := self._yes_or_no(wish, language, context):
            return answered
        routing = self._from_wishes(wish, language) or self._route(wish, language)
        said = normal(text, language, joined=True)
        named = self._with(context, "named", said, language)  # "cancel it" is a sentence, and the tea timer is meant
        undoes = routing.chosen is not None and (routing.chosen.skill, routing.chosen.intent) == UNDO
        if undoes and (_strict(routing) or not named) and (undone := self._undoing(context.get("undo"), language)):
            return undone
        if len(wish.split()) <= FEW and (whole := plain(text, language)) != wish and _strict(politeness := self._route(whole, language)):
            return politeness  # "thank you so much", of which little is left without its fillers
        if named and not (_strict(routing) and _otherwise(named, routing)):
            answer = None if _belongs(named, context["asked_by"]) else self._asked(wish, language, context, routing)
            routing = answer if answer and _by_template(answer) else named  # "double it" after a sum is not the eggs before it
        elif not _strict(routing):
            leaning = self._asked(wish, language, context, routing) or self._corrected(text, context, language)
            if leaning is None or not _by_template(leaning):
                going_on = self._completing(context, said, language, leaning or routing, said != wish)
                leaning = going_on if leaning is None or _by_template(going_on) else leaning
            routing = leaning
        return self._seen(routing) if routing.chosen is None and language == "en" else routing

    def _answered(self, wish: str, language: str, text: str, doubt: Candidate) -> Routing | None:
        """The answer to "did you mean": yes does it, no passes it on; anything else is a wish of its own."""
        answer = plain_answer(wish, language)
        if not answer:
            return None
        meant = is_yes(answer, language)
        return self._outcome(text, (replace(doubt, score=STRICT),), language) if meant else Routing(text, None, (doubt,))

    def _yes_or_no(self, wish: str, language: str, context: Mapping[str, Any]) -> Routing | None:
        """What begins with "yes" or "no" belongs to whoever asked for that, also where others understand it: as it was said, or plainly."""
        if not context.get("asked", "").startswith("{answer}"):
            return None
        plainly = plain_answer(wish, language)
        said = (wish, plainly) if plainly else (wish,) if begins_with_answer(wish, language) else ()
        return next(filter(None, (self._completed(answer, language, context) for answer in dict.fromkeys(said))), None)

    def _asked(self, wish: str, language: str, context: Mapping[str, Any], bare: Routing) -> Routing | None:
        """The question of the last reply, completed by the bare answer to it, unless that is a wish by itself."""
        chosen = bare.chosen
        own = chosen is not None and (chosen.method in ("template", LEAVE.method) or _more_than_values(chosen, wish))
        if not context.get("asked") or begins_with_answer(wish, language) or (own and not bare.question):
            return None
        return self._completed(wish, language, context)

    def _completed(self, wish: str, language: str, context: Mapping[str, Any]) -> Routing | None:
        for pattern, name in words_of(language).section("naming").items():
            wish = re.sub(pattern, name, wish)
        asker = context.get("asked_by", "")
        whole = self._route(_with_answer(context["asked"].lower(), wish), language, asker)
        if not (_holds(whole) and _belongs(whole, asker)):
            return None
        if _by_template(whole):
            return whole
        bare = self._route(normal(_with_answer(context["asked"].lower(), ""), language), language, asker)
        return whole if _slots(whole) != _slots(bare) else None  # where the answer adds nothing, it answers nothing

    def _undoing(self, undo: tuple[str, str] | None, language: str) -> Routing | None:
        """undo: what takes something back, and whose sentence that is"""
        sentence, skill = undo or ("", "")
        routing = self._route(normal(sentence, language), language, skill) if sentence else None
        return routing if routing and _belongs(routing, skill) else None

    def _completing(self, context: Mapping[str, Any], said: str, language: str, bare: Routing, joined: bool) -> Routing:
        """A follow-up with the last turn's words, unless a sentence of its own was only joined to those: "and also remind me to pay"."""
        if joined and _by_template(bare):
            return bare
        first, *others = context["complete"](said) or (said,) if "complete" in context else (said,)
        likely = self._whole(first, said, language)
        others_taken = (self._whole(other, said, language) for other in others[:MOST_OTHERS])
        return likely or next((other for other in others_taken if other and _by_template(other)), bare)

    def _with(self, context: Mapping[str, Any], make: str, said: str, language: str) -> Routing | None:
        """What it becomes with the last turn's words: a name for "it", a correction, a follow-up."""
        return self._whole(context[make](said) if make in context else said, said, language)

    def _corrected(self, text: str, context: Mapping[str, Any], language: str) -> Routing | None:
        """Also by what else means nothing: "sorry, six"."""
        forms = dict.fromkeys((normal(text, language, joined=True), plain(text, language)))
        return next(filter(None, (self._with(context, "correct", form, language) for form in forms)), None)

    def _whole(self, whole: str, said: str, language: str) -> Routing | None:
        """None where it is no more than was said, or nothing that anybody would say."""
        routing = self._route(normal(whole, language), language) if whole != said else None
        return routing if routing and _holds(routing) else None

    def _from_wishes(self, wish: str, language: str) -> Routing | None:
        """What `wishes` found of the same words just before."""
        (words, routing), self._ahead = self._ahead or ((), None), None
        return routing if words == (wish, language) else None

    def _route(self, wish: str, language: str, made_by: str = "") -> Routing:
        """
        made_by: the skill that put the sentence together, as the answer to its question
        What is denied is left, and what is only asked about passes, where whoever takes it did not hear that.
        """
        routing = self._weighed(wish, language, made_by)
        for mood, pattern in moods(language):
            if not _strict(routing) and (match := pattern.fullmatch(wish)) and self._unheard(routing, mood, match, language):
                candidates = (LEAVE, *routing.candidates) if mood == DENIED else routing.candidates
                return Routing(wish, LEAVE if mood == DENIED else None, candidates)
        return routing

    def _unheard(self, routing: Routing, mood: str, match: re.Match[str], language: str) -> bool:
        """Whether the same intent would take what is left without the mood, or surely another of its skill, and there is no sentence like
        this one that is put so itself. What is excepted was heard where it is in a slot: "remind me to buy everything but milk"."""
        best, rest = routing.chosen or routing.doubt, match.groupdict().get("wish")
        if best is None or match.re.fullmatch(normal(best.near, language)):
            return False
        bare = self._weighed(rest, language) if rest else routing
        other = bare.chosen or bare.doubt
        if mood == EXCEPTED:
            return _of_one_intent(other, best) and not any(match["but"] in str(value) for value in _slots(routing).values())
        return _of_one_intent(other, best) or (best.method == "meaning" and _by_template(bare) and _belongs(bare, best.skill))

    def _weighed(self, wish: str, language: str, made_by: str = "") -> Routing:
        sounds = sounding(wish, language)
        sensed, resensed = self._sensed(wish), self._sensed(sounds) if sounds != wish else None
        found: list[Candidate] = []
        for one in self._registry.loaded:
            near = self._near(one, sensed)
            candidates = list(one.wording.candidates(wish, near, made=one.skill.name == made_by))
            if resensed and near and (better := self._near(one, resensed)) and better.score > near.score + NEARER:
                candidates = max(candidates, list(one.wording.candidates(sounds, better)), key=_best)
            found += candidates
        found.sort(key=lambda candidate: (-candidate.score, candidate.skill, candidate.intent))
        return self._outcome(wish, tuple(found[:SHOWN]), language)

    def _sensed(self, wish: str) -> Sensed | None:
        """None where templates alone decide."""
        if self._meaning is None or not wish:
            return None
        try:
            return self._meaning.sense(wish)
        except OutOfMemory as error:
            logger.warning("%s Until then wishes are understood by their templates alone.", error)
            return None

    def _near(self, one: Loaded, sensed: Sensed | None) -> Near | None:
        learned = self._learned[one.skill.name]
        return learned.near(sensed) if learned and sensed else None

    def _outcome(self, wish: str, candidates: tuple[Candidate, ...], language: str) -> Routing:
        best = _complete(next((one for one in candidates if one.skill != FALLBACK), None), candidates)
        if best is None or best.score < calibration().ask:
            return Routing(wish, None, candidates)
        if best.score < calibration().act:
            return Routing(wish, None, candidates, best, self._meant(best, language), "{answer}")
        question = self._missing(best, language) if best.missing else ""
        return Routing(wish, best, candidates, question=question, follow_up=f"{wish} {{answer}}" if question else "")

    def _seen(self, routing: Routing) -> Routing:
        """
        Asks the eyes where nobody else understands. Their words must make that likely too, if not sure: the fusion has learned of
        pictures, and of little else that people talk about.
        """
        if self._needs_picture is None or not any(one.skill.name == LOOK[0] for one in self._registry.loaded):
            return routing
        candidate = Candidate(*LOOK, round(self._needs_picture(routing.text), 3), "fusion")
        candidates = (*routing.candidates, candidate)[-SHOWN:]
        likely = any(one.skill == candidate.skill and one.score >= calibration().ask for one in routing.candidates)
        sighted = likely and candidate.score >= SIGHTED
        return Routing(routing.text, candidate, candidates) if sighted else replace(routing, candidates=candidates)

    # ---- questions

    def _wording(self, candidate: Candidate):
        return next(one.wording for one in self._registry.loaded if one.skill.name == candidate.skill)

    def _meant(self, doubt: Candidate, language: str) -> str:
        """In the skill's own words for it, or by the intent's example, which says it whole where no slot is needed."""
        wording, phrases = self._wording(doubt), words_of(language)
        if own := wording.doubt(doubt.intent):
            return own
        example = next(iter(wording.examples.get(doubt.intent, ())), doubt.skill)
        return phrases.say("did_you_mean" if () in wording.grammar.needs(doubt.intent) else "did_you_mean_like", example=example)

    def _missing(self, chosen: Candidate, language: str) -> str:
        wording = self._wording(chosen)
        example = next(iter(wording.examples.get(chosen.intent, ())), chosen.skill)
        return wording.question(chosen.missing) or words_of(language).say("missing", example=example)

    # ---- several wishes in one breath

    def wishes(self, text: str, language: str | None = None, context: Mapping[str, Any] | None = None) -> tuple[str, ...]:
        """The sentence, or its parts where each is surely a wish; a correction comes after what takes back the last turn."""
        language, context = language or self._language, context or {}
        wish, said = normal(text, language), normal(text, language, joined=True)
        whole = self._route(wish, language)
        self._ahead = ((wish, language), whole)
        corrected = self._corrected(text, context, language)
        if _strict(whole) and not (corrected and _elsewhere(whole, corrected, context)):  # a skill has words of its own for it
            return (text,)
        if leaning := self._leaning(text, language, context, corrected):
            return leaning
        if corrected and (anew := self._parts(corrected.text, language) or ((corrected.text,) if _is_said(corrected) else ())):
            undone = self._undoing(context["undo_corrected"](said), language) if context["replaces"](corrected.text) else None
            return (*([undone.text] if undone else []), *anew)
        if amended := self._amended(said, language, context):
            return (amended,)
        return self._parts(text[:LONGEST], language, whole) or (text,)

    def _leaning(self, text: str, language: str, context: Mapping[str, Any], corrected: Routing | None) -> tuple[str, ...]:
        """A correction, and a wish by itself or one that leans on it: "make it ten and call it pasta"; empty where it is none."""
        if corrected is not None and _strict(corrected):
            return ()
        for place in list(_between_wishes(language).finditer(text))[:MOST_PLACES]:
            before, after = text[: place.start()], text[place.end() :]
            leaning = self._with(context, "named", normal(after, language, joined=True), language)
            other = leaning or self._route(normal(after, language), language)
            if _by_template(other) and self._corrected(before, context, language):
                return *self.wishes(before, language, context), after
        return ()

    def _amended(self, said: str, language: str, context: Mapping[str, Any]) -> str:
        """ "Set a timer for five minutes no ten" as it was meant; empty where nothing is corrected."""
        words = said.split() if "amend" in context else []
        for at in range(1, len(words)):
            if with_value := context["amend"](" ".join(words[at:])):
                first = self._route(normal(" ".join(words[:at]), language), language)
                amended = with_value(first.text, first.chosen) if first.chosen and _by_template(first) else first.text
                if amended != first.text and _by_template(self._route(normal(amended, language), language)):
                    return amended
        return ""

    def _parts(self, text: str, language: str, whole: Routing | None = None) -> tuple[str, ...]:
        """text: as it was said, for its commas part wishes too"""
        places = list(_between_wishes(language).finditer(text))
        if not places:
            return ()
        whole = whole or self._route(normal(text, language), language)
        if _strict(whole):
            return ()
        taken = whole.chosen is not None and whole.chosen.method == "template"
        for place in places[:MOST_PLACES]:
            before, after = text[: place.start()], text[place.end() :]
            first, rest = plain(before, language), plain(after, language)
            leads = normal(after, language) == normal(text, language)  # "hey jarvis, set a timer"
            if leads or not self._is_wish(first, language, strict=False):
                continue
            if more := self._parts(after, language):
                if self._says_more_of_it(_with_verb(first, more[0], language), more[0], language):
                    continue
                return (first, *more)
            strict = (taken and not self._swallowed(first, whole, language)) or self._route(
                normal(first, language), language
            ).chosen == LEAVE
            second = _with_verb(first, rest, language)
            others = self._parts(second, language) or (second,)
            one_verb = all(self._same_intent(first, one, language) and self._is_wish(one, language, strict=strict) for one in others)
            own = self._is_wish(rest, language, strict=strict) or (not strict and self._is_another(first, rest, language))
            bare = _names_only(rest, language)
            if own and not (one_verb and (bare or self._says_more_of_it(second, rest, language))):
                return *(self._parts(before, language) or (first,)), rest
            if place[0].strip() != "," and (both := self._at_two_times(first, rest, language)):
                return both
            if one_verb:
                return first, *others
            if not taken and _by_template(self._route(normal(first, language), language)) and _acts(rest, language):
                return first, rest  # of which the second may be for nobody, who then says so
        return ()

    def _at_two_times(self, first: str, rest: str, language: str) -> tuple[str, ...]:
        """ "Remind me to call mum at five and dad at six"; empty where not each has a time of its own."""
        chosen = self._route(normal(first, language), language).chosen
        both = at_two_times(first, rest, chosen.slots, language) if chosen else ()
        routed = [self._route(normal(wish, language), language) for wish in both]
        return both if all(_of_one_intent(one.chosen, chosen) and done(_slots(one)) and not one.question for one in routed) else ()

    def _swallowed(self, first: str, whole: Routing, language: str) -> bool:
        """Whether the first wish has a slot more by itself: as "remind me to call mum at six and add milk to the list" it has no time."""
        one, other = self._route(normal(first, language), language).chosen, whole.chosen
        return one is not None and other is not None and _of_one_intent(one, other) and one.slots.keys() > other.slots.keys()

    def _same_intent(self, first: str, second: str, language: str) -> bool:
        """ "Cancel the timer and all alarms", "add milk to one list and bread to another": both have one verb."""
        one, other = (self._route(normal(text, language), language).chosen for text in (first, second))
        return one is not None and other is not None and one.intent.partition("_")[0] == other.intent.partition("_")[0]

    def _is_another(self, first: str, rest: str, language: str) -> bool:
        """Whether a template of the same skill takes it: "and one for the peas for five minutes"."""
        one, other = (self._route(normal(text, language), language).chosen for text in (first, rest))
        alike = one is not None and other is not None and one.skill == other.skill
        return alike and other is not None and other.method == "template" and not other.missing

    def _says_more_of_it(self, second: str, rest: str, language: str) -> bool:
        """Whether a template has it with the verb of the first, and none without: "bread to the party list"."""
        together, alone = (self._route(normal(text, language), language) for text in (second, rest))
        return _by_template(together) and not _by_template(alone)

    def _is_wish(self, text: str, language: str, strict: bool) -> bool:
        """strict: because the whole sentence is a wish too, as "remind me to sit down and what is on the list" may be."""
        routing = self._route(normal(text, language), language)
        return _sure(routing) and not routing.question and len(words_of(language).parts(text)) > 1 and (not strict or _strict(routing))


@lru_cache(maxsize=8)
def _between_wishes(language: str) -> re.Pattern[str]:
    phrases = words_of(language)
    joins = sorted(phrases.section("words").get("joins", ()), key=len, reverse=True)
    either = "|".join(map(re.escape, joins)) or "(?!)"
    return re.compile(rf"(?:,\s+|\s)(?:{either})\s|,\s+" if phrases.space else rf"(?:{either})+", re.IGNORECASE)


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


def _with_answer(asked: str, answer: str) -> str:
    """ "In berlin" says the "in" of "what is the weather in {answer}" once more."""
    before, _, after = asked.partition("{answer}")
    led = before.split()[-1:]
    twice = bool(led) and answer.startswith(f"{led[0]} ")
    return f"{before}{answer.partition(' ')[2] if twice else answer}{after}"


def _slots(routing: Routing) -> Mapping[str, Any]:
    best = routing.chosen or routing.doubt
    return best.slots if best else {}


def _best(candidates: Sequence[Candidate]) -> float:
    return max((candidate.score for candidate in candidates), default=0.0)


def _complete(best: Candidate | None, candidates: Sequence[Candidate]) -> Candidate | None:
    """Who lacks something asks for it only where nobody is sure to need nothing more."""
    if best is None or not best.missing:
        return best
    return next((one for one in candidates if one.skill != FALLBACK and not one.missing and one.score >= SURE), best)


def _strict(routing: Routing) -> bool:
    return routing.chosen is not None and routing.chosen.method == "template" and routing.chosen.score > STRICT


def _sure(routing: Routing) -> bool:
    return routing.chosen is not None and routing.chosen.score >= SURE


def _is_said(routing: Routing) -> bool:
    """Whether a template takes it, were it with any words, or it surely is meant: else it is two wishes of which one was understood."""
    return _sure(routing) or (routing.chosen is not None and routing.chosen.method == "template")


def _by_template(routing: Routing) -> bool:
    return routing.chosen is not None and routing.chosen.method == "template" and routing.chosen.score >= SURE


def _belongs(routing: Routing, skill: str | None) -> bool:
    """A skill may have its own sentence said by an answer or an undo, and nobody else's."""
    return routing.chosen is not None and skill in (None, "", routing.chosen.skill)


def _otherwise(one: Routing, other: Routing) -> bool:
    """Another wish to the same skill: "remind me of it again" is none for a new reminder."""
    left, right = one.chosen, other.chosen
    return left is not None and right is not None and left.skill == right.skill and left.intent != right.intent


def _of_one_intent(one: Candidate | None, other: Candidate | None) -> bool:
    return one is not None and other is not None and (one.skill, one.intent) == (other.skill, other.intent)


def _more_than_values(chosen: Candidate, wish: str) -> bool:
    """Of what surely is a wish: whether it says more than a bare value ("five minutes")."""
    said = {word for value in chosen.slots.values() if isinstance(value, str) for word in value.split()}
    return chosen.score >= SURE and bool(chosen.slots) and len(set(wish.split()) - said) > 1


def _elsewhere(whole: Routing, corrected: Routing, context: Mapping[str, Any]) -> bool:
    """ "No, at four" is a word of alarms, and corrects the reminder that was just made."""
    last, chosen = context.get("asked_by"), corrected.chosen
    return bool(last) and chosen is not None and chosen.skill == last and chosen.method == "template" and not _belongs(whole, last)


def _holds(routing: Routing) -> bool:
    """A sentence that was put together is one that somebody would say: a template takes it, or its slots could be filled."""
    chosen = routing.chosen
    return chosen is not None and not routing.question and (chosen.method == "template" or bool(chosen.slots))


def _meaning_of_this_machine(keeper: Keeper) -> tuple[Meaning | None, str]:
    """None, and why, where there is no encoder, or no room for one."""
    if SENTENCE in keeper.plan.without:
        return None, ""
    try:
        return open_meaning(keeper), ""
    except ModelError as error:
        return None, str(error)
