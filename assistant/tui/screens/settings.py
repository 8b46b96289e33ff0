"""Every setting with its value and its origin; a change is written into the person's own file, and holds at once where it can."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from assistant import config_edit
from assistant.changes import AT_ONCE
from assistant.config import Config, checked
from assistant.errors import ConfigError
from assistant.layers import Layer, layers
from assistant.network import HIDDEN, SECRET
from assistant.phrases import Phrases
from assistant.tui.screens.page import Page

NAME, VALUE = 29, 20
"""Cells of the first two columns."""


@dataclass
class Changed(Message):
    """A setting that holds at once has another value."""

    key: str
    value: Any


class Settings(OptionList):
    def on_resize(self) -> None:
        """The chosen one stays in view, however much room its explanation and what is typed take."""
        self.scroll_to_highlight()


class SettingsPage(Page):
    BINDINGS = [Binding("delete", "unset")]  # noqa: RUF012 - Textual declares it so

    def __init__(self, phrases: Phrases, file: Path | None, flags: Mapping[str, Any] | None, started_with: dict[str, Any]) -> None:
        """
        file:         in place of the person's own
        flags:        {"section.field": value} of the command line
        started_with: values of the settings that have been changed since the start and hold from the next; kept up to date
        """
        super().__init__(phrases, "settings_title")
        self._file, self._flags, self._started_with = file, flags, started_with
        self._stack: list[Layer] = []
        self._config = Config()
        self._troubled = ""
        self._fields = dict(config_edit.fields())
        self._list, self._about, self._entry = Settings(markup=False), Static("", classes="about"), Input(id="entry")

    def content(self) -> ComposeResult:
        yield self._list
        yield self._about
        yield self._entry

    def on_mount(self) -> None:
        self._entry.display = False
        self._list.add_options(Option(key, id=key) for key in self._fields)
        self._list.highlighted = 0
        self._guarded(self._read)
        self._list.focus()

    @property
    def _key(self) -> str:
        return list(self._fields)[self._list.highlighted or 0]

    def on_option_list_option_highlighted(self) -> None:
        """A trouble stays as long as one stays at the setting that it came from."""
        if self._key != self._troubled:
            self._explain()

    def on_option_list_option_selected(self) -> None:
        """What can be counted goes to its next value; anything else is typed."""
        values = config_edit.choices(self._fields[self._key])
        now = config_edit.value_of(self._config, self._key)
        if values:
            following = values[(values.index(now) + 1) % len(values)]
            self._change(lambda: config_edit.put(self._key, _text(following), self._file))
        else:
            self._type(_text(now))

    def _type(self, text: str) -> None:
        self._entry.value = text
        self._entry.display = True
        self._entry.focus()

    def on_input_submitted(self, message: Input.Submitted) -> None:
        message.stop()
        if self._change(lambda: config_edit.put(self._key, message.value, self._file)):
            self._leave_entry()

    def action_unset(self) -> None:
        self._change(lambda: config_edit.drop(self._key, self._file))

    def action_dismiss(self, result: None = None) -> Any:
        """Escape ends typing before it closes the page."""
        if self._entry.display:
            self._leave_entry()
            self._explain()
            return None
        return self.dismiss(result)

    def _leave_entry(self) -> None:
        self._entry.display = False
        self._list.focus()

    def _change(self, act: Callable[[], object]) -> bool:
        before = config_edit.value_of(self._config, self._key)
        done = self._guarded(lambda: self._written(act, before))
        now = config_edit.value_of(self._config, self._key)
        if now != before and self._key in AT_ONCE:
            self.post_message(Changed(self._key, now))
        return done

    def _written(self, act: Callable[[], object], before: Any) -> None:
        act()
        if self._key not in AT_ONCE:
            self._started_with.setdefault(self._key, before)

    def _guarded(self, act: Callable[[], object]) -> bool:
        """What is wrong is told in the place of the explanation, and nothing has been written."""
        try:
            act()
            self._read()
        except ConfigError as error:
            self._troubled = self._key
            self._about.update(Content.assemble((f"{self.phrases.say('trouble')}  ", "bold $warning"), (str(error), "$warning")))
            return False
        self._explain()
        return True

    def _read(self) -> None:
        self._stack = layers(self._file if self._file and self._file.exists() else None, self._flags)
        self._config = checked(self._stack)
        for number, key in enumerate(self._fields):
            self._list.replace_option_prompt_at_index(number, self._row(key))

    def _row(self, key: str) -> Content:
        source, line = config_edit.origin(key, self._stack)
        value = SECRET.sub(HIDDEN, _text(config_edit.value_of(self._config, key))) or '""'
        place = f"{Path(source).name}:{line}" if line else source
        changed, now = source != "default", config_edit.value_of(self._config, key)
        later = self._started_with.get(key, now) != now
        return Content.assemble(
            f"{key:{NAME}}",
            (f"{value:{VALUE}} ", "bold" if changed else ""),
            (self.phrases.say("settings_later"), "$warning") if later else (place if changed else self.phrases.say("default"), "dim"),
        )

    def _explain(self) -> None:
        self._troubled = ""
        info = self._fields[self._key]
        values = ", ".join(map(_text, config_edit.choices(info)))
        how = self.phrases.say("settings_choose", values=values) if values else self.phrases.say("settings_type")
        when = self.phrases.say("settings_at_once" if self._key in AT_ONCE else "settings_when")
        self._about.update(Content.assemble(info.description or "", "\n", (f"{how} {when}", "dim")))


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
