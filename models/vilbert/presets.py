"""The sizes that can be trained here. `student-s` ships, `student-xs` is that of the ablations, `tiny` that of the tests; `teacher` and
`student-m` wait for a GPU and never were trained."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

PRESETS: Mapping[str, Mapping[str, Any]] = {
    "teacher": {"width": 256, "heads": 8, "text_layers": 2, "image_layers": 1, "blocks": 4, "feed_forward": 3},
    "student-s": {"width": 128, "heads": 4, "text_layers": 2, "image_layers": 1, "blocks": 2, "feed_forward": 2},
    "student-m": {"width": 192, "heads": 6, "text_layers": 2, "image_layers": 1, "blocks": 3, "feed_forward": 3},
    "student-xs": {"width": 64, "heads": 4, "text_layers": 1, "image_layers": 1, "blocks": 2, "feed_forward": 2},
    "tiny": {"width": 32, "heads": 2, "text_layers": 1, "image_layers": 1, "blocks": 1, "feed_forward": 2},
}
