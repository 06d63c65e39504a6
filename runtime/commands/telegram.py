"""`mcu telegram`: the first login of the account that reads."""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from collectors.telegram import session
from collectors.telegram.errors import Mistyped
from core.errors import BadSettings, Denied
from runtime import logs, platforms
from runtime.console import complain, console
from runtime.platforms import telegram_session
from runtime.settings import Settings, load
from runtime.wiring import prepare_home

if TYPE_CHECKING:
    from collectors.telegram.client import Talk

app = typer.Typer(no_args_is_help=True, help="Учётная запись Telegram, которая читает каналы и группы.")
Entered = TypeVar("Entered")
TRIES = 3
"""How often a code or a password may be entered: more is what Telegram answers with a day's wait."""


@app.callback()
def telegram() -> None:
    """Учётная запись Telegram, которая читает каналы и группы."""


@app.command("login")
def login(
    show: Annotated[bool, typer.Option("--show", help="Показать строку сессии вместо записи в файл.")] = False,
) -> None:
    """Войти в Telegram: телефон, код из приложения, пароль двухэтапной проверки. Сессия пишется в файл 0600."""
    from collectors.telegram.client import Login

    settings = load()
    logs.configure(settings.log_level)
    api_id, api_hash = settings.telegram_api_id, settings.telegram_api_hash.get_secret_value()
    if not api_id or not api_hash:
        raise BadSettings("не заданы MCU_TELEGRAM_API_ID и MCU_TELEGRAM_API_HASH: их выдаёт my.telegram.org")
    prepare_home(settings)
    with Login(api_id, api_hash, _begun(settings)).open() as talk:
        if not talk.done():
            _enter(talk)
        _keep(settings, talk.session(), show=show)


def _begun(settings: Settings) -> str:
    """The session to go on with; what is none is left aside, for this is where a new one is made."""
    text = telegram_session(settings)
    try:
        platforms.legible(settings, text)
    except Denied as error:
        if text:
            complain(f"{error}. Вход начат заново")
        return ""
    return text


def _enter(talk: "Talk") -> None:
    talk.send(_asked("Телефон учётной записи, с кодом страны"))
    if not _patiently("Код из приложения Telegram", talk.code):
        _patiently("Пароль двухэтапной проверки", talk.password, hidden=True)


def _patiently(what: str, enter: Callable[[str], Entered], *, hidden: bool = False) -> Entered:
    """Ask again for what was mistyped, a few times. Raises Denied after them."""
    for _ in range(TRIES):
        try:
            return enter(_asked(what, hidden=hidden))
        except Mistyped as mistyped:
            complain(str(mistyped))
    raise Denied("Telegram: вход не удался; подождите несколько минут, прежде чем начинать снова")


def _asked(what: str, *, hidden: bool = False) -> str:
    """What a person types; from a pipe a line."""
    if sys.stdin.isatty():
        return str(typer.prompt(what, hide_input=hidden)).strip()
    console(stderr=True).print(f"{what}:", markup=False)
    line = sys.stdin.readline()
    if not line:
        raise Denied(f"вход прерван: нужен ответ на вопрос «{what}»")
    return line.strip()


def _keep(settings: Settings, text: str, *, show: bool) -> None:
    if show:
        sys.stdout.write(text + "\n")
        complain("это ключ ко всей учётной записи: задайте его как MCU_TELEGRAM_SESSION и никому не показывайте")
        return
    session.write(settings.telegram_session_path, text)
    console().print(f"Вход выполнен, сессия в файле {settings.telegram_session_path} (доступ 0600)", markup=False)
    if settings.telegram_session.get_secret_value():
        complain("уберите MCU_TELEGRAM_SESSION: пока она задана, файл не читается")
