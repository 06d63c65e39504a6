"""Whether a command works by itself or hands its work to the process that holds the data folder.

Knows no DBOS: a command that works by itself never imports it.
"""

import time
from collections.abc import Callable
from contextlib import ExitStack
from typing import TYPE_CHECKING, TypeVar

from core.errors import Busy
from runtime import lock
from runtime.console import tell
from runtime.flow import Progress
from runtime.wiring import House

if TYPE_CHECKING:
    from runtime.jobs.orders import Orders

R = TypeVar("R")
POLLED = 0.3


def work(
    house: House, doing: str, *, inline: Callable[[], R], handed: "Callable[[Orders], R]", progress: Progress
) -> R:
    """Run `inline` while holding the lock, or `handed` if `mcu serve` or `mcu worker` holds it.

    Another command that holds it (an import at work) is waited for. On PostgreSQL `inline` needs no lock.
    """
    if not house.settings.is_sqlite:
        return inline()
    path, told = house.settings.home / lock.NAME, False
    while True:
        with ExitStack() as held:
            try:
                held.enter_context(lock.hold(path, doing, house.clock.now()))
            except Busy:
                holder = lock.holder(path)
            else:
                return inline()
        if holder and holder.jobs:
            return _hand_over(house, handed)
        if not told:
            tell(f"жду: с папкой работает {holder or 'другая команда mcu'}… Не ждать — Ctrl-C")
            told = True
        progress(f"Жду, пока закончит {holder}" if holder else "Жду очереди", 0, None)
        time.sleep(POLLED)


def _hand_over(house: House, handed: "Callable[[Orders], R]") -> R:
    from runtime.jobs.orders import desk

    with desk(house.settings, house.profile.code) as orders:
        return handed(orders)
