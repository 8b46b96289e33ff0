"""The words of one skill: hassil templates, example sentences, and sentences that it must never take.

    [intents.start]
    templates = ["(set|start) [a] [{name}] timer for {duration}"]      # hassil's syntax; {slot} takes any words
    examples = ["set a tea timer for five minutes"]
    free = true                                                        # may also be chosen by likeness to an example: needs no slot
    [slots]
    duration = "duration"                                              # words (the default), duration or number
    [never]
    words = ["weather"]                                                # a sentence with one of these is not for this skill

A score depends on the sentence and this skill alone, so installing another skill never changes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from hassil import Intents, recognize_all
from hassil.recognize import RecognizeResult

from assistant.events import Candidate
from assistant.phrases import DEFAULT_LANGUAGE
from assistant.routing.normal import normal
from assistant.routing.slots import parse
from assistant.skill import Skill

LEAST_TEMPLATE = 0.7
"""Score of a template whose every word was taken by a slot; 1.0 when every word is the template's own."""
TYPED = 0.5
"""A word in a slot that could be read as a duration or a number counts half as the template's own."""
LONGEST_SLOT = 7
"""Words; a slot that swallows more has taken a sentence for a thing."""
LONGER = {"when": 14, "timed": 40, "text": 40} | dict.fromkeys(("items", "goods", "options", "arithmetic", "numbers", "quantity"), 40)
"""The same for kinds that have more to say."""
SIMILAR = 0.9
"""A sentence like an example is never as sure as a template."""


class Wording:
    def __init__(self, skill: Skill, language: str) -> None:
        """Raises ValueError for templates that cannot be parsed."""
        self.skill = skill.name
        self._language = language if skill.phrases.native else DEFAULT_LANGUAGE
        intents = skill.phrases.section("intents")
        self._kinds: dict[str, str] = dict(skill.phrases.section("slots"))
        self._never = frozenset(skill.phrases.section("never").get("words", ()))
        self.examples = {intent: tuple(words.get("examples", ())) for intent, words in intents.items()}
        free = [
            intent for intent, words in intents.items() if words.get("free") or not any("{" in text for text in words.get("templates", ()))
        ]
        self._examples = [(intent, self._bag(normal(text, self._language))) for intent in free for text in self.examples[intent]]
        self._intents = self._compile(intents, skill.phrases.section("lists"))

    def _compile(self, intents: object, lists: object) -> Intents:
        assert isinstance(intents, dict) and isinstance(lists, dict)
        templates = {intent: words.get("templates", []) for intent, words in intents.items()}
        names = {name for texts in templates.values() for text in texts for name in re.findall(r"{(\w+)}", text)}
        wild = {name: {"wildcard": True} for name in names if name not in lists}
        fixed = {name: {"values": values} for name, values in lists.items()}
        data = {intent: {"data": [{"sentences": texts}]} for intent, texts in templates.items() if texts}
        compiled = Intents.from_dict({"language": self._language, "intents": data, "lists": {**wild, **fixed}})
        list(recognize_all("x", compiled))  # templates are parsed lazily: a mistake shall show now
        return compiled

    def candidates(self, text: str) -> Iterator[Candidate]:
        """text: normal form. At most one candidate an intent and method."""
        if not text or self._forbidden(text):
            return
        best: dict[str, Candidate] = {}
        for result in recognize_all(text, self._intents):
            candidate = self._candidate(text, result)
            if candidate and candidate.score > best.get(candidate.intent, NOTHING).score:
                best[candidate.intent] = candidate
        yield from best.values()
        if not best and (similar := self._similar(text)):
            yield similar

    def _forbidden(self, text: str) -> bool:
        return any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) for word in self._never)

    def _candidate(self, text: str, result: RecognizeResult) -> Candidate | None:
        found = {name: str(entity.value).strip() for name, entity in result.entities.items()}
        longest = {name: LONGER.get(self._kinds.get(name, ""), LONGEST_SLOT) for name in found}
        if any(len(value.split()) > longest[name] or not value for name, value in found.items()):
            return None
        if self._language != "zh" and not all(_whole(entity.text.strip(), text) for entity in result.entities.values()):
            return None
        slots = parse(self._kinds, found, self._language)
        if slots is None:
            return None
        taken = sum(len(value) * (TYPED if name in self._kinds else 1.0) for name, value in found.items())
        own = max(0.0, 1.0 - taken / len(text))
        return Candidate(self.skill, result.intent.name, round(LEAST_TEMPLATE + (1 - LEAST_TEMPLATE) * own, 4), "template", slots)

    def _similar(self, text: str) -> Candidate | None:
        """The nearest example by shared words (Dice), the words that carry little weighing little."""
        words = self._bag(text)
        scored = [(_dice(words, example), intent) for intent, example in self._examples]
        score, intent = max(scored, default=(0.0, ""))
        return Candidate(self.skill, intent, round(SIMILAR * score, 4), "similar") if score > 0.3 else None

    def _bag(self, text: str) -> dict[str, float]:
        tokens = re.findall(r"\w", text) if self._language == "zh" else re.findall(r"[\w']+", text)
        return {token: WEAK if token in WEAK_WORDS else 1.0 for token in tokens}


def _whole(words: str, text: str) -> bool:
    """Not a piece of a word: "lond" of "london tomorrow", whose other piece a template read as "on tomorrow"."""
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text) is not None


def _dice(left: dict[str, float], right: dict[str, float]) -> float:
    shared = sum(weight for word, weight in left.items() if word in right)
    return 2 * shared / ((sum(left.values()) + sum(right.values())) or 1.0)


NOTHING = Candidate("", "", 0.0, "")
WEAK = 0.25
WEAK_WORDS = frozenset(
    "a an the is are of to for in on at it i you me my do does did what that this have has be been there some any".split()
)
