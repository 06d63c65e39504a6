"""Personal data: what is kept and why, terms of keeping, deletion on request, another key."""

import math
from collections.abc import Sequence
from contextlib import ExitStack
from typing import Annotated

import typer

from core import addresses
from core.errors import BadInput
from core.personal import PERSONAL
from core.posts import PostKey
from core.reasons import plural
from core.usecases import keeping
from core.usecases.keeping import Forgotten
from core.usecases.veiling import Round
from nlp.masks import mask
from runtime import erasures, keyring, lock, traces, veiling
from runtime.commands.house import opened
from runtime.console import bars, complain, console, table
from runtime.wiring import House
from store.engine import open_engine
from store.erasing import digest_of
from store.scouring import rows_with, scour

VEILED = {
    "search": "указатель слов публикаций",
    "incidents": "инциденты",
    "alerts": "извещения",
    "links": "одноразовые ссылки",
    "exchange_items": "строки ИМ и ПОС",
    "reports": "отчёты",
}
"""What the tables of masked copies are called."""
LEFT = 3
"""Exit code: deleted, but the proof failed or could not be given now."""


def registry() -> None:
    """Показать, какие персональные данные хранятся: где, что, зачем, на каком основании, сколько, кто видит."""
    rows = ((each.column, each.what, each.why, each.basis, each.keep, each.sees) for each in PERSONAL)
    table("Персональные данные", ("Где", "Что", "Зачем", "Основание", "Срок", "Кто видит"), rows)


def retention(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Только показать, ничего не удаляя.")] = False,
) -> None:
    """Удалить публикации старше срока хранения своего источника; те, чей инцидент не закончен, ждут его конца."""
    with opened() as house:
        now = house.clock.now()
        with house.store.read() as work:
            found = keeping.due(work, house.scope, now)
        rows = (
            (each.source.key, f"{each.before:%d.%m.%Y}", each.posts - each.held, each.held, each.source.basis)
            for each in found
        )
        table("Срок хранения", ("Источник", "Старше", "Удалить", "Ждут инцидента", "Основание"), rows)
        if dry_run:
            return
        gone = sum(keeping.expire(house.store, house.scope, now).values())
        if gone and not _scoured(house):
            complain("удалённое ещё лежит в свободных страницах: остановите службу и повторите команду")
    console().print(f"Удалено: {plural(gone, 'публикация', 'публикации', 'публикаций')}", markup=False)


def remask(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Только показать, сколько записей ждут.")] = False,
) -> None:
    """Сделать заново то, что хранится под масками прежних правил; прерванное продолжается с того же места."""
    with opened() as house:
        waiting = veiling.behind(house)
        rows = ((VEILED[name], count) for name, count in waiting.items())
        table("Под масками прежних правил", ("Что", "Записей"), rows)
        if dry_run or not waiting:
            return
        done, total = Round(), sum(waiting.values())
        with bars() as progress:
            made, _ = veiling.some(house, done, math.inf, lambda: progress("Маски", done.total, total))
    console().print(f"Сделано заново: {plural(made, 'запись', 'записи', 'записей')}", markup=False)


def forget(
    post: Annotated[str, typer.Option("--post", help="Публикация: vk:ИСТОЧНИК:НОМЕР.")] = "",
    author_of: Annotated[
        str, typer.Option("--author-of", help="Все публикации того, кто написал эту (требование по 152-ФЗ).")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Только показать, сколько будет удалено.")] = False,
) -> None:
    """Удалить по требованию всё об одной публикации или об одном авторе и доказать, что ничего не осталось."""
    if bool(post) == bool(author_of):
        raise BadInput("укажите --post или --author-of, что-то одно")
    key = post_key(post or author_of)
    with opened() as house:
        with house.store.read() as work:
            ids = keeping.wanted(work, house.scope, key, author=bool(author_of))
            digests = [digest_of(house.store.keyed, each) for each in work.erasures.keys(house.scope, ids)]
        if dry_run:
            console().print(f"Будет удалено: {plural(len(ids), 'публикация', 'публикации', 'публикаций')}")
            return
        # First where a restore will look: a power cut between the two leaves a post that is erased again, never back.
        erasures.note(house.settings, house.profile.code, digests, house.clock.now())
        with house.store.begin() as work:
            gone = keeping.forget(
                work, house.scope, ids, lambda each: digest_of(house.store.keyed, each), mask, house.clock.now()
            )
        _prove(house, gone)


def post_key(told: str) -> PostKey:
    """`vk:wall:12` as a key. Raises BadInput."""
    source, colon, message = told.rpartition(":")
    if not (source and colon and message):
        raise BadInput("публикация указывается так: vk:ИСТОЧНИК:НОМЕР")
    key = addresses.parse_any(source)
    return PostKey(key.platform, key.address, message)


def _scoured(house: House) -> bool:
    address = house.settings.migrate_url.get_secret_value()
    owner = open_engine(address) if address and not house.settings.is_sqlite else None
    try:
        return scour(house.store.engine, owner)
    finally:
        if owner:
            owner.dispose()


def _prove(house: House, gone: Forgotten) -> None:
    """Say what went, and what was looked for and not found. Code 3 where something is left or could not be cleaned."""
    told = ", ".join(f"{name} {count}" for name, count in sorted(gone.rows.items()))
    console().print(f"Удалено: {plural(gone.posts, 'публикация', 'публикации', 'публикаций')} (строк: {told})")
    clean, sought = _scoured(house), traces.pieces(gone.traces)
    live = {piece for _, piece in rows_with(house.store.engine, sought)}
    left = [(str(path), piece) for path, piece in traces.found_in(traces.files(house.settings.home), sought)]
    left = [(path, piece) for path, piece in left if piece not in live]
    if live:
        console().print(f"Такие же слова стоят в других публикациях: {len(live)} из {len(sought)} отрывков.")
    _verdict(clean, sought, left, house.settings.is_sqlite)


def _verdict(clean: bool, sought: Sequence[str], left: Sequence[tuple[str, str]], embedded: bool) -> None:
    if not clean:
        how = "остановите службу и повторите" if embedded else "задайте MCU_MIGRATE_URL (владелец таблиц) и повторите"
        complain(f"база ещё не переписана, удалённое может лежать в свободных страницах: {how} mcu retention")
        raise typer.Exit(LEFT)
    for path, _ in left:
        complain(f"след удалённого остался в файле {path}")
    if left:
        raise typer.Exit(LEFT)
    where = "в файлах папки данных" if embedded else "в таблицах базы"
    console().print(f"Проверено: {len(sought)} отрывков искали {where} побайтно, следов нет. Копии уйдут по сроку.")


def renew_key(
    stopped: Annotated[bool, typer.Option("--stopped", help="Службы на PostgreSQL остановлены (обязательно).")] = False,
) -> None:
    """Сменить ключ псевдонимов: прежние псевдонимы заменяются новыми, повторы и ветки сохраняются."""
    with opened() as house, ExitStack() as held:
        now = house.clock.now()
        if house.settings.is_sqlite:
            held.enter_context(lock.hold(house.settings.home / lock.NAME, "renew-key", now))
        elif not stopped:
            raise BadInput("остановите все службы и повторите с --stopped: со старым ключом они писали бы вразнобой")
        changed = keyring.renew(house.settings.key_path, house.store, house.scope, now)
    console().print(f"Ключ сменён, заменено псевдонимов: {changed}. Сделайте копию (mcu backup): прежние — с прежним.")
