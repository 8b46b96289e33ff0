"""Talk with any OpenAI-compatible server, such as llama.cpp or Ollama on this machine: it answers what no other skill takes."""

from __future__ import annotations

import json
import math
from collections import deque
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import anyio

from assistant.errors import NetworkError, OfflineError, OwlishError, RequestRefused
from assistant.phrases import CONTROLS
from assistant.skill import Reply, Skill, Turn

REMEMBERED = 6
"""Turns that the model is told of."""
FORGOTTEN = 600.0
"""Seconds after which a turn is no longer what the talk is about."""
LONGEST = 2000
"""Characters after which a reply is ended, whatever the server thinks of the limit that it was given."""
WRITTEN = str.maketrans("", "", "*#`" + CONTROLS)
"""Nor does a voice read out the marks of a page."""
LONGEST_COMPLAINT = 200
"""Characters of what a server says of its own error."""
DATA, END = "data:", "[DONE]"
"""Before each event of a stream, and after the last one."""


class CutShort(Exception):
    """The model had more to say than it may."""


class Chat(Skill):
    name = "chat"

    def __init__(self, language: str = "en") -> None:
        super().__init__(language)
        self._settings: Mapping[str, Any] = {}
        self._key = ""
        self._turns: deque[tuple[float, str, str]] = deque(maxlen=REMEMBERED)

    def configure(self, settings: Mapping[str, Any]) -> None:
        """Raises OSError for a key that cannot be read."""
        self._settings = settings
        self.takes_rest = bool(settings["url"])
        if self.takes_rest:
            self.permissions = ("camera", f"network:{urlsplit(settings['url']).hostname}")
            self._key = Path(settings["key_file"]).expanduser().read_text("utf-8").strip() if settings["key_file"] else ""

    async def handle(self, turn: Turn) -> Reply:
        messages = [message("system", await self._system(turn))]
        for when, asked, said in self._turns:
            if turn.time - when < FORGOTTEN:
                messages += [message("user", asked), message("assistant", said)]
        messages.append(message("user", turn.text))
        return Reply("", engine=self._settings["model"] or self.name, more=self._answered(turn, messages))

    async def _system(self, turn: Turn) -> str:
        """The picture is described only where the words may be about it."""
        system = self.phrases.say("system")
        if not set(self.phrases.parts(turn.text.lower())) & set(self.phrases.section("words")["seeing"]):
            return system
        try:
            return f"{system} {self.phrases.say('seeing', seen=(await turn.home.sight.describe()).spoken)}"
        except OwlishError:  # no camera, closed eyes, or not granted: it answers without
            return f"{system} {self.phrases.say('blind')}"

    async def _answered(self, turn: Turn, messages: list[dict[str, str]]) -> AsyncGenerator[str, None]:
        """What was said is remembered, also where it was cut off."""
        said = ""
        try:
            async with aclosing(self._pieces(turn, messages)) as pieces:
                async for piece in pieces:
                    said += piece
                    yield piece
                    if len(said) > LONGEST:
                        raise CutShort
            if not said.strip():
                yield self.phrases.say("silent")
        except CutShort:
            yield "\n" + self.phrases.say("cut_short") if said.strip() else self.phrases.say("silent")
        except OfflineError:
            yield self.phrases.say("offline")
        except RequestRefused as error:
            yield self.phrases.say("refused", reason=str(error))
        except NetworkError as error:
            yield "\n" * bool(said) + self.phrases.say("broke_off" if said else "unreachable", reason=str(error))
        finally:
            if said.strip():
                self._turns.append((turn.time, turn.text, said.strip()))

    async def _pieces(self, turn: Turn, messages: list[dict[str, str]]) -> AsyncGenerator[str, None]:
        """Raises NetworkError, also where nothing has come within the configured patience; CutShort where the server writes no more."""
        asked = {"messages": messages, "stream": True, "max_tokens": self._settings["most_tokens"]}
        if self._settings["model"]:
            asked["model"] = self._settings["model"]
        headers = {"authorization": f"Bearer {self._key}"} if self._key else {}
        lines = turn.home.stream(f"{self._settings['url'].rstrip('/')}/chat/completions", json=asked, headers=headers)
        async with aclosing(lines):
            deadline = anyio.current_time() + self._settings["patience"]
            while (data := await self._next(lines, deadline)) not in (None, END):
                piece, cut = written(str(data))
                if piece:
                    deadline = math.inf
                    yield piece
                if cut:
                    raise CutShort

    async def _next(self, lines: AsyncGenerator[str, None], deadline: float) -> str | None:
        """The next event's data; None at the end."""
        with anyio.CancelScope(deadline=deadline):
            async for line in lines:
                if line.startswith(DATA):
                    return line.removeprefix(DATA).strip()
            return None
        raise NetworkError(self.phrases.say("slow", seconds=f"{self._settings['patience']:g}"))


def message(role: str, content: str) -> dict[str, str]:
    return {"role": role, "content": content}


def written(data: str) -> tuple[str, bool]:
    """
    The text of one event: the model's, without marks; what a reasoning model thinks to itself stays out. And whether it ends in the middle,
    because it has got as long as was asked for. Raises NetworkError.
    """
    try:
        event = json.loads(data)
        if "error" in event:
            raise NetworkError(complaint(event["error"]))
        choices = event["choices"]
        text = (choices[0].get("delta", {}).get("content") or "") if choices else ""
        return str(text).translate(WRITTEN), bool(choices) and choices[0].get("finish_reason") == "length"
    except (ValueError, KeyError, TypeError, AttributeError, IndexError):
        raise NetworkError("It answered something that is no event of a chat.") from None


def complaint(error: Any) -> str:
    """error: text, or an object with a message; servers differ."""
    reason = error.get("message") if isinstance(error, dict) else error
    words = " ".join(str(reason or "").translate(WRITTEN).split())[:LONGEST_COMPLAINT].strip(" .")
    return f"The model's server reports: {words}." if words else "The model's server reports an error without a reason."
