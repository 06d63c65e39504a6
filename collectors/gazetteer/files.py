"""Which file is read how."""

from collections.abc import Iterator
from pathlib import Path

from collectors.gazetteer import gar, osm, table
from collectors.gazetteer.reading import Form, Reading, batches
from core.errors import BadInput

BATCH = 1000


def read(path: Path, form: Form | None = None, *, strict: bool = False, batch: int = BATCH) -> Iterator[Reading]:
    """Entries of a file (ГАР: also of a folder) in batches, in a fixed order.

    The form is told by the name where it is not given. Raises BadInput where nothing can be read, and Poison on the
    first bad row when `strict`.
    """
    form = form or guess(path)
    try:
        if path.is_dir() and form is not Form.GAR:
            raise BadInput(f"{path}: это папка; папкой читается только ГАР (--form gar)")
        files = gar.files(path) if form is Form.GAR else [path]
        total = sum(file.stat().st_size for file in files)
        match form:
            case Form.CSV:
                found = table.entries(path)
            case Form.OSM:
                found = osm.entries(path)
            case Form.GAR:
                found = gar.entries(path)
        yield from batches(found, total, batch, strict=strict)
    except OSError as error:
        raise BadInput(f"{path}: не читается ({error.strerror})") from None


def guess(path: Path) -> Form:
    """A folder and XML are ГАР, JSON is OpenStreetMap, all else a table."""
    if path.is_dir() or path.suffix.lower() == ".xml":
        return Form.GAR
    return Form.OSM if path.suffix.lower() in (".json", ".osm", ".geojson") else Form.CSV
