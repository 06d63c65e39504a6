"""The only place that knows every adapter: settings in, a working installation out.

What reads texts, compares them or counts for a monitor is loaded where it is first used: most commands need none of it,
and every one of them passes here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import profiles
from collectors.door import Door
from collectors.gate import AccountGate
from collectors.lease import StoredLease
from collectors.robots import Robots
from core import budgets, planning
from core.alerts import Way
from core.budgets import Account
from core.deadlines import Calendar
from core.errors import BadSettings, Denied
from core.labels import Guess, Theme
from core.planning import Quota
from core.ports import Assessor, Checker, Clock, Collector, Copies, Gate, Historian, Look, Sender, Work
from core.posts import Platform
from core.privacy import Pseudonyms
from core.profile import Profile
from core.routing import Whereabouts
from core.scope import Scope, system
from core.shelf import Act
from models.manifest import ARTEFACT
from models.shelf.files import Files
from nlp.lemmas import index_line, lemmas
from runtime import keyring, platforms
from runtime.clock import SystemClock
from runtime.masking import Masking
from runtime.modelling import folder_of, load_model, open_model, shelf_of
from runtime.named import Names
from runtime.senders import routes_of
from runtime.settings import Settings
from store import schema
from store.engine import Engine, open_engine
from store.ledger import Store

if TYPE_CHECKING:
    from api.meter import Meter
    from nlp.gazetteer import Gazetteer

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
    mask: Masking
    doing: str = "mcu"

    @cached_property
    def assessor(self) -> Assessor:
        """The model, loaded at its first use and once, its batches timed. Raises StaleModel."""
        from api.meter import Timed

        return Timed(load_model(self.settings), self.meter)

    @cached_property
    def meter(self) -> Meter:
        """What this process counts."""
        from api.meter import Meter

        return Meter()

    @cached_property
    def shelf(self) -> Files:
        """The register of models."""
        return shelf_of(self.settings)

    @cached_property
    def _challengers(self) -> dict[str, Assessor]:
        return {}

    def challenger(self, version: str) -> Assessor:
        """A model that assesses in the shadow, loaded at its first use and once. Raises StaleModel."""
        if version not in self._challengers:
            folder = self.shelf.checked(version, Act.SHADOW)
            self._challengers[version] = open_model(folder)
        return self._challengers[version]

    def unknown(self, texts: Sequence[str]) -> Sequence[float | None]:
        """The share of each text's words that the model in force does not know; a transformer has no list of words."""
        from models.vocabulary import unknown

        folder = folder_of(self.settings)
        return unknown(folder)(texts) if (folder / ARTEFACT).is_file() else [None] * len(texts)

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """The municipality's places, read from the store at their first use."""
        from nlp.gazetteer import Gazetteer

        with self.store.read() as work:
            return Gazetteer(work.places.entries(self.scope))

    @cached_property
    def whereabouts(self) -> Whereabouts:
        """Names of places -> territories: by their aliases, else by what the gazetteer says a place lies in."""
        return Whereabouts(self.profile.territories, lambda name: " ".join(lemmas(name)), self._parents)

    def _parents(self, place: str) -> list[str]:
        found = self.gazetteer.resolve(place, sure=True)[:1]
        return [part for each in found for part in reversed(each.entry.parent.split(", ")) if part]

    @cached_property
    def copies(self) -> Copies:
        """Near-duplicates among the posts that have an incident; its index grows as long as the process lives."""
        from nlp.fingerprints import StoredCopies

        return StoredCopies()

    @cached_property
    def calendar(self) -> Calendar:
        """The working calendar of the profile with the country's holidays."""
        return self.profile.calendar

    def topic(self, text: str, theme: str) -> Sequence[Guess]:
        """The surest topics of the official classifier for a text of a theme."""
        from models.topics import topics

        return topics(text, Theme(theme))

    def collector(self, platform: Platform) -> Collector:
        """The collector of a platform. Raises Denied where there is none, Transient where a setting is missing."""
        if platform not in platforms.COLLECTORS:
            raise Denied(f"сборщика для площадки «{platform}» нет: загружайте её выгрузки командой mcu import")
        return platforms.COLLECTORS[platform](self)

    @cached_property
    def look(self) -> Look:
        """Who opens the links of placed answers."""
        return platforms.look(self)

    def historian(self, platform: Platform) -> Historian:
        """Who reads a platform's past. Raises Denied where nobody does."""
        found = self.collector(platform)
        if isinstance(found, Historian):
            return found
        raise Denied(f"историю площадки «{platform}» сборщик не читает: загрузите выгрузку командой mcu import")

    def checker(self, platform: Platform) -> Checker | None:
        """Who tries a platform's sources, if anybody can. Raises like `collector`."""
        found = self.collector(platform)
        return found if isinstance(found, Checker) else None

    @cached_property
    def robots(self) -> Robots:
        """What sites let programs read, as it was asked of them."""
        return Robots()

    @cached_property
    def _gates(self) -> dict[Account, AccountGate]:
        return {}

    @cached_property
    def senders(self) -> dict[Way, Sender]:
        """Senders of alerts that were made so far: one remembers what it looked up."""
        return {}

    def account(self, platform: str, secret: str = "") -> Account:
        """An account by a keyed digest of its token or session; the secret itself is kept nowhere."""
        return Account(platform, self.door.author(Platform.FILE, f"account:{platform}:{secret}") if secret else "")

    def gate(self, platform: str, secret: str = "") -> Gate:
        """The way of an account to a platform; `secret` is its token or session, empty where none is needed."""
        account = self.account(platform, secret)
        if account not in self._gates:
            allowed = self.settings.budgets_of(platform)
            self._gates[account] = AccountGate(self.store, self.scope, account, allowed)
        return self._gates[account]

    def calls(self, platform: Platform) -> int:
        """Calls made here by now of the budget within which the platform's visits are planned."""
        paced = budgets.PACED.get(platform, "")
        return sum(gate.calls[paced] for account, gate in self._gates.items() if account.platform == platform)

    def quota(self, work: Work, platform: Platform) -> Quota | None:
        """What the day still allows of the budget within which the platform's visits are planned."""
        budget = budgets.paced(platform, self.settings.budgets_of(platform))
        if budget is None:
            return None
        account, now = self.account(platform, platforms.secret_of(platform, self.settings)), self.clock.now()
        use = work.uses.list(self.scope).get(account, {}).get(budget.method, budgets.UNUSED)
        zone = ZoneInfo(self.profile.timezone)
        return planning.quota_of(budget, budgets.left(use, budget, now) or 0, now, zone)

    def session(self, platform: Platform, *, patient: bool = True) -> AbstractContextManager[Callable[[], None]]:
        """An account that only one process may use, for the length of the block; the block is given its check.

        Raises Transient where another has it, at once unless `patient`.
        """
        if platform not in platforms.LEASED:
            return nullcontext(_free)
        account = self.account(platform, platforms.secret_of(platform, self.settings))
        lease = StoredLease(self.store, self.scope, self.doing, patient=patient)
        return lease.hold(f"{account.platform}:{account.digest}")


