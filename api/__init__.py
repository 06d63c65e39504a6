"""The JSON API and the pages."""

from api.app import create_app

__all__ = ["create_app"]
