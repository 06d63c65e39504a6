"""All settings, read once from the environment or `mcu.toml`; nothing else reads the environment.

A setting `vk_token` is `MCU_VK_TOKEN` in the environment and `vk_token` in `mcu.toml`, which is looked for in the
current folder and then in `MCU_HOME`. The environment wins. docs/settings.md lists them all (a test holds it).
"""

import os
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, SettingsError

from core.alerts import Way
from core.budgets import Budget, Day, budgets_of
from core.errors import BadSettings
from core.roles import Role, demanded
from core.scope import Right
from runtime import tomlfile
from runtime.missettings import PREFIX, wrong

FILE = "mcu.toml"
DEFAULT_HOME = Path("~/.mcu")
TILES = re.compile(r"https?://[A-Za-z0-9.{}:-]+/[^\s;,'\"]*")
"""What may stand in a rule for pages (CSP) without adding to it."""


class BudgetIn(BaseModel):
    """A budget as it is written in the settings: `core.budgets.Budget` without its pattern."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    per_second: float | None = Field(None, gt=0, le=1000)
    per_day: int | None = Field(None, ge=1, le=10_000_000)
    day: Day = Day.ROLLING


KNOWN = f"роли {', '.join(Role)}; права {', '.join(Right)}"


class Settings(BaseSettings):
    """The installation's settings. Secrets never show in a repr or a log."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True, toml_file=None)

    home: Path = Field(DEFAULT_HOME, description="Папка данных: база, ключ, профиль.")
    database_url: str = Field(
        "", description="Адрес базы: sqlite:///путь или postgresql://…; по умолчанию SQLite в MCU_HOME."
    )
    database_connections: int = Field(
        15, ge=2, le=500, description="Сколько соединений с PostgreSQL держит один процесс самое большее."
    )
    migrate_url: SecretStr = Field(
        SecretStr(""),
        description="Адрес той же базы PostgreSQL для владельца схемы: обновление, перенос, копии, очистка.",
    )
    profile: str = Field(
        "", description="Имя профиля или путь к его TOML; по умолчанию MCU_HOME/profile.toml, иначе типовой."
    )
    key_file: Path | None = Field(None, description="Файл ключа псевдонимов, вне базы; по умолчанию MCU_HOME/key.")
    model: Path | None = Field(None, description="Папка модели; по умолчанию поставляемая с программой.")
    models: Path | None = Field(None, description="Папка реестра моделей; по умолчанию MCU_HOME/models.")
    signers: Path | None = Field(
        None, description="Папка открытых ключей тех, кто вводит модели в работу; по умолчанию MCU_HOME/signers."
    )
    dask: str = Field(
        "",
        pattern=r"^((tcp|tls)://\S+)?$",
        description="Адрес кластера Dask для перебора рецептов обучения и для переоценки.",
    )
    signing_key: Path | None = Field(None, description="Закрытый ключ подписи того, кто предлагает и вводит модели.")
    vk_token: SecretStr = Field(SecretStr(""), description="Ключ доступа VK API.")
    vk_url: str = Field(
        "https://api.vk.ru", description="Адрес вместо https://api.vk.ru; путь /method/ остаётся (шлюз, стенд)."
    )
    vk_community_tokens: SecretStr = Field(
        SecretStr(""), description="Ключи собственных сообществ для событий: ИМЯ=КЛЮЧ через запятую."
    )
    vk_rate: float = Field(3.0, gt=0, le=20, description="Запросов к VK в секунду.")
    telegram_api_id: int = Field(0, ge=0, description="api_id приложения Telegram.")
    telegram_api_hash: SecretStr = Field(SecretStr(""), description="api_hash приложения Telegram.")
    telegram_session: SecretStr = Field(SecretStr(""), description="Строка сессии Telegram (StringSession).")
    telegram_session_file: Path | None = Field(
        None,
        description="Файл строки сессии Telegram, доступный только владельцу; по умолчанию MCU_HOME/telegram.session.",
    )
    preview_url: str = Field("https://t.me", description="Адрес вместо https://t.me (шлюз, стенд).")
    max_token: SecretStr = Field(SecretStr(""), description="Ключ бота МАКС.")
    max_url: str = Field(
        "https://platform-api2.max.ru", description="Адрес вместо https://platform-api2.max.ru (шлюз, стенд)."
    )
    max_webhook_secret: SecretStr = Field(
        SecretStr(""), description="Секрет подписки МАКС на события (POST /api/v1/hooks/max); пусто — не принимать."
    )
    site_internal: bool = Field(False, description="Читать и сайты внутренней сети (частные адреса).")
    links_internal: str = Field(
        "",
        description="Адреса внутренней сети (http://узел:порт через запятую), где можно проверять ссылки на ответы.",
    )
    site_gap: float = Field(1.0, ge=0, le=60, description="Секунд между обращениями к сайтам и к t.me.")
    collect_every: int = Field(
        300, ge=10, le=86_400, description="Секунд между обращениями к одному источнику, пока работает mcu serve."
    )
    peers_every: float = Field(
        15, ge=1, le=600, description="Секунд между двумя взглядами исполнителя на остальных (PostgreSQL)."
    )
    budgets: dict[str, dict[str, BudgetIn]] = Field(
        default_factory=dict,
        description='Пределы обращений по площадкам и методам вместо обычных: раздел [budgets.vk."wall.get"].',
    )
    public_url: str = Field(
        "",
        pattern=r"^(https?://[^\s?#]+)?$",
        description="Адрес программы, каким его видят люди: для ссылок в извещениях.",
    )
    alert_routes: dict[str, dict[Way, list[str]]] = Field(
        default_factory=dict,
        description="Кому и каким путём извещения: роль, канал, адреса; раздел [alert_routes.head].",
    )
    alert_most: int = Field(5, ge=1, le=1000, description="Извещений на один адрес за окно; что сверх, уходит сводкой.")
    alert_window: int = Field(600, ge=10, le=86_400, description="Это окно, секунд.")
    alert_telegram_token: SecretStr = Field(SecretStr(""), description="Токен бота Telegram для извещений.")
    alert_telegram_session: SecretStr = Field(
        SecretStr(""), description="Строка сессии бота Telegram вместо файла MCU_HOME/alert-telegram.session."
    )
    alert_telegram_answers: bool = Field(
        False, description="Отправлять в Telegram и текст опубликованного ответа: решает юрист центра."
    )
    alert_max_token: SecretStr = Field(SecretStr(""), description="Ключ бота МАКС для извещений; обычно MCU_MAX_TOKEN.")
    alert_smtp: SecretStr = Field(
        SecretStr(""), description="Почтовый сервер: smtp://, smtps:// или smtp+tls://логин:пароль@хост:порт."
    )
    alert_from: str = Field("", description="Адрес, от которого идут письма.")
    alert_webhook_secret: SecretStr = Field(SecretStr(""), description="Секрет, которым подписаны вебхуки.")
    alert_webhook_internal: str = Field(
        "", description="Адреса внутренней сети (http://узел:порт через запятую), куда могут идти вебхуки."
    )
    oidc_issuer: str = Field(
        "", pattern=r"^(https?://[^\s?#@]+)?$", description="Поставщик учётных записей (OpenID Connect): его адрес."
    )
    oidc_client: str = Field("", description="Под каким именем программа у него заведена (client_id).")
    oidc_secret: SecretStr = Field(SecretStr(""), description="Её секрет у него (client_secret).")
    oidc_claim: str = Field("sub", pattern=r"^[a-z_]{1,50}$", description="Какое поле его ответа называет человека.")
    oidc_title: str = Field("Войти через учётную запись региона", max_length=100, description="Надпись на кнопке.")
    seal_file: Path | None = Field(None, description="Файл ключа вторых факторов; по умолчанию MCU_HOME/seal.")
    region_file: Path | None = Field(None, description="Файл ключей сводки региона; по умолчанию MCU_HOME/region.toml.")
    key_rate: int = Field(1200, ge=0, le=1_000_000, description="Запросов в минуту на один ключ; 0 — без границы.")
    factor_for: str = Field(
        "", max_length=500, description="Кому второй фактор обязателен: роли и права через запятую."
    )
    map_tiles: str = Field("", description="Адрес картинок подложки карты с {z}, {x}, {y}; пусто — без подложки.")
    map_credit: str = Field("", max_length=200, description="Чья подложка карты: подпись на карте.")
    secure_cookies: bool = Field(False, description="Куки только по HTTPS: включите за обратным прокси с TLS.")
    backup_dir: Path | None = Field(
        None, description="Папка резервных копий и списка удалений, на другом диске; по умолчанию MCU_HOME/backups."
    )
    backup_key_file: Path | None = Field(
        None, description="Файл ключа копий; по умолчанию MCU_HOME/backup.key. Второй экземпляр храните отдельно."
    )
    backup_days: int = Field(30, ge=1, le=3650, description="Сколько дней хранить копии.")
    pg_bin: Path | None = Field(
        None, description="Папка программ PostgreSQL (pg_dump, pg_restore) версии сервера; по умолчанию из PATH."
    )
    log_level: str = Field("WARNING", pattern="^(DEBUG|INFO|WARNING|ERROR)$", description="Подробность журнала.")

    @field_validator("map_tiles")
    @classmethod
    def _tiles(cls, given: str) -> str:
        if given and not (TILES.fullmatch(given) and all(part in given for part in ("{z}", "{x}", "{y}"))):
            raise ValueError("address of tiles")
        return given

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment wins over what `load` read from mcu.toml."""
        return env_settings, init_settings

    @field_validator("factor_for")
    @classmethod
    def _demanded(cls, given: str) -> str:
        try:
            demanded(given)
        except ValueError as error:
            raise PydanticCustomError(
                "unknown_role", "unknown role or right", {"given": str(error), "known": KNOWN}
            ) from None
        return given

    @field_validator("links_internal", "alert_webhook_internal")
    @classmethod
    def _addresses(cls, value: str) -> str:
        if not all(re.fullmatch(r"https?://[^/,\s@]+", each.strip()) for each in value.split(",") if value):
            raise ValueError
        return value

    @property
    def database(self) -> str:
        """The address of the database."""
        return self.database_url or f"sqlite:///{self.home / 'mcu.db'}"

    @property
    def key_path(self) -> Path:
        """The file of the pseudonyms' key."""
        return (self.key_file or self.home / "key").expanduser()

    @property
    def models_path(self) -> Path:
        """The folder of the register of models."""
        return (self.models or self.home / "models").expanduser()

    @property
    def signers_path(self) -> Path:
        """The folder of trusted public keys."""
        return (self.signers or self.home / "signers").expanduser()

    def budgets_of(self, platform: str) -> tuple[Budget, ...]:
        """The budgets in force on a platform; `vk_rate` spaces all calls to VK unless a budget says another."""
        own = {
            method: Budget(method, *each.model_dump().values())
            for method, each in self.budgets.get(platform, {}).items()
        }
        if platform == "vk":
            own.setdefault("*", Budget("*", per_second=self.vk_rate))
        return budgets_of(platform, {platform: tuple(own.values())})

    @property
    def alert_span(self) -> timedelta:
        """The window within which an address takes `alert_most` messages."""
        return timedelta(seconds=self.alert_window)

    @property
    def links_inside(self) -> tuple[str, ...]:
        """Addresses of the own network where placed answers may be opened."""
        return self.addresses(self.links_internal)

    @staticmethod
    def addresses(given: str) -> tuple[str, ...]:
        """Addresses parted by commas."""
        return tuple(each.strip() for each in given.split(",") if each.strip())

    @property
    def seal_path(self) -> Path:
        """The file of the key of sealed secrets."""
        return (self.seal_file or self.home / "seal").expanduser()

    @property
    def region_path(self) -> Path:
        """The file of the municipalities that gave this ЦУР a key."""
        return (self.region_file or self.home / "region.toml").expanduser()

    @property
    def telegram_session_path(self) -> Path:
        """The file of the Telegram session."""
        return (self.telegram_session_file or self.home / "telegram.session").expanduser()

    @property
    def backup_path(self) -> Path:
        """The folder of copies, and of the list of what was erased."""
        return (self.backup_dir or self.home / "backups").expanduser()

    @property
    def backup_key_path(self) -> Path:
        """The file of the key of copies."""
        return (self.backup_key_file or self.home / "backup.key").expanduser()

    @property
    def is_sqlite(self) -> bool:
        """Whether the store is the embedded one."""
        return self.database.startswith("sqlite")


def _toml(home: Path) -> dict[str, Any]:
    for path in (Path(FILE), home.expanduser() / FILE):
        if path.is_file():
            return tomlfile.read(path, Settings.model_fields)
    return {}


def load() -> Settings:
    """The settings of this process. Raises BadSettings that names the wrong one."""
    try:
        home = Path(os.environ.get(f"{PREFIX}HOME") or DEFAULT_HOME)
        settings = Settings(**_toml(home))
    except ValidationError as error:
        raise wrong(error) from None
    except SettingsError as error:
        table = "ALERT_ROUTES" if "alert_routes" in str(error) else "BUDGETS"
        raise BadSettings(f"настройка {PREFIX}{table}: нужен объект JSON") from error
    return settings.model_copy(update={"home": settings.home.expanduser().absolute()})
