"""Masked copies that former rules made are made anew: by the service a while each tick, by `mcu remask` at once."""

import time
from collections.abc import Callable, Mapping

from core.usecases.veiling import Round
from core.usecases.veiling import behind as behind_of
from core.usecases.veiling import veil as veil_some
from nlp.edition import edition
from runtime.wiring import House


def behind(house: House) -> Mapping[str, int]:
    """How many copies of which table are of former rules."""
    with house.store.read() as work:
        return behind_of(work, house.scope, edition())


def some(house: House, done: Round, seconds: float, told: Callable[[], None]) -> tuple[int, bool]:
    """Go on with a round for so long; `told` is called between two batches and may raise. Gives how many copies were
    made anew, and whether none is left."""
    ends, before = time.monotonic() + seconds, done.total

    def goes_on() -> bool:
        told()
        return time.monotonic() < ends

    ended = veil_some(house.store, house.scope, edition(), house.mask, done, house.clock, goes_on)
    return done.total - before, ended
