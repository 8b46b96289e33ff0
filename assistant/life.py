"""The life around the turns: senses that open and close with their privacy, one turn at a time, skills in the background.

New words end the turn in progress: that is barge-in, the one thing that runs against the stream.
"""

from __future__ import annotations

from contextlib import closing, suppress
from importlib.metadata import version
from typing import Any

import anyio

from assistant import offline
from assistant.changes import Running, changed
from assistant.events import AudioChunk, Notice, Seen, SkillFailed, StateChanged
from assistant.hearing import Ears, Utterance
from assistant.home import Doors, Eyes
from assistant.hooks import Hooks
from assistant.parts import Parts
from assistant.paths import pictures_dir
from assistant.phrases import unruled
from assistant.pipeline import Pipeline, Wish
from assistant.senses.camera import Camera
from assistant.skill import Reply, Skill
from models.errors import ModelError
from models.plan import RECOGNIZER, SIGHT, VOICE

AGAIN = 60.0
"""Seconds after which a skill whose background work has failed begins it again."""
SWEEP = 10.0
"""Seconds between two looks for models that nobody has asked for."""


class Assistant:
    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self.bus, self.config = parts.bus, parts.config
        self._ears = parts.make_ears(saying=lambda: parts.mouth.saying, barged_in=self._end_speech, heard=self._heard)
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
        self._current: anyio.CancelScope | None = None
        self._life: anyio.CancelScope | None = None
        self._over = False
        self._busy = self._unanswered = 0
        """Turns and announcements; turns alone."""
        self._ends = 0
        """How often somebody has ended what was going on."""

    async def run(self) -> None:
        """Until `shut_down`, or until the sound is over when it comes from a file."""
        with closing(self._parts):
            async with Hooks(self.config.hooks, self.bus).running():
                await self._begin_and_end()

    async def _begin_and_end(self) -> None:
        self._parts.session.begin(self.bus)
        self._changed = {"microphone": anyio.Event(), "camera": anyio.Event()}
        self._pipeline = Pipeline(self._parts, self.doors)
        self._wishes, wishes = anyio.create_memory_object_stream[tuple[Wish, int]](16)
        self._idle = anyio.Condition()
        for sentence in self._parts.notices:
            self._send(Notice, sentence)
        for failure in self._parts.registry.failures:
            self._send(SkillFailed, failure.skill, failure.sentence)
        try:
            await self._live(wishes)
        finally:
            await self._parts.registry.end()
        self._send(StateChanged, "stopped")

    async def _live(self, wishes: Any) -> None:
        async with self._wishes, wishes, anyio.create_task_group() as tasks:
            tasks.start_soon(self._take_turns, wishes, name="turns")
            tasks.start_soon(self._look, name="camera")
            for skill in self._parts.registry.skills:
                tasks.start_soon(self._background, skill, name=f"background of {skill.name}")
            tasks.start_soon(self._listen, name="microphone")
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

    def shut_down(self) -> None:
        """Devices are closed and the turn in progress is recorded before `run` returns."""
        self._over = True
        if self._life is not None:
            self._life.cancel()

    # ---- senses

    async def _listen(self) -> None:
        """Keeps the microphone open as long as its privacy state is not `off`; the device is closed otherwise."""
        self._send(StateChanged, "idle")
        if self._deaf or self._ears.privacy == "off":
            self._turn_ears(False)
        while not self._deaf:
            changed = self._changed["microphone"]
            if self._ears.privacy != "off" and await self._listen_until(changed):
                await self._sound_is_over()
            await changed.wait()

    @property
    def _deaf(self) -> bool:
        return self._parts.open_microphone is None

    def _turn_ears(self, on: bool) -> None:
        """Never on where there is nothing to hear with."""
        why = self._parts.phrases.say("no_microphone" if self._parts.typed else "no_microphone_untyped") if self._deaf else ""
        self._ears.turn(on and not self._deaf, why)

    async def _sound_is_over(self) -> None:
        """The microphone was a file. Switched on again, it begins again."""
        if self._parts.ends_with_sound:
            await self._until_idle()
            self.shut_down()
        else:
            self._ears.turn(False, self._parts.phrases.say("sound_over"))

    async def _listen_until(self, changed: anyio.Event) -> bool:
        """True when the sound is over by itself."""
        assert self._parts.open_microphone is not None
        microphone = self._parts.open_microphone()
        self._ears.opened(microphone.name)
        ended = False
        async with anyio.create_task_group() as tasks:

            async def hear() -> None:
                nonlocal ended
                await self._ears.listen(microphone.chunks())
                ended = True
                tasks.cancel_scope.cancel()

            tasks.start_soon(hear, name="hearing")
            await changed.wait()
            tasks.cancel_scope.cancel()
        return ended

    async def _look(self) -> None:
        """Keeps the camera open as long as its privacy state is not `off`."""
        eyes = self._parts.eyes
        eyes.tell()
        if eyes.camera is None:
            return
        while True:
            changed = self._changed["camera"]
            async with anyio.create_task_group() as tasks:
                if eyes.privacy != "off":
                    tasks.start_soon(eyes.camera.run, name="camera reader")
                    tasks.start_soon(self._show_frames, eyes.camera, name="preview")
                await changed.wait()
                tasks.cancel_scope.cancel()

    async def _show_frames(self, camera: Camera) -> None:
        """To those who watch; what is asked about is chosen elsewhere, by the time of the words."""
        shown = None
        while True:
            newest = camera.newest()
            if newest is not None and newest is not shown:
                self.bus.send(Seen(newest.time, shown := newest))
            await anyio.sleep(1 / self.config.camera.rate_hz)

    async def _background(self, skill: Skill) -> None:
        """Begun again when it fails: a timer shall ring although the disk was full for a while."""
        told = ""
        while True:
            try:
                await self._pipeline.board.tell(skill.name, self._parts.storage(skill))
                return await skill.background(self._pipeline.home(skill, self._pipeline.background_sight()))
            except Exception as error:  # whatever it raises, the rest goes on
                why = str(error).rstrip(".")
                sentence = f"Skill '{skill.name}' has stopped its background work: {why}; it begins again in {AGAIN:g} s."
            if sentence != told:
                self._send(SkillFailed, skill.name, sentence)
            told = sentence
            await anyio.sleep(AGAIN)

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
        await self._begin(Wish(unruled(text).strip(), "text", now, now))

    async def stop(self) -> None:
        """Ends what is being said, or the turn that is still being thought about, and what was to follow of the same breath."""
        self._parts.session.asked("stop")
        self._end_turn()

    def _end_turn(self) -> None:
        if self._parts.mouth.saying:
            self._end_speech()  # the turn is answered, and ends with the words that were heard
        else:
            self._ends += 1
            if self._current is not None:
                self._current.cancel()

    def _end_speech(self) -> None:
        self._ends += 1
        self._parts.mouth.stop()

    async def switch(self, sense: str, on: bool) -> None:
        self._parts.session.asked("switch", sense, on)
        self._switch(sense, on)

    def _switch(self, sense: str, on: bool) -> None:
        part: Eyes | Ears = self._parts.eyes if sense == "camera" else self._ears
        was_open = part.privacy != "off"
        turn = self._parts.eyes.turn if sense == "camera" else self._turn_ears
        turn(on)
        if was_open != (part.privacy != "off"):  # its device, and no other
            changed, self._changed[sense] = self._changed[sense], anyio.Event()
            changed.set()

    async def change(self, key: str, value: Any) -> None:
        """A setting that holds at once (assistant.changes)."""
        self._parts.session.asked("change", key, value)
        self.config = changed(Running(self._parts, self._ears), key, value)

    def push_to_talk(self, down: bool) -> None:
        self._parts.session.asked("key", down)
        if down and self._ears.privacy == "off":
            self._send(Notice, self._parts.phrases.say("no_microphone" if self._deaf else "microphone_off"))
        self._ears.push_to_talk(down)

    async def announce(self, reply: Reply) -> bool:
        """Speaks outside of a turn, once nobody else does. False when it was cut off."""
        self._busy += 1
        try:
            return await self._pipeline.announce(reply)
        finally:
            await self._done()

    async def play(self, sound: AudioChunk) -> bool:
        """A sound, once nobody speaks; new words cut it off."""
        self._busy += 1
        self._ears.stay_awake()  # what rings is stopped without a wake word
        try:
            return await self._pipeline.floor.play(sound)
        finally:
            await self._done()

    async def _stop_for_skill(self) -> None:
        """Not the turn, which is the skill's own."""
        self._parts.mouth.stop()

    async def _switch_for_skill(self, sense: str, on: bool) -> None:
        self._switch(sense, on)

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

    # ---- turns

    async def _heard(self, utterance: Utterance) -> None:
        now = anyio.current_time()
        stages = {
            "endpoint": utterance.decided - utterance.end,
            "asr": max(0.0, now - utterance.decided),
            "text": now - utterance.end,
        }
        if utterance.too_long:
            self._send(Notice, self._parts.phrases.say("too_long", seconds=round(self.config.listening.longest)))
        await self._begin(Wish(utterance.transcript.text, "voice", utterance.onset, utterance.end, utterance.transcript, stages))

    async def _begin(self, wish: Wish) -> None:
        """New words: the turn in progress is over."""
        if not wish.text:
            return
        self._end_turn()
        self._busy += 1
        self._unanswered += 1
        with suppress(anyio.ClosedResourceError, anyio.BrokenResourceError):  # the assistant has ended meanwhile
            await self._wishes.send((wish, self._ends))

    async def _take_turns(self, wishes: Any) -> None:
        async for wish, ends in wishes:
            if wish.source == "text" or ends == self._ends:  # every line is answered; what was said is over when something else is
                await self._answer(wish)
            self._unanswered -= 1
            await self._done()

    async def _answer(self, wish: Wish) -> None:
        ends = self._ends
        with anyio.CancelScope() as self._current:
            for part in self._pipeline.parts(wish):
                if ends == self._ends:
                    await self._pipeline.answer(part)
        self._current = None
        self._ears.stay_awake()

    async def until_answered(self) -> None:
        """All that was said and typed."""
        async with self._idle:
            while self._unanswered:
                await self._idle.wait()

    async def _until_idle(self) -> None:
        async with self._idle:
            while self._busy:
                await self._idle.wait()

    async def _done(self) -> None:
        """One turn or announcement less; the last one leaves the house idle."""
        self._busy -= 1
        if not self._busy:
            self._send(StateChanged, "idle")
        with anyio.CancelScope(shield=True):
            async with self._idle:
                self._idle.notify_all()

    def _send(self, kind: type, *values: Any) -> None:
        self.bus.send(kind(anyio.current_time(), *values))
