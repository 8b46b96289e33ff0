"""What a guest may ask of a home, and with what: everything that comes from its process is looked at before it is passed on."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from assistant.errors import BadInput, StoreError
from assistant.routing import guest_wire

LARGEST_ROW = 65_536
"""Characters, with its key."""
MEMBERS: Mapping[str, tuple[str, ...]] = {
    "sight.answer": ("question",),
    "sight.ground": ("phrase",),
    "sight.describe": (),
    "sight.read": (),
    "sight.frame": (),
    "storage.put": ("key", "row"),
    "storage.delete": ("key",),
    "storage.rows": (),
    "sleep_until": ("when",),
    "announce": ("reply",),
    "play": ("sound",),
    "fetch": ("url", "json", "headers"),
    "stream": ("url", "json", "headers"),
    "pictures": (),
    "voice": ("rate", "volume"),
    "report": (),
    "stop": (),
    "switch": ("sense", "on"),
}
"""By what is asked, the names of its arguments in their order."""
BY_NAME = ("json", "headers", "rate", "volume")
"""Arguments that are passed by name."""
CHECKED: Mapping[str, Callable[[Any], Any]] = {"reply": guest_wire.sound_reply, "sound": guest_wire.sound_chunk}
TYPES: Mapping[str, type | tuple[type, ...]] = {
    **dict.fromkeys(("question", "phrase", "key", "url", "sense"), str),
    **dict.fromkeys(("when", "rate", "volume"), (int, float)),
    **dict.fromkeys(("json", "headers"), (dict, type(None))),
    "row": dict,
    "on": bool,
}


def checked(what: str, given: Any) -> dict[str, Any]:
    """The arguments in their order. Raises BadInput."""
    names = MEMBERS.get(what)
    if names is None or not isinstance(given, dict) or set(given) != set(names):
        raise BadInput(f"{what[:40]!r} cannot be asked of the house so; see assistant.skill.Home.")
    for name, kind in TYPES.items():
        if name in given and not isinstance(given[name], kind):
            raise BadInput(f"{what} was given {name} = {str(given[name])[:40]!r}, which is of the wrong type.")
    if "row" in given and (size := len(given["key"]) + len(json.dumps(given["row"]))) > LARGEST_ROW:
        raise StoreError(f"The row {given['key'][:40]!r} has {size} characters; a row of a guest may have {LARGEST_ROW}.")
    try:
        return {name: CHECKED.get(name, lambda value: value)(given[name]) for name in names}
    except ValueError as error:
        raise BadInput(f"{what} was given {error}.") from error
