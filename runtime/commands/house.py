"""Opening the installation for the length of a command."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from runtime import logs
from runtime.settings import load
from runtime.wiring import House, open_house


@contextmanager
def opened() -> Iterator[House]:
    """The installation that the settings name, closed at the end."""
    settings = load()
    logs.configure(settings.log_level)
    house = open_house(settings, doing=" ".join(["mcu", *sys.argv[1:2]]))
    try:
        yield house
    finally:
        house.store.close()
