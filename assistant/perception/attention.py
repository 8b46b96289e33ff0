"""Whether somebody may be listened to now. A pure machine: time is an argument, no sound is read.

    off ◄──turn──► at rest ──wake word, reply, key──► active ──time over, key up, utterance over──► at rest

At rest an open microphone is active; one that waits for a word or a key is armed.
"""

from __future__ import annotations

from assistant.config import Microphone
from assistant.events import Privacy


class Attention:
    def __init__(self, config: Microphone) -> None:
        self._mode = config.mode
        self._awake_until = 0.0
        self.turn(config.start != "off")

    def turn(self, on: bool) -> None:
        self._key_down = False
        self.privacy: Privacy = self._at_rest if on else "off"

    @property
    def _at_rest(self) -> Privacy:
        return "active" if self._mode == "open" else "armed"

    def wake(self, until: float) -> None:
        """No wake word is needed until then."""
        if self._mode == "wake" and self.privacy != "off":
            self._awake_until, self.privacy = until, "active"

    def press(self, down: bool) -> None:
        if self._mode != "open" and self.privacy != "off":
            self._key_down = down
            if down:
                self.privacy = "active"

    def utterance_over(self) -> None:
        """As if the key went up."""
        self._key_down = False

    def may_rest(self, now: float, busy: bool) -> bool:
        """busy: somebody speaks, the person or the assistant; where only the key counts, one that goes up ends that"""
        if self._mode == "open" or self._key_down:
            return False
        return self._mode == "push" or (now > self._awake_until and not busy)

    def rest(self) -> None:
        self.privacy = self._at_rest
