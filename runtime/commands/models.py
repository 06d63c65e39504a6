"""`mcu model`: the register of models: propose, promote, roll back, list; a challenger in the shadow; signing keys."""

from datetime import datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from core.errors import BadInput
from core.learning import FIELDS
from core.reasons import plural
from core.shelf import ACT_TITLES, SHIPPED, Deed, Entry, Measured
from runtime.commands import model_watch
from runtime.commands.house import opened
from runtime.commands.rolling import SHIPPED_TITLE, rolled
from runtime.console import console, table
from runtime.modelling import in_force, load_model, shelf_of
from runtime.settings import Settings, load
from runtime.wiring import House

app = typer.Typer(no_args_is_help=True, help="Реестр моделей: предложить, ввести в работу, вернуть.")
KeyOption = Annotated[Path | None, typer.Option("--key", help="Закрытый ключ подписи; иначе MCU_SIGNING_KEY.")]
WhyOption = Annotated[str, typer.Option("--why", help="Зачем: остаётся в истории.")]
FAILED = 3


@app.command("key")
def key(
    name: Annotated[str, typer.Argument(help="Под каким именем доверять, например логин.")],
    out: Annotated[Path, typer.Option("--out", help="Файл закрытого ключа; он принадлежит человеку.")],
) -> None:
    """Завести ключ подписи: закрытый — в файл, открытый — в доверенные."""
    shelf_of(load()).signers.make(name, out)
    console().print(f"Закрытый ключ: {out}. Подпись «{name}» теперь доверена.", markup=False)


@app.command("propose")
def propose(
    folder: Annotated[Path, typer.Argument(help="Папка модели из mcu train.")],
    why: WhyOption,
    data: Annotated[list[Path], typer.Option("--judge", help="Размеченный JSONL, на котором не учили.")] = [],  # noqa: B006 - Typer copies defaults
    own: Annotated[bool, typer.Option("--own/--no-own", help="Сравнивать и по отложенным меткам центра.")] = True,
    key: KeyOption = None,
) -> None:
    """Сравнить модель с действующей и записать в реестр, что вышло; код 3 — порог не пройден."""
    from models import centre, transformer
    from models.data import read
    from models.manifest import DataFile, digest
    from models.shelf import proposing
    from runtime.commands.learning import own_lessons

    settings = load()
    files = shelf_of(settings)
    signer = files.signers.signer(key or settings.signing_key)
    parts = [(DataFile(path.name, digest(path), 0), read(path)) for path in data]
    rows = [row for _, part in parts for row in part]
    kept = own_lessons() if own else centre.Lessons()
    words = [*([frozenset(FIELDS)] * len(rows)), *kept.spoken]
    used = [DataFile(file.name, file.sha256, len(part)) for file, part in parts]
    used += [centre.described(kept.judged)] if kept.judged else []
    if not words:
        raise BadInput("сравнить не на чем: укажите --judge или накопите метки центра")
    with opened() as house:
        version, found = proposing.propose(
            files, folder, [*rows, *kept.judged], load_model(settings), transformer.open_folder,
            signer=signer, why=why, at=house.clock.now(), judged_by=used, spoken=words,
        )  # fmt: skip
    _measures(found.measures)
    console().print(f"Скорость: {found.seconds[0]:.2f} с → {found.seconds[1]:.2f} с на тех же текстах", markup=False)
    console().print(_learnt(found.learnt), markup=False)
    for finding in found.findings:
        console().print(f"Не пройдено: {finding}", markup=False)
    told = "прошла пороги; ввести в работу: mcu model promote" if found.passed else "порогов не прошла"
    console().print(f"Модель {version} {told}", markup=False)
    if not found.passed:
        raise typer.Exit(FAILED)


def _learnt(count: int | None) -> str:
    if count is None:
        return "На каких текстах модель училась, не записано: не проверено, нет ли их среди текстов для проверки"
    if not count:
        return "Ни на одном из текстов для проверки модель не училась"
    return f"Не судили по {plural(count, 'тексту', 'текстам', 'текстам')}, на которых модель училась"


def _measures(found: tuple[Measured, ...]) -> None:
    from models.gate import GAINED, LOST, TITLES

    words = {LOST: "потеря", GAINED: "выигрыш"}
    rows = [
        (TITLES.get(each.name, each.name), each.n, f"{each.one:.3f}", f"{each.other:.3f}",
         f"{each.low:+.3f}…{each.high:+.3f}", words.get(each.verdict, ""))
        for each in found
    ]  # fmt: skip
    table("Сравнение", ("Показатель", "n", "Действующая", "Новая", "Разница, 95 %", ""), rows)


