"""Spoken arithmetic: "twelve times fifteen plus three", "the square root of 144", "fifteen percent of eighty". English and digits;
other languages say what their words for operators are.

The grammar, weakest first: plus, minus; times, divided by, modulo, percent of; to the power of; squared, cubed, percent; square root,
half of, double, doubled; a number, or a sum in brackets. Nothing is ever evaluated as code.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from assistant.phrases import Phrases
from assistant.routing.numerals import number

LARGEST, HIGHEST = 1e100, 1000.0
"""Beyond which numbers and powers are not computed."""
MOST_FACTORIAL = 69
"""The last below LARGEST."""
WORDS: dict[str, str] = {
    "to the power of": "^",
    "raised to": "^",
    "multiplied by": "*",
    "multiplied with": "*",
    "divided by": "/",
    "natural logarithm of": "ln",
    "natural log of": "ln",
    "logarithm of": "log",
    "log of": "log",
    "cosine of": "cos",
    "sine of": "sin",
    "tangent of": "tan",
    "square root of": "sqrt",
    "cube root of": "cbrt",
    "square of": "square",
    "cube of": "cubic",
    "square": "square",
    "cube": "cubic",
    "per cent": "%",
    "percent": "%",
    "plus": "+",
    "minus": "-",
    "take away": "-",
    "less": "-",
    "times": "*",
    "over": "/",
    "modulo": "mod",
    "mod": "mod",
    "squared": "sq",
    "cubed": "cube",
    "doubled": "doubled",
    "tripled": "tripled",
    "halved": "halved",
    "factorial of": "!",
    "factorial": "!",
    "off": "off",
    "twice": "double",
    "double": "double",
    "triple": "triple",
    "of": "of",
    "+": "+",
    "-": "-",
    "*": "*",
    "x": "*",
    "/": "/",
    "^": "^",
    "%": "%",
    "(": "(",
    ")": ")",
}
SAID = frozenset(word for words in WORDS for word in words.split())
"""All words of operators."""
OPERATOR = re.compile("|".join(rf"(?<![\w]){re.escape(word)}(?![\w])" if word[0].isalpha() else re.escape(word) for word in WORDS))
BINARY: dict[str, Callable[[float, float], float]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "mod": lambda a, b: math.fmod(a, b),
    "of": lambda a, b: a * b,
    "(": lambda a, b: a * b,
}
BEFORE: dict[str, Callable[[float], float]] = {
    "sqrt": math.sqrt,
    "cbrt": lambda a: math.copysign(abs(a) ** (1 / 3), a),
    "double": lambda a: 2 * a,
    "triple": lambda a: 3 * a,
    "square": lambda a: a * a,
    "cubic": lambda a: a**3,
    "-": lambda a: -a,
    "!": lambda a: factorial(a),
    "log": math.log10,
    "ln": math.log,
    "sin": lambda a: of_degrees(math.sin, a),
    "cos": lambda a: of_degrees(math.cos, a),
    "tan": lambda a: of_degrees(math.sin, a) / of_degrees(math.cos, a),
}
AFTER: dict[str, Callable[[float], float]] = {
    "sq": lambda a: a * a,
    "cube": lambda a: a**3,
    "doubled": lambda a: 2 * a,
    "tripled": lambda a: 3 * a,
    "halved": lambda a: a / 2,
    "!": lambda a: factorial(a),
}
MONEY = re.compile(r"(?:^| )(?:dollars?|euros?|bucks|pounds|cents|degrees?|percentage points)$")
"""Of what a sum may be, without another answer."""
CONSTANTS = {"pi": math.pi, "e": math.e}
KNOWN = re.compile(r"(?P<value>-?\d+(?:\.\d+)?) (?P<more>.+)")
THAT = re.compile(r"\b(?:that|it|this|the (?:result|answer))\b")
POWER = re.compile(r"to the (?:(\d+)(?:st|nd|rd|th)|(\w+)) power")
ORDINALS = {"second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10}
MOST_BRACKETS = 16
Token = str | float


def of_degrees(function: Callable[[float], float], degrees: float) -> float:
    """Without what a float leaves of pi: the sine of 180 degrees is 0."""
    return round(function(math.radians(degrees)), 15)


def factorial(value: float) -> float:
    """Raises ValueError for what has none, and for what nobody wants to hear."""
    if not value.is_integer() or value < 0:
        raise ValueError("no factorial")
    if value > MOST_FACTORIAL:
        raise OverflowError("too large")
    return float(math.factorial(int(value)))


class Unsolvable(ValueError):
    """It is arithmetic, and has no number for an answer: a division by zero, a root of less than zero."""


class TooLarge(Unsolvable):
    """It has one that is beyond what is computed."""


def expression(text: str, language: str = "en") -> float | None:
    """
    text: may go on with what is known: "42 half of that"
    The value; None where it is no arithmetic, or a bare number or percentage; pi is a number that is asked for. Raises Unsolvable.
    """
    if (known := KNOWN.fullmatch(text)) and THAT.search(known["more"]):
        text = THAT.sub(known["value"], known["more"])
    tokens = _tokens(text, language)
    if tokens is None or _is_bare(tokens) or tokens.count("(") > MOST_BRACKETS:
        return None
    try:
        value, rest = _sum(tokens)
    except OverflowError as error:
        raise TooLarge(str(error)) from None
    except (ZeroDivisionError, ValueError) as error:
        raise Unsolvable(str(error)) from None
    if value is None or rest:
        return None
    if not math.isfinite(value) or abs(value) > LARGEST:
        raise TooLarge("too large")
    return value


def _is_bare(tokens: Sequence[Token]) -> bool:
    return (len(tokens) < 2 and tokens != [math.pi]) or tokens[1:] == ["%"] or (tokens[0] == "-" and len(tokens) == 2)


def _tokens(text: str, language: str) -> list[Token] | None:
    tokens: list[Token] = []
    at = 0
    for pattern, said in _rules(language):
        text = pattern.sub(said, text)
    text = POWER.sub(lambda found: f"to the power of {found[1] or ORDINALS.get(found[2], found[2])}", text)
    for match in [*OPERATOR.finditer(text), None]:
        between = re.sub(r"^the\b\s*", "", text[at : match.start() if match else len(text)].strip())
        if between := MONEY.sub("", between):
            value = CONSTANTS.get(between, number(between, language))
            if value is None:
                return None
            tokens.append(value)
        if match:
            tokens.append(WORDS[match[0]])
            at = match.end()
    return tokens


@lru_cache(maxsize=4)
def _rules(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """What another language says for the words of operators, from its table `sums`."""
    own = Phrases("assistant", "routing", language).own("sums")
    return tuple((re.compile(pattern), said) for pattern, said in own.items())


# ---- the grammar; each returns the value and what is left, None where nothing fits

Parsed = tuple[float | None, Sequence[Token]]


def _sum(tokens: Sequence[Token]) -> Parsed:
    value, rest = _product(tokens)
    while value is not None and rest and rest[0] in ("+", "-"):
        sign = rest[0]
        other, after = _product(rest[1:])
        if other is None:
            return None, rest
        if after and after[0] == "%":  # "eighty plus ten percent" means ten percent of the eighty
            other, after = value * other / 100, after[1:]
        value, rest = BINARY[str(sign)](value, other), after
    if value is not None and rest and rest[0] == "%":
        return value / 100, rest[1:]
    return value, rest


def _product(tokens: Sequence[Token]) -> Parsed:
    value, rest = _power(tokens)
    while value is not None and rest:
        share = rest[0] == "%" and len(rest) > 1 and rest[1] in ("of", "off")
        if (not share and rest[0] not in ("*", "/", "mod", "of", "(")) or (rest[0] == "of" and not 0 < value < 1):  # no share of anything
            break
        other, after = _power(rest[2:] if share else rest if rest[0] == "(" else rest[1:])
        if other is None:
            return None, rest
        percent = value if not share or rest[1] == "of" else 100 - value
        value, rest = (percent / 100 * other if share else BINARY[str(rest[0])](value, other)), after
    return value, rest


def _power(tokens: Sequence[Token]) -> Parsed:
    value, rest = _single(tokens)
    if value is not None and rest and rest[0] == "^":
        other, rest = _power(rest[1:])
        if other is None:
            return None, rest
        if abs(other) > HIGHEST:
            raise OverflowError("too large")
        raised = value**other
        if isinstance(raised, complex):
            raise Unsolvable("no real number")
        return raised, rest
    return value, rest


def _single(tokens: Sequence[Token]) -> Parsed:
    if not tokens:
        return None, tokens
    if isinstance(tokens[0], float):
        value, rest = tokens[0], tokens[1:]
    elif tokens[0] == "(":
        inner, after = _sum(tokens[1:])
        if inner is None or not after or after[0] != ")":
            return None, tokens
        value, rest = inner, after[1:]
    elif tokens[0] in BEFORE:
        inner, rest = _single(tokens[2:] if len(tokens) > 1 and tokens[1] == "of" else tokens[1:])
        if inner is None:
            return None, tokens
        return BEFORE[str(tokens[0])](inner), rest
    else:
        return None, tokens
    while rest and rest[0] in AFTER:
        value, rest = AFTER[str(rest[0])](value), rest[1:]
    return value, rest
