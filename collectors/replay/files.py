"""Sources `file:PATH`: a file that an exchange fills, read on from where it was left."""

from collections.abc import Iterator
from datetime import tzinfo
from pathlib import Path

from collectors.door import Door
from collectors.replay.reader import read
from core.errors import BadInput, Denied
from core.ports import Batch, Clock
from core.posts import Source


class FileCollector:
    """Reads recorded files; posts keep the platform and the source that their rows name.

    The cursor is that of `Reading`: a file that grew is read on, a file that was replaced is read anew. Only files
    under `root` are read, where one is given. Raises Denied for a file that is not there or of no known form.
    """

    def __init__(
        self, *, door: Door, clock: Clock, root: Path | None = None, zone: tzinfo | None = None, batch: int = 500
    ) -> None:
        self._door, self._clock, self._root, self._zone, self._batch = door, clock, root, zone, batch

    def batches(self, source: Source) -> Iterator[Batch]:
        """Batches from the cursor to the end of the file."""
        path = self._path(source)
        try:
            readings = read(
                path,
                door=self._door,
                now=self._clock.now(),
                platform=source.key.platform,
                source=source.key.address,
                zone=self._zone,
                batch=self._batch,
                growing=True,
                after=source.cursor,
            )
            for reading in readings:
                yield Batch(reading.posts, reading.cursor, reading.refused)
        except BadInput as error:
            raise Denied(str(error)) from error

    def _path(self, source: Source) -> Path:
        path = Path(source.key.address).resolve()
        if self._root is not None and not path.is_relative_to(self._root.resolve()):
            raise Denied(f"{path}: файл лежит вне папки обмена {self._root}")
        return path
