"""The life around the turns: the senses are kept open, one turn is taken at a time, and the skills work in the background."""

from __future__ import annotations

from contextlib import closing, suppress
from importlib.metadata import version
from typing import Any

import anyio

from assistant import offline
from assistant.changes import Running, changed
from assistant.config import Config
from assistant.events import AudioChunk, Notice, SkillFailed, StateChanged
from assistant.hearing import Utterance
from assistant.home import Doors
from assistant.hooks import Hooks
from assistant.lender import Lender
from assistant.opening import Senses
from assistant.parts import Parts
from assistant.paths import pictures_dir
from assistant.phrases import unruled
from assistant.pipeline import Pipeline, Wish
from assistant.skill import Reply, Skill
from assistant.turn_queue import TurnQueue
from models.errors import ModelError
from models.plan import RECOGNIZER, SIGHT, VOICE

AGAIN = 60.0
"""Seconds after which a skill whose background work has failed begins it again."""
SWEEP = 10.0
"""Seconds between two looks for models that nobody has asked for."""


class Assistant:
    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self.bus = parts.bus
        self._ears = parts.make_ears(saying=lambda: parts.mouth.saying, barged_in=self._barged_in, heard=self._heard)
        self.doors = Doors(
            announce=self.announce,
            play=self.play,
            stop=self._stop_for_skill,
            switch=self._switch_for_skill,
            skills=lambda: parts.registry.skills,
            voice=self._speak_differently,
            report=self._report,
            photos=parts.session.pictures(pictures_dir(parts.config.photos.folder)),
        )
        self._life: anyio.CancelScope | None = None
        self._over = False

    @property
    def config(self) -> Config:
        """What holds now (`change`)."""
        return self._parts.config

    async def run(self) -> None:
        """Until `shut_down`, or until the sound is over when it comes from a file."""
        with closing(self._parts):
            async with Hooks(self.config.hooks, self.bus).running():
                await self._begin_and_end()

    async def _begin_and_end(self) -> None:
        self._parts.session.begin(self.bus)
        self._lender = Lender(self._parts, self.doors)
        self._pipeline = Pipeline(self._parts, self._lender)
        self._queue = TurnQueue(self._pipeline, self._ears, self._parts.mouth, idle=lambda: self._send(StateChanged, "idle"))
        self._senses = Senses(self._parts, self._ears, self._sound_over)
        for sentence in self._parts.notices:
            self._send(Notice, sentence)
        for failure in self._parts.registry.failures:
            self._send(SkillFailed, failure.skill, failure.sentence)
        try:
            await self._live()
        finally:
            await self._parts.registry.end()
        self._send(StateChanged, "stopped")

    async def _live(self) -> None:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(self._queue.run, name="turns")
            tasks.start_soon(self._senses.look, name="camera")
            for skill in self._parts.registry.skills:
                tasks.start_soon(self._background, skill, name=f"background of {skill.name}")
            tasks.start_soon(self._senses.listen, name="microphone")
            tasks.start_soon(self._warm_up, name="warm-up")
            tasks.start_soon(self._mind_the_models, name="models")
            self._life = tasks.cancel_scope
            if self._over:
                self._life.cancel()

    async def _warm_up(self) -> None:
        """While the person is still drawing breath. What is wrong here is told when it is wanted."""
        for name, part in ((RECOGNIZER, self._ears), (SIGHT, self._parts.eyes), (VOICE, self._parts.mouth)):
            if name in self._parts.keeper.plan.resident:
                with suppress(ModelError):
                    await part.warm_up()

    async def _mind_the_models(self) -> None:
        """Lets go what nobody has asked for, and tells what the models have to say."""
        worker = self._parts.session.worker("keeper")
        while True:
            for sentence in self._parts.told():
                self._send(Notice, sentence)
            await anyio.sleep(SWEEP)
            await worker.run(self._parts.keeper.sweep)

    async def _background(self, skill: Skill) -> None:
        """Begun again when it fails: a timer shall ring although the disk was full for a while."""
        told = ""
        while True:
            try:
                await self._lender.board.tell(skill.name, self._parts.storage(skill))
                return await skill.background(self._lender.home(skill, self._lender.background_sight()))
            except Exception as error:  # whatever it raises, the rest goes on
                why = str(error).rstrip(".")
                sentence = f"Skill '{skill.name}' has stopped its background work: {why}; it begins again in {AGAIN:g} s."
            if sentence != told:
                self._send(SkillFailed, skill.name, sentence)
            told = sentence
            await anyio.sleep(AGAIN)

    async def _sound_over(self) -> None:
        await self._queue.until_idle()
        self.shut_down()

    def shut_down(self) -> None:
        """Devices are closed and the turn in progress is recorded before `run` returns."""
        self._over = True
        if self._life is not None:
            self._life.cancel()

    # ---- what the ears bring

    def _barged_in(self) -> None:
        self._queue.end_speech()

    async def _heard(self, utterance: Utterance) -> None:
        now = anyio.current_time()
        stages = {
            "endpoint": utterance.decided - utterance.end,
            "asr": max(0.0, now - utterance.decided),
            "text": now - utterance.end,
        }
        if utterance.too_long:
            self._send(Notice, self._parts.phrases.say("too_long", seconds=round(self.config.listening.longest)))
        await self._queue.put(Wish(utterance.transcript.text, "voice", utterance.onset, utterance.end, utterance.transcript, stages))

    # ---- what the outside may ask

    @property
    def examples(self) -> dict[str, tuple[str, ...]]:
        """Skill -> sentences that it takes."""
        return {
            one.skill.name: tuple(text for texts in one.wording.examples.values() for text in texts) for one in self._parts.registry.loaded
        }

    async def hear_text(self, text: str) -> None:
        """Typed words are a turn like spoken ones."""
        self._parts.session.asked("typed", text)
        now = anyio.current_time()
        await self._queue.put(Wish(unruled(text).strip(), "text", now, now))

    async def stop(self) -> None:
        """Ends what is being said, or the turn that is still being thought about, and what was to follow of the same breath."""
        self._parts.session.asked("stop")
        if self._life is not None:  # else nothing goes on yet
            self._queue.end_turn()

    async def switch(self, sense: str, on: bool) -> None:
        self._parts.session.asked("switch", sense, on)
        self._senses.switch(sense, on)

    async def change(self, key: str, value: Any) -> None:
        """A setting that holds at once (assistant.changes)."""
        self._parts.session.asked("change", key, value)
        changed(Running(self._parts, self._ears), key, value)

    def push_to_talk(self, down: bool) -> None:
        self._parts.session.asked("key", down)
        self._senses.push_to_talk(down)

    async def until_answered(self) -> None:
        """All that was said and typed."""
        await self._queue.until_answered()

    # ---- what a skill may ask

    async def announce(self, reply: Reply) -> bool:
        """Speaks outside of a turn, once nobody else does. False when it was cut off."""
        async with self._queue.busy():
            return await self._pipeline.announce(reply)

    async def play(self, sound: AudioChunk) -> bool:
        """A sound, once nobody speaks; new words cut it off."""
        async with self._queue.busy():
            self._ears.stay_awake()  # what rings is stopped without a wake word
            return await self._pipeline.floor.play(sound)

    async def _stop_for_skill(self) -> None:
        """Not the turn, which is the skill's own."""
        self._parts.mouth.stop()

    async def _switch_for_skill(self, sense: str, on: bool) -> None:
        self._senses.switch(sense, on)

    def _speak_differently(self, rate: float, volume: float) -> tuple[float, float]:
        manner = self._parts.mouth.manner = self._parts.mouth.manner.times(rate, volume)
        return manner.rate, manner.volume

    def _report(self) -> dict[str, Any]:
        """An empty name is a sense that is not there or closed."""
        eyes = self._parts.eyes
        return {
            **self._parts.facts(),
            "microphone": self._ears.name if self._ears.privacy != "off" else "",
            "camera": eyes.camera.name if eyes.camera is not None and eyes.privacy != "off" else "",
            "version": version("owlish"),
            "offline": offline.is_enforced(),
        }

    def _send(self, kind: type, *values: Any) -> None:
        self.bus.send(kind(anyio.current_time(), *values))
