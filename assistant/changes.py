"""Settings that hold as soon as they are changed, each with what hands it to the part that rests on it. All others hold from the next
start: what they name has been opened already.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from assistant.config import Config, Keys, Listening
from assistant.config_edit import replaced
from assistant.hearing import Ears
from assistant.parts import Parts
from assistant.skill import Skill
from assistant.speech.manner import Manner


@dataclass(frozen=True)
class Running:
    """What a change may have to be handed to."""

    parts: Parts
    ears: Ears


def _to_ears(running: Running, config: Config) -> None:
    running.ears.adopt(config.listening)


def _to_eyes(running: Running, config: Config) -> None:
    running.parts.eyes.adopt(config.camera)


def _to_mouth(running: Running, config: Config) -> None:
    running.parts.mouth.manner = Manner(config.speech.rate, config.speech.volume)


def _to_skill(name: str) -> Callable[[Running, Config], None]:
    def hand_over(running: Running, config: Config) -> None:
        skills: list[Skill] = [skill for skill in running.parts.registry.skills if skill.name == name]
        for skill in skills:
            skill.configure(getattr(config, name).model_dump())

    return hand_over


def _read_each_time(running: Running, config: Config) -> None:
    """By the turn, or by the screen itself."""


AT_ONCE: Mapping[str, Callable[[Running, Config], None]] = {
    **{f"listening.{name}": _to_ears for name in Listening.model_fields if name != "wake_word"},
    "camera.stale_after": _to_eyes,
    **dict.fromkeys(("speech.rate", "speech.volume"), _to_mouth),
    "routing.skill_timeout": _read_each_time,
    **dict.fromkeys(("weather.place", "weather.units"), _to_skill("weather")),
    **dict.fromkeys(("chat.model", "chat.most_tokens", "chat.patience"), _to_skill("chat")),
    **{f"keys.{name}": _read_each_time for name in Keys.model_fields},
}


def changed(running: Running, key: str, value: Any) -> Config:
    """key: one of AT_ONCE. Returns the settings that hold from now on."""
    config = running.parts.config = replaced(running.parts.config, key, value)
    AT_ONCE[key](running, config)
    return config
