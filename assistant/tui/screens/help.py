"""F1: the keys, and what the privacy words mean."""

from __future__ import annotations

from textual.content import Content

from assistant.phrases import Phrases
from assistant.tui.keys import KEYS
from assistant.tui.screens.page import Page, table


def help_page(phrases: Phrases) -> Page:
    keys = [(KEYS[act], phrases.say(f"help_{act}")) for act in KEYS]
    privacy = [(phrases.say(f"privacy_{word}"), phrases.say(f"help_{word}")) for word in ("off", "armed", "active")]
    heading = Content.styled(phrases.say("help_privacy_title"), "bold")
    return Page(
        phrases, "help_title", Content("\n\n").join([table([*keys, ("PgUp PgDn", phrases.say("help_scroll"))]), heading, table(privacy)])
    )
