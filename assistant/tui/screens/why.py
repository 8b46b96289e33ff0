"""Why the last turn was answered as it was, from what was heard to where the time went."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content

from assistant.events import Box, Looked
from assistant.phrases import Phrases
from assistant.tui.bars import reach
from assistant.tui.latency import STAGES, WHOLES
from assistant.tui.screens.page import Table, TextPage
from assistant.tui.turns import TurnRecord

BAR = 24
"""Cells of the longest stage's bar."""


def why_page(phrases: Phrases, record: TurnRecord | None) -> TextPage:
    if record is None:
        return TextPage(phrases, "why_title", [Content(phrases.say("why_none"))])
    blocks: list[Content | Table] = [
        Table([*_heard(phrases, record), *_routed(phrases, record), *_replied(phrases, record)]),
        _block(phrases, "why_candidates", _candidates(record)),
        _block(phrases, "why_frames", [line for look in record.looks for line in _looked(phrases, look)] or [phrases.say("why_no_frames")]),
        _block(phrases, "why_stages", _stages(phrases, record)),
    ]
    return TextPage(phrases, "why_title", blocks)


def _block(phrases: Phrases, title: str, lines: list[str]) -> Content:
    return Content.assemble((phrases.say(title), "bold $primary"), *(f"\n  {line}" for line in lines))


def _heard(phrases: Phrases, record: TurnRecord) -> list[tuple[str, str]]:
    if record.source == "skill":
        return [(phrases.say("why_heard"), phrases.say("why_from_skill"))]
    said = record.transcript
    by = f"{said.engine}, {said.confidence:.0%}" if said and record.source == "voice" else phrases.say("why_from_text")
    return [(phrases.say("why_heard"), f"{record.words}  ({by})")]


def _routed(phrases: Phrases, record: TurnRecord) -> list[tuple[str, str]]:
    routed = record.routed
    if routed is None:
        return []
    chosen = f"{routed.skill} / {routed.intent}  ({routed.confidence:.0%})" if routed.skill else phrases.say("why_no_skill")
    slots = ", ".join(f"{name} = {value}" for name, value in routed.slots.items())
    return [(phrases.say("why_skill"), chosen), *([(phrases.say("why_slots"), slots)] if slots else [])]


def _replied(phrases: Phrases, record: TurnRecord) -> list[tuple[str, str]]:
    return [(phrases.say("why_replied"), record.reply.text)] if record.reply and record.reply.text else []


def _candidates(record: TurnRecord) -> list[str]:
    if record.routed is None or not record.routed.candidates:
        return ["-"]
    return [f"{one.score:.2f}  {one.skill} / {one.intent}  ({one.method})" for one in record.routed.candidates]


def _looked(phrases: Phrases, look: Looked) -> list[str]:
    frame = look.scene.frame
    width, height = frame.size
    named = phrases.say("why_frame", index=frame.index, source=frame.source or "-", width=width, height=height, age=f"{look.age:.2f}")
    rests_on = [f"{phrases.say('why_rests_on')} {region.label} {region.score:.2f} at {_corners(region.box)}" for region in look.regions]
    engine = [look.engine if look.confidence is None else f"{look.engine}, {look.confidence:.0%}"] if look.engine else []
    return [named, *engine, *rests_on]


def _corners(box: Box) -> str:
    return "[" + ", ".join(f"{edge:.0f}" for edge in box) + "]"


def _stages(phrases: Phrases, record: TurnRecord) -> list[str]:
    if record.ended is None:
        return [phrases.say("why_running")]
    stages = record.ended.stages
    shown = [stage for stage in (*STAGES, *reversed(WHOLES)) if stage in stages]
    longest = max(stages.values(), default=0.0) or 1.0
    names = [phrases.say(f"stage_{stage}") for stage in shown]
    width = max(map(cell_len, names), default=0)
    return [
        f"{name}{' ' * (width - cell_len(name))}  {stages[stage]:6.3f} s  {reach(stages[stage] / longest, BAR)}"
        for name, stage in zip(names, shown, strict=True)
    ]
