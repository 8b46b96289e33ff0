"""Calm and dark, with the amber of an owl's eye."""

from textual.theme import Theme

OWLISH = Theme(
    name="owlish",
    dark=True,
    primary="#f0b454",
    secondary="#7fc8b0",
    accent="#8fb8f0",
    warning="#f08a6c",
    error="#ff5f5f",
    foreground="#d6dbe0",
    background="#14171c",
    surface="#14171c",
    panel="#262c35",
    variables={"input-cursor-background": "#f0b454", "input-cursor-foreground": "#14171c"},
)
