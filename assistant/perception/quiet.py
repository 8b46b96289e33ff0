"""Is there anything to judge at all? Sound no louder than the room's own noise is nobody's speech, and needs no network to say so.

The floor is the quietest level of late: it falls at once and rises slowly, so that it finds the noise between words. A pure machine.
"""

from __future__ import annotations

MARGIN_DB = 6.0
"""Above the floor; steady noise stays within 3 dB of its quietest 32 ms, speech that a person could follow does not."""
RISE_DB = 2.0
"""A second; the floor of a fan that was switched on is found in a few seconds."""
HOLD = 1.0
"""Seconds after the last louder sound in which everything is judged."""
LOWEST_DB = -90.0


class Quiet:
    def __init__(self) -> None:
        self._floor = 0.0
        self._rest = 0.0

    def feed(self, level_db: float, duration: float) -> bool:
        """level_db: RMS in dB of full scale. True when the sound and that of the last second were the room's own noise."""
        level = max(level_db, LOWEST_DB)
        self._floor = min(self._floor + RISE_DB * duration, level)
        self._rest = self._rest + duration if level < self._floor + MARGIN_DB else 0.0
        return self._rest >= HOLD

    def loud(self) -> None:
        """Somebody may be speaking, however quietly: judge for another while."""
        self._rest = 0.0
