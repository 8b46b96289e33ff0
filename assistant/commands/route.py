"""`owlish route`: who takes which sentence."""

from __future__ import annotations

import sys
from typing import Any

from assistant.commands.batch import Row, answer_lines
from assistant.commands.output import emit, table
from assistant.config import Config
from assistant.errors import BadInput
from assistant.routing.registry import Registry, load_registry
from assistant.routing.router import Router, Routing


def route(config: Config, sentence: str | None, batch: str | None, as_json: bool) -> int:
    if (sentence is None) == (batch is None):
        raise BadInput('Give one sentence, for example: owlish route "set a timer for ten minutes"; or --batch FILE.')
    router = Router(registry_of(config), config.routing.language)
    if batch is not None:
        return answer_lines(batch, ("text",), lambda row: routed(row["text"], router.route(row["text"])))
    assert sentence is not None
    routing = router.route(sentence)
    if as_json:
        emit({**routed(sentence, routing), "candidates": [candidate(one) for one in routing.candidates]})
    else:
        show(routing)
    return 0


def routed(text: str, routing: Routing) -> Row:
    chosen = routing.chosen
    if chosen is None:
        return {"text": text, "skill": None, "intent": None, "slots": {}, "confidence": 0.0}
    return {"text": text, **candidate(chosen), "confidence": round(chosen.score, 4)}


def candidate(one: Any) -> dict[str, Any]:
    return {"skill": one.skill, "intent": one.intent, "slots": dict(one.slots), "confidence": round(one.score, 4), "method": one.method}


def show(routing: Routing) -> None:
    chosen = routing.chosen
    print(f"{chosen.skill}.{chosen.intent} takes it." if chosen else "No skill is sure enough; the fallback answers.")
    if routing.candidates:
        rows = ((f"{one.skill}.{one.intent}", f"{one.score:.2f}", one.method, slots(one.slots)) for one in routing.candidates)
        table(("candidate", "score", "method", "slots"), rows)


def slots(found: Any) -> str:
    return ", ".join(f"{name} = {value}" for name, value in found.items())


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
    registry = load_registry(config.routing.language, config=config)
    for failure in registry.failures:
        print(failure.sentence, file=sys.stderr)
    return registry
