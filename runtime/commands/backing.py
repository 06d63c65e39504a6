"""`mcu backup` and `mcu restore`."""

import time
from pathlib import Path
from typing import Annotated

import typer

from core.errors import BadInput, Conflict
from core.journal import broken
from core.reasons import plural
from core.usecases import keeping
from nlp.masks import mask
from runtime import erasures, witness
from runtime.backup import archive, copying, sealing
from runtime.backup.archive import Manifest
from runtime.commands.house import opened
from runtime.console import complain, console
from runtime.settings import Settings, load
from runtime.wiring import House
from store.scouring import scour

MARK = "backup"


def backup(
    check: Annotated[Path | None, typer.Option("--check", help="Только проверить эту копию, не делая новой.")] = None,
) -> None:
    """Сделать зашифрованную копию, не останавливая службу, и проверить её восстановлением; старые копии удалить."""
    with opened() as house:
        settings, began = house.settings, time.monotonic()
        if check:
            told = archive.prove(settings, check, sealing.read_key(settings.backup_key_path))
            console().print(f"Копия {check} восстанавливается: {_rows(told)}, снята {told.at:%d.%m.%Y %H:%M} UTC")
            return
        fresh = not settings.backup_key_path.exists()
        path, told = archive.make(settings, house.clock.now())
        gone = archive.old(settings, house.clock.now())
        for each in gone:
            each.unlink()
        _note(house, path, told, len(gone))
    size = path.stat().st_size / 1e6
    console().print(f"Копия {path}, {size:.1f} МБ, {_rows(told)}, проверена за {time.monotonic() - began:.0f} с")
    if fresh:
        complain(f"создан ключ копий {settings.backup_key_path}: перепишите его и отдельно, без него их не прочесть")
    if settings.home in settings.backup_path.parents:
        complain("копии лежат на том же диске, что и данные: задайте MCU_BACKUP_DIR на другом")


def _rows(told: Manifest) -> str:
    return plural(told.counts["posts"], "публикация", "публикации", "публикаций")


def _note(house: House, path: Path, told: Manifest, gone: int) -> None:
    now = house.clock.now()
    with house.store.begin() as work:
        detail = {"copy": path.name, "posts": told.counts["posts"], "gone": gone}
        work.journal.write(house.scope, "backup.make", "", detail, now)
        work.marks.put(house.scope, MARK, path.name, now)


def restore(copy: Annotated[Path, typer.Argument(help="Файл копии.")]) -> None:
    """Восстановить установку из копии на пустом месте; удалённое по требованию после копии удаляется снова."""
    settings, began = load(), time.monotonic()
    told = _bring(settings, copy)
    with opened() as house:
        _agree(house, told)
        again = _erase_again(house)
        with house.store.begin() as work:
            detail = {"copy": copy.name, "erased": again}
            work.journal.write(house.scope, "backup.restore", "", detail, house.clock.now())
        with house.store.read() as work:
            # The journal ends earlier than it did before the loss: the next check begins from here.
            witness.note(house.settings, house.profile.code, work.journal.last(house.scope), house.clock.now())
    console().print(
        f"Восстановлено: {_rows(told)} на {told.at:%d.%m.%Y %H:%M} UTC за {time.monotonic() - began:.0f} с;"
        f" снова удалено по требованиям: {again}. Запускайте службу."
    )


def _bring(settings: Settings, copy: Path) -> Manifest:
    """Unpack files and database where nothing stands yet. Raises Conflict where something does."""
    key = sealing.read_key(settings.backup_key_path)
    path = Path(settings.database.removeprefix("sqlite:///")) if settings.is_sqlite else None
    standing = [each for each in parts_of(path) if each.exists()] if path else []
    if standing:
        named = ", ".join(map(str, standing))
        raise Conflict(f"база уже есть: {named}. Восстанавливают на пустом месте: переименуйте все эти файлы вместе")
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    with archive.scratch(settings) as folder:
        told = archive.read(copy, key, lambda name: _target(settings, folder, name))
        if told.database != ("sqlite" if settings.is_sqlite else "postgresql"):
            raise BadInput(f"копия снята с базы {told.database}, а настроена другая (MCU_DATABASE_URL)")
        owner = settings.migrate_url.get_secret_value()
        copying.bring(settings, folder / archive.DATABASE, settings.database if path else owner or settings.database)
    return told


def parts_of(database: Path) -> list[Path]:
    """The files of an SQLite database. A log that was left of another one would be written into whatever stands beside
    it, and a database without its log has lost its newest transactions."""
    return [database, *(database.with_name(database.name + end) for end in ("-wal", "-shm", "-journal"))]


def _target(settings: Settings, folder: Path, name: str) -> Path | None:
    """Where a member goes; what stands there already is left."""
    if name == archive.DATABASE:
        return folder / name
    if name == archive.KEY:
        return None if settings.key_path.exists() else settings.key_path
    if name in archive.BESIDE:
        return None if (settings.home / name).exists() else settings.home / name
    inner = Path(name.removeprefix(archive.MODEL))
    if name.startswith(archive.MODEL) and settings.model and not inner.is_absolute() and ".." not in inner.parts:
        return None if (settings.model / inner).exists() else settings.model / inner
    return None


def _agree(house: House, told: Manifest) -> None:
    """The journal must be the one that was copied. Raises BadInput."""
    with house.store.read() as work:
        place = told.place(house.profile.code)
        whole = not any(broken(work.journal.chain(house.scope)))
        same = place.number == 0 or work.journal.link(house.scope, place.number) == place
    if not (whole and same):
        raise BadInput("журнал в копии не сходится с её описью: возьмите другую копию")


def _erase_again(house: House) -> int:
    """What was erased on request since the copy, and what is over its term by now, goes again."""
    digests = erasures.read(house.settings, house.profile.code)
    again = keeping.bring_back_nothing(house.store, house.scope, digests, mask, house.clock.now())
    expired = keeping.expire(house.store, house.scope, house.clock.now())
    if (again or expired) and house.settings.is_sqlite:
        scour(house.store.engine)
    return again
