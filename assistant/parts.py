"""What the assistant is made of. assistant.build puts it together; assistant.life and assistant.pipeline work with it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.bus import Bus
from assistant.config import Config
from assistant.consent import Consent
from assistant.hearing import Ears
from assistant.memory.turns import Turns
from assistant.phrases import Phrases
from assistant.routing.registry import Registry
from assistant.routing.router import Router
from assistant.seeing import Eyes
from assistant.senses.microphone import Microphone
from assistant.session.session import Session
from assistant.skill import Skill, Storage
from assistant.speech.voice import Mouth
from assistant.understanding.dialogue.dialogue import Dialogue
from models.keeper import FREE, Keeper


@dataclass
class Parts:
    """All that the assistant is made of; assistant.build puts them together."""

    config: Config
    bus: Bus
    phrases: Phrases
    registry: Registry
    router: Router
    dialogue: Dialogue
    turns: Turns
    consent: Consent
    storage: Callable[[Skill], Storage]
    make_ears: Callable[..., Ears]
    eyes: Eyes
    mouth: Mouth
    open_microphone: Callable[[], Microphone] | None
    wall: Callable[[], float] = time.time
    ends_with_sound: bool = False
    """The microphone is a file, and nobody stays to type: stop when it has been answered."""
    typed: bool = True
    """Lines that are typed are read."""
    notices: tuple[str, ...] = ()
    """What a person should know before it begins: a missing device, a voice that is not there."""
    facts: Callable[[], Mapping[str, Any]] = dict
    """What `home.report` tells beside the senses: `models` by what they do, and the execution `provider` that really runs."""
    session: Session = field(default_factory=Session)
    keeper: Keeper = FREE
    """Lets go the models that nobody has asked for."""
    told: Callable[[], Sequence[str]] = tuple
    """What the models have to say since it was last asked."""
    close: Callable[[], None] = lambda: None
    """Closes the database, when all has ended."""
