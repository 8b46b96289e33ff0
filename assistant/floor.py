"""One voice at a time: replies, announcements and sounds wait for each other."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import anyio

from assistant.errors import SenseError, VoiceError
from assistant.events import AudioChunk, Notice, SpeakingEnded, SpeakingStarted, StateChanged
from assistant.phrases import Phrases
from assistant.skill import Reply
from assistant.speech.voice import Mouth, Said

NOTHING_SAID = Said("", True, 0.0)


class Floor:
    def __init__(self, mouth: Mouth, phrases: Phrases, send: Callable[..., None]) -> None:
        """send: takes the kind of an event and its values without the time."""
        self._mouth, self._phrases, self._send = mouth, phrases, send
        self._taken = anyio.Lock()
        self._cuts = 0

    async def speak(
        self, number: int, reply: Reply, stages: dict[str, float], asked: float, more: AsyncIterator[str] | None = None
    ) -> Said:
        """more: sentences that are still coming."""

        def first_sound() -> None:
            stages["first_audio"] = anyio.current_time() - asked
            self._send(SpeakingStarted, number)

        async with self._taken:
            if self._mouth.can_speak and reply.text:
                self._send(StateChanged, "speaking")
            try:
                said = await self._mouth.say(reply.text, first_sound, more)
            except VoiceError as error:
                self._send(Notice, str(error))
                return NOTHING_SAID
            except SenseError:  # the speaker has told the person
                return NOTHING_SAID
        if self._mouth.can_speak:
            stages["tts"] = said.synthesis
        self._send(SpeakingEnded, number, said.heard, said.interrupted)
        return said

    async def play(self, sound: AudioChunk) -> bool:
        """A sound, once nobody speaks. False when it was cut off; then the sounds that wait are not wanted either."""
        cuts = self._cuts
        async with self._taken:
            if cuts != self._cuts:
                return False
            if not self._mouth.can_play:
                self._send(Notice, self._phrases.say("sound_unheard"))
                return False
            self._send(StateChanged, "speaking")
            try:
                whole = await self._mouth.play(sound)
            except SenseError:  # the speaker has told the person
                return False
            self._cuts += not whole
            return whole
