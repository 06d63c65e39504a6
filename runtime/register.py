"""The register of models of this installation, and which of them is in force."""

from pathlib import Path

import models
from models import manifest
from models.shelf.files import Files
from models.shelf.signing import Signers
from runtime.settings import Settings


def folder_of(settings: Settings) -> Path:
    """The folder of the model in force. Raises StaleModel."""
    if settings.model:
        return settings.model
    known = shelf_of(settings)
    champion = known.champion()
    return known.home(champion) if champion else models.default()


def in_force(settings: Settings) -> str:
    """The version that assesses, without loading it. Raises StaleModel."""
    return manifest.read(folder_of(settings)).version


def shelf_of(settings: Settings) -> Files:
    """The register of models with those whose signatures it trusts."""
    return Files(settings.models_path, Signers(settings.signers_path))
