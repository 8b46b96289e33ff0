"""Numbers as they are spoken: "two and a half", "minus three", "two thirds", "a dozen". Words are read by ovos-number-parser."""

from __future__ import annotations

import re
from functools import lru_cache

from ovos_number_parser import numbers_to_digits

NUMBER = r"\d+(?:[.,]\d+)?"
PARTS = {"half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourth": 4, "fourths": 4, "fifth": 5, "fifths": 5}
PARTS |= {"sixth": 6, "sixths": 6, "eighth": 8, "eighths": 8, "tenth": 10, "tenths": 10, "hundredth": 100, "hundredths": 100}
FRACTION = re.compile(rf"(?:(?P<whole>.+?) and )?(?P<count>[\w-]+?) (?P<part>{'|'.join(sorted(PARTS, key=len, reverse=True))})")
DOZENS = {"dozen": 12.0, "couple": 2.0, "score": 20.0, "gross": 144.0}


SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
SCALED = re.compile(rf"(?P<part>.+ point .+|point .+) (?P<scale>{'|'.join(SCALES)})")
"""The library leaves out the scale of what has a point."""

CHINESE_ONES = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
MYRIAD = 10_000
CHINESE_SCALES = {"十": 10, "百": 100, "千": 1000, "万": MYRIAD, "亿": MYRIAD**2}
CHINESE = "".join((*CHINESE_ONES, *CHINESE_SCALES))


@lru_cache(maxsize=4096)
def digits(text: str, language: str = "en") -> str:
    """ "two and a half" becomes "2.5"."""
    if language == "zh":
        return _chinese_digits(text)
    if language == "de" and " und " in text:  # "fünf und zehn" are two: one number is one word
        return " und ".join(digits(part, language) for part in text.split(" und "))
    try:
        return numbers_to_digits(re.sub(r"(?<=\w)-(?=[^\W\d])", " ", text), lang=language)
    except (NotImplementedError, ValueError, AttributeError):  # a language that the library lacks
        return text


def number(text: str, language: str = "en") -> float | None:
    """None where the text is anything but one number."""
    text = text.strip()
    negative = re.match(r"(?:minus|negative) +|-(?=\d)", text)
    if negative:
        value = number(text[negative.end() :], language)
        return None if value is None else -value
    if language == "en" and (scaled := SCALED.fullmatch(text)):
        part = number(scaled["part"])
        return None if part is None else part * SCALES[scaled["scale"]]
    if language == "zh":
        text = digits(text, language).replace("点", ".")
    if language == "en" and text.startswith("point "):
        text = f"zero {text}"
    plain = re.fullmatch(rf"({NUMBER})(?: and a half)?", text)
    if plain and plain.end(1) == len(text):
        return _float(text)
    if language == "en" and (value := _fraction(text)) is not None:
        return value
    found = re.fullmatch(rf"\s*({NUMBER})\s*", digits(text.removeprefix("a ") if language == "en" else text, language))
    return _float(found[1]) if found else None


def _fraction(text: str) -> float | None:
    """ "two thirds", "one and three quarters", "half", "a dozen"."""
    bare = re.sub(r"^an? ", "", text)
    if bare in PARTS:
        return 1 / PARTS[bare]
    many = re.fullmatch(r"(?:(.+) )?(dozen|score|gross|couple)", bare)
    if many:
        count = number(many[1]) if many[1] else 1.0
        return None if count is None else count * DOZENS[many[2]]
    found = FRACTION.fullmatch(text)
    if not found or (found["count"] in ("a", "an") and not found["whole"]):
        return None
    whole = number(found["whole"]) if found["whole"] else 0.0
    count = 1.0 if found["count"] in ("a", "an") else number(found["count"])
    return None if whole is None or count is None else whole + count / PARTS[found["part"]]


def _float(text: str) -> float:
    """A comma before three digits at the end is a thousand's, as English has it."""
    return float(text.replace(",", "") if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", text) else text.replace(",", "."))


def _chinese_digits(text: str) -> str:
    """Numerals, and parts of a unit: "两百零五", "两个半小时", "一小时半", "半个小时", "一点五小时"."""
    text = re.sub(rf"[{CHINESE}]+", lambda match: _chinese_value(match[0]), text)
    text = re.sub(r"负(?=\d)", "-", text)
    text = re.sub(r"(\d+)个半(?=\D)|(\d+)(个?(?:小时|钟头|分钟|分|天))半(?!小时|分)", r"\1\2.5\3", text)
    text = re.sub(r"半个?(?=小时|钟头|分钟|天)", "0.5", text)
    return re.sub(r"(?<=\d)点(?=\d+个?(?:小时|钟头))", ".", text)


def _chinese_value(numeral: str) -> str:
    """Signs without a scale are read one by one: "二零二六"."""
    if not set(numeral) & set(CHINESE_SCALES):
        return "".join(str(CHINESE_ONES[sign]) for sign in numeral)
    total, section, ones = 0, 0, 0
    for sign in numeral:
        scale = CHINESE_SCALES.get(sign)
        if scale is None:
            ones = CHINESE_ONES[sign]
        elif scale < MYRIAD:
            section, ones = section + (ones or 1) * scale, 0
        else:
            total, section, ones = (total + section + ones) * scale, 0, 0
    return str(total + section + ones)
