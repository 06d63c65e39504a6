"""An assessor that is always the champion: promotions and rollbacks are noticed at the next batch, with no restart."""

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock

from core.errors import McuError
from core.labels import Assessment, Subject
from core.ports import Assessor
from core.shelf import SHIPPED
from models.shelf.files import Files

Load = Callable[[Path], Assessor]


class Following:
    """The champion of a register, or the shipped model where nobody was promoted.

    While one caller loads a new champion, the others go on with the old one; one that cannot be loaded leaves the old
    one in force, and `ailing` says why. A batch is assessed by one model. Raises StaleModel when it is made.
    """

    def __init__(self, files: Files, shipped: Path, load: Load) -> None:
        self._files, self._shipped, self._load, self._lock = files, shipped, load, Lock()
        self._mark = files.mark()
        self._current = self._open()
        self.ailing = ""

    @property
    def version(self) -> str:
        """Name of the version in force."""
        return self._now().version

    def assess(self, subjects: Sequence[Subject], *, why: bool = True, places: bool = True) -> list[Assessment]:
        """What the champion says."""
        return self._now().assess(subjects, why=why, places=places)

    def _now(self) -> Assessor:
        mark = self._files.mark()
        if mark != self._mark and self._lock.acquire(blocking=False):
            try:
                self._mark = mark
                self._current, self.ailing = self._open(), ""
            except McuError as error:
                self.ailing = str(error)
            finally:
                self._lock.release()
        return self._current

    def _open(self) -> Assessor:
        version = self._files.champion()
        return self._load(self._shipped if version == SHIPPED else self._files.checked(version))
