"""bfloat16 in training: half the time where the processor multiplies in it, twice the time where it only emulates it."""

from __future__ import annotations

import torch


def fast(device: torch.device | str = "cpu") -> bool:
    """Whether the device multiplies in bfloat16 itself: GPUs from Ampere on, processors with AVX512-BF16, AMX or Arm's BF16."""
    if torch.device(device).type == "cuda":
        return torch.cuda.is_bf16_supported(including_emulation=False)
    return any(has for what, has in torch.cpu.get_capabilities().items() if "bf16" in what)


def autocast(device: torch.device | str = "cpu", wanted: bool = True) -> torch.autocast:
    """wanted: False for numbers that must not depend on the processor"""
    return torch.autocast(torch.device(device).type, torch.bfloat16, enabled=wanted and fast(device))
