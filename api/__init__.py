"""The JSON API and the pages."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from api.app import create_app

__all__ = ["create_app"]


def __getattr__(name: str) -> Any:
    """`create_app` when it is asked for: commands that need only the counters of `api.meter` load no routes."""
    if name != "create_app":
        raise AttributeError(name)
    from api.app import create_app as made

    return made
