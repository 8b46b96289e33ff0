"""What the doctor finds, and how it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.commands.output import shown

SIGNS = {"good": "✓", "limited": "!", "broken": "✗"}
State = Literal["good", "limited", "broken"]
"""limited: Owlish runs, with less. broken: something that was asked for will not work."""


@dataclass(frozen=True)
class Finding:
    what: str
    state: State
    found: str
    remedy: str = ""


def show(finding: Finding) -> None:
    print(f"{SIGNS[finding.state]} {finding.what:12} {shown(finding.found)}", flush=True)
    if finding.remedy:
        print(f"  {'':12} {shown(finding.remedy)}", flush=True)
