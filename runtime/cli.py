"""The command `mcu`. Its words stay for good; what it says to people is Russian.

A command's module is imported when it is called: what reads texts, draws charts or serves pages takes seconds to load,
and a clerk who lists the sources needs none of it.
"""

import sys
from collections.abc import Mapping
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import Abort, TyperException

from core.errors import McuError
from runtime.console import complain
from runtime.wrong import said

REFUSED, MISUSED, PARTLY, INTERRUPTED = 1, 2, 3, 130
"""Exit codes: nothing was done · no such command or option · part failed, the rest is done · stopped by the user."""

COMMANDS: Mapping[str, tuple[str, str]] = {
    "init": ("setup:init", "Подготовить папку данных: профиль, ключ псевдонимов, базу."),
    "migrate": ("setup:migrate", "Обновить схему базы (на PostgreSQL — от имени владельца, MCU_MIGRATE_URL)."),
    "import": (
        "importing:import_",
        "Загрузить публикации из файла или таблицу ИМ или ПОС (mcu import im ФАЙЛ, mcu import pos ФАЙЛ).",
    ),
    "export": (
        "exchanging:export",
        "Выгрузить таблицу для ИМ или ПОС, тепловую карту или список целиком; число строк сверяется с базой.",
    ),
    "collect": ("collecting:collect", "Собрать новое и изменённое из всех источников, оценить и отобрать."),
    "assess": (
        "assessing:assess",
        "Оценить тексты: строки JSON на входе, строки JSON на выходе; ничего не сохраняется.",
    ),
    "rescore": (
        "rescoring:rescore",
        "Переоценить архив действующей моделью; прерванное продолжается с того же места, решения людей остаются.",
    ),
    "flags": ("flagging:flags", "Показать карточки, самые опасные сверху."),
    "train": (
        "learning:train",
        "Обучить модель на размеченных текстах, при желании с метками центра, и записать её с манифестом.",
    ),
    "evaluate": ("learning:evaluate", "Проверить модель на размеченных текстах."),
    "demo": ("demo:demo", "Показ: вымышленный округ за последние 30 дней — загрузка, оценка, отбор, страница."),
    "serve": ("serving:serve", "Запустить службу: страница, API, сбор по расписанию, оценка."),
    "worker": (
        "serving:worker",
        "Вести сбор и оценку без страницы. На SQLite — вместо mcu serve: вместе с mcu serve --no-jobs.",
    ),
    "personal": (
        "personal:registry",
        "Показать, какие персональные данные хранятся: где, что, зачем, на каком основании, сколько, кто видит.",
    ),
    "retention": (
        "personal:retention",
        "Удалить публикации старше срока хранения своего источника; те, чей инцидент не закончен, ждут его конца.",
    ),
    "remask": (
        "personal:remask",
        "Сделать заново то, что хранится под масками прежних правил; прерванное продолжается с того же места.",
    ),
    "forget": (
        "personal:forget",
        "Удалить по требованию всё об одной публикации или об одном авторе и доказать, что ничего не осталось.",
    ),
    "renew-key": (
        "personal:renew_key",
        "Сменить ключ псевдонимов: прежние псевдонимы заменяются новыми, повторы и ветки сохраняются.",
    ),
    "backup": (
        "backing:backup",
        "Сделать зашифрованную копию, не останавливая службу, и проверить её восстановлением; старые копии удалить.",
    ),
    "restore": (
        "backing:restore",
        "Восстановить установку из копии на пустом месте; удалённое по требованию после копии удаляется снова.",
    ),
    "move": (
        "moving:move",
        "Перенести установку с SQLite в пустую базу PostgreSQL; каждая таблица сверяется, прежняя база не меняется.",
    ),
    "doctor": (
        "doctoring:doctor",
        "Проверить установку: от настроек и ключа до диска, часов, копий и журнала. Код 3 — есть что исправить.",
    ),
    "audit": ("auditing:app", "Журнал действий."),
    "alerts": ("alerting:app", "Извещения алерт-чата: список, проверка связи, повтор."),
    "source": ("sources:app", "Источники: что читает центр."),
    "posts": ("exporting:app", "Публикации."),
    "gazetteer": ("gazetteer:app", "Справочник мест: улицы, дома, населённые пункты, объекты."),
    "labels": ("labels:app", "Метки людей: разбор карточек и разметка текстов."),
    "model": ("models:app", "Реестр моделей: предложить, ввести в работу, вернуть."),
    "telegram": ("telegram:app", "Учётная запись Telegram, которая читает каналы и группы."),
    "profile": ("profile:app", "Профиль муниципалитета: проверить файл, показать."),
    "rules": ("rules:app", "Автоправила: проверить на прошлом."),
    "region": ("region:app", "Сводка региона: муниципалитеты, которые выдали этому ЦУР ключ."),
    "report": ("reporting:app", "Отчёты: записка за неделю или за любые дни."),
    "user": ("accounts:users", "Люди, которые входят в систему."),
    "key": ("keys:keys", "Ключи машин для API."),
}
"""Word -> where it is made (`module:name` of runtime.commands) and what `mcu --help` says of it (a test holds it)."""


def loaded(word: str) -> Any:
    """The command or group of a word, with all that it imports."""
    module, _, name = COMMANDS[word][0].partition(":")
    made = getattr(import_module(f"runtime.commands.{module}"), name)
    if isinstance(made, typer.Typer):
        group = typer.main.get_group(made)
        group.name = word
        return group
    alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    alone.command(word)(made)
    return typer.main.get_command(alone)


class Words(TyperGroup):
    """All commands by their words; only the one that is called is loaded."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.commands = {word: TyperCommand(word, help=about) for word, (_, about) in COMMANDS.items()}

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The called command itself."""
        word, command, rest = super().resolve_command(ctx, args)
        return word, loaded(word) if word and word in COMMANDS else command, rest


app = typer.Typer(
    cls=Words,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="МЦУ-Монитор: сбор, оценка и отбор публикаций муниципального центра управления.",
)


@app.callback()
def mcu() -> None:
    """МЦУ-Монитор: сбор, оценка и отбор публикаций муниципального центра управления."""


def main(arguments: list[str] | None = None) -> None:
    """Run a command; a refusal of ours is one Russian line and an exit code, never a traceback."""
    try:
        code = app(args=arguments, standalone_mode=False)
    except McuError as error:
        complain(str(error))
        sys.exit(REFUSED)
    except TyperException as error:
        complain(f"команда не понята: {said(error.format_message())} (подсказка: mcu --help)")
        sys.exit(MISUSED)
    except (KeyboardInterrupt, Abort):
        complain("остановлено; сделанное сохранено, команду можно запустить снова")
        sys.exit(INTERRUPTED)
    sys.exit(code if isinstance(code, int) else 0)
