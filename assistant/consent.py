"""Asks a person before a skill gets what it declared, remembers the answer, and notes what each skill was given.

    a skill reaches for something ─► declared? ─► decided? ─► granted: noted, and done
                                        no: refused   no: the turn's reply is the question; "yes" does the wish after all

A question is answered by the next words alone, and never by a sentence that a skill made: grants are no business of the router.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import anyio

from assistant.errors import OwlishError, PermissionDenied
from assistant.memory.audit import Access, Audit
from assistant.memory.grants import Grant, Grants, State
from assistant.permissions import NETWORK, OWNER, SENSES, declares, host_of
from assistant.phrases import Phrases
from assistant.routing.decision import Routing
from assistant.routing.normal import normal
from assistant.routing.registry import Loaded
from assistant.skill import Reply

LOOKS = 1.0
"""Seconds between two looks at whether what is asked aside was decided by another way."""


@dataclass(frozen=True)
class Holder:
    """A skill, and who brought it."""

    skill: str
    distribution: str
    """`owlish-coin 0.1`"""
    declared: tuple[str, ...] = ()

    @staticmethod
    def of(one: Loaded) -> Holder:
        return Holder(one.skill.name, one.distribution, tuple(one.skill.permissions))

    @property
    def owner(self) -> str:
        return self.distribution.partition(" ")[0]

    @property
    def is_guest(self) -> bool:
        return self.owner != OWNER

    def by_default(self, permission: str) -> State | None:
        return "granted" if permission in SENSES and not self.is_guest else None

    def __str__(self) -> str:
        return f"Skill '{self.skill}' ({self.distribution})"


@dataclass(eq=False)
class Question:
    holder: Holder
    permission: str
    reply: Reply
    routing: Routing | None = None
    """The wish that waits for the answer; None where a skill asks from the background."""
    asked: float = 0.0
    answered: anyio.Event = field(default_factory=anyio.Event)
    allowed: bool = False

    @property
    def waiting(self) -> Routing | None:
        """The wish that may now be done."""
        return self.routing if self.allowed else None


class Consent:
    def __init__(
        self,
        grants: Grants,
        audit: Audit,
        phrases: Phrases,
        *,
        wall: Callable[[], float],
        memory: float,
        configured: frozenset[str] = frozenset(),
        tell: Callable[[str], None] = lambda sentence: None,
    ) -> None:
        """
        memory:     seconds for which a question can be answered
        configured: hosts that the configuration names
        tell:       gets the sentence where the log cannot be written
        """
        self._grants, self._audit, self._phrases, self._wall, self._memory = grants, audit, phrases, wall, memory
        self._configured, self._tell = configured, tell
        self._open: Question | None = None
        self._aside: Question | None = None
        self._asked_aside: set[tuple[str, str, str]] = set()
        self._one_aside = anyio.Lock()

    # ---- what a skill may

    async def state(self, holder: Holder, permission: str) -> State | None:
        """None where a person has to be asked. Raises PermissionDenied for what was not declared."""
        if not declares(holder.declared, permission, self._configured):
            remedy = "its author must add it to `permissions`"
            raise PermissionDenied(f"{holder} reached for {permission}, which it does not declare; {remedy}.")
        return await self._grants.state(holder.skill, holder.owner, permission) or holder.by_default(permission)

    async def note(self, access: Access) -> None:
        """A log that cannot be written is told; what the person asked for goes on."""
        try:
            await self._audit.add(access)
        except OwlishError as error:
            self._tell(str(error))

    def denied(self, holder: Holder, permission: str) -> PermissionDenied:
        remedy = f"owlish skills grant {holder.skill} {permission}"
        return PermissionDenied(f"{holder} needs the permission {permission}, which it does not have; to give it: {remedy}.")

    # ---- questions

    def question(self, holder: Holder, permission: str, routing: Routing | None = None) -> Question:
        kind = permission.partition(":")[0]
        what = self._phrases.say(f"to_{kind}", host=host_of(permission) if permission.startswith(NETWORK) else "")
        text = self._phrases.say("may_it", skill=holder.skill.replace("_", " ").capitalize(), what=what)
        return Question(holder, permission, Reply(text, follow_up="{answer}"), routing)

    def ask(self, holder: Holder, permission: str, routing: Routing, now: float) -> Reply:
        """The reply of a turn in which a skill reached for what nobody has decided yet."""
        self._open = self.question(holder, permission, routing)
        self._open.asked = now
        return self._open.reply

    async def ask_aside(self, holder: Holder, permission: str, announce: Callable[[Reply], Awaitable[object]]) -> bool:
        """From the background: once a run for each permission, one after the other, and no longer than a question is remembered."""
        key = (holder.skill, holder.owner, permission)
        if key in self._asked_aside:
            return False
        self._asked_aside.add(key)
        async with self._one_aside:
            question = self.question(holder, permission)
            if await self._is_decided(question):  # while another was asked
                return question.allowed
            self._aside = question
            try:
                await announce(question.reply)
                with anyio.move_on_after(self._memory):
                    while not (question.answered.is_set() or await self._is_decided(question)):
                        with anyio.move_on_after(LOOKS):
                            await question.answered.wait()
            finally:
                self._aside = None
        return question.allowed

    async def _is_decided(self, question: Question) -> bool:
        """By another way: `owlish skills grant`, or a turn of the same skill. Raises StoreError."""
        state = await self._grants.state(question.holder.skill, question.holder.owner, question.permission)
        if state is not None:
            question.allowed = state == "granted"
        return state is not None

    def announced(self, reply: Reply, now: float) -> None:
        """What was said last is what a person answers to."""
        self._open = self._aside if self._aside and self._aside.reply is reply else None
        if self._open:
            self._open.asked = now

    def answered(self, text: str, language: str, said: float) -> Question | None:
        """
        said: when; what was said before the question, as a second wish in the same breath, leaves it open
        Returns the question that these words answer; None where they are a wish of their own, which ends it.
        """
        if self._open is None or said <= self._open.asked:
            return None
        question, self._open = self._open, None
        if said - question.asked > self._memory:
            return None
        words, answer = self._phrases.section("words"), normal(text, language)
        question.allowed = answer in words["yes"]
        return question if question.allowed or answer in words["no"] else None

    async def decide(self, question: Question) -> Reply:
        """Stores the answer, and says what holds now. Raises StoreError."""
        state: State = "granted" if question.allowed else "denied"
        holder = question.holder
        await self._grants.decide(Grant(holder.skill, holder.owner, question.permission, state, self._wall()))
        question.answered.set()
        return Reply(self._phrases.say(state, skill=holder.skill.replace("_", " ")))

    def refused(self, skill: str) -> Reply:
        return Reply(self._phrases.say("refused", skill=skill.replace("_", " ")))
