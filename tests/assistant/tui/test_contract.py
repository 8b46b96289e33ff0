from __future__ import annotations

import sys

from assistant.errors import CameraError
from assistant.tui.contract import sentences
from models.errors import ModelMissing

if sys.version_info < (3, 11):
    from exceptiongroup import ExceptionGroup


def test_errors_raised_on_purpose_are_their_sentences_out_of_any_group():
    group = ExceptionGroup("tasks", [CameraError("No camera."), ExceptionGroup("more", [ModelMissing("No model.")])])
    assert sentences(group) == ("No camera.", "No model.")


def test_one_fault_among_them_leaves_no_sentence():
    assert sentences(ExceptionGroup("tasks", [CameraError("No camera."), KeyError("x")])) == ()
