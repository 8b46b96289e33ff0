"""What the models have for a person is told once."""

from __future__ import annotations

import logging

from assistant.log import Told


def test_each_warning_is_taken_once_and_information_never() -> None:
    logger, told = logging.Logger("models"), Told()
    logger.addHandler(told)
    logger.warning("%s fell.", "CUDA")
    logger.info("loaded")
    logger.warning("CUDA fell.")
    assert told.take() == ("CUDA fell.",) and told.take() == ()
    logger.warning("CUDA fell.")
    assert told.take() == ()
