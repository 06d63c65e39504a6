"""One copy: the database, the key of pseudonyms, profile, settings, model; with a manifest by which it is proved."""

import io
import json
import os
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from core.errors import BadInput, BadSettings
from core.journal import Link
from runtime.backup import copying, sealing
from runtime.settings import Settings
from store import schema, standing
from store.engine import Engine, open_engine

SUFFIX, PARTIAL = ".backup", ".partial"
MANIFEST, DATABASE, KEY, MODEL = "manifest.json", "database", "key", "model/"
BESIDE = ("profile.toml", "mcu.toml", "telegram.session", "alert-telegram.session", "seal", "region.toml")
"""Files of the data folder that go with the database."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a copy holds: of which schema, how many rows, how far the journal went."""

    at: datetime
    schema: str
    database: str
    counts: dict[str, int]
    heads: dict[str, str]

    def words(self) -> bytes:
        """As JSON."""
        body = {"at": self.at.isoformat(), "schema": self.schema, "database": self.database}
        return json.dumps(body | {"counts": self.counts, "heads": self.heads}).encode()

    @classmethod
    def of(cls, words: bytes) -> "Manifest":
        """From JSON."""
        body = json.loads(words)
        return cls(datetime.fromisoformat(body.pop("at")), **body)

    def place(self, profile: str) -> Link:
        """The newest place of a profile's chain when the copy was made."""
        number, _, seal = self.heads.get(profile, "0:").partition(":")
        return Link(int(number), seal)


@contextmanager
def opened(address: str) -> Iterator[Engine]:
    """An engine for the length of the block."""
    engine = open_engine(address)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def scratch(settings: Settings) -> Iterator[Path]:
    """A folder for a while, for the owner only, on the disk of copies: there is room for one."""
    settings.backup_path.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(prefix="mcu-", dir=settings.backup_path) as name:
        yield Path(name)


def manifest_of(engine: Engine, at: datetime) -> Manifest:
    """How a database stands."""
    heads = {profile: str(link) for profile, link in standing.heads(engine).items()}
    return Manifest(at, str(schema.revision(engine)), engine.dialect.name, standing.counts(engine), heads)


def make(settings: Settings, at: datetime) -> tuple[Path, Manifest]:
    """Make a copy in the folder of copies and prove it; a copy that is not proved is not left there."""
    sealing.make_key(settings.backup_key_path)
    key = sealing.read_key(settings.backup_key_path)
    path = settings.backup_path / f"mcu-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}{SUFFIX}"
    try:
        with scratch(settings) as folder:
            copying.take(settings, folder / DATABASE)
            with brought(settings, folder / DATABASE) as engine:
                manifest = manifest_of(engine, at)
            partial = folder / f"copy{PARTIAL}"
            _write(settings, partial, key, manifest, folder / DATABASE)
            (folder / DATABASE).unlink()
            prove(settings, partial, key)
            partial.rename(path)
    except OSError as error:
        raise BadSettings(f"MCU_BACKUP_DIR: копия не записана ({error.strerror}): {settings.backup_path}") from None
    return path, manifest


def _write(settings: Settings, to: Path, key: bytes, manifest: Manifest, database: Path) -> None:
    with to.open("wb") as file:
        os.fchmod(file.fileno(), 0o600)
        with sealing.Sealing(file, key) as sealed, tarfile.open(fileobj=sealed, mode="w|") as tar:
            _add(tar, MANIFEST, manifest.words())
            tar.add(database, DATABASE)
            for name, path in _beside(settings):
                tar.add(path, name, recursive=False)
        file.flush()
        os.fsync(file.fileno())


def _add(tar: tarfile.TarFile, name: str, words: bytes) -> None:
    told = tarfile.TarInfo(name)
    told.size = len(words)
    tar.addfile(told, io.BytesIO(words))


def _beside(settings: Settings) -> Iterator[tuple[str, Path]]:
    yield KEY, settings.key_path
    yield from ((name, settings.home / name) for name in BESIDE if (settings.home / name).is_file())
    if settings.model and settings.model.is_dir():
        files = (path for path in sorted(settings.model.rglob("*")) if path.is_file())
        yield from ((MODEL + str(path.relative_to(settings.model)), path) for path in files)


def read(path: Path, key: bytes, to: Callable[[str], Path | None]) -> Manifest:
    """Unpack a copy: each member goes where `to` says by its name (None: nowhere). Raises BadInput."""
    manifest: Manifest | None = None
    try:
        with path.open("rb") as file:
            opening = io.BufferedReader(sealing.Opening(file, key), sealing.PIECE)
            with tarfile.open(fileobj=opening, mode="r|") as tar:
                for member in tar:
                    held: Any = tar.extractfile(member)
                    if member.name == MANIFEST:
                        manifest = Manifest.of(held.read())
                    elif target := to(member.name):
                        _unpack(held, target)
    except tarfile.TarError:
        raise BadInput("копия повреждена: возьмите другую") from None
    except OSError as error:
        raise BadInput(f"копия {path} не читается или распаковать её некуда ({error.strerror})") from None
    if manifest is None:
        raise BadInput("в копии нет описи: возьмите другую")
    return manifest


def _unpack(held: io.BufferedIOBase, to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        while some := held.read(sealing.PIECE):
            file.write(some)


@contextmanager
def brought(settings: Settings, database: Path) -> Iterator[Engine]:
    """A copied database, brought to life for the length of the block: a file as it is, or a fresh one on the server."""
    if settings.is_sqlite:
        with opened(f"sqlite:///{database}") as engine:
            yield engine
        return
    name = f"mcu_proof_{os.getpid()}"
    with opened(settings.migrate_url.get_secret_value() or settings.database) as owner:
        address = standing.free_of(owner, name)
        try:
            copying.bring(settings, database, address)
            with opened(address) as engine:
                yield engine
        finally:
            standing.drop(owner, name)


def prove(settings: Settings, path: Path, key: bytes) -> Manifest:
    """Restore a copy beside the installation and compare it with its manifest. Raises BadInput that names the harm."""
    with scratch(settings) as folder:
        told = read(path, key, lambda name: folder / DATABASE if name == DATABASE else None)
        with brought(settings, folder / DATABASE) as engine:
            wrong = standing.sound(engine)
            found = manifest_of(engine, told.at)
    if wrong or found != told:
        raise BadInput(f"копия {path.name} не восстанавливается такой, какой снята: {wrong or 'другие строки'}")
    return told


def old(settings: Settings, now: datetime) -> list[Path]:
    """Copies whose term is over; the newest one always stays."""
    copies = sorted(settings.backup_path.glob(f"mcu-*{SUFFIX}"))
    return [path for path in copies[:-1] if made_at(path) < now - timedelta(days=settings.backup_days)]


def made_at(path: Path) -> datetime:
    """When a copy was made, by its name."""
    return datetime.strptime(path.name.removesuffix(SUFFIX), "mcu-%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
