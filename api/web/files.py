"""Assets as files: an address carries the digest of the content, so it may be kept by the browser for a year."""

import hashlib
from functools import cache
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOLDER = Path(__file__).parent / "assets"
YEAR = "public, max-age=31536000, immutable"
SHORT = "no-cache"


@cache
def _digest(name: str, changed: int) -> str:
    return hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()[:12]


def address(name: str) -> str:
    """The address of an asset, e.g. `/assets/base.css?v=1a2b3c4d5e6f`; that of a missing one answers 404."""
    try:
        changed = (FOLDER / name).stat().st_mtime_ns
    except FileNotFoundError:
        return f"/assets/{name}"
    return f"/assets/{name}?v={_digest(name, changed)}"


class Assets(StaticFiles):
    """The folder of assets; what is asked for with a digest is kept for a year."""

    def __init__(self) -> None:
        super().__init__(directory=FOLDER)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file with its rule of keeping."""
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = YEAR if b"v=" in scope["query_string"] else SHORT
        return response
