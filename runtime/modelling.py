"""Which model assesses: the one that a setting names, else the champion of the register, else the shipped one."""

from pathlib import Path

import models
from core.ports import Assessor
from models import manifest, transformer
from models.shelf.files import Files
from models.shelf.following import Following
from models.shelf.signing import Signers
from runtime.settings import Settings


def load_model(settings: Settings) -> Assessor:
    """The model of the settings, else the champion of the register at any time; its digest and signature are checked
    before it is read. Raises StaleModel."""
    if settings.model:
        return transformer.open_folder(settings.model)
    return Following(shelf_of(settings), models.default(), transformer.open_folder)


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