def _free() -> None:
    """What nobody else can take is never lost."""


def prepare_home(settings: Settings) -> None:
    """The data folder, for its owner only."""
    try:
        settings.home.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
    except OSError as error:
        raise BadSettings(f"MCU_HOME: папку {settings.home} создать нельзя ({error.strerror})") from None


def profile_path(settings: Settings) -> Path:
    """The profile in force: the named one, else that of `mcu init`, else the standard one."""
    if settings.profile:
        return profiles.path_of(settings.profile)
    own = settings.home / "profile.toml"
    return own if own.is_file() else profiles.path_of(profiles.STANDARD)


def open_store(settings: Settings, profile: Profile) -> Store:
    """The database for the rows of a profile; an embedded one is made where there is none."""
    engine = open_engine(settings.database, profile.code, settings.database_connections)
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


def open_house(settings: Settings, clock: Clock | None = None, doing: str = "mcu") -> House:
    """Open the installation: make what an embedded one lacks, refuse what does not fit and change nothing then."""
    profile = profiles.read(profile_path(settings))
    routes_of(settings, profile)
    prepare_home(settings)
    store = open_store(settings, profile)
    try:
        keyring.make_key(settings.key_path, fresh=store.is_empty(profile.code))
        key = keyring.agreed(settings.key_path, store, system(profile.code), (clock or SystemClock()).now())
        pseudonyms = Pseudonyms(key)
        store.keyed = pseudonyms.digest
        mask = Masking(store, system(profile.code), profile, clock or SystemClock())
        door = Door(pseudonyms, mask, Names(store, system(profile.code)))
    except BaseException:
        store.close()
        raise
    return House(settings, profile, store, door, clock or SystemClock(), system(profile.code), mask, doing)
