"""What a skill has kept, as it reads it: a row that is not as it writes them stays where it is, and takes no other with it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from assistant.skill import Home

Thing = TypeVar("Thing")
logger = logging.getLogger("owlish.skills")


async def kept(home: Home, of: Callable[[str, Mapping[str, Any]], Thing]) -> list[Thing]:
    """of: a row, with its key, as what it means; raises what Python raises where a field is missing or of another kind."""
    things = []
    for key, row in (await home.storage.rows()).items():
        try:
            things.append(of(key, row))
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            logger.warning("a row of %s is left out: %s", of.__module__, type(error).__name__)  # its key may be a person's word
    return things
