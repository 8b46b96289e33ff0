"""A log for those who look for a fault: what happened and when, never what was said or seen."""

from __future__ import annotations

import logging
import traceback
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from assistant.events import Event, SenseTrouble, SkillFailed, StateChanged, TurnEnded
from assistant.paths import data_dir, keep_private

logger = logging.getLogger("owlish")
logger.addHandler(logging.NullHandler())
logger.propagate = False
logging.raiseExceptions = False  # a full disk must not speak through the log

BYTES, KEPT = 1_000_000, 3


def log_file() -> Path:
    return data_dir() / "owlish.log"


def open_file() -> None:
    """<data>/owlish.log and its three predecessors; without a place to write there is no log, and nothing else changes."""
    try:
        handler = PrivateHandler(log_file(), maxBytes=BYTES, backupCount=KEPT, encoding="utf-8")
    except OSError:
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(process)d %(message)s"))
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)


class PrivateHandler(RotatingFileHandler):
    """Each file is its owner's alone."""

    def _open(self) -> TextIOWrapper:
        keep_private(Path(self.baseFilename))
        return super()._open()


class Told(logging.Handler):
    """What the models have to tell a person: another provider than the chosen one, memory that ran out. Each sentence once."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._known: set[str] = set()
        self._waiting: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        sentence = record.getMessage()
        if sentence not in self._known:
            self._known.add(sentence)
            self._waiting.append(sentence)

    def take(self) -> tuple[str, ...]:
        """Those that nobody has taken yet."""
        taken, self._waiting = tuple(self._waiting), []
        return taken


def fault(error: BaseException) -> None:
    """Its kind and where it happened; its message may quote a person, so it stays out."""
    for part in getattr(error, "exceptions", ()):
        fault(part)
    logger.error("%s\n%s", type(error).__name__, "".join(traceback.format_tb(error.__traceback__)))


def watch(event: Event) -> None:
    """A watcher for the bus."""
    if isinstance(event, StateChanged):
        logger.info("state %s", event.state)
    elif isinstance(event, SenseTrouble):
        logger.warning("%s %s", event.sense, "recovered" if event.recovered else "in trouble")  # its sentence may hold a camera's password
    elif isinstance(event, SkillFailed):
        logger.warning("skill %s failed", event.skill)
    elif isinstance(event, TurnEnded):
        logger.info("turn %d %s %s", event.turn, event.outcome, {stage: round(seconds, 3) for stage, seconds in event.stages.items()})
