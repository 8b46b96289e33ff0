"""What a reply leads on to: the sentence that takes it back, and the one that an answer completes. Where a skill has no words for
its own sentence, nobody would say so: something else would answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from assistant.routing.answers import plain_words
from assistant.routing.grammar import NONSENSE, Grammar
from assistant.routing.leaning import ANSWER, Leaning, with_answer
from assistant.routing.registry import Registry
from assistant.skill import Reply

SYNTAX = re.compile(r"[()\[\]|{}]")
"""What stands between the words of a template."""


class Lost(NamedTuple):
    """What is wrong with the two, a sentence for who wrote the skill; empty where it is taken, or there is none."""

    undo: str = ""
    follow_up: str = ""


class Sequels:
    def __init__(self, registry: Registry, leaning: Leaning) -> None:
        self._registry, self._leaning = registry, leaning

    def lost(self, skill: str, reply: Reply, language: str) -> Lost:
        return Lost(self._undo(skill, reply.undo, language), self._follow_up(skill, reply.follow_up, language))

    def _undo(self, skill: str, undo: str, language: str) -> str:
        if not undo or self._leaning.undoing((undo, skill), language):
            return ""
        return f"Skill '{skill}' gave the undo “{undo}”, which none of its intents takes; give one a template for it."

    def _follow_up(self, skill: str, follow_up: str, language: str) -> str:
        if not follow_up or self._leads_on(skill, follow_up, language):
            return ""
        gave = f"Skill '{skill}' gave the follow_up “{follow_up}”"
        if ANSWER not in follow_up:
            return f"{gave} without {ANSWER}; write that where the answer belongs."
        return f"{gave}, which none of its intents takes, whatever the answer is; give one a template for it."

    def _leads_on(self, skill: str, follow_up: str, language: str) -> bool:
        grammar = self._registry.loaded_as(skill).wording.grammar
        fitting = (grammar.fits(with_answer(follow_up.lower(), answer)) for answer in _answers(grammar, language))
        return ANSWER in follow_up and (any(fitting) or self._leaning.completes(follow_up, NONSENSE, language, skill))


def _answers(grammar: Grammar, language: str) -> Iterator[str]:
    """Yes, no, what any slot takes, and the words that a template may have in that place."""
    yield from (*plain_words(language), NONSENSE)
    templates = (text for texts in grammar.templates.values() for text in texts)
    yield from dict.fromkeys(words.strip() for text in templates for words in SYNTAX.split(text) if words.strip())
