"""What `mcu doctor` looks at beyond sources and platforms: disk, clock, service, copies, journal, file, folder.

Each look gives (well, line): what it is and what to do. Nothing is changed.
"""

import shutil
import stat
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

from core.journal import START, JournalQuery, broken
from core.reasons import plural, said
from runtime import lock, veiling, witness
from runtime.commands.backing import MARK
from runtime.wiring import House
from store import standing

Said = tuple[bool, str]
LEAST_FREE = 1 << 30
"""Bytes: of the write-ahead log, of a copy and of the system itself."""
AHEAD = timedelta(minutes=5)
LOOKED_AT = 20_000
"""Entries of the journal that are checked here."""
COPY_AGE = timedelta(hours=36)
LATE = timedelta(minutes=3)
"""Without a tick of any worker: they come each minute."""


def disk(house: House) -> Iterator[Said]:
    """Room where the data and the copies lie."""
    for path in {house.settings.home, _standing(house.settings.backup_path)}:
        free = shutil.disk_usage(path).free
        told = f"{free / (1 << 30):.1f} ГБ".replace(".", ",")
        if free < LEAST_FREE:
            yield (
                False,
                f"Диск: в {path} свободно {told}, нужен 1 ГБ: освободите место, иначе запись встанет.",
            )
        else:
            yield True, f"Диск: в {path} свободно {told}."


def _standing(path: Path) -> Path:
    while not path.exists():
        path = path.parent
    return path


def folder(house: House) -> Iterator[Said]:
    """Who may read the data folder."""
    mode = stat.S_IMODE(house.settings.home.stat().st_mode)
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        home = house.settings.home
        yield False, f"Папку данных {home} видят и другие (права {mode:04o}): выполните chmod 700 {home}."


def clock(house: House) -> Iterator[Said]:
    """Whether time went back: the journal knows later moments than now."""
    now = house.clock.now()
    with house.store.read() as work:
        ahead = work.journal.find(house.scope, JournalQuery(since=now + AHEAD, limit=1)).entries
    if ahead:
        later = said(ahead[0].at - now)
        yield (
            False,
            f"Часы отстают: журнал знает записи на {later} позже. Включите службу времени (timedatectl set-ntp true).",
        )
    else:
        yield True, "Часы: записей из будущего нет."


def service(house: House) -> Iterator[Said]:
    """Whether anybody collects."""
    with house.store.read() as work:
        waits = work.assessments.waiting(house.scope)
    works = _works_here(house) if house.settings.is_sqlite else _works_somewhere(house)
    if not works:
        more = f", ждут оценки: {waits}" if waits else ""
        yield not waits, f"Служба не запущена{more}: сбор идёт, пока работает mcu serve (systemctl start mcu)."
    else:
        yield True, f"Служба: {works}."


def _works_here(house: House) -> str:
    """Who holds the data folder; empty if nobody does."""
    path = house.settings.home / lock.NAME
    return "" if lock.is_free(path) else str(lock.holder(path) or "другая команда mcu")


def _works_somewhere(house: House) -> str:
    """Whether any worker, on whichever machine, took up the schedule of late; empty if none did."""
    from runtime.jobs.orders import desk

    with desk(house.settings, house.profile.code) as orders:
        at = orders.ticked()
    if at is None or house.clock.now() - at > LATE:
        return ""
    return f"исполнители на PostgreSQL, последний проход {said(max(house.clock.now() - at, timedelta(0)))} назад"


def copies(house: House) -> Iterator[Said]:
    """How old the last copy is, and whether it lies apart."""
    with house.store.read() as work:
        at = work.marks.at(house.scope, MARK)
    if at is None:
        yield (
            house.store.is_empty(house.profile.code),
            "Копий ещё не было: выполните mcu backup и включите таймер mcu-backup.",
        )
    elif house.clock.now() - at > COPY_AGE:
        age = said(house.clock.now() - at)
        yield (
            False,
            f"Последней копии уже {age}: проверьте таймер (systemctl status mcu-backup.timer), выполните mcu backup.",
        )
    else:
        yield True, f"Последняя копия {at:%d.%m %H:%M} UTC."


def journal(house: House) -> Iterator[Said]:
    """Whether the chain holds, of late: the whole of it is checked by `mcu audit verify`, every night."""
    with house.store.read() as work:
        last = work.journal.last(house.scope)
        after = work.journal.link(house.scope, last.number - LOOKED_AT) or START
        found = next(broken(work.journal.chain(house.scope, after.number), after), None)
        noted = witness.last(house.settings, house.profile.code)
        gone = noted.number and work.journal.link(house.scope, noted.number) != noted
    if found:
        yield (
            False,
            f"Журнал нарушен, {found}. Выполните mcu audit verify, сохраните файл базы.",
        )
    elif gone:
        yield (
            False,
            f"Журнал нарушен: записи {noted.number}, отмеченной при прошлой проверке, нет или она другая."
            " Выполните mcu audit verify, сохраните файл базы.",
        )
    else:
        yield True, f"Журнал цел: {plural(last.number, 'запись', 'записи', 'записей')}."


def file(house: House) -> Iterator[Said]:
    """Whether the file of the database is sound."""
    wrong = standing.sound(house.store.engine)
    if wrong:
        yield False, f"Файл базы повреждён ({wrong[:200]}): остановите службу и восстановите копию (mcu restore)."


def masks(house: House) -> Iterator[Said]:
    """Whether what is kept under masks was masked by the rules of today."""
    late = sum(veiling.behind(house).values())
    if late:
        told = plural(late, "запись хранится", "записи хранятся", "записей хранятся")
        yield False, f"Маски: {told} под масками прежних правил; служба сделает их заново сама, сразу — mcu remask."
    else:
        yield True, "Маски: всё хранится под масками нынешних правил."


LOOKS: tuple[Callable[[House], Iterator[Said]], ...] = (disk, folder, clock, service, copies, journal, masks, file)
