"""`owlish route` and `owlish skills lint`: who takes which sentence, and what is wrong with their words."""

from __future__ import annotations

import sys
from typing import Any

from assistant.commands.batch import Row, answer_lines
from assistant.commands.database import holders_of
from assistant.commands.output import emit, table
from assistant.config import Config
from assistant.errors import BadInput
from assistant.routing.calibration import calibration
from assistant.routing.decision import Routing
from assistant.routing.lint import findings
from assistant.routing.registry import Registry, load_registry
from assistant.routing.router import Router

NOBODY: Row = {"skill": None, "intent": None, "slots": {}, "confidence": 0.0}


def route(config: Config, sentence: str | None, batch: str | None, as_json: bool) -> int:
    if (sentence is None) == (batch is None):
        raise BadInput('Give one sentence, for example: owlish route "set a timer for ten minutes"; or --batch FILE.')
    registry = registry_of(config)
    router = Router(registry, config.routing.language)
    if batch is not None:
        return answer_lines(batch, ("text",), lambda row: routed(row["text"], router.route(row["text"])))
    assert sentence is not None
    routing = router.route(sentence)
    if as_json:
        emit({**routed(sentence, routing), "candidates": [candidate(one) for one in routing.candidates]})
    else:
        show(routing, registry.rest.name)
        if router.trouble:
            print(f"Templates alone decided: {router.trouble}", file=sys.stderr)
    return 0


def routed(text: str, routing: Routing) -> Row:
    """`question` is there where something is asked back; what is only asked about is no one's yet."""
    chosen = routing.chosen
    row = {**candidate(chosen), "confidence": round(chosen.score, 4)} if chosen else NOBODY
    return {"text": text, **row, **({"question": routing.question} if routing.question else {})}


def candidate(one: Any) -> dict[str, Any]:
    return {"skill": one.skill, "intent": one.intent, "slots": dict(one.slots), "confidence": round(one.score, 4), "method": one.method}


def show(routing: Routing, rest: str) -> None:
    print(verdict(routing, rest))
    if routing.candidates:
        rows = (
            (f"{one.skill}.{one.intent}", f"{one.score:.2f}", one.method, slots(one.slots), one.near if one.method == "meaning" else "")
            for one in routing.candidates
        )
        table(("candidate", "probability", "method", "slots", "nearest sentence"), rows)
    limits = calibration()
    print(f"A skill acts from {limits.act:.2f}; from {limits.ask:.2f} the assistant asks whether it was meant. Compared: “{routing.text}”.")


def verdict(routing: Routing, rest: str) -> str:
    chosen = routing.chosen or routing.doubt
    if chosen is None:
        return f"No skill is sure enough; the {rest} answers."
    name = f"{chosen.skill}.{chosen.intent}"
    if routing.chosen is None:
        return f"{name} may be meant; the assistant asks: {routing.question}"
    if routing.question:
        return f"{name} takes it, and asks for {chosen.missing}: {routing.question}"
    return f"{name} takes it."


def slots(found: Any) -> str:
    return ", ".join(f"{name} = {value}" for name, value in found.items())


def lint(config: Config, skill: str, as_json: bool) -> int:
    """1 when there is a finding."""
    registry = load_registry(config.routing.language, holders=holders_of)
    names = {one.skill.name for one in registry.loaded} | {failure.skill for failure in registry.failures}
    if skill and skill not in names:
        raise BadInput(f"Skill '{skill}' is not installed; there are {', '.join(sorted(names))}.")
    router = Router(registry, config.routing.language)
    if router.trouble:
        raise BadInput(router.trouble)  # templates alone would find what is none: most wordings are taken by their meaning
    found = findings(registry, router, skill)
    for sentence in found:
        emit({"finding": sentence}) if as_json else print(sentence)
    if not found and not as_json:
        print(f"Nothing to find in the words of {skill or f'{len(registry.loaded)} skills'}.")
    return 1 if found else 0


def described(one: Any) -> dict[str, Any]:
    """`from` is the distribution that brought the skill."""
    return {
        "skill": one.skill.name,
        "intents": {name: list(texts) for name, texts in one.wording.examples.items()},
        "from": one.distribution,
    }


def samples(row: dict[str, Any]) -> list[str]:
    """The first example of each intent."""
    return [texts[0] for texts in row["intents"].values() if texts]


def registry_of(config: Config) -> Registry:
    """Skills that failed to load are told on stderr; the others are there."""
    registry = load_registry(config.routing.language, config=config, holders=holders_of)
    for failure in registry.failures:
        print(failure.sentence, file=sys.stderr)
    return registry
