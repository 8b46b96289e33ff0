"""What can be said, skill by skill; Enter asks the chosen example."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from assistant.phrases import Phrases
from assistant.tui.screens.page import Page


class Asked(Message):
    """An example was chosen."""

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self.sentence = sentence


class SkillsPage(Page):
    def __init__(self, phrases: Phrases, examples: Mapping[str, Sequence[str]]) -> None:
        super().__init__(phrases, "skills_title")
        self._examples = {skill: sentences for skill, sentences in examples.items() if sentences}

    def content(self) -> ComposeResult:
        yield Static(Content.styled(self.phrases.say("skills_how"), "dim"), classes="about")
        yield OptionList(*self._options(), markup=False)

    def _options(self) -> Iterator[Option]:
        for skill, sentences in self._examples.items():
            yield Option(Content.styled(skill, "bold $primary"), disabled=True)
            for number, sentence in enumerate(sentences):
                yield Option(f"  {sentence}", id=f"{skill}/{number}")

    def on_option_list_option_selected(self, message: OptionList.OptionSelected) -> None:
        skill, _, number = (message.option.id or "").rpartition("/")
        self.app.post_message(Asked(self._examples[skill][int(number)]))
        self.dismiss()
