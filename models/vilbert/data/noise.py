"""How wrong the real front end is.

TRAINED is the milder noise that is trained on, with HARSH for every fourth picture; FITTED is the real detector's, measured by fit.py.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Noise:
    missed: float = 0.08
    """Things not found; small ones more often."""
    small: float = 2.5
    """How many times more often a thing below a hundredth of the picture is missed."""
    doubled: float = 0.06
    confused: float = 0.06
    """Found, but under another name."""
    invented: float = 0.15
    """Pictures with a detection where nothing is."""
    jitter: float = 0.04
    """Standard deviation of an edge, in shares of the box."""
    drawn: float = 0.04
    """Photos in which something is taken for drawn."""
    named: float = 0.7
    """The backbone's first name is the subject's."""
    masked: float = 0.4
    """A subject that is none of the detector's classes is taken for one of them."""
    told: float = 0.45
    """The tag that is true is the first of its group,"""
    hinted: float = 0.27
    """or among the first four; things, of which several are true, are anywhere among the first eight."""


TRAINED = Noise()
TRIED = Noise(missed=0.0525, small=2.86, confused=0.08, invented=0.12, jitter=0.03, drawn=0.0)
"""With which first trials measured what a small network reaches, on scenes of nothing but the detector's classes."""
CLEAR = Noise(missed=0.0, doubled=0.0, confused=0.0, invented=0.0, jitter=0.01, drawn=0.0)
"""Every thing of the detector's classes is found, once and under its name: what is wrong then is the fusion's."""
HARSH = Noise(missed=0.4, small=1.5, doubled=0.03, confused=0.12)
HARSHLY = 0.25
"""Share of the pictures with it, so that what is not found is not surely absent."""
FITTED = Noise(missed=0.66, small=1.1, doubled=0.0, confused=0.13, jitter=0.027)
"""As `python -m models.vilbert noise` measured it on 67 things of its classes in 157 photos, many of them far away or cut off."""
