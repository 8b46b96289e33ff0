"""Spoken arithmetic, percentages, averages, and conversion of units, in the kitchen too."""

from __future__ import annotations

import math
import re
import statistics
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from assistant.skill import Reply, Skill, Turn
from skills.figures import DIGITS, FEW, LARGEST, MOST, SMALLEST, exact, factor, in_cents, rounded, spoken

if TYPE_CHECKING:
    from pint import UnitRegistry

GRAMS_PER_CUP = {
    "water": 237, "milk": 244, "flour": 125, "sugar": 200, "brown sugar": 213, "powdered sugar": 120, "butter": 227, "oil": 216,
    "rice": 190, "honey": 336, "salt": 290, "cocoa": 85, "oats": 90, "cream": 238, "yogurt": 245, "cornstarch": 120, "almonds": 143,
}  # fmt: skip
"""Of what a kitchen holds, level cups of 237 ml."""
MARKET = {"pfund": "500 gram", "jin": "500 gram"}
"""Units that are said on markets and that Pint does not know."""
MOST_PRIME = 1e12
"""Beyond which nobody waits for the factors of a number."""


class Calculator(Skill):
    name = "calculator"

    async def handle(self, turn: Turn) -> Reply:
        said = turn.text.split() if self.phrases.space else turn.text
        cents = any(word in said for word in self.phrases.section("money")["words"])
        reply: Reply = getattr(self, f"_{turn.intent}")({**turn.slots, "cents": cents})
        return reply

    # ---- numbers

    def _sum(self, slots: Any) -> Reply:
        """Of a sum that has no number, the slot says why."""
        found = slots["sum"]
        value = found if isinstance(found, float) else math.inf if found == "too large" else math.nan
        return self._result(value, cents=slots.get("cents", False))

    def _decimal(self, slots: Any) -> Reply:
        return self._result(12 * slots["dozens"] if "dozens" in slots else float(slots.get("a", slots.get("dozen"))))

    def _add(self, slots: Any) -> Reply:
        return self._result(slots["a"] + slots["b"])

    def _add_percent(self, slots: Any) -> Reply:
        return self._result(slots["b"] * (100 + slots["p"]) / 100, cents=slots["cents"])

    def _take_percent(self, slots: Any) -> Reply:
        return self._result(slots["b"] * (100 - slots["p"]) / 100, cents=slots["cents"])

    def _subtract(self, slots: Any) -> Reply:
        return self._result(slots["b"] - slots["a"])

    def _multiply(self, slots: Any) -> Reply:
        return self._result(slots["a"] * slots["b"])

    def _divide(self, slots: Any) -> Reply:
        a, b, *more = slots.get("numbers") or (slots["a"], slots["b"])
        return self._result(a / b if b and not more else math.nan, cents=slots["cents"])

    def _remainder(self, slots: Any) -> Reply:
        return self._result(slots["a"] % slots["b"] if slots["b"] else math.nan)

    def _round(self, slots: Any) -> Reply:
        value = slots.get("a", slots.get("sum"))
        return self._sum({"sum": float(math.floor(value + 0.5)) if isinstance(value, float) else value})

    def _round_to(self, slots: Any) -> Reply:
        """To so many places, or to the nearest ten, of a number or of a sum."""
        value = slots.get("a", slots.get("sum"))
        if not isinstance(value, float) or abs(value) >= LARGEST:
            return self._sum({"sum": value})
        places = self.phrases.section("nearest")[slots["nearest"]] if "nearest" in slots else max(0, int(slots["places"]))
        shown = rounded(value, min(places, DIGITS))
        return Reply(self.phrases.say("result", value=self._spoken(shown, MOST)), follow_up=self._going_on(f"{shown:.12g}"))

    def _share(self, slots: Any) -> Reply:
        """What percentage a is of b."""
        if not slots["b"]:
            return self._result(math.nan)
        return Reply(self.phrases.say("percent", value=self._spoken(100 * slots["a"] / slots["b"])))

    def _tip(self, slots: Any) -> Reply:
        tip = slots["b"] * slots["p"] / 100
        return Reply(self.phrases.say("tip", tip=self._cents(tip), total=self._cents(slots["b"] + tip)))

    def _need_tip(self, slots: Any) -> Reply:
        return Reply(self.phrases.say("which_tip"), follow_up=self.phrases.say("tip_answer", b=self._spoken(slots["b"]), answer="{answer}"))

    def _prime(self, slots: Any) -> Reply:
        value = slots["a"]
        if not value.is_integer() or not 2 <= value <= MOST_PRIME:
            return Reply(self.phrases.say("prime_between", value=self._spoken(value), most=int(MOST_PRIME)))
        first = factor(int(value))
        key = "prime" if first == value else "no_prime"
        return Reply(self.phrases.say(key, value=self._spoken(value), factor=first, other=int(value) // first))

    def _average(self, slots: Any) -> Reply:
        return self._result(sum(slots["numbers"]) / len(slots["numbers"]))

    def _median(self, slots: Any) -> Reply:
        return self._result(statistics.median(slots["numbers"]))

    def _largest(self, slots: Any) -> Reply:
        return self._result(max(slots["numbers"]))

    def _smallest(self, slots: Any) -> Reply:
        return self._result(min(slots["numbers"]))

    def _total(self, slots: Any) -> Reply:
        return self._result(sum(slots["numbers"]))

    def _result(self, value: float, *, cents: bool = False) -> Reply:
        """cents: of money, no less is said"""
        if not math.isfinite(value):
            return Reply(self.phrases.say("too_large" if math.isinf(value) else "no_answer"))
        cents = cents and abs(value) < LARGEST
        whole = rounded(value, 2) == value if cents else exact(value)
        text = self.phrases.say("result" if whole else "about", value=self._cents(value) if cents else self._number(value))
        return Reply(text, follow_up=self._going_on(f"{value:.12g}"))

    def _going_on(self, value: str) -> str:
        """ "Times two" goes on with what came out, and "in feet" with what was converted."""
        return self.phrases.say("going_on", value=value, answer="{answer}")

    def _number(self, value: float) -> str:
        """Whole where it is exact, that no cent is lost; of very large and small ones the first digits, and how many more there are."""
        if value == 0 or SMALLEST <= abs(value) < LARGEST:
            return self._spoken(value, MOST if in_cents(value) else DIGITS if exact(value) else FEW)
        digits, _, power = f"{value:.3e}".partition("e")
        return self.phrases.say("power", value=self._spoken(float(digits)), power=int(power))

    def _cents(self, value: float) -> str:
        return self._spoken(rounded(value, 2), MOST) if abs(value) < LARGEST else self._number(value)

    def _spoken(self, value: float, digits: int = FEW) -> str:
        """With the language's own point."""
        return spoken(value, digits).replace(".", self.phrases.say("point"))

    # ---- units

    def _convert(self, slots: Any) -> Reply:
        import pint

        given, wanted = slots["quantity"], slots["unit"]
        stuff = given.stuff or str(slots.get("stuff", ""))
        try:
            value = converted(given.amount, given.unit, wanted, stuff)
        except (pint.DimensionalityError, KeyError):
            return self._unfit(given.unit, wanted)
        except TooCold:
            return Reply(self.phrases.say("too_cold", least=self._given(converted(0, "kelvin", given.unit), given.unit)))
        amount, result = self._given(given.amount, given.unit), self._of(value, wanted)
        amount = self.phrases.say("of", amount=amount, stuff=self.phrases.section("stuffs").get(stuff, stuff)) if stuff else amount
        return Reply(self.phrases.say("converted", amount=amount, value=result), follow_up=self._going_on(amount.lower()))

    def _feet(self, slots: Any) -> Reply:
        """As a person's height is told."""
        import pint

        given = slots["quantity"]
        try:
            inches = round(converted(given.amount, given.unit, "inch"))
        except pint.DimensionalityError:
            return self._unfit(given.unit, "foot")
        parts = [self._of(count, name) for count, name in zip(divmod(inches, 12), ("foot", "inch"), strict=True)]
        return Reply(self.phrases.say("converted", amount=self._given(given.amount, given.unit), value=" ".join(parts)))

    def _given(self, amount: float, unit: str) -> str:
        """As it was said, not as a result is rounded; "five foot eleven" has no end."""
        return self._of(amount, unit, DIGITS if exact(float(amount)) else FEW)

    def _of(self, amount: float, unit: str, digits: int = FEW) -> str:
        return f"{self._spoken(float(amount), digits)}{self.phrases.space}{self._unit(unit, amount)}"

    def _unfit(self, first: str, second: str) -> Reply:
        return Reply(self.phrases.say("unfit", first=self._unit(first, 2), second=self._unit(second, 2)))

    def _unit(self, name: str, amount: float) -> str:
        singular, many = self.phrases.section("units").get(name, (name.replace("_", " "), name.replace("_", " ") + "s"))
        return str(singular if amount == 1 else many)


class TooCold(Exception):
    """Below absolute zero."""


def converted(amount: float, given: str, wanted: str, stuff: str = "") -> float:
    """
    A volume of some stuff has a mass.
    Raises pint.DimensionalityError for units of different things, KeyError for an unknown stuff, TooCold.
    """
    units = registry()
    quantity = units.Quantity(amount, given)
    target = units.Unit(wanted)
    if quantity.check("[temperature]") and round(quantity.to("kelvin").magnitude, DIGITS) < 0:
        raise TooCold
    if quantity.check("[volume]") and target.dimensionality == units.gram.dimensionality:
        quantity = quantity.to("cup").magnitude * GRAMS_PER_CUP[_known(stuff)] * units.gram
    elif quantity.check("[mass]") and target.dimensionality == units.liter.dimensionality:
        quantity = quantity.to("gram").magnitude / GRAMS_PER_CUP[_known(stuff)] * units.cup
    value = float(quantity.to(target).magnitude)
    return round(value, DIGITS) if quantity.check("[temperature]") else value  # what offsets leave of zero is none


def _known(stuff: str) -> str:
    return re.sub(r"^(?:the|some|plain|white|olive|vegetable|melted|all purpose) ", "", stuff)


@lru_cache(maxsize=1)
def registry() -> UnitRegistry:
    import pint

    units: UnitRegistry = pint.UnitRegistry(autoconvert_offset_to_baseunit=True)
    for name, meaning in MARKET.items():
        units.define(f"{name} = {meaning}")
    return units
