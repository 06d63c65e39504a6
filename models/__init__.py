"""Pipelines, training, evaluation, and the registry of artefacts."""

from pathlib import Path

FOLDER = Path(__file__).parent
CARD = "card.md"


def default() -> Path:
    """Folder of the artefact that is shipped with the program."""
    return FOLDER / "artifacts" / "default"


def card(folder: Path | None = None) -> str:
    """The model card of a folder (its `card.md`), or of the shipped model; empty where a folder has none."""
    path = folder / CARD if folder else FOLDER / "cards" / "default.md"
    return path.read_text(encoding="utf-8") if path.is_file() else ""
