"""The libraries of the extra `mcu-monitor[transformer]`, imported only when a transformer is loaded."""

from importlib import import_module
from typing import Any

from models.transformer.card import stale

REMEDY = "Поставьте mcu-monitor[transformer]: pip install 'mcu-monitor[transformer]'."


def library(name: str) -> Any:
    """A module of the extra. Raises StaleModel that says what to install."""
    try:
        return import_module(name)
    except ImportError as error:
        raise stale(f"для неё нужна библиотека {name.partition('.')[0]} ({error})", REMEDY) from error
