"""Watches in the background and tells when something is there, is gone, or has become so. Nothing is recorded.

What is watched for is a question to the picture and the answer that is waited for. It has happened when two looks in a row say so,
after two that said otherwise; how often is looked is the house's to say (camera.background_every).
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass

import anyio

from assistant.errors import CameraError
from assistant.events import Answer
from assistant.skill import Home, Reply, Skill, Turn
from skills.before import Before
from skills.kept import kept

LOOKS = 2
"""In a row that must agree."""
BLIND = 3
"""Looks in a row that saw nothing, after which the person is told."""
LIMIT, LONGEST = 12 * 3600.0, 7 * 86_400.0
"""Seconds that are watched where nobody says how long, and at most."""
MOST = 8
"""Things watched for at once."""


@dataclass(frozen=True)
class Watch:
    question: str
    wanted: bool
    """Whether `yes` or `no` is waited for."""
    thing: str
    event: str
    """As a person says it: `the dog is on the sofa`."""
    told: str
    """What is said when it happens."""
    again: bool
    """Every time, not only once."""
    seconds: float
    until: float
    """Wall clock."""
    anyone: bool = False
    """Whether anybody sets it off, though somebody in particular was named."""


class Trigger:
    """Two looks in a row decide; what is so from the beginning has not happened. A pure machine."""

    def __init__(self) -> None:
        self._last: bool | None = None
        self._run = 0
        self._otherwise = False

    def feed(self, is_so: bool) -> bool:
        """True when it has just happened."""
        self._run = self._run + 1 if is_so == self._last else 1
        self._last = is_so
        if self._run < LOOKS:
            return False
        happened = is_so and self._otherwise
        self._otherwise = not is_so
        return happened


class Watcher(Skill):
    name = "watch"
    permissions = ("camera", "speech")

    def __init__(self, language: str = "en") -> None:
        super().__init__(language)
        self._changed: anyio.Event | None = None
        self._triggers: dict[str, Trigger] = {}
        self._blind = 0
        self._before = Before()

    async def handle(self, turn: Turn) -> Reply:
        watches = await self._all(turn.home)
        known = {"list": self._list, "cancel": self._cancel, "cancel_all": self._cancel_all, "what": self._what, "put_back": self._put_back}
        reply = await known.get(turn.intent, self._start)(turn, watches)
        if self._changed is not None:
            self._changed.set()
        return reply

    async def background(self, home: Home) -> None:
        while True:
            changed = self._changed = anyio.Event()
            watches = await self._all(home)
            self._triggers = {key: self._triggers.get(key) or Trigger() for key in watches}
            if not watches:
                self._blind = 0
                await changed.wait()
            for question in dict.fromkeys(watch.question for watch in watches.values()):
                alike = {key: watch for key, watch in watches.items() if watch.question == question}
                await self._look(question, {key: watch for key, watch in alike.items() if not await self._is_over(key, watch, home)}, home)

    async def _is_over(self, key: str, watch: Watch, home: Home) -> bool:
        if home.now() < watch.until:
            return False
        await home.storage.delete(key)
        await home.announce(Reply(self.phrases.say("over", event=watch.event, length=self._length(watch.seconds))))
        return True

    async def _look(self, question: str, watches: Mapping[str, Watch], home: Home) -> None:
        """Asked once for all that wait for an answer to it, because a question that comes again waits for the next look."""
        if not watches:
            return
        try:
            answer = await home.sight.answer(question)
        except CameraError as error:
            await self._saw_nothing(error, next(iter(watches.values())), home)
            return
        self._blind = 0
        if answer.abstained or answer.guessed or answer.short not in ("yes", "no"):
            return
        for key, watch in watches.items():
            if self._triggers[key].feed((answer.short == "yes") == watch.wanted):
                await self._tell(key, watch, answer, home)

    async def _tell(self, key: str, watch: Watch, answer: Answer, home: Home) -> None:
        if key not in await home.storage.rows():  # cancelled while this look was waited for
            return
        if not watch.again:
            await home.storage.delete(key)
        await home.announce(Reply(watch.told, answer.regions, answer.engine))

    async def _saw_nothing(self, error: CameraError, watch: Watch, home: Home) -> None:
        self._blind += 1
        if self._blind == BLIND:
            await home.announce(Reply(self.phrases.say("blind", reason=error, event=watch.event)))

    # ---- intents

    async def _start(self, turn: Turn, watches: Mapping[str, Watch]) -> Reply:
        watch = self._meant(turn)
        if any((one.question, one.wanted) == (watch.question, watch.wanted) for one in watches.values()):
            return Reply(self.phrases.say("known", event=watch.event))
        if len(watches) >= MOST:
            return Reply(self.phrases.say("too_many", most=MOST))
        if not 0 < watch.seconds <= LONGEST:
            return Reply(self.phrases.say("bad_length"))
        now = await turn.home.sight.answer(watch.question)
        if now.guessed:
            return Reply(self.phrases.say("guessed", event=watch.event))
        name = f"{turn.home.now():017.3f} {secrets.token_hex(4)}"  # listed in their order
        await self._before.keep(turn.home, [name])
        await turn.home.storage.put(name, asdict(watch))
        already = not now.abstained and now.short == ("yes" if watch.wanted else "no")
        key = "already" if already else "started_again" if watch.again else "started"
        said = [self.phrases.say(key, event=watch.event), *([self.phrases.say("anyone")] if watch.anyone else [])]
        return Reply(self.phrases.space.join(said), now.regions, now.engine, undo=self.phrases.say("undo_all"))

    async def _what(self, turn: Turn, watches: Mapping[str, Watch]) -> Reply:
        return Reply(self.phrases.say("what"), follow_up=self.phrases.say("answered", answer="{answer}"))

    async def _list(self, turn: Turn, watches: Mapping[str, Watch]) -> Reply:
        return Reply(self.phrases.say("list", events=self._joined(watches)) if watches else self.phrases.say("none"))

    async def _cancel(self, turn: Turn, watches: Mapping[str, Watch]) -> Reply:
        words = set(self.phrases.parts(str(turn.slots["about"]))) - set(self.phrases.section("words")["small"])
        fitting = {key: watch for key, watch in watches.items() if words <= set(self.phrases.parts(f"{watch.event} {watch.thing}".lower()))}
        if len(fitting) != 1:
            known = self.phrases.say("list", events=self._joined(watches)) if watches else self.phrases.say("none")
            asked = self.phrases.say("answered_cancel", answer="{answer}") if watches else ""
            return Reply(f"{self.phrases.say('which')} {known}" if watches else known, follow_up=asked)
        ((key, watch),) = fitting.items()
        return await self._ended(turn.home, [key], self.phrases.say("cancelled", event=watch.event))

    async def _cancel_all(self, turn: Turn, watches: Mapping[str, Watch]) -> Reply:
        return await self._ended(turn.home, watches, self.phrases.say("cancelled_all")) if watches else Reply(self.phrases.say("none"))

    async def _ended(self, home: Home, keys: Collection[str], text: str) -> Reply:
        await self._before.keep(home, keys)
        for key in keys:
            await home.storage.delete(key)
        return Reply(text, undo=self.phrases.say("undo_all"))

    async def _put_back(self, turn: Turn, watches: Mapping[str, Watch]) -> Reply:
        if not await self._before.put_back(turn.home):
            return Reply(self.phrases.say("nothing_before"))
        return await self._list(turn, await self._all(turn.home))

    # ---- from words to a question

    def _meant(self, turn: Turn) -> Watch:
        words, slots = self.phrases.section("words"), turn.slots
        thing = self._swapped(str(slots.get("thing", ""))) or words["people"][0]
        thing = self.phrases.say("the", thing=thing) if turn.intent == "guard_thing" else thing
        shown = self._shown(turn, thing)
        nobody, somebody = thing in words["nobody"], self._is_somebody(thing)
        people = nobody or somebody or thing in words["people"]
        wanted = not nobody and turn.intent not in ("gone", "not_so", "guard_thing")
        relation = words["relations"].get(slots.get("relation"), slots.get("relation", ""))
        place = str(slots.get("place", ""))
        place = self.phrases.say("the", thing=place) if "place_words" in slots else place
        state = " ".join(filter(None, (str(relation), place, str(slots.get("quality", "")))))
        seen = self.phrases.say("event_seen" if wanted else "event_gone", thing=shown)
        when = slots.get("when") or slots.get("often")
        event = turn.written(self._event(turn.text, str(when or ""))) or seen
        kind = "told_so" if state and not somebody else "told_seen" if wanted else "told_nobody" if people else "told_gone"
        seconds = float(slots.get("seconds", LIMIT))
        return Watch(
            question=self._question("" if people else self._bare(thing), self._is_definite(thing), state),
            wanted=wanted,
            thing=shown,
            event=event,
            told=self.phrases.say(kind, thing=self._named(words["people"][0]) if somebody else shown, event=event),
            again="often" in slots,
            seconds=seconds,
            until=turn.home.now() + seconds,
            anyone=somebody,
        )

    def _event(self, text: str, when: str) -> str:
        """What was said to happen, in our mouth; empty where only a thing was named."""
        around = self.phrases.section("event")
        happens = bool(when) if self.phrases.space else re.search(around["tail"], text)
        said = text.partition(f"{when} ")[2] if self.phrases.space else re.sub(around["lead"], "", text)
        return self._swapped(re.sub(around["tail"], "", said)) if happens else ""

    def _shown(self, turn: Turn, thing: str) -> str:
        """As the person named it, where things are known in English alone."""
        named = turn.slots.get("seen_thing" if turn.intent == "watch_for" else "thing_words")
        return turn.written(self._swapped(named)) if named else self._named(thing)

    def _named(self, thing: str) -> str:
        return str(self.phrases.own("shown").get(thing, thing))

    def _question(self, thing: str, definite: bool, state: str) -> str:
        """thing: without its article, empty for anybody."""
        many = bool(re.search(r"[^s]s$", thing))
        article = "an" if thing[:1] in "aeiou" and thing else "a"
        key = "anybody" if not thing else f"{'so' if definite and state else 'there'}_{'many' if many else 'one'}"
        return self.phrases.say(key, article=article, thing=thing, state=state).strip()

    def _is_somebody(self, thing: str) -> bool:
        """Who is told from others by who they are, which nobody sees: the postman, my wife."""
        return self._bare(thing) in self.phrases.section("words")["roles"]

    def _is_definite(self, thing: str) -> bool:
        return thing.split()[0] in self.phrases.section("words")["definite"]

    def _bare(self, thing: str) -> str:
        first, _, rest = thing.partition(" ")
        words = self.phrases.section("words")
        return rest if rest and first in (*words["definite"], *words["indefinite"]) else thing

    def _swapped(self, text: str) -> str:
        """As the other one of the two says it: `my bag` is `your bag`."""
        swaps = self.phrases.section("words")["swaps"]
        return self.phrases.space.join(swaps.get(word, word) for word in self.phrases.parts(text))

    # ---- parts

    async def _all(self, home: Home) -> dict[str, Watch]:
        return dict(await kept(home, lambda key, row: (key, Watch(**row))))

    def _joined(self, watches: Mapping[str, Watch]) -> str:
        return self.phrases.say("and").join(watch.event for watch in watches.values())

    def _length(self, seconds: float) -> str:
        hours, minutes = round(seconds / 3600), max(1, round(seconds / 60))
        return self.phrases.say("hours", n=hours) if hours else self.phrases.say("minutes", n=minutes)
