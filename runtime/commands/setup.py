"""`mcu init` and `mcu migrate`."""

from typing import Annotated

import typer

import profiles
from core.errors import BadSettings
from runtime.console import console
from runtime.founding import init as init_home
from runtime.settings import load
from runtime.wiring import profile_path
from store import schema
from store.engine import open_engine


def init(
    profile: Annotated[str, typer.Option("--profile", help="Имя профиля или путь к TOML-файлу.")],
) -> None:
    """Подготовить папку данных: профиль, ключ псевдонимов, базу."""
    settings = load()
    made = init_home(settings, profile)
    console().print(f"Готово: {made.title}, папка {settings.home}", markup=False)


def migrate() -> None:
    """Обновить схему базы (на PostgreSQL — от имени владельца, MCU_MIGRATE_URL)."""
    settings = load()
    owner = settings.migrate_url.get_secret_value()
    if not settings.is_sqlite and not owner:
        raise BadSettings("настройка MCU_MIGRATE_URL: не задан адрес базы для владельца схемы")
    if settings.is_sqlite:
        settings.home.mkdir(parents=True, exist_ok=True)
    engine = open_engine(owner if not settings.is_sqlite else settings.database)
    schema.migrate(engine)
    if not settings.is_sqlite:
        role = schema.grant(engine, settings.database)
        _migrate_jobs(owner, role, profiles.read(profile_path(settings)).code)
    engine.dispose()
    console().print(f"Схема базы: {schema.head()}", markup=False)


def _migrate_jobs(owner: str, role: str, profile: str) -> None:
    from runtime.jobs.engine import migrate as migrate_jobs

    migrate_jobs(owner, role, profile)
