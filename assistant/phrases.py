"""The assistant's words, by language, from TOML files: `locales/<language>/<topic>.toml` beside the package that speaks.

[phrases]
started = "{name} timer set for {duration}."
left = { one = "One timer is left.", two = "Both timers are left.", other = "{n} timers are left." }
done = ["Done.", "All right."]        # a list: the first, unless a choice is given
"""

from __future__ import annotations

import string
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from importlib import resources
from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import ConfigError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

DEFAULT_LANGUAGE = "en"


class _Formatter(string.Formatter):
    def convert_field(self, value: Any, conversion: str | None) -> Any:
        """`{name!c}` begins with a capital letter, as a German noun does."""
        return str(value)[:1].upper() + str(value)[1:] if conversion == "c" else super().convert_field(value, conversion)


FORMATTER = _Formatter()
NUMBERED = {1: "one", 2: "two"}
TURNING = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
CONTROLS = "".join(map(chr, (*range(9), *range(11, 32), *range(127, 160), *TURNING, *range(0xD800, 0xE000))))
"""
Characters that a terminal would obey, but for the tab and the end of a line; those that turn the direction in which a line is read; and
halves of characters, which nothing can write.
"""
UNRULED = str.maketrans("", "", CONTROLS)


def unruled(said: Any) -> Any:
    """A text, or all texts of a table, without what would rule the terminal in which it is shown."""
    if isinstance(said, Mapping):
        return {unruled(key): unruled(value) for key, value in said.items()}
    if isinstance(said, list):
        return [unruled(value) for value in said]
    return said.translate(UNRULED) if isinstance(said, str) else said


class Phrases:
    """Phrases of one topic in one language; what a language lacks is said in English."""

    def __init__(self, package: str | Path, topic: str, language: str = DEFAULT_LANGUAGE) -> None:
        """package: its name, or its folder where none of its code shall run."""
        self.language = language
        self._place = (package, topic)
        self._own = read(package, topic, language)
        self._english = read(package, topic, DEFAULT_LANGUAGE)

    @property
    def native(self) -> bool:
        """Whether there is a file in the language itself."""
        return bool(self._own)

    @property
    def missing(self) -> bool:
        """Whether there is no English file, not even an empty one."""
        return not file_of(*self._place, DEFAULT_LANGUAGE).is_file()

    def lacking(self) -> Iterator[tuple[str, str, str]]:
        """(language, key, another language) of each phrase that the topic has in the other one, and not in the first."""
        package, topic = self._place
        keys = {language: read(package, topic, language).get("phrases", {}) for language in languages_of(package, topic)}
        for other, language in permutations(keys, 2):
            yield from ((language, key, other) for key in keys[other] if key not in keys[language])

    def say(self, key: str, **slots: Any) -> str:
        """
        `n` chooses the plural form: `one`, `two` or `other`, which stands in for those that are not there.
        Raises KeyError for a phrase that exists in no language, or a slot that was not given.
        """
        phrase = self._own.get("phrases", {}).get(key, self._english.get("phrases", {}).get(key))
        if phrase is None:
            raise KeyError(f"no phrase '{key}'")
        if isinstance(phrase, Mapping):
            phrase = phrase.get(NUMBERED.get(slots.get("n", 0)), phrase["other"])
        if isinstance(phrase, list):
            phrase = phrase[0]
        try:
            return FORMATTER.vformat(phrase, (), slots)
        except KeyError as error:
            raise KeyError(f"phrase '{key}' has no value for {{{error.args[0]}}}") from None

    def row(self, things: Sequence[str], join: str) -> str:
        """ "milk, eggs and bread", with the phrases `comma` and the one that joins the last."""
        return self.say(join).join(filter(None, (self.say("comma").join(things[:-1]), *things[-1:])))

    @property
    def space(self) -> str:
        """Between words and sentences; Chinese has none."""
        return "" if self.language == "zh" else " "

    def text(self, sentences: Iterable[str]) -> str:
        """One after the other."""
        return self.space.join(sentences)

    def parts(self, text: str) -> Sequence[str]:
        """Its words; its signs in a language that has nothing between them."""
        return text.split() if self.space else text

    @property
    def tables(self) -> Mapping[str, Any]:
        """All of the file; the English one where this language has none."""
        return self._own or self._english

    def own(self, name: str) -> Mapping[str, Any]:
        """The same of the language itself; empty where it has none."""
        return self._own.get(name, {})

    def section(self, name: str) -> Mapping[str, Any]:
        """Another table of the file (intents, lists, words), English where this language has none, not even an empty one."""
        return self._own[name] if name in self._own else self._english.get(name, {})


def file_of(package: str | Path, topic: str, language: str) -> Traversable:
    return (package if isinstance(package, Path) else resources.files(package)) / "locales" / language / f"{topic}.toml"


def languages_of(package: str | Path, topic: str) -> list[str]:
    """Those in which there is a file of the topic, English first."""
    folders = (package if isinstance(package, Path) else resources.files(package)) / "locales"
    found = [folder.name for folder in folders.iterdir() if (folder / f"{topic}.toml").is_file()] if folders.is_dir() else []
    return sorted(found, key=lambda language: (language != DEFAULT_LANGUAGE, language))


@lru_cache(maxsize=256)
def read(package: str | Path, topic: str, language: str) -> dict[str, Any]:
    """The file's tables, a guest's maybe; empty when the language has no such file. Raises ConfigError when it cannot be parsed."""
    path = file_of(package, topic, language)
    try:
        return unruled(tomllib.loads(path.read_text("utf-8")))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} is not valid TOML ({error}).") from error
