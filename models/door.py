"""The door of the commands that train and measure: what a person can mend is one sentence and exit code 2, Ctrl-C a sentence and 130."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from models.errors import ModelError

INTERRUPTED = 130


@contextmanager
def sentences(made_by: Mapping[str, str]) -> Iterator[None]:
    """made_by: what to do where a file is missing, by its name. Raises SystemExit."""
    try:
        yield
    except KeyboardInterrupt:
        leave(INTERRUPTED, "Interrupted; the same command goes on from what was kept last.")
    except FileNotFoundError as error:
        leave(2, f"{error.filename} does not exist; {made_by.get(Path(error.filename or '').name, 'check the name, and --work')}.")
    except OSError as error:
        leave(2, f"{error.filename or 'A file'} can be neither read nor written ({error.strerror or error}); make room, or choose another.")
    except (ModelError, ValueError) as error:
        leave(2, str(error))


def leave(code: int, sentence: str) -> None:
    print(sentence, file=sys.stderr)
    raise SystemExit(code)


def names(known: Iterable[str]) -> Callable[[str], list[str]]:
    """The type of an option that names some of those, by comma; for argparse."""
    every = list(known)

    def some(text: str) -> list[str]:
        for name in (chosen := text.split(",")):
            if name not in every:
                raise argparse.ArgumentTypeError(f"'{name}' does not exist; choose from {', '.join(every)}")
        return chosen

    return some


def count(text: str) -> int:
    """The type of an option that counts something; for argparse."""
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"'{text}' must be a whole number, 1 or more")
    return int(text)


def positive(text: str) -> float:
    """The type of an option that measures something, as seconds; for argparse."""
    try:
        if 0 < (number := float(text)) < float("inf"):
            return number
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"'{text}' must be a number above 0")


def file(text: str) -> Path:
    """The type of an option that names a file to be read; for argparse."""
    if not Path(text).is_file():
        raise argparse.ArgumentTypeError(f"'{text}' is no file that is there")
    return Path(text)


def folder(text: str) -> Path:
    """The type of an option that names a folder to be read; for argparse."""
    if not Path(text).is_dir():
        raise argparse.ArgumentTypeError(f"'{text}' is no folder that is there")
    return Path(text)


def png(text: str) -> Path:
    """The type of an option that names a picture to be written; for argparse."""
    if Path(text).suffix != ".png" or not Path(text).parent.is_dir():
        raise argparse.ArgumentTypeError(f"'{text}' must end in .png, and its folder must be there")
    return Path(text)
