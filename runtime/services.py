"""The services of the API, made from an open installation."""

from importlib.metadata import version

import models
from api.services import Services, Tiles
from nlp.masks import mask
from runtime import outbox, trying
from runtime.modelling import folder_of
from runtime.places import StoredPlaces
from runtime.wiring import House


def make(house: House) -> Services:
    """What `api.create_app` takes."""

    def database() -> str:
        with house.store.read() as work:
            work.sources.list(house.scope)
        return ""

    def model() -> str:
        return getattr(house.assessor, "ailing", "") if house.assessor.version else "нет версии"

    def card() -> str:
        folder = folder_of(house.settings)
        return models.card(None if folder == models.default() else folder)

    return Services(
        ledger=house.store,
        profile=house.profile,
        assessor=lambda: house.assessor,
        clock=house.clock,
        mask=mask,
        version=version("mcu-monitor"),
        model_card=card,
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
        checks={"database": database, "model": model},
        places=StoredPlaces(house.store, house.scope, house.clock),
        shelf=house.shelf,
        tiles=Tiles(house.settings.map_tiles, house.settings.map_credit),
    )
