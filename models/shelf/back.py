"""Taking the champion back: apart from the rest, because it needs neither numbers nor texts."""

from datetime import datetime

from core.errors import NotFound
from core.learning.shelf import Act, Deed, before
from models.shelf.files import Files


def rollback(files: Files, who: str, why: str, at: datetime) -> Deed:
    """Put the former champion in force again; it was signed when it was promoted. Raises NotFound where there is none.

    Nothing is loaded here: whoever assesses loads it at the next batch.
    """
    with files.alone():
        former = before(files.history())
        if former is None:
            raise NotFound("возвращаться некуда: действует модель из поставки")
        deed = files.write(Act.ROLLBACK, former, who, at, why, {})
        files.point(former, deed)
        return deed
