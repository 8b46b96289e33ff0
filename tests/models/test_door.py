"""How the commands that train say what went wrong."""

from __future__ import annotations

import argparse

import pytest

from models import door
from models.errors import DamagedModel


@pytest.mark.parametrize(
    ("error", "code", "sentence"),
    [
        (FileNotFoundError(2, "no", "/run/table.npy"), 2, "/run/table.npy does not exist; make it.\n"),
        (FileNotFoundError(2, "no", "/run/other"), 2, "/run/other does not exist; check the name, and --work.\n"),
        (FileNotFoundError("no name at all"), 2, "None does not exist; check the name, and --work.\n"),
        (OSError(28, "No space left on device", "/run/checkpoint.pt"), 2, "/run/checkpoint.pt can be neither read nor written"),
        (DamagedModel("It is damaged."), 2, "It is damaged.\n"),
        (KeyboardInterrupt(), 130, "Interrupted; the same command goes on from what was kept last.\n"),
    ],
)
def test_what_a_person_can_mend_is_one_sentence(error, code, sentence, capsys):
    with pytest.raises(SystemExit) as left, door.sentences({"table.npy": "make it"}):
        raise error
    told = capsys.readouterr().err
    assert left.value.code == code and told.startswith(sentence) and told.count("\n") == 1


def test_a_fault_of_our_own_keeps_its_traceback():
    with pytest.raises(KeyError), door.sentences({}):
        raise KeyError("own")


@pytest.mark.parametrize("text", ["0", "-3", "1.5", "many", ""])
def test_a_count_is_at_least_one(text):
    with pytest.raises(argparse.ArgumentTypeError, match="1 or more"):
        door.count(text)
    assert door.count("12") == 12


@pytest.mark.parametrize("text", ["0", "-1", "nan", "inf", "long", ""])
def test_a_measure_is_above_zero(text):
    with pytest.raises(argparse.ArgumentTypeError, match="must be a number above 0"):
        door.positive(text)
    assert door.positive("0.5") == 0.5


@pytest.mark.parametrize("text", ["three", "one,three", "", "one,"])
def test_a_name_is_one_of_those_that_are_known(text):
    some = door.names({"one": 1, "two": 2})
    with pytest.raises(argparse.ArgumentTypeError, match="does not exist; choose from one, two"):
        some(text)
    assert some("two,one") == ["two", "one"]
