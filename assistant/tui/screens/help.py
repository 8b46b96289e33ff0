"""The keys as they are configured, and what the privacy words mean."""

from __future__ import annotations

from textual.content import Content

from assistant.config import Keys
from assistant.phrases import Phrases
from assistant.tui.keys import ACTS, written
from assistant.tui.screens.page import Table, TextPage


def help_page(phrases: Phrases, keys: Keys) -> TextPage:
    rows = [(written(getattr(keys, act)), phrases.say(f"help_{act}")) for act in ACTS]
    fixed = [("↑ ↓", phrases.say("help_history")), ("PgUp PgDn", phrases.say("help_scroll"))]
    privacy = [(phrases.say(f"privacy_{word}"), phrases.say(f"help_{word}")) for word in ("off", "armed", "active")]
    heading = Content.styled(phrases.say("help_privacy_title"), "bold")
    return TextPage(phrases, "help_title", [Table([*rows, *fixed]), heading, Table(privacy)])
