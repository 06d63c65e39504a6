"""`mcu doctor`: what works, what does not, and what to do."""

import stat
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import timedelta

import typer

from core import usecases
from core.alerts import CHANNEL_TITLES, DeliveryState
from core.errors import Denied, McuError, Transient
from core.health import STOPPED, Health
from core.posts import PLATFORM_TITLES, READ_BY_ITSELF, STATE_TITLES, Source, SourceState
from core.reasons import said
from runtime import logs, looks
from runtime.console import console
from runtime.modelling import ailing, estranged, load_model, shelf_of
from runtime.settings import Settings, load
from runtime.wiring import House, open_house

FIRST = timedelta(hours=1)
"""So long after it was added a source may be unread."""
Said = tuple[bool, str]
"""Whether a thing is well, and the line for the person: what, and what to do."""


def doctor() -> None:
    """Проверить установку: от настроек и ключа до диска, часов, копий и журнала. Код 3 — есть что исправить."""
    well = True
    for good, line in _all():
        console().print(f"{'✓' if good else '✗'} {line}", markup=False, soft_wrap=True)
        well = well and good
    if not well:
        raise typer.Exit(3)


def _all() -> Iterator[Said]:
    try:
        settings = load()
    except McuError as error:
        yield False, f"Настройки: {error}. Исправьте её и повторите."
        return
    yield True, f"Настройки прочитаны, папка данных {settings.home}."
    logs.configure(settings.log_level)
    yield from _key(settings)
    yield from _model(settings)
    with ExitStack() as held:
        try:
            house = open_house(settings, doing="mcu doctor")
            held.callback(house.store.close)
            found = [line for look in LOOKS for line in look(house)]
        except McuError as error:
            yield False, f"База: {error}."
            return
        yield True, "База открывается, схема нынешняя."
        yield from found


def _key(settings: Settings) -> Iterator[Said]:
    path = settings.key_path
    if not path.exists():
        yield True, f"Ключ псевдонимов: файла {path} ещё нет, он появится при первом запуске."
        return
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield False, f"Ключ псевдонимов {path} читают и другие (права {mode:04o}): выполните chmod 600 {path}."
    else:
        yield True, f"Ключ псевдонимов на месте, права {mode:04o}."


def _model(settings: Settings) -> Iterator[Said]:
    try:
        found = load_model(settings)
        wrong = ailing(found, shelf_of(settings)) or estranged(shelf_of(settings))
    except McuError as error:
        told = " Верните поставляемую (уберите MCU_MODEL) или обучите новую (mcu train)." if settings.model else ""
        yield False, f"Модель: {str(error).rstrip('.')}.{told}"
        return
    yield not wrong, f"Модель: {wrong or found.version}."


def _sources(house: House) -> Iterator[Said]:
    with house.store.read() as work:
        found = usecases.examine(work, house.scope, house.clock.now())
    read = [each.source for each in found if each.source.state in READ_BY_ITSELF]
    told = [*_platforms(house, read), *(line for each in found for line in _ailing(each)), *_unread(house, read)]
    yield from told
    if not read:
        yield True, "Источников нет: mcu source add vk:ИМЯ."
    elif not told:
        yield True, f"Источников: {len(read)}, все читаются."


def _platforms(house: House, read: Sequence[Source]) -> Iterator[Said]:
    """What a platform with sources lacks: a setting, a session that is one. Nobody is asked."""
    for platform, count in Counter(each.key.platform for each in read).items():
        try:
            house.collector(platform)
        except (Transient, Denied) as error:
            yield (
                False,
                f"{PLATFORM_TITLES[platform]}, источников {count}: {error}. Пока это не исправлено, их не читают.",
            )


def _unread(house: House, read: Sequence[Source]) -> Iterator[Said]:
    """Sources that were never read: of those added a moment ago it is only told."""
    never = [each for each in read if each.succeeded_at is None]
    late = [each for each in never if not each.added_at or house.clock.now() - each.added_at > FIRST]
    fresh = [each for each in never if each not in late]
    if late:
        yield False, f"Ещё ни разу не прочитаны: {_keys(late)}; почему — скажет mcu source check ИСТОЧНИК."
    if fresh:
        yield (
            True,
            f"Добавлены недавно и ещё не прочитаны: {_keys(fresh)}; их прочтёт mcu serve или mcu collect --once.",
        )


def _keys(some: Sequence[Source]) -> str:
    return ", ".join(str(each.key) for each in some)


def _ailing(health: Health) -> Iterator[Said]:
    each = health.source
    if each.state in STOPPED:
        yield (
            False,
            f"{each.key} {STATE_TITLES[each.state]}: {each.reason}. Исправив, выполните mcu source resume {each.key}.",
        )
    elif each.state is SourceState.SLOWED:
        yield (
            False,
            f"{each.key} замедлен: {each.reason}. Повторится само; проверить: mcu source check {each.key}.",
        )
    if health.silent_for:
        yield False, f"{each.key} молчит {said(health.silent_for)}, дольше своего обычая: откройте страницу и сравните."


def _quotas(house: House) -> Iterator[Said]:
    with house.store.read() as work:
        found = usecases.quotas(work, house.scope, house.settings.budgets_of, house.clock.now())
    held = [each for each in found if each.used_up or each.paused_until]
    for each in held:
        until = each.paused_until or each.frees_at
        why = each.reason or f"суточный предел {each.per_day} исчерпан"
        yield False, f"{each.account.platform} {each.method}: {why}, до {until:%d.%m %H:%M} UTC. Сбор продолжится сам."
    if not held:
        yield True, "Квоты площадок не исчерпаны, пауз нет."


def _leases(house: House) -> Iterator[Said]:
    with house.store.read() as work:
        found = work.leases.list(house.scope)
    now = house.clock.now()
    for each in found:
        platform = each.name.partition(":")[0]
        ended = "" if each.until > now else "; срок вышел, учётная запись свободна"
        yield True, f"Сессия {platform}: работает {each.doing}{ended}."


def _alerts(house: House) -> Iterator[Said]:
    with house.store.read() as work:
        counts = work.alerts.counts(house.scope)
    dead = {channel: count for (channel, state), count in counts.items() if state is DeliveryState.DEAD}
    for channel, count in dead.items():
        why = "mcu alerts list --state dead покажет причину, mcu alerts replay отправит снова"
        yield False, f"Извещения, {CHANNEL_TITLES[channel]}: не доставлено {count}; {why}."
    if not house.settings.alert_routes:
        yield True, "Извещения: адреса не заданы (MCU_ALERT_ROUTES), никому ничего не уходит."
    elif not dead:
        yield True, "Извещения: недоставленных нет."


LOOKS: tuple[Callable[[House], Iterator[Said]], ...] = (_sources, _quotas, _leases, _alerts, *looks.LOOKS)
