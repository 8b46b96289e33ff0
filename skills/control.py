"""The assistant itself: stop, cancel, repeat, help, open and close the senses."""

from __future__ import annotations

from assistant.skill import Reply, Skill, Turn


class Control(Skill):
    name = "control"

    async def handle(self, turn: Turn) -> Reply:
        return await getattr(self, f"_{turn.intent}")(turn)

    async def _stop(self, turn: Turn) -> Reply:
        """The words that led here have already ended what was being said."""
        await turn.home.stop()
        return Reply("")

    async def _repeat(self, turn: Turn) -> Reply:
        return Reply(str(turn.context.get("last_reply") or self.phrases.say("nothing_to_repeat")))

    async def _help(self, turn: Turn) -> Reply:
        examples = []
        for skill in turn.home.skills():
            for intent in skill.phrases.section("intents").values():
                if skill.name != self.name and intent.get("examples"):
                    examples.append(intent["examples"][0])
                    break
        return Reply(self.phrases.say("help", examples=self.phrases.say("comma").join(examples)))

    async def _hello(self, turn: Turn) -> Reply:
        return Reply(self.phrases.say("hello"))

    async def _thanks(self, turn: Turn) -> Reply:
        return Reply(self.phrases.say("welcome"))

    async def _goodbye(self, turn: Turn) -> Reply:
        return Reply(self.phrases.say("goodbye"))

    async def _okay(self, turn: Turn) -> Reply:
        """Nothing was wished for."""
        return Reply("")

    async def _open_eyes(self, turn: Turn) -> Reply:
        await turn.home.switch("camera", True)
        return Reply(self.phrases.say("eyes_open"))

    async def _close_eyes(self, turn: Turn) -> Reply:
        await turn.home.switch("camera", False)
        return Reply(self.phrases.say("eyes_closed"))

    async def _close_ears(self, turn: Turn) -> Reply:
        await turn.home.switch("microphone", False)
        return Reply(self.phrases.say("ears_closed"))
