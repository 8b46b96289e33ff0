"""`owlish skills`, and what each skill may: grant, revoke, forget, audit."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from assistant.commands.database import kept, known, read
from assistant.commands.output import emit, several, shown, table
from assistant.commands.route import described, registry_of, samples
from assistant.config import Config
from assistant.consent import Holder
from assistant.errors import BadInput
from assistant.memory.audit import entries
from assistant.memory.database import Database
from assistant.memory.grants import Grant, all_grants, decide, forget
from assistant.memory.storage import all_holders, forget_all
from assistant.permissions import CONFIGURED, NETWORK, declares, named_hosts
from assistant.routing.registry import Registry

ASKED = "asked for"


def skills(config: Config, as_json: bool) -> int:
    registry = registry_of(config)
    with known() as database:
        rows = [{**described(one), "permissions": states(config, Holder.of(one), database)} for one in registry.loaded]
        left = gone(registry, database)
    if as_json:
        for row in rows:
            emit(row)
    else:
        listed = ((row["skill"], "\n".join(samples(row)), "\n".join(may(row)), row["from"]) for row in rows)
        table(("skill", "say for example", "may", "from"), listed)
        if left:
            print(f"Something is still kept of skills that are not here: {', '.join(left)}. To delete it: owlish skills forget SKILL")
    return 0


def may(row: dict[str, Any]) -> Iterator[str]:
    for permission, state in row["permissions"].items():
        yield f"{permission} ({state})"


def states(config: Config, holder: Holder, database: Database) -> dict[str, str]:
    """By permission: granted, denied, or asked for on first use."""
    decided = {grant.permission: grant.state for grant in all_grants(database, holder.skill, holder.owner)}
    return {one: decided.get(one) or holder.by_default(one) or ASKED for one in declared(config, holder)}


def declared(config: Config, holder: Holder) -> list[str]:
    """What `network:*` stands for is named, host by host."""
    hosts = named_hosts(config.model_dump()) if CONFIGURED in holder.declared else ()
    return [*(one for one in holder.declared if one != CONFIGURED), *(NETWORK + host for host in sorted(hosts))]


def grant(config: Config, skill: str, permission: str) -> int:
    """Raises BadInput for a skill that there is not, and for what it does not declare."""
    registry = registry_of(config)
    holder = find(registry, skill)
    if not declares(holder.declared, permission, named_hosts(config.model_dump())):
        raise BadInput(f"{holder} does not declare {permission}; it declares {', '.join(declared(config, holder)) or 'nothing'}.")
    with kept() as database:
        decide(database, Grant(skill, holder.owner, permission, "granted", time.time()))
    print(f"{skill}: {permission} granted.")
    return 0


def revoke(config: Config, skill: str, permission: str | None) -> int:
    """All that it has when permission is None. What a skill has from the start is denied; anything else is asked for again."""
    holder = find(registry_of(config), skill)
    if permission is not None and permission not in declared(config, holder):
        raise BadInput(f"{holder} does not declare {permission}; it declares {', '.join(declared(config, holder)) or 'nothing'}.")
    with kept() as database:
        decided = [one.permission for one in all_grants(database, skill, holder.owner)]
        for one in sorted({*declared(config, holder), *decided}) if permission is None else [permission]:
            if holder.by_default(one):
                decide(database, Grant(skill, holder.owner, one, "denied", time.time()))
                print(f"{skill}: {one} denied.")
            else:
                forget(database, skill, holder.owner, one)
                print(f"{skill}: {one} will be asked for.")
    return 0


def forget_skill(skill: str, owner: str | None) -> int:
    """
    What it stored and what it was allowed, be it installed or not; the audit stays.
    owner: the distribution that brought it; needed where several have brought one of this name
    Raises BadInput where nothing is kept, or it is not clear whose; StoreError.
    """
    with kept() as database:
        everyone = all_holders(database)
        owners = sorted(one for name, one in everyone if name == skill and owner in (None, one))
        if not owners:
            others = ", ".join(sorted({name for name, _ in everyone}))
            rest = f"; something is kept for {others}" if others else ", nor for any other skill: there is nothing to forget"
            raise BadInput(f"Nothing is kept for {of(skill, owner or '')}{rest}.")
        if len(owners) > 1:
            brought = " and ".join(filter(None, owners))
            raise BadInput(f"Skills '{skill}' of {brought} have kept something; name one: owlish skills forget {skill} {owners[-1]}")
        rows, grants = forget_all(database, skill, owners[0])
    print(f"{of(skill, owners[0])}: {several(rows, 'row')} and {several(grants, 'decision')} about what it may are forgotten.")
    return 0


def gone(registry: Registry, database: Database) -> list[str]:
    """Skills of which something is kept, and which are not here."""
    here = {(one.skill.name, one.owner) for one in registry.loaded}
    return [of(skill, owner) for skill, owner in sorted(all_holders(database)) if (skill, owner) not in here]


def of(skill: str, owner: str) -> str:
    return f"{skill} ({owner})" if owner else skill


def find(registry: Registry, skill: str) -> Holder:
    try:
        return Holder.of(registry.loaded_as(skill))
    except KeyError:
        raise BadInput(f"There is no skill '{skill}'; there are {', '.join(one.name for one in registry.skills)}.") from None


def audit(skill: str | None, as_json: bool) -> int:
    """Raises StoreError."""
    with read() as database:
        rows = entries(database, time.time(), skill)
    if as_json:
        for row in rows:
            emit(row)
    elif rows:
        table(("when", "skill", "did", "with", "what for"), (cells(row) for row in rows))
    else:
        print("No skill has looked, asked the network or saved a picture in the last 30 days.")
    return 0


def cells(row: dict[str, Any]) -> tuple[str, ...]:
    when = datetime.fromtimestamp(row["time"]).strftime("%Y-%m-%d %H:%M:%S")
    times = f", {row['times']} times until {datetime.fromtimestamp(row['until']).strftime('%H:%M:%S')}" if row["times"] > 1 else ""
    frames = f" {row['frame']}" if row["frame"] == row["last_frame"] else f"s {row['frame']} to {row['last_frame']}"
    target = row["target"] if row["frame"] is None else f"frame{frames} of {row['target']}"
    return when + times, row["skill"], row["act"], shown(target), row["purpose"]
