"""What each skill is lent: a home under its permissions, with eyes for the moment of the words, or for the present in the background."""

from __future__ import annotations

import anyio

from assistant.consent import Holder
from assistant.held import HeldHome
from assistant.home import Doors, TurnHome
from assistant.parts import Parts
from assistant.pending import Board
from assistant.perception.moments import Moments, moments
from assistant.seeing import BackgroundSight, TurnSight
from assistant.skill import Skill


class Lender:
    def __init__(self, parts: Parts, doors: Doors) -> None:
        self._parts, self._doors = parts, doors
        self._outside = parts.session.network()
        self.board = Board(parts.bus)

    def home(self, skill: Skill, sight: TurnSight, purpose: str = "background", turn: int = 0) -> HeldHome:
        """What the skill is lent, under its permissions."""
        storage = self.board.watched(skill.name, self._parts.storage(skill))
        lent = TurnHome(sight, storage, self._doors, self._parts.wall, self._outside)
        return HeldHome(lent, Holder.of(self._parts.registry.loaded_as(skill.name)), self._parts.consent, purpose, turn)

    def sight(self, text: str, onset: float, end: float, number: int = 0) -> TurnSight:
        """Eyes for the moment that the words point at."""
        return TurnSight(self._parts.eyes, moments(text, onset, end), number, self._parts.bus)

    def background_sight(self) -> TurnSight:
        now = anyio.current_time()
        return BackgroundSight(
            self._parts.eyes, Moments(now, now, now), 0, self._parts.bus, every=self._parts.config.camera.background_every
        )
