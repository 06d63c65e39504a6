"""The only place that knows every adapter: settings in, a working installation out."""

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import models
import profiles
from collectors.door import Door
from core.errors import BadProfile, BadSettings, Denied, Transient
from core.ports import Assessor, Clock, Collector, Copies
from core.posts import Platform
from core.privacy import KEY_BYTES, Pseudonyms
from core.profile import Profile
from core.scope import Scope, system
from models import transformer
from nlp.fingerprints import StoredCopies
from nlp.gazetteer import Gazetteer
from nlp.lemmas import index_line
from nlp.masks import mask
from runtime.clock import SystemClock
from runtime.settings import Settings
from store import schema
from store.engine import Engine, open_engine
from store.ledger import Store

PRIVATE = 0o600
PRIVATE_FOLDER = 0o700


@dataclass(frozen=True)
class House:
    """An open installation: what commands and jobs work with."""

    settings: Settings
    profile: Profile
    store: Store
    door: Door
    clock: Clock
    scope: Scope

    @cached_property
    def assessor(self) -> Assessor:
        """The model, loaded at its first use and once. Raises StaleModel."""
        return load_model(self.settings)

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """The municipality's places, read from the store at their first use."""
        with self.store.read() as work:
            return Gazetteer(work.places.entries(self.scope))

    @cached_property
    def copies(self) -> Copies:
        """Near-duplicates among the posts that have an incident; its index grows as long as the process lives."""
        return StoredCopies()

    def collector(self, platform: Platform) -> Collector:
        """The collector of a platform. Raises Denied where there is none, Transient where a setting is missing."""
        if platform not in COLLECTORS:
            raise Denied(f"сборщика для площадки «{platform}» нет: загружайте её выгрузки командой mcu import")
        return COLLECTORS[platform](self)


def _vk(house: House) -> Collector:
    from collectors.vk.client import VkClient
    from collectors.vk.collector import VkCollector

    token = house.settings.vk_token.get_secret_value()
    if not token:
        raise Transient("не задан ключ доступа VK (MCU_VK_TOKEN)")
    client = VkClient(token, url=house.settings.vk_url, rate=house.settings.vk_rate)
    return VkCollector(client=client, door=house.door, clock=house.clock)


def _telegram(house: House) -> Collector:
    from collectors.telegram.client import TelegramReader
    from collectors.telegram.collector import TelegramCollector

    settings = house.settings
    given = {
        "MCU_TELEGRAM_API_ID": settings.telegram_api_id,
        "MCU_TELEGRAM_API_HASH": settings.telegram_api_hash.get_secret_value(),
        "MCU_TELEGRAM_SESSION": settings.telegram_session.get_secret_value(),
    }
    missing = [name for name, value in given.items() if not value]
    if missing:
        raise Transient(f"не заданы настройки Telegram: {', '.join(missing)}")
    client = TelegramReader(
        settings.telegram_api_id,
        settings.telegram_api_hash.get_secret_value(),
        settings.telegram_session.get_secret_value(),
    )
    return TelegramCollector(client=client, door=house.door, clock=house.clock)


def _file(house: House) -> Collector:
    from collectors.replay import FileCollector

    return FileCollector(door=house.door, clock=house.clock)


COLLECTORS: dict[Platform, Callable[[House], Collector]] = {
    Platform.VK: _vk,
    Platform.TELEGRAM: _telegram,
    Platform.FILE: _file,
}


def load_model(settings: Settings) -> Assessor:
    """The model of the settings, its digest checked before it is read. Raises StaleModel."""
    return transformer.open_folder(settings.model or models.default())


def prepare_home(settings: Settings) -> None:
    """The data folder, for its owner only."""
    try:
        settings.home.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
    except OSError as error:
        raise BadSettings(f"MCU_HOME: папку {settings.home} создать нельзя ({error.strerror})") from None


def make_key(path: Path, *, fresh: bool) -> None:
    """A new key of pseudonyms, readable by its owner only; an existing one stays.

    A lost key is not replaced silently where posts are stored: their authors' pseudonyms would not go on.
    """
    if not fresh and not path.exists():
        raise BadSettings(f"MCU_KEY_FILE: нет файла {path}, а в базе уже есть публикации; верните ключ из копии")
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE)
    except FileExistsError:
        return
    except OSError as error:
        raise BadSettings(f"MCU_KEY_FILE: файл {path} создать нельзя ({error.strerror})") from None
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(KEY_BYTES))


def read_key(path: Path) -> bytes:
    """The key of pseudonyms. Raises BadSettings that names the setting."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadSettings(f"MCU_KEY_FILE: файл {path} не читается ({error.strerror})") from None


def profile_path(settings: Settings) -> Path:
    """The profile in force: the named one, else that of `mcu init`, else the standard one."""
    if settings.profile:
        return profiles.path_of(settings.profile)
    own = settings.home / "profile.toml"
    return own if own.is_file() else profiles.path_of(profiles.STANDARD)


def _open_store(settings: Settings, profile: Profile) -> Store:
    engine = open_engine(settings.database)
    try:
        _check_schema(engine, settings)
    except BaseException:
        engine.dispose()
        raise
    if settings.is_sqlite and engine.url.database:
        Path(engine.url.database).chmod(PRIVATE)
    return Store(engine, index_line, profile.repeat_window)


def _check_schema(engine: Engine, settings: Settings) -> None:
    """An embedded database is brought up to date at once; a server's only by its owner."""
    if schema.check(engine):
        return
    if not settings.is_sqlite:
        raise BadSettings("схема базы не обновлена: выполните mcu migrate (MCU_MIGRATE_URL — адрес владельца)")
    schema.migrate(engine)


def open_house(settings: Settings, clock: Clock | None = None) -> House:
    """Open the installation: make what an embedded one lacks, refuse what does not fit and change nothing then."""
    profile = profiles.read(profile_path(settings))
    prepare_home(settings)
    store = _open_store(settings, profile)
    try:
        make_key(settings.key_path, fresh=store.is_empty())
        door = Door(Pseudonyms(read_key(settings.key_path)), mask)
    except BaseException:
        store.close()
        raise
    return House(settings, profile, store, door, clock or SystemClock(), system(profile.code))


def init(settings: Settings, name: str) -> Profile:
    """Set up `MCU_HOME` with a profile; an installation with another profile is left as it is (BadProfile)."""
    source = profiles.path_of(name)
    profile = profiles.read(source)
    own = settings.home / "profile.toml"
    if own.is_file() and profiles.read(own).code != profile.code:
        raise BadProfile(f"в {settings.home} уже профиль «{profiles.read(own).code}»; выберите другую папку MCU_HOME")
    house = open_house(settings.model_copy(update={"profile": str(source)}))
    others = house.store.profiles() - {profile.code}
    house.store.close()
    if others:
        raise BadProfile(f"в базе уже публикации профиля «{min(others)}»; выберите другую папку MCU_HOME")
    if not own.is_file():
        own.write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    return profile
