"""`owlish edge ...`: parse and call. The workshop itself is the package edge; it is imported by the commands, when they are asked for."""

from __future__ import annotations

import typer

app = typer.Typer(help="From checkpoint to device: variants, checks, choice, memory, bundles.", no_args_is_help=True)
