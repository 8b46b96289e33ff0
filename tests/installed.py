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


def skills(language: str = "en") -> Registry:
    """Skills of their own: what one remembers, no other test gets to know."""
    return Registry([replace(one, skill=_anew(one, language)) for one in _installed(language).loaded])


def router(registry: Registry | None = None, language: str = "en") -> Router:
    """Those with the same words share one: it decides by words alone, and remembers nothing."""
    registry = registry or _installed(language)
    words = tuple(one.wording for one in registry.loaded)
    return _routers.get(words) or _routers.setdefault(words, Router(registry, language))


@lru_cache(maxsize=3)
def _installed(language: str) -> Registry:
    return load_registry(language)


def _anew(one: Loaded, language: str) -> Skill:
    skill = type(one.skill)(language)
    if isinstance(settings := getattr(Config(), skill.name, None), Section):
        skill.configure(settings.model_dump())
    return skill
