"""What makes the pages an application of a phone: the manifest, and the worker that keeps the shell.

Only the shell is kept (styles, scripts, signs, the page without a connection), never a page with data.
"""

import hashlib
import json
from functools import cache

from fastapi import APIRouter
from fastapi.responses import Response

from api.web.files import FOLDER, address

router = APIRouter()
SHELL = (
    "offline.html",
    *("base.css", "queue.css", "card.css", "overview.css", "map.css", "search.css", "sources.css"),
    *("learning.css", "access.css"),
    *("session.js", "asking.js", "keys.js", "queue.js", "map.js", "shell.js"),
    *("vendor/htmx.org/htmx.min.js", "vendor/leaflet/leaflet.js", "vendor/leaflet/leaflet.css"),
    *("icon.svg", "icon-192.png"),
)
"""Files of the shell, within the assets."""
FRESH = {"Cache-Control": "no-cache"}
MANIFEST = {
    "name": "МЦУ-Монитор",
    "short_name": "МЦУ",
    "description": "Карточки, инциденты и сроки муниципального центра управления",
    "lang": "ru",
    "dir": "ltr",
    "id": "/queue",
    "start_url": "/queue",
    "scope": "/",
    "display": "standalone",
    "background_color": "#f3f5f8",
    "theme_color": "#1d4f91",
}
ICONS = (
    ("icon-192.png", "192x192", "any"),
    ("icon-512.png", "512x512", "any"),
    ("icon-512.png", "512x512", "maskable"),
)


@router.get("/manifest.webmanifest")
def manifest() -> Response:
    """What the phone is told of the application. Nothing of the centre is in it: it is read without a sign-in."""
    icons = [
        {"src": address(name), "sizes": size, "type": "image/png", "purpose": purpose} for name, size, purpose in ICONS
    ]
    body = json.dumps({**MANIFEST, "icons": icons}, ensure_ascii=False)
    return Response(body, media_type="application/manifest+json", headers=FRESH)


@cache
def _worker(files: tuple[str, ...]) -> str:
    mark = hashlib.sha256("\n".join(files).encode()).hexdigest()[:12]
    head = f"const NAME = {json.dumps('mcu-' + mark)};\nconst SHELL = {json.dumps(files)};\n"
    return head + (FOLDER / "worker.js").read_text(encoding="utf-8")


@router.get("/sw.js")
def worker() -> Response:
    """The worker. Another file of the shell, another worker: the old shell is thrown away."""
    return Response(_worker(tuple(map(address, SHELL))), media_type="text/javascript", headers=FRESH)
