"""`owlish run --record FOLDER`: a session bundle is begun, with what Owlish was when it was recorded."""

from __future__ import annotations

import json
import os
import re
import secrets
import time
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from assistant.config import Config
from assistant.errors import BadInput, OwlishError
from assistant.network import SECRET
from assistant.paths import model_dir
from assistant.phrases import Phrases
from assistant.session.bundle import FORMAT, SESSION, rewrite
from assistant.session.recorder import Recorder
from models import registry, weights
from models.store import MANIFEST, Store

ZONES = "zoneinfo/"
SECRETS = re.compile(r"api_key|key_file|token$|password|secret")
"""Names of settings whose value is nobody's business."""


def begun(
    folder: Path,
    config: Config,
    *,
    eyes: bool,
    ears: bool,
    ends_with_sound: bool,
    notices: Sequence[str],
    make: type[Recorder] = Recorder,
) -> tuple[Recorder | None, str]:
    """The recorder; or none, and the sentence that says why nothing is recorded."""
    phrases = Phrases("assistant", "session", config.routing.language)
    seed = secrets.token_bytes(32)
    about = {
        "format": FORMAT,
        "owlish": version("owlish"),
        "timezone": timezone(),
        "eyes": eyes,
        "ears": ears,
        "ends_with_sound": ends_with_sound,
        "notices": list(notices),
        "lots": seed.hex(),
        "budgets": {},
        "models": hashes(config),
        "config": without_secrets(config.model_dump(mode="json", exclude={"hooks"})),  # no replay runs them
    }
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # what was heard and seen is for its owner alone
        if any(folder.iterdir()):
            raise BadInput(phrases.say("folder_full", folder=folder))
        folder.chmod(0o700)
        rewrite(folder / SESSION, json.dumps(about, indent=1) + "\n")
        return make(folder, seed, config.camera.keep, config.camera.apart, phrases), ""
    except OSError as error:
        reason = phrases.say("folder_unusable", folder=folder, reason=error.strerror)
    except OwlishError as error:
        reason = str(error)
    return None, phrases.say("not_recorded", reason=reason)


def hashes(config: Config) -> dict[str, str]:
    """sha256 of each file of the models that such a session uses, those that were trained here included."""
    store, voice = Store(model_dir()), config.speech.voice.partition(":")[0]
    wanted = {config.recognition.engine, voice, *(model.id for model in registry.defaults())}
    found = {f"weights/{name}": entry["sha256"] for name, entry in weights.entries().items()}
    for model in registry.MODELS:
        if model.id in wanted and store.is_prepared(model):
            files = json.loads((store.folder(model) / MANIFEST).read_text("utf-8"))["files"]
            found |= {f"{model.id}/{name}": entry["sha256"] for name, entry in files.items()}
    return dict(sorted(found.items()))


def timezone() -> str:
    """As the variable TZ takes it: a name where the machine knows one, else the present distance from UTC."""
    if zone := os.environ.get("TZ"):
        return zone
    place = os.path.realpath("/etc/localtime")
    if ZONES in place:
        return place.partition(ZONES)[2]
    minutes = time.localtime().tm_gmtoff // 60
    sign, (hours, rest) = ("-" if minutes >= 0 else "+"), divmod(abs(minutes), 60)  # POSIX counts westwards
    return f"<local>{sign}{hours:02}:{rest:02}"


def without_secrets(value: Any, name: str = "") -> Any:
    if isinstance(value, Mapping):
        return {key: without_secrets(item, key) for key, item in value.items()}
    if isinstance(value, str):
        return "" if SECRETS.search(name) else SECRET.sub("", value)
    return value
