"""What is wrong with the words of the skills, each finding one line with a remedy: `owlish skills lint`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from itertools import islice

from hassil import recognize_all
from hassil.sample import sample_sentence

from assistant.events import Candidate
from assistant.routing.decision import Routing
from assistant.routing.grammar import SLOT, Grammar
from assistant.routing.lint_names import misnamed
from assistant.routing.normal import normal
from assistant.routing.registry import FALLBACK, Registry
from assistant.routing.router import Router
from assistant.routing.templates import SECTIONS, STRICT, Wording

SIDE_BY_SIDE = re.compile(r"}[\s\[]*{")
TABLES = (*SECTIONS, "phrases", "ask", "meant")
KEYS = ("templates", "examples", "asked_back")
"""What an intent may have."""
ALIKE = 0.85
"""How near a name must be to another to be taken for it, 0 to 1."""
EXPANDED = 64
"""Sentences of a template that are tried; one that matches is enough."""


def findings(registry: Registry, router: Router, only: str = "") -> list[str]:
    """only: the name of a skill, of which what it takes from others is told too; all of them when empty"""
    found = [failure.sentence for failure in registry.failures if only in ("", failure.skill)]
    for named in (one for one in registry.loaded if only in ("", one.skill.name)):
        found += misnamed(named.wording, named.skill.phrases)
    wordings = [one.wording for one in registry.loaded if one.skill.name != FALLBACK]
    for one in wordings:
        if only in ("", one.skill):
            found += [*_tables(one), *_examples(one, router), *_wordings(one, router), *_templates(one)]
    for thief in (one for one in wordings if one.skill == only):
        for robbed in (one for one in wordings if one.skill != only):
            found += _taken(thief, robbed, router)
    return found


def _taken(thief: Wording, robbed: Wording, router: Router) -> Iterator[str]:
    """What is another's and goes to the thief, or could as well. Only the few sentences that one of its templates fits are routed."""
    for intent, texts in robbed.examples.items():
        name = f"{robbed.skill}.{intent}"
        for text in (text for text in texts if _fits(thief, text, robbed.language)):
            routing = router.route(text, hasty=True)
            if routing.chosen is not None and routing.chosen.skill == thief.skill:
                yield from _went(name, text, routing)
            yield from _collides(name, text, routing, thief.skill)
    for intent, texts in robbed.wordings.items():
        for text in (text for text in texts if _fits(thief, text, robbed.language)):
            chosen = router.route(text, hasty=True).chosen
            if chosen is not None and chosen.skill == thief.skill:
                yield _stolen(f"{robbed.skill}.{intent}", text, chosen)


def _fits(wording: Wording, text: str, language: str) -> bool:
    return bool(wording.matches(normal(text, language)))


def _tables(wording: Wording) -> Iterator[str]:
    """A file without sentences, and names in it that nobody reads; tables of a skill's own only where they are nearly called as another."""
    if not wording.tables:
        why = f"{wording.file} is empty; write" if wording.has_file else f"there is no {wording.file} beside its module; write one, with"
        yield f"{wording.skill} has no sentences: {why} [intents.NAME] in it."
    for table in wording.tables:
        if table not in TABLES and (near := get_close_matches(table, TABLES, 1, ALIKE)):
            yield f"{wording.skill}: nobody reads [{table}]; did you mean [{near[0]}]?"
    for intent, words in wording.tables.get("intents", {}).items():
        for key in (key for key in words if key not in KEYS):
            nearest = get_close_matches(key, KEYS, 1)
            remedy = f"did you mean {nearest[0]}?" if nearest else f"there are {', '.join(KEYS)}."
            yield f"{wording.skill}.{intent}: nobody reads '{key}'; {remedy}"


