"""Titles of the official classifier by code."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache

from profiles import FOLDER


@lru_cache(maxsize=1)
def topics() -> Mapping[str, str]:
    """Code of a topic -> its title: `housing-09` -> «Начало или завершение отопительного сезона»."""
    groups = tomllib.loads((FOLDER / "classifier" / "topics.toml").read_text(encoding="utf-8"))["groups"]
    return {f"{group['code']}-{n:02}": str(title) for group in groups for n, title in enumerate(group["topics"], 1)}
