"""The skills that come with Owlish. Their words are read, and what they mean is learnt, once for all tests of a process."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from assistant.config import Config, Section
from assistant.routing.registry import Loaded, Registry, load_registry
from assistant.routing.router import Router
from assistant.routing.templates import Wording
from assistant.skill import Skill

_routers: dict[tuple[Wording, ...], Router] = {}


def skills() -> Registry:
    """Skills of their own: what one remembers, no other test gets to know."""
    return Registry([replace(one, skill=_anew(one)) for one in _installed().loaded])


def router(registry: Registry | None = None) -> Router:
    """Those with the same words share one: it decides by words alone, and remembers nothing."""
    registry = registry or _installed()
    words = tuple(one.wording for one in registry.loaded)
    return _routers.get(words) or _routers.setdefault(words, Router(registry))


@lru_cache(maxsize=1)
def _installed() -> Registry:
    return load_registry()


def _anew(one: Loaded) -> Skill:
    skill = type(one.skill)()
    if isinstance(settings := getattr(Config(), skill.name, None), Section):
        skill.configure(settings.model_dump())
    return skill
