"""How far the rights of a person or a key reach, as the command line is told."""

from typing import Any

from core.errors import BadInput
from runtime.wiring import House


def bounds_of(house: House, blocks: list[str] | None, territories: list[str] | None) -> dict[str, Any]:
    """Blocks and territories of the profile. Raises BadInput for an unknown one."""
    known = {"block": {each.code for each in house.profile.blocks}}
    known["territory"] = {each.code for each in house.profile.territories}
    for name, given in (("block", blocks), ("territory", territories)):
        for each in given or []:
            if each not in known[name]:
                raise BadInput(f"--{name}: в профиле нет «{each}»; есть {', '.join(sorted(known[name]))}")
    return {
        "blocks": frozenset(blocks) if blocks else None,
        "territories": frozenset(territories) if territories else None,
    }
