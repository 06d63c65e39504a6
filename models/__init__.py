"""Pipelines, training, evaluation, and the registry of artefacts."""

from pathlib import Path


def default() -> Path:
    """Folder of the artefact that is shipped with the program."""
    return Path(__file__).parent / "artifacts" / "default"
