"""What the registry promises of every model."""

from __future__ import annotations

import importlib
import re

import pytest

from models import registry

TASKS = {"people", "vad", "wake", "asr", "tts", "detector", "backbone", "vlm", "sentence", "ocr"}
every_model = pytest.mark.parametrize("model", registry.MODELS, ids=lambda model: model.id)


def test_ids_are_unique():
    assert len({model.id for model in registry.MODELS}) == len(registry.MODELS)


@every_model
def test_every_origin_is_pinned_by_version_hash_and_size(model):
    for origin in model.origins:
        assert re.fullmatch(r"[0-9a-f]{64}", origin.sha256)
        assert re.fullmatch(r"\d[\w.]*", origin.version)
        assert origin.bytes > 0


@every_model
def test_no_two_origins_of_a_model_share_a_name(model):
    assert len({origin.name for origin in model.origins}) == len(model.origins)


@every_model
def test_every_model_names_its_task_licence_and_makers(model):
    assert model.task in TASKS
    assert model.licence
    assert model.credit


@every_model
def test_the_preparation_exists(model):
    module, function = model.prepare.split(":")
    assert callable(getattr(importlib.import_module(module), function))


def test_every_id_is_found():
    assert all(registry.find(model.id) is model for model in registry.MODELS)