def _examples(wording: Wording, router: Router) -> Iterator[str]:
    """Intents without examples, examples that go elsewhere, and those that another skill's template takes as well."""
    for intent, texts in wording.examples.items():
        if intent in wording.asked_back:  # which nobody says outright
            continue
        name = f"{wording.skill}.{intent}"
        if not texts:
            yield f'{name} has no examples; add some, for they are shown to people and teach the router: examples = ["..."].'
        for text in texts:
            routing = router.route(text, hasty=True)
            yield from _went(name, text, routing)
            yield from _collides(name, text, routing)


def _went(name: str, text: str, routing: Routing) -> Iterator[str]:
    chosen = routing.chosen
    if chosen is None:
        why = f"it is {routing.candidates[0].score:.0%} sure at best" if routing.candidates else "no template fits"
        yield f"{name}: nobody takes the example “{text}” ({why}); give the intent a template for it."
    elif f"{chosen.skill}.{chosen.intent}" != name:
        whose = "stolen by" if not name.startswith(f"{chosen.skill}.") else "taken by its neighbour"
        other = f"{chosen.skill}.{chosen.intent}"
        yield f"{name}: the example “{text}” is {whose} {other} ({chosen.score:.2f}, {chosen.method}); make one of the two more definite."


def _collides(name: str, text: str, routing: Routing, only: str = "") -> Iterator[str]:
    """only: a skill; any other when empty"""
    skill = name.partition(".")[0]
    own = next((one.score for one in routing.candidates if f"{one.skill}.{one.intent}" == name and one.score > STRICT), None)
    for other in routing.candidates:
        if own is not None and other.skill not in (skill, FALLBACK) and only in ("", other.skill) and other.score > STRICT:
            yield f"{name} collides with {other.skill}.{other.intent}: both have a template for “{text}”; take it out of one of them."


def _wordings(wording: Wording, router: Router) -> Iterator[str]:
    for intent, texts in wording.wordings.items():
        if intent not in wording.examples:
            yield f"{wording.skill}: [wordings] names the intent '{intent}', which does not exist; there are {', '.join(wording.examples)}."
            continue
        for text in texts:
            chosen = router.route(text, hasty=True).chosen
            if chosen is not None and chosen.skill != wording.skill:
                yield _stolen(f"{wording.skill}.{intent}", text, chosen)


def _stolen(name: str, text: str, chosen: Candidate) -> str:
    other = f"{chosen.skill}.{chosen.intent}"
    return f"{name}: the wording “{text}” is stolen by {other} ({chosen.score:.2f}); make one more definite."


def _templates(wording: Wording) -> Iterator[str]:
    """Sentences are compared in normal form: lower case, no punctuation, no fillers, "what is" for "what's"."""
    for intent, templates in wording.grammar.templates.items():
        for template in templates:
            if dead := _dead(wording, intent, template):
                yield f"{wording.skill}.{intent}: the template “{template}” can never match, {dead}."


def _dead(wording: Wording, intent: str, template: str) -> str:
    """Why no sentence can match; empty where one does."""
    samples = _samples(wording.grammar, intent, template)
    compiled = wording.grammar.compiled({intent: (template,)})
    matching = False
    for wish in (normal(sample, wording.language) for sample in samples):
        if next(iter(recognize_all(wish, compiled)), None) is not None:
            if not wording.forbidden(wish):
                return ""
            matching = True
    if not matching and SIDE_BY_SIDE.search(template):
        return "for nothing tells where the first of two slots that stand side by side ends; put a word between them"
    if not matching:
        return f"for “{samples[0]}” is compared as “{normal(samples[0], wording.language)}”; write it in that form"
    return "for each of its sentences has one of the skill's [never] words; take the word out of one of the two"


def _samples(grammar: Grammar, intent: str, template: str) -> list[str]:
    """Some sentences of the template, with stand-ins for its slots."""
    plain = SLOT.sub(lambda slot: grammar.stand_in(slot[1]), template)
    (data,) = grammar.compiled({intent: (plain,)}).intents[intent].data
    texts = islice((text for sentence in data.sentences for text in sample_sentence(sentence)), EXPANDED)
    return [" ".join(text.split()) for text in texts]
