"""Which model assesses: the one that a setting names, else the champion of the register, else the shipped one."""

from pathlib import Path

import models
from core.ports import Assessor
from core.shelf import champion_of
from models import manifest
from models.shelf.files import Files
from models.shelf.following import Following
from models.shelf.signing import Signers
from runtime.settings import Settings


def open_model(folder: Path) -> Assessor:
    """A model of a folder. What reads texts is loaded here and not before: most commands never need it."""
    from models import transformer

    return transformer.open_folder(folder)


def load_model(settings: Settings) -> Assessor:
    """The model of the settings, else the champion of the register at any time; its digest and signature are checked
    before it is read. Raises StaleModel."""
    if settings.model:
        return open_model(settings.model)
    return Following(shelf_of(settings), models.default(), open_model)


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


def ailing(assessor: Assessor, register: Files) -> str:
    """Why the model that assesses is not the one that should, or what is wrong with the register, in Russian; empty
    where all is well. Raises StaleModel where the register cannot be read."""
    if wrong := str(getattr(assessor, "ailing", "")):
        return f"{wrong} Оценивает прежняя модель: {assessor.version}"
    register.history()
    return ""


def estranged(register: Files) -> str:
    """Where the pointer names another champion than the history, in Russian: somebody changed it by hand, or the
    program died between the two. Raises StaleModel."""
    named, told = (each or "из поставки" for each in (register.champion(), champion_of(register.history())))
    if named == told:
        return ""
    return f"в работе {named}, а по истории реестра — {told}: верните её (mcu model rollback) или введите заново"


def shelf_of(settings: Settings) -> Files:
    """The register of models with those whose signatures it trusts."""
    return Files(settings.models_path, Signers(settings.signers_path))