@app.command("promote")
def promote(version: Annotated[str, typer.Argument()], why: WhyOption, key: KeyOption = None) -> None:
    """Ввести в работу модель, прошедшую пороги; программа подхватит её со следующей партии текстов."""
    from models.shelf import proposing

    settings = load()
    files = shelf_of(settings)
    signer = files.signers.signer(key or settings.signing_key)
    with opened() as house:
        deed = proposing.promote(files, version, in_force(settings), signer=signer, why=why, at=house.clock.now())
        _note(house, f"user:{signer.name}", "model.promote", version)
    console().print(f"В работе модель {deed.model}", markup=False)


@app.command("rollback")
def rollback(
    why: WhyOption = "",
    to: Annotated[str | None, typer.Option(help="Не предыдущую, а эту: она была в работе раньше.")] = None,
    shipped: Annotated[bool, typer.Option("--shipped", help="Сразу модель из поставки.")] = False,
) -> None:
    """Вернуть прежнюю модель сразу, без остановки программы; её подпись и файлы сверяются."""
    if to is not None and shipped:
        raise BadInput("либо --to, либо --shipped")
    console().print(rolled(why, SHIPPED if shipped else to), markup=False)


def _note(house: House, who: str, action: str, version: str) -> None:
    from dataclasses import replace

    with house.store.begin() as work:
        work.journal.write(replace(house.scope, who=who), action, version, {}, house.clock.now())


@app.command("list")
def show() -> None:
    """Показать модели и всё, что с ними делали."""
    settings = load()
    found = shelf_of(settings).state()
    console().print(f"В работе: {_champion(found.champion, settings)}", markup=False)
    if not found.history:
        console().print("В реестре пусто: обучить — mcu train, предложить — mcu model propose.", markup=False)
        return
    table("Модели", ("Версия", "Обучена", "Строк", "Тема", "Кто предложил", "Пороги"), map(_model, found.entries))
    wrong = [(each.version, finding) for each in found.entries if not each.passed for finding in each.findings]
    if wrong:
        table("Что помешало", ("Версия", "Причина"), wrong)
    table("История", ("№", "Когда", "Что", "Модель", "Кто", "Зачем"), map(_deed, found.history))


def _model(entry: Entry) -> tuple[object, ...]:
    theme = next((f"{each.one:.3f} → {each.other:.3f}" for each in entry.measures if each.name == "theme"), "—")
    passed = "пройдены" if entry.passed else plural(len(entry.findings), "причина", "причины", "причин") + " против"
    return entry.version, _local(entry.made), entry.rows, theme, entry.who, passed


def _deed(deed: Deed) -> tuple[object, ...]:
    return deed.number, _local(deed.at), ACT_TITLES[deed.act], deed.model or SHIPPED_TITLE, deed.who, deed.why


def _local(at: datetime | str) -> str:
    """A moment by Moscow; nothing where a damaged manifest tells none."""
    moment = datetime.fromisoformat(at) if isinstance(at, str) and at else at
    return f"{moment.astimezone(ZoneInfo('Europe/Moscow')):%d.%m.%Y %H:%M}" if isinstance(moment, datetime) else "—"


def _champion(version: str, settings: Settings) -> str:
    if settings.model:
        return f"папка {settings.model} (MCU_MODEL); реестр не спрашивается"
    return SHIPPED_TITLE if version == SHIPPED else version


@app.command("shadow")
def shadow(
    version: Annotated[str, typer.Argument()],
    days: Annotated[int, typer.Option("--days", min=0, max=90, help="Сколько дней; 0 — прекратить.")] = 7,
    why: WhyOption = "",
    key: KeyOption = None,
) -> None:
    """Пустить модель в тень: она оценивает те же публикации, её мнение видно только в сравнении."""
    from models.shelf import proposing

    settings = load()
    files = shelf_of(settings)
    signer = files.signers.signer(key or settings.signing_key)
    with opened() as house:
        proposing.shade(files, version, days, signer=signer, why=why, at=house.clock.now())
    console().print(f"Модель {version} в тени, дней: {days}", markup=False)


app.command("compare")(model_watch.compare)
app.command("drift")(model_watch.drift)
