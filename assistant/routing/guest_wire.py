"""What the house and a guest's process say to each other: one JSON object a line, in which sound, pictures and replies keep their kind.

house ─► guest                                        guest ─► house
{"start": ...}, once                                  {"ready": facts} or {"broken": why}
{"call": 1, "do": "handle", "turn": ...}              {"ask": 7, "call": 1, "what": "sight.answer", "with": {"question": ...}}
{"answer": 7, "value": ...} or {"error": [kind, text]}    {"drop": 7}, the answer is no longer waited for
{"answer": 7, "line": ...}, before the value          {"done": 1, "reply": ...} or {"failed": 1, "kind": ..., "text": ...}
{"cancel": 1}                                         with it "place": "coin.py:9", "frames": the traceback for the log
"""

from __future__ import annotations

import base64
import json
import math
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

import numpy as np

from assistant.events import Answer, AudioChunk, Frame, Grounding, Region
from assistant.phrases import unruled
from assistant.skill import Reply
from assistant.when import When

LONGEST_LINE = 16 * 2**20
"""Bytes: a picture of a camera, or a minute of sound."""
LONGEST_TEXT, LONGEST_LABEL, LONGEST_FRAMES = 4000, 80, 20_000
MOST_REGIONS = 200
KIND = "@"
KINDS: Mapping[str, Callable[..., Any]] = {kind.__name__: kind for kind in (Answer, AudioChunk, Frame, Grounding, Region, Reply, When)}
ARRAYS = ("uint8", "int16", "float32", "float64")


def line(message: Mapping[str, Any]) -> bytes:
    return json.dumps(encode(message)).encode() + b"\n"


def message(text: bytes) -> dict[str, Any]:
    """Raises ValueError for anything but one JSON object."""
    try:
        found = decode(json.loads(text))
    except (TypeError, KeyError, RecursionError) as error:
        raise ValueError(str(error)) from error
    if not isinstance(found, dict):
        raise ValueError(f"a {type(found).__name__} in place of a message")
    return found


def encode(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        data = np.ascontiguousarray(value)
        return {KIND: "array", "type": str(data.dtype), "shape": list(data.shape), "data": base64.b64encode(data.tobytes()).decode()}
    if isinstance(value, bytes):
        return {KIND: "bytes", "data": base64.b64encode(value).decode()}
    if is_dataclass(value) and not isinstance(value, type):
        tag = {KIND: type(value).__name__} if type(value).__name__ in KINDS else {}
        return {**tag, **{field.name: encode(getattr(value, field.name)) for field in fields(value)}}
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, Mapping):
        if KIND in value:
            return {KIND: "mapping", "items": [[str(key), encode(item)] for key, item in value.items()]}
        return {str(key): encode(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [encode(item) for item in value]
    return value if isinstance(value, (str, int, float, bool, type(None))) else str(value)


def decode(value: Any) -> Any:
    """Raises TypeError, KeyError and ValueError for what is no such thing."""
    if isinstance(value, list):
        return [decode(item) for item in value]
    if not isinstance(value, dict):
        return value
    kind = value.get(KIND)
    if kind == "bytes":
        return base64.b64decode(value["data"], validate=True)
    if kind == "array":
        if value["type"] not in ARRAYS:
            raise ValueError(f"an array of {value['type']!r}")
        return np.frombuffer(base64.b64decode(value["data"], validate=True), value["type"]).reshape(value["shape"])
    if kind == "mapping":
        return {key: decode(item) for key, item in value["items"]}
    plain = {name: decode(item) for name, item in value.items() if name != KIND}
    if kind is None:
        return plain
    return KINDS[kind](**{name: tuple(item) if isinstance(item, list) else item for name, item in plain.items()})


def sound_reply(value: Any) -> Reply:
    """What a guest calls a reply, looked at closely. Raises ValueError."""
    if not isinstance(value, Reply):
        raise ValueError(f"{type(value).__name__}; a Reply is expected")
    words = (value.text, value.engine, value.follow_up, value.undo)
    if not all(isinstance(word, str) and len(word) <= LONGEST_TEXT for word in words):
        raise ValueError(f"a Reply whose words are no texts of at most {LONGEST_TEXT} characters")
    if len(value.regions) > MOST_REGIONS or not all(isinstance(region, Region) and _is_sound(region) for region in value.regions):
        raise ValueError("a Reply whose regions are none")
    if value.confidence is not None and not (isinstance(value.confidence, (int, float)) and 0 <= value.confidence <= 1):
        raise ValueError("a Reply whose confidence is no number from 0 to 1")
    text, engine, follow_up, undo = map(written, words)
    regions = tuple(replace(region, label=written(region.label)[:LONGEST_LABEL]) for region in value.regions)
    return Reply(text, regions, engine, follow_up, undo, value.confidence)


def written(said: Any) -> str:
    """What a guest says of its own, as it may be shown: no guest shall rule the terminal in which that is."""
    return unruled(str(said)[:LONGEST_TEXT])


def written_frames(said: Any) -> str:
    """The innermost, indented: no line of a guest's shall look like one of the log's own."""
    return textwrap.indent(unruled(str(said)[-LONGEST_FRAMES:]), "  ")


def _is_sound(region: Region) -> bool:
    numbers = (*region.box, region.score) if isinstance(region.box, tuple) and len(region.box) == 4 else ("",)
    shares = (region.classes, region.colours)
    return (
        isinstance(region.label, str)
        and all(isinstance(number, (int, float)) and math.isfinite(number) for number in numbers)
        and all(isinstance(share, Mapping) and all(isinstance(part, (int, float)) for part in share.values()) for share in shares)
    )


def sound_chunk(value: Any) -> AudioChunk:
    """Raises ValueError."""
    if not (isinstance(value, AudioChunk) and isinstance(value.samples, np.ndarray) and value.samples.dtype == np.float32):
        raise ValueError("no AudioChunk of float32 samples")
    if value.samples.ndim != 1 or not np.isfinite(value.samples).all() or value.rate_hz not in range(8000, 192_001):
        raise ValueError("an AudioChunk that cannot be played")
    return AudioChunk(np.clip(value.samples, -1, 1), 0.0, value.rate_hz)
