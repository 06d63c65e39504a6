"""Taking the champion back: apart from the rest, because it needs neither numbers nor texts."""

from collections.abc import Sequence
from datetime import datetime

from core.errors import NotFound, StaleModel
from core.shelf import SHIPPED, Act, Deed, behind
from models import manifest
from models.shelf.files import REMEDY, Files


def rollback(files: Files, who: str, why: str, at: datetime, to: str | None = None) -> Deed:
    """Put the former champion in force again, or a still former one that is named.

    Its signature is verified, and its files against what was signed: what nobody signed comes into force by no way.
    Raises NotFound where there is nobody to go back to, StaleModel where whoever it is does not pass; nothing is
    changed then. Nothing is loaded here: whoever assesses loads it at the next batch.
    """
    with files.alone():
        former = behind(files.history())
        target = _target(former, to)
        _check(files, target, former)
        deed = files.write(Act.ROLLBACK, target, who, at, why, {})
        files.point(target, deed)
        return deed


def _target(former: Sequence[str], to: str | None) -> str:
    if not former:
        raise NotFound("возвращаться некуда: действует модель из поставки")
    if to is None:
        return former[0]
    if to not in former:
        raise NotFound(f"модель «{to}» до действующей в работе не была; можно вернуть: {_listed(former)}")
    return to


def _check(files: Files, version: str, former: Sequence[str]) -> None:
    """The shipped model came with the program and is checked when it is loaded; every other one here."""
    if version == SHIPPED:
        return
    try:
        home = files.checked(version)
        manifest.verify(home, manifest.read(home))
    except (NotFound, StaleModel) as error:
        said = str(error).removesuffix(REMEDY).removesuffix(manifest.REMEDY).strip()
        others = _listed([each for each in former if each != version])
        raise StaleModel(
            f"вернуться к модели «{version}» нельзя. {said} В работе прежняя. Вернуть: {others}"
        ) from error


def _listed(versions: Sequence[str]) -> str:
    """How to return to each, the nearest first."""
    ways = [f"mcu model rollback --to {each}" if each else "mcu model rollback --shipped" for each in versions]
    return ", ".join(dict.fromkeys(ways))
