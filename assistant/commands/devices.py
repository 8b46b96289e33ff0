"""`owlish devices`: the names to choose from."""

from __future__ import annotations

from dataclasses import asdict

from assistant.commands.output import emit, table
from assistant.senses.devices import cameras, microphones, speakers


def devices(as_json: bool) -> int:
    found = (*microphones(), *speakers(), *cameras())
    if as_json:
        for device in found:
            emit(asdict(device))
    elif found:
        table(("name", "sense", "details", "default"), ((one.name, one.sense, one.details, "yes" if one.default else "") for one in found))
    else:
        print("No microphone, loudspeaker or camera was found; files serve as well: owlish run --mic FILE --camera FILE.")
    return 0
