"""Setting up a data folder with the profile of its municipality."""

import profiles
from core.errors import BadProfile
from core.profile import Profile
from core.scope import system
from runtime import keyring
from runtime.settings import Settings
from runtime.wiring import PRIVATE, open_house, open_store, profile_path

OTHER = "в базе уже публикации профиля «{}»; выберите другую папку MCU_HOME"


def init(settings: Settings, name: str) -> Profile:
    """Set up `MCU_HOME` with a profile; an installation with another profile is left as it is (BadProfile).
    A server's database may hold many profiles, each with a data folder of its own."""
    source = profiles.path_of(name)
    profile = profiles.read(source)
    own = settings.home / "profile.toml"
    if own.is_file() and profiles.read(own).code != profile.code:
        raise BadProfile(f"в {settings.home} уже профиль «{profiles.read(own).code}»; выберите другую папку MCU_HOME")
    if not settings.is_sqlite:
        _refuse_used(settings, profile)
    house = open_house(settings.model_copy(update={"profile": str(source)}))
    others = house.store.profiles() - {profile.code} if settings.is_sqlite else set()
    house.store.close()
    if others:
        raise BadProfile(OTHER.format(min(others)))
    if not own.is_file():
        own.touch(PRIVATE)
        own.write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    return profile


def _refuse_used(settings: Settings, profile: Profile) -> None:
    """A server shows the rows of the profile that is asked for only. Those of the one in force are this folder's own
    if they were kept with its key; another municipality may use the same profile beside it."""
    before = profiles.read(profile_path(settings))
    if before.code == profile.code or not settings.key_path.is_file():
        return
    store = open_store(settings, before)
    try:
        if not store.is_empty(before.code) and keyring.kept_with(settings.key_path, store, system(before.code)):
            raise BadProfile(OTHER.format(before.code))
    finally:
        store.close()
