"""The assistant itself: stop, undo, repeat, how it speaks, help, open and close the senses."""

from __future__ import annotations

from assistant.skill import Home, Reply, Skill, Turn

STEPS = {"a bit": 1.1, "": 1.25, "a lot": 1.6}
"""By how much the voice changes, by what was said with it."""
KEY = "voice"
HELPED = 6
"""Examples that are told of one skill."""


class Control(Skill):
    name = "control"

    def __init__(self, language: str = "en") -> None:
        super().__init__(language)
        self._restored = False

    async def handle(self, turn: Turn) -> Reply:
        return await getattr(self, f"_{turn.intent}")(turn)

    async def background(self, home: Home) -> None:
        await self._restore(home)

    # ---- what is being said, and what was

    async def _stop(self, turn: Turn) -> Reply:
        """The words that led here have already ended what was being said."""
        await turn.home.stop()
        return Reply("")

    async def _repeat(self, turn: Turn) -> Reply:
        return Reply(str(turn.context.get("last_reply") or self.phrases.say("nothing_to_repeat")))

    async def _repeat_slower(self, turn: Turn) -> Reply:
        changed = await self._change(turn, rate=-1)
        return Reply((await self._repeat(turn)).text, undo=changed.undo)

    async def _undo(self, turn: Turn) -> Reply:
        """Where something can be taken back, the router has sent the sentence that does it instead of this one, if its skill takes that."""
        _, skill = turn.context.get("undo", ("", ""))
        return Reply(self.phrases.say("undo_lost", skill=skill) if skill else self.phrases.say("nothing_to_undo"))

    async def _wrong(self, turn: Turn) -> Reply:
        """Where the last reply told of something done, the router has sent what takes that back: this is of one that only told."""
        return Reply(self.phrases.say("wrong"))

    async def _answer(self, turn: Turn) -> Reply:
        """Where yes or no was asked, the answer has completed it; "no" to any other question leaves it."""
        return Reply(self.phrases.say("left" if turn.context.get("asked") else "not_asked"))

    async def _leave(self, turn: Turn) -> Reply:
        return Reply(self.phrases.say("leave"))

    # ---- how it is said

    async def _slower(self, turn: Turn) -> Reply:
        return await self._change(turn, rate=-1)

    async def _faster(self, turn: Turn) -> Reply:
        return await self._change(turn, rate=1)

    async def _louder(self, turn: Turn) -> Reply:
        return await self._change(turn, volume=1)

    async def _quieter(self, turn: Turn) -> Reply:
        return await self._change(turn, volume=-1)

    async def _change(self, turn: Turn, rate: int = 0, volume: int = 0) -> Reply:
        """rate, volume: 1 is more, -1 less."""
        degree = str(turn.slots.get("degree") or "")
        await self._restore(turn.home)
        before = await turn.home.voice()
        now = await turn.home.voice(rate=STEPS[degree] ** rate, volume=STEPS[degree] ** volume)
        key = ("slower" if rate < 0 else "faster") if rate else "quieter" if volume < 0 else "louder"
        if now == before:
            return Reply(self.phrases.say(f"{key}_not"))
        await turn.home.storage.put(KEY, {"rate": now[0], "volume": now[1]})
        return Reply(self.phrases.say(key), undo=" ".join(self.phrases.say(f"undo_{key}", degree=degree).split()))

    async def _normal_voice(self, turn: Turn) -> Reply:
        await self._restore(turn.home)
        rate, volume = await turn.home.voice()
        await turn.home.voice(rate=1 / rate, volume=1 / volume)
        await turn.home.storage.delete(KEY)
        return Reply(self.phrases.say("normal_voice"))

    async def _restore(self, home: Home) -> None:
        """Once after a start, the voice becomes what it was before."""
        if not self._restored:
            self._restored = True
            if row := (await home.storage.rows()).get(KEY):
                await home.voice(rate=row["rate"], volume=row["volume"])

    # ---- help and manners

    async def _help(self, turn: Turn) -> Reply:
        skills = [skill for skill in turn.home.skills() if skill.name != self.name and skill.phrases.native]
        topic = turn.slots.get("topic")
        chosen = next((skill for skill in turn.home.skills() if skill.name == topic), None)
        if chosen is not None:
            return self._helped("help_with", examples_of(chosen)[:HELPED], topic)
        first = [examples[0] for skill in skills if (examples := examples_of(skill))]
        return self._helped("help_without" if topic else "help", first, topic)

    def _helped(self, key: str, examples: list[str], topic: object) -> Reply:
        named = self.phrases.section("topics").get(str(topic), topic)
        return Reply(self.phrases.say(key, topic=named, examples=self.phrases.say("comma").join(examples)))

    async def _who(self, turn: Turn) -> Reply:
        return Reply(self.phrases.say("who"))

    async def _hello(self, turn: Turn) -> Reply:
        return Reply(self.phrases.say("hello" if await self._has(turn, "microphone") else "hello_deaf"))

    async def _thanks(self, turn: Turn) -> Reply:
        return Reply(self.phrases.say("welcome"))

    async def _goodbye(self, turn: Turn) -> Reply:
        return Reply(self.phrases.say("goodbye"))

    async def _okay(self, turn: Turn) -> Reply:
        """Nothing was wished for."""
        return Reply("")

    # ---- the senses

    async def _open_eyes(self, turn: Turn) -> Reply:
        await turn.home.switch("camera", True)
        if not await self._has(turn, "camera"):
            return Reply(self.phrases.say("no_eyes"))
        return Reply(self.phrases.say("eyes_open"), undo=self.phrases.say("undo_eyes_open"))

    async def _close_eyes(self, turn: Turn) -> Reply:
        await turn.home.switch("camera", False)
        return Reply(self.phrases.say("eyes_closed"), undo=self.phrases.say("undo_eyes_closed"))

    async def _open_ears(self, turn: Turn) -> Reply:
        await turn.home.switch("microphone", True)
        return Reply(self.phrases.say("ears_open" if await self._has(turn, "microphone") else "no_ears"))

    async def _close_ears(self, turn: Turn) -> Reply:
        await turn.home.switch("microphone", False)
        return Reply(self.phrases.say("ears_closed"), undo=self.phrases.say("undo_ears_closed"))

    async def _has(self, turn: Turn, sense: str) -> bool:
        """Whether the sense is there and open."""
        return bool((await turn.home.report()).get(sense))


def examples_of(skill: Skill) -> list[str]:
    """The first example of each of its intents."""
    return [intent["examples"][0] for intent in skill.phrases.section("intents").values() if intent.get("examples")]
