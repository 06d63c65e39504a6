"""The services of the API, made from an open installation."""

from importlib.metadata import version

import models
from api.pacing import Pace
from api.services import Services, Tiles
from core.roles import demanded
from nlp.fingerprints import StoredCopies
from reports.acts import docx
from runtime import doors, exchange, modelling, outbox, outlines, trying
from runtime.modelling import folder_of
from runtime.papers import MadePapers, places_of, telling_of
from runtime.region import Listed
from runtime.wiring import House


def make(house: House) -> Services:
    """What `api.create_app` takes."""

    def database() -> str:
        with house.store.read() as work:
            work.sources.list(house.scope)
        return ""

    places = places_of(house)

    return Services(
        ledger=house.store,
        profile=house.profile,
        assessor=lambda: house.assessor,
        clock=house.clock,
        mask=house.mask,
        version=version("mcu-monitor"),
        model_card=lambda: _card(house),
        secure_cookies=house.settings.secure_cookies,
        budgets=house.settings.budgets_of,
        holidays=lambda _: house.calendar,
        max_secret=house.settings.max_webhook_secret.get_secret_value(),
        refuse=trying.refuse_unlawful,
        trial=lambda source: trying.tried(house, source),
        receipts=outbox.receipts(house),
        whereabouts=lambda: house.whereabouts,
        topic=house.topic,
        letters=outbox.box(house),
        address=house.settings.public_url,
        checks={"database": database, "model": lambda: _ailing(house)},
        places=places,
        papers=MadePapers(house.profile, places),
        telling=telling_of(places),
        shelf=house.shelf,
        meter=house.meter,
        provider=doors.provider(house.settings),
        seal=doors.seal(house.settings),
        inside=house.settings.links_inside,
        taking=exchange.taking(house),
        giving=exchange.giving(house),
        acts=docx,
        near=StoredCopies(),
        pace=Pace(house.settings.key_rate),
        factor_for=demanded(house.settings.factor_for),
        outlines=outlines.kept(house.settings.home),
        region=Listed(house.settings.region_path),
        tiles=Tiles(house.settings.map_tiles, house.settings.map_credit),
    )


def _ailing(house: House) -> str:
    return modelling.ailing(house.assessor, house.shelf) if house.assessor.version else "нет версии"


def _card(house: House) -> str:
    """The card of the model in force."""
    folder = folder_of(house.settings)
    return models.card(None if folder == models.default() else folder)
