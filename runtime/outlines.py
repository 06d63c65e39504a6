"""The borders of territories, where the data folder has them."""

import json
from pathlib import Path

from core.errors import BadInput, BadSettings
from core.outlines import Outline, outlines

FILE = "territories.geojson"
BYTES_MOST = 8_000_000


def kept(home: Path) -> tuple[Outline, ...]:
    """Those of the data folder; none without the file. Raises BadSettings that says what is wrong with it."""
    path = home / FILE
    if not path.is_file():
        return ()
    if path.stat().st_size > BYTES_MOST:
        raise BadSettings(f"{path}: больше {BYTES_MOST // 1_000_000} МБ, упростите границы")
    try:
        return outlines(json.loads(path.read_text(encoding="utf-8")))
    except (BadInput, UnicodeDecodeError, json.JSONDecodeError) as wrong:
        raise BadSettings(f"{path}: {wrong}") from wrong
