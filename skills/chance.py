"""Coins, dice with any number of sides, random numbers, and choices that nobody wants to make."""

from __future__ import annotations

import random

from assistant.skill import Reply, Skill, Turn

MOST_DICE, MOST_SIDES, MOST_COINS, MOST_NUMBERS = 20, 1000, 20, 20


class Chance(Skill):
    name = "chance"

    def __init__(self, language: str = "en", chance: random.Random | None = None) -> None:
        super().__init__(language)
        self._chance = chance or random.SystemRandom()

    async def handle(self, turn: Turn) -> Reply:
        reply: Reply = getattr(self, f"_{turn.intent}")(turn)
        return reply

    def _coin(self, turn: Turn) -> Reply:
        count = self._times(turn)
        if not 1 <= count <= MOST_COINS:
            return Reply(self.phrases.say("coins_between", most=MOST_COINS))
        heads = sum(self._chance.random() < 0.5 for _ in range(count))
        if count > 1:
            return Reply(self.phrases.say("coins", heads=heads, tails=count - heads))
        return Reply(self.phrases.say("heads" if heads else "tails"))

    def _dice(self, turn: Turn) -> Reply:
        count, sides = turn.slots.get("dice") or turn.slots.get("pair") or (self._times(turn), turn.slots.get("sides", 6))
        count, sides = int(count), int(sides)
        if not (1 <= count <= MOST_DICE and 2 <= sides <= MOST_SIDES):
            return Reply(self.phrases.say("dice_between", dice=MOST_DICE, sides=MOST_SIDES))
        thrown = [self._chance.randint(1, sides) for _ in range(count)]
        if count == 1:
            return Reply(self.phrases.say("die", value=thrown[0]))
        return Reply(self.phrases.say("dice", values=self._row(thrown), total=sum(thrown)))

    def _number(self, turn: Turn) -> Reply:
        low, high = sorted((round(turn.slots.get("low", 1)), round(turn.slots.get("high", 100))))
        count = int(turn.slots.get("count", 1))
        if not 1 <= count <= min(MOST_NUMBERS, high - low + 1):
            return Reply(self.phrases.say("numbers_between", most=min(MOST_NUMBERS, high - low + 1)))
        drawn = set[int]()
        while len(drawn) < count:  # `sample` takes no range beyond the processor's numbers
            drawn.add(self._chance.randint(low, high))
        return Reply(self.phrases.say("number", value=self._row(sorted(drawn))))

    def _choose(self, turn: Turn) -> Reply:
        options = turn.slots.get("options") or [*turn.slots["one"], *turn.slots["other"]]
        return Reply(self.phrases.say("choice", choice=turn.written(self._chance.choice(options))))

    def _card(self, turn: Turn) -> Reply:
        cards, count = self.phrases.section("cards"), self._times(turn)
        deck = [self.phrases.say("card", rank=rank, suit=suit) for suit in cards["suits"] for rank in cards["ranks"]]
        if not 1 <= count <= len(deck):
            return Reply(self.phrases.say("cards_between", most=len(deck)))
        return Reply(self.phrases.text(self._chance.sample(deck, count)))

    def _decide(self, turn: Turn) -> Reply:
        return Reply(self.phrases.say(self._chance.choice(("yes", "no"))))

    def _times(self, turn: Turn) -> int:
        """ "Five coins", "twice"."""
        return int(turn.slots.get("times") or turn.slots.get("count", 1))

    def _row(self, values: list[int]) -> str:
        """ "3, 5 and 2"."""
        return self.phrases.row([str(value) for value in values], "and")
